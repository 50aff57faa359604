/*
 * lev: the Levenshtein distance of two sequences of 64-bit keys.
 */
#ifndef SCORE_LEV_H
#define SCORE_LEV_H

#include <stddef.h>
#include <stdint.h>

#include "wiretm.h"

/* A sequence prepared to be compared with many others. */
struct lev {
	size_t n;	/* its keys */
	size_t n_words;	/* blocks of 64 of them */
	uint64_t *table;	/* open addressing: key, place of masks */
	size_t mask;
	uint64_t *masks;	/* n_words a distinct key; first: none */
	uint64_t *rows;	/* scratch: vertical deltas */
	size_t cap_table, cap_masks, cap_rows;
};

/* Prepare; replaces what l held.  Keys are never 0. */
int lev_set(struct lev *l, const uint64_t *keys, size_t n,
    struct wtm_err *err);
void lev_free(struct lev *l);

/*
 * The distance to another sequence, or cutoff + 1 when it is larger than
 * cutoff.  The work is bounded by a band of cutoff around the diagonal.
 */
size_t lev_distance(struct lev *l, const uint64_t *keys, size_t n,
    size_t cutoff);

/*
 * The same of sequences of small codes: of l, n of them, LEV_NONE where
 * nothing is equal.
 */
enum { LEV_CODES = 32, LEV_NONE = LEV_CODES };
int lev_set_codes(struct lev *l, const unsigned char *codes, size_t n,
    struct wtm_err *err);
size_t lev_distance_codes(struct lev *l, const unsigned char *codes,
    size_t n, size_t cutoff);

#endif
