/*
 * change-resolve: what an item of a change comes to.
 *
 * The same unit is looked for among those this change brought already, then
 * in the memory, by the exact-key text of one of its languages.  Resolving
 * changes nothing and can be repeated.
 */
#include "config.h"
#include "memory/change-inner.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "memory/unit.h"
#include "text/lang.h"
#include "text/norm.h"

enum { FEW = 64 };

struct found {
	uint64_t *ids;
	size_t n;
	size_t cap;
};

static int
take_id(void *arg, uint64_t id, int bound, struct wtm_err *err)
{
	struct found *f = arg;

	(void)bound;
	if (f->n == f->cap) {
		size_t cap = f->cap == 0 ? FEW : f->cap * 2;
		uint64_t *ids = realloc(f->ids, cap * sizeof *ids);

		if (ids == NULL)
			return err_nomem(err);
		f->ids = ids;
		f->cap = cap;
	}
	f->ids[f->n++] = id;
	return 0;
}

/* Units that have this text in this language. */
static int
same_text(struct found *f, struct change *c, struct kv_txn *txn,
    const struct state *st, const struct wtm_tuv *v, struct wtm_err *err)
{
	struct buf key = { 0 };
	struct lang lang;
	int ret;

	f->n = 0;
	lang_parse(&lang, v->lang.s, v->lang.len);
	ret = norm_key(&key, v->text.s, v->text.len, err);
	if (ret == 0)
		ret = index_exact(c->index, txn, &st->view,
		    lang_group(&lang), norm_hash(key.s, key.len), take_id, f,
		    err);
	buf_free(&key);
	return ret;
}

/* Candidates by that side of the unit that has few. */
static int
candidates(struct found *f, struct change *c, struct kv_txn *txn,
    const struct state *st, const struct wtm_tu *tu, struct wtm_err *err)
{
	size_t best = 0;
	size_t best_n = (size_t)-1;

	if (st->view.n_runs == 0 && st->view.n_tail == 0)
		return 0;
	for (size_t i = 0; i < tu->n_tuvs && i < 4; i++) {
		if (same_text(f, c, txn, st, &tu->tuvs[i], err) != 0)
			return -1;
		if (f->n <= FEW)
			return 0;
		if (f->n < best_n) {
			best = i;
			best_n = f->n;
		}
	}
	return same_text(f, c, txn, st, &tu->tuvs[best], err);
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a;
	const uint64_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* The lowest id of a same unit in the memory; 0 when there is none. */
static int
find_in_memory(struct item *it, struct change *c, struct kv_txn *txn,
    const struct state *st, struct wtm_err *err)
{
	struct found f = { 0 };
	int ret = candidates(&f, c, txn, st, it->tu, err);

	it->old = NULL;
	if (f.n > 1)
		qsort(f.ids, f.n, sizeof *f.ids, by_value);
	for (size_t i = 0; ret == 0 && i < f.n; i++) {
		const struct wtm_tu *tu;
		uint32_t change;

		if (i > 0 && f.ids[i] == f.ids[i - 1])
			continue;
		ret = store_get_version(&tu, &change, txn, st, f.ids[i],
		    &c->arena, err);
		if (ret == 0 && tu != NULL && unit_same(tu, it->tu)) {
			it->id = tu->id;
			it->old = tu;
			it->old_change = change;
			break;
		}
	}
	free(f.ids);
	return ret;
}

/* The item of this batch, before it, that writes the unit id. */
static struct item *
earlier_item(struct change *c, const struct item *it, uint64_t id)
{
	for (struct item *e = c->items; e < it; e++)
		if ((e->op == OP_NEW || e->op == OP_REPLACE ||
		    e->op == OP_AGAIN) && e->id == id)
			return e;
	return NULL;
}

/* Let `to`, an earlier item of the batch, take the unit in as well. */
static int
merge_into_item(struct item *to, struct item *it, struct change *c,
    struct wtm_err *err)
{
	struct wtm_tu old = to->out;

	it->op = OP_NONE;
	it->id = to->id;
	if (c->opts.on_duplicate == WTM_KEEP)
		return 0;
	return unit_merge(&to->out, &old, it->tu, &c->arena, err);
}

/* Merge with a version this change has staged; `staged` is that. */
static int
merge_into_staged(struct item *it, const struct wtm_tu *staged,
    struct change *c, struct wtm_err *err)
{
	it->id = staged->id;
	it->op = OP_NONE;
	if (c->opts.on_duplicate == WTM_KEEP)
		return 0;
	if (unit_merge(&it->out, staged, it->tu, &c->arena, err) != 0)
		return -1;
	if (!unit_identical(&it->out, staged))
		it->op = OP_AGAIN;
	return 0;
}

/* The same set of languages, so that one can stand for the other. */
static int
same_languages(const struct wtm_tu *a, const struct wtm_tu *b)
{
	if (a->n_tuvs != b->n_tuvs)
		return 0;
	for (size_t i = 0; i < a->n_tuvs; i++) {
		const struct wtm_tuv *v = &a->tuvs[i];
		size_t j = 0;

		while (j < b->n_tuvs && !lang_same_tag(v->lang.s, v->lang.len,
		    b->tuvs[j].lang.s, b->tuvs[j].lang.len))
			j++;
		if (j == b->n_tuvs)
			return 0;
	}
	return 1;
}

static const struct wtm_tuv *
source_tuv(const struct wtm_tu *tu, const char *lang)
{
	for (size_t i = 0; lang != NULL && i < tu->n_tuvs; i++)
		if (lang_same_tag(tu->tuvs[i].lang.s, tu->tuvs[i].lang.len,
		    lang, strlen(lang)))
			return &tu->tuvs[i];
	return &tu->tuvs[0];
}

static int
has_source(const struct wtm_tu *tu, const struct wtm_tuv *source)
{
	for (size_t i = 0; i < tu->n_tuvs; i++)
		if (tu->tuvs[i].text.len == source->text.len &&
		    memcmp(tu->tuvs[i].text.s, source->text.s,
		    source->text.len) == 0 &&
		    lang_same_tag(tu->tuvs[i].lang.s, tu->tuvs[i].lang.len,
		    source->lang.s, source->lang.len))
			return 1;
	return 0;
}

/* Other units of that source in these languages, but for this change's. */
static int
find_drops(struct item *it, struct change *c, struct kv_txn *txn,
    const struct state *st, struct wtm_err *err)
{
	const struct wtm_tuv *source = source_tuv(it->tu, c->opts.source);
	struct found f = { 0 };
	int ret = same_text(&f, c, txn, st, source, err);

	it->drops = arena_array(&c->arena, f.n + 1, sizeof *it->drops);
	if (it->drops == NULL)
		ret = err_nomem(err);
	for (size_t i = 0; ret == 0 && i < f.n; i++) {
		struct drop *d = &it->drops[it->n_drops];

		ret = store_get_version(&d->old, &d->old_change, txn, st,
		    f.ids[i], &c->arena, err);
		if (ret == 0 && d->old != NULL && d->old->id != it->id &&
		    has_source(d->old, source) &&
		    same_languages(d->old, it->tu) &&
		    map64_get(&c->ids, unit_hash(d->old)) == 0)
			it->n_drops++;
	}
	free(f.ids);
	return ret;
}

static int
merge_with_old(struct item *it, struct change *c, struct wtm_err *err)
{
	it->op = OP_NONE;
	if (c->opts.on_duplicate == WTM_KEEP)
		return 0;
	if (unit_merge(&it->out, it->old, it->tu, &c->arena, err) != 0)
		return -1;
	if (!unit_identical(&it->out, it->old) ||
	    c->opts.on_duplicate == WTM_REPLACE)
		it->op = OP_REPLACE;
	return 0;
}

static int
staged_version(const struct wtm_tu **out, struct change *c,
    struct kv_txn *txn, uint64_t id, struct wtm_err *err)
{
	*out = NULL;
	if (c->number == 0)
		return 0;
	return store_get_exactly(out, txn, id, c->number, &c->arena, err);
}

/* 1 when the unit is one that this change brought itself. */
static int
resolve_own(struct item *it, struct change *c, struct kv_txn *txn,
    struct wtm_err *err)
{
	uint64_t id = map64_get(&c->ids, it->hash);
	const struct wtm_tu *staged;
	struct item *e;

	if (id == 0 || id == it->new_id)
		return 0;
	e = earlier_item(c, it, id);
	if (e != NULL) {
		if (!unit_same(&e->out, it->tu))
			return 0;
		return merge_into_item(e, it, c, err) == 0 ? 1 : -1;
	}
	if (staged_version(&staged, c, txn, id, err) != 0)
		return -1;
	if (staged == NULL || !unit_same(staged, it->tu))
		return 0;
	return merge_into_staged(it, staged, c, err) == 0 ? 1 : -1;
}

static int
resolve_put(struct item *it, struct change *c, struct kv_txn *txn,
    const struct state *st, struct wtm_err *err)
{
	const struct wtm_tu *staged;
	struct item *e;
	int ret = resolve_own(it, c, txn, err);

	if (ret != 0)
		return ret < 0 ? -1 : 0;
	if (find_in_memory(it, c, txn, st, err) != 0)
		return -1;
	if (it->old == NULL) {
		it->op = OP_NEW;
		it->id = it->new_id;
		it->out = *it->tu;
		return 0;
	}
	e = earlier_item(c, it, it->id);
	if (e != NULL)
		return merge_into_item(e, it, c, err);
	if (staged_version(&staged, c, txn, it->id, err) != 0)
		return -1;
	if (staged != NULL)
		return merge_into_staged(it, staged, c, err);
	return merge_with_old(it, c, err);
}

static int
resolve_known(struct item *it, struct change *c, struct kv_txn *txn,
    const struct state *st, struct wtm_err *err)
{
	if (store_get_version(&it->old, &it->old_change, txn, st, it->id,
	    &c->arena, err) != 0)
		return -1;
	if (it->old == NULL && it->want == WANT_DELETE && c->opts.missing_ok)
		return 0;
	if (it->old == NULL)
		return err_set(err, WTM_USAGE, 0, "there is no unit %llu",
		    (unsigned long long)it->id);
	if (it->want == WANT_DELETE) {
		it->op = OP_DELETE;
		return 0;
	}
	it->out = *it->tu;
	it->op = unit_identical(&it->out, it->old) ? OP_NONE : OP_REPLACE;
	return 0;
}

int
change_resolve(struct change *c, struct kv_txn *txn, const struct state *st,
    struct wtm_err *err)
{
	for (size_t i = 0; i < c->n_items; i++) {
		struct item *it = &c->items[i];
		int ret;

		it->op = OP_NONE;
		it->old = NULL;
		it->old_change = 0;
		it->n_drops = 0;
		if (it->want == WANT_PUT)
			ret = resolve_put(it, c, txn, st, err);
		else
			ret = resolve_known(it, c, txn, st, err);
		if (ret != 0)
			return -1;
		if (it->want == WANT_PUT && it->op != OP_NONE &&
		    c->opts.on_duplicate == WTM_REPLACE &&
		    find_drops(it, c, txn, st, err) != 0)
			return -1;
		/* Once more is right when the transaction is repeated. */
		if (it->want == WANT_PUT && (it->op == OP_NEW ||
		    c->opts.on_duplicate == WTM_REPLACE) &&
		    map64_put(&c->ids, it->hash, it->id) != 0)
			return err_nomem(err);
	}
	return 0;
}
