/*
 * radix: least digit first, a byte at a time.  Counts of all digits are taken
 * in one pass, and a digit that all keys share costs nothing more.  Few items
 * are sorted by insertion.
 */
#include "config.h"
#include "base/radix.h"

#include <string.h>

enum { FEW = 48, DIGITS = 8, VALUES = 256 };

static uint64_t
low_bits(unsigned bits)
{
	return bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
}

static void
insertion(struct radix *at, size_t n, uint64_t mask)
{
	for (size_t i = 1; i < n; i++) {
		struct radix x = at[i];
		size_t j = i;

		for (; j > 0 && (at[j - 1].key & mask) > (x.key & mask); j--)
			at[j] = at[j - 1];
		at[j] = x;
	}
}

static size_t
digit(uint64_t key, unsigned d)
{
	return (size_t)(key >> 8 * d & (VALUES - 1));
}

/* One pass, by digit d: from `from` to `to`. */
static void
pass(struct radix *to, const struct radix *from, size_t n, unsigned d,
    uint64_t mask, const size_t *counts)
{
	size_t where[VALUES];
	size_t sum = 0;

	for (size_t v = 0; v < VALUES; v++) {
		where[v] = sum;
		sum += counts[v];
	}
	for (size_t i = 0; i < n; i++)
		to[where[digit(from[i].key & mask, d)]++] = from[i];
}

void
radix_sort(struct radix *at, struct radix *room, size_t n, unsigned bits)
{
	uint64_t mask = low_bits(bits);
	size_t counts[DIGITS][VALUES] = { 0 };
	struct radix *from = at;

	if (n < FEW) {
		insertion(at, n, mask);
		return;
	}
	for (size_t i = 0; i < n; i++)
		for (unsigned d = 0; d < DIGITS; d++)
			counts[d][digit(at[i].key & mask, d)]++;
	for (unsigned d = 0; d < DIGITS; d++) {
		struct radix *to = from == at ? room : at;

		if (counts[d][digit(from[0].key & mask, d)] == n)
			continue;
		pass(to, from, n, d, mask, counts[d]);
		from = to;
	}
	if (from != at)
		memcpy(at, from, n * sizeof *at);
}
