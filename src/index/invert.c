/*
 * invert: the documents in memory are sorted and written as a run.
 *
 * Within one length, documents are ordered by the two least hashes among
 * their lists: near-duplicates share them, so they become neighbours, which
 * makes differences small and lets a query skip whole windows.
 *
 * The lists are made in passes of bounded memory: each reads all documents in
 * their order on disk and fills one range of the lists.  A list that holds
 * more than one document in 32 is filled as bits, any other as numbers.
 */
#include "config.h"
#include "index/docs-inner.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/radix.h"
#include "index/list.h"
#include "index/shape.h"

enum {
	PASS_WORDS = 20 << 20,	/* of 4 bytes: one pass, for most */
	AHEAD = 8,	/* documents that are asked for in advance */
};

/* What writing one group needs. */
struct writing {
	struct group *g;
	struct index_sink *sink;
	struct index_key base;	/* without the feature */
	const struct doc *docs;	/* those with lists, in order */
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

/* By what documents are sorted. */
enum field { ID, LENGTH, LIKE };

static uint64_t
field_of(const struct doc *doc, enum field f)
{
	return f == ID ? doc->id : f == LENGTH ? doc->n : doc->like;
}

static void
sort_by(const struct group *g, struct radix *at, struct radix *room,
    size_t n, enum field f)
{
	for (size_t i = 0; i < n; i++)
		at[i].key = field_of(&g->docs[at[i].v], f);
	radix_sort(at, room, n, 64);
}

/* Where the documents of one length end that begin at i. */
static size_t
length_end(const struct radix *at, size_t i, size_t n)
{
	uint64_t length = at[i].key;

	while (i < n && at[i].key == length)
		i++;
	return i;
}

/* By length, likeness and id.  They come by id, most often. */
static void
sort_places(const struct group *g, struct radix *at, struct radix *room)
{
	size_t end;
	int by_id = 1;

	for (size_t i = 0; i < g->n; i++) {
		at[i].v = i;
		by_id &= i == 0 || g->docs[i - 1].id <= g->docs[i].id;
	}
	if (!by_id)
		sort_by(g, at, room, g->n, ID);
	sort_by(g, at, room, g->n, LENGTH);
	for (size_t i = 0; i < g->n; i = end) {
		end = length_end(at, i, g->n);
		sort_by(g, at + i, room, end - i, LIKE);
	}
}

/* Put the documents into their order on disk. */
static int
place_docs(struct group *g, struct wtm_err *err)
{
	struct radix *at = malloc(2 * g->n * sizeof *at);
	struct doc *docs = malloc(g->n * sizeof *docs);

	if (at == NULL || docs == NULL) {
		free(at);
		free(docs);
		return err_nomem(err);
	}
	sort_places(g, at, at + g->n);
	for (size_t i = 0; i < g->n; i++)
		docs[i] = g->docs[at[i].v];
	free(at);
	free(g->docs);
	g->docs = docs;
	return 0;
}

/* The hashes of all documents and their ids, by both. */
static struct radix *
sorted_hashes(const struct group *g)
{
	struct radix *at = malloc(2 * g->n * sizeof *at);

	if (at == NULL)
		return NULL;
	for (size_t i = 0; i < g->n; i++)
		at[i] = (struct radix){ g->docs[i].id, g->docs[i].hash };
	radix_sort(at, at + g->n, g->n, 64);
	for (size_t i = 0; i < g->n; i++)
		at[i] = (struct radix){ at[i].v, at[i].key };
	radix_sort(at, at + g->n, g->n, 32);
	return at;
}

static int
write_exact(struct writing *w)
{
	struct index_exact_writer x = { .sink = w->sink,
		.base = feature(w, INDEX_EXACT) };
	struct radix *at = sorted_hashes(w->g);
	int rc = at == NULL ? err_nomem(w->err) : 0;

	for (size_t i = 0; i < w->g->n && rc == 0; i++)
		rc = index_exact_add(&x, (uint32_t)at[i].key, at[i].v,
		    w->err);
	if (rc == 0)
		rc = index_exact_end(&x, w->err);
	buf_free(&x.rec);
	free(at);
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

static int
write_shapes(struct writing *w)
{
	struct index_shape_writer x = { .sink = w->sink,
		.base = feature(w, INDEX_SHAPES) };
	int rc = 0;

	for (size_t i = 0; i < w->n && rc == 0; i++)
		rc = index_shape_add(&x, w->g->strings.s + w->docs[i].at,
		    index_shape_width(w->docs[i].n), w->err);
	if (rc == 0)
		rc = index_shape_end(&x, w->err);
	buf_free(&x.rec);
	return rc;
}

/*
 * Where a list is filled in a pass.  All masks set: its bits begin at word
 * `at`.  None set: its next number goes there; the lists of other passes are
 * all at word 0, of no use, and stay there.
 */
struct place {
	uint32_t at;
	uint32_t mask;
};

static int
is_bits(const struct writing *w, uint32_t df)
{
	return df > w->n / 32;
}

static size_t
words_of(const struct writing *w, uint32_t df)
{
	return is_bits(w, df) ? w->n / 32 + 1 : df;
}

/*
 * Put document i into its lists.  Without branches, because what a list is
 * cannot be foreseen.
 */
static void
put_doc(const unsigned char *s, uint32_t n, uint32_t i, struct place *places,
    uint32_t *words)
{
	for (uint32_t k = 0; k < n; k++) {
		uint32_t more = *s >> 7;
		uint32_t list = (*s & 0x7Fu) | (s[1] & 0x7Fu & -more) << 7;
		unsigned shift = 14;
		struct place *p;
		uint32_t *word;

		for (s += 1 + more; more & s[-1] >> 7; shift += 7)
			list |= (uint32_t)(*s++ & 0x7F) << shift;
		p = &places[list];
		word = &words[p->at + (p->mask & i / 32)];
		*word = (*word & p->mask) | (i & ~p->mask) |
		    (p->mask & 1u << i % 32);
		p->at += (p->at != 0) & ~p->mask;
	}
}

static void
scatter(const struct writing *w, struct place *places, uint32_t *words)
{
	const unsigned char *strings = (const unsigned char *)
	    w->g->strings.s;

	for (size_t i = 0; i < w->n; i++) {
		const struct doc *doc = &w->docs[i];

		if (i + AHEAD < w->n) {
			__builtin_prefetch(strings + doc[AHEAD].at);
			__builtin_prefetch(strings + doc[AHEAD].at + 64);
		}
		put_doc(strings + doc->at + index_shape_width(doc->n), doc->n,
		    (uint32_t)i, places, words);
	}
}

/* The numbers of the bits that are set. */
static void
numbers_of(uint32_t *out, const uint32_t *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (uint32_t word = words[i]; word != 0; word &= word - 1)
			*out++ = (uint32_t)i * 32 +
			    (uint32_t)__builtin_ctz(word);
}

/* What the passes share. */
struct passes {
	struct index_list_writer x;
	const struct radix *sorted;	/* by hash; see sorted_lists() */
	struct place *places;	/* by number */
	uint32_t *words;
	uint32_t *numbers;	/* of one list */
};

/* What stands in the v of a sorted list. */

static uint32_t
number_of(const struct radix *list)
{
	return (uint32_t)list->v;
}

static uint32_t
df_of(const struct radix *list)
{
	return (uint32_t)(list->v >> 32);
}

/* The lists sorted[first] to sorted[end]. */
static int
write_pass(struct writing *w, struct passes *p, size_t first, size_t end)
{
	uint32_t at = 1;
	int rc = 0;

	for (size_t i = first; i < end; i++) {
		uint32_t df = df_of(&p->sorted[i]);

		p->places[number_of(&p->sorted[i])] = (struct place){ at,
			is_bits(w, df) ? UINT32_MAX : 0 };
		at += (uint32_t)words_of(w, df);
	}
	memset(p->words, 0, at * sizeof *p->words);
	scatter(w, p->places, p->words);
	for (size_t i = first; i < end && rc == 0; i++) {
		struct place *place = &p->places[number_of(&p->sorted[i])];
		uint32_t df = df_of(&p->sorted[i]);
		const uint32_t *docs = p->words + place->at - df;

		if (is_bits(w, df)) {
			numbers_of(p->numbers, p->words + place->at,
			    w->n / 32 + 1);
			docs = p->numbers;
		}
		rc = index_list_add(&p->x, (uint32_t)p->sorted[i].key, docs,
		    df, w->err);
		*place = (struct place){ 0, 0 };
	}
	return rc;
}

static int
write_passes(struct writing *w, struct passes *p, size_t room)
{
	const struct group *g = w->g;
	int rc = 0;

	for (size_t first = 0; first < g->n_lists && rc == 0;) {
		size_t end = first;
		size_t n = 1;
		size_t more;

		while (end < g->n_lists && (more = words_of(w,
		    df_of(&p->sorted[end]))) <= room - n) {
			n += more;
			end++;
		}
		rc = write_pass(w, p, first, end);
		first = end;
	}
	if (rc == 0)
		return index_list_end(&p->x, w->err);
	buf_free(&p->x.rec);
	buf_free(&p->x.piece);
	return -1;
}

/* By hash, with the number of each and, above, that of its documents. */
static struct radix *
sorted_lists(const struct group *g)
{
	struct radix *at = malloc(2 * (g->n_lists + 1) * sizeof *at);
	size_t n = 0;

	if (at == NULL)
		return NULL;
	for (size_t i = 0; i < g->size; i++)
		if (g->table[i].list != 0)
			at[n++] = (struct radix){ g->table[i].hash,
				(uint64_t)g->table[i].df << 32 |
				g->table[i].list };
	radix_sort(at, at + n, n, 32);
	return at;
}

/* All words that the lists need, or as many as one pass may have. */
static size_t
room_of(const struct writing *w, const struct radix *lists)
{
	size_t one = w->n / 32 + 2;	/* the longest list */
	size_t n = 1;

	for (size_t i = 0; i < w->g->n_lists && n < PASS_WORDS; i++)
		n += words_of(w, df_of(&lists[i]));
	if (n > PASS_WORDS)
		n = PASS_WORDS;
	return n < one ? one : n;
}

static int
write_lists(struct writing *w)
{
	struct radix *sorted = sorted_lists(w->g);
	size_t room;
	struct passes p = { .sorted = sorted,
		.x = { .sink = w->sink, .base = feature(w, INDEX_LISTS) } };
	int rc;

	if (sorted == NULL)
		return err_nomem(w->err);
	room = room_of(w, sorted);
	p.places = calloc(w->g->n_lists + 1, sizeof *p.places);
	p.words = malloc(room * sizeof *p.words);
	p.numbers = malloc((w->n + 1) * sizeof *p.numbers);
	if (p.places == NULL || p.words == NULL || p.numbers == NULL)
		rc = err_nomem(w->err);
	else
		rc = write_passes(w, &p, room);
	free(sorted);
	free(p.places);
	free(p.words);
	free(p.numbers);
	return rc;
}

static int
write_group(struct writing *w, struct index_head_group *head)
{
	/* In the order of keys: so pages are filled one after the other. */
	if (place_docs(w->g, w->err) != 0)
		return -1;
	w->docs = w->g->docs;
	w->n = w->g->n;
	while (w->n > 0 && w->docs->n == 0) {
		w->docs++;
		w->n--;
	}
	if (write_lengths(w) != 0 || write_ids(w, head) != 0 ||
	    write_shapes(w) != 0 || write_lists(w) != 0)
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
		group_free(&d->groups[i]);	/* room for the next */
	}
	if (rc == 0)
		rc = index_write_head(sink, owner, seq, heads, d->n, err);
	free(heads);
	index_docs_clear(d);
	return rc;
}
