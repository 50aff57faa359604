/*
 * flow: text in styles, broken between words.
 *
 * A word is gathered until a blank ends it, because only then is its width
 * known.  Korean breaks at its blanks as English does; a word wider than a
 * line, as in scripts without blanks, is broken where the line ends.  White
 * space counts as one blank, and none at the ends.
 */
#include "config.h"
#include "cli/flow.h"

#include <string.h>

static void
set_style(struct flow *w, enum style s)
{
	if (w->colour && s != w->style) {
		if (w->style != STYLE_PLAIN)
			fputs(term_style(STYLE_PLAIN), w->f);
		if (s != STYLE_PLAIN)
			fputs(term_style(s), w->f);
	}
	w->style = s;
}

/* To the next line; a style must not run through the indentation. */
static void
next_line(struct flow *w)
{
	enum style s = w->style;

	set_style(w, STYLE_PLAIN);
	fprintf(w->f, "\n%*s", (int)w->indent, "");
	set_style(w, s);
	w->col = w->indent;
	w->blank = 0;
}

/* One character of the word; styles are kept as bytes below 0x20. */
static size_t
put_char(struct flow *w, const char *s, size_t len, int may_break)
{
	const char *shown;
	size_t shown_len;
	size_t n;
	int columns;

	if ((unsigned char)*s < STYLES) {
		set_style(w, (enum style)*s);
		return 1;
	}
	n = term_char(s, len, &shown, &shown_len, &columns);
	if (may_break && w->col + (size_t)columns > w->columns)
		next_line(w);
	fwrite(shown, 1, shown_len, w->f);
	w->col += (size_t)columns;
	return n;
}

static void
end_word(struct flow *w)
{
	size_t least = w->width;
	int too_wide = w->columns > 0 && w->indent + w->width > w->columns;

	if (too_wide)
		least = 1;	/* it begins here and is broken further on */
	if (w->columns > 0 && w->width > 0 && w->col > w->indent &&
	    w->col + (w->blank ? 1 : 0) + least > w->columns)
		next_line(w);
	if (w->blank && w->width > 0) {
		putc(' ', w->f);
		w->col++;
		w->blank = 0;
	}
	for (size_t i = 0; i < w->len;)
		i += put_char(w, w->word + i, w->len - i, too_wide);
	w->len = 0;
	w->width = 0;
}

static void
gather(struct flow *w, const char *s, size_t len, int columns)
{
	if (w->len + len > sizeof w->word)
		end_word(w);
	memcpy(w->word + w->len, s, len);
	w->len += len;
	w->width += (size_t)columns;
}

void
flow_begin(struct flow *w, const char *gutter)
{
	fprintf(w->f, "%-*s", (int)w->indent, gutter);
	w->col = w->indent;
	w->style = STYLE_PLAIN;
	w->blank = 0;
	w->len = 0;
	w->width = 0;
}

void
flow_style(struct flow *w, enum style s)
{
	char byte = (char)s;

	if (w->colour)
		gather(w, &byte, 1, 0);
}

void
flow_text(struct flow *w, const char *s, size_t len)
{
	const char *shown;
	size_t n;
	int columns;

	for (size_t i = 0; i < len;) {
		i += term_char(s + i, len - i, &shown, &n, &columns);
		if (n == 1 && *shown == ' ') {
			end_word(w);
			w->blank = w->col > w->indent;
		} else {
			gather(w, shown, n, columns);
		}
	}
}

void
flow_puts(struct flow *w, const char *s)
{
	flow_text(w, s, strlen(s));
}

void
flow_end(struct flow *w)
{
	end_word(w);
	set_style(w, STYLE_PLAIN);
	putc('\n', w->f);
}
