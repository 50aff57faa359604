/*
 * article-side: an article, or its translation, as sentences with their
 * kinds, its language and its story.
 */
#ifndef MATCH_ARTICLE_SIDE_H
#define MATCH_ARTICLE_SIDE_H

#include "base/arena.h"
#include "base/buf.h"
#include "match/pair.h"

struct article_side {
	struct arena *arena;	/* of the texts */
	const struct wtm_segment_opts *opts;	/* while it is read */
	const char *lang;
	const struct wtm_story *given;	/* for what it does not say; or NULL */
	struct wtm_story story;
	int told_embargo;
	struct buf texts;	/* of struct wtm_str */
	struct buf kinds;	/* of enum wtm_segment_kind; none: not known */
};

/* Side 0 is the source.  Free it also after a failure. */
int article_side_read(struct article_side *s, struct arena *a,
    const char *path, int side, const struct wtm_learn_opts *opts,
    struct wtm_err *err);
void article_side_free(struct article_side *s);

/* What is to be aligned of it; borrowed. */
struct pair_side article_side_sentences(const struct article_side *s);

#endif
