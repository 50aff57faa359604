/*
 * state: the one small record that says what readers see.  A change becomes
 * visible, and a run of the index counts, when this record is written.
 */
#ifndef MEMORY_STATE_H
#define MEMORY_STATE_H

#include "index/index.h"
#include "kv/kv.h"

enum { STATE_PENDING_MAX = 64, STATE_GARBAGE_MAX = 128 };

enum pending_step {
	PENDING_STAGING,	/* its units are invisible */
	PENDING_FOLDING,	/* visible; what it replaced is being removed */
};

struct pending {
	uint32_t change;
	enum pending_step step;
};

struct state {
	uint64_t published;	/* changes so far; the rank of the newest */
	uint64_t next_id;
	uint32_t next_change;
	uint64_t n_units;
	uint64_t journal_bytes;	/* before-images, about */
	uint64_t rules;		/* that made the index; 0: none are named */
	uint32_t rebuilt;	/* units that changes before this took away */
				/* may be in the index no more */
	struct pending pending[STATE_PENDING_MAX];
	size_t n_pending;
	struct index_view view;
	struct {	/* runs that no view names; to be dropped */
		uint32_t owner;
		uint16_t seq;
	} garbage[STATE_GARBAGE_MAX];
	size_t n_garbage;
	uint64_t parts;		/* stamp of the parts of tables; kv/part.h */
};

/*
 * Read it; locked when the transaction is going to write it.  state_peek: in a
 * transaction of its own.
 */
int state_read(struct state *st, struct kv_txn *txn, int locked,
    struct wtm_err *err);
/* The same for who has it and its record already: *same when they hold. */
int state_read_again(int *same, struct state *st, struct buf *record,
    struct kv_txn *txn, struct wtm_err *err);
int state_peek(struct state *st, struct kv *kv, struct wtm_err *err);
int state_write(const struct state *st, struct kv_txn *txn,
    struct wtm_err *err);

/* The first one of a new memory. */
void state_init(struct state *st);

/* The versions of the index, of units and masks, and of Unicode. */
uint64_t state_our_rules(void);

/*
 * Did other rules make the index while this process had the memory open?
 * Then it can neither answer from it nor add to it: WTM_MEMORY.
 */
int state_check_rules(const struct state *st, struct wtm_err *err);

/* Is a change hidden still? */
int state_is_staging(const struct state *st, uint32_t change);

struct pending *state_pending(struct state *st, uint32_t change);
int state_pend(struct state *st, uint32_t change, struct wtm_err *err);
void state_unpend(struct state *st, uint32_t change);

#endif
