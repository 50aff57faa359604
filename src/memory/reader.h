/*
 * reader: what a session keeps of the memory from one lookup to the next: the
 * state, and units it has looked at.  All of it is what the transaction at
 * hand would read.
 */
#ifndef MEMORY_READER_H
#define MEMORY_READER_H

#include "base/arena.h"
#include "base/map64.h"
#include "memory/state.h"

/* All zero to begin with. */
struct reader {
	struct state st;
	struct kv_moment at;	/* of st and all the rest */
	unsigned generation;
	struct buf record;	/* of st */
	struct map64 units;	/* by id */
	struct arena arena;	/* of the units */
};
void reader_free(struct reader *r);

/* First in each transaction: r->st is the state, of our rules. */
int reader_look(struct reader *r, struct kv_txn *txn, struct wtm_err *err);

/*
 * A visible unit, or NULL; until the next reader_look(), or in the arena when
 * there are too many.
 */
int reader_get(const struct wtm_tu **out, struct reader *r,
    struct kv_txn *txn, uint64_t id, struct arena *a, struct wtm_err *err);

#endif
