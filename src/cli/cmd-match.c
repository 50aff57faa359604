/*
 * match: the main job: every sentence of an article beside its prior
 * translations.
 */
#include "config.h"

#include <string.h>

#include "cli/cli.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/matches.h"
#include "cli/segments.h"
#include "cli/session.h"

struct match {
	struct cli *c;
	struct listing listing;
	struct wtm_writer *writer;	/* of a document; NULL: text, JSON */
	const char *file;	/* whose heading was printed */
	uint64_t classes[WTM_CLASSES];
	uint64_t total;
	int found;
};

static void
put_json(struct match *x, const struct wtm_aligned *a)
{
	struct json j;

	json_begin(&j, x->c->out.f);
	json_text(&j, "file", a->file);
	json_uint(&j, "n", a->segment->n);
	json_text(&j, "kind", wtm_segment_kind_name(a->segment->kind));
	json_str(&j, "source", a->segment->text.s, a->segment->text.len);
	json_text(&j, "class", wtm_class_name(a->class));
	if (a->embargoed)
		json_str(&j, "embargo", a->story->embargo.s,
		    a->story->embargo.len);
	matches_json(&j, &a->matches);
	json_end(&j);
}

static const enum style class_styles[WTM_CLASSES] = {
	[WTM_CLASS_CONTEXT] = STYLE_GOOD,
	[WTM_CLASS_EXACT] = STYLE_GOOD,
	[WTM_CLASS_REPETITION] = STYLE_GOOD,
	[WTM_CLASS_95] = STYLE_FAIR,
	[WTM_CLASS_85] = STYLE_FAIR,
	[WTM_CLASS_75] = STYLE_FAIR,
	[WTM_CLASS_50] = STYLE_FAINT,
	[WTM_CLASS_NONE] = STYLE_FAINT,
};

/* A heading for each file, when there are several or it is embargoed. */
static void
put_file(struct match *x, const struct wtm_aligned *a)
{
	struct flow *w = &x->listing.flow;

	if (x->file != NULL && strcmp(x->file, a->file) == 0)
		return;
	x->file = a->file;
	if (x->c->n_args < 2 && !a->embargoed)
		return;
	flow_begin(w, "");
	flow_style(w, STYLE_STRONG);
	flow_puts(w, a->file);
	if (a->embargoed) {
		flow_puts(w, ": embargo until ");
		flow_text(w, a->story->embargo.s, a->story->embargo.len);
	}
	flow_end(w);
	putc('\n', x->c->out.f);
}

static void
put_heading(struct match *x, const struct wtm_aligned *a)
{
	struct flow w = x->listing.flow;
	char n[24];

	w.indent = 5;
	snprintf(n, sizeof n, "%3zu", a->segment->n);
	flow_begin(&w, n);
	flow_puts(&w, wtm_segment_kind_name(a->segment->kind));
	flow_puts(&w, ": ");
	flow_style(&w, class_styles[a->class]);
	flow_puts(&w, wtm_class_words(a->class));
	flow_end(&w);
}

/* The class says that there is a match, and none is shown: say why. */
static void
put_left_out(struct match *x)
{
	struct flow *w = &x->listing.flow;
	char text[64];

	snprintf(text, sizeof text, "matches below %ld are left out (--min)",
	    cli_number(x->c, OPT_MIN));
	flow_begin(w, "");
	flow_style(w, STYLE_FAINT);
	flow_puts(w, text);
	flow_end(w);
}

static void
put_text(struct match *x, const struct wtm_aligned *a)
{
	struct wtm_str t = a->segment->text;

	put_file(x, a);
	put_heading(x, a);
	listing_source(&x->listing, t.s, t.len);
	listing_matches(&x->listing, &a->matches, t.s, t.len);
	if (a->matches.n == 0 && a->class >= WTM_CLASS_95 &&
	    a->class <= WTM_CLASS_50)
		put_left_out(x);
	putc('\n', x->c->out.f);
}

static int
put(void *arg, const struct wtm_aligned *a, struct wtm_err *err)
{
	struct match *x = arg;

	x->total++;
	x->classes[a->class]++;
	if (a->matches.n > 0)
		x->found = 1;
	if (x->writer != NULL && wtm_writer_put(x->writer, a, err) != 0)
		return -1;
	if (x->writer == NULL && cli_flag(x->c, OPT_JSON))
		put_json(x, a);
	else if (x->writer == NULL)
		put_text(x, a);
	if (interrupt_check(err) != 0)
		return -1;
	return out_check(&x->c->out, err);
}

/* "13 segments: 2 in context, 3 exact, ..." */
static void
put_total(struct match *x)
{
	FILE *f = x->c->out.f;
	const char *lead = ": ";
	char count[TERM_COUNT_SIZE];

	fprintf(f, "%s %s", term_count(count, x->total),
	    x->total == 1 ? "segment" : "segments");
	for (size_t i = 0; i < WTM_CLASSES; i++) {
		if (x->classes[i] == 0)
			continue;
		fprintf(f, "%s%s %s", lead, term_count(count, x->classes[i]),
		    wtm_class_words((enum wtm_class)i));
		lead = ", ";
	}
	putc('\n', f);
}

static int
files(struct match *x, struct session *m, struct wtm_err *err)
{
	struct cli *c = x->c;
	struct wtm_segment_opts seg = segments_opts(c, &m->progress);
	struct wtm_lookup_opts opts = matches_opts(c);
	struct wtm_story story;

	if (matches_embargo(&opts.embargoed, &opts.now, c, err) != 0 ||
	    matches_story(&story, c, err) != 0)
		return -1;
	opts.story = &story;
	for (int i = 0; i < c->n_args; i++) {
		if (wtm_match_file(m->s, c->args[i], &seg, &opts, put, x,
		    err) != 0 || err->code != WTM_OK)
			return -1;
	}
	return 0;
}

/* All of the files as a document. */
static int
document(struct match *x, struct session *m, const char *format,
    struct wtm_err *err)
{
	struct wtm_writer_opts opts = {
		.source = cli_text(x->c, OPT_SOURCE),
		.target = cli_text(x->c, OPT_TARGET),
	};
	int rc = wtm_writer_open(&x->writer, format, x->c->out.f, &opts, err);

	if (rc == 0)
		rc = files(x, m, err);
	if (rc == 0)
		rc = wtm_writer_close(x->writer, err);
	wtm_writer_free(x->writer);
	return rc;
}

static int
run(struct cli *c, struct wtm_err *err)
{
	const char *format = cli_text(c, OPT_FORMAT);
	int is_json = strcmp(format, "json") == 0;
	int is_document = !is_json && strcmp(format, "text") != 0;
	struct match x = { .c = c };
	struct session m;
	int rc = -1;

	if (is_document && cli_flag(c, OPT_JSON))
		return cli_fail(err, WTM_USAGE, 0, "--json and --format=%s "
		    "are two forms of the results; choose one", format);
	if (is_json)
		cli_set(c, OPT_JSON, "yes", FROM_FLAG, "--format", err);
	listing_begin(&x.listing, c);
	if (session_open(&m, c, SESSION_READ, err) == 0)
		rc = is_document ? document(&x, &m, format, err) :
		    files(&x, &m, err);
	session_close(&m);
	if (rc != 0)
		return -1;
	if (!is_document && !cli_flag(c, OPT_JSON))
		put_total(&x);
	return x.found ? 0 : 1;
}

const struct command cmd_match = {
	.name = "match",
	.args = "FILE...",
	.least_args = 1,
	.most_args = -1,
	.summary = "align every sentence of an article with the memory",
	.text =
	    "Each sentence is shown with its kind, how much of it the memory"
	    " covers, and\nits prior translations, best first.  Words of the"
	    " memory that the sentence\nlacks stand in [- -], words of the"
	    " sentence that the memory lacks in {+ +};\nor in colours.\n",
	.options = { OPT_MIN, OPT_MAX, OPT_FORMAT, OPT_FULL_SCAN, OPT_RULES,
	    OPT_FROM_FORMAT, OPT_CHARSET, OPT_SLUG, OPT_EMBARGO, OPT_EMBARGOED,
	    OPT_NOW },
	.only_reads = 1,
	.run = run,
};
