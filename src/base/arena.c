/*
 * arena: memory that dies with one call.
 *
 * Blocks double from 4 KiB to 1 MiB; an allocation larger than a block gets
 * a block of its own.
 */
#include "config.h"
#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { BLOCK_MIN = 4096, BLOCK_MAX = 1 << 20 };

struct arena_block {
	struct arena_block *next;
	size_t cap;
	size_t used;
	alignas(max_align_t) char s[];
};

void
arena_free(struct arena *a)
{
	struct arena_block *next;

	for (struct arena_block *b = a->first; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	*a = (struct arena){ 0 };
}

void
arena_clear(struct arena *a)
{
	struct arena_block *keep = a->first;

	a->used = 0;
	a->failed = 0;
	if (keep == NULL)
		return;
	a->first = keep->next;
	arena_free(a);
	keep->next = NULL;
	keep->used = 0;
	a->first = keep;
}

static struct arena_block *
grow(struct arena *a, size_t len)
{
	size_t cap = a->first == NULL ? BLOCK_MIN : a->first->cap;
	struct arena_block *b;
	size_t bytes;

	if (a->first != NULL && cap < BLOCK_MAX)
		cap *= 2;
	if (cap < len)
		cap = len;
	if (size_add(&bytes, sizeof *b, cap) != 0)
		return NULL;
	b = malloc(bytes);
	if (b == NULL)
		return NULL;
	b->cap = cap;
	b->used = 0;
	b->next = a->first;
	a->first = b;
	return b;
}

void *
arena_alloc(struct arena *a, size_t len)
{
	struct arena_block *b = a->first;
	size_t need;
	void *p;

	if (size_add(&need, len, alignof(max_align_t) - 1) != 0)
		return NULL;
	need &= ~(alignof(max_align_t) - 1);
	if (b == NULL || b->cap - b->used < need) {
		b = grow(a, need);
		if (b == NULL) {
			a->failed = 1;
			return NULL;
		}
	}
	p = b->s + b->used;
	b->used += need;
	a->used += need;
	return memset(p, 0, len);
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	size_t bytes;

	if (size_mul(&bytes, n, size) != 0)
		return NULL;
	return arena_alloc(a, bytes);
}

struct wtm_str
arena_str(struct arena *a, const char *s, size_t len)
{
	struct wtm_str out = { .len = len };
	char *copy = len == (size_t)-1 ? NULL : arena_alloc(a, len + 1);

	if (copy == NULL)
		return (struct wtm_str){ 0 };
	if (len > 0)
		memcpy(copy, s, len);
	out.s = copy;
	return out;
}
