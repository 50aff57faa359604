/*
 * tmx-pairs: do <bpt> and <ept> of a segment belong together (TMX 1.4b,
 * section 4.1)?  They are paired by i, which is free again once paired.
 * Segments with more open pairs than we keep are not judged.
 */
#include "config.h"
#include "tmx/tmx-pairs.h"

#include <string.h>

void
pairs_begin(struct pairs *p)
{
	p->n = 0;
	p->why = NULL;
}

static size_t
find(const struct pairs *p, const char *name)
{
	size_t i = 0;

	while (i < p->n && strcmp(p->open[i], name) != 0)
		i++;
	return i;
}

static void
blame(struct pairs *p, const char *why)
{
	if (p->why == NULL)
		p->why = why;
}

static void
open_pair(struct pairs *p, const char *name)
{
	if (find(p, name) < p->n)
		blame(p, "two <bpt> with the same i");
	else if (p->n < PAIRS_MAX)
		memcpy(p->open[p->n++], name, PAIR_NAME_MAX + 1);
}

static void
close_pair(struct pairs *p, const char *name)
{
	size_t i = find(p, name);

	if (i == p->n && p->n < PAIRS_MAX)
		blame(p, "<ept> without its <bpt>");
	else if (i < p->n)
		memmove(p->open[i], p->open[--p->n], PAIR_NAME_MAX + 1);
}

void
pairs_start(struct pairs *p, const struct xml_tag *tag)
{
	char name[PAIR_NAME_MAX + 1] = "";
	const struct xml_attr *i;
	int begins = strcmp(tag->local, "bpt") == 0;

	if (!begins && strcmp(tag->local, "ept") != 0)
		return;
	i = xml_attr_get(tag, "i");
	if (i == NULL) {
		blame(p, "<bpt> or <ept> without i");
		return;
	}
	memcpy(name, i->value, i->len < PAIR_NAME_MAX ? i->len
						      : PAIR_NAME_MAX);
	if (begins)
		open_pair(p, name);
	else
		close_pair(p, name);
}

const char *
pairs_end(const struct pairs *p)
{
	if (p->why == NULL && p->n > 0 && p->n < PAIRS_MAX)
		return "<bpt> without its <ept>";
	return p->why;
}
