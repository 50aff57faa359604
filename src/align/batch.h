/*
 * batch: several texts and their translations, which teach each other.
 */
#ifndef ALIGN_BATCH_H
#define ALIGN_BATCH_H

#include "align/align.h"

struct batch_pair {
	struct align_text text[2];
	const struct bead *beads;	/* the result; in the arena */
	size_t n;
};

/*
 * Align each; then again, with what the sure beads of the others teach.  A
 * text never teaches itself.  x holds the pairs of the memory, learned or
 * not, and holds them alone afterwards, not learned.
 */
int align_batch(struct batch_pair *pairs, size_t n, struct lexicon *x,
    const struct weights *w, struct arena *a, struct wtm_err *err);

#endif
