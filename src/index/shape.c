/*
 * shape: the order of units, written and read.
 */
#include "config.h"
#include "index/shape.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

void
index_shape_set(unsigned char *shape, const uint64_t *keys, size_t n)
{
	unsigned width = index_shape_bits(n);
	unsigned bits = 0;
	unsigned n_bits = 0;

	if (index_shape_width(n) == 0)
		return;
	for (size_t i = 0; i < n; i++) {	/* the first is lowest */
		bits |= (unsigned)index_shape_code(keys[i], width) << n_bits;
		n_bits += width;
		for (; n_bits >= 8; n_bits -= 8, bits >>= 8)
			*shape++ = (unsigned char)bits;
	}
	if (n_bits > 0)
		*shape = (unsigned char)bits;
}

void
index_shape_codes(unsigned char *codes, const unsigned char *shape, size_t n)
{
	unsigned width = index_shape_bits(n);
	unsigned bits = 0;
	unsigned n_bits = 0;

	for (size_t i = 0; i < n; i++) {
		if (n_bits < width) {
			bits |= (unsigned)*shape++ << n_bits;
			n_bits += 8;
		}
		codes[i] = (unsigned char)(bits & ((1u << width) - 1));
		bits >>= width;
		n_bits -= width;
	}
}

int
index_shape_may_hold(const unsigned char *shape, size_t n,
    const uint64_t *keys, size_t n_keys)
{
	unsigned char codes[INDEX_SHAPE_UNITS];
	unsigned width = index_shape_bits(n);
	size_t k = 0;

	if (index_shape_width(n) == 0)
		return 1;
	index_shape_codes(codes, shape, n);
	for (size_t i = 0; i + n_keys <= n && k < n_keys; i++)
		for (k = 0; k < n_keys && codes[i + k] ==
		    index_shape_code(keys[k], width); k++)
			;
	return k == n_keys;
}

int
index_shape_end(struct index_shape_writer *w, struct wtm_err *err)
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
index_shape_add(struct index_shape_writer *w, const void *bytes, size_t n,
    struct wtm_err *err)
{
	const char *s = bytes;

	while (n > 0) {
		size_t room = INDEX_VALUE - w->rec.len;
		size_t k = n < room ? n : room;

		buf_add(&w->rec, s, k);
		s += k;
		n -= k;
		if (k == room && index_shape_end(w, err) != 0)
			return -1;
	}
	return 0;
}

static size_t
n_blocks(const struct index_slot *s)
{
	return (size_t)((s->shapes_at[s->n_lens] + INDEX_VALUE - 1) /
	    INDEX_VALUE);
}

/* Where the bytes of each length begin. */
static int
shapes_open(struct index *ix, struct index_slot *s)
{
	uint64_t at = 0;

	free(s->shapes_at);
	s->shapes_at = malloc((s->n_lens + 1) * sizeof *s->shapes_at);
	if (s->shapes_at == NULL)
		return err_nomem(ix->err);
	for (size_t i = 0; i < s->n_lens; i++) {
		s->shapes_at[i] = at;
		at += (uint64_t)(s->firsts[i + 1] - s->firsts[i]) *
		    index_shape_width(s->lens[i]);
	}
	s->shapes_at[s->n_lens] = at;
	s->shapes.at = calloc(n_blocks(s) + 1, sizeof *s->shapes.at);
	return s->shapes.at == NULL ? err_nomem(ix->err) : 0;
}

static int
read_block(struct index *ix, struct index_slot *s, size_t block)
{
	struct index_key key = index_key(s->owner, s->seq, s->slot,
	    INDEX_SHAPES);
	uint64_t left = s->shapes_at[s->n_lens] -
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
	return index_block_keep(&s->shapes, ix, (uint32_t)block, &val);
}

int
index_shape_get(unsigned char shape[INDEX_SHAPE_MAX], size_t *n,
    struct index *ix, struct index_slot *s, uint32_t doc)
{
	size_t len = index_length_at(s, doc);
	size_t width = index_shape_width(s->lens[len]);
	uint64_t at;

	*n = s->lens[len];
	if (s->shapes.at == NULL && shapes_open(ix, s) != 0)
		return -1;
	at = s->shapes_at[len] + (uint64_t)(doc - s->firsts[len]) * width;
	for (size_t done = 0; done < width;) {
		size_t block = (size_t)((at + done) / INDEX_VALUE);
		size_t from = (size_t)((at + done) % INDEX_VALUE);
		size_t k = INDEX_VALUE - from < width - done ?
		    INDEX_VALUE - from : width - done;

		if (s->shapes.at[block] == NULL &&
		    read_block(ix, s, block) != 0)
			return -1;
		s->shapes.at[block]->used = ix->query;
		memcpy(shape + done, s->shapes.at[block]->s + from, k);
		done += k;
	}
	return 0;
}
