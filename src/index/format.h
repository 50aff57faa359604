/*
 * format: how the index lies in the tables.  For the files of the
 * index only.
 *
 * KV_RUN.  Every key is owner (4 bytes), seq (2), slot (2), feature (1), then
 * what the feature needs; all integers in keys are big-endian, all others
 * are varints.  Slot 0 is the run itself; its groups of languages have the
 * slots from 1 on.  A document is one text of one unit in one group; in its
 * slot documents are numbered from 0 by number of units, then so that similar
 * ones are neighbours.
 *
 * HEAD (slot 0)	number of groups; of each: group, documents, least id,
 *			bytes of an id.
 * LENGTHS (block 4)	length and number of documents, as often as needed.
 * IDS (block 4)	ids less the least, each of that many bytes, big-endian,
 *			as many as INDEX_VALUE bytes hold.
 * SHAPES (block 4)	the order of units: of each document as many bytes as
 *			its length asks for, one string of bytes cut into
 *			blocks of INDEX_VALUE.  See index-shape.
 * LISTS (list 4, upper 4)
 *			which documents hold the k-th occurrence of a unit;
 *			the list is a 32-bit hash of the unit and k.  A record
 *			holds the pieces of many lists, or part of one; its key
 *			is the last list in it and the document up to which
 *			(exclusive) that list is in it, so the first key above
 *			(list, document) is the right record.  See index-list.
 * EXACT (hash 4, id 8)	25 bits of the hash of the exact-key text and the id,
 *			sorted, as differences; the key is the last.
 *
 * A record with an empty value says nothing: see index_sink_put().
 *
 * KV_TAIL.  0, id (8): the texts of a unit: group (4), hash (8), number of
 * units, their keys (8 each).  1, group (4), hash (8), id (8): empty.
 */
#ifndef INDEX_FORMAT_H
#define INDEX_FORMAT_H

#include "index/index.h"

enum index_feature {
	INDEX_HEAD = 0,
	INDEX_LENGTHS = 1,
	INDEX_IDS = 2,
	INDEX_SHAPES = 3,
	INDEX_LISTS = 4,
	INDEX_EXACT = 5,
};

enum {
	INDEX_KEY_MAX = 24,
	/* Four records fill a page of 4 KiB; a larger one would overflow. */
	INDEX_VALUE = 968,
	INDEX_STAGE = 1 << 20,	/* bytes in one staged transaction */
};

struct index_key {
	unsigned char s[INDEX_KEY_MAX];
	size_t len;
};

/* owner, seq, slot, feature. */
struct index_key index_key(uint32_t owner, uint16_t seq, uint16_t slot,
    enum index_feature feature);
void index_key_u32(struct index_key *k, uint32_t v);
void index_key_u64(struct index_key *k, uint64_t v);
uint32_t index_get_u32(const unsigned char *s);
uint64_t index_get_u64(const unsigned char *s);

/* Which lists hold a text: one for each unit, by its occurrence. */
struct index_occ {
	uint64_t *keys;	/* open addressing */
	struct index_occ_unit {
		uint32_t n;	/* how often it came */
		uint32_t first;	/* and where first */
	} *units;
	size_t size;
	uint32_t *lists;	/* the result, n of them */
	uint32_t *firsts;	/* where each unit came first */
	size_t cap;
};
int index_occ_lists(struct index_occ *o, const uint64_t *keys, size_t n);
void index_occ_free(struct index_occ *o);

/* Where records go: into a transaction, or by and by into staged ones. */
struct index_sink {
	struct kv *kv;
	struct kv_txn *txn;	/* or NULL */
	struct buf pending;
	uint64_t bytes;
	size_t page;	/* bytes on the page that is being filled */
	size_t last;	/* and of its last record */
};
/*
 * Keys must ascend.  When a page of the database is full its last record goes
 * to the next one, which would leave a quarter of each empty; so a tiny one is
 * put there to go.
 */
int index_sink_put(struct index_sink *s, const struct index_key *key,
    const struct buf *val, struct wtm_err *err);
int index_sink_flush(struct index_sink *s, struct wtm_err *err);
void index_sink_free(struct index_sink *s);

/* Tables of a slot that are written from arrays. */
int index_write_lengths(struct index_sink *s, struct index_key base,
    const uint32_t *lens, const uint32_t *counts, size_t n,
    struct wtm_err *err);

struct index_ids_writer {
	struct index_sink *sink;
	struct index_key base;
	uint64_t least;
	unsigned width;
	uint32_t block;
	struct buf rec;
};
int index_ids_add(struct index_ids_writer *w, uint64_t id,
    struct wtm_err *err);
int index_ids_end(struct index_ids_writer *w, struct wtm_err *err);

uint32_t index_exact_hash(uint64_t hash);

struct index_exact_writer {
	struct index_sink *sink;
	struct index_key base;
	uint32_t hash;	/* the last */
	uint64_t id;
	struct buf rec;
};
int index_exact_add(struct index_exact_writer *w, uint32_t hash, uint64_t id,
    struct wtm_err *err);
int index_exact_end(struct index_exact_writer *w, struct wtm_err *err);

/* What HEAD says. */
struct index_head_group {
	uint32_t group;
	uint32_t n_docs;
	uint64_t least;
	unsigned width;
};
int index_write_head(struct index_sink *s, uint32_t owner, uint16_t seq,
    const struct index_head_group *groups, size_t n, struct wtm_err *err);

unsigned index_width(uint64_t range);
uint32_t index_ids_per_block(unsigned width);

int index_corrupt(struct wtm_err *err);

#endif
