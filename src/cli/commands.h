/*
 * commands: the commands of the program, one file cmd-x.c each.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"

extern const struct command cmd_add;
extern const struct command cmd_align;
extern const struct command cmd_analyse;
extern const struct command cmd_article;
extern const struct command cmd_check;
extern const struct command cmd_concordance;
extern const struct command cmd_backup;
extern const struct command cmd_config;
extern const struct command cmd_dedupe;
extern const struct command cmd_delete;
extern const struct command cmd_edit;
extern const struct command cmd_export;
extern const struct command cmd_import;
extern const struct command cmd_learn;
extern const struct command cmd_log;
extern const struct command cmd_lookup;
extern const struct command cmd_match;
extern const struct command cmd_restore;
extern const struct command cmd_segment;
extern const struct command cmd_stats;
extern const struct command cmd_translate;
extern const struct command cmd_undo;
extern const struct command cmd_verify;

#endif
