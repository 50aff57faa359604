/*
 * random-text: short texts of words, figures, spaces and syllables.
 */
#ifndef TESTS_RANDOM_TEXT_H
#define TESTS_RANDOM_TEXT_H

#include <stddef.h>
#include <stdio.h>

/* At most 99 bytes and a NUL; the next seed. */
static size_t
random_text(char *s, unsigned *seed)
{
	static const char *const pieces[] = { "a", "bc", " ", " ", "  ", ",",
		"1.5", "가", "나라", "漢", "“", "\n" };
	size_t len = 0;
	unsigned n;

	*s = '\0';
	*seed = *seed * 1103515245u + 12345u;
	n = *seed >> 16 & 15;
	for (unsigned i = 0; i < n; i++) {
		*seed = *seed * 1103515245u + 12345u;
		len += (size_t)snprintf(s + len, 100 - len, "%s",
		    pieces[(*seed >> 16) % 12]);
	}
	return len;
}

#endif
