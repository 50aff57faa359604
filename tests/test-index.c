/*
 * The index against the full scan: the same ids, scores and order, after bulk
 * builds, adds, edits, deletes, runs of the tail and merges.
 *
 * test-index [SEED [ROUNDS]]
 */
#include "config.h"

#include <sys/stat.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "match/match.h"
#include "scratch.h"
#include "test.h"

enum { UNITS_MAX = 20000, TUVS = 3, TAIL = 96 };

/* The memory as it should be. */
struct unit_text {
	char *text[TUVS];	/* NULL: absent */
	int is_there;
};

static struct unit_text units[UNITS_MAX];	/* by id */
static size_t n_units = 1;	/* ids from 1 */
static const char *const tags[TUVS] = { "en", "ko-KR", "EN_gb" };
static struct index_view view;
static uint32_t next_owner = 1;
static struct kv *kv;
static struct wtm_err error;
static uint32_t seed = 1;

static size_t
draw(size_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (size_t)((uint64_t)seed * n >> 32);
}

/* Small numbers are much more frequent than large ones. */
static size_t
skewed(size_t n)
{
	return draw(1 + draw(1 + draw(n)));
}

static void
add_word(struct buf *b, int side, size_t word)
{
	if (side == 1) {
		uint32_t c = (uint32_t)(0xAC00 + word * 28);

		buf_addc(b, (char)(0xE0 | c >> 12));
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3F)));
		buf_addc(b, (char)(0x80 | (c & 0x3F)));
		if (draw(3) == 0)
			buf_addc(b, ' ');
		return;
	}
	buf_addf(b, word % 17 == 0 ? "%zu " : draw(9) == 0 ? "W%zux " :
	    "w%zux ", word);
}

static size_t
draw_length(void)
{
	switch (draw(12)) {
	case 0: case 1: case 2:
		return 1 + draw(3);
	case 3:
		return draw(6) == 0 ? 200 + draw(700) : 40 + draw(40);
	default:
		return 3 + draw(14);
	}
}

static char *
new_text(int side)
{
	struct buf b = { 0 };
	size_t n = draw_length();

	buf_adds(&b, draw(60) == 0 ? "..." : "");
	for (size_t i = 0; i < n; i++)
		add_word(&b, side, skewed(160));
	return b.s;
}

/* A copy with some words dropped, doubled, changed. */
static char *
edited_text(const char *text, int side)
{
	struct units u = UNITS_INIT;
	struct buf b = { 0 };
	size_t rate = draw(50);
	size_t at = 0;

	buf_adds(&b, draw(8) == 0 ? " " : "");
	CHECK(token_units(&u, text, strlen(text), &error) == 0);
	for (size_t i = 0; i < u.n; i++) {
		buf_add(&b, text + at, u.at[i].from - at);
		at = draw(100) < rate ? draw(3) : 3;
		if (at != 0)
			buf_add(&b, text + u.at[i].from,
			    u.at[i].to - u.at[i].from);
		if (at == 1)
			buf_addc(&b, ' ');
		if (at < 2)
			add_word(&b, side, skewed(160));
		at = u.at[i].to;
	}
	buf_adds(&b, text + at);
	units_free(&u);
	return b.s;
}

static char *
any_text(int side)
{
	size_t id = n_units > 1 ? 1 + draw(n_units - 1) : 0;
	const char *like = units[id].text[side];

	return like == NULL || draw(2) == 0 ? new_text(side) :
	    draw(6) == 0 ? strdup(like) : edited_text(like, side);
}

static void
clear_unit(struct unit_text *u)
{
	for (int k = 0; k < TUVS; k++) {
		free(u->text[k]);
		u->text[k] = NULL;
	}
	u->is_there = 0;
}

static void
fill_unit(struct unit_text *u)
{
	clear_unit(u);
	u->text[0] = any_text(0);
	u->text[1] = any_text(1);
	u->text[2] = draw(5) == 0 ? edited_text(u->text[0], 0) : NULL;
	u->is_there = 1;
}

static const struct wtm_tu *
tu_of(uint64_t id, struct arena *arena)
{
	struct wtm_tu *tu = arena_alloc(arena, sizeof *tu);
	struct wtm_tuv *tuvs = arena_array(arena, TUVS, sizeof *tuvs);

	tu->id = id;
	tu->tuvs = tuvs;
	for (int k = 0; k < TUVS; k++) {
		if (units[id].text[k] == NULL)
			continue;
		tuvs[tu->n_tuvs].lang = (struct wtm_str){ tags[k],
			strlen(tags[k]) };
		tuvs[tu->n_tuvs++].text = (struct wtm_str){
			units[id].text[k], strlen(units[id].text[k]) };
	}
	return tu;
}

static int
get(const struct wtm_tu **out, void *arg, uint64_t id, struct arena *arena,
    struct wtm_err *err)
{
	(void)arg;
	(void)err;
	*out = units[id].is_there ? tu_of(id, arena) : NULL;
	return 0;
}

static int
walk(void *arg, match_unit_fn fn, void *fn_arg, struct wtm_err *err)
{
	struct arena arena = { 0 };
	int rc = 0;

	(void)arg;
	for (size_t id = 1; id < n_units && rc == 0; id++) {
		arena_clear(&arena);
		if (units[id].is_there)
			rc = fn(fn_arg, tu_of(id, &arena), err);
	}
	arena_free(&arena);
	return rc;
}

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
	int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 30;
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
