/*
 * align: the best path of beads through two texts.
 *
 * The path is Viterbi's; the confidence of a bead is the share of all paths,
 * by their weight, that go through it (forward-backward), corrected by what
 * texts with known alignments showed.  A long text is taken a window at a
 * time, of which the first part is kept.
 */
#include "config.h"
#include "align/align.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

enum { STEPS = 8, WINDOW = 240, KEPT = 160, BAND = 24 };

static const struct step {
	unsigned char n[2];
} steps[STEPS] = {
	{ { 1, 1 } }, { { 1, 2 } }, { { 2, 1 } }, { { 1, 3 } }, { { 3, 1 } },
	{ { 2, 2 } }, { { 1, 0 } }, { { 0, 1 } },
};

struct cell {
	float step[STEPS];	/* weight of the bead that ends here */
	float best;
	double ahead;		/* logarithm of the sum over paths to here */
	double behind;		/* and from here to the end */
	int by;
};

struct grid {
	size_t n[2];
	size_t band;
	struct weigher *g;
	const struct weights *w;
	struct cell *at;
};

#define NEVER (-1e30f)

static struct cell *
cell(const struct grid *gr, size_t i, size_t j)
{
	return &gr->at[i * (gr->n[1] + 1) + j];
}

static int
in_band(const struct grid *gr, size_t i, size_t j)
{
	size_t longer = gr->n[0] > gr->n[1] ? gr->n[0] : gr->n[1];
	size_t x;
	size_t y;

	if (gr->n[0] == 0 || gr->n[1] == 0)
		return 1;
	/* both as places on the longer text */
	x = i * longer / gr->n[0];
	y = j * longer / gr->n[1];
	return (x > y ? x - y : y - x) <= gr->band;
}

static double
step_weight(const struct grid *gr, const struct step *s, size_t i, size_t j)
{
	if (s->n[0] == 0 || s->n[1] == 0)
		return s->n[0] == 0 ? weigh_none(gr->g, 1, j - 1) :
		    weigh_none(gr->g, 0, i - 1);
	return weigh(gr->g, i - s->n[0], s->n[0], j - s->n[1], s->n[1]);
}

static double
log_add(double a, double b)
{
	if (a < b)
		return b + log1p(exp(a - b));
	return a <= NEVER ? a : a + log1p(exp(b - a));
}

static void
go_ahead(const struct grid *gr, size_t i, size_t j)
{
	struct cell *c = cell(gr, i, j);

	c->best = NEVER;
	c->ahead = NEVER;
	c->behind = NEVER;
	c->by = -1;
	if (i + j == 0) {
		c->best = 0;
		c->ahead = 0;
		return;
	}
	for (int k = 0; k < STEPS; k++) {
		const struct step *s = &steps[k];
		const struct cell *from;

		c->step[k] = NEVER;
		if (s->n[0] > i || s->n[1] > j)
			continue;
		from = cell(gr, i - s->n[0], j - s->n[1]);
		if (from->best <= NEVER)
			continue;
		c->step[k] = (float)step_weight(gr, s, i, j);
		c->ahead = log_add(c->ahead, from->ahead + c->step[k]);
		if (from->best + c->step[k] > c->best) {
			c->best = from->best + c->step[k];
			c->by = k;
		}
	}
}

static void
go_back(const struct grid *gr, size_t i, size_t j)
{
	struct cell *c = cell(gr, i, j);

	if (c->best <= NEVER)
		return;
	if (i == gr->n[0] && j == gr->n[1])
		c->behind = 0;
	for (int k = 0; k < STEPS; k++) {
		const struct step *s = &steps[k];
		struct cell *from;

		if (s->n[0] > i || s->n[1] > j || c->step[k] <= NEVER)
			continue;
		from = cell(gr, i - s->n[0], j - s->n[1]);
		from->behind = log_add(from->behind, c->behind + c->step[k]);
	}
}

static void
fill(const struct grid *gr)
{
	for (size_t i = 0; i <= gr->n[0]; i++)
		for (size_t j = 0; j <= gr->n[1]; j++) {
			if (in_band(gr, i, j))
				go_ahead(gr, i, j);
			else
				cell(gr, i, j)->best = NEVER;
		}
	for (size_t i = gr->n[0] + 1; i-- > 0;)
		for (size_t j = gr->n[1] + 1; j-- > 0;)
			go_back(gr, i, j);
}

/* The path, from its end; in order in beads, which has room for it. */
static size_t
trace(const struct grid *gr, struct bead *beads)
{
	double all = cell(gr, gr->n[0], gr->n[1])->ahead;
	size_t i = gr->n[0];
	size_t j = gr->n[1];
	size_t n = 0;

	while (i + j > 0) {
		const struct cell *c = cell(gr, i, j);
		const struct step *s = &steps[c->by];
		const struct cell *from = cell(gr, i - s->n[0], j - s->n[1]);
		double p = exp(from->ahead + c->step[c->by] + c->behind - all);

		beads[n++] = (struct bead){ .from = { i - s->n[0],
			j - s->n[1] }, .to = { i, j }, .confidence = p };
		i -= s->n[0];
		j -= s->n[1];
	}
	for (size_t k = 0; k < n / 2; k++) {
		struct bead b = beads[k];

		beads[k] = beads[n - 1 - k];
		beads[n - 1 - k] = b;
	}
	return n;
}

/* Wide enough that a step along the longer text stays inside. */
static size_t
band_of(size_t n, size_t m)
{
	size_t longer = n > m ? n : m;
	size_t shorter = n > m ? m : n;
	size_t band = longer * 3 / 10 + BAND;

	if (shorter > 0 && longer / shorter + 1 > band)
		band = longer / shorter + 1;
	return band;
}

static int
align_window(struct bead *beads, size_t *n, const struct align_text text[2],
    const struct lexicon *x, const struct weights *w, struct wtm_err *err)
{
	struct grid gr = { .n = { text[0].n, text[1].n }, .w = w };

	gr.band = band_of(gr.n[0], gr.n[1]);
	gr.at = malloc((gr.n[0] + 1) * (gr.n[1] + 1) * sizeof *gr.at);
	if (gr.at == NULL)
		return err_nomem(err);
	if (weigher_new(&gr.g, text[0].at, gr.n[0], text[1].at, gr.n[1], x, w,
	    err) != 0) {
		free(gr.at);
		return -1;
	}
	fill(&gr);
	*n = trace(&gr, beads);
	weigher_free(gr.g);
	free(gr.at);
	return 0;
}

/* How many sentences of the second text go with a window of the first. */
static size_t
window_of(const struct align_text text[2], const size_t at[2], int d)
{
	size_t left[2] = { text[0].n - at[0], text[1].n - at[1] };

	if ((left[0] + 1) * (left[1] + 1) <= (WINDOW + 1) * (WINDOW + 1))
		return left[d];
	return left[d] < WINDOW ? left[d] : WINDOW;
}

int
align_texts(const struct bead **out, size_t *n_out,
    const struct align_text text[2], const struct lexicon *x,
    const struct weights *w, struct arena *a, struct wtm_err *err)
{
	struct bead *beads = arena_array(a, text[0].n + text[1].n +
	    2 * WINDOW + 1, sizeof *beads);
	size_t at[2] = { 0, 0 };
	size_t n = 0;

	*out = beads;
	*n_out = 0;
	if (beads == NULL)
		return err_nomem(err);
	while (at[0] < text[0].n || at[1] < text[1].n) {
		struct align_text part[2];
		size_t got = 0;
		int last;

		for (int d = 0; d < 2; d++)
			part[d] = (struct align_text){ text[d].at + at[d],
				window_of(text, at, d) };
		last = at[0] + part[0].n == text[0].n &&
		    at[1] + part[1].n == text[1].n;
		if (align_window(beads + n, &got, part, x, w, err) != 0)
			return -1;
		for (size_t k = 0; k < got; k++) {
			struct bead *b = &beads[n + k];

			if (!last && (b->to[0] > KEPT || b->to[1] > KEPT)) {
				got = k;
				break;
			}
			for (int d = 0; d < 2; d++) {
				b->from[d] += at[d];
				b->to[d] += at[d];
			}
		}
		if (got == 0)
			break;
		n += got;
		at[0] = beads[n - 1].to[0];
		at[1] = beads[n - 1].to[1];
	}
	*n_out = n;
	return 0;
}
