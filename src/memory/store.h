/*
 * store: the translation units of a memory, as its readers see them.
 */
#ifndef MEMORY_STORE_H
#define MEMORY_STORE_H

#include "base/arena.h"
#include "kv/kv.h"
#include "memory/key.h"
#include "memory/state.h"

enum { STORE_FORMAT = 1 };

/* In the journal, as the version: the before-image was purged. */
#define STORE_PURGED UINT32_MAX

struct store;

int store_open(struct store **out, const char *dir,
    const struct wtm_open_opts *opts, struct wtm_err *err);
void store_close(struct store *s);

/* The index was made by other rules: rebuild_index() comes first. */
int store_is_stale(const struct store *s);

struct kv *store_kv(const struct store *s);

/* Say that the index follows the rules of this program. */
int store_write_format(struct kv_txn *txn, struct wtm_err *err);

/*
 * The unit as the transaction sees it; *out is NULL when there is none.  It
 * lives in the arena.
 */
int store_get(const struct wtm_tu **out, struct kv_txn *txn,
    const struct state *st, uint64_t id, struct arena *a,
    struct wtm_err *err);

/* The same, and the change of its version (0 when there is none). */
int store_get_version(const struct wtm_tu **out, uint32_t *change,
    struct kv_txn *txn, const struct state *st, uint64_t id, struct arena *a,
    struct wtm_err *err);

/* One version of a unit, visible or not; *out is NULL when there is none. */
int store_get_exactly(const struct wtm_tu **out, struct kv_txn *txn,
    uint64_t id, uint32_t change, struct arena *a, struct wtm_err *err);

/* Remove the versions of a unit that are visible. */
int store_del_visible(struct kv_txn *txn, const struct state *st, uint64_t id,
    struct wtm_err *err);

/*
 * Walk all units of the state there is now, by id from `from` on, in short
 * transactions; units that change meanwhile are given as they were.  fn
 * returns 0 to go on, 1 to stop, -1 on failure.  The unit lives during the
 * call.
 */
typedef int (*store_unit_fn)(void *arg, const struct wtm_tu *tu,
    struct wtm_err *err);
int store_walk(struct store *s, uint64_t from, store_unit_fn fn, void *arg,
    struct wtm_err *err);

/* The same of a state that was read before. */
int store_walk_at(struct store *s, const struct state *mark, uint64_t from,
    store_unit_fn fn, void *arg, struct wtm_err *err);

/* All visible units of one transaction: for a full scan. */
int store_scan(struct kv_txn *txn, const struct state *st, store_unit_fn fn,
    void *arg, struct wtm_err *err);

/* A copy of a record in the arena, as a unit that borrows from it. */
int store_decode(const struct wtm_tu **out, uint64_t id, struct kv_bytes val,
    struct arena *a, struct wtm_err *err);

/* In KV_UNIT: to the first version of the first unit from id on. */
int store_seek_unit(struct kv_cursor *c, uint64_t id, struct wtm_err *err);
int store_read_unit_key(uint64_t *id, uint32_t *change, struct kv_bytes key,
    struct wtm_err *err);

/*
 * Liveness of large changes: the lock on byte `change` of a file that is held
 * as long as the process works on it and lives.  store_claim: 1 claimed, 0
 * somebody lives who holds it (this process, too), -1.
 */
int store_claim(struct store *s, uint32_t change, struct wtm_err *err);
void store_unclaim(struct store *s, uint32_t change);

#endif
