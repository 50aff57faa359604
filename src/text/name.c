/*
 * name: match Latin letters against Hangul syllables.
 *
 * Each initial, vowel and final has the spellings in use.  A set of reachable
 * places in the Latin name, as bits, moves on with each of them; the name
 * matches when its end is reached with the last syllable.  No list of names
 * is needed, and the work is bounded: at most 60 letters and 4 syllables.
 */
#include "config.h"

#include "text/name.h"

#include <stdint.h>
#include <string.h>

#include "text/placeable-lex.h"

#define MAX_LETTERS 60
#define MAX_SYLLABLES 4
#define MAX_TEXT 16384	/* names are sought in segments, not in books */

/* Spellings, separated by spaces; "-" is none. */
static const char *const initials[19] = {
	"g k", "kk gg k", "n", "d t", "tt dd t", "r l n", "m", "b p v",
	"pp bb p", "s sh", "ss s", "-", "j ch z", "jj tch ch", "ch", "k kh",
	"t th", "p ph f", "h wh",
};

/* At the start of a family name North and South differ, and habits too. */
static const char *const first_initials[19] = {
	[2] = "n r l", [5] = "r l n rh -", [11] = "- r l rh n",
};

static const char *const vowels[21] = {
	"a ah", "ae e ai ay", "ya yah", "yae", "eo o u uh e eu", "e ae ye",
	"yeo yo you yu yuh ye", "ye e yeh", "o oh", "wa a", "wae",
	"oe oi we oy ey",
	"yo", "u oo woo wu ou", "wo weo wu", "we", "wi ui wee",
	"yu yoo you yo u", "eu u oo eo", "ui eui i e ee", "i ee yi",
};

static const char *const finals[28] = {
	"- h", "k g c rk ck", "k g", "k", "n", "n", "n", "t d", "l r ll le",
	"k l", "m", "l", "l", "l", "p", "l", "m", "p b", "p", "t s d", "t",
	"ng", "t", "t", "k", "t", "p", "t",
};

struct spelling {
	char s[MAX_LETTERS + 1];	/* lower-case letters only */
	size_t len;
	uint64_t breaks;	/* places where a space or hyphen stood */
};

/* The places reached from those in set by one of the spellings. */
static uint64_t
step(const struct spelling *sp, uint64_t set, const char *forms)
{
	uint64_t out = 0;

	while (*forms != '\0') {
		size_t n = strcspn(forms, " ");
		if (*forms == '-')
			out |= set;
		for (size_t i = 0; *forms != '-' && i + n <= sp->len; i++)
			if ((set >> i & 1) && memcmp(sp->s + i, forms, n) == 0)
				out |= UINT64_C(1) << (i + n);
		forms += n;
		forms += *forms == ' ';
	}
	return out;
}

/* The places from i on up to the next break. */
static uint64_t
until_break(const struct spelling *sp, size_t i)
{
	for (size_t j = i + 1; j <= sp->len; j++)
		if (j == sp->len || (sp->breaks >> j & 1))
			return j == 63 ? UINT64_MAX :
			    (UINT64_C(1) << (j + 1)) - 1;
	return UINT64_MAX;
}

static uint64_t
step_syllable(const struct spelling *sp, uint64_t set, uint32_t syllable,
    int first)
{
	uint32_t c = syllable - 0xAC00;
	uint32_t initial = c / 588;
	const char *forms = first && first_initials[initial] != NULL ?
	    first_initials[initial] : initials[initial];
	uint64_t out = 0;

	for (size_t i = 0; i < sp->len; i++) {
		if ((set >> i & 1) == 0)
			continue;
		uint64_t one = step(sp, UINT64_C(1) << i, forms);
		one = step(sp, one, vowels[c % 588 / 28]);
		out |= step(sp, one, finals[c % 28]) & until_break(sp, i);
	}
	return out;
}

static void
put_letters(struct spelling *sp, const char *s, size_t len)
{
	if (sp->len > 0 && sp->len < MAX_LETTERS)
		sp->breaks |= UINT64_C(1) << sp->len;
	for (size_t i = 0; i < len; i++) {
		char c = (char)(s[i] | 32);

		if (c >= 'a' && c <= 'z' && sp->len < MAX_LETTERS)
			sp->s[sp->len++] = c;
		else if (sp->len > 0 && sp->len < MAX_LETTERS)
			sp->breaks |= UINT64_C(1) << sp->len;
	}
}

static int
spelt(const struct spelling *sp, struct wtm_str hangul)
{
	uint64_t set = 1;
	size_t i = 0;
	size_t n = 0;

	if (hangul.len % 3 != 0 || hangul.len > 3 * MAX_SYLLABLES ||
	    sp->len == 0)
		return 0;
	for (; i < hangul.len && set != 0; i += n) {
		uint32_t c = lex_char(hangul.s, hangul.len, i, &n);
		if (!lex_is_hangul(c))
			return 0;
		set = step_syllable(sp, set, c, i == 0);
	}
	return (int)(set >> sp->len & 1);
}

int
name_matches(struct wtm_str latin, struct wtm_str hangul)
{
	struct spelling straight = { .len = 0 };
	struct spelling turned = { .len = 0 };
	size_t last = latin.len;

	if (latin.len > MAX_LETTERS)
		return 0;
	put_letters(&straight, latin.s, latin.len);
	if (spelt(&straight, hangul))
		return 1;
	while (last > 0 && latin.s[last - 1] != ' ')
		last--;
	if (last == 0)
		return 0;
	put_letters(&turned, latin.s + last, latin.len - last);
	put_letters(&turned, latin.s, last - 1);
	return spelt(&turned, hangul);
}

static int
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static int
is_letter(char c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* A word of letters at i; its end. */
static size_t
word_end(struct wtm_str s, size_t i)
{
	while (i < s.len && is_letter(s.s[i]))
		i++;
	return i;
}

/* Moon Jae-in, Kim Jong Un, Jae-in Moon: the end of the name at i, or i. */
static size_t
name_at(struct wtm_str s, size_t i)
{
	size_t end = word_end(s, i);
	size_t words = 1;
	int hyphen = 0;

	while (words < 4 && end + 1 < s.len && is_letter(s.s[end + 1])) {
		if (s.s[end] == '-')
			hyphen++;
		else if (s.s[end] != ' ' || !is_upper(s.s[end + 1]))
			break;
		end = word_end(s, end + 1);
		words++;
		if (words == 3)
			break;
	}
	return words == 3 && hyphen < 2 ? end : i;
}

/* Words that follow the name of a person. */
static int
title_at(struct wtm_str s, size_t i)
{
	static const char *const titles[] = { "대통령", "총리", "장관", "의원",
		"대표", "위원장", "씨", "회장", "사장", "교수", "외무상", "시장",
		"지사", "총재", "감독", "선수", "차관", "실장", "국무위원장", "총비서",
		"제1부상", "부상", "대변인", "후보", "의장", "원장", "박사", "총장" };

	if (i < s.len && s.s[i] == ' ')
		i++;
	for (size_t k = 0; k < sizeof(titles) / sizeof(*titles); k++) {
		size_t n = strlen(titles[k]);
		if (i <= s.len && s.len - i >= n &&
		    memcmp(s.s + i, titles[k], n) == 0)
			return 1;
	}
	return 0;
}

/* Look for the name at [from, to) of latin in hangul; 1 when there. */
static int
look_for(struct name_pair *p, struct wtm_str latin, struct wtm_str hangul)
{
	struct wtm_str name = { latin.s + p->latin[0],
		p->latin[1] - p->latin[0] };
	struct wtm_str family = { name.s, word_end(name, 0) };
	int found = 0;
	int start = 1;
	size_t n = 0;

	for (size_t i = 0; i + 9 <= hangul.len; i += n) {
		uint32_t c = lex_char(hangul.s, hangul.len, i, &n);
		int here = start && lex_is_hangul(c);

		start = !lex_is_hangul(c);
		if (!here)
			continue;
		struct wtm_str h = { hangul.s + i, 9 };
		struct wtm_str f = { hangul.s + i, 3 };
		if (name_matches(name, h)) {
			p->hangul[0] = i;
			p->hangul[1] = i + 9;
			p->matches = 1;
			return 1;
		}
		if (!found && name_matches(family, f) &&
		    title_at(hangul, i + 9)) {
			p->hangul[0] = i;
			p->hangul[1] = i + 9;
			found = 1;
		}
	}
	return found;
}

size_t
name_find(struct name_pair *out, size_t max, struct wtm_str latin,
    struct wtm_str hangul)
{
	size_t n = 0;
	size_t looked = 0;

	/* Each name is looked for in the whole text: keep it bounded. */
	if (hangul.len > MAX_TEXT || latin.len > MAX_TEXT)
		return 0;
	for (size_t i = 0; i < latin.len && n < max && looked < 32; i++) {
		if (!is_upper(latin.s[i]) ||
		    (i > 0 && is_letter(latin.s[i - 1])))
			continue;
		size_t end = name_at(latin, i);
		if (end == i)
			continue;
		struct name_pair p = { .latin = { i, end } };
		looked++;
		if (!look_for(&p, latin, hangul))
			continue;
		out[n++] = p;
		i = end;
	}
	return n;
}
