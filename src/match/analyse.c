/*
 * analyse: how much text there is, and how much of it the memory covers.
 *
 * A word is a run between white space that holds a letter or digit, as an
 * editor counts words (in Korean, eojeol).  A syllable is one Hangul, Han or
 * Kana character, as the score compares them.  Every sentence counts in one
 * class and in the total, so the classes add up to the total.
 */
#include "config.h"
#include "wiretm.h"

#include "base/err.h"
#include "text/norm.h"
#include "text/token.h"
#include "text/utf8.h"

static uint64_t
count_characters(const char *s, size_t len)
{
	uint64_t n = 0;

	for (size_t i = 0; i < len; n++)
		utf8_next(s, len, &i);
	return n;
}

static uint64_t
count_syllables(const struct units *u)
{
	uint64_t n = 0;

	for (size_t i = 0; i < u->n; i++)
		n += u->at[i].kind == UNIT_CHAR;
	return n;
}

/* s has no white space but single blanks; signs alone make no word. */
static uint64_t
count_words(const struct units *u, const char *s)
{
	uint64_t n = 0;
	size_t end = 0;	/* of the last word that was counted */

	for (size_t i = 0; i < u->n; i++) {
		const struct unit *unit = &u->at[i];

		if (unit->kind == UNIT_SIGN || (n > 0 && unit->from < end))
			continue;
		n++;
		for (end = unit->from; s[end] != '\0' && s[end] != ' '; end++)
			;
	}
	return n;
}

static int
measure(struct wtm_amount *out, struct wtm_str text, struct wtm_err *err)
{
	struct units u = UNITS_INIT;
	struct buf key = { 0 };
	int ret = norm_key(&key, text.s, text.len, err);

	if (ret == 0)
		ret = token_units(&u, key.s == NULL ? "" : key.s, key.len,
		    err);
	if (ret == 0)
		*out = (struct wtm_amount){
			.segments = 1,
			.words = count_words(&u, key.s),
			.syllables = count_syllables(&u),
			.characters = count_characters(key.s, key.len),
		};
	units_free(&u);
	buf_free(&key);
	return ret;
}

static void
add(struct wtm_amount *sum, const struct wtm_amount *one)
{
	sum->segments += one->segments;
	sum->words += one->words;
	sum->syllables += one->syllables;
	sum->characters += one->characters;
}

int
wtm_analyse(struct wtm_analysis *sum, const struct wtm_aligned *a,
    struct wtm_err *err)
{
	struct wtm_amount one;

	if (measure(&one, a->segment->text, err) != 0)
		return -1;
	add(&sum->classes[a->class], &one);
	if (a->class == WTM_CLASS_REPETITION && a->across)
		add(&sum->across, &one);
	add(&sum->total, &one);
	return 0;
}
