/*
 * lessons: what there is to learn from: the sentences of articles in their
 * order, and those of them whose translation is confirmed.
 */
#ifndef MATCH_LESSONS_H
#define MATCH_LESSONS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/gzip.h"
#include "memory/store.h"
#include "wiretm.h"

/* A sentence of the source. */
struct lesson {
	size_t article;
	uint64_t n;	/* its place in it, from 1; may have gaps */
	struct wtm_str text;
};

/* The translation of one sentence or of some that follow each other. */
struct lesson_pair {
	size_t from;	/* lessons */
	size_t to;
	const struct wtm_tu *tu;
};

struct lessons {
	struct arena arena;	/* of all that follows */
	struct lesson *at;
	size_t n;
	struct lesson_pair *pairs;	/* in the order of the lessons */
	size_t n_pairs;
	struct wtm_bead *beads;	/* of two articles: all */
	size_t n_beads;
	struct wtm_counts counts;	/* but for added and merged */
};

/* From XLIFF, PO or TSV, as a translator hands it back. */
int lessons_read(struct lessons *ls, struct input *in,
    const struct wtm_learn_opts *opts, struct wtm_err *err);

/*
 * From n articles and their translations, with what the memory knows (s may
 * be NULL); ls has room for n, and each is to be freed.
 */
int lessons_pairs(struct lessons *ls, const struct wtm_text_pair *pairs,
    size_t n, struct store *s, const struct wtm_learn_opts *opts,
    struct wtm_err *err);

void lessons_free(struct lessons *ls);

#endif
