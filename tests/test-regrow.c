/*
 * A memory that is emptied and filled again, many times: sound, answering as
 * a fresh one, and no larger than what can be undone asks for.
 */
#include "config.h"

#include <sys/stat.h>

#include "memory.h"

enum { UNITS = 1500, CYCLES = 24 };

static void
fill(struct mem *m)
{
	struct change *c = mem_begin(m, LOG_IMPORT, WTM_MERGE);
	char en[100], ko[100];

	for (int i = 0; i < UNITS; i++) {
		snprintf(en, sizeof en, "The council passed measure %d after "
		    "%d hours of talks.", i, i % 37);
		snprintf(ko, sizeof ko, "의회는 %d시간의 논의 끝에 %d호 안건을 "
		    "통과시켰다.", i % 37, i);
		mem_put(m, c, en, ko, NULL);
	}
	mem_end(m, c);
	arena_clear(&m->a);
}

struct ids {
	uint64_t at[UNITS];
	size_t n;
};

static int
note_id(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct ids *ids = arg;

	(void)err;
	CHECK(ids->n < UNITS);
	ids->at[ids->n++] = tu->id;
	return 0;
}

static void
empty(struct mem *m)
{
	static struct ids ids;
	struct change *c = mem_begin(m, LOG_DELETE, WTM_MERGE);

	ids.n = 0;
	CHECK_INT(store_walk(m->s, 0, note_id, &ids, &m->err), 0);
	CHECK_INT(ids.n, UNITS);
	for (size_t i = 0; i < ids.n; i++)
		CHECK_INT(change_delete(c, ids.at[i], &m->err), 0);
	mem_end(m, c);
}

static uint64_t
table_bytes(struct mem *m)
{
	static const char *const tables[] = { "unit", "run", "tail",
		"journal", "changes", "meta" };
	char path[4200];
	struct stat st;
	uint64_t sum = 0;

	CHECK_INT(kv_checkpoint(store_kv(m->s), 1, &m->err), 0);
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		snprintf(path, sizeof path, "%s/%s.db", m->dir, tables[i]);
		CHECK_INT(stat(path, &st), 0);
		sum += (uint64_t)st.st_size;
	}
	return sum;
}

/* What a lookup of each of a few texts gives, but for the ids. */
static char *
answers(struct mem *m)
{
	struct wtm_lookup_opts opts = WTM_LOOKUP_OPTS_INIT;
	const struct wtm_matches *found = NULL;
	struct wtm_session *s = NULL;
	struct wtm *w = NULL;
	struct buf b = { 0 };
	char text[100];

	opts.min = 50;
	opts.max = 40;
	store_close(m->s);
	CHECK_INT(wtm_open(&w, m->dir, NULL, &m->err), 0);
	CHECK_INT(wtm_session_new(&s, w, &m->err), 0);
	for (int i = 0; i < 20; i++) {
		snprintf(text, sizeof text, "The council passed measure %d in "
		    "%d hours.", 71 * i, i);
		CHECK_INT(wtm_lookup(&found, s, text, strlen(text), &opts,
		    &m->err), 0);
		for (size_t k = 0; k < found->n; k++)
			buf_addf(&b, "%d %s\n", found->at[k].score,
			    found->at[k].tu->tuvs[0].text.s);
	}
	wtm_session_free(s);
	wtm_close(w);
	CHECK_INT(store_open(&m->s, m->dir, &(struct wtm_open_opts){ 0 },
	    &m->err), 0);
	return b.s;
}

int
main(void)
{
	uint64_t most[3] = { 0 };	/* in each third of the cycles */
	char *fresh, *again;
	uint64_t bytes;
	struct mem m;

	mem_open(&m);
	fill(&m);
	fresh = answers(&m);
	for (int i = 0; i < CYCLES; i++) {
		empty(&m);
		fill(&m);
		/* Of what can be undone the last deletion stays at least. */
		CHECK_INT(upkeep_forget(m.s, 2, UINT64_MAX, 0, &m.err), 0);
		bytes = table_bytes(&m);
		if (bytes > most[3 * i / CYCLES])
			most[3 * i / CYCLES] = bytes;
	}
	if (!CHECK(most[2] <= most[1] / 10 * 11))
		fprintf(stderr, "  %llu, then %llu\n",
		    (unsigned long long)most[1], (unsigned long long)most[2]);
	mem_verify(&m);
	again = answers(&m);
	CHECK_STR(again, fresh);
	free(fresh);
	free(again);
	mem_close(&m);
	return test_end();
}
