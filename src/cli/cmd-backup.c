/*
 * backup: a copy of the memory, while others work on it.
 */
#include "config.h"

#include "cli/cli.h"
#include "cli/session.h"

static int
run(struct cli *c, struct wtm_err *err)
{
	struct session m;
	int rc = -1;

	if (session_open(&m, c, SESSION_READ, err) == 0)
		rc = wtm_backup(m.s, c->args[0], err);
	session_close(&m);
	return rc;
}

const struct command cmd_backup = {
	.name = "backup",
	.args = "DIR",
	.least_args = 1,
	.most_args = 1,
	.summary = "copy the memory to a new folder",
	.text = "Others may work on the memory meanwhile.  The copy is a "
	    "memory, too.\n",
	.options = { OPT_NONE },
	.run = run,
};
