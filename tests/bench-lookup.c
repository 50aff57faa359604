/*
 * Lookups in a large memory: what they cost, and that the index gives what
 * the full scan gives.
 *
 * bench-lookup [-n UNITS] [-q QUERIES] [-c COMPARED] [-y SCANNED] [-f FULL]
 *     [-m MIN] [-s SIDE] [-k MIB] [-a ADDED] [-o PROGRAM] [-d DIR] [FILE.tsv]
 *
 * Imports the pairs of FILE, or invented ones, into a fresh memory in the
 * current folder (-d: uses this one, which was made of FILE).  Times are CPU
 * times, of lookups that have been made once before.  Reads are gets and
 * moves of cursors in the database.  The yardstick is a plain bit-parallel
 * scan of all units of a possible length, on -y queries; -f queries are
 * looked up by the full scan; -c are compared with it.  -a units are added
 * one by one.  -o: one process for each lookup, while this one has the memory
 * open, too.  -k: the cache of the session, in MiB (0: each query reads all
 * it needs).
 */
#include "config.h"

#include <sys/stat.h>
#include <db.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "index/format.h"
#include "match/match.h"
#include "memory/reader.h"
#include "memory/store.h"
#include "bench-data.h"
#include "scratch.h"

enum { QUERIES_MAX = 4000, SHORT = 200, RAW_ROUNDS = 20 };

static struct wtm_err error;
static struct pairs pairs;

/* Lookups in the open memory. */

struct lookup {
	struct kv *kv;
	struct reader reader;
	struct match_source src;
	struct matcher *m;
	struct wtm_lookup_opts opts;
	const char *text;
	const struct wtm_matches *out;
};

static int
get(const struct wtm_tu **out, void *arg, uint64_t id, struct arena *arena,
    struct wtm_err *err)
{
	struct lookup *l = arg;

	return reader_get(out, &l->reader, l->src.txn, id, arena, err);
}

static int
walk(void *arg, match_unit_fn fn, void *fn_arg, struct wtm_err *err)
{
	struct lookup *l = arg;

	return store_scan(l->src.txn, &l->reader.st, fn, fn_arg, err);
}

static int
do_lookup(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct lookup *l = arg;

	l->src.txn = txn;
	if (reader_look(&l->reader, txn, err) != 0)
		return -1;
	return match_find(&l->out, l->m, &l->src, l->text, strlen(l->text),
	    &l->opts, err);
}

static void
look_up(struct lookup *l, const char *text)
{
	l->text = text;
	if (kv_read(l->kv, do_lookup, l, &error) != 0)
		bench_die(&error, "lookup");
}

static double
time_lookup(struct lookup *l, const char *text)
{
	double t = bench_cpu_us();

	look_up(l, text);
	return bench_cpu_us() - t;
}

static double
time_full_scan(struct lookup *l, const char *text)
{
	double t;

	l->opts.full_scan = 1;
	t = time_lookup(l, text);
	l->opts.full_scan = 0;
	return t;
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
	if (n == 0)
		return 0;
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
	double t = bench_cpu_us();
	volatile size_t sum = 0;

	lev_set(&l, q->units.keys, q->units.n, &error);
	for (size_t i = 0; i < pairs.n; i++) {
		const struct side *s = &pairs.at[i].side[side];

		if (s->n >= low && s->n <= high)
			sum += lev_distance(&l, s->keys, s->n, SIZE_MAX / 2);
	}
	(void)sum;	/* so that nothing is left out */
	t = bench_cpu_us() - t;
	lev_free(&l);
	return t;
}

/* What is compared of a match. */
struct seen {
	uint64_t id;
	size_t source, target;
	int kind, score, similarity;
};

static size_t
remember(struct seen *s, size_t max, const struct wtm_matches *m)
{
	memset(s, 0, max * sizeof *s);
	for (size_t i = 0; i < m->n && i < max; i++) {
		s[i].id = m->at[i].tu->id;
		s[i].source = m->at[i].source;
		s[i].target = m->at[i].target;
		s[i].kind = (int)m->at[i].kind;
		s[i].score = m->at[i].score;
		s[i].similarity = m->at[i].similarity;
	}
	return m->n;
}

static size_t
compare(struct lookup *l, const char *text)
{
	struct seen a[64], b[64];
	size_t n_a, n_b;

	time_lookup(l, text);
	n_a = remember(a, 64, l->out);
	time_full_scan(l, text);
	n_b = remember(b, 64, l->out);
	if (n_a == n_b && memcmp(a, b, sizeof a) == 0)
		return 0;
	printf("DIFFERENT at %d: %s\n", l->opts.min, text);
	for (size_t i = 0; i < n_a || i < n_b; i++)
		printf("  %llu %d  |  %llu %d\n",
		    (unsigned long long)a[i].id, a[i].score,
		    (unsigned long long)b[i].id, b[i].score);
	return 1;
}

struct effort {
	const struct query *queries;
	size_t n;
	size_t n_scan, n_full, n_compare;
	int side;
};

/* A fingerprint of all results, to compare two programs. */
static uint64_t
add_print(uint64_t print, const struct wtm_matches *m)
{
	for (size_t i = 0; i < m->n; i++)
		print = norm_mix(print ^ m->at[i].tu->id) +
		    (uint64_t)m->at[i].score * 1009 +
		    (uint64_t)m->at[i].similarity;
	return norm_mix(print + m->n);
}

/* One line about n queries. */
static double
measure(struct lookup *l, const struct effort *e)
{
	static double t[QUERIES_MAX], p[QUERIES_MAX], c[QUERIES_MAX],
	    r[QUERIES_MAX], b[QUERIES_MAX];
	const struct index_counts *count = index_counted(l->src.index);
	uint64_t print = 0;
	size_t found = 0, n = e->n;

	for (size_t i = 0; i < n; i++)	/* warm up */
		time_lookup(l, e->queries[i].text);
	for (size_t i = 0; i < n; i++) {
		struct index_counts before = *count;
		uint64_t reads = kv_reads(l->kv);

		t[i] = time_lookup(l, e->queries[i].text);
		p[i] = (double)(count->postings - before.postings);
		c[i] = (double)(count->candidates - before.candidates);
		b[i] = (double)(count->bounded - before.bounded);
		r[i] = (double)(kv_reads(l->kv) - reads);
		found += l->out->n;
		print = add_print(print, l->out);
	}
	printf("us %7.1f %7.1f %7.1f  postings %8.0f %8.0f  ",
	    at(t, n, .5), at(t, n, .95), at(t, n, .99), at(p, n, .5),
	    at(p, n, .95));
	printf("bounded %4.0f %5.0f  candidates %4.0f %5.0f %6.0f  ",
	    at(b, n, .5), at(b, n, .95), at(c, n, .5), at(c, n, .95),
	    at(c, n, .99));
	printf("reads %4.0f %5.0f  found %.2f #%08x", at(r, n, .5),
	    at(r, n, .95), (double)found / (double)n, (unsigned)print);
	return at(t, n, .5);
}

static void
measure_slow(struct lookup *l, const struct effort *e, double median)
{
	static double y[QUERIES_MAX];
	size_t different = 0;

	for (size_t i = 0; i < e->n_scan; i++)
		y[i] = yardstick(&e->queries[i * (e->n / e->n_scan)], e->side,
		    l->opts.min * 10);
	if (e->n_scan > 0)
		printf("  scan %.0f = %.0f x", at(y, e->n_scan, .5),
		    at(y, e->n_scan, .5) / median);
	for (size_t i = 0; i < e->n_full; i++)
		y[i] = time_full_scan(l,
		    e->queries[i * (e->n / e->n_full)].text);
	if (e->n_full > 0)
		printf("  full scan %.0f = %.0f x", at(y, e->n_full, .5),
		    at(y, e->n_full, .5) / median);
	for (size_t i = 0; i < e->n_compare; i++)
		different += compare(l, e->queries[i].text);
	if (e->n_compare > 0)
		printf("  compared %zu, different %zu", e->n_compare,
		    different);
	printf("\n");
	fflush(stdout);
}

static void
set_side(struct lookup *l, int side, int min)
{
	l->opts = (struct wtm_lookup_opts)WTM_LOOKUP_OPTS_INIT;
	l->opts.min = min;
	l->opts.source = bench_langs[side];
	l->opts.target = bench_langs[1 - side];
}

static void
report_lookups(struct lookup *l, int side, int min, size_t n,
    struct effort e)
{
	static struct query queries[2][QUERIES_MAX];
	static struct query shorts[2][SHORT];

	if (queries[side][0].text == NULL) {
		for (size_t i = 0; i < QUERIES_MAX; i++)
			bench_query(&queries[side][i], &pairs, side);
		for (size_t i = 0; i < SHORT; i++)
			bench_short_query(&shorts[side][i], &pairs, side);
	}
	set_side(l, side, min);
	e.queries = queries[side];
	e.n = n;
	e.side = side;
	printf("%s %3d      ", bench_langs[side], min);
	measure_slow(l, &e, measure(l, &e));
	e = (struct effort){ .queries = shorts[side], .n = SHORT,
		.side = side };
	printf("%s %3d short", bench_langs[side], min);
	measure_slow(l, &e, measure(l, &e));
}

/* The units that the exact queries find. */
struct raw {
	unsigned char key[KEY_UNIT];
	DB *db;	/* the table, or the part, where it is */
};

static int
first_version(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct raw *r = arg;
	uint64_t id = index_get_u64(r->key);
	struct kv_cursor *c;

	if (kv_cursor_open(&c, txn, KV_UNIT, KV_STEP, err) != 0 ||
	    store_seek_unit(c, id, err) != 1)
		return -1;
	memcpy(r->key, c->key.s, sizeof r->key);
	kv_cursor_close(c);
	return 0;
}

enum { FILES = 200 };

/* The table of units and its parts, outside of their environment. */
static size_t
open_raw(DB **dbs, const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	size_t n = 0;

	if (d == NULL)
		bench_die(&error, dir);
	while ((e = readdir(d)) != NULL && n < FILES) {
		char path[4200];

		if (strncmp(e->d_name, "unit", 4) != 0)
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		if (db_create(&dbs[n], NULL, 0) != 0 ||
		    dbs[n]->set_cachesize(dbs[n], 0, 256 << 20, 1) != 0 ||
		    dbs[n]->open(dbs[n], NULL, path, NULL, DB_BTREE,
		    DB_RDONLY, 0) != 0)
			bench_die(&error, path);
		n++;
	}
	closedir(d);
	return n;
}

static int
raw_get(DB *db, struct raw *r)
{
	static char room[1 << 20];
	DBT k = { .data = r->key, .size = KEY_UNIT };
	DBT v = { .data = room, .ulen = sizeof room,
		.flags = DB_DBT_USERMEM };

	return db->get(db, NULL, &k, &v, 0);
}

/* One get of the database as it is on the disk, with nothing around it. */
static double
raw_gets(const char *dir, struct raw *raw, size_t n)
{
	static DB *dbs[FILES];
	size_t n_dbs = open_raw(dbs, dir);
	double t;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n_dbs; k++)
			if (raw_get(dbs[k], &raw[i]) == 0)
				raw[i].db = dbs[k];
	t = bench_cpu_us();
	for (int round = 0; round < RAW_ROUNDS; round++)
		for (size_t i = 0; i < n; i++)
			if (raw_get(raw[i].db, &raw[i]) != 0)
				bench_die(&error, "raw get");
	t = bench_cpu_us() - t;
	for (size_t k = 0; k < n_dbs; k++)
		dbs[k]->close(dbs[k], 0);
	return t / RAW_ROUNDS / (double)n;
}

static int
get_raw(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct raw *r = arg;
	struct kv_bytes val;

	return kv_get(txn, KV_UNIT, r->key, sizeof r->key, &val, err) == 1 ?
	    0 : -1;
}

/* The same get in the memory, in a transaction of its own. */
static double
timed_gets(struct lookup *l, struct raw *raw, size_t n)
{
	double t = bench_cpu_us();

	for (int round = 0; round < RAW_ROUNDS; round++)
		for (size_t i = 0; i < n; i++)
			if (kv_read(l->kv, get_raw, &raw[i], &error) != 0)
				bench_die(&error, "get");
	return (bench_cpu_us() - t) / RAW_ROUNDS / (double)n;
}

/* Of one exact lookup; to ask for the time costs as much. */
static double
time_exact(struct lookup *l, const char **texts, size_t n)
{
	double t = bench_cpu_us();

	for (size_t i = 0; i < n; i++)
		look_up(l, texts[i]);
	return (bench_cpu_us() - t) / (double)n;
}

static void
report_exact(struct lookup *l, const char *dir, size_t n)
{
	static struct raw raw[QUERIES_MAX];
	static const char *texts[QUERIES_MAX];
	double again = 0, once, one, in_txn;

	set_side(l, 0, 100);
	for (size_t i = 0; i < n; i++)
		texts[i] = pairs.at[bench_draw(pairs.n)].side[0].text;
	once = time_exact(l, texts, n);
	for (size_t i = 0; i < n; i++) {
		look_up(l, texts[i]);
		if (l->out->n == 0)
			bench_die(&error, "an exact match is missing");
		key_unit(raw[i].key, l->out->at[0].tu->id, 0);
		if (kv_read(l->kv, first_version, &raw[i], &error) != 0)
			bench_die(&error, "unit");
	}
	for (int round = 0; round < RAW_ROUNDS; round++)
		again += time_exact(l, texts, n) / RAW_ROUNDS;
	if (kv_checkpoint(l->kv, 1, &error) != 0)
		bench_die(&error, "checkpoint");
	one = raw_gets(dir, raw, n);
	in_txn = timed_gets(l, raw, n);
	printf("exact       %.1f us the first time, then %.1f us; one raw "
	    "get %.1f us = %.1f x, in a transaction %.1f us = %.1f x\n", once,
	    again, one, again / one, in_txn, again / in_txn);
}

static void
report_one_shot(const char *program, const char *dir, int side, size_t n)
{
	char command[9000];
	FILE *f;

	if (program == NULL)
		return;
	snprintf(command, sizeof command, "tests/bench-oneshot %s %s %s %s",
	    program, dir, bench_langs[side], bench_langs[1 - side]);
	fflush(stdout);
	f = popen(command, "w");
	if (f == NULL)
		bench_die(&error, "popen");
	for (size_t i = 0; i < n; i++) {
		struct query q = { .units = UNITS_INIT };

		bench_query(&q, &pairs, side);
		fprintf(f, "%s\n", q.text);
		units_free(&q.units);
		free(q.text);
	}
	pclose(f);
}

static int
note_state(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	return reader_look(arg, txn, err);
}

static void
report_index(struct lookup *l)
{
	double bytes = 0;

	const struct state *st = &l->reader.st;

	if (kv_read(l->kv, note_state, &l->reader, &error) != 0)
		bench_die(&error, "state");
	for (size_t i = 0; i < st->view.n_runs; i++)
		bytes += (double)st->view.runs[i].n_bytes;
	printf("index       %.1f bytes a unit, %zu runs, %u in the tail\n",
	    bytes / (double)st->n_units, st->view.n_runs, st->view.n_tail);
}

struct options {
	struct effort effort;
	size_t n_units, n_queries, n_adds, cache;
	int min, side;	/* only these, or 0 and -1 */
	const char *program, *dir, *path;
};

static void
report_memory(const struct options *o, const char *dir)
{
	struct lookup l = { .src = { .get = get, .walk = walk } };
	struct store *s;
	struct wtm_open_opts oo = WTM_OPEN_OPTS_INIT;

	if (store_open(&s, dir, &oo, &error) != 0 ||
	    index_new(&l.src.index, o->cache << 20, &error) != 0 ||
	    matcher_new(&l.m, &error) != 0)
		bench_die(&error, dir);
	l.kv = store_kv(s);
	l.src.arg = &l;
	l.src.view = &l.reader.st.view;
	report_index(&l);
	for (int min = 90; min >= 50; min -= 10)
		for (int side = 0; side < 2; side++)
			if ((o->min == 0 || o->min == min) &&
			    (o->side < 0 || o->side == side))
				report_lookups(&l, side, min, o->n_queries,
				    o->effort);
	report_exact(&l, dir, o->n_queries);
	for (int side = 0; side < 2; side++)
		report_one_shot(o->program, dir, side, 100);
	matcher_free(l.m);
	index_free(l.src.index);
	reader_free(&l.reader);
	store_close(s);
}

static int
parse(struct options *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "n:q:c:y:f:m:s:k:a:o:d:")) != -1) {
		size_t v = (size_t)strtoul(optarg, NULL, 10);

		switch (c) {
		case 'n': o->n_units = v; break;
		case 'q': o->n_queries = v; break;
		case 'c': o->effort.n_compare = v; break;
		case 'y': o->effort.n_scan = v; break;
		case 'f': o->effort.n_full = v; break;
		case 'm': o->min = (int)v; break;
		case 's': o->side = (int)v; break;
		case 'k': o->cache = v; break;
		case 'a': o->n_adds = v; break;
		case 'o': o->program = optarg; break;
		case 'd': o->dir = optarg; break;
		default: return -1;
		}
	}
	if (o->n_queries > QUERIES_MAX)
		o->n_queries = QUERIES_MAX;
	if (o->n_queries < SHORT)
		return -1;
	o->path = optind < argc ? argv[optind] : NULL;
	return 0;
}

int
main(int argc, char **argv)
{
	struct options o = { .n_units = 100000, .n_queries = 1000,
		.cache = 128, .side = -1, .effort = { .n_scan = 20,
		    .n_full = 3 } };
	char *dir = NULL;
	char invented[64] = "";

	if (parse(&o, argc, argv) != 0)
		return 2;
	if (o.dir == NULL)
		o.dir = dir = scratch_dir();
	if (o.path == NULL) {
		snprintf(invented, sizeof invented, "%s.tsv", o.dir);
		bench_invent(invented, o.n_units);
		o.path = invented;
	}
	if (dir != NULL)
		bench_import(dir, o.path);
	/* Without a scan a part of them is enough to make queries of. */
	bench_load(&pairs, o.path, o.n_units,
	    o.effort.n_scan > 0 ? 1 : 1 + o.n_units / 100000);
	if (o.effort.n_scan > 0)
		bench_tokenize(&pairs);
	bench_adds(o.dir, &pairs, o.n_adds);
	report_memory(&o, o.dir);
	if (invented[0] != '\0')
		remove(invented);
	if (dir != NULL)
		scratch_remove(dir);
	return 0;
}
