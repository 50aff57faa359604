/*
 * delete: units go, by id or by a condition.
 */
#ifndef MEMORY_DELETE_H
#define MEMORY_DELETE_H

#include "memory/store.h"

int delete_units(struct wtm_changed *out, struct store *s,
    const struct wtm_delete_opts *opts, struct wtm_err *err);

#endif
