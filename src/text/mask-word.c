/*
 * mask-word: whether a text may hold a value, told from its digits and the
 * heads of its words, so that most texts need not be read for placeables: it
 * is asked for every text that is imported.
 *
 * "one", "first", "both", 한 and 첫 are no reason by themselves: they are
 * seldom figures.
 */
#include "config.h"

#include "text/mask.h"

#include <string.h>

#include "base/plain.h"
#include "text/placeable-lex.h"
#include "text/placeable-rows.h"

#define ANY 0
#define CAPITAL 1	/* May, March: months begin with a capital */

struct head {
	char s[5];	/* shorter words end here */
	char capital;
};

/* Four letters each, or a whole word; sorted. */
static const struct head heads[] = {
	{ "apri", CAPITAL }, { "augu", CAPITAL }, { "bill", ANY },
	{ "dece", CAPITAL }, { "doze", ANY }, { "eigh", ANY },
	{ "elev", ANY }, { "febr", CAPITAL }, { "fift", ANY },
	{ "five", ANY }, { "fort", ANY }, { "four", ANY },
	{ "frid", CAPITAL }, { "hund", ANY }, { "janu", CAPITAL },
	{ "july", CAPITAL }, { "june", CAPITAL }, { "marc", CAPITAL },
	{ "may", CAPITAL }, { "mill", ANY }, { "mond", CAPITAL },
	{ "nine", ANY }, { "nint", ANY }, { "nove", CAPITAL },
	{ "octo", CAPITAL }, { "satu", CAPITAL }, { "sept", CAPITAL },
	{ "seve", ANY }, { "six", ANY }, { "sixt", ANY },
	{ "sund", CAPITAL }, { "ten", ANY }, { "tent", ANY },
	{ "thir", ANY }, { "thou", ANY }, { "thre", ANY },
	{ "thur", CAPITAL }, { "tril", ANY }, { "tues", CAPITAL },
	{ "twel", ANY }, { "twen", ANY }, { "twic", ANY }, { "two", ANY },
	{ "wedn", CAPITAL },
};

#define N_HEADS (sizeof(heads) / sizeof(*heads))

/* Two syllables each, or one and a space; sorted. */
static const char hangul[][7] = {
	"금요", "나흘", "넉 ", "네 ", "네명", "네번", "네차", "다섯", "닷새",
	"두 ", "두개", "두명", "두번", "두차", "마흔", "목요", "백만", "사흘",
	"삼십", "삼천", "서른", "석 ", "세 ", "세개", "세명", "세번", "세차",
	"수요", "쉰 ", "스무", "스물", "십만", "아홉", "아흔", "여덟", "여든",
	"여섯", "열 ", "열네", "열두", "열세", "열한", "열흘", "엿새", "예순",
	"월요", "이십", "이천", "이틀", "일곱", "일요", "일흔", "천만", "토요",
	"화요",
};

#define N_HANGUL (sizeof(hangul) / sizeof(*hangul))

static int
is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Four letters as a number, in the order of memcmp. */
static uint32_t
head_key(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* The key of the word at s, in small letters. */
static uint32_t
word_key(const char *s, size_t len)
{
	char end[4] = { 0 };
	uint32_t key;
	uint64_t others;

	if (len < sizeof end)
		s = memcpy(end, s, len);
	key = head_key(s) | 0x20202020;
	others = ~plain_letters((uint64_t)key << 32) & PLAIN_TOPS;
	/* The first of them, and all behind it, are 0. */
	return key & ~(uint32_t)(UINT64_MAX >> __builtin_clzll(others) >> 32);
}

/* No branch depends on the word: it could not be foretold. */
static int
latin_head(const char *s, size_t len)
{
	uint32_t key = word_key(s, len);
	const struct head *h = heads;

	for (size_t n = N_HEADS; n > 1; n -= n / 2)
		h = head_key(h[n / 2].s) <= key ? h + n / 2 : h;
	return head_key(h->s) == key && (!h->capital || s[0] < 'a');
}

static int
hangul_head(const char *s, size_t len)
{
	if (len < 4)
		return 0;
	for (size_t i = lex_syllable(hangul, N_HANGUL, sizeof(*hangul), s);
	    i < N_HANGUL && memcmp(hangul[i], s, 3) == 0; i++) {
		size_t n = strlen(hangul[i]);
		if (n <= len && memcmp(hangul[i], s, n) == 0)
			return 1;
	}
	return 0;
}

/* Where the word at i ends. */
static size_t
word_end(const char *s, size_t len, size_t i)
{
	if (!is_letter(s[i]))
		return plain_hangul_end(s, len, i);
	while (i < len && is_letter(s[i]))
		i++;
	return i;
}

/* May a value begin at i, where a word does, or a character between words? */
static int
may_begin(const char *s, size_t len, size_t i)
{
	unsigned char c = (unsigned char)s[i];

	if (is_letter(s[i]))
		return latin_head(s + i, len - i);
	/* U+FF10 to U+FF19, full-width */
	if (c == 0xEF && len - i > 2 && s[i + 1] == '\xBC')
		return (unsigned char)s[i + 2] >= 0x90 &&
		    (unsigned char)s[i + 2] <= 0x99;
	return (c >= '0' && c <= '9') ||
	    (c >= 0xEA && c <= 0xED && hangul_head(s + i, len - i));
}

/*
 * The same for all of ASCII from i on, eight bytes at a time; i moves to where
 * the first word begins that was not looked at, or behind it.
 */
static int
may_hold_ascii(const char *s, size_t len, size_t *i)
{
	uint64_t inside = 0;	/* the top bit of the byte before, a letter */
	uint64_t word;

	for (; len - *i >= 8 && ((word = plain_word(s + *i)) & PLAIN_TOPS) ==
	    0; *i += 8) {
		uint64_t letters = plain_letters(word);
		uint64_t firsts = letters & ~(letters << 8 | inside);

		if (plain_between(word, '0', '9') != 0)
			return 1;
		for (; firsts != 0; firsts &= firsts - 1) {
			size_t at = *i + (size_t)__builtin_ctzll(firsts) / 8;

			if (latin_head(s + at, len - at))
				return 1;
		}
		inside = letters >> 56;
	}
	if (inside != 0)
		while (*i < len && is_letter(s[*i]))
			++*i;
	return 0;
}

int
mask_may_hold(const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t end;

		if (may_hold_ascii(s, len, &i))
			return 1;
		if (i == len)
			break;
		if (may_begin(s, len, i))
			return 1;
		end = word_end(s, len, i);
		i = end > i ? end : i + 1;
	}
	return 0;
}
