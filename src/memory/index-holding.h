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
};
int index_holding(struct index_ids *out, struct index *ix,
    struct kv_txn *txn, const struct index_view *v, uint32_t group,
    const struct units *units, unsigned tag, struct wtm_err *err);

/* Take the highest id, once each with its tags: 1, or 0 when none is left. */
void index_ids_order(struct index_ids *ids);	/* before the first */
int index_ids_pop(struct index_ids *ids, uint64_t *id, unsigned *tag);

#endif
