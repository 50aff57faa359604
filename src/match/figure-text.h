/*
 * figure-text: the part of the check that looks at the text itself: empty,
 * untranslated, lost codes, odd brackets and quotes.
 */
#ifndef MATCH_FIGURE_TEXT_H
#define MATCH_FIGURE_TEXT_H

#include "match/figure.h"

#define FIGURE_TEXT_MAX 8	/* so many complaints at most */

/*
 * Write what is wrong into at, which has room for FIGURE_TEXT_MAX, and count
 * it in *n.  1: the figures may be compared; 0: there is no translation;
 * -1: no memory.
 */
int figure_text(struct complaint *at, size_t *n, const struct wtm_tuv *source,
    const struct wtm_tuv *target, struct arena *a);

/* The message for a complaint about figures, from its places. */
int figure_message(struct wtm_str *out, const struct complaint *c,
    const char *source, const char *target, struct arena *a);

#endif
