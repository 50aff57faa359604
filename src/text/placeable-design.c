/*
 * placeable-design: numbers that are names: F-16, G20, Resolution 2397, the
 * 38th parallel, telephone numbers, World War II; and acronyms.  Their digits
 * are no value that may be changed.
 */
#include "config.h"

#include "text/placeable-gram.h"

#include <string.h>

static int
is_money(int unit)
{
	return unit_get(unit)->class == UC_MONEY;
}

/* Does a number in digits follow the word at i, with or without a hyphen? */
static size_t
design_number(const struct gram *g, size_t i)
{
	size_t num = i + 1;

	if (gram_sign(g, num, '-') && gram_glued(g, num))
		num++;
	else if (!gram_glued(g, num))
		return 0;
	if (!gram_glued(g, num) || gram_class(g, num) != AT_NUM ||
	    (g->at[num].flags & (PH_SPELLED | PH_GROUPED)))
		return 0;
	return num;
}

/* F-16, G20, Unha-3; Resolution 2397, 결의 2397호. */
size_t
rule_design_first(struct placeable *p, const struct gram *g, size_t i)
{
	const struct atom *a = &g->at[i];
	size_t num = i + 1;

	if (gram_word(g, i, W_RESOLUTION)) {
		if (gram_class(g, num) == AT_OTHER && gram_glued(g, num + 1))
			num++;	/* 제 */
		if (!gram_plain(g, num, 1, 5))
			return 0;
	} else {
		int name = (a->flags & ATF_CAPITAL) || a->class == AT_UPPER;

		num = design_number(g, i);
		if (num == 0 || a->class == AT_NUM || a->class == AT_SIGN ||
		    a->class == AT_MONTH || a->class == AT_KO ||
		    (a->class == AT_UNIT && is_money(a->unit)))
			return 0;
		if (num == i + 1 && (unsigned char)g->s[a->from] >= 0xEA)
			return 0;	/* Hangul before digits says nothing */
		if (num == i + 2 && !name &&
		    (unsigned char)g->s[a->from] < 0xEA)
			return 0;	/* mid-1990s */
	}
	p->kind = PH_DESIGNATION;
	p->from = a->from;
	gram_part(p, 0, &g->at[num]);
	return num + 1 - i;
}

static int
is_latin(const struct gram *g, size_t i)
{
	size_t n = 0;

	return lex_is_latin(lex_char(g->s, g->at[i].to, g->at[i].from, &n));
}

/* 1904-05 */
static int
ends_years(const struct gram *g, size_t i)
{
	return i > 1 && g->at[i].digits == 2 && gram_sign(g, i - 1, '-') &&
	    gram_glued(g, i - 1) && gram_glued(g, i) &&
	    gram_plain(g, i - 2, 4, 4);
}

/* 911테러: the day without its sign. */
static int
is_attack(const struct gram *g, size_t i)
{
	static const char word[] = "테러";
	size_t next = i + 1;

	return next < g->n && gram_plain(g, i, 3, 3) &&
	    dec_eq(g->at[i].v, dec_of(911, 0)) &&
	    gram_class(g, next) == AT_OTHER &&
	    g->at[next].to - g->at[next].from >= sizeof(word) - 1 &&
	    memcmp(g->s + g->at[next].from, word, sizeof(word) - 1) == 0;
}

/* 38th parallel, 38선, 3D, 747s, 02-123-4567, 1.2.3, more digits than fit. */
size_t
rule_design_last(struct placeable *p, const struct gram *g, size_t i)
{
	const struct atom *a = &g->at[i];
	size_t end = i + 1;

	if (a->flags & ATF_HUGE) {
		p->part[0].from = p->part[0].to;
	} else if (is_attack(g, i)) {
		p->part[0].v = dec_of(9, 0);
		p->part[1] = p->part[0];
		p->part[1].v = dec_of(11, 0);
	} else if (gram_word(g, end, W_PARALLEL) ||
	    gram_tail(g, end, KO_DESIGN)) {
		end++;
	} else if (gram_glued(g, end) && (gram_class(g, end) == AT_UPPER ||
	    (gram_class(g, end) == AT_OTHER && is_latin(g, end))) &&
	    (a->flags & PH_SPELLED) == 0) {
		if (g->s[g->at[end].from] == 's' &&
		    g->at[end].to == g->at[end].from + 1 && a->digits < 5)
			return 0;
		end++;
	} else {
		int sign = gram_class(g, end) == AT_SIGN ? g->at[end].arg : 0;
		int groups = 0;

		while ((sign == '-' || sign == '.' || sign == 0xB7) &&
		    groups < 6 &&
		    gram_sign(g, end, sign) && gram_glued(g, end) &&
		    gram_glued(g, end + 1) && gram_plain(g, end + 1, 1, 12)) {
			end += 2;
			groups++;
		}
		int phone = groups == 1 && sign == '-' && a->digits == 3 &&
		    g->at[end - 1].digits == 4;
		int day = groups == 1 && sign == 0xB7 &&
		    gram_plain(g, i, 1, 2);
		if (groups < 2 && !phone && !day &&
		    ((a->flags & ATF_ZERO) == 0 || a->digits < 2 ||
		    (a->flags & ATF_DECIMAL) || groups > 0 ||
		    ends_years(g, i)))
			return 0;
		if (groups > 0 && !gram_plain(g, i, 1, 12))
			return 0;
		if (day)
			gram_part(p, 1, &g->at[i + 2]);	/* 9·11 */
	}
	p->kind = PH_DESIGNATION;
	return end - i;
}

/* World War II, Nicholas II; 0 when it is no numeral. */
static int
roman_value(const char *s, size_t len)
{
	static const char numerals[][5] = { "II", "III", "IV", "VI", "VII",
		"VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XVI" };
	static const uint8_t values[] = { 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14,
		15, 16 };

	for (size_t i = 0; i < sizeof(values); i++)
		if (strlen(numerals[i]) == len &&
		    memcmp(numerals[i], s, len) == 0)
			return values[i];
	return 0;
}

size_t
rule_name(struct placeable *p, const struct gram *g, size_t i)
{
	const struct atom *a = &g->at[i];

	if (a->class != AT_UPPER || a->digits < 2)
		return 0;
	int roman = roman_value(g->s + a->from, a->to - a->from);
	p->kind = roman > 0 ? PH_DESIGNATION : PH_NAME;
	p->flags = PH_WEAK;
	p->from = a->from;
	gram_part(p, 0, a);
	p->part[0].v = dec_of(roman, 0);
	return 1;
}
