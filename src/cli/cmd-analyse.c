/*
 * analyse: how much of articles the memory covers, as a table by class.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/matches.h"
#include "cli/segments.h"
#include "cli/session.h"

struct analyse {
	struct cli *c;
	struct wtm_analysis sum;
};

static void
put_json_amount(struct json *j, const struct wtm_amount *a)
{
	json_uint(j, "segments", a->segments);
	json_uint(j, "words", a->words);
	json_uint(j, "syllables", a->syllables);
	json_uint(j, "characters", a->characters);
}

static void
put_json(struct analyse *x)
{
	struct json j;

	for (size_t i = 0; i < WTM_CLASSES; i++) {
		json_begin(&j, x->c->out.f);
		json_text(&j, "class", wtm_class_name((enum wtm_class)i));
		put_json_amount(&j, &x->sum.classes[i]);
		if (i == WTM_CLASS_REPETITION) {
			json_open(&j, "across_files", '{');
			put_json_amount(&j, &x->sum.across);
			json_close(&j, '}');
		}
		json_end(&j);
	}
	json_begin(&j, x->c->out.f);
	json_text(&j, "class", "total");
	put_json_amount(&j, &x->sum.total);
	json_uint(&j, "files", (uint64_t)x->c->n_args);
	json_end(&j);
}

static void
tsv_row(FILE *f, const char *name, const struct wtm_amount *a)
{
	fprintf(f, "%s\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64
	    "\n", name, a->segments, a->words, a->syllables, a->characters);
}

static void
put_tsv(struct analyse *x)
{
	FILE *f = x->c->out.f;

	fputs("class\tsegments\twords\tsyllables\tcharacters\n", f);
	for (size_t i = 0; i < WTM_CLASSES; i++)
		tsv_row(f, wtm_class_name((enum wtm_class)i),
		    &x->sum.classes[i]);
	tsv_row(f, "total", &x->sum.total);
}

static void
text_row(FILE *f, const char *name, const struct wtm_amount *a)
{
	const uint64_t at[] = { a->segments, a->words, a->syllables,
		a->characters };
	char count[TERM_COUNT_SIZE];

	fprintf(f, "%-22s", name);
	for (size_t i = 0; i < sizeof at / sizeof *at; i++)
		fprintf(f, " %11s", term_count(count, at[i]));
	putc('\n', f);
}

static void
put_text(struct analyse *x)
{
	FILE *f = x->c->out.f;

	fprintf(f, "%-22s %11s %11s %11s %11s\n", "", "segments", "words",
	    "syllables", "characters");
	for (size_t i = 0; i < WTM_CLASSES; i++) {
		text_row(f, wtm_class_words((enum wtm_class)i),
		    &x->sum.classes[i]);
		if (i == WTM_CLASS_REPETITION && x->c->n_args > 1)
			text_row(f, "  seen in another file", &x->sum.across);
	}
	text_row(f, "total", &x->sum.total);
}

static int
count(void *arg, const struct wtm_aligned *a, struct wtm_err *err)
{
	struct analyse *x = arg;

	if (wtm_analyse(&x->sum, a, err) != 0)
		return -1;
	return interrupt_check(err);
}

static int
files(struct analyse *x, struct session *m, struct wtm_err *err)
{
	struct cli *c = x->c;
	struct wtm_segment_opts seg = segments_opts(c, &m->progress);
	struct wtm_lookup_opts opts = matches_opts(c);

	if (matches_embargo(&opts.embargoed, &opts.now, c, err) != 0)
		return -1;
	opts.min = 50;	/* the threshold of the classes */
	for (int i = 0; i < c->n_args; i++) {
		if (wtm_match_file(m->s, c->args[i], &seg, &opts, count, x,
		    err) != 0 || err->code != WTM_OK)
			return -1;
	}
	return 0;
}

static int
run(struct cli *c, struct wtm_err *err)
{
	const char *format = cli_text(c, OPT_ANALYSE_FORMAT);
	struct analyse x = { .c = c };
	struct session m;
	int rc = -1;

	if (cli_flag(c, OPT_JSON) && strcmp(format, "tsv") == 0)
		return cli_fail(err, WTM_USAGE, 0, "--json and --format=tsv "
		    "are two forms of the results; choose one");
	if (session_open(&m, c, SESSION_READ, err) == 0)
		rc = files(&x, &m, err);
	session_close(&m);
	if (rc != 0)
		return -1;
	if (cli_flag(c, OPT_JSON) || strcmp(format, "json") == 0)
		put_json(&x);
	else if (strcmp(format, "tsv") == 0)
		put_tsv(&x);
	else
		put_text(&x);
	return 0;
}

const struct command cmd_analyse = {
	.name = "analyse",
	.args = "FILE...",
	.least_args = 1,
	.most_args = -1,
	.summary = "say how much of articles the memory covers",
	.text =
	    "Every sentence counts in one class, the first that holds, and in"
	    " the total.\nRepetitions are sentences that came earlier, in the"
	    " same file or another.\n",
	.options = { OPT_ANALYSE_FORMAT, OPT_RULES, OPT_FROM_FORMAT,
	    OPT_CHARSET, OPT_EMBARGOED, OPT_NOW },
	.only_reads = 1,
	.run = run,
};
