/*
 * where-field: what a condition can ask of a unit: a table of fields, and
 * how to get at their values.
 */
#include "config.h"
#include "memory/where-inner.h"

#include <string.h>

/* An attribute of the unit and of its tuvs. */
static int
each_attr(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg)
{
	struct wtm_str v = wtm_attr_get(tu->attrs, tu->n_attrs, n->name.s);
	int ret = v.s != NULL ? fn(arg, v) : 0;

	(void)w;
	for (size_t i = 0; ret == 0 && i < tu->n_tuvs; i++) {
		v = wtm_attr_get(tu->tuvs[i].attrs, tu->tuvs[i].n_attrs,
		    n->name.s);
		ret = v.s != NULL ? fn(arg, v) : 0;
	}
	return ret;
}

/* The changedate, of a unit without one the creationdate. */
static int
each_date(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg)
{
	static const struct wtm_str names[] = { { "changedate", 10 },
		{ "creationdate", 12 } };
	struct where_node as = *n;

	for (size_t i = 0; i < 2; i++) {
		int has = wtm_attr_get(tu->attrs, tu->n_attrs,
		    names[i].s).s != NULL;

		for (size_t k = 0; k < tu->n_tuvs; k++)
			has |= wtm_attr_get(tu->tuvs[k].attrs,
			    tu->tuvs[k].n_attrs, names[i].s).s != NULL;
		as.name = names[i];
		if (has)
			return each_attr(w, &as, tu, fn, arg);
	}
	return 0;
}

static int
each_of_metas(const struct wtm_meta *m, size_t n_metas, const char *type,
    where_value_fn fn, void *arg)
{
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < n_metas; i++) {
		int wanted = type == NULL ? m[i].is_note : !m[i].is_note &&
		    m[i].type.s != NULL && strcmp(m[i].type.s, type) == 0;

		if (wanted)
			ret = fn(arg, m[i].text);
	}
	return ret;
}

static int
each_meta(const struct wtm_tu *tu, const char *type, where_value_fn fn,
    void *arg)
{
	int ret = each_of_metas(tu->metas, tu->n_metas, type, fn, arg);

	for (size_t i = 0; ret == 0 && i < tu->n_tuvs; i++)
		ret = each_of_metas(tu->tuvs[i].metas, tu->tuvs[i].n_metas,
		    type, fn, arg);
	return ret;
}

static int
each_prop(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg)
{
	(void)w;
	return each_meta(tu, n->name.s, fn, arg);
}

static int
each_note(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg)
{
	(void)w;
	(void)n;
	return each_meta(tu, NULL, fn, arg);
}

static int
each_kind(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg)
{
	int ret = each_meta(tu, "x-kind", fn, arg);

	(void)w;
	(void)n;
	return ret != 0 ? ret : each_meta(tu, "kind", fn, arg);
}

static int
each_origin(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg)
{
	struct wtm_str s;
	int ret = each_attr(w, n, tu, fn, arg);

	if (ret != 0 || w->headers == NULL)
		return ret;
	s = headers_origin(w->headers, tu);
	return s.s != NULL ? fn(arg, s) : 0;
}

static int
each_text_in(const struct wtm_tu *tu, const struct lang *in, where_value_fn fn,
    void *arg)
{
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < tu->n_tuvs; i++) {
		const struct wtm_tuv *v = &tu->tuvs[i];
		struct lang have;

		if (in != NULL) {
			lang_parse(&have, v->lang.s, v->lang.len);
			if (!lang_matches(in, &have))
				continue;
		}
		ret = fn(arg, v->text);
	}
	return ret;
}

static int
each_source(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg)
{
	(void)n;
	return each_text_in(tu, &w->source, fn, arg);
}

static int
each_target(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg)
{
	(void)n;
	return each_text_in(tu, &w->target, fn, arg);
}

static int
each_text(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg)
{
	(void)w;
	(void)n;
	return each_text_in(tu, NULL, fn, arg);
}

static int
each_lang(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg)
{
	int ret = 0;

	(void)w;
	(void)n;
	for (size_t i = 0; ret == 0 && i < tu->n_tuvs; i++)
		ret = fn(arg, tu->tuvs[i].lang);
	return ret;
}

static int
each_number(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg)
{
	uint64_t v = strcmp(n->name.s, "id") == 0 ? tu->id : tu->change;
	char s[8];

	(void)w;
	for (int i = 0; i < 8; i++)
		s[i] = (char)(v >> (56 - 8 * i));
	return fn(arg, (struct wtm_str){ s, sizeof s });
}

const struct where_field where_fields[WHERE_FIELDS] = {
	{ "source", NULL, WHERE_TEXT, 0, each_source },
	{ "target", NULL, WHERE_TEXT, 0, each_target },
	{ "text", NULL, WHERE_TEXT, 0, each_text },
	{ "note", NULL, WHERE_TEXT, 0, each_note },
	{ "prop:NAME", NULL, WHERE_TEXT, 1, each_prop },
	{ "lang", NULL, WHERE_LANG, 0, each_lang },
	{ "date", NULL, WHERE_DATE, 0, each_date },
	{ "creationdate", NULL, WHERE_DATE, 0, each_attr },
	{ "changedate", NULL, WHERE_DATE, 0, each_attr },
	{ "lastusagedate", NULL, WHERE_DATE, 0, each_attr },
	{ "creationid", NULL, WHERE_WORD, 0, each_attr },
	{ "changeid", NULL, WHERE_WORD, 0, each_attr },
	{ "tuid", NULL, WHERE_WORD, 0, each_attr },
	{ "origin", "creationtool", WHERE_WORD, 0, each_origin },
	{ "kind", NULL, WHERE_WORD, 0, each_kind },
	{ "id", NULL, WHERE_NUMBER, 0, each_number },
	{ "change", NULL, WHERE_NUMBER, 0, each_number },
};
