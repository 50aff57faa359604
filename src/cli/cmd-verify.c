/*
 * verify: is the memory sound?  Each fault is told in a line.
 */
#include "config.h"

#include "cli/cli.h"
#include "cli/json.h"
#include "cli/session.h"
#include "cli/term.h"

static void
put_json(FILE *f, const struct wtm_verified *v)
{
	struct json j;

	json_begin(&j, f);
	json_uint(&j, "units", v->units);
	json_uint(&j, "faults", v->faults);
	json_end(&j);
}

static void
put_text(FILE *f, const struct wtm_verified *v)
{
	char units[TERM_COUNT_SIZE];
	char faults[TERM_COUNT_SIZE];

	fprintf(f, "%s %s, %s %s\n", term_count(units, v->units),
	    v->units == 1 ? "unit" : "units",
	    v->faults == 0 ? "no" : term_count(faults, v->faults),
	    v->faults == 1 ? "fault" : "faults");
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct wtm_verified v = { 0 };
	struct session m;
	int rc = -1;

	int repair = cli_flag(c, OPT_REPAIR);

	if (session_open(&m, c, repair ? SESSION_CHANGE : SESSION_READ,
	    err) == 0)
		rc = repair ? wtm_repair(m.s, err) : 0;
	if (rc == 0)
		rc = wtm_verify(&v, m.s, progress_note, &m.progress, err);
	session_close(&m);
	if (rc != 0)
		return -1;
	if (cli_flag(c, OPT_JSON))
		put_json(c->out.f, &v);
	else
		put_text(c->out.f, &v);
	return v.faults == 0 ? 0 : WTM_MEMORY;
}

const struct command cmd_verify = {
	.name = "verify",
	.args = "",
	.summary = "check that the memory is sound",
	.options = { OPT_REPAIR },
	.run = run,
};
