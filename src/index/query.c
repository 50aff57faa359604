/*
 * query: which documents can reach a score.
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
 * When few are left they are not worth reading more lists for.  It is known
 * how many units they share at most, which is a bound of their score.  The
 * best is looked at first: its shape, with the units that are known to be
 * shared, gives a distance that is at most the true one, and so a better
 * bound.  Who is the best with this, too, is handed out at once if that can
 * raise the minimum, else when all documents have been seen: the minimum rises
 * early, and hardly anything is handed out in vain.
 */
#include "config.h"
#include "index/query.h"
#include "index/tail.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "score/score.h"

enum {
	FEW_BLOCKS = 8,	/* live ones that are looked up one by one */
	PROBED = INDEX_PROBED,
	WORTH = 8,	/* lists that cost as much as to look at a document */
};

void
index_query_free(struct index_query *q)
{
	if (q == NULL)
		return;
	free(q->terms);
	free(q->codes);
	free(q->found.at);
	lev_free(&q->shared);
	for (int i = 0; i < INDEX_WIDTHS; i++)
		lev_free(&q->any[i]);
	free(q);
}

static int
by_df(const void *a, const void *b)
{
	const struct index_term *x = a, *y = b;

	if (x->list->df != y->list->df)
		return x->list->df < y->list->df ? -1 : 1;
	return x->list->hash < y->list->hash ? -1 :
	    x->list->hash > y->list->hash;
}

/* The lists of the query, the rarest first. */
static int
open_terms(struct index_work *w, const uint32_t *lists, uint32_t doc)
{
	struct index_query *q = w->q;

	for (size_t i = 0; i < w->n; i++) {
		struct index_term *t = &q->terms[i];

		*t = (struct index_term){ .place = (uint32_t)i };
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
chunk(struct index_work *w, size_t term, uint32_t doc)
{
	struct index_term *t = &w->q->terms[term];

	return index_chunk_at(w->ix, t->list, doc, &t->hint[w->is_below]);
}

static uint32_t
earlier(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t
later(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

/* Fetch ahead what the next term will need first. */
static void
prefetch(struct index_work *w, size_t term, uint32_t doc)
{
	const struct index_chunk *c = NULL;

	if (term < w->n)
		c = index_chunk_known(w->q->terms[term].list, doc,
		    &w->q->terms[term].hint[w->is_below]);
	if (c != NULL)
		window_prefetch(&w->q->window, c);
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
count_term(struct index_work *w, size_t term, uint32_t from, uint32_t to,
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
gather(struct index_work *w, size_t term, uint32_t from, uint32_t to)
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

/* The list in the few blocks that are alive. */
static int
gather_few(struct index_work *w, size_t term, uint32_t from, uint32_t to)
{
	const struct window *win = &w->q->window;

	for (uint64_t left = win->alive_blocks; left != 0; left &= left - 1) {
		uint32_t start = win->start + WINDOW_BLOCK *
		    (uint32_t)__builtin_ctzll(left);
		uint32_t end = start + WINDOW_BLOCK;

		if (gather(w, term, later(from, start),
		    earlier(to, end)) != 0)
			return -1;
	}
	return 0;
}

/* Let the documents die that this list was one miss too many for. */
static int
follow_term(struct index_work *w, size_t term, uint32_t from, uint32_t to,
    unsigned planes)
{
	struct window *win = &w->q->window;
	int n = __builtin_popcountll(win->alive_blocks);
	const struct index_chunk *c;

	/* What lies before and behind the live blocks is not needed. */
	if (n == 0)
		return 0;
	from = later(from, win->start + WINDOW_BLOCK *
	    (uint32_t)__builtin_ctzll(win->alive_blocks));
	to = earlier(to, win->start + WINDOW_DOCS - WINDOW_BLOCK *
	    (uint32_t)__builtin_clzll(win->alive_blocks));
	c = chunk(w, term, from);
	if (c == NULL)
		return -1;
	if (c->kind == CHUNK_BITS && c->base == win->start && c->to >= to) {
		window_point(win, c);
		w->ix->counts.postings += 4 * (size_t)n;
	} else {
		window_clear(win);
		if ((n > FEW_BLOCKS ? gather(w, term, from, to) :
		    gather_few(w, term, from, to)) != 0)
			return -1;
	}
	window_miss(win, planes);
	return 0;
}

static int
add_survivor(struct index_work *w, uint32_t doc, int bound)
{
	struct index_survivor s = { w->s->number, doc, (int16_t)bound, 0 };

	return index_found_add(&w->q->found, s) == 0 ? 0 :
	    err_nomem(w->ix->err);
}

/* A document with at most so many units shared becomes a survivor. */
static int
survive(struct index_work *w, uint32_t doc, size_t shared, size_t len)
{
	size_t max = len > w->n ? len : w->n;
	size_t min = len < w->n ? len : w->n;
	int bound;

	shared = shared < min ? shared : min;
	bound = score_of(max - shared, max);
	return bound >= w->min ? add_survivor(w, doc, bound) : 0;
}

/* Move *at to the length of a document that lies behind. */
static size_t
length_of(const struct index_slot *s, size_t *at, uint32_t doc)
{
	while (s->firsts[*at + 1] <= doc)
		++*at;
	return s->lens[*at];
}

/* Those alive, with what they missed, become survivors. */
static int
survivors(struct index_work *w, size_t misses, unsigned planes)
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

			if (survive(w, doc, w->n - misses +
			    window_number(win, doc, planes),
			    length_of(w->s, &at, doc)) != 0)
				return -1;
		}
	}
	return 0;
}

/* Those alive, who are at most PROBED. */
static size_t
take_alive(struct index_work *w, unsigned planes)
{
	const struct window *win = &w->q->window;
	struct index_alive *alive = w->q->alive;
	size_t n = 0;

	for (uint64_t left = win->alive_blocks; left != 0; left &= left - 1) {
		uint32_t b = (uint32_t)__builtin_ctzll(left);

		for (uint32_t word = 4 * b; word < 4 * b + 4; word++) {
			uint64_t bits = win->alive[b][word % 4];

			for (; bits != 0; bits &= bits - 1) {
				uint32_t doc = win->start + word * 64 +
				    (uint32_t)__builtin_ctzll(bits);

				alive[n].doc = doc;
				alive[n++].left = (uint32_t)window_number(win,
				    doc, planes);
			}
		}
	}
	return n;
}

/* Look in the lists from a term on for each that is alive. */
static int
probe(struct index_work *w, size_t term, size_t misses, unsigned planes)
{
	struct index_alive *alive = w->q->alive;
	size_t n = take_alive(w, planes);
	size_t at = index_length_at(w->s, w->q->window.start);

	for (; term < w->n && n > (w->n - term) / WORTH; term++) {
		size_t n_left = 0;

		prefetch(w, term + 1, alive[0].doc);
		for (size_t i = 0; i < n; i++) {
			struct index_alive a = alive[i];
			const struct index_chunk *c = chunk(w, term, a.doc);

			if (c == NULL)
				return -1;
			if (!index_chunk_has(c, a.doc) && a.left-- == 0)
				continue;
			alive[n_left++] = a;
		}
		w->ix->counts.postings += n;
		n = n_left;
	}
	for (size_t i = 0; i < n; i++)
		if (survive(w, alive[i].doc, w->n - misses + alive[i].left,
		    length_of(w->s, &at, alive[i].doc)) != 0)
			return -1;
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

/* How many documents are alive; more than PROBED when there are more. */
static size_t
n_alive(const struct window *win)
{
	return __builtin_popcountll(win->alive_blocks) > PROBED ?
	    PROBED + 1 : window_n_alive(win);
}

/*
 * Work through the documents [from, to) of one window, of which the shortest
 * has len units.
 */
static int
work_window(struct index_work *w, uint32_t from, uint32_t to, size_t len)
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
	for (size_t i = counted; i < w->n; i++) {
		if (n_alive(win) <= PROBED)
			return probe(w, i, misses, planes);
		prefetch(w, i + 1, from);
		if (follow_term(w, i, from, to, planes) != 0)
			return -1;
	}
	return win->alive_blocks == 0 ? 0 : survivors(w, misses, planes);
}

/* The range of documents whose lengths can reach the minimum. */
static void
range(const struct index_work *w, uint32_t *from, uint32_t *to)
{
	const struct index_slot *s = w->s;

	*from = s->firsts[index_length_from(s, score_shortest(w->n, w->min))];
	*to = s->firsts[index_length_from(s, score_longest(w->n, w->min) + 1)];
}

/* The documents [from, to), as far as the minimum still lets them. */
static int
window_now(struct index_work *w, uint32_t from, uint32_t to)
{
	uint32_t first, end;
	size_t shortest;

	range(w, &first, &end);
	from = later(from, first);
	to = earlier(to, end);
	if (from >= to)
		return 0;
	shortest = w->s->lens[index_length_at(w->s, from)];
	if (work_window(w, from, to, shortest) != 0)
		return -1;
	return index_hand_out(w);
}

/* All windows, from that of the same length outwards. */
static int
windows(struct index_work *w)
{
	uint32_t from, to, up, down;

	range(w, &from, &to);
	up = w->s->firsts[index_length_from(w->s, w->n)];
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
load_terms(struct index_work *w, uint32_t from, uint32_t to)
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
		end = w->s->firsts[index_length_from(w->s, len + 1)];
		if (index_list_load(w->ix, w->q->terms[i].list, from,
		    end < to ? end : to) != 0)
			return -1;
	}
	return 0;
}

static int
query_run(struct index_work *w, const struct index_run *run, uint32_t group,
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
	return windows(w) == 0 ? index_refine_rest(w) : -1;
}

/* Room for a query of n units. */
static int
reserve(struct index_query *q, size_t n)
{
	struct index_term *terms;
	unsigned char *codes;

	if (n <= q->cap_terms)
		return 0;
	terms = realloc(q->terms, n * sizeof *terms);
	if (terms == NULL)
		return -1;
	q->terms = terms;
	codes = realloc(q->codes, n);
	if (codes == NULL)
		return -1;
	q->codes = codes;
	q->cap_terms = n;
	return 0;
}

static int
query(struct index_work *w, const struct index_view *v, uint32_t group,
    const struct units *units)
{
	if (w->ix->scratch == NULL)
		w->ix->scratch = calloc(1, sizeof *w->ix->scratch);
	w->q = w->ix->scratch;
	if (w->q == NULL || reserve(w->q, units->n) != 0 ||
	    index_occ_lists(&w->ix->occ, units->keys, units->n) != 0)
		return err_nomem(w->ix->err);
	w->q->found.n = 0;
	for (int i = 0; i < INDEX_WIDTHS; i++)
		w->q->any[i].n = 0;
	if (index_tail_fuzzy(w->ix, v, group, units, &w->min, w->fn,
	    w->arg) != 0)
		return -1;
	for (size_t i = v->n_runs; i-- > 0;)
		if (query_run(w, &v->runs[i], group, w->ix->occ.lists) != 0)
			return -1;
	return index_hand_out_rest(w);
}

int
index_fuzzy(struct index *ix, struct kv_txn *txn,
    const struct index_view *v, uint32_t group, const struct units *units,
    int min, index_candidate_fn fn, void *arg, struct wtm_err *err)
{
	struct index_work w = { .ix = ix, .keys = units->keys, .n = units->n,
		.min = min, .fn = fn, .arg = arg };
	int rc;

	if (units->n == 0 || units->n > INDEX_UNITS_MAX)
		return 0;
	index_begin(ix, txn, err);
	rc = query(&w, v, group, units);
	index_end(ix);
	return rc;
}
