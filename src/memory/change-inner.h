/*
 * change-inner: what the files of change share.
 */
#ifndef MEMORY_CHANGE_INNER_H
#define MEMORY_CHANGE_INNER_H

#include "base/bloom.h"
#include "base/buf.h"
#include "base/map64.h"
#include "memory/change.h"

enum {
	BATCH_ITEMS = 1000,
	BATCH_BYTES = 1 << 20,
	SMALL_ITEMS = 200,	/* a change up to here is one transaction */
	SMALL_BYTES = 256 << 10,
	/* Then the index finds them: 64 MiB, and room for a batch. */
	IDS_MAX = (3 << 20) - 2 * BATCH_ITEMS,
	IN_RUNS_BYTES = 16 << 20,	/* for 13 million units, and more */
	ID_BLOCK = 1 << 16,	/* ids that a large change takes at first, */
	ID_BLOCK_MAX = 1 << 22,	/* and later at a time */
};

enum op {
	OP_NONE,	/* nothing to write */
	OP_NEW,
	OP_AGAIN,	/* once more a unit this change wrote already */
	OP_REPLACE,	/* a version of a unit that is there */
	OP_DELETE,
	OP_CANCEL,	/* a unit this change brought itself goes again */
	OP_RESTORE,	/* a unit that was there once */
};

/* What was asked for, and what it came to. */
struct item {
	enum { WANT_PUT, WANT_EDIT, WANT_DELETE, WANT_REVERT } want;
	const struct wtm_tu *tu;	/* as given, copied to the arena */
	uint64_t hash;			/* of a unit to put */
	uint64_t id;			/* given, or of the unit found */
	uint64_t new_id;		/* of its own, when it is new */
	uint32_t expected;		/* version, or 0: any */

	enum op op;
	struct wtm_tu out;		/* to be written */
	int texts;			/* out has other texts than before */
	int revives;			/* a unit this change took away */
	const struct wtm_tu *old;	/* what it replaces; NULL: staged */
	uint32_t old_change;		/* and the version of that */
	struct drop *drops;		/* other targets that go */
	size_t n_drops;
};

struct drop {
	const struct wtm_tu *old;
	uint32_t old_change;
};

struct change {
	struct store *s;
	struct change_opts opts;
	struct index *index;
	struct index_build *build;	/* once staged */
	uint32_t number;		/* 0 until known */
	uint64_t token;			/* by chance: tells it from others */
	uint64_t seen;	/* published changes this one takes account of */
	struct arena arena;		/* of the batch */
	struct item *items;
	size_t n_items;
	size_t cap_items;
	struct map64 ids;		/* by hash, of units it brought; */
	struct bloom ids_in_runs;	/* hashes of others, in its runs */
	uint64_t next_id;		/* of the block */
	uint64_t end_id;
	uint64_t n_taken;		/* ids, in all */
	struct log_range *ranges;
	size_t n_ranges;
	size_t cap_ranges;
	struct buf header;
	struct change_counts counts;
	uint64_t last_id;
	int journaled;			/* there are rows to fold */
	uint64_t journal_bytes;
	uint64_t batch_bytes;		/* of the journal, in this batch */
	int leans;	/* on what the index still says of units that return */
	int outrun;
	int published;
	int tries;			/* of the publishing transaction */
};

/* Stage the items of the batch, and begin an empty one. */
int change_flush(struct change *c, struct wtm_err *err);
void change_count_item(struct change *c, const struct item *it);

/* Find out what each item comes to, as the transaction sees the memory. */
int change_resolve(struct change *c, struct kv_txn *txn,
    const struct state *st, struct wtm_err *err);

/* The unit of this change that is the same as tu; *id is 0 for none. */
int change_own_id(uint64_t *id, struct change *c, struct kv_txn *txn,
    const struct wtm_tu *tu, uint64_t hash, struct wtm_err *err);

/* Write what they came to, as versions of c->number. */
int change_write_staged(struct change *c, struct kv_txn *txn,
    struct wtm_err *err);
int change_write_small(struct change *c, struct kv_txn *txn,
    struct state *st, struct wtm_err *err);

/* Take account of what was published since c->seen, up to *upto. */
int change_reconcile(struct change *c, uint64_t *upto, struct wtm_err *err);

/* Write the entry of the log as it is now. */
int change_log(const struct change *c, struct kv_txn *txn,
    struct wtm_err *err);

/* New ids [from, to) of the change. */
int change_add_range(struct change *c, uint64_t from, uint64_t to,
    struct wtm_err *err);

/* What an undo was found to be allowed to do must still be so. */
int change_check_seen(struct change *c, const struct state *st,
    struct wtm_err *err);

/* So must what the index says of units that come back. */
int change_check_index(struct change *c, const struct state *st,
    struct wtm_err *err);

/* In the log and the headers: this change undoes another. */
int change_link_undo(struct change *c, struct kv_txn *txn,
    struct wtm_err *err);

/* Remove what a visible change replaced, and then its place in the state. */
int change_fold(struct store *s, uint32_t change, struct wtm_err *err);

#endif
