/*
 * count: how many units and languages a memory has, and how large it is.
 * Every unit is read.
 */
#include "config.h"
#include "memory/count.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "memory/folder.h"
#include "text/lang.h"

struct counting {
	struct arena *a;
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

static int
count_unit(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct counting *c = arg;

	c->units++;
	for (size_t i = 0; i < tu->n_tuvs; i++)
		if (count_lang(c, tu->tuvs[i].lang, err) != 0)
			return -1;
	return 0;
}

static int
by_tag(const void *a, const void *b)
{
	const struct wtm_lang_count *x = a;
	const struct wtm_lang_count *y = b;

	return strcmp(x->lang.s, y->lang.s);
}

static int
peek(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	return state_read(arg, txn, 0, err);
}

int
count_memory(struct wtm_stats *out, struct store *s, struct arena *a,
    struct wtm_err *err)
{
	struct counting c = { .a = a };
	struct state state;

	if (kv_read(store_kv(s), peek, &state, err) != 0 ||
	    store_walk(s, 0, count_unit, &c, err) != 0 ||
	    folder_sizes(&out->bytes_tables, &out->bytes_logs,
	    kv_dir(store_kv(s)), err) != 0)
		return -1;
	if (c.n > 0)
		qsort(c.langs, c.n, sizeof *c.langs, by_tag);
	out->units = c.units;
	out->langs = c.langs;
	out->n_langs = c.n;
	out->changes = state.published;
	out->format = STORE_FORMAT;
	return 0;
}
