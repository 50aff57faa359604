/*
 * Lines are read in one pass that takes eight bytes at a time where nothing
 * can end a line.  Widths are worked out only for lines that may be wrapped.
 */
#include "config.h"

#include "text/lines.h"

#include <string.h>

#include "base/buf.h"
#include "text/norm.h"
#include "text/utf8.h"

#define MAX_WIDTH 600	/* bytes measured; nobody wraps so wide */

/*
 * What a byte can be in the look for line ends: 1 the end of a line, 2 the
 * first byte of what may be one.
 */
static const unsigned char line_bytes[256] = {
	['\n'] = 1, ['\v'] = 1, ['\f'] = 1, ['\r'] = 1,
	[0xc2] = 2, [0xe2] = 2
};

static int
is_closer(uint32_t c)
{
	return c < 0x80 ? strchr("\"')]}", (int)c) != NULL :
	    c == 0x201d || c == 0x2019 || c == 0xbb || c == 0x203a ||
	    c == 0x300d || c == 0x300f || c == 0xff09 || c == 0x3011 ||
	    c == 0x300b || c == 0x3009 || c == 0x201c;
}

static int
is_stop(uint32_t c)
{
	return c < 0x80 ? c == '.' || c == '!' || c == '?' :
	    c == 0x2026 || c == 0x3002 || c == 0xff01 || c == 0xff1f ||
	    c == 0xff0e || c == 0x61f || c == 0x6d4 || c == 0x964 ||
	    c == 0x965;
}

int
lines_stopped(const char *s, size_t from, size_t to)
{
	while (to > from) {
		uint32_t c = utf8_prev(s, &to);

		if (is_stop(c))
			return 1;
		if (!is_closer(c))
			return 0;
	}
	return 0;
}

static int
is_ascii(const char *s, size_t len)
{
	uint64_t seen = 0;

	for (; len >= 8; s += 8, len -= 8) {
		uint64_t eight;

		memcpy(&eight, s, 8);
		seen |= eight;
	}
	while (len > 0)
		seen |= (uint64_t)(unsigned char)s[--len];
	return (seen & 0x8080808080808080u) == 0;
}

/* Width in columns and in characters. */
static void
add_width(const char *s, size_t from, size_t to, size_t width[2])
{
	size_t chars = 0, wide = 0;

	if (is_ascii(s + from, to - from)) {
		width[CHARS] += to - from;
		width[COLUMNS] += to - from;
		return;
	}
	for (size_t i = from; i < to; chars++) {
		unsigned char b = (unsigned char)s[i];

		/* U+3000 to U+DFFF: Kana, Han, Hangul. */
		wide += b >= 0xe3 && b <= 0xed;
		i += b < 0xc0 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
	}
	width[CHARS] += chars;
	width[COLUMNS] += chars + wide;
}

size_t
lines_word_end(const char *s, size_t from, size_t to)
{
	while (from < to && s[from] != ' ' && s[from] != '\t')
		from++;
	return from;
}

void
lines_measure(struct line *l, const char *s)
{
	size_t end = l->to - l->from > MAX_WIDTH ? l->from + MAX_WIDTH : l->to;

	if (l->width[CHARS] > 0)
		return;
	l->width[COLUMNS] = l->indent;
	l->width[CHARS] = l->indent;
	add_width(s, l->from, end, l->width);
	add_width(s, l->from, lines_word_end(s, l->from, end), l->word);
}

static int
is_dash(uint32_t c)
{
	return c == '-' || c == 0x2013 || c == 0x2014;
}

static void
look_at_ends(struct line *l, const char *s)
{
	size_t i = l->from;

	l->first = utf8_next(s, l->to, &i);
	l->dash = is_dash(l->first) && i + 1 < l->to && s[i] == ' ' &&
	    s[i + 1] >= 'a' && s[i + 1] <= 'z';
	i = l->to;
	l->last = utf8_prev(s, &i);
	l->stopped = lines_stopped(s, l->from, l->to);
}

#define EACH(byte) (0x0101010101010101u * (uint64_t)(byte))

/* Is there one among eight bytes that is not 0 in line_bytes? */
static int
may_end_line(const char *s)
{
	uint64_t x, wide;

	memcpy(&x, s, 8);
	/* 0xc2 and 0xe2 differ in one bit. */
	wide = (x | EACH(0x20)) ^ EACH(0xe2);
	return (((x - EACH(0x0e)) & ~x) | ((wide - EACH(1)) & ~wide)) &
	    EACH(0x80) ? 1 : 0;
}

/* The end of the line that begins at off; *next: where the next begins. */
static size_t
find_line_end(const char *s, size_t len, size_t off, size_t *next)
{
	for (size_t i = off; i < len; i++) {
		size_t k;
		uint32_t c;
		int what;

		while (i + 8 <= len && !may_end_line(s + i))
			i += 8;
		k = i;
		what = i < len ? line_bytes[(unsigned char)s[i]] : 0;
		if (what == 0)
			continue;
		c = utf8_next(s, len, &k);
		if (what == 2 && c != 0x85 && c != 0x2028 && c != 0x2029)
			continue;
		*next = k + (c == '\r' && k < len && s[k] == '\n');
		return i;
	}
	*next = len;
	return len;
}

static int
is_outer(uint32_t c)
{
	return norm_is_space(c) || c == 0xfeff;
}

/* The line at *off, which moves behind it. */
static void
read_line(struct line *l, const char *s, size_t len, size_t *off)
{
	size_t end = find_line_end(s, len, *off, &len);

	memset(l, 0, sizeof(*l));
	l->from = *off;
	l->to = end;
	*off = len;
	while (l->from < end) {
		size_t i = l->from;
		uint32_t c = utf8_next(s, end, &i);

		if (!is_outer(c))
			break;
		l->indent += c == '\t' ? 8 : c == 0x3000 ? 2 : 1;
		l->from = i;
	}
	while (l->to > l->from) {
		size_t i = l->to;

		if (!is_outer(utf8_prev(s, &i)))
			break;
		l->to = i;
	}
	l->blank = l->from == l->to;
	l->trailing = !l->blank && l->to < end;
}

int
lines_read(struct lines *out, struct kinds *k, const char *s, size_t len,
    struct arena *a)
{
	struct buf list = { 0 };
	size_t off = 0;

	while (off < len) {
		struct line l;

		read_line(&l, s, len, &off);
		if (!l.blank) {
			look_at_ends(&l, s);
			l.kind = kinds_of(k, s + l.from, l.to - l.from);
		}
		buf_add(&list, &l, sizeof(l));
	}
	out->n = list.len / sizeof(struct line);
	out->at = arena_array(a, out->n + 1, sizeof(*out->at));
	if (!buf_ok(&list))
		out->at = NULL;
	if (out->at != NULL && list.len > 0)
		memcpy(out->at, list.s, list.len);
	buf_free(&list);
	return out->at == NULL ? -1 : 0;
}
