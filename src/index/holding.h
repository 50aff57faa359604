/*
 * holding: units that may hold a phrase, for concordances.
 */
#ifndef INDEX_HOLDING_H
#define INDEX_HOLDING_H

#include "index/index.h"

struct index_phrase {
	const struct units *units;	/* borrowed until the next one */
	uint32_t groups[2];	/* of languages, one of each side */
	int in[2];	/* the sides to look in */
};

struct index_holding;
int index_holding_new(struct index_holding **out, struct wtm_err *err);
void index_holding_free(struct index_holding *h);

/* Look for another phrase. */
void index_holding_begin(struct index_holding *h,
    const struct index_phrase *phrase);

/*
 * The next unit and side where the phrase may be, the highest id first, and
 * each once: 1, 0 at the end, -1.  Every unit that holds it in a text of up to
 * INDEX_UNITS_MAX units comes.  Each call may be in another transaction.
 */
int index_holding_next(uint64_t *id, unsigned *side, struct index_holding *h,
    struct index *ix, struct kv_txn *txn, const struct index_view *v,
    struct wtm_err *err);

#endif
