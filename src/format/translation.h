/*
 * translation: an article in its own format with sentences of it replaced.
 *
 * Add every sentence of the article, in order, with its translation if there
 * is one; then make the file.
 */
#ifndef FORMAT_TRANSLATION_H
#define FORMAT_TRANSLATION_H

#include "base/arena.h"
#include "base/buf.h"
#include "format/article.h"
#include "format/splice.h"
#include "wiretm.h"

/* A sentence of the article. */
struct work {
	struct wtm_segment seg;	/* its text is kept here */
	struct wtm_str target;	/* absent: it has no translation */
	int sure;	/* of this very sentence, and the only one */
	int done;	/* it was put into the file */
};

struct translation {
	struct wtm_article *article;
	struct buf raw;	/* the file */
	const char *name;
	struct wtm_str langs[2];	/* of the article, of the translation */
	struct arena arena;
	struct buf works;	/* of struct work */
	struct splice splice;
	size_t emptied;	/* elements that are without text now */
};

/* Read the article; opts and name are borrowed until the end. */
int translation_begin(struct translation *tr, struct input *in,
    const struct wtm_read_opts *opts, struct wtm_err *err);
void translation_free(struct translation *tr);

/* The target language that a bilingual file names, or an absent string. */
struct wtm_str translation_target(const struct translation *tr);

/* The next sentence; target may be absent.  All of it is copied. */
int translation_add(struct translation *tr, const struct wtm_segment *seg,
    struct wtm_str target, int sure, struct wtm_err *err);

/*
 * The new file to out; each work tells then whether it is done.  langs must
 * be set.  Phrases inside of tags are looked up by known, which may be NULL.
 */
int translation_make(struct translation *tr, struct buf *out,
    splice_known_fn known, void *arg, struct wtm_err *err);

/* The sentences [range[0], range[1]) of a block, by their numbers. */
void translation_of_block(size_t range[2], const struct translation *tr,
    size_t block);

#endif
