/*
 * text: what the index holds of a unit: its documents.
 */
#ifndef INDEX_TEXT_H
#define INDEX_TEXT_H

#include "index/index.h"
#include "text/placeable.h"

/* Scratch; all zero to begin with. */
struct index_texts {
	struct lang_cache langs;
	struct units units;
	struct buf key;
	struct placeables placeables;
};
void index_texts_free(struct index_texts *t);

/* A document: the group, the hash of its key, the keys of its units. */
typedef int (*index_text_fn)(void *arg, uint64_t id, uint32_t group,
    uint64_t hash, const uint64_t *keys, size_t n, struct wtm_err *err);

/*
 * Give fn each text of the unit and, when it holds values written with
 * digits, its masked form: a document without units, in a group of its own
 * (index_number_group).
 */
int index_texts_of(struct index_texts *t, const struct wtm_tu *tu,
    index_text_fn fn, void *arg, struct wtm_err *err);

#endif
