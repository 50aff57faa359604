/*
 * To find the characters of a property ICU asks for every range of Unicode,
 * some tenth of a millisecond; rules name the same few again and again.
 */
#include "config.h"

#include "text/props.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/ustring.h>

#define MAX_PATTERN 256

struct prop {
	struct prop *next;
	USet *set;
	char pattern[MAX_PATTERN];
};

struct props {
	struct prop *first;
};

struct props *
props_new(void)
{
	return calloc(1, sizeof(struct props));
}

void
props_free(struct props *p)
{
	while (p != NULL && p->first != NULL) {
		struct prop *e = p->first;

		p->first = e->next;
		uset_close(e->set);
		free(e);
	}
	free(p);
}

const USet *
props_get(struct props *p, const char *pattern)
{
	UErrorCode code = U_ZERO_ERROR;
	UChar u[MAX_PATTERN];
	size_t len = strlen(pattern);
	struct prop *e;

	for (e = p->first; e != NULL; e = e->next)
		if (strcmp(e->pattern, pattern) == 0)
			return e->set;
	if (len >= MAX_PATTERN)
		return NULL;
	e = calloc(1, sizeof(*e));
	if (e == NULL)
		return NULL;
	memcpy(e->pattern, pattern, len + 1);
	u_charsToUChars(pattern, u, (int32_t)len);
	e->set = uset_openPattern(u, (int32_t)len, &code);
	if (U_FAILURE(code)) {
		free(e);
		return NULL;
	}
	e->next = p->first;
	p->first = e;
	return e->set;
}
