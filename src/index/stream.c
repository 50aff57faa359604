/*
 * stream: runs are read, and removed, in short transactions: they never
 * change, so no snapshot needs to be held.
 */
#include "config.h"
#include "index/stream.h"

#include <string.h>

#include "base/err.h"
#include "kv/part.h"

enum { BATCH_BYTES = 128 << 10 };

static int
read_batch(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct index_stream *s = arg;
	struct kv_cursor *c;
	int rc;

	buf_clear(&s->batch);
	s->is_over = 1;
	if (kv_cursor_open(&c, txn, KV_RUN, KV_SWEEP, err) != 0)
		return -1;
	for (rc = kv_seek(c, s->next_key.s, s->next_key.len, err); rc == 1;
	    rc = kv_next(c, err)) {
		if (c->key.len < s->prefix.len ||
		    memcmp(c->key.s, s->prefix.s, s->prefix.len) != 0)
			break;
		if (c->val.len == 0)
			continue;
		if (s->batch.len >= BATCH_BYTES) {
			s->is_over = 0;
			break;
		}
		buf_u16(&s->batch, (uint16_t)c->key.len);
		buf_u16(&s->batch, (uint16_t)c->val.len);
		buf_add(&s->batch, c->key.s, c->key.len);
		buf_add(&s->batch, c->val.s, c->val.len);
	}
	kv_cursor_close(c);
	if (!buf_ok(&s->batch))
		return err_nomem(err);
	return rc < 0 ? -1 : 0;
}

void
index_stream_open(struct index_stream *s, struct kv *kv,
    struct index_key prefix)
{
	*s = (struct index_stream){ .kv = kv, .prefix = prefix };
	buf_add(&s->next_key, prefix.s, prefix.len);
	s->r = rd_over("", 0);
}

void
index_stream_close(struct index_stream *s)
{
	buf_free(&s->next_key);
	buf_free(&s->batch);
}

int
index_stream_next(struct index_stream *s, struct wtm_err *err)
{
	if (rd_left(&s->r) == 0) {
		if (s->is_over)
			return 0;
		if (!buf_ok(&s->next_key))
			return err_nomem(err);
		if (kv_read(s->kv, read_batch, s, err) != 0)
			return -1;
		s->r = rd_over(s->batch.s, s->batch.len);
		if (rd_left(&s->r) == 0)
			return 0;
	}
	s->key.len = rd_u16(&s->r);
	s->val.len = rd_u16(&s->r);
	s->key.s = (const unsigned char *)rd_bytes(&s->r, s->key.len);
	s->val.s = (const unsigned char *)rd_bytes(&s->r, s->val.len);
	if (rd_left(&s->r) == 0) {
		buf_clear(&s->next_key);
		buf_add(&s->next_key, s->key.s, s->key.len);
		buf_addc(&s->next_key, '\0');
	}
	return 1;
}

enum {
	DROP_STEP = 200,	/* records that go at a time */
	PART_UNITS = 1 << 15,	/* of a run that is a part */
	RUN_KEY = 6,	/* owner and seq, with which the keys of a run begin */
};

struct drop {
	struct index_key prefix;
	int n;
};

/*
 * Bring the pages of a step, and those next to them, into the cache before
 * any of them changes: to make room while changes are under way the database
 * would write versions of pages to files of their own.
 */
static int
warm_step(struct kv_cursor *c, const struct drop *d, struct wtm_err *err)
{
	int rc = kv_seek(c, d->prefix.s, d->prefix.len, err);

	if (rc == 1)
		rc = kv_prev(c, err) < 0 ? -1 :
		    kv_seek(c, d->prefix.s, d->prefix.len, err);
	for (int n = 0; rc == 1 && n < DROP_STEP + DROP_STEP / 4; n++)
		rc = kv_next(c, err);
	return rc < 0 ? -1 : 0;
}

static int
drop_step(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct drop *d = arg;
	struct kv_cursor *c;
	int rc;

	d->n = 0;
	if (kv_cursor_open(&c, txn, KV_RUN, KV_STEP, err) != 0 ||
	    warm_step(c, d, err) != 0)
		return -1;
	for (rc = kv_seek(c, d->prefix.s, d->prefix.len, err);
	    rc == 1 && d->n < DROP_STEP; rc = kv_next(c, err)) {
		if (c->key.len < d->prefix.len ||
		    memcmp(c->key.s, d->prefix.s, d->prefix.len) != 0)
			break;
		if (kv_cursor_del(c, err) != 0)
			return -1;
		d->n++;
	}
	kv_cursor_close(c);
	return rc < 0 ? -1 : 0;
}

/* Parts of runs. */

static uint64_t
part_number(uint32_t owner, uint32_t seq)
{
	return (uint64_t)owner << 16 | seq;
}

int
index_begin_run(struct kv *kv, uint32_t owner, uint16_t seq,
    uint64_t n_units, struct wtm_err *err)
{
	uint64_t number = part_number(owner, seq);
	struct index_key from = { .len = 0 };
	struct index_key to = { .len = 0 };

	if (n_units < PART_UNITS)
		return 0;
	index_key_u64(&from, number << 16);
	index_key_u64(&to, (number + 1) << 16);
	return kv_part_begin(kv, KV_RUN, number,
	    (struct kv_bytes){ from.s, RUN_KEY },
	    (struct kv_bytes){ to.s, RUN_KEY }, err) < 0 ? -1 : 0;
}

int
index_join(struct kv_txn *txn, const struct index_run *runs, size_t n,
    uint64_t *stamp, struct wtm_err *err)
{
	for (size_t i = 0; i < n; i++)
		if (kv_part_join(txn, KV_RUN, part_number(runs[i].owner,
		    runs[i].seq), stamp, err) != 0)
			return -1;
	return 0;
}

int
index_leave(struct kv_txn *txn, uint32_t owner, uint16_t seq,
    uint64_t *stamp, struct wtm_err *err)
{
	return kv_part_leave(txn, KV_RUN, part_number(owner, seq), stamp,
	    err);
}

int
index_discard(struct kv *kv, uint32_t owner, struct wtm_err *err)
{
	return kv_part_discard(kv, KV_RUN, part_number(owner, 0),
	    part_number(owner + 1, 0), err);
}

int
index_drop(struct kv *kv, uint32_t owner, int seq, struct wtm_err *err)
{
	struct drop d = { .n = DROP_STEP };

	d.prefix = index_key(owner, (uint16_t)(seq < 0 ? 0 : seq), 0, 0);
	d.prefix.len = seq < 0 ? 4 : 6;
	while (d.n == DROP_STEP)
		if (kv_stage(kv, drop_step, &d, err) != 0)
			return -1;
	return seq != INDEX_ALL_RUNS ? 0 : index_discard(kv, owner, err);
}
