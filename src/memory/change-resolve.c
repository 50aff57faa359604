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
    const struct index_view *view, const struct wtm_tuv *v,
    struct wtm_err *err)
{
	struct buf key = { 0 };
	struct lang lang;
	int ret;

	f->n = 0;
	lang_parse(&lang, v->lang.s, v->lang.len);
	ret = norm_key(&key, v->text.s, v->text.len, err);
	if (ret == 0)
		ret = index_exact(c->index, txn, view,
		    lang_group(&lang), norm_hash(key.s, key.len), take_id, f,
		    err);
	buf_free(&key);
	return ret;
}

/* Candidates by that side of the unit that has few. */
static int
candidates(struct found *f, struct change *c, struct kv_txn *txn,
    const struct index_view *view, const struct wtm_tu *tu,
    struct wtm_err *err)
{
	size_t best = 0;
	size_t best_n = (size_t)-1;

	if (view->n_runs == 0 && view->n_tail == 0)
		return 0;
	for (size_t i = 0; i < tu->n_tuvs && i < 4; i++) {
		if (same_text(f, c, txn, view, &tu->tuvs[i], err) != 0)
			return -1;
		if (f->n <= FEW)
			return 0;
		if (f->n < best_n) {
			best = i;
			best_n = f->n;
		}
	}
	return same_text(f, c, txn, view, &tu->tuvs[best], err);
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a;
	const uint64_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* What this change made of a unit before the item at hand. */
struct own {
	struct item *item;		/* that writes it, in this batch */
	const struct wtm_tu *staged;	/* or how it stands staged */
	int gone;			/* it was taken away */
};

static int
drops(const struct item *it, uint64_t id)
{
	for (size_t i = 0; i < it->n_drops; i++)
		if (it->drops[i].old->id == id)
			return 1;
	return 0;
}

/* 1 when an item of the batch tells. */
static int
find_in_batch(struct own *own, struct change *c, const struct item *it,
    uint64_t id)
{
	for (size_t i = (size_t)(it - c->items); i-- > 0;) {
		struct item *e = &c->items[i];

		own->gone = drops(e, id);
		if (own->gone)
			return 1;
		if (e->id != id || e->op == OP_NONE)
			continue;
		own->gone = e->op == OP_DELETE || e->op == OP_CANCEL;
		own->item = own->gone ? NULL : e;
		return 1;
	}
	return 0;
}

static int
find_own(struct own *own, struct change *c, struct kv_txn *txn,
    const struct item *it, uint64_t id, struct wtm_err *err)
{
	unsigned char k[KEY_UNIT];
	struct kv_bytes val;
	int ret;

	*own = (struct own){ 0 };
	if (find_in_batch(own, c, it, id) || c->build == NULL)
		return 0;
	key_unit(k, id, c->number);
	ret = kv_get(txn, KV_UNIT, k, sizeof k, &val, err);
	if (ret != 1)
		return ret;
	if (store_decode(&own->staged, id, val, &c->arena, err) != 0)
		return -1;
	own->gone = own->staged == NULL;
	return 0;
}

/* The unit as it stands with this change; NULL when it is gone. */
static const struct wtm_tu *
own_unit(const struct own *own, const struct wtm_tu *visible)
{
	if (own->gone)
		return NULL;
	if (own->item != NULL)
		return &own->item->out;
	return own->staged != NULL ? own->staged : visible;
}

/* The lowest id of a same unit in the memory; it->old is NULL when none. */
static int
find_in_memory(struct item *it, struct own *own, struct change *c,
    struct kv_txn *txn, const struct state *st, struct wtm_err *err)
{
	struct found f = { 0 };
	int ret = candidates(&f, c, txn, &st->view, it->tu, err);

	if (f.n > 1)
		qsort(f.ids, f.n, sizeof *f.ids, by_value);
	for (size_t i = 0; ret == 0 && i < f.n && it->old == NULL; i++) {
		const struct wtm_tu *tu;
		const struct wtm_tu *now;
		uint32_t change;

		if (i > 0 && f.ids[i] == f.ids[i - 1])
			continue;
		ret = store_get_version(&tu, &change, txn, st, f.ids[i],
		    &c->arena, err);
		if (ret != 0 || tu == NULL || !unit_same(tu, it->tu))
			continue;
		ret = find_own(own, c, txn, it, tu->id, err);
		now = own_unit(own, tu);
		if (now == NULL && c->opts.on_duplicate == WTM_REPLACE)
			now = tu;	/* dropped for another; both stay */
		if (ret == 0 && now != NULL && unit_same(now, it->tu)) {
			it->id = tu->id;
			it->old = tu;
			it->old_change = change;
		}
	}
	free(f.ids);
	return ret;
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
	it->old = NULL;
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
	struct own own;
	int ret = same_text(&f, c, txn, &st->view, source, err);

	it->drops = arena_array(&c->arena, f.n + 1, sizeof *it->drops);
	if (it->drops == NULL)
		ret = err_nomem(err);
	for (size_t i = 0; ret == 0 && i < f.n; i++) {
		struct drop *d = &it->drops[it->n_drops];

		ret = store_get_version(&d->old, &d->old_change, txn, st,
		    f.ids[i], &c->arena, err);
		if (ret != 0 || d->old == NULL || d->old->id == it->id ||
		    !has_source(d->old, source) ||
		    !same_languages(d->old, it->tu) ||
		    map64_get(&c->ids, unit_hash(d->old)) != 0 ||
		    drops(it, d->old->id))
			continue;
		ret = find_own(&own, c, txn, it, d->old->id, err);
		if (own_unit(&own, d->old) == d->old)
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
	if (it->revives || !unit_identical(&it->out, it->old))
		it->op = OP_REPLACE;
	return 0;
}

/* Among the units that were put into runs: by the index of these. */
static int
find_in_own_runs(uint64_t *id, struct change *c, struct kv_txn *txn,
    const struct wtm_tu *tu, struct wtm_err *err)
{
	struct index_view view = { 0 };
	struct found f = { 0 };
	int ret;

	index_build_runs(&view, c->build);
	ret = candidates(&f, c, txn, &view, tu, err);
	for (size_t i = 0; ret == 0 && i < f.n && *id == 0; i++) {
		const struct wtm_tu *staged;

		ret = store_get_exactly(&staged, txn, f.ids[i], c->number,
		    &c->arena, err);
		if (ret >= 0 && staged != NULL && unit_same(staged, tu))
			*id = f.ids[i];
		ret = ret < 0 ? -1 : 0;
	}
	free(f.ids);
	return ret;
}

int
change_own_id(uint64_t *id, struct change *c, struct kv_txn *txn,
    const struct wtm_tu *tu, uint64_t hash, struct wtm_err *err)
{
	*id = map64_get(&c->ids, hash);
	if (*id != 0 || !bloom_has(&c->ids_in_runs, hash))
		return 0;
	return find_in_own_runs(id, c, txn, tu, err);
}

/* 1 when the unit is one that this change brought itself. */
static int
resolve_own(struct item *it, struct change *c, struct kv_txn *txn,
    struct wtm_err *err)
{
	const struct wtm_tu *now;
	struct own own;
	uint64_t id;
	int ret;

	if (change_own_id(&id, c, txn, it->tu, it->hash, err) != 0)
		return -1;
	if (id == 0 || id == it->new_id)
		return 0;
	if (find_own(&own, c, txn, it, id, err) != 0)
		return -1;
	now = own_unit(&own, NULL);
	if (now == NULL || !unit_same(now, it->tu))
		return 0;
	ret = own.item != NULL ? merge_into_item(own.item, it, c, err) :
	    merge_into_staged(it, own.staged, c, err);
	return ret == 0 ? 1 : -1;
}

static int
resolve_put(struct item *it, struct change *c, struct kv_txn *txn,
    const struct state *st, struct wtm_err *err)
{
	struct own own = { 0 };
	int ret = resolve_own(it, c, txn, err);

	if (ret != 0)
		return ret < 0 ? -1 : 0;
	if (find_in_memory(it, &own, c, txn, st, err) != 0)
		return -1;
	if (it->old == NULL) {
		it->op = OP_NEW;
		it->id = it->new_id;
		it->out = *it->tu;
		it->texts = 1;
		return 0;
	}
	if (own.item != NULL)
		return merge_into_item(own.item, it, c, err);
	if (own.staged != NULL)
		return merge_into_staged(it, own.staged, c, err);
	it->revives = it->texts = own.gone;
	return merge_with_old(it, c, err);
}

/* What deleting means for a unit that this change wrote already. */
static enum op
delete_own(const struct change *c, const struct wtm_tu *staged)
{
	return staged->change == c->number ? OP_CANCEL : OP_DELETE;
}

static void
set_out(struct item *it, const struct wtm_tu *tu, uint32_t change)
{
	it->out = *tu;
	it->out.change = change;
	it->texts = 1;
}

static void
edit_item(struct item *e, const struct item *it, const struct change *c)
{
	if (it->want == WANT_EDIT) {
		set_out(e, it->tu, e->out.change);
	} else if (e->op == OP_NEW) {
		e->op = OP_NONE;
	} else {
		e->op = e->op == OP_AGAIN ? delete_own(c, &e->out) :
		    OP_DELETE;
	}
}

static void
edit_staged(struct item *it, const struct wtm_tu *staged,
    const struct change *c)
{
	if (it->want == WANT_DELETE) {
		it->op = delete_own(c, staged);
		return;
	}
	it->op = OP_AGAIN;
	set_out(it, it->tu, staged->change);
}

static int
resolve_known(struct item *it, struct change *c, struct kv_txn *txn,
    const struct state *st, struct wtm_err *err)
{
	const struct wtm_tu *visible;
	struct own own;

	if (find_own(&own, c, txn, it, it->id, err) != 0 ||
	    store_get_version(&visible, &it->old_change, txn, st, it->id,
	    &c->arena, err) != 0)
		return -1;
	if (own_unit(&own, visible) == NULL && it->want == WANT_DELETE &&
	    (own.gone || c->opts.missing_ok))
		return 0;
	if (own_unit(&own, visible) == NULL)
		return err_set(err, WTM_USAGE, 0, "there is no unit %llu",
		    (unsigned long long)it->id);
	if (it->expected != 0 && it->expected != it->old_change) {
		c->outrun = 1;
		return err_set(err, WTM_SYSTEM, 0, "unit %llu is being "
		    "changed by others all the time; try again",
		    (unsigned long long)it->id);
	}
	if (own.item != NULL) {
		edit_item(own.item, it, c);
	} else if (own.staged != NULL) {
		edit_staged(it, own.staged, c);
	} else if (it->want == WANT_DELETE) {
		it->old = visible;
		it->op = OP_DELETE;
	} else if (!unit_identical(it->tu, visible)) {
		it->old = visible;
		set_out(it, it->tu, visible->change);
		it->op = OP_REPLACE;
	}
	return 0;
}

/*
 * A unit that comes back must not be there already because somebody brought
 * the same one since.
 */
static int
check_return(const struct item *it, struct change *c, struct kv_txn *txn,
    const struct state *st, struct wtm_err *err)
{
	struct found f = { 0 };
	int ret = candidates(&f, c, txn, &st->view, it->tu, err);

	for (size_t i = 0; ret == 0 && i < f.n; i++) {
		const struct wtm_tu *tu;

		if (f.ids[i] == it->id)
			continue;
		ret = store_get(&tu, txn, st, f.ids[i], &c->arena, err);
		if (ret == 0 && tu != NULL && tu->change > c->opts.undoes &&
		    unit_same(tu, it->tu))
			ret = err_set(err, WTM_INPUT, 0, "change %u cannot be "
			    "undone: change %u brought unit %llu again, as "
			    "unit %llu", c->opts.undoes, tu->change,
			    (unsigned long long)it->id,
			    (unsigned long long)tu->id);
	}
	free(f.ids);
	return ret;
}

static int
resolve_revert(struct item *it, struct change *c, struct kv_txn *txn,
    const struct state *st, struct wtm_err *err)
{
	if (store_get_version(&it->old, &it->old_change, txn, st, it->id,
	    &c->arena, err) != 0)
		return -1;
	if (it->tu == NULL) {
		it->op = it->old != NULL ? OP_DELETE : OP_NONE;
		return 0;
	}
	set_out(it, it->tu, it->tu->change);
	it->op = it->old == NULL ? OP_RESTORE : OP_REPLACE;
	it->texts = it->old == NULL || !unit_same(it->old, it->tu);
	if (!it->texts) {
		if (unit_identical(it->old, it->tu))
			it->op = OP_NONE;
		return 0;
	}
	/* What took it away left it in the index. */
	if (it->old == NULL && c->build != NULL &&
	    c->opts.undoes >= st->rebuilt) {
		it->texts = 0;
		c->leans = 1;
	}
	if (!c->opts.brought_since && st->published == c->opts.seen)
		return 0;
	return check_return(it, c, txn, st, err);
}

/* Its own units are found by their hash, whatever they were before. */
static int
remember(struct change *c, const struct item *it, struct wtm_err *err)
{
	uint64_t hash = it->hash;

	if (it->want == WANT_DELETE || it->want == WANT_REVERT ||
	    (it->op == OP_NONE &&
	    c->opts.on_duplicate != WTM_REPLACE))
		return 0;
	if (it->want == WANT_EDIT)
		hash = unit_hash(it->tu);
	return map64_put(&c->ids, hash, it->id) == 0 ? 0 : err_nomem(err);
}

int
change_resolve(struct change *c, struct kv_txn *txn, const struct state *st,
    struct wtm_err *err)
{
	for (size_t i = 0; i < c->n_items; i++) {
		struct item *it = &c->items[i];
		int ret;

		it->op = OP_NONE;
		it->texts = 0;
		it->revives = 0;
		it->old = NULL;
		it->old_change = 0;
		it->n_drops = 0;
		if (it->want == WANT_PUT)
			ret = resolve_put(it, c, txn, st, err);
		else if (it->want == WANT_REVERT)
			ret = resolve_revert(it, c, txn, st, err);
		else
			ret = resolve_known(it, c, txn, st, err);
		if (ret == 0 && it->want == WANT_PUT &&
		    c->opts.on_duplicate == WTM_REPLACE)
			ret = find_drops(it, c, txn, st, err);
		/* Once more is right when the transaction is repeated. */
		if (ret != 0 || remember(c, it, err) != 0)
			return -1;
	}
	return 0;
}
