/*
 * index: from a text to the units of the memory that can be like it.
 *
 * The index is lossless: every unit whose score by units can reach the
 * minimum is a candidate.  It is never the judge: a candidate is a bound, and
 * the unit itself decides.  So a deleted or edited unit needs no update here;
 * what is left of it drops out when the caller looks at the unit.
 *
 * It is made of runs, which are written in bulk and never changed, and of a
 * short tail of units that are in no run yet.  Which runs count is said by
 * struct index_view, which the store keeps in its state record: a run becomes
 * visible, or goes, with that one record.
 */
#ifndef INDEX_INDEX_H
#define INDEX_INDEX_H

#include "base/arena.h"
#include "base/buf.h"
#include "kv/kv.h"
#include "text/lang.h"
#include "text/token.h"

enum {
	INDEX_VERSION = 4,	/* of the records in KV_RUN and KV_TAIL */
	INDEX_TAIL_MAX = 512,	/* units; then index_tail_run() */
	INDEX_RUNS_MAX = 64,
	INDEX_UNITS_MAX = 10000,	/* longer texts: exact matches only */
};

/* A run: keys of its records begin with owner and seq. */
struct index_run {
	uint32_t owner;	/* the change or merge that wrote it; unique */
	uint16_t seq;	/* from 0 */
	uint64_t n_units;
	uint64_t n_bytes;	/* of keys and values */
};

struct index_view {
	struct index_run runs[INDEX_RUNS_MAX];	/* oldest first */
	size_t n_runs;
	uint32_t n_tail;	/* records in the tail */
	uint64_t stamp;	/* grows with every change of the tail */
};

/* For the state record.  index_view_read: -1 when malformed. */
void index_view_write(struct buf *b, const struct index_view *v);
int index_view_read(struct index_view *v, struct rd *r);

/*
 * Building in bulk.  Records are written with kv_stage() in small
 * transactions under (owner, 0), (owner, 1), ...; nobody sees them before a
 * view names the runs.  The units may come in any order.
 */
struct index_build;
int index_build_new(struct index_build **out, struct kv *kv, uint32_t owner,
    struct wtm_err *err);
int index_build_add(struct index_build *b, const struct wtm_tu *tu,
    struct wtm_err *err);
/* Write what there is as a run now; and the runs so far. */
int index_build_flush(struct index_build *b, struct wtm_err *err);
void index_build_runs(struct index_view *v, const struct index_build *b);
/* Write what is left; the runs are borrowed from b. */
int index_build_finish(struct index_build *b, const struct index_run **runs,
    size_t *n, struct wtm_err *err);
void index_build_free(struct index_build *b);

/*
 * The tail, inside the caller's transaction.  Adding an id again replaces its
 * record, and *fresh says whether it is new; so an edit is a put.  The caller
 * keeps n_tail and stamp of its view.
 */
int index_tail_put(struct kv_txn *txn, const struct wtm_tu *tu, int *fresh,
    struct wtm_err *err);
int index_tail_del(struct kv_txn *txn, uint64_t id, int *gone,
    struct wtm_err *err);
/* 1, 0, -1. */
int index_tail_has(struct kv_txn *txn, uint64_t id, struct wtm_err *err);
/* Turn the whole tail into the run (owner, 0) and empty it. */
int index_tail_run(struct index_run *out, struct kv_txn *txn,
    uint32_t owner, struct wtm_err *err);

/*
 * Merging.  index_merge_plan: how many runs at the end of the view should
 * become one; 0 when none.  index_merge writes the new run (owner, 0) in small
 * transactions; the caller then puts it into the view in the place of the n
 * last runs it was made of (they stand at view->n_runs - n of the view given
 * here, whatever was added behind meanwhile) and drops those.
 */
size_t index_merge_plan(const struct index_view *v);
int index_merge(struct index_run *out, struct kv *kv,
    const struct index_run *runs, size_t n, uint32_t owner,
    struct wtm_err *err);

/*
 * A large run is a part of its table, which joins it when the view names it
 * (kv_write_parts()), and leaves it: 1, 0 when it is none, -1.
 */
int index_join(struct kv_txn *txn, const struct index_run *runs, size_t n,
    uint64_t *stamp, struct wtm_err *err);
int index_leave(struct kv_txn *txn, uint32_t owner, uint16_t seq,
    uint64_t *stamp, struct wtm_err *err);

/* Remove the records of a run, or of all runs of an owner. */
int index_drop(struct kv *kv, uint32_t owner, int seq, struct wtm_err *err);
enum { INDEX_ALL_RUNS = -1 };

/* Remove the parts of an owner that were not joined. */
int index_discard(struct kv *kv, uint32_t owner, struct wtm_err *err);

/* A reader: scratch and a bounded cache; one per session. */
struct index;
int index_new(struct index **out, size_t cache_bytes, struct wtm_err *err);
void index_free(struct index *ix);

struct index_counts {
	uint64_t postings;
	uint64_t bounded;	/* documents compared by their shapes */
	uint64_t candidates;
	uint64_t reads;	/* gets and moves of cursors */
};
const struct index_counts *index_counted(const struct index *ix);

/*
 * Called with every candidate (an id may come more than once).  bound is the
 * best score in tenths that its units allow.  Returns the lowest score still
 * wanted, which may rise from call to call, or -1 on failure.
 */
typedef int (*index_candidate_fn)(void *arg, uint64_t id, int bound,
    struct wtm_err *err);

/* Units with a text of this exact-key hash, in this group of languages. */
int index_exact(struct index *ix, struct kv_txn *txn,
    const struct index_view *v, uint32_t group, uint64_t hash,
    index_candidate_fn fn, void *arg, struct wtm_err *err);

/* The group in which index_exact() finds masked forms (mask_key()). */
uint32_t index_number_group(uint32_t group);

/* Units that can reach min tenths (500 to 990) by score_of(). */
int index_fuzzy(struct index *ix, struct kv_txn *txn,
    const struct index_view *v, uint32_t group, const struct units *units,
    int min, index_candidate_fn fn, void *arg, struct wtm_err *err);

#endif
