/*
 * version: one version of a unit, and the before-image of one, as rows of
 * their tables.
 */
#ifndef MEMORY_VERSION_H
#define MEMORY_VERSION_H

#include "kv/kv.h"
#include "memory/record.h"

/* tu NULL: the unit ends with this version. */
int version_put(struct kv_txn *txn, uint64_t id, uint32_t change,
    uint32_t replaces, const struct wtm_tu *tu, struct wtm_err *err);

/* It need not be there. */
int version_del(struct kv_txn *txn, uint64_t id, uint32_t change,
    struct wtm_err *err);

/* 1 and what it says of itself; 0 when it is not there. */
int version_head(struct record_head *head, struct kv_txn *txn, uint64_t id,
    uint32_t change, struct wtm_err *err);

/*
 * The before-image of a unit that a change touches: the version old of the
 * change old_change; NULL and 0 when there was none.  *bytes grows by its size
 * unless NULL.
 */
int journal_put(struct kv_txn *txn, uint32_t change, uint64_t id,
    const struct wtm_tu *old, uint32_t old_change, size_t *bytes,
    struct wtm_err *err);

/* The same where there is none yet: the first counts. */
int journal_add(struct kv_txn *txn, uint32_t change, uint64_t id,
    const struct wtm_tu *old, uint32_t old_change, size_t *bytes,
    struct wtm_err *err);

/* 1 when there is one; 0; -1. */
int journal_has(struct kv_txn *txn, uint32_t change, uint64_t id,
    struct wtm_err *err);

#endif
