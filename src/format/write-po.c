/*
 * write-po: articles as PO files of GNU gettext.
 *
 * Every sentence is an entry of its own; its context (msgctxt) is the article
 * and its number, since the same sentence may come twice.  The best match is
 * the msgstr: marked fuzzy, with the source it belongs to as "#| msgid",
 * unless the translation is sure.  All matches are told in comments.
 */
#include "config.h"
#include "format/write.h"

#include <string.h>

#include "format/origin.h"

/* A keyword and its string, which has no line break. */
static void
put_string(struct wtm_writer *w, const char *keyword, struct wtm_str s)
{
	struct buf *b = &w->out;
	struct buf clean = { 0 };

	s = write_line(w, s);
	write_clean(&clean, s.s, s.len);
	if (!buf_ok(&clean))
		b->failed = 1;
	buf_addf(b, "%s \"", keyword);
	for (size_t i = 0; i < clean.len; i++) {
		if (clean.s[i] == '"' || clean.s[i] == '\\')
			buf_addc(b, '\\');
		buf_addc(b, clean.s[i]);
	}
	buf_adds(b, "\"\n");
	buf_free(&clean);
}

static void
put_comment(struct wtm_writer *w, const char *lead, struct wtm_str s)
{
	buf_adds(&w->out, "#. ");
	buf_adds(&w->out, lead);
	s = write_line(w, s);
	write_clean(&w->out, s.s, s.len);
	buf_addc(&w->out, '\n');
}

static int
begin(struct wtm_writer *w, struct wtm_err *err)
{
	(void)err;
	buf_addf(&w->out, "msgid \"\"\nmsgstr \"\"\n"
	    "\"Project-Id-Version: " PACKAGE_NAME " " PACKAGE_VERSION
	    "\\n\"\n\"Language: %s\\n\"\n\"MIME-Version: 1.0\\n\"\n"
	    "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
	    "\"Content-Transfer-Encoding: 8bit\\n\"\n"
	    "\"X-Source-Language: %s\\n\"\n"
	    "\"X-Generator: " PACKAGE_NAME " " PACKAGE_VERSION "\\n\"\n",
	    w->target.s, w->source.s);
	return 0;
}

/* Is its source another one than that of the article? */
static int
is_other(const struct wtm_match *m)
{
	return m->kind == WTM_NUMBER || m->kind == WTM_FUZZY;
}

static void
put_match(struct wtm_writer *w, const struct wtm_match *m)
{
	struct buf text = { 0 };

	write_score(&text, m->score);
	buf_addf(&text, " %s; ", wtm_match_kind_name(m->kind));
	write_origin(&text, m);
	if (!buf_ok(&text))
		w->out.failed = 1;
	else
		put_comment(w, "", (struct wtm_str){ text.s, text.len });
	buf_free(&text);
	if (is_other(m))
		put_comment(w, "  ", write_source_of(m)->text);
	put_comment(w, "  ", m->offered);
}

/* Of which story it is, for the way back. */
static void
put_origin(struct wtm_writer *w, const struct wtm_aligned *a)
{
	struct wtm_meta metas[ORIGIN_METAS];
	size_t n = origin_metas(metas, &w->story, a->segment->kind);

	for (size_t i = 0; i < n; i++) {
		buf_addf(&w->out, "#. %s: ", metas[i].type.s);
		write_clean(&w->out, metas[i].text.s, metas[i].text.len);
		buf_addc(&w->out, '\n');
	}
}

/* "story.txt#3" */
static void
put_context(struct wtm_writer *w, const struct wtm_aligned *a)
{
	struct buf text = { 0 };

	buf_addf(&text, "%s#%zu", a->file, a->segment->n);
	if (!buf_ok(&text))
		w->out.failed = 1;
	else
		put_string(w, "msgctxt", (struct wtm_str){ text.s, text.len });
	buf_free(&text);
}

static int
sentence(struct wtm_writer *w, const struct wtm_aligned *a,
    struct wtm_err *err)
{
	const struct wtm_match *sure = write_sure(&a->matches);
	const struct wtm_match *best = a->matches.n > 0 ? &a->matches.at[0] :
	    NULL;
	struct wtm_str target = { "", 0 };

	(void)err;
	if (best != NULL)
		target = best->offered;
	buf_adds(&w->out, "\n#. ");
	write_heading(&w->out, a);
	buf_addc(&w->out, '\n');
	put_origin(w, a);
	for (size_t i = 0; i < a->matches.n; i++)
		put_match(w, &a->matches.at[i]);
	if (best != NULL && sure == NULL)
		buf_adds(&w->out, "#, fuzzy\n");
	if (best != NULL && is_other(best))
		put_string(w, "#| msgid", write_source_of(best)->text);
	put_context(w, a);
	put_string(w, "msgid", a->segment->text);
	put_string(w, "msgstr", target);
	return 0;
}

const struct writer_ops write_po = {
	.name = "po",
	.one_pair = 1,
	.begin = begin,
	.sentence = sentence,
};
