/*
 * Concordances in a large memory: what the first hits cost.
 *
 * bench-concord [-q PHRASES] [-n HITS] [-s SEED] MEMORY
 *
 * The phrases are cut out of units of the memory: words and, in Korean, runs
 * of syllables inside a word; so frequent ones are as frequent as in texts.
 * Times are CPU times of the first HITS hits, the session being warm.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "text/token.h"
#include "wiretm.h"

static struct wtm_err error;
static uint32_t seed = 12345;

static void
die(const char *what)
{
	fprintf(stderr, "bench-concord: %s: %s\n", what, error.msg);
	exit(1);
}

static size_t
draw(size_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (size_t)((uint64_t)seed * n >> 32);
}

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* A kind of phrases: units of a side, those of Korean inside one word. */
struct kind {
	const char *name;
	const char *lang;
	size_t n;
	int joined;
};

static const struct kind kinds[] = {
	{ "en words", "en", 1, 0 },
	{ "en words", "en", 2, 0 },
	{ "en words", "en", 3, 0 },
	{ "en words", "en", 4, 0 },
	{ "en words", "en", 6, 0 },
	{ "ko syllables", "ko", 2, 1 },
	{ "ko syllables", "ko", 3, 1 },
	{ "ko syllables", "ko", 4, 1 },
	{ "ko syllables", "ko", 5, 1 },
	{ "ko syllables", "ko", 6, 1 },
	{ "ko, with spaces", "ko", 6, 0 },
};

/* n units of a text from a random one on; NULL when there is no such run. */
static char *
cut(const struct wtm_str *text, const struct kind *k)
{
	struct units u = UNITS_INIT;
	char *phrase = NULL;
	size_t from;

	if (token_units(&u, text->s, text->len, &error) != 0)
		die("units");
	if (u.n >= k->n) {
		size_t i = 1;

		from = draw(u.n - k->n + 1);
		while (i < k->n && (!k->joined ||
		    (u.at[from + i].from == u.at[from + i - 1].to &&
		    (unsigned char)text->s[u.at[from + i].from] >= 0xEA)))
			i++;
		if (i == k->n)
			phrase = strndup(text->s + u.at[from].from,
			    u.at[from + i - 1].to - u.at[from].from);
	}
	units_free(&u);
	return phrase;
}

static char *
new_phrase(struct wtm_session *s, uint64_t n_ids, const struct kind *k)
{
	for (;;) {
		const struct wtm_tu *tu;
		char *phrase;

		if (wtm_get(&tu, s, 1 + draw((size_t)n_ids), &error) != 0)
			die("get");
		for (size_t i = 0; tu != NULL && i < tu->n_tuvs; i++) {
			if (strncmp(tu->tuvs[i].lang.s, k->lang, 2) != 0)
				continue;
			phrase = cut(&tu->tuvs[i].text, k);
			if (phrase != NULL)
				return phrase;
		}
	}
}

static size_t limit = 50;

static int
hit(void *arg, const struct wtm_hit *h, struct wtm_err *err)
{
	(void)h;
	(void)err;
	return ++*(size_t *)arg == limit;
}

static size_t
concord(struct wtm_session *s, const char *phrase)
{
	struct wtm_concord_opts opts = WTM_CONCORD_OPTS_INIT;
	uint64_t all;
	size_t n = 0;

	if (wtm_concord(&all, s, phrase, strlen(phrase), &opts, hit, &n,
	    &error) != 0)
		die("concordance");
	return n;
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
measure(struct wtm_session *s, uint64_t n_ids, const struct kind *k, size_t n)
{
	char **phrases = calloc(n, sizeof *phrases);
	double *t = calloc(n, sizeof *t);
	size_t hits = 0;
	size_t worst = 0;

	for (size_t i = 0; i < n; i++)
		phrases[i] = new_phrase(s, n_ids, k);
	for (size_t i = 0; i < n; i++)	/* once to warm up */
		concord(s, phrases[i]);
	for (size_t i = 0; i < n; i++) {
		t[i] = cpu_us();
		hits += concord(s, phrases[i]);
		t[i] = cpu_us() - t[i];
		if (t[i] > t[worst])
			worst = i;
	}
	printf("%-16s %zu  hits %5.1f  worst \"%s\"", k->name, k->n,
	    (double)hits / (double)n, phrases[worst]);
	qsort(t, n, sizeof *t, by_value);
	printf("  us p50 %7.0f p95 %7.0f p99 %7.0f\n", t[n / 2],
	    t[n * 95 / 100], t[n * 99 / 100]);
	for (size_t i = 0; i < n; i++)
		free(phrases[i]);
	free(phrases);
	free(t);
}

int
main(int argc, char **argv)
{
	size_t n = 300;
	const struct wtm_stats *stats;
	struct wtm_session *s;
	struct wtm *w;
	int c;

	while ((c = getopt(argc, argv, "q:n:s:")) != -1) {
		size_t v = (size_t)strtoul(optarg, NULL, 10);

		if (c == 'q')
			n = v;
		else if (c == 'n')
			limit = v;
		else if (c == 's')
			seed = (uint32_t)v;
		else
			return 2;
	}
	if (optind + 1 != argc || n == 0)
		return 2;
	if (wtm_open(&w, argv[optind], NULL, &error) != 0 ||
	    wtm_session_new(&s, w, &error) != 0 ||
	    wtm_stats(&stats, s, &error) != 0)
		die(argv[optind]);
	uint64_t n_ids = stats->units;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		measure(s, n_ids, &kinds[i], n);
	wtm_session_free(s);
	wtm_close(w);
	return 0;
}
