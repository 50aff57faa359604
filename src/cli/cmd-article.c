/*
 * article: what a wire file says: its fields, and its paragraphs.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/flow.h"
#include "cli/json.h"
#include "cli/matches.h"
#include "cli/term.h"

/* The paragraphs or the trailer, as a list. */
static void
put_blocks(struct json *j, const char *key, const struct wtm_article *a,
    enum wtm_field part)
{
	int open = 0;

	for (size_t i = 0; i < a->n_blocks; i++) {
		const struct wtm_block *b = &a->blocks[i];

		if (b->part != part)
			continue;
		if (!open)
			json_open(j, key, '[');
		open = 1;
		json_str(j, NULL, b->text.s, b->text.len);
	}
	if (!open && part == WTM_FIELD_PARAGRAPH) {
		json_open(j, key, '[');
		open = 1;
	}
	if (open)
		json_close(j, ']');
}

static void
put_list(struct json *j, const char *key, const struct wtm_str *at, size_t n)
{
	if (n == 0)
		return;
	json_open(j, key, '[');
	for (size_t i = 0; i < n; i++)
		json_str(j, NULL, at[i].s, at[i].len);
	json_close(j, ']');
}

static void
put_json(FILE *f, const struct wtm_article *a, int embargoed)
{
	struct json j;

	json_begin(&j, f);
	json_text(&j, "format", a->format);
	for (size_t i = 0; i < WTM_FIELDS; i++) {
		const struct wtm_str *v = &a->fields[i];
		const char *key = wtm_field_name((enum wtm_field)i);

		if (v->s == NULL || i == WTM_FIELD_PROVIDER)
			continue;
		if (i == WTM_FIELD_WORD_COUNT)
			json_uint(&j, key, strtoul(v->s, NULL, 10));
		else
			json_str(&j, key, v->s, v->len);
	}
	if (embargoed)
		json_bool(&j, "embargoed", 1);
	put_list(&j, "keywords", a->keywords, a->n_keywords);
	put_list(&j, "inline", a->inlines, a->n_inlines);
	put_blocks(&j, "paragraphs", a, WTM_FIELD_PARAGRAPH);
	put_blocks(&j, "trailer", a, WTM_FIELD_TRAILER);
	json_end(&j);
}

/* "word_count" as "word count:" */
static void
put_name(struct flow *w, const char *name)
{
	char label[32];
	size_t n = 0;

	for (; name[n] != '\0' && n + 2 < sizeof label; n++)
		label[n] = name[n] == '_' ? ' ' : name[n];
	label[n] = '\0';
	flow_begin(w, "");
	flow_style(w, STYLE_FAINT);
	flow_puts(w, label);
	flow_puts(w, ": ");
	flow_style(w, STYLE_PLAIN);
}

static void
put_text(const struct cli *c, const struct wtm_article *a, int embargoed)
{
	struct flow w = { .f = c->out.f, .colour = term_colour(c, c->out.f),
		.columns = term_columns(c->out.f), .indent = 0 };

	put_name(&w, "format");
	flow_puts(&w, a->format);
	flow_end(&w);
	for (size_t i = 0; i < WTM_FIELDS; i++) {
		if (a->fields[i].s == NULL)
			continue;
		put_name(&w, wtm_field_name((enum wtm_field)i));
		flow_text(&w, a->fields[i].s, a->fields[i].len);
		if (i == WTM_FIELD_EMBARGO && embargoed)
			flow_puts(&w, " (in force)");
		flow_end(&w);
	}
	for (size_t i = 0; i < a->n_keywords; i++) {
		put_name(&w, "keyword");
		flow_text(&w, a->keywords[i].s, a->keywords[i].len);
		flow_end(&w);
	}
	for (size_t i = 0; i < a->n_blocks; i++) {
		if (a->blocks[i].part < WTM_FIELD_TRAILER)
			continue;
		putc('\n', c->out.f);
		flow_begin(&w, "");
		flow_text(&w, a->blocks[i].text.s, a->blocks[i].text.len);
		flow_end(&w);
	}
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct wtm_read_opts opts = WTM_READ_OPTS_INIT;
	struct wtm_article *a;
	int64_t now;
	int embargoed;

	if (matches_embargo(&embargoed, &now, c, err) != 0)
		return -1;
	opts.format = cli_text(c, OPT_FROM_FORMAT);
	opts.charset = cli_text(c, OPT_CHARSET);
	opts.lang = cli_text(c, OPT_SOURCE);
	if (wtm_article_read(&a, c->args[0], &opts, err) != 0)
		return -1;
	embargoed = wtm_embargo_holds(a->fields[WTM_FIELD_EMBARGO], now);
	if (cli_flag(c, OPT_JSON))
		put_json(c->out.f, a, embargoed);
	else
		put_text(c, a, embargoed);
	wtm_article_free(a);
	return 0;
}

const struct command cmd_article = {
	.name = "article",
	.args = "FILE",
	.least_args = 1,
	.most_args = 1,
	.summary = "show what a wire file says",
	.text = "The format is found out, or named with --from-format.  "
	    "FILE - is standard input.\n",
	.options = { OPT_FROM_FORMAT, OPT_CHARSET, OPT_NOW },
	.run = run,
};
