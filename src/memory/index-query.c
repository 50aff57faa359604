/*
 * index-query: which documents can reach a score.
 *
 * A text of n units and one of L can only reach the minimum when at least
 * T(L) = max(n, L) - cutoff(max(n, L)) units stand in both, counted as often
 * as they occur: a unit that is not shared costs at least one edit.  So at
 * most m = n - T of the n lists of the query may miss a document.
 *
 * Documents are numbered by length, so the lengths that can reach the minimum
 * are one range.  It is worked through in windows, the nearest length first.
 * In a window the rarest m + 1 lists are counted: a document that is in none
 * of them has missed too many.  The others may miss as many more lists as
 * they were found in, less one; the common lists are taken from the rarest
 * on, and only for blocks in which a document is still alive.  So the most
 * common lists are hardly ever read.
 *
 * What is left has its exact number of shared units and so a bound of its
 * score.  The best bounds are handed out first, and the minimum rises with
 * what the caller still wants.
 */
#include "config.h"
#include "memory/index-window.h"
#include "memory/index-ids.h"
#include "memory/index-tail.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "score/score.h"

enum {
	PENDING = 64,	/* survivors that are handed out without waiting */
	FEW_BLOCKS = 8,	/* live ones that are looked up one by one */
};

struct term {
	struct index_list *list;
	size_t hint[2];	/* above and below the length of the query */
};

struct survivor {
	uint32_t slot;
	uint32_t doc;
	int bound;
};

struct index_query {
	struct window window;
	struct term *terms;
	size_t cap_terms;
	struct survivor *found;
	size_t n_found, cap_found;
};

/* A query at work on one slot. */
struct work {
	struct index *ix;
	struct index_query *q;
	struct index_slot *s;
	size_t n;	/* units of the query */
	int min;
	int is_below;	/* which hints to use */
	index_candidate_fn fn;
	void *arg;
};

void
index_query_free(struct index_query *q)
{
	if (q == NULL)
		return;
	free(q->terms);
	free(q->found);
	free(q);
}

static int
by_df(const void *a, const void *b)
{
	const struct term *x = a, *y = b;

	if (x->list->df != y->list->df)
		return x->list->df < y->list->df ? -1 : 1;
	return x->list->hash < y->list->hash ? -1 :
	    x->list->hash > y->list->hash;
}

/* The lists of the query, the rarest first. */
static int
open_terms(struct work *w, const uint32_t *lists, uint32_t doc)
{
	struct index_query *q = w->q;

	if (w->n > q->cap_terms) {
		struct term *terms = realloc(q->terms,
		    w->n * sizeof *terms);

		if (terms == NULL)
			return err_nomem(w->ix->err);
		q->terms = terms;
		q->cap_terms = w->n;
	}
	for (size_t i = 0; i < w->n; i++) {
		struct term *t = &q->terms[i];

		*t = (struct term){ 0 };
		if (index_list_get(&t->list, w->ix, w->s, lists[i]) != 0)
			return -1;
		if (t->list->n == 0 && index_chunk_at(w->ix, t->list, doc,
		    &t->hint[0]) == NULL)
			return -1;
	}
	qsort(q->terms, w->n, sizeof *q->terms, by_df);
	return 0;
}

/* The chunk of a term that says whether doc is in it; NULL on failure. */
static const struct index_chunk *
chunk(struct work *w, size_t term, uint32_t doc)
{
	struct term *t = &w->q->terms[term];

	return index_chunk_at(w->ix, t->list, doc, &t->hint[w->is_below]);
}

/* Fetch ahead what the next term will need first. */
static void
prefetch(struct work *w, size_t term, uint32_t doc)
{
	const struct term *t;
	size_t hint;

	if (term >= w->n)
		return;
	t = &w->q->terms[term];
	hint = t->hint[w->is_below];
	for (; hint < t->list->n && t->list->chunks[hint].to <= doc; hint++)
		;
	if (hint < t->list->n)
		window_prefetch(&w->q->window, &t->list->chunks[hint]);
}

/* How many planes numbers up to n need. */
static unsigned
planes_for(size_t n)
{
	unsigned planes = 0;

	for (; n != 0; n >>= 1)
		planes++;
	return planes;
}

/* Add a list to the window, as far as [from, to) needs it. */
static int
count_term(struct work *w, size_t term, uint32_t from, uint32_t to,
    unsigned planes)
{
	while (from < to) {
		const struct index_chunk *c = chunk(w, term, from);

		if (c == NULL)
			return -1;
		if (c->n > 0)
			w->ix->counts.postings += window_add(&w->q->window, c,
			    planes);
		from = c->to;
	}
	window_added(&w->q->window, planes);
	return 0;
}

/* Gather a list over the documents [from, to). */
static int
gather(struct work *w, size_t term, uint32_t from, uint32_t to)
{
	while (from < to) {
		const struct index_chunk *c = chunk(w, term, from);

		if (c == NULL)
			return -1;
		if (c->n > 0)
			w->ix->counts.postings += window_gather(
			    &w->q->window, c, from, to);
		from = c->to;
	}
	return 0;
}

/* Let the documents die that this list was one miss too many for. */
static int
follow_term(struct work *w, size_t term, uint32_t from, uint32_t to,
    unsigned planes)
{
	struct window *win = &w->q->window;
	uint64_t left = win->alive_blocks;

	window_clear(win);
	if (__builtin_popcountll(left) > FEW_BLOCKS) {
		if (gather(w, term, from, to) != 0)
			return -1;
	} else {
		for (; left != 0; left &= left - 1) {
			uint32_t start = win->start + WINDOW_BLOCK *
			    (uint32_t)__builtin_ctzll(left);
			uint32_t end = start + WINDOW_BLOCK;

			if (gather(w, term, start < from ? from : start,
			    end > to ? to : end) != 0)
				return -1;
		}
	}
	window_miss(win, planes);
	return 0;
}

size_t
index_length_at(const struct index_slot *s, uint32_t doc)
{
	size_t low = 0, high = s->n_lens;

	while (low + 1 < high) {
		size_t mid = (low + high) / 2;

		if (s->firsts[mid] <= doc)
			low = mid;
		else
			high = mid;
	}
	return low;
}

static int
add_survivor(struct work *w, uint32_t doc, int bound)
{
	struct index_query *q = w->q;

	if (q->n_found == q->cap_found) {
		size_t cap = q->cap_found == 0 ? 64 : 2 * q->cap_found;
		struct survivor *found = realloc(q->found,
		    cap * sizeof *found);

		if (found == NULL)
			return err_nomem(w->ix->err);
		q->found = found;
		q->cap_found = cap;
	}
	q->found[q->n_found++] = (struct survivor){ w->s->number, doc,
		bound };
	return 0;
}

/* Those alive, with what they missed, become survivors. */
static int
survivors(struct work *w, size_t misses, unsigned planes)
{
	const struct window *win = &w->q->window;
	size_t at = index_length_at(w->s, win->start);

	for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
		uint64_t left = win->alive[word / 4][word % 4];

		if ((win->alive_blocks >> word / 4 & 1) == 0)
			continue;
		for (; left != 0; left &= left - 1) {
			uint32_t doc = win->start + word * 64 +
			    (uint32_t)__builtin_ctzll(left);
			size_t shared = w->n - misses +
			    window_number(win, doc, planes);
			size_t max;
			int bound;

			while (w->s->firsts[at + 1] <= doc)
				at++;
			max = w->s->lens[at] > w->n ? w->s->lens[at] : w->n;
			bound = score_of(max - shared, max);
			if (bound >= w->min && add_survivor(w, doc,
			    bound) != 0)
				return -1;
		}
	}
	return 0;
}

/*
 * How many lists to count: misses + 1 at least; whole batches when that is
 * many, because nearly all documents are alive after the first ones then.
 */
static size_t
to_count(size_t misses, size_t n)
{
	size_t counted = misses + 1;

	if (counted > 2 * WINDOW_BATCH)
		counted = (counted + WINDOW_BATCH - 1) / WINDOW_BATCH *
		    WINDOW_BATCH;
	return counted < n ? counted : n;
}

/*
 * Work through the documents [from, to) of one window, of which the shortest
 * has len units.
 */
static int
work_window(struct work *w, uint32_t from, uint32_t to, size_t len)
{
	struct window *win = &w->q->window;
	size_t max = len > w->n ? len : w->n;
	size_t need = max - score_cutoff(max, w->min);
	size_t misses, counted;
	unsigned planes;

	if (need > w->n)
		return 0;
	misses = w->n - need;
	counted = to_count(misses, w->n);
	planes = planes_for(counted);
	window_open(win, from / WINDOW_DOCS * WINDOW_DOCS);
	for (size_t i = 0; i < counted; i++) {
		prefetch(w, i + 1, from);
		if (count_term(w, i, from, to, planes) != 0)
			return -1;
	}
	window_live(win, from, to, planes, counted - misses);
	for (size_t i = counted; i < w->n && win->alive_blocks != 0; i++) {
		prefetch(w, i + 1, from);
		if (follow_term(w, i, from, to, planes) != 0)
			return -1;
	}
	return win->alive_blocks == 0 ? 0 : survivors(w, misses, planes);
}

static int
by_bound(const void *a, const void *b)
{
	const struct survivor *x = a, *y = b;

	if (x->bound != y->bound)
		return x->bound > y->bound ? -1 : 1;
	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	return x->doc < y->doc ? -1 : x->doc > y->doc;
}

/* Hand out the best n survivors; those below the minimum are dropped. */
static int
hand_out(struct work *w, size_t n)
{
	struct index_query *q = w->q;
	size_t i = 0;

	if (q->n_found == 0)	/* found may be NULL */
		return 0;
	qsort(q->found, q->n_found, sizeof *q->found, by_bound);
	for (; i < n && i < q->n_found; i++) {
		const struct survivor *f = &q->found[i];
		uint64_t id;

		if (f->bound < w->min)
			break;
		if (index_id(&id, w->ix, w->ix->slots[f->slot], f->doc) != 0)
			return -1;
		w->ix->counts.candidates++;
		w->min = w->fn(w->arg, id, f->bound, w->ix->err);
		if (w->min < 0)
			return -1;
	}
	while (q->n_found > i && q->found[q->n_found - 1].bound < w->min)
		q->n_found--;
	if (i > q->n_found)
		i = q->n_found;
	q->n_found -= i;
	memmove(q->found, q->found + i, q->n_found * sizeof *q->found);
	return 0;
}

/* Where the lengths of at least len begin. */
static size_t
length_index(const struct index_slot *s, size_t len)
{
	size_t i = 0;

	while (i < s->n_lens && s->lens[i] < len)
		i++;
	return i;
}

/* The range of documents whose lengths can reach the minimum. */
static void
range(const struct work *w, uint32_t *from, uint32_t *to)
{
	const struct index_slot *s = w->s;

	*from = s->firsts[length_index(s, score_shortest(w->n, w->min))];
	*to = s->firsts[length_index(s, score_longest(w->n, w->min) + 1)];
}

/* The documents [from, to), as far as the minimum still lets them. */
static int
window_now(struct work *w, uint32_t from, uint32_t to)
{
	uint32_t first, end;

	range(w, &first, &end);
	if (from < first)
		from = first;
	if (to > end)
		to = end;
	if (from >= to)
		return 0;
	if (work_window(w, from, to, w->s->lens[index_length_at(w->s,
	    from)]) != 0)
		return -1;
	return w->q->n_found < PENDING ? 0 : hand_out(w, PENDING / 2);
}

/* All windows, from that of the same length outwards. */
static int
windows(struct work *w)
{
	uint32_t from, to, up, down;

	range(w, &from, &to);
	up = w->s->firsts[length_index(w->s, w->n)];
	up = up / WINDOW_DOCS * WINDOW_DOCS;
	down = up;
	while (up < to || down > from) {
		if (up < to) {
			w->is_below = 0;
			if (window_now(w, up, up + WINDOW_DOCS) != 0)
				return -1;
			up += WINDOW_DOCS;
		}
		if (down > from) {
			down -= WINDOW_DOCS;
			w->is_below = 1;
			if (window_now(w, down, down + WINDOW_DOCS) != 0)
				return -1;
		}
	}
	return 0;
}

/* Read in one go the lists that every window will count. */
static int
load_terms(struct work *w, uint32_t from, uint32_t to)
{
	size_t shortest = score_shortest(w->n, w->min);
	size_t longest = score_longest(w->n, w->min);
	uint32_t end;

	for (size_t i = 0; i <= w->n - shortest; i++) {
		/* Longer texts may miss fewer lists. */
		size_t len = longest;

		while (len > w->n && len - score_cutoff(len, w->min) + i >
		    w->n)
			len--;
		end = w->s->firsts[length_index(w->s, len + 1)];
		if (index_list_load(w->ix, w->q->terms[i].list, from,
		    end < to ? end : to) != 0)
			return -1;
	}
	return 0;
}

static int
query_run(struct work *w, const struct index_run *run, uint32_t group,
    const uint32_t *lists)
{
	uint32_t from, to;

	if (index_slot_get(&w->s, w->ix, run, group) != 0)
		return -1;
	if (w->s == NULL || w->s->n_docs == 0)
		return 0;
	range(w, &from, &to);
	if (from >= to)
		return 0;
	if (open_terms(w, lists, from) != 0 || load_terms(w, from, to) != 0)
		return -1;
	return windows(w);
}

static int
query(struct work *w, const struct index_view *v, uint32_t group,
    const struct units *units)
{
	if (w->ix->scratch == NULL)
		w->ix->scratch = calloc(1, sizeof *w->ix->scratch);
	w->q = w->ix->scratch;
	if (w->q == NULL || index_occ_lists(&w->ix->occ, units->keys,
	    units->n) != 0)
		return err_nomem(w->ix->err);
	w->q->n_found = 0;
	if (index_tail_fuzzy(w->ix, v, group, units, &w->min, w->fn,
	    w->arg) != 0)
		return -1;
	for (size_t i = v->n_runs; i-- > 0;)
		if (query_run(w, &v->runs[i], group, w->ix->occ.lists) != 0)
			return -1;
	return hand_out(w, SIZE_MAX);
}

int
index_fuzzy(struct index *ix, struct kv_txn *txn,
    const struct index_view *v, uint32_t group, const struct units *units,
    int min, index_candidate_fn fn, void *arg, struct wtm_err *err)
{
	struct work w = { .ix = ix, .n = units->n, .min = min, .fn = fn,
		.arg = arg };
	int rc;

	if (units->n == 0 || units->n > INDEX_UNITS_MAX)
		return 0;
	index_begin(ix, txn, err);
	rc = query(&w, v, group, units);
	index_end(ix);
	return rc;
}
