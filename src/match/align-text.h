/*
 * align-text: sentences prepared for alignment, and how likely some of one
 * side and some of the other are translations of each other.
 */
#ifndef MATCH_ALIGN_TEXT_H
#define MATCH_ALIGN_TEXT_H

#include "match/align.h"

struct align_text;

/* Both sides; each is to be freed, also after a failure. */
int align_text_new(struct align_text *out[2],
    const struct align_side sides[2], struct wtm_err *err);
void align_text_free(struct align_text *t);	/* t may be NULL */

/*
 * The log likelihood ratio of sentences [i, i + n) and [j, j + m) being a
 * pair; -INFINITY when they cannot be one.
 */
double align_text_score(const struct align_text *const t[2], size_t i,
    size_t n, size_t j, size_t m);

#endif
