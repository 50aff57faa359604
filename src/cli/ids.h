/*
 * ids: the ids of units, as arguments and as results.
 */
#ifndef CLI_IDS_H
#define CLI_IDS_H

#include <stddef.h>
#include <stdint.h>

#include "cli/cli.h"

/* n arguments into ids.  0, or -1: WTM_USAGE. */
int ids_parse(uint64_t *ids, char **args, size_t n, struct wtm_err *err);

/* One a line, or {"v":1,"ids":[...]}. */
void ids_print(struct cli *c, const uint64_t *ids, size_t n);

/* The number of a change, and how many of something. */
int ids_parse_change(uint64_t *n, const char *arg, struct wtm_err *err);
int ids_parse_count(uint64_t *n, const char *arg, struct wtm_err *err);

#endif
