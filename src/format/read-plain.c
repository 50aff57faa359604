/*
 * read-plain: a story as plain text.
 *
 * The wire layer of the segmenter tells paragraphs and what they are; here a
 * dateline is taken from the first sentence, a caption from its credit, and
 * what comes before and behind the story is given its name.
 */
#include "config.h"
#include "format/article.h"

#include <string.h>

#include "base/err.h"
#include "text/wire.h"

struct plain {
	struct story *st;
	struct kinds *kinds;
	int begun;	/* the first paragraph of the story was seen */
};

static int
bid(const struct head *h)
{
	(void)h;
	return 1;
}

/* Where a photo credit begins that ends the paragraph, or its end. */
static size_t
find_credit(struct plain *p, const struct wire_par *par)
{
	const char *s = p->st->src.s;

	for (size_t i = par->from; i + 2 < par->to; i++) {
		size_t at = i + 2;

		if ((s[i] == '.' || s[i] == '"' || s[i] == ')') &&
		    s[i + 1] == ' ' && kinds_of(p->kinds, s + at,
		    par->to - at).kind == WTM_CREDIT)
			return at;
	}
	return par->to;
}

static int
photo(struct plain *p, const struct wire_par *par, size_t credit,
    struct wtm_err *err)
{
	if (story_lines(p->st, WTM_FIELD_CAPTION, WTM_SENTENCE, par->from,
	    credit, err) != 0)
		return -1;
	return story_lines(p->st, WTM_FIELD_CREDIT, WTM_CREDIT, credit,
	    par->to, err);
}

static int
prose(struct plain *p, const struct wire_par *par, struct wtm_err *err)
{
	size_t from = par->from;

	if (!p->begun && story_dateline(p->st, &from, par->to,
	    WTM_FIELD_SOURCE, err) != 0)
		return -1;
	p->begun = 1;
	return story_lines(p->st, WTM_FIELD_PARAGRAPH, par->kind, from,
	    par->to, err);
}

/* What a paragraph of a kind is a part of, before the story. */
static enum wtm_field
part_of(const struct plain *p, enum wtm_segment_kind kind)
{
	static const enum wtm_field parts[WTM_SEGMENT_KINDS] = {
		[WTM_SENTENCE] = WTM_FIELD_PARAGRAPH,
		[WTM_HEADLINE] = WTM_FIELD_HEADLINE,
		[WTM_SLUG] = WTM_FIELD_SLUGLINE,
		[WTM_DATELINE] = WTM_FIELD_DATELINE,
		[WTM_BYLINE] = WTM_FIELD_BYLINE,
		[WTM_CREDIT] = WTM_FIELD_CREDIT,
		[WTM_NOTE] = WTM_FIELD_EDNOTE,
		[WTM_END] = WTM_FIELD_TRAILER,
		[WTM_LIST] = WTM_FIELD_PARAGRAPH,
		[WTM_TABLE] = WTM_FIELD_PARAGRAPH,
	};

	if (kind == WTM_HEADLINE &&
	    p->st->pub.fields[WTM_FIELD_HEADLINE].s != NULL)
		return WTM_FIELD_SUBHEAD;
	if (p->begun && (kind == WTM_BYLINE || kind == WTM_SLUG))
		return WTM_FIELD_TRAILER;
	return parts[kind];
}

static int
paragraph(struct plain *p, const struct wire_par *par, struct wtm_err *err)
{
	enum wtm_field part = part_of(p, par->kind);
	int text = par->kind == WTM_SENTENCE || par->kind == WTM_HEADLINE;
	size_t credit = text ? find_credit(p, par) : par->to;

	if (credit < par->to)
		return photo(p, par, credit, err);
	if (par->kind == WTM_SENTENCE)
		return prose(p, par, err);
	return story_lines(p->st, part, par->kind, par->from, par->to, err);
}

static int
read(struct story *st, struct wtm_err *err)
{
	struct props *props = props_new();
	struct plain p = { .st = st };
	struct wire_pars pars = { 0 };
	int ret = -1;

	if (props != NULL)
		p.kinds = kinds_new(props);
	if (p.kinds == NULL)
		err_nomem(err);
	else
		ret = wire_paragraphs(&pars, p.kinds, st->src.s, st->src.len,
		    1, &st->arena, err);
	for (size_t i = 0; ret == 0 && i < pars.n; i++)
		ret = paragraph(&p, &pars.at[i], err);
	kinds_free(p.kinds);
	props_free(props);
	return ret;
}

const struct article_ops read_plain = { "plain", bid, read };
