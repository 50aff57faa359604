/*
 * rebuild: the index made anew from the units.
 */
#ifndef MEMORY_REBUILD_H
#define MEMORY_REBUILD_H

#include "memory/store.h"

/*
 * By the rules of this program, also when others made the one that is there.
 * The old one goes with the next upkeep.
 */
int rebuild_index(struct store *s, struct wtm_err *err);

/* Is most of the index about units that are gone? */
int rebuild_is_due(const struct state *st);

#endif
