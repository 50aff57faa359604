/*
 * The score: the bit-parallel distance against the textbook's, the worked
 * example of the manual, and what the score says about two texts.
 */
#include "config.h"

#include <stdlib.h>

#include "score/score.h"
#include "test.h"
#include "textbook.h"

static uint32_t seed = 7;

static size_t
draw(size_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

enum { LONGEST = 400 };

/* A copy of a with some edits. */
static size_t
edited(uint64_t *b, const uint64_t *a, size_t n, size_t rate, size_t letters)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		size_t what = draw(100) < rate ? draw(3) : 3;

		if (what == 0 && m < LONGEST)
			b[m++] = 1 + draw(letters);
		if (what > 1 && m < LONGEST)
			b[m++] = what == 2 ? 1 + draw(letters) : a[i];
	}
	return m;
}

static void
distance_is_the_textbooks(void)
{
	static uint64_t a[LONGEST], b[LONGEST];
	struct lev l = { 0 };
	struct wtm_err err = { 0 };

	for (int round = 0; round < 3000; round++) {
		size_t n = draw(round % 4 == 0 ? LONGEST : 70);
		size_t letters = 1 + draw(round % 2 == 0 ? 4 : 300);
		size_t cutoff = draw(60), m, d;

		for (size_t i = 0; i < n; i++)
			a[i] = 1 + draw(letters);
		m = edited(b, a, n, draw(90), letters);
		d = textbook(a, n, b, m);
		CHECK(lev_set(&l, a, n, &err) == 0);
		if (!CHECK_INT(lev_distance(&l, b, m, LONGEST), d) ||
		    !CHECK_INT(lev_distance(&l, b, m, cutoff),
		    d > cutoff ? cutoff + 1 : d) ||
		    !CHECK_INT(lev_distance(&l, b, m, d), d)) {
			fprintf(stderr, "  n %zu m %zu cutoff %zu\n", n, m,
			    cutoff);
			break;
		}
	}
	lev_free(&l);
}

/* Of codes it is that of keys, where LEV_NONE equals nothing. */
static void
distance_of_codes(void)
{
	static uint64_t a[LONGEST], b[LONGEST];
	static unsigned char codes[2][LONGEST];
	struct lev l = { 0 };
	struct wtm_err err = { 0 };

	for (int round = 0; round < 500; round++) {
		size_t n = draw(round % 4 == 0 ? LONGEST : 70);
		size_t cutoff = draw(60), m, d;

		for (size_t i = 0; i < n; i++) {
			codes[0][i] = (unsigned char)draw(LEV_CODES + 1);
			a[i] = codes[0][i] == LEV_NONE ? 1000 + i :
			    codes[0][i] + (uint64_t)1;
		}
		m = edited(b, a, n, 10 + draw(80), LEV_CODES);
		for (size_t i = 0; i < m; i++) {
			if (b[i] > LEV_CODES)
				b[i] = 1 + draw(LEV_CODES);
			codes[1][i] = (unsigned char)(b[i] - 1);
		}
		d = textbook(a, n, b, m);
		CHECK(lev_set_codes(&l, codes[0], n, &err) == 0);
		if (!CHECK_INT(lev_distance_codes(&l, codes[1], m, LONGEST),
		    d) || !CHECK_INT(lev_distance_codes(&l, codes[1], m,
		    cutoff), d > cutoff ? cutoff + 1 : d))
			break;
	}
	lev_free(&l);
}

static void
cutoffs_are_exact(void)
{
	for (int min = 500; min <= 1000; min += 5) {
		for (size_t max = 1; max < 300; max++) {
			size_t d = score_cutoff(max, min);

			CHECK(d == 0 || score_of(d, max) >= min);
			CHECK(score_of(d + 1, max) < min);
			CHECK(min > 990 || score_of(d, max) >= min);
		}
		for (size_t n = 1; n < 60; n++)
			for (size_t m = 1; m < 130; m++) {
				size_t max = n > m ? n : m;
				size_t d = n > m ? n - m : m - n;
				int ok = score_of(d, max) >=
				    (min > 990 ? 990 : min);

				CHECK(ok == (m >= score_shortest(n, min) &&
				    m <= score_longest(n, min)));
			}
	}
}

struct pair {
	struct score_text a;
	struct score_text b;
	size_t d;
	int tenths;
	unsigned differs;
	struct buf values;
};

static void
compare(struct pair *p, const char *a, const char *b)
{
	struct wtm_err err = { 0 };
	struct arena arena = { 0 };
	const struct wtm_str *values;
	size_t n;

	*p = (struct pair){ 0 };
	CHECK(score_text_set(&p->a, a, strlen(a), NULL, 0, &err) == 0);
	CHECK(score_text_set(&p->b, b, strlen(b), NULL, 0, &err) == 0);
	p->d = textbook(p->a.units.keys, p->a.units.n, p->b.units.keys,
	    p->b.units.n);
	p->tenths = score_tenths(&p->a, &p->b, p->d);
	CHECK(score_differs(&p->differs, &p->a, &p->b, &err) == 0);
	CHECK(score_values(&values, &n, &p->a, &p->b, &arena, &err) == 0);
	buf_adds(&p->values, "");
	for (size_t i = 0; i < n; i++)
		buf_addf(&p->values, "%s%s", i > 0 ? " " : "", values[i].s);
	arena_free(&arena);
	score_text_free(&p->a);
	score_text_free(&p->b);
}

static void
scores(void)
{
	enum { C = WTM_DIFFERS_CASE, P = WTM_DIFFERS_PUNCTUATION,
		S = WTM_DIFFERS_SPACING, W = WTM_DIFFERS_WIDTH };
	static const struct {
		const char *a, *b;
		int tenths;
		unsigned differs;
		const char *values;
	} rows[] = {
		{ "Exports rose 5.2% in May.", "Exports fell 3% in May", 666,
		    P, "5.2 3" },
		{ "same  text ", "same text", 1000, 0, "" },
		{ "한글\xE3\x80\x80자", "한글 자", 1000, 0, "" },
		{ "Same text", "same text", 990, C, "" },
		{ "정부는 했다.", "정부는했다.", 990, S, "" },
		{ "He said so.", "He said so", 990, P, "" },
		{ "He said: so", "He said so", 990, P, "" },
		{ "word , word", "word, word", 990, S, "" },
		{ "ＵＮ 회의", "UN 회의", 990, W, "" },
		{ "안녕！", "안녕!", 990, W, "" },
		{ "안녕！", "안녕.", 990, P, "" },
		{ "U.S. envoy", "US envoy", 990, P, "" },
		{ "U.S. Envoy", "us  envoy", 990, C | P, "" },
		{ "ｕｎ", "UN", 990, C | W, "" },
		{ "won't", "won’t", 990, P, "" },
		{ "기온 −5도", "기온 -5도", 990, P, "" },
		{ "20℃ up", "20°C up", 990, W, "" },
		{ "one-two", "one two", 990, P | S, "" },
		{ "...", "...", 1000, 0, "" },
		{ "...", "---", 0, P, "" },
		{ "", "", 1000, 0, "" },
		{ "10 of 20", "20 of 10", 333, 0, "10 10" },
		{ "1 2 3", "1 2 4", 666, 0, "3 4" },
		{ "-5 a", "5 a", 666, 0, "-" },
	};
	struct pair p;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int ok;

		compare(&p, rows[i].a, rows[i].b);
		ok = CHECK_INT(p.tenths, rows[i].tenths);
		if (p.tenths >= 990 || p.d == 0)
			ok &= CHECK_INT(p.differs, rows[i].differs);
		ok &= CHECK_STR(p.values.s, rows[i].values);
		if (!ok)
			fprintf(stderr, "  %s | %s\n", rows[i].a, rows[i].b);
		buf_free(&p.values);
	}
}

/* 2,000 units of which one differs do not round up to 99. */
static void
nothing_else_reaches_99(void)
{
	CHECK_INT(score_of(1, 2000), 989);
	CHECK_INT(score_of(0, 2000), 990);
	CHECK_INT(score_of(1, 3), 666);
	CHECK_INT(score_of(3, 3), 0);
	CHECK_INT(score_of(0, 0), 0);
}

static void
inline_codes(void)
{
	static const struct wtm_inline at2[] = {
		{ 2, { "<ph/>", 5 } },
	};
	static const struct wtm_inline at3[] = {
		{ 3, { "<ph/>", 5 } },
	};
	struct score_text a = { 0 }, b = { 0 };
	struct wtm_err err = { 0 };
	unsigned differs;

	score_text_set(&a, "a b", 3, at2, 1, &err);
	score_text_set(&b, "a  b", 4, at3, 1, &err);
	CHECK_INT(score_tenths(&a, &b, 0), 1000);
	score_text_set(&b, "a b", 3, at3, 1, &err);
	CHECK_INT(score_tenths(&a, &b, 0), 990);
	CHECK(score_differs(&differs, &a, &b, &err) == 0);
	CHECK_INT(differs, WTM_DIFFERS_CODES);
	score_text_free(&a);
	score_text_free(&b);
}

static void
similarity(void)
{
	struct score_letters l = { 0 };
	struct wtm_err err = { 0 };
	int thousandths;

	CHECK(score_letters_set(&l, "a b c", 5, &err) == 0);
	CHECK(score_similarity(&thousandths, &l, "abd", 3, &err) == 0);
	CHECK_INT(thousandths, 666);
	CHECK(score_similarity(&thousandths, &l, "abc", 3, &err) == 0);
	CHECK_INT(thousandths, 1000);
	CHECK(score_similarity(&thousandths, &l, "", 0, &err) == 0);
	CHECK_INT(thousandths, 0);
	score_letters_free(&l);
}

int
main(void)
{
	distance_is_the_textbooks();
	distance_of_codes();
	cutoffs_are_exact();
	scores();
	nothing_else_reaches_99();
	inline_codes();
	similarity();
	return test_end();
}
