/*
 * write-html: articles beside their matches as one page to read and print.
 *
 * The page is whole in itself: no script, no request, its style within; what
 * colours say is said by lines and words, too.  The sentence stands to the
 * left, what the memory has to the right, or below it on a narrow screen.
 * Differing words are <del> (of the memory) and <ins> (of the article);
 * figures and signs that differ are boxed, also where they stand in the
 * translation that is offered.
 */
#include "config.h"
#include "format/write.h"

#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "base/xml-write.h"

static const char style[] =
    ":root{color-scheme:light dark;--ink:#1c1c1c;--faint:#595959;"
    "--line:#d0d0d0;--paper:#fff;--old:#a3211a;--old-bg:#fdeae8;"
    "--new:#0a5c28;--new-bg:#e3f4e7;--fair:#7a4b00}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e8e8e8;"
    "--faint:#a8a8a8;--line:#444;--paper:#181818;--old:#ff9d94;"
    "--old-bg:#4a1d1a;--new:#86dba0;--new-bg:#163d22;--fair:#f0c070}}\n"
    "@media print{:root{color-scheme:light;--ink:#000;--faint:#444;"
    "--line:#999;--paper:#fff;--old:#a3211a;--old-bg:#fff;"
    "--new:#0a5c28;--new-bg:#fff;--fair:#7a4b00}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:80rem;padding:1rem;color:var(--ink);"
    "background:var(--paper);font:1rem/1.6 Pretendard,"
    "\"Apple SD Gothic Neo\",\"Malgun Gothic\",\"Noto Sans KR\","
    "\"Noto Sans CJK KR\",NanumGothic,system-ui,sans-serif;"
    "word-break:keep-all;overflow-wrap:anywhere}\n"
    "h1{font-size:1.4rem;line-height:1.3;margin:0 0 .5rem}\n"
    "h2{font-size:1.15rem;margin:2rem 0 0}\n"
    "h2:only-of-type{display:none}\n"
    "h3{font-size:.85rem;font-weight:600;color:var(--faint);margin:0}\n"
    "p,ul{margin:0;padding:0}\n"
    ".embargo{color:var(--old);border:2px solid currentColor;"
    "font-weight:700;margin-top:.75rem;padding:.25rem .75rem}\n"
    "header p{color:var(--faint);margin-top:.35rem}\n"
    "section{border-top:1px solid var(--line);margin-top:1rem;"
    "padding-top:.75rem}\n"
    ".pair{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);"
    "gap:.5rem 1.5rem}\n"
    ".text{font-weight:600}\n"
    ".headline .text{font-size:1.15rem}\n"
    "ul{list-style:none}\n"
    "li+li{margin-top:.75rem}\n"
    ".why,.none{font-size:.85rem;color:var(--faint)}\n"
    ".score{font-weight:700;color:var(--fair)}\n"
    ".context .score,.exact .score{color:var(--new)}\n"
    ".memory{font-size:.95rem}\n"
    "del{color:var(--old);background:var(--old-bg);"
    "text-decoration:line-through}\n"
    "ins{color:var(--new);background:var(--new-bg);"
    "text-decoration:underline;text-underline-offset:.2em}\n"
    "del+ins{margin-left:.25em}\n"
    "b.value{font-weight:700;border:2px solid currentColor;"
    "border-radius:.2em;padding:0 .15em}\n"
    "@media (max-width:40rem){.pair{grid-template-columns:minmax(0,1fr)}}\n"
    "@media print{html{font-size:10pt}body{max-width:none;padding:0}"
    "li,.text,h3{break-inside:avoid}h2,h3{break-after:avoid}}\n";

static void
put_text(struct buf *b, const char *s, size_t len)
{
	xml_put_text(b, s, len);
}

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Is there nothing of the same number or word before s[i], or at s[i]? */
static int
is_edge(const char *s, size_t len, size_t i)
{
	if (i == 0 || i >= len)
		return 1;
	if ((is_digit(s[i - 1]) && is_digit(s[i])) ||
	    (is_letter(s[i - 1]) && is_letter(s[i])))
		return 0;
	if (strchr(".,", s[i]) != NULL && is_digit(s[i - 1]))
		return i + 1 == len || !is_digit(s[i + 1]);
	return strchr(".,", s[i - 1]) == NULL || i < 2 || !is_digit(s[i]) ||
	    !is_digit(s[i - 2]);
}

/* The length of the value of the match that stands at s[i], or 0. */
static size_t
value_at(const struct wtm_match *m, const char *s, size_t len, size_t i)
{
	size_t longest = 0;

	for (size_t k = 0; k < m->n_values; k++) {
		const struct wtm_str *v = &m->values[k];

		if (v->len > longest && v->len <= len - i &&
		    memcmp(v->s, s + i, v->len) == 0 && is_edge(s, len, i) &&
		    is_edge(s, len, i + v->len))
			longest = v->len;
	}
	return longest;
}

static void
put_boxed(struct buf *b, const struct wtm_match *m, const char *s, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i < len;) {
		size_t n = value_at(m, s, len, i);

		if (n == 0) {
			i++;
			continue;
		}
		put_text(b, s + from, i - from);
		buf_adds(b, "<b class=\"value\">");
		put_text(b, s + i, n);
		buf_adds(b, "</b>");
		i += n;
		from = i;
	}
	put_text(b, s + from, len - from);
}

static size_t
trimmed(const char *s, size_t len)
{
	while (len > 0 && strchr(" \t\r\n", s[len - 1]) != NULL)
		len--;
	return len;
}

static void
put_changed(struct buf *b, const struct wtm_match *m, const char *element,
    const char *s, size_t len)
{
	len = trimmed(s, len);
	if (len == 0)
		return;
	buf_addf(b, "<%s>", element);
	put_boxed(b, m, s, len);
	buf_addf(b, "</%s>", element);
}

/* The source of the unit, with what the article has instead. */
static int
put_diff(struct buf *b, const struct wtm_match *m, struct wtm_str new,
    struct wtm_err *err)
{
	struct wtm_str old = write_source_of(m)->text;
	struct wtm_diff d;
	int ret = wtm_diff(&d, old.s, old.len, new.s, new.len, err);

	for (size_t i = 0; i < d.n; i++) {
		const struct wtm_diff_run *r = &d.runs[i];
		const char *s = old.s + r->old_from;
		size_t len = r->old_to - r->old_from;

		if (r->same) {
			put_text(b, s, trimmed(s, len));
		} else {
			put_changed(b, m, "del", s, len);
			put_changed(b, m, "ins", new.s + r->new_from,
			    r->new_to - r->new_from);
		}
		if (r->blank)
			buf_addc(b, ' ');
	}
	wtm_diff_free(&d);
	return ret;
}

static void
open_text(struct buf *b, const char *class, const char *lang, size_t len)
{
	buf_addf(b, "<p class=\"%s\" dir=\"auto\" lang=\"", class);
	write_lang(b, lang, len);
	buf_adds(b, "\">");
}

static void
put_why(struct buf *b, const struct wtm_match *m)
{
	struct buf origin = { 0 };

	buf_adds(b, "<p class=\"why\"><span class=\"score\">");
	write_score(b, m->score);
	buf_addf(b, " %s</span> \xc2\xb7 ", wtm_match_kind_name(m->kind));
	write_origin(&origin, m);
	if (!buf_ok(&origin))
		b->failed = 1;
	put_text(b, origin.s, origin.len);
	buf_free(&origin);
	buf_adds(b, "</p>\n");
}

/* What is offered; values that were adapted are <ins>, others boxed only. */
static void
put_offered(struct buf *b, const struct wtm_match *m)
{
	struct wtm_str t = m->offered;
	const struct wtm_value *v;
	size_t at = 0;

	if (m->n_adapted == 0) {
		put_boxed(b, m, t.s, t.len);
		return;
	}
	while ((v = wtm_match_next_value(m, at)) != NULL &&
	    v->offered[1] <= t.len) {
		put_text(b, t.s + at, v->offered[0] - at);
		buf_adds(b, v->adapted ? "<ins>" : "");
		buf_adds(b, "<b class=\"value\">");
		put_text(b, t.s + v->offered[0],
		    v->offered[1] - v->offered[0]);
		buf_adds(b, v->adapted ? "</b></ins>" : "</b>");
		at = v->offered[1];
	}
	put_text(b, t.s + at, t.len - at);
}

static int
put_match(struct buf *b, const struct wtm_match *m, struct wtm_str text,
    struct wtm_err *err)
{
	const struct wtm_tuv *s = write_source_of(m);
	const struct wtm_tuv *t = write_target_of(m);

	buf_addf(b, "<li class=\"%s\">\n", wtm_match_kind_name(m->kind));
	open_text(b, "target", t->lang.s, t->lang.len);
	put_offered(b, m);
	buf_adds(b, "</p>\n");
	if (m->kind == WTM_FUZZY || m->kind == WTM_NUMBER) {
		open_text(b, "memory", s->lang.s, s->lang.len);
		if (put_diff(b, m, text, err) != 0)
			return -1;
		buf_adds(b, "</p>\n");
	}
	put_why(b, m);
	buf_adds(b, "</li>\n");
	return 0;
}

static int
begin(struct wtm_writer *w, struct wtm_err *err)
{
	(void)w;
	(void)err;
	return 0;
}

/* "story.txt: en -> ko" */
static void
put_name(struct buf *b, const struct wtm_writer *w)
{
	put_text(b, w->file.s, w->file.len);
	buf_adds(b, ": ");
	put_text(b, w->source.s, w->source.len);
	buf_adds(b, " \xe2\x86\x92 ");
	put_text(b, w->target.s, w->target.len);
}

static void
file_begin(struct wtm_writer *w)
{
	buf_adds(&w->out, "<h2>");
	put_name(&w->out, w);
	buf_adds(&w->out, "</h2>\n");
	if (w->embargoed) {
		struct buf text = { 0 };

		write_embargo(&text, w->story.embargo);
		if (!buf_ok(&text))
			w->out.failed = 1;
		buf_adds(&w->out, "<p class=\"embargo\">");
		put_text(&w->out, text.s, text.len);
		buf_adds(&w->out, "</p>\n");
		buf_free(&text);
	}
}

static int
sentence(struct wtm_writer *w, const struct wtm_aligned *a,
    struct wtm_err *err)
{
	const char *kind = wtm_segment_kind_name(a->segment->kind);
	struct wtm_str text = write_line(w, a->segment->text);
	struct buf *b = &w->out;

	buf_addf(b, "<section class=\"%s\" id=\"s%" PRIu64 "\">\n"
	    "<h3>%zu \xc2\xb7 %s \xc2\xb7 %s</h3>\n<div class=\"pair\">\n",
	    kind, w->total, a->segment->n, kind, wtm_class_words(a->class));
	open_text(b, "text", w->source.s, w->source.len);
	put_text(b, text.s, text.len);
	buf_adds(b, "</p>\n");
	if (a->matches.n == 0)
		buf_addf(b, "<p class=\"none\">%s</p>\n",
		    a->class >= WTM_CLASS_95 && a->class <= WTM_CLASS_50 ?
		    "its matches are below the minimum" :
		    "nothing in the memory");
	else
		buf_adds(b, "<ul>\n");
	for (size_t i = 0; i < a->matches.n; i++)
		if (put_match(b, &a->matches.at[i], text, err) != 0)
			return -1;
	if (a->matches.n > 0)
		buf_adds(b, "</ul>\n");
	buf_adds(b, "</div>\n</section>\n");
	return 0;
}

/* "23 segments: 5 in context, 4 exact, ..." */
static void
put_total(struct buf *b, const struct wtm_writer *w)
{
	const char *lead = ": ";

	buf_addf(b, "%" PRIu64 " %s", w->total,
	    w->total == 1 ? "segment" : "segments");
	for (size_t i = 0; i < WTM_CLASSES; i++) {
		if (w->classes[i] == 0)
			continue;
		buf_addf(b, "%s%" PRIu64 " %s", lead, w->classes[i],
		    wtm_class_words((enum wtm_class)i));
		lead = ", ";
	}
}

static void
put_title(struct buf *b, const struct wtm_writer *w)
{
	if (w->n_files > 1)
		buf_addf(b, "%zu articles", w->n_files);
	else
		put_name(b, w);
}

static void
put_head(struct buf *b, const struct wtm_writer *w)
{
	buf_adds(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<meta name=\"generator\" content=\"" PACKAGE_NAME " "
	    PACKAGE_VERSION "\">\n<title>");
	put_title(b, w);
	buf_addf(b, "</title>\n<style>\n%s</style>\n</head>\n<body>\n"
	    "<header>\n<h1>", style);
	put_title(b, w);
	buf_adds(b, "</h1>\n<p>");
	put_total(b, w);
	buf_adds(b, "</p>\n<p><del>Words of the memory</del> that the article "
	    "lacks, <ins>words of the article</ins> that the memory lacks, "
	    "<b class=\"value\">figures</b> that differ, "
	    "<ins><b class=\"value\">adapted</b></ins> or not.</p>\n</header>\n"
	    "<main>\n");
}

/* What comes first tells what came of all. */
static int
end(struct wtm_writer *w, struct wtm_err *err)
{
	struct buf body = w->out;

	w->out = (struct buf){ 0 };
	put_head(&w->out, w);
	buf_add(&w->out, body.s, body.len);
	buf_adds(&w->out, "</main>\n</body>\n</html>\n");
	if (!buf_ok(&body))
		err_nomem(err);
	buf_free(&body);
	return err->code == WTM_OK ? 0 : -1;
}

const struct writer_ops write_html = {
	.name = "html",
	.is_whole = 1,
	.begin = begin,
	.file_begin = file_begin,
	.sentence = sentence,
	.end = end,
};
