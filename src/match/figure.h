/*
 * figure: does a translation say the same figures as its source, by value,
 * and is it whole?  What does not fit is told with its place in both texts.
 *
 * A figure that is in both texts, in whatever form, is never complained of;
 * nor is what translators add rightly: the date for "Friday", a converted
 * measure.  When in doubt it keeps silent.
 */
#ifndef MATCH_FIGURE_H
#define MATCH_FIGURE_H

#include "base/arena.h"
#include "text/placeable.h"
#include "wiretm.h"

struct complaint {
	const char *kind;	/* "number", "date", "unit", "empty", ... */
	struct wtm_str message;
	size_t source[2];	/* from, to; both 0: no place in it */
	size_t target[2];
};

struct complaints {
	const struct complaint *at;
	size_t n;
};

/* Scratch memory, kept from pair to pair. */
struct figure {
	struct placeables source;
	struct placeables target;
};
void figure_free(struct figure *f);

/*
 * Compare a pair.  *out and what it holds live in a.  0, or -1 and err set:
 * no memory.
 */
int figure_check(struct complaints *out, struct figure *f,
    const struct wtm_tuv *source, const struct wtm_tuv *target,
    struct arena *a, struct wtm_err *err);

#endif
