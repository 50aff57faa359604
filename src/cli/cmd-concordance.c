/*
 * concordance: every unit that holds a phrase, hits marked, the newest first;
 * written as they are found.
 */
#include "config.h"

#include <string.h>

#include "cli/cli.h"
#include "cli/flow.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/matches.h"
#include "cli/session.h"
#include "cli/term.h"

struct concordance {
	struct cli *c;
	struct flow flow;
};

static const unsigned sides[] = { WTM_IN_SOURCE, WTM_IN_TARGET,
	WTM_IN_SOURCE | WTM_IN_TARGET };	/* as the choices of --in */

static void
put_json(FILE *f, const struct wtm_hit *h)
{
	struct wtm_str source = h->tu->tuvs[h->source].text;
	struct wtm_str target = h->tu->tuvs[h->target].text;
	struct json j;

	json_begin(&j, f);
	json_uint(&j, "id", h->tu->id);
	json_str(&j, "source", source.s, source.len);
	json_str(&j, "target", target.s, target.len);
	json_text(&j, "side", h->side == WTM_IN_SOURCE ? "source" : "target");
	json_open(&j, "spans", '[');
	for (size_t i = 0; i < h->n_spans; i++) {
		json_open(&j, NULL, '[');
		json_uint(&j, NULL, h->spans[i][0]);
		json_uint(&j, NULL, h->spans[i][1]);
		json_close(&j, ']');
	}
	json_close(&j, ']');
	json_end(&j);
}

/* A text with its hits marked, where it has any. */
static void
put_side(struct flow *w, const struct wtm_hit *h, enum wtm_side side)
{
	struct wtm_str t = h->tu->tuvs[side == WTM_IN_SOURCE ? h->source :
	    h->target].text;
	size_t n = h->side == side ? h->n_spans : 0;
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		flow_text(w, t.s + at, h->spans[i][0] - at);
		flow_style(w, STYLE_STRONG);
		flow_puts(w, w->colour ? "" : "[");
		flow_text(w, t.s + h->spans[i][0],
		    h->spans[i][1] - h->spans[i][0]);
		flow_puts(w, w->colour ? "" : "]");
		flow_style(w, STYLE_PLAIN);
		at = h->spans[i][1];
	}
	flow_text(w, t.s + at, t.len - at);
	flow_end(w);
}

static int
put(void *arg, const struct wtm_hit *h, struct wtm_err *err)
{
	struct concordance *k = arg;
	char gutter[24];

	if (interrupt_check(err) != 0)
		return -1;
	if (cli_flag(k->c, OPT_JSON)) {
		put_json(k->c->out.f, h);
		return out_check(&k->c->out, err);
	}
	snprintf(gutter, sizeof gutter, "%8llu",
	    (unsigned long long)h->tu->id);
	flow_begin(&k->flow, gutter);
	put_side(&k->flow, h, WTM_IN_SOURCE);
	flow_begin(&k->flow, "");
	put_side(&k->flow, h, WTM_IN_TARGET);
	return out_check(&k->c->out, err);
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct wtm_concord_opts opts = WTM_CONCORD_OPTS_INIT;
	struct concordance k = { .c = c };
	struct session m;
	uint64_t n = 0;
	int rc = -1;

	opts.source = cli_text(c, OPT_SOURCE);
	opts.target = cli_text(c, OPT_TARGET);
	opts.strict_lang = cli_flag(c, OPT_STRICT_LANG);
	if (matches_embargo(&opts.embargoed, &opts.now, c, err) != 0)
		return -1;
	opts.in = sides[cli_number(c, OPT_IN)];
	k.flow = (struct flow){ .f = c->out.f, .indent = 10,
		.colour = term_colour(c, c->out.f),
		.columns = term_columns(c->out.f) };
	if (session_open(&m, c, SESSION_READ, err) == 0)
		rc = wtm_concord(&n, m.s, c->args[0], strlen(c->args[0]),
		    &opts, put, &k, err);
	session_close(&m);
	if (rc != 0)
		return -1;
	return n > 0 ? 0 : 1;
}

const struct command cmd_concordance = {
	.name = "concordance",
	.args = "PHRASE",
	.least_args = 1,
	.most_args = 1,
	.summary = "every unit that holds a phrase",
	.text = "Words as wholes; in Korean, Chinese and Japanese any run of "
	    "characters.\nThe newest unit comes first.\n",
	.options = { OPT_IN, OPT_EMBARGOED, OPT_NOW },
	.only_reads = 1,
	.run = run,
};
