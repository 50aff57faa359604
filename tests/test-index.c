/*
 * The index against the full scan: the same ids, scores and order, after bulk
 * builds, adds, edits, deletes, runs of the tail and merges.
 *
 * test-index [SEED [ROUNDS]]
 */
#include "config.h"

#include <sys/stat.h>

#include "index/audit.h"
#include "match/concordance.h"
#include "index-model.h"
#include "scratch.h"

enum { TAIL = 96 };

static struct index_view view;
static uint32_t next_owner = 1;
static struct kv *kv;

struct lookup {
	struct match_source src;
	struct matcher *m;
	struct wtm_lookup_opts opts;
	const char *text;
	struct buf result;
};

static int
lookup(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct lookup *l = arg;
	const struct wtm_matches *found;

	l->src.txn = txn;
	if (match_find(&found, l->m, &l->src, l->text, strlen(l->text),
	    &l->opts, err) != 0)
		return -1;
	buf_clear(&l->result);
	buf_adds(&l->result, "");
	for (size_t i = 0; i < found->n; i++) {
		const struct wtm_match *m = &found->at[i];

		buf_addf(&l->result, "%llu:%zu>%zu %d %d %d %x\n",
		    (unsigned long long)m->tu->id, m->source, m->target,
		    (int)m->kind, m->score, m->similarity, m->differs);
	}
	return 0;
}

static size_t n_found;

static int
compare(struct lookup *l)
{
	struct buf indexed = { 0 };
	int same;

	l->opts.full_scan = 0;
	if (!CHECK(kv_read(kv, lookup, l, &error) == 0))
		return 0;
	buf_adds(&indexed, l->result.s);
	l->opts.full_scan = 1;
	if (!CHECK(kv_read(kv, lookup, l, &error) == 0))
		return 0;
	same = CHECK_STR(indexed.s, l->result.s);
	if (!same)
		fprintf(stderr, "  %s %d -n %zu: %.200s\n", l->opts.source,
		    l->opts.min, l->opts.max, l->text);
	n_found += l->result.len > 0;
	buf_free(&indexed);
	return same;
}

/* Random queries; returns 0 at the first difference. */
static int
compare_some(struct lookup *l, size_t n)
{
	static const size_t most[] = { 1, 5, 5, 5, 50, 3 };

	for (size_t i = 0; i < n; i++) {
		int side = (int)draw(2);
		char *text = any_text(side);
		int same;

		l->opts = (struct wtm_lookup_opts)WTM_LOOKUP_OPTS_INIT;
		l->opts.source = side == 0 ? "en-US" : "ko";
		l->opts.target = side == 0 ? "ko" : "en";
		l->opts.strict_lang = draw(10) == 0;
		l->opts.min = 50 + 10 * (int)draw(6);
		l->opts.max = most[draw(6)];
		l->text = text;
		same = compare(l);
		free(text);
		if (!same)
			return 0;
	}
	return 1;
}

/* How often the phrase stands in the text, by the plainest means. */
static size_t
grep(const char *phrase, const char *text)
{
	struct units p = UNITS_INIT, t = UNITS_INIT;
	size_t n = 0;

	CHECK(token_units(&p, phrase, strlen(phrase), &error) == 0);
	CHECK(token_units(&t, text, strlen(text), &error) == 0);
	for (size_t i = 0; p.n > 0 && i + p.n <= t.n;) {
		size_t k = 0;

		while (k < p.n && p.keys[k] == t.keys[i + k] && (k == 0 ||
		    (p.at[k - 1].to == p.at[k].from) ==
		    (t.at[i + k - 1].to == t.at[i + k].from)))
			k++;
		n += k == p.n;
		i += k == p.n ? k : 1;
	}
	units_free(&p);
	units_free(&t);
	return n;
}

/* A few units out of a text, as they stand there. */
static char *
new_phrase(int side)
{
	struct units u = UNITS_INIT;
	struct buf b = { 0 };
	char *text = any_text(side);
	size_t from, n = 1 + draw(4);

	buf_adds(&b, "");
	CHECK(token_units(&u, text, strlen(text), &error) == 0);
	if (u.n > 0) {
		from = draw(u.n);
		if (n > u.n - from)
			n = u.n - from;
		buf_add(&b, text + u.at[from].from,
		    u.at[from + n - 1].to - u.at[from].from);
	}
	units_free(&u);
	free(text);
	return b.s;
}

struct hits {
	struct match_source *src;
	struct concord *c;
	const char *phrase;
	size_t n;	/* hits, and spans of all */
	size_t n_spans;
	uint64_t last;
};

static int
concord(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	static const struct concord_opts opts = { "en", "ko", 0,
		CONCORD_SOURCE | CONCORD_TARGET, 0, 0 };
	struct hits *h = arg;
	struct concord_hit hit;
	int rc;

	h->src->txn = txn;
	h->n = 0;
	h->n_spans = 0;
	h->last = UINT64_MAX;
	if (concord_find(h->c, h->phrase, strlen(h->phrase), &opts,
	    err) != 0)
		return -1;
	while ((rc = concord_next(&hit, h->c, h->src, err)) == 1) {
		CHECK(hit.tu->id <= h->last);
		h->last = hit.tu->id;
		h->n++;
		h->n_spans += hit.n_spans;
	}
	return rc;
}

static void
concord_some(struct lookup *l, size_t n)
{
	struct hits h = { .src = &l->src };

	CHECK(concord_new(&h.c, &error) == 0);
	for (size_t i = 0; i < n; i++) {
		char *phrase = new_phrase((int)draw(2));
		size_t hits = 0, spans = 0;

		h.phrase = phrase;
		CHECK(kv_read(kv, concord, &h, &error) == 0);
		for (size_t id = 1; id < n_units; id++)
			for (int k = 0; k < TUVS; k++) {
				size_t s = units[id].text[k] == NULL ? 0 :
				    grep(phrase, units[id].text[k]);

				hits += s > 0;
				spans += s;
			}
		if (!CHECK_INT(h.n, hits) || !CHECK_INT(h.n_spans, spans))
			fprintf(stderr, "  %s\n", phrase);
		free(phrase);
	}
	concord_free(h.c);
}

static void
bulk(size_t n)
{
	struct index_build *b;
	const struct index_run *runs;
	struct arena arena = { 0 };
	size_t n_runs;

	CHECK(index_build_new(&b, kv, next_owner++, &error) == 0);
	for (size_t i = 0; i < n && n_units < UNITS_MAX; i++) {
		arena_clear(&arena);
		fill_unit(&units[n_units]);
		CHECK(index_build_add(b, tu_of(n_units++, &arena),
		    &error) == 0);
	}
	CHECK(index_build_finish(b, &runs, &n_runs, &error) == 0);
	for (size_t i = 0; i < n_runs; i++)
		view.runs[view.n_runs++] = runs[i];
	index_build_free(b);
	arena_free(&arena);
}

/* One change of n units: adds, edits and deletes. */
static int
change(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	size_t n = *(size_t *)arg;
	struct arena arena = { 0 };
	int rc = 0;

	for (size_t i = 0; i < n && n_units < UNITS_MAX && rc == 0; i++) {
		size_t what = draw(6);
		size_t id = what < 3 ? n_units++ : 1 + draw(n_units - 1);
		int fresh = 0;

		arena_clear(&arena);
		if (what == 5) {
			clear_unit(&units[id]);
			rc = index_tail_del(txn, id, &fresh, err);
			view.n_tail -= (uint32_t)fresh;
			continue;
		}
		fill_unit(&units[id]);
		rc = index_tail_put(txn, tu_of(id, &arena), &fresh, err);
		view.n_tail += (uint32_t)fresh;
	}
	view.stamp++;
	arena_free(&arena);
	return rc;
}

static int
tail_to_run(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	(void)arg;
	return index_tail_run(&view.runs[view.n_runs], txn, next_owner, err);
}

static void
settle(void)
{
	size_t n;

	if (view.n_tail >= TAIL) {
		CHECK(kv_stage(kv, tail_to_run, NULL, &error) == 0);
		CHECK_INT(view.runs[view.n_runs].n_units, view.n_tail);
		view.n_runs++;
		next_owner++;
		view.n_tail = 0;
		view.stamp++;
	}
	n = index_merge_plan(&view);
	if (n > 0) {
		struct index_run *old = view.runs + view.n_runs - n;
		struct index_run merged;

		CHECK(index_merge(&merged, kv, old, n, next_owner++,
		    &error) == 0);
		for (size_t i = 0; i < n; i++)
			CHECK(index_drop(kv, old[i].owner, old[i].seq,
			    &error) == 0);
		view.n_runs -= n;
		view.runs[view.n_runs++] = merged;
	}
}

/* The audit finds nothing, in two halves of the ids. */
static uint64_t
audit(void)
{
	uint64_t middle = n_units / 2, faults = 0;
	struct arena arena = { 0 };

	for (int half = 0; half < 2; half++) {
		struct index_audit *a;
		uint64_t n;

		CHECK(index_audit_new(&a, kv, &view, half ? middle : 0,
		    half ? UINT64_MAX : middle, &error) == 0);
		for (size_t id = 1; id < n_units; id++) {
			arena_clear(&arena);
			if (units[id].is_there)
				CHECK(index_audit_unit(a, tu_of(id, &arena),
				    &error) == 0);
		}
		CHECK(index_audit_end(a, &n, NULL, NULL, &error) == 0);
		faults += n;
		index_audit_free(a);
	}
	arena_free(&arena);
	return faults;
}

/* ... and finds a unit that changed behind its back. */
static void
audit_notices(void)
{
	size_t id = 1;
	char *was;

	while (!units[id].is_there)
		id++;
	CHECK_INT(audit(), 0);
	was = units[id].text[1];
	units[id].text[1] = strdup("바뀐 글");
	CHECK(audit() > 0);
	free(units[id].text[1]);
	units[id].text[1] = was;
}

static int
count_records(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct kv_cursor *c;
	size_t *n = arg;
	int rc;

	*n = 0;
	if (kv_cursor_open(&c, txn, KV_RUN, KV_SWEEP, err) != 0)
		return -1;
	for (rc = kv_seek(c, "", 0, err); rc == 1; rc = kv_next(c, err))
		++*n;
	return rc;
}

static void
view_comes_back(void)
{
	struct buf b = { 0 };
	struct index_view back = { 0 };
	struct rd r;

	index_view_write(&b, &view);
	r = rd_over(b.s, b.len);
	CHECK(index_view_read(&back, &r) == 0);
	CHECK_INT(back.n_runs, view.n_runs);
	CHECK_INT(back.runs[0].owner, view.runs[0].owner);
	CHECK_INT(back.stamp, view.stamp);
	r = rd_over(b.s, b.len - 1);
	CHECK(index_view_read(&back, &r) != 0);
	buf_free(&b);
}

static void
run(struct lookup *l, int rounds)
{
	static const size_t sizes[] = { 1, 10, 1, 40, 10, 100 };
	size_t n;

	bulk(700);
	if (!compare_some(l, 60))
		return;
	for (int i = 0; i < rounds; i++) {
		n = sizes[(size_t)i % 6];
		CHECK(kv_stage(kv, change, &n, &error) == 0);
		settle();
		if (i % 7 == 6)
			bulk(100);
		if (!compare_some(l, 12))
			return;
	}
	concord_some(l, 5);
	view_comes_back();
	audit_notices();
	for (size_t id = 1; id < n_units; id++)
		clear_unit(&units[id]);
	compare_some(l, 10);
	while (view.n_runs > 0) {
		view.n_runs--;
		CHECK(index_drop(kv, view.runs[view.n_runs].owner,
		    INDEX_ALL_RUNS, &error) == 0);
	}
	CHECK(kv_read(kv, count_records, &n, &error) == 0);
	CHECK_INT(n, 0);
}

int
main(int argc, char **argv)
{
	struct wtm_open_opts oo = { .create = 1 };
	struct lookup l = { .src = { .get = get, .walk = walk,
		.view = &view } };
	int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 20;
	char *dir = scratch_dir();

	if (argc > 1)
		seed = (uint32_t)strtoul(argv[1], NULL, 10);
	CHECK(kv_open(&kv, dir, &oo, &error) == 0);
	CHECK(index_new(&l.src.index, 300000, &error) == 0);
	CHECK(matcher_new(&l.m, &error) == 0);
	run(&l, rounds);
	CHECK(n_found > 100);
	if (error.code != WTM_OK)
		fprintf(stderr, "%s\n", error.msg);
	matcher_free(l.m);
	index_free(l.src.index);
	buf_free(&l.result);
	for (size_t id = 0; id < n_units; id++)
		clear_unit(&units[id]);
	kv_close(kv);
	scratch_remove(dir);
	return test_end();
}
