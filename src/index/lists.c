/*
 * lists: the lists that a reader keeps.
 *
 * A list is read record by record, as queries come to its documents; a chunk
 * is one piece of a record in a form that can be walked and probed.  Dense
 * pieces are cut at windows, and those of one window become one chunk again.
 */
#include "config.h"
#include "index/read.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

/* Make room for one more chunk at index i. */
static int
chunks_open(struct index_list *l, size_t i)
{
	if (l->n == l->cap) {
		size_t cap = l->cap == 0 ? 1 : 2 * l->cap;
		struct index_chunk *grown = realloc(l->chunks,
		    cap * sizeof *grown);

		if (grown == NULL)
			return -1;
		l->chunks = grown;
		l->cap = cap;
	}
	memmove(l->chunks + i + 1, l->chunks + i,
	    (l->n - i) * sizeof *l->chunks);
	l->n++;
	return 0;
}

/* Where the first chunk is that ends behind doc. */
static size_t
place(const struct index_list *l, uint32_t doc)
{
	size_t low = 0, high = l->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (l->chunks[mid].to <= doc)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int
join(struct index *ix, struct index_chunk *c, struct index_chunk *other)
{
	uint32_t bytes = c->bytes;

	if (!index_chunk_join(c, other))
		return 0;
	ix->bytes += c->bytes;
	ix->bytes -= bytes;
	return 1;
}

/*
 * Put in a chunk that was read to learn of doc; what lies between the chunk
 * before and this one is empty.
 */
static int
chunk_insert(struct index *ix, struct index_list *l, struct index_chunk *c,
    uint32_t doc)
{
	size_t i = place(l, doc);

	if (i < l->n && (l->chunks[i].from <= doc ||
	    l->chunks[i].from <= c->from)) {
		free(c->u.data);
		if (l->chunks[i].from > doc)
			l->chunks[i].from = doc;
		return 0;
	}
	if (c->from > doc)
		c->from = doc;
	if (i > 0 && c->from < l->chunks[i - 1].to)
		c->from = l->chunks[i - 1].to;
	if ((i > 0 && join(ix, &l->chunks[i - 1], c)) ||
	    (i < l->n && join(ix, &l->chunks[i], c)))
		return 0;
	if (chunks_open(l, i) != 0) {
		free(c->u.data);
		return err_nomem(ix->err);
	}
	l->chunks[i] = *c;
	ix->bytes += c->bytes + sizeof *c;
	return 0;
}

/* Take what a piece has from *doc on, which moves behind it. */
static int
take_piece(struct index *ix, struct index_list *l,
    const struct index_piece *p, uint32_t *doc)
{
	while (*doc < p->to) {
		struct index_chunk c;
		uint32_t to;

		if (index_chunk_set(&c, p, *doc) != 0)
			return index_corrupt(ix->err);
		to = c.to;
		if (chunk_insert(ix, l, &c, *doc) != 0)
			return -1;
		*doc = to;
	}
	return 0;
}

/*
 * Take what the record at the cursor has of a list from *doc on, which moves
 * behind it.  1 when the next record may go on with it, 0 when not, -1.
 */
static int
take_record(struct index *ix, struct index_list *l, uint32_t *doc)
{
	struct index_pieces pieces = index_pieces_of(ix->cursor->key.s,
	    ix->cursor->key.len, ix->cursor->val.s, ix->cursor->val.len);
	struct index_piece p = { .list = 0 };
	int rc;

	while ((rc = index_piece_next(&p, &pieces)) == 1 &&
	    p.list <= l->hash) {
		if (p.list < l->hash || p.to <= *doc)
			continue;
		l->df = p.df;
		if (take_piece(ix, l, &p, doc) != 0)
			return -1;
	}
	if (rc < 0)
		return index_corrupt(ix->err);
	return rc == 0 && p.list == l->hash;
}

/* Read on from *doc, at least what says whether it is in the list. */
static int
list_read(struct index *ix, struct index_list *l, uint32_t *doc, uint32_t to)
{
	const struct index_slot *s = ix->slots[l->slot];
	struct index_key prefix = index_key(s->owner, s->seq, s->slot,
	    INDEX_LISTS);
	struct index_key key = prefix;
	uint32_t first = *doc;
	struct index_chunk none = { .from = *doc, .to = UINT32_MAX };
	int more = 1;
	int rc;

	index_key_u32(&key, l->hash);
	index_key_u32(&key, *doc + 1);
	rc = index_seek(ix, &key);
	while (rc == 1 && index_is_at(ix, &prefix)) {
		size_t at;

		if (ix->cursor->val.len > 0)
			more = take_record(ix, l, doc);
		at = place(l, *doc);
		if (more != 1 || *doc >= to ||
		    (at < l->n && l->chunks[at].from <= *doc))
			break;
		ix->counts.reads++;
		rc = kv_next(ix->cursor, ix->err);
	}
	if (rc < 0 || more < 0)
		return -1;
	if (*doc != first)
		return 0;
	*doc = UINT32_MAX;
	return chunk_insert(ix, l, &none, first);
}

int
index_list_load(struct index *ix, struct index_list *l, uint32_t from,
    uint32_t to)
{
	size_t at = place(l, from);

	while (from < to) {
		if (at < l->n && l->chunks[at].from <= from) {
			from = l->chunks[at++].to;
			continue;
		}
		if (list_read(ix, l, &from, to) != 0)
			return -1;
		at = place(l, from);
	}
	return 0;
}

enum { NEAR = 4 };	/* chunks from the hint that are looked at first */

const struct index_chunk *
index_chunk_known(const struct index_list *l, uint32_t doc, size_t *hint)
{
	size_t at = *hint < l->n ? *hint : 0;

	for (int i = 0; i < NEAR && at > 0 && l->chunks[at].from > doc; i++)
		at--;
	for (int i = 0; i < NEAR && at + 1 < l->n &&
	    l->chunks[at].to <= doc; i++)
		at++;
	if (at >= l->n || l->chunks[at].from > doc || doc >= l->chunks[at].to)
		at = place(l, doc);
	*hint = at;
	return at < l->n && l->chunks[at].from <= doc ? &l->chunks[at] : NULL;
}

const struct index_chunk *
index_chunk_find(struct index *ix, struct index_list *l, uint32_t doc,
    size_t *hint)
{
	const struct index_chunk *c = index_chunk_known(l, doc, hint);

	if (c != NULL)
		return c;
	if (index_list_load(ix, l, doc, doc + 1) != 0)
		return NULL;
	*hint = place(l, doc);
	return &l->chunks[*hint];
}

static size_t
bucket(const struct index *ix, uint32_t slot, uint32_t hash)
{
	return (hash ^ slot * UINT32_C(0x9E3779B1)) & (ix->table_size - 1);
}

static void
grow_table(struct index *ix)
{
	size_t old_size = ix->table_size;
	struct index_list **old = ix->table;
	struct index_list **table = calloc(4 * old_size, sizeof *table);

	if (table == NULL)
		return;	/* longer chains will do */
	ix->table = table;
	ix->table_size = 4 * old_size;
	for (size_t i = 0; i < old_size; i++) {
		struct index_list *next;

		for (struct index_list *l = old[i]; l != NULL; l = next) {
			size_t b = bucket(ix, l->slot, l->hash);

			next = l->next;
			l->next = table[b];
			table[b] = l;
		}
	}
	free(old);
}

int
index_list_get(struct index_list **out, struct index *ix,
    struct index_slot *s, uint32_t hash)
{
	size_t b = bucket(ix, s->number, hash);
	struct index_list *l;

	for (l = ix->table[b]; l != NULL; l = l->next) {
		if (l->hash == hash && l->slot == s->number) {
			l->used = ix->query;
			*out = l;
			return 0;
		}
	}
	if (ix->n_lists > ix->table_size)
		grow_table(ix);
	l = calloc(1, sizeof *l);
	if (l == NULL)
		return err_nomem(ix->err);
	l->slot = s->number;
	l->hash = hash;
	l->used = ix->query;
	b = bucket(ix, s->number, hash);
	l->next = ix->table[b];
	ix->table[b] = l;
	ix->n_lists++;
	ix->bytes += sizeof *l;
	*out = l;
	return 0;
}
