/*
 * ids: from a document to the id of its unit.  For the files of the
 * index only.
 */
#ifndef INDEX_IDS_H
#define INDEX_IDS_H

#include "index/read.h"

int index_id(uint64_t *out, struct index *ix, struct index_slot *s,
    uint32_t doc);

/* For many: the ids of the documents [first, end), among which doc is. */
struct index_ids {
	const unsigned char *s;
	uint32_t first;
	uint32_t end;
	uint64_t least;
	unsigned width;
};
int index_ids_open(struct index_ids *ids, struct index *ix,
    struct index_slot *s, uint32_t doc);

static inline uint64_t
index_ids_at(const struct index_ids *ids, uint32_t doc)
{
	const unsigned char *s = ids->s + (doc - ids->first) * ids->width;
	uint64_t eight = (uint64_t)s[0] << 56 | (uint64_t)s[1] << 48 |
	    (uint64_t)s[2] << 40 | (uint64_t)s[3] << 32 |
	    (uint64_t)s[4] << 24 | (uint64_t)s[5] << 16 |
	    (uint64_t)s[6] << 8 | s[7];

	return ids->least + (eight >> (64 - 8 * ids->width));
}

#endif
