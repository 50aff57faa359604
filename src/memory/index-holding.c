/*
 * index-holding: the lists are intersected window by window, the rarest
 * first.  Of the ids a portion of the highest is sorted, then the next, so
 * that the newest are had without sorting all.
 */
#include "config.h"
#include "memory/index-holding.h"

#include <stdlib.h>

#include "base/err.h"
#include "memory/index-window.h"
#include "memory/index-tail.h"

struct term {
	struct index_list *list;
	size_t hint;
};

struct holding {
	struct index *ix;
	struct index_slot *s;
	struct index_ids *out;
	struct window *win;
	struct term *terms;
	size_t n;
	unsigned tag;
};

static int
by_df(const void *a, const void *b)
{
	const struct term *x = a, *y = b;

	return x->list->df < y->list->df ? -1 : x->list->df > y->list->df;
}

static int
ids_add(struct index_ids *ids, uint64_t id, unsigned tag)
{
	if (ids->n == ids->cap) {
		size_t cap = ids->cap == 0 ? 256 : 2 * ids->cap;
		uint64_t *at = realloc(ids->at, cap * sizeof *at);

		if (at == NULL)
			return -1;
		ids->at = at;
		ids->cap = cap;
	}
	ids->at[ids->n++] = id << 1 | tag;
	return 0;
}

static int
open_terms(struct holding *h, const uint32_t *lists)
{
	for (size_t i = 0; i < h->n; i++) {
		struct term *t = &h->terms[i];

		*t = (struct term){ 0 };
		if (index_list_get(&t->list, h->ix, h->s, lists[i]) != 0 ||
		    index_chunk_at(h->ix, t->list, 0, &t->hint) == NULL)
			return -1;
	}
	qsort(h->terms, h->n, sizeof *h->terms, by_df);
	return 0;
}

/* Of the documents [from, to) only those stay that the list holds. */
static int
intersect(struct holding *h, struct term *t, uint32_t from, uint32_t to)
{
	window_clear(h->win);
	while (from < to) {
		const struct index_chunk *c = index_chunk_at(h->ix, t->list,
		    from, &t->hint);

		if (c == NULL)
			return -1;
		if (c->n > 0)
			h->ix->counts.postings += window_gather(h->win, c,
			    from, to);
		from = c->to;
	}
	window_miss(h->win, 0);
	return 0;
}

static int
take(struct holding *h)
{
	uint32_t docs[WINDOW_BLOCK];
	uint64_t ids[WINDOW_BLOCK];

	for (uint64_t left = h->win->alive_blocks; left != 0;
	    left &= left - 1) {
		unsigned b = (unsigned)__builtin_ctzll(left);
		size_t n = 0;

		for (unsigned k = 0; k < 4; k++) {
			uint64_t word = h->win->alive[b][k];

			for (; word != 0; word &= word - 1)
				docs[n++] = h->win->start +
				    b * WINDOW_BLOCK + k * 64 +
				    (uint32_t)__builtin_ctzll(word);
		}
		if (index_ids_get(ids, h->ix, h->s, docs, n) != 0)
			return -1;
		for (size_t i = 0; i < n; i++)
			if (ids_add(h->out, ids[i], h->tag) != 0)
				return err_nomem(h->ix->err);
	}
	return 0;
}

static int
holding_run(struct holding *h, const struct index_run *run, uint32_t group,
    const uint32_t *lists)
{
	if (index_slot_get(&h->s, h->ix, run, group) != 0)
		return -1;
	if (h->s == NULL || h->s->n_docs == 0)
		return 0;
	if (open_terms(h, lists) != 0)
		return -1;
	if (h->terms[0].list->df == 0)
		return 0;
	if (index_list_load(h->ix, h->terms[0].list, 0, h->s->n_docs) != 0)
		return -1;
	for (uint32_t at = 0; at < h->s->n_docs; at += WINDOW_DOCS) {
		uint32_t to = h->s->n_docs - at < WINDOW_DOCS ?
		    h->s->n_docs : at + WINDOW_DOCS;

		window_all(h->win, at, to);
		for (size_t i = 0; i < h->n && h->win->alive_blocks != 0; i++)
			if (intersect(h, &h->terms[i], at, to) != 0)
				return -1;
		if (take(h) != 0)
			return -1;
	}
	return 0;
}

/* The tail is short: the caller looks at all of it. */
static int
add_tail(void *arg, uint64_t id)
{
	struct holding *h = arg;

	return ids_add(h->out, id, h->tag);
}

static int
holding(struct holding *h, const struct index_view *v, uint32_t group,
    const struct units *units)
{
	h->terms = calloc(h->n, sizeof *h->terms);
	h->win = malloc(sizeof *h->win);
	if (h->terms == NULL || h->win == NULL ||
	    index_occ_lists(&h->ix->occ, units->keys, units->n) != 0)
		return err_nomem(h->ix->err);
	if (index_tail_all(h->ix, v, group, add_tail, h) != 0)
		return -1;
	for (size_t i = 0; i < v->n_runs; i++)
		if (holding_run(h, &v->runs[i], group,
		    h->ix->occ.lists) != 0)
			return -1;
	return 0;
}

int
index_holding(struct index_ids *out, struct index *ix, struct kv_txn *txn,
    const struct index_view *v, uint32_t group, const struct units *units,
    unsigned tag, struct wtm_err *err)
{
	struct holding h = { .ix = ix, .out = out, .n = units->n,
		.tag = tag };
	int rc;

	if (units->n == 0 || units->n > INDEX_UNITS_MAX)
		return 0;
	index_begin(ix, txn, err);
	rc = holding(&h, v, group, units);
	index_end(ix);
	free(h.terms);
	free(h.win);
	return rc;
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

enum { SAMPLE = 256, PORTION = 2048 };

/* A value that about "portion" of them are not below. */
static uint64_t
pivot(const struct index_ids *ids)
{
	uint64_t sample[SAMPLE];
	size_t rank = SAMPLE * ids->portion / ids->n;

	for (size_t i = 0; i < SAMPLE; i++)
		sample[i] = ids->at[ids->n / SAMPLE * i];
	qsort(sample, SAMPLE, sizeof *sample, by_value);
	return sample[rank < 1 ? SAMPLE - 1 : SAMPLE - rank];
}

/* Move the next portion of the highest to the end and sort it. */
static void
sort_portion(struct index_ids *ids)
{
	size_t n = ids->n;
	size_t below = 0;
	uint64_t limit;

	if (n > 2 * ids->portion) {
		limit = pivot(ids);
		for (size_t i = 0; i < n; i++) {
			uint64_t v = ids->at[i];

			if (v < limit) {
				ids->at[i] = ids->at[below];
				ids->at[below++] = v;
			}
		}
	}
	ids->n_sorted = n - below;
	ids->portion *= 2;
	qsort(ids->at + below, ids->n_sorted, sizeof *ids->at, by_value);
}

void
index_ids_clear(struct index_ids *ids)
{
	ids->n = 0;
	ids->n_sorted = 0;
	ids->portion = PORTION;
}

int
index_ids_pop(struct index_ids *ids, uint64_t *id, unsigned *tag)
{
	uint64_t top;

	if (ids->n == 0)
		return 0;
	if (ids->n_sorted == 0)
		sort_portion(ids);
	top = ids->at[ids->n - 1];
	while (ids->n_sorted > 0 && ids->at[ids->n - 1] == top) {
		ids->n--;
		ids->n_sorted--;
	}
	*id = top >> 1;
	*tag = (unsigned)top & 1;
	return 1;
}
