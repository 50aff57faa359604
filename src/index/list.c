/*
 * list: a list is cut into pieces that fit the records.
 *
 * piece:	difference to the list before it in the record
 *		documents * 4 + (partial ? 2 : 0) + (bits ? 1 : 0)
 *		when partial: documents of the whole list, from
 *		bytes that follow (unless it is one document)
 * differences: the first document less from, then each less the one before
 *		less 1.
 * bits:	words of 64 documents from "from", little-endian.
 *
 * A partial piece starts at from, a whole one at 0.  Each ends where the next
 * piece of the same list starts, the last of a record where its key says.
 * Bits are used where a step of 1,024 documents holds enough of them; such a
 * piece begins at a multiple of 64.
 */
#include "config.h"
#include "index/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

enum {
	STEP_BYTES = INDEX_STEP / 8,
	DENSE = 112,	/* documents of a step from which bits are smaller */
	HEADER = 20,	/* bytes a header may take */
	ROOM_MIN = 32,	/* less room: begin a new record */
};

static int
end_record(struct index_list_writer *w, uint32_t upper, struct wtm_err *err)
{
	struct index_key key = w->base;
	int rc = 0;

	index_key_u32(&key, w->last);
	index_key_u32(&key, upper);
	if (w->rec.len > 0)
		rc = index_sink_put(w->sink, &key, &w->rec, err);
	buf_clear(&w->rec);
	w->last = 0;
	return rc;
}

int
index_list_end(struct index_list_writer *w, struct wtm_err *err)
{
	int rc = end_record(w, UINT32_MAX, err);

	buf_free(&w->rec);
	buf_free(&w->piece);
	return rc;
}

/* Append w->piece as a piece of n documents. */
static void
add_piece(struct index_list_writer *w, uint32_t list, size_t n, int bits,
    int partial, size_t df, uint32_t from)
{
	buf_varint(&w->rec, list - w->last);
	buf_varint(&w->rec, n * 4 + (partial ? 2 : 0) + (bits ? 1 : 0));
	if (partial) {
		buf_varint(&w->rec, df);
		buf_varint(&w->rec, from);
	}
	if (n != 1 || bits)
		buf_varint(&w->rec, w->piece.len);
	buf_add(&w->rec, w->piece.s, w->piece.len);
	w->last = list;
}

/* How many of docs[i..n) are below end. */
static size_t
below(const uint32_t *docs, size_t i, size_t n, uint32_t end)
{
	size_t first = i;

	while (i < n && docs[i] < end)
		i++;
	return i - first;
}

static int
is_dense(const uint32_t *docs, size_t i, size_t n, uint32_t from)
{
	return i + DENSE < n && docs[i + DENSE] < from + INDEX_STEP;
}

/* Fill w->piece with bits; returns how many documents, and their end. */
static size_t
take_bits(struct index_list_writer *w, const uint32_t *docs, size_t i,
    size_t n, uint32_t from, size_t room, uint32_t *end)
{
	size_t taken = 0;
	uint32_t at = from;

	buf_clear(&w->piece);
	do {
		unsigned char step[STEP_BYTES] = { 0 };
		size_t k = below(docs, i, n, at + INDEX_STEP);

		for (size_t j = i; j < i + k; j++) {
			uint32_t bit = docs[j] - at;

			step[bit / 8] |= (unsigned char)(1u << bit % 8);
		}
		buf_add(&w->piece, step, sizeof step);
		at += INDEX_STEP;
		i += k;
		taken += k;
	} while (w->piece.len + STEP_BYTES <= room &&
	    is_dense(docs, i, n, at));
	*end = at;
	return taken;
}

/* Fill w->piece with differences, up to a place where bits would begin. */
static size_t
take_docs(struct index_list_writer *w, const uint32_t *docs, size_t i,
    size_t n, uint32_t from, size_t room, uint32_t *end)
{
	size_t first = i;
	uint32_t prev = from;
	uint32_t step = UINT32_MAX;

	buf_clear(&w->piece);
	for (; i < n && w->piece.len + 5 <= room; i++) {
		uint32_t s = docs[i] / INDEX_STEP * INDEX_STEP;

		if (s != step && i > first && is_dense(docs, i, n, s)) {
			*end = s;
			return i - first;
		}
		step = s;
		buf_varint(&w->piece, docs[i] - prev);
		prev = docs[i] + 1;
	}
	*end = i < n ? docs[i - 1] + 1 : UINT32_MAX;
	return i - first;
}

int
index_list_add(struct index_list_writer *w, uint32_t list,
    const uint32_t *docs, size_t n, struct wtm_err *err)
{
	uint32_t from = 0;

	for (size_t i = 0; i < n;) {
		size_t room = INDEX_VALUE - HEADER - w->rec.len;
		uint32_t start = docs[i] / INDEX_STEP * INDEX_STEP;
		int bits = start >= from && is_dense(docs, i, n, start);
		uint32_t end;
		size_t k;

		if (w->rec.len + HEADER + ROOM_MIN > INDEX_VALUE) {
			if (end_record(w, i == 0 ? UINT32_MAX : from,
			    err) != 0)
				return -1;
			continue;
		}
		if (bits && room < STEP_BYTES + 8)
			bits = 0;
		if (bits)
			from = start;
		k = bits ? take_bits(w, docs, i, n, from, room, &end) :
		    take_docs(w, docs, i, n, from, room, &end);
		if (i + k == n)
			end = UINT32_MAX;
		add_piece(w, list, k, bits, bits || k < n, n, from);
		i += k;
		from = end;
	}
	return buf_ok(&w->rec) && buf_ok(&w->piece) ? 0 : err_nomem(err);
}

struct index_pieces
index_pieces_of(const unsigned char *key, size_t key_len,
    const unsigned char *val, size_t len)
{
	struct index_pieces p = { .r = rd_over(val, len) };

	if (key_len < 8) {
		p.r.bad = 1;
		return p;
	}
	p.last = index_get_u32(key + key_len - 8);
	p.upper = index_get_u32(key + key_len - 4);
	return p;
}

int
index_piece_next(struct index_piece *out, struct index_pieces *p)
{
	uint64_t n;
	struct rd ahead;

	if (p->r.bad)
		return -1;
	if (rd_left(&p->r) == 0)
		return 0;
	*out = (struct index_piece){ .list = p->list };
	out->list += (uint32_t)rd_varint(&p->r);
	n = rd_varint(&p->r);
	out->is_bits = (int)(n & 1);
	out->n = (uint32_t)(n >> 2);
	out->df = out->n;
	if (n & 2) {
		out->df = (uint32_t)rd_varint(&p->r);
		out->from = (uint32_t)rd_varint(&p->r);
	}
	out->len = 0;
	if (n >> 2 != 1 || out->is_bits) {
		out->len = (size_t)rd_varint(&p->r);
		out->s = (const unsigned char *)rd_bytes(&p->r, out->len);
	} else {
		out->s = p->r.s;
		rd_varint(&p->r);
		out->len = (size_t)(p->r.s - out->s);
	}
	if (p->r.bad)
		return -1;
	p->list = out->list;
	out->to = UINT32_MAX;
	if (rd_left(&p->r) == 0) {
		out->to = p->upper;
		return out->list == p->last ? 1 : -1;
	}
	ahead = p->r;
	if (rd_varint(&ahead) == 0) {
		rd_varint(&ahead);
		rd_varint(&ahead);
		out->to = (uint32_t)rd_varint(&ahead);
	}
	return 1;
}

static int
docs_of_bits(uint32_t *out, const struct index_piece *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->len; i++)
		for (unsigned byte = p->s[i]; byte != 0; byte &= byte - 1) {
			unsigned bit = (unsigned)__builtin_ctz(byte);

			if (n == p->n)
				return -1;
			out[n++] = p->from + (uint32_t)i * 8 + bit;
		}
	return n == p->n ? 0 : -1;
}

int
index_piece_docs(uint32_t *out, const struct index_piece *p)
{
	const unsigned char *s = p->s;
	const unsigned char *end;
	uint32_t doc = p->from;

	if (p->len == 0)	/* then s may be NULL */
		return p->n == 0 ? 0 : -1;
	end = s + p->len;
	if (p->is_bits)
		return docs_of_bits(out, p);
	for (uint32_t i = 0; i < p->n; i++) {
		uint32_t gap = 0;

		if (s < end && *s < 0x80) {
			doc += *s++;
			out[i] = doc++;
			continue;
		}
		for (unsigned shift = 0;; shift += 7) {
			if (s == end || shift > 28)
				return -1;
			gap |= (uint32_t)(*s & 0x7F) << shift;
			if ((*s++ & 0x80) == 0)
				break;
		}
		doc += gap;
		out[i] = doc++;
	}
	return s == end ? 0 : -1;
}
