/*
 * count: how many units and languages a memory has, and how large it is.
 */
#ifndef MEMORY_COUNT_H
#define MEMORY_COUNT_H

#include "base/arena.h"
#include "memory/store.h"

/* As wtm_stats() says; the lists are in the arena. */
int count_memory(struct wtm_stats *out, struct store *s, struct arena *a,
    struct wtm_err *err);

#endif
