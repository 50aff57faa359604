/*
 * kv: the one door to Berkeley DB.  Ordered tables of byte strings, read and
 * written in transactions.
 *
 * A transaction is a function: kv_read() and kv_write() begin, call it and
 * commit.  After a deadlock, or when another process died and the
 * environment had to be recovered, the transaction is undone and the function
 * is called again; above this door neither is visible.  So the function must
 * start from its arguments each time, and must also be right when its first
 * call was committed and nobody heard of it.
 *
 * Keys compare as bytes: integers in keys are big-endian.
 */
#ifndef KV_KV_H
#define KV_KV_H

#include <stddef.h>
#include <stdint.h>

#include "wiretm.h"

enum kv_table {
	KV_META,	/* format, state, headers */
	KV_UNIT,	/* translation units, by id and version */
	KV_LOG,		/* changes */
	KV_JOURNAL,	/* before-images, by change and id */
	KV_TAIL,	/* index: units not in a run yet */
	KV_RUN,		/* index: runs, never changed once written */
	KV_TABLES
};

struct kv;
struct kv_txn;

/* Borrowed bytes. */
struct kv_bytes {
	const unsigned char *s;
	size_t len;
};

/*
 * Open the memory in dir, recover it if need be.  opts->create makes the
 * folder (0700) and the tables.  Refused before anything is touched: a folder
 * that this process has open, that is no memory, that cannot be written.
 */
int kv_open(struct kv **out, const char *dir,
    const struct wtm_open_opts *opts, struct wtm_err *err);
void kv_close(struct kv *kv);

typedef int (*kv_fn)(struct kv_txn *txn, void *arg, struct wtm_err *err);

/* One state of all tables, without a lock.  Keep it short. */
int kv_read(struct kv *kv, kv_fn fn, void *arg, struct wtm_err *err);

/*
 * A moment in the life of the tables: what the function of a kv_read() has
 * read can be kept with it.  When the next one finds that the moment still is,
 * it may take what was kept for what it would read.
 */
struct kv_moment {
	uint64_t end;	/* of the log; 0: no moment */
	unsigned generation;
};
struct kv_moment kv_moment(const struct kv_txn *txn);
int kv_is_still(struct kv_txn *txn, const struct kv_moment *m);

/* A change; durable when this returns 0. */
int kv_write(struct kv *kv, kv_fn fn, void *arg, struct wtm_err *err);

/* A change that becomes durable with the next kv_write() at the latest. */
int kv_stage(struct kv *kv, kv_fn fn, void *arg, struct wtm_err *err);

/*
 * 1 and the value, 0 when absent, -1.  out is borrowed until the next
 * kv_get() of this transaction.
 */
int kv_get(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, struct kv_bytes *out, struct wtm_err *err);

/* The same, and nobody else may write the record before the end. */
int kv_get_locked(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, struct kv_bytes *out, struct wtm_err *err);

int kv_put(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, const void *val, size_t val_len, struct wtm_err *err);

/* The same where nothing is yet: 1 put, 0 something is there, -1. */
int kv_add(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, const void *val, size_t val_len, struct wtm_err *err);

/* 1 deleted, 0 absent, -1. */
int kv_del(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, struct wtm_err *err);

/*
 * A cursor walks one table in key order.  KV_SWEEP reads many records at once
 * and only forwards.  key and val are borrowed until the next move.  Cursors
 * left open are closed with the transaction.
 */
enum kv_cursor_kind { KV_STEP, KV_SWEEP };

struct kv_cursor {
	struct kv_bytes key;
	struct kv_bytes val;
};

int kv_cursor_open(struct kv_cursor **out, struct kv_txn *txn,
    enum kv_table table, enum kv_cursor_kind kind, struct wtm_err *err);
void kv_cursor_close(struct kv_cursor *c);

/* Moves: 1 on a record, 0 past the end, -1. */
int kv_seek(struct kv_cursor *c, const void *key, size_t key_len,
    struct wtm_err *err);	/* the first record not before key */
int kv_next(struct kv_cursor *c, struct wtm_err *err);
int kv_prev(struct kv_cursor *c, struct wtm_err *err);	/* not SWEEP */
int kv_last(struct kv_cursor *c, struct wtm_err *err);	/* not SWEEP */
int kv_cursor_del(struct kv_cursor *c, struct wtm_err *err);	/* not SWEEP */

/*
 * Write what is in memory to the tables and remove the logs that recovery
 * does not need.  Without force only when much was logged since the last.
 */
int kv_checkpoint(struct kv *kv, int force, struct wtm_err *err);

/*
 * Write all tables anew, and remove the logs and the shared memory: no byte of
 * what was deleted is left in the folder.  Other processes wait meanwhile; one
 * that does not let go of the memory for a minute makes it fail.
 */
int kv_rewrite(struct kv *kv, struct wtm_err *err);

/* A copy in dir, absent or empty, of a state there was; others may work on. */
int kv_backup(struct kv *kv, const char *dir, struct wtm_err *err);

/* How often gets and cursor moves went to the database: for budgets. */
uint64_t kv_reads(const struct kv *kv);

/* The folder.  Borrowed. */
const char *kv_dir(const struct kv *kv);

#endif
