/*
 * chunk: a part of a list in the form that a query uses.  For the files
 * of the index only.
 */
#ifndef INDEX_CHUNK_H
#define INDEX_CHUNK_H

#include "index/list.h"

/* Queries work through windows of so many documents. */
enum { INDEX_WINDOW = 1 << 14, INDEX_BLOCK = 256 };

/*
 * The documents [from, to) of a list, in the form that is quickest for their
 * density: bits, of one window; or offsets in windows, with where each window
 * begins; or, for few, plain numbers.
 */
enum index_chunk_kind { CHUNK_DOCS, CHUNK_OFFSETS, CHUNK_BITS };

struct index_chunk {
	uint32_t from;
	uint32_t to;
	uint32_t n;	/* documents; of bits 0 only when there are none */
	uint32_t base;	/* document of the first bit, or first window */
	uint32_t n_parts : 28;	/* words of bits, or windows */
	uint32_t kind : 4;
	uint32_t bytes;	/* allocated */
	union {
		void *data;
		uint32_t *docs;
		uint64_t *bits;
		uint16_t *offsets;	/* before them n_parts + 1 starts */
	} u;
};

/*
 * The piece, or of a dense one what it has of the window of doc.  -1 when it
 * is malformed or there is no memory.
 */
int index_chunk_set(struct index_chunk *c, const struct index_piece *p,
    uint32_t doc);

/*
 * Add the other, when they are neighbours in one window and one of them is
 * bits: 1.
 */
int index_chunk_join(struct index_chunk *c, struct index_chunk *other);

/* Is doc, of [from, to), in it? */
int index_chunk_has(const struct index_chunk *c, uint32_t doc);

#endif
