/*
 * write-table: matches as rows, for programs (TSV) and for Excel (CSV with
 * quotes as in RFC 4180, CRLF, and the mark by which Excel knows UTF-8).
 *
 * The first two columns are named by their languages: the sentence, and its
 * translation where that is sure.  So the file can be filled in and taken
 * into a memory as it is; what the memory offers stands in columns further
 * right.  A sentence has a row for each of its matches, or one without any.
 */
#include "config.h"
#include "format/write.h"

#include <inttypes.h>
#include <string.h>

#include "format/origin.h"

static const char *const columns[] = {
	"file", "n", "kind", "class", "rank", "score", "match", "id",
	"memory_source", "offered", "differs", "values", "penalties",
	"creationdate", "creationid", "changedate", "usagecount",
	"props", "notes", "slug", "x-story", "x-version", "x-embargo",
};
enum { OWN_COLUMNS = 4, STORY_COLUMNS = 4 };

static int
is_csv(const struct wtm_writer *w)
{
	return w->ops == &write_csv;
}

/* Line breaks within quotes are those that Excel writes. */
static void
put_quoted(struct buf *out, const char *s, size_t len)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"')
			buf_addc(out, '"');
		if (s[i] != '\r')
			buf_addc(out, s[i]);
		else if (i + 1 == len || s[i + 1] != '\n')
			buf_addc(out, '\n');
	}
	buf_addc(out, '"');
}

static int
needs_quotes(const char *s, size_t len)
{
	if (len > 0 && (s[0] == ' ' || s[len - 1] == ' '))
		return 1;
	for (size_t i = 0; i < len; i++)
		if (strchr(",;\"\t\r\n", s[i]) != NULL)
			return 1;
	return 0;
}

static void
put_clean(struct wtm_writer *w, struct wtm_str s)
{
	struct buf clean = { 0 };

	/* text that Excel would take for a formula, and run */
	if (is_csv(w) && s.len > 0 && strchr("=+-@", s.s[0]) != NULL)
		buf_addc(&clean, '\'');
	write_clean(&clean, s.s, s.len);
	if (!buf_ok(&clean))
		w->out.failed = 1;
	else if (is_csv(w) && needs_quotes(clean.s, clean.len))
		put_quoted(&w->out, clean.s, clean.len);
	else
		buf_add(&w->out, clean.s, clean.len);
	buf_free(&clean);
}

static void
put_cell(struct wtm_writer *w, struct wtm_str s)
{
	put_clean(w, is_csv(w) ? s : write_line(w, s));
}

static void
next_cell(struct wtm_writer *w)
{
	buf_addc(&w->out, is_csv(w) ? ',' : '\t');
}

static void
put_text(struct wtm_writer *w, const char *s)
{
	put_cell(w, (struct wtm_str){ s, strlen(s) });
}

static void
end_row(struct wtm_writer *w)
{
	buf_adds(&w->out, is_csv(w) ? "\r\n" : "\n");
}

static int
begin(struct wtm_writer *w, struct wtm_err *err)
{
	(void)err;
	if (is_csv(w))
		buf_adds(&w->out, "\xef\xbb\xbf");
	put_text(w, w->source.s);
	next_cell(w);
	put_text(w, w->target.s);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		next_cell(w);
		put_text(w, columns[i]);
	}
	end_row(w);
	return 0;
}

/* A cell of several things. */
static void
put_list(struct wtm_writer *w, const struct wtm_match *m,
    void (*list)(struct buf *, const struct wtm_match *))
{
	struct buf b = { 0 };

	list(&b, m);
	next_cell(w);
	if (!buf_ok(&b))
		w->out.failed = 1;
	else
		put_cell(w, (struct wtm_str){ b.s, b.len });
	buf_free(&b);
}

static void
put_match(struct wtm_writer *w, const struct wtm_match *m, size_t rank)
{
	static const char *const attrs[] = { "creationdate", "creationid",
		"changedate", "usagecount" };

	next_cell(w);
	buf_addf(&w->out, "%zu", rank);
	next_cell(w);
	write_score(&w->out, m->score);
	next_cell(w);
	put_text(w, wtm_match_kind_name(m->kind));
	next_cell(w);
	buf_addf(&w->out, "%" PRIu64, m->tu->id);
	next_cell(w);
	put_cell(w, write_source_of(m)->text);
	next_cell(w);
	put_cell(w, m->offered);
	put_list(w, m, write_differs);
	put_list(w, m, write_values);
	put_list(w, m, write_penalties);
	for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++) {
		next_cell(w);
		put_cell(w, wtm_match_attr(m, attrs[i]));
	}
	put_list(w, m, write_props);
	put_list(w, m, write_notes);
}

static void
put_story(struct wtm_writer *w)
{
	for (size_t i = 0; i < STORY_COLUMNS; i++) {
		next_cell(w);
		put_cell(w, origin_value(&w->story, i));
	}
}

/* The cells of a sentence; its translation stands in the first row only. */
static void
put_sentence(struct wtm_writer *w, const struct wtm_aligned *a,
    const struct wtm_match *sure)
{
	put_clean(w, write_line(w, a->segment->text));
	next_cell(w);
	if (sure != NULL)
		put_cell(w, sure->offered);
	next_cell(w);
	put_text(w, a->file);
	next_cell(w);
	buf_addf(&w->out, "%zu", a->segment->n);
	next_cell(w);
	put_text(w, wtm_segment_kind_name(a->segment->kind));
	next_cell(w);
	put_text(w, wtm_class_name(a->class));
}

static int
sentence(struct wtm_writer *w, const struct wtm_aligned *a,
    struct wtm_err *err)
{
	(void)err;
	put_sentence(w, a, write_sure(&a->matches));
	if (a->matches.n == 0) {
		for (size_t i = OWN_COLUMNS; i < sizeof columns /
		    sizeof *columns - STORY_COLUMNS; i++)
			next_cell(w);
		put_story(w);
		end_row(w);
	}
	for (size_t i = 0; i < a->matches.n; i++) {
		if (i > 0)
			put_sentence(w, a, NULL);
		put_match(w, &a->matches.at[i], i + 1);
		put_story(w);
		end_row(w);
	}
	return 0;
}

const struct writer_ops write_tsv = {
	.name = "tsv",
	.one_pair = 1,
	.begin = begin,
	.sentence = sentence,
};

const struct writer_ops write_csv = {
	.name = "csv",
	.one_pair = 1,
	.begin = begin,
	.sentence = sentence,
};
