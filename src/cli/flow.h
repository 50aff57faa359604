/*
 * flow: text in styles, broken between words to the width of the terminal,
 * every line beginning at the same column.
 */
#ifndef CLI_FLOW_H
#define CLI_FLOW_H

#include <stddef.h>
#include <stdio.h>

#include "cli/term.h"

struct flow {
	FILE *f;
	int colour;
	size_t columns;	/* 0: lines are not broken */
	size_t indent;	/* the column where lines begin */

	size_t col;	/* where the next character comes */
	enum style style;	/* what f shows */
	int blank;	/* one is due before the word */
	char word[512];	/* gathered, with the sequences of its styles */
	size_t len;
	size_t width;
};

/* Begin a text; the gutter stands to its left. */
void flow_begin(struct flow *w, const char *gutter);
void flow_style(struct flow *w, enum style s);
void flow_text(struct flow *w, const char *s, size_t len);
void flow_puts(struct flow *w, const char *s);
void flow_end(struct flow *w);	/* and the line */

#endif
