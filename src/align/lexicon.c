/*
 * lexicon: Model 1 over the parts of words.
 *
 * Two parts that meet in some pair of sentences have a slot, with the
 * probability of each where the other stands.  The slots of a pair of
 * sentences are cells in a row, so that training runs over memory from end
 * to end.
 */
#include "config.h"
#include "align/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map64.h"

enum { ROUNDS = 4, FOLDS = 3, BINS = 5, PARTS_MAX = 80, CELLS_MAX = 5000000 };

#define LEAST_T 1e-3f	/* of a row; less is as good as nothing */

struct pair {
	uint32_t at[2];	/* of its parts in side.all */
	uint32_t n[2];
};

struct side {
	uint64_t *all;		/* the parts of all pairs */
	size_t n_all;
	size_t cap_all;
	uint32_t *ids;		/* the same, as numbers */
	struct map64 numbers;
	uint32_t n;		/* the highest of them */
	uint32_t *freq;		/* by number, as are all below */
	float *usual;
	double *total;
	float doubt[BINS];
	uint32_t *row_start;
	struct lexicon_word *rows;
};

struct slot {
	uint32_t part[2];
	float t[2];	/* of the part of that side, where the other stands */
	float count;
};

struct lexicon {
	struct side side[2];
	struct pair *pairs;
	size_t n_pairs;
	size_t cap_pairs;
	size_t n_used;		/* pairs whose cells there was room for */
	uint32_t *cells;
	size_t n_cells;
	struct slot *slots;
	size_t n_slots;
	size_t cap_slots;
};

int
lexicon_new(struct lexicon **out, struct wtm_err *err)
{
	struct lexicon *x = calloc(1, sizeof *x);

	*out = x;
	return x == NULL ? err_nomem(err) : 0;
}

static void
unlearn(struct lexicon *x)
{
	for (int d = 0; d < 2; d++) {
		struct side *s = &x->side[d];

		map64_free(&s->numbers);
		free(s->ids);
		free(s->freq);
		free(s->usual);
		free(s->total);
		free(s->row_start);
		free(s->rows);
		*s = (struct side){ .all = s->all, .n_all = s->n_all,
			.cap_all = s->cap_all };
	}
	free(x->cells);
	free(x->slots);
	x->cells = NULL;
	x->slots = NULL;
	x->n_cells = 0;
	x->n_slots = 0;
	x->cap_slots = 0;
}

void
lexicon_free(struct lexicon *x)
{
	if (x == NULL)
		return;
	unlearn(x);
	free(x->side[0].all);
	free(x->side[1].all);
	free(x->pairs);
	free(x);
}

/* Room for more things of a size behind *n; 0 or -1. */
static int
reserve(void *at, size_t *cap, size_t n, size_t more, size_t size)
{
	void **p = at;
	size_t want = *cap == 0 ? 1024 : *cap;
	void *new;

	while (want < n + more)
		want *= 2;
	if (want == *cap)
		return 0;
	new = realloc(*p, want * size);
	if (new == NULL)
		return -1;
	*p = new;
	*cap = want;
	return 0;
}

static int
add_side(struct side *s, const struct traits *t, uint32_t *n)
{
	*n = t->n_parts < PARTS_MAX ? (uint32_t)t->n_parts : PARTS_MAX;
	if (reserve(&s->all, &s->cap_all, s->n_all, *n, sizeof *s->all) != 0)
		return -1;
	memcpy(s->all + s->n_all, t->parts, *n * sizeof *s->all);
	s->n_all += *n;
	return 0;
}

int
lexicon_add(struct lexicon *x, const struct traits *source,
    const struct traits *target, struct wtm_err *err)
{
	struct pair p = { .at = { (uint32_t)x->side[0].n_all,
		(uint32_t)x->side[1].n_all } };

	if (x->n_pairs == LEXICON_PAIRS)
		return 0;
	if (reserve(&x->pairs, &x->cap_pairs, x->n_pairs, 1,
	    sizeof *x->pairs) != 0 ||
	    add_side(&x->side[0], source, &p.n[0]) != 0 ||
	    add_side(&x->side[1], target, &p.n[1]) != 0)
		return err_nomem(err);
	x->pairs[x->n_pairs++] = p;
	return 0;
}

void
lexicon_keep(struct lexicon *x, size_t n)
{
	if (n >= x->n_pairs)
		return;
	for (int d = 0; d < 2; d++)
		x->side[d].n_all = x->pairs[n].at[d];
	x->n_pairs = n;
}

size_t
lexicon_pairs(const struct lexicon *x)
{
	return x->n_pairs;
}

/* Numbers for the parts, and how often they are. */
static int
number(struct side *s)
{
	size_t n = s->n_all + 1;

	s->ids = calloc(n, sizeof *s->ids);
	s->freq = calloc(n, sizeof *s->freq);
	if (s->ids == NULL || s->freq == NULL)
		return -1;
	for (size_t i = 0; i < s->n_all; i++) {
		uint64_t id = map64_get(&s->numbers, s->all[i]);

		if (id == 0) {
			id = ++s->n;
			if (map64_put(&s->numbers, s->all[i], id) != 0)
				return -1;
		}
		s->ids[i] = (uint32_t)id;
		s->freq[id]++;
	}
	n = (size_t)s->n + 1;
	s->usual = calloc(n, sizeof *s->usual);
	s->total = calloc(n, sizeof *s->total);
	if (s->usual == NULL || s->total == NULL)
		return -1;
	for (uint32_t i = 1; i <= s->n; i++)
		s->usual[i] = (float)s->freq[i] / (float)s->n_all;
	return 0;
}

static uint32_t
slot_of(struct lexicon *x, struct map64 *known, uint32_t a, uint32_t b)
{
	uint64_t key = (uint64_t)a << 32 | b;
	uint64_t at = map64_get(known, key);

	if (at != 0)
		return (uint32_t)at - 1;
	if (reserve(&x->slots, &x->cap_slots, x->n_slots, 1,
	    sizeof *x->slots) != 0 ||
	    map64_put(known, key, x->n_slots + 1) != 0)
		return UINT32_MAX;
	x->slots[x->n_slots] = (struct slot){ .part = { a, b } };
	return (uint32_t)x->n_slots++;
}

static int
lay_out(struct lexicon *x)
{
	struct map64 known = { 0 };
	size_t n = 0;

	for (x->n_used = 0; x->n_used < x->n_pairs; x->n_used++) {
		const struct pair *p = &x->pairs[x->n_used];

		if (n + (size_t)p->n[0] * p->n[1] > CELLS_MAX)
			break;
		n += (size_t)p->n[0] * p->n[1];
	}
	x->cells = malloc((n + 1) * sizeof *x->cells);
	if (x->cells == NULL)
		return -1;
	for (size_t i = 0; i < x->n_used; i++) {
		const struct pair *p = &x->pairs[i];
		const uint32_t *a = x->side[0].ids + p->at[0];
		const uint32_t *b = x->side[1].ids + p->at[1];

		for (size_t j = 0; j < (size_t)p->n[0] * p->n[1]; j++) {
			uint32_t slot = slot_of(x, &known, a[j / p->n[1]],
			    b[j % p->n[1]]);

			if (slot == UINT32_MAX) {
				map64_free(&known);
				return -1;
			}
			x->cells[x->n_cells++] = slot;
		}
	}
	map64_free(&known);
	return 0;
}

/*
 * The cells of one part of side d in a pair: from the first on, so many
 * apart.
 */
struct stripe {
	const uint32_t *cell;
	size_t step;
	size_t n;
};

static struct stripe
stripe_of(const struct pair *p, const uint32_t *cells, int d, size_t i)
{
	struct stripe s = { .n = p->n[1 - d] };

	s.step = d == 0 ? 1 : p->n[1];
	s.cell = cells + (d == 0 ? i * p->n[1] : i);
	return s;
}

/* Share out one occurrence of a part among what may stand for it. */
static void
expect(struct lexicon *x, int d, uint32_t part, struct stripe s)
{
	struct side *other = &x->side[1 - d];
	double sum = x->side[d].usual[part];

	for (size_t j = 0; j < s.n; j++)
		sum += x->slots[s.cell[j * s.step]].t[d];
	for (size_t j = 0; j < s.n; j++) {
		struct slot *slot = &x->slots[s.cell[j * s.step]];
		double share = slot->t[d] / sum;

		slot->count += (float)share;
		other->total[slot->part[1 - d]] += share;
	}
}

static void
restart(struct lexicon *x, int d)
{
	struct side *s = &x->side[d];
	float even = 1.0f / (float)(s->n + 1);

	for (size_t i = 0; i < x->n_slots; i++)
		x->slots[i].t[d] = even;
}

/* One round of expectation and maximisation but for the pairs of a fold. */
static void
round_once(struct lexicon *x, int d, size_t fold)
{
	struct side *other = &x->side[1 - d];
	const uint32_t *cells = x->cells;

	for (size_t i = 0; i < x->n_slots; i++)
		x->slots[i].count = 0;
	memset(other->total, 0, (other->n + 1) * sizeof *other->total);
	for (size_t i = 0; i < x->n_used; i++) {
		const struct pair *p = &x->pairs[i];
		const uint32_t *ids = x->side[d].ids + p->at[d];

		if (i % FOLDS != fold)
			for (size_t j = 0; j < p->n[d]; j++)
				expect(x, d, ids[j], stripe_of(p, cells, d,
				    j));
		cells += (size_t)p->n[0] * p->n[1];
	}
	for (size_t i = 0; i < x->n_slots; i++) {
		struct slot *slot = &x->slots[i];
		double total = other->total[slot->part[1 - d]];

		slot->t[d] = total > 0 ? (float)(slot->count / total) : 0;
	}
}

static void
train(struct lexicon *x, int d, size_t fold)
{
	restart(x, d);
	for (int i = 0; i < ROUNDS; i++)
		round_once(x, d, fold);
}

static int
bin_of(uint32_t freq)
{
	return freq < 2 ? 0 : freq < 4 ? 1 : freq < 8 ? 2 : freq < 21 ? 3 : 4;
}

/* How much more likely a part is here than anywhere. */
static float
gain(const struct lexicon *x, int d, uint32_t part, struct stripe s)
{
	double sum = x->side[d].usual[part];

	for (size_t j = 0; j < s.n; j++)
		sum += x->slots[s.cell[j * s.step]].t[d];
	return (float)(sum / (double)(s.n + 1) / x->side[d].usual[part]);
}

struct gains {
	float *at;
	size_t n;
	size_t cap;
};

static int
try_fold(struct lexicon *x, int d, size_t fold, struct gains g[BINS])
{
	const uint32_t *cells = x->cells;

	for (size_t i = 0; i < x->n_used; i++) {
		const struct pair *p = &x->pairs[i];
		const uint32_t *ids = x->side[d].ids + p->at[d];

		for (size_t j = 0; i % FOLDS == fold && j < p->n[d]; j++) {
			struct gains *to =
			    &g[bin_of(x->side[d].freq[ids[j]])];

			if (reserve(&to->at, &to->cap, to->n, 1,
			    sizeof *to->at) != 0)
				return -1;
			to->at[to->n++] = gain(x, d, ids[j], stripe_of(p,
			    cells, d, j));
		}
		cells += (size_t)p->n[0] * p->n[1];
	}
	return 0;
}

/* The mixture of "explained" and "anyhow" that makes the gains likeliest. */
static float
doubt_of(const struct gains *g)
{
	double doubt = .8;

	for (int i = 0; i < 20 && g->n > 0; i++) {
		double sum = 0;

		for (size_t j = 0; j < g->n; j++)
			sum += doubt / (doubt + (1 - doubt) * g->at[j]);
		doubt = (sum + 5) / (double)(g->n + 5);
	}
	return (float)(doubt < .03 ? .03 : doubt);
}

static int
cross_validate(struct lexicon *x, int d)
{
	struct gains g[BINS] = { { 0 } };
	int ret = 0;

	for (size_t fold = 0; fold < FOLDS && ret == 0; fold++) {
		train(x, d, fold);
		ret = try_fold(x, d, fold, g);
	}
	for (int i = 0; i < BINS; i++) {
		x->side[d].doubt[i] = doubt_of(&g[i]);
		free(g[i].at);
	}
	/* What was seen once cannot be left out: as if seen twice, and less. */
	x->side[d].doubt[0] = (1 + x->side[d].doubt[1]) / 2;
	return ret;
}

/* Rows of side d: what stands on the other side where a part stands. */
static int
make_rows(struct lexicon *x, int d)
{
	struct side *s = &x->side[d];
	uint32_t n = 0;

	s->row_start = calloc((size_t)s->n + 3, sizeof *s->row_start);
	if (s->row_start == NULL)
		return -1;
	for (size_t i = 0; i < x->n_slots; i++)
		if (x->slots[i].t[1 - d] >= LEAST_T)
			s->row_start[x->slots[i].part[d] + 2]++;
	for (uint32_t i = 0; i < s->n + 3; i++) {
		n += s->row_start[i];
		s->row_start[i] = n;
	}
	s->rows = malloc(((size_t)n + 1) * sizeof *s->rows);
	if (s->rows == NULL)
		return -1;
	for (size_t i = 0; i < x->n_slots; i++) {
		const struct slot *slot = &x->slots[i];
		uint32_t at;

		if (slot->t[1 - d] < LEAST_T)
			continue;
		at = s->row_start[slot->part[d] + 1]++;
		s->rows[at] = (struct lexicon_word){ slot->part[1 - d],
			slot->t[1 - d] };
	}
	return 0;
}

static int
learn(struct lexicon *x)
{
	if (number(&x->side[0]) != 0 || number(&x->side[1]) != 0 ||
	    lay_out(x) != 0)
		return -1;
	for (int d = 0; d < 2; d++) {
		if (cross_validate(x, d) != 0)
			return -1;
		train(x, d, FOLDS);
	}
	if (make_rows(x, 0) != 0 || make_rows(x, 1) != 0)
		return -1;
	free(x->cells);
	free(x->slots);
	x->cells = NULL;
	x->slots = NULL;
	x->n_slots = 0;
	x->cap_slots = 0;
	return 0;
}

int
lexicon_learn(struct lexicon *x, struct wtm_err *err)
{
	unlearn(x);
	if (x->n_pairs == 0 || learn(x) == 0)
		return 0;
	unlearn(x);
	return err_nomem(err);
}

uint32_t
lexicon_part(const struct lexicon *x, int side, uint64_t part)
{
	return (uint32_t)map64_get(&x->side[side].numbers, part);
}

size_t
lexicon_parts(const struct lexicon *x, int side)
{
	return x->side[side].n;
}

const struct lexicon_word *
lexicon_row(size_t *n, const struct lexicon *x, int side, uint32_t part)
{
	const struct side *s = &x->side[side];

	*n = s->row_start[part + 1] - s->row_start[part];
	return s->rows + s->row_start[part];
}

float
lexicon_usual(const struct lexicon *x, int side, uint32_t part)
{
	return x->side[side].usual[part];
}

float
lexicon_doubt(const struct lexicon *x, int side, uint32_t part)
{
	return x->side[side].doubt[bin_of(x->side[side].freq[part])];
}
