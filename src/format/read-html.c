/*
 * read-html: a story as a web page, or a piece of one.
 *
 * The text is that of the only <article>, else of <main>, else of all of the
 * body; navigation and the like are passed over.
 */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "format/article.h"
#include "format/body.h"

static int
bid(const struct head *h)
{
	static const char *const roots[] = { "html", "head", "body", "p",
		"div", "h1", "h2", "article", "main", "section", "span",
		"meta", "title", "table", "ul" };

	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (strcasecmp(h->root, roots[i]) == 0)
			return 1;
	return 0;
}

/* What <meta name="..."> and <meta property="..."> tell. */
static const struct {
	const char *name;
	enum wtm_field field;
	int date;
} metas[] = {
	{ "author", WTM_FIELD_BYLINE, 0 },
	{ "dc.creator", WTM_FIELD_BYLINE, 0 },
	{ "article:published_time", WTM_FIELD_CREATED, 1 },
	{ "date", WTM_FIELD_CREATED, 1 },
	{ "dc.date", WTM_FIELD_CREATED, 1 },
	{ "og:title", WTM_FIELD_HEADLINE, 0 },
	{ "twitter:title", WTM_FIELD_HEADLINE, 0 },
	{ "og:site_name", WTM_FIELD_PROVIDER, 0 },
	{ "copyright", WTM_FIELD_COPYRIGHT, 0 },
	{ "dc.rights", WTM_FIELD_RIGHTS, 0 },
	{ "description", WTM_FIELD_ABSTRACT, 0 },
	{ "og:description", WTM_FIELD_ABSTRACT, 0 },
	{ "twitter:description", WTM_FIELD_ABSTRACT, 0 },
	{ "dc.language", WTM_FIELD_LANGUAGE, 0 },
};

static int
read_keywords(struct story *st, const char *s, struct wtm_err *err)
{
	int ret = 0;

	while (*s != '\0' && ret == 0) {
		size_t n = strcspn(s, ",;");

		ret = story_keyword(st, s, n, err);
		s += n + (s[n] != '\0');
	}
	return ret;
}

/* What the page says of itself may be its headline, or its first sentence. */
static int
add_echo(struct story *st, const struct markup_token *t, struct wtm_err *err)
{
	struct flat f = { 0 };
	size_t at[2];
	int ret = 0;

	if (markup_attr_at(t, "content", at) && (t->s[at[0] - 1] == '"' ||
	    t->s[at[0] - 1] == '\'')) {
		flat_add(&f, &st->src, at[0], at[1], 1);
		st->way = TEXT_ATTR;
		ret = story_echo(st, &f, &st->src, err);
		st->way = TEXT_PLAIN;
	}
	flat_free(&f);
	return ret;
}

static int
read_meta(struct story *st, const struct markup_token *t,
    struct wtm_err *err)
{
	struct buf name = { 0 };
	struct buf v = { 0 };
	int ret = 0;

	if (!markup_attr(t, "name", &name))
		markup_attr(t, "property", &name);
	markup_attr(t, "content", &v);
	if (!buf_ok(&name) || !buf_ok(&v))
		ret = err_nomem(err);
	else if (name.len > 0 && v.len > 0 &&
	    (strcasecmp(name.s, "keywords") == 0 ||
	    strcasecmp(name.s, "news_keywords") == 0))
		ret = read_keywords(st, v.s, err);
	for (size_t i = 0; i < sizeof metas / sizeof *metas && ret == 0 &&
	    name.len > 0 && v.len > 0; i++) {
		if (strcasecmp(name.s, metas[i].name) != 0)
			continue;
		ret = metas[i].date
		    ? story_set_date(st, metas[i].field, v.s, v.len, err)
		    : story_set(st, metas[i].field, STORY_WEAK, v.s, v.len,
		    err);
		if (ret == 0 && (metas[i].field == WTM_FIELD_HEADLINE ||
		    metas[i].field == WTM_FIELD_ABSTRACT))
			ret = add_echo(st, t, err);
	}
	buf_free(&name);
	buf_free(&v);
	return ret;
}

/* The content of the elements of one name. */
struct range {
	const char *name;
	size_t n;
	size_t depth;
	size_t from;
	size_t to;
};

static void
follow(struct range *r, const struct markup_token *t)
{
	if (!markup_is(t, r->name))
		return;
	if (t->kind == MARKUP_START && r->depth++ == 0 && r->n++ == 0)
		r->from = t->to;
	if (t->kind == MARKUP_END && r->depth > 0 && --r->depth == 0 &&
	    r->n == 1)
		r->to = t->from;
}

static int
read_title(struct story *st, const struct range *title, struct wtm_err *err)
{
	struct flat f = { 0 };
	int ret;

	flat_add(&f, &st->src, title->from, title->to, 1);
	ret = !flat_ok(&f) ? err_nomem(err) : story_set(st,
	    WTM_FIELD_HEADLINE, STORY_WEAK, f.text.s == NULL ? "" : f.text.s,
	    f.text.len, err);
	if (ret == 0)
		ret = story_echo(st, &f, &st->src, err);
	flat_free(&f);
	return ret;
}

static int
read(struct story *st, struct wtm_err *err)
{
	struct markup m = { .s = st->src.s, .len = st->src.len, .html = 1 };
	struct range ranges[] = { { .name = "article" }, { .name = "main" },
		{ .name = "body" } };
	struct range title = { .name = "title" };
	struct markup_token t;
	struct buf lang = { 0 };
	int ret = 0;

	while (ret == 0 && markup_next(&m, &t)) {
		for (size_t i = 0; i < 3; i++)
			follow(&ranges[i], &t);
		follow(&title, &t);
		if (t.kind == MARKUP_START && markup_is(&t, "meta"))
			ret = read_meta(st, &t, err);
		else if (t.kind == MARKUP_START && markup_is(&t, "html") &&
		    lang.len == 0 && markup_attr(&t, "lang", &lang) &&
		    buf_ok(&lang))
			ret = story_set(st, WTM_FIELD_LANGUAGE, STORY_SET,
			    lang.s, lang.len, err);
	}
	buf_free(&lang);
	if (ret == 0 && title.to > title.from)
		ret = read_title(st, &title, err);
	for (size_t i = 0; i < 3 && ret == 0; i++)
		if (ranges[i].n == 1 && ranges[i].to > ranges[i].from)
			return body_read(st, &st->src, ranges[i].from,
			    ranges[i].to, BODY_HTML, err);
	return ret != 0 ? ret : body_read(st, &st->src, 0, st->src.len,
	    BODY_HTML, err);
}

const struct article_ops read_html = { "html", bid, read };
