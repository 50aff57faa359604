/*
 * lexicon: which parts of words stand for which in the other language,
 * learned from pairs of sentences.
 *
 * IBM Model 1 (Brown et al. 1993, "The Mathematics of Statistical Machine
 * Translation", 4.2), in both directions.  How far it is to be trusted is
 * found by cross-validation on the pairs themselves: so a small memory says
 * little, an empty one nothing, and neither does harm.
 */
#ifndef ALIGN_LEXICON_H
#define ALIGN_LEXICON_H

#include <stddef.h>
#include <stdint.h>

#include "align/traits.h"
#include "wiretm.h"

/* More pairs than this are not taken; it bounds the memory, about 200 MiB. */
enum { LEXICON_PAIRS = 8000 };

struct lexicon;

int lexicon_new(struct lexicon **out, struct wtm_err *err);
void lexicon_free(struct lexicon *x);

/* A pair to learn from; the parts are copied.  Beyond the bound: ignored. */
int lexicon_add(struct lexicon *x, const struct traits *source,
    const struct traits *target, struct wtm_err *err);

/* Forget all pairs but the first n. */
void lexicon_keep(struct lexicon *x, size_t n);
size_t lexicon_pairs(const struct lexicon *x);

/* Learn from the pairs; before it, and without pairs, no part is known. */
int lexicon_learn(struct lexicon *x, struct wtm_err *err);

/*
 * Sides are 0, source, and 1, target.  The number of a part as the lexicon
 * knows it, from 1; 0: unknown.
 */
uint32_t lexicon_part(const struct lexicon *x, int side, uint64_t part);
size_t lexicon_parts(const struct lexicon *x, int side);	/* the last */

struct lexicon_word {
	uint32_t part;	/* of the other side */
	float t;	/* its probability where this one stands */
};

/* What stands for a part of a side in the other language. */
const struct lexicon_word *lexicon_row(size_t *n, const struct lexicon *x,
    int side, uint32_t part);

/* The probability of a part anywhere. */
float lexicon_usual(const struct lexicon *x, int side, uint32_t part);

/* How much of a part's occurrences the lexicon does NOT explain: 0 to 1. */
float lexicon_doubt(const struct lexicon *x, int side, uint32_t part);

#endif
