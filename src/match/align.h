/*
 * align: the sentences of a text beside those of its translation.
 */
#ifndef MATCH_ALIGN_H
#define MATCH_ALIGN_H

#include "base/arena.h"
#include "wiretm.h"

struct align_side {
	const char *lang;	/* BCP 47 */
	const struct wtm_str *at;	/* sentences */
	const enum wtm_segment_kind *kinds;	/* of them; NULL: not known */
	size_t n;
};

/* Sentences [from, to) of each side; of one without a partner one is empty. */
struct align_bead {
	size_t from[2];
	size_t to[2];
	double confidence;	/* probability that it is right */
};

/* All sentences of both sides, in their order; in the arena. */
int align_sides(const struct align_bead **out, size_t *n,
    const struct align_side sides[2], struct arena *a, struct wtm_err *err);

#endif
