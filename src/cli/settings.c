/*
 * settings: what the arguments left open.
 *
 * The file is $XDG_CONFIG_HOME/wiretm/config (~/.config/wiretm/config), and
 * need not exist.  Lines are "name = value"; the names are those of the long
 * options that the table marks as settings; a flag is "yes" or "no"; blank
 * lines and lines that begin with # say nothing.  It is UTF-8.
 *
 * The environment is $WIRETM_MEMORY and $NO_COLOR; an empty variable counts
 * as absent.
 */
#include "config.h"
#include "cli/settings.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/utf8.h"

#define CONFIG_MAX 65536

static const char *
variable(const char *name)
{
	const char *s = getenv(name);

	return s != NULL && *s != '\0' ? s : NULL;
}

/* base/name, where base is $xdg or, without it, below the home folder. */
static char *
xdg_path(const char *xdg, const char *below_home, const char *name,
    struct wtm_err *err)
{
	const char *base = variable(xdg);
	const char *home = variable("HOME");
	struct passwd *pw;
	char *path;
	size_t size;

	if (base != NULL && *base == '/')
		below_home = "";
	else if (home == NULL && (pw = getpwuid(geteuid())) != NULL)
		base = pw->pw_dir;
	else
		base = home;
	if (base == NULL) {
		cli_fail(err, WTM_USAGE, 0, "no home folder is known; "
		    "set HOME, or %s", xdg);
		return NULL;
	}
	size = strlen(base) + strlen(below_home) + strlen(name) + 1;
	path = malloc(size);
	if (path == NULL)
		cli_nomem(err);
	else
		snprintf(path, size, "%s%s%s", base, below_home, name);
	return path;
}

/* *out is NULL when there is no such file; the caller frees it. */
static int
read_file(char **out, const char *path, struct wtm_err *err)
{
	FILE *f = fopen(path, "r");
	char *text;
	size_t n;
	int rc = -1;

	*out = NULL;
	if (f == NULL && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (f == NULL)
		return cli_fail(err, WTM_SYSTEM, 0, "%s: %s", path,
		    strerror(errno));
	text = malloc(CONFIG_MAX + 1);
	n = text == NULL ? 0 : fread(text, 1, CONFIG_MAX + 1, f);
	if (text == NULL)
		cli_nomem(err);
	else if (ferror(f))
		cli_fail(err, WTM_SYSTEM, 0, "%s: %s", path, strerror(errno));
	else if (n > CONFIG_MAX)
		cli_fail(err, WTM_USAGE, 0, "%s: longer than %d bytes; "
		    "is it a configuration file?", path, CONFIG_MAX);
	else if (memchr(text, '\0', n) != NULL || !utf8_valid(text, n))
		cli_fail(err, WTM_USAGE, 0, "%s: not UTF-8 text; "
		    "is it a configuration file?", path);
	else
		rc = 0;
	fclose(f);
	if (rc == 0) {
		text[n] = '\0';
		*out = text;
	} else {
		free(text);
	}
	return rc;
}

static char *
trim(char *s, char *end)
{
	while (s < end && strchr(" \t\r", *s) != NULL)
		s++;
	while (end > s && strchr(" \t\r", end[-1]) != NULL)
		end--;
	*end = '\0';
	return s;
}

/* The option of a setting; those of a command are found without it. */
static enum opt
find_setting(const char *name)
{
	for (enum opt o = OPT_NONE + 1; o < OPT_N; o++) {
		if (options[o].setting && strcmp(options[o].name, name) == 0)
			return o;
	}
	return OPT_NONE;
}

static int
config_line(struct cli *c, char *line, char *end, long n, struct wtm_err *err)
{
	char *s = trim(line, end);
	char *eq;
	char *name;
	char *value;
	char where[300];
	enum opt o;

	if (*s == '\0' || *s == '#')
		return 0;
	eq = strchr(s, '=');
	if (eq == NULL)
		return cli_fail(err, WTM_USAGE, n,
		    "%s:%ld: no \"=\"; write name = value", c->config_path, n);
	value = trim(eq + 1, s + strlen(s));
	name = trim(s, eq);
	o = find_setting(name);
	if (o == OPT_NONE)
		return cli_fail(err, WTM_USAGE, n,
		    "%s:%ld: no setting is called \"%s\"; "
		    "\"wiretm --help\" lists them", c->config_path, n, name);
	snprintf(where, sizeof where, "%s:%ld: %s", c->config_path, n, name);
	if (cli_set(c, o, value, FROM_CONFIG, where, err) == 0)
		return 0;
	err->line = n;
	return -1;
}

static int
config_file(struct cli *c, struct wtm_err *err)
{
	static const char bom[] = "\xef\xbb\xbf";
	long n = 0;
	char *next;

	c->config_path = xdg_path("XDG_CONFIG_HOME", "/.config",
	    "/wiretm/config", err);
	if (c->config_path == NULL ||
	    read_file(&c->config_text, c->config_path, err) != 0)
		return -1;
	next = c->config_text;
	if (next != NULL && strncmp(next, bom, sizeof bom - 1) == 0)
		next += sizeof bom - 1;
	while (next != NULL && *next != '\0') {
		char *line = next;
		char *end = line + strcspn(line, "\n");

		next = *end == '\n' ? end + 1 : end;
		if (config_line(c, line, end, ++n, err) != 0)
			return -1;
	}
	return 0;
}

static int
environment(struct cli *c, struct wtm_err *err)
{
	const char *dir = variable("WIRETM_MEMORY");

	if (dir != NULL && cli_set(c, OPT_MEMORY, dir, FROM_ENVIRONMENT,
	    "WIRETM_MEMORY", err) != 0)
		return -1;
	if (variable("NO_COLOR") == NULL)
		return 0;
	return cli_set(c, OPT_COLOR, "never", FROM_ENVIRONMENT, "NO_COLOR",
	    err);
}

/* To ask for it can take longer than a lookup. */
static char *
login_name(void)
{
	struct passwd *pw = getpwuid(geteuid());
	char number[24];

	if (pw != NULL && utf8_valid(pw->pw_name, strlen(pw->pw_name)))
		return strdup(pw->pw_name);
	snprintf(number, sizeof number, "%lu", (unsigned long)geteuid());
	return strdup(number);
}

static int
defaults(struct cli *c, struct wtm_err *err)
{
	for (enum opt o = OPT_NONE + 1; o < OPT_N; o++) {
		const struct option *row = &options[o];
		const char *s = row->type == OPT_FLAG ? "no" : row->preset;

		if (s != NULL && cli_set(c, o, s, FROM_DEFAULT, row->name,
		    err) != 0)
			return -1;
	}
	if (!c->cmd->only_reads && c->values[OPT_USER].from == FROM_NOWHERE) {
		c->user = login_name();
		if (c->user == NULL)
			return cli_nomem(err);
		cli_set(c, OPT_USER, c->user, FROM_DEFAULT, "user", err);
	}
	if (c->values[OPT_MEMORY].from == FROM_NOWHERE) {
		c->memory = xdg_path("XDG_DATA_HOME", "/.local/share",
		    "/wiretm/memory", err);
		if (c->memory == NULL)
			return -1;
		cli_set(c, OPT_MEMORY, c->memory, FROM_DEFAULT, "memory", err);
	}
	return 0;
}

int
settings_load(struct cli *c, struct wtm_err *err)
{
	if (config_file(c, err) != 0 || environment(c, err) != 0)
		return -1;
	return defaults(c, err);
}

const char *
settings_origin(enum origin from)
{
	static const char *const names[] = { "none", "default", "config",
		"environment", "flag" };

	return names[from];
}
