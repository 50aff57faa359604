/*
 * edit: a unit with other texts.
 */
#ifndef MEMORY_EDIT_H
#define MEMORY_EDIT_H

#include "base/arena.h"
#include "wiretm.h"

/* The unit as the edit leaves it, in the arena; borrows from both. */
int edit_unit(struct wtm_tu *out, const struct wtm_tu *old,
    const struct wtm_edit *edit, struct arena *a, struct wtm_err *err);

#endif
