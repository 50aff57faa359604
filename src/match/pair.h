/*
 * pair: texts and their translations, sentence by sentence, with the help of
 * what the memory holds.
 */
#ifndef MATCH_PAIR_H
#define MATCH_PAIR_H

#include "align/batch.h"
#include "memory/store.h"
#include "wiretm.h"

/* The sentences of a text; borrowed. */
struct pair_side {
	const char *lang;	/* BCP 47 */
	const struct wtm_str *at;
	const enum wtm_segment_kind *kinds;	/* NULL: by their wording */
	size_t n;
};

/* A text and its translation. */
struct pair_texts {
	struct pair_side side[2];
};

struct pair_result {
	const struct bead *beads;
	size_t n;
};

/*
 * Results for n pairs of texts, in the arena.  All are of the same languages,
 * and what is sure of one teaches the others.  The newest units of the memory
 * teach all; s may be NULL.
 */
int pair_align(struct pair_result *results, const struct pair_texts *texts,
    size_t n, struct store *s, struct arena *a, struct wtm_err *err);

#endif
