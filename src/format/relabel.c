/*
 * relabel: what a file says of its language and of where it comes from, when
 * texts of it were replaced by their translation.
 *
 * The innermost xml:lang (lang) around a text that was replaced becomes the
 * language of the translation, and so do the elements and members that name
 * the language of the whole.  NewsML-G2 links an item with what it was
 * translated from by <link rel="irel:translatedFrom">, NewsML 1 with what it
 * was derived from by <DerivedFrom>; NITF, ninjs, RSS, Atom and HTML have
 * nothing of the kind.
 */
#include "config.h"
#include "format/relabel.h"

#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "format/json-place.h"
#include "text/lang.h"

enum { DEPTH_MAX = 256 };

struct open_tag {
	struct markup_token t;
	size_t lang[2][2];	/* values of xml:lang and lang; to 0: none */
	int changed;	/* a text below was replaced that it names */
};

/* A NewsML item, while it is read. */
struct item {
	size_t depth;	/* of its element; 0: in none */
	size_t guid[2];
	size_t version[2];
	size_t link[2];	/* residref of the link that is there */
	size_t link_version[2];
	size_t place;	/* where a link can be put; 0: nowhere */
	size_t indent[2];	/* the white space before its neighbour */
	struct markup_token holder;	/* of the link */
	int changed;
};

struct relabel {
	struct splice *sp;
	size_t n_texts;	/* changes of text: the first so many */
	size_t next;	/* of them */
	int g2;
	int newsml1;
	struct open_tag open[DEPTH_MAX];
	size_t depth;
	struct item item;
};

static int
set(struct relabel *r, const size_t at[2], const char *s, struct wtm_err *err)
{
	return splice_raw(r->sp, at[0], at[1], s, strlen(s), RECODE_NONE,
	    err);
}

/* Does the file say there, as [from, to), the language of the article? */
static int
is_source(const struct splice *sp, size_t from, size_t to)
{
	struct lang have;
	struct lang want;

	while (from < to && strchr(" \t\r\n", sp->file.s[from]) != NULL)
		from++;
	while (to > from && strchr(" \t\r\n", sp->file.s[to - 1]) != NULL)
		to--;
	if (!lang_is_known(sp->file.s + from, to - from))
		return 0;
	lang_parse(&have, sp->file.s + from, to - from);
	lang_parse(&want, sp->langs[0], strlen(sp->langs[0]));
	return lang_matches(&want, &have);
}

/* Where a format names the language of all of it. */
static const struct {
	const char *format;
	const char *parent;	/* NULL: any */
	const char *element;
	const char *attr;	/* NULL: the text */
	const char *only_attr;	/* only if this attribute ... */
	const char *only_value;	/* ... has this value */
} names[] = {
	{ "newsml-g2", "contentMeta", "language", "tag", NULL, NULL },
	{ "newsml1", "DescriptiveMetadata", "Language", "FormalName", NULL,
	    NULL },
	{ "nitf", NULL, "nitf", "baselang", NULL, NULL },
	{ "newsml-g2", NULL, "nitf", "baselang", NULL, NULL },
	{ "newsml1", NULL, "nitf", "baselang", NULL, NULL },
	{ "rss", "channel", "language", NULL, NULL, NULL },
	{ "rss", "item", "language", NULL, NULL, NULL },
	{ "html", NULL, "meta", "content", "http-equiv",
	    "content-language" },
	{ "html", NULL, "meta", "content", "name", "dc.language" },
};

static int
has_value(const struct markup_token *t, const char *attr, const char *value)
{
	size_t at[2];

	return markup_attr_at(t, attr, at) &&
	    at[1] - at[0] == strlen(value) &&
	    strncasecmp(t->s + at[0], value, at[1] - at[0]) == 0;
}

static int
is_open(const struct relabel *r, size_t depth, const char *name)
{
	return depth > 0 && depth <= r->depth &&
	    markup_is(&r->open[depth - 1].t, name);
}

/* An element that names the language: end is the tag behind its text. */
static int
name_language(struct relabel *r, const struct markup_token *t,
    const struct markup_token *end, struct wtm_err *err)
{
	size_t at[2];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(names[i].format, r->sp->st->pub.format) != 0 ||
		    !markup_is(t, names[i].element) ||
		    (names[i].parent != NULL &&
		    !is_open(r, r->depth - 1, names[i].parent)) ||
		    (names[i].only_attr != NULL && !has_value(t,
		    names[i].only_attr, names[i].only_value)) ||
		    (names[i].attr == NULL) != (end != NULL))
			continue;
		if (end != NULL) {
			at[0] = t->to;
			at[1] = end->from;
		} else if (!markup_attr_at(t, names[i].attr, at)) {
			continue;
		}
		if (is_source(r->sp, at[0], at[1]))
			return set(r, at, r->sp->langs[1], err);
	}
	return 0;
}

/* The link of an item of NewsML-G2, or its place in <itemMeta>. */
static void
see_g2(struct item *it, const struct relabel *r,
    const struct markup_token *t)
{
	if (it->depth == 0 && (markup_is(t, "newsItem") ||
	    markup_is(t, "packageItem"))) {
		it->depth = r->depth;
		markup_attr_at(t, "guid", it->guid);
		markup_attr_at(t, "version", it->version);
	}
	if (it->depth == 0 || r->depth != it->depth + 2 ||
	    !is_open(r, r->depth - 1, "itemMeta"))
		return;
	it->holder = r->open[r->depth - 2].t;
	if (!markup_is(t, "link") ||
	    !has_value(t, "rel", "irel:translatedFrom"))
		return;
	markup_attr_at(t, "residref", it->link);
	markup_attr_at(t, "version", it->link_version);
}

static void
see_newsml1(struct item *it, const struct relabel *r,
    const struct markup_token *t)
{
	if (it->depth == 0 && markup_is(t, "NewsItem"))
		it->depth = r->depth;
	if (it->depth == 0 || r->depth != it->depth + 2 ||
	    !is_open(r, r->depth - 1, "NewsManagement"))
		return;
	it->holder = r->open[r->depth - 2].t;
}

/* The end of a child of <itemMeta> or <NewsManagement>: a link may follow. */
static void
see_end(struct item *it, const struct relabel *r, const struct markup_token *t,
    size_t end)
{
	static const char *const later[] = { "itemMetaExtProperty",
		"AssociatedWith", "Instruction", "Property" };
	size_t prefix = (size_t)(t->name - t->s) - t->from;

	if (it->depth == 0 || r->depth != it->depth + 2 ||
	    it->holder.name == NULL || r->open[r->depth - 2].t.from !=
	    it->holder.from)
		return;
	for (size_t i = 0; i < sizeof later / sizeof *later; i++)
		if (markup_is(t, later[i]))
			return;
	/* another prefix: an extension, which comes last */
	if (prefix != (size_t)(it->holder.name - it->holder.s) -
	    it->holder.from)
		return;
	it->place = end;
	it->indent[0] = it->indent[1] = t->from;
	while (it->indent[0] > 0 && strchr(" \t\r\n",
	    t->s[it->indent[0] - 1]) != NULL)
		it->indent[0]--;
}

static void
put_range(struct buf *b, const struct relabel *r, const size_t at[2])
{
	buf_add(b, r->sp->file.s + at[0], at[1] - at[0]);
}

/* The new link, on a line of its own where its neighbour is. */
static int
add_link(struct relabel *r, struct wtm_err *err)
{
	const struct item *it = &r->item;
	const char *tag = it->holder.s + it->holder.from + 1;
	struct buf b = { 0 };
	int ret;

	put_range(&b, r, it->indent);
	buf_addc(&b, '<');
	buf_add(&b, tag, (size_t)(it->holder.name - tag));
	buf_adds(&b, r->g2 ? "link rel=\"irel:translatedFrom\" residref=\""
	    : "DerivedFrom NewsItem=\"");
	put_range(&b, r, it->guid);
	if (it->version[1] > it->version[0]) {
		buf_adds(&b, "\" version=\"");
		put_range(&b, r, it->version);
	}
	buf_adds(&b, "\"/>");
	ret = buf_ok(&b) ? splice_raw(r->sp, it->place, it->place, b.s,
	    b.len, RECODE_NONE, err) : err_nomem(err);
	buf_free(&b);
	return ret;
}

static int
copy_to(struct relabel *r, const size_t to[2], const size_t from[2],
    struct wtm_err *err)
{
	if (to[1] == 0 || from[1] == 0)
		return 0;
	return splice_raw(r->sp, to[0], to[1], r->sp->file.s + from[0],
	    from[1] - from[0], RECODE_NONE, err);
}

static int
end_item(struct relabel *r, struct wtm_err *err)
{
	struct item it = r->item;
	int ret = 0;

	if (it.changed && it.guid[1] > it.guid[0]) {
		if (it.link[1] > 0)
			ret = copy_to(r, it.link, it.guid, err) != 0 ? -1
			    : copy_to(r, it.link_version, it.version, err);
		else if (it.place > 0)
			ret = add_link(r, err);
	}
	r->item = (struct item){ .depth = 0 };
	return ret;
}

/* The texts in [from, to) that were replaced: whose are they? */
static void
see_text(struct relabel *r, size_t from, size_t to)
{
	const struct recode_edit *at = (const void *)r->sp->edits.s;
	size_t d = r->depth;

	while (r->next < r->n_texts && at[r->next].from < from)
		r->next++;
	if (r->next >= r->n_texts || at[r->next].from >= to)
		return;
	r->item.changed = 1;
	while (d > 0 && r->open[d - 1].lang[0][1] == 0 &&
	    r->open[d - 1].lang[1][1] == 0)
		d--;
	if (d > 0)
		r->open[d - 1].changed = 1;
}

static int
start(struct relabel *r, const struct markup_token *t, struct wtm_err *err)
{
	struct open_tag *o = &r->open[r->depth++];

	memset(o, 0, sizeof *o);
	o->t = *t;
	markup_attr_at(t, "xml:lang", o->lang[0]);
	markup_attr_at(t, "lang", o->lang[1]);
	if (r->g2)
		see_g2(&r->item, r, t);
	if (r->newsml1)
		see_newsml1(&r->item, r, t);
	return name_language(r, t, NULL, err);
}

static int
end(struct relabel *r, const struct markup_token *t, struct wtm_err *err)
{
	struct open_tag *o = &r->open[r->depth - 1];
	int ret = 0;

	if (t->kind == MARKUP_END) {
		ret = name_language(r, &o->t, t, err);
		if (r->newsml1 && markup_is(t, "PublicIdentifier") &&
		    r->item.guid[1] == 0) {
			r->item.guid[0] = o->t.to;
			r->item.guid[1] = t->from;
		}
	}
	see_end(&r->item, r, &o->t, t->to);
	for (size_t i = 0; i < 2 && o->changed && ret == 0; i++)
		if (o->lang[i][1] > 0)
			ret = set(r, o->lang[i], r->sp->langs[1], err);
	if (ret == 0 && r->item.depth > 0 && r->item.depth == r->depth)
		ret = end_item(r, err);
	r->depth--;
	return ret;
}

/* HTML: the end of an element ends those inside of it that are open. */
static int
end_html(struct relabel *r, const struct markup_token *t, struct wtm_err *err)
{
	size_t d = r->depth;

	while (d > 0 && (r->open[d - 1].t.name_len != t->name_len ||
	    strncasecmp(r->open[d - 1].t.name, t->name, t->name_len) != 0))
		d--;
	while (d > 0 && r->depth >= d)
		if (end(r, t, err) != 0)
			return -1;
	return 0;
}

/* Elements of HTML that the next of their kind ends. */
static int
ends_itself(const struct relabel *r, const struct markup_token *t)
{
	static const char *const some[] = { "p", "li", "td", "th", "tr",
		"dt", "dd", "option" };

	for (size_t i = 0; i < sizeof some / sizeof *some; i++)
		if (markup_is(t, some[i]))
			return is_open(r, r->depth, some[i]);
	return 0;
}

static int
start_tag(struct relabel *r, const struct markup_token *t,
    struct wtm_err *err)
{
	if (r->sp->syntax == SYNTAX_HTML && ends_itself(r, t) &&
	    end(r, t, err) != 0)
		return -1;
	if (r->depth == DEPTH_MAX)
		return 0;
	if (start(r, t, err) != 0)
		return -1;
	return t->empty ? end(r, t, err) : 0;
}

static int
walk(struct relabel *r, struct wtm_err *err)
{
	int html = r->sp->syntax == SYNTAX_HTML;
	struct markup m = { .s = r->sp->file.s, .len = r->sp->file.len,
		.html = html };
	struct markup_token last = { .kind = MARKUP_END,
		.s = m.s, .from = m.len, .to = m.len, .name = "" };
	struct markup_token t;
	int ret = 0;

	while (ret == 0 && markup_next(&m, &t)) {
		if (t.kind == MARKUP_TEXT || t.kind == MARKUP_CDATA) {
			see_text(r, t.from, t.to);
		} else if (t.kind == MARKUP_START) {
			ret = start_tag(r, &t, err);
		} else if (html) {
			ret = end_html(r, &t, err);
		} else if (r->depth > 0) {
			ret = end(r, &t, err);
		}
	}
	while (html && ret == 0 && r->depth > 0)
		ret = end(r, &last, err);
	return ret;
}

/* "language" of ninjs. */
static int
relabel_json(struct splice *sp, struct wtm_err *err)
{
	const char *s = sp->file.s;
	size_t at = place_member(s, sp->file.len,
	    place_root(s, sp->file.len), "language");
	size_t to;

	if (at == 0 || s[at] != '"')
		return 0;
	to = at + 1 + strcspn(s + at + 1, "\"\\");
	if (s[to] != '"' || !is_source(sp, at + 1, to))
		return 0;
	return splice_raw(sp, at + 1, to, sp->langs[1], strlen(sp->langs[1]),
	    RECODE_JSON, err);
}

int
relabel(struct splice *sp, struct wtm_err *err)
{
	struct relabel r = { .sp = sp,
		.n_texts = sp->edits.len / sizeof(struct recode_edit),
		.g2 = strcmp(sp->st->pub.format, "newsml-g2") == 0,
		.newsml1 = strcmp(sp->st->pub.format, "newsml1") == 0 };

	if (r.n_texts == 0)
		return 0;
	if (sp->syntax == SYNTAX_JSON)
		return relabel_json(sp, err);
	return sp->syntax == SYNTAX_TEXT ? 0 : walk(&r, err);
}
