/*
 * lev: bit-parallel Levenshtein distance.
 *
 * The algorithm of Myers ("A fast bit-vector algorithm for approximate string
 * matching", JACM 46, 1999) in the form of Hyyro for the distance of whole
 * sequences: a column of the matrix is two bit vectors of differences, and a
 * column costs a dozen operations per 64 rows.  Longer sequences are blocks
 * of 64 rows that hand a horizontal difference down; only blocks that touch
 * the band |row - column| <= cutoff are computed.  Cells outside are taken
 * as growing by one a step, which can only overestimate, and a path within
 * the cutoff never leaves the band.
 */
#include "config.h"
#include "score/lev.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"

static int
reserve(uint64_t **p, size_t *cap, size_t n)
{
	uint64_t *grown;
	size_t bytes;

	if (n <= *cap)
		return 0;
	if (size_mul(&bytes, n, sizeof **p) != 0)
		return -1;
	grown = realloc(*p, bytes);
	if (grown == NULL)
		return -1;
	*p = grown;
	*cap = n;
	return 0;
}

static size_t
slot(const struct lev *l, uint64_t key)
{
	size_t i = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32);

	for (;; i++) {
		uint64_t at = l->table[2 * (i & l->mask)];

		if (at == key || at == 0)
			return 2 * (i & l->mask);
	}
}

int
lev_set(struct lev *l, const uint64_t *keys, size_t n, struct wtm_err *err)
{
	size_t size = 16;
	size_t used = 0;
	size_t words;

	while (size < 2 * n + 2)
		size *= 2;
	l->n = n;
	l->n_words = n == 0 ? 1 : (n + 63) / 64;
	l->mask = size - 1;
	if (reserve(&l->table, &l->cap_table, 2 * size) != 0 ||
	    reserve(&l->rows, &l->cap_rows, 2 * l->n_words) != 0 ||
	    reserve(&l->masks, &l->cap_masks, l->n_words) != 0)
		return err_nomem(err);
	memset(l->table, 0, 2 * size * sizeof *l->table);
	memset(l->masks, 0, l->n_words * sizeof *l->masks);
	for (size_t i = 0; i < n; i++) {
		size_t at = slot(l, keys[i]);

		if (l->table[at] == 0) {
			words = (++used + 1) * l->n_words;
			if (words > l->cap_masks && reserve(&l->masks,
			    &l->cap_masks, words + words / 2) != 0)
				return err_nomem(err);
			memset(l->masks + used * l->n_words, 0,
			    l->n_words * sizeof *l->masks);
			l->table[at] = keys[i];
			l->table[at + 1] = used * l->n_words;
		}
		l->masks[l->table[at + 1] + i / 64] |= UINT64_C(1) << i % 64;
	}
	return 0;
}

void
lev_free(struct lev *l)
{
	free(l->table);
	free(l->masks);
	free(l->rows);
	*l = (struct lev){ 0 };
}

int
lev_set_codes(struct lev *l, const unsigned char *codes, size_t n,
    struct wtm_err *err)
{
	l->n = n;
	l->n_words = n == 0 ? 1 : (n + 63) / 64;
	if (reserve(&l->rows, &l->cap_rows, 2 * l->n_words) != 0 ||
	    reserve(&l->masks, &l->cap_masks,
	    (LEV_CODES + 1) * l->n_words) != 0)
		return err_nomem(err);
	memset(l->masks, 0, (LEV_CODES + 1) * l->n_words * sizeof *l->masks);
	for (size_t i = 0; i < n; i++)
		l->masks[codes[i] * l->n_words + i / 64] |=
		    UINT64_C(1) << i % 64;
	return 0;
}

/* The other sequence: keys, or codes when that is not NULL. */
struct other {
	const uint64_t *keys;
	const unsigned char *codes;
	size_t n;
};

static inline const uint64_t *
masks_of(const struct lev *l, const struct other *o, size_t j)
{
	if (o->codes != NULL)
		return l->masks + o->codes[j] * l->n_words;
	return l->masks + l->table[slot(l, o->keys[j]) + 1];
}

/*
 * One column of one block: pv and mv are its vertical differences, eq the
 * rows that equal the key of the column, hin the horizontal difference that
 * comes in above (-1, 0, 1).  Returns that of the row of the bit last.
 */
static inline int
step(uint64_t *pv, uint64_t *mv, uint64_t eq, int hin, uint64_t last)
{
	uint64_t xv = eq | *mv;
	uint64_t ph, mh, xh;
	int hout;

	eq |= (uint64_t)(hin < 0);
	xh = (((eq & *pv) + *pv) ^ *pv) | eq;
	ph = *mv | ~(xh | *pv);
	mh = *pv & xh;
	hout = (int)((ph & last) != 0) - (int)((mh & last) != 0);
	ph = ph << 1 | (uint64_t)(hin > 0);
	mh = mh << 1 | (uint64_t)(hin < 0);
	*pv = mh | ~(xv | ph);
	*mv = ph & xv;
	return hout;
}

/* At most 64 rows: all in registers. */
static inline size_t
one_word(const struct lev *l, const struct other *o, size_t cutoff)
{
	size_t n = o->n;
	uint64_t last = UINT64_C(1) << (l->n - 1);
	uint64_t pv = UINT64_MAX;
	uint64_t mv = 0;
	size_t d = l->n;

	for (size_t j = 0; j < n; j++) {
		int h = step(&pv, &mv, *masks_of(l, o, j), 1, last);

		d = h > 0 ? d + 1 : d - (size_t)(h < 0);
		if (d > cutoff + (n - 1 - j))
			return cutoff + 1;
	}
	return d;
}

/* At most 128: in registers, too. */
static inline size_t
two_words(const struct lev *l, const struct other *o, size_t cutoff)
{
	size_t n = o->n;
	uint64_t top = UINT64_C(1) << 63;
	uint64_t last = UINT64_C(1) << (l->n - 1) % 64;
	uint64_t pv[2] = { UINT64_MAX, UINT64_MAX };
	uint64_t mv[2] = { 0, 0 };
	size_t d = l->n;

	for (size_t j = 0; j < n; j++) {
		const uint64_t *eq = masks_of(l, o, j);
		int h = step(&pv[0], &mv[0], eq[0], 1, top);

		h = step(&pv[1], &mv[1], eq[1], h, last);
		d = h > 0 ? d + 1 : d - (size_t)(h < 0);
		if (d > cutoff + (n - 1 - j))
			return cutoff + 1;
	}
	return d;
}

/* The blocks [first, end) that column j (from 0) needs. */
static void
band(const struct lev *l, size_t j, size_t cutoff, size_t *first,
    size_t *end)
{
	size_t low = j > cutoff ? j - cutoff : 0;
	size_t high = j + cutoff + 1;

	*first = low / 64 < l->n_words ? low / 64 : l->n_words - 1;
	*end = high < l->n ? (high + 63) / 64 : l->n_words;
}

static size_t
many_words(struct lev *l, const struct other *o, size_t cutoff)
{
	size_t n = o->n;
	uint64_t *pv = l->rows;
	uint64_t *mv = l->rows + l->n_words;
	uint64_t top = UINT64_C(1) << 63;
	uint64_t bottom = UINT64_C(1) << (l->n - 1) % 64;
	size_t open = 0;	/* blocks begun */
	size_t d = 0;	/* at the last row of block open - 1 */

	for (size_t j = 0; j < n; j++) {
		const uint64_t *eq = masks_of(l, o, j);
		size_t first, end;
		int h = 1;

		band(l, j, cutoff, &first, &end);
		for (; open < end; open++) {
			pv[open] = UINT64_MAX;
			mv[open] = 0;
			d += open + 1 < l->n_words ? 64 : l->n - open * 64;
		}
		for (size_t b = first; b < open; b++)
			h = step(pv + b, mv + b, eq[b], h,
			    b + 1 < l->n_words ? top : bottom);
		d = h > 0 ? d + 1 : d - (size_t)(h < 0);
		if (open == l->n_words && d > cutoff + (n - 1 - j))
			return cutoff + 1;
	}
	return d;
}

static inline size_t
distance(struct lev *l, const struct other *o, size_t cutoff)
{
	size_t n = o->n;
	size_t longer = n > l->n ? n : l->n;
	size_t gap = longer - (n < l->n ? n : l->n);
	size_t d;

	if (gap > cutoff)
		return cutoff + 1;
	if (n == 0 || l->n == 0)
		return longer;
	if (cutoff > longer)
		cutoff = longer;
	d = l->n_words == 1 ? one_word(l, o, cutoff) :
	    l->n_words == 2 ? two_words(l, o, cutoff) :
	    many_words(l, o, cutoff);
	return d > cutoff ? cutoff + 1 : d;
}

size_t
lev_distance(struct lev *l, const uint64_t *keys, size_t n, size_t cutoff)
{
	struct other o = { .keys = keys, .n = n };

	return distance(l, &o, cutoff);
}

size_t
lev_distance_codes(struct lev *l, const unsigned char *codes, size_t n,
    size_t cutoff)
{
	struct other o = { .codes = codes, .n = n };

	return distance(l, &o, cutoff);
}
