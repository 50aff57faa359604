/*
 * header: the TMX headers of imported files, kept so that an export can say
 * what they said.
 */
#ifndef MEMORY_HEADER_H
#define MEMORY_HEADER_H

#include "base/arena.h"
#include "memory/store.h"

/* As bytes for change_header(). */
void header_write(struct buf *b, const struct wtm_header *h);

/* All headers of the memory, and what an export says with them. */
struct headers {
	struct arena a;
	struct wtm_header merged;	/* the one to write */
	struct header_of *at;	/* by change */
	size_t n;
};

/* mark: the state they belong to, for store_walk_at(). */
int headers_read(struct headers *hs, struct state *mark, struct store *s,
    struct wtm_err *err);
void headers_free(struct headers *hs);

/*
 * The srclang that a unit of this change must carry, because the merged
 * header says another; absent when it need not.
 */
struct wtm_str headers_srclang(const struct headers *hs, uint32_t change);

/* The creationtool of the file that brought the unit, or absent. */
struct wtm_str headers_origin(const struct headers *hs,
    const struct wtm_tu *tu);

#endif
