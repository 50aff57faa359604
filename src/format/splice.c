/*
 * splice: texts of an article replaced in its file.
 *
 * Before a byte is given up, it is compared with the text that was read from
 * it; where they differ the text is left alone.  What is put in is escaped
 * for its place: in HTML that stands in an XML or JSON string twice.
 */
#include "config.h"
#include "format/splice.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/xml-write.h"
#include "format/runs.h"
#include "text/utf8.h"

static enum syntax
syntax_of(const char *format)
{
	static const struct {
		const char *name;
		enum syntax syntax;
	} rows[] = {
		{ "nitf", SYNTAX_XML }, { "newsml-g2", SYNTAX_XML },
		{ "newsml1", SYNTAX_XML }, { "rss", SYNTAX_XML },
		{ "atom", SYNTAX_XML }, { "xliff", SYNTAX_XML },
		{ "html", SYNTAX_HTML }, { "ninjs", SYNTAX_JSON },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].name, format) == 0)
			return rows[i].syntax;
	return SYNTAX_TEXT;
}

static void
find_cdata(struct splice *sp)
{
	struct markup m = { .s = sp->file.s, .len = sp->file.len };
	struct markup_token t;

	while (markup_next(&m, &t)) {
		size_t range[2] = { t.from, t.to };

		if (t.kind == MARKUP_CDATA)
			buf_add(&sp->cdata, range, sizeof range);
	}
}

static void
bytes_of(size_t range[2], const struct wtm_block *b)
{
	range[0] = range[1] = 0;
	if (b == NULL || b->n_pieces == 0)
		return;
	range[0] = b->pieces[0].from;
	range[1] = b->pieces[b->n_pieces - 1].to;
}

/* A file that is wrapped by hand is so everywhere. */
static void
find_wrap(struct splice *sp)
{
	const struct wtm_article *a = &sp->st->pub;
	size_t range[2];

	for (size_t i = 0; i < a->n_blocks; i++) {
		bytes_of(range, &a->blocks[i]);
		wrap_widen(&sp->wrap, sp->file, range);
	}
}

/* Are letters beyond ASCII escaped, \u0080 and up, and never written? */
static int
escapes_all(struct wtm_str file)
{
	int found = 0;

	for (size_t i = 0; i < file.len; i++) {
		const char *s = file.s + i;

		if ((unsigned char)*s >= 0x80)
			return 0;
		if (*s == '\\' && file.len - i > 6) {
			found |= s[1] == 'u' && (s[2] != '0' ||
			    s[3] != '0' || s[4] >= '8');
			i++;
		}
	}
	return found;
}

int
splice_begin(struct splice *sp, const struct wtm_article *a,
    const char *name, const char *const langs[2], struct wtm_err *err)
{
	*sp = (struct splice){ .st = (const void *)a, .name = name,
		.file = a->file,
		.langs = { langs[0], langs[1] },
		.syntax = syntax_of(a->format) };
	if (sp->syntax == SYNTAX_XML)
		find_cdata(sp);
	if (sp->syntax == SYNTAX_TEXT)
		find_wrap(sp);
	if (sp->syntax == SYNTAX_JSON)
		sp->escapes_all = escapes_all(a->file);
	return buf_ok(&sp->cdata) ? 0 : err_nomem(err);
}

void
splice_free(struct splice *sp)
{
	buf_free(&sp->cdata);
	buf_free(&sp->edits);
	arena_free(&sp->arena);
}

int
splice_raw(struct splice *sp, size_t from, size_t to, const char *s,
    size_t len, enum recode_refs refs, struct wtm_err *err)
{
	struct recode_edit e = { .from = from, .to = to, .len = len,
		.refs = refs };

	e.s = arena_str(&sp->arena, s, len).s;
	if (e.s != NULL)
		buf_add(&sp->edits, &e, sizeof e);
	return e.s != NULL && buf_ok(&sp->edits) ? 0 : err_nomem(err);
}

static int
in_cdata(const struct splice *sp, size_t off)
{
	const size_t(*at)[2] = (const void *)sp->cdata.s;
	size_t n = sp->cdata.len / sizeof *at;
	size_t low = 0;

	while (low < n) {
		size_t mid = low + (n - low) / 2;

		if (at[mid][0] <= off && off < at[mid][1])
			return 1;
		if (at[mid][0] > off)
			n = mid;
		else
			low = mid + 1;
	}
	return 0;
}

/* Only what would be taken for markup, where the text may be no HTML. */
static void
put_light(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char next = i + 1 < len ? s[i + 1] : ' ';
		int letter = (next | 32) >= 'a' && (next | 32) <= 'z';
		size_t end = i;

		if (s[i] == '&' && markup_char(s, len, &end) != '&')
			buf_adds(out, "&amp;");
		else if (s[i] == '<' && (letter || next == '/' ||
		    next == '!' || next == '?'))
			buf_adds(out, "&lt;");
		else
			buf_addc(out, s[i]);
	}
}

static void
put_cdata(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '>' && i > 1 && s[i - 1] == ']' &&
		    s[i - 2] == ']')
			buf_adds(out, "]]><![CDATA[");
		buf_addc(out, s[i]);
	}
}

/* Whichever quotes are around it. */
static void
put_attr(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		const char *p = memchr(s + i, '\'', len - i);
		size_t to = p == NULL ? len : (size_t)(p - s);

		xml_put_value(out, s + i, to - i);
		if (p != NULL)
			buf_adds(out, "&#39;");
		i = to + (p != NULL);
	}
}

static void
put_json(struct buf *out, const char *s, size_t len, int all)
{
	for (size_t i = 0; i < len;) {
		size_t from = i;
		uint32_t c = utf8_next(s, len, &i);

		if (c == '"' || c == '\\')
			buf_addf(out, "\\%c", (int)c);
		else if (c == '\n')
			buf_adds(out, "\\n");
		else if (c >= 0x10000 && all)
			buf_addf(out, "\\u%04x\\u%04x",
			    (unsigned)(0xd7c0 + (c >> 10)),
			    (unsigned)(0xdc00 + (c & 0x3ff)));
		else if (c < 0x20 || (c >= 0x80 && all))
			buf_addf(out, "\\u%04x", (unsigned)c);
		else
			buf_add(out, s + from, i - from);
	}
}

int
splice_escape(struct buf *out, const struct splice *sp, enum text_way way,
    int cdata, const char *s, size_t len)
{
	struct buf inner = { 0 };

	if (way == TEXT_HTML)
		xml_put_text(&inner, s, len);
	else if (way == TEXT_MAYBE_HTML)
		put_light(&inner, s, len);
	else
		buf_add(&inner, s, len);
	s = inner.s == NULL ? "" : inner.s;
	len = inner.len;
	if (way == TEXT_ATTR)
		put_attr(out, s, len);
	else if (cdata)
		put_cdata(out, s, len);
	else if (sp->syntax == SYNTAX_XML || sp->syntax == SYNTAX_HTML)
		xml_put_text(out, s, len);
	else if (sp->syntax == SYNTAX_JSON)
		put_json(out, s, len, sp->escapes_all);
	else
		buf_add(out, s, len);
	if (!buf_ok(&inner))
		out->failed = 1;
	buf_free(&inner);
	return buf_ok(out) ? 0 : -1;
}

static enum recode_refs
refs_of(const struct splice *sp, enum text_way way, int cdata)
{
	if (sp->syntax == SYNTAX_JSON)
		return RECODE_JSON;
	if (sp->syntax == SYNTAX_TEXT || (cdata && way != TEXT_HTML))
		return RECODE_NONE;
	return RECODE_XML;
}

/* Of plain text, the last block that begins at or before off, or NULL. */
static const struct wtm_block *
block_at(const struct wtm_article *a, size_t off)
{
	size_t low = 0;
	size_t high = a->n_blocks;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (a->blocks[mid].n_pieces > 0 &&
		    a->blocks[mid].pieces[0].from <= off)
			low = mid + 1;
		else
			high = mid;
	}
	return low > 0 ? &a->blocks[low - 1] : NULL;
}

/* How the paragraph is wrapped that the run is in. */
static struct wrap
wrap_at(struct splice *sp, const struct spot *at, const struct run *r)
{
	static const struct wrap none;
	const struct wtm_block *b = at->block;
	struct wrap w;
	size_t range[2];
	int is_line;

	if (sp->syntax == SYNTAX_JSON)
		return none;
	/* plain text is one block of its own here */
	if (b->text.s == sp->file.s)
		b = block_at(&sp->st->pub, at->from);
	if (b == NULL || b != sp->block) {
		sp->block = b;
		sp->paragraph = none;
		bytes_of(range, b);
		wrap_widen(&sp->paragraph, sp->file, range);
	}
	is_line = b == NULL || b->kind == WTM_HEADLINE ||
	    b->kind == WTM_BYLINE || b->kind == WTM_SLUG;
	w = wrap_look(&sp->paragraph, is_line ? &none : &sp->wrap, sp->file,
	    r->file[0], r->file[1]);
	if (at->more)
		w.tail = 0;
	/* the text before it in this line was replaced, too */
	if (sp->wrapped_to > 0 && sp->wrapped_to <= r->file[0] &&
	    memchr(sp->file.s + sp->wrapped_to, '\n',
	    r->file[0] - sp->wrapped_to) == NULL)
		w.column = sp->wrapped_column +
		    wrap_columns(sp->file.s + sp->wrapped_to,
		    r->file[0] - sp->wrapped_to);
	return w;
}

/* The quotation marks of old wires, where the text had them. */
static void
put_quotes(struct buf *out, const struct splice *sp, const struct run *r,
    struct wtm_str s)
{
	const char *old = sp->file.s + r->file[0];
	size_t len = r->file[1] - r->file[0];
	int wire = strcmp(sp->st->pub.format, "anpa1312") == 0 &&
	    (memmem(old, len, "``", 2) != NULL ||
	    memmem(old, len, "''", 2) != NULL);

	for (size_t i = 0; i < s.len; i++) {
		int opens = i == 0 || s.s[i - 1] == ' ' || s.s[i - 1] == '(';

		if (wire && s.s[i] == '"')
			buf_adds(out, opens ? "``" : "''");
		else
			buf_addc(out, s.s[i]);
	}
}

/* Text, wrapped as the paragraph is, and escaped; a line end is brk. */
static int
put_lines(struct buf *out, struct splice *sp, const struct spot *at,
    const struct run *r, struct wtm_str text)
{
	int cdata = in_cdata(sp, r->file[0]);
	struct wrap w = wrap_at(sp, at, r);
	struct buf lines = { 0 };

	sp->wrapped_to = w.brk.len > 0 ? r->file[1] : 0;
	if (w.brk.len > 0)
		sp->wrapped_column = wrap_text(&lines, &w, text);
	else
		buf_add(&lines, text.s, text.len);
	for (size_t i = 0; i < lines.len;) {
		const char *nl = memchr(lines.s + i, '\n', lines.len - i);
		size_t to = nl == NULL ? lines.len : (size_t)(nl - lines.s);

		splice_escape(out, sp, at->way, cdata, lines.s + i, to - i);
		if (nl != NULL)
			buf_add(out, w.brk.s, w.brk.len);
		i = to + (nl != NULL);
	}
	if (!buf_ok(&lines))
		out->failed = 1;
	buf_free(&lines);
	return buf_ok(out) ? 0 : -1;
}

static int
put_run(struct splice *sp, const struct spot *at, const struct run *r,
    struct wtm_str s, struct wtm_err *err)
{
	struct wtm_str part = { s.s + r->out[0], r->out[1] - r->out[0] };
	struct buf text = { 0 };
	struct buf out = { 0 };
	int ret = -1;

	put_quotes(&text, sp, r, part);
	part = (struct wtm_str){ text.s == NULL ? "" : text.s, text.len };
	if (!buf_ok(&text) || put_lines(&out, sp, at, r, part) != 0)
		err_nomem(err);
	else
		ret = splice_raw(sp, r->file[0], r->file[1],
		    out.s == NULL ? "" : out.s, out.len,
		    refs_of(sp, at->way, in_cdata(sp, r->file[0])), err);
	buf_free(&text);
	buf_free(&out);
	return ret;
}

/* One line without control characters, as any format can hold it. */
static void
put_clean(struct buf *out, const char *s, size_t len)
{
	while (len > 0 && (unsigned char)s[len - 1] <= ' ')
		len--;
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)s[i] > ' ' && s[i] != 0x7f)
			buf_addc(out, s[i]);
		else if (out->len > 0 && out->s[out->len - 1] != ' ')
			buf_addc(out, ' ');
	}
}

int
splice_text(struct splice *sp, const struct spot *at, const char *s,
    size_t len, struct wtm_err *err)
{
	struct buf clean = { 0 };
	struct wtm_str text;
	struct runs runs;
	long emptied;
	int ret = runs_find(&runs, sp, at, err);

	if (ret != 1)
		return ret;
	put_clean(&clean, s, len);
	text = (struct wtm_str){ clean.s == NULL ? "" : clean.s, clean.len };
	emptied = buf_ok(&clean) ? runs_share(&runs, sp, at, text, err)
	    : err_nomem(err);
	for (size_t i = 0; i < runs.n && emptied >= 0; i++)
		if (put_run(sp, at, &runs.at[i], text, err) != 0)
			emptied = -1;
	buf_free(&clean);
	sp->emptied += emptied > 0 ? (size_t)emptied : 0;
	return emptied < 0 ? -1 : 1;
}

static int
compare(const void *a, const void *b)
{
	const struct recode_edit *x = a;
	const struct recode_edit *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

int
splice_sort(struct splice *sp, struct wtm_err *err)
{
	struct recode_edit *at = (void *)sp->edits.s;
	size_t n = sp->edits.len / sizeof *at;

	if (n > 0)
		qsort(at, n, sizeof *at, compare);
	for (size_t i = 1; i < n; i++)
		if (at[i].from < at[i - 1].to)
			return err_set(err, WTM_INPUT, 0, "%s: two texts of "
			    "the article stand at one place of the file; it "
			    "cannot be translated in place", sp->name);
	return 0;
}

size_t
splice_find(const struct splice *sp, size_t off)
{
	const struct recode_edit *at = (const void *)sp->edits.s;
	size_t low = 0;
	size_t high = sp->edits.len / sizeof *at;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (at[mid].from < off)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int
splice_copy(struct buf *out, const struct splice *sp, size_t from, size_t to,
    struct wtm_err *err)
{
	const struct recode_edit *at = (const void *)sp->edits.s;
	size_t n = sp->edits.len / sizeof *at;

	for (size_t i = splice_find(sp, from); i < n && at[i].to <= to; i++) {
		buf_add(out, sp->file.s + from, at[i].from - from);
		buf_add(out, at[i].s, at[i].len);
		from = at[i].to;
	}
	buf_add(out, sp->file.s + from, to - from);
	return buf_ok(out) ? 0 : err_nomem(err);
}
