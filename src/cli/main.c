/*
 * wiretm: the program.
 *
 * The table of commands, and the frame around each of them: descriptors and
 * signals, arguments, settings, the place of the results, the exit status.
 * A command returns its status, or -1 and an error whose code is the status.
 * Results become visible (-o) only when the command did not fail.
 */
#include "config.h"

#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/message.h"
#include "cli/settings.h"

const struct command *const commands[] = {
	&cmd_match,
	&cmd_analyse,
	&cmd_lookup,
	&cmd_concordance,
	&cmd_translate,
	&cmd_segment,
	&cmd_article,
	&cmd_import,
	&cmd_learn,
	&cmd_align,
	&cmd_export,
	&cmd_add,
	&cmd_edit,
	&cmd_delete,
	&cmd_dedupe,
	&cmd_log,
	&cmd_undo,
	&cmd_check,
	&cmd_stats,
	&cmd_verify,
	&cmd_backup,
	&cmd_restore,
	&cmd_config,
	NULL,
};

/* --help and --version need no settings and no memory. */
static int
about(struct cli *c)
{
	if (cli_flag(c, OPT_HELP))
		help_print(c->out.f, c->cmd);
	else
		fprintf(c->out.f, "wiretm %s\n", wtm_version());
	return 0;
}

static int
run(struct cli *c, int argc, char **argv, struct wtm_err *err)
{
	int is_about;

	if (cli_parse(c, argc, argv, err) != 0)
		return -1;
	is_about = cli_flag(c, OPT_HELP) || cli_flag(c, OPT_VERSION);
	if (!is_about && (cli_check_args(c, err) != 0 ||
	    settings_load(c, err) != 0))
		return -1;
	if (out_open(&c->out, cli_text(c, OPT_OUTPUT), err) != 0)
		return -1;
	return is_about ? about(c) : c->cmd->run(c, err);
}

/* Nobody reads the rest of a broken pipe, so nobody wants to hear of it. */
static int
failure(const struct cli *c, struct wtm_err *err)
{
	if (err->code == WTM_OK)
		cli_fail(err, WTM_SYSTEM, 0, "%s failed without a reason; "
		    "please report this", c->cmd->name);
	if (err->code != WTM_SYSTEM || !c->out.broken)
		message_error(err);
	return (int)err->code;
}

int
main(int argc, char **argv)
{
	struct cli c = { 0 };
	struct wtm_err err = { 0 };
	int status;

	if (out_guard_descriptors() != 0 || interrupt_catch() != 0)
		return WTM_SYSTEM;
	status = run(&c, argc, argv, &err);
	if (out_close(&c.out, status != -1, &err) != 0)
		status = -1;
	if (status == -1)
		status = failure(&c, &err);
	cli_free(&c);
	return status;
}
