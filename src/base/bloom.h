/*
 * bloom: a set of 64-bit hashes that sometimes says yes for no.
 *
 * B. Bloom, "Space/time trade-offs in hash coding with allowable errors", CACM
 * 13 (1970); in blocks of a cache line as F. Putze, P. Sanders, J. Singler,
 * "Cache-, hash- and space-efficient Bloom filters" (2007).  With 10 bits for
 * each hash it is wrong about once in a hundred times, with 5 once in ten.
 */
#ifndef BASE_BLOOM_H
#define BASE_BLOOM_H

#include <stddef.h>
#include <stdint.h>

struct bloom {
	uint64_t *at;	/* NULL: the empty set */
	size_t blocks;	/* a power of two */
};

/* bytes: a power of two, at least 64.  -1: no memory. */
int bloom_init(struct bloom *b, size_t bytes);
void bloom_add(struct bloom *b, uint64_t hash);
int bloom_has(const struct bloom *b, uint64_t hash);
void bloom_free(struct bloom *b);

#endif
