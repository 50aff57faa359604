/*
 * align: the sentences of an article beside those of its translation.
 *
 * The table is made to be looked through and corrected; import reads it back.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/import.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/learn.h"
#include "cli/session.h"

enum form { FORM_TABLE, FORM_JSON, FORM_TMX };

struct align {
	struct cli *c;
	enum form form;
	double least;	/* confidence that is shown */
	int rows;	/* the header of the table is written */
	struct wtm_text_pair *files;
	size_t n_files;
	char **lines;	/* of the list, which the files point into */
};

static void
put_indices(struct json *j, const char *key, const size_t range[2])
{
	json_open(j, key, '[');
	for (size_t i = range[0]; i < range[1]; i++)
		json_uint(j, NULL, i);
	json_close(j, ']');
}

static void
put_json(FILE *f, const struct wtm_bead *b)
{
	struct json j;

	json_begin(&j, f);
	json_uint(&j, "pair", b->pair);
	put_indices(&j, "source", b->source);
	put_indices(&j, "target", b->target);
	json_thousandths(&j, "confidence", b->confidence);
	json_str(&j, "source_text", b->source_text.s, b->source_text.len);
	json_str(&j, "target_text", b->target_text.s, b->target_text.len);
	json_end(&j);
}

static void
put_cell(FILE *f, struct wtm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		putc(s.s[i] == '\t' || s.s[i] == '\n' || s.s[i] == '\r' ? ' ' :
		    s.s[i], f);
}

static void
put_header(struct align *k, const char *source, const char *target)
{
	if (!k->rows)
		fprintf(k->c->out.f, "%s\t%s\tx-confidence\n", source, target);
	k->rows = 1;
}

static void
put_row(FILE *f, const struct wtm_bead *b)
{
	if (b->source_text.len == 0 && b->target_text.len == 0)
		return;	/* an empty line */
	put_cell(f, b->source_text);
	putc('\t', f);
	put_cell(f, b->target_text);
	fprintf(f, "\t%.3f\n", b->confidence);
}

static int
put(void *arg, const struct wtm_bead *b, struct wtm_err *err)
{
	struct align *k = arg;

	if (k->form == FORM_TABLE)
		put_header(k, b->source_lang, b->target_lang);
	if (b->confidence >= k->least && k->form == FORM_JSON)
		put_json(k->c->out.f, b);
	else if (b->confidence >= k->least && k->form == FORM_TABLE)
		put_row(k->c->out.f, b);
	if (interrupt_check(err) != 0)
		return -1;
	return out_check(&k->c->out, err);
}

/* A line of the list: SOURCE tab TARGET. */
static int
take_line(struct align *k, char *line, struct wtm_err *err)
{
	const char *list = cli_text(k->c, OPT_BATCH);
	char *tab = strchr(line, '\t');
	size_t n = k->n_files;
	void *files = realloc(k->files, (n + 1) * sizeof *k->files);
	void *lines;

	if (files == NULL)
		return cli_fail(err, WTM_SYSTEM, 0, "out of memory");
	k->files = files;
	lines = realloc(k->lines, (n + 1) * sizeof *k->lines);
	if (lines == NULL)
		return cli_fail(err, WTM_SYSTEM, 0, "out of memory");
	k->lines = lines;
	line[strcspn(line, "\r\n")] = '\0';
	if (tab == NULL || tab == line || tab[1] == '\0')
		return cli_fail(err, WTM_INPUT, (long)n + 1, "%s:%zu: not two "
		    "names of files with a tab between", list, n + 1);
	*tab = '\0';
	k->files[n] = (struct wtm_text_pair){ line, tab + 1 };
	k->lines[n] = line;
	k->n_files++;
	return 0;
}

static int
read_list(struct align *k, struct wtm_err *err)
{
	const char *list = cli_text(k->c, OPT_BATCH);
	FILE *f = strcmp(list, "-") == 0 ? stdin : fopen(list, "r");
	int ret = 0;

	if (f == NULL)
		return cli_fail(err, WTM_INPUT, 0, "%s: %s", list,
		    strerror(errno));
	while (ret == 0) {
		char *line = NULL;
		size_t cap = 0;

		if (getline(&line, &cap, f) <= 0) {
			free(line);
			break;
		}
		ret = take_line(k, line, err);
		if (ret != 0)
			free(line);
	}
	if (f != stdin)
		fclose(f);
	return ret;
}

static int
choose_form(struct align *k, struct wtm_err *err)
{
	static const struct {
		const char *name;
		enum form form;
	} forms[] = {
		{ "text", FORM_TABLE }, { "tsv", FORM_TABLE },
		{ "json", FORM_JSON }, { "tmx", FORM_TMX },
	};
	const char *name = cli_text(k->c, OPT_FORMAT);

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (strcmp(name, forms[i].name) != 0)
			continue;
		k->form = cli_flag(k->c, OPT_JSON) ? FORM_JSON :
		    forms[i].form;
		return 0;
	}
	return cli_fail(err, WTM_USAGE, 0, "align writes tsv, json or tmx, "
	    "not %s", name);
}

/* An absent memory is an empty one, unless it is to be filled. */
static int
open_memory(struct session *m, struct cli *c, struct wtm_err *err)
{
	if (cli_flag(c, OPT_IMPORT))
		return session_open(m, c, SESSION_CREATE, err);
	*m = (struct session){ 0 };
	if (session_is_absent(cli_text(c, OPT_MEMORY)))
		return 0;
	return session_open(m, c, SESSION_READ, err);
}

static int
align(struct align *k, struct session *m, struct wtm_err *err)
{
	struct cli *c = k->c;
	struct wtm_learn_opts opts = learn_opts(c, &m->progress);
	struct wtm_counts counts = { 0 };
	int import = cli_flag(c, OPT_IMPORT);
	char now[SESSION_DATE_SIZE];
	int rc;

	session_now(now);
	opts.date = now;
	opts.aligned = 1;
	opts.lines = cli_flag(c, OPT_LINES);
	opts.tmx = k->form == FORM_TMX ? c->out.f : NULL;
	if (cli_fraction(&opts.min_confidence, c, OPT_MIN_CONFIDENCE, err) !=
	    0)
		return -1;
	if (c->values[OPT_MIN_CONFIDENCE].from > FROM_DEFAULT)
		k->least = opts.min_confidence;
	progress_start(&m->progress, c, "align");
	rc = wtm_align(import ? &counts : NULL, m->s, k->files, k->n_files,
	    &opts, put, k, err);
	progress_end(&m->progress);
	if (rc == 0 && k->form == FORM_TABLE)
		put_header(k, opts.source, opts.target);
	if (rc == 0 && import && k->form != FORM_JSON)
		import_tell(c, k->files[0].source, &counts,
		    progress_seconds(&m->progress));
	return rc;
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct align k = { .c = c };
	struct wtm_text_pair two = { c->args[0], c->args[1] };
	int batch = cli_text(c, OPT_BATCH) != NULL;
	struct session m;
	int rc;

	if (batch ? c->n_args > 0 : c->n_args != 2)
		return cli_fail(err, WTM_USAGE, 0, "align takes two files, or "
		    "--batch LIST");
	rc = choose_form(&k, err);
	if (rc == 0 && batch)
		rc = read_list(&k, err);
	if (!batch) {
		k.files = &two;
		k.n_files = 1;
	}
	if (rc == 0) {
		rc = open_memory(&m, c, err);
		if (rc == 0)
			rc = align(&k, &m, err);
		session_close(&m);
	}
	for (size_t i = 0; batch && i < k.n_files; i++)
		free(k.lines[i]);
	free(k.lines);
	if (batch)
		free(k.files);
	return rc;
}

const struct command cmd_align = {
	.name = "align",
	.args = "SRC TGT | --batch LIST",
	.most_args = 2,
	.summary = "pair the sentences of an article and its translation",
	.text =
	    "A table comes out: sentence, translation, confidence; one side"
	    " is empty where\na sentence has no partner.  --format=json and"
	    " tmx are the other forms.  The\nmemory helps when there is one,"
	    " and the texts of a LIST help each other.\n",
	.options = { OPT_LINES, OPT_BATCH, OPT_FORMAT, OPT_MIN_CONFIDENCE,
	    OPT_IMPORT, OPT_DRY_RUN, OPT_RULES, OPT_FROM_FORMAT,
	    OPT_CHARSET },
	.run = run,
};
