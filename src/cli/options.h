/*
 * options: every option of the program, in one table.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stddef.h>

enum opt {
	OPT_NONE,	/* ends a list of options */

	OPT_MEMORY,	/* global: before or after any command */
	OPT_SOURCE,
	OPT_TARGET,
	OPT_STRICT_LANG,
	OPT_JSON,
	OPT_OUTPUT,
	OPT_QUIET,
	OPT_VERBOSE,
	OPT_COLOR,
	OPT_USER,
	OPT_HELP,
	OPT_VERSION,
	OPT_GLOBAL_END,

	OPT_MIN = OPT_GLOBAL_END,	/* of some commands, which list them */
	OPT_MIN_EXACT,
	OPT_MAX,
	OPT_FULL_SCAN,
	OPT_FORMAT,
	OPT_RULES,
	OPT_CHARSET,
	OPT_FROM_FORMAT,
	OPT_DRY_RUN,
	OPT_STRICT,
	OPT_REJECTS,
	OPT_ON_DUPLICATE,
	OPT_TMX,
	OPT_PREV,
	OPT_NEXT,
	OPT_ANALYSE_FORMAT,
	OPT_NEW_SOURCE,
	OPT_NEW_TARGET,
	OPT_WHERE,
	OPT_REPAIR,
	OPT_IN,
	OPT_PURGE,
	OPT_EMBARGOED,
	OPT_NOW,
	OPT_SLUG,
	OPT_EMBARGO,
	OPT_MIN_CONFIDENCE,
	OPT_LINES,
	OPT_BATCH,
	OPT_IMPORT,
	OPT_N
};

enum opt_type {
	OPT_FLAG,
	OPT_TEXT,
	OPT_LANG,	/* a BCP 47 tag */
	OPT_NUMBER,	/* from least to most */
	OPT_CHOICE,	/* one of the words of arg: "auto|always|never" */
};

struct option {
	const char *name;	/* without the two hyphens */
	char letter;	/* or 0 */
	enum opt_type type;
	const char *arg;	/* stands for the value in --help */
	long least;
	long most;
	const char *preset;	/* the default, when it is a constant */
	int setting;	/* may stand in the configuration file */
	const char *help;
};

extern const struct option options[OPT_N];

/* One of cmd_options (ends with OPT_NONE; may be NULL), or a global one. */
enum opt options_find(const enum opt *cmd_options, const char *name,
    size_t len);
enum opt options_find_letter(const enum opt *cmd_options, char letter);

#endif
