/*
 * story: an article while it is read: fields, blocks, lists, all in its
 * arena.
 */
#include "config.h"
#include "format/article.h"

#include <string.h>

#include "base/err.h"
#include "format/dateline.h"
#include "format/when.h"

/* So that a file made to do harm costs no more than its size. */
enum {
	SAID_MAX = 64,	/* blocks that are compared */
	LIST_MAX = 1000,
	ECHOES_MAX = 10000,
	APPEND_MAX = 64 << 10,	/* bytes of a field put together */
};

static struct wtm_str
folded(struct story *st, const char *s, size_t len)
{
	struct source src = { .s = s, .len = len, .hidden = 1 };
	struct flat f = { 0 };
	struct wtm_str out = { NULL, 0 };

	flat_add(&f, &src, 0, len, 0);
	if (flat_ok(&f))
		out = arena_str(&st->arena, f.text.s == NULL ? "" : f.text.s,
		    f.text.len);
	flat_free(&f);
	return out;
}

int
story_set(struct story *st, enum wtm_field field, enum story_how how,
    const char *s, size_t len, struct wtm_err *err)
{
	struct wtm_str v;

	if (st->pub.fields[field].s != NULL &&
	    (how == STORY_WEAK || !st->weak[field]))
		return 0;
	v = folded(st, s, len);
	if (v.s == NULL)
		return err_nomem(err);
	if (v.len == 0)
		return 0;
	st->pub.fields[field] = v;
	st->weak[field] = how == STORY_WEAK;
	return 0;
}

int
story_set_date(struct story *st, enum wtm_field field, const char *s,
    size_t len, struct wtm_err *err)
{
	char utc[WHEN_SIZE];

	if (when_utc(utc, s, len) == 0)
		return story_set(st, field, STORY_SET, utc, strlen(utc), err);
	return story_set(st, field, STORY_SET, s, len, err);
}

int
story_append(struct story *st, enum wtm_field field, const char *s,
    size_t len, struct wtm_err *err)
{
	struct wtm_str *v = &st->pub.fields[field];
	struct buf b = { 0 };
	int ret = -1;

	if (v->s == NULL)
		return story_set(st, field, STORY_SET, s, len, err);
	if (v->len > APPEND_MAX)
		return 0;
	buf_add(&b, v->s, v->len);
	buf_addc(&b, ' ');
	buf_add(&b, s, len);
	if (buf_ok(&b)) {
		*v = folded(st, b.s, b.len);
		ret = v->s == NULL ? -1 : 0;
	}
	buf_free(&b);
	return ret == 0 ? 0 : err_nomem(err);
}

/* Add to a list what it does not have. */
static int
list_add(struct story *st, struct buf *list, const char *s, size_t len,
    struct wtm_err *err)
{
	const struct wtm_str *at = (const void *)list->s;
	struct wtm_str v;

	if (list->len / sizeof v >= LIST_MAX)
		return 0;
	v = folded(st, s, len);
	if (v.s == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < list->len / sizeof v; i++)
		if (at[i].len == v.len && memcmp(at[i].s, v.s, v.len) == 0)
			return 0;
	if (v.len > 0)
		buf_add(list, &v, sizeof v);
	return buf_ok(list) ? 0 : err_nomem(err);
}

int
story_keyword(struct story *st, const char *s, size_t len,
    struct wtm_err *err)
{
	return list_add(st, &st->keywords, s, len, err);
}

int
story_inline(struct story *st, const char *s, size_t len,
    struct wtm_err *err)
{
	return list_add(st, &st->inlines, s, len, err);
}

static int
is_said(const struct story *st, enum wtm_field part, const struct flat *f)
{
	const struct wtm_block *at = (const void *)st->blocks.s;
	size_t n = st->blocks.len / sizeof *at;

	if (part == WTM_FIELD_PARAGRAPH)
		return 0;
	for (size_t i = 0; i < n && i < SAID_MAX; i++)
		if (at[i].part == part && at[i].text.len == f->text.len &&
		    memcmp(at[i].text.s, f->text.s, f->text.len) == 0)
			return 1;
	return 0;
}

/*
 * A second headline, caption, ... is text among the others, so that nothing
 * is lost.  Bylines and datelines are told by the first one.
 */
static enum wtm_field
part_for(const struct story *st, enum wtm_field part)
{
	if (part >= WTM_FIELD_TRAILER || part < WTM_FIELD_HEADLINE ||
	    part == WTM_FIELD_BYLINE || part == WTM_FIELD_DATELINE)
		return part;
	return st->has_block[part] ? WTM_FIELD_PARAGRAPH : part;
}

/* The tags of a text. */
static int
keep_codes(struct story *st, struct wtm_block *b, const struct flat *f,
    const struct source *src)
{
	const struct flat_code *c = (const void *)f->codes.s;
	size_t n = f->codes.len / sizeof *c;
	struct wtm_inline *at = arena_array(&st->arena, n, sizeof *at);

	if (n > 0 && at == NULL)
		return -1;
	for (size_t i = 0; i < n; i++) {
		at[i].off = c[i].off < f->text.len ? c[i].off : f->text.len;
		at[i].xml = arena_str(&st->arena, src->s + c[i].from,
		    c[i].to - c[i].from);
		if (at[i].xml.s == NULL)
			return -1;
	}
	b->codes = at;
	b->n_codes = n;
	return 0;
}

static int
keep_pieces(struct story *st, struct wtm_block *b, const struct flat *f)
{
	size_t n = f->pieces.len / sizeof *b->pieces;
	struct wtm_piece *at = arena_array(&st->arena, n, sizeof *at);

	if (n > 0 && at == NULL)
		return -1;
	if (n > 0)
		memcpy(at, f->pieces.s, f->pieces.len);
	b->pieces = at;
	b->n_pieces = n;
	return 0;
}

/* A text with its tags and places, in the arena. */
static int
keep_text(struct story *st, struct wtm_block *b, const struct flat *f,
    const struct source *src)
{
	b->text = arena_str(&st->arena, f->text.s, f->text.len);
	return b->text.s == NULL || keep_codes(st, b, f, src) != 0 ||
	    keep_pieces(st, b, f) != 0 ? -1 : 0;
}

int
story_echo(struct story *st, struct flat *f, const struct source *src,
    struct wtm_err *err)
{
	struct echo e = { .way = st->way };

	if (!flat_ok(f))
		return err_nomem(err);
	if (f->text.len > 0 && st->echoes.len / sizeof e < ECHOES_MAX) {
		if (keep_text(st, &e.block, f, src) != 0)
			return err_nomem(err);
		buf_add(&st->echoes, &e, sizeof e);
	}
	flat_clear(f);
	return buf_ok(&st->echoes) ? 0 : err_nomem(err);
}

int
story_block(struct story *st, enum wtm_field part,
    enum wtm_segment_kind kind, struct flat *f, const struct source *src,
    struct wtm_err *err)
{
	struct wtm_block b = { .part = part, .kind = kind };
	int ret = 0;

	if (!flat_ok(f))
		return err_nomem(err);
	if (f->text.len > 0 && (st->echoing || is_said(st, part, f)))
		return story_echo(st, f, src, err);
	if (f->text.len > 0) {
		b.part = part = part_for(st, part);
		st->has_block[part] = 1;
		if (keep_text(st, &b, f, src) != 0)
			return err_nomem(err);
		buf_add(&st->blocks, &b, sizeof b);
		buf_addc(&st->ways, (char)st->way);
		if (!buf_ok(&st->blocks) || !buf_ok(&st->ways))
			return err_nomem(err);
		if (part < WTM_FIELD_TRAILER)
			ret = story_set(st, part, STORY_SET, b.text.s,
			    b.text.len, err);
	}
	flat_clear(f);
	return ret;
}

int
story_lines(struct story *st, enum wtm_field part,
    enum wtm_segment_kind kind, size_t from, size_t to, struct wtm_err *err)
{
	struct flat f = { 0 };
	int ret;

	flat_add(&f, &st->src, from, to, 0);
	ret = story_block(st, part, kind, &f, &st->src, err);
	flat_free(&f);
	return ret;
}

int
story_dateline(struct story *st, size_t *from, size_t to,
    enum wtm_field agency, struct wtm_err *err)
{
	const char *s = st->src.s + *from;
	struct dateline d;

	if (!dateline_find(&d, s, to - *from))
		return 0;
	if (story_lines(st, WTM_FIELD_DATELINE, WTM_DATELINE, *from,
	    *from + d.len, err) != 0 ||
	    story_set(st, WTM_FIELD_LOCATION, STORY_SET, s + d.place[0],
	    d.place[1] - d.place[0], err) != 0 ||
	    story_set(st, agency, STORY_SET, s + d.agency[0],
	    d.agency[1] - d.agency[0], err) != 0 ||
	    story_set(st, WTM_FIELD_BYLINE, STORY_SET, s + d.byline[0],
	    d.byline[1] - d.byline[0], err) != 0)
		return -1;
	*from += d.len;
	return 0;
}
