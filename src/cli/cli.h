/*
 * cli: the options of the program, in one table, and what a call of it asked
 * for: the command, its arguments, and the value of every option with where
 * it came from.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stddef.h>

#include "cli/out.h"
#include "wiretm.h"

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
	OPT_MAX,
	OPT_FULL_SCAN,
	OPT_FORMAT,
	OPT_RULES,
	OPT_CHARSET,
	OPT_DRY_RUN,
	OPT_STRICT,
	OPT_REJECTS,
	OPT_ON_DUPLICATE,
	OPT_TMX,
	OPT_PREV,
	OPT_NEXT,
	OPT_NEW_SOURCE,
	OPT_NEW_TARGET,
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

/* Where a value came from; a later one wins. */
enum origin {
	FROM_NOWHERE,
	FROM_DEFAULT,
	FROM_CONFIG,
	FROM_ENVIRONMENT,
	FROM_FLAG,
};

struct value {
	enum origin from;
	const char *s;	/* borrowed from argv, environment, or struct cli */
	long n;	/* of a number or choice (from 0); 1 for a flag that is on */
};

struct cli {
	const struct command *cmd;
	struct value values[OPT_N];
	char **args;
	int n_args;
	struct out out;	/* where results go */

	char *config_path;	/* owned: what the values point into */
	char *config_text;
	char *memory;
	char *user;
};

/* One file cmd-x.c each, and a row in main.c. */
struct command {
	const char *name;
	const char *args;	/* as --help shows them */
	int least_args;
	int most_args;	/* -1: any number */
	const char *summary;	/* one line */
	const char *text;	/* more for --help, or NULL */
	enum opt options[10];	/* those that are not global */

	/* The exit status, or -1 with err filled. */
	int (*run)(struct cli *c, struct wtm_err *err);
};

extern const struct command *const commands[];	/* ends with NULL */

/* Read the arguments.  0, or -1: WTM_USAGE. */
int cli_parse(struct cli *c, int argc, char **argv, struct wtm_err *err);

/* Does the call have the arguments its command needs? */
int cli_check_args(const struct cli *c, struct wtm_err *err);

void cli_free(struct cli *c);

/*
 * Give an option a value, unless it has one from a stronger origin.  where
 * begins the message when the value is not allowed ("--min").
 */
int cli_set(struct cli *c, enum opt o, const char *s, enum origin from,
    const char *where, struct wtm_err *err);

/* The option with this name that the command (or NULL) knows; OPT_NONE. */
enum opt cli_find(const struct command *cmd, const char *name, size_t len);

/* Values.  A text that was never set is NULL. */
const char *cli_text(const struct cli *c, enum opt o);
long cli_number(const struct cli *c, enum opt o);	/* and choices */
int cli_flag(const struct cli *c, enum opt o);

/* Fill err, unless it is filled.  Always returns -1. */
int cli_fail(struct wtm_err *err, enum wtm_code code, long line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int cli_nomem(struct wtm_err *err);

#endif
