/*
 * placeable-lex: the words and signs a placeable is made of.  The lexers of
 * the languages write atoms; one grammar (placeable.c) reads them.
 */
#ifndef TEXT_PLACEABLE_LEX_H
#define TEXT_PLACEABLE_LEX_H

#include "text/placeable.h"

enum atom_class {
	AT_OTHER,	/* a word that means nothing here */
	AT_SIGN,	/* one character; arg is its code point */
	AT_NUM,		/* a numeral */
	AT_SMALL,	/* a spelled numeral below 20; arg */
	AT_TENS,	/* twenty ... ninety */
	AT_HUNDRED,
	AT_SCALE,	/* thousand ...; arg is the exponent of ten */
	AT_ORD,		/* third ...; arg is the value */
	AT_DENOM,	/* thirds, halves ...; arg is the value */
	AT_MULTIPLE,	/* twice, both ...; arg is the value */
	AT_UNIT,
	AT_PERCENT,
	AT_POINT,
	AT_MONTH,
	AT_WEEKDAY,
	AT_AMPM,	/* arg: enum day_part */
	AT_ZONE,
	AT_KO,		/* a Korean word after a numeral; arg: ko_tail */
	AT_WORD,	/* arg: enum lex_word */
	AT_UPPER,	/* capital Latin letters that are no other word */
};

enum day_part { PART_AM, PART_PM, PART_NIGHT, PART_NOON_IS, PART_NOON,
	PART_MIDNIGHT };

enum lex_word { W_NONE, W_A, W_AND, W_TO, W_OF, W_OLD, W_AGED, W_HALF,
	W_QUARTER, W_DOZEN, W_NO, W_RESOLUTION, W_PARALLEL, W_IN, W_BETWEEN,
	W_CLOCK, W_PER, W_SQUARE, W_CUBIC, W_CELSIUS, W_FAHRENHEIT, W_US,
	W_BASIS, W_THE, W_NATION, W_HALF_KO, W_MORNING, W_EVENING };

enum ko_tail { KO_YEAR, KO_MONTH, KO_DAY, KO_HOUR, KO_MINUTE, KO_SECOND,
	KO_AGE, KO_COUNTER, KO_ORDINAL, KO_DENOM, KO_DECADE, KO_VERSUS,
	KO_DESIGN, KO_NTH, KO_WEAK };

/* Bits of atom.flags beside enum ph_flags. */
enum atom_flags {
	ATF_SPACE = 1 << 16,	/* white space or the start stands before it */
	ATF_CAPITAL = 1 << 17,	/* its first letter is a capital */
	ATF_DECIMAL = 1 << 18,	/* 12.5 */
	ATF_ORDINAL = 1 << 19,
	ATF_FRACTION = 1 << 20,	/* v2 is the denominator */
	ATF_HUGE = 1 << 21,	/* more digits than we keep: not a value */
	ATF_ZERO = 1 << 22,	/* it starts with 0 */
	ATF_DOTTED = 1 << 23,	/* a dotted word: p.m., U.S. */
};

struct atom {
	uint32_t from;
	uint32_t to;
	uint8_t class;
	uint8_t digits;	/* of the integer part, as written; capped */
	int16_t arg;
	uint8_t scale;	/* the power of ten of a single scale word */
	unsigned flags;
	int unit;
	uint32_t from2;	/* the denominator */
	uint32_t to2;
	struct dec v;
	struct dec v2;
};

struct lex {
	const char *s;
	size_t len;
	int english;	/* spelled English numerals are read */
	int comma;	/* 1.234,5 and not 1,234.5 */
	struct placeables *ps;
	int failed;
};

/* All the atoms of x->s into x->ps; 0, or -1: no memory. */
int lex_run(struct lex *x);

/* Append an atom; NULL: no memory, and lex.failed is set. */
struct atom *lex_add(struct lex *x, enum atom_class class, size_t from,
    size_t to);

/* The code point at i and its length; 0xFFFD and 1 for what is not UTF-8. */
uint32_t lex_char(const char *s, size_t len, size_t i, size_t *n);
int lex_is_hangul(uint32_t c);
int lex_is_latin(uint32_t c);
int lex_is_space(uint32_t c);

/* Digits with grouping at i, half width or full width; how many bytes. */
size_t lex_digits(struct atom *a, const struct lex *x, size_t i);

/* English: the word at i, and spelled numerals joined into AT_NUM. */
size_t lex_english(struct lex *x, size_t i, unsigned flags);
void lex_join(struct lex *x);

/*
 * Korean: the scale after digits (12조3천억), grown into a; the end.  And the
 * word at i when a numeral stands before it (tail) or a word begins there.
 */
size_t lex_korean_scale(struct atom *a, const struct lex *x, size_t i);
size_t lex_korean_tail(struct lex *x, size_t i);
size_t lex_korean(struct lex *x, size_t i);

/* Units.  Conversion: one unit is factor of the base unit of its class. */
enum unit_class { UC_NONE, UC_MONEY, UC_LENGTH, UC_MASS, UC_AREA, UC_VOLUME,
	UC_TIME, UC_TEMPERATURE, UC_POWER, UC_DATA, UC_OTHER };

enum unit_id { U_NONE, U_USD, U_KRW, U_JPY, U_EUR, U_GBP, U_CNY, U_HKD,
	U_TWD, U_SGD, U_AUD, U_CAD, U_NZD, U_CHF, U_INR, U_RUB, U_THB, U_VND,
	U_IDR, U_MYR, U_PHP, U_BRL, U_MXN, U_TRY, U_SEK, U_NOK, U_DKK, U_SAR,
	U_AED, U_IRR, U_ILS, U_ZAR, U_PLN, U_UAH, U_DOLLAR, U_POUND, U_CENT,
	U_PENCE, U_MM, U_CM, U_M, U_KM, U_INCH, U_FOOT, U_YARD, U_MILE,
	U_NMILE, U_LIGHTYEAR, U_MG, U_G, U_KG, U_TON, U_OUNCE, U_LB, U_SQM,
	U_SQKM, U_HECTARE, U_ACRE, U_PYEONG, U_SQMILE, U_SQFOOT, U_CUBICM,
	U_LITER, U_ML, U_GALLON, U_BARREL, U_MS, U_SECOND, U_MINUTE, U_HOUR,
	U_DAY, U_WEEK, U_MONTH, U_YEAR, U_CELSIUS, U_FAHRENHEIT, U_DEGREE,
	U_WATT, U_KW, U_MW, U_GW, U_KWH, U_HZ, U_KHZ, U_MHZ, U_GHZ, U_BYTE,
	U_KB, U_MB, U_GB, U_TB, U_CALORIE, U_KCAL, U_POINT, U_BP, U_DB,
	U_VOLT, U_PIXEL, U_KNOT, U_CARAT, U_DECADE, U_CENTURY, U_DINAR, U_HUF,
	U_CZK, U_KILOTON, U_MEGATON, U_HPA, U_HALF, U_COUNT };

struct ph_unit {
	const char *name;	/* "USD", "km" */
	enum unit_class class;
	struct dec factor;
};

const struct ph_unit *unit_get(int id);

/* The unit of a Hangul word, or a sign; Latin words: placeable-en.c. */
int unit_hangul(const char *s, size_t len, size_t *n);
int unit_sign(uint32_t c);
int unit_squared(int unit, int power);	/* square miles, cubic metres */

#endif
