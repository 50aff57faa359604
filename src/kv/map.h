/*
 * map: in which file a record is.  For the files of the door only.
 *
 * A map is never changed.  A transaction keeps the one it began with, so the
 * file of a part stays open as long as anybody reads it.
 */
#ifndef KV_MAP_H
#define KV_MAP_H

#include "kv/inner.h"

/* The file of a part. */
struct kv_file {
	enum kv_table table;
	uint64_t number;
	int refs;	/* of maps; and one while it is being made */
	int is_new;	/* nobody else knows it: no log, no transactions */
	DB *db;		/* NULL: not opened yet */
	struct kv_file *next;
};

/* With kv->parts held.  kv_file_get: a reference more; NULL: no memory. */
struct kv_file *kv_file_find(struct kv *kv, enum kv_table table,
    uint64_t number);
struct kv_file *kv_file_get(struct kv *kv, enum kv_table table,
    uint64_t number);
void kv_file_drop(struct kv *kv, struct kv_file *f);

struct kv_map {
	int refs;
	struct kv_parts parts;	/* with those that are being made here */
	struct kv_file **files;	/* of the ranges */
};

/* Where records are: those of [from, to), in one database. */
struct kv_place {
	DB *db;
	DB_TXN *t;	/* NULL: without transactions */
	pthread_mutex_t *mutex;	/* to be held, or NULL; see part.c */
	const struct kv_bound *from;	/* NULL: from the first */
	const struct kv_bound *to;	/* NULL: to the last */
};

/*
 * The place of a key, and that which ends at a bound (NULL: at the end of the
 * table).  The bounds live as long as the transaction.
 */
int kv_place_at(struct kv_place *out, struct kv_txn *txn, enum kv_table table,
    const void *key, size_t len, struct wtm_err *err);
int kv_place_before(struct kv_place *out, struct kv_txn *txn,
    enum kv_table table, const struct kv_bound *end, struct wtm_err *err);

#define KV_PARTS_KEY "parts"

/* The record of that key in KV_META; 0 or a code. */
int kv_read_parts(struct kv_parts *p, struct kv *kv, DB_TXN *t);
int kv_store_parts(const struct kv_parts *p, DB *meta, DB_TXN *t);

/* The transaction, or this process, no longer works with the map it has. */
void kv_txn_forget_map(struct kv_txn *txn);
void kv_forget_map(struct kv *kv);

#endif
