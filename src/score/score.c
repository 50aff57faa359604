/*
 * score: one definition of likeness, in integers.
 *
 * raw = 100 * (1 - d / max(m, n)), d the Levenshtein distance over units.
 * The same text with the same inline codes is 100.0, the same units are
 * 99.0, everything else is min(raw, 98.9), rounded down to one decimal.  A
 * text without units matches only its equal.
 */
#include "config.h"
#include "score/score.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "text/utf8.h"

enum { SAME_TEXT = 1000, SAME_UNITS = 990, OTHER_MAX = 989 };

const struct score_penalty score_penalties[] = {
	{ NULL, NULL },
};

int
score_key_set(struct score_text *t, const char *s, size_t len,
    const struct wtm_inline *codes, size_t n_codes, struct wtm_err *err)
{
	t->s = s;
	t->len = len;
	t->codes = codes;
	t->n_codes = n_codes;
	t->units.n = 0;
	buf_clear(&t->key);
	return norm_key(&t->key, s, len, err);
}

int
score_text_set(struct score_text *t, const char *s, size_t len,
    const struct wtm_inline *codes, size_t n_codes, struct wtm_err *err)
{
	if (score_key_set(t, s, len, codes, n_codes, err) != 0)
		return -1;
	return token_units(&t->units, s, len, err);
}

void
score_text_free(struct score_text *t)
{
	units_free(&t->units);
	buf_free(&t->key);
}

int
score_of(size_t d, size_t max)
{
	size_t raw;

	if (max == 0 || d > max)
		return 0;
	if (d == 0)
		return SAME_UNITS;
	raw = (max - d) * 1000 / max;
	return raw < OTHER_MAX ? (int)raw : OTHER_MAX;
}

size_t
score_cutoff(size_t max, int min)
{
	if (min > OTHER_MAX)
		return 0;
	return max - (max * (size_t)min + 999) / 1000;
}

size_t
score_shortest(size_t n, int min)
{
	return n - score_cutoff(n, min);
}

size_t
score_longest(size_t n, int min)
{
	return min > OTHER_MAX ? n : n * 1000 / (size_t)min;
}

int
score_same_text(const struct score_text *a, const struct score_text *b)
{
	return a->key.len == b->key.len && (a->key.len == 0 ||
	    memcmp(a->key.s, b->key.s, a->key.len) == 0);
}

/* Where a code stands, whatever the spacing: characters before it. */
static size_t
place(const struct score_text *t, size_t code)
{
	size_t n = 0;

	for (size_t i = 0; i < t->codes[code].off && i < t->len;)
		n += !norm_is_space(utf8_next(t->s, t->len, &i));
	return n;
}

int
score_same_codes(const struct score_text *a, const struct score_text *b)
{
	if (a->n_codes != b->n_codes)
		return 0;
	for (size_t i = 0; i < a->n_codes; i++) {
		const struct wtm_str *x = &a->codes[i].xml;
		const struct wtm_str *y = &b->codes[i].xml;

		if (x->len != y->len || memcmp(x->s, y->s, x->len) != 0 ||
		    place(a, i) != place(b, i))
			return 0;
	}
	return 1;
}

int
score_tenths(const struct score_text *a, const struct score_text *b,
    size_t d)
{
	size_t max = a->units.n > b->units.n ? a->units.n : b->units.n;

	if (score_same_text(a, b))
		return score_same_codes(a, b) ? SAME_TEXT : SAME_UNITS;
	return score_of(d, max);
}


static int
is_value(const struct unit *u)
{
	return u->kind == UNIT_NUMBER || u->kind == UNIT_SIGN;
}

/* The numbers and signs of a text, as indices of its units. */
static int
values_of(const size_t **out, size_t *n, const struct units *u, size_t from,
    size_t to, struct arena *arena)
{
	size_t *at = arena_array(arena, to - from + 1, sizeof *at);

	*n = 0;
	*out = at;
	if (at == NULL)
		return -1;
	for (size_t i = from; i < to; i++)
		if (is_value(&u->at[i]))
			at[(*n)++] = i;
	return 0;
}

/*
 * Lengths of longest common subsequences: at[i * (n_b + 1) + j] is that of
 * the values from i and from j on.
 */
static uint16_t *
common(const struct score_text *a, const size_t *va, size_t n_a,
    const struct score_text *b, const size_t *vb, size_t n_b,
    struct arena *arena)
{
	size_t w = n_b + 1;
	uint16_t *at = arena_array(arena, (n_a + 1) * w, sizeof *at);

	for (size_t i = n_a; at != NULL && i-- > 0;)
		for (size_t j = n_b; j-- > 0;) {
			uint16_t *down = &at[(i + 1) * w + j];
			uint16_t *right = &at[i * w + j + 1];

			if (a->units.keys[va[i]] == b->units.keys[vb[j]])
				at[i * w + j] = (uint16_t)(down[1] + 1);
			else
				at[i * w + j] =
				    *down > *right ? *down : *right;
		}
	return at;
}

static struct wtm_str
unit_text(const struct score_text *t, size_t i, struct arena *arena)
{
	const struct unit *u = &t->units.at[i];

	return arena_str(arena, t->s + u->from, u->to - u->from);
}

/* More values than this are not aligned: all of them are listed. */
enum { ALIGNED_MAX = 512 };

int
score_values(const struct wtm_str **out, size_t *n,
    const struct score_text *a, const struct score_text *b,
    struct arena *arena, struct wtm_err *err)
{
	size_t end_a = a->units.n, end_b = b->units.n, start = 0;
	const size_t *va, *vb;
	size_t n_a, n_b, i = 0, j = 0, k = 0;
	uint16_t *len = NULL;
	struct wtm_str *list;
	struct wtm_str *of_b;

	*n = 0;
	*out = NULL;
	while (start < end_a && start < end_b &&
	    a->units.keys[start] == b->units.keys[start])
		start++;
	while (end_a > start && end_b > start &&
	    a->units.keys[end_a - 1] == b->units.keys[end_b - 1]) {
		end_a--;
		end_b--;
	}
	if (values_of(&va, &n_a, &a->units, start, end_a, arena) != 0 ||
	    values_of(&vb, &n_b, &b->units, start, end_b, arena) != 0)
		return err_nomem(err);
	if (n_a + n_b == 0)
		return 0;
	list = arena_array(arena, 2 * (n_a + n_b), sizeof *list);
	if (list == NULL)
		return err_nomem(err);
	of_b = list + n_a + n_b;
	if (n_a <= ALIGNED_MAX && n_b <= ALIGNED_MAX) {
		len = common(a, va, n_a, b, vb, n_b, arena);
		if (len == NULL)
			return err_nomem(err);
	}
	while (i < n_a || j < n_b) {
		size_t w = n_b + 1;

		if (len != NULL && i < n_a && j < n_b &&
		    a->units.keys[va[i]] == b->units.keys[vb[j]]) {
			i++;
			j++;
		} else if (j == n_b || (i < n_a && (len == NULL ||
		    len[(i + 1) * w + j] >= len[i * w + j + 1]))) {
			list[(*n)++] = unit_text(a, va[i++], arena);
		} else {
			of_b[k++] = unit_text(b, vb[j++], arena);
		}
	}
	if (k > 0)
		memcpy(list + *n, of_b, k * sizeof *of_b);
	*n += k;
	*out = list;
	return 0;
}

int
score_letters_set(struct score_letters *l, const char *s, size_t len,
    struct wtm_err *err)
{
	if (norm_letters(&l->a, &l->n_a, &l->cap_a, s, len, err) != 0)
		return -1;
	return lev_set(&l->lev, l->a, l->n_a, err);
}

int
score_similarity(int *out, struct score_letters *l, const char *s,
    size_t len, struct wtm_err *err)
{
	size_t max, d;

	if (norm_letters(&l->b, &l->n_b, &l->cap_b, s, len, err) != 0)
		return -1;
	max = l->n_a > l->n_b ? l->n_a : l->n_b;
	d = lev_distance(&l->lev, l->b, l->n_b, max);
	*out = max == 0 ? 1000 : (int)((max - d) * 1000 / max);
	return 0;
}

void
score_letters_free(struct score_letters *l)
{
	lev_free(&l->lev);
	free(l->a);
	free(l->b);
	*l = (struct score_letters){ 0 };
}

int
score_penalize(const struct wtm_penalty **out, size_t *n, int *sum,
    const struct wtm_tu *tu, size_t source, size_t target,
    struct arena *arena, struct wtm_err *err)
{
	const struct score_penalty *row = score_penalties;
	struct wtm_penalty *list = NULL;
	size_t rows = 0;

	*out = NULL;
	*n = 0;
	*sum = 0;
	while (row[rows].name != NULL)
		rows++;
	for (; row->name != NULL; row++) {
		int tenths = row->tenths(tu, source, target);

		if (tenths <= 0)
			continue;
		if (list == NULL)
			list = arena_array(arena, rows, sizeof *list);
		if (list == NULL)
			return err_nomem(err);
		list[(*n)++] = (struct wtm_penalty){ row->name, tenths };
		*sum += tenths;
	}
	*out = list;
	return 0;
}
