/*
 * change: how the units of a memory change.  A change is begun, told what to
 * do, and published; before that nobody sees any of it, and what is not
 * published never was.  It may be of any size; memory stays bounded.
 */
#ifndef MEMORY_CHANGE_H
#define MEMORY_CHANGE_H

#include "memory/log.h"
#include "memory/store.h"

struct change;

struct change_opts {
	enum log_kind kind;
	const char *user;
	const char *what;	/* the file of an import, or NULL */
	enum wtm_on_duplicate on_duplicate;
	const char *source;	/* for WTM_REPLACE: source language */
	int missing_ok;		/* to delete what is gone is no fault */
	uint32_t undoes;	/* a change, or 0 */
	uint64_t seen;		/* for undo: what was published */
	int brought_since;	/* for undo: later changes brought units */
};

/* Clears away what dead changes left.  opts is copied, its strings not. */
int change_begin(struct change **out, struct store *s,
    const struct change_opts *opts, struct wtm_err *err);

/*
 * Put a unit: a same unit that is there is merged with it (or kept), else it
 * is new.  Copied.
 */
int change_put(struct change *c, const struct wtm_tu *tu,
    struct wtm_err *err);

/* Replace the unit of this id; fails when there is none. */
int change_edit(struct change *c, uint64_t id, const struct wtm_tu *tu,
    struct wtm_err *err);

/* Fails when there is none. */
int change_delete(struct change *c, uint64_t id, struct wtm_err *err);

/*
 * What was asked for last is meant for this version of the unit, that is, for
 * what the change of this number made of it.  When it is another one by then
 * the change fails, see change_outrun().
 */
void change_expect(struct change *c, uint32_t version);

/*
 * Make the unit what it was before the change that is undone: before, or
 * NULL when it was not there.
 */
int change_revert(struct change *c, uint64_t id, const struct wtm_tu *before,
    struct wtm_err *err);

/*
 * Did it fail because others published since opts.seen, or changed a unit that
 * was expected to be as it was?  Then the caller looks at the memory again,
 * and begins anew.
 */
int change_outrun(const struct change *c);

/* The header of an imported file, already as a record. */
int change_header(struct change *c, const void *bytes, size_t len,
    struct wtm_err *err);

/*
 * Make it visible, durable when this returns 0.  A change that changes
 * nothing leaves no trace.
 */
int change_publish(struct change *c, struct wtm_err *err);

/* Find out what publishing would count, and the ids; nothing is kept. */
int change_rehearse(struct change *c, struct wtm_err *err);

struct change_counts {
	uint64_t added;
	uint64_t merged;	/* a same unit was there, or came earlier */
	uint64_t edited;
	uint64_t deleted;
};
/* Final after change_publish(). */
const struct change_counts *change_counted(const struct change *c);

/* The id of the last unit put: new, or that of the same unit. */
uint64_t change_last_id(const struct change *c);

/* Its number in the log, once it is published and not empty. */
uint32_t change_number(const struct change *c);

/* Free it; what was not published is undone. */
void change_free(struct change *c);

#endif
