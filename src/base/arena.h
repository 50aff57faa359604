/*
 * arena: memory that dies with one call.  A result (a translation unit, a
 * list of matches, an article) lives in one arena; nothing in it is freed
 * by itself.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "wiretm.h"

struct arena {
	struct arena_block *first;
	size_t used;	/* bytes handed out since the last clear */
	int failed;	/* there was no memory, since then */
};

void arena_free(struct arena *a);	/* release all; usable again */
void arena_clear(struct arena *a);	/* forget all, keep one block */

/* len bytes, zeroed, aligned for any type; NULL when there is no memory. */
void *arena_alloc(struct arena *a, size_t len);
void *arena_array(struct arena *a, size_t n, size_t size);

/* A NUL-terminated copy; s is NULL only when there is no memory. */
struct wtm_str arena_str(struct arena *a, const char *s, size_t len);

#endif
