/*
 * found: a heap of documents.
 */
#include "config.h"
#include "index/found.h"

#include <stdlib.h>

/* Does a come before b?  Those of one bound in the order of the disk. */
static int
is_before(const struct index_survivor *a, const struct index_survivor *b)
{
	if (a->bound != b->bound)
		return a->bound > b->bound;
	if (a->refined != b->refined)
		return a->refined > b->refined;
	if (a->slot != b->slot)
		return a->slot < b->slot;
	return a->doc < b->doc;
}

static void
sift_down(struct index_found *f, size_t i)
{
	struct index_survivor s = f->at[i];

	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= f->n)
			break;
		if (child + 1 < f->n &&
		    is_before(&f->at[child + 1], &f->at[child]))
			child++;
		if (!is_before(&f->at[child], &s))
			break;
		f->at[i] = f->at[child];
		i = child;
	}
	f->at[i] = s;
}

int
index_found_add(struct index_found *f, struct index_survivor s)
{
	size_t i = f->n;

	if (f->n == f->cap) {
		size_t cap = f->cap == 0 ? 64 : 2 * f->cap;
		struct index_survivor *grown = realloc(f->at,
		    cap * sizeof *grown);

		if (grown == NULL)
			return -1;
		f->at = grown;
		f->cap = cap;
	}
	f->n++;
	for (; i > 0 && is_before(&s, &f->at[(i - 1) / 2]); i = (i - 1) / 2)
		f->at[i] = f->at[(i - 1) / 2];
	f->at[i] = s;
	return 0;
}

void
index_found_pop(struct index_found *f)
{
	f->at[0] = f->at[--f->n];
	if (f->n > 0)
		sift_down(f, 0);
}

void
index_found_sink(struct index_found *f)
{
	sift_down(f, 0);
}

void
index_found_order(struct index_found *f)
{
	for (size_t i = f->n / 2; i-- > 0;)
		sift_down(f, i);
}
