/*
 * docs: runs from documents in memory.  For the files of the index
 * only.
 */
#ifndef INDEX_DOCS_H
#define INDEX_DOCS_H

#include "index/format.h"

/* The documents of one run, by group of languages. */
struct index_docs;
struct index_docs *index_docs_new(void);
void index_docs_free(struct index_docs *d);
size_t index_docs_bytes(const struct index_docs *d);

/* Add one text of a unit: its units' keys, and the hash of its key text. */
int index_docs_add(struct index_docs *d, uint64_t id, uint32_t group,
    const uint64_t *keys, size_t n, uint64_t hash, struct wtm_err *err);

/* Write them as the run (owner, seq) and forget them. */
int index_docs_write(struct index_docs *d, struct index_sink *sink,
    uint32_t owner, uint16_t seq, struct wtm_err *err);

#endif
