/*
 * edit: new text for a unit, on one side or both.
 */
#include "config.h"

#include "cli/cli.h"
#include "cli/ids.h"
#include "cli/session.h"

static int
check(const struct wtm_edit *edit, struct wtm_err *err)
{
	if (edit->source == NULL && edit->target == NULL)
		return cli_fail(err, WTM_USAGE, 0, "edit needs a new text: "
		    "--source TEXT, --target TEXT, or both");
	if ((edit->source != NULL && cli_is_blank(edit->source)) ||
	    (edit->target != NULL && cli_is_blank(edit->target)))
		return cli_fail(err, WTM_USAGE, 0, "the new text is empty; "
		    "\"wiretm delete ID\" takes a unit away");
	return 0;
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct wtm_edit edit = { .source = cli_text(c, OPT_NEW_SOURCE),
		.target = cli_text(c, OPT_NEW_TARGET) };
	char now[SESSION_DATE_SIZE];
	struct session m;
	uint64_t id;
	int rc = -1;

	if (ids_parse(&id, c->args, 1, err) != 0 || check(&edit, err) != 0)
		return -1;
	session_now(now);
	edit.source_lang = cli_text(c, OPT_SOURCE);
	edit.target_lang = cli_text(c, OPT_TARGET);
	edit.date = now;
	edit.user = cli_text(c, OPT_USER);
	edit.dry_run = cli_flag(c, OPT_DRY_RUN);
	if (session_open(&m, c, SESSION_CHANGE, err) == 0)
		rc = wtm_edit(m.s, id, &edit, err);
	session_close(&m);
	if (rc == 0)
		ids_print(c, &id, 1);
	return rc;
}

const struct command cmd_edit = {
	.name = "edit",
	.args = "ID",
	.least_args = 1,
	.most_args = 1,
	.summary = "change the text of a unit",
	.text = "After edit, --source and --target are the new texts; "
	    "-s and -t still say which\nlanguages they are in.\n",
	.options = { OPT_NEW_SOURCE, OPT_NEW_TARGET, OPT_DRY_RUN },
	.run = run,
};
