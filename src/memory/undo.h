/*
 * undo: the log of changes for people, and a change taken back.
 */
#ifndef MEMORY_UNDO_H
#define MEMORY_UNDO_H

#include "memory/store.h"

/* Newest first; the entries live during the call. */
int undo_log(struct store *s, wtm_log_fn fn, void *arg, struct wtm_err *err);

int undo_change(struct wtm_undone *out, struct store *s,
    const struct wtm_undo_opts *opts, struct wtm_err *err);

#endif
