/*
 * found: what a query has found and not handed out yet, the best first.
 * For the files of the index only.
 */
#ifndef INDEX_FOUND_H
#define INDEX_FOUND_H

#include <stddef.h>
#include <stdint.h>

struct index_survivor {
	uint32_t slot;	/* which slot, in index.slots */
	uint32_t doc;
	int16_t bound;	/* of its score, in tenths */
	int16_t refined;	/* by its shape, too */
};

/* A heap: at[0] is the best. */
struct index_found {
	struct index_survivor *at;
	size_t n, cap;
};

int index_found_add(struct index_found *f, struct index_survivor s);
void index_found_pop(struct index_found *f);

/* The best has got a lower bound; or any of them. */
void index_found_sink(struct index_found *f);
void index_found_order(struct index_found *f);

#endif
