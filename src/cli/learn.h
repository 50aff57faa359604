/*
 * learn: the options that learning and aligning have in common.
 */
#ifndef CLI_LEARN_H
#define CLI_LEARN_H

#include "cli/cli.h"
#include "cli/progress.h"

/* Notes and ticks go to progress, which is borrowed. */
struct wtm_learn_opts learn_opts(const struct cli *c,
    struct progress *progress);

#endif
