/*
 * placeable-lex: cut text into atoms.  Digits, signs and what is common to
 * all languages are read here; words go to the lexer of their script, so that
 * Latin units in Korean text, and the reverse, are understood.
 *
 * Every byte is looked at a bounded number of times.
 */
#include "config.h"

#include "text/placeable-lex.h"

#include <stdlib.h>
#include <string.h>

struct atom *
lex_add(struct lex *x, enum atom_class class, size_t from, size_t to)
{
	struct placeables *ps = x->ps;

	if (ps->n_atoms == ps->cap_atoms) {
		size_t cap = ps->cap_atoms == 0 ? 64 : 2 * ps->cap_atoms;
		struct atom *a = realloc(ps->atoms, cap * sizeof(*a));

		if (a == NULL) {
			x->failed = 1;
			return NULL;
		}
		ps->atoms = a;
		ps->cap_atoms = cap;
	}
	struct atom *a = &ps->atoms[ps->n_atoms++];
	memset(a, 0, sizeof(*a));
	a->class = (uint8_t)class;
	a->from = (uint32_t)from;
	a->to = (uint32_t)to;
	return a;
}

uint32_t
lex_char(const char *s, size_t len, size_t i, size_t *n)
{
	const unsigned char *p = (const unsigned char *)s + i;
	size_t left = len - i;
	uint32_t c = p[0];
	size_t k = c < 0x80 ? 1 : c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 :
	    c < 0xF5 ? 4 : 0;

	*n = 1;
	if (k == 1)
		return c;
	if (k == 0 || k > left)
		return 0xFFFD;
	c &= 0x7Fu >> k;
	for (size_t j = 1; j < k; j++) {
		if ((p[j] & 0xC0) != 0x80)
			return 0xFFFD;
		c = c << 6 | (p[j] & 0x3F);
	}
	*n = k;
	return c;
}

int
lex_is_hangul(uint32_t c)
{
	return c >= 0xAC00 && c <= 0xD7A3;
}

int
lex_is_latin(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
	    (c >= 0x370 && c <= 0x52F);
}

int
lex_is_space(uint32_t c)
{
	return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x3000 ||
	    (c >= 0x2000 && c <= 0x200B) || c == 0x202F;
}

/* The digit at i, half width or full width, or -1. */
static int
digit_at(const struct lex *x, size_t i, size_t *n)
{
	*n = 1;
	if (i >= x->len)
		return -1;
	if (x->s[i] >= '0' && x->s[i] <= '9')
		return x->s[i] - '0';
	if ((unsigned char)x->s[i] != 0xEF)
		return -1;
	uint32_t c = lex_char(x->s, x->len, i, n);
	return c >= 0xFF10 && c <= 0xFF19 ? (int)(c - 0xFF10) : -1;
}

/* How many digits stand at i (at most max), and the bytes of them. */
static int
run_of_digits(const struct lex *x, size_t i, int max, size_t *bytes)
{
	int count = 0;
	size_t n = 0;

	*bytes = 0;
	while (count < max && digit_at(x, i + *bytes, &n) >= 0) {
		*bytes += n;
		count++;
	}
	return count;
}

struct digits {
	int64_t m;
	int used;	/* digits without leading zeros */
	int count;
	int dropped;
};

static size_t
eat_digits(struct digits *d, const struct lex *x, size_t i)
{
	size_t n = 0;
	int v;

	while ((v = digit_at(x, i, &n)) >= 0) {
		d->count++;
		if (d->used > 0 || v > 0)
			d->used++;
		if (d->used <= DEC_DIGITS)
			d->m = d->m * 10 + v;
		else
			d->dropped = 1;
		i += n;
	}
	return i;
}

/* A sign between groups of digits at i: a comma, or a narrow space. */
static size_t
group_sign(const struct lex *x, size_t i)
{
	size_t n = 0;

	if (i >= x->len)
		return 0;
	if (x->s[i] == (x->comma ? '.' : ','))
		return 1;
	if ((unsigned char)x->s[i] < 0xC2)
		return 0;
	uint32_t c = lex_char(x->s, x->len, i, &n);
	return c == 0xA0 || c == 0x2009 || c == 0x202F || c == 0xFF0C ? n : 0;
}

/* Groups of three digits (the inner ones of two or three) follow at i. */
static size_t
eat_groups(struct digits *d, const struct lex *x, size_t i)
{
	size_t end = i;
	size_t bytes = 0;
	size_t scan = i;
	size_t sign;

	for (int g = 0; g < 8 && (sign = group_sign(x, scan)) > 0; g++) {
		int n = run_of_digits(x, scan + sign, 4, &bytes);
		if (n != 3 && n != 2)
			break;
		scan += sign + bytes;
		if (n == 3)
			end = scan;
	}
	while (i < end) {
		i += group_sign(x, i);
		i = eat_digits(d, x, i);
	}
	return end;
}

/*
 * Is the full stop at i part of 1.2.3, where from is where its number begins?
 * Then it is no decimal point.
 */
static int
dotted(const struct lex *x, size_t from, size_t i)
{
	size_t n = 0;
	size_t bytes = 0;

	if (from >= 2 && x->s[from - 1] == x->s[i] &&
	    x->s[from - 2] >= '0' && x->s[from - 2] <= '9')
		return 1;
	run_of_digits(x, i + 1, 5, &bytes);
	size_t after = i + 1 + bytes;
	return bytes > 0 && after + 1 < x->len && x->s[after] == x->s[i] &&
	    digit_at(x, after + 1, &n) >= 0;
}

size_t
lex_digits(struct atom *a, const struct lex *x, size_t i)
{
	struct digits d = { 0 };
	size_t n = 0;

	if (digit_at(x, i, &n) == 0)
		a->flags |= ATF_ZERO;
	size_t end = eat_digits(&d, x, i);
	a->digits = (uint8_t)(d.count > 99 ? 99 : d.count);
	if (d.count <= 3 && (a->flags & ATF_ZERO) == 0) {
		size_t grouped = eat_groups(&d, x, end);
		if (grouped > end)
			a->flags |= PH_GROUPED;
		end = grouped;
		a->digits = (uint8_t)(d.count > 99 ? 99 : d.count);
	}
	int whole = d.count;
	size_t bytes = 0;
	char point = x->comma ? ',' : '.';
	if (end + 1 < x->len && x->s[end] == point && !dotted(x, i, end) &&
	    run_of_digits(x, end + 1, 40, &bytes) > 0) {
		end = eat_digits(&d, x, end + 1);
		a->flags |= ATF_DECIMAL;
	}
	/* 2007.06: more often a month than a number */
	if (whole == 4 && d.count == 6 && (a->flags & PH_GROUPED) == 0 &&
	    d.m > 190000 && d.m < 210000 && d.m % 100 > 0 && d.m % 100 < 13)
		a->flags |= PH_WEAK;
	if (d.dropped || d.count - whole > DEC_DIGITS)
		a->flags |= ATF_HUGE;
	else
		a->v = dec_of(d.m, whole - d.count);
	a->to = (uint32_t)end;
	return end;
}

/* "1/2" in one character. */
static int
vulgar_fraction(uint32_t c, int *num, int *den)
{
	static const struct {
		uint16_t c;
		uint8_t num;
		uint8_t den;
	} table[] = {
		{ 0xBC, 1, 4 }, { 0xBD, 1, 2 }, { 0xBE, 3, 4 },
		{ 0x2153, 1, 3 }, { 0x2154, 2, 3 }, { 0x2155, 1, 5 },
		{ 0x2156, 2, 5 }, { 0x2157, 3, 5 }, { 0x2158, 4, 5 },
		{ 0x2159, 1, 6 }, { 0x215A, 5, 6 }, { 0x215B, 1, 8 },
		{ 0x215C, 3, 8 }, { 0x215D, 5, 8 }, { 0x215E, 7, 8 },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (table[i].c == c) {
			*num = table[i].num;
			*den = table[i].den;
			return 1;
		}
	return 0;
}

/* A number in digits, and what is written into one word with it. */
static size_t
lex_number(struct lex *x, size_t i, unsigned flags)
{
	struct atom *a = lex_add(x, AT_NUM, i, i);

	if (a == NULL)
		return x->len;
	a->flags = flags;
	size_t end = lex_digits(a, x, i);
	int named = i > 0 && lex_is_latin((unsigned char)x->s[i - 1]);
	size_t scaled = named ? end : lex_korean_scale(a, x, end);
	if (scaled > end)
		a->flags |= PH_SCALED;
	a->to = (uint32_t)scaled;
	return lex_korean_tail(x, scaled);
}

static size_t
lex_sign(struct lex *x, size_t i, uint32_t c, size_t n, unsigned flags)
{
	int unit = unit_sign(c);
	int num = 0;
	int den = 0;
	struct atom *a;

	if (unit != U_NONE) {
		a = lex_add(x, AT_UNIT, i, i + n);
	} else if (c == '%' || c == 0xFF05 || c == 0xFE6A) {
		a = lex_add(x, AT_PERCENT, i, i + n);
	} else if (vulgar_fraction(c, &num, &den)) {
		a = lex_add(x, AT_NUM, i, i + n);
		flags |= ATF_FRACTION | PH_SPELLED;
	} else {
		a = lex_add(x, AT_SIGN, i, i + n);
	}
	if (a == NULL)
		return x->len;
	a->flags = flags;
	a->unit = unit;
	a->v = dec_of(num, 0);
	a->v2 = dec_of(den, 0);
	a->arg = (int16_t)(c > 0x7FFF ? 0x7FFF : c);
	if (c == 0xFF5E || c == 0x301C || c == 0x223C || c == 0x02DC)
		a->arg = '~';
	if (c == 0x2013 || c == 0x2014 || c == 0x2212 || c == 0x2011 ||
	    c == 0x2010 || c == 0xFF0D)
		a->arg = '-';
	if (c == 0xFF1A)
		a->arg = ':';
	if (c == 0x2022 || c == 0x30FB || c == 0x318D || c == 0x22C5)
		a->arg = 0xB7;
	if (c == 0x2018 || c == 0x2019 || c == 0xB4)
		a->arg = '\'';
	return i + n;
}

/* A symbol of the squared CJK block is a unit: ㎞ ㎏ ℃. */
static size_t
lex_unit_symbol(struct lex *x, size_t i, unsigned flags)
{
	size_t n = 0;
	int unit = unit_hangul(x->s + i, x->len - i, &n);

	if (unit == U_NONE)
		return 0;
	struct atom *a = lex_add(x, AT_UNIT, i, i + n);
	if (a == NULL)
		return x->len;
	a->unit = unit;
	a->flags = flags;
	return i + n;
}

/* "&#8212;" is a character, not a number; the end of it, or i. */
static size_t
entity(const struct lex *x, size_t i)
{
	size_t end = i + 2;

	if (x->len - i < 4 || memcmp(x->s + i, "&#", 2) != 0)
		return i;
	while (end < x->len && end < i + 10 && x->s[end] != ';')
		end++;
	return end < x->len && x->s[end] == ';' ? end + 1 : i;
}

/* "%1", "%.1f", "%2$s", "{0}" stand for text to come; the end, or i. */
static size_t
format_sign(const struct lex *x, size_t i)
{
	size_t end = i + 1;

	if (x->s[i] == '{') {
		while (end < x->len && end < i + 4 && x->s[end] >= '0' &&
		    x->s[end] <= '9')
			end++;
		return end > i + 1 && end < x->len && x->s[end] == '}' ?
		    end + 1 : i;
	}

	if (x->s[i] != '%' || (i > 0 && x->s[i - 1] >= '0' &&
	    x->s[i - 1] <= '9'))
		return i;
	while (end < x->len && end < i + 12 && x->s[end] != '\0' &&
	    strchr("0123456789.$", x->s[end]) != NULL)
		end++;
	while (end < x->len && end < i + 12 && x->s[end] != '\0' &&
	    strchr("lzhsdiufgxXcS", x->s[end]) != NULL)
		end++;
	return end > i + 1 ? end : i;
}

/* ".79": digits after a point that follows no digit; the end, or i. */
static size_t
lex_point(struct lex *x, size_t i, unsigned flags)
{
	struct digits d = { 0 };

	if (x->s[i] != '.' || x->comma || i + 1 >= x->len ||
	    x->s[i + 1] < '0' || x->s[i + 1] > '9' ||
	    (i > 0 && ((flags & ATF_SPACE) == 0 && x->s[i - 1] != '$')))
		return i;
	size_t end = eat_digits(&d, x, i + 1);
	struct atom *a = lex_add(x, AT_NUM, i, end);
	if (a == NULL)
		return x->len;
	a->flags = flags | ATF_DECIMAL | (d.dropped ? ATF_HUGE : 0u);
	a->v = dec_of(d.m, d.dropped ? 0 : -d.count);
	a->digits = 1;
	return end;
}

static size_t
lex_one(struct lex *x, size_t i, unsigned flags)
{
	size_t n = 0;
	size_t dn = 0;
	unsigned char b = (unsigned char)x->s[i];

	if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z'))
		return lex_english(x, i, flags);
	if (digit_at(x, i, &dn) >= 0)
		return lex_number(x, i, flags);
	size_t past = entity(x, i);
	if (past == i && (past = format_sign(x, i)) > i)
		lex_add(x, AT_OTHER, i, past);
	if (past == i)
		past = lex_point(x, i, flags);
	if (past > i)
		return past;
	uint32_t c = lex_char(x->s, x->len, i, &n);
	if (lex_is_hangul(c))
		return lex_korean(x, i);
	if (lex_is_latin(c))
		return lex_english(x, i, flags);
	if ((c >= 0x3300 && c < 0x3400) || c == 0x2103 || c == 0x2109 ||
	    c == 0x2113) {
		size_t end = lex_unit_symbol(x, i, flags);
		if (end > 0)
			return end;
	}
	return lex_sign(x, i, c, n, flags);
}

/* Nothing but ASCII signs and letters that can begin no numeral. */
static int
worth_reading(const struct lex *x)
{
	if (x->english)
		return 1;
	for (size_t i = 0; i < x->len; i++)
		if ((unsigned char)x->s[i] >= 0x80 ||
		    (x->s[i] >= '0' && x->s[i] <= '9') ||
		    (x->s[i] >= 'A' && x->s[i] <= 'Z'))
			return 1;
	return 0;
}

static void
lex_all(struct lex *x)
{
	unsigned flags = ATF_SPACE;
	size_t i = 0;

	if (!worth_reading(x))
		return;
	while (i < x->len && !x->failed) {
		size_t n = 0;
		unsigned char b = (unsigned char)x->s[i];

		if (b == ' ' || (b >= 9 && b <= 13)) {
			flags = ATF_SPACE;
			i++;
			continue;
		}
		if (b >= 0xC2 && b < 0xE4 &&
		    lex_is_space(lex_char(x->s, x->len, i, &n))) {
			flags = ATF_SPACE;
			i += n;
			continue;
		}
		i = lex_one(x, i, flags);
		flags = 0;
	}
}

int
lex_run(struct lex *x)
{
	x->ps->n_atoms = 0;
	lex_all(x);
	if (x->english && !x->failed)
		lex_join(x);
	return x->failed ? -1 : 0;
}
