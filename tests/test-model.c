/*
 * A memory beside a plain list: the same random puts, edits and deletes, in
 * changes of one, ten and a thousand, come to the same units in the same
 * order; and what a lookup finds is what a full scan finds.
 */
#include "config.h"

#include <stdlib.h>

#include "memory.h"

enum { TEXTS = 900, MODEL_MAX = 20000 };

struct entry {
	char en[40];
	char ko[40];
	int count;	/* usagecount */
	int live;
	uint64_t id;	/* once it was walked */
};

struct model {
	struct entry at[MODEL_MAX];
	size_t n;
	size_t was;	/* entries when the change began */
	uint64_t seed;
	int edits;
};

static unsigned
chance(struct model *mo, unsigned below)
{
	mo->seed = mo->seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(mo->seed >> 33) % below;
}

static struct entry *
find(struct model *mo, const char *en, const char *ko)
{
	for (size_t i = 0; i < mo->n; i++)
		if (mo->at[i].live && strcmp(mo->at[i].en, en) == 0 &&
		    strcmp(mo->at[i].ko, ko) == 0)
			return &mo->at[i];
	return NULL;
}

/* An entry the memory knows the id of, deleted in this change or not. */
static struct entry *
any_old(struct model *mo)
{
	return mo->was == 0 ? NULL : &mo->at[chance(mo, (unsigned)mo->was)];
}

static void
one_put(struct mem *m, struct model *mo, struct change *c)
{
	struct entry new = { .count = (int)chance(mo, 12), .live = 1 };
	struct entry *e;
	char count[12];

	snprintf(new.en, sizeof new.en, "Sentence %u of the desk",
	    chance(mo, TEXTS));
	snprintf(new.ko, sizeof new.ko, "데스크의 문장 %u", chance(mo, 3));
	snprintf(count, sizeof count, "%d", new.count);
	CHECK_INT(change_put(c, mem_tu(m, new.en, new.ko, NULL, count),
	    &m->err), 0);
	e = find(mo, new.en, new.ko);
	if (e == NULL)
		mo->at[mo->n++] = new;
	else if (e->count < new.count)
		e->count = new.count;
}

/* To a text that no other unit has, or will get by a put. */
static void
one_edit(struct mem *m, struct model *mo, struct change *c)
{
	struct entry *e = any_old(mo);
	char count[12];

	if (e == NULL || !e->live)
		return;
	snprintf(e->en, sizeof e->en, "Edited %d by the desk", mo->edits++);
	e->count = (int)chance(mo, 12);
	snprintf(count, sizeof count, "%d", e->count);
	CHECK_INT(change_edit(c, e->id, mem_tu(m, e->en, e->ko, NULL, count),
	    &m->err), 0);
}

/* Also of what this change deleted before; that counts once. */
static void
one_delete(struct mem *m, struct model *mo, struct change *c)
{
	struct entry *e = any_old(mo);

	if (e == NULL || e->id == 0)
		return;
	CHECK_INT(change_delete(c, e->id, &m->err), 0);
	e->live = 0;
}

/* A model without the dead. */
static void
forget_dead(struct model *mo)
{
	size_t n = 0;

	for (size_t i = 0; i < mo->n; i++)
		if (mo->at[i].live)
			mo->at[n++] = mo->at[i];
	mo->n = n;
}

struct comparing {
	struct model *mo;
	size_t i;
	int wrong;
};

static int
compare_unit(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct comparing *c = arg;
	struct entry *e = &c->mo->at[c->i];
	char count[12];

	(void)err;
	if (c->i++ >= c->mo->n) {
		c->wrong++;
		return 1;
	}
	snprintf(count, sizeof count, "%d", e->count);
	c->wrong += strcmp(tu->tuvs[0].text.s, e->en) != 0 ||
	    strcmp(tu->tuvs[1].text.s, e->ko) != 0 ||
	    strcmp(tu->attrs[0].value.s, count) != 0 ||
	    (e->id != 0 && e->id != tu->id);
	e->id = tu->id;
	return c->wrong > 0;
}

static void
one_change(struct mem *m, struct model *mo, int items)
{
	struct change *c = mem_begin(m, LOG_EDIT, WTM_MERGE);
	struct comparing cmp = { .mo = mo };

	mo->was = mo->n;
	for (int i = 0; i < items; i++) {
		unsigned what = chance(mo, 10);

		if (what < 6)
			one_put(m, mo, c);
		else if (what < 8)
			one_edit(m, mo, c);
		else
			one_delete(m, mo, c);
	}
	mem_end(m, c);
	arena_clear(&m->a);
	forget_dead(mo);
	CHECK_INT(store_walk(m->s, 0, compare_unit, &cmp, &m->err), 0);
	if (!CHECK_INT(cmp.wrong, 0) || !CHECK_INT(cmp.i, mo->n))
		fprintf(stderr, "  in a change of %d items\n", items);
}

/* The matches of a text as a line. */
static void
matches_text(struct buf *b, struct wtm_session *s, const char *en, int full)
{
	struct wtm_lookup_opts opts = WTM_LOOKUP_OPTS_INIT;
	const struct wtm_matches *m;
	struct wtm_err err = { 0 };

	buf_clear(b);
	opts.full_scan = full;
	opts.max = 30;
	CHECK_INT(wtm_lookup(&m, s, en, strlen(en), &opts, &err), 0);
	for (size_t i = 0; m != NULL && i < m->n; i++)
		buf_addf(b, "%llu:%d ", (unsigned long long)m->at[i].tu->id,
		    m->at[i].score);
	buf_addc(b, '\0');
}

static void
lookups(struct mem *m, struct model *mo)
{
	struct wtm_err err = { 0 };
	struct wtm_session *s = NULL;
	struct wtm *w = NULL;
	struct buf index = { 0 };
	struct buf full = { 0 };

	store_close(m->s);
	CHECK_INT(wtm_open(&w, m->dir, NULL, &err), 0);
	CHECK_INT(wtm_session_new(&s, w, &err), 0);
	for (int i = 0; i < 12; i++) {
		const char *en = mo->at[chance(mo, (unsigned)mo->n)].en;

		matches_text(&index, s, en, 0);
		matches_text(&full, s, en, 1);
		CHECK(strstr(index.s, ":1000") != NULL);
		CHECK_STR(index.s, full.s);
	}
	buf_free(&index);
	buf_free(&full);
	wtm_session_free(s);
	wtm_close(w);
	CHECK_INT(store_open(&m->s, m->dir, &(struct wtm_open_opts){ 0 },
	    &m->err), 0);
}

int
main(int argc, char **argv)
{
	static const int sizes[] = { 1, 10, 1, 150, 1, 10, 1000, 1, 10, 300,
		1, 10, 1 };
	struct model *mo = calloc(1, sizeof *mo);
	long rounds = argc > 2 ? strtol(argv[2], NULL, 10) : 4;
	struct mem m;

	mo->seed = argc > 1 ? (uint64_t)strtol(argv[1], NULL, 10) : 1;
	mem_open(&m);
	for (long i = 0; i < rounds && test_failures == 0; i++) {
		for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
			one_change(&m, mo, sizes[k]);
		mem_verify(&m);
		lookups(&m, mo);
	}
	mem_close(&m);
	free(mo);
	return test_end();
}
