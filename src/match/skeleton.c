/*
 * skeleton: the consonants of a word, in classes that Latin letters and
 * Hangul share.  Vowels, and what is not spoken, are left out; the same
 * class twice in a row counts once.
 */
#include "config.h"
#include "match/skeleton.h"

#include <string.h>

#include "text/utf8.h"

static void
put(struct skeleton *k, char class)
{
	if (k->n == SKELETON_MAX || (k->n > 0 && k->at[k->n - 1] == class))
		return;
	k->at[k->n++] = class;
}

static char
lower(const char *s, size_t len, size_t i)
{
	char c = i < len ? s[i] : '\0';

	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int
is_vowel(char c)
{
	return c != '\0' && strchr("aeiouy", c) != NULL;
}

/* Two letters that are one consonant; its class, or 0. */
static char
pair_class(char c, char next, char th_is)
{
	if (next == 'h')
		return c == 'c' ? 'J' : c == 's' ? 'S' : c == 'p' ? 'P' :
		    c == 't' ? th_is : c == 'k' || c == 'g' ? 'K' : 0;
	if (c == 'n' && next == 'g')
		return 'N';
	return c == 'c' && next == 'k' ? 'K' : 0;
}

/* The class of a letter where it stands, or 0: it is not heard. */
static char
letter_class(const char *s, size_t len, size_t i)
{
	static const char letters[] = "bcdfgjklmnpqstvz";
	static const char classes[] = "PKTPKJKLMNPKSTPJ";
	char c = lower(s, len, i);
	char next = lower(s, len, i + 1);
	const char *at;

	if (c == 'h')
		return i == 0 ? 'H' : 0;
	if (c == 'r')	/* at the end of a syllable it is a vowel */
		return is_vowel(next) || next == 'r' ? 'L' : 0;
	if (c == 'c' && next != '\0' && strchr("eiy", next) != NULL)
		return 'S';
	at = c == '\0' ? NULL : strchr(letters, c);
	return at == NULL ? 0 : classes[at - letters];
}

struct skeleton
skeleton_latin(const char *s, size_t len, char th_is)
{
	struct skeleton k = { 0 };

	for (size_t i = 0; i < len; i++) {
		char c = lower(s, len, i);
		char class = pair_class(c, lower(s, len, i + 1), th_is);

		if (class != 0) {
			put(&k, class);
			i++;
		} else if (c == 'x') {
			put(&k, 'K');
			put(&k, 'S');
		} else if ((class = letter_class(s, len, i)) != 0) {
			put(&k, class);
		}
	}
	return k;
}

struct skeleton
skeleton_hangul(const char *s, size_t len)
{
	/* onsets and codas in the order of Unicode; a blank is silent */
	static const char onsets[] = "KKNTTLMPPSS JJJKTPH";
	static const char codas[] = " KKKNNNTLKMPSTPHMPPSSNJJKTPH";
	struct skeleton k = { 0 };

	for (size_t i = 0; i < len;) {
		uint32_t c = utf8_next(s, len, &i);
		char onset, coda;

		if (c < 0xac00 || c > 0xd7a3)
			continue;
		onset = onsets[(c - 0xac00) / 588];
		coda = codas[(c - 0xac00) % 28];
		if (onset != ' ')
			put(&k, onset);
		if (coda != ' ')
			put(&k, coda);
	}
	return k;
}
