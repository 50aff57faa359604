/*
 * Lookups in a large memory: what they cost, and that the index gives what
 * the full scan gives.
 *
 * bench-lookup [-n UNITS] [-q QUERIES] [-c COMPARED] [-y SCANNED] [-m MIN]
 *     [-s SIDE] [-k MIB] [FILE.tsv]
 *
 * Without a file the pairs are invented: words and syllables as frequent as
 * in a language, half of the pairs variants of others.  The units stand in
 * memory; the index is in a fresh database in the current folder, its cache
 * of MIB (0: each query reads all it needs).  -c lookups are compared with
 * the full scan.  Queries are made of the units: exact, edited, and unseen
 * ones (the head of one with the tail of another).  Times are CPU times.  The
 * yardstick is a plain bit-parallel scan of all units of a possible length.
 */
#include "config.h"

#include <sys/stat.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "match/match.h"
#include "text/utf8.h"
#include "scratch.h"
#include "test.h"

struct side {
	const char *text;
	size_t len;
	uint64_t *keys;
	size_t n;
};

struct unit_pair {
	struct side side[2];
};

static struct unit_pair *pairs;
static size_t n_pairs;
static struct wtm_err error;

static void
die(const char *what)
{
	fprintf(stderr, "bench-lookup: %s: %s\n", what, error.msg);
	exit(1);
}

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static uint32_t seed = 12345;

static size_t
draw(size_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (size_t)((uint64_t)seed * n >> 32);
}

static void
load(const char *path, size_t limit)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;

	if (f == NULL)
		die(path);
	pairs = calloc(limit, sizeof *pairs);
	while (n_pairs < limit && (len = getline(&line, &cap, f)) > 0) {
		char *tab = strchr(line, '\t');
		size_t end;

		if (tab == NULL || tab == line)
			continue;
		*tab = '\0';
		end = strcspn(tab + 1, "\t\r\n");
		tab[1 + end] = '\0';
		pairs[n_pairs].side[0].text = strdup(line);
		pairs[n_pairs].side[0].len = strlen(line);
		pairs[n_pairs].side[1].text = strdup(tab + 1);
		pairs[n_pairs++].side[1].len = end;
	}
	free(line);
	fclose(f);
}

/* Rank r with a frequency that falls about as 1 / r. */
static size_t
ranked(size_t n)
{
	size_t bits = 0;

	while (n >> bits > 1)
		bits++;
	bits = draw(bits + 1);
	return ((size_t)1 << bits) - 1 + draw((size_t)1 << bits);
}

/* The word of a rank: consonants and vowels. */
static void
add_word(struct buf *b, size_t rank)
{
	static const char consonants[] = "tnsrldkmpgbvfh";
	static const char vowels[] = "eaoiu";

	for (rank++; rank > 0; rank /= 70) {
		buf_addc(b, consonants[rank % 14]);
		buf_addc(b, vowels[rank / 14 % 5]);
	}
	buf_addc(b, ' ');
}

static void
add_syllable(struct buf *b, size_t rank)
{
	char bytes[4];

	buf_add(b, bytes, utf8_put(bytes, (uint32_t)(0xAC00 + rank * 7)));
	if (draw(3) == 0)
		buf_addc(b, ' ');
}

static void
add_unit(struct buf *b, int side)
{
	if (draw(25) == 0)
		buf_addf(b, "%zu ", draw(2000));
	else if (side == 0)
		add_word(b, ranked(60000));
	else
		add_syllable(b, ranked(1500));
}

/* A new text, or an old one with every eighth unit exchanged. */
static void
invent(struct side *s, int side, const struct side *like)
{
	struct units u = UNITS_INIT;
	struct buf b = { 0 };
	size_t n = side == 0 ? 4 + draw(26) : 8 + draw(54);

	buf_adds(&b, "");
	if (like != NULL) {
		token_units(&u, like->text, like->len, &error);
		n = u.n;
	}
	for (size_t i = 0; i < n; i++) {
		if (like == NULL || draw(8) == 0) {
			add_unit(&b, side);
			continue;
		}
		buf_add(&b, like->text + u.at[i].from,
		    u.at[i].to - u.at[i].from);
		if (side == 0 || draw(3) == 0)
			buf_addc(&b, ' ');
	}
	units_free(&u);
	s->text = b.s;
	s->len = b.len;
}

static void
generate(size_t n)
{
	pairs = calloc(n, sizeof *pairs);
	for (; n_pairs < n; n_pairs++) {
		const struct unit_pair *like = n_pairs > 0 && draw(2) == 0 ?
		    &pairs[draw(n_pairs)] : NULL;

		for (int k = 0; k < 2; k++)
			invent(&pairs[n_pairs].side[k], k,
			    like == NULL ? NULL : &like->side[k]);
	}
}

static void
set_tu(struct wtm_tu *tu, struct wtm_tuv tuvs[2], size_t i)
{
	static const struct wtm_str langs[2] = { { "en", 2 }, { "ko", 2 } };

	*tu = (struct wtm_tu){ .id = i + 1, .tuvs = tuvs, .n_tuvs = 2 };
	for (int k = 0; k < 2; k++)
		tuvs[k] = (struct wtm_tuv){ .lang = langs[k],
			.text = { pairs[i].side[k].text,
			    pairs[i].side[k].len } };
}

static int
get(const struct wtm_tu **out, void *arg, uint64_t id, struct arena *arena,
    struct wtm_err *err)
{
	struct wtm_tu *tu = arena_alloc(arena, sizeof *tu);
	struct wtm_tuv *tuvs = arena_array(arena, 2, sizeof *tuvs);

	(void)arg;
	if (tu == NULL || tuvs == NULL)
		return err_set(err, WTM_SYSTEM, 0, "no memory");
	set_tu(tu, tuvs, (size_t)id - 1);
	*out = tu;
	return 0;
}

static int
walk(void *arg, match_unit_fn fn, void *fn_arg, struct wtm_err *err)
{
	(void)arg;
	for (size_t i = 0; i < n_pairs; i++) {
		struct wtm_tu tu;
		struct wtm_tuv tuvs[2];

		set_tu(&tu, tuvs, i);
		if (fn(fn_arg, &tu, err) != 0)
			return -1;
	}
	return 0;
}

struct query {
	char *text;
	struct units units;
};

/* 20 % exact, 40 % edited, 40 % spliced of two. */
static void
make_query(struct query *q, int side)
{
	const struct side *a = &pairs[draw(n_pairs)].side[side];
	const struct side *b = &pairs[draw(n_pairs)].side[side];
	struct units u = UNITS_INIT;
	struct buf out = { 0 };
	size_t what = draw(10), rate = 1 + draw(30);

	token_units(&u, a->text, a->len, &error);
	buf_adds(&out, "");
	if (what < 2) {
		buf_add(&out, a->text, a->len);
	} else if (what < 6) {
		size_t at = 0;

		for (size_t i = 0; i < u.n; i++) {
			buf_add(&out, a->text + at, u.at[i].from - at);
			at = u.at[i].to;
			if (draw(100) >= rate)
				buf_add(&out, a->text + u.at[i].from,
				    u.at[i].to - u.at[i].from);
			else if (draw(2) == 0)
				buf_adds(&out, side == 0 ? "other" : "것");
		}
	} else {
		size_t half = u.n / 2;

		if (half > 0)
			buf_add(&out, a->text, u.at[half - 1].to);
		buf_addc(&out, ' ');
		token_units(&u, b->text, b->len, &error);
		half = u.n / 2;
		if (half > 0)
			buf_add(&out, b->text + u.at[half].from,
			    b->len - u.at[half].from);
	}
	q->text = out.s;
	token_units(&q->units, q->text, strlen(q->text), &error);
	units_free(&u);
}

struct lookup {
	struct match_source src;
	struct matcher *m;
	struct wtm_lookup_opts opts;
	const char *text;
	const struct wtm_matches *out;
};

static int
do_lookup(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct lookup *l = arg;

	l->src.txn = txn;
	return match_find(&l->out, l->m, &l->src, l->text, strlen(l->text),
	    &l->opts, err);
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static double
at(double *v, size_t n, double q)
{
	qsort(v, n, sizeof *v, by_value);
	return v[(size_t)((double)(n - 1) * q)];
}

/* The plain scan: its distance for every unit of a possible length. */
static double
yardstick(const struct query *q, int side, int min)
{
	struct lev l = { 0 };
	size_t low = score_shortest(q->units.n, min);
	size_t high = score_longest(q->units.n, min);
	double t = cpu_us();
	volatile size_t sum = 0;

	lev_set(&l, q->units.keys, q->units.n, &error);
	for (size_t i = 0; i < n_pairs; i++) {
		const struct side *s = &pairs[i].side[side];

		if (s->n >= low && s->n <= high)
			sum += lev_distance(&l, s->keys, s->n, SIZE_MAX / 2);
	}
	t = cpu_us() - t;
	lev_free(&l);
	return t;
}

static int
same_matches(const struct wtm_matches *a, const struct wtm_matches *b)
{
	if (a->n != b->n)
		return 0;
	for (size_t i = 0; i < a->n; i++)
		if (a->at[i].tu->id != b->at[i].tu->id ||
		    a->at[i].score != b->at[i].score ||
		    a->at[i].similarity != b->at[i].similarity ||
		    a->at[i].kind != b->at[i].kind)
			return 0;
	return 1;
}

static void
copy_matches(struct wtm_matches *out, struct wtm_match *room,
    struct wtm_tu *tus, const struct wtm_matches *in)
{
	out->n = in->n;
	out->at = room;
	for (size_t i = 0; i < in->n; i++) {
		room[i] = in->at[i];
		tus[i].id = in->at[i].tu->id;
		room[i].tu = &tus[i];
	}
}

static size_t
compare(struct lookup *l, struct kv *kv)
{
	struct wtm_match room[64];
	struct wtm_tu tus[64];
	struct wtm_matches got;

	if (kv_read(kv, do_lookup, l, &error) != 0)
		die("lookup");
	copy_matches(&got, room, tus, l->out);
	l->opts.full_scan = 1;
	if (kv_read(kv, do_lookup, l, &error) != 0)
		die("full scan");
	l->opts.full_scan = 0;
	if (same_matches(&got, l->out))
		return 0;
	printf("DIFFERENT at %d: %s\n", l->opts.min, l->text);
	for (size_t i = 0; i < got.n || i < l->out->n; i++)
		printf("  %lld %d  |  %lld %d\n",
		    i < got.n ? (long long)got.at[i].tu->id : -1,
		    i < got.n ? got.at[i].score : 0, i < l->out->n ?
		    (long long)l->out->at[i].tu->id : -1,
		    i < l->out->n ? l->out->at[i].score : 0);
	return 1;
}

enum { QUERIES_MAX = 4000 };

static void
measure(struct lookup *l, struct kv *kv, struct query *queries, size_t n,
    int side, size_t n_scan, size_t n_compare)
{
	static double t[QUERIES_MAX], p[QUERIES_MAX], c[QUERIES_MAX],
	    r[QUERIES_MAX], y[QUERIES_MAX];
	const struct index_counts *count = index_counted(l->src.index);
	size_t different = 0, found = 0;

	for (size_t i = 0; i < n; i++) {
		struct index_counts before = *count;

		l->text = queries[i].text;
		t[i] = cpu_us();
		if (kv_read(kv, do_lookup, l, &error) != 0)
			die("lookup");
		t[i] = cpu_us() - t[i];
		p[i] = (double)(count->postings - before.postings);
		c[i] = (double)(count->candidates - before.candidates);
		r[i] = (double)(count->reads - before.reads);
		found += l->out->n;
	}
	printf("%s %3d  us %7.1f %7.1f %7.1f  postings %8.0f %8.0f  "
	    "candidates %4.0f %5.0f %6.0f  reads %4.0f %5.0f  found %.2f",
	    side == 0 ? "en" : "ko", l->opts.min, at(t, n, .5), at(t, n, .95),
	    at(t, n, .99), at(p, n, .5), at(p, n, .95), at(c, n, .5),
	    at(c, n, .95), at(c, n, .99), at(r, n, .5), at(r, n, .95),
	    (double)found / (double)n);
	if (n_scan > n)
		n_scan = n;
	for (size_t i = 0; i < n_scan; i++)
		y[i] = yardstick(&queries[i * (n / n_scan)], side,
		    l->opts.min * 10);
	if (n_scan > 0)
		printf("  scan %8.0f = %4.0f x", at(y, n_scan, .5),
		    at(y, n_scan, .5) / at(t, n, .5));
	printf("\n");
	for (size_t i = 0; i < n_compare && i < n; i++) {
		l->text = queries[i].text;
		different += compare(l, kv);
	}
	if (n_compare > 0)
		printf("   compared %zu, different %zu\n", n_compare,
		    different);
}

static void
tokenize(void)
{
	struct units u = UNITS_INIT;

	for (size_t i = 0; i < n_pairs; i++)
		for (int k = 0; k < 2; k++) {
			struct side *s = &pairs[i].side[k];

			token_units(&u, s->text, s->len, &error);
			s->n = u.n;
			s->keys = malloc((u.n + 1) * sizeof *s->keys);
			memcpy(s->keys, u.keys, u.n * sizeof *s->keys);
		}
	units_free(&u);
}

static void
build(struct index_view *v, struct kv *kv)
{
	struct index_build *b;
	const struct index_run *runs;
	double t = cpu_us();
	uint64_t bytes = 0;
	size_t n;

	if (index_build_new(&b, kv, 1, &error) != 0)
		die("build");
	for (size_t i = 0; i < n_pairs; i++) {
		struct wtm_tu tu;
		struct wtm_tuv tuvs[2];

		set_tu(&tu, tuvs, i);
		if (index_build_add(b, &tu, &error) != 0)
			die("add");
	}
	if (index_build_finish(b, &runs, &n, &error) != 0)
		die("finish");
	v->n_runs = n;
	for (size_t i = 0; i < n; i++) {
		v->runs[i] = runs[i];
		bytes += runs[i].n_bytes;
	}
	index_build_free(b);
	printf("build: %zu units, %.2f us CPU a unit, %zu runs, %.1f bytes a "
	    "unit\n", n_pairs, (cpu_us() - t) / (double)n_pairs, n,
	    (double)bytes / (double)n_pairs);
}

int
main(int argc, char **argv)
{
	static struct query queries[2][QUERIES_MAX];
	static struct index_view view;
	struct wtm_open_opts oo = { .create = 1 };
	struct lookup l = { .src = { .get = get, .walk = walk,
		.view = &view } };
	size_t n = 1000, limit = 100000, n_compare = 0, n_scan = 20;
	size_t cache = 64;
	int only = 0, only_side = -1, c;
	char *dir;
	struct kv *kv;

	while ((c = getopt(argc, argv, "n:q:c:m:y:k:s:")) != -1) {
		size_t v = (size_t)strtoul(optarg, NULL, 10);

		if (c == 'n')
			limit = v;
		else if (c == 'q')
			n = v < QUERIES_MAX ? v : QUERIES_MAX;
		else if (c == 'c')
			n_compare = v;
		else if (c == 'y')
			n_scan = v;
		else if (c == 'm')
			only = (int)v;
		else if (c == 's')
			only_side = (int)v;
		else if (c == 'k')
			cache = v;
		else
			return 2;
	}
	if (optind < argc)
		load(argv[optind], limit);
	else
		generate(limit);
	tokenize();
	dir = scratch_dir();
	if (kv_open(&kv, dir, &oo, &error) != 0)
		die(dir);
	build(&view, kv);
	if (index_new(&l.src.index, cache << 20, &error) != 0 ||
	    matcher_new(&l.m, &error) != 0)
		die("session");
	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < n; i++)
			make_query(&queries[side][i], side);
	for (int min = 90; min >= 50; min -= 10)
		for (int side = 0; side < 2; side++) {
			if ((only != 0 && min != only) ||
			    (only_side >= 0 && side != only_side))
				continue;
			l.opts = (struct wtm_lookup_opts)WTM_LOOKUP_OPTS_INIT;
			l.opts.min = min;
			if (side == 1) {
				l.opts.source = "ko";
				l.opts.target = "en";
			}
			/* Once to warm up. */
			for (size_t i = 0; i < n; i++) {
				l.text = queries[side][i].text;
				if (kv_read(kv, do_lookup, &l, &error) != 0)
					die("lookup");
			}
			measure(&l, kv, queries[side], n, side, n_scan,
			    n_compare);
		}
	matcher_free(l.m);
	index_free(l.src.index);
	kv_close(kv);
	scratch_remove(dir);
	return 0;
}
