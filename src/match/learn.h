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

/* As wtm_align(). */
int learn_pairs(struct wtm_counts *out, struct store *s,
    const struct wtm_text_pair *pairs, size_t n,
    const struct wtm_learn_opts *opts, wtm_bead_fn fn, void *arg,
    struct wtm_err *err);

#endif
