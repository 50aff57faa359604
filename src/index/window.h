/*
 * window: counting in bits.  For the files of the index only.
 *
 * A window is 16,384 documents, 64 blocks of 256.  For each document there
 * is a small number, stored in bit planes: bit p of the 256 numbers of a block
 * lies in one vector, so a list is added to 256 numbers with a few operations.
 */
#ifndef INDEX_WINDOW_H
#define INDEX_WINDOW_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "index/read.h"

enum {
	WINDOW_DOCS = INDEX_WINDOW,
	WINDOW_BLOCK = INDEX_BLOCK,
	WINDOW_BLOCKS = WINDOW_DOCS / WINDOW_BLOCK,
	WINDOW_PLANES = 14,	/* for numbers up to INDEX_UNITS_MAX */
	WINDOW_WORDS = WINDOW_DOCS / 64,
	WINDOW_BATCH = 8,	/* lists that are added together */
};

typedef uint64_t window_vec __attribute__((vector_size(32), aligned(8)));

struct window {
	uint32_t start;	/* first document, a multiple of WINDOW_DOCS */
	uint64_t touched;	/* blocks whose planes are valid, others 0 */
	uint64_t alive_blocks;
	window_vec planes[WINDOW_BLOCKS][WINDOW_PLANES];
	window_vec alive[WINDOW_BLOCKS];
	uint64_t bits[WINDOW_WORDS];	/* scratch: a list in the window */
	const uint64_t *list;	/* these, or a chunk's */
	uint64_t room[WINDOW_BATCH][WINDOW_WORDS];
	const uint64_t *batch[WINDOW_BATCH];	/* waiting lists, the same */
	unsigned n_batch;
	int is_open;	/* the last of them is still being filled */
};

/* Begin with 0 for every document. */
void window_open(struct window *w, uint32_t start);

/* The same, and all of [from, to) are alive; from is where it starts. */
void window_all(struct window *w, uint32_t from, uint32_t to);

/*
 * Add 1 to the documents of a list: all its chunks, then window_added().  The
 * numbers then are below 2^n_planes.  Returns how much was read: documents,
 * or words of bits.  Chunks are borrowed until window_live().
 */
size_t window_add(struct window *w, const struct index_chunk *c,
    unsigned n_planes);
void window_added(struct window *w, unsigned n_planes);

/*
 * Those in [from, to) that have at least "least", which is not 0, are alive;
 * subtract it from them.
 */
void window_live(struct window *w, uint32_t from, uint32_t to,
    unsigned n_planes, size_t least);

/*
 * Subtract 1 from every live document that a list does not hold; those that
 * had 0 die (with no planes: all of them).  First clear, then gather the
 * chunks of the list over the live blocks ([from, to) of each chunk is what
 * is needed of it), then miss.  Or point to a chunk that is bits of the window
 * and says all, then miss.
 */
void window_clear(struct window *w);
void window_point(struct window *w, const struct index_chunk *c);
size_t window_gather(struct window *w, const struct index_chunk *c,
    uint32_t from, uint32_t to);
void window_miss(struct window *w, unsigned n_planes);

/* Have the memory at hand that adding or gathering a chunk will need. */
void window_prefetch(const struct window *w, const struct index_chunk *c);

size_t window_n_alive(const struct window *w);

/* The number of a document. */
size_t window_number(const struct window *w, uint32_t doc,
    unsigned n_planes);

#endif
