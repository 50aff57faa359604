/*
 * article-side: read by the segmenter, or with a sentence a line.
 */
#include "config.h"
#include "match/article-side.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/gzip.h"
#include "format/origin.h"
#include "format/segment-article.h"
#include "text/charset.h"
#include "text/lang.h"

enum { PIECE = 64 << 10 };

/* An embargo that only people can read is told to them, once. */
static void
look_for_embargo(struct article_side *s, struct wtm_str note)
{
	if (s->story.embargo.len > 0 || s->opts->note == NULL ||
	    s->told_embargo || !origin_speaks_of_embargo(note))
		return;
	s->told_embargo = 1;
	s->opts->note(s->opts->note_arg, "a note speaks of an embargo, not "
	    "in a form that can be read; see --embargo");
}

static int
begin(void *arg, const struct wtm_article *a, struct wtm_err *err)
{
	struct article_side *s = arg;
	struct wtm_story story;
	struct wtm_str lang;

	story = wtm_story_of(a);
	if (s->given != NULL)
		origin_fill(&story, s->given);
	lang = a->fields[WTM_FIELD_LANGUAGE];
	if (origin_copy(&s->story, &story, s->arena, err) != 0)
		return -1;
	look_for_embargo(s, a->fields[WTM_FIELD_EDNOTE]);
	if (s->opts->lang_given || !lang_is_known(lang.s, lang.len))
		return 0;
	s->lang = arena_str(s->arena, lang.s, lang.len).s;
	return s->lang == NULL ? err_nomem(err) : 0;
}

static int
take(void *arg, const struct wtm_segment *seg, struct wtm_err *err)
{
	struct article_side *s = arg;
	struct wtm_str text = arena_str(s->arena, seg->text.s, seg->text.len);

	if (seg->kind == WTM_NOTE)
		look_for_embargo(s, seg->text);
	buf_add(&s->texts, &text, sizeof text);
	buf_add(&s->kinds, &seg->kind, sizeof seg->kind);
	return text.s != NULL && buf_ok(&s->texts) && buf_ok(&s->kinds) ? 0 :
	    err_nomem(err);
}

static int
add_line(struct article_side *s, const char *line, size_t len,
    struct wtm_err *err)
{
	struct wtm_str text;

	if (len > 0 && line[len - 1] == '\r')
		len--;
	text = arena_str(s->arena, line, len);
	buf_add(&s->texts, &text, sizeof text);
	return text.s != NULL && buf_ok(&s->texts) ? 0 : err_nomem(err);
}

static int
cut_lines(struct article_side *s, const struct buf *text,
    struct wtm_err *err)
{
	const char *at = text->s;
	const char *end = at == NULL ? NULL : at + text->len;

	while (at != end) {
		const char *nl = memchr(at, '\n', (size_t)(end - at));

		if (add_line(s, at, (size_t)((nl == NULL ? end : nl) - at),
		    err) != 0)
			return -1;
		at = nl == NULL ? end : nl + 1;
	}
	return 0;
}

static int
decode(struct buf *text, struct input *in, const char *charset,
    struct wtm_err *err)
{
	struct charset *c = NULL;
	char *piece = malloc(PIECE);
	int ret = piece == NULL ? err_nomem(err) :
	    charset_new(&c, charset, input_name(in), err);
	long n = 1;

	while (ret == 0 && n > 0) {
		n = input_read(in, piece, PIECE, err);
		ret = n < 0 ? -1 : n > 0 ? charset_feed(c, piece, (size_t)n,
		    text, err) : charset_finish(c, text, err);
	}
	if (ret == 0 && !buf_ok(text))
		ret = err_nomem(err);
	charset_free(c);
	free(piece);
	return ret;
}

static int
read_lines(struct article_side *s, const char *path, const char *charset,
    struct wtm_err *err)
{
	struct buf text = { 0 };
	struct input *in;
	int ret = input_open(&in, path, err);

	if (ret != 0)
		return -1;
	ret = decode(&text, in, charset, err);
	if (ret == 0)
		ret = cut_lines(s, &text, err);
	buf_free(&text);
	input_close(in);
	return ret;
}

int
article_side_read(struct article_side *s, struct arena *a, const char *path,
    int side, const struct wtm_learn_opts *o, struct wtm_err *err)
{
	struct wtm_segment_opts seg = { .lang = side ? o->target : o->source,
		.lang_given = side ? o->target_given : o->source_given,
		.format = o->format, .rules = o->rules,
		.charset = o->charset, .note = o->note, .note_arg = o->arg };
	int ret;

	*s = (struct article_side){ .arena = a, .opts = &seg,
		.lang = seg.lang, .given = o->story };
	ret = o->lines ? read_lines(s, path, o->charset, err) :
	    segment_article(path, &seg, begin, take, s, err);
	s->opts = NULL;
	return ret;
}

void
article_side_free(struct article_side *s)
{
	buf_free(&s->texts);
	buf_free(&s->kinds);
}

struct pair_side
article_side_sentences(const struct article_side *s)
{
	return (struct pair_side){ .lang = s->lang,
		.at = (const void *)s->texts.s,
		.kinds = (const void *)s->kinds.s,
		.n = s->texts.len / sizeof(struct wtm_str) };
}
