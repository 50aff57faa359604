/*
 * Concordances in a large memory: what the first hits cost.
 *
 * bench-concord [-n UNITS] [-q PHRASES] [-l HITS] [MEMORY | FILE.tsv]
 *
 * Without a memory one is made, in the current folder, of the file or of
 * UNITS that are invented.  The phrases are cut out of units: words and, in
 * Korean, runs of syllables inside a word; so frequent ones are as frequent
 * as in texts.  Times are CPU times of the first HITS hits; each phrase was
 * looked up once before.
 */
#include "config.h"

#include <sys/stat.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench-data.h"
#include "scratch.h"
#include "wiretm.h"

static struct wtm_err error;

static _Noreturn void
die(const char *what)
{
	bench_die(&error, what);
}

/* A kind of phrases: units of a side, those of Korean inside one word. */
struct kind {
	const char *name;
	const char *lang;
	size_t n;
	int joined;
};

static const struct kind kinds[] = {
	{ "1 word", "en", 1, 0 },
	{ "2 words", "en", 2, 0 },
	{ "3 words", "en", 3, 0 },
	{ "4 words", "en", 4, 0 },
	{ "6 words", "en", 6, 0 },
	{ "2 syllables of a word", "ko", 2, 1 },
	{ "3 syllables of a word", "ko", 3, 1 },
	{ "4 syllables of a word", "ko", 4, 1 },
	{ "5 syllables of a word", "ko", 5, 1 },
	{ "6 syllables of a word", "ko", 6, 1 },
	{ "6 units of a text", "ko", 6, 0 },
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

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

		from = bench_draw(u.n - k->n + 1);
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

		if (wtm_get(&tu, s, 1 + bench_draw((size_t)n_ids), &error) != 0)
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
print(const char *lang, const char *name, double *t, size_t n)
{
	qsort(t, n, sizeof *t, by_value);
	printf("%s %-22s us %7.0f %7.0f %7.0f", lang, name, t[n / 2],
	    t[n * 95 / 100], t[n * 99 / 100]);
}

/* The times of n phrases, and how many hits one has. */
static double
measure(double *t, struct wtm_session *s, uint64_t n_ids,
    const struct kind *k, size_t n)
{
	char **phrases = calloc(n, sizeof *phrases);
	size_t hits = 0;

	if (phrases == NULL)
		die("no memory");
	for (size_t i = 0; i < n; i++) {
		phrases[i] = new_phrase(s, n_ids, k);
		concord(s, phrases[i]);
	}
	for (size_t i = 0; i < n; i++) {
		t[i] = bench_cpu_us();
		hits += concord(s, phrases[i]);
		t[i] = bench_cpu_us() - t[i];
		free(phrases[i]);
	}
	free(phrases);
	return (double)hits / (double)n;
}

/* All kinds, and all of a language together. */
static void
measure_all(struct wtm_session *s, uint64_t n_ids, size_t n)
{
	double *t = calloc(n, KINDS * sizeof *t);
	double *all = calloc(n, KINDS * sizeof *all);
	size_t done = 0;

	if (t == NULL || all == NULL)
		die("no memory");
	for (size_t i = 0; i < KINDS; i++) {
		double hits = measure(t, s, n_ids, &kinds[i], n);

		memcpy(all + done, t, n * sizeof *t);
		done += n;
		print(kinds[i].lang, kinds[i].name, t, n);
		printf("  hits %.1f\n", hits);
		if (i + 1 < KINDS && kinds[i].lang[0] == kinds[i + 1].lang[0])
			continue;
		print(kinds[i].lang, "all of these", all, done);
		printf("\n");
		done = 0;
	}
	free(t);
	free(all);
}

static void
run(const char *memory, size_t n)
{
	const struct wtm_stats *stats;
	struct wtm_session *s;
	struct wtm *w;

	if (wtm_open(&w, memory, NULL, &error) != 0 ||
	    wtm_session_new(&s, w, &error) != 0 ||
	    wtm_stats(&stats, s, &error) != 0)
		die(memory);
	printf("concordance, %zu phrases of each kind, the first %zu hits: "
	    "p50 p95 p99\n", n, limit);
	measure_all(s, stats->units, n);
	wtm_session_free(s);
	wtm_close(w);
}

int
main(int argc, char **argv)
{
	static const char invented[] = "bench-concord.tsv";
	size_t n = 300, units = 1000000;
	const char *what = NULL;
	struct stat st;
	char *dir;
	int c;

	while ((c = getopt(argc, argv, "n:q:l:")) != -1) {
		size_t v = (size_t)strtoul(optarg, NULL, 10);

		if (c == 'n')
			units = v;
		else if (c == 'q')
			n = v;
		else if (c == 'l')
			limit = v;
		else
			return 2;
	}
	if (optind < argc)
		what = argv[optind];
	if (what != NULL && stat(what, &st) == 0 && S_ISDIR(st.st_mode)) {
		run(what, n);
		return 0;
	}
	if (what == NULL)
		bench_invent(invented, units);
	dir = scratch_dir();
	bench_import(dir, what == NULL ? invented : what);
	if (what == NULL)
		unlink(invented);
	run(dir, n);
	scratch_remove(dir);
	return 0;
}
