/*
 * map64: from a 64-bit hash to a number other than 0, in memory.
 */
#ifndef BASE_MAP64_H
#define BASE_MAP64_H

#include <stddef.h>
#include <stdint.h>

struct map64 {
	struct map64_slot *at;
	size_t cap;	/* a power of two, or 0 */
	size_t n;
};

uint64_t map64_get(const struct map64 *m, uint64_t hash);	/* 0: none */
int map64_put(struct map64 *m, uint64_t hash, uint64_t v);	/* -1: memory */
/* Walk all hashes; *at begins with 0.  1, or 0 at the end. */
int map64_next(const struct map64 *m, size_t *at, uint64_t *hash);
void map64_clear(struct map64 *m);	/* the memory stays */
void map64_free(struct map64 *m);

#endif
