/*
 * where: a condition on units, as export and delete take it.
 *
 * expr = and { "or" and }; and = not { "and" not };
 * not = "not" not | "(" expr ")" | test;
 * test = field [ op value ]; op is one of = != < <= > >= ~ !~;
 * value is a word, a "text" with \" and \\, or after ~ a /regex/ or /regex/i.
 */
#ifndef MEMORY_WHERE_H
#define MEMORY_WHERE_H

#include "memory/header.h"
#include "wiretm.h"

struct where;

/*
 * Parse s.  source and target are the languages that its fields of these
 * names mean.  A fault is WTM_USAGE and names the column.
 */
int where_new(struct where **out, const char *s, const char *source,
    const char *target, struct wtm_err *err);
void where_free(struct where *w);

/* Headers that say the origin of units without one; borrowed. */
void where_headers(struct where *w, const struct headers *hs);

/* Does the unit meet it?  1, 0, -1. */
int where_holds(struct where *w, const struct wtm_tu *tu,
    struct wtm_err *err);

#endif
