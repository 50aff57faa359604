/*
 * stats: what is in the memory, and how large it is on disk.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/json.h"
#include "cli/session.h"
#include "cli/term.h"

static void
json_tally(struct json *j, const char *key, const struct wtm_tally *at,
    size_t n)
{
	json_open(j, key, '{');
	for (size_t i = 0; i < n; i++)
		json_uint(j, at[i].name.s, at[i].units);
	json_close(j, '}');
}

static void
text_tally(FILE *f, const char *head, const struct wtm_tally *at, size_t n)
{
	char count[TERM_COUNT_SIZE];

	for (size_t i = 0; i < n; i++) {
		fprintf(f, "%-11s", i == 0 ? head : "");
		term_put(f, at[i].name.s, at[i].name.len);
		fprintf(f, " %s\n", term_count(count, at[i].units));
	}
}

static void
put_json(FILE *f, const char *dir, const struct wtm_stats *st)
{
	struct json j;

	json_begin(&j, f);
	json_text(&j, "memory", dir);
	json_uint(&j, "units", st->units);
	json_open(&j, "languages", '{');
	for (size_t i = 0; i < st->n_langs; i++)
		json_uint(&j, st->langs[i].lang.s, st->langs[i].tuvs);
	json_close(&j, '}');
	json_tally(&j, "pairs", st->pairs, st->n_pairs);
	json_tally(&j, "origins", st->origins, st->n_origins);
	json_tally(&j, "years", st->years, st->n_years);
	json_uint(&j, "changes", st->changes);
	json_uint(&j, "bytes_tables", st->bytes_tables);
	json_uint(&j, "bytes_logs", st->bytes_logs);
	json_uint(&j, "format", st->format);
	json_end(&j);
}

static void
put_text(FILE *f, const char *dir, const struct wtm_stats *st)
{
	char n[TERM_COUNT_SIZE];

	fputs("memory     ", f);
	term_put(f, dir, strlen(dir));
	fprintf(f, "\nunits      %s\n", term_count(n, st->units));
	for (size_t i = 0; i < st->n_langs; i++) {
		fputs(i == 0 ? "languages  " : "           ", f);
		term_put(f, st->langs[i].lang.s, st->langs[i].lang.len);
		fprintf(f, " %s\n", term_count(n, st->langs[i].tuvs));
	}
	text_tally(f, "pairs", st->pairs, st->n_pairs);
	text_tally(f, "origins", st->origins, st->n_origins);
	text_tally(f, "years", st->years, st->n_years);
	fprintf(f, "changes    %s\n", term_count(n, st->changes));
	fprintf(f, "tables     %s\n", term_size(n, st->bytes_tables));
	fprintf(f, "logs       %s\n", term_size(n, st->bytes_logs));
	fprintf(f, "format     %" PRIu32 "\n", st->format);
}

static int
run(struct cli *c, struct wtm_err *err)
{
	const char *dir = cli_text(c, OPT_MEMORY);
	const struct wtm_stats *st;
	struct session m;
	int rc = -1;

	if (session_open(&m, c, SESSION_READ, err) == 0)
		rc = wtm_stats(&st, m.s, err);
	if (rc == 0 && cli_flag(c, OPT_JSON))
		put_json(c->out.f, dir, st);
	else if (rc == 0)
		put_text(c->out.f, dir, st);
	session_close(&m);
	return rc;
}

const struct command cmd_stats = {
	.name = "stats",
	.args = "",
	.summary = "units, languages and sizes of the memory",
	.options = { OPT_NONE },
	.run = run,
};
