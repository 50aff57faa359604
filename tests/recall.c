/*
 * Does the index find what a scan of all units finds?
 *
 * recall [-q QUERIES] [-f FULL] [-s SEED] MEMORY
 * recall -o OPERATIONS [-s SEED] MEMORY
 *
 * The first makes queries out of units, for each of two languages: exact,
 * edited, and unseen ones (the head of one with the tail of another), some of
 * one to three units; looks them up at thresholds of 50 to 100; and compares
 * ids, scores and order with the oracle.  FULL of them are looked up by
 * wtm_lookup() with full_scan, too.  Concordances of phrases out of the
 * queries are compared with a grep of all units.
 *
 * The second adds, edits and deletes units at random, a third of them in
 * changes of 1, of 10 and of 1,000.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory/change.h"
#include "memory/upkeep.h"
#include "recall.h"

const char *const recall_langs[2] = { "en", "ko" };
const struct recall_ask recall_asks[] = {
	{ 50, 1000 }, { 50, 5 }, { 60, 5 }, { 70, 5 }, { 80, 5 }, { 90, 5 },
	{ 100, 5 },
};
const size_t recall_n_asks = sizeof recall_asks / sizeof recall_asks[0];

enum { PHRASES = 150 };	/* of a language */

static struct wtm_err error;
static uint32_t seed = 1;

static void
check(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "recall: %s: %s\n", what, error.msg);
	exit(1);
}

static size_t
draw(size_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (size_t)((uint64_t)seed * n >> 32);
}

void
recall_append(struct buf *b, const struct recall_ask *ask,
    const struct wtm_matches *found)
{
	buf_addf(b, "%d, %zu:\n", ask->min, ask->max);
	for (size_t i = 0; i < found->n; i++) {
		const struct wtm_match *m = &found->at[i];

		buf_addf(b, "%llu:%zu>%zu %d %d %d %x\n",
		    (unsigned long long)m->tu->id, m->source, m->target,
		    (int)m->kind, m->score, m->similarity, m->differs);
	}
}

/* Units of which texts are taken. */
struct texts {
	struct store *store;
	struct state st;
	struct arena a;
	uint64_t id;
	const struct wtm_tu *tu;
};

static int
read_unit(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct texts *t = arg;

	arena_clear(&t->a);
	if (state_read(&t->st, txn, 0, err) != 0)
		return -1;
	return store_get(&t->tu, txn, &t->st, t->id, &t->a, err);
}

/* Any unit there is, into t. */
static void
any_unit(struct texts *t)
{
	do {
		t->id = 1 + draw((size_t)t->st.next_id);
		check(kv_read(store_kv(t->store), read_unit, t, &error) == 0,
		    "unit");
	} while (t->tu == NULL);
}

/* The text of a unit in a language; "" when it has none. */
static const char *
text_of(const struct wtm_tu *tu, int side)
{
	for (size_t i = 0; i < tu->n_tuvs; i++)
		if (strncmp(tu->tuvs[i].lang.s, recall_langs[side], 2) == 0)
			return tu->tuvs[i].text.s;
	return "";
}

/* Append the units [from, to) of a text, and what stands between them. */
static void
add_units(struct buf *b, const char *text, const struct units *u, size_t from,
    size_t to)
{
	if (from < to)
		buf_add(b, text + u->at[from].from,
		    u->at[to - 1].to - u->at[from].from);
}

/* Of a hundred units so many are dropped, exchanged or doubled. */
static void
add_edited(struct buf *b, const char *text, const struct units *u, size_t rate)
{
	for (size_t i = 0; i < u->n; i++) {
		size_t what = draw(100) < rate ? draw(3) : 3;

		size_t k = what == 1 ? draw(u->n) : i;

		if (what != 0)
			add_units(b, text, u, k, k + 1);
		if (what == 2) {
			buf_addc(b, ' ');
			add_units(b, text, u, i, i + 1);
		}
		if (i + 1 < u->n && u->at[i + 1].from > u->at[i].to)
			buf_add(b, text + u->at[i].to,
			    u->at[i + 1].from - u->at[i].to);
	}
}

/* A text like those of the memory; to be freed. */
static char *
new_text(struct texts *t, int side)
{
	struct units u = UNITS_INIT;
	struct buf b = { 0 };
	size_t what = draw(20);
	const char *text;

	any_unit(t);
	text = text_of(t->tu, side);
	check(token_units(&u, text, strlen(text), &error) == 0, "units");
	buf_adds(&b, "");
	if (what < 4 || u.n == 0) {
		buf_adds(&b, text);
	} else if (what < 12) {
		add_edited(&b, text, &u, 1 + draw(30));
	} else if (what == 12) {
		size_t from = draw(u.n), n = 1 + draw(3);

		add_units(&b, text, &u, from, from + n < u.n ? from + n :
		    u.n);
	} else {
		add_units(&b, text, &u, 0, u.n / 2);
		buf_addc(&b, ' ');
		any_unit(t);
		text = text_of(t->tu, side);
		check(token_units(&u, text, strlen(text), &error) == 0,
		    "units");
		add_units(&b, text, &u, u.n / 2, u.n);
	}
	units_free(&u);
	check(buf_ok(&b), "text");
	return b.s;
}

static void
texts_open(struct texts *t, const char *dir)
{
	static const struct wtm_open_opts oo = { .create = 0 };

	*t = (struct texts){ .id = 0 };
	check(store_open(&t->store, dir, &oo, &error) == 0, dir);
	check(kv_read(store_kv(t->store), read_unit, t, &error) == 0, "state");
}

static void
texts_close(struct texts *t)
{
	arena_free(&t->a);
	store_close(t->store);
}

/* Queries and the answers of the index. */

static void
make_queries(const char *dir, struct query *queries[2], size_t n)
{
	struct texts t;

	texts_open(&t, dir);
	for (int side = 0; side < 2; side++) {
		queries[side] = calloc(n, sizeof *queries[side]);
		for (size_t i = 0; i < n; i++)
			queries[side][i].text = new_text(&t, side);
	}
	texts_close(&t);
}

static void
ask(struct buf *answer, struct wtm_session *s, const struct query *q, int side,
    int full)
{
	buf_clear(answer);
	for (size_t i = 0; i < recall_n_asks; i++) {
		struct wtm_lookup_opts opts = WTM_LOOKUP_OPTS_INIT;
		const struct wtm_matches *found;

		opts.source = recall_langs[side];
		opts.target = recall_langs[!side];
		opts.min = recall_asks[i].min;
		opts.max = recall_asks[i].max;
		opts.full_scan = full;
		check(wtm_lookup(&found, s, q->text, strlen(q->text), &opts,
		    &error) == 0, "lookup");
		recall_append(answer, &recall_asks[i], found);
	}
}

static size_t
answer(const char *dir, struct query *queries[2], size_t n, size_t n_full)
{
	struct wtm *w;
	struct wtm_session *s;
	struct buf full = { 0 };
	size_t different = 0;

	check(wtm_open(&w, dir, NULL, &error) == 0 &&
	    wtm_session_new(&s, w, &error) == 0, dir);
	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < n; i++) {
			struct query *q = &queries[side][i];

			ask(&q->answer, s, q, side, 0);
			if (i >= n_full)
				continue;
			ask(&full, s, q, side, 1);
			if (strcmp(full.s, q->answer.s) == 0)
				continue;
			printf("DIFFERENT: %s\nindex:\n%sfull scan:\n%s",
			    q->text, q->answer.s, full.s);
			different++;
		}
	buf_free(&full);
	wtm_session_free(s);
	wtm_close(w);
	return different;
}

/* Changes at random. */

struct work {
	struct texts t;
	struct change *c;
	uint64_t *touched;	/* ids, in the change at hand */
	size_t n;
};

/* A unit there is that the change did not touch, or 0. */
static uint64_t
untouched(struct work *w)
{
	any_unit(&w->t);
	for (size_t i = 0; i < w->n; i++)
		if (w->touched[i] == w->t.id)
			return 0;
	w->touched[w->n++] = w->t.id;
	return w->t.id;
}

static void
operate(struct work *w)
{
	struct wtm_tuv tuvs[2];
	struct wtm_tu tu = { .tuvs = tuvs, .n_tuvs = 2 };
	char *texts[2];
	size_t what = draw(3);
	uint64_t id = what == 0 ? 0 : untouched(w);

	if (what != 0 && id == 0)
		return;
	if (what == 1) {
		check(change_delete(w->c, id, &error) == 0, "delete");
		return;
	}
	for (int side = 0; side < 2; side++) {
		texts[side] = new_text(&w->t, side);
		tuvs[side] = (struct wtm_tuv){
			.lang = { recall_langs[side], 2 },
			.text = { texts[side], strlen(texts[side]) } };
	}
	if (tuvs[0].text.len > 0 && tuvs[1].text.len > 0)
		check((what == 0 ? change_put(w->c, &tu, &error) :
		    change_edit(w->c, id, &tu, &error)) == 0, "change");
	free(texts[0]);
	free(texts[1]);
}

static void
change(struct work *w, size_t n)
{
	struct change_opts opts = { .kind = LOG_EDIT, .user = "recall",
		.source = "en" };

	w->n = 0;
	w->touched = calloc(n, sizeof *w->touched);
	check(change_begin(&w->c, w->t.store, &opts, &error) == 0, "begin");
	for (size_t i = 0; i < n; i++)
		operate(w);
	check(change_publish(w->c, &error) == 0, "publish");
	change_free(w->c);
	upkeep_run(w->t.store, n < 1000 ? UPKEEP_SHORT : UPKEEP_FULL);
	free(w->touched);
}

static void
operations(const char *dir, size_t n)
{
	static const size_t sizes[] = { 1, 10, 1000 };
	size_t done[3] = { 0 };
	struct work w;

	texts_open(&w.t, dir);
	for (size_t all = 0; all < n;) {
		size_t k = draw(3);

		if (done[k] > n / 3)	/* this size had its share */
			continue;
		for (size_t i = 0; i < 1000 / sizes[k] && i < n; i++)
			change(&w, sizes[k] < n ? sizes[k] : n);
		done[k] += 1000;
		all += 1000;
	}
	texts_close(&w.t);
}

int
main(int argc, char **argv)
{
	struct query *queries[2];
	size_t n = 100, n_full = 5, n_ops = 0, different;
	int c;

	while ((c = getopt(argc, argv, "q:f:s:o:")) != -1) {
		size_t v = (size_t)strtoul(optarg, NULL, 10);

		if (c == 'q')
			n = v;
		else if (c == 'f')
			n_full = v;
		else if (c == 's')
			seed = (uint32_t)v;
		else if (c == 'o')
			n_ops = v;
		else
			return 2;
	}
	if (optind + 1 != argc)
		return 2;
	if (n_ops > 0) {
		operations(argv[optind], n_ops);
		return 0;
	}
	make_queries(argv[optind], queries, n);
	different = answer(argv[optind], queries, n, n_full);
	different += recall_oracle(argv[optind], queries, n);
	different += recall_concord(argv[optind], queries, n < PHRASES ? n :
	    PHRASES);
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < n; i++) {
			struct query *q = &queries[side][i];

			free(q->text);
			buf_free(&q->answer);
			units_free(&q->units);
			lev_free(&q->lev);
			free(q->ids);
		}
		free(queries[side]);
	}
	return different > 0;
}
