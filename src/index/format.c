/*
 * format: keys, small tables and the sink of the index's records.
 */
#include "config.h"
#include "index/format.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

int
index_corrupt(struct wtm_err *err)
{
	return err_set(err, WTM_MEMORY, 0, "the index is damaged; "
	    "\"wiretm verify --repair\" makes it again from the units");
}

uint32_t
index_get_u32(const unsigned char *s)
{
	return (uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 |
	    (uint32_t)s[2] << 8 | s[3];
}

uint64_t
index_get_u64(const unsigned char *s)
{
	return (uint64_t)index_get_u32(s) << 32 | index_get_u32(s + 4);
}

void
index_key_u32(struct index_key *k, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		k->s[k->len++] = (unsigned char)(v >> shift);
}

void
index_key_u64(struct index_key *k, uint64_t v)
{
	index_key_u32(k, (uint32_t)(v >> 32));
	index_key_u32(k, (uint32_t)v);
}

struct index_key
index_key(uint32_t owner, uint16_t seq, uint16_t slot,
    enum index_feature feature)
{
	struct index_key k = { .len = 0 };

	index_key_u32(&k, owner);
	index_key_u32(&k, (uint32_t)seq << 16 | slot);
	k.s[k.len++] = (unsigned char)feature;
	return k;
}

void
index_view_write(struct buf *b, const struct index_view *v)
{
	buf_varint(b, v->n_runs);
	for (size_t i = 0; i < v->n_runs; i++) {
		buf_varint(b, v->runs[i].owner);
		buf_varint(b, v->runs[i].seq);
		buf_varint(b, v->runs[i].n_units);
		buf_varint(b, v->runs[i].n_bytes);
	}
	buf_varint(b, v->n_tail);
	buf_varint(b, v->stamp);
}

int
index_view_read(struct index_view *v, struct rd *r)
{
	v->n_runs = (size_t)rd_varint(r);
	if (v->n_runs > INDEX_RUNS_MAX)
		return -1;
	for (size_t i = 0; i < v->n_runs; i++) {
		v->runs[i].owner = (uint32_t)rd_varint(r);
		v->runs[i].seq = (uint16_t)rd_varint(r);
		v->runs[i].n_units = rd_varint(r);
		v->runs[i].n_bytes = rd_varint(r);
	}
	v->n_tail = (uint32_t)rd_varint(r);
	v->stamp = rd_varint(r);
	return r->bad ? -1 : 0;
}

static int
occ_reserve(struct index_occ *o, size_t n)
{
	size_t size = 64;

	while (size < 4 * n)
		size *= 2;
	if (size > o->size) {
		uint64_t *keys = realloc(o->keys, size * sizeof *keys);
		struct index_occ_unit *units;

		if (keys == NULL)
			return -1;
		o->keys = keys;
		units = realloc(o->units, size * sizeof *units);
		if (units == NULL)
			return -1;
		o->units = units;
		o->size = size;
	}
	if (n > o->cap) {
		uint32_t *lists = realloc(o->lists, n * sizeof *lists);
		uint32_t *firsts;

		if (lists == NULL)
			return -1;
		o->lists = lists;
		firsts = realloc(o->firsts, n * sizeof *firsts);
		if (firsts == NULL)
			return -1;
		o->firsts = firsts;
		o->cap = n;
	}
	return 0;
}

int
index_occ_lists(struct index_occ *o, const uint64_t *keys, size_t n)
{
	size_t mask = 63;

	if (occ_reserve(o, n) != 0)
		return -1;
	while (mask + 1 < 4 * n)
		mask = 2 * mask + 1;
	memset(o->keys, 0, (mask + 1) * sizeof *o->keys);
	for (size_t i = 0; i < n; i++) {
		size_t at = (size_t)(keys[i] * UINT64_C(0x9E3779B97F4A7C15) >>
		    40) & mask;
		struct index_occ_unit *u;
		int is_new;

		while (o->keys[at] != 0 && o->keys[at] != keys[i])
			at = (at + 1) & mask;
		/* No branch: which units come again cannot be foretold. */
		is_new = o->keys[at] == 0;
		o->keys[at] = keys[i];
		u = &o->units[at];
		u->n = is_new ? 1 : u->n + 1;
		u->first = is_new ? (uint32_t)i : u->first;
		o->firsts[i] = u->first;
		o->lists[i] = (uint32_t)norm_mix(keys[i] +
		    u->n * UINT64_C(0xD6E8FEB86659FD93));
	}
	return 0;
}

void
index_occ_free(struct index_occ *o)
{
	free(o->keys);
	free(o->units);
	free(o->lists);
	free(o->firsts);
	*o = (struct index_occ){ 0 };
}

static int
put_pending(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	const struct index_sink *s = arg;
	struct rd r = rd_over(s->pending.s, s->pending.len);

	while (rd_left(&r) > 0) {
		size_t key_len = rd_u16(&r);
		size_t len = rd_u16(&r);
		const char *key = rd_bytes(&r, key_len);
		const char *val = rd_bytes(&r, len);

		if (kv_put(txn, KV_RUN, key, key_len, val, len, err) != 0)
			return -1;
	}
	return 0;
}

int
index_sink_flush(struct index_sink *s, struct wtm_err *err)
{
	int rc = 0;

	if (s->pending.len > 0)
		rc = kv_stage(s->kv, put_pending, s, err);
	buf_clear(&s->pending);
	return rc;
}

/* What Berkeley DB needs for an item of so many bytes, and has in a page. */
enum { PAGE_ROOM = 4096 - 48 };

static size_t
item_bytes(size_t len)
{
	return 2 + (3 + len + 3) / 4 * 4;
}

/* Follow what the database does; is there room for a tiny record only? */
static int
page_is_full(struct index_sink *s, size_t key_len, size_t len)
{
	size_t tiny = item_bytes(key_len + 1) + item_bytes(0);
	size_t full = item_bytes(INDEX_KEY_MAX) + item_bytes(INDEX_VALUE);
	size_t record = item_bytes(key_len) + item_bytes(len);

	if (s->page + record > PAGE_ROOM)
		s->page = s->last;
	s->page += record;
	s->last = record;
	return len > 0 && s->page + full > PAGE_ROOM &&
	    s->page + tiny <= PAGE_ROOM;
}

static int
sink_put(struct index_sink *s, const struct index_key *key,
    const struct buf *val, struct wtm_err *err)
{
	s->bytes += key->len + val->len;
	if (s->txn != NULL)
		return kv_put(s->txn, KV_RUN, key->s, key->len, val->s,
		    val->len, err);
	buf_u16(&s->pending, (uint16_t)key->len);
	buf_u16(&s->pending, (uint16_t)val->len);
	buf_add(&s->pending, key->s, key->len);
	buf_add(&s->pending, val->s, val->len);
	if (!buf_ok(&s->pending))
		return err_nomem(err);
	return s->pending.len < INDEX_STAGE ? 0 : index_sink_flush(s, err);
}

int
index_sink_put(struct index_sink *s, const struct index_key *key,
    const struct buf *val, struct wtm_err *err)
{
	static const struct buf nothing = { 0 };
	struct index_key tiny = *key;

	if (!buf_ok(val))
		return err_nomem(err);
	if (sink_put(s, key, val, err) != 0)
		return -1;
	if (!page_is_full(s, key->len, val->len))
		return 0;
	tiny.s[tiny.len++] = 0;
	page_is_full(s, tiny.len, 0);
	return sink_put(s, &tiny, &nothing, err);
}

void
index_sink_free(struct index_sink *s)
{
	buf_free(&s->pending);
}

int
index_write_lengths(struct index_sink *s, struct index_key base,
    const uint32_t *lens, const uint32_t *counts, size_t n,
    struct wtm_err *err)
{
	struct buf rec = { 0 };
	uint32_t block = 0;
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++) {
		buf_varint(&rec, lens[i]);
		buf_varint(&rec, counts[i]);
		if (rec.len + 20 > INDEX_VALUE || i + 1 == n) {
			struct index_key key = base;

			index_key_u32(&key, block++);
			rc = index_sink_put(s, &key, &rec, err);
			buf_clear(&rec);
		}
	}
	buf_free(&rec);
	return rc;
}

unsigned
index_width(uint64_t range)
{
	unsigned width = 1;

	while (width < 8 && range >> 8 * width != 0)
		width++;
	return width;
}

uint32_t
index_ids_per_block(unsigned width)
{
	return (uint32_t)(INDEX_VALUE / width);
}

int
index_ids_end(struct index_ids_writer *w, struct wtm_err *err)
{
	struct index_key key = w->base;
	int rc = 0;

	index_key_u32(&key, w->block++);
	if (w->rec.len > 0)
		rc = index_sink_put(w->sink, &key, &w->rec, err);
	buf_clear(&w->rec);
	return rc;
}

int
index_ids_add(struct index_ids_writer *w, uint64_t id, struct wtm_err *err)
{
	for (unsigned i = w->width; i-- > 0;)
		buf_addc(&w->rec, (char)((id - w->least) >> 8 * i));
	if (w->rec.len < index_ids_per_block(w->width) * w->width)
		return 0;
	return index_ids_end(w, err);
}

/* More bits cost a byte a text, fewer a unit fetched in vain now and then. */
uint32_t
index_exact_hash(uint64_t hash)
{
	return (uint32_t)(hash >> 39);
}

int
index_exact_end(struct index_exact_writer *w, struct wtm_err *err)
{
	struct index_key key = w->base;
	int rc = 0;

	index_key_u32(&key, w->hash);
	index_key_u64(&key, w->id);
	if (w->rec.len > 0)
		rc = index_sink_put(w->sink, &key, &w->rec, err);
	buf_clear(&w->rec);
	w->hash = 0;
	w->id = 0;
	return rc;
}

/* The id is a difference too while the hash stays. */
int
index_exact_add(struct index_exact_writer *w, uint32_t hash, uint64_t id,
    struct wtm_err *err)
{
	if (w->rec.len + 16 > INDEX_VALUE && index_exact_end(w, err) != 0)
		return -1;
	buf_varint(&w->rec, hash - w->hash);
	buf_varint(&w->rec, hash == w->hash ? id - w->id : id);
	w->hash = hash;
	w->id = id;
	return 0;
}

int
index_write_head(struct index_sink *s, uint32_t owner, uint16_t seq,
    const struct index_head_group *groups, size_t n, struct wtm_err *err)
{
	struct index_key key = index_key(owner, seq, 0, INDEX_HEAD);
	struct buf rec = { 0 };
	int rc;

	buf_varint(&rec, n);
	for (size_t i = 0; i < n; i++) {
		buf_u32(&rec, groups[i].group);
		buf_varint(&rec, groups[i].n_docs);
		buf_varint(&rec, groups[i].least);
		buf_varint(&rec, groups[i].width);
	}
	rc = index_sink_put(s, &key, &rec, err);
	buf_free(&rec);
	return rc;
}
