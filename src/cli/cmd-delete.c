/*
 * delete: units out of the memory, all that are named or none.
 */
#include "config.h"

#include <stdlib.h>

#include "cli/cli.h"
#include "cli/ids.h"
#include "cli/session.h"

static int
run(struct cli *c, struct wtm_err *err)
{
	size_t n = (size_t)c->n_args;
	uint64_t *ids = calloc(n, sizeof *ids);
	struct session m = { 0 };
	int rc = -1;

	if (ids == NULL)
		cli_nomem(err);
	else if (ids_parse(ids, c->args, n, err) == 0 &&
	    session_open(&m, c, SESSION_CHANGE, err) == 0)
		rc = wtm_delete(m.s, ids, n, cli_text(c, OPT_USER), err);
	session_close(&m);
	if (rc == 0)
		ids_print(c, ids, n);
	free(ids);
	return rc;
}

const struct command cmd_delete = {
	.name = "delete",
	.args = "ID...",
	.least_args = 1,
	.most_args = -1,
	.summary = "delete units",
	.text = "Prints the ids.  When one is not in the memory, "
	    "nothing is deleted.\n",
	.options = { OPT_NONE },
	.run = run,
};
