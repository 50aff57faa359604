/*
 * inner: what the files of the door to Berkeley DB share: kv.c opens and
 * closes the environment, table.c tables, txn.c runs transactions, data.c reads
 * and writes records, map.c knows in which file a record is, part.c makes such
 * files, whole.c works on the environment as a whole.  For them alone.  Codes
 * are those of errno and of the database.
 */
#ifndef KV_INNER_H
#define KV_INNER_H

#include <sys/types.h>

#include <db.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/buf.h"
#include "kv/parts.h"

enum {
	KV_CACHE_BYTES = 64 << 20,	/* fixed when the environment is made */
	KV_LOG_FILE_BYTES = 1 << 20,
	KV_PAGE_BYTES = 4096,
	KV_ALONE_MS = 60000,	/* to wait for others to leave */
	KV_RECOVERIES = 24,	/* during one transaction, or one open */
};

struct kv {
	pthread_rwlock_t gate;	/* read: in a transaction; write: reopening */
	DB_ENV *env;
	_Atomic(DB *) db[KV_TABLES];	/* NULL: not opened yet */
	unsigned generation;	/* of the open environment */
	int create;
	int mode;		/* of files */
	atomic_uint_least64_t logged;	/* bytes put since a checkpoint */
	atomic_uint_least64_t reads;
	char detail[200];	/* what the database said last */
	dev_t dev;
	ino_t ino;
	ino_t region;		/* of the shared memory at hand; 0: none */
	int register_fd;	/* of the list of processes, or -1 */
	int joining;		/* the environment is being opened */
	int presence;		/* descriptor, or -1 */
	atomic_uint_least64_t asked_ms;	/* when it was looked at */
	atomic_int keeping_logs;	/* backups of this process */
	pthread_mutex_t joining_parts;	/* or in a backup: one at a time */
	pthread_mutex_t parts;	/* of what follows, and of references */
	struct kv_map *map;	/* the newest that is known, or NULL */
	struct kv_file *files;	/* of parts, that are in use */
	DB_ENV *still;		/* of those that never change; see still.h */
	struct kv_parts making;	/* parts that this process makes */
	pthread_mutex_t making_mutex;	/* of their databases */
	struct kv *next_open;
	char dir[];
};

struct kv_txn {
	struct kv *kv;
	DB_TXN *t;	/* of a reader: NULL until it reads */
	struct kv_moment moment;	/* of a reader: when it came */
	int relies;	/* on what was read at that moment before */
	int passed;	/* it was in vain */
	int foreign;	/* a code that asks for a repetition, or 0 */
	struct buf val;	/* of kv_get */
	struct cursor *cursors;
	struct kv_map *map;	/* of parts, or NULL: not asked yet */
	int missing;	/* how often the file of a part was not there */
};

/* One table, in a snapshot of its own; *db is NULL on failure. */
int kv_open_table(DB **db, struct kv *kv, const char *name);

/* The open table; it is opened when there is need.  0 or a code. */
int kv_need_table(DB **db, struct kv *kv, enum kv_table table);
int kv_make_tables(struct kv *kv);	/* of a new memory */

/* Messages of this environment go to kv->detail. */
void kv_keep_detail(struct kv *kv, DB_ENV *env);

/* Translate a code that is no matter of repetition; -1. */
int kv_fail(struct kv *kv, int code, const char *what, struct wtm_err *err);

/* Report a failed call; one that asks for a repetition is only noted; -1. */
int kv_txn_fail(struct kv_txn *txn, int code, const char *what,
    struct wtm_err *err);

/* The caller holds the gate, or is the only one that knows kv. */
int kv_open_env(struct kv *kv);
void kv_close_env(struct kv *kv);
void kv_close_tables(struct kv *kv);

/* Open anew, unless another thread has: generation is what the caller saw. */
int kv_reopen(struct kv *kv, unsigned generation);

/* Whether the shared memory at hand is that of a dead or replaced one. */
int kv_is_lost(const struct kv *kv);

/* A reader is about to read. */
int kv_txn_start(struct kv_txn *txn);

void kv_close_cursors(struct kv_txn *txn);

/* For DB_MULTIPLE: over the room of b, which stays its owner. */
DBT kv_dbt_bulk(struct buf *b);

void kv_pause_ms(long ms);

#endif
