/*
 * read: what a query needs of a run, read once and kept.  For the files
 * of the index only.
 *
 * Runs never change and their numbers are never used again, so what was read
 * stays right.  Memory is bounded: index_trim(), between queries, forgets
 * what was not used lately.
 */
#ifndef INDEX_READ_H
#define INDEX_READ_H

#include "index/chunk.h"
#include "index/text.h"
#include "score/lev.h"

struct index;

struct index_list {
	uint32_t slot;	/* which slot, in index.slots */
	uint32_t hash;
	uint32_t df;
	uint32_t used;	/* the last query that did */
	struct index_chunk *chunks;	/* by from; only those read */
	size_t n, cap;
	struct index_list *next;
};

/* Records that are kept as they are, by number; and all there are. */
struct index_block {
	struct index_block *next;
	uint32_t number;
	uint32_t used;	/* the last query that did */
	unsigned char s[INDEX_VALUE + 8];	/* an id is read as 8 bytes */
};
struct index_blocks {
	struct index_block **at;	/* NULL: not read */
	struct index_block *first;
};
int index_block_keep(struct index_blocks *blocks, struct index *ix,
    uint32_t number, const struct kv_bytes *val);

/* Those that no query after "keep" used; UINT32_MAX: all. */
void index_blocks_forget(struct index *ix, struct index_blocks *blocks,
    uint32_t keep);

/* One group of languages in one run. */
struct index_slot {
	uint32_t number;	/* in index.slots; lists refer to it */
	uint32_t owner;
	uint16_t seq;
	uint16_t slot;	/* on disk; 0: the run has none of this group */
	uint32_t group;
	uint32_t n_docs;
	uint64_t least;
	unsigned width;
	uint32_t *lens;	/* n_lens of them, ascending */
	uint32_t *firsts;	/* first document of each; n_lens + 1 */
	size_t n_lens;
	struct index_blocks ids;
	uint64_t *shapes_at;	/* see index-shape */
	struct index_blocks shapes;
	struct index_exact **exact;	/* by hash; only what was read */
	size_t n_exact, cap_exact;
	uint32_t used;
};

/* In exact.c: those that no query after "keep" used. */
void index_exact_forget(struct index *ix, struct index_slot *s,
    uint32_t keep);

struct index_tail;

struct index {
	size_t cache_bytes;
	size_t bytes;
	uint32_t query;	/* number of the query at hand */
	struct index_slot **slots;
	size_t n_slots;
	struct index_list **table;
	size_t table_size;
	size_t n_lists;
	struct index_occ occ;
	struct lev lev;
	struct index_tail *tail;
	struct index_query *scratch;
	struct index_counts counts;
	/* Of the query at hand. */
	struct kv_txn *txn;
	struct kv_cursor *cursor;
	struct wtm_err *err;
};

void index_begin(struct index *ix, struct kv_txn *txn, struct wtm_err *err);
void index_end(struct index *ix);

/* Move the cursor: 1, 0, -1.  Does its record belong to this prefix? */
int index_seek(struct index *ix, const struct index_key *key);
int index_is_at(const struct index *ix, const struct index_key *prefix);

/* The slot of a group in a run; *out is NULL when it has none. */
int index_slot_get(struct index_slot **out, struct index *ix,
    const struct index_run *run, uint32_t group);

/* A list with its df; it has no chunk and df 0 when there is none. */
int index_list_get(struct index_list **out, struct index *ix,
    struct index_slot *s, uint32_t hash);

/* Read what is not read yet of the documents [from, to). */
int index_list_load(struct index *ix, struct index_list *l, uint32_t from,
    uint32_t to);

/*
 * The chunk of a list that says whether doc is in it; *hint is where it was
 * found last.  NULL on failure.  Borrowed until the next call for the list.
 */
const struct index_chunk *index_chunk_find(struct index *ix,
    struct index_list *l, uint32_t doc, size_t *hint);

/* The same, but NULL when it is not read yet. */
const struct index_chunk *index_chunk_known(const struct index_list *l,
    uint32_t doc, size_t *hint);

static inline const struct index_chunk *
index_chunk_at(struct index *ix, struct index_list *l, uint32_t doc,
    size_t *hint)
{
	if (*hint < l->n && l->chunks[*hint].from <= doc &&
	    doc < l->chunks[*hint].to)
		return &l->chunks[*hint];
	return index_chunk_find(ix, l, doc, hint);
}

/* Which of the lengths a document has; the first of at least len. */
size_t index_length_at(const struct index_slot *s, uint32_t doc);
size_t index_length_from(const struct index_slot *s, size_t len);

/* In query.c. */
void index_query_free(struct index_query *q);

#endif
