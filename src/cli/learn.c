/*
 * learn: the options that learning and aligning have in common.
 */
#include "config.h"
#include "cli/learn.h"

struct wtm_learn_opts
learn_opts(const struct cli *c, struct progress *progress)
{
	struct wtm_learn_opts opts = WTM_LEARN_OPTS_INIT;

	opts.source = cli_text(c, OPT_SOURCE);
	opts.target = cli_text(c, OPT_TARGET);
	opts.source_given = c->values[OPT_SOURCE].from > FROM_DEFAULT;
	opts.target_given = c->values[OPT_TARGET].from > FROM_DEFAULT;
	opts.user = cli_text(c, OPT_USER);
	opts.charset = cli_text(c, OPT_CHARSET);
	opts.format = cli_text(c, OPT_FROM_FORMAT);
	opts.rules = cli_text(c, OPT_RULES);
	opts.dry_run = cli_flag(c, OPT_DRY_RUN);
	opts.note = progress_note;
	opts.tick = progress_tick;
	opts.arg = progress;
	return opts;
}
