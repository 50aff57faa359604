/*
 * po: units of PO, the format of gettext.
 *
 * The header, the entry whose msgid is empty, names the language and the
 * encoding.  Of plural forms the first is taken.  A fuzzy entry is not
 * confirmed; obsolete ones (#~) are comments.
 */
#include "config.h"
#include "format/po.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/xml-write.h"
#include "format/origin.h"
#include "text/charset.h"

enum { PO_MAX = 256 << 20, PIECE = 64 << 10, HEAD_MAX = 4096 };

enum { METAS = 2 + ORIGIN_METAS };

enum part { CONTEXT, SOURCE, TARGET, PARTS, NO_PART };

struct po_reader {
	const char *name;
	const struct unit_opts *opts;
	struct buf text;	/* the file, decoded */
	size_t off;
	long line;	/* number of the line at off */
	struct arena kept;
	struct wtm_str lang;	/* of the targets */
	struct buf parts[PARTS];	/* of the entry at hand */
	int has[PARTS];
	long start;	/* its first line */
	int fuzzy;
	int next_fuzzy;	/* said before the entry begins */
	struct wtm_str source;	/* language */
	struct wtm_story story;	/* of the entry, in text */
	struct wtm_story next_story;
	enum wtm_segment_kind kind;
	enum wtm_segment_kind next_kind;
	enum part part;	/* that a bare string goes on with */
	const char *fault;
};

static int
read_all(struct buf *out, struct input *in, struct wtm_err *err)
{
	long n = 1;

	while (n > 0) {
		if (out->len > PO_MAX)
			return err_set(err, WTM_INPUT, 0, "%s: more than 256 "
			    "MiB; split the file", input_name(in));
		if (buf_reserve(out, PIECE) != 0)
			return err_nomem(err);
		n = input_read(in, out->s + out->len, PIECE, err);
		out->len += n > 0 ? (size_t)n : 0;
	}
	return n < 0 ? -1 : 0;
}

/* "charset=NAME\n" of the header, unless it is still a template. */
static const char *
declared(char name[40], const char *s, size_t len)
{
	static const char word[] = "charset=";
	size_t n = sizeof word - 1;

	for (size_t i = 0; i + n < len && i < HEAD_MAX; i++) {
		size_t v = 0;

		if (strncasecmp(s + i, word, n) != 0)
			continue;
		for (i += n; i < len && v < 39 && s[i] > ' ' &&
		    strchr("\\\";", s[i]) == NULL; i++)
			name[v++] = s[i];
		name[v] = '\0';
		return v == 0 || strcmp(name, "CHARSET") == 0 ? NULL : name;
	}
	return NULL;
}

static void
po_close(void *arg)
{
	struct po_reader *r = arg;

	if (r == NULL)
		return;
	buf_free(&r->text);
	for (size_t i = 0; i < PARTS; i++)
		buf_free(&r->parts[i]);
	arena_free(&r->kept);
	free(r);
}

static int
po_open(void **out, struct input *in, const struct unit_opts *opts,
    struct wtm_err *err)
{
	struct po_reader *r = calloc(1, sizeof *r);
	const char *target = opts->target == NULL ? "ko" : opts->target;
	const char *charset = opts->charset;
	struct buf raw = { 0 };
	char own[40];
	int ret;

	*out = r;
	if (r == NULL)
		return err_nomem(err);
	r->name = input_name(in);
	r->opts = opts;
	r->line = 1;
	r->part = NO_PART;
	r->lang = arena_str(&r->kept, target, strlen(target));
	target = opts->source == NULL ? "en" : opts->source;
	r->source = arena_str(&r->kept, target, strlen(target));
	ret = read_all(&raw, in, err);
	if (ret == 0 && charset == NULL && raw.len > 0) {
		charset = declared(own, raw.s, raw.len);
		if (charset != NULL)
			ret = charset_check_declared(charset, r->name, err);
	}
	if (ret == 0 && raw.len > 0)
		ret = charset_decode(&r->text, charset, r->name, raw.s,
		    raw.len, err);
	if (ret == 0 && (r->lang.s == NULL || r->source.s == NULL ||
	    !buf_ok(&r->text)))
		ret = err_nomem(err);
	buf_free(&raw);
	if (ret == 0)
		return 0;
	po_close(r);
	*out = NULL;
	return -1;
}

/* A string between quotes to b: 0, or -1: it is not whole. */
static int
add_string(struct buf *b, const char *s, size_t len)
{
	static const char from[] = "ntrabfv";
	static const char to[] = "\n\t\r\a\b\f\v";
	const char *known;

	if (len < 2 || s[0] != '"' || s[len - 1] != '"')
		return -1;
	for (size_t i = 1; i + 1 < len; i++) {
		if (s[i] == '"')
			return -1;
		if (s[i] != '\\') {
			buf_addc(b, s[i]);
			continue;
		}
		if (++i + 1 == len)
			return -1;
		known = strchr(from, s[i]);
		buf_addc(b, known == NULL ? s[i] : to[known - from]);
	}
	return 0;
}

static const struct {
	const char *word;
	enum part part;
} words[] = {
	{ "msgctxt", CONTEXT },
	{ "msgid_plural", NO_PART },
	{ "msgid", SOURCE },
	{ "msgstr[0]", TARGET },
	{ "msgstr[", NO_PART },
	{ "msgstr", TARGET },
};

static void
clear(struct po_reader *r)
{
	for (size_t i = 0; i < PARTS; i++) {
		buf_clear(&r->parts[i]);
		r->has[i] = 0;
	}
	r->part = NO_PART;
	r->fault = NULL;
}

/* Does the line begin an entry, while one is at hand? */
static int
begins_entry(const struct po_reader *r, const char *s, size_t len)
{
	if (!r->has[TARGET] && r->fault == NULL)
		return 0;
	return (len >= 7 && memcmp(s, "msgctxt", 7) == 0) ||
	    (len >= 6 && memcmp(s, "msgid ", 6) == 0);
}

/* What is said before an entry begins: "#, fuzzy", "#. slug: BOATS". */
static void
take_comment(struct po_reader *r, const char *s, size_t len)
{
	static const char kind[] = "#. x-kind: ";
	size_t n = sizeof kind - 1;

	if (len > 2 && s[1] == ',' && memmem(s, len, "fuzzy", 5))
		r->next_fuzzy = 1;
	if (len < 4 || memcmp(s, "#. ", 3) != 0)
		return;
	len = xml_bad_char(s, len);
	if (len > n && memcmp(s, kind, n) == 0)
		r->next_kind = origin_kind(s + n, len - n);
	else
		origin_take(&r->next_story, s + 3, len - 3);
}

static void
begin_entry(struct po_reader *r)
{
	r->start = r->line;
	r->fuzzy = r->next_fuzzy;
	r->story = r->next_story;
	r->kind = r->next_kind;
	r->next_fuzzy = 0;
	r->next_story = (struct wtm_story){ 0 };
	r->next_kind = WTM_SENTENCE;
}

static void
take_line(struct po_reader *r, const char *s, size_t len)
{
	size_t i = 0;

	if (len == 0)
		return;
	if (s[0] == '#') {
		take_comment(r, s, len);
		return;
	}
	if (r->start == 0)
		begin_entry(r);
	if (s[0] != '"') {
		r->part = PARTS;
		for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
			size_t n = strlen(words[k].word);

			if (len < n || memcmp(s, words[k].word, n) != 0)
				continue;
			r->part = words[k].part;
			break;
		}
		while (i < len && s[i] != '"')
			i++;
		if (r->part < PARTS)
			r->has[r->part] = 1;
	}
	if (r->part == PARTS)
		r->fault = "a line that is not PO";
	else if (r->part < PARTS &&
	    add_string(&r->parts[r->part], s + i, len - i) != 0)
		r->fault = "a string without its quotation marks";
}

/* A line of the header: "Language: ko\n". */
static int
read_lang(struct wtm_str *out, struct po_reader *r, const char *name,
    struct wtm_err *err)
{
	const char *p = r->parts[TARGET].s;
	size_t len = strlen(name);
	size_t n;

	while (p != NULL && strncmp(p, name, len) != 0) {
		p = strchr(p, '\n');
		p = p == NULL ? NULL : p + 1;
	}
	if (p == NULL)
		return 0;
	p += len;
	n = strcspn(p, "\n ");
	if (!unit_is_lang(p, n))
		return 0;
	*out = arena_str(&r->kept, p, n);
	return out->s == NULL ? err_nomem(err) : 0;
}

static int
read_header(struct po_reader *r, struct wtm_err *err)
{
	if (read_lang(&r->source, r, "X-Source-Language: ", err) != 0)
		return -1;
	return read_lang(&r->lang, r, "Language: ", err);
}

static struct wtm_str
str(const struct buf *b)
{
	return (struct wtm_str){ b->s == NULL ? "" : b->s, b->len };
}

/* Why the entry is rejected, or NULL. */
static const char *
find_fault(const struct po_reader *r)
{
	if (r->fault != NULL)
		return r->fault;
	if (!r->has[SOURCE] || !r->has[TARGET])
		return "an entry without msgid or msgstr";
	for (size_t i = 0; i < PARTS; i++) {
		const struct buf *b = &r->parts[i];

		if (b->len > UNIT_SEG_MAX)
			return "a segment of more than 1 MiB";
		if (b->len > 0 && xml_bad_char(b->s, b->len) < b->len)
			return "a character that TMX cannot hold";
	}
	return NULL;
}

/* Where the entry stands, as "story.txt#3" says: two props, or none. */
static size_t
put_place(struct wtm_meta metas[2], struct wtm_str context)
{
	size_t at = context.len;

	while (at > 0 && context.s[at - 1] >= '0' && context.s[at - 1] <= '9')
		at--;
	if (at == context.len || at == 0 || context.s[at - 1] != '#')
		return 0;
	metas[0] = (struct wtm_meta){ .type = { "file", 4 },
		.text = { context.s, at - 1 } };
	metas[1] = (struct wtm_meta){ .type = { "n", 1 },
		.text = { context.s + at, context.len - at } };
	return 2;
}

static size_t
put_metas(const struct po_reader *r, struct wtm_meta metas[METAS])
{
	struct wtm_str context = str(&r->parts[CONTEXT]);
	size_t n = 0;

	if (r->opts->places)
		n = put_place(metas, context);
	if (n == 0 && context.len > 0)
		metas[n++] = (struct wtm_meta){ .type = { "x-msgctxt", 9 },
			.text = context };
	return n + origin_metas(metas + n, &r->story, r->kind);
}

/* The entry at hand: 1 a unit, 0 none, -1. */
static int
judge(struct po_reader *r, struct wtm_tu *tu, long *line, struct arena *a,
    struct wtm_err *err)
{
	struct wtm_tuv tuvs[2] = {
		{ .lang = r->source, .text = str(&r->parts[SOURCE]) },
		{ .lang = r->lang, .text = str(&r->parts[TARGET]) },
	};
	struct wtm_meta metas[METAS];
	struct wtm_tu found = { .tuvs = tuvs, .n_tuvs = 2, .metas = metas,
		.n_metas = put_metas(r, metas) };
	struct unit_out out = { .line = r->start, .tu = &found };

	for (size_t i = 0; i < PARTS; i++)
		if (!buf_ok(&r->parts[i]))
			return err_nomem(err);
	if (r->fault == NULL && r->has[SOURCE] && !r->has[CONTEXT] &&
	    r->parts[SOURCE].len == 0)
		return read_header(r, err);
	out.msg = find_fault(r);
	out.rejected = out.msg != NULL;
	if (out.msg == NULL)
		out.msg = unit_skip_reason(&found);
	if (out.msg == NULL && r->fuzzy && r->opts->confirmed)
		out.msg = "a target that is not confirmed (fuzzy)";
	if (out.msg != NULL)
		return unit_leave_out(r->opts, r->name, &out, err);
	*line = r->start;
	return unit_copy(tu, &found, a) == 0 ? 1 : err_nomem(err);
}

static int
po_next(void *arg, struct wtm_tu *tu, long *line, struct arena *a,
    struct wtm_err *err)
{
	struct po_reader *r = arg;

	while (r->off < r->text.len) {
		const char *s = r->text.s + r->off;
		const char *nl = memchr(s, '\n', r->text.len - r->off);
		size_t len = nl == NULL ? r->text.len - r->off
		    : (size_t)(nl - s);
		size_t whole = len + (nl != NULL);
		int ret;

		while (len > 0 && (s[len - 1] == '\r' || s[len - 1] == ' '))
			len--;
		if (r->start == 0 || !begins_entry(r, s, len)) {
			take_line(r, s, len);
			r->off += whole;
			r->line++;
			if (r->off < r->text.len)
				continue;
		}
		if (r->start == 0)
			return 0;
		ret = judge(r, tu, line, a, err);
		r->start = 0;
		clear(r);
		if (ret != 0)
			return ret;
	}
	return 0;
}

static const struct wtm_header *
po_header(const void *arg)
{
	static const struct wtm_header none;

	(void)arg;
	return &none;
}

/* The first line that is no comment begins an entry. */
static int
po_bid(const char *s, size_t len)
{
	while (len > 0) {
		const char *nl = memchr(s, '\n', len);
		size_t n = nl == NULL ? len : (size_t)(nl - s) + 1;

		if (s[0] != '#' && s[0] != '\n' && s[0] != '\r')
			return (n >= 7 && memcmp(s, "msgid \"", 7) == 0) ||
			    (n >= 9 && memcmp(s, "msgctxt \"", 9) == 0);
		s += n;
		len -= n;
	}
	return 0;
}

const struct unit_ops po_format = {
	.name = "PO",
	.suffixes = { ".po", ".pot" },
	.bid = po_bid,
	.open = po_open,
	.next = po_next,
	.header = po_header,
	.close = po_close,
};
