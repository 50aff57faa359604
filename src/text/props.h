/*
 * props: sets of characters by Unicode property, made once and shared by all
 * that compile rules in one thread.
 */
#ifndef TEXT_PROPS_H
#define TEXT_PROPS_H

#include <unicode/uset.h>

struct props;

struct props *props_new(void);	/* NULL: no memory */
void props_free(struct props *p);

/*
 * The set of a UnicodeSet pattern such as "\\p{Lu}", borrowed until the free;
 * NULL: there is no such set, or no memory.
 */
const USet *props_get(struct props *p, const char *pattern);

#endif
