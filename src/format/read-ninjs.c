/*
 * read-ninjs: ninjs 1.x to 3.x of the IPTC.
 *
 * The versions differ in the spelling of names and in headlines and bodies,
 * which are single values or lists by role.  Of several bodies the one that
 * has paragraphs (HTML) is taken.
 */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "format/article.h"
#include "format/body.h"
#include "format/json-place.h"

static const struct {
	const char *key;
	enum wtm_field field;
	int date;
} fields[] = {
	{ "uri", WTM_FIELD_GUID, 0 },
	{ "version", WTM_FIELD_VERSION, 0 },
	{ "versionCreated", WTM_FIELD_CREATED, 1 },
	{ "versioncreated", WTM_FIELD_CREATED, 1 },
	{ "embargoed", WTM_FIELD_EMBARGO, 1 },
	{ "expires", WTM_FIELD_EXPIRES, 1 },
	{ "pubStatus", WTM_FIELD_STATUS, 0 },
	{ "pubstatus", WTM_FIELD_STATUS, 0 },
	{ "urgency", WTM_FIELD_URGENCY, 0 },
	{ "language", WTM_FIELD_LANGUAGE, 0 },
	{ "slugline", WTM_FIELD_SLUGLINE, 0 },
	{ "located", WTM_FIELD_LOCATION, 0 },
	{ "by", WTM_FIELD_BYLINE, 0 },
	{ "byline", WTM_FIELD_BYLINE, 0 },
	{ "copyrightHolder", WTM_FIELD_COPYRIGHT, 0 },
	{ "copyrightholder", WTM_FIELD_COPYRIGHT, 0 },
	{ "copyrightNotice", WTM_FIELD_RIGHTS, 0 },
	{ "copyrightnotice", WTM_FIELD_RIGHTS, 0 },
	{ "usageTerms", WTM_FIELD_RIGHTS, 0 },
	{ "usageterms", WTM_FIELD_RIGHTS, 0 },
	{ "edNote", WTM_FIELD_EDNOTE, 0 },
	{ "ednote", WTM_FIELD_EDNOTE, 0 },
	{ "signal", WTM_FIELD_SIGNAL, 0 },
	{ "source", WTM_FIELD_SOURCE, 0 },
};

struct ninjs {
	struct story *st;
	const char *s;
	size_t len;
	size_t root;
};

static int
bid(const struct head *h)
{
	return h->len > 1 && h->s[0] == '{' &&
	    (h->s[1] == '"' || h->s[1] <= ' ');
}

static int
read_fields(struct ninjs *n, struct wtm_err *err)
{
	struct flat f = { 0 };
	int ret = 0;

	for (size_t i = 0; i < sizeof fields / sizeof *fields && ret == 0;
	    i++) {
		size_t at = place_member(n->s, n->len, n->root,
		    fields[i].key);

		flat_clear(&f);
		if (!place_text(&f, &n->st->src, at))
			continue;
		if (!flat_ok(&f))
			ret = err_nomem(err);
		else if (f.text.len > 0)
			ret = fields[i].date
			    ? story_set_date(n->st, fields[i].field,
			    f.text.s, f.text.len, err)
			    : story_set(n->st, fields[i].field, STORY_SET,
			    f.text.s, f.text.len, err);
	}
	flat_free(&f);
	return ret;
}

/* "keywords": [ "a", "b" ] or, in version 3, objects with a name. */
static int
read_keywords(struct ninjs *n, struct wtm_err *err)
{
	size_t at = place_first(n->s, n->len, place_member(n->s, n->len,
	    n->root, "keywords"));
	struct flat f = { 0 };
	int ret = 0;

	for (; at != 0 && ret == 0; at = place_next(n->s, n->len, at)) {
		flat_clear(&f);
		if (place_text(&f, &n->st->src, at) && flat_ok(&f) &&
		    f.text.len > 0)
			ret = story_keyword(n->st, f.text.s, f.text.len,
			    err);
	}
	flat_free(&f);
	return ret;
}

/* Does the string member at key begin with, or hold, what? */
static int
says(const struct ninjs *n, size_t object, const char *key, const char *what)
{
	size_t at = place_member(n->s, n->len, object, key);
	struct flat f = { 0 };
	int yes = place_text(&f, &n->st->src, at) && flat_ok(&f) &&
	    f.text.len > 0 && strstr(f.text.s, what) != NULL;

	flat_free(&f);
	return yes;
}

/* Add the value at off as one block. */
static int
add_line(struct ninjs *n, size_t off, enum wtm_field part,
    enum wtm_segment_kind kind, struct wtm_err *err)
{
	struct flat inner = { 0 };
	struct flat f = { 0 };
	struct source src;
	int ret = 0;

	if (place_text(&inner, &n->st->src, off)) {
		src = flat_source(&inner, &n->st->src);
		flat_add(&f, &src, 0, src.len, 0);
		ret = !flat_ok(&inner) ? err_nomem(err)
		    : story_block(n->st, part, kind, &f, &src, err);
	}
	flat_free(&inner);
	flat_free(&f);
	return ret;
}

/* Text with an empty line, or else a line end, between paragraphs. */
static int
add_text(struct story *st, const struct source *src, struct wtm_err *err)
{
	const char *end = strstr(src->s, "\n\n") != NULL ? "\n\n" : "\n";
	struct flat f = { 0 };
	size_t from = 0;
	int ret = 0;

	while (from < src->len && ret == 0) {
		const char *p = strstr(src->s + from, end);
		size_t to = p == NULL ? src->len : (size_t)(p - src->s);

		flat_add(&f, src, from, to, 0);
		ret = story_block(st, WTM_FIELD_PARAGRAPH, WTM_SENTENCE, &f,
		    src, err);
		from = to + strlen(end);
	}
	flat_free(&f);
	return ret;
}

static int
add_body(struct ninjs *n, size_t off, int html, struct wtm_err *err)
{
	struct flat inner = { 0 };
	struct source src;
	int ret = 0;

	if (place_text(&inner, &n->st->src, off)) {
		src = flat_source(&inner, &n->st->src);
		n->st->way = html ? TEXT_HTML : TEXT_PLAIN;
		if (!flat_ok(&inner))
			ret = err_nomem(err);
		else if (html)
			ret = body_read(n->st, &src, 0, src.len, BODY_HTML,
			    err);
		else
			ret = add_text(n->st, &src, err);
		n->st->way = TEXT_PLAIN;
	}
	flat_free(&inner);
	return ret;
}

/* Another body, which says the same. */
static int
add_echo(struct ninjs *n, size_t off, int html, struct wtm_err *err)
{
	int ret;

	n->st->echoing = 1;
	ret = add_body(n, off, html, err);
	n->st->echoing = 0;
	return ret;
}

/* Version 1: body_html, body_xhtml, body_text, ...; 1 when there was one. */
static int
read_body_members(struct ninjs *n, struct wtm_err *err)
{
	static const struct {
		const char *key;
		int html;
	} keys[] = {
		{ "body_html", 1 }, { "body_xhtml", 1 }, { "body_text", 0 },
		{ "body_nitf", 1 },
	};

	int found = 0;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		size_t at = place_member(n->s, n->len, n->root, keys[i].key);

		if (at == 0)
			continue;
		if ((found ? add_echo : add_body)(n, at, keys[i].html,
		    err) != 0)
			return -1;
		found = 1;
	}
	return found;
}

static int
is_html(const struct ninjs *n, size_t body)
{
	return says(n, body, "contentType", "html") ||
	    says(n, body, "contenttype", "html") ||
	    says(n, body, "role", "html") ||
	    says(n, body, "contentType", "nitf");
}

/* The bodies that were not taken. */
static int
add_echoes(struct ninjs *n, size_t list, size_t best, struct wtm_err *err)
{
	int ret = 0;

	for (size_t at = place_first(n->s, n->len, list); at != 0 && ret == 0;
	    at = place_next(n->s, n->len, at)) {
		size_t value = place_member(n->s, n->len, at, "value");

		if (value != 0 && value != best)
			ret = add_echo(n, value, is_html(n, at), err);
	}
	return ret;
}

/* Versions 2 and 3: bodies by role. */
static int
read_bodies(struct ninjs *n, struct wtm_err *err)
{
	size_t list = place_member(n->s, n->len, n->root, "bodies");
	size_t best = 0;
	int best_html = 0;

	for (size_t at = place_first(n->s, n->len, list); at != 0;
	    at = place_next(n->s, n->len, at)) {
		size_t value = place_member(n->s, n->len, at, "value");
		int html = is_html(n, at);

		if (value == 0 || (best != 0 && html <= best_html))
			continue;
		best = value;
		best_html = html;
	}
	if (best != 0 && add_body(n, best, best_html, err) != 0)
		return -1;
	return best == 0 ? 0 : add_echoes(n, list, best, err);
}

static int
read_headlines(struct ninjs *n, struct wtm_err *err)
{
	size_t list = place_member(n->s, n->len, n->root, "headlines");
	size_t at = place_member(n->s, n->len, n->root, "headline");
	int ret = at == 0 ? 0 : add_line(n, at, WTM_FIELD_HEADLINE,
	    WTM_HEADLINE, err);

	for (at = place_first(n->s, n->len, list); at != 0 && ret == 0;
	    at = place_next(n->s, n->len, at))
		ret = add_line(n, place_member(n->s, n->len, at, "value"),
		    n->st->pub.fields[WTM_FIELD_HEADLINE].s == NULL
		    ? WTM_FIELD_HEADLINE : WTM_FIELD_SUBHEAD, WTM_HEADLINE,
		    err);
	return ret;
}

/* A single description, or a list by role. */
static int
read_descriptions(struct ninjs *n, struct wtm_err *err)
{
	size_t list = place_member(n->s, n->len, n->root, "descriptions");
	size_t at = place_member(n->s, n->len, n->root, "description_text");
	int ret = at == 0 ? 0 : add_line(n, at, WTM_FIELD_ABSTRACT,
	    WTM_SENTENCE, err);

	for (at = place_first(n->s, n->len, list); at != 0 && ret == 0;
	    at = place_next(n->s, n->len, at))
		ret = add_line(n, place_member(n->s, n->len, at, "value"),
		    WTM_FIELD_ABSTRACT, WTM_SENTENCE, err);
	return ret;
}

static int
read(struct story *st, struct wtm_err *err)
{
	struct ninjs n = { .st = st, .s = st->src.s, .len = st->src.len };
	int ret;

	if (place_check(n.s, n.len, st->name, err) != 0)
		return -1;
	n.root = place_root(n.s, n.len);
	if (read_fields(&n, err) != 0 || read_keywords(&n, err) != 0 ||
	    read_headlines(&n, err) != 0 || read_descriptions(&n, err) != 0)
		return -1;
	ret = read_body_members(&n, err);
	if (ret == 0)
		return read_bodies(&n, err);
	return ret > 0 ? 0 : -1;
}

const struct article_ops read_ninjs = { "ninjs", bid, read };
