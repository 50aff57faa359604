/*
 * score: how alike two texts are, as the manual defines it.
 *
 * A worked example, tested in tests/test-score.c.  The units of
 * "Exports rose 5.2% in May." are exports, rose, 5.2, %, in, may; those of
 * "Exports fell 3% in May" are exports, fell, 3, %, in, may.  Two of six
 * units differ, d = 2, so raw = 100 * (1 - 2/6) = 66.66..., and the score
 * is 66.6.  The values that differ are 5.2 and 3.
 */
#ifndef SCORE_SCORE_H
#define SCORE_SCORE_H

#include "base/arena.h"
#include "score/lev.h"
#include "text/token.h"

/* A text prepared for comparison.  What it was set from is borrowed. */
struct score_text {
	const char *s;
	size_t len;
	const struct wtm_inline *codes;
	size_t n_codes;
	struct units units;
	struct buf key;	/* the exact-key text */
};

int score_text_set(struct score_text *t, const char *s, size_t len,
    const struct wtm_inline *codes, size_t n_codes, struct wtm_err *err);
/* All but the units: enough for score_same_text() and score_same_codes(). */
int score_key_set(struct score_text *t, const char *s, size_t len,
    const struct wtm_inline *codes, size_t n_codes, struct wtm_err *err);
void score_text_free(struct score_text *t);

/*
 * Tenths for a distance d between texts of which the longer has max units,
 * by units alone: 990 for d = 0, never more than 989 else.
 */
int score_of(size_t d, size_t max);

/* The largest distance that still gives min tenths (<= 990). */
size_t score_cutoff(size_t max, int min);

/* The shortest and longest text that can reach min tenths beside n units. */
size_t score_shortest(size_t n, int min);
size_t score_longest(size_t n, int min);

/* The same exact-key text, and the same inline codes at the same places. */
int score_same_text(const struct score_text *a, const struct score_text *b);
int score_same_codes(const struct score_text *a, const struct score_text *b);

/*
 * The score of two texts in tenths before penalties; d is the distance of
 * their units (0 for score_same_text()).
 */
int score_tenths(const struct score_text *a, const struct score_text *b,
    size_t d);

/* Bits of enum wtm_differs between two texts of the same units. */
int score_differs(unsigned *out, const struct score_text *a,
    const struct score_text *b, struct wtm_err *err);

/*
 * The numbers and signs that differ: those of a, then those of b, in the
 * order of the text, as they stand in it.  In the arena.
 */
int score_values(const struct wtm_str **out, size_t *n,
    const struct score_text *a, const struct score_text *b,
    struct arena *arena, struct wtm_err *err);

/*
 * Levenshtein similarity of the NFC characters without white space, in
 * thousandths of the longer.  The two sides are kept for the next call.
 */
struct score_letters {
	struct lev lev;
	uint64_t *a, *b;
	size_t n_a, n_b, cap_a, cap_b;
};
int score_letters_set(struct score_letters *l, const char *s, size_t len,
    struct wtm_err *err);
int score_similarity(int *out, struct score_letters *l, const char *s,
    size_t len, struct wtm_err *err);
void score_letters_free(struct score_letters *l);

/* One row of the table of penalties; tenths of points that it takes off. */
struct score_penalty {
	const char *name;
	int (*tenths)(const struct wtm_tu *tu, size_t source, size_t target);
};

/* All rows, ended by one without a name. */
extern const struct score_penalty score_penalties[];

/*
 * The penalties of a unit, in the arena; their sum in *sum.  Penalties only
 * lower a score.
 */
int score_penalize(const struct wtm_penalty **out, size_t *n, int *sum,
    const struct wtm_tu *tu, size_t source, size_t target,
    struct arena *arena, struct wtm_err *err);

#endif
