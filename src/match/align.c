/*
 * align: sentences beside their translations.
 *
 * The best path through beads of 1:1, 1:0, 0:1, 2:1, 1:2, 3:1, 1:3 and 2:2
 * sentences, found by dynamic programming in a band around the diagonal.  A
 * bead is scored by log likelihood ratios, a pair against two texts at
 * random: by its lengths (after Gale and Church, but as the logarithm of
 * their ratio) and by what stands in both texts in the same or another
 * writing: figures by value, Latin letters, questions, quotations.  The
 * confidence of a bead is its posterior probability over all paths.
 *
 * Time and memory grow with the sentences times the band.
 */
#include "config.h"
#include "match/align.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "match/align-text.h"

enum {
	BAND_MIN = 24,
	BAND_MAX = 200,
	SIDE_MAX = 50000,	/* sentences */
};

/* How many sentences of both sides, and what such a bead costs. */
static const struct shape {
	size_t n[2];
	double prior;
} shapes[] = {
	{ { 1, 1 }, 0 },
	{ { 1, 0 }, -1.9 },
	{ { 0, 1 }, -1.9 },
	{ { 2, 1 }, -3.0 },
	{ { 1, 2 }, -3.0 },
	{ { 2, 2 }, -6.0 },
	{ { 3, 1 }, -6.0 },
	{ { 1, 3 }, -6.0 },
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

/* The cells of the band; row i has those of target sentences from first. */
struct grid {
	const struct align_text *texts[2];
	size_t n[2];
	size_t width;
	double *best;	/* of paths to a cell */
	double *before;	/* log of the sum over all paths to it */
	double *behind;	/* and from it to the end */
	unsigned char *shape;	/* by which the best path came, 255: none */
};

static size_t
first_of(const struct grid *g, size_t i)
{
	size_t at = g->n[0] == 0 ? 0 :
	    (size_t)((double)i * (double)g->n[1] / (double)g->n[0]);
	size_t half = g->width / 2;

	return at > half ? at - half : 0;
}

/* The number of a cell, or SIZE_MAX outside of the band. */
static size_t
cell(const struct grid *g, size_t i, size_t j)
{
	size_t first;

	if (i > g->n[0] || j > g->n[1])
		return SIZE_MAX;
	first = first_of(g, i);
	if (j < first || j >= first + g->width)
		return SIZE_MAX;
	return i * g->width + (j - first);
}

static double
log_add(double a, double b)
{
	if (a < b) {
		double c = a;

		a = b;
		b = c;
	}
	return b == -INFINITY ? a : a + log1p(exp(b - a));
}

static double
score(const struct grid *g, const struct shape *s, size_t i, size_t j)
{
	if (s->n[0] == 0 || s->n[1] == 0)
		return s->prior;
	return s->prior + align_text_score(g->texts, i, s->n[0], j, s->n[1]);
}

/* All beads that begin at a cell, forwards. */
static void
step(struct grid *g, size_t i, size_t j, size_t at)
{
	for (size_t k = 0; k < SHAPES; k++) {
		const struct shape *s = &shapes[k];
		size_t to = cell(g, i + s->n[0], j + s->n[1]);
		double v;

		if (to == SIZE_MAX)
			continue;
		v = score(g, s, i, j);
		if (g->best[at] + v > g->best[to]) {
			g->best[to] = g->best[at] + v;
			g->shape[to] = (unsigned char)k;
		}
		g->before[to] = log_add(g->before[to], g->before[at] + v);
	}
}

/* The same backwards: the sum of the paths from a cell to the end. */
static void
step_back(struct grid *g, size_t i, size_t j, size_t at)
{
	for (size_t k = 0; k < SHAPES; k++) {
		const struct shape *s = &shapes[k];
		size_t to = cell(g, i + s->n[0], j + s->n[1]);

		if (to != SIZE_MAX && g->behind[to] > -INFINITY)
			g->behind[at] = log_add(g->behind[at],
			    g->behind[to] + score(g, s, i, j));
	}
}

static void
run(struct grid *g)
{
	for (size_t i = 0; i <= g->n[0]; i++) {
		size_t first = first_of(g, i);

		for (size_t j = first; j <= g->n[1] && j < first + g->width;
		    j++) {
			size_t at = cell(g, i, j);

			if (g->best[at] > -INFINITY)
				step(g, i, j, at);
		}
	}
	for (size_t i = g->n[0] + 1; i-- > 0;) {
		size_t first = first_of(g, i);
		size_t j = first + g->width;

		if (j > g->n[1] + 1)
			j = g->n[1] + 1;
		while (j-- > first)
			step_back(g, i, j, cell(g, i, j));
	}
}

/* The best path, in order. */
static int
trace(const struct align_bead **out, size_t *n, const struct grid *g,
    struct arena *a, struct wtm_err *err)
{
	size_t most = g->n[0] + g->n[1];
	struct align_bead *at = arena_array(a, most + 1, sizeof *at);
	size_t end = cell(g, g->n[0], g->n[1]);
	size_t i = g->n[0];
	size_t j = g->n[1];
	size_t k = most;

	if (at == NULL)
		return err_nomem(err);
	while (i > 0 || j > 0) {
		size_t to = cell(g, i, j);
		const struct shape *s = &shapes[g->shape[to]];
		struct align_bead b = { .to = { i, j } };
		double p;

		i -= s->n[0];
		j -= s->n[1];
		b.from[0] = i;
		b.from[1] = j;
		p = exp(g->before[cell(g, i, j)] + score(g, s, i, j) +
		    g->behind[to] - g->before[end]);
		b.confidence = p > 1 ? 1 : p;
		at[--k] = b;
	}
	*out = at + k;
	*n = most - k;
	return 0;
}

static int
open_grid(struct grid *g, struct wtm_err *err)
{
	size_t longer = g->n[0] > g->n[1] ? g->n[0] : g->n[1];
	size_t cells;

	g->width = longer * 3 / 5 + 2 * BAND_MIN;
	if (g->width > 2 * BAND_MAX)
		g->width = 2 * BAND_MAX;
	/* rows of the band that follow each other overlap */
	if (g->width < 2 * (g->n[1] / g->n[0]) + 2 * BAND_MIN)
		g->width = 2 * (g->n[1] / g->n[0]) + 2 * BAND_MIN;
	cells = (g->n[0] + 1) * g->width;
	g->best = malloc(cells * sizeof *g->best);
	g->before = malloc(cells * sizeof *g->before);
	g->behind = malloc(cells * sizeof *g->behind);
	g->shape = malloc(cells);
	if (g->best == NULL || g->before == NULL || g->behind == NULL ||
	    g->shape == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < cells; i++)
		g->best[i] = g->before[i] = g->behind[i] = -INFINITY;
	memset(g->shape, 255, cells);
	g->best[cell(g, 0, 0)] = g->before[cell(g, 0, 0)] = 0;
	g->behind[cell(g, g->n[0], g->n[1])] = 0;
	return 0;
}

/* Nothing to pair with. */
static int
alone(const struct align_bead **out, size_t *n, const size_t sizes[2],
    struct arena *a, struct wtm_err *err)
{
	struct align_bead *at = arena_array(a, sizes[0] + sizes[1] + 1,
	    sizeof *at);

	if (at == NULL)
		return err_nomem(err);
	*out = at;
	*n = sizes[0] + sizes[1];
	for (size_t i = 0; i < *n; i++)
		at[i] = sizes[0] > 0 ?
		    (struct align_bead){ { i, 0 }, { i + 1, 0 }, 1 } :
		    (struct align_bead){ { 0, i }, { 0, i + 1 }, 1 };
	return 0;
}

int
align_sides(const struct align_bead **out, size_t *n,
    const struct align_side sides[2], struct arena *a, struct wtm_err *err)
{
	struct grid g = { .n = { sides[0].n, sides[1].n } };
	struct align_text *texts[2] = { NULL, NULL };
	int ret = -1;

	if (g.n[0] == 0 || g.n[1] == 0)
		return alone(out, n, g.n, a, err);
	if (g.n[0] > SIDE_MAX || g.n[1] > SIDE_MAX)
		return err_set(err, WTM_INPUT, 0, "more than %d sentences; "
		    "align article by article", SIDE_MAX);
	if (align_text_new(texts, sides, err) == 0 &&
	    open_grid(&g, err) == 0) {
		g.texts[0] = texts[0];
		g.texts[1] = texts[1];
		run(&g);
		ret = trace(out, n, &g, a, err);
	}
	free(g.best);
	free(g.before);
	free(g.behind);
	free(g.shape);
	align_text_free(texts[0]);
	align_text_free(texts[1]);
	return ret;
}
