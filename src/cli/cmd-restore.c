/*
 * restore: a memory out of its backup, where there is none yet.
 */
#include "config.h"

#include <string.h>

#include "cli/cli.h"
#include "cli/session.h"

static int
run(struct cli *c, struct wtm_err *err)
{
	struct session m;
	int rc = -1;

	if (session_open_dir(&m, c, c->args[0], SESSION_READ, err) == 0)
		rc = wtm_backup(m.s, cli_text(c, OPT_MEMORY), err);
	session_close(&m);
	return rc;
}

const struct command cmd_restore = {
	.name = "restore",
	.args = "DIR",
	.least_args = 1,
	.most_args = 1,
	.summary = "make the memory out of a backup",
	.text = "The folder of the memory (-d) must be absent or empty.\n",
	.options = { OPT_NONE },
	.run = run,
};
