/*
 * add: a unit typed by hand, or many as TSV from standard input.
 *
 * A unit typed by hand says who made it and when.  Its neighbours in the
 * article, when they are told, become the props x-prev and x-next, which is
 * where every tool finds the context; "" is the edge of the article.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "cli/cli.h"
#include "cli/import.h"
#include "cli/json.h"
#include "cli/session.h"

static struct wtm_str
str(const char *s)
{
	return (struct wtm_str){ s, strlen(s) };
}

static size_t
neighbours(struct wtm_meta metas[2], const struct cli *c)
{
	static const struct {
		enum opt opt;
		const char *type;
	} sides[] = { { OPT_PREV, "x-prev" }, { OPT_NEXT, "x-next" } };
	size_t n = 0;

	for (size_t i = 0; i < 2; i++) {
		const char *s = cli_text(c, sides[i].opt);

		if (s == NULL)
			continue;
		metas[n] = (struct wtm_meta){ .type = str(sides[i].type) };
		metas[n++].text = str(s);
	}
	return n;
}

static void
tell(struct cli *c, uint64_t id)
{
	struct json j;

	if (!cli_flag(c, OPT_JSON)) {
		fprintf(c->out.f, "%" PRIu64 "\n", id);
		return;
	}
	json_begin(&j, c->out.f);
	json_open(&j, "ids", '[');
	json_uint(&j, NULL, id);
	json_close(&j, ']');
	json_end(&j);
}

static int
add_one(struct cli *c, struct session *m, struct wtm_err *err)
{
	char now[SESSION_DATE_SIZE];
	struct wtm_add_opts opts = { .user = cli_text(c, OPT_USER),
		.dry_run = cli_flag(c, OPT_DRY_RUN) };
	struct wtm_meta metas[2];
	struct wtm_tuv tuvs[2] = {
		{ .lang = str(cli_text(c, OPT_SOURCE)),
		    .text = str(c->args[0]) },
		{ .lang = str(cli_text(c, OPT_TARGET)),
		    .text = str(c->args[1]) },
	};
	struct wtm_attr attrs[2];
	struct wtm_tu tu = { .attrs = attrs, .n_attrs = 2, .metas = metas,
		.tuvs = tuvs, .n_tuvs = 2 };
	uint64_t id;

	session_now(now);
	attrs[0] = (struct wtm_attr){ str("creationdate"), str(now) };
	attrs[1] = (struct wtm_attr){ str("creationid"), str(opts.user) };
	tu.n_metas = neighbours(metas, c);
	if (wtm_add(&id, m->s, &tu, &opts, err) != 0)
		return -1;
	tell(c, id);
	return 0;
}

static int
check(const struct cli *c, int from_stdin, struct wtm_err *err)
{
	int context = cli_text(c, OPT_PREV) != NULL ||
	    cli_text(c, OPT_NEXT) != NULL;

	if (from_stdin && context)
		return cli_fail(err, WTM_USAGE, 0, "--prev and --next go with "
		    "SOURCE TARGET, not with -");
	if (from_stdin)
		return 0;
	if (c->n_args != 2)
		return cli_fail(err, WTM_USAGE, 0, "add needs SOURCE TARGET, "
		    "or - for TSV from standard input");
	if (strcasecmp(cli_text(c, OPT_SOURCE), cli_text(c, OPT_TARGET)) == 0)
		return cli_fail(err, WTM_USAGE, 0, "source and target are both "
		    "\"%s\"; name two languages with -s and -t",
		    cli_text(c, OPT_SOURCE));
	for (int i = 0; i < 2; i++) {
		if (cli_is_blank(c->args[i]))
			return cli_fail(err, WTM_USAGE, 0, "%s is empty",
			    i == 0 ? "SOURCE" : "TARGET");
	}
	return 0;
}

static int
run(struct cli *c, struct wtm_err *err)
{
	int from_stdin = c->n_args == 1 && strcmp(c->args[0], "-") == 0;
	struct session m;
	int status = -1;

	if (check(c, from_stdin, err) != 0)
		return -1;
	if (session_open(&m, c, SESSION_CREATE, err) == 0)
		status = from_stdin ? import_files(c, &m, c->args, 1, err) :
		    add_one(c, &m, err);
	session_close(&m);
	return status;
}

const struct command cmd_add = {
	.name = "add",
	.args = "SOURCE TARGET",
	.least_args = 1,
	.most_args = 2,
	.summary = "add a unit, or units as TSV from standard input (-)",
	.text = "Prints the id of the unit; of a unit that is there already, "
	    "its id.\n\"wiretm add -\" reads a source and a target a line.\n",
	.options = { OPT_PREV, OPT_NEXT, OPT_DRY_RUN },
	.run = run,
};
