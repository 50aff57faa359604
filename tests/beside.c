/*
 * Lookups beside another process that works on the same memory.
 *
 * beside MEMORY COMMAND [ARG...]
 *
 * Looks up for a while, then goes on while the command runs, in one session.
 * The queries are texts of the memory, as they are, with a word left out, or
 * the head of one with the tail of another; in turns from English and from
 * Korean.  Prints p50, p99 and the longest of both times, idle and busy; ends
 * with 1 when a lookup failed, or when p99 of the CPU time is more than three
 * times what it was.
 */
#include "config.h"

#include <sys/types.h>
#include <sys/wait.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "wiretm.h"

enum { QUERIES = 1000, IDLE = 4 * QUERIES, TIMES_MAX = 4000000 };

static struct wtm_err error;
static uint32_t seed = 12345;

static _Noreturn void
die(const char *what)
{
	fprintf(stderr, "beside: %s: %s\n", what, error.msg);
	exit(1);
}

static size_t
draw(size_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (size_t)((uint64_t)seed * n >> 32);
}

static double
us(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* A text of the memory, to be freed. */
static char *
any_text(struct wtm_session *s, uint64_t n_ids, const char *lang)
{
	for (;;) {
		const struct wtm_tu *tu;

		if (wtm_get(&tu, s, 1 + draw((size_t)n_ids), &error) != 0)
			die("get");
		for (size_t i = 0; tu != NULL && i < tu->n_tuvs; i++)
			if (strncmp(tu->tuvs[i].lang.s, lang, 2) == 0)
				return strndup(tu->tuvs[i].text.s,
				    tu->tuvs[i].text.len);
	}
}

/* The place of a space in the middle of a text, or its end. */
static size_t
middle(const char *s)
{
	size_t at = strlen(s) / 2;

	return at + strcspn(s + at, " ");
}

static char *
new_query(struct wtm_session *s, uint64_t n_ids, const char *lang)
{
	char *a = any_text(s, n_ids, lang);
	size_t what = draw(5);
	struct buf q = { 0 };
	const char *rest;
	char *b;

	if (what == 0)
		return a;
	b = what < 3 ? NULL : any_text(s, n_ids, lang);
	rest = b == NULL ? a + middle(a) : b + middle(b);
	if (b == NULL && *rest != '\0')
		rest += 1 + strcspn(rest + 1, " ");
	buf_add(&q, a, middle(a));
	buf_adds(&q, rest);
	free(a);
	free(b);
	return q.s;
}

struct times {
	double *cpu;
	double *wall;
	size_t n;
	size_t failed;
};

static char *queries[QUERIES];
static const char *const langs[] = { "en", "ko" };

static void
one_lookup(struct times *t, struct wtm_session *s, size_t i)
{
	struct wtm_lookup_opts opts = WTM_LOOKUP_OPTS_INIT;
	const struct wtm_matches *found;
	struct wtm_err err = { 0 };
	const char *q = queries[i % QUERIES];
	double cpu = us(CLOCK_THREAD_CPUTIME_ID);
	double wall = us(CLOCK_MONOTONIC);

	opts.source = langs[i % 2];
	opts.target = langs[!(i % 2)];
	if (wtm_lookup(&found, s, q, strlen(q), &opts, &err) != 0) {
		fprintf(stderr, "beside: %s\n", err.msg);
		t->failed++;
	}
	if (t->n == TIMES_MAX)
		return;
	t->wall[t->n] = us(CLOCK_MONOTONIC) - wall;
	t->cpu[t->n++] = us(CLOCK_THREAD_CPUTIME_ID) - cpu;
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static double
print(const char *name, struct times *t)
{
	double p99;

	qsort(t->cpu, t->n, sizeof *t->cpu, by_value);
	qsort(t->wall, t->n, sizeof *t->wall, by_value);
	p99 = t->cpu[t->n * 99 / 100];
	printf("%s  %7zu lookups  CPU us p50 %6.0f p99 %6.0f max %7.0f  "
	    "wall us p50 %6.0f p99 %6.0f max %7.0f  failed %zu\n", name, t->n,
	    t->cpu[t->n / 2], p99, t->cpu[t->n - 1], t->wall[t->n / 2],
	    t->wall[t->n * 99 / 100], t->wall[t->n - 1], t->failed);
	return p99;
}

static struct times
times_new(void)
{
	struct times t = { .cpu = malloc(TIMES_MAX * sizeof *t.cpu),
		.wall = malloc(TIMES_MAX * sizeof *t.wall) };

	if (t.cpu == NULL || t.wall == NULL)
		die("no memory");
	return t;
}

/* A process that becomes the command when the pipe is closed. */
static pid_t
prepare(char **command, int *go)
{
	int fd[2];
	pid_t pid;

	if (pipe(fd) != 0 || (pid = fork()) < 0)
		die("fork");
	if (pid != 0) {
		close(fd[0]);
		*go = fd[1];
		return pid;
	}
	close(fd[1]);
	(void)!read(fd[0], fd, 1);
	execvp(command[0], command);
	perror(command[0]);
	_exit(127);
}

int
main(int argc, char **argv)
{
	struct times idle = times_new(), busy = times_new();
	const struct wtm_stats *stats;
	struct wtm_session *s;
	struct wtm *w;
	uint64_t n_ids;
	pid_t pid;
	int go, status;
	size_t i;

	if (argc < 3)
		return 2;
	pid = prepare(argv + 2, &go);
	if (wtm_open(&w, argv[1], NULL, &error) != 0 ||
	    wtm_session_new(&s, w, &error) != 0 ||
	    wtm_stats(&stats, s, &error) != 0)
		die(argv[1]);
	n_ids = stats->units;
	for (i = 0; i < QUERIES; i++)
		queries[i] = new_query(s, n_ids, langs[i % 2]);
	for (i = 0; i < QUERIES; i++)	/* to warm up */
		one_lookup(&idle, s, i);
	for (idle.n = 0, i = 0; i < IDLE; i++)
		one_lookup(&idle, s, i);
	close(go);
	for (i = 0; waitpid(pid, &status, WNOHANG) == 0; i++)
		one_lookup(&busy, s, i);
	for (i = 0; i < QUERIES; i++)
		free(queries[i]);
	wtm_session_free(s);
	wtm_close(w);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || busy.n == 0) {
		fprintf(stderr, "beside: the command failed\n");
		return 1;
	}
	return 3 * print("idle", &idle) < print("busy", &busy) ||
	    idle.failed + busy.failed > 0;
}
