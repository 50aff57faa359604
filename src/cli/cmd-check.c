/*
 * check: what a translator has to look at again, in a bilingual file or in
 * the memory: figures that do not agree by value, and the like.
 *
 *   pairs.tsv:12: number: "15" in the source, "50" in the target
 *       The ministry said 15 people were hurt.
 *       국방부는 50명이 다쳤다고 밝혔다.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/flow.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/matches.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/term.h"

struct checking {
	struct cli *c;
	const char *file;	/* NULL: the memory */
	struct flow flow;
};

static void
put_place(struct json *j, const char *key, const size_t at[2])
{
	json_open(j, key, '[');
	json_uint(j, NULL, at[0]);
	json_uint(j, NULL, at[1]);
	json_close(j, ']');
}

static void
put_json(const struct checking *k, const struct wtm_complaint *c)
{
	struct json j;

	json_begin(&j, k->c->out.f);
	if (k->file != NULL)
		json_text(&j, "file", k->file);
	else
		json_null(&j, "file");
	json_uint(&j, "n", c->n);
	if (c->tu->id != 0)
		json_uint(&j, "id", c->tu->id);
	else
		json_null(&j, "id");
	json_text(&j, "kind", c->kind);
	json_str(&j, "message", c->message.s, c->message.len);
	put_place(&j, "source", c->source_at);
	put_place(&j, "target", c->target_at);
	json_end(&j);
}

/* A text with the place in question marked, where there are colours. */
static void
put_side(struct flow *w, struct wtm_str s, const size_t at[2])
{
	if (s.len == 0)
		return;
	flow_begin(w, "");
	flow_text(w, s.s, at[0]);
	flow_style(w, STYLE_STRONG);
	flow_text(w, s.s + at[0], at[1] - at[0]);
	flow_style(w, STYLE_PLAIN);
	flow_text(w, s.s + at[1], s.len - at[1]);
	flow_end(w);
}

static void
put_text(struct checking *k, const struct wtm_complaint *c)
{
	FILE *f = k->c->out.f;

	if (k->file != NULL) {
		term_put(f, k->file, strlen(k->file));
		fprintf(f, ":%" PRIu64 ": %s: ", c->n, c->kind);
	} else {
		fprintf(f, "unit %" PRIu64 ": %s: ", c->tu->id, c->kind);
	}
	term_put(f, c->message.s, c->message.len);
	putc('\n', f);
	put_side(&k->flow, c->source->text, c->source_at);
	put_side(&k->flow, c->target->text, c->target_at);
}

static int
put(void *arg, const struct wtm_complaint *complaint, struct wtm_err *err)
{
	struct checking *k = arg;

	if (cli_flag(k->c, OPT_JSON))
		put_json(k, complaint);
	else
		put_text(k, complaint);
	if (interrupt_check(err) != 0)
		return -1;
	return out_check(&k->c->out, err);
}

static void
tell(const struct checking *k, const struct wtm_checked *n)
{
	const char *what = k->file != NULL ? k->file : "the memory";
	char units[TERM_COUNT_SIZE];
	char told[TERM_COUNT_SIZE];

	if (cli_flag(k->c, OPT_QUIET))
		return;
	term_put(stderr, what, strlen(what));
	fprintf(stderr, ": %s %s, %s %s", term_count(units, n->units),
	    n->units == 1 ? "unit" : "units",
	    term_count(told, n->complaints),
	    n->complaints == 1 ? "complaint" : "complaints");
	if (n->rejected > 0)
		fprintf(stderr, ", %s rejected", term_count(units,
		    n->rejected));
	putc('\n', stderr);
}

static int
check_memory(struct checking *k, struct wtm_checked *n,
    struct wtm_check_opts *opts, struct wtm_err *err)
{
	struct session m;
	int rc = -1;

	if (session_open(&m, k->c, SESSION_READ, err) == 0) {
		progress_start(&m.progress, k->c, "check");
		opts->arg = &m.progress;
		rc = wtm_check(n, m.s, opts, put, k, err);
		progress_end(&m.progress);
	}
	session_close(&m);
	return rc;
}

static int
check(struct checking *k, FILE *faulty, struct wtm_err *err)
{
	struct wtm_check_opts opts = WTM_CHECK_OPTS_INIT;
	struct wtm_checked n = { 0 };
	struct progress progress;
	int rc;

	opts.source = cli_text(k->c, OPT_SOURCE);
	opts.target = cli_text(k->c, OPT_TARGET);
	opts.charset = cli_text(k->c, OPT_CHARSET);
	if (matches_embargo(&opts.embargoed, &opts.now, k->c, err) != 0)
		return -1;
	opts.faulty = faulty;
	opts.note = progress_note;
	opts.tick = progress_tick;
	if (k->file == NULL) {
		rc = check_memory(k, &n, &opts, err);
	} else {
		progress_start(&progress, k->c, k->file);
		opts.arg = &progress;
		rc = wtm_check_file(&n, k->file, &opts, put, k, err);
		progress_end(&progress);
	}
	if (rc != 0)
		return -1;
	tell(k, &n);
	return n.rejected > 0 ? WTM_INPUT : n.complaints > 0;
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct checking k = { .c = c,
		.file = c->n_args == 0 ? NULL : c->args[0] };
	const char *path = cli_text(c, OPT_REJECTS);
	struct out faulty = { 0 };
	int status;

	k.flow = (struct flow){ .f = c->out.f,
		.colour = term_colour(c, c->out.f),
		.columns = term_columns(c->out.f), .indent = 4 };
	if (path == NULL)
		return check(&k, NULL, err);
	status = out_open(&faulty, path, err);
	if (status == 0)
		status = check(&k, faulty.f, err);
	if (out_close(&faulty, status != -1, err) != 0)
		status = -1;
	return status;
}

const struct command cmd_check = {
	.name = "check",
	.args = "[FILE]",
	.most_args = 1,
	.summary = "look for wrong figures in translations",
	.text = "FILE is TMX, XLIFF, PO or TSV (.gz too), - is standard input;"
	    " without it the\nmemory is checked.  Figures, dates, money and"
	    " percentages must agree by value.\n--rejects writes the units"
	    " complained of, as TMX.\n",
	.options = { OPT_REJECTS, OPT_CHARSET, OPT_EMBARGOED, OPT_NOW },
	.only_reads = 1,
	.run = run,
};
