/*
 * Changes of a memory: small and staged ones come to the same, whatever they
 * hold; two that are made at the same time lose nothing of each other; a walk
 * gives one state while others write.
 */
#include "config.h"

#include <stdlib.h>

#include "memory.h"

/* Everything twice: in one transaction, and staged. */
static void
fill_if(struct mem *m, struct change *c, int staged, const char *tag)
{
	if (staged)
		mem_fill(m, c, tag);
}

static void
duplicates(int staged)
{
	struct change_counts n;
	struct change *c;
	struct mem m;

	mem_open(&m);
	mem_add(&m, "one", "일", "a");
	c = mem_begin(&m, LOG_IMPORT, WTM_MERGE);
	mem_put(&m, c, "two", "이", "a");
	mem_put(&m, c, "one", "일", "b");
	mem_put(&m, c, "two", "이", "b");
	mem_put(&m, c, "one", "하나", NULL);
	fill_if(&m, c, staged, "x");
	mem_put(&m, c, "two", "이", "c");
	mem_put(&m, c, "one", "일", "c");
	mem_put(&m, c, "one", "일", "b");
	n = mem_end(&m, c);
	CHECK_INT(n.added, staged ? 2 + MEM_FILLERS : 2);
	CHECK_INT(n.merged, 5);
	mem_is(&m, "one=일 [a] [b] [c]\ntwo=이 [a] [b] [c]\none=하나\n",
	    "duplicates");
	mem_verify(&m);
	mem_close(&m);
}

static void
keep(int staged)
{
	struct change *c;
	struct mem m;

	mem_open(&m);
	mem_add(&m, "one", "일", "a");
	c = mem_begin(&m, LOG_IMPORT, WTM_KEEP);
	mem_put(&m, c, "one", "일", "b");
	mem_put(&m, c, "two", "이", "a");
	fill_if(&m, c, staged, "x");
	mem_put(&m, c, "two", "이", "b");
	CHECK_INT(mem_end(&m, c).merged, 2);
	mem_is(&m, "one=일 [a]\ntwo=이 [a]\n", "keep");
	mem_verify(&m);
	mem_close(&m);
}

static void
replace_once(struct mem *m, int staged, const char *first, const char *second)
{
	struct change *c = mem_begin(m, LOG_IMPORT, WTM_REPLACE);

	mem_put(m, c, "one", first, NULL);
	fill_if(m, c, staged, "x");
	mem_put(m, c, "one", second, NULL);
	mem_end(m, c);
}

/* What the file holds stays, in whatever order; the rest goes. */
static void
replace(int staged)
{
	struct mem m;
	char *before;
	char *after;

	mem_open(&m);
	mem_add(&m, "one", "일", "a");
	mem_add(&m, "one", "하나", "a");
	mem_add(&m, "one", "한", "a");
	mem_add(&m, "two", "이", "a");
	replace_once(&m, staged, "하나", "일");
	mem_is(&m, "one=일 [a]\none=하나 [a]\ntwo=이 [a]\n", "replace");
	mem_verify(&m);
	before = mem_text(&m, 1);
	replace_once(&m, staged, "하나", "일");
	after = mem_text(&m, 1);
	CHECK_STR(after, before);
	free(before);
	free(after);
	replace_once(&m, staged, "원", "원");
	mem_is(&m, "two=이 [a]\none=원\n", "replace by a new one");
	mem_verify(&m);
	mem_close(&m);
}

/* Items of one change that touch the same units. */
static void
again_and_again(int staged)
{
	struct change *c;
	struct mem m;
	uint64_t id[4];

	mem_open(&m);
	mem_add(&m, "one", "일", NULL);
	mem_add(&m, "two", "이", NULL);
	mem_add(&m, "three", "삼", NULL);
	mem_add(&m, "four", "사", NULL);
	id[0] = mem_id(&m, "one");
	id[1] = mem_id(&m, "two");
	id[2] = mem_id(&m, "three");
	id[3] = mem_id(&m, "four");
	c = mem_begin(&m, LOG_EDIT, WTM_MERGE);
	CHECK_INT(change_delete(c, id[0], &m.err), 0);
	mem_put(&m, c, "two", "이", "merged");
	CHECK_INT(change_edit(c, id[2], mem_tu(&m, "3", "삼", NULL, NULL),
	    &m.err), 0);
	CHECK_INT(change_delete(c, id[3], &m.err), 0);
	fill_if(&m, c, staged, "x");
	CHECK_INT(change_delete(c, id[0], &m.err), 0);
	CHECK_INT(change_delete(c, id[1], &m.err), 0);
	mem_put(&m, c, "3", "삼", "found");
	CHECK_INT(change_edit(c, id[2], mem_tu(&m, "drei", "삼", NULL, NULL),
	    &m.err), 0);
	mem_put(&m, c, "four", "사", "new");
	CHECK_INT(mem_end(&m, c).deleted, 3);
	mem_is(&m, "drei=삼\nfour=사 [new]\n", "again");
	CHECK(mem_id(&m, "four") > id[3]);
	CHECK_INT(mem_id(&m, "drei"), id[2]);
	mem_verify(&m);
	mem_close(&m);
}

/* A unit is put and goes again in the same change. */
static void
never_was(int staged)
{
	struct change *c;
	struct mem m;

	mem_open(&m);
	mem_add(&m, "one", "일", NULL);
	c = mem_begin(&m, LOG_EDIT, WTM_MERGE);
	mem_put(&m, c, "two", "이", NULL);
	fill_if(&m, c, staged, "x");
	if (staged) {	/* only then the id is known */
		uint64_t id = change_last_id(c);

		CHECK_INT(change_delete(c, id, &m.err), 0);
		CHECK_INT(change_delete(c, id, &m.err), 0);
	}
	mem_end(&m, c);
	mem_verify(&m);
	mem_close(&m);
}

static void
unknown_ids_refuse_all(int staged)
{
	struct wtm_err err = { 0 };
	struct change *c;
	struct mem m;

	mem_open(&m);
	mem_add(&m, "one", "일", NULL);
	c = mem_begin(&m, LOG_DELETE, WTM_MERGE);
	CHECK_INT(change_delete(c, mem_id(&m, "one"), &m.err), 0);
	fill_if(&m, c, staged, "x");
	CHECK_INT(change_delete(c, 999999999, &m.err), 0);
	CHECK_INT(change_publish(c, &err), -1);
	CHECK_INT(err.code, WTM_USAGE);
	change_free(c);
	mem_is(&m, "one=일\n", "refused");
	mem_verify(&m);
	mem_close(&m);
}

/* Two changes at the same time. */
struct two {
	struct mem m;
	struct change *a;
	struct change *b;
};

static void
begin_two(struct two *t)
{
	struct mem *m = &t->m;

	mem_open(m);
	mem_add(m, "merge", "합", NULL);
	mem_add(m, "edit", "편", NULL);
	mem_add(m, "both edit", "둘", NULL);
	mem_add(m, "both delete", "둘", NULL);
	mem_add(m, "delete edit", "둘", NULL);
	mem_add(m, "delete merge", "둘", NULL);
	t->a = mem_begin(m, LOG_IMPORT, WTM_MERGE);
	t->b = mem_begin(m, LOG_IMPORT, WTM_MERGE);
}

static void
edit(struct mem *m, struct change *c, const char *en, const char *to)
{
	CHECK_INT(change_edit(c, mem_id(m, en), mem_tu(m, to, "새", NULL,
	    NULL), &m->err), 0);
}

static void
delete(struct mem *m, struct change *c, const char *en)
{
	CHECK_INT(change_delete(c, mem_id(m, en), &m->err), 0);
}

static void
stage_two(struct two *t)
{
	struct mem *m = &t->m;

	mem_put(m, t->a, "new", "새", "a");
	mem_put(m, t->b, "new", "새", "b");
	mem_put(m, t->a, "merge", "합", "a");
	mem_put(m, t->b, "merge", "합", "b");
	edit(m, t->a, "edit", "edited");
	mem_put(m, t->b, "edit", "편", "b");
	edit(m, t->a, "both edit", "a edited");
	edit(m, t->b, "both edit", "b edited");
	delete(m, t->a, "both delete");
	delete(m, t->b, "both delete");
	delete(m, t->a, "delete edit");
	edit(m, t->b, "delete edit", "not edited");
	delete(m, t->a, "delete merge");
	mem_put(m, t->b, "delete merge", "둘", "b");
	mem_fill(m, t->a, "a");
	mem_fill(m, t->b, "b");
	mem_put(m, t->a, "late", "늦", "a");
	mem_put(m, t->b, "late", "늦", "b");
}

static void
a_then_b(void)
{
	struct two t;

	begin_two(&t);
	stage_two(&t);
	mem_end(&t.m, t.a);
	mem_end(&t.m, t.b);
	mem_is(&t.m, "merge=합 [a] [b]\nedited=새\nb edited=새\n"
	    "new=새 [a] [b]\nlate=늦 [a] [b]\n", "a, b");
	mem_verify(&t.m);
	mem_close(&t.m);
}

static void
b_then_a(void)
{
	struct two t;

	begin_two(&t);
	stage_two(&t);
	mem_end(&t.m, t.b);
	mem_end(&t.m, t.a);
	mem_is(&t.m, "merge=합 [b] [a]\nedited=새\na edited=새\n"
	    "new=새 [b] [a]\nlate=늦 [b] [a]\n", "b, a");
	mem_verify(&t.m);
	mem_close(&t.m);
}

/* A small one between the batches of a staged one, again and again. */
static void
small_ones_between(void)
{
	struct two t;
	char en[40];

	begin_two(&t);
	mem_put(&t.m, t.a, "merge", "합", "a");
	mem_put(&t.m, t.a, "new", "새", "a");
	edit(&t.m, t.a, "edit", "edited");
	for (int i = 0; i < 8; i++) {
		snprintf(en, sizeof en, "%d", i);
		mem_fill(&t.m, t.a, en);
		mem_add(&t.m, "new", "새", en);
		mem_add(&t.m, "merge", "합", en);
		mem_add(&t.m, "filler 5 7", "채움", en);
	}
	delete(&t.m, t.a, "both delete");
	mem_end(&t.m, t.a);
	change_free(t.b);
	mem_is(&t.m, "merge=합 [0] [1] [2] [3] [4] [5] [6] [7] [a]\n"
	    "edited=새\nboth edit=둘\ndelete edit=둘\ndelete merge=둘\n"
	    "new=새 [0] [1] [2] [3] [4] [5] [6] [7] [a]\n", "between");
	mem_verify(&t.m);
	mem_close(&t.m);
}

/* A walk, and what happens meanwhile. */
enum { WALKED = 3600 };

struct walking {
	struct mem m;
	struct change *staged;	/* begun before the walk */
	struct mem_dump d;
	int n;
};

static void
delete_some(struct walking *w, uint64_t from, uint64_t to, uint64_t step)
{
	struct change *c = mem_begin(&w->m, LOG_DELETE, WTM_MERGE);

	for (uint64_t id = from; id < to; id += step)
		CHECK_INT(change_delete(c, id, &w->m.err), 0);
	mem_end(&w->m, c);
}

static void
edit_some(struct walking *w, uint64_t from, uint64_t to, uint64_t step)
{
	struct change *c = mem_begin(&w->m, LOG_EDIT, WTM_MERGE);

	for (uint64_t id = from; id < to; id += step) {
		char en[40];

		snprintf(en, sizeof en, "edited %d %d", (int)id, w->n);
		CHECK_INT(change_edit(c, id, mem_tu(&w->m, en, "편집", NULL,
		    NULL), &w->m.err), 0);
	}
	mem_end(&w->m, c);
}

static int
meanwhile(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct walking *w = arg;

	switch (w->n++) {
	case 500:
		edit_some(w, 1, WALKED, 3);		/* staged */
		delete_some(w, 1000, 1100, 7);
		edit_some(w, 1001, 1051, 14);
		break;
	case 1500:
		CHECK_INT(change_publish(w->staged, &w->m.err), 0);
		delete_some(w, 2003, WALKED, 2);	/* staged */
		edit_some(w, 2002, 2100, 6);
		break;
	case 2500:
		delete_some(w, 3002, 3200, 8);
		mem_add(&w->m, "one more", "하나 더", NULL);
		edit_some(w, 3004, WALKED, 12);
		delete_some(w, 3004, WALKED, 12);
		break;
	default:
		break;
	}
	return mem_dump_unit(&w->d, tu, err);
}

static void
a_walk_is_one_state(void)
{
	struct walking w = { .d = { .ids = 1 } };
	struct change *c;
	char *before;
	char *after;

	mem_open(&w.m);
	c = mem_begin(&w.m, LOG_IMPORT, WTM_MERGE);
	for (int i = 1; i < WALKED; i++) {
		char en[40];

		snprintf(en, sizeof en, "unit %d", i);
		mem_put(&w.m, c, en, "단위", i % 5 == 0 ? "p" : NULL);
	}
	mem_end(&w.m, c);
	w.staged = mem_begin(&w.m, LOG_IMPORT, WTM_MERGE);
	mem_put(&w.m, w.staged, "unit 3000", "단위", "merged");
	mem_put(&w.m, w.staged, "unit 2004", "단위", "merged");
	mem_fill(&w.m, w.staged, "x");
	before = mem_text(&w.m, 1);
	CHECK_INT(store_walk(w.m.s, 0, meanwhile, &w, &w.m.err), 0);
	buf_addc(&w.d.b, '\0');
	CHECK(strcmp(w.d.b.s, before) == 0);
	after = mem_text(&w.m, 1);
	CHECK(strcmp(after, before) != 0);
	change_free(w.staged);
	buf_free(&w.d.b);
	free(before);
	free(after);
	mem_verify(&w.m);
	mem_close(&w.m);
}

int
main(void)
{
	for (int staged = 0; staged < 2; staged++) {
		duplicates(staged);
		keep(staged);
		replace(staged);
		again_and_again(staged);
		never_was(staged);
		unknown_ids_refuse_all(staged);
	}
	a_then_b();
	b_then_a();
	small_ones_between();
	a_walk_is_one_state();
	return test_end();
}
