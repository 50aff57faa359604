/*
 * plain: quick ways past what most text is: printable ASCII, eight bytes at a
 * time, and Hangul syllables.  Each takes a text s of len bytes and a place i
 * in it, i <= len; what they stop at is for the caller to read.
 */
#ifndef BASE_PLAIN_H
#define BASE_PLAIN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A byte that stands in each of eight, and the top bit of each. */
#define PLAIN_EACH(byte) ((byte) * UINT64_C(0x0101010101010101))
#define PLAIN_TOPS PLAIN_EACH(0x80)

/* Eight bytes; which end comes first, nobody may ask. */
static inline uint64_t
plain_word(const char *s)
{
	uint64_t word;

	memcpy(&word, s, sizeof word);
	return word;
}

/*
 * Are all eight from 0x20 to 0x7F?  A lower one borrows when 0x20 is taken
 * from it, and then has the top bit that higher ones have before.
 */
static inline int
plain_is_ascii(uint64_t word)
{
	return ((word | (word - PLAIN_EACH(0x20))) & PLAIN_TOPS) == 0;
}

/* How far there are such words. */
static inline size_t
plain_ascii_end(const char *s, size_t len, size_t i)
{
	while (len - i >= 8 && plain_is_ascii(plain_word(s + i)))
		i += 8;
	return i;
}

/* Is there a Hangul syllable, U+AC00 to U+D7A3, in three bytes? */
static inline int
plain_is_hangul(const char *s, size_t len, size_t i)
{
	if (len - i < 3)
		return 0;
	const unsigned char *p = (const unsigned char *)s + i;
	uint32_t v = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
	return (v & 0xF0C0C0) == 0xE08080 && v >= 0xEAB080 && v <= 0xED9EA3;
}

/* Where the syllables end that begin there. */
static inline size_t
plain_hangul_end(const char *s, size_t len, size_t i)
{
	while (plain_is_hangul(s, len, i))
		i += 3;
	return i;
}

#endif
