/*
 * plain: quick ways past what most text is: printable ASCII, eight bytes at a
 * time, and Hangul syllables.  Each takes a text s of len bytes and a place i
 * in it, i <= len; what they stop at is for the caller to read.
 */
#ifndef BASE_PLAIN_H
#define BASE_PLAIN_H

#include <stddef.h>
#include <stdint.h>

/* A byte that stands in each of eight, and the top bit of each. */
#define PLAIN_EACH(byte) ((byte) * UINT64_C(0x0101010101010101))
#define PLAIN_TOPS PLAIN_EACH(0x80)

/* Eight bytes, the first one lowest: one load where the machine has it so. */
static inline uint64_t
plain_word(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	    (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
	    (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	    (uint64_t)p[7] << 56;
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

/*
 * The top bits of those that are from first to last, both ASCII.  Seven bits
 * and a number below 0x80 never carry into the next byte.
 */
static inline uint64_t
plain_between(uint64_t word, unsigned first, unsigned last)
{
	uint64_t low = word & ~PLAIN_TOPS;

	return (low + PLAIN_EACH(0x80 - first)) &
	    ~(low + PLAIN_EACH(0x7F - last)) & ~word & PLAIN_TOPS;
}

static inline uint64_t
plain_letters(uint64_t word)
{
	return plain_between(word | PLAIN_EACH(0x20), 'a', 'z');
}

/* How far there are words of ASCII alone. */
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
