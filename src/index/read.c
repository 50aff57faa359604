/*
 * read: the cache of a reader.
 */
#include "config.h"
#include "index/read.h"
#include "index/ids.h"
#include "index/shape.h"
#include "index/tail.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

int
index_new(struct index **out, size_t cache_bytes, struct wtm_err *err)
{
	struct index *ix = calloc(1, sizeof *ix);

	*out = ix;
	if (ix == NULL)
		return err_nomem(err);
	ix->cache_bytes = cache_bytes;
	ix->table_size = 1024;
	ix->table = calloc(ix->table_size, sizeof *ix->table);
	if (ix->table == NULL) {
		free(ix);
		*out = NULL;
		return err_nomem(err);
	}
	return 0;
}

static void
list_free(struct index *ix, struct index_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		ix->bytes -= l->chunks[i].bytes;
		free(l->chunks[i].u.data);
	}
	ix->bytes -= sizeof *l;
	ix->n_lists--;
	free(l->chunks);
	free(l);
}

int
index_block_keep(struct index_blocks *blocks, struct index *ix,
    uint32_t number, const struct kv_bytes *val)
{
	struct index_block *b = calloc(1, sizeof *b);

	if (b == NULL)
		return err_nomem(ix->err);
	memcpy(b->s, val->s, val->len);
	b->number = number;
	b->next = blocks->first;
	blocks->first = b;
	blocks->at[number] = b;
	ix->bytes += sizeof *b;
	return 0;
}

void
index_blocks_forget(struct index *ix, struct index_blocks *blocks,
    uint32_t keep)
{
	struct index_block **p = &blocks->first;

	while (*p != NULL) {
		struct index_block *b = *p;

		if (b->used > keep) {
			p = &b->next;
			continue;
		}
		*p = b->next;
		blocks->at[b->number] = NULL;
		ix->bytes -= sizeof *b;
		free(b);
	}
	if (keep < UINT32_MAX)
		return;
	free(blocks->at);
	blocks->at = NULL;
}

static void
docs_forget(struct index *ix, struct index_slot *s, uint32_t keep)
{
	index_blocks_forget(ix, &s->ids, keep);
	index_blocks_forget(ix, &s->shapes, keep);
	index_exact_forget(ix, s, keep);
}

static void
slot_free(struct index *ix, struct index_slot *s)
{
	if (s == NULL)
		return;
	docs_forget(ix, s, UINT32_MAX);
	free(s->shapes_at);
	free(s->lens);
	free(s->firsts);
	free(s);
}

/* Forget what no query after "keep" used. */
static void
forget(struct index *ix, uint32_t keep)
{
	for (size_t i = 0; i < ix->table_size; i++) {
		struct index_list **p = &ix->table[i];

		while (*p != NULL) {
			struct index_list *l = *p;

			if (l->used > keep) {
				p = &l->next;
				continue;
			}
			*p = l->next;
			list_free(ix, l);
		}
	}
	for (size_t i = 0; i < ix->n_slots; i++)
		if (ix->slots[i] != NULL)
			docs_forget(ix, ix->slots[i], keep);
}

void
index_free(struct index *ix)
{
	if (ix == NULL)
		return;
	forget(ix, UINT32_MAX);
	for (size_t i = 0; i < ix->n_slots; i++)
		slot_free(ix, ix->slots[i]);
	free(ix->slots);
	free(ix->table);
	index_occ_free(&ix->occ);
	lev_free(&ix->lev);
	index_tail_free(ix->tail);
	index_query_free(ix->scratch);
	free(ix);
}

const struct index_counts *
index_counted(const struct index *ix)
{
	return &ix->counts;
}

/* Runs that were merged away would stay for ever. */
static void
forget_slots(struct index *ix)
{
	forget(ix, UINT32_MAX);
	for (size_t i = 0; i < ix->n_slots; i++)
		slot_free(ix, ix->slots[i]);
	ix->n_slots = 0;
}

enum { SLOTS_MAX = 4 * INDEX_RUNS_MAX };

void
index_begin(struct index *ix, struct kv_txn *txn, struct wtm_err *err)
{
	uint32_t span = ix->query;

	while (ix->bytes > ix->cache_bytes && span > 0) {
		span /= 2;
		forget(ix, ix->query - span);
	}
	if (ix->n_slots > SLOTS_MAX)
		forget_slots(ix);
	ix->query++;
	ix->txn = txn;
	ix->err = err;
	ix->cursor = NULL;
}

void
index_end(struct index *ix)
{
	kv_cursor_close(ix->cursor);
	ix->cursor = NULL;
	ix->txn = NULL;
}

int
index_seek(struct index *ix, const struct index_key *key)
{
	ix->counts.reads++;
	if (ix->cursor == NULL && kv_cursor_open(&ix->cursor, ix->txn, KV_RUN,
	    KV_STEP, ix->err) != 0)
		return -1;
	return kv_seek(ix->cursor, key->s, key->len, ix->err);
}

int
index_is_at(const struct index *ix, const struct index_key *prefix)
{
	return ix->cursor->key.len >= prefix->len &&
	    memcmp(ix->cursor->key.s, prefix->s, prefix->len) == 0;
}

static int
read_lengths(struct index *ix, struct index_slot *s)
{
	struct index_key base = index_key(s->owner, s->seq, s->slot,
	    INDEX_LENGTHS);
	size_t cap = 0;
	uint32_t doc = 0;
	int rc;

	for (rc = index_seek(ix, &base); rc == 1 && index_is_at(ix, &base);
	    rc = kv_next(ix->cursor, ix->err)) {
		struct rd r = rd_over(ix->cursor->val.s, ix->cursor->val.len);
		size_t need = s->n_lens + rd_left(&r) / 2 + 2;

		if (need > cap) {
			uint32_t *lens = realloc(s->lens,
			    need * sizeof *lens);
			uint32_t *firsts;

			if (lens == NULL)
				return err_nomem(ix->err);
			s->lens = lens;
			firsts = realloc(s->firsts, need * sizeof *firsts);
			if (firsts == NULL)
				return err_nomem(ix->err);
			s->firsts = firsts;
			cap = need;
		}
		while (rd_left(&r) > 0) {
			s->lens[s->n_lens] = (uint32_t)rd_varint(&r);
			s->firsts[s->n_lens++] = doc;
			doc += (uint32_t)rd_varint(&r);
			s->firsts[s->n_lens] = doc;
		}
		if (r.bad)
			return index_corrupt(ix->err);
	}
	if (rc < 0)
		return -1;
	return doc == s->n_docs ? 0 : index_corrupt(ix->err);
}

/* Find the group in the head of the run. */
static int
read_head(struct index *ix, struct index_slot *s)
{
	struct index_key key = index_key(s->owner, s->seq, 0, INDEX_HEAD);
	struct kv_bytes val;
	struct rd r;
	uint64_t n;
	int rc = kv_get(ix->txn, KV_RUN, key.s, key.len, &val, ix->err);

	ix->counts.reads++;
	if (rc <= 0)
		return rc < 0 ? -1 : index_corrupt(ix->err);
	r = rd_over(val.s, val.len);
	n = rd_varint(&r);
	for (uint64_t i = 0; i < n && !r.bad; i++) {
		uint32_t group = rd_u32(&r);
		uint32_t n_docs = (uint32_t)rd_varint(&r);
		uint64_t least = rd_varint(&r);
		uint64_t width = rd_varint(&r);

		if (group != s->group)
			continue;
		s->slot = (uint16_t)(i + 1);
		s->n_docs = n_docs;
		s->least = least;
		s->width = (unsigned)width;
	}
	if (r.bad || (s->slot != 0 && (s->width == 0 || s->width > 8)))
		return index_corrupt(ix->err);
	return 0;
}

size_t
index_length_at(const struct index_slot *s, uint32_t doc)
{
	size_t low = 0, high = s->n_lens;

	while (low + 1 < high) {
		size_t mid = (low + high) / 2;

		if (s->firsts[mid] <= doc)
			low = mid;
		else
			high = mid;
	}
	return low;
}

size_t
index_length_from(const struct index_slot *s, size_t len)
{
	size_t i = 0;

	while (i < s->n_lens && s->lens[i] < len)
		i++;
	return i;
}

static int
slot_read(struct index *ix, struct index_slot *s)
{
	if (read_head(ix, s) != 0)
		return -1;
	if (s->slot == 0 || s->n_docs == 0)
		return 0;
	return read_lengths(ix, s);
}

int
index_slot_get(struct index_slot **out, struct index *ix,
    const struct index_run *run, uint32_t group)
{
	struct index_slot **grown;
	struct index_slot *s;

	*out = NULL;
	for (size_t i = 0; i < ix->n_slots; i++) {
		s = ix->slots[i];
		if (s->owner == run->owner && s->seq == run->seq &&
		    s->group == group) {
			s->used = ix->query;
			*out = s->slot == 0 ? NULL : s;
			return 0;
		}
	}
	grown = realloc(ix->slots, (ix->n_slots + 1) * sizeof *grown);
	if (grown == NULL)
		return err_nomem(ix->err);
	ix->slots = grown;
	s = calloc(1, sizeof *s);
	if (s == NULL)
		return err_nomem(ix->err);
	s->number = (uint32_t)ix->n_slots;
	s->owner = run->owner;
	s->seq = run->seq;
	s->group = group;
	s->used = ix->query;
	if (slot_read(ix, s) != 0) {
		slot_free(ix, s);
		return -1;
	}
	ix->slots[ix->n_slots++] = s;
	*out = s->slot == 0 ? NULL : s;
	return 0;
}
