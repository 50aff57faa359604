/*
 * stream: the records of a run, one after the other.  For the files of
 * the index only.
 */
#ifndef INDEX_STREAM_H
#define INDEX_STREAM_H

#include "index/format.h"

/* The records below a prefix, in batches. */
struct index_stream {
	struct kv *kv;
	struct index_key prefix;
	struct buf next_key;	/* where the next batch begins */
	struct buf batch;
	struct rd r;
	int is_over;
	struct kv_bytes key;
	struct kv_bytes val;
};

void index_stream_open(struct index_stream *s, struct kv *kv,
    struct index_key prefix);
void index_stream_close(struct index_stream *s);

/* The next record, borrowed until the next call: 1, 0 at the end, -1. */
int index_stream_next(struct index_stream *s, struct wtm_err *err);

/* A run of so many units is about to be written. */
int index_begin_run(struct kv *kv, uint32_t owner, uint16_t seq,
    uint64_t n_units, struct wtm_err *err);

#endif
