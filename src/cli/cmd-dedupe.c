/*
 * dedupe: units that say the same become one.
 */
#include "config.h"

#include "cli/changed.h"
#include "cli/cli.h"
#include "cli/session.h"

static int
run(struct cli *c, struct wtm_err *err)
{
	struct wtm_dedupe_opts opts = { .user = cli_text(c, OPT_USER),
		.dry_run = cli_flag(c, OPT_DRY_RUN), .tick = progress_tick };
	struct wtm_changed n;
	struct session m;
	int rc = -1;

	if (session_open(&m, c, SESSION_CHANGE, err) == 0) {
		opts.arg = &m.progress;
		rc = wtm_dedupe(&n, m.s, &opts, err);
	}
	session_close(&m);
	if (rc == 0)
		changed_print(c, &n);
	return rc;
}

const struct command cmd_dedupe = {
	.name = "dedupe",
	.args = "",
	.summary = "make one unit of those that say the same",
	.text = "White space and Unicode normal form do not count.  The "
	    "oldest unit stays,\nwith the metadata of all.\n",
	.options = { OPT_DRY_RUN },
	.run = run,
};
