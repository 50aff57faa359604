/*
 * session: the memory that a command works on.
 *
 * The library says that a folder holds no memory; only the program knows
 * which command makes one, so that message is written here.
 */
#include "config.h"
#include "cli/session.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

int
session_is_absent(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	int empty = 1;

	if (d == NULL)
		return errno == ENOENT;
	while (empty && (e = readdir(d)) != NULL)
		empty = strcmp(e->d_name, ".") == 0 ||
		    strcmp(e->d_name, "..") == 0;
	closedir(d);
	return empty;
}

int
session_open(struct session *m, const struct cli *c, enum session_for what,
    struct wtm_err *err)
{
	return session_open_dir(m, c, cli_text(c, OPT_MEMORY), what, err);
}

int
session_open_dir(struct session *m, const struct cli *c, const char *dir,
    enum session_for what, struct wtm_err *err)
{
	struct wtm_open_opts opts = WTM_OPEN_OPTS_INIT;

	*m = (struct session){ 0 };
	progress_start(&m->progress, c, c->cmd->name);
	if (what != SESSION_CREATE && session_is_absent(dir))
		return cli_fail(err, WTM_MEMORY, 0, "there is no memory in %s; "
		    "\"wiretm import FILE\" makes one", dir);
	opts.create = what == SESSION_CREATE;
	opts.read_only = what == SESSION_READ;
	opts.note = progress_note;
	opts.note_arg = &m->progress;
	if (wtm_open(&m->memory, dir, &opts, err) != 0)
		return -1;
	return wtm_session_new(&m->s, m->memory, err);
}

void
session_close(struct session *m)
{
	progress_end(&m->progress);
	wtm_session_free(m->s);
	wtm_close(m->memory);
	*m = (struct session){ 0 };
}

void
session_date(char date[SESSION_DATE_SIZE], int64_t seconds, const char *form)
{
	time_t t = (time_t)seconds;
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(date, SESSION_DATE_SIZE, form, &tm) == 0)
		date[0] = '\0';
}

void
session_now(char date[SESSION_DATE_SIZE])
{
	session_date(date, (int64_t)time(NULL), "%Y%m%dT%H%M%SZ");
}
