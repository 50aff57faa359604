/*
 * index-pairs: which units of a document follow each other.  For the files of
 * the index only.
 *
 * A phrase is where its units follow each other; that its units are all in a
 * text says little when they are common.  So each document has a few bits:
 * every pair of neighbours sets PAIRS_BITS of them, chosen by its hash.  Where
 * one is missing the pair is nowhere in the text; where none is, it may be.
 */
#ifndef MEMORY_INDEX_PAIRS_H
#define MEMORY_INDEX_PAIRS_H

#include "memory/index-read.h"

enum {
	INDEX_PAIRS_MAX = 64,	/* bytes of a document */
	INDEX_PAIRS_BITS = 2,
};

/* How many bytes a document of n units has. */
size_t index_pairs_width(size_t n);

/* Set the bits of these units in so many bytes. */
void index_pairs_set(unsigned char *bits, size_t width, const uint64_t *keys,
    size_t n);

/* May all pairs of these units stand there? */
int index_pairs_may_hold(const unsigned char *bits, size_t width,
    const uint64_t *keys, size_t n);

/* Writes those of a slot, in the order of the documents. */
struct index_pairs_writer {
	struct index_sink *sink;
	struct index_key base;
	uint32_t block;
	struct buf rec;
};
int index_pairs_add(struct index_pairs_writer *w, const void *bits, size_t n,
    struct wtm_err *err);
int index_pairs_end(struct index_pairs_writer *w, struct wtm_err *err);

/* The bits of a document, and how many bytes they are; -1. */
int index_pairs_get(unsigned char bits[INDEX_PAIRS_MAX], size_t *width,
    struct index *ix, struct index_slot *s, uint32_t doc);

void index_pairs_forget(struct index *ix, struct index_slot *s);

#endif
