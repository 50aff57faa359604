/*
 * translate: an article in the format it came in, its matched sentences
 * replaced.
 *
 *   nitf.xml: 12 segments, 10 replaced, 2 left
 *     3  sentence: Both sides will meet again in spring.
 *     7  sentence: ...
 *
 * The article goes to -o, what was done to standard output; without -o the
 * article goes to standard output, and what was done to standard error.
 */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/flow.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/matches.h"
#include "cli/segments.h"
#include "cli/session.h"
#include "cli/term.h"

/* A sentence that was left. */
struct left {
	struct left *next;
	size_t n;
	enum wtm_segment_kind kind;
	size_t len;
	char text[];
};

struct translate {
	struct cli *c;
	struct left *first;
	struct left **end;
};

static int
keep_left(void *arg, const struct wtm_segment *seg, struct wtm_err *err)
{
	struct translate *x = arg;
	struct left *l = malloc(sizeof *l + seg->text.len + 1);

	if (l == NULL)
		return cli_nomem(err);
	l->next = NULL;
	l->n = seg->n;
	l->kind = seg->kind;
	l->len = seg->text.len;
	memcpy(l->text, seg->text.s, l->len);
	*x->end = l;
	x->end = &l->next;
	return interrupt_check(err);
}

static void
free_left(struct translate *x)
{
	for (struct left *l = x->first; l != NULL;) {
		struct left *next = l->next;

		free(l);
		l = next;
	}
}

static void
put_json(const struct translate *x, const struct wtm_translated *t, FILE *f)
{
	struct json j;

	json_begin(&j, f);
	json_text(&j, "file", x->c->args[0]);
	if (t->embargo[0] != '\0')
		json_text(&j, "embargo", t->embargo);
	json_uint(&j, "segments", t->segments);
	json_uint(&j, "replaced", t->replaced);
	json_open(&j, "left", '[');
	for (const struct left *l = x->first; l != NULL; l = l->next)
		json_uint(&j, NULL, l->n);
	json_close(&j, ']');
	json_end(&j);
}

static void
put_left(struct flow *w, const struct left *l)
{
	char n[24];

	snprintf(n, sizeof n, "%3zu", l->n);
	flow_begin(w, n);
	flow_puts(w, wtm_segment_kind_name(l->kind));
	flow_puts(w, ": ");
	flow_text(w, l->text, l->len);
	flow_end(w);
}

static void
put_text(const struct translate *x, const struct wtm_translated *t, FILE *f)
{
	struct flow w = { .f = f, .colour = term_colour(x->c, f),
		.columns = term_columns(f), .indent = 5 };
	char count[3][TERM_COUNT_SIZE];

	term_put(f, x->c->args[0], strlen(x->c->args[0]));
	if (t->embargo[0] != '\0') {
		fputs(": embargo until ", f);
		term_put(f, t->embargo, strlen(t->embargo));
	}
	fprintf(f, ": %s %s, %s replaced, %s left\n",
	    term_count(count[0], t->segments),
	    t->segments == 1 ? "segment" : "segments",
	    term_count(count[1], t->replaced),
	    term_count(count[2], t->segments - t->replaced));
	for (const struct left *l = x->first; l != NULL; l = l->next)
		put_left(&w, l);
}

/* What the reader of the file cannot see. */
static void
tell_emptied(const struct translate *x, const struct wtm_translated *t)
{
	char count[TERM_COUNT_SIZE];

	if (t->emptied == 0 || cli_flag(x->c, OPT_QUIET))
		return;
	term_put(stderr, x->c->args[0], strlen(x->c->args[0]));
	fprintf(stderr, ": %s %s inside of sentences %s no text now, because "
	    "the translation does not show which; look at %s\n",
	    term_count(count, t->emptied),
	    t->emptied == 1 ? "element" : "elements",
	    t->emptied == 1 ? "has" : "have",
	    t->emptied == 1 ? "it" : "them");
}

static int
put(const struct translate *x, const struct wtm_translated *t,
    struct wtm_err *err)
{
	FILE *f = x->c->out.f == stdout ? stderr : stdout;

	if (out_check(&x->c->out, err) != 0)
		return -1;
	tell_emptied(x, t);
	if (cli_flag(x->c, OPT_JSON))
		put_json(x, t, f);
	else if (f == stdout || !cli_flag(x->c, OPT_QUIET))
		put_text(x, t, f);
	if (f == stdout && (fflush(f) != 0 || ferror(f)))
		return cli_fail(err, WTM_SYSTEM, 0, "standard output could "
		    "not be written");
	return 0;
}

static int
translate(struct translate *x, struct session *m, struct wtm_err *err)
{
	struct cli *c = x->c;
	struct wtm_translate_opts opts = { .segment = segments_opts(c,
		&m->progress), .lookup = matches_opts(c),
		.to = c->out.f, .left = keep_left, .arg = x };
	struct wtm_translated t;

	opts.lookup.min = (int)cli_number(c, OPT_MIN_EXACT);
	if (matches_embargo(&opts.lookup.embargoed, &opts.lookup.now, c,
	    err) != 0)
		return -1;
	if (wtm_translate(&t, m->s, c->args[0], &opts, err) != 0 ||
	    err->code != WTM_OK)
		return -1;
	return put(x, &t, err);
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct translate x = { .c = c };
	struct session m = { 0 };
	int rc;

	x.end = &x.first;
	if (c->out.f == stdout && cli_flag(c, OPT_JSON))
		return cli_fail(err, WTM_USAGE, 0, "translate --json needs -o "
		    "FILE: the article and the object cannot both go to "
		    "standard output");
	if (session_is_absent(cli_text(c, OPT_MEMORY))) {
		progress_start(&m.progress, c, c->cmd->name);
		rc = 0;
	} else {
		rc = session_open(&m, c, SESSION_READ, err);
	}
	if (rc == 0)
		rc = translate(&x, &m, err);
	session_close(&m);
	free_left(&x);
	return rc;
}

const struct command cmd_translate = {
	.name = "translate",
	.args = "FILE",
	.least_args = 1,
	.most_args = 1,
	.summary = "write an article in its own format, matched sentences "
	    "replaced",
	.text =
	    "The article goes to -o FILE, whole or not at all; only the text"
	    " of the matched\nsentences changes, and what the format says of"
	    " the language and of its source.\nThe sentences left are listed."
	    "  Empty targets of XLIFF and PO are filled.\n",
	.options = { OPT_MIN_EXACT, OPT_FULL_SCAN, OPT_RULES, OPT_FROM_FORMAT,
	    OPT_CHARSET, OPT_EMBARGOED, OPT_NOW },
	.only_reads = 1,
	.run = run,
};
