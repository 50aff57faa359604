/*
 * lines: a text cut at its line ends (LF, CR, CRLF, VT, FF, NEL, U+2028,
 * U+2029), and what each line looks like.
 */
#ifndef TEXT_LINES_H
#define TEXT_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/kinds.h"

/* Widths are counted in both. */
enum { COLUMNS, CHARS };

struct line {
	size_t from;	/* without outer white space */
	size_t to;
	size_t width[2];	/* with indent; 0: not measured */
	size_t word[2];	/* of the first word */
	size_t indent;
	uint32_t first;	/* first and last characters */
	uint32_t last;
	int blank;
	int stopped;	/* ends like a sentence */
	int trailing;	/* white space before the line break */
	int dash;	/* begins with a dash and a small letter */
	int joins;	/* the next line goes on; for wire.c */
	struct line_kind kind;
};

struct lines {
	struct line *at;	/* in the arena */
	size_t n;
};

/* 0, or -1: no memory. */
int lines_read(struct lines *out, struct kinds *k, const char *s, size_t len,
    struct arena *a);

/* Does [from, to) of s end with a stop, closing marks behind it aside? */
int lines_stopped(const char *s, size_t from, size_t to);

/* Fill in the widths of a line. */
void lines_measure(struct line *l, const char *s);

/* Where the word at from ends. */
size_t lines_word_end(const char *s, size_t from, size_t to);

#endif
