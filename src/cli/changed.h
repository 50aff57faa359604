/*
 * changed: what a change did, as a result.
 */
#ifndef CLI_CHANGED_H
#define CLI_CHANGED_H

#include "cli/cli.h"

/* "3 units deleted"; what did not happen is not said. */
void changed_print(struct cli *c, const struct wtm_changed *n);

/* The same without the end of the line, for a place of one's own. */
void changed_put(FILE *f, const struct wtm_changed *n);

#endif
