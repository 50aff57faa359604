/*
 * test-oom [STEP]: what happens when there is no memory.
 *
 * Each call of the library is made again and again, while its first, second,
 * ... allocation fails: once, and from then on.  It ends with status 5 and a
 * message, or well; afterwards the memory is sound, and the call succeeds.
 * The allocations counted are those of the library itself, by the linker's
 * --wrap; those of the libraries below are not.  Beyond the first MANY every
 * STEP-th is made to fail (1: all).
 */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "test.h"
#include "scratch.h"
#include "wiretm.h"

enum { MANY = 24, STEP = 61 };

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);

static long allocations;	/* since the last counting began */
static long fail_at;		/* 0: never */
static int fail_on;		/* all that follow, too */

static int
fails(void)
{
	allocations++;
	return fail_at != 0 && (allocations == fail_at ||
	    (fail_on && allocations > fail_at));
}

void *
__wrap_malloc(size_t n)
{
	return fails() ? NULL : __real_malloc(n);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *p, size_t n)
{
	return fails() ? NULL : __real_realloc(p, n);
}

struct memory {
	char *dir;
	struct wtm *w;
	struct wtm_session *s;
	char tsv[64];
	int n;	/* so that each text is a new one */
	uint64_t id;	/* of the last that was added */
};

static void
close_memory(struct memory *m)
{
	wtm_session_free(m->s);
	wtm_close(m->w);
	m->s = NULL;
	m->w = NULL;
}

static int
open_memory(struct memory *m, struct wtm_err *err)
{
	struct wtm_open_opts opts = WTM_OPEN_OPTS_INIT;

	opts.create = 1;
	if (wtm_open(&m->w, m->dir, &opts, err) != 0)
		return -1;
	return wtm_session_new(&m->s, m->w, err);
}

static int
open_again(struct memory *m, struct wtm_err *err)
{
	close_memory(m);
	return open_memory(m, err);
}

static int
import(struct memory *m, struct wtm_err *err)
{
	struct wtm_import_opts opts = WTM_IMPORT_OPTS_INIT;
	struct wtm_counts n;

	return wtm_import(&n, m->s, m->tsv, &opts, err);
}

static int
add(struct memory *m, struct wtm_err *err)
{
	struct wtm_add_opts opts = { .user = "kim" };
	char text[64];
	struct wtm_tuv tuvs[2] = { { .lang = { "en", 2 } },
		{ .lang = { "ko", 2 } } };
	struct wtm_tu tu = { .tuvs = tuvs, .n_tuvs = 2 };

	snprintf(text, sizeof text, "Bill %d was sent back.", ++m->n);
	for (int i = 0; i < 2; i++)
		tuvs[i].text = (struct wtm_str){ text, strlen(text) };
	return wtm_add(&m->id, m->s, &tu, &opts, err);
}

static int
edit(struct memory *m, struct wtm_err *err)
{
	char text[64];
	struct wtm_edit e = { .source_lang = "en", .target_lang = "ko",
		.source = text, .user = "kim", .date = "20240101T000000Z" };

	snprintf(text, sizeof text, "Bill %d was changed.", ++m->n);
	return wtm_edit(m->s, m->id, &e, err);
}

static int
lookup(struct memory *m, struct wtm_err *err)
{
	static const char text[] = "Bill 8 passed in 55 votes.";
	struct wtm_lookup_opts opts = WTM_LOOKUP_OPTS_INIT;
	const struct wtm_matches *matches;

	if (wtm_lookup(&matches, m->s, text, sizeof text - 1, &opts,
	    err) != 0)
		return -1;
	CHECK(matches->n > 0);
	return 0;
}

static int
concord(void *arg, const struct wtm_hit *hit, struct wtm_err *err)
{
	(void)hit;
	(void)err;
	++*(int *)arg;
	return 0;
}

static int
concordance(struct memory *m, struct wtm_err *err)
{
	struct wtm_concord_opts opts = WTM_CONCORD_OPTS_INIT;
	uint64_t n;
	int hits = 0;

	if (wtm_concord(&n, m->s, "votes", 5, &opts, concord, &hits,
	    err) != 0)
		return -1;
	CHECK(hits > 0);
	return 0;
}

static int
on_aligned(void *arg, const struct wtm_aligned *a, struct wtm_err *err)
{
	(void)arg;
	(void)a;
	(void)err;
	return 0;
}

static int
match(struct memory *m, struct wtm_err *err)
{
	struct wtm_segment_opts seg = WTM_SEGMENT_OPTS_INIT;
	struct wtm_lookup_opts opts = WTM_LOOKUP_OPTS_INIT;

	return wtm_match_file(m->s, m->tsv, &seg, &opts, on_aligned, NULL,
	    err);
}

static int
export(struct memory *m, struct wtm_err *err)
{
	struct wtm_export_opts opts = WTM_EXPORT_OPTS_INIT;
	FILE *f = fopen("/dev/null", "w");
	uint64_t n;
	int ret = wtm_export(&n, m->s, f, &opts, err);

	fclose(f);
	return ret;
}

static int
delete(struct memory *m, struct wtm_err *err)
{
	struct wtm_delete_opts opts = WTM_DELETE_OPTS_INIT;
	struct wtm_changed n;

	opts.where = "text~passed and id>20";
	return wtm_delete(&n, m->s, &opts, err);
}

static int
dedupe(struct memory *m, struct wtm_err *err)
{
	struct wtm_dedupe_opts opts = { .user = "kim" };
	struct wtm_changed n;

	return wtm_dedupe(&n, m->s, &opts, err);
}

static int
undo(struct memory *m, struct wtm_err *err)
{
	struct wtm_undo_opts opts = { .user = "kim" };
	struct wtm_undone n;

	return wtm_undo(&n, m->s, &opts, err);
}

/* So that an import has something to do. */
static int
undo_any(struct memory *m, struct wtm_err *err)
{
	struct wtm_err ignored = { 0 };

	(void)err;
	undo(m, &ignored);
	return 0;
}

static int
stats(struct memory *m, struct wtm_err *err)
{
	const struct wtm_stats *st;

	return wtm_stats(&st, m->s, err);
}

typedef int (*call_fn)(struct memory *m, struct wtm_err *err);

static void
well(const char *name, struct memory *m, call_fn call)
{
	struct wtm_err err = { 0 };

	if (call != NULL && call(m, &err) != 0) {
		fprintf(stderr, "%s: ", name);
		CHECK_STR(err.msg, "");
	}
}

static void
note(void *arg, const char *msg)
{
	fprintf(stderr, "%s: verify: %s\n", (const char *)arg, msg);
}

static void
check_sound(const char *name, struct memory *m)
{
	struct wtm_err err = { 0 };
	struct wtm_verified v;

	CHECK_INT(wtm_verify(&v, m->s, note, (void *)(uintptr_t)name, &err),
	    0);
	CHECK_INT(v.faults, 0);
}

/* 1 when the call reached the allocation that failed. */
static int
fail_one(const char *name, struct memory *m, call_fn call, long at, int on)
{
	struct wtm_err err = { 0 };
	int reached;
	int ret;

	allocations = 0;
	fail_at = at;
	fail_on = on;
	ret = call(m, &err);
	fail_at = 0;
	reached = allocations >= at;
	if (ret != 0 && (err.code != WTM_SYSTEM || err.msg[0] == '\0')) {
		fprintf(stderr, "%s, allocation %ld: status %d, \"%s\"\n",
		    name, at, (int)err.code, err.msg);
		CHECK_INT(err.code, WTM_SYSTEM);
	}
	return reached;
}

static void
sweep(const char *name, struct memory *m, call_fn before, call_fn call,
    long step)
{
	long at = 1;
	int reached = 1;

	for (; reached; at += at < MANY ? 1 : step) {
		reached = 0;
		for (int on = 0; on < 2; on++) {
			well(name, m, before);
			reached |= fail_one(name, m, call, at, on);
			if (m->s == NULL)
				well(name, m, open_again);
		}
	}
	check_sound(name, m);
	well(name, m, before);
	well(name, m, call);
}

static void
write_tsv(struct memory *m)
{
	FILE *f;

	snprintf(m->tsv, sizeof m->tsv, "%s.tsv", m->dir);
	f = fopen(m->tsv, "w");
	for (int i = 0; i < 30; i++)
		fprintf(f, "Bill %d passed in %d votes.\t"
		    "법안 %d호가 %d표로 통과됐다.\n", i, i * 7, i, i * 7);
	fclose(f);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		call_fn before;
		call_fn call;
	} calls[] = {
		{ "open", NULL, open_again },
		{ "import", undo_any, import },
		{ "add", NULL, add },
		{ "edit", add, edit },
		{ "lookup", NULL, lookup },
		{ "concordance", NULL, concordance },
		{ "match", NULL, match },
		{ "export", NULL, export },
		{ "stats", NULL, stats },
		{ "delete", import, delete },
		{ "dedupe", import, dedupe },
		{ "undo", add, undo },
	};
	long step = argc > 1 ? strtol(argv[1], NULL, 10) : STEP;
	struct memory m = { .dir = scratch_dir() };

	write_tsv(&m);
	well("first", &m, open_memory);
	well("first", &m, import);
	for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
		sweep(calls[i].name, &m, calls[i].before, calls[i].call,
		    step > 0 ? step : STEP);
	close_memory(&m);
	unlink(m.tsv);
	scratch_remove(m.dir);
	return test_end();
}
