/*
 * skeleton: the consonants of a word, by which a name is known in Latin
 * letters and in Hangul: Obama and 오바마 are PM, Clinton and 클린턴 KLNTN.
 */
#ifndef MATCH_SKELETON_H
#define MATCH_SKELETON_H

#include <stddef.h>

enum { SKELETON_MAX = 12 };

struct skeleton {
	unsigned char n;
	char at[SKELETON_MAX];	/* classes of consonants */
};

/* Of a word in Latin letters; th_is is 'T' or 'S', both are spoken. */
struct skeleton skeleton_latin(const char *s, size_t len, char th_is);

/* Of a word in Hangul. */
struct skeleton skeleton_hangul(const char *s, size_t len);

#endif
