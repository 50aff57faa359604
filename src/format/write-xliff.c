/*
 * write-xliff: articles as files for a CAT tool.
 *
 * XLIFF 1.2 (OASIS, 2008) with the matches as <alt-trans>, which all tools
 * read; XLIFF 2.1 (OASIS, 2018) with the Translation Candidates module
 * (namespace ...:matches:2.0).  A sentence has a target when its translation
 * is sure; the others are for the translator.  What a match is beyond its
 * score stands in a note: both formats leave no other room for it.
 */
#include "config.h"
#include "format/write.h"

#include <string.h>

#include "base/xml-write.h"
#include "format/origin.h"

static void
put_attr(struct buf *b, const char *name, const char *value)
{
	buf_addf(b, " %s=\"", name);
	xml_put_value(b, value, strlen(value));
	buf_addc(b, '"');
}

/* An element with text in a language, on a line. */
static void
put_text(struct buf *b, const char *name, struct wtm_str lang,
    struct wtm_str text)
{
	buf_addf(b, "<%s xml:lang=\"", name);
	write_lang(b, lang.s, lang.len);
	buf_adds(b, "\">");
	xml_put_text(b, text.s, text.len);
	buf_addf(b, "</%s>\n", name);
}

/* An element with text and at most one attribute, on a line. */
static void
put_element(struct buf *b, const char *name, const char *attr,
    struct wtm_str value, struct wtm_str text)
{
	buf_addf(b, "<%s", name);
	if (attr != NULL) {
		buf_addf(b, " %s=\"", attr);
		xml_put_value(b, value.s, value.len);
		buf_addc(b, '"');
	}
	buf_addc(b, '>');
	xml_put_text(b, text.s, text.len);
	buf_addf(b, "</%s>\n", name);
}

static const struct wtm_str none;

static struct wtm_str
str(const char *s)
{
	return (struct wtm_str){ s, strlen(s) };
}

/* What write puts together, as the text of an element. */
static void
put_note(struct wtm_writer *w, const char *attr, const char *value,
    const struct buf *text)
{
	if (!buf_ok(text))
		w->out.failed = 1;
	else
		put_element(&w->out, "note", attr, str(value),
		    (struct wtm_str){ text->s, text->len });
}

static void
put_heading(struct wtm_writer *w, const struct wtm_aligned *a,
    const char *attr, const char *value)
{
	struct buf text = { 0 };

	write_heading(&text, a);
	put_note(w, attr, value, &text);
	buf_free(&text);
}

static void
put_origin(struct wtm_writer *w, const struct wtm_match *m, const char *attr,
    const char *value)
{
	struct buf text = { 0 };

	buf_adds(&text, wtm_match_kind_name(m->kind));
	buf_adds(&text, "; ");
	write_origin(&text, m);
	put_note(w, attr, value, &text);
	buf_free(&text);
}

/* Notes that come back with the translation: of which story it is. */
static void
put_story(struct wtm_writer *w, const char *attr)
{
	const char *prop;

	for (size_t i = 0; (prop = origin_prop(i)) != NULL; i++) {
		struct wtm_str v = origin_value(&w->story, i);
		struct buf text = { 0 };

		if (v.len == 0)
			continue;
		buf_addf(&text, "%s: ", prop);
		buf_add(&text, v.s, v.len);
		put_note(w, attr, PACKAGE_NAME, &text);
		buf_free(&text);
	}
}

static int
has_story(const struct wtm_story *story)
{
	int has = 0;

	for (size_t i = 0; origin_prop(i) != NULL; i++)
		has |= origin_value(story, i).len > 0;
	return has;
}

/* 1.2 */

static int
begin(struct wtm_writer *w, struct wtm_err *err)
{
	(void)err;
	buf_adds(&w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<xliff version=\"1.2\" "
	    "xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n");
	return 0;
}

static void
file_begin(struct wtm_writer *w)
{
	struct buf *b = &w->out;

	buf_adds(b, "<file");
	put_attr(b, "original", w->file.s);
	put_attr(b, "source-language", w->source.s);
	put_attr(b, "target-language", w->target.s);
	buf_adds(b, " datatype=\"plaintext\">\n<header><tool tool-id=\""
	    PACKAGE_NAME "\" tool-name=\"" PACKAGE_NAME "\" tool-version=\""
	    PACKAGE_VERSION "\"/>");
	if (has_story(&w->story)) {
		buf_addc(b, '\n');
		put_story(w, "from");
	}
	buf_adds(b, "</header>\n<body>\n");
}

static void
put_alt(struct wtm_writer *w, const struct wtm_match *m)
{
	const struct wtm_tuv *s = write_source_of(m);
	struct buf *b = &w->out;

	buf_adds(b, "<alt-trans match-quality=\"");
	if (m->score % 10 == 0)	/* as tools look for it: "100%" */
		buf_addf(b, "%d", m->score / 10);
	else
		write_score(b, m->score);
	buf_adds(b, "%\" origin=\"" PACKAGE_NAME "\" tool-id=\""
	    PACKAGE_NAME "\">\n");
	put_text(b, "source", s->lang, s->text);
	put_text(b, "target", write_target_of(m)->lang, m->offered);
	put_origin(w, m, "from", PACKAGE_NAME);
	buf_adds(b, "</alt-trans>\n");
}

static int
sentence(struct wtm_writer *w, const struct wtm_aligned *a,
    struct wtm_err *err)
{
	const struct wtm_match *sure = write_sure(&a->matches);
	struct buf *b = &w->out;

	(void)err;
	buf_addf(b, "<trans-unit id=\"%zu\" restype=\"x-%s\" "
	    "xml:space=\"preserve\">\n", a->segment->n,
	    wtm_segment_kind_name(a->segment->kind));
	put_text(b, "source", str(w->source.s),
	    write_line(w, a->segment->text));
	if (sure != NULL) {
		buf_addf(b, "<target state=\"translated\" "
		    "state-qualifier=\"%s\"",
		    sure->kind == WTM_CONTEXT ? "id-match" : "exact-match");
		put_attr(b, "xml:lang", w->target.s);
		buf_addc(b, '>');
		xml_put_text(b, sure->offered.s, sure->offered.len);
		buf_adds(b, "</target>\n");
	}
	put_heading(w, a, "from", PACKAGE_NAME);
	for (size_t i = 0; i < a->matches.n; i++)
		put_alt(w, &a->matches.at[i]);
	buf_adds(b, "</trans-unit>\n");
	return 0;
}

static void
file_end(struct wtm_writer *w)
{
	buf_adds(&w->out, "</body>\n</file>\n");
}

static int
end(struct wtm_writer *w, struct wtm_err *err)
{
	(void)err;
	buf_adds(&w->out, "</xliff>\n");
	return 0;
}

const struct writer_ops write_xliff = {
	.name = "xliff",
	.begin = begin,
	.file_begin = file_begin,
	.sentence = sentence,
	.file_end = file_end,
	.end = end,
};

/* 2.1 */

static int
begin2(struct wtm_writer *w, struct wtm_err *err)
{
	struct buf *b = &w->out;

	(void)err;
	buf_adds(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<xliff version=\"2.1\" "
	    "xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"\n"
	    "    xmlns:mtc=\"urn:oasis:names:tc:xliff:matches:2.0\"\n"
	    "    xmlns:mda=\"urn:oasis:names:tc:xliff:metadata:2.0\"\n   ");
	put_attr(b, "srcLang", w->source.s);
	put_attr(b, "trgLang", w->target.s);
	buf_adds(b, ">\n");
	return 0;
}

static void
file_begin2(struct wtm_writer *w)
{
	buf_addf(&w->out, "<file id=\"f%zu\"", w->n_files);
	if (w->file.len > 0)
		put_attr(&w->out, "original", w->file.s);
	buf_adds(&w->out, ">\n");
	if (has_story(&w->story)) {
		buf_adds(&w->out, "<notes>\n");
		put_story(w, "category");
		buf_adds(&w->out, "</notes>\n");
	}
	if (w->file.len == 0)	/* a file must hold something */
		buf_adds(&w->out, "<group id=\"g1\"/>\n");
}

static void
put_match2(struct wtm_writer *w, const struct wtm_match *m, size_t rank)
{
	struct buf *b = &w->out;
	struct buf why = { 0 };

	buf_addf(b, "<mtc:match id=\"m%zu\" ref=\"#s1\" type=\"%s\" "
	    "origin=\"" PACKAGE_NAME "\" matchQuality=\"", rank,
	    m->kind == WTM_CONTEXT ? "icm" : "tm");
	write_score(b, m->score);
	buf_adds(b, "\" similarity=\"");
	write_score(b, m->score);
	buf_adds(b, "\">\n<mda:metadata><mda:metaGroup category=\""
	    PACKAGE_NAME "\"><mda:meta type=\"match\">");
	buf_adds(&why, wtm_match_kind_name(m->kind));
	buf_adds(&why, "; ");
	write_origin(&why, m);
	if (!buf_ok(&why))
		b->failed = 1;
	xml_put_text(b, why.s, why.len);
	buf_free(&why);
	buf_adds(b, "</mda:meta></mda:metaGroup></mda:metadata>\n");
	put_element(b, "source", NULL, none, write_source_of(m)->text);
	put_element(b, "target", NULL, none, m->offered);
	buf_adds(b, "</mtc:match>\n");
}

static void
put_segment2(struct wtm_writer *w, const struct wtm_aligned *a)
{
	const struct wtm_match *sure = write_sure(&a->matches);

	buf_addf(&w->out, "<segment id=\"s1\" state=\"%s\">\n",
	    sure != NULL ? "translated" : "initial");
	put_element(&w->out, "source", NULL, none,
	    write_line(w, a->segment->text));
	if (sure != NULL)
		put_element(&w->out, "target", NULL, none,
		    sure->offered);
	buf_adds(&w->out, "</segment>\n");
}

static int
sentence2(struct wtm_writer *w, const struct wtm_aligned *a,
    struct wtm_err *err)
{
	struct buf *b = &w->out;

	(void)err;
	buf_addf(b, "<unit id=\"u%zu\" type=\"" PACKAGE_NAME ":%s\" "
	    "xml:space=\"preserve\">\n", a->segment->n,
	    wtm_segment_kind_name(a->segment->kind));
	if (a->matches.n > 0)
		buf_adds(b, "<mtc:matches>\n");
	for (size_t i = 0; i < a->matches.n; i++)
		put_match2(w, &a->matches.at[i], i + 1);
	if (a->matches.n > 0)
		buf_adds(b, "</mtc:matches>\n");
	buf_adds(b, "<notes>\n");
	put_heading(w, a, "category", PACKAGE_NAME);
	buf_adds(b, "</notes>\n");
	put_segment2(w, a);
	buf_adds(b, "</unit>\n");
	return 0;
}

static void
file_end2(struct wtm_writer *w)
{
	buf_adds(&w->out, "</file>\n");
}

const struct writer_ops write_xliff2 = {
	.name = "xliff2",
	.one_pair = 1,
	.begin = begin2,
	.file_begin = file_begin2,
	.sentence = sentence2,
	.file_end = file_end2,
	.end = end,
};
