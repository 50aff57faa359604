/*
 * Phrases that very many units hold: all of them come, the newest first, each
 * once, also when some are edited and stand in several runs.
 */
#include "config.h"

#include <sys/stat.h>

#include "index/shape.h"
#include "match/concordance.h"
#include "index-model.h"
#include "scratch.h"

enum { MANY = 15000, EDITED = 1200 };

static struct index_view view;
static struct kv *kv;
static char *dir;

static void
set_unit(size_t id)
{
	struct buf en = { 0 }, ko = { 0 };

	buf_addf(&en, draw(9) == 0 ? "A word of %zu" : draw(9) == 0 ?
	    "Word common %zu" : "A Common  word %zu", id % 700);
	buf_addf(&ko, draw(3) == 0 ? "공통의 낱말 %zu" : "흔한 낱말 %zu",
	    id % 700);
	clear_unit(&units[id]);
	units[id].text[0] = en.s;
	units[id].text[1] = ko.s;
	units[id].is_there = 1;
}

/* A run of the units from..to, every step-th. */
static void
add_run(size_t from, size_t to, size_t step)
{
	struct arena arena = { 0 };
	struct index_build *b;
	const struct index_run *runs;
	size_t n;

	CHECK(index_build_new(&b, kv, (uint32_t)view.n_runs + 1, &error) == 0);
	for (size_t id = from; id < to; id += step) {
		arena_clear(&arena);
		set_unit(id);
		CHECK(index_build_add(b, tu_of(id, &arena), &error) == 0);
	}
	CHECK(index_build_finish(b, &runs, &n, &error) == 0);
	CHECK_INT(n, 1);
	view.runs[view.n_runs++] = runs[0];
	index_build_free(b);
	arena_free(&arena);
}

struct search {
	struct match_source src;
	struct concord *c;
	unsigned in;
	uint64_t last;
	size_t n;
	int more;
};

/* A thousand hits in a transaction. */
static int
some_hits(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct search *s = arg;
	struct concord_hit hit;

	s->src.txn = txn;
	for (int i = 0; i < 1000 && s->more == 1; i++) {
		s->more = concord_next(&hit, s->c, &s->src, err);
		if (s->more != 1)
			break;
		CHECK(hit.tu->id < s->last);
		s->last = hit.tu->id;
		s->n++;
	}
	return s->more < 0 ? -1 : 0;
}

static void
all_come(const char *phrase, const char *en, const char *ko)
{
	struct concord_opts opts = { .source = "en", .target = "ko",
		.in = en != NULL ? CONCORD_SOURCE : CONCORD_TARGET };
	struct search s = { .src = { .get = get, .view = &view },
		.last = UINT64_MAX, .more = 1 };
	size_t want = 0;

	for (size_t id = 1; id < n_units; id++)
		want += strstr(units[id].text[en != NULL ? 0 : 1],
		    en != NULL ? en : ko) != NULL;
	CHECK(index_new(&s.src.index, 1 << 20, &error) == 0);
	CHECK(concord_new(&s.c, &error) == 0);
	CHECK(concord_find(s.c, phrase, strlen(phrase), &opts, &error) == 0);
	while (s.more == 1)
		if (!CHECK(kv_read(kv, some_hits, &s, &error) == 0))
			break;
	if (!CHECK_INT(s.n, want))
		fprintf(stderr, "  %s\n", phrase);
	concord_free(s.c);
	index_free(s.src.index);
}

/* Pages of the table of runs are filled. */
static void
pages_are_full(void)
{
	char path[4200];
	uint64_t bytes = 0;
	struct stat st;

	CHECK(kv_checkpoint(kv, 1, &error) == 0);
	snprintf(path, sizeof path, "%s/run.db", dir);
	CHECK(stat(path, &st) == 0);
	for (size_t i = 0; i < view.n_runs; i++)
		bytes += view.runs[i].n_bytes;
	if (!CHECK((uint64_t)st.st_size * 85 / 100 < bytes))
		fprintf(stderr, "  %llu of %llu\n", (unsigned long long)bytes,
		    (unsigned long long)st.st_size);
}

/* What stands there may; of the rest a part only. */
static void
order_is_kept(void)
{
	unsigned char shape[INDEX_SHAPE_MAX];
	uint64_t keys[400];
	size_t may = 0, asked = 0;

	for (int round = 0; round < 300; round++) {
		size_t n = 2 + draw(round % 30 == 0 ? 390 : 60);
		uint64_t other[3] = { 1000 + draw(50), 1 + draw(40),
			1 + draw(40) };

		for (size_t i = 0; i < n; i++)
			keys[i] = 1 + draw(40);
		index_shape_set(shape, keys, n);
		for (size_t i = 0; i < n; i++)
			CHECK(index_shape_may_hold(shape, n, keys + i,
			    n - i));
		if (n > 140)
			continue;
		may += (size_t)index_shape_may_hold(shape, n, other, 3);
		asked++;
	}
	CHECK(may < asked / 3);
}

int
main(void)
{
	struct wtm_open_opts oo = { .create = 1 };

	dir = scratch_dir();
	CHECK(kv_open(&kv, dir, &oo, &error) == 0);
	n_units = MANY + 1;
	add_run(1, n_units, 1);
	pages_are_full();
	add_run(MANY / 2, MANY / 2 + EDITED, 1);
	add_run(3, MANY, 50);
	all_come("COMMON word", "Common  word", NULL);
	all_come("a", "A ", NULL);
	all_come("통의", NULL, "공통의");
	all_come("낱말", NULL, "낱말");
	all_come("말 낱", NULL, "말 낱");
	order_is_kept();
	if (error.code != WTM_OK)
		fprintf(stderr, "%s\n", error.msg);
	for (size_t id = 0; id < n_units; id++)
		clear_unit(&units[id]);
	kv_close(kv);
	scratch_remove(dir);
	return test_end();
}
