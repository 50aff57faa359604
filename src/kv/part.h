/*
 * part: bulk data of a table in a file of its own.
 *
 * A part holds the records of one or more ranges of keys.  While it is being
 * made nobody else sees it, and its records are written without the log and
 * without transactions: kv_put() and the others find by the key where a
 * record belongs.  One transaction then joins it to its table, from which on
 * it is written like the rest of the table, but for KV_RUN, where it is never
 * written again; a part that nobody joined never was.
 *
 * Which parts there are has a stamp, which grows.  The caller keeps it with
 * its own state, and names it in each transaction before it reads.
 */
#ifndef KV_PART_H
#define KV_PART_H

#include "kv/kv.h"

enum { KV_PART_KEY = 16 };	/* longest bound of a range */

/*
 * Begin a part, or give it one more range [from, to) of keys, of which there
 * must be none in the table.  number names it for ever: no other part of the
 * table has or had it.  1; 0 when there are many parts already, then the
 * records go where all go; -1.
 */
int kv_part_begin(struct kv *kv, enum kv_table table, uint64_t number,
    struct kv_bytes from, struct kv_bytes to, struct wtm_err *err);

/* kv_write() for a function that joins parts: they are on the disk before. */
int kv_write_parts(struct kv *kv, kv_fn fn, void *arg, struct wtm_err *err);

/*
 * Join it; *stamp is then the new one.  0 also when no such part was begun:
 * its records are in the table.
 */
int kv_part_join(struct kv_txn *txn, enum kv_table table, uint64_t number,
    uint64_t *stamp, struct wtm_err *err);

/*
 * Let a part go with all that is in it: 1, 0 when there is none, -1.  Its file
 * goes when nobody needs it, by kv_part_remove_left().
 */
int kv_part_leave(struct kv_txn *txn, enum kv_table table, uint64_t number,
    uint64_t *stamp, struct wtm_err *err);
void kv_part_remove_left(struct kv *kv);

/* A part of the table that holds no record: 1, 0, -1. */
int kv_part_find_empty(uint64_t *number, struct kv_txn *txn,
    enum kv_table table, struct wtm_err *err);

/*
 * Remove the parts [from, to) that were begun, by this process or one that is
 * dead, and not joined.
 */
int kv_part_discard(struct kv *kv, enum kv_table table, uint64_t from,
    uint64_t to, struct wtm_err *err);

/* Are there any that were begun, by whomever? */
int kv_part_is_begun(const struct kv *kv);

/* This transaction works with the parts of that stamp. */
int kv_parts_at(struct kv_txn *txn, uint64_t stamp, struct wtm_err *err);

#endif
