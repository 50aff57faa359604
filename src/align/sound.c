/*
 * sound: names by their consonants.
 */
#include "config.h"
#include "align/sound.h"

#include <string.h>

enum {
	P = 1,	/* b p f v, ㅂ ㅍ ㅃ */
	T = 2,	/* d t, ㄷ ㅌ ㄸ */
	K = 4,	/* g k c q, ㄱ ㅋ ㄲ */
	S = 8,	/* s sh, ㅅ ㅆ */
	J = 16,	/* j ch z, ㅈ ㅊ ㅉ */
	M = 32,
	N = 64,	/* n ng, ㄴ ㅇ as a final */
	L = 128,	/* l r, ㄹ */
};

static const uint8_t initials[19] = {
	K, K, N, T, T, L, M, P, P, S, S, 0, J, J, J, K, T, P, 0,
};

static const uint8_t finals[28] = {
	0, K, K, K, N, N, N, T | S, L, L | K, L | M, L | P, L, L, L | P, L, M,
	P, P, T | S, T | S, N, T | J, T | J, K, T, P, 0,
};

static int
is_vowel(char c)
{
	return c != '\0' && strchr("aeiouwy", c) != NULL;
}

static void
put(struct sound_name *out, int may, int optional)
{
	if (out->n == SOUND_MAX)
		return;
	/* doubled letters are one sound */
	if (out->n > 0 && out->may[out->n - 1] == may && !optional)
		return;
	out->may[out->n] = (uint8_t)may;
	if (optional)
		out->optional |= (uint16_t)(1u << out->n);
	else
		out->firm++;
	out->n++;
}

struct spelling {
	char s[4];
	uint8_t may;
	uint8_t optional;
};

/* The longest that fits is taken. */
static const struct spelling spellings[] = {
	{ "sch", S, 0 }, { "tch", J, 0 }, { "ck", K, 0 },
	{ "ch", J | K | S, 0 }, { "sh", S, 0 }, { "th", T | S, 0 },
	{ "ph", P, 0 }, { "gh", K | P, 1 }, { "kh", K, 1 },
	{ "zh", J | S, 0 }, { "ts", J | S, 0 }, { "tz", J | S, 0 },
	{ "b", P, 0 }, { "p", P, 0 }, { "f", P, 0 }, { "v", P, 0 },
	{ "d", T | J, 0 }, { "t", T | J, 0 }, { "k", K, 0 }, { "q", K, 0 },
	{ "s", S | J, 0 }, { "j", J, 1 }, { "z", J | S, 0 },
	{ "m", M | N, 0 }, { "n", N | M, 0 }, { "l", L, 0 },
};

static size_t
put_spelling(struct sound_name *out, const char *s, size_t left)
{
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
		size_t n = strlen(spellings[i].s);

		if (n <= left && memcmp(s, spellings[i].s, n) == 0) {
			put(out, spellings[i].may, spellings[i].optional);
			return n;
		}
	}
	return 1;	/* a vowel, or h */
}

void
sound_of_latin(struct sound_name *out, const char *s, size_t n)
{
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < n;) {
		char next = i + 1 < n ? s[i + 1] : '\0';

		if (s[i] == 'r') {	/* silent before consonants: Carter */
			put(out, L, !is_vowel(next));
			i++;
		} else if (s[i] == 'x') {
			put(out, i == 0 ? J | S : K, 0);
			if (i > 0)
				put(out, S, 0);
			i++;
		} else if (s[i] == 'c' && next != 'h' && next != 'k') {
			put(out, next != '\0' && strchr("eiy", next) != NULL ?
			    S | J : K, 0);
			i++;
		} else if (s[i] == 'g' && next != 'h') {
			if (i > 0 && s[i - 1] == 'n')
				put(out, K, 1);
			else
				put(out, next != '\0' && strchr("eiy", next) !=
				    NULL ? K | J : K, 0);
			i++;
		} else if (s[i] == 's' && i + 1 == n && n > 3) {
			put(out, S, 1);	/* Philippines */
			i++;
		} else {
			i += put_spelling(out, s + i, n - i);
		}
	}
}

static void
add(struct sound *out, uint8_t is)
{
	if (is == 0 || out->n == SOUND_MAX)
		return;
	/* ㄹㄹ between vowels is one l */
	if (is == L && out->n > 0 && out->is[out->n - 1] == L)
		return;
	out->is[out->n++] = is;
}

void
sound_of_hangul(struct sound *out, const uint32_t *syllables, size_t n)
{
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < n; i++) {
		uint32_t c = syllables[i] - 0xAC00;

		add(out, initials[c / 588]);
		add(out, finals[c % 28]);
	}
}

int
sound_matches(const struct sound_name *name, const struct sound *word)
{
	unsigned at = 1;	/* bit j: j sounds of the word are used */
	int most = 0;

	if (name->firm < 2 || word->n < name->firm)
		return 0;
	for (int i = 0; i < name->n; i++) {
		unsigned next = name->optional >> i & 1 ? at : 0;

		for (int j = 0; j < word->n; j++)
			if (at >> j & 1 && name->may[i] & word->is[j])
				next |= 1u << (j + 1);
		at = next;
		if (at == 0)
			return 0;
	}
	for (int j = 0; j <= word->n; j++)
		if (at >> j & 1)
			most = j;
	return most;
}
