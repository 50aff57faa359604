/*
 * bench-data: the pairs and the queries of bench-lookup.
 */
#include "config.h"
#include "bench-data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"

static uint32_t seed = 12345;

static void *
have(void *p)
{
	if (p == NULL)
		abort();
	return p;
}

size_t
bench_draw(size_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (size_t)((uint64_t)seed * n >> 32);
}

static void
set_side(struct side *s, const char *text, size_t len)
{
	s->text = have(malloc(len + 1));
	memcpy(s->text, text, len);
	s->text[len] = '\0';
	s->len = len;
}

static void
add_pair(struct pairs *p, const char *a, size_t a_len, const char *b,
    size_t b_len)
{
	if ((p->n & (p->n - 1)) == 0)	/* a power of two is full */
		p->at = have(realloc(p->at, (p->n == 0 ? 1 : 2 * p->n) *
		    sizeof *p->at));
	memset(&p->at[p->n], 0, sizeof *p->at);
	set_side(&p->at[p->n].side[0], a, a_len);
	set_side(&p->at[p->n++].side[1], b, b_len);
}

size_t
bench_load(struct pairs *p, const char *path, size_t limit, size_t sparse)
{
	FILE *f = have(fopen(path, "r"));
	char *line = NULL;
	size_t cap = 0, n = 0;
	ssize_t len;

	while (n < limit && (len = getline(&line, &cap, f)) > 0) {
		size_t first = strcspn(line, "\t\r\n");
		const char *second = line + first + 1;

		if (first == 0 || line[first] != '\t')
			continue;
		if (n++ % sparse == 0)
			add_pair(p, line, first, second,
			    strcspn(second, "\t\r\n"));
	}
	free(line);
	fclose(f);
	return n;
}

/* Rank r with a frequency that falls about as 1 / r. */
static size_t
ranked(size_t n)
{
	size_t bits = 0;

	while (n >> bits > 1)
		bits++;
	bits = bench_draw(bits + 1);
	return ((size_t)1 << bits) - 1 + bench_draw((size_t)1 << bits);
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

	buf_add(b, bytes, utf8_put(bytes,
	    (uint32_t)(0xAC00 + rank * 7 % 11172)));
	if (bench_draw(3) == 0)
		buf_addc(b, ' ');
}

static void
add_unit(struct buf *b, int side)
{
	if (bench_draw(25) == 0)
		buf_addf(b, "%zu ", bench_draw(2000));
	else if (side == 0)
		add_word(b, ranked(60000));
	else
		add_syllable(b, ranked(1500));
}

static void
find_units(struct units *u, const char *text, size_t len)
{
	if (token_units(u, text, len, NULL) != 0)
		abort();
}

/* A new text, or an old one with every eighth unit exchanged. */
static void
invent(struct buf *b, int side, const struct side *like)
{
	struct units u = UNITS_INIT;
	size_t n = side == 0 ? 4 + bench_draw(26) : 8 + bench_draw(54);

	buf_clear(b);
	if (like != NULL) {
		find_units(&u, like->text, like->len);
		n = u.n;
	}
	for (size_t i = 0; i < n; i++) {
		if (like == NULL || bench_draw(8) == 0) {
			add_unit(b, side);
			continue;
		}
		buf_add(b, like->text + u.at[i].from,
		    u.at[i].to - u.at[i].from);
		if (side == 0 || bench_draw(3) == 0)
			buf_addc(b, ' ');
	}
	units_free(&u);
}

void
bench_invent(const char *path, size_t n)
{
	FILE *f = have(fopen(path, "w"));
	struct pairs p = { 0 };
	struct buf b[2] = { { 0 }, { 0 } };

	while (p.n < n) {
		const struct pair *like = p.n > 0 && bench_draw(2) == 0 ?
		    &p.at[bench_draw(p.n)] : NULL;

		for (int k = 0; k < 2; k++)
			invent(&b[k], k, like == NULL ? NULL :
			    &like->side[k]);
		fprintf(f, "%.*s\t%.*s\n", (int)b[0].len, b[0].s,
		    (int)b[1].len, b[1].s);
		add_pair(&p, b[0].s, b[0].len, b[1].s, b[1].len);
	}
	for (size_t i = 0; i < p.n; i++)
		for (int k = 0; k < 2; k++)
			free(p.at[i].side[k].text);
	free(p.at);
	buf_free(&b[0]);
	buf_free(&b[1]);
	if (fclose(f) != 0)
		abort();
}

void
bench_tokenize(struct pairs *p)
{
	struct units u = UNITS_INIT;

	for (size_t i = 0; i < p->n; i++)
		for (int k = 0; k < 2; k++) {
			struct side *s = &p->at[i].side[k];

			find_units(&u, s->text, s->len);
			s->n = u.n;
			s->keys = have(malloc((u.n + 1) * sizeof *s->keys));
			memcpy(s->keys, u.keys, u.n * sizeof *s->keys);
		}
	units_free(&u);
}

static const struct side *
any(const struct pairs *p, int side)
{
	return &p->at[bench_draw(p->n)].side[side];
}

/* Leave out or exchange a unit with a chance of rate in 100. */
static void
edit(struct buf *out, const struct side *a, int side, size_t rate)
{
	struct units u = UNITS_INIT;
	size_t at = 0;

	find_units(&u, a->text, a->len);
	for (size_t i = 0; i < u.n; i++) {
		buf_add(out, a->text + at, u.at[i].from - at);
		at = u.at[i].to;
		if (bench_draw(100) >= rate)
			buf_add(out, a->text + u.at[i].from,
			    u.at[i].to - u.at[i].from);
		else if (bench_draw(2) == 0)
			buf_adds(out, side == 0 ? "other" : "것");
	}
	units_free(&u);
}

/* The head of a with the tail of b. */
static void
splice(struct buf *out, const struct side *a, const struct side *b)
{
	struct units u = UNITS_INIT;

	find_units(&u, a->text, a->len);
	if (u.n > 1)
		buf_add(out, a->text, u.at[u.n / 2 - 1].to);
	buf_addc(out, ' ');
	find_units(&u, b->text, b->len);
	if (u.n > 1)
		buf_add(out, b->text + u.at[u.n / 2].from,
		    b->len - u.at[u.n / 2].from);
	units_free(&u);
}

static void
set_query(struct query *q, struct buf *b)
{
	buf_adds(b, "");
	q->text = have(b->s);
	find_units(&q->units, q->text, b->len);
}

void
bench_query(struct query *q, const struct pairs *p, int side)
{
	const struct side *a = any(p, side);
	const struct side *b = any(p, side);
	struct buf out = { 0 };
	size_t what = bench_draw(10), rate = 1 + bench_draw(30);

	if (what < 2)
		buf_add(&out, a->text, a->len);
	else if (what < 6)
		edit(&out, a, side, rate);
	else
		splice(&out, a, b);
	set_query(q, &out);
}

void
bench_short_query(struct query *q, const struct pairs *p, int side)
{
	struct units u = UNITS_INIT;
	struct buf out = { 0 };
	size_t n = 1 + bench_draw(3);

	while (u.n < n) {
		const struct side *a = any(p, side);

		find_units(&u, a->text, a->len);
		if (u.n >= n) {
			size_t first = bench_draw(u.n - n + 1);

			buf_add(&out, a->text + u.at[first].from,
			    u.at[first + n - 1].to - u.at[first].from);
		}
	}
	units_free(&u);
	set_query(q, &out);
}
