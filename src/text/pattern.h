/*
 * pattern: a regular expression of ICU that is searched for in texts.
 * Time and memory of a search are bounded.
 */
#ifndef TEXT_PATTERN_H
#define TEXT_PATTERN_H

#include <stddef.h>

struct pattern;

/*
 * NULL, with what is wrong in why (cap bytes) and the byte of s it was
 * found at in *off, when ICU refuses it.
 */
struct pattern *pattern_new(const char *s, size_t len, int ignore_case,
    char *why, size_t cap, size_t *off);
void pattern_free(struct pattern *p);

/* Is it somewhere in the text?  1, 0, or -1: too many steps. */
int pattern_find(struct pattern *p, const char *s, size_t len);

#endif
