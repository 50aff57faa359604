/*
 * placeable-rows: search in a sorted table of Hangul words.
 */
#ifndef TEXT_PLACEABLE_ROWS_H
#define TEXT_PLACEABLE_ROWS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Rows of size bytes that begin with a name in UTF-8, sorted by it: the first
 * whose first syllable, of three bytes, is not before the one at s; else n.
 * No branch depends on the text, for it could not be foretold.
 */
static inline size_t
lex_syllable(const void *rows, size_t n, size_t size, const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	const unsigned char *row = rows;
	uint32_t wanted = (uint32_t)(p[0] << 16 | p[1] << 8 | p[2]);

	for (size_t left = n; left > 0;) {
		size_t half = left - left / 2;
		p = row + (half - 1) * size;
		uint32_t got = (uint32_t)(p[0] << 16 | p[1] << 8 | p[2]);
		row = got < wanted ? p + size : row;
		left -= half;
	}
	return (size_t)(row - (const unsigned char *)rows) / size;
}

#endif
