/*
 * docs-inner: documents in memory, between those who collect them and
 * those who write them.
 */
#ifndef INDEX_DOCS_INNER_H
#define INDEX_DOCS_INNER_H

#include "base/buf.h"
#include "index/docs.h"

struct doc {
	uint64_t id;
	uint64_t at;	/* of its string, in group.strings */
	uint64_t like;	/* neighbours by this */
	uint32_t n;	/* lists, 0 when it is only found as a whole */
	uint32_t hash;
};

/* A list, in the table by its hash: all of it is one cache miss. */
struct slot {
	uint32_t hash;
	uint32_t list;	/* its number; 0: free */
	uint32_t df;	/* documents it holds */
	uint32_t last;	/* of them, so that none comes twice */
};

struct group {
	uint32_t group;
	struct doc *docs;
	size_t n, cap;
	struct buf strings;
	struct slot *table;	/* open addressing, half full */
	size_t size;
	size_t n_lists;
};

struct index_docs {
	struct group *groups;
	size_t n;
	struct index_occ occ;
};

/* Forget the documents: of a group, of all. */
void group_free(struct group *g);
void index_docs_clear(struct index_docs *d);

#endif
