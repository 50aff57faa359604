/*
 * count: how many units and languages a memory has, and how large it is.
 * Every unit is read.
 */
#include "config.h"
#include "memory/count.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "kv/folder.h"
#include "memory/header.h"
#include "text/lang.h"

enum { PAIRS, ORIGINS, YEARS, TALLIES, TALLY_MAX = 1000 };

struct tally {
	struct wtm_tally *at;
	size_t n;
};

struct counting {
	struct arena *a;
	struct headers headers;
	struct tally tallies[TALLIES];
	struct buf name;
	struct wtm_lang_count *langs;
	size_t n;
	size_t cap;
	uint64_t units;
};

static int
count_lang(struct counting *c, struct wtm_str lang, struct wtm_err *err)
{
	for (size_t i = 0; i < c->n; i++) {
		if (lang_same_tag(c->langs[i].lang.s, c->langs[i].lang.len,
		    lang.s, lang.len)) {
			c->langs[i].tuvs++;
			return 0;
		}
	}
	if (c->n == c->cap) {
		size_t cap = c->cap == 0 ? 16 : c->cap * 2;
		struct wtm_lang_count *at = arena_array(c->a, cap,
		    sizeof *at);

		if (at == NULL)
			return err_nomem(err);
		if (c->n > 0)
			memcpy(at, c->langs, c->n * sizeof *at);
		c->langs = at;
		c->cap = cap;
	}
	c->langs[c->n].lang = arena_str(c->a, lang.s, lang.len);
	c->langs[c->n++].tuvs = 1;
	return 0;
}

/* In a full list what is new counts as "other". */
static int
count_name(struct counting *c, struct tally *t, struct wtm_str name,
    struct wtm_err *err)
{
	if (t->at == NULL)
		t->at = arena_array(c->a, TALLY_MAX + 1, sizeof *t->at);
	if (t->at == NULL)
		return err_nomem(err);
	if (name.s == NULL)
		name = (struct wtm_str){ "-", 1 };
	for (size_t i = 0; i < t->n; i++)
		if (t->at[i].name.len == name.len &&
		    memcmp(t->at[i].name.s, name.s, name.len) == 0) {
			t->at[i].units++;
			return 0;
		}
	if (t->n > TALLY_MAX) {
		t->at[TALLY_MAX].units++;
		return 0;
	}
	if (t->n == TALLY_MAX)
		name = (struct wtm_str){ "other", 5 };
	t->at[t->n].name = arena_str(c->a, name.s, name.len);
	t->at[t->n].units = 1;
	return t->at[t->n++].name.s != NULL ? 0 : err_nomem(err);
}

static struct wtm_str
year_of(const struct wtm_tu *tu)
{
	static const char *const names[] = { "changedate", "creationdate" };
	struct wtm_str s = { 0 };

	for (size_t i = 0; i < 2 && s.s == NULL; i++) {
		s = wtm_attr_get(tu->attrs, tu->n_attrs, names[i]);
		for (size_t k = 0; k < tu->n_tuvs && s.s == NULL; k++)
			s = wtm_attr_get(tu->tuvs[k].attrs,
			    tu->tuvs[k].n_attrs, names[i]);
	}
	if (s.len > 4)
		s.len = 4;
	return s;
}

/* By languages, origin and year. */
static int
tally_unit(struct counting *c, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct wtm_str origin = wtm_attr_get(tu->attrs, tu->n_attrs,
	    "creationtool");

	if (origin.s == NULL)
		origin = headers_origin(&c->headers, tu);
	buf_clear(&c->name);
	for (size_t i = 0; i < tu->n_tuvs; i++) {
		buf_adds(&c->name, i > 0 ? " " : "");
		buf_add(&c->name, tu->tuvs[i].lang.s, tu->tuvs[i].lang.len);
	}
	if (!buf_ok(&c->name))
		return err_nomem(err);
	if (count_name(c, &c->tallies[PAIRS], (struct wtm_str){ c->name.s,
	    c->name.len }, err) != 0 ||
	    count_name(c, &c->tallies[ORIGINS], origin, err) != 0)
		return -1;
	return count_name(c, &c->tallies[YEARS], year_of(tu), err);
}

static int
count_unit(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct counting *c = arg;

	c->units++;
	for (size_t i = 0; i < tu->n_tuvs; i++)
		if (count_lang(c, tu->tuvs[i].lang, err) != 0)
			return -1;
	return tally_unit(c, tu, err);
}

static int
by_name(const void *a, const void *b)
{
	const struct wtm_tally *x = a;
	const struct wtm_tally *y = b;

	return strcmp(x->name.s, y->name.s);
}

static int
by_tag(const void *a, const void *b)
{
	const struct wtm_lang_count *x = a;
	const struct wtm_lang_count *y = b;

	return strcmp(x->lang.s, y->lang.s);
}

int
count_memory(struct wtm_stats *out, struct store *s, struct arena *a,
    struct wtm_err *err)
{
	struct counting c = { .a = a };
	struct state state;
	int ret = headers_read(&c.headers, &state, s, err);

	if (ret == 0)
		ret = store_walk_at(s, &state, 0, count_unit, &c, err);
	if (ret == 0)
		ret = folder_sizes(&out->bytes_tables, &out->bytes_logs,
		    kv_dir(store_kv(s)), err);
	headers_free(&c.headers);
	buf_free(&c.name);
	if (ret != 0)
		return -1;
	for (size_t i = 0; i < TALLIES; i++)
		if (c.tallies[i].n > 0)
			qsort(c.tallies[i].at, c.tallies[i].n,
			    sizeof *c.tallies[i].at, by_name);
	if (c.n > 0)
		qsort(c.langs, c.n, sizeof *c.langs, by_tag);
	out->units = c.units;
	out->langs = c.langs;
	out->n_langs = c.n;
	out->pairs = c.tallies[PAIRS].at;
	out->n_pairs = c.tallies[PAIRS].n;
	out->origins = c.tallies[ORIGINS].at;
	out->n_origins = c.tallies[ORIGINS].n;
	out->years = c.tallies[YEARS].at;
	out->n_years = c.tallies[YEARS].n;
	out->changes = state.published;
	out->format = STORE_FORMAT;
	return 0;
}
