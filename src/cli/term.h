/*
 * term: what a terminal shows: colours, columns, text without surprises.
 */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include <stddef.h>
#include <stdio.h>

#include "cli/cli.h"

enum style {
	STYLE_PLAIN,
	STYLE_STRONG,
	STYLE_FAINT,
	STYLE_GOOD,
	STYLE_FAIR,
	STYLE_OLD,	/* a word of the memory that is not in the text */
	STYLE_NEW,	/* a word of the text that is not in the memory */
	STYLES
};

/* Shall f be coloured, as --color and NO_COLOR say? */
int term_colour(const struct cli *c, FILE *f);

/* Columns of the terminal behind f, or $COLUMNS; 0: do not break lines. */
size_t term_columns(FILE *f);

/* The bytes that begin a style. */
const char *term_style(enum style s);

/*
 * The next character of a text as it may be shown: line breaks and tabs are
 * blanks, other control characters, which a terminal would obey, U+FFFD.
 * Returns the bytes taken; *shown is not NUL-terminated.
 */
size_t term_char(const char *s, size_t len, const char **shown,
    size_t *shown_len, int *columns);

/* Write a text that way. */
void term_put(FILE *f, const char *s, size_t len);

/* 1234567 as 1,234,567 in every locale.  Returns buf. */
#define TERM_COUNT_SIZE 32
char *term_count(char buf[TERM_COUNT_SIZE], uint64_t n);

/* Bytes as "812 B", "1.4 MB".  Returns buf. */
char *term_size(char buf[TERM_COUNT_SIZE], uint64_t bytes);

#endif
