/*
 * xml-rules: an XML format as a table: which element or attribute says what.
 *
 * The file is first read by xml, which refuses what is not well-formed or
 * asks for entities; then its tags are walked with their places.  Attributes
 * are taken at the start of an element and its text at its end, so what
 * stands inside comes first.
 */
#include "config.h"
#include "format/xml-rules.h"

#include <string.h>

#include "base/err.h"
#include "base/gzip.h"
#include "base/xml.h"
#include "format/body.h"

enum { DEPTH_MAX = 256 };	/* as xml has it */

struct open_element {
	const char *name;
	size_t len;
	size_t inner;	/* where its content begins */
};

struct walk {
	struct story *st;
	const struct xml_rule *const *tables;
	struct open_element open[DEPTH_MAX];
	size_t depth;
	size_t body_depth;	/* of the body that we are in; 0: in none */
	struct buf value;
};

/* Do the names of the open elements end with the path? */
static int
fits(const struct walk *w, const char *path)
{
	size_t end = strlen(path);
	size_t d = w->depth;

	for (;;) {
		size_t from = end;

		while (from > 0 && path[from - 1] != '/')
			from--;
		if (d == 0 || w->open[d - 1].len != end - from ||
		    memcmp(w->open[d - 1].name, path + from, end - from) != 0)
			return 0;
		if (from == 0)
			return 1;
		d--;
		end = from - 1;
	}
}

/* The value of an attribute in w->value: 1, or 0: none. */
static int
get_attr(struct walk *w, const struct markup_token *t, const char *name)
{
	buf_clear(&w->value);
	return markup_attr(t, name, &w->value) && w->value.len > 0;
}

static int
is_meant(struct walk *w, const struct xml_rule *r,
    const struct markup_token *t)
{
	if (r->only_attr == NULL)
		return 1;
	return get_attr(w, t, r->only_attr) &&
	    strcmp(w->value.s, r->only_value) == 0;
}

static int
at_start(struct walk *w, const struct xml_rule *r,
    const struct markup_token *t, struct wtm_err *err)
{
	const char *v;
	size_t len;

	if (r->attr == NULL || !is_meant(w, r, t) || !get_attr(w, t, r->attr))
		return 0;
	if (!buf_ok(&w->value))
		return err_nomem(err);
	v = w->value.s;
	len = w->value.len;
	switch (r->what) {
	case RULE_CODE:
		if (strchr(v, ':') != NULL)
			v = strchr(v, ':') + 1;
		return story_set(w->st, r->field, STORY_SET, v, strlen(v),
		    err);
	case RULE_WEAK:
		return story_set(w->st, r->field, STORY_WEAK, v, len, err);
	case RULE_DATE:
		return story_set_date(w->st, r->field, v, len, err);
	case RULE_KEYWORD:
		return story_keyword(w->st, v, len, err);
	default:
		return story_set(w->st, r->field, STORY_SET, v, len, err);
	}
}

static int
set_text(struct walk *w, const struct xml_rule *r, const struct flat *f,
    struct wtm_err *err)
{
	const char *s = f->text.s == NULL ? "" : f->text.s;

	if (!flat_ok(f))
		return err_nomem(err);
	switch (r->what) {
	case RULE_DATE:
		return story_set_date(w->st, r->field, s, f->text.len, err);
	case RULE_KEYWORD:
		return story_keyword(w->st, s, f->text.len, err);
	case RULE_FALLBACK:
		return story_set(w->st, r->field, STORY_WEAK, s, f->text.len,
		    err);
	default:
		return story_set(w->st, r->field, STORY_SET, s, f->text.len,
		    err);
	}
}

static int
has_elements(const struct walk *w, size_t from, size_t to)
{
	struct markup m = { .s = w->st->src.s, .len = to, .off = from };
	struct markup_token t;

	while (markup_next(&m, &t))
		if (t.kind == MARKUP_START)
			return 1;
	return 0;
}

/* HTML that stands in XML as text. */
static int
read_escaped(struct walk *w, const struct xml_rule *r, size_t from, size_t to,
    struct wtm_err *err)
{
	const struct source *src = &w->st->src;
	struct markup m = { .s = src->s, .len = to, .off = from };
	struct markup_token t;
	struct source html;
	struct flat inner = { 0 };
	struct flat f = { 0 };
	int ret = -1;

	while (markup_next(&m, &t))
		if (t.kind == MARKUP_TEXT || t.kind == MARKUP_CDATA)
			flat_copy(&inner, src, t.from, t.to,
			    t.kind == MARKUP_TEXT);
	html = flat_source(&inner, src);
	w->st->way = r->what == RULE_HTML ? TEXT_HTML : TEXT_MAYBE_HTML;
	if (!flat_ok(&inner)) {
		err_nomem(err);
	} else if (r->what == RULE_HTML) {
		ret = body_read(w->st, &html, 0, html.len, BODY_HTML, err);
	} else {
		body_flatten(&f, &html, 0, html.len, BODY_HTML);
		ret = story_block(w->st, r->field, r->kind, &f, &html, err);
	}
	w->st->way = TEXT_PLAIN;
	flat_free(&inner);
	flat_free(&f);
	return ret;
}

static int
makes_blocks(const struct xml_rule *r)
{
	return r->what == RULE_BLOCK || r->what == RULE_BODY ||
	    r->what == RULE_HTML || r->what == RULE_HTML_BLOCK;
}

static int
at_end(struct walk *w, const struct xml_rule *r, size_t from, size_t to,
    struct wtm_err *err)
{
	const struct source *src = &w->st->src;
	struct flat f = { 0 };
	int html = r->what == RULE_HTML || r->what == RULE_HTML_BLOCK;
	int ret;

	html = html && !has_elements(w, from, to);
	if (r->what == RULE_BODY || (r->what == RULE_HTML && !html))
		return body_read(w->st, src, from, to, BODY_XML, err);
	if (html)
		return read_escaped(w, r, from, to, err);
	body_flatten(&f, src, from, to, BODY_XML);
	ret = r->what == RULE_ECHO ? story_echo(w->st, &f, src, err)
	    : makes_blocks(r)
	    ? story_block(w->st, r->field, r->kind, &f, src, err)
	    : set_text(w, r, &f, err);
	flat_free(&f);
	return ret;
}

/* All rules for the innermost open element; t is its start, or NULL. */
static int
apply(struct walk *w, const struct markup_token *t, size_t end,
    struct wtm_err *err)
{
	const struct open_element *e = &w->open[w->depth - 1];
	int ret = 0;

	for (size_t i = 0; w->tables[i] != NULL && ret == 0; i++) {
		for (const struct xml_rule *r = w->tables[i];
		    r->path != NULL && ret == 0; r++) {
			if (!fits(w, r->path))
				continue;
			if (t != NULL) {
				if (makes_blocks(r) && w->body_depth == 0)
					w->body_depth = w->depth;
				ret = at_start(w, r, t, err);
			} else if (r->attr == NULL && (!makes_blocks(r) ||
			    w->body_depth == w->depth)) {
				ret = at_end(w, r, e->inner, end, err);
			}
		}
	}
	return ret;
}

static int
leave(struct walk *w, size_t end, struct wtm_err *err)
{
	int ret = apply(w, NULL, end, err);

	if (w->body_depth == w->depth)
		w->body_depth = 0;
	w->depth--;
	return ret;
}

static int
walk(struct walk *w, struct wtm_err *err)
{
	struct markup m = { .s = w->st->src.s, .len = w->st->src.len };
	struct markup_token t;

	while (markup_next(&m, &t)) {
		if (t.kind == MARKUP_START && w->depth < DEPTH_MAX) {
			w->open[w->depth++] = (struct open_element){
				t.name, t.name_len, t.to };
			if (apply(w, &t, 0, err) != 0)
				return -1;
		}
		if ((t.kind == MARKUP_END || (t.kind == MARKUP_START &&
		    t.empty)) && w->depth > 0 &&
		    leave(w, t.kind == MARKUP_END ? t.from : t.to, err) != 0)
			return -1;
	}
	return 0;
}

int
xml_rules_read(struct story *st, const struct xml_rule *const *tables,
    struct wtm_err *err)
{
	static const struct xml_handler nothing = { .charset = "UTF-8" };
	struct walk w = { .st = st, .tables = tables };
	struct input *in;
	int ret;

	if (input_over_bytes(&in, st->src.s, st->src.len, st->name,
	    err) != 0)
		return -1;
	ret = xml_parse(in, &nothing, NULL, err);
	input_close(in);
	if (ret == 0)
		ret = walk(&w, err);
	buf_free(&w.value);
	return ret;
}
