/*
 * weigh: length, words, values and names of a bead.
 *
 * Length: the ratio of the lengths is about normal in its logarithm (Gale
 * and Church 1993), against how long sentences of this text are anyway.
 * Words: Model 1 against the frequency of each part, both ways.  Marks and
 * names: what is found on the other side, and what is missed there.
 */
#include "config.h"
#include "align/weigh.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define NEVER (-100.)

const struct weights align_weights = {
	.len = 1.17, .lex = .58, .mark = .42,
	.one = 0, .two = -2.5, .three = -5.6, .both = -7.8, .none = -1.9,
	.none_aside = -.65, .aside = -6,
	.found = { [MARK_BIG] = 1.75, [MARK_SMALL] = 1.4, [MARK_FOREIGN] = 3.7,
		[MARK_QUESTION] = .9, [MARK_QUOTE] = 1.6 },
	.missed = { [MARK_BIG] = -1.6, [MARK_SMALL] = -1.6,
		[MARK_FOREIGN] = -1.2, [MARK_QUESTION] = -1.4,
		[MARK_QUOTE] = -1.2 },
	.sound = { 0, 0, .7, 1.6, 2.4, 3.1 },
	.ratio = 0, .spread = .27,
};

/* Known parts of a sentence, by their number in this text. */
struct parts {
	uint32_t *at;
	size_t n;
};

struct side {
	const struct traits *t;
	size_t n;
	struct parts *parts;
	uint32_t *local;	/* by number in the lexicon */
	uint32_t *number;	/* in the lexicon, by number in this text */
	float *usual;
	float *doubt;
	uint32_t n_local;
	float *rows;	/* [sentence of the OTHER side][part of this one] */
	double mean;	/* of the logarithms of lengths */
	double spread;
};

struct weigher {
	const struct weights *w;
	const struct lexicon *x;
	struct side side[2];
	double ratio;
	struct arena arena;
	uint64_t *found[2];	/* marks of side d in a pair of sentences */
	float *sounds;
};

static int
localise(struct weigher *g, int d, struct wtm_err *err)
{
	struct side *s = &g->side[d];
	size_t vocabulary = lexicon_parts(g->x, d) + 1;
	size_t all = 0;

	for (size_t i = 0; i < s->n; i++)
		all += s->t[i].n_parts;
	s->parts = arena_array(&g->arena, s->n + 1, sizeof *s->parts);
	s->local = arena_array(&g->arena, vocabulary, sizeof *s->local);
	s->number = arena_array(&g->arena, all + 1, sizeof *s->number);
	s->usual = arena_array(&g->arena, all + 1, sizeof *s->usual);
	s->doubt = arena_array(&g->arena, all + 1, sizeof *s->doubt);
	if (s->parts == NULL || s->local == NULL || s->number == NULL ||
	    s->usual == NULL || s->doubt == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < s->n; i++) {
		const struct traits *t = &s->t[i];
		struct parts *p = &s->parts[i];

		p->at = arena_array(&g->arena, t->n_parts + 1,
		    sizeof *p->at);
		if (p->at == NULL)
			return err_nomem(err);
		for (size_t j = 0; j < t->n_parts; j++) {
			uint32_t k = lexicon_part(g->x, d, t->parts[j]);

			if (k == 0)
				continue;
			if (s->local[k] == 0) {
				s->local[k] = ++s->n_local;
				s->number[s->n_local] = k;
				s->usual[s->n_local] =
				    lexicon_usual(g->x, d, k);
				s->doubt[s->n_local] =
				    lexicon_doubt(g->x, d, k);
			}
			p->at[p->n++] = s->local[k];
		}
	}
	return 0;
}

/* What each sentence of side 1-d makes likely on side d. */
static int
fill_rows(struct weigher *g, int d, struct wtm_err *err)
{
	struct side *s = &g->side[d];
	const struct side *o = &g->side[1 - d];
	size_t width = (size_t)s->n_local + 1;

	s->rows = arena_array(&g->arena, o->n * width + 1, sizeof *s->rows);
	if (s->rows == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < o->n; i++) {
		float *row = s->rows + i * width;

		for (size_t j = 0; j < o->parts[i].n; j++) {
			size_t n;
			const struct lexicon_word *w = lexicon_row(&n, g->x,
			    1 - d, o->number[o->parts[i].at[j]]);

			for (size_t k = 0; k < n; k++)
				row[s->local[w[k].part]] += w[k].t;
		}
		row[0] = 0;
	}
	return 0;
}

static int
has_word(const struct traits *t, uint64_t key)
{
	size_t from = 0;
	size_t to = t->n_words;

	while (from < to) {
		size_t mid = from + (to - from) / 2;

		if (t->words[mid] < key)
			from = mid + 1;
		else
			to = mid;
	}
	return from < t->n_words && t->words[from] == key;
}

static int
has_mark(const struct traits *t, const struct mark *m)
{
	if (m->kind == MARK_FOREIGN)
		return has_word(t, m->key);
	for (size_t i = 0; i < t->n_marks; i++)
		if (t->marks[i].key == m->key)
			return 1;
	return 0;
}

static uint64_t
marks_found(const struct traits *t, const struct traits *in)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < t->n_marks; i++)
		if (has_mark(in, &t->marks[i]))
			bits |= UINT64_C(1) << i;
	return bits;
}

/* Names of one side that sound in the other. */
static double
sounds_in(const struct weights *w, const struct traits *names,
    const struct traits *words)
{
	double sum = 0;

	for (size_t i = 0; i < names->n_names; i++) {
		int best = 0;

		for (size_t j = 0; j < words->n_sounds; j++) {
			int n = sound_matches(&names->names[i],
			    &words->sounds[j]);

			if (n > best)
				best = n;
		}
		sum += w->sound[best < 5 ? best : 5];
	}
	return sum;
}

static int
fill_marks(struct weigher *g, struct wtm_err *err)
{
	size_t n = g->side[0].n;
	size_t m = g->side[1].n;

	g->found[0] = arena_array(&g->arena, n * m + 1, sizeof **g->found);
	g->found[1] = arena_array(&g->arena, n * m + 1, sizeof **g->found);
	g->sounds = arena_array(&g->arena, n * m + 1, sizeof *g->sounds);
	if (g->found[0] == NULL || g->found[1] == NULL || g->sounds == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < m; j++) {
			const struct traits *a = &g->side[0].t[i];
			const struct traits *b = &g->side[1].t[j];

			g->found[0][i * m + j] = marks_found(a, b);
			g->found[1][i * m + j] = marks_found(b, a);
			g->sounds[i * m + j] = (float)(sounds_in(g->w, a, b) +
			    sounds_in(g->w, b, a));
		}
	}
	return 0;
}

static double
log_length(size_t chars)
{
	return log((double)chars + 1);
}

static void
measure(struct side *s)
{
	double sum = 0;
	double squares = 0;

	for (size_t i = 0; i < s->n; i++) {
		double l = log_length(s->t[i].chars);

		sum += l;
		squares += l * l;
	}
	s->mean = s->n == 0 ? 0 : sum / (double)s->n;
	s->spread = s->n == 0 ? 1 :
	    sqrt(squares / (double)s->n - s->mean * s->mean);
	if (!(s->spread > .5))
		s->spread = .5;
}

static double
text_ratio(const struct weigher *g)
{
	double sum[2] = { 1, 1 };
	double r;

	for (int d = 0; d < 2; d++)
		for (size_t i = 0; i < g->side[d].n; i++)
			if (!g->side[d].t[i].aside)
				sum[d] += (double)g->side[d].t[i].chars;
	r = log(sum[1] / sum[0]);
	return r < -1.2 ? -1.2 : r > 1.2 ? 1.2 : r;
}

int
weigher_new(struct weigher **out, const struct traits *source, size_t n,
    const struct traits *target, size_t m, const struct lexicon *x,
    const struct weights *w, struct wtm_err *err)
{
	struct weigher *g = calloc(1, sizeof *g);

	*out = g;
	if (g == NULL)
		return err_nomem(err);
	g->w = w;
	g->x = x;
	g->side[0].t = source;
	g->side[0].n = n;
	g->side[1].t = target;
	g->side[1].n = m;
	for (int d = 0; d < 2; d++) {
		measure(&g->side[d]);
		if (localise(g, d, err) != 0)
			goto fail;
	}
	g->ratio = w->ratio != 0 ? w->ratio : text_ratio(g);
	if (fill_rows(g, 0, err) == 0 && fill_rows(g, 1, err) == 0 &&
	    fill_marks(g, err) == 0)
		return 0;
fail:
	weigher_free(g);
	*out = NULL;
	return -1;
}

void
weigher_free(struct weigher *g)
{
	if (g == NULL)
		return;
	arena_free(&g->arena);
	free(g);
}

static double
normal(double x, double mean, double spread)
{
	double z = (x - mean) / spread;

	return exp(-z * z / 2) / (spread * 2.5066282746);
}

static double
chars_in(const struct side *s, size_t i, size_t n)
{
	size_t chars = 0;

	for (size_t k = 0; k < n; k++)
		chars += s->t[i + k].chars;
	return log_length(chars);
}

static double
weigh_length(const struct weigher *g, size_t i, size_t a, size_t j, size_t b)
{
	const struct side *t = &g->side[1];
	double la = chars_in(&g->side[0], i, a);
	double lb = chars_in(t, j, b);
	/* short sentences stray further */
	double spread = sqrt(g->w->spread * g->w->spread +
	    4 / (exp(la) + 4));
	double here = .97 * normal(lb, la + g->ratio, spread) +
	    .03 * normal(lb, t->mean, 2 * t->spread);
	double anywhere = normal(lb, t->mean + log((double)b), t->spread) +
	    1e-3;

	return log(here / anywhere);
}

/* Parts of side d in its sentences, given those of the other side. */
static double
weigh_words(const struct weigher *g, int d, const size_t at[2],
    const size_t n[2])
{
	const struct side *s = &g->side[d];
	const struct side *o = &g->side[1 - d];
	size_t width = (size_t)s->n_local + 1;
	const float *rows = s->rows + at[1 - d] * width;
	size_t given = 1;
	double sum = 0;

	for (size_t k = 0; k < n[1 - d]; k++)
		given += o->parts[at[1 - d] + k].n;
	for (size_t k = 0; k < n[d]; k++) {
		const struct parts *p = &s->parts[at[d] + k];

		for (size_t q = 0; q < p->n; q++) {
			uint32_t part = p->at[q];
			float t = s->usual[part];

			for (size_t r = 0; r < n[1 - d]; r++)
				t += rows[r * width + part];
			t /= (float)given * s->usual[part];
			sum += logf(s->doubt[part] +
			    (1 - s->doubt[part]) * t);
		}
	}
	return sum;
}

static double
weigh_marks(const struct weigher *g, int d, const size_t at[2],
    const size_t n[2])
{
	size_t m = g->side[1].n;
	double sum = 0;

	for (size_t k = 0; k < n[d]; k++) {
		const struct traits *t = &g->side[d].t[at[d] + k];
		uint64_t found = 0;

		for (size_t r = 0; r < n[1 - d]; r++) {
			size_t i = d == 0 ? at[0] + k : at[0] + r;
			size_t j = d == 0 ? at[1] + r : at[1] + k;

			found |= g->found[d][i * m + j];
		}
		for (size_t q = 0; q < t->n_marks; q++)
			sum += (found >> q & 1 ? g->w->found :
			    g->w->missed)[t->marks[q].kind];
	}
	return sum;
}

double
weigh_none(const struct weigher *g, int side, size_t i)
{
	return g->side[side].t[i].aside ? g->w->none_aside : g->w->none;
}

static int
has_empty(const struct side *s, size_t i, size_t n)
{
	while (n-- > 0)
		if (s->t[i + n].chars == 0)
			return 1;
	return 0;
}

static int
asides(const struct side *s, size_t i, size_t n)
{
	int k = 0;

	while (n-- > 0)
		k += s->t[i + n].aside;
	return k;
}

double
weigh(struct weigher *g, size_t i, size_t a, size_t j, size_t b)
{
	const struct weights *w = g->w;
	const size_t at[2] = { i, j };
	const size_t n[2] = { a, b };
	double sounds = 0;
	double prior = a == 1 && b == 1 ? w->one : a > 1 && b > 1 ? w->both :
	    a + b == 3 ? w->two : w->three;

	if (has_empty(&g->side[0], i, a) || has_empty(&g->side[1], j, b))
		return NEVER;
	if ((asides(&g->side[0], i, a) == 0) != (asides(&g->side[1], j, b) ==
	    0))
		prior += w->aside;
	for (size_t k = 0; k < a; k++)
		for (size_t r = 0; r < b; r++)
			sounds += g->sounds[(i + k) * g->side[1].n + j + r];
	return prior + w->len * weigh_length(g, i, a, j, b) +
	    w->lex * (weigh_words(g, 0, at, n) + weigh_words(g, 1, at, n)) /
	    2 + w->mark * (weigh_marks(g, 0, at, n) +
	    weigh_marks(g, 1, at, n) + sounds);
}
