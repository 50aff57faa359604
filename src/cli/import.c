/*
 * import: taking files into the memory and telling the counts.
 */
#include "config.h"
#include "cli/import.h"

#include <string.h>

#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/message.h"
#include "cli/term.h"

static const enum wtm_on_duplicate on_duplicate[] = { WTM_MERGE, WTM_KEEP,
	WTM_REPLACE };	/* as the choices of --on-duplicate stand */

static struct wtm_import_opts
import_opts(const struct cli *c, struct session *m)
{
	struct wtm_import_opts opts = WTM_IMPORT_OPTS_INIT;

	opts.source = cli_text(c, OPT_SOURCE);
	opts.target = cli_text(c, OPT_TARGET);
	opts.user = cli_text(c, OPT_USER);
	opts.charset = cli_text(c, OPT_CHARSET);
	opts.on_duplicate = on_duplicate[cli_number(c, OPT_ON_DUPLICATE)];
	opts.dry_run = cli_flag(c, OPT_DRY_RUN);
	opts.strict = cli_flag(c, OPT_STRICT);
	opts.note = progress_note;
	opts.tick = progress_tick;
	opts.arg = &m->progress;
	return opts;
}

static void
tell_json(struct cli *c, const char *file, const struct wtm_counts *n,
    double seconds)
{
	struct json j;

	json_begin(&j, c->out.f);
	json_text(&j, "file", file);
	json_uint(&j, "units", n->units);
	json_uint(&j, "added", n->added);
	json_uint(&j, "merged", n->merged);
	json_uint(&j, "skipped", n->skipped);
	json_uint(&j, "rejected", n->rejected);
	json_thousandths(&j, "seconds", seconds);
	json_end(&j);
}

static void
tell(const struct cli *c, const char *file, const struct wtm_counts *n,
    double seconds)
{
	const struct {
		uint64_t n;
		const char *name;
	} parts[] = { { n->added, "added" }, { n->merged, "merged" },
		{ n->skipped, "skipped" }, { n->rejected, "rejected" } };
	char count[TERM_COUNT_SIZE];

	if (cli_flag(c, OPT_QUIET) && n->rejected == 0)
		return;
	term_put(stderr, file, strlen(file));
	fprintf(stderr, ": %s %s", term_count(count, n->units),
	    n->units == 1 ? "unit" : "units");
	for (size_t i = 0; i < 4; i++)
		fprintf(stderr, "%s %s %s", i == 0 ? ":" : ",",
		    term_count(count, parts[i].n), parts[i].name);
	if (seconds >= 1)
		fprintf(stderr, "; %.1f s", seconds);
	if (cli_flag(c, OPT_DRY_RUN))
		fputs(" (dry run: nothing was changed)", stderr);
	putc('\n', stderr);
}

void
import_tell(struct cli *c, const char *file, const struct wtm_counts *n,
    double seconds)
{
	if (cli_flag(c, OPT_JSON))
		tell_json(c, file, n, seconds);
	else
		tell(c, file, n, seconds);
}

static int
import_file(struct cli *c, struct session *m, const char *file,
    const struct wtm_import_opts *opts, struct wtm_err *err)
{
	struct wtm_counts n = { 0 };
	struct wtm_err why = { 0 };
	int rc;

	progress_start(&m->progress, c, file);
	rc = wtm_import(&n, m->s, file, opts, &why);
	progress_end(&m->progress);
	if (rc != 0 && (why.code != WTM_INPUT || interrupt_pending())) {
		*err = why;
		return -1;
	}
	if (rc == 0 || cli_flag(c, OPT_JSON))
		import_tell(c, file, &n, progress_seconds(&m->progress));
	if (rc != 0)
		message_error(&why);
	return rc != 0 || n.rejected > 0 ? WTM_INPUT : 0;
}

static int
import_all(struct cli *c, struct session *m, char **files, int n,
    FILE *rejects, struct wtm_err *err)
{
	struct wtm_import_opts opts = import_opts(c, m);
	int status = 0;

	opts.rejects = rejects;
	for (int i = 0; i < n; i++) {
		int rc;

		opts.rejects_begun = i > 0;
		opts.rejects_open = i + 1 < n;
		rc = import_file(c, m, files[i], &opts, err);
		if (rc == -1 || interrupt_check(err) != 0 ||
		    out_check(&c->out, err) != 0)
			return -1;
		if (rc != 0)
			status = rc;
	}
	return status;
}

int
import_files(struct cli *c, struct session *m, char **files, int n,
    struct wtm_err *err)
{
	const char *path = cli_text(c, OPT_REJECTS);
	struct out rejects = { 0 };
	int status;

	if (path == NULL)
		return import_all(c, m, files, n, NULL, err);
	status = out_open(&rejects, path, err);
	if (status == 0)
		status = import_all(c, m, files, n, rejects.f, err);
	if (out_close(&rejects, status != -1, err) != 0)
		status = -1;
	return status;
}
