/*
 * export: the memory as a TMX file, units by id.
 */
#include "config.h"

#include "cli/cli.h"
#include "cli/matches.h"
#include "cli/session.h"
#include "cli/term.h"

static void
tell(const struct cli *c, uint64_t n, uint64_t withheld)
{
	char count[TERM_COUNT_SIZE];

	/* never silent: what was written may be meant for all there is */
	if (withheld > 0)
		fprintf(stderr, "%s %s under embargo left out (--embargoed)\n",
		    term_count(count, withheld),
		    withheld == 1 ? "unit" : "units");
	if (!cli_flag(c, OPT_QUIET) && cli_text(c, OPT_OUTPUT) != NULL)
		fprintf(stderr, "%s: %s %s\n", cli_text(c, OPT_OUTPUT),
		    term_count(count, n), n == 1 ? "unit" : "units");
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct wtm_export_opts opts = WTM_EXPORT_OPTS_INIT;
	struct session m;
	uint64_t withheld = 0;
	uint64_t n = 0;
	int rc = -1;

	if (matches_embargo(&opts.embargoed, &opts.now, c, err) != 0)
		return -1;
	if (session_open(&m, c, SESSION_READ, err) == 0) {
		opts.tmx = cli_text(c, OPT_TMX);
		opts.where = cli_text(c, OPT_WHERE);
		opts.source = cli_text(c, OPT_SOURCE);
		opts.target = cli_text(c, OPT_TARGET);
		opts.withheld = &withheld;
		opts.tick = progress_tick;
		opts.arg = &m.progress;
		rc = wtm_export(&n, m.s, c->out.f, &opts, err);
	}
	session_close(&m);
	if (rc == 0)
		tell(c, n, withheld);
	return rc;
}

const struct command cmd_export = {
	.name = "export",
	.args = "",
	.summary = "write the memory as TMX",
	.options = { OPT_WHERE, OPT_TMX, OPT_EMBARGOED, OPT_NOW },
	.run = run,
};
