/*
 * alphabet: code points -> a few classes.  The automata over rules read
 * classes, not characters: two characters are of one class when no set of any
 * rule tells them apart.
 */
#ifndef TEXT_ALPHABET_H
#define TEXT_ALPHABET_H

#include <stddef.h>
#include <stdint.h>

#include <unicode/uset.h>

#include "text/props.h"

/* What assertions such as \b ask about a character. */
enum {
	AL_WORD = 1,	/* \w */
	AL_NEWLINE = 2,	/* a line terminator */
	AL_EXTEND = 4,	/* never begins a word: combining mark, format */
	AL_EDGE = 8	/* not a character: the start or end of the text */
};

#define ALPHABET_PAGES (0x110000 / 256)

struct alphabet {
	uint16_t *pages[ALPHABET_PAGES];	/* classes; NULL: unread */
	uint8_t *flags;	/* by class, the edge included */
	struct alphabet_inner *in;
};

/* props is borrowed.  NULL: no memory. */
struct alphabet *alphabet_new(struct props *props);
void alphabet_free(struct alphabet *al);

struct props *alphabet_props(const struct alphabet *al);

/* The number of this set of characters, or -1 when there is no memory. */
int alphabet_set(struct alphabet *al, const USet *set);
/* The same for the set of a pattern such as "\\p{Lu}"; -2: no such set. */
int alphabet_named(struct alphabet *al, const char *pattern);

int alphabet_set_has(const struct alphabet *al, int set, uint32_t c);
size_t alphabet_set_size(const struct alphabet *al, int set);

/* out[b] becomes 1 for each byte b that begins a character of the set. */
void alphabet_set_bytes(const struct alphabet *al, int set,
    unsigned char out[256]);

/* After the last set: divide all characters into classes.  0 or -1. */
int alphabet_seal(struct alphabet *al);

/* Only after the seal.  Classes are 0 to n - 1; class n is the text's edge. */
size_t alphabet_classes(const struct alphabet *al);
unsigned alphabet_class_slow(struct alphabet *al, uint32_t c);

static inline unsigned
alphabet_class(struct alphabet *al, uint32_t c)
{
	const uint16_t *p = al->pages[c >> 8];

	return p != NULL ? p[c & 255] : alphabet_class_slow(al, c);
}

static inline unsigned
alphabet_flags(const struct alphabet *al, unsigned class)
{
	return al->flags[class];
}

int alphabet_has(const struct alphabet *al, int set, unsigned class);

/* out[b] becomes 1 for each byte b that begins a character of these classes. */
void alphabet_lead_bytes(const struct alphabet *al, const unsigned char *in,
    unsigned char out[256]);

/* out[class] becomes 1 for each class with characters in [from, to). */
void alphabet_classes_in(const struct alphabet *al, uint32_t from, uint32_t to,
    unsigned char *out);

/* Bit c % 8 of out[c / 8] becomes 1 for each such character c < U+10000. */
void alphabet_bits(const struct alphabet *al, const unsigned char *in,
    unsigned char out[8192]);

#endif
