/*
 * help: what --help prints, made from the tables of commands and options.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli/cli.h"

/* cmd NULL: the help of the program. */
void help_print(FILE *f, const struct command *cmd);

#endif
