/*
 * learn: confirmed translations of articles into the memory, with the story
 * they come from and their neighbours; one change.
 */
#ifndef MATCH_LEARN_H
#define MATCH_LEARN_H

#include "memory/store.h"
#include "wiretm.h"

/* As wtm_learn(). */
int learn_file(struct wtm_counts *out, struct store *s, const char *path,
    const struct wtm_learn_opts *opts, struct wtm_err *err);

/* As wtm_learn_pair(). */
int learn_pair(struct wtm_counts *out, struct store *s, const char *source,
    const char *target, const struct wtm_learn_opts *opts,
    struct wtm_err *err);

#endif
