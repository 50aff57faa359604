/*
 * docs: documents are collected in memory.  One is a string: its
 * shape, then varints, the numbers of its lists in the order in which the
 * lists were first seen, so that common ones are short and lie near each other.
 */
#include "config.h"
#include "index/docs.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "index/docs-inner.h"
#include "index/shape.h"

enum {
	NUMBER_MAX = 4,	/* bytes of a list's number */
	LISTS_MAX = 1 << 28,	/* what they hold; a table of 8 GB */
};

struct index_docs *
index_docs_new(void)
{
	return calloc(1, sizeof(struct index_docs));
}

void
group_free(struct group *g)
{
	free(g->docs);
	buf_free(&g->strings);
	free(g->table);
	*g = (struct group){ 0 };
}

void
index_docs_clear(struct index_docs *d)
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
	index_docs_clear(d);
	index_occ_free(&d->occ);
	free(d);
}

size_t
index_docs_bytes(const struct index_docs *d)
{
	size_t bytes = 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct group *g = &d->groups[i];

		bytes += g->n * sizeof *g->docs + g->strings.len +
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

static struct slot *
find_slot(const struct group *g, uint32_t hash)
{
	size_t mask = g->size - 1;
	size_t at = hash & mask;

	while (g->table[at].list != 0 && g->table[at].hash != hash)
		at = (at + 1) & mask;
	return &g->table[at];
}

static int
grow_table(struct group *g, size_t size)
{
	struct slot *old = g->table;
	size_t n = g->size;

	g->table = calloc(size, sizeof *g->table);
	if (g->table == NULL) {
		g->table = old;
		return -1;
	}
	g->size = size;
	for (size_t i = 0; i < n; i++)
		if (old[i].list != 0)
			*find_slot(g, old[i].hash) = old[i];
	free(old);
	return 0;
}

/* Room for a document of n lists, all of them new. */
static int
reserve_lists(struct group *g, size_t n)
{
	size_t size = g->size == 0 ? 1024 : g->size;

	if (g->n_lists + n >= LISTS_MAX)
		return -1;
	while (size < 2 * (g->n_lists + n))
		size *= 2;
	if (size > g->size && grow_table(g, size) != 0)
		return -1;
	return buf_reserve(&g->strings, INDEX_SHAPE_MAX + n * NUMBER_MAX);
}

static struct slot *
list_of(struct group *g, uint32_t hash)
{
	struct slot *s = find_slot(g, hash);

	if (s->list == 0)
		*s = (struct slot){ hash, (uint32_t)++g->n_lists, 0,
			UINT32_MAX };
	return s;
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

/*
 * A varint: four bytes are written, for no branch could foretell how many of
 * them count.
 */
static unsigned char *
put_number(unsigned char *s, uint32_t v)
{
	unsigned more = (unsigned)(v >> 7 != 0) + (v >> 14 != 0) +
	    (v >> 21 != 0);
	uint32_t bytes = (v & 0x7F) | (v & 0x7F << 7) << 1 |
	    (v & 0x7F << 14) << 2 | (v & 0x7F << 21) << 3 |
	    (UINT32_C(0x808080) & ((1u << 8 * more) - 1));

	for (unsigned i = 0; i < 4; i++)
		s[i] = (unsigned char)(bytes >> 8 * i);
	return s + more + 1;
}

/*
 * The numbers of a document's lists, or 0 for one it is in already (two units
 * may have one hash).  Each is a cache miss: all are asked for first.
 */
static void
put_lists(struct group *g, uint32_t doc, const uint32_t *hashes, size_t n)
{
	unsigned char *s = (unsigned char *)g->strings.s + g->strings.len;
	unsigned char *start = s;

	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(&g->table[hashes[i] & (g->size - 1)], 1);
	for (size_t i = 0; i < n; i++) {
		struct slot *list = list_of(g, hashes[i]);
		int again = list->last == doc;

		list->last = doc;
		list->df += !again;
		s = put_number(s, again ? 0 : list->list);
	}
	g->strings.len += (size_t)(s - start);
}

static void
put_shape(struct group *g, const uint64_t *keys, size_t n)
{
	index_shape_set((unsigned char *)g->strings.s + g->strings.len, keys,
	    n);
	g->strings.len += index_shape_width(n);
}

int
index_docs_add(struct index_docs *d, uint64_t id, uint32_t group,
    const uint64_t *keys, size_t n, uint64_t hash, struct wtm_err *err)
{
	struct group *g = group_of(d, group);
	struct doc *doc = g == NULL ? NULL : doc_new(g);

	if (n > INDEX_UNITS_MAX)
		n = 0;
	if (doc == NULL || index_occ_lists(&d->occ, keys, n) != 0 ||
	    reserve_lists(g, n) != 0)
		return err_nomem(err);
	*doc = (struct doc){ .id = id, .at = g->strings.len,
		.n = (uint32_t)n, .hash = index_exact_hash(hash),
		.like = likeness(d->occ.lists, n) };
	put_shape(g, keys, n);
	put_lists(g, (uint32_t)g->n++, d->occ.lists, n);
	return 0;
}
