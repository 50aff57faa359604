/*
 * radix: sorting by a number, in linear time.
 */
#ifndef BASE_RADIX_H
#define BASE_RADIX_H

#include <stddef.h>
#include <stdint.h>

struct radix {
	uint64_t key;
	uint64_t v;	/* goes with it */
};

/*
 * Sort n items by the low bits of their keys; equal ones keep their order.
 * room is for n items more, and holds nothing of use after.
 */
void radix_sort(struct radix *at, struct radix *room, size_t n,
    unsigned bits);

#endif
