/*
 * index-pairs: bits of pairs, written and read.
 */
#include "config.h"
#include "memory/index-pairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

/* Bits of a document for each of its units, in sixteenths of bytes. */
enum { UNIT_SIXTEENTHS = 7 };

size_t
index_pairs_width(size_t n)
{
	size_t width = (n * UNIT_SIXTEENTHS + 15) / 16;

	if (n < 2)
		return 0;
	return width < INDEX_PAIRS_MAX ? width : INDEX_PAIRS_MAX;
}

struct places {
	uint32_t at[INDEX_PAIRS_BITS];
};

static inline struct places
places_of(uint64_t a, uint64_t b, uint64_t n_bits)
{
	uint64_t h = norm_mix(a * UINT64_C(0x9E3779B97F4A7C15) + b);
	struct places p;

	for (int i = 0; i < INDEX_PAIRS_BITS; i++, h >>= 32)
		p.at[i] = (uint32_t)((h & UINT32_MAX) * n_bits >> 32);
	return p;
}

void
index_pairs_set(unsigned char *bits, size_t width, const uint64_t *keys,
    size_t n)
{
	memset(bits, 0, width);
	for (size_t i = 0; i + 1 < n; i++) {
		struct places p = places_of(keys[i], keys[i + 1], 8 * width);

		for (int k = 0; k < INDEX_PAIRS_BITS; k++)
			bits[p.at[k] / 8] |=
			    (unsigned char)(1u << p.at[k] % 8);
	}
}

int
index_pairs_may_hold(const unsigned char *bits, size_t width,
    const uint64_t *keys, size_t n)
{
	if (width == 0)
		return n < 2;
	for (size_t i = 0; i + 1 < n; i++) {
		struct places p = places_of(keys[i], keys[i + 1], 8 * width);

		for (int k = 0; k < INDEX_PAIRS_BITS; k++)
			if ((bits[p.at[k] / 8] >> p.at[k] % 8 & 1) == 0)
				return 0;
	}
	return 1;
}

int
index_pairs_end(struct index_pairs_writer *w, struct wtm_err *err)
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
index_pairs_add(struct index_pairs_writer *w, const void *bits, size_t n,
    struct wtm_err *err)
{
	const char *s = bits;

	while (n > 0) {
		size_t room = INDEX_VALUE - w->rec.len;
		size_t k = n < room ? n : room;

		buf_add(&w->rec, s, k);
		s += k;
		n -= k;
		if (k == room && index_pairs_end(w, err) != 0)
			return -1;
	}
	return 0;
}

static size_t
n_blocks(const struct index_slot *s)
{
	return (size_t)((s->pairs_at[s->n_lens] + INDEX_VALUE - 1) /
	    INDEX_VALUE);
}

/* Where the bytes of each length begin. */
static int
pairs_open(struct index *ix, struct index_slot *s)
{
	uint64_t at = 0;

	s->pairs_at = malloc((s->n_lens + 1) * sizeof *s->pairs_at);
	if (s->pairs_at == NULL)
		return err_nomem(ix->err);
	for (size_t i = 0; i < s->n_lens; i++) {
		s->pairs_at[i] = at;
		at += (uint64_t)(s->firsts[i + 1] - s->firsts[i]) *
		    index_pairs_width(s->lens[i]);
	}
	s->pairs_at[s->n_lens] = at;
	s->pairs = calloc(n_blocks(s) + 1, sizeof *s->pairs);
	return s->pairs == NULL ? err_nomem(ix->err) : 0;
}

void
index_pairs_forget(struct index *ix, struct index_slot *s)
{
	if (s->pairs != NULL)
		for (size_t i = 0; i < n_blocks(s); i++) {
			if (s->pairs[i] != NULL)
				ix->bytes -= INDEX_VALUE;
			free(s->pairs[i]);
		}
	free(s->pairs);
	free(s->pairs_at);
	s->pairs = NULL;
	s->pairs_at = NULL;
}

static int
read_block(struct index *ix, struct index_slot *s, size_t block)
{
	struct index_key key = index_key(s->owner, s->seq, s->slot,
	    INDEX_PAIRS);
	uint64_t left = s->pairs_at[s->n_lens] -
	    (uint64_t)block * INDEX_VALUE;
	struct kv_bytes val;
	int rc;

	index_key_u32(&key, (uint32_t)block);
	rc = kv_get(ix->txn, KV_RUN, key.s, key.len, &val, ix->err);
	ix->counts.reads++;
	if (rc < 0)
		return -1;
	if (rc == 0 || val.len != (left < INDEX_VALUE ? left : INDEX_VALUE))
		return index_corrupt(ix->err);
	s->pairs[block] = malloc(INDEX_VALUE);
	if (s->pairs[block] == NULL)
		return err_nomem(ix->err);
	memcpy(s->pairs[block], val.s, val.len);
	ix->bytes += INDEX_VALUE;
	return 0;
}

int
index_pairs_get(unsigned char bits[INDEX_PAIRS_MAX], size_t *width,
    struct index *ix, struct index_slot *s, uint32_t doc)
{
	size_t len = index_length_at(s, doc);
	uint64_t at;

	*width = index_pairs_width(s->lens[len]);
	if (s->pairs == NULL && pairs_open(ix, s) != 0)
		return -1;
	at = s->pairs_at[len] + (uint64_t)(doc - s->firsts[len]) * *width;
	for (size_t done = 0; done < *width;) {
		size_t block = (size_t)((at + done) / INDEX_VALUE);
		size_t from = (size_t)((at + done) % INDEX_VALUE);
		size_t k = INDEX_VALUE - from < *width - done ?
		    INDEX_VALUE - from : *width - done;

		if (s->pairs[block] == NULL && read_block(ix, s, block) != 0)
			return -1;
		memcpy(bits + done, s->pairs[block] + from, k);
		done += k;
	}
	return 0;
}
