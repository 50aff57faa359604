/*
 * undo: a change is taken back.
 */
#include "config.h"

#include <inttypes.h>

#include "cli/changed.h"
#include "cli/cli.h"
#include "cli/ids.h"
#include "cli/json.h"
#include "cli/session.h"

static void
tell(struct cli *c, const struct wtm_undone *u)
{
	struct json j;

	if (!cli_flag(c, OPT_JSON)) {
		fprintf(c->out.f, "undone: change %" PRIu32 " (%s): ",
		    u->number, u->kind);
		changed_put(c->out.f, &u->did);
		putc('\n', c->out.f);
		return;
	}
	json_begin(&j, c->out.f);
	json_uint(&j, "undoes", u->number);
	json_text(&j, "kind", u->kind);
	json_uint(&j, "added", u->did.added);
	json_uint(&j, "changed", u->did.changed);
	json_uint(&j, "deleted", u->did.deleted);
	json_end(&j);
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct wtm_undo_opts opts = { .user = cli_text(c, OPT_USER),
		.dry_run = cli_flag(c, OPT_DRY_RUN), .tick = progress_tick };
	struct wtm_undone u;
	struct session m;
	uint64_t n = 0;
	int rc = -1;

	if (c->n_args > 0 && ids_parse_change(&n, c->args[0], err) != 0)
		return -1;
	if (c->n_args > 0 && (n == 0 || n > UINT32_MAX))
		return cli_fail(err, WTM_USAGE, 0, "there is no change %s",
		    c->args[0]);
	opts.number = (uint32_t)n;
	if (session_open(&m, c, SESSION_CHANGE, err) == 0) {
		opts.arg = &m.progress;
		rc = wtm_undo(&u, m.s, &opts, err);
	}
	session_close(&m);
	if (rc == 0)
		tell(c, &u);
	return rc;
}

const struct command cmd_undo = {
	.name = "undo",
	.args = "[N]",
	.most_args = 1,
	.summary = "take a change back",
	.text = "Without N the newest change that is in force; "
	    "\"wiretm log\" has the numbers.\nAn undo is a change itself, and "
	    "can be undone by its number.\n",
	.options = { OPT_DRY_RUN },
	.run = run,
};
