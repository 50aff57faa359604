/*
 * The maintenance of a memory: large changes and their undo, what is
 * forgotten, conditions that are bounded.
 */
#include "config.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "memory/store.h"
#include "memory/upkeep.h"
#include "memory/where.h"
#include "test.h"
#include "scratch.h"
#include "wiretm.h"

static struct wtm_err err;

struct memory {
	char *dir;
	struct wtm *w;
	struct wtm_session *s;
};

static void
open_again(struct memory *m)
{
	struct wtm_open_opts opts = WTM_OPEN_OPTS_INIT;

	opts.create = 1;
	CHECK_INT(wtm_open(&m->w, m->dir, &opts, &err), 0);
	CHECK_INT(wtm_session_new(&m->s, m->w, &err), 0);
}

static void
close_for_now(struct memory *m)
{
	wtm_session_free(m->s);
	wtm_close(m->w);
}

static void
open_memory(struct memory *m)
{
	m->dir = scratch_dir();
	open_again(m);
}

static void
close_memory(struct memory *m)
{
	CHECK_STR(err.msg, "");
	err = (struct wtm_err){ 0 };
	close_for_now(m);
	scratch_remove(m->dir);
}

/* Import units [from, to), every third by "lee", else by "kim". */
static void
import(struct memory *m, int from, int to)
{
	struct wtm_import_opts opts = WTM_IMPORT_OPTS_INIT;
	struct wtm_counts n;
	char path[64];
	FILE *f;

	snprintf(path, sizeof path, "%s.tsv", m->dir);
	f = fopen(path, "w");
	fputs("en\tko\tcreationid\n", f);
	for (int i = from; i < to; i++)
		fprintf(f, "Bill %d passed in %d votes.\t"
		    "법안 %d호가 %d표로 통과됐다.\t%s\n", i, i * 7, i, i * 7,
		    i % 3 == 0 ? "lee" : "kim");
	fclose(f);
	CHECK_INT(wtm_import(&n, m->s, path, &opts, &err), 0);
	CHECK_INT(n.units, to - from);
	unlink(path);
}

static char *
export(struct memory *m)
{
	struct wtm_export_opts opts = WTM_EXPORT_OPTS_INIT;
	char *s = NULL;
	size_t len;
	FILE *f = open_memstream(&s, &len);
	uint64_t n;

	opts.date = "20240101T000000Z";
	CHECK_INT(wtm_export(&n, m->s, f, &opts, &err), 0);
	fclose(f);
	return s;
}

static void
note(void *arg, const char *msg)
{
	(void)arg;
	fprintf(stderr, "verify: %s\n", msg);
}

static void
check_sound(struct memory *m, uint64_t units)
{
	struct wtm_verified v;

	CHECK_INT(wtm_verify(&v, m->s, note, NULL, &err), 0);
	CHECK_INT(v.units, units);
	CHECK_INT(v.faults, 0);
}

static int
delete_where(struct wtm_changed *n, struct memory *m, const char *where,
    int dry_run)
{
	struct wtm_delete_opts opts = WTM_DELETE_OPTS_INIT;

	opts.where = where;
	opts.dry_run = dry_run;
	return wtm_delete(n, m->s, &opts, &err);
}

static int
undo(struct wtm_undone *u, struct memory *m, uint32_t number, int dry_run)
{
	struct wtm_undo_opts opts = { .number = number, .user = "kim",
		.dry_run = dry_run };

	return wtm_undo(u, m->s, &opts, &err);
}

/* Something that is wrong in the tables behind the memory. */
static int
spoil(struct kv_txn *txn, void *arg, struct wtm_err *why)
{
	struct state st;

	(void)arg;
	if (state_read(&st, txn, 1, why) != 0 ||
	    kv_put(txn, KV_TAIL, "nonsense", 8, "x", 1, why) != 0 ||
	    kv_put(txn, KV_META, "format", 6, "\0\0\0\1\0\0\0\0"
	    "\0\0\0\1\0\0\0\1\0", 17, why) != 0)
		return -1;
	st.view.runs[0].owner += 1000;
	st.n_units += 3;
	return state_write(&st, txn, why);
}

static int
count_matches(struct memory *m, const char *text)
{
	struct wtm_lookup_opts opts = WTM_LOOKUP_OPTS_INIT;
	const struct wtm_matches *matches;

	opts.min = 100;
	if (wtm_lookup(&matches, m->s, text, strlen(text), &opts, &err) != 0)
		return -1;
	return (int)matches->n;
}

/* Changes of more units than fit one transaction. */
static void
large_changes(void)
{
	static const char text[] = "Bill 300 passed in 2100 votes.";
	struct wtm_changed dry;
	struct wtm_changed n;
	struct wtm_undone u;
	struct memory m;
	char *first;
	char *now;

	open_memory(&m);
	import(&m, 0, 3000);
	first = export(&m);
	CHECK_INT(count_matches(&m, text), 1);
	CHECK_INT(delete_where(&dry, &m, "creationid=lee", 1), 0);
	CHECK_INT(delete_where(&n, &m, "creationid=lee", 0), 0);
	CHECK_INT(n.deleted, 1000);
	CHECK_INT(dry.deleted, 1000);
	CHECK_INT(count_matches(&m, text), 0);
	check_sound(&m, 2000);

	CHECK_INT(undo(&u, &m, 0, 1), 0);
	check_sound(&m, 2000);
	CHECK_INT(u.did.added, 1000);
	CHECK_INT(undo(&u, &m, 0, 0), 0);
	CHECK_INT(u.did.added, 1000);
	CHECK_STR(u.kind, "delete");
	check_sound(&m, 3000);
	CHECK_INT(count_matches(&m, text), 1);
	now = export(&m);
	CHECK_STR(now, first);
	free(now);

	/* The import itself, and back. */
	CHECK_INT(undo(&u, &m, 0, 0), 0);
	CHECK_INT(u.did.deleted, 3000);
	check_sound(&m, 0);
	CHECK_INT(undo(&u, &m, 0, 0), -1);
	CHECK_INT(err.code, WTM_INPUT);
	err = (struct wtm_err){ 0 };
	close_for_now(&m);
	open_again(&m);
	import(&m, 5000, 5010);
	check_sound(&m, 10);
	free(first);
	close_memory(&m);
}

struct entries {
	struct wtm_log_entry at[20];
	int n;
};

static int
keep_entry(void *arg, const struct wtm_log_entry *e, struct wtm_err *why)
{
	struct entries *es = arg;

	(void)why;
	es->at[es->n++] = *e;
	return es->n == 20;
}

/* A delete of many whose units wait in the tail of the index. */
static void
tail(void)
{
	struct wtm_changed n;
	struct wtm_undone u;
	struct memory m;

	open_memory(&m);
	for (int i = 0; i < 10; i++)
		import(&m, i * 40, i * 40 + 40);
	check_sound(&m, 400);
	CHECK_INT(delete_where(&n, &m, "id>10", 0), 0);
	CHECK_INT(n.deleted, 390);
	check_sound(&m, 10);
	CHECK_INT(undo(&u, &m, 0, 0), 0);
	check_sound(&m, 400);
	CHECK_INT(count_matches(&m, "Bill 300 passed in 2100 votes."), 1);
	/* What the index made anew forgets is told it again. */
	CHECK_INT(delete_where(&n, &m, "id>10", 0), 0);
	CHECK_INT(wtm_repair(m.s, &err), 0);
	CHECK_INT(undo(&u, &m, 0, 0), 0);
	check_sound(&m, 400);
	CHECK_INT(count_matches(&m, "Bill 300 passed in 2100 votes."), 1);
	close_memory(&m);
}

/* The store behind a memory, to forget with other limits. */
static void
forget(struct memory *m, uint64_t entries, uint64_t bytes)
{
	struct wtm_open_opts opts = WTM_OPEN_OPTS_INIT;
	struct store *s;

	close_for_now(m);
	CHECK_INT(store_open(&s, m->dir, &opts, &err), 0);
	CHECK_INT(upkeep_forget(s, entries, bytes, 0, &err), 0);
	store_close(s);
	open_again(m);
}

static void
forgotten(void)
{
	struct entries es = { .n = 0 };
	struct wtm_changed n;
	struct wtm_undone u;
	struct memory m;

	open_memory(&m);
	import(&m, 0, 500);
	CHECK_INT(delete_where(&n, &m, "id<=100", 0), 0);
	CHECK_INT(delete_where(&n, &m, "id<=400", 0), 0);
	import(&m, 600, 601);
	forget(&m, 3, UINT64_MAX);
	CHECK_INT(wtm_log(m.s, keep_entry, &es, &err), 0);
	CHECK_INT(es.n, 3);
	CHECK_STR(es.at[2].kind, "delete");
	CHECK_INT(undo(&u, &m, 1, 0), -1);
	CHECK(strstr(err.msg, "no change 1") != NULL);
	err = (struct wtm_err){ 0 };

	/* The two deletions hold some 100 bytes a unit. */
	forget(&m, 1000, 40000);
	es.n = 0;
	CHECK_INT(wtm_log(m.s, keep_entry, &es, &err), 0);
	CHECK_INT(es.n, 2);
	forget(&m, 1000, 0);
	es.n = 0;
	CHECK_INT(wtm_log(m.s, keep_entry, &es, &err), 0);
	CHECK_INT(es.n, 1);
	CHECK_INT(undo(&u, &m, 0, 0), 0);
	CHECK_INT(u.did.deleted, 1);
	check_sound(&m, 100);
	close_memory(&m);
}

static void
count_notes(void *arg, const char *msg)
{
	CHECK(strstr(msg, "other rules") != NULL);
	++*(int *)arg;
}

static int
other_rules(struct kv_txn *txn, void *arg, struct wtm_err *why)
{
	struct state st;

	if (state_read(&st, txn, 1, why) != 0)
		return -1;
	st.rules = *(const uint64_t *)arg;
	return state_write(&st, txn, why);
}

static void
set_rules(struct memory *m, uint64_t rules)
{
	struct wtm_open_opts opts = WTM_OPEN_OPTS_INIT;
	struct store *s;

	close_for_now(m);
	CHECK_INT(store_open(&s, m->dir, &opts, &err), 0);
	CHECK_INT(kv_write(store_kv(s), other_rules, &rules, &err), 0);
	store_close(s);
	open_again(m);
}

/* Another program has made the index anew while this one works on. */
static void
outdated(void)
{
	static const char text[] = "Bill 30 passed in 210 votes.";
	struct memory m;

	open_memory(&m);
	import(&m, 0, 50);
	set_rules(&m, state_our_rules() + 1);
	CHECK_INT(count_matches(&m, text), -1);
	CHECK_INT(err.code, WTM_MEMORY);
	CHECK(strstr(err.msg, "another wiretm") != NULL);
	err = (struct wtm_err){ 0 };
	set_rules(&m, state_our_rules());
	CHECK_INT(count_matches(&m, text), 1);
	close_memory(&m);
}

/* An index that is damaged, of other rules, or mostly of dead units. */
static void
repair(void)
{
	struct wtm_open_opts opts = WTM_OPEN_OPTS_INIT;
	struct wtm_changed n;
	struct store *s;
	struct memory m;
	int notes = 0;

	open_memory(&m);
	import(&m, 0, 500);
	close_for_now(&m);
	CHECK_INT(store_open(&s, m.dir, &opts, &err), 0);
	CHECK_INT(kv_write(store_kv(s), spoil, NULL, &err), 0);
	store_close(s);
	opts.note = count_notes;
	opts.note_arg = &notes;
	CHECK_INT(wtm_open(&m.w, m.dir, &opts, &err), 0);
	CHECK_INT(notes, 1);
	CHECK_INT(wtm_session_new(&m.s, m.w, &err), 0);
	check_sound(&m, 500);
	close_for_now(&m);
	open_again(&m);
	CHECK_INT(count_matches(&m, "Bill 300 passed in 2100 votes."), 1);
	CHECK_INT(delete_where(&n, &m, "id>0", 0), 0);
	CHECK_INT(wtm_repair(m.s, &err), 0);
	check_sound(&m, 0);
	close_memory(&m);
}

/* Conditions are bounded in depth, length and steps. */
static void
conditions(void)
{
	struct wtm_tuv tuvs[2] = { { .lang = { "en", 2 } },
		{ .lang = { "ko", 2 } } };
	struct wtm_tu tu = { .id = 7, .tuvs = tuvs, .n_tuvs = 2 };
	struct where *w;
	struct buf b = { 0 };

	for (int i = 0; i < 5000; i++)
		buf_addc(&b, i < 200 ? '(' : 'a');
	CHECK_INT(where_new(&w, b.s, "en", "ko", &err), -1);
	CHECK(strstr(err.msg, "nested") != NULL);
	err = (struct wtm_err){ 0 };
	buf_clear(&b);
	for (int i = 0; i < 2000; i++)
		buf_adds(&b, "note or ");
	buf_adds(&b, "note");
	CHECK_INT(where_new(&w, b.s, "en", "ko", &err), -1);
	CHECK(strstr(err.msg, "too long") != NULL);
	err = (struct wtm_err){ 0 };
	buf_clear(&b);
	for (int i = 0; i < 60; i++)
		buf_addc(&b, 'a');
	tuvs[0].text = (struct wtm_str){ b.s, b.len };
	tuvs[1].text = tuvs[0].text;
	CHECK_INT(where_new(&w, "text~/(a|aa)+$b/", "en", "ko", &err), 0);
	CHECK_INT(where_holds(w, &tu, &err), -1);
	CHECK(strstr(err.msg, "unit 7") != NULL);
	err = (struct wtm_err){ 0 };
	where_free(w);
	buf_free(&b);
}

/* The number of rows of a table. */
static int
count_rows(struct kv_txn *txn, void *arg, struct wtm_err *why)
{
	int *n = arg;
	struct kv_cursor *c;
	int ret;

	*n = 0;
	if (kv_cursor_open(&c, txn, KV_TAIL, KV_STEP, why) != 0)
		return -1;
	ret = kv_seek(c, "", 0, why);
	for (; ret == 1; ret = kv_next(c, why))
		(*n)++;
	kv_cursor_close(c);
	return ret;
}

static int
list_docs(struct kv_txn *txn, void *arg, struct wtm_err *why)
{
	struct state st;
	uint64_t *docs = arg;

	*docs = 0;
	if (state_read(&st, txn, 0, why) != 0)
		return -1;
	for (size_t i = 0; i < st.view.n_runs; i++)
		*docs += st.view.runs[i].n_units;
	return 0;
}

/* After a purge the index holds nothing of what is gone, either. */
static void
purged_index(void)
{
	struct wtm_open_opts o = WTM_OPEN_OPTS_INIT;
	struct wtm_delete_opts opts = WTM_DELETE_OPTS_INIT;
	struct wtm_changed n;
	struct store *s;
	struct memory m;
	uint64_t docs;
	int tail_rows;

	open_memory(&m);
	import(&m, 0, 300);
	import(&m, 1000, 1010);
	opts.where = "id<=100 or text~1005";
	opts.purge = 1;
	CHECK_INT(wtm_delete(&n, m.s, &opts, &err), 0);
	CHECK_INT(n.deleted, 101);
	check_sound(&m, 209);
	close_for_now(&m);
	CHECK_INT(store_open(&s, m.dir, &o, &err), 0);
	CHECK_INT(kv_read(store_kv(s), count_rows, &tail_rows, &err), 0);
	CHECK_INT(kv_read(store_kv(s), list_docs, &docs, &err), 0);
	CHECK_INT(tail_rows, 0);
	CHECK_INT(docs, 209);
	store_close(s);
	open_again(&m);
	close_memory(&m);
}

/* Two editors, one on each side of a unit. */
enum { EDITS = 60 };

struct editor {
	struct wtm *w;
	int target;	/* the side it edits */
	int lost;	/* edits that the other undid */
	struct wtm_err err;
};

static void
text_of_edit(char *text, size_t len, int target, int n)
{
	snprintf(text, len, target ? "%d번째 판이다." : "This is edition %d.",
	    n);
}

static void *
edit_side(void *arg)
{
	struct editor *e = arg;
	const struct wtm_tu *tu;
	struct wtm_session *s;
	char text[64];

	if (wtm_session_new(&s, e->w, &e->err) != 0)
		return NULL;
	for (int i = 0; i < EDITS; i++) {
		struct wtm_edit edit = { .source_lang = "en",
			.target_lang = "ko" };

		text_of_edit(text, sizeof text, e->target, i);
		*(e->target ? &edit.target : &edit.source) = text;
		if (wtm_edit(s, 1, &edit, &e->err) != 0 ||
		    wtm_get(&tu, s, 1, &e->err) != 0)
			break;
		e->lost += strcmp(tu->tuvs[e->target].text.s, text) != 0;
	}
	wtm_session_free(s);
	return NULL;
}

static void
two_editors(void)
{
	struct editor e[2] = { { .target = 0 }, { .target = 1 } };
	pthread_t threads[2];
	struct memory m;

	open_memory(&m);
	import(&m, 0, 1);
	for (int i = 0; i < 2; i++) {
		e[i].w = m.w;
		pthread_create(&threads[i], NULL, edit_side, &e[i]);
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(threads[i], NULL);
		CHECK_STR(e[i].err.msg, "");
		CHECK_INT(e[i].lost, 0);
	}
	check_sound(&m, 1);
	close_memory(&m);
}

int
main(void)
{
	large_changes();
	tail();
	forgotten();
	repair();
	outdated();
	conditions();
	purged_index();
	two_editors();
	return test_end();
}
