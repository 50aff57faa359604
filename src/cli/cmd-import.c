/*
 * import: TMX, XLIFF, PO and TSV files into the memory.
 *
 * Each file is taken whole or not at all.  A refused file does not stop the
 * next one; a failure of the memory or the system does.  The counts go to
 * standard error, or as an object a file to standard output (--json).
 */
#include "config.h"

#include "cli/cli.h"
#include "cli/import.h"
#include "cli/session.h"

static int
run(struct cli *c, struct wtm_err *err)
{
	struct session m;
	int status = -1;

	if (session_open(&m, c, SESSION_CREATE, err) == 0)
		status = import_files(c, &m, c->args, c->n_args, err);
	session_close(&m);
	return status;
}

const struct command cmd_import = {
	.name = "import",
	.args = "FILE...",
	.least_args = 1,
	.most_args = -1,
	.summary = "take TMX, XLIFF, PO or TSV files into the memory",
	.text =
	    "Each file is taken whole or not at all.  A TSV file has a source"
	    " and a target\na line; its languages are those of -s and -t, or of"
	    " a first line that names\nthem.  - is standard input.\n",
	.options = { OPT_DRY_RUN, OPT_STRICT, OPT_REJECTS, OPT_ON_DUPLICATE,
	    OPT_CHARSET },
	.run = run,
};
