/*
 * segment-codes: which inline codes of a block go with which of its segments.
 */
#ifndef FORMAT_SEGMENT_CODES_H
#define FORMAT_SEGMENT_CODES_H

#include "base/arena.h"
#include "text/segment.h"
#include "wiretm.h"

struct segment_codes {
	const struct wtm_inline *at;	/* by off in the segment */
	size_t n;
};

/*
 * The codes of a segment of b.  *taken counts those of the segments before
 * it, which have to be asked for first; to the last go all that are left.
 */
int segment_codes_take(struct segment_codes *out, size_t *taken,
    const struct segmenter *sg, const struct wtm_block *b,
    const struct sentence *st, int is_last, struct arena *a,
    struct wtm_err *err);

#endif
