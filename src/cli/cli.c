/*
 * cli: the options of the program, and the reading of its arguments.
 *
 * A new option is a row in the table below and a name in enum opt; --help,
 * the configuration file and "wiretm config" follow.  Global options stand
 * before or after the command.  An option of a command hides a global one of
 * the same long name ("edit --source TEXT"); letters are never hidden.
 *
 * Arguments are UTF-8 in every locale; others are refused here, so that
 * nothing behind has to ask.
 */
#include "config.h"
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/utf8.h"

const struct option options[OPT_N] = {
	[OPT_MEMORY] = { "memory", 'd', OPT_TEXT, "DIR", 0, 0, NULL, 1,
	    "the folder of the memory (default: $WIRETM_MEMORY, else "
	    "$XDG_DATA_HOME/wiretm/memory)" },
	[OPT_SOURCE] = { "source", 's', OPT_LANG, "LANG", 0, 0, "en", 1,
	    "the language to translate from, as a tag: en, en-GB" },
	[OPT_TARGET] = { "target", 't', OPT_LANG, "LANG", 0, 0, "ko", 1,
	    "the language to translate into" },
	[OPT_STRICT_LANG] = { "strict-lang", 0, OPT_FLAG, NULL, 0, 0, NULL, 1,
	    "units of these very tags only: en does not find en-GB" },
	[OPT_JSON] = { "json", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "results as JSON, one object a line" },
	[OPT_OUTPUT] = { "output", 'o', OPT_TEXT, "FILE", 0, 0, NULL, 0,
	    "write the results to FILE, whole or not at all" },
	[OPT_QUIET] = { "quiet", 'q', OPT_FLAG, NULL, 0, 0, NULL, 1,
	    "no remarks, counts and progress; failures are still told" },
	[OPT_VERBOSE] = { "verbose", 'v', OPT_FLAG, NULL, 0, 0, NULL, 1,
	    "say more: properties and notes of a match" },
	[OPT_COLOR] = { "color", 0, OPT_CHOICE, "auto|always|never", 0, 0,
	    "auto", 1,
	    "colour the results; auto: on a terminal, unless NO_COLOR is set" },
	[OPT_USER] = { "user", 0, OPT_TEXT, "NAME", 0, 0, NULL, 1,
	    "who makes a change (default: the login name)" },
	[OPT_HELP] = { "help", 'h', OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "show this help, or that of a command" },
	[OPT_VERSION] = { "version", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "show the version" },

	[OPT_MIN] = { "min", 'm', OPT_NUMBER, "SCORE", 50, 100, "70", 1,
	    "leave out matches below this score" },
	[OPT_MAX] = { "max", 'n', OPT_NUMBER, "N", 1, 100000, "5", 1,
	    "show at most N matches of a segment" },
	[OPT_FULL_SCAN] = { "full-scan", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "compare with every unit instead of asking the index" },
	[OPT_FORMAT] = { "format", 0, OPT_CHOICE, "text|json", 0, 0,
	    "text", 0, "the form of the results" },
	[OPT_RULES] = { "rules", 0, OPT_TEXT, "FILE.srx", 0, 0, NULL, 1,
	    "split sentences by these rules" },
	[OPT_CHARSET] = { "charset", 0, OPT_TEXT, "NAME", 0, 0, NULL, 0,
	    "the encoding of the file (default: found out)" },
	[OPT_DRY_RUN] = { "dry-run", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "say what would be done, and change nothing" },
	[OPT_STRICT] = { "strict", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "refuse a file for one faulty unit" },
	[OPT_REJECTS] = { "rejects", 0, OPT_TEXT, "FILE", 0, 0, NULL, 0,
	    "write the faulty units to FILE, as TMX" },
	[OPT_ON_DUPLICATE] = { "on-duplicate", 0, OPT_CHOICE,
	    "merge|keep|replace", 0, 0, "merge", 1,
	    "what to do with a unit that is there already" },
	[OPT_TMX] = { "tmx", 0, OPT_CHOICE, "1.4|1.1", 0, 0, "1.4", 0,
	    "the version of the format" },
	[OPT_PREV] = { "prev", 0, OPT_TEXT, "TEXT", 0, 0, NULL, 0,
	    "the segment before it in its article (\"\": it is the first)" },
	[OPT_NEXT] = { "next", 0, OPT_TEXT, "TEXT", 0, 0, NULL, 0,
	    "the segment after it in its article (\"\": it is the last)" },
	[OPT_NEW_SOURCE] = { "source", 0, OPT_TEXT, "TEXT", 0, 0, NULL, 0,
	    "the new text in the source language (-s)" },
	[OPT_NEW_TARGET] = { "target", 0, OPT_TEXT, "TEXT", 0, 0, NULL, 0,
	    "the new text in the target language (-t)" },
};

int
cli_fail(struct wtm_err *err, enum wtm_code code, long line, const char *fmt,
    ...)
{
	va_list ap;

	if (err->code != WTM_OK)
		return -1;
	err->code = code;
	err->line = line;
	va_start(ap, fmt);
	if (vsnprintf(err->msg, sizeof err->msg, fmt, ap) < 0)
		err->msg[0] = '\0';
	va_end(ap);
	return -1;
}

int
cli_nomem(struct wtm_err *err)
{
	return cli_fail(err, WTM_SYSTEM, 0, "out of memory");
}

static int
is_named(enum opt o, const char *name, size_t len)
{
	return strlen(options[o].name) == len &&
	    memcmp(options[o].name, name, len) == 0;
}

enum opt
cli_find(const struct command *cmd, const char *name, size_t len)
{
	for (const enum opt *o = cmd == NULL ? NULL : cmd->options;
	    o != NULL && *o != OPT_NONE; o++) {
		if (is_named(*o, name, len))
			return *o;
	}
	for (enum opt o = OPT_NONE + 1; o < OPT_GLOBAL_END; o++) {
		if (is_named(o, name, len))
			return o;
	}
	return OPT_NONE;
}

static enum opt
find_letter(const struct command *cmd, char letter)
{
	for (const enum opt *o = cmd == NULL ? NULL : cmd->options;
	    o != NULL && *o != OPT_NONE; o++) {
		if (options[*o].letter == letter)
			return *o;
	}
	for (enum opt o = OPT_NONE + 1; o < OPT_GLOBAL_END; o++) {
		if (options[o].letter == letter)
			return o;
	}
	return OPT_NONE;
}

static int
set_number(struct value *v, const struct option *row, const char *s,
    const char *where, struct wtm_err *err)
{
	char *end;

	errno = 0;
	v->n = strtol(s, &end, 10);
	if (*s < '0' || *s > '9' || *end != '\0' || errno != 0 ||
	    v->n < row->least || v->n > row->most)
		return cli_fail(err, WTM_USAGE, 0,
		    "%s: \"%s\" is not a whole number from %ld to %ld", where,
		    s, row->least, row->most);
	return 0;
}

static int
set_choice(struct value *v, const struct option *row, const char *s,
    const char *where, struct wtm_err *err)
{
	size_t len = strlen(s);

	v->n = 0;
	for (const char *p = row->arg; *p != '\0'; v->n++) {
		size_t n = strcspn(p, "|");

		if (n == len && memcmp(p, s, n) == 0)
			return 0;
		p += n + (p[n] == '|');
	}
	return cli_fail(err, WTM_USAGE, 0, "%s: \"%s\" is not one of %s",
	    where, s, row->arg);
}

/* In a file a flag is "yes" or "no"; as an argument it stands alone. */
static int
set_flag(struct value *v, const char *s, const char *where,
    struct wtm_err *err)
{
	if (strcmp(s, "yes") == 0 || strcmp(s, "no") == 0) {
		v->n = *s == 'y';
		return 0;
	}
	return cli_fail(err, WTM_USAGE, 0, "%s: \"%s\" is not yes or no",
	    where, s);
}

static int
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');
}

/* The shape of BCP 47: 2 or 3 letters (or i, x), then subtags of 1 to 8. */
static int
is_tag(const char *s)
{
	size_t n = 0;

	for (const char *p = s; *p != '\0'; p += n + (p[n] != '\0')) {
		for (n = 0; is_alnum(p[n]); n++)
			;
		if (n == 0 || n > 8 || (p[n] != '\0' && p[n] != '-') ||
		    (p[n] == '-' && p[n + 1] == '\0'))
			return 0;
		if (p == s && (n > 3 || *s <= '9' ||
		    (n == 1 && strchr("iIxX", *s) == NULL)))
			return 0;
	}
	return *s != '\0';
}

static int
set_lang(const char *s, const char *where, struct wtm_err *err)
{
	if (is_tag(s))
		return 0;
	return cli_fail(err, WTM_USAGE, 0,
	    "%s: \"%s\" is not a language tag; write en, ko, zh-Hant ...",
	    where, s);
}

int
cli_set(struct cli *c, enum opt o, const char *s, enum origin from,
    const char *where, struct wtm_err *err)
{
	const struct option *row = &options[o];
	struct value v = { .from = from, .s = s };
	int rc = 0;

	if (row->type == OPT_NUMBER)
		rc = set_number(&v, row, s, where, err);
	else if (row->type == OPT_CHOICE)
		rc = set_choice(&v, row, s, where, err);
	else if (row->type == OPT_FLAG)
		rc = set_flag(&v, s, where, err);
	else if (row->type == OPT_LANG)
		rc = set_lang(s, where, err);
	if (rc == 0 && from >= c->values[o].from)
		c->values[o] = v;
	return rc;
}

const char *
cli_text(const struct cli *c, enum opt o)
{
	return c->values[o].s;
}

long
cli_number(const struct cli *c, enum opt o)
{
	return c->values[o].n;
}

int
cli_flag(const struct cli *c, enum opt o)
{
	return c->values[o].n != 0;
}

/* The arguments still to be read. */
struct reader {
	int argc;
	char **argv;
	int next;
	int only_args;	/* -- was seen */
};

static int
unknown(const struct cli *c, const char *arg, int len, struct wtm_err *err)
{
	if (c->cmd == NULL)
		return cli_fail(err, WTM_USAGE, 0,
		    "unknown option %.*s before the command; "
		    "see \"wiretm --help\"", len, arg);
	return cli_fail(err, WTM_USAGE, 0, "%s has no option %.*s; "
	    "see \"wiretm %s --help\"", c->cmd->name, len, arg, c->cmd->name);
}

/* The value of an option that needs one: the rest of arg, or the next. */
static int
take_value(struct cli *c, struct reader *r, enum opt o, const char *rest,
    const char *where, struct wtm_err *err)
{
	if (rest == NULL && r->next == r->argc)
		return cli_fail(err, WTM_USAGE, 0, "%s needs a value: %s",
		    where, options[o].arg);
	return cli_set(c, o, rest != NULL ? rest : r->argv[r->next++],
	    FROM_FLAG, where, err);
}

static int
long_option(struct cli *c, struct reader *r, const char *arg,
    struct wtm_err *err)
{
	size_t len = strcspn(arg, "=");
	enum opt o = cli_find(c->cmd, arg + 2, len - 2);
	char where[32];

	if (o == OPT_NONE)
		return unknown(c, arg, (int)len, err);
	snprintf(where, sizeof where, "--%s", options[o].name);
	if (options[o].type != OPT_FLAG)
		return take_value(c, r, o,
		    arg[len] == '=' ? arg + len + 1 : NULL, where, err);
	if (arg[len] == '=')
		return cli_fail(err, WTM_USAGE, 0, "%s takes no value", where);
	return cli_set(c, o, "yes", FROM_FLAG, where, err);
}

/* -q, -qv, -d DIR, -dDIR, -vdDIR */
static int
letters(struct cli *c, struct reader *r, const char *arg, struct wtm_err *err)
{
	for (const char *p = arg + 1; *p != '\0'; p++) {
		enum opt o = find_letter(c->cmd, *p);
		char where[3] = { '-', *p, '\0' };
		uint32_t cp;

		if (o == OPT_NONE)
			return unknown(c, arg,
			    (int)(p - arg) + (int)utf8_next(p, strlen(p), &cp),
			    err);
		if (options[o].type != OPT_FLAG)
			return take_value(c, r, o, p[1] != '\0' ? p + 1 : NULL,
			    where, err);
		if (cli_set(c, o, "yes", FROM_FLAG, where, err) != 0)
			return -1;
	}
	return 0;
}

static int
command(struct cli *c, const char *name, struct wtm_err *err)
{
	for (const struct command *const *p = commands; *p != NULL; p++) {
		if (strcmp((*p)->name, name) == 0) {
			c->cmd = *p;
			return 0;
		}
	}
	return cli_fail(err, WTM_USAGE, 0,
	    "unknown command \"%s\"; \"wiretm --help\" lists them", name);
}

static int
one(struct cli *c, struct reader *r, struct wtm_err *err)
{
	char *arg = r->argv[r->next++];

	if (!r->only_args && arg[0] == '-' && arg[1] != '\0') {
		if (arg[1] != '-')
			return letters(c, r, arg, err);
		if (arg[2] != '\0')
			return long_option(c, r, arg, err);
		r->only_args = 1;
		return 0;
	}
	if (c->cmd == NULL)
		return command(c, arg, err);
	c->args[c->n_args++] = arg;
	return 0;
}

int
cli_parse(struct cli *c, int argc, char **argv, struct wtm_err *err)
{
	struct reader r = { argc, argv, 1, 0 };

	for (int i = 1; i < argc; i++) {
		if (!utf8_valid(argv[i], strlen(argv[i])))
			return cli_fail(err, WTM_USAGE, 0,
			    "argument %d is not UTF-8", i);
	}
	c->args = argv;	/* those that are no options move to the front */
	while (r.next < argc) {
		if (one(c, &r, err) != 0)
			return -1;
	}
	return 0;
}

int
cli_check_args(const struct cli *c, struct wtm_err *err)
{
	const struct command *cmd = c->cmd;

	if (cmd == NULL)
		return cli_fail(err, WTM_USAGE, 0,
		    "a command is missing; \"wiretm --help\" lists them");
	if (c->n_args < cmd->least_args)
		return cli_fail(err, WTM_USAGE, 0,
		    "%s needs %s; see \"wiretm %s --help\"", cmd->name,
		    cmd->args, cmd->name);
	if (cmd->most_args >= 0 && c->n_args > cmd->most_args)
		return cli_fail(err, WTM_USAGE, 0,
		    "\"%s\" is one argument too many for %s; "
		    "see \"wiretm %s --help\"", c->args[cmd->most_args],
		    cmd->name, cmd->name);
	return 0;
}

void
cli_free(struct cli *c)
{
	free(c->config_path);
	free(c->config_text);
	free(c->memory);
	free(c->user);
}
