/*
 * help: what --help prints.
 *
 * Nothing is written down twice: names, ranges and defaults come from the
 * tables, so the help cannot say what the program does not do.
 */
#include "config.h"
#include "cli/help.h"

#include <string.h>

#define INDENT 28
#define COLUMNS 78

/* Words of s from column INDENT on, in lines of COLUMNS. */
static void
wrapped(FILE *f, const char *s, int col)
{
	while (*s != '\0') {
		int n = (int)strcspn(s, " ");

		if (col + 1 + n > COLUMNS) {
			fprintf(f, "\n%*s", INDENT, "");
			col = INDENT;
		} else if (col > INDENT) {
			putc(' ', f);
			col++;
		}
		fprintf(f, "%.*s", n, s);
		col += n;
		s += n + (s[n] == ' ');
	}
	putc('\n', f);
}

static void
option_row(FILE *f, const struct option *o)
{
	char left[80];
	char letter[8] = "    ";
	char text[240];
	char range[80] = "";
	int n;

	if (o->letter != 0)
		snprintf(letter, sizeof letter, "-%c, ", o->letter);
	n = snprintf(left, sizeof left, "  %s--%s%s%s", letter, o->name,
	    o->arg == NULL ? "" : o->type == OPT_CHOICE ? "=" : " ",
	    o->arg == NULL ? "" : o->arg);
	if (o->type == OPT_NUMBER)
		snprintf(range, sizeof range, " (%ld to %ld; default: %s)",
		    o->least, o->most, o->preset);
	else if (o->preset != NULL)
		snprintf(range, sizeof range, " (default: %s)", o->preset);
	snprintf(text, sizeof text, "%s%s", o->help, range);
	if (n + 2 > INDENT)
		fprintf(f, "%s\n%*s", left, INDENT, "");
	else
		fprintf(f, "%-*s", INDENT, left);
	wrapped(f, text, INDENT);
}

static void
global_options(FILE *f)
{
	for (enum opt o = OPT_NONE + 1; o < OPT_GLOBAL_END; o++)
		option_row(f, &options[o]);
}

/* In lines of their own, so that a long list stays readable. */
static void
setting_names(FILE *f)
{
	int col = COLUMNS;

	for (enum opt o = OPT_NONE + 1; o < OPT_N; o++) {
		int n = (int)strlen(options[o].name) + 1;

		if (!options[o].setting)
			continue;
		if (col + n > COLUMNS) {
			fputs("\n ", f);
			col = 1;
		}
		fprintf(f, " %s", options[o].name);
		col += n;
	}
}

static void
help_program(FILE *f)
{
	fputs("usage: wiretm [-d DIR] [-s LANG] [-t LANG] COMMAND [OPTIONS] "
	    "[ARGUMENTS]\n\nA translation memory for wire copy.\n\n"
	    "commands (\"wiretm COMMAND --help\" says more):\n", f);
	for (const struct command *const *p = commands; *p != NULL; p++)
		fprintf(f, "  %-12s %s\n", (*p)->name, (*p)->summary);
	fputs("\noptions, before or after the command:\n", f);
	global_options(f);
	fputs("\nsettings, in $XDG_CONFIG_HOME/wiretm/config "
	    "as \"name = value\":", f);
	setting_names(f);
	fputs("\n\nexit status: 0 done or found, 1 nothing found, 2 wrong "
	    "usage, 3 input\nrefused or partly refused, 4 no usable memory, "
	    "5 system failure\n", f);
}

void
help_print(FILE *f, const struct command *cmd)
{
	if (cmd == NULL) {
		help_program(f);
		return;
	}
	fprintf(f, "usage: wiretm %s [OPTIONS]%s%s\n\n%s\n", cmd->name,
	    *cmd->args == '\0' ? "" : " ", cmd->args, cmd->summary);
	if (cmd->text != NULL)
		fprintf(f, "\n%s", cmd->text);
	if (cmd->options[0] != OPT_NONE)
		fputs("\noptions:\n", f);
	for (const enum opt *o = cmd->options; *o != OPT_NONE; o++)
		option_row(f, &options[*o]);
	fputs("\noptions of every command:\n", f);
	global_options(f);
}
