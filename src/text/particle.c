/*
 * particle: choose a Korean particle by the last sound.  Hangul says it by
 * its final consonant; digits are read as Sino-Korean numerals (10 is 십, 100
 * 백), % as 퍼센트, other signs are not known and change nothing.
 */
#include "config.h"

#include "text/particle.h"

#include <string.h>

#include "text/placeable-lex.h"

static enum ending
of_hangul(uint32_t c)
{
	uint32_t final = (c - 0xAC00) % 28;

	return final == 0 ? END_VOWEL : final == 8 ? END_RIEUL : END_CONSONANT;
}

/* 0 is 영, 3 삼, 6 육: consonants; 1 일, 7 칠, 8 팔: ㄹ. */
static enum ending
of_digits(struct wtm_str s)
{
	static const enum ending ends[] = { END_CONSONANT, END_RIEUL,
		END_VOWEL, END_CONSONANT, END_VOWEL, END_VOWEL, END_CONSONANT,
		END_RIEUL, END_RIEUL, END_VOWEL };

	return ends[s.s[s.len - 1] - '0'];
}

/* The last character of s. */
static uint32_t
last_char(struct wtm_str s)
{
	size_t i = s.len;
	size_t n = 0;

	if (i == 0)
		return 0;
	do
		i--;
	while (i > 0 && s.len - i < 4 &&
	    ((unsigned char)s.s[i] & 0xC0) == 0x80);
	return lex_char(s.s, s.len, i, &n);
}

enum ending
particle_ending(struct wtm_str s)
{
	uint32_t c = last_char(s);

	if (lex_is_hangul(c))
		return of_hangul(c);
	if (c >= '0' && c <= '9')
		return of_digits(s);
	return c == '%' ? END_VOWEL : END_UNKNOWN;
}

struct pair {
	char consonant[8];	/* after a consonant */
	char vowel[8];
	int goes_on;	/* more letters may follow: 이라고, 으로는 */
	int rieul;	/* ㄹ takes the form of a vowel: 로 */
};

static const struct pair pairs[] = {
	{ "으로", "로", 1, 1 }, { "이라", "라", 1, 0 }, { "이며", "며", 0, 0 },
	{ "이나", "나", 0, 0 }, { "이다", "다", 0, 0 }, { "이었", "였", 1, 0 },
	{ "이란", "란", 0, 0 }, { "이고", "고", 0, 0 }, { "은", "는", 0, 0 },
	{ "이", "가", 0, 0 }, { "을", "를", 0, 0 }, { "과", "와", 0, 0 },
	{ "과의", "와의", 0, 0 }, { "과는", "와는", 0, 0 },
};

static int
begins(struct wtm_str s, const char *word, int goes_on)
{
	size_t n = strlen(word);
	size_t k = 0;

	if (s.len < n || memcmp(s.s, word, n) != 0)
		return 0;
	return goes_on || n == s.len ||
	    !lex_is_hangul(lex_char(s.s, s.len, n, &k));
}

size_t
particle_fold(const char **form, struct wtm_str rest)
{
	if (rest.len < 3 || (unsigned char)rest.s[0] < 0xEA)
		return 0;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		const struct pair *p = &pairs[i];

		if (begins(rest, p->vowel, p->goes_on)) {
			*form = p->consonant;
			return strlen(p->vowel);
		}
		if (begins(rest, p->consonant, p->goes_on))
			return 0;
	}
	return 0;
}

const char *
particle_after(struct wtm_str was, struct wtm_str now, struct wtm_str rest,
    size_t *taken)
{
	enum ending a = particle_ending(was);
	enum ending b = particle_ending(now);

	if (a == END_UNKNOWN || b == END_UNKNOWN || a == b)
		return NULL;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		const struct pair *p = &pairs[i];
		int vowel_a = a == END_VOWEL || (a == END_RIEUL && p->rieul);
		int vowel_b = b == END_VOWEL || (b == END_RIEUL && p->rieul);
		const char *old = vowel_a ? p->vowel : p->consonant;

		if (vowel_a == vowel_b || !begins(rest, old, p->goes_on))
			continue;
		*taken = strlen(old);
		return vowel_b ? p->vowel : p->consonant;
	}
	return NULL;
}
