/*
 * utf8: characters of UTF-8 text, and the columns they take on a terminal.
 */
#ifndef CLI_UTF8_H
#define CLI_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * Decode the character at s (len bytes, at least one).  Returns its length;
 * a byte that begins no character counts as one byte, *cp is then U+FFFD.
 */
size_t utf8_next(const char *s, size_t len, uint32_t *cp);

/* Is it well-formed, without surrogates and overlong forms? */
int utf8_valid(const char *s, size_t len);

/* Columns of a character: 0 (it combines or is invisible), 1 or 2. */
int utf8_columns(uint32_t cp);

/* Columns of a text. */
size_t utf8_width(const char *s, size_t len);

#endif
