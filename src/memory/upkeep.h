/*
 * upkeep: work that changes leave behind, done in small transactions by
 * whoever changes the memory next.
 */
#ifndef MEMORY_UPKEEP_H
#define MEMORY_UPKEEP_H

#include "memory/store.h"

enum {	/* what can be undone: changes, and bytes of before-images */
	UPKEEP_LOG_MAX = 1000,
	UPKEEP_JOURNAL_MAX = 1 << 30,
	UPKEEP_AGE_MIN = 600,	/* seconds; an export that runs may need it */
};

/* Remove what changes left that nobody is working on any more. */
int upkeep_clear(struct store *s, struct wtm_err *err);

/* Of that only the large files, quickly; for readers. */
void upkeep_sweep(struct store *s);

/* Make the index anew, and leave nothing of the old one in the tables. */
int upkeep_renew_index(struct store *s, struct wtm_err *err);

/*
 * After a change was published: empty a full tail of the index, merge runs,
 * drop old ones, forget old changes.  The change is made whatever comes of
 * this; what fails here, for want of room say, is left to the next writer.
 * After a small change a person waits for the answer: then only what takes a
 * few milliseconds is done.
 */
enum upkeep_how { UPKEEP_SHORT, UPKEEP_FULL };
void upkeep_run(struct store *s, enum upkeep_how how);

/*
 * Forget the oldest changes beyond these limits, but never the newest, nor
 * one that is younger than min_age seconds.
 */
int upkeep_forget(struct store *s, uint64_t max_entries, uint64_t max_bytes,
    int min_age, struct wtm_err *err);

#endif
