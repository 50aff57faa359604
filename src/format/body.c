/*
 * body: the paragraphs of NITF, XHTML and HTML.
 *
 * Elements are of three kinds: those that end a paragraph, those whose text
 * nobody reads, and all others, which stand inside a text.  What lies between
 * two ends of paragraphs is one block; so text outside of any <p> is kept.
 */
#include "config.h"
#include "format/body.h"

#include <string.h>

#include "base/err.h"

enum role { INSIDE, BLOCK, SKIP, LINE_BREAK };

struct element {
	const char *name;
	enum role role;
	enum wtm_field part;
	enum wtm_segment_kind kind;
};

static const struct element elements[] = {
	{ "p", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "div", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "h1", BLOCK, WTM_FIELD_HEADLINE, WTM_HEADLINE },
	{ "hl1", BLOCK, WTM_FIELD_HEADLINE, WTM_HEADLINE },
	{ "hl2", BLOCK, WTM_FIELD_SUBHEAD, WTM_HEADLINE },
	{ "h2", BLOCK, WTM_FIELD_SUBHEAD, WTM_HEADLINE },
	{ "h3", BLOCK, WTM_FIELD_SUBHEAD, WTM_HEADLINE },
	{ "h4", BLOCK, WTM_FIELD_SUBHEAD, WTM_HEADLINE },
	{ "h5", BLOCK, WTM_FIELD_SUBHEAD, WTM_HEADLINE },
	{ "h6", BLOCK, WTM_FIELD_SUBHEAD, WTM_HEADLINE },
	{ "li", BLOCK, WTM_FIELD_PARAGRAPH, WTM_LIST },
	{ "dt", BLOCK, WTM_FIELD_PARAGRAPH, WTM_LIST },
	{ "dd", BLOCK, WTM_FIELD_PARAGRAPH, WTM_LIST },
	{ "td", BLOCK, WTM_FIELD_PARAGRAPH, WTM_TABLE },
	{ "th", BLOCK, WTM_FIELD_PARAGRAPH, WTM_TABLE },
	{ "caption", BLOCK, WTM_FIELD_CAPTION, WTM_SENTENCE },
	{ "figcaption", BLOCK, WTM_FIELD_CAPTION, WTM_SENTENCE },
	{ "media-caption", BLOCK, WTM_FIELD_CAPTION, WTM_SENTENCE },
	{ "media-producer", BLOCK, WTM_FIELD_CREDIT, WTM_CREDIT },
	{ "credit", BLOCK, WTM_FIELD_CREDIT, WTM_CREDIT },
	{ "byline", BLOCK, WTM_FIELD_BYLINE, WTM_BYLINE },
	{ "dateline", BLOCK, WTM_FIELD_DATELINE, WTM_DATELINE },
	{ "tagline", BLOCK, WTM_FIELD_TRAILER, WTM_BYLINE },
	{ "address", BLOCK, WTM_FIELD_PARAGRAPH, WTM_BYLINE },
	{ "html", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "body", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "body.content", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "block", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "section", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "article", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "main", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "figure", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "media", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "bq", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "blockquote", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "pre", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "note", BLOCK, WTM_FIELD_PARAGRAPH, WTM_NOTE },
	{ "fn", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "ul", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "ol", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "dl", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "table", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "tr", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "hr", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "header", BLOCK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "br", LINE_BREAK, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "script", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "style", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "head", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "nav", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "aside", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "footer", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "form", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "button", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "noscript", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "template", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "svg", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "iframe", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "bpt", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "ept", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "ph", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "it", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "media-metadata", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
	{ "media-reference", SKIP, WTM_FIELD_PARAGRAPH, WTM_SENTENCE },
};

static const struct element inside = { "", INSIDE, WTM_FIELD_PARAGRAPH,
	WTM_SENTENCE };

static const struct element *
element_of(const struct markup_token *t)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (markup_is(t, elements[i].name))
			return &elements[i];
	return &inside;
}

struct body {
	struct story *st;
	const struct source *src;
	struct flat f;
	enum wtm_field part;	/* of the text that is gathered */
	enum wtm_segment_kind kind;
	const struct element *skip;	/* whose text is passed over */
	size_t skipping;	/* how many of it are open */
	size_t depth;	/* of inline elements */
	int broken;	/* behind a line break */
};

/* The text so far is a block. */
static int
flush(struct body *b, struct wtm_err *err)
{
	int ret = story_block(b->st, b->part, b->kind, &b->f, b->src, err);

	b->part = WTM_FIELD_PARAGRAPH;
	b->kind = WTM_SENTENCE;
	b->depth = 0;
	b->broken = 0;
	return ret;
}

/* A paragraph inside of a list item, a caption, ... is still of it. */
static int
is_plain(const struct element *e)
{
	return e->part == WTM_FIELD_PARAGRAPH && e->kind == WTM_SENTENCE;
}

static int
block_tag(struct body *b, const struct element *e,
    const struct markup_token *t, struct wtm_err *err)
{
	enum wtm_field part = b->part;
	enum wtm_segment_kind kind = b->kind;
	int open = b->f.text.len == 0;

	if (flush(b, err) != 0)
		return -1;
	if (t->kind == MARKUP_END)
		return 0;
	if (is_plain(e) && open) {
		b->part = part;
		b->kind = kind;
	} else {
		b->part = e->part;
		b->kind = e->kind;
	}
	return 0;
}

/* Two in a row, as old pages have them, end a paragraph. */
static int
line_break(struct body *b, const struct markup_token *t, struct wtm_err *err)
{
	if (b->broken)
		return flush(b, err);
	flat_char(&b->f, b->src, ' ', t->from, t->to);
	b->broken = 1;
	return 0;
}

static int
inline_tag(struct body *b, const struct markup_token *t, struct wtm_err *err)
{
	int outer = b->depth == 0;

	flat_code(&b->f, t);
	if (t->kind == MARKUP_END) {
		b->depth -= b->depth > 0;
		return 0;
	}
	b->depth += !t->empty;
	if (!outer || !b->st->names_inlines)
		return 0;
	return story_inline(b->st, t->name, t->name_len, err);
}

static int
skip_tag(struct body *b, const struct element *e,
    const struct markup_token *t)
{
	if (t->kind == MARKUP_START && !t->empty && b->skip == NULL) {
		b->skip = e;
		b->skipping = 1;
	} else if (e == b->skip && !t->empty) {
		b->skipping += t->kind == MARKUP_START ? 1 : (size_t)-1;
		if (b->skipping == 0)
			b->skip = NULL;
	}
	return 0;
}

static int
is_blank_text(const struct body *b, const struct markup_token *t)
{
	for (size_t i = t->from; i < t->to; i++)
		if (strchr(" \t\r\n", b->src->s[i]) == NULL)
			return 0;
	return 1;
}

static int
take(struct body *b, const struct markup_token *t, struct wtm_err *err)
{
	const struct element *e;

	if (t->kind == MARKUP_TEXT || t->kind == MARKUP_CDATA) {
		if (b->skip != NULL)
			return 0;
		b->broken = b->broken && is_blank_text(b, t);
		flat_add(&b->f, b->src, t->from, t->to,
		    t->kind == MARKUP_TEXT);
		return 0;
	}
	e = element_of(t);
	if (b->skip != NULL || e->role == SKIP)
		return skip_tag(b, e, t);
	if (e->role == BLOCK)
		return block_tag(b, e, t, err);
	if (e->role == LINE_BREAK)
		return line_break(b, t, err);
	return inline_tag(b, t, err);
}

int
body_read(struct story *st, const struct source *src, size_t from,
    size_t to, enum body_kind kind, struct wtm_err *err)
{
	struct markup m = { .s = src->s, .len = to, .off = from,
		.html = kind == BODY_HTML };
	struct body b = { .st = st, .src = src,
		.part = WTM_FIELD_PARAGRAPH };
	struct markup_token t;
	int ret = 0;

	while (ret == 0 && markup_next(&m, &t))
		ret = take(&b, &t, err);
	if (ret == 0)
		ret = flush(&b, err);
	flat_free(&b.f);
	return ret;
}

void
body_flatten(struct flat *f, const struct source *src, size_t from,
    size_t to, enum body_kind kind)
{
	struct markup m = { .s = src->s, .len = to, .off = from,
		.html = kind == BODY_HTML };
	struct markup_token t;
	size_t skipping = 0;

	while (markup_next(&m, &t)) {
		int text = t.kind == MARKUP_TEXT || t.kind == MARKUP_CDATA;
		enum role role = text ? INSIDE : element_of(&t)->role;

		if (role == SKIP && t.kind == MARKUP_START)
			skipping += !t.empty;
		else if (role == SKIP)
			skipping -= skipping > 0;
		else if (skipping > 0)
			continue;
		else if (text)
			flat_add(f, src, t.from, t.to,
			    t.kind == MARKUP_TEXT);
		else if (role == INSIDE)
			flat_code(f, &t);
		else
			flat_char(f, src, ' ', t.from, t.to);
	}
}
