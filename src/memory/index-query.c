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
 * In a window the rarest m + 1 lists and a few more are counted, a byte a
 * document; hardly a document is left then, and each of these is looked up in
 * the common lists one by one until it has missed too many.  Common lists are
 * so hardly ever read.
 *
 * What is left has its exact number of shared units and so a bound of its
 * score.  The best bounds are handed out first, and the minimum rises with
 * what the caller still wants.
 */
#include "config.h"
#include "memory/index-read.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "score/score.h"

enum {
	WINDOW = 1 << 14,
	EXTRA = 2,	/* lists counted beyond those that have to be */
	PENDING = 16,	/* survivors that are handed out without waiting */
};

struct term {
	struct index_list *list;
	size_t hint;
};

struct survivor {
	uint32_t slot;
	uint32_t doc;
	int bound;
};

struct index_query {
	struct term *terms;
	size_t cap_terms;
	uint16_t *wide;	/* hits of a window, when they may pass 255 */
	uint8_t *hits;
	uint32_t *alive;	/* documents of the window, from its start */
	struct survivor *found;
	size_t n_found, cap_found;
	size_t *order;	/* windows */
	size_t cap_order;
};

/* A query at work on one slot. */
struct work {
	struct index *ix;
	struct index_query *q;
	struct index_slot *s;
	size_t n;	/* units of the query */
	int min;
	index_candidate_fn fn;
	void *arg;
};

void
index_query_free(struct index_query *q)
{
	if (q == NULL)
		return;
	free(q->terms);
	free(q->wide);
	free(q->hits);
	free(q->alive);
	free(q->found);
	free(q->order);
	free(q);
}

static struct index_query *
scratch(struct index *ix)
{
	struct index_query *q = ix->scratch;

	if (q != NULL)
		return q;
	q = calloc(1, sizeof *q);
	if (q == NULL)
		return NULL;
	q->wide = malloc(WINDOW * sizeof *q->wide);
	q->hits = malloc(WINDOW * sizeof *q->hits);
	q->alive = malloc(WINDOW * sizeof *q->alive);
	if (q->wide == NULL || q->hits == NULL || q->alive == NULL) {
		index_query_free(q);
		return NULL;
	}
	ix->scratch = q;
	return q;
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
		    &t->hint) == NULL)
			return -1;
	}
	qsort(q->terms, w->n, sizeof *q->terms, by_df);
	return 0;
}

static uint32_t
first_at_least(const uint32_t *docs, uint32_t n, uint32_t doc)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (docs[mid] < doc)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Add the documents of a chunk in [from, to) to the hits from start on. */
static size_t
count_docs(const struct index_chunk *c, struct index_query *q, int is_wide,
    uint32_t start, uint32_t from, uint32_t to)
{
	const uint32_t *docs = c->u.docs;
	uint32_t first = docs[0] >= from ? 0 :
	    first_at_least(docs, c->n, from);
	uint32_t i = first;

	if (is_wide)
		for (; i < c->n && docs[i] < to; i++)
			q->wide[docs[i] - start]++;
	else
		for (; i < c->n && docs[i] < to; i++)
			q->hits[docs[i] - start]++;
	return i - first;
}

static size_t
count_bits(const struct index_chunk *c, struct index_query *q, int is_wide,
    uint32_t start, uint32_t from, uint32_t to)
{
	size_t n = 0;
	uint32_t end = c->base + c->n_words * 64;

	if (from < c->base)
		from = c->base;
	if (to > end)
		to = end;
	for (uint32_t at = from & ~UINT32_C(63); at < to; at += 64) {
		uint64_t word = c->u.bits[(at - c->base) / 64];

		if (at < from)
			word &= UINT64_MAX << (from - at);
		if (to - at < 64)
			word &= ~(UINT64_MAX << (to - at));
		for (; word != 0; word &= word - 1) {
			uint32_t doc = at +
			    (uint32_t)__builtin_ctzll(word) - start;

			if (is_wide)
				q->wide[doc]++;
			else
				q->hits[doc]++;
			n++;
		}
	}
	return n;
}

/* Count a list in the window [from, to); returns hits, or -1. */
static long
count_term(struct work *w, struct term *t, int is_wide, uint32_t from,
    uint32_t to)
{
	size_t n = 0;

	for (uint32_t doc = from; doc < to;) {
		const struct index_chunk *c = index_chunk_at(w->ix, t->list,
		    doc, &t->hint);
		uint32_t end;

		if (c == NULL)
			return -1;
		end = c->to < to ? c->to : to;
		if (c->is_bits)
			n += count_bits(c, w->q, is_wide, from, doc, end);
		else if (c->n > 0)
			n += count_docs(c, w->q, is_wide, from, doc, end);
		doc = end;
	}
	return (long)n;
}

/* Those of the window with at least "need" hits go to q->alive. */
static size_t
collect_narrow(struct index_query *q, uint32_t n, unsigned need)
{
	size_t k = 0;
	uint64_t add = (0x80 - need) * UINT64_C(0x0101010101010101);
	uint64_t top = UINT64_C(0x8080808080808080);

	for (uint32_t i = 0; i < n; i += 8) {
		uint64_t word, low;

		memcpy(&word, q->hits + i, 8);
		low = ((word & ~top) + add) | word;
		if ((low & top) == 0)
			continue;
		for (uint32_t j = i; j < i + 8 && j < n; j++)
			if (q->hits[j] >= need)
				q->alive[k++] = j;
	}
	return k;
}

static size_t
collect_wide(struct index_query *q, uint32_t n, unsigned need)
{
	size_t k = 0;

	for (uint32_t i = 0; i < n; i++)
		if (q->wide[i] >= need)
			q->alive[k++] = i;
	return k;
}

/* 1 when the list holds the document, 0 when not, -1 on failure. */
static int
probe(struct work *w, struct term *t, uint32_t doc)
{
	const struct index_chunk *c = index_chunk_at(w->ix, t->list, doc,
	    &t->hint);
	uint32_t i;

	if (c == NULL)
		return -1;
	if (c->is_bits) {
		i = doc - c->base;
		return doc >= c->base && i / 64 < c->n_words &&
		    (c->u.bits[i / 64] >> i % 64 & 1) != 0;
	}
	i = first_at_least(c->u.docs, c->n, doc);
	return i < c->n && c->u.docs[i] == doc;
}

static size_t
length_at(const struct index_slot *s, uint32_t doc)
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

/* The document had "hits" in the first r lists; look into the others. */
static int
follow(struct work *w, uint32_t doc, size_t len, size_t hits, size_t r)
{
	size_t max = len > w->n ? len : w->n;
	size_t need = max - score_cutoff(max, w->min);
	size_t most = w->n - need;
	size_t missed = r - hits;

	if (need > w->n)
		return 0;
	for (; r < w->n; r++) {
		int has;

		if (missed > most)
			return 0;
		has = probe(w, &w->q->terms[r], doc);
		if (has < 0)
			return -1;
		missed += !has;
	}
	if (missed > most)
		return 0;
	return add_survivor(w, doc, score_of(max - (w->n - missed), max));
}

static int
follow_all(struct work *w, size_t k, int is_wide, uint32_t from, size_t r)
{
	struct index_query *q = w->q;
	size_t at = length_at(w->s, from);

	for (size_t i = 0; i < k; i++) {
		uint32_t doc = from + q->alive[i];
		size_t hits = is_wide ? q->wide[q->alive[i]] :
		    q->hits[q->alive[i]];

		while (w->s->firsts[at + 1] <= doc)
			at++;
		if (follow(w, doc, w->s->lens[at], hits, r) != 0)
			return -1;
	}
	return 0;
}

/* Work through the documents [from, to), of which the shortest has len. */
static int
window(struct work *w, uint32_t from, uint32_t to, size_t len)
{
	struct index_query *q = w->q;
	size_t max = len > w->n ? len : w->n;
	size_t need = max - score_cutoff(max, w->min);
	size_t misses, r;
	size_t total = 0, k;
	int is_wide;

	if (need > w->n)
		return 0;
	misses = w->n - need;
	r = misses + 1 + EXTRA < w->n ? misses + 1 + EXTRA : w->n;
	is_wide = r > 255;
	if (is_wide)
		memset(q->wide, 0, (to - from) * sizeof *q->wide);
	else
		memset(q->hits, 0, ((to - from) + 7u) & ~7u);
	for (size_t i = 0; i < r; i++) {
		long n = count_term(w, &q->terms[i], is_wide, from, to);

		if (n < 0)
			return -1;
		total += (size_t)n;
		/* The lists that are left are too few for any document. */
		if (total == 0 && i >= misses)
			return 0;
	}
	w->ix->counts.postings += total;
	if (total < r - misses)
		return 0;
	k = is_wide ? collect_wide(q, to - from, (unsigned)(r - misses)) :
	    collect_narrow(q, to - from, (unsigned)(r - misses));
	return follow_all(w, k, is_wide, from, r);
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

/* The window [from, to), as far as the minimum still lets it. */
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
	if (window(w, from, to, w->s->lens[length_at(w->s, from)]) != 0)
		return -1;
	return w->q->n_found < PENDING ? 0 : hand_out(w, PENDING / 2);
}

/* All windows, from that of the same length outwards. */
static int
windows(struct work *w)
{
	uint32_t from, to, middle;
	uint32_t up, down;

	range(w, &from, &to);
	if (from >= to)
		return 0;
	middle = w->s->firsts[length_index(w->s, w->n)];
	if (middle >= to)
		middle = to - 1;
	if (middle < from)
		middle = from;
	up = middle;
	down = middle;
	while (up < to || down > from) {
		if (up < to) {
			uint32_t end = to - up > WINDOW ? up + WINDOW : to;

			if (window_now(w, up, end) != 0)
				return -1;
			up = end;
		}
		if (down > from) {
			uint32_t start = down - from > WINDOW ?
			    down - WINDOW : from;

			if (window_now(w, start, down) != 0)
				return -1;
			down = start;
		}
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
	if (open_terms(w, lists, from) != 0)
		return -1;
	return windows(w);
}

static int
query(struct work *w, const struct index_view *v, uint32_t group,
    const struct units *units)
{
	w->q = scratch(w->ix);
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
