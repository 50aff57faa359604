/*
 * charclass: the part of a regular expression that names characters: escapes
 * and sets in brackets, and the cursor they are read with.
 */
#ifndef TEXT_CHARCLASS_H
#define TEXT_CHARCLASS_H

#include <stddef.h>

#include <unicode/uset.h>

#include "text/alphabet.h"

enum {
	RX_CASELESS = 1,
	RX_DOTALL = 2,
	RX_MULTILINE = 4,
	RX_COMMENTS = 8
};

/* What \w and \v mean, as patterns of UnicodeSet. */
#define CLASS_WORD "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]"
#define CLASS_NEWLINE "[\\u000a-\\u000d\\u0085\\u2028\\u2029]"

struct cursor {
	const char *s;
	const char *end;
	const char *start;
	int flags;	/* RX_... in force */
	struct props *props;
};

size_t cursor_left(const struct cursor *c);
/* The byte at an offset from the cursor; -1 outside of the pattern. */
int cursor_peek(const struct cursor *c, int off);
UChar32 cursor_next(struct cursor *c);	/* a character; U+FFFD if broken */
int cursor_number(struct cursor *c);	/* 0 to 9999, or -1 */
/* "\n", "\u00e9", "\." at the cursor: the character; -1: not a character. */
UChar32 cursor_escape(struct cursor *c);

/* \p{..} \d \s \w \h \v: its set in the alphabet, -1, -2 (no such set), or */
#define CLASS_NOT_NAMED (-3)
int class_named(struct cursor *c, struct alphabet *al);

/* The same as a set of its own, or NULL. */
USet *class_escape(struct cursor *c);

/* [...] at the cursor, with &&, --, nested sets; NULL: not understood. */
USet *class_set(struct cursor *c);

#endif
