/*
 * tail: what queries and the audit ask of the tail.  For the files of
 * the index only.
 */
#ifndef INDEX_TAIL_H
#define INDEX_TAIL_H

#include "index/read.h"

int index_tail_fuzzy(struct index *ix, const struct index_view *v,
    uint32_t group, const struct units *units, int *min,
    index_candidate_fn fn, void *arg);
int index_tail_exact(struct index *ix, const struct index_view *v,
    uint32_t group, uint64_t hash, index_candidate_fn fn, void *arg);
int index_tail_all(struct index *ix, const struct index_view *v,
    uint32_t group, int (*fn)(void *arg, uint64_t id), void *arg);
void index_tail_free(struct index_tail *t);

/*
 * All texts of the tail; *bad counts records that are malformed, or missing
 * where another says they are.
 */
int index_tail_each(struct kv_txn *txn, index_text_fn fn, void *arg,
    uint64_t *bad, struct wtm_err *err);

#endif
