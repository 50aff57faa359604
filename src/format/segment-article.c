/*
 * segment-article: the sentences of a file of any format.
 *
 * The blocks of an article are segmented one by one.  What the format says
 * of a block stands: a headline, byline or credit is one segment, and text
 * in a paragraph is no headline, however short.
 */
#include "config.h"
#include "format/segment-article.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/gzip.h"
#include "format/article.h"
#include "format/segment-codes.h"
#include "text/segment.h"

const char *
segment_lang(const struct wtm_article *a, const struct wtm_segment_opts *opts)
{
	const char *lang = a->fields[WTM_FIELD_LANGUAGE].s;

	return opts->lang_given || lang == NULL ? opts->lang : lang;
}

static int
is_whole(const struct wtm_block *b)
{
	return b->kind != WTM_SENTENCE && b->kind != WTM_LIST &&
	    b->kind != WTM_TABLE && b->kind != WTM_NOTE;
}

/* What the wording of a line tells, where the format tells nothing. */
static enum wtm_segment_kind
kind_of(const struct wtm_block *b, enum wtm_segment_kind seen)
{
	if (b->kind != WTM_SENTENCE || seen == WTM_HEADLINE ||
	    seen == WTM_SLUG || seen == WTM_TABLE)
		return b->kind;
	return seen;
}

struct run {
	const struct wtm_article *a;
	struct segmenter *sg;
	const char *lang;
	wtm_segment_fn fn;
	void *arg;
	size_t n;
	struct arena arena;
};

static int
send(struct run *r, const struct wtm_block *b, const struct sentence *st,
    const struct segment_codes *codes, struct wtm_err *err)
{
	struct wtm_segment seg = {
		.n = ++r->n,
		.from = b->from + st->from,
		.to = b->from + st->to,
		.kind = kind_of(b, st->kind),
		.text = { b->text.s + st->from, st->to - st->from },
		.codes = codes->at,
		.n_codes = codes->n,
	};

	return r->fn(r->arg, &seg, err);
}

static int
run_block(struct run *r, const struct wtm_block *b, struct wtm_err *err)
{
	struct sentence whole = { 0, b->text.len, b->kind, b->text.len };
	struct sentences all = { &whole, 1 };
	size_t taken = 0;
	int ret = 0;

	arena_clear(&r->arena);
	if (!is_whole(b) && segment_text(&all, r->sg, r->lang, b->text.s,
	    b->text.len, &r->arena, err) != 0)
		return -1;
	for (size_t i = 0; i < all.n && ret == 0; i++) {
		struct segment_codes codes;

		ret = segment_codes_take(&codes, &taken, r->sg, b,
		    &all.at[i], i + 1 == all.n, &r->arena, err);
		if (ret == 0)
			ret = send(r, b, &all.at[i], &codes, err);
	}
	return ret;
}

static int
run_article(const struct wtm_article *a, const struct wtm_segment_opts *opts,
    wtm_segment_fn fn, void *arg, struct wtm_err *err)
{
	struct segmenter_opts so = { opts->rules, opts->strict, opts->note,
		opts->note_arg };
	struct run r = { .a = a, .fn = fn, .arg = arg,
		.lang = segment_lang(a, opts) };
	int ret = segmenter_new(&r.sg, &so, err);

	for (size_t i = 0; i < a->n_blocks && ret == 0; i++)
		ret = run_block(&r, &a->blocks[i], err);
	arena_free(&r.arena);
	segmenter_free(r.sg);
	/* stopped by the caller without a failure */
	return ret > 0 ? 0 : ret;
}

/* Of plain text nothing is known but what its script tells. */
static int
run_plain(struct input *in, const struct wtm_segment_opts *opts,
    const char *lang, segment_begin_fn begin, wtm_segment_fn fn, void *arg,
    struct wtm_err *err)
{
	struct wtm_segment_opts own = *opts;
	struct wtm_article a = { .format = "plain" };

	if (lang != NULL) {
		a.fields[WTM_FIELD_LANGUAGE] = (struct wtm_str){ lang,
			strlen(lang) };
		own.lang = segment_lang(&a, opts);
	}
	if (begin != NULL && begin(arg, &a, err) != 0)
		return -1;
	return segment_input(in, &own, fn, arg, err);
}

int
segment_article_input(struct input *in, const struct wtm_segment_opts *opts,
    segment_begin_fn begin, wtm_segment_fn fn, void *arg,
    struct wtm_err *err)
{
	struct wtm_read_opts ro = { .format = opts->format,
		.charset = opts->charset, .lang = opts->lang };
	struct wtm_article *a = NULL;
	const char *s;
	const char *lang = NULL;
	long len = input_peek(in, &s, err);
	int plain = len < 0 ? -1 : article_is_plain(&lang, s, (size_t)len,
	    &ro, err);
	int ret;

	if (plain < 0)
		return -1;
	if (plain)
		return run_plain(in, opts, lang, begin, fn, arg, err);
	if (article_read(&a, in, &ro, err) != 0)
		return -1;
	ret = begin == NULL ? 0 : begin(arg, a, err);
	if (ret == 0)
		ret = run_article(a, opts, fn, arg, err);
	wtm_article_free(a);
	return ret;
}

int
segment_article(const char *path, const struct wtm_segment_opts *opts,
    segment_begin_fn begin, wtm_segment_fn fn, void *arg,
    struct wtm_err *err)
{
	struct input *in;
	int ret;

	if (input_open(&in, path, err) != 0)
		return -1;
	ret = segment_article_input(in, opts, begin, fn, arg, err);
	input_close(in);
	return ret;
}

int
wtm_segment_file(const char *path, const struct wtm_segment_opts *opts,
    wtm_segment_fn fn, void *arg, struct wtm_err *err)
{
	return segment_article(path, opts, NULL, fn, arg, err);
}
