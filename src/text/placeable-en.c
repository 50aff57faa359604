/*
 * placeable-en: Latin words that belong to numbers, dates, times and money.
 *
 * Keywords are rows of one sorted table.  Outside English text only units,
 * currencies and the words of the clock are read from it.
 */
#include "config.h"

#include "text/placeable-lex.h"

#include <string.h>

struct keyword {
	char word[14];
	uint8_t class;
	int16_t arg;
};

static const struct keyword keywords[] = {
	{ "a", AT_WORD, W_A }, { "after", AT_WORD, W_IN },
	{ "age", AT_WORD, W_AGED }, { "aged", AT_WORD, W_AGED },
	{ "ages", AT_WORD, W_AGED }, { "airbus", AT_WORD, W_RESOLUTION },
	{ "am", AT_AMPM, PART_AM }, { "american", AT_WORD, W_NATION },
	{ "an", AT_WORD, W_A }, { "and", AT_WORD, W_AND },
	{ "apollo", AT_WORD, W_RESOLUTION }, { "apr", AT_MONTH, 4 },
	{ "april", AT_MONTH, 4 }, { "aug", AT_MONTH, 8 },
	{ "august", AT_MONTH, 8 }, { "australian", AT_WORD, W_NATION },
	{ "basis", AT_WORD, W_BASIS }, { "before", AT_WORD, W_IN },
	{ "between", AT_WORD, W_BETWEEN }, { "billion", AT_SCALE, 9 },
	{ "bln", AT_SCALE, 9 }, { "bn", AT_SCALE, 9 },
	{ "boeing", AT_WORD, W_RESOLUTION }, { "both", AT_MULTIPLE, 2 },
	{ "british", AT_WORD, W_NATION }, { "bst", AT_ZONE, 60 },
	{ "by", AT_WORD, W_IN }, { "canadian", AT_WORD, W_NATION },
	{ "cdt", AT_ZONE, -300 }, { "celsius", AT_WORD, W_CELSIUS },
	{ "centigrade", AT_WORD, W_CELSIUS }, { "cest", AT_ZONE, 120 },
	{ "cet", AT_ZONE, 60 }, { "channel", AT_WORD, W_RESOLUTION },
	{ "chinese", AT_WORD, W_NATION }, { "clock", AT_WORD, W_CLOCK },
	{ "couple", AT_MULTIPLE, 2 }, { "cst", AT_ZONE, -360 },
	{ "cubic", AT_WORD, W_CUBIC }, { "danish", AT_WORD, W_NATION },
	{ "dec", AT_MONTH, 12 }, { "december", AT_MONTH, 12 },
	{ "double", AT_MULTIPLE, 2 }, { "doubled", AT_MULTIPLE, 2 },
	{ "doubling", AT_MULTIPLE, 2 }, { "dozen", AT_WORD, W_DOZEN },
	{ "duo", AT_MULTIPLE, 2 }, { "during", AT_WORD, W_IN },
	{ "each", AT_WORD, W_IN }, { "early", AT_WORD, W_IN },
	{ "edt", AT_ZONE, -240 }, { "eet", AT_ZONE, 120 },
	{ "eight", AT_SMALL, 8 }, { "eighteen", AT_SMALL, 18 },
	{ "eighteenth", AT_ORD, 18 }, { "eighth", AT_ORD, 8 },
	{ "eighths", AT_DENOM, 8 }, { "eightieth", AT_ORD, 80 },
	{ "eighty", AT_TENS, 80 }, { "eleven", AT_SMALL, 11 },
	{ "eleventh", AT_ORD, 11 }, { "est", AT_ZONE, -300 },
	{ "every", AT_WORD, W_IN }, { "fahrenheit", AT_WORD, W_FAHRENHEIT },
	{ "feb", AT_MONTH, 2 }, { "february", AT_MONTH, 2 },
	{ "fifteen", AT_SMALL, 15 }, { "fifteenth", AT_ORD, 15 },
	{ "fifth", AT_ORD, 5 }, { "fifths", AT_DENOM, 5 },
	{ "fiftieth", AT_ORD, 50 }, { "fifty", AT_TENS, 50 },
	{ "first", AT_ORD, 1 }, { "five", AT_SMALL, 5 },
	{ "fivefold", AT_MULTIPLE, 5 }, { "flight", AT_WORD, W_RESOLUTION },
	{ "fortieth", AT_ORD, 40 }, { "forty", AT_TENS, 40 },
	{ "four", AT_SMALL, 4 }, { "fourfold", AT_MULTIPLE, 4 },
	{ "fourteen", AT_SMALL, 14 }, { "fourteenth", AT_ORD, 14 },
	{ "fourth", AT_ORD, 4 }, { "fourths", AT_DENOM, 4 },
	{ "fri", AT_WEEKDAY, 5 }, { "friday", AT_WEEKDAY, 5 },
	{ "fridays", AT_WEEKDAY, 5 }, { "from", AT_WORD, W_IN },
	{ "gmt", AT_ZONE, 0 }, { "half", AT_WORD, W_HALF },
	{ "halves", AT_DENOM, 2 }, { "highway", AT_WORD, W_RESOLUTION },
	{ "hkt", AT_ZONE, 480 }, { "hundred", AT_HUNDRED, 0 },
	{ "hundredth", AT_ORD, 100 }, { "hundredths", AT_DENOM, 100 },
	{ "in", AT_WORD, W_IN }, { "indian", AT_WORD, W_NATION },
	{ "interstate", AT_WORD, W_RESOLUTION }, { "ist", AT_ZONE, 330 },
	{ "jan", AT_MONTH, 1 }, { "january", AT_MONTH, 1 },
	{ "japanese", AT_WORD, W_NATION }, { "jst", AT_ZONE, 540 },
	{ "jul", AT_MONTH, 7 }, { "july", AT_MONTH, 7 },
	{ "jun", AT_MONTH, 6 }, { "june", AT_MONTH, 6 },
	{ "kong", AT_WORD, W_NATION }, { "korean", AT_WORD, W_NATION },
	{ "kst", AT_ZONE, 540 }, { "last", AT_WORD, W_IN },
	{ "late", AT_WORD, W_IN }, { "mar", AT_MONTH, 3 },
	{ "march", AT_MONTH, 3 }, { "may", AT_MONTH, 5 },
	{ "mdt", AT_ZONE, -360 }, { "mexican", AT_WORD, W_NATION },
	{ "mid", AT_WORD, W_IN }, { "midnight", AT_AMPM, PART_MIDNIGHT },
	{ "million", AT_SCALE, 6 }, { "mln", AT_SCALE, 6 },
	{ "mn", AT_SCALE, 6 }, { "mon", AT_WEEKDAY, 1 },
	{ "monday", AT_WEEKDAY, 1 }, { "mondays", AT_WEEKDAY, 1 },
	{ "msk", AT_ZONE, 180 }, { "mst", AT_ZONE, -420 },
	{ "next", AT_WORD, W_IN }, { "nine", AT_SMALL, 9 },
	{ "nineteen", AT_SMALL, 19 }, { "nineteenth", AT_ORD, 19 },
	{ "ninetieth", AT_ORD, 90 }, { "ninety", AT_TENS, 90 },
	{ "ninth", AT_ORD, 9 }, { "ninths", AT_DENOM, 9 },
	{ "no", AT_WORD, W_NO }, { "noon", AT_AMPM, PART_NOON_IS },
	{ "norwegian", AT_WORD, W_NATION }, { "nos", AT_WORD, W_NO },
	{ "nov", AT_MONTH, 11 }, { "november", AT_MONTH, 11 },
	{ "number", AT_WORD, W_NO }, { "oct", AT_MONTH, 10 },
	{ "october", AT_MONTH, 10 }, { "of", AT_WORD, W_OF },
	{ "old", AT_WORD, W_OLD }, { "olds", AT_WORD, W_OLD },
	{ "once", AT_MULTIPLE, 1 }, { "one", AT_SMALL, 1 },
	{ "pair", AT_MULTIPLE, 2 }, { "parallel", AT_WORD, W_PARALLEL },
	{ "pct", AT_PERCENT, 0 }, { "pdt", AT_ZONE, -420 },
	{ "per", AT_WORD, W_PER }, { "percent", AT_PERCENT, 0 },
	{ "percentage", AT_PERCENT, 0 }, { "philippine", AT_WORD, W_NATION },
	{ "pm", AT_AMPM, PART_PM }, { "pst", AT_ZONE, -480 },
	{ "quadruple", AT_MULTIPLE, 4 }, { "quarter", AT_WORD, W_QUARTER },
	{ "quarters", AT_DENOM, 4 }, { "resolution", AT_WORD, W_RESOLUTION },
	{ "route", AT_WORD, W_RESOLUTION }, { "russian", AT_WORD, W_NATION },
	{ "saturday", AT_WEEKDAY, 6 }, { "saturdays", AT_WEEKDAY, 6 },
	{ "second", AT_ORD, 2 }, { "sep", AT_MONTH, 9 },
	{ "sept", AT_MONTH, 9 }, { "september", AT_MONTH, 9 },
	{ "seven", AT_SMALL, 7 }, { "seventeen", AT_SMALL, 17 },
	{ "seventeenth", AT_ORD, 17 }, { "seventh", AT_ORD, 7 },
	{ "sevenths", AT_DENOM, 7 }, { "seventieth", AT_ORD, 70 },
	{ "seventy", AT_TENS, 70 }, { "sgt", AT_ZONE, 480 },
	{ "shenzhou", AT_WORD, W_RESOLUTION }, { "since", AT_WORD, W_IN },
	{ "singapore", AT_WORD, W_NATION }, { "single", AT_MULTIPLE, 1 },
	{ "six", AT_SMALL, 6 }, { "sixteen", AT_SMALL, 16 },
	{ "sixteenth", AT_ORD, 16 }, { "sixth", AT_ORD, 6 },
	{ "sixths", AT_DENOM, 6 }, { "sixtieth", AT_ORD, 60 },
	{ "sixty", AT_TENS, 60 }, { "soyuz", AT_WORD, W_RESOLUTION },
	{ "sq", AT_WORD, W_SQUARE }, { "square", AT_WORD, W_SQUARE },
	{ "sunday", AT_WEEKDAY, 0 }, { "sundays", AT_WEEKDAY, 0 },
	{ "swedish", AT_WORD, W_NATION }, { "swiss", AT_WORD, W_NATION },
	{ "taiwan", AT_WORD, W_NATION }, { "ten", AT_SMALL, 10 },
	{ "tenfold", AT_MULTIPLE, 10 }, { "tenth", AT_ORD, 10 },
	{ "tenths", AT_DENOM, 10 }, { "thai", AT_WORD, W_NATION },
	{ "the", AT_WORD, W_THE }, { "third", AT_ORD, 3 },
	{ "thirds", AT_DENOM, 3 }, { "thirteen", AT_SMALL, 13 },
	{ "thirteenth", AT_ORD, 13 }, { "thirtieth", AT_ORD, 30 },
	{ "thirty", AT_TENS, 30 }, { "this", AT_WORD, W_IN },
	{ "thousand", AT_SCALE, 3 }, { "three", AT_SMALL, 3 },
	{ "threefold", AT_MULTIPLE, 3 }, { "thrice", AT_MULTIPLE, 3 },
	{ "through", AT_WORD, W_IN }, { "thu", AT_WEEKDAY, 4 },
	{ "thur", AT_WEEKDAY, 4 }, { "thurs", AT_WEEKDAY, 4 },
	{ "thursday", AT_WEEKDAY, 4 }, { "thursdays", AT_WEEKDAY, 4 },
	{ "till", AT_WORD, W_IN }, { "tn", AT_SCALE, 12 },
	{ "to", AT_WORD, W_TO }, { "trillion", AT_SCALE, 12 },
	{ "trio", AT_MULTIPLE, 3 }, { "triple", AT_MULTIPLE, 3 },
	{ "tripled", AT_MULTIPLE, 3 }, { "trln", AT_SCALE, 12 },
	{ "trn", AT_SCALE, 12 }, { "tue", AT_WEEKDAY, 2 },
	{ "tues", AT_WEEKDAY, 2 }, { "tuesday", AT_WEEKDAY, 2 },
	{ "tuesdays", AT_WEEKDAY, 2 }, { "twelfth", AT_ORD, 12 },
	{ "twelve", AT_SMALL, 12 }, { "twentieth", AT_ORD, 20 },
	{ "twenty", AT_TENS, 20 }, { "twice", AT_MULTIPLE, 2 },
	{ "twins", AT_MULTIPLE, 2 }, { "two", AT_SMALL, 2 },
	{ "twofold", AT_MULTIPLE, 2 }, { "until", AT_WORD, W_IN },
	{ "us", AT_WORD, W_US }, { "utc", AT_ZONE, 0 },
	{ "wed", AT_WEEKDAY, 3 }, { "wednesday", AT_WEEKDAY, 3 },
	{ "wednesdays", AT_WEEKDAY, 3 }, { "zealand", AT_WORD, W_NATION },
	{ "zero", AT_SMALL, 0 },
};

static const struct keyword *
keyword_find(const char *word)
{
	size_t lo = 0;
	size_t hi = sizeof(keywords) / sizeof(*keywords);

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strcmp(word, keywords[mid].word);

		if (c == 0)
			return &keywords[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static int
is_letter(const struct lex *x, size_t i)
{
	if (i >= x->len)
		return 0;
	char c = x->s[i];
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

struct word {
	char s[16];	/* lower case, without full stops; cut */
	size_t n;	/* letters; may be more than s holds */
	int upper;	/* capital letters in it */
	int foreign;	/* a letter beyond ASCII */
	int dotted;
};

static void
word_put(struct word *w, char c)
{
	int upper = c >= 'A' && c <= 'Z';

	w->upper += upper;
	if (w->n < sizeof(w->s) - 1) {
		w->s[w->n] = upper ? (char)(c + 32) : c;
		w->s[w->n + 1] = '\0';
	}
	w->n++;
}

/* "p.m.", "U.S.": single letters, each with a full stop. */
static size_t
dotted_word(struct word *w, const struct lex *x, size_t i)
{
	size_t end = i;

	while (is_letter(x, end) && end + 1 < x->len &&
	    x->s[end + 1] == '.' && (end > i || (is_letter(x, end + 2) &&
	    !is_letter(x, end + 3)))) {
		word_put(w, x->s[end]);
		end += 2;
	}
	/* "U.S" without the last stop */
	if (w->n > 0 && is_letter(x, end) && !is_letter(x, end + 1) &&
	    (end + 1 >= x->len || x->s[end + 1] != '.')) {
		word_put(w, x->s[end]);
		end++;
	}
	w->dotted = w->n > 1;
	return w->n > 1 ? end : i;
}

static size_t
read_word(struct word *w, const struct lex *x, size_t i)
{
	size_t end = dotted_word(w, x, i);
	size_t n = 0;

	if (end > i)
		return end;
	memset(w, 0, sizeof(*w));
	while (end < x->len) {
		if (is_letter(x, end)) {
			word_put(w, x->s[end++]);
			continue;
		}
		if ((unsigned char)x->s[end] < 0xC2)
			break;
		uint32_t c = lex_char(x->s, x->len, end, &n);
		if (!lex_is_latin(c))
			break;
		w->foreign = 1;
		w->n++;
		end += n;
	}
	return end;
}

static int
allowed(const struct lex *x, const struct keyword *k, const struct word *w)
{
	if (k->class == AT_MONTH || k->class == AT_WEEKDAY) {
		size_t full = k->class == AT_MONTH ? 5 : 6;
		return x->english && w->upper > 0 &&
		    (w->upper == 1 || w->n >= full || w->n == 3);
	}
	if (k->class == AT_ZONE)
		return w->upper == (int)w->n;
	if (k->class == AT_WORD && k->arg == W_US)
		return w->upper == 2;
	return x->english || k->class == AT_AMPM || k->class == AT_PERCENT;
}

/* How capital letters go on an abbreviated unit: MW is not mW. */
static int
unit_of(const struct word *w, int spaced)
{
	int unit = unit_latin(w->s, w->n);

	if (w->n == 1 && (w->upper > 0 || (spaced && unit == U_TON)))
		return U_NONE;
	if (w->n == 2 && unit == U_MM && w->upper > 0)
		return U_NONE;
	return unit;
}

size_t
lex_english(struct lex *x, size_t i, unsigned flags)
{
	struct word w = { 0 };
	int capital = x->s[i] >= 'A' && x->s[i] <= 'Z';
	size_t end = read_word(&w, x, i);
	const struct keyword *k = NULL;
	struct atom *a = lex_add(x, AT_OTHER, i, end);

	if (a == NULL)
		return x->len;
	a->flags = flags | (capital ? ATF_CAPITAL : 0u) |
	    (w.dotted ? ATF_DOTTED : 0u);
	if (!w.foreign && w.n < sizeof(w.s)) {
		k = keyword_find(w.s);
		a->unit = unit_of(&w, (flags & ATF_SPACE) != 0);
	}
	if (k != NULL && allowed(x, k, &w)) {
		a->class = k->class;
		a->arg = k->arg;
	} else if (a->unit != U_NONE) {
		a->class = AT_UNIT;
	} else if (w.upper == (int)w.n && !w.foreign) {
		a->class = AT_UPPER;
		a->digits = (uint8_t)(w.n > 99 ? 99 : w.n);
	}
	return end;
}
