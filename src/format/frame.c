/*
 * frame: the lines of a message between control characters.
 *
 * SOH, STX and ETX begin the header, the text and the trailer; SYN, DEL and
 * others stand around them as the lines of old wanted it.
 */
#include "config.h"
#include "format/frame.h"

#include <string.h>

enum { SOH = 1, STX = 2, ETX = 3, LEAD_MAX = 64 };

static int
is_control(char c)
{
	return ((unsigned char)c < ' ' && c != '\t') || c == 0x7f;
}

size_t
frame_start(const char *s, size_t len)
{
	for (size_t i = 0; i < len && i < LEAD_MAX; i++) {
		if (s[i] == SOH)
			return i + 1;
		if (!is_control(s[i]) && s[i] != ' ')
			return 0;
	}
	return 0;
}

static int
is_margin(char c)
{
	return c == ' ' || c == '\t' || is_control(c);
}

int
frame_next(struct frame *f, struct frame_line *l)
{
	const char *nl;

	if (f->off >= f->len)
		return 0;
	memset(l, 0, sizeof *l);
	l->from = f->off;
	nl = memchr(f->s + f->off, '\n', f->len - f->off);
	l->to = nl == NULL ? f->len : (size_t)(nl - f->s);
	f->off = l->to + (nl != NULL);
	while (l->to > l->from && is_margin(f->s[l->to - 1])) {
		l->to--;
		f->over |= f->s[l->to] == ETX && l->to == l->from;
	}
	while (l->from < l->to && is_margin(f->s[l->from])) {
		f->text |= f->s[l->from] == STX;
		f->over |= f->s[l->from] == ETX;
		l->indented |= f->s[l->from] == ' ' ||
		    f->s[l->from] == '\t';
		l->from++;
	}
	l->blank = l->from == l->to;
	l->text = f->text;
	l->over = f->over;
	return 1;
}

int
frame_word(const char *s, size_t *from, size_t to, size_t word[2])
{
	while (*from < to && is_margin(s[*from]))
		(*from)++;
	word[0] = *from;
	while (*from < to && !is_margin(s[*from]))
		(*from)++;
	word[1] = *from;
	return word[1] > word[0];
}

int
frame_is_number(const char *s, const size_t word[2], size_t least,
    size_t most)
{
	for (size_t i = word[0]; i < word[1]; i++)
		if (s[i] < '0' || s[i] > '9')
			return 0;
	return word[1] - word[0] >= least && word[1] - word[0] <= most;
}
