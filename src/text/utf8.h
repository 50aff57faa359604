/*
 * utf8: one code point at a time.
 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * The code point at s[*i], len being the length of s and *i < len; *i moves
 * behind it.  A byte that starts no well-formed sequence is U+FFFD alone.
 */
static inline uint32_t
utf8_next(const char *s, size_t len, size_t *i)
{
	const unsigned char *p = (const unsigned char *)s + *i;
	size_t left = len - *i;
	uint32_t c = p[0];

	if (c < 0x80) {
		*i += 1;
		return c;
	}
	if (c >= 0xE1 && c < 0xF0 && left >= 3 && (p[1] & 0xC0) == 0x80 &&
	    (p[2] & 0xC0) == 0x80) {
		c = (c & 0x0F) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
		if (c < 0xD800 || c > 0xDFFF) {
			*i += 3;
			return c;
		}
	} else if (c >= 0xC2 && c < 0xE0 && left >= 2 &&
	    (p[1] & 0xC0) == 0x80) {
		*i += 2;
		return (c & 0x1F) << 6 | (p[1] & 0x3Fu);
	} else if (c == 0xE0 && left >= 3 && (p[1] & 0xE0) == 0xA0 &&
	    (p[2] & 0xC0) == 0x80) {
		*i += 3;
		return (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	} else if (c >= 0xF0 && c < 0xF5 && left >= 4 &&
	    (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80 &&
	    (p[3] & 0xC0) == 0x80) {
		c = (c & 0x07) << 18 | (p[1] & 0x3Fu) << 12 |
		    (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
		if (c >= 0x10000 && c <= 0x10FFFF) {
			*i += 4;
			return c;
		}
	}
	*i += 1;
	return 0xFFFD;
}

/*
 * The code point before s[*i], *i > 0; *i moves to its start.  A byte that
 * ends no well-formed sequence is U+FFFD alone.
 */
static inline uint32_t
utf8_prev(const char *s, size_t *i)
{
	size_t at = *i - 1;
	size_t low = *i > 4 ? *i - 4 : 0;
	size_t end = *i;
	uint32_t c;

	if ((unsigned char)s[at] < 0x80) {
		*i = at;
		return (unsigned char)s[at];
	}
	while (at > low && ((unsigned char)s[at] & 0xC0) == 0x80)
		at--;
	*i = at;
	c = utf8_next(s, end, i);
	if (*i == end) {
		*i = at;
		return c;
	}
	*i = end - 1;
	return 0xFFFD;
}

/* Write c as UTF-8; returns the number of bytes, 1 to 4. */
static inline size_t
utf8_put(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

#endif
