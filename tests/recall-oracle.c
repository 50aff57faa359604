/*
 * recall-oracle: the answers without an index, for many queries at once.
 *
 * All units are walked once.  A unit is compared with a query unless more
 * units are missing in one of them than the threshold lets differ.  Of the
 * distances every so many is compared with the textbook's.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "match/match.h"
#include "memory/store.h"
#include "recall.h"
#include "text/mask.h"
#include "textbook.h"

enum { LOWEST = 500, TEXTBOOK_EVERY = 997, SHOWN = 5 };

struct oracle {
	struct store *store;
	struct query **queries;	/* of each side */
	size_t n;
	uint32_t groups[2];
	struct lang langs[2];
	struct lang_cache cache;
	struct units units;
	struct buf key;
	struct placeables placeables;
	uint64_t compared;
	/* Of the query at hand. */
	struct matcher *matcher;
	struct query *query;
	int side;
	struct kv_txn *txn;
	struct state st;
	struct buf answer;
};

static void
check(int ok, const char *what, const struct wtm_err *err)
{
	if (ok)
		return;
	fprintf(stderr, "recall: %s: %s\n", what, err->msg);
	exit(1);
}

static void
set_of(uint64_t set[RECALL_WORDS], const struct units *u)
{
	memset(set, 0, RECALL_WORDS * sizeof *set);
	for (size_t i = 0; i < u->n; i++) {
		uint64_t h = norm_mix(u->keys[i]);

		set[h % RECALL_WORDS] |= UINT64_C(1) << (h >> 58);
	}
}

/* How many edits there are at least. */
static size_t
least_edits(const uint64_t *a, const uint64_t *b)
{
	int only_a = 0, only_b = 0;

	for (int i = 0; i < RECALL_WORDS; i++) {
		only_a += __builtin_popcountll(a[i] & ~b[i]);
		only_b += __builtin_popcountll(b[i] & ~a[i]);
	}
	return (size_t)(only_a > only_b ? only_a : only_b);
}

/* The keys of a text: its own, and that without its values. */
static void
keys_of(struct oracle *o, uint64_t *key, uint64_t *masked,
    const struct wtm_str *text, const char *lang)
{
	struct wtm_err err = { 0 };

	buf_clear(&o->key);
	check(norm_key(&o->key, text->s, text->len, &err) == 0, "key", &err);
	*key = norm_hash(o->key.s, o->key.len);
	*masked = 0;
	if (mask_may_hold(text->s, text->len))
		check(mask_key(masked, &o->placeables, text->s, text->len,
		    lang, &err) == 0, "mask", &err);
}

static void
prepare(struct oracle *o, struct query *q, const char *lang)
{
	struct wtm_str text = { q->text, strlen(q->text) };
	struct wtm_err err = { 0 };

	check(token_units(&q->units, text.s, text.len, &err) == 0 &&
	    lev_set(&q->lev, q->units.keys, q->units.n, &err) == 0, "query",
	    &err);
	set_of(q->set, &q->units);
	keys_of(o, &q->key, &q->masked, &text, lang);
	q->n = 0;
}

static int
is_near(struct oracle *o, struct query *q, const uint64_t *set)
{
	const struct units *u = &o->units;
	size_t max = u->n > q->units.n ? u->n : q->units.n;
	size_t min = u->n > q->units.n ? q->units.n : u->n;
	size_t cutoff = score_cutoff(max, LOWEST);
	size_t d;

	if (max - min > cutoff || max > INDEX_UNITS_MAX || min == 0 ||
	    least_edits(set, q->set) > cutoff)
		return 0;
	d = lev_distance(&q->lev, u->keys, u->n, cutoff);
	if (o->compared++ % TEXTBOOK_EVERY == 0) {
		size_t want = textbook(u->keys, u->n, q->units.keys,
		    q->units.n);

		if (d != (want > cutoff ? cutoff + 1 : want)) {
			fprintf(stderr, "recall: distance %zu, not %zu: %s\n",
			    d, want, q->text);
			exit(1);
		}
	}
	return d <= cutoff;
}

static void
note(struct query *q, uint64_t id)
{
	if (q->n > 0 && q->ids[q->n - 1] == id)
		return;
	if (q->n == q->cap) {
		q->cap = q->cap == 0 ? 16 : 2 * q->cap;
		q->ids = realloc(q->ids, q->cap * sizeof *q->ids);
		if (q->ids == NULL)
			abort();
	}
	q->ids[q->n++] = id;
}

static int
walk_text(struct oracle *o, uint64_t id, const struct wtm_tuv *v, int side)
{
	uint64_t set[RECALL_WORDS];
	uint64_t key, masked;
	struct wtm_err err = { 0 };

	check(token_units(&o->units, v->text.s, v->text.len, &err) == 0,
	    "units", &err);
	set_of(set, &o->units);
	keys_of(o, &key, &masked, &v->text, o->langs[side].base);
	for (size_t i = 0; i < o->n; i++) {
		struct query *q = &o->queries[side][i];

		if (key == q->key || (masked != 0 && masked == q->masked) ||
		    is_near(o, q, set))
			note(q, id);
	}
	return 0;
}

static int
walk_unit(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct oracle *o = arg;
	const struct lang *lang;

	(void)err;
	for (size_t i = 0; i < tu->n_tuvs; i++) {
		uint32_t group = lang_cached(&lang, &o->cache,
		    tu->tuvs[i].lang.s, tu->tuvs[i].lang.len);

		for (int side = 0; side < 2; side++)
			if (group == o->groups[side])
				walk_text(o, tu->id, &tu->tuvs[i], side);
	}
	return 0;
}

/* The units that may match, judged by the one judge there is. */

static int
get(const struct wtm_tu **out, void *arg, uint64_t id, struct arena *arena,
    struct wtm_err *err)
{
	struct oracle *o = arg;

	return store_get(out, o->txn, &o->st, id, arena, err);
}

static int
walk_near(void *arg, match_unit_fn fn, void *fn_arg, struct wtm_err *err)
{
	struct oracle *o = arg;
	struct arena a = { 0 };
	int rc = 0;

	for (size_t i = 0; i < o->query->n && rc == 0; i++) {
		const struct wtm_tu *tu;

		arena_clear(&a);
		rc = get(&tu, o, o->query->ids[i], &a, err);
		if (rc == 0 && tu != NULL)
			rc = fn(fn_arg, tu, err);
	}
	arena_free(&a);
	return rc;
}

static int
answer(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct oracle *o = arg;
	struct match_source src = { .arg = o, .get = get, .walk = walk_near,
		.txn = txn };

	o->txn = txn;
	buf_clear(&o->answer);
	if (state_read(&o->st, txn, 0, err) != 0)
		return -1;
	for (size_t i = 0; i < recall_n_asks; i++) {
		struct wtm_lookup_opts opts = WTM_LOOKUP_OPTS_INIT;
		const struct wtm_matches *found;

		opts.source = recall_langs[o->side];
		opts.target = recall_langs[!o->side];
		opts.min = recall_asks[i].min;
		opts.max = recall_asks[i].max;
		opts.full_scan = 1;
		if (match_find(&found, o->matcher, &src, o->query->text,
		    strlen(o->query->text), &opts, err) != 0)
			return -1;
		recall_append(&o->answer, &recall_asks[i], found);
	}
	return 0;
}

static size_t
compare(struct oracle *o)
{
	struct wtm_err err = { 0 };
	size_t different = 0;

	for (o->side = 0; o->side < 2; o->side++)
		for (size_t i = 0; i < o->n; i++) {
			struct query *q = &o->queries[o->side][i];

			o->query = q;
			check(kv_read(store_kv(o->store), answer, o,
			    &err) == 0, "answer", &err);
			if (strcmp(q->answer.s, o->answer.s) == 0)
				continue;
			if (different++ < SHOWN)
				printf("DIFFERENT: %s\nindex:\n%sscan:\n%s",
				    q->text, q->answer.s, o->answer.s);
		}
	return different;
}

size_t
recall_oracle(const char *dir, struct query *queries[2], size_t n)
{
	static const struct wtm_open_opts oo = { .read_only = 0 };
	struct oracle o = { .queries = queries, .n = n };
	struct wtm_err err = { 0 };
	size_t different;

	check(store_open(&o.store, dir, &oo, &err) == 0 &&
	    matcher_new(&o.matcher, &err) == 0, dir, &err);
	for (int side = 0; side < 2; side++) {
		lang_parse(&o.langs[side], recall_langs[side],
		    strlen(recall_langs[side]));
		o.groups[side] = lang_group(&o.langs[side]);
		for (size_t i = 0; i < n; i++)
			prepare(&o, &queries[side][i], o.langs[side].base);
	}
	check(store_walk(o.store, 0, walk_unit, &o, &err) == 0, "walk", &err);
	different = compare(&o);
	printf("compared with a scan, %zu queries a language: %zu different "
	    "(%llu distances)\n", n, different,
	    (unsigned long long)o.compared);
	units_free(&o.units);
	buf_free(&o.key);
	buf_free(&o.answer);
	ph_free(&o.placeables);
	matcher_free(o.matcher);
	store_close(o.store);
	return different;
}
