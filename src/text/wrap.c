/*
 * Whether lines are wrapped is decided by evidence.  A full line that ends in
 * mid-sentence speaks for it, strongly if the next begins with a small letter
 * or the lines are long; one that could have taken the next word speaks
 * against.  First all lines of a block are heard together, then, if they do
 * not agree, each run of them by itself; one that is too short to tell is
 * taken to be wrapped as the others are.
 */
#include "config.h"

#include "text/wrap.h"

#include <unicode/uchar.h>

#define MIN_WRAP 30	/* columns; what is narrower was not wrapped */
#define SURE_WRAP 50
#define MANY_LINES 4	/* no coincidence that so many are of one width */

enum { STRONG = 3, WEAK = 1 };

int
wrap_is_full(const struct line *a, const struct line *b, struct wrap w)
{
	return w.width > 0 &&
	    a->width[w.unit] + 1 + b->word[w.unit] > w.width;
}

static size_t
widest(const struct line *at, struct run run, int unit)
{
	size_t max = 0;

	for (size_t i = run.from; i < run.to; i++)
		if (at[i].width[unit] > max)
			max = at[i].width[unit];
	return max;
}

/* How strongly a full line before this one, in n such, speaks for wrapping. */
static size_t
strength(const struct line *next, size_t n, size_t columns)
{
	if (u_islower((UChar32)next->first))
		return STRONG;
	if (columns >= SURE_WRAP &&
	    (n > 2 || !u_isupper((UChar32)next->first)))
		return STRONG;
	return n >= MANY_LINES ? WEAK : 0;
}

/* Add what a run says of w; n lines are of one opinion. */
static void
weigh(struct wrap *w, const struct line *at, struct run run, size_t n,
    size_t columns)
{
	for (size_t i = run.from; i + 1 < run.to; i++) {
		if (at[i].stopped)
			continue;
		if (wrap_is_full(&at[i], &at[i + 1], *w))
			w->yes += strength(&at[i + 1], n, columns);
		else
			w->no++;
	}
}

static int
is_likely(struct wrap w)
{
	return w.yes >= STRONG && w.no * 4 * STRONG <= w.yes;
}

/* Of two units the one against which less speaks. */
static struct wrap
better(const struct wrap w[2])
{
	return w[CHARS].no < w[COLUMNS].no ? w[CHARS] : w[COLUMNS];
}

/* In wrapped text many lines end in mid-sentence: a quick look. */
static int
may_be_wrapped(const struct line *at, struct run run)
{
	size_t n = run.to - run.from;
	size_t open = 0;

	for (size_t i = run.from; i + 1 < run.to; i++)
		open += !at[i].stopped;
	return n > 1 && open * 8 >= n;
}

static void
measure(const char *s, struct line *at, struct run run)
{
	for (size_t i = run.from; i < run.to; i++)
		lines_measure(&at[i], s);
}

/* The wrapping of a run by itself, in both units; 1: it is likely in one. */
static int
find_own(struct wrap out[2], const char *s, struct line *at, struct run run)
{
	size_t n = run.to - run.from;
	size_t columns;

	if (!may_be_wrapped(at, run))
		return 0;
	measure(s, at, run);
	columns = widest(at, run, COLUMNS);
	if (columns < MIN_WRAP)
		return 0;
	for (int unit = 0; unit < 2; unit++) {
		out[unit] = (struct wrap){ widest(at, run, unit), unit, 0, 0 };
		weigh(&out[unit], at, run, n, columns);
	}
	return is_likely(out[0]) || is_likely(out[1]);
}

/* A line alone that no wrapping at this width would have left. */
static int
is_too_wide(const char *s, struct line *l, struct wrap w)
{
	if (l->blank || l->kind.whole)
		return 0;
	/* A character takes three bytes, as a rule, at most. */
	if (l->to - l->from > 3 * (w.width + 1))
		return 1;
	lines_measure(l, s);
	return l->width[w.unit] > w.width + 1;
}

/* All runs as one text; width 0 if they are not. */
static struct wrap
find_common(const char *s, struct line *at, const struct run *runs, size_t n)
{
	struct wrap w[2] = { { 0, COLUMNS, 0, 0 }, { 0, CHARS, 0, 0 } };
	struct wrap none = { 0 };
	size_t lines = 0;

	for (size_t i = 0; i < n; i++) {
		if (!may_be_wrapped(at, runs[i]))
			continue;
		measure(s, at, runs[i]);
		lines += runs[i].to - runs[i].from;
		for (int unit = 0; unit < 2; unit++)
			if (widest(at, runs[i], unit) > w[unit].width)
				w[unit].width = widest(at, runs[i], unit);
	}
	if (lines < MANY_LINES || w[COLUMNS].width < MIN_WRAP)
		return none;
	for (size_t i = 0; i < n; i++)
		for (int unit = 0; unit < 2; unit++)
			if (may_be_wrapped(at, runs[i]))
				weigh(&w[unit], at, runs[i], lines,
				    w[COLUMNS].width);
	w[0] = better(w);
	for (size_t i = 0; is_likely(w[0]) && i < n; i++)
		if (runs[i].to - runs[i].from == 1 &&
		    is_too_wide(s, &at[runs[i].from], w[0]))
			return none;
	return is_likely(w[0]) ? w[0] : none;
}

struct wrap
wrap_of_block(const char *s, struct line *at, const struct run *runs,
    size_t n)
{
	struct wrap out = find_common(s, at, runs, n);
	struct wrap sum[2] = { { 0, COLUMNS, 0, 0 }, { 0, CHARS, 0, 0 } };

	if (out.width > 0)
		return out;
	for (size_t i = 0; i < n; i++) {
		struct wrap own[2];

		if (runs[i].to - runs[i].from <= 2 ||
		    !find_own(own, s, at, runs[i]))
			continue;
		for (int unit = 0; unit < 2; unit++) {
			sum[unit].yes += own[unit].yes;
			sum[unit].no += own[unit].no;
			if (own[unit].width > sum[unit].width)
				sum[unit].width = own[unit].width;
		}
	}
	return better(sum);
}

struct wrap
wrap_of_run(const char *s, struct line *at, struct run run,
    struct wrap block)
{
	struct wrap both[2];
	struct wrap own = { 0 };

	if (run.to - run.from < 2)
		return own;
	if (find_own(both, s, at, run))
		own = better(both);
	if (block.width == 0)
		return own;
	measure(s, at, run);
	if (widest(at, run, block.unit) > block.width + 1)
		return own;
	block.no = 0;
	weigh(&block, at, run, run.to - run.from, block.width);
	return own.width > 0 && own.no < block.no ? own : block;
}
