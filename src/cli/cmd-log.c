/*
 * log: what was changed, the newest first.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "cli/changed.h"
#include "cli/cli.h"
#include "cli/ids.h"
#include "cli/json.h"
#include "cli/session.h"
#include "cli/term.h"

struct listing {
	struct cli *c;
	uint64_t left;
};

static void
put_json(FILE *f, const struct wtm_log_entry *e)
{
	char date[SESSION_DATE_SIZE];
	struct json j;

	session_date(date, e->time, "%Y%m%dT%H%M%SZ");
	json_begin(&j, f);
	json_uint(&j, "change", e->number);
	json_text(&j, "kind", e->kind);
	json_text(&j, "date", date);
	json_str(&j, "user", e->user.s != NULL ? e->user.s : "", e->user.len);
	if (e->what.s != NULL)
		json_str(&j, "what", e->what.s, e->what.len);
	json_uint(&j, "added", e->did.added);
	json_uint(&j, "changed", e->did.changed);
	json_uint(&j, "deleted", e->did.deleted);
	if (e->undoes != 0)
		json_uint(&j, "undoes", e->undoes);
	if (e->undone_by != 0)
		json_uint(&j, "undone_by", e->undone_by);
	json_end(&j);
}

static void
put_text(FILE *f, const struct wtm_log_entry *e)
{
	char date[SESSION_DATE_SIZE];

	session_date(date, e->time, "%Y-%m-%d %H:%M");
	fprintf(f, "%5" PRIu32 "  %s  ", e->number, date);
	if (e->user.len > 0)
		term_put(f, e->user.s, e->user.len);
	else
		putc('-', f);
	fprintf(f, "  %s", e->kind);
	if (e->undoes != 0)
		fprintf(f, " %" PRIu32, e->undoes);
	fputs(": ", f);
	changed_put(f, &e->did);
	if (e->what.s != NULL) {
		fputs("; ", f);
		term_put(f, e->what.s, e->what.len);
	}
	if (e->undone_by != 0)
		fprintf(f, " (undone by %" PRIu32 ")", e->undone_by);
	putc('\n', f);
}

static int
put_entry(void *arg, const struct wtm_log_entry *e, struct wtm_err *err)
{
	struct listing *l = arg;

	(void)err;
	if (l->left-- == 0)
		return 1;
	if (cli_flag(l->c, OPT_JSON))
		put_json(l->c->out.f, e);
	else
		put_text(l->c->out.f, e);
	return 0;
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct listing l = { c, UINT64_MAX };
	struct session m;
	int rc = -1;

	if (c->n_args > 0 && ids_parse_count(&l.left, c->args[0],
	    err) != 0)
		return -1;
	if (session_open(&m, c, SESSION_READ, err) == 0)
		rc = wtm_log(m.s, put_entry, &l, err);
	session_close(&m);
	return rc;
}

const struct command cmd_log = {
	.name = "log",
	.args = "[N]",
	.most_args = 1,
	.summary = "list the changes, the newest first",
	.text = "With N, the newest N of them.\n",
	.options = { OPT_NONE },
	.run = run,
};
