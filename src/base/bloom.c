/*
 * bloom: a set of 64-bit hashes that sometimes says yes for no.  A hash says
 * in which block it is, and which BITS of its bits it sets.
 */
#include "config.h"
#include "base/bloom.h"

#include <stdlib.h>

enum { BITS = 6, WORDS = 8 };	/* of 64 bits in a block of 512 */

int
bloom_init(struct bloom *b, size_t bytes)
{
	b->blocks = bytes / (WORDS * sizeof *b->at);
	b->at = aligned_alloc(WORDS * sizeof *b->at, bytes);
	if (b->at == NULL)
		return -1;
	for (size_t i = 0; i < b->blocks * WORDS; i++)
		b->at[i] = 0;
	return 0;
}

/* Hashes need not be good in all their bits. */
static uint64_t *
block_of(const struct bloom *b, uint64_t *hash)
{
	size_t i;

	*hash *= UINT64_C(0x9E3779B97F4A7C15);
	*hash ^= *hash >> 32;
	i = (size_t)(*hash * UINT64_C(0xD6E8FEB86659FD93) >> 40);
	return b->at + (i & (b->blocks - 1)) * WORDS;
}

void
bloom_add(struct bloom *b, uint64_t hash)
{
	uint64_t *block = block_of(b, &hash);

	for (int i = 0; i < BITS; i++, hash >>= 9)
		block[hash >> 6 & 7] |= UINT64_C(1) << (hash & 63);
}

int
bloom_has(const struct bloom *b, uint64_t hash)
{
	const uint64_t *block;

	if (b->at == NULL)
		return 0;
	block = block_of(b, &hash);
	for (int i = 0; i < BITS; i++, hash >>= 9)
		if ((block[hash >> 6 & 7] >> (hash & 63) & 1) == 0)
			return 0;
	return 1;
}

void
bloom_free(struct bloom *b)
{
	free(b->at);
	*b = (struct bloom){ 0 };
}
