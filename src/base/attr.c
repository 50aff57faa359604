/*
 * attr: attributes by name, and what a match says of its unit.
 */
#include "config.h"
#include "wiretm.h"

#include <string.h>

struct wtm_str
wtm_attr_get(const struct wtm_attr *attrs, size_t n, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < n; i++)
		if (attrs[i].name.len == len &&
		    memcmp(attrs[i].name.s, name, len) == 0)
			return attrs[i].value;
	return (struct wtm_str){ 0 };
}

struct wtm_str
wtm_match_attr(const struct wtm_match *m, const char *name)
{
	const struct wtm_tu *tu = m->tu;
	const struct wtm_tuv *sides[] = { &tu->tuvs[m->target],
		&tu->tuvs[m->source] };
	struct wtm_str v = wtm_attr_get(tu->attrs, tu->n_attrs, name);

	for (size_t i = 0; i < 2 && v.s == NULL; i++)
		v = wtm_attr_get(sides[i]->attrs, sides[i]->n_attrs, name);
	return v;
}

const struct wtm_value *
wtm_match_next_value(const struct wtm_match *m, size_t off)
{
	const struct wtm_value *next = NULL;

	for (size_t i = 0; i < m->n_adapted; i++) {
		const struct wtm_value *v = &m->adapted[i];

		if (v->offered[0] >= off && v->offered[1] > v->offered[0] &&
		    (next == NULL || v->offered[0] < next->offered[0]))
			next = v;
	}
	return next;
}
