/*
 * bench-data: the pairs and the queries of bench-lookup.
 */
#ifndef TESTS_BENCH_DATA_H
#define TESTS_BENCH_DATA_H

#include <stddef.h>
#include <stdint.h>

#include "text/token.h"

struct side {
	char *text;
	size_t len;
	uint64_t *keys;	/* of its units; NULL before bench_tokenize() */
	size_t n;
};

struct pair {
	struct side side[2];
};

struct pairs {
	struct pair *at;
	size_t n;
};

extern const char *const bench_langs[2];	/* of the sides */

double bench_cpu_us(void);

_Noreturn void bench_die(const struct wtm_err *err, const char *what);

/*
 * Make a memory of a TSV; add n units to it, one by one.  Both print what it
 * cost.
 */
void bench_import(const char *dir, const char *path);
void bench_adds(const char *dir, const struct pairs *pairs, size_t n);

/* A number below n; the same sequence in every run. */
size_t bench_draw(size_t n);

/*
 * The first pairs of a TSV; of more than limit only every so many-th is kept
 * when sparse.  Both return how many pairs there are, and end the program
 * when there is a fault.
 */
size_t bench_load(struct pairs *p, const char *path, size_t limit,
    size_t sparse);

/*
 * Write a TSV of n invented pairs: words and syllables as frequent as in a
 * language, half of the pairs variants of others.
 */
void bench_invent(const char *path, size_t n);

/* Find the units of all texts, for the yardstick. */
void bench_tokenize(struct pairs *p);

struct query {
	char *text;
	struct units units;
};

/*
 * Queries out of the pairs: 20 % are texts of the memory, 40 % edited ones (a
 * unit in 3 to 100 is left out or another), 40 % the head of one with the tail
 * of another.  short ones have 1 to 3 units.
 */
void bench_query(struct query *q, const struct pairs *p, int side);
void bench_short_query(struct query *q, const struct pairs *p, int side);

#endif
