/*
 * tsv: pairs as tab-separated text, one a line, without quoting.
 *
 * Lines are cut from a buffer that grows up to UNIT_MAX; a longer line is
 * passed over and rejected.  A line is judged by itself, so one with wrong
 * bytes costs only itself.
 */
#include "config.h"
#include "format/tsv.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/decode.h"
#include "base/err.h"
#include "base/xml-write.h"
#include "text/lang.h"

enum {
	BLOCK = 64 << 10,
	COLUMNS_MAX = 64,
};

enum encoding { NOT_KNOWN, UTF8, CP949 };

struct tsv_reader {
	struct decode *bytes;
	const char *name;
	const struct unit_opts *opts;
	struct buf in;	/* lines to come */
	size_t from;	/* of the next one */
	int at_end;
	long line;	/* number of the last line */
	enum encoding encoding;
	iconv_t cp949;	/* (iconv_t)-1: not open */
	struct buf converted;
	struct arena kept;	/* languages and names of columns */
	struct wtm_str langs[2];
	struct wtm_str columns[COLUMNS_MAX];	/* from the third on */
	size_t n_columns;
	struct arena scratch;	/* one line */
};

/* A line, borrowed until the next one. */
struct line {
	const char *s;
	size_t len;
	int too_long;	/* s is not all of it */
};

static int
is_ascii(const char *s, size_t len)
{
	unsigned char bits = 0;

	for (size_t i = 0; i < len; i++)
		bits |= (unsigned char)s[i];
	return bits < 0x80;
}

/* UTF-8, whatever characters. */
static int
is_utf8(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		i += xml_bad_char(s + i, len - i);
		if (i < len && (unsigned char)s[i] >= 0x80 &&
		    len - i >= 3 && memcmp(s + i, "\xef\xbf", 2) == 0 &&
		    (s[i + 2] == '\xbe' || s[i + 2] == '\xbf'))
			i += 3;
		else if (i < len && (unsigned char)s[i] >= 0x80)
			return 0;
		else if (i < len)
			i++;
	}
	return 1;
}

/* More bytes behind those in the buffer: 1, 0 at the end, -1. */
static int
fill(struct tsv_reader *r, struct wtm_err *err)
{
	long n;

	memmove(r->in.s, r->in.s + r->from, r->in.len - r->from);
	r->in.len -= r->from;
	r->from = 0;
	if (buf_reserve(&r->in, BLOCK) != 0)
		return err_nomem(err);
	n = decode_read(r->bytes, r->in.s + r->in.len, BLOCK, err);
	if (n < 0)
		return -1;
	r->in.len += (size_t)n;
	r->in.s[r->in.len] = '\0';
	r->at_end = n == 0;
	return n > 0;
}

/* 1 and a line without its end, 0 at the end of the file, -1. */
static int
next_line(struct tsv_reader *r, struct line *l, struct wtm_err *err)
{
	size_t seen = 0;	/* bytes known to hold no line end */
	const char *end;

	l->too_long = 0;
	for (;;) {
		size_t left = r->in.len - r->from;

		end = left == seen ? NULL
		    : memchr(r->in.s + r->from + seen, '\n', left - seen);
		if (end != NULL || r->at_end)
			break;
		seen = left;
		if (left > UNIT_MAX) {
			l->too_long = 1;
			r->from = r->in.len;
			seen = 0;
		}
		if (fill(r, err) < 0)
			return -1;
	}
	l->s = r->in.s + r->from;
	l->len = end != NULL ? (size_t)(end - l->s) : r->in.len - r->from;
	if (end == NULL && l->len == 0 && !l->too_long)
		return 0;
	r->from += l->len + (end != NULL);
	r->line++;
	return 1;
}

/*
 * Are the lines that are not ASCII, from l on in the buffer, UTF-8 rather
 * than CP949?  A wrong byte in one line must not decide for all.
 */
static enum encoding
find_encoding(const struct tsv_reader *r, const struct line *l)
{
	const char *end = r->in.s + r->in.len;
	const char *p = l->s;
	long votes = 0;

	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((nl == NULL ? end : nl) - p);

		/* the last line may be cut inside a character */
		if ((nl != NULL || p == l->s) && !is_ascii(p, len))
			votes += is_utf8(p, len) ? 1 : -1;
		p += len + 1;
	}
	return votes >= 0 ? UTF8 : CP949;
}

static int
open_cp949(struct tsv_reader *r, struct wtm_err *err)
{
	char msg[300];

	r->cp949 = iconv_open("UTF-8", "CP949");
	if (r->cp949 == (iconv_t)-1)
		return err_errno(err, "%s: cannot convert CP949", r->name);
	snprintf(msg, sizeof msg, "%s:%ld: not UTF-8; read as CP949",
	    r->name, r->line);
	if (r->opts->note != NULL)
		r->opts->note(r->opts->arg, msg);
	return 0;
}

/* l from CP949 to UTF-8; when it is not CP949 it stays as it is. */
static int
convert(struct tsv_reader *r, struct line *l, struct wtm_err *err)
{
	/* iconv wants char **, and does not write there */
	char *from = (char *)(uintptr_t)l->s;
	size_t from_left = l->len;
	char *to;
	size_t to_left;

	buf_clear(&r->converted);
	/* two bytes become three at most */
	if (buf_reserve(&r->converted, l->len + l->len / 2 + 4) != 0)
		return err_nomem(err);
	to = r->converted.s;
	to_left = r->converted.cap - 1;
	iconv(r->cp949, NULL, NULL, NULL, NULL);
	if (iconv(r->cp949, &from, &from_left, &to, &to_left) == (size_t)-1)
		return 0;
	*to = '\0';
	l->s = r->converted.s;
	l->len = (size_t)(to - l->s);
	return 0;
}

/* Make the line UTF-8, if it can be. */
static int
to_utf8(struct tsv_reader *r, struct line *l, struct wtm_err *err)
{
	if (is_ascii(l->s, l->len))
		return 0;
	if (r->encoding == NOT_KNOWN) {
		r->encoding = find_encoding(r, l);
		if (r->encoding == CP949 && open_cp949(r, err) != 0)
			return -1;
	}
	return r->encoding == CP949 ? convert(r, l, err) : 0;
}

/* The field that begins at *p, which moves behind it; NULL at the end. */
static struct wtm_str
next_field(const struct line *l, const char **p)
{
	const char *end = l->s + l->len;
	const char *tab;
	struct wtm_str f = { 0 };

	if (*p == NULL)
		return f;
	tab = memchr(*p, '\t', (size_t)(end - *p));
	f.s = *p;
	f.len = (size_t)((tab == NULL ? end : tab) - *p);
	*p = tab == NULL ? NULL : tab + 1;
	return f;
}

static int
is_header(const struct line *l)
{
	const char *p = l->s;
	struct wtm_str a = next_field(l, &p);
	struct wtm_str b = next_field(l, &p);

	return b.s != NULL && unit_is_lang(a.s, a.len) &&
	    unit_is_lang(b.s, b.len) && lang_is_known(a.s, a.len) &&
	    lang_is_known(b.s, b.len);
}

static int
read_header(struct tsv_reader *r, const struct line *l, struct wtm_err *err)
{
	const char *p = l->s;

	for (size_t i = 0; p != NULL && i < 2 + COLUMNS_MAX; i++) {
		struct wtm_str f = next_field(l, &p);
		struct wtm_str copy;

		if (xml_bad_char(f.s, f.len) < f.len)
			return err_set(err, WTM_INPUT, r->line, "%s:%ld: the "
			    "name of a column is not text", r->name, r->line);
		copy = arena_str(&r->kept, f.s, f.len);
		if (copy.s == NULL)
			return err_nomem(err);
		if (i < 2)
			r->langs[i] = copy;
		else
			r->columns[r->n_columns++] = copy;
	}
	return 0;
}

static int
is_unit_attr(const char *name)
{
	static const char *const names[] = { "tuid", "creationdate",
		"creationid", "changedate", "changeid", "usagecount",
		"lastusagedate", "creationtool", "creationtoolversion",
		"datatype", "segtype", "srclang", "o-tmf", "o-encoding" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return 1;
	return 0;
}

/* The columns that have a name, as attributes, notes and props. */
static int
read_columns(struct tsv_reader *r, const struct line *l, const char *p,
    struct wtm_tu *tu)
{
	struct wtm_attr *attrs = arena_array(&r->scratch, r->n_columns,
	    sizeof *attrs);
	struct wtm_meta *metas = arena_array(&r->scratch, r->n_columns,
	    sizeof *metas);

	tu->attrs = attrs;
	tu->metas = metas;
	if (attrs == NULL || metas == NULL)
		return -1;
	for (size_t i = 0; i < r->n_columns && p != NULL; i++) {
		struct wtm_str f = next_field(l, &p);
		struct wtm_str name = r->columns[i];
		struct wtm_meta *m = &metas[tu->n_metas];

		if (f.len == 0 || name.len == 0)
			continue;
		f = arena_str(&r->scratch, f.s, f.len);
		if (f.s == NULL)
			return -1;
		if (is_unit_attr(name.s)) {
			attrs[tu->n_attrs++] = (struct wtm_attr){ name, f };
			continue;
		}
		m->is_note = strcmp(name.s, "note") == 0;
		if (!m->is_note)
			m->type = name;
		m->text = f;
		tu->n_metas++;
	}
	return 0;
}

/* The unit of a line, in the scratch arena; a side that is not there: "". */
static int
read_unit(struct tsv_reader *r, const struct line *l, struct wtm_tu *tu)
{
	struct wtm_tuv *tuvs = arena_array(&r->scratch, 2, sizeof *tuvs);
	const char *p = l->s;

	*tu = (struct wtm_tu){ .tuvs = tuvs, .n_tuvs = 2 };
	if (tuvs == NULL)
		return -1;
	for (size_t i = 0; i < 2; i++) {
		struct wtm_str f = next_field(l, &p);

		tuvs[i].lang = r->langs[i];
		tuvs[i].text = arena_str(&r->scratch,
		    f.s == NULL ? "" : f.s, f.len);
		if (tuvs[i].text.s == NULL)
			return -1;
	}
	return r->n_columns == 0 ? 0 : read_columns(r, l, p, tu);
}

/* Why the line is rejected, or NULL. */
static const char *
find_fault(const struct tsv_reader *r, const struct line *l,
    const struct wtm_tu *tu)
{
	size_t bad = xml_bad_char(l->s, l->len);

	if (bad < l->len && (unsigned char)l->s[bad] >= 0x80 &&
	    !is_utf8(l->s, l->len))
		return r->encoding == CP949 ? "bytes that are not CP949"
					    : "bytes that are not UTF-8";
	if (bad < l->len)
		return "a character that TMX cannot hold";
	if (l->len > 0 && memchr(l->s, '\t', l->len) == NULL)
		return "a line without a tab";
	if (tu->tuvs[0].text.len > UNIT_SEG_MAX ||
	    tu->tuvs[1].text.len > UNIT_SEG_MAX)
		return "a segment of more than 1 MiB";
	return NULL;
}

/* 1 when the line is a unit, 0 when it was left out, -1. */
static int
judge(struct tsv_reader *r, const struct line *l, struct wtm_tu *tu,
    struct wtm_err *err)
{
	struct unit_out out = { .rejected = 1, .line = r->line };

	if (l->too_long) {
		out.msg = "a line of more than 8 MiB";
		return unit_leave_out(r->opts, r->name, &out, err);
	}
	if (read_unit(r, l, tu) != 0)
		return err_nomem(err);
	out.tu = tu;
	out.msg = find_fault(r, l, tu);
	if (out.msg == NULL) {
		out.rejected = 0;
		out.msg = unit_skip_reason(tu);
	}
	if (out.msg == NULL)
		return 1;
	return unit_leave_out(r->opts, r->name, &out, err);
}

static int
tsv_next(void *arg, struct wtm_tu *tu, long *line, struct arena *a,
    struct wtm_err *err)
{
	struct tsv_reader *r = arg;
	struct wtm_tu found;
	struct line l;
	int more;

	while ((more = next_line(r, &l, err)) == 1) {
		arena_clear(&r->scratch);
		if (!l.too_long && to_utf8(r, &l, err) != 0)
			return -1;
		if (r->line == 1 && !l.too_long && is_header(&l)) {
			if (read_header(r, &l, err) != 0)
				return -1;
			continue;
		}
		more = judge(r, &l, &found, err);
		if (more != 0)
			break;
	}
	if (more <= 0)
		return more;
	*line = r->line;
	return unit_copy(tu, &found, a) == 0 ? 1 : err_nomem(err);
}

static void
tsv_close(void *arg)
{
	struct tsv_reader *r = arg;

	if (r == NULL)
		return;
	decode_close(r->bytes);
	if (r->cp949 != (iconv_t)-1)
		iconv_close(r->cp949);
	buf_free(&r->in);
	buf_free(&r->converted);
	arena_free(&r->kept);
	arena_free(&r->scratch);
	free(r);
}

/* Text has no NUL, but for UTF-16. */
static int
refuse_binary(struct input *in, const char *charset, struct wtm_err *err)
{
	const char *s;
	long n = input_peek(in, &s, err);

	if (n < 0)
		return -1;
	if (charset != NULL || memchr(s, '\0', (size_t)n) == NULL ||
	    memcmp(s, "\xff\xfe", 2) == 0 || memcmp(s, "\xfe\xff", 2) == 0)
		return 0;
	return err_set(err, WTM_INPUT, 1, "%s:1: neither TMX nor TSV",
	    input_name(in));
}

static struct wtm_str
language(const char *tag, const char *by_default)
{
	const char *s = tag != NULL ? tag : by_default;

	return (struct wtm_str){ s, strlen(s) };
}

static int
tsv_open(void **out, struct input *in, const struct unit_opts *opts,
    struct wtm_err *err)
{
	struct tsv_reader *r = calloc(1, sizeof *r);

	*out = r;
	if (r == NULL)
		return err_nomem(err);
	r->cp949 = (iconv_t)-1;
	r->name = input_name(in);
	r->opts = opts;
	r->langs[0] = language(opts->source, "en");
	r->langs[1] = language(opts->target, "ko");
	r->encoding = opts->charset != NULL ? UTF8 : NOT_KNOWN;
	buf_add(&r->in, "", 0);
	if (!buf_ok(&r->in))
		err_nomem(err);
	else if (refuse_binary(in, opts->charset, err) == 0 &&
	    decode_open(&r->bytes, in, opts->charset, 0, err) == 0)
		return 0;
	tsv_close(r);
	*out = NULL;
	return -1;
}

static const struct wtm_header *
tsv_header(const void *r)
{
	static const struct wtm_header none;

	(void)r;
	return &none;
}

/* Any text may be a TSV. */
static int
tsv_bid(const char *s, size_t len)
{
	(void)s;
	(void)len;
	return 1;
}

const struct unit_ops tsv_format = {
	.name = "TSV",
	.suffixes = { ".tsv", ".txt", ".tab" },
	.bid = tsv_bid,
	.open = tsv_open,
	.next = tsv_next,
	.header = tsv_header,
	.close = tsv_close,
};
