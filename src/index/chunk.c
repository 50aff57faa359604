/*
 * chunk: a piece of a list in the form that a query uses.
 */
#include "config.h"
#include "index/chunk.h"

#include <stdlib.h>
#include <string.h>

enum {
	DENSE = 40,	/* one document in so many is worth a bit for each */
	DENSE_MIN = 64,
};

static int
chunk_alloc(struct index_chunk *c, enum index_chunk_kind kind, size_t room)
{
	c->u.data = calloc(1, room);
	if (c->u.data == NULL)
		return -1;
	c->kind = kind;
	c->bytes = (uint32_t)room + 16;
	return 0;
}

/*
 * Cut out the window of doc, or the first or last one in which the documents
 * [first, last] of the piece lie; those have also what lies beside them.
 */
static void
cut(struct index_chunk *c, uint32_t doc, uint32_t first, uint32_t last)
{
	uint32_t start = doc < first ? first : doc > last ? last : doc;

	start -= start % INDEX_WINDOW;
	c->base = start;
	if (start > first)
		c->from = start;
	if (last - start >= INDEX_WINDOW)
		c->to = start + INDEX_WINDOW;
}

static int
bits_of_docs(struct index_chunk *c, const uint32_t *docs, uint32_t doc)
{
	uint32_t n = c->n;

	if (chunk_alloc(c, CHUNK_BITS, INDEX_WINDOW / 8) != 0)
		return -1;
	cut(c, doc, docs[0], docs[n - 1]);
	c->n_parts = INDEX_WINDOW / 64;
	c->n = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = docs[i] - c->base;

		if (docs[i] < c->base || at >= INDEX_WINDOW)
			continue;
		c->u.bits[at / 64] |= UINT64_C(1) << at % 64;
		c->n++;
	}
	return 0;
}

static int
offsets_of_docs(struct index_chunk *c, const uint32_t *docs)
{
	uint32_t first = docs[0] / INDEX_WINDOW;
	uint32_t n = docs[c->n - 1] / INDEX_WINDOW - first + 1;
	uint32_t i = 0;

	if (chunk_alloc(c, CHUNK_OFFSETS,
	    (n + 1 + c->n) * sizeof(uint16_t)) != 0)
		return -1;
	c->base = first * INDEX_WINDOW;
	c->n_parts = n & 0xFFFFFFF;
	for (uint32_t window = 0; window < n; window++) {
		c->u.offsets[window] = (uint16_t)(n + 1 + i);
		for (; i < c->n && docs[i] / INDEX_WINDOW == first + window;
		    i++)
			c->u.offsets[n + 1 + i] =
			    (uint16_t)(docs[i] % INDEX_WINDOW);
	}
	c->u.offsets[n] = (uint16_t)(n + 1 + i);
	return 0;
}

static int
chunk_of_docs(struct index_chunk *c, const uint32_t *docs, uint32_t doc)
{
	uint32_t first = docs[0];
	uint32_t last = docs[c->n - 1];

	if (c->n >= DENSE_MIN && c->n >= (last - first + 1) / DENSE)
		return bits_of_docs(c, docs, doc);
	if (c->n > last / INDEX_WINDOW - first / INDEX_WINDOW + 1)
		return offsets_of_docs(c, docs);
	if (chunk_alloc(c, CHUNK_DOCS, c->n * sizeof *docs) != 0)
		return -1;
	memcpy(c->u.docs, docs, c->n * sizeof *docs);
	return 0;
}

/* Eight bytes, the least significant first. */
static inline uint64_t
word_at(const unsigned char *s)
{
	return (uint64_t)s[0] | (uint64_t)s[1] << 8 | (uint64_t)s[2] << 16 |
	    (uint64_t)s[3] << 24 | (uint64_t)s[4] << 32 |
	    (uint64_t)s[5] << 40 | (uint64_t)s[6] << 48 |
	    (uint64_t)s[7] << 56;
}

static int
chunk_of_bits(struct index_chunk *c, const struct index_piece *p,
    uint32_t doc)
{
	uint32_t n_bits = (uint32_t)p->len * 8;
	uint32_t from, to;

	if (p->from % INDEX_BLOCK != 0 || p->len % (INDEX_BLOCK / 8) != 0 ||
	    p->len == 0 || p->len > INDEX_VALUE ||
	    p->from > UINT32_MAX - n_bits ||
	    chunk_alloc(c, CHUNK_BITS, INDEX_WINDOW / 8) != 0)
		return -1;
	cut(c, doc, p->from, p->from + n_bits - 1);
	c->n_parts = INDEX_WINDOW / 64;
	c->n = 0;
	from = p->from > c->base ? p->from : c->base;
	to = p->from + n_bits;
	if (to - c->base > INDEX_WINDOW)
		to = c->base + INDEX_WINDOW;
	for (uint32_t at = from; at < to; at += 64) {
		uint64_t word = word_at(p->s + (at - p->from) / 8);

		c->u.bits[(at - c->base) / 64] = word;
		c->n += word != 0;	/* it counts whether there are any */
	}
	return 0;
}

int
index_chunk_set(struct index_chunk *c, const struct index_piece *p,
    uint32_t doc)
{
	uint32_t *docs;
	int rc;

	*c = (struct index_chunk){ .from = p->from, .to = p->to, .n = p->n };
	if (p->n == 0)
		return 0;
	if (p->is_bits)
		return chunk_of_bits(c, p, doc);
	if (p->n > p->len)
		return -1;
	docs = malloc(p->n * sizeof *docs);
	if (docs == NULL)
		return -1;
	rc = index_piece_docs(docs, p);
	if (rc == 0 && docs[p->n - 1] < docs[0])
		rc = -1;
	if (rc == 0)
		rc = chunk_of_docs(c, docs, doc);
	free(docs);
	return rc;
}

/* Do all documents lie in the window of these bits? */
static int
is_within(const struct index_chunk *c, const struct index_chunk *bits)
{
	if (c->n == 0)
		return 1;
	if (c->kind == CHUNK_DOCS)
		return c->u.docs[0] >= bits->base &&
		    c->u.docs[c->n - 1] - bits->base < INDEX_WINDOW;
	return c->base == bits->base &&
	    (c->kind == CHUNK_BITS || c->n_parts == 1);
}

static void
set_bits(struct index_chunk *bits, const struct index_chunk *c)
{
	uint64_t *to = bits->u.bits;

	if (c->n > 0 && c->kind == CHUNK_BITS)
		for (uint32_t i = 0; i < INDEX_WINDOW / 64; i++)
			to[i] |= c->u.bits[i];
	else
		for (uint32_t i = 0; i < c->n; i++) {
			uint32_t at = c->kind == CHUNK_DOCS ?
			    c->u.docs[i] % INDEX_WINDOW :
			    c->u.offsets[c->u.offsets[0] + i];

			to[at / 64] |= UINT64_C(1) << at % 64;
		}
	bits->n += c->n;
}

int
index_chunk_join(struct index_chunk *c, struct index_chunk *other)
{
	uint32_t from = c->from < other->from ? c->from : other->from;
	uint32_t to = c->to > other->to ? c->to : other->to;

	struct index_chunk bits = c->kind == CHUNK_BITS ? *c : *other;
	struct index_chunk rest = c->kind == CHUNK_BITS ? *other : *c;

	if ((c->to != other->from && other->to != c->from) ||
	    bits.kind != CHUNK_BITS || !is_within(&rest, &bits))
		return 0;
	set_bits(&bits, &rest);
	free(rest.u.data);
	*c = bits;
	c->from = from;
	c->to = to;
	return 1;
}

/* Without branches that nobody can foresee. */
static int
has_doc(const struct index_chunk *c, uint32_t doc)
{
	const uint32_t *at = c->u.docs;

	for (uint32_t n = c->n; n > 1; n -= n / 2)
		at += at[n / 2] <= doc ? n / 2 : 0;
	return *at == doc;
}

static int
has_offset(const struct index_chunk *c, uint32_t doc)
{
	uint32_t window = (doc - c->base) / INDEX_WINDOW;
	uint32_t offset = doc % INDEX_WINDOW;
	const uint16_t *at;
	uint32_t n;

	if (window >= c->n_parts)
		return 0;
	at = c->u.offsets + c->u.offsets[window];
	n = (uint32_t)(c->u.offsets[window + 1] - c->u.offsets[window]);
	if (n == 0)
		return 0;
	for (; n > 1; n -= n / 2)
		at += at[n / 2] <= offset ? n / 2 : 0;
	return *at == offset;
}

int
index_chunk_has(const struct index_chunk *c, uint32_t doc)
{
	uint32_t at = doc - c->base;

	if (c->n == 0 || doc < c->base)
		return 0;
	if (c->kind == CHUNK_DOCS)
		return has_doc(c, doc);
	if (c->kind == CHUNK_OFFSETS)
		return has_offset(c, doc);
	return at / 64 < c->n_parts && (c->u.bits[at / 64] >> at % 64 & 1);
}
