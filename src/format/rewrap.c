/*
 * rewrap: new text in place of text that was wrapped by hand.
 *
 * The lines of the new text are no longer than the longest one of the
 * paragraph, Hangul and Han counting two columns; what stands before and
 * behind it stays where it is.  Lines end at spaces only.
 */
#include "config.h"
#include "format/rewrap.h"

#include <string.h>

#include "text/utf8.h"

enum {
	WIDTH_MAX = 400,	/* columns */
	LOOK_MAX = 4096,	/* bytes of a line, which are more columns */
};

size_t
wrap_columns(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len;) {
		uint32_t c = utf8_next(s, len, &i);
		int wide = (c >= 0x1100 && c <= 0x115f) ||
		    (c >= 0x2e80 && c <= 0xa4cf) ||
		    (c >= 0xac00 && c <= 0xd7a3) ||
		    (c >= 0xf900 && c <= 0xfaff) ||
		    (c >= 0xff01 && c <= 0xff60) ||
		    (c >= 0x20000 && c <= 0x3ffff);

		n += c == '\t' ? 8 - n % 8 : c < 0x20 ? 0 : wide ? 2 : 1;
	}
	return n;
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A line end in [from, to), with the white space around it. */
static struct wtm_str
find_break(struct wtm_str s, size_t from, size_t to)
{
	const char *nl = to > from ? memchr(s.s + from, '\n', to - from)
	    : NULL;
	size_t a, b;

	if (nl == NULL)
		return (struct wtm_str){ NULL, 0 };
	a = b = (size_t)(nl - s.s);
	while (a > from && is_blank(s.s[a - 1]))
		a--;
	while (b < to && is_blank(s.s[b]))
		b++;
	/* a blank before the line end is an accident of that line */
	while (a < b && (s.s[a] == ' ' || s.s[a] == '\t'))
		a++;
	return (struct wtm_str){ s.s + a, b - a };
}

/* Both as far as they need to be seen. */
static size_t
line_start(struct wtm_str s, size_t i)
{
	size_t least = i > LOOK_MAX ? i - LOOK_MAX : 0;

	while (i > least && s.s[i - 1] != '\n')
		i--;
	return i;
}

static size_t
line_end(struct wtm_str s, size_t i)
{
	size_t most = s.len - i > LOOK_MAX ? i + LOOK_MAX : s.len;

	while (i < most && s.s[i] != '\n')
		i++;
	return i;
}

void
wrap_widen(struct wrap *w, struct wtm_str s, const size_t at[2])
{
	if (w->brk.len == 0)
		w->brk = find_break(s, at[0], at[1]);
	for (size_t i = line_start(s, at[0]); i < at[1];) {
		size_t end = line_end(s, i);
		size_t n = wrap_columns(s.s + i, end - i);

		w->width = n > w->width ? n : w->width;
		i = end + 1;
	}
}

struct wrap
wrap_look(const struct wrap *paragraph, const struct wrap *most,
    struct wtm_str s, size_t from, size_t to)
{
	struct wrap w = *paragraph;
	struct wtm_str own = find_break(s, from, to);

	w.brk = own.len > 0 ? own : w.brk.len > 0 ? w.brk : most->brk;
	if (most->width > w.width)
		w.width = most->width;
	/* nobody wraps by hand so wide: line ends mean something else */
	if (w.width > WIDTH_MAX)
		w.brk.len = 0;
	if (w.brk.len == 0)
		return w;
	w.column = wrap_columns(s.s + line_start(s, from),
	    from - line_start(s, from));
	w.tail = wrap_columns(s.s + to, line_end(s, to) - to);
	return w;
}

/*
 * The last word goes to the next line together with what follows it, when
 * both have no room in this one.
 */
size_t
wrap_text(struct buf *out, const struct wrap *w, struct wtm_str text)
{
	const char *last = memrchr(w->brk.s, '\n', w->brk.len);
	size_t indent = last == NULL ? 0 : wrap_columns(last + 1,
	    w->brk.len - (size_t)(last + 1 - w->brk.s));
	size_t column = w->column;

	for (size_t i = 0; i < text.len;) {
		const char *p = memchr(text.s + i, ' ', text.len - i);
		size_t to = p == NULL ? text.len : (size_t)(p - text.s);
		size_t n = wrap_columns(text.s + i, to - i);
		size_t after = to < text.len ? 0 : w->tail;
		int begins = i == 0;

		if (n + after > w->width)
			after = 0;
		if (!begins && column + 1 + n + after > w->width) {
			buf_addc(out, '\n');
			column = indent;
		} else if (!begins) {
			buf_addc(out, ' ');
			column++;
		}
		buf_add(out, text.s + i, to - i);
		column += n;
		i = to + 1;
	}
	return column;
}
