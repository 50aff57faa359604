/*
 * markup: the tags and texts of XML and HTML in memory, each with its place.
 *
 * Comments, processing instructions and declarations are passed over, and so
 * is what <script> and <style> hold in HTML.  A "<" that begins no tag is
 * text.
 */
#include "config.h"
#include "format/markup.h"

#include <string.h>
#include <strings.h>

#include "text/utf8.h"

/* The offset of what in s from off on, or len. */
static size_t
find(const struct markup *m, size_t off, const char *what)
{
	size_t n = strlen(what);

	for (; off + n <= m->len; off++) {
		const char *p = memchr(m->s + off, what[0], m->len - off);

		if (p == NULL)
			break;
		off = (size_t)(p - m->s);
		if (off + n <= m->len && strncasecmp(p, what, n) == 0)
			return off;
	}
	return m->len;
}

static int
begins(const struct markup *m, const char *what)
{
	size_t n = strlen(what);

	return m->len - m->off >= n && memcmp(m->s + m->off, what, n) == 0;
}

static size_t
behind(const struct markup *m, size_t off, const char *what)
{
	size_t at = find(m, off, what);

	return at == m->len ? at : at + strlen(what);
}

/* The end of <!DOCTYPE x [ ... ]>. */
static size_t
declaration_end(const struct markup *m)
{
	size_t gt = find(m, m->off, ">");

	if (memchr(m->s + m->off, '[', gt - m->off) != NULL)
		gt = find(m, find(m, m->off, "]"), ">");
	return gt == m->len ? gt : gt + 1;
}

/* Pass over what is no token: 1 when something was. */
static int
pass(struct markup *m)
{
	if (begins(m, "<!--"))
		m->off = behind(m, m->off + 4, "-->");
	else if (begins(m, "<?"))
		m->off = behind(m, m->off, m->html ? ">" : "?>");
	else if (begins(m, "<!") && !begins(m, "<![CDATA["))
		m->off = declaration_end(m);
	else
		return 0;
	return 1;
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static int
begins_name(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    c == ':' || c >= 0x80;
}

/* Behind the ">" of the tag at off, quoted values passed over. */
static size_t
tag_end(const struct markup *m, size_t off)
{
	char quote = '\0';

	for (; off < m->len; off++) {
		char c = m->s[off];

		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '>')
			return off + 1;
		else if ((c == '"' || c == '\'') && m->s[off - 1] == '=')
			quote = c;
		else if ((c == '"' || c == '\'') && !m->html)
			quote = c;
	}
	return m->len;
}

static void
read_name(const struct markup *m, struct markup_token *t, size_t off)
{
	size_t from = off;

	while (off < t->to && !is_blank(m->s[off]) && m->s[off] != '>' &&
	    m->s[off] != '/') {
		if (m->s[off] == ':')
			from = off + 1;
		off++;
	}
	t->name = m->s + from;
	t->name_len = off - from;
}

/* HTML: elements that have no end tag. */
static int
is_void(const struct markup_token *t)
{
	static const char *const names[] = { "br", "img", "hr", "meta",
		"link", "input", "wbr", "source", "col", "area", "base",
		"embed", "track" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (markup_is(t, names[i]))
			return 1;
	return 0;
}

static void
pass_raw_text(struct markup *m, const struct markup_token *t)
{
	if (markup_is(t, "script"))
		m->off = find(m, m->off, "</script");
	else if (markup_is(t, "style"))
		m->off = find(m, m->off, "</style");
}

/* A tag at m->off; 0: it is none. */
static int
read_tag(struct markup *m, struct markup_token *t)
{
	int end = begins(m, "</");
	size_t name = m->off + 1 + (size_t)end;

	if (name >= m->len || !begins_name((unsigned char)m->s[name]))
		return 0;
	t->kind = end ? MARKUP_END : MARKUP_START;
	t->from = m->off;
	t->to = tag_end(m, name);
	read_name(m, t, name);
	t->empty = !end && t->to - t->from > 2 && m->s[t->to - 2] == '/';
	m->off = t->to;
	if (m->html && !end) {
		t->empty = is_void(t) || t->empty;
		pass_raw_text(m, t);
	}
	return 1;
}

static int
read_cdata(struct markup *m, struct markup_token *t)
{
	if (!begins(m, "<![CDATA["))
		return 0;
	t->kind = MARKUP_CDATA;
	t->from = m->off + 9;
	t->to = find(m, t->from, "]]>");
	m->off = t->to + 3 > m->len ? m->len : t->to + 3;
	return 1;
}

int
markup_next(struct markup *m, struct markup_token *t)
{
	const char *p;

	memset(t, 0, sizeof *t);
	t->s = m->s;
	while (m->off < m->len && pass(m))
		continue;
	if (m->off >= m->len)
		return 0;
	if (m->s[m->off] == '<' && (read_cdata(m, t) || read_tag(m, t)))
		return 1;
	t->kind = MARKUP_TEXT;
	t->from = m->off;
	p = memchr(m->s + m->off + 1, '<', m->len - m->off - 1);
	t->to = p == NULL ? m->len : (size_t)(p - m->s);
	m->off = t->to;
	return 1;
}

int
markup_is(const struct markup_token *t, const char *name)
{
	return t->name != NULL && strlen(name) == t->name_len &&
	    strncasecmp(t->name, name, t->name_len) == 0;
}

static const struct {
	const char *name;
	uint32_t c;
} entities[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
	{ "apos", '\'' }, { "nbsp", 0xa0 }, { "iexcl", 0xa1 },
	{ "cent", 0xa2 }, { "pound", 0xa3 }, { "yen", 0xa5 },
	{ "sect", 0xa7 }, { "copy", 0xa9 }, { "laquo", 0xab },
	{ "shy", 0xad }, { "reg", 0xae }, { "deg", 0xb0 },
	{ "plusmn", 0xb1 }, { "middot", 0xb7 }, { "raquo", 0xbb },
	{ "frac14", 0xbc }, { "frac12", 0xbd }, { "frac34", 0xbe },
	{ "iquest", 0xbf }, { "Agrave", 0xc0 }, { "Aacute", 0xc1 },
	{ "Auml", 0xc4 }, { "Ccedil", 0xc7 }, { "Eacute", 0xc9 },
	{ "Ouml", 0xd6 }, { "times", 0xd7 }, { "Uuml", 0xdc },
	{ "szlig", 0xdf }, { "agrave", 0xe0 }, { "aacute", 0xe1 },
	{ "acirc", 0xe2 }, { "atilde", 0xe3 }, { "auml", 0xe4 },
	{ "aring", 0xe5 }, { "aelig", 0xe6 }, { "ccedil", 0xe7 },
	{ "egrave", 0xe8 }, { "eacute", 0xe9 }, { "ecirc", 0xea },
	{ "euml", 0xeb }, { "iacute", 0xed }, { "icirc", 0xee },
	{ "iuml", 0xef }, { "ntilde", 0xf1 }, { "oacute", 0xf3 },
	{ "ocirc", 0xf4 }, { "otilde", 0xf5 }, { "ouml", 0xf6 },
	{ "divide", 0xf7 }, { "oslash", 0xf8 }, { "ugrave", 0xf9 },
	{ "uacute", 0xfa }, { "ucirc", 0xfb }, { "uuml", 0xfc },
	{ "ndash", 0x2013 }, { "mdash", 0x2014 }, { "lsquo", 0x2018 },
	{ "rsquo", 0x2019 }, { "sbquo", 0x201a }, { "ldquo", 0x201c },
	{ "rdquo", 0x201d }, { "bdquo", 0x201e }, { "bull", 0x2022 },
	{ "hellip", 0x2026 }, { "permil", 0x2030 }, { "prime", 0x2032 },
	{ "lsaquo", 0x2039 }, { "rsaquo", 0x203a }, { "euro", 0x20ac },
	{ "trade", 0x2122 }, { "minus", 0x2212 }, { "ensp", 0x2002 },
	{ "emsp", 0x2003 }, { "thinsp", 0x2009 }, { "zwj", 0x200d },
	{ "zwnj", 0x200c },
};

/* A character that text may hold. */
static int
is_character(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' ||
	    (c >= 0x20 && c < 0xd800) || (c > 0xdfff && c < 0xfffe) ||
	    (c > 0xffff && c < 0x110000);
}

/* "#8212" or "#x2014" */
static uint32_t
numeric(const char *s, size_t len)
{
	uint32_t base = len > 1 && (s[1] == 'x' || s[1] == 'X') ? 16 : 10;
	uint32_t c = 0;

	for (size_t i = base == 16 ? 2 : 1; i < len; i++) {
		const char *digits = "0123456789abcdef";
		const char *d = strchr(digits, s[i] | (s[i] > '9' ? 32 : 0));

		if (s[i] == '\0' || d == NULL ||
		    (uint32_t)(d - digits) >= base || c > 0x110000)
			return 0;
		c = c * base + (uint32_t)(d - digits);
	}
	return is_character(c) ? c : 0;
}

uint32_t
markup_char(const char *s, size_t len, size_t *i)
{
	size_t most = len - *i < 12 ? len - *i : 12;
	const char *name = s + *i + 1;
	const char *end;
	uint32_t c = 0;
	size_t n;

	if (s[*i] != '&')
		return utf8_next(s, len, i);
	end = memchr(s + *i, ';', most);
	n = end == NULL ? 0 : (size_t)(end - name);
	if (n > 1 && name[0] == '#')
		c = numeric(name, n);
	for (size_t k = 0; k < sizeof entities / sizeof *entities; k++)
		if (n > 0 && strlen(entities[k].name) == n &&
		    memcmp(entities[k].name, name, n) == 0)
			c = entities[k].c;
	*i += c == 0 ? 1 : n + 2;
	return c == 0 ? '&' : c;
}

static void
add_value(struct buf *out, const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		char c[4];

		buf_add(out, c, utf8_put(c, markup_char(s, len, &i)));
	}
}

static size_t
pass_blanks(const struct markup_token *t, size_t i)
{
	while (i < t->to && (is_blank(t->s[i]) || t->s[i] == '/'))
		i++;
	return i;
}

int
markup_attr(const struct markup_token *t, const char *name, struct buf *out)
{
	size_t at[2];

	if (!markup_attr_at(t, name, at))
		return 0;
	add_value(out, t->s + at[0], at[1] - at[0]);
	return 1;
}

int
markup_attr_at(const struct markup_token *t, const char *name, size_t at[2])
{
	size_t i = (size_t)(t->name - t->s) + t->name_len;
	size_t n = strlen(name);

	for (i = pass_blanks(t, i); i < t->to && t->s[i] != '>';
	    i = pass_blanks(t, i)) {
		size_t from = i;
		size_t len, value;
		char quote;

		while (i < t->to && !is_blank(t->s[i]) && t->s[i] != '=' &&
		    t->s[i] != '>')
			i++;
		len = i - from;
		while (i < t->to && is_blank(t->s[i]))
			i++;
		if (i >= t->to || t->s[i] != '=') {
			i += len == 0;
			continue;
		}
		for (i++; i < t->to && is_blank(t->s[i]);)
			i++;
		quote = i < t->to ? t->s[i] : '\0';
		if (quote == '"' || quote == '\'')
			for (value = ++i; i < t->to && t->s[i] != quote;)
				i++;
		else
			for (value = i; i < t->to && !is_blank(t->s[i]) &&
			    t->s[i] != '>';)
				i++;
		if (len == n && strncasecmp(t->s + from, name, n) == 0) {
			at[0] = value;
			at[1] = i;
			return 1;
		}
		i += i < t->to && t->s[i] != '>';
	}
	return 0;
}
