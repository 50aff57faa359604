/*
 * known: is a unit in the memory already?
 */
#ifndef MATCH_KNOWN_H
#define MATCH_KNOWN_H

#include "memory/store.h"

struct known;
int known_new(struct known **out, struct store *s, struct wtm_err *err);
void known_free(struct known *k);	/* k may be NULL */

/*
 * The same unit, as unit_same() has it; *out is NULL when there is none, and
 * lives until the next call.
 */
int known_find(const struct wtm_tu **out, struct known *k,
    const struct wtm_tu *tu, struct wtm_err *err);

#endif
