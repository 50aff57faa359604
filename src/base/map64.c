/*
 * map64: from a 64-bit hash to a number other than 0, in memory.  Open
 * addressing, 16 bytes a slot, at most three quarters full.
 */
#include "config.h"
#include "base/map64.h"

#include <stdlib.h>
#include <string.h>

struct map64_slot {
	uint64_t hash;
	uint64_t v;	/* 0: free */
};

static size_t
find(const struct map64 *m, uint64_t hash)
{
	size_t i = (size_t)(hash * 0x9E3779B97F4A7C15u >> 20) & (m->cap - 1);

	while (m->at[i].v != 0 && m->at[i].hash != hash)
		i = (i + 1) & (m->cap - 1);
	return i;
}

uint64_t
map64_get(const struct map64 *m, uint64_t hash)
{
	return m->cap == 0 ? 0 : m->at[find(m, hash)].v;
}

static int
grow(struct map64 *m)
{
	struct map64 new = { .cap = m->cap == 0 ? 1024 : m->cap * 2 };

	new.at = calloc(new.cap, sizeof *new.at);
	if (new.at == NULL)
		return -1;
	for (size_t i = 0; i < m->cap; i++)
		if (m->at[i].v != 0)
			new.at[find(&new, m->at[i].hash)] = m->at[i];
	new.n = m->n;
	free(m->at);
	*m = new;
	return 0;
}

int
map64_put(struct map64 *m, uint64_t hash, uint64_t v)
{
	size_t i;

	if (m->n >= m->cap / 4 * 3 && grow(m) != 0)
		return -1;
	i = find(m, hash);
	if (m->at[i].v == 0)
		m->n++;
	m->at[i].hash = hash;
	m->at[i].v = v;
	return 0;
}

int
map64_next(const struct map64 *m, size_t *at, uint64_t *hash)
{
	while (*at < m->cap && m->at[*at].v == 0)
		++*at;
	if (*at == m->cap)
		return 0;
	*hash = m->at[(*at)++].hash;
	return 1;
}

void
map64_clear(struct map64 *m)
{
	if (m->n > 0)
		memset(m->at, 0, m->cap * sizeof *m->at);
	m->n = 0;
}

void
map64_free(struct map64 *m)
{
	free(m->at);
	*m = (struct map64){ 0 };
}
