/*
 * ids: from a document to the id of its unit.
 */
#include "config.h"
#include "index/ids.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

static uint32_t
n_blocks(const struct index_slot *s)
{
	uint32_t per = index_ids_per_block(s->width);

	return (s->n_docs + per - 1) / per;
}

static int
read_block(struct index *ix, struct index_slot *s, uint32_t block)
{
	uint32_t per = index_ids_per_block(s->width);
	struct index_key key = index_key(s->owner, s->seq, s->slot,
	    INDEX_IDS);
	struct kv_bytes val;
	int rc;

	index_key_u32(&key, block);
	rc = kv_get(ix->txn, KV_RUN, key.s, key.len, &val, ix->err);
	ix->counts.reads++;
	if (rc < 0)
		return -1;
	if (rc == 0 || val.len > INDEX_VALUE ||
	    (block + 1 < n_blocks(s) && val.len != per * s->width))
		return index_corrupt(ix->err);
	return index_block_keep(&s->ids, ix, block, &val);
}

int
index_ids_open(struct index_ids *ids, struct index *ix, struct index_slot *s,
    uint32_t doc)
{
	uint32_t per = index_ids_per_block(s->width);
	uint32_t block = doc / per;

	if (doc >= s->n_docs)
		return index_corrupt(ix->err);
	if (s->ids.at == NULL) {
		s->ids.at = calloc(n_blocks(s), sizeof *s->ids.at);
		if (s->ids.at == NULL)
			return err_nomem(ix->err);
	}
	if (s->ids.at[block] == NULL && read_block(ix, s, block) != 0)
		return -1;
	s->ids.at[block]->used = ix->query;
	*ids = (struct index_ids){ .s = s->ids.at[block]->s,
		.first = block * per, .end = (block + 1) * per,
		.least = s->least, .width = s->width };
	return 0;
}

int
index_id(uint64_t *out, struct index *ix, struct index_slot *s, uint32_t doc)
{
	struct index_ids ids;

	if (index_ids_open(&ids, ix, s, doc) != 0)
		return -1;
	*out = index_ids_at(&ids, doc);
	return 0;
}
