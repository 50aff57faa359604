/*
 * index-holding: units that hold all of some units, for concordances.
 */
#ifndef MEMORY_INDEX_HOLDING_H
#define MEMORY_INDEX_HOLDING_H

#include "memory/index.h"

/*
 * Units that may hold all these units, in this group: appended to out with a
 * tag of one bit.  Every unit that holds them in a text of up to
 * INDEX_UNITS_MAX units is there.
 */
struct index_ids {
	uint64_t *at;
	size_t n, cap;
	size_t n_sorted;	/* of the last of them, the highest */
	size_t portion;	/* how many to sort next */
};
int index_holding(struct index_ids *out, struct index *ix,
    struct kv_txn *txn, const struct index_view *v, uint32_t group,
    const struct units *units, unsigned tag, struct wtm_err *err);

/* Forget all; then append; then take the highest id, once with each tag. */
void index_ids_clear(struct index_ids *ids);
int index_ids_pop(struct index_ids *ids, uint64_t *id, unsigned *tag);

#endif
