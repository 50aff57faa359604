/*
 * slow: a rule that no automaton can hold (look-around, back references),
 * asked of ICU's backtracking matcher at one place at a time.  Steps are
 * counted, so a rule that explodes ends the same way on every machine.
 */
#ifndef TEXT_SLOW_H
#define TEXT_SLOW_H

#include <stddef.h>

#include "text/srx.h"

struct slow;

/* NULL, with what is wrong in why (cap bytes), when ICU refuses a pattern. */
struct slow *slow_new(const struct srx_rule *rule, char *why, size_t cap);
void slow_free(struct slow *r);

/* A new paragraph: the work done is forgotten.  0 or -1. */
int slow_text(struct slow *r, const char *s, size_t len);

/*
 * Does the rule match at off?  1, 0; or -1 when it has taken too many steps
 * in this paragraph: it is not asked again before the next.
 */
int slow_matches(struct slow *r, size_t off);

#endif
