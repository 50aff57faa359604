/*
 * segment: the sentences of an article, one a line.
 *
 * No memory is needed.  A line break inside a sentence becomes a space; the
 * offsets of the JSON object are those of the text as it was.
 */
#include "config.h"

#include "cli/cli.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/progress.h"
#include "cli/segments.h"

static void
put_text(FILE *f, const struct wtm_segment *seg)
{
	struct wtm_str t = seg->text;

	for (size_t i = 0; i < t.len; i++) {
		size_t n = segments_break(t.s + i, t.len - i);

		if (n == 0) {
			putc(t.s[i], f);
		} else {
			putc(' ', f);
			i += n - 1;
		}
	}
	putc('\n', f);
}

/* The markup of the segment, left out of its text. */
static void
put_codes(struct json *j, const struct wtm_segment *seg)
{
	json_open(j, "codes", '[');
	for (size_t i = 0; i < seg->n_codes; i++) {
		json_open(j, NULL, '{');
		json_uint(j, "off", seg->codes[i].off);
		json_str(j, "xml", seg->codes[i].xml.s,
		    seg->codes[i].xml.len);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
put_json(FILE *f, const struct wtm_segment *seg)
{
	struct json j;

	json_begin(&j, f);
	json_uint(&j, "n", seg->n);
	json_uint(&j, "from", seg->from);
	json_uint(&j, "to", seg->to);
	json_text(&j, "kind", wtm_segment_kind_name(seg->kind));
	json_str(&j, "text", seg->text.s, seg->text.len);
	if (seg->n_codes > 0)
		put_codes(&j, seg);
	json_end(&j);
}

static int
put(void *arg, const struct wtm_segment *seg, struct wtm_err *err)
{
	struct cli *c = arg;

	if (cli_flag(c, OPT_JSON))
		put_json(c->out.f, seg);
	else
		put_text(c->out.f, seg);
	if (interrupt_check(err) != 0)
		return -1;
	return out_check(&c->out, err);
}

static int
run(struct cli *c, struct wtm_err *err)
{
	const char *file = c->n_args == 0 ? "-" : c->args[0];
	struct progress notes;
	struct wtm_segment_opts opts;
	int rc;

	progress_start(&notes, c, file);
	opts = segments_opts(c, &notes);
	rc = wtm_segment_file(file, &opts, put, c, err);
	return rc != 0 || err->code != WTM_OK ? -1 : 0;
}

const struct command cmd_segment = {
	.name = "segment",
	.args = "[FILE]",
	.most_args = 1,
	.summary = "split an article into sentences, one a line",
	.text = "Without FILE, or with -, standard input is read.  "
	    "-s names the language.\n",
	.options = { OPT_RULES, OPT_FROM_FORMAT, OPT_CHARSET },
	.run = run,
};
