/*
 * runs: the stretches of text between the tags of a sentence, and which part
 * of its translation goes into each.
 *
 * Tags keep their order.  An element inside of the sentence gets what stands
 * for its text in the translation, when that can be told: the same letters,
 * the same value, the same name, or what the memory has for it.  Else it
 * stays without text, and the translation stands around it.
 */
#ifndef FORMAT_RUNS_H
#define FORMAT_RUNS_H

#include "format/splice.h"

struct run {
	size_t text[2];	/* bytes of the text of the block */
	size_t file[2];	/* bytes of the file */
	long depth;	/* of open elements; only differences count */
	size_t out[2];	/* bytes of the translation */
};

struct runs {
	struct run *at;	/* in the arena */
	size_t n;
};

/* The runs of a spot: 1, 0: their place in the file is not known, -1. */
int runs_find(struct runs *out, struct splice *sp, const struct spot *at,
    struct wtm_err *err);

/* Give each run its part of s: how many elements got none, or -1. */
long runs_share(struct runs *r, struct splice *sp, const struct spot *at,
    struct wtm_str s, struct wtm_err *err);

#endif
