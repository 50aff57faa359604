/*
 * align: the sentences of a text beside those of its translation.
 */
#ifndef ALIGN_ALIGN_H
#define ALIGN_ALIGN_H

#include "align/weigh.h"

/* Sentences [from, to) of each side; one side of a bead may be empty. */
struct bead {
	size_t from[2];
	size_t to[2];
	double confidence;	/* 0 to 1: about how likely it is right */
};

struct align_text {
	const struct traits *at;
	size_t n;
};

/*
 * The beads of two texts, in order, none left out and none crossing; in the
 * arena.  Time grows with the longer text, not with its square.
 */
int align_texts(const struct bead **out, size_t *n_out,
    const struct align_text text[2], const struct lexicon *x,
    const struct weights *w, struct arena *a, struct wtm_err *err);

#endif
