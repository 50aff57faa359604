/*
 * merge: a merge at work.  For the files of the index only.
 */
#ifndef INDEX_MERGE_H
#define INDEX_MERGE_H

#include "index/read.h"
#include "index/stream.h"

/* One run as a source of one group. */
struct source {
	struct index_slot *slot;
	uint32_t *shift;	/* per length: new number less the old */
	size_t at;	/* length reached */
	struct index_stream lists;
	struct index_pieces pieces;
	struct index_piece piece;	/* at hand */
	int has_piece;
	struct index_stream exact;
	struct rd exact_r;
	uint32_t hash;
	uint64_t id;
	int has_exact;
};

struct merge {
	struct kv *kv;
	const struct index_run *runs;
	size_t n_runs;
	struct index *ix;	/* reads heads, lengths and ids */
	struct index_sink sink;
	uint32_t owner;
	struct source *src;
	size_t n;	/* sources that have the group */
	struct index_head_group *heads;
	size_t n_heads;
	uint32_t *docs;
	size_t n_docs, cap_docs;
	struct wtm_err *err;
};

/*
 * Number the documents of the sources anew, and write what each has of its
 * own: lengths, ids, shapes.  base is any key of the new slot.
 */
int index_merge_docs(struct merge *m, struct index_key base,
    struct index_head_group *head);

#endif
