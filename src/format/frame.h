/*
 * frame: the lines of a message between control characters, as IPTC 7901 and
 * ANPA 1312 have them.
 */
#ifndef FORMAT_FRAME_H
#define FORMAT_FRAME_H

#include <stddef.h>

#include "format/article.h"

/* A line without its end, outer blanks and control characters. */
struct frame_line {
	size_t from;
	size_t to;
	int blank;
	int indented;	/* begins with a blank or tab */
	int text;	/* STX stands before it, or in it before its text */
	int over;	/* ETX does */
};

struct frame {
	const char *s;
	size_t len;
	size_t off;	/* of the next line */
	int text;
	int over;
};

/* Where the header begins (behind SOH), when one stands at the start; or 0. */
size_t frame_start(const char *s, size_t len);

/* The next line: 1, 0 at the end. */
int frame_next(struct frame *f, struct frame_line *l);

/* The next word of bytes [*from, to): 1, 0: none is left. */
int frame_word(const char *s, size_t *from, size_t to, size_t word[2]);

/* Is it a whole number of least to most digits? */
int frame_is_number(const char *s, const size_t word[2], size_t least,
    size_t most);

#endif
