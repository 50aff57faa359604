/*
 * token: the unit rules over Unicode properties.
 *
 * Plain text is read as it stands (token-plain).  From where it is not, it is
 * folded (norm_fold), then read once from left to right.
 * A key holds up to seven bytes of a unit as they are, so that short units
 * are compared exactly; longer ones are a 64-bit hash with the top bit set.
 * Keys stand in the index on disk: TOKEN_RULES must change with them.
 */
#include "config.h"
#include "text/token.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/err.h"
#include "text/token-inner.h"

const unsigned char token_ascii[128] = {
	['$'] = SIGN, ['%'] = SIGN, ['+'] = SIGN, ['='] = SIGN,
	['-'] = MINUS, ['\''] = APOS, ['.'] = STOP, [','] = COMMA,
	['0'] = DIGIT, ['1'] = DIGIT, ['2'] = DIGIT, ['3'] = DIGIT,
	['4'] = DIGIT, ['5'] = DIGIT, ['6'] = DIGIT, ['7'] = DIGIT,
	['8'] = DIGIT, ['9'] = DIGIT,
	['a'] = LETTER, ['b'] = LETTER, ['c'] = LETTER, ['d'] = LETTER,
	['e'] = LETTER, ['f'] = LETTER, ['g'] = LETTER, ['h'] = LETTER,
	['i'] = LETTER, ['j'] = LETTER, ['k'] = LETTER, ['l'] = LETTER,
	['m'] = LETTER, ['n'] = LETTER, ['o'] = LETTER, ['p'] = LETTER,
	['q'] = LETTER, ['r'] = LETTER, ['s'] = LETTER, ['t'] = LETTER,
	['u'] = LETTER, ['v'] = LETTER, ['w'] = LETTER, ['x'] = LETTER,
	['y'] = LETTER, ['z'] = LETTER,
};

static UScriptCode
script_of(uint32_t c)
{
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode sc;

	if (c < 0x80)
		return USCRIPT_LATIN;
	sc = uscript_getScript((UChar32)c, &status);
	return U_SUCCESS(status) ? sc : USCRIPT_UNKNOWN;
}

static int
is_spaceless(UScriptCode sc)
{
	return sc == USCRIPT_THAI || sc == USCRIPT_LAO ||
	    sc == USCRIPT_KHMER || sc == USCRIPT_MYANMAR;
}

static enum cls
letter_or_mark(uint32_t c, int is_mark)
{
	UScriptCode sc = script_of(c);
	int32_t gcb;

	if (sc == USCRIPT_HANGUL || sc == USCRIPT_HAN ||
	    sc == USCRIPT_HIRAGANA || sc == USCRIPT_KATAKANA)
		return is_mark ? MARK : IDEO;
	if (!is_spaceless(sc))
		return is_mark ? MARK : LETTER;
	gcb = u_getIntPropertyValue((UChar32)c,
	    UCHAR_GRAPHEME_CLUSTER_BREAK);
	return gcb == U_GCB_EXTEND || gcb == U_GCB_SPACING_MARK ? MARK :
	    CLUSTER;
}

static enum cls
class_by_property(uint32_t c)
{
	switch (u_charType((UChar32)c)) {
	case U_DECIMAL_DIGIT_NUMBER:
		return DIGIT;
	case U_UPPERCASE_LETTER:
	case U_LOWERCASE_LETTER:
	case U_TITLECASE_LETTER:
	case U_MODIFIER_LETTER:
	case U_OTHER_LETTER:
		return letter_or_mark(c, 0);
	case U_NON_SPACING_MARK:
	case U_ENCLOSING_MARK:
	case U_COMBINING_SPACING_MARK:
		return letter_or_mark(c, 1);
	case U_LETTER_NUMBER:
	case U_OTHER_NUMBER:
		return script_of(c) == USCRIPT_HAN ? IDEO : OTHER_NUMBER;
	case U_CURRENCY_SYMBOL:
		return SIGN;
	case U_OTHER_SYMBOL:
		return script_of(c) == USCRIPT_HAN ? IDEO : SIGN;
	default:
		return NONE;
	}
}

static enum cls
class_of_other(uint32_t c)
{
	switch (c) {
	case 0x2019: case 0x02BC:
		return APOS;
	case 0x2212:
		return MINUS;
	case 0x2018: case 0x201C: case 0x201D: case 0xB7: case 0x3001:
	case 0x3002:
		return NONE;
	case 0xB1: case 0xD7: case 0xF7: case 0x2030:
		return SIGN;
	case 0x30FC:
		return IDEO;
	default:
		return class_by_property(c);
	}
}

enum cls
token_class(uint32_t c)
{
	if (c < 0x80)
		return (enum cls)token_ascii[c];
	if ((c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x4E00 && c <= 0x9FA5) ||
	    (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA))
		return IDEO;
	return class_of_other(c);
}

/* The reader: where it stands, and the unit it is in. */
struct reader {
	const struct norm_char *at;
	const unsigned char *classes;	/* n + 2 of them */
	size_t base;	/* of the offsets in at */
	struct units *out;
	struct key key;
};

static inline enum cls
class_at(const struct reader *r, size_t i)
{
	return (enum cls)r->classes[i];
}

static inline void
key_add(struct reader *r, uint32_t c)
{
	char bytes[4];
	size_t n;

	if (c < 0x80) {
		key_byte(&r->key, (unsigned char)c);
		return;
	}
	n = utf8_put(bytes, c);
	for (size_t i = 0; i < n; i++)
		key_byte(&r->key, (unsigned char)bytes[i]);
}

static void
emit(struct reader *r, enum unit_kind kind, size_t first, size_t end)
{
	units_put(r->out, key_end(&r->key), kind,
	    r->base + r->at[first].from, r->base + r->at[end - 1].to);
}

/* Add c and the marks that follow it; returns where they end. */
static size_t
with_marks(struct reader *r, size_t i)
{
	key_add(r, r->at[i++].c);
	while (class_at(r, i) == MARK)
		key_add(r, r->at[i++].c);
	return i;
}

static size_t
read_number(struct reader *r, size_t i)
{
	size_t first = i;

	for (;;) {
		enum cls c = class_at(r, i);

		if (c == DIGIT || ((c == STOP || c == COMMA) &&
		    class_at(r, i + 1) == DIGIT))
			key_add(r, r->at[i++].c);
		else
			break;
	}
	emit(r, UNIT_NUMBER, first, i);
	return i;
}

/* Letters of no script of their own go with any. */
static int
joins(UScriptCode *sc, uint32_t c)
{
	UScriptCode own = script_of(c);

	if (own == USCRIPT_COMMON || own == USCRIPT_INHERITED)
		return 1;
	if (*sc == USCRIPT_COMMON)
		*sc = own;
	return *sc == own;
}

/* A run of letters of one script, with their marks, from i on. */
static size_t
read_letters(struct reader *r, size_t i, UScriptCode *sc, size_t *n)
{
	*n = 0;
	for (;;) {
		while (*sc == USCRIPT_LATIN && class_at(r, i) == LETTER &&
		    r->at[i].c < 0x80) {
			key_byte(&r->key, (unsigned char)r->at[i++].c);
			(*n)++;
		}
		while (*n > 0 && class_at(r, i) == MARK)
			key_add(r, r->at[i++].c);
		if (class_at(r, i) != LETTER || !joins(sc, r->at[i].c))
			return i;
		i = with_marks(r, i);
		(*n)++;
	}
}

/* Is there one letter alone at i, of this script? */
static int
is_lone_letter(const struct reader *r, size_t i, UScriptCode sc)
{
	if (class_at(r, i) != LETTER || !joins(&sc, r->at[i].c))
		return 0;
	for (i++; class_at(r, i) == MARK; i++)
		;
	return class_at(r, i) != LETTER || !joins(&sc, r->at[i].c);
}

static size_t
read_word(struct reader *r, size_t i)
{
	UScriptCode sc = USCRIPT_COMMON;
	size_t first = i;
	size_t n;

	i = read_letters(r, i, &sc, &n);
	if (n == 1) {
		while (class_at(r, i) == STOP && is_lone_letter(r, i + 1, sc))
			i = read_letters(r, i + 1, &sc, &n);
	}
	while (class_at(r, i) == APOS && class_at(r, i + 1) == LETTER &&
	    joins(&sc, r->at[i + 1].c))
		i = read_letters(r, i + 1, &sc, &n);
	emit(r, UNIT_WORD, first, i);
	return i;
}

/* A minus is compared as "-", whichever of the two it is. */
static size_t
read_minus(struct reader *r, size_t i)
{
	if (class_at(r, i + 1) != DIGIT ||
	    (i > 0 && is_letter_or_digit(class_at(r, i - 1))))
		return i + 1;
	key_add(r, '-');
	emit(r, UNIT_SIGN, i, i + 1);
	return i + 1;
}

static size_t
read_one(struct reader *r, enum unit_kind kind, size_t i)
{
	size_t end;

	if (r->at[i].c >= 0x800 && r->at[i].c < 0x10000 &&
	    class_at(r, i + 1) != MARK) {
		units_put(r->out, key_of_three(r->at[i].c), kind,
		    r->base + r->at[i].from, r->base + r->at[i].to);
		return i + 1;
	}
	if (kind == UNIT_CHAR || kind == UNIT_CLUSTER) {
		end = with_marks(r, i);
	} else {
		key_add(r, r->at[i].c);
		end = i + 1;
	}
	emit(r, kind, i, end);
	return end;
}

static size_t
read_unit(struct reader *r, size_t i)
{
	switch (class_at(r, i)) {
	case IDEO:
		return read_one(r, UNIT_CHAR, i);
	case CLUSTER:
		return read_one(r, UNIT_CLUSTER, i);
	case SIGN:
		return read_one(r, UNIT_SIGN, i);
	case OTHER_NUMBER:
		return read_one(r, UNIT_NUMBER, i);
	case DIGIT:
		return read_number(r, i);
	case LETTER:
		return read_word(r, i);
	case MINUS:
		return read_minus(r, i);
	default:
		return i + 1;
	}
}

static int
reserve(struct units *u, size_t n)
{
	void *p;

	if (n <= u->cap)
		return 0;
	p = realloc(u->keys, n * sizeof *u->keys);
	if (p == NULL)
		return -1;
	u->keys = p;
	p = realloc(u->at, n * sizeof *u->at);
	if (p == NULL)
		return -1;
	u->at = p;
	u->cap = n;
	return 0;
}

static int
reserve_classes(struct units *u, size_t n)
{
	void *p;

	if (n <= u->cap_classes)
		return 0;
	p = realloc(u->classes, n);
	if (p == NULL)
		return -1;
	u->classes = p;
	u->cap_classes = n;
	return 0;
}

/* The units from base on, which is where a space stands, or 0. */
static int
read_units(struct units *u, const char *s, size_t len, size_t base,
    struct wtm_err *err)
{
	struct reader r = { .out = u, .base = base };
	size_t n;

	if (norm_fold(&u->chars, s + base, len - base, err) != 0)
		return -1;
	n = u->chars.n;
	if (reserve(u, u->n + n) != 0 || reserve_classes(u, n + 2) != 0)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++)
		u->classes[i] = (unsigned char)token_class(
		    u->chars.at[i].c);
	u->classes[n] = NONE;	/* rules look up to two ahead */
	u->classes[n + 1] = NONE;
	r.at = u->chars.at;
	r.classes = u->classes;
	for (size_t i = 0; i < n;)
		i = read_unit(&r, i);
	return 0;
}

int
token_units(struct units *u, const char *s, size_t len, struct wtm_err *err)
{
	size_t from;

	u->n = 0;
	u->is_key = 0;
	if (norm_check_len(len, err) != 0)
		return -1;
	if (reserve(u, len) != 0)
		return err_nomem(err);
	from = token_plain(u, s, len);
	return from == len ? 0 : read_units(u, s, len, from, err);
}

int
token_units_chars(struct units *u, const char *s, size_t len,
    struct wtm_err *err)
{
	u->n = 0;
	u->is_key = 0;
	return read_units(u, s, len, 0, err);
}

void
units_free(struct units *u)
{
	free(u->keys);
	free(u->at);
	norm_chars_free(&u->chars);
	free(u->classes);
	*u = (struct units){ 0 };
}

uint32_t
token_unicode(void)
{
	UVersionInfo v;

	u_getUnicodeVersion(v);
	return (uint32_t)v[0] << 8 | v[1];
}
