/*
 * config: every setting, its value, and where the value came from.
 */
#include "config.h"

#include <string.h>

#include "cli/cli.h"
#include "cli/json.h"
#include "cli/settings.h"
#include "cli/term.h"

static void
put_json(struct cli *c)
{
	struct json j;

	json_begin(&j, c->out.f);
	json_text(&j, "file", c->config_path);
	for (enum opt o = OPT_NONE + 1; o < OPT_N; o++) {
		const char *s = cli_text(c, o);

		if (!options[o].setting)
			continue;
		json_open(&j, options[o].name, '{');
		if (s == NULL)
			json_null(&j, "value");
		else if (options[o].type == OPT_FLAG)
			json_bool(&j, "value", cli_flag(c, o));
		else if (options[o].type == OPT_NUMBER)
			json_uint(&j, "value", (uint64_t)cli_number(c, o));
		else
			json_text(&j, "value", s);
		json_text(&j, "from", settings_origin(c->values[o].from));
		json_close(&j, '}');
	}
	json_end(&j);
}

static void
put_text(struct cli *c)
{
	FILE *f = c->out.f;

	for (enum opt o = OPT_NONE + 1; o < OPT_N; o++) {
		const char *s = cli_text(c, o);

		if (!options[o].setting)
			continue;
		fprintf(f, "%-14s %-12s ", options[o].name,
		    settings_origin(c->values[o].from));
		if (s != NULL)
			term_put(f, s, strlen(s));
		putc('\n', f);
	}
	fputs("file           ", f);
	term_put(f, c->config_path, strlen(c->config_path));
	fprintf(f, "%s\n", c->config_text == NULL ? " (there is none)" : "");
}

static int
run(struct cli *c, struct wtm_err *err)
{
	(void)err;
	if (cli_flag(c, OPT_JSON))
		put_json(c);
	else
		put_text(c);
	return 0;
}

const struct command cmd_config = {
	.name = "config",
	.args = "",
	.summary = "show every setting and where its value came from",
	.options = { OPT_NONE },
	.run = run,
};
