/*
 * kept: the best matches so far, and the ids that were looked at.
 *
 * Order: context, exact, number, fuzzy; then score, similarity of characters,
 * same story, same kind of segment, same region, newest, higher id; within a
 * unit the order of its texts.  It is total, so the best n do not depend on
 * the order of looking.
 */
#include "config.h"
#include "match/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "text/norm.h"

enum { SEEN_LEAST = 256 };

void
kept_clear(struct kept_list *l, size_t max)
{
	/* After a search that saw much, clearing would cost more than most. */
	if (l->cap_seen > SEEN_LEAST && 8 * l->n_seen < l->cap_seen) {
		free(l->seen);
		l->seen = NULL;
		l->cap_seen = 0;
	}
	if (l->n_seen > 0 && l->seen != NULL)
		memset(l->seen, 0, l->cap_seen * sizeof *l->seen);
	l->n_seen = 0;
	l->n = 0;
	l->max = max;
}

void
kept_free(struct kept_list *l)
{
	free(l->at);
	free(l->seen);
}

static int
descending(int a, int b)
{
	return (a < b) - (a > b);
}

/* Negative when a stands before b. */
static int
order(const struct kept *a, const struct kept *b)
{
	int c;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if ((c = descending(a->score, b->score)) != 0 ||
	    (c = descending(a->similarity, b->similarity)) != 0 ||
	    (c = descending(a->story, b->story)) != 0 ||
	    (c = descending(a->region, b->region)) != 0 ||
	    (c = strcmp(b->date, a->date)) != 0)
		return c;
	if (a->id != b->id)
		return a->id > b->id ? -1 : 1;
	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	return (a->target > b->target) - (a->target < b->target);
}

int
kept_add(struct kept_list *l, const struct kept *k, struct wtm_err *err)
{
	size_t at = l->n;

	if (l->n == l->max && (l->n == 0 || order(k, &l->at[l->n - 1]) > 0))
		return 0;
	if (l->n == l->cap) {
		size_t cap = l->cap == 0 ? 16 : 2 * l->cap;
		struct kept *grown = realloc(l->at, cap * sizeof *grown);

		if (grown == NULL)
			return err_nomem(err);
		l->at = grown;
		l->cap = cap;
	}
	if (l->n == l->max)
		at = --l->n;
	while (at > 0 && order(k, &l->at[at - 1]) < 0)
		at--;
	memmove(l->at + at + 1, l->at + at, (l->n - at) * sizeof *l->at);
	l->at[at] = *k;
	l->n++;
	return 0;
}

static size_t
place(const uint64_t *seen, size_t cap, uint64_t id)
{
	size_t at = (size_t)norm_mix(id) & (cap - 1);

	while (seen[at] != 0 && seen[at] != id)
		at = (at + 1) & (cap - 1);
	return at;
}

static int
grow(struct kept_list *l)
{
	size_t cap = l->cap_seen == 0 ? SEEN_LEAST : 2 * l->cap_seen;
	uint64_t *seen = calloc(cap, sizeof *seen);

	if (seen == NULL)
		return -1;
	for (size_t i = 0; i < l->cap_seen; i++)
		if (l->seen[i] != 0)
			seen[place(seen, cap, l->seen[i])] = l->seen[i];
	free(l->seen);
	l->seen = seen;
	l->cap_seen = cap;
	return 0;
}

int
kept_seen(struct kept_list *l, uint64_t id, struct wtm_err *err)
{
	size_t at;

	if (2 * l->n_seen >= l->cap_seen && grow(l) != 0)
		return err_nomem(err);
	id++;	/* 0 is an empty place */
	at = place(l->seen, l->cap_seen, id);
	if (l->seen[at] == id)
		return 1;
	l->seen[at] = id;
	l->n_seen++;
	return 0;
}
