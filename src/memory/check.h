/*
 * check: do the tables of a memory agree with each other?
 */
#ifndef MEMORY_CHECK_H
#define MEMORY_CHECK_H

#include "memory/store.h"

/* As wtm_verify() says. */
int check_memory(struct wtm_verified *out, struct store *s, wtm_note_fn note,
    void *arg, struct wtm_err *err);

#endif
