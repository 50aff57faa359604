/*
 * dedupe: units that say the same become one.
 *
 * First all units are walked and their hashes kept, 16 bytes each or so; of
 * those whose hash was seen before, the pair of ids is.  Then each group is
 * read again and compared in full.
 */
#include "config.h"
#include "memory/dedupe.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/map64.h"
#include "memory/change.h"
#include "memory/unit.h"
#include "memory/upkeep.h"
#include "text/lang.h"
#include "text/norm.h"

enum { TICK_UNITS = 256, TRIES = 5 };

struct pair {
	uint64_t keep;
	uint64_t id;
};

struct dedupe {
	const struct wtm_dedupe_opts *opts;
	struct store *s;
	struct change *c;
	struct map64 first;	/* hash to the lowest id */
	struct pair *pairs;
	size_t n;
	size_t cap;
	uint64_t seen;
	struct buf a;
	struct buf b;
	/* A group. */
	const struct pair *group;
	size_t n_group;
	struct arena arena;
	struct wtm_tu merged;
	uint32_t version;	/* of the unit that stays */
	struct gone {
		uint64_t id;
		uint32_t version;
	} *gone;		/* the duplicates found, room for n */
	size_t n_gone;
};

static int
hash_tuv(uint64_t *h, struct buf *b, const struct wtm_tuv *v,
    struct wtm_err *err)
{
	buf_clear(b);
	if (norm_key(b, v->text.s, v->text.len, err) != 0)
		return -1;
	*h = norm_hash(b->s != NULL ? b->s : "", b->len);
	for (size_t i = 0; i < v->n_codes; i++)
		*h = norm_mix(*h ^ norm_hash(v->codes[i].xml.s,
		    v->codes[i].xml.len));
	return 0;
}

/* The order of the tuvs does not count. */
static int
hash_unit(uint64_t *h, struct buf *b, const struct wtm_tu *tu,
    struct wtm_err *err)
{
	uint64_t sum = tu->n_tuvs;

	for (size_t i = 0; i < tu->n_tuvs; i++) {
		if (hash_tuv(h, b, &tu->tuvs[i], err) != 0)
			return -1;
		sum += norm_mix(*h);
	}
	*h = norm_mix(sum);
	return 0;
}

static int
note_unit(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct dedupe *d = arg;
	const struct wtm_dedupe_opts *o = d->opts;
	uint64_t h;
	uint64_t keep;

	if (++d->seen % TICK_UNITS == 0 && o->tick != NULL &&
	    o->tick(o->arg, d->seen, 0, 0) != 0)
		return err_set(err, WTM_SYSTEM, 0, "interrupted; nothing was "
		    "changed");
	if (hash_unit(&h, &d->a, tu, err) != 0)
		return -1;
	keep = map64_get(&d->first, h);
	if (keep == 0)
		return map64_put(&d->first, h, tu->id) == 0 ? 0 :
		    err_nomem(err);
	if (d->n == d->cap) {
		size_t cap = d->cap == 0 ? 64 : d->cap * 2;
		struct pair *p = realloc(d->pairs, cap * sizeof *p);

		if (p == NULL)
			return err_nomem(err);
		d->pairs = p;
		d->cap = cap;
	}
	d->pairs[d->n++] = (struct pair){ keep, tu->id };
	return 0;
}

static int
by_group(const void *a, const void *b)
{
	const struct pair *x = a;
	const struct pair *y = b;

	if (x->keep != y->keep)
		return x->keep < y->keep ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static int
same_codes(const struct wtm_tuv *a, const struct wtm_tuv *b)
{
	if (a->n_codes != b->n_codes)
		return 0;
	for (size_t i = 0; i < a->n_codes; i++)
		if (a->codes[i].xml.len != b->codes[i].xml.len ||
		    memcmp(a->codes[i].xml.s, b->codes[i].xml.s,
		    a->codes[i].xml.len) != 0)
			return 0;
	return 1;
}

/* 1, 0, -1. */
static int
same_tuv(struct dedupe *d, const struct wtm_tuv *a, const struct wtm_tuv *b,
    struct wtm_err *err)
{
	if (!lang_same_tag(a->lang.s, a->lang.len, b->lang.s, b->lang.len) ||
	    !same_codes(a, b))
		return 0;
	buf_clear(&d->a);
	buf_clear(&d->b);
	if (norm_key(&d->a, a->text.s, a->text.len, err) != 0 ||
	    norm_key(&d->b, b->text.s, b->text.len, err) != 0)
		return -1;
	return d->a.len == d->b.len && (d->a.len == 0 ||
	    memcmp(d->a.s, d->b.s, d->a.len) == 0);
}

static int
holds_all(struct dedupe *d, const struct wtm_tu *a, const struct wtm_tu *b,
    struct wtm_err *err)
{
	for (size_t i = 0; i < b->n_tuvs; i++) {
		int found = 0;

		for (size_t k = 0; found == 0 && k < a->n_tuvs; k++)
			found = same_tuv(d, &a->tuvs[k], &b->tuvs[i], err);
		if (found != 1)
			return found;
	}
	return 1;
}

/* Read a group in one state, and merge what is the same in full. */
static int
read_group(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct dedupe *d = arg;
	const struct wtm_tu *tu;
	struct state st;
	uint32_t version;

	arena_clear(&d->arena);
	d->n_gone = 0;
	if (state_read(&st, txn, 0, err) != 0 || store_get_version(&tu,
	    &d->version, txn, &st, d->group[0].keep, &d->arena, err) != 0)
		return -1;
	if (tu == NULL)
		return 0;
	d->merged = *tu;
	for (size_t i = 0; i < d->n_group; i++) {
		struct wtm_tu old = d->merged;
		int same;

		if (store_get_version(&tu, &version, txn, &st,
		    d->group[i].id, &d->arena, err) != 0)
			return -1;
		same = tu == NULL ? 0 : holds_all(d, &old, tu, err);
		if (same == 1)
			same = holds_all(d, tu, &old, err);
		if (same < 0 || (same == 1 && unit_merge(&d->merged, &old, tu,
		    &d->arena, err) != 0))
			return -1;
		if (same == 1)
			d->gone[d->n_gone++] = (struct gone){
				d->group[i].id, version };
	}
	return 0;
}

static int
merge_group(struct dedupe *d, struct wtm_err *err)
{
	if (kv_read(store_kv(d->s), read_group, d, err) != 0)
		return -1;
	if (d->n_gone == 0)
		return 0;
	for (size_t i = 0; i < d->n_gone; i++) {
		if (change_delete(d->c, d->gone[i].id, err) != 0)
			return -1;
		change_expect(d->c, d->gone[i].version);
	}
	if (change_edit(d->c, d->merged.id, &d->merged, err) != 0)
		return -1;
	change_expect(d->c, d->version);
	return 0;
}

static int
merge_all(struct dedupe *d, struct wtm_err *err)
{
	size_t from = 0;

	d->gone = calloc(d->n + 1, sizeof *d->gone);
	if (d->gone == NULL)
		return err_nomem(err);
	if (d->n > 0)
		qsort(d->pairs, d->n, sizeof *d->pairs, by_group);
	while (from < d->n) {
		size_t to = from + 1;

		while (to < d->n && d->pairs[to].keep == d->pairs[from].keep)
			to++;
		d->group = d->pairs + from;
		d->n_group = to - from;
		if (merge_group(d, err) != 0)
			return -1;
		from = to;
	}
	return d->opts->dry_run ? change_rehearse(d->c, err) :
	    change_publish(d->c, err);
}

/* *again when others changed what was to be merged. */
static int
dedupe_once(struct wtm_changed *out, struct store *s,
    const struct wtm_dedupe_opts *opts, int *again, struct wtm_err *err)
{
	struct change_opts change = { .kind = LOG_DEDUPE, .user = opts->user,
		.missing_ok = 1 };
	struct dedupe d = { .opts = opts, .s = s };
	int ret = change_begin(&d.c, s, &change, err);

	*out = (struct wtm_changed){ 0 };
	if (ret == 0)
		ret = store_walk(s, 0, note_unit, &d, err);
	map64_free(&d.first);
	if (ret == 0)
		ret = merge_all(&d, err);
	if (ret == 0) {
		out->changed = change_counted(d.c)->edited;
		out->deleted = change_counted(d.c)->deleted;
	}
	*again = ret != 0 && d.c != NULL && change_outrun(d.c);
	change_free(d.c);
	arena_free(&d.arena);
	buf_free(&d.a);
	buf_free(&d.b);
	free(d.pairs);
	free(d.gone);
	return ret;
}

int
dedupe_units(struct wtm_changed *out, struct store *s,
    const struct wtm_dedupe_opts *opts, struct wtm_err *err)
{
	struct wtm_err e = { 0 };
	int again = 1;
	int ret = -1;

	for (int i = 0; i < TRIES && again; i++) {
		e = (struct wtm_err){ 0 };
		ret = dedupe_once(out, s, opts, &again, &e);
	}
	if (ret != 0)
		return err_set(err, e.code, e.line, "%s", e.msg);
	if (!opts->dry_run)
		upkeep_run(s, UPKEEP_FULL);
	return 0;
}
