/*
 * index-docs: documents are collected, sorted and written as a run.
 *
 * In memory a document is a string of varints, the numbers of its lists in
 * the order in which the lists were first seen, so that common ones are
 * short.  A run is inverted in passes of a bounded number of postings: each
 * pass reads all documents in their order on disk and keeps the postings of
 * one range of lists.
 *
 * Within one length, documents are ordered by the two least hashes among
 * their lists: near-duplicates share them, so they become neighbours, which
 * makes differences small and lets a query skip whole windows.
 */
#include "config.h"
#include "memory/index-docs.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "memory/index-list.h"

enum { PASS_POSTINGS = 16 << 20 };	/* of 4 bytes */

struct doc {
	uint64_t id;
	uint64_t at;	/* of its lists, in group.lists_of */
	uint64_t like;	/* neighbours by this */
	uint32_t n;	/* lists, 0 when it is only found as a whole */
	uint32_t hash;
};

/* A list: its hash, and how many documents it holds. */
struct list {
	uint32_t hash;
	uint32_t df;
	uint32_t last;	/* the last document, so that none comes twice */
};

struct group {
	uint32_t group;
	struct doc *docs;
	size_t n, cap;
	struct buf lists_of;
	struct list *lists;
	size_t n_lists, cap_lists;
	uint32_t *table;	/* list + 1 by hash, open addressing */
	size_t size;
};

struct index_docs {
	struct group *groups;
	size_t n;
	struct index_occ occ;
};

struct index_docs *
index_docs_new(void)
{
	return calloc(1, sizeof(struct index_docs));
}

static void
group_free(struct group *g)
{
	free(g->docs);
	buf_free(&g->lists_of);
	free(g->lists);
	free(g->table);
}

static void
docs_clear(struct index_docs *d)
{
	for (size_t i = 0; i < d->n; i++)
		group_free(&d->groups[i]);
	free(d->groups);
	d->groups = NULL;
	d->n = 0;
}

void
index_docs_free(struct index_docs *d)
{
	if (d == NULL)
		return;
	docs_clear(d);
	index_occ_free(&d->occ);
	free(d);
}

size_t
index_docs_bytes(const struct index_docs *d)
{
	size_t bytes = 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct group *g = &d->groups[i];

		bytes += g->n * sizeof *g->docs + g->lists_of.len +
		    g->n_lists * sizeof *g->lists +
		    g->size * sizeof *g->table;
	}
	return bytes;
}

static struct group *
group_of(struct index_docs *d, uint32_t group)
{
	struct group *grown;

	for (size_t i = 0; i < d->n; i++)
		if (d->groups[i].group == group)
			return &d->groups[i];
	if (d->n == UINT16_MAX - 1)
		return NULL;
	grown = realloc(d->groups, (d->n + 1) * sizeof *grown);
	if (grown == NULL)
		return NULL;
	d->groups = grown;
	d->groups[d->n] = (struct group){ .group = group };
	return &d->groups[d->n++];
}

static size_t
slot(const struct group *g, uint32_t hash)
{
	size_t mask = g->size - 1;
	size_t at = hash & mask;

	while (g->table[at] != 0 && g->lists[g->table[at] - 1].hash != hash)
		at = (at + 1) & mask;
	return at;
}

static int
rehash(struct group *g)
{
	size_t size = g->size == 0 ? 1024 : 2 * g->size;
	uint32_t *table = calloc(size, sizeof *table);

	if (table == NULL)
		return -1;
	free(g->table);
	g->table = table;
	g->size = size;
	for (size_t i = 0; i < g->n_lists; i++)
		table[slot(g, g->lists[i].hash)] = (uint32_t)i + 1;
	return 0;
}

/* The number of a list; UINT32_MAX when there is no memory. */
static uint32_t
list_of(struct group *g, uint32_t hash)
{
	size_t at;

	if (2 * g->n_lists >= g->size && rehash(g) != 0)
		return UINT32_MAX;
	at = slot(g, hash);
	if (g->table[at] != 0)
		return g->table[at] - 1;
	if (g->n_lists == g->cap_lists) {
		size_t cap = g->cap_lists == 0 ? 512 : 2 * g->cap_lists;
		struct list *lists = realloc(g->lists, cap * sizeof *lists);

		if (lists == NULL)
			return UINT32_MAX;
		g->lists = lists;
		g->cap_lists = cap;
	}
	g->lists[g->n_lists] = (struct list){ hash, 0, UINT32_MAX };
	g->table[at] = (uint32_t)++g->n_lists;
	return (uint32_t)g->n_lists - 1;
}

static struct doc *
doc_new(struct group *g)
{
	if (g->n == g->cap) {
		size_t cap = g->cap == 0 ? 64 : g->cap + g->cap / 2;
		struct doc *docs = realloc(g->docs, cap * sizeof *docs);

		if (docs == NULL)
			return NULL;
		g->docs = docs;
		g->cap = cap;
	}
	return &g->docs[g->n];
}

/* The two least of the mixed hashes, 32 bits of each. */
static uint64_t
likeness(const uint32_t *lists, size_t n)
{
	uint32_t least = UINT32_MAX, next = UINT32_MAX;

	for (size_t i = 0; i < n; i++) {
		uint32_t h = lists[i] * UINT32_C(0x9E3779B1);

		if (h < least) {
			next = least;
			least = h;
		} else if (h < next) {
			next = h;
		}
	}
	return (uint64_t)least << 32 | next;
}

int
index_docs_add(struct index_docs *d, uint64_t id, uint32_t group,
    const uint64_t *keys, size_t n, uint64_t hash, struct wtm_err *err)
{
	struct group *g = group_of(d, group);
	struct doc *doc = g == NULL ? NULL : doc_new(g);
	uint32_t number;

	if (doc == NULL)
		return err_nomem(err);
	if (n > INDEX_UNITS_MAX)
		n = 0;
	if (index_occ_lists(&d->occ, keys, n) != 0)
		return err_nomem(err);
	number = (uint32_t)g->n++;
	*doc = (struct doc){ .id = id, .at = g->lists_of.len,
		.n = (uint32_t)n, .hash = (uint32_t)(hash >> 32),
		.like = likeness(d->occ.lists, n) };
	for (size_t i = 0; i < n; i++) {
		uint32_t list = list_of(g, d->occ.lists[i]);

		if (list == UINT32_MAX)
			return err_nomem(err);
		buf_varint(&g->lists_of, list);
		if (g->lists[list].last != number)
			g->lists[list].df++;
		g->lists[list].last = number;
	}
	return buf_ok(&g->lists_of) ? 0 : err_nomem(err);
}

static int
by_place(const void *a, const void *b)
{
	const struct doc *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	if (x->like != y->like)
		return x->like < y->like ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static int
by_hash(const void *a, const void *b)
{
	const struct doc *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static int
list_by_hash(const void *a, const void *b)
{
	const struct list *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* What writing one group needs. */
struct writing {
	struct group *g;
	struct index_sink *sink;
	struct index_key base;	/* without the feature */
	struct doc *docs;	/* those with lists, in order */
	size_t n;
	struct wtm_err *err;
};

static struct index_key
feature(const struct writing *w, enum index_feature f)
{
	struct index_key key = w->base;

	key.s[key.len - 1] = (unsigned char)f;
	return key;
}

static int
write_exact(struct writing *w)
{
	struct index_exact_writer x = { .sink = w->sink,
		.base = feature(w, INDEX_EXACT) };
	int rc = 0;

	qsort(w->g->docs, w->g->n, sizeof *w->g->docs, by_hash);
	for (size_t i = 0; i < w->g->n && rc == 0; i++)
		rc = index_exact_add(&x, w->g->docs[i].hash,
		    w->g->docs[i].id, w->err);
	if (rc == 0)
		rc = index_exact_end(&x, w->err);
	buf_free(&x.rec);
	return rc;
}

static int
write_ids(struct writing *w, struct index_head_group *head)
{
	struct index_ids_writer x = { .sink = w->sink,
		.base = feature(w, INDEX_IDS) };
	uint64_t most = 0;
	int rc = 0;

	x.least = UINT64_MAX;
	for (size_t i = 0; i < w->n; i++) {
		if (w->docs[i].id < x.least)
			x.least = w->docs[i].id;
		if (w->docs[i].id > most)
			most = w->docs[i].id;
	}
	if (w->n == 0)
		x.least = 0;
	x.width = index_width(most - x.least);
	for (size_t i = 0; i < w->n && rc == 0; i++)
		rc = index_ids_add(&x, w->docs[i].id, w->err);
	if (rc == 0)
		rc = index_ids_end(&x, w->err);
	buf_free(&x.rec);
	*head = (struct index_head_group){ w->g->group, (uint32_t)w->n,
		x.least, x.width };
	return rc;
}

static int
write_lengths(struct writing *w)
{
	uint32_t *lens = malloc(2 * (w->n + 1) * sizeof *lens);
	uint32_t *counts = lens + w->n + 1;
	size_t n = 0;
	int rc;

	if (lens == NULL)
		return err_nomem(w->err);
	for (size_t i = 0; i < w->n; i++) {
		if (n == 0 || lens[n - 1] != w->docs[i].n) {
			lens[n] = w->docs[i].n;
			counts[n++] = 0;
		}
		counts[n - 1]++;
	}
	rc = index_write_lengths(w->sink, feature(w, INDEX_LENGTHS), lens,
	    counts, n, w->err);
	free(lens);
	return rc;
}

/*
 * Fill the postings of the lists whose place (in the order of hashes) is in
 * [first, end); where[i] is where those of list first + i begin and, after,
 * end.  A document that is in a list twice stays there twice for now.
 */
static void
scatter(const struct writing *w, const uint32_t *place, size_t first,
    size_t end, size_t *where, uint32_t *postings)
{
	for (size_t i = 0; i < w->n; i++) {
		const unsigned char *s = (const unsigned char *)
		    w->g->lists_of.s + w->docs[i].at;

		for (uint32_t k = 0; k < w->docs[i].n; k++) {
			uint32_t list = 0;
			unsigned shift = 0;
			size_t at;

			for (; *s & 0x80; shift += 7)
				list |= (uint32_t)(*s++ & 0x7F) << shift;
			list |= (uint32_t)*s++ << shift;
			at = place[list];
			if (at < first || at >= end)
				continue;
			at -= first;
			if (where[2 * at] < where[2 * at + 1] &&
			    postings[where[2 * at + 1] - 1] == i)
				continue;
			postings[where[2 * at + 1]++] = (uint32_t)i;
		}
	}
}

static int
write_pass(struct writing *w, struct index_list_writer *x,
    const struct list *sorted, const uint32_t *place, size_t first,
    size_t end, uint32_t *postings)
{
	size_t *where = malloc(2 * (end - first + 1) * sizeof *where);
	size_t at = 0;
	int rc = 0;

	if (where == NULL)
		return err_nomem(w->err);
	for (size_t i = first; i < end; i++) {
		where[2 * (i - first)] = at;
		where[2 * (i - first) + 1] = at;
		at += sorted[i].df;
	}
	scatter(w, place, first, end, where, postings);
	for (size_t i = 0; i < end - first && rc == 0; i++)
		rc = index_list_add(x, sorted[first + i].hash,
		    postings + where[2 * i],
		    where[2 * i + 1] - where[2 * i], w->err);
	free(where);
	return rc;
}

static int
write_passes(struct writing *w, const struct list *sorted,
    const uint32_t *place)
{
	struct index_list_writer x = { .sink = w->sink,
		.base = feature(w, INDEX_LISTS) };
	size_t room = PASS_POSTINGS;
	uint32_t *postings;
	int rc = 0;

	if (room < w->n)	/* the longest list holds every document */
		room = w->n;
	postings = malloc(room * sizeof *postings);
	if (postings == NULL)
		return err_nomem(w->err);
	for (size_t first = 0; first < w->g->n_lists && rc == 0;) {
		size_t end = first;
		size_t n = 0;

		while (end < w->g->n_lists && n + sorted[end].df <= room)
			n += sorted[end++].df;
		rc = write_pass(w, &x, sorted, place, first, end, postings);
		first = end;
	}
	free(postings);
	if (rc == 0)
		return index_list_end(&x, w->err);
	buf_free(&x.rec);
	buf_free(&x.piece);
	return -1;
}

static int
write_lists(struct writing *w)
{
	struct group *g = w->g;
	size_t n = g->n_lists;
	struct list *sorted = malloc((n + 1) * sizeof *sorted);
	uint32_t *place = malloc((n + 1) * sizeof *place);
	int rc = -1;

	if (sorted == NULL || place == NULL) {
		err_nomem(w->err);
	} else {
		if (n > 0)
			memcpy(sorted, g->lists, n * sizeof *sorted);
		qsort(sorted, n, sizeof *sorted, list_by_hash);
		for (size_t i = 0; i < n; i++)
			place[g->table[slot(g, sorted[i].hash)] - 1] =
			    (uint32_t)i;
		rc = write_passes(w, sorted, place);
	}
	free(sorted);
	free(place);
	return rc;
}

static int
write_group(struct writing *w, struct index_head_group *head)
{
	/* In the order of keys: so pages are filled one after the other. */
	qsort(w->g->docs, w->g->n, sizeof *w->g->docs, by_place);
	w->docs = w->g->docs;
	w->n = w->g->n;
	while (w->n > 0 && w->docs->n == 0) {
		w->docs++;
		w->n--;
	}
	if (write_lengths(w) != 0 || write_ids(w, head) != 0 ||
	    write_lists(w) != 0)
		return -1;
	return write_exact(w);
}

int
index_docs_write(struct index_docs *d, struct index_sink *sink,
    uint32_t owner, uint16_t seq, struct wtm_err *err)
{
	struct index_head_group *heads = calloc(d->n + 1, sizeof *heads);
	int rc = 0;

	if (heads == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < d->n && rc == 0; i++) {
		struct writing w = { .g = &d->groups[i], .sink = sink,
			.base = index_key(owner, seq, (uint16_t)(i + 1), 0),
			.err = err };

		rc = write_group(&w, &heads[i]);
	}
	if (rc == 0)
		rc = index_write_head(sink, owner, seq, heads, d->n, err);
	free(heads);
	docs_clear(d);
	return rc;
}
