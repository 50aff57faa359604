/*
 * delete: units out of the memory, all that are named or none, or those that
 * meet a condition.
 */
#include "config.h"

#include <stdlib.h>

#include "cli/changed.h"
#include "cli/cli.h"
#include "cli/ids.h"
#include "cli/session.h"

static int
check(const struct cli *c, struct wtm_err *err)
{
	int has_where = cli_text(c, OPT_WHERE) != NULL;

	if (has_where == (c->n_args > 0))
		return cli_fail(err, WTM_USAGE, 0, "delete needs the ids of "
		    "units, or --where CONDITION%s",
		    has_where ? ", not both" : "");
	return 0;
}

static int
delete(struct cli *c, const uint64_t *ids, struct wtm_err *err)
{
	struct wtm_delete_opts opts = WTM_DELETE_OPTS_INIT;
	struct wtm_changed n;
	struct session m;
	int rc = -1;

	opts.ids = ids;
	opts.n = (size_t)c->n_args;
	opts.where = cli_text(c, OPT_WHERE);
	opts.source = cli_text(c, OPT_SOURCE);
	opts.target = cli_text(c, OPT_TARGET);
	opts.user = cli_text(c, OPT_USER);
	opts.dry_run = cli_flag(c, OPT_DRY_RUN);
	opts.purge = cli_flag(c, OPT_PURGE);
	opts.tick = progress_tick;
	if (session_open(&m, c, SESSION_CHANGE, err) == 0) {
		opts.arg = &m.progress;
		rc = wtm_delete(&n, m.s, &opts, err);
	}
	session_close(&m);
	if (rc == 0 && opts.where != NULL)
		changed_print(c, &n);
	else if (rc == 0)
		ids_print(c, ids, opts.n);
	return rc;
}

static int
run(struct cli *c, struct wtm_err *err)
{
	uint64_t *ids;
	int rc = -1;

	if (check(c, err) != 0)
		return -1;
	ids = calloc((size_t)c->n_args + 1, sizeof *ids);
	if (ids == NULL)
		cli_nomem(err);
	else if (ids_parse(ids, c->args, (size_t)c->n_args, err) == 0)
		rc = delete(c, ids, err);
	free(ids);
	return rc;
}

const struct command cmd_delete = {
	.name = "delete",
	.args = "ID... | --where CONDITION",
	.least_args = 0,
	.most_args = -1,
	.summary = "delete units",
	.text = "Prints the ids.  When one is not in the memory, "
	    "nothing is deleted.\nWith a condition, prints how many units "
	    "were deleted.\n",
	.options = { OPT_WHERE, OPT_PURGE, OPT_DRY_RUN },
	.run = run,
};
