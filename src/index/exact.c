/*
 * exact: units by the hash of their exact-key text.
 */
#include "config.h"
#include "index/read.h"
#include "index/tail.h"

#include <string.h>

#include "base/err.h"

/* Ids of a hash in the record at the cursor: 1 when there may be more. */
static int
exact_record(struct index *ix, uint32_t hash, index_candidate_fn fn,
    void *arg)
{
	struct rd r = rd_over(ix->cursor->val.s, ix->cursor->val.len);
	uint32_t at = 0;
	uint64_t id = 0;

	while (rd_left(&r) > 0) {
		uint32_t step = (uint32_t)rd_varint(&r);
		uint64_t value = rd_varint(&r);

		if (r.bad)
			return index_corrupt(ix->err);
		/* The first difference of a record is against 0, 0. */
		id = step == 0 ? id + value : value;
		at += step;
		if (at > hash)
			return 0;
		if (at < hash)
			continue;
		ix->counts.candidates++;
		if (fn(arg, id, 1000, ix->err) < 0)
			return -1;
	}
	return 1;
}

static int
exact_run(struct index *ix, const struct index_run *run, uint32_t group,
    uint32_t hash, index_candidate_fn fn, void *arg)
{
	struct index_slot *s;
	struct index_key base, key;
	int more = 1;
	int rc;

	if (index_slot_get(&s, ix, run, group) != 0)
		return -1;
	if (s == NULL)
		return 0;
	base = index_key(s->owner, s->seq, s->slot, INDEX_EXACT);
	key = base;
	index_key_u32(&key, hash);
	ix->counts.reads++;
	if (ix->cursor == NULL && kv_cursor_open(&ix->cursor, ix->txn, KV_RUN,
	    KV_STEP, ix->err) != 0)
		return -1;
	for (rc = kv_seek(ix->cursor, key.s, key.len, ix->err);
	    rc == 1 && more == 1; rc = more == 1 ?
	    kv_next(ix->cursor, ix->err) : 1) {
		if (ix->cursor->key.len < base.len ||
		    memcmp(ix->cursor->key.s, base.s, base.len) != 0)
			break;
		more = exact_record(ix, hash, fn, arg);
	}
	return rc < 0 || more < 0 ? -1 : 0;
}

int
index_exact(struct index *ix, struct kv_txn *txn,
    const struct index_view *v, uint32_t group, uint64_t hash,
    index_candidate_fn fn, void *arg, struct wtm_err *err)
{
	int rc = 0;

	index_begin(ix, txn, err);
	for (size_t i = 0; i < v->n_runs && rc == 0; i++)
		rc = exact_run(ix, &v->runs[i], group,
		    index_exact_hash(hash), fn, arg);
	if (rc == 0 && v->n_tail > 0)
		rc = index_tail_exact(ix, group, hash, fn, arg);
	index_end(ix);
	return rc;
}
