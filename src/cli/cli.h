/*
 * cli: what a call of the program asked for: the command, its arguments, and
 * the value of every option with where it came from.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stddef.h>

#include "cli/options.h"
#include "cli/out.h"
#include "wiretm.h"

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
	enum opt options[14];	/* those that are not global */
	int only_reads;	/* the memory: it needs no name of a user */

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

/* Values.  A text that was never set is NULL. */
const char *cli_text(const struct cli *c, enum opt o);
long cli_number(const struct cli *c, enum opt o);	/* and choices */
int cli_flag(const struct cli *c, enum opt o);

/* A text that is a number from 0 to 1: "0.95".  0, or -1: WTM_USAGE. */
int cli_fraction(double *out, const struct cli *c, enum opt o,
    struct wtm_err *err);

/* Is there nothing but white space in it? */
int cli_is_blank(const char *s);

/* Fill err, unless it is filled.  Always returns -1. */
int cli_fail(struct wtm_err *err, enum wtm_code code, long line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
int cli_nomem(struct wtm_err *err);

#endif
