/*
 * token-inner: what the two readers of units share.
 */
#ifndef TEXT_TOKEN_INNER_H
#define TEXT_TOKEN_INNER_H

#include "text/token.h"
#include "text/utf8.h"

enum cls {
	NONE,
	IDEO,	/* a unit by itself */
	DIGIT,
	LETTER,
	MARK,
	CLUSTER,	/* begins a grapheme cluster of a Thai-like script */
	SIGN,
	MINUS,
	APOS,
	STOP,
	COMMA,
	OTHER_NUMBER,
};

/* The class of a folded character; those of ASCII are a table. */
enum cls token_class(uint32_t c);
extern const unsigned char token_ascii[128];

static inline int
is_letter_or_digit(enum cls c)
{
	return c == IDEO || c == DIGIT || c == LETTER || c == MARK ||
	    c == CLUSTER || c == OTHER_NUMBER;
}

/* The key of the unit under way. */
struct key {
	uint64_t word;	/* the bytes since the last full eight */
	uint64_t hash;	/* of those before */
	size_t len;	/* bytes of the unit */
};

static inline void
key_byte(struct key *k, unsigned char byte)
{
	k->word |= (uint64_t)byte << 8 * (k->len % 8);
	if (++k->len % 8 == 0) {
		k->hash = norm_mix(k->hash ^ k->word);
		k->word = 0;
	}
}

/* n bytes at once, at most eight, the first one lowest; above them is 0. */
static inline void
key_bytes(struct key *k, uint64_t bytes, size_t n)
{
	size_t at = 8 * (k->len % 8);	/* bits */

	k->word |= bytes << at;
	k->len += n;
	if (at + 8 * n >= 64) {
		k->hash = norm_mix(k->hash ^ k->word);
		k->word = at > 0 ? bytes >> (64 - at) : 0;
	}
}

/* The key of the bytes added since the last call. */
static inline uint64_t
key_end(struct key *k)
{
	uint64_t key = k->word;

	if (k->len > 7)
		key = norm_mix(norm_mix(k->hash ^ k->word) + k->len) |
		    UINT64_C(1) << 63;
	*k = (struct key){ 0 };
	return key;
}

/* The key of a character alone, three bytes of UTF-8. */
static inline uint64_t
key_of_three(uint32_t c)
{
	return (0xE0 | c >> 12) | (0x80 | (c >> 6 & 0x3F)) << 8 |
	    (0x80 | (c & 0x3F)) << 16;
}

static inline void
units_put(struct units *u, uint64_t key, enum unit_kind kind, size_t from,
    size_t to)
{
	u->keys[u->n] = key;
	u->at[u->n++] = (struct unit){ (uint32_t)from, (uint32_t)to, kind };
}

/*
 * Read the units of a text that is plain, as nearly all is: no ICU, no folded
 * copy.  Returns from where on token_units() must read: len when the text was
 * plain to its end, else a space, or 0.  u has room for len units.
 */
size_t token_plain(struct units *u, const char *s, size_t len);

#endif
