/*
 * segment-article: the sentences of a file of any format.
 */
#ifndef FORMAT_SEGMENT_ARTICLE_H
#define FORMAT_SEGMENT_ARTICLE_H

#include "wiretm.h"

/*
 * Told before the first segment.  Of plain text the language is known at
 * most, and only its fields may be looked at.
 */
typedef int (*segment_begin_fn)(void *arg, const struct wtm_article *a,
    struct wtm_err *err);

/* As wtm_segment_file(); begin may be NULL. */
int segment_article(const char *path, const struct wtm_segment_opts *opts,
    segment_begin_fn begin, wtm_segment_fn fn, void *arg,
    struct wtm_err *err);

/* The same from an open input, which is read to its end. */
struct input;
int segment_article_input(struct input *in,
    const struct wtm_segment_opts *opts, segment_begin_fn begin,
    wtm_segment_fn fn, void *arg, struct wtm_err *err);

/* The language of the segments of an article. */
const char *segment_lang(const struct wtm_article *a,
    const struct wtm_segment_opts *opts);

#endif
