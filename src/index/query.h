/*
 * query: a query at work.  For the files of the index only.
 */
#ifndef INDEX_QUERY_H
#define INDEX_QUERY_H

#include "index/found.h"
#include "index/window.h"

enum {
	INDEX_WIDTHS = 8,	/* of codes in shapes */
	INDEX_PROBED = 8,	/* documents that are looked up one by one */
};

struct index_term {
	struct index_list *list;
	uint32_t place;	/* of the unit in the query */
	size_t hint[2];	/* above and below the length of the query */
};

/* A document, and how many lists it may still miss. */
struct index_alive {
	uint32_t doc;
	uint32_t left;
};

struct index_query {
	struct window window;
	struct index_alive alive[INDEX_PROBED];
	struct index_term *terms;
	unsigned char *codes;	/* of the query */
	size_t cap_terms;
	struct index_found found;
	struct lev any[INDEX_WIDTHS];	/* all codes, by their width */
	struct lev shared;
};

/* A query at work on one slot. */
struct index_work {
	struct index *ix;
	struct index_query *q;
	struct index_slot *s;
	const uint64_t *keys;	/* units of the query */
	size_t n;
	int min;
	int is_below;	/* which hints to use */
	index_candidate_fn fn;
	void *arg;
};

/*
 * Hand out, the best first, those with a bound above the minimum, which
 * rises.  Before another slot is begun the rest is refined, and in the end
 * handed out as far as the minimum lets it.
 */
int index_hand_out(struct index_work *w);
int index_refine_rest(struct index_work *w);
int index_hand_out_rest(struct index_work *w);

#endif
