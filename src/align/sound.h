/*
 * sound: a name in Latin letters beside the same name in Hangul, by their
 * consonants alone: Zelensky = J L N S K = 젤렌스키.
 *
 * Both are reduced to classes of consonants that Korean spelling does not
 * keep apart (b, p, f and v are one); vowels and what is not heard go.  A
 * name must be the beginning of the Hangul word, behind which particles
 * stand.  It is a hint to alignment, not a proof; name.h judges Korean names.
 */
#ifndef ALIGN_SOUND_H
#define ALIGN_SOUND_H

#include <stddef.h>
#include <stdint.h>

enum { SOUND_MAX = 12 };

/* One place of a Latin name: the classes it may be, as bits. */
struct sound_name {
	uint8_t may[SOUND_MAX];
	uint16_t optional;	/* bit n: place n may be silent */
	uint8_t n;
	uint8_t firm;	/* places that must be heard */
};

/* The classes of a Hangul word, as bits: a final may be one of several. */
struct sound {
	uint8_t is[SOUND_MAX];
	uint8_t n;
};

/* letters: lower-case ASCII. */
void sound_of_latin(struct sound_name *out, const char *letters, size_t n);

/* Hangul syllables, U+AC00 to U+D7A3. */
void sound_of_hangul(struct sound *out, const uint32_t *syllables, size_t n);

/* How many consonants of the name begin the word; 0: it is another. */
int sound_matches(const struct sound_name *name, const struct sound *word);

#endif
