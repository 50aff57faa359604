/*
 * hand: what a query has found is looked at, the best first, and handed
 * out.
 */
#include "config.h"
#include "index/query.h"

#include <string.h>

#include "base/err.h"
#include "index/ids.h"
#include "index/shape.h"
#include "score/score.h"

/*
 * Codes for the places of the query whose units the document has, or may
 * have, for all that was read.
 */
static void
shared_codes(struct index_work *w, uint32_t doc, unsigned bits)
{
	const uint32_t *firsts = w->ix->occ.firsts;
	unsigned char *codes = w->q->codes;

	memset(codes, LEV_NONE, w->n);
	for (size_t i = 0; i < w->n; i++) {
		struct index_term *t = &w->q->terms[i];
		uint32_t place = t->place;
		const struct index_chunk *c;

		if (firsts[place] != place)
			continue;
		c = index_chunk_known(t->list, doc, &t->hint[w->is_below]);
		if (c == NULL || index_chunk_has(c, doc))
			codes[place] = index_shape_code(w->keys[place], bits);
	}
	for (size_t i = 0; i < w->n; i++)
		codes[i] = codes[firsts[i]];
}

/* The query with all its codes of a width, prepared when needed first. */
static struct lev *
any_codes(struct index_work *w, unsigned bits)
{
	struct lev *l = &w->q->any[bits];

	if (l->n == w->n)
		return l;
	for (size_t i = 0; i < w->n; i++)
		w->q->codes[i] = index_shape_code(w->keys[i], bits);
	return lev_set_codes(l, w->q->codes, w->n, w->ix->err) == 0 ? l :
	    NULL;
}

/*
 * Bound a document of the slot at work by its shape: what is equal in both is
 * a shared unit and has the same code, so this distance is never too large.
 * First without asking what is shared, which costs more.
 */
static int
refine(struct index_work *w, struct index_survivor *f)
{
	struct lev *shared = &w->q->shared;
	struct lev *any;
	unsigned char shape[INDEX_SHAPE_MAX];
	unsigned char codes[INDEX_SHAPE_UNITS];
	size_t len, max, cutoff, d;

	f->refined = 1;
	if (index_shape_get(shape, &len, w->ix, w->s, f->doc) != 0)
		return -1;
	if (index_shape_width(len) == 0)
		return 0;
	w->ix->counts.bounded++;
	index_shape_codes(codes, shape, len);
	max = len > w->n ? len : w->n;
	cutoff = score_cutoff(max, w->min);
	any = any_codes(w, index_shape_bits(len));
	if (any == NULL)
		return -1;
	d = lev_distance_codes(any, codes, len, cutoff);
	if (d <= cutoff) {
		shared_codes(w, f->doc, index_shape_bits(len));
		if (lev_set_codes(shared, w->q->codes, w->n, w->ix->err) != 0)
			return -1;
		d = lev_distance_codes(shared, codes, len, cutoff);
	}
	if (d > cutoff)
		f->bound = 0;
	else if (score_of(d, max) < f->bound)
		f->bound = (int16_t)score_of(d, max);
	return 0;
}

/* Hand out the best. */
static int
hand_out_one(struct index_work *w)
{
	struct index_survivor f = w->q->found.at[0];
	uint64_t id;

	index_found_pop(&w->q->found);
	if (index_id(&id, w->ix, w->ix->slots[f.slot], f.doc) != 0)
		return -1;
	w->ix->counts.candidates++;
	w->min = w->fn(w->arg, id, f.bound, w->ix->err);
	return w->min < 0 ? -1 : 0;
}

/* Hand out those with a bound above the minimum, which rises. */
int
index_hand_out(struct index_work *w)
{
	struct index_found *found = &w->q->found;

	while (found->n > 0 && found->at[0].bound > w->min) {
		if (found->at[0].refined) {
			if (hand_out_one(w) != 0)
				return -1;
			continue;
		}
		if (refine(w, &found->at[0]) != 0)
			return -1;
		index_found_sink(found);
	}
	if (found->n > 0 && found->at[0].bound < w->min)
		found->n = 0;
	return 0;
}

/* Refine the others while their slot is at hand; drop those too low. */
int
index_refine_rest(struct index_work *w)
{
	struct index_found *found = &w->q->found;
	size_t n = 0;

	for (size_t i = 0; i < found->n; i++) {
		struct index_survivor *f = &found->at[i];

		if (f->bound >= w->min && !f->refined && refine(w, f) != 0)
			return -1;
		if (f->bound >= w->min)
			found->at[n++] = *f;
	}
	found->n = n;
	index_found_order(found);
	return 0;
}

int
index_hand_out_rest(struct index_work *w)
{
	while (w->q->found.n > 0 && w->q->found.at[0].bound >= w->min)
		if (hand_out_one(w) != 0)
			return -1;
	return 0;
}
