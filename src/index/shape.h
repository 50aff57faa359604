/*
 * shape: the order of a document's units, a few bits of each.  For the
 * files of the index only.
 *
 * Lists say which units a document has, but not where.  Its shape says where,
 * by codes: equal units have equal codes.  So of a document that has the units
 * of a phrase it tells when they do not follow each other; and for a lookup it
 * bounds the distance from below so well that hardly a unit is fetched in
 * vain.
 */
#ifndef INDEX_SHAPE_H
#define INDEX_SHAPE_H

#include "index/read.h"

enum {
	INDEX_SHAPE_UNITS = 1000,	/* longer documents have no shape */
	INDEX_SHAPE_MAX = INDEX_SHAPE_UNITS * 5 / 8,
};

/* Bits of a code: of many units more are equal by chance. */
static inline unsigned
index_shape_bits(size_t n)
{
	return n <= 30 ? 3 : n <= 54 ? 4 : 5;
}

static inline unsigned char
index_shape_code(uint64_t key, unsigned bits)
{
	return (unsigned char)(key * UINT64_C(0x9E3779B97F4A7C15) >>
	    (64 - bits));
}

/* How many bytes the shape of n units has; 0: it has none. */
static inline size_t
index_shape_width(size_t n)
{
	return n > INDEX_SHAPE_UNITS ? 0 : (n * index_shape_bits(n) + 7) / 8;
}

/* The shape of these units. */
void index_shape_set(unsigned char *shape, const uint64_t *keys, size_t n);

/* The codes of a shape of n units. */
void index_shape_codes(unsigned char *codes, const unsigned char *shape,
    size_t n);

/* May a document of n units hold these, one behind the other? */
int index_shape_may_hold(const unsigned char *shape, size_t n,
    const uint64_t *keys, size_t n_keys);

/* Writes those of a slot, in the order of the documents. */
struct index_shape_writer {
	struct index_sink *sink;
	struct index_key base;
	uint32_t block;
	struct buf rec;
};
int index_shape_add(struct index_shape_writer *w, const void *bytes, size_t n,
    struct wtm_err *err);
int index_shape_end(struct index_shape_writer *w, struct wtm_err *err);

/* The shape of a document, and how many units it has; -1. */
int index_shape_get(unsigned char shape[INDEX_SHAPE_MAX], size_t *n,
    struct index *ix, struct index_slot *s, uint32_t doc);

#endif
