/*
 * kept: what a search remembers: the best matches so far, and the ids of the
 * units it looked at.
 */
#ifndef MATCH_KEPT_H
#define MATCH_KEPT_H

#include "wiretm.h"

/* A match that is kept, and what decides its place. */
struct kept {
	uint64_t id;
	const struct wtm_tu *tu;	/* NULL: to be fetched again */
	size_t source;
	size_t target;
	enum wtm_match_kind kind;
	int score;
	int similarity;
	int story;	/* how close to that of the query */
	int region;	/* languages whose region is the same */
	char date[20];
};

struct kept_list {
	struct kept *at;	/* the best first */
	size_t n, cap;
	size_t max;	/* to be kept */
	uint64_t *seen;	/* ids, open addressing */
	size_t n_seen, cap_seen;
};

void kept_clear(struct kept_list *l, size_t max);
void kept_free(struct kept_list *l);

/* Put a match in its place, if it has one. */
int kept_add(struct kept_list *l, const struct kept *k, struct wtm_err *err);

/* 1 when the id was looked at before, 0 when not, -1. */
int kept_seen(struct kept_list *l, uint64_t id, struct wtm_err *err);

#endif
