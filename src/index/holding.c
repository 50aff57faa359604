/*
 * holding: documents that hold all units of the phrase are found by
 * intersecting the lists window by window, the rarest first.
 *
 * Of what is found the highest ids are kept, a bounded number; when they are
 * used up the lists are gone through again for the next ones.  Only what is
 * about to be given is sorted, and its shape is looked at.
 */
#include "config.h"
#include "index/holding.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "index/ids.h"
#include "index/shape.h"
#include "index/tail.h"
#include "index/window.h"

enum {
	KEPT = 4096,	/* at first */
	KEPT_GROWTH = 8,	/* each time they are used up */
	PORTION = 128,	/* that are sorted at first */
	NO_RUN = UINT16_MAX,	/* in the tail */
};

struct term {
	struct index_list *list;
	size_t hint;
};

/* A document. */
struct found {
	uint64_t key;	/* id and side */
	uint32_t doc;
	uint16_t run;
};

struct index_holding {
	struct index_phrase phrase;
	struct found *at;	/* those of (floor, below), the rest is more */
	size_t n, cap;
	size_t n_sorted;	/* of the last of them, the highest */
	size_t portion;
	size_t kept;
	uint64_t floor;
	uint64_t below;
	int more;
	struct {
		uint32_t owner;
		uint16_t seq;
	} runs[INDEX_RUNS_MAX];
	struct term *terms;
	size_t cap_terms;
	struct window window;
};

/* At work in one transaction. */
struct work {
	struct index_holding *h;
	struct index *ix;
	const struct index_view *view;
	struct index_slot *s;
	uint16_t run;
	unsigned side;
};

int
index_holding_new(struct index_holding **out, struct wtm_err *err)
{
	*out = calloc(1, sizeof **out);
	return *out == NULL ? err_nomem(err) : 0;
}

void
index_holding_free(struct index_holding *h)
{
	if (h == NULL)
		return;
	free(h->at);
	free(h->terms);
	free(h);
}

void
index_holding_begin(struct index_holding *h,
    const struct index_phrase *phrase)
{
	h->phrase = *phrase;
	h->n = 0;
	h->n_sorted = 0;
	h->kept = KEPT;
	h->below = UINT64_MAX;
	h->more = 1;
}

static void
swap(struct found *a, struct found *b)
{
	struct found f = *a;

	*a = *b;
	*b = f;
}

/* Move the k highest, of n, to the end. */
static void
highest_last(struct found *at, size_t n, size_t k)
{
	size_t low = 0, high = n - 1;

	while (low < high) {
		uint64_t pivot = at[low + (high - low) / 2].key;
		size_t i = low, j = high;

		for (;; i++, j--) {
			while (at[i].key < pivot)
				i++;
			while (at[j].key > pivot)
				j--;
			if (i >= j)
				break;
			swap(&at[i], &at[j]);
		}
		if (n - k <= j)
			high = j;
		else
			low = j + 1;
	}
}

/* Keep the highest; the border is left out, because it may be cut. */
static void
raise_floor(struct index_holding *h)
{
	size_t n = 0;

	highest_last(h->at, h->n, h->kept);
	h->floor = h->at[h->n - h->kept].key;
	for (size_t i = h->n - h->kept; i < h->n; i++)
		if (h->at[i].key > h->floor)
			h->at[n++] = h->at[i];
	h->n = n;
	h->more = 1;
}

static int
keep(struct work *w, uint64_t key, uint32_t doc)
{
	struct index_holding *h = w->h;

	if (h->n == 2 * h->kept) {
		raise_floor(h);
		if (key <= h->floor)
			return 0;
	}
	if (h->n == h->cap) {
		size_t cap = h->cap == 0 ? 256 : 2 * h->cap;
		struct found *at = realloc(h->at, cap * sizeof *at);

		if (at == NULL)
			return -1;
		h->at = at;
		h->cap = cap;
	}
	h->at[h->n++] = (struct found){ key, doc, w->run };
	return 0;
}

static inline int
add(struct work *w, uint64_t key, uint32_t doc)
{
	if (key <= w->h->floor) {
		w->h->more = 1;
		return 0;
	}
	return key < w->h->below ? keep(w, key, doc) : 0;
}

static int
by_df(const void *a, const void *b)
{
	const struct term *x = a, *y = b;

	return x->list->df < y->list->df ? -1 : x->list->df > y->list->df;
}

static int
open_terms(struct work *w)
{
	struct index_holding *h = w->h;
	size_t n = h->phrase.units->n;

	for (size_t i = 0; i < n; i++) {
		struct term *t = &h->terms[i];

		*t = (struct term){ 0 };
		if (index_list_get(&t->list, w->ix, w->s,
		    w->ix->occ.lists[i]) != 0 ||
		    index_chunk_at(w->ix, t->list, 0, &t->hint) == NULL)
			return -1;
	}
	qsort(h->terms, n, sizeof *h->terms, by_df);
	return 0;
}

/* Of the documents [from, to) only those stay that the list holds. */
static int
intersect(struct work *w, struct term *t, uint32_t from, uint32_t to)
{
	struct window *win = &w->h->window;

	window_clear(win);
	while (from < to) {
		const struct index_chunk *c = index_chunk_at(w->ix, t->list,
		    from, &t->hint);

		if (c == NULL)
			return -1;
		if (c->n > 0)
			w->ix->counts.postings += window_gather(win, c, from,
			    to);
		from = c->to;
	}
	window_miss(win, 0);
	return 0;
}

/* Those that are alive in 64 documents. */
static int
take_word(struct work *w, struct index_ids *ids, uint32_t doc, uint64_t alive)
{
	for (; alive != 0; alive &= alive - 1) {
		uint32_t d = doc + (uint32_t)__builtin_ctzll(alive);

		if ((d < ids->first || d >= ids->end) &&
		    index_ids_open(ids, w->ix, w->s, d) != 0)
			return -1;
		if (add(w, index_ids_at(ids, d) << 1 | w->side, d) != 0)
			return err_nomem(w->ix->err);
	}
	return 0;
}

static int
take(struct work *w)
{
	const struct window *win = &w->h->window;
	struct index_ids ids = { .end = 0 };

	for (uint64_t left = win->alive_blocks; left != 0; left &= left - 1) {
		unsigned b = (unsigned)__builtin_ctzll(left);

		for (unsigned k = 0; k < 4; k++)
			if (take_word(w, &ids, win->start + b * WINDOW_BLOCK +
			    k * 64, win->alive[b][k]) != 0)
				return -1;
	}
	return 0;
}

/* Is every id of the slot at the floor or below? */
static int
is_too_old(const struct work *w)
{
	uint64_t reach = UINT64_MAX >> (64 - 8 * w->s->width);

	return w->s->least < UINT64_MAX / 4 && w->s->width < 8 &&
	    ((w->s->least + reach) << 1 | 1) <= w->h->floor;
}

static int
find_in_run(struct work *w)
{
	const struct index_run *run = &w->view->runs[w->run];
	struct index_holding *h = w->h;
	uint32_t n_docs;

	if (index_slot_get(&w->s, w->ix, run, h->phrase.groups[w->side]) != 0)
		return -1;
	if (w->s == NULL || w->s->n_docs == 0)
		return 0;
	if (is_too_old(w)) {
		h->more = 1;
		return 0;
	}
	n_docs = w->s->n_docs;
	if (open_terms(w) != 0)
		return -1;
	if (h->terms[0].list->df == 0)
		return 0;
	if (index_list_load(w->ix, h->terms[0].list, 0, n_docs) != 0)
		return -1;
	for (uint32_t at = 0; at < n_docs; at += WINDOW_DOCS) {
		uint32_t to = n_docs - at < WINDOW_DOCS ? n_docs :
		    at + WINDOW_DOCS;

		window_all(&h->window, at, to);
		for (size_t i = 0; i < h->phrase.units->n &&
		    h->window.alive_blocks != 0; i++)
			if (intersect(w, &h->terms[i], at, to) != 0)
				return -1;
		if (take(w) != 0)
			return -1;
	}
	return 0;
}

static int
add_tail(void *arg, uint64_t id)
{
	struct work *w = arg;

	return add(w, id << 1 | w->side, 0);
}

/* The tail is short: the caller looks at all of it. */
static int
find_in_side(struct work *w)
{
	const struct index_view *v = w->view;

	w->run = NO_RUN;
	if (index_tail_all(w->ix, v, w->h->phrase.groups[w->side], add_tail,
	    w) != 0)
		return -1;
	for (size_t i = v->n_runs; i-- > 0;) {
		w->run = (uint16_t)i;
		if (find_in_run(w) != 0)
			return -1;
	}
	return 0;
}

static int
reserve_terms(struct index_holding *h)
{
	size_t n = h->phrase.units->n;
	struct term *terms;

	if (n <= h->cap_terms)
		return 0;
	terms = realloc(h->terms, n * sizeof *terms);
	if (terms == NULL)
		return -1;
	h->terms = terms;
	h->cap_terms = n;
	return 0;
}

/* The highest keys below "below". */
static int
find(struct work *w)
{
	struct index_holding *h = w->h;
	const struct units *units = h->phrase.units;

	h->n = 0;
	h->n_sorted = 0;
	h->portion = PORTION;
	h->floor = 0;
	h->more = 0;
	for (size_t i = 0; i < w->view->n_runs; i++) {
		h->runs[i].owner = w->view->runs[i].owner;
		h->runs[i].seq = w->view->runs[i].seq;
	}
	if (units->n == 0 || units->n > INDEX_UNITS_MAX)
		return 0;
	if (reserve_terms(h) != 0 ||
	    index_occ_lists(&w->ix->occ, units->keys, units->n) != 0)
		return err_nomem(w->ix->err);
	for (w->side = 0; w->side < 2; w->side++)
		if (h->phrase.in[w->side] && find_in_side(w) != 0)
			return -1;
	h->kept *= KEPT_GROWTH;
	return 0;
}

static int
by_key(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

/* Sort some of the highest keys, with all documents of each. */
static void
sort_portion(struct index_holding *h)
{
	size_t k = h->n < 2 * h->portion ? h->n : h->portion;
	uint64_t border;

	highest_last(h->at, h->n, k);
	border = h->at[h->n - k].key;
	for (size_t i = 0; i < h->n - k;) {
		if (h->at[i].key == border)
			swap(&h->at[i], &h->at[h->n - ++k]);
		else
			i++;
	}
	qsort(h->at + h->n - k, k, sizeof *h->at, by_key);
	h->n_sorted = k;
	h->portion *= 2;
}

/* May a document hold the phrase, by its shape? */
static int
may_hold(struct work *w, const struct found *f)
{
	const struct units *units = w->h->phrase.units;
	const struct index_view *v = w->view;
	unsigned char shape[INDEX_SHAPE_MAX];
	struct index_slot *s;
	size_t n;
	size_t i = 0;

	if (units->n < 2 || f->run == NO_RUN)
		return 1;
	while (i < v->n_runs &&
	    (v->runs[i].owner != w->h->runs[f->run].owner ||
	    v->runs[i].seq != w->h->runs[f->run].seq))
		i++;
	if (i == v->n_runs)	/* it was merged away meanwhile */
		return 1;
	if (index_slot_get(&s, w->ix, &v->runs[i],
	    w->h->phrase.groups[f->key & 1]) != 0 ||
	    index_shape_get(shape, &n, w->ix, s, f->doc) != 0)
		return -1;
	return index_shape_may_hold(shape, n, units->keys, units->n);
}

/* Take the highest key, with all its documents. */
static int
pop(uint64_t *key, struct work *w)
{
	struct index_holding *h = w->h;
	int may = 0;

	if (h->n_sorted == 0)
		sort_portion(h);
	*key = h->at[h->n - 1].key;
	while (h->n_sorted > 0 && h->at[h->n - 1].key == *key) {
		if (may == 0)
			may = may_hold(w, &h->at[h->n - 1]);
		h->n--;
		h->n_sorted--;
	}
	return may;
}

static int
next(uint64_t *key, struct work *w)
{
	struct index_holding *h = w->h;
	int rc = 0;

	while (rc == 0) {
		if (h->n == 0 && !h->more)
			return 0;
		if (h->n == 0 && find(w) != 0) {
			h->n = 0;
			h->more = 1;
			return -1;
		}
		if (h->n == 0)
			continue;
		rc = pop(key, w);
		if (rc >= 0)
			h->below = *key;
	}
	return rc;
}

int
index_holding_next(uint64_t *id, unsigned *side, struct index_holding *h,
    struct index *ix, struct kv_txn *txn, const struct index_view *v,
    struct wtm_err *err)
{
	struct work w = { .h = h, .ix = ix, .view = v };
	uint64_t key = 0;
	int rc;

	index_begin(ix, txn, err);
	rc = next(&key, &w);
	index_end(ix);
	*id = key >> 1;
	*side = (unsigned)key & 1;
	return rc;
}
