/*
 * learn: what a translator confirmed goes into the memory, with the story it
 * is from and its neighbours, so that the next version finds it in context.
 */
#include "config.h"

#include "cli/cli.h"
#include "cli/import.h"
#include "cli/interrupt.h"
#include "cli/learn.h"
#include "cli/matches.h"
#include "cli/message.h"
#include "cli/session.h"

static int
learn(struct cli *c, struct session *m, struct wtm_learn_opts *opts,
    struct wtm_err *err)
{
	char now[SESSION_DATE_SIZE];
	struct wtm_text_pair files = { c->args[0], c->args[1] };
	struct wtm_counts n = { 0 };
	struct wtm_err why = { 0 };
	int rc;

	session_now(now);
	opts->date = now;
	progress_start(&m->progress, c, c->args[0]);
	rc = c->n_args == 1 ? wtm_learn(&n, m->s, c->args[0], opts, &why) :
	    wtm_align(&n, m->s, &files, 1, opts, NULL, NULL, &why);
	progress_end(&m->progress);
	if (rc != 0 && (why.code != WTM_INPUT || interrupt_pending())) {
		*err = why;
		return -1;
	}
	if (rc == 0 || cli_flag(c, OPT_JSON))
		import_tell(c, c->args[0], &n,
		    progress_seconds(&m->progress));
	if (rc != 0)
		message_error(&why);
	return rc != 0 || n.rejected > 0 ? WTM_INPUT : 0;
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct session m;
	struct wtm_learn_opts opts = learn_opts(c, &m.progress);
	struct wtm_story story;
	int status = -1;

	if (cli_fraction(&opts.min_confidence, c, OPT_MIN_CONFIDENCE,
	    err) != 0 || matches_story(&story, c, err) != 0)
		return -1;
	opts.story = &story;
	if (session_open(&m, c, SESSION_CREATE, err) == 0)
		status = learn(c, &m, &opts, err);
	session_close(&m);
	return status;
}

const struct command cmd_learn = {
	.name = "learn",
	.args = "FILE | SRC TGT",
	.least_args = 1,
	.most_args = 2,
	.summary = "take an article and its translation into the memory",
	.text =
	    "\"wiretm learn FILE\" takes what a translator confirmed in the"
	    " XLIFF, PO or TSV\nthat \"match\" wrote.  Pairs keep their story"
	    " and neighbours, so that its next\nversion finds them in"
	    " context.\n",
	.options = { OPT_DRY_RUN, OPT_MIN_CONFIDENCE, OPT_SLUG, OPT_EMBARGO,
	    OPT_RULES,
	    OPT_FROM_FORMAT, OPT_CHARSET },
	.run = run,
};
