/*
 * cli: the reading of arguments, and the values of options.
 *
 * Global options stand before or after the command, those of a command after
 * it, in any order with the arguments; after -- everything is an argument.
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

int
cli_fraction(double *out, const struct cli *c, enum opt o,
    struct wtm_err *err)
{
	const char *s = cli_text(c, o);
	double v = *s >= '0' && *s <= '9' ? *s++ - '0' : 0;
	double place = 0.1;

	if (*s == '.')
		for (s++; *s >= '0' && *s <= '9'; s++, place /= 10)
			v += place * (*s - '0');
	if (*s == '\0' && v <= 1) {
		*out = v;
		return 0;
	}
	return cli_fail(err, WTM_USAGE, 0, "--%s: \"%.40s\": not a number "
	    "from 0 to 1", options[o].name, cli_text(c, o));
}

int
cli_is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

/* The arguments still to be read. */
struct reader {
	int argc;
	char **argv;
	int next;
	int only_args;	/* -- was seen */
};

/* The options of the command; before it only the global ones count. */
static const enum opt *
known(const struct cli *c)
{
	return c->cmd == NULL ? NULL : c->cmd->options;
}

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
	enum opt o = options_find(known(c), arg + 2, len - 2);
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
		enum opt o = options_find_letter(known(c), *p);
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
