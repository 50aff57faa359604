/*
 * settings: what the arguments left open: the environment, the configuration
 * file, the defaults, in this order.
 */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "cli/cli.h"

/* Fill the values that no flag set.  0, or -1 and the error. */
int settings_load(struct cli *c, struct wtm_err *err);

/* "flag", "environment", "config", "default"; "none" when it has no value. */
const char *settings_origin(enum origin from);

#endif
