/*
 * figure-side: figures that have no partner of their own and need none.
 * They are said again, or as a sum; or the other text says them by other
 * means: another currency or unit, a weekday, words.
 */
#include "config.h"

#include "match/figure-side.h"

#include <string.h>

#include "text/placeable-lex.h"

/* The G8 beside it says it, too: 8개국(G8). */
static int
is_named(const struct figure_side *s, size_t i)
{
	for (size_t j = i > 0 ? i - 1 : 1; j < s->n && j <= i + 1; j += 2)
		if (s->at[j].kind == PH_DESIGNATION &&
		    dec_eq(s->at[i].part[0].v, s->at[j].part[0].v))
			return 1;
	return 0;
}

/* Does a figure without partner have the very unit of p? */
static int
has_rival(const struct figure_side *t, const struct placeable *p)
{
	for (size_t j = 0; j < t->n; j++)
		if (t->pair[j] == ALONE && p->kind == PH_MEASURE &&
		    t->at[j].kind == p->kind && t->at[j].unit == p->unit)
			return 1;
	return 0;
}

/* Said again: the value is somewhere in the other text. */
static void
cover(struct figure_side *s, const struct figure_side *t)
{
	for (size_t i = 0; i < s->n; i++) {
		enum ph_agree least = s->pair[i] == ALONE &&
		    has_rival(t, &s->at[i]) ? PH_SAME : PH_LOOSE;

		for (size_t j = 0; j < t->n && s->pair[i] == ALONE; j++)
			if (ph_agree(&s->at[i], &t->at[j]) >= least)
				s->pair[i] = COVERED;
		if (s->pair[i] == ALONE && s->at[i].kind == PH_NUMBER &&
		    is_named(s, i))
			s->pair[i] = COVERED;
	}
}

/* 2:01:39, 2시간 1분 39초 */
static int
is_clock(const struct placeable *p, const struct placeable part[3])
{
	static const int units[] = { U_HOUR, U_MINUTE, U_SECOND };

	for (int i = 0; i < 3; i++)
		if (part[i].unit != units[i] || p->part[i].to == 0 ||
		    !dec_eq(p->part[i].v, part[i].part[0].v))
			return 0;
	return p->kind == PH_TIME;
}

static void
cover_clocks(struct figure_side *s, struct figure_side *t)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t j = 0; j + 2 < t->n && s->pair[i] == ALONE; j++)
			if (is_clock(&s->at[i], &t->at[j]))
				s->pair[i] = t->pair[j] = t->pair[j + 1] =
				    t->pair[j + 2] = COVERED;
}

/* 18 months, 1년 6개월: two neighbours say together what one does. */
static void
cover_sums(struct figure_side *s, struct figure_side *t)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->pair[i] != ALONE || s->at[i].kind != PH_MEASURE)
			continue;
		for (size_t j = 0; j + 1 < t->n; j++) {
			if (t->pair[j] != ALONE || t->pair[j + 1] != ALONE ||
			    !ph_agree_sum(&s->at[i], &t->at[j]))
				continue;
			s->pair[i] = t->pair[j] = t->pair[j + 1] = COVERED;
			break;
		}
	}
}

void
figure_cover(struct figure_side *s, struct figure_side *t)
{
	cover_sums(s, t);
	cover_sums(t, s);
	cover_clocks(s, t);
	cover_clocks(t, s);
	cover(s, t);
	cover(t, s);
}

/* What a unit of a currency has been worth in won, at least and at most. */
static const struct {
	int unit;
	int low;
	int high;
} rates[] = {
	{ U_KRW, 1, 1 }, { U_DOLLAR, 600, 2200 }, { U_USD, 600, 2200 },
	{ U_EUR, 900, 2400 }, { U_GBP, 1200, 2800 }, { U_POUND, 1200, 2800 },
	{ U_JPY, 4, 20 }, { U_CNY, 70, 280 }, { U_HKD, 80, 280 },
};

#define N_RATES (sizeof(rates) / sizeof(*rates))

static size_t
rate_of(int unit)
{
	size_t i = 0;

	while (i < N_RATES && rates[i].unit != unit)
		i++;
	return i;
}

/* Can p be the sum q in another currency?  Unknown rates allow anything. */
static int
plausible(const struct placeable *p, const struct placeable *q)
{
	size_t a = rate_of(p->unit);
	size_t b = rate_of(q->unit);
	struct dec p_low;
	struct dec p_high;
	struct dec q_low;
	struct dec q_high;

	if (a == N_RATES || b == N_RATES)
		return 1;
	if (dec_mul(&p_low, p->part[0].v, dec_of(rates[a].low, 0)) != 0 ||
	    dec_mul(&p_high, p->part[0].v, dec_of(rates[a].high, 0)) != 0 ||
	    dec_mul(&q_low, q->part[0].v, dec_of(rates[b].low, 0)) != 0 ||
	    dec_mul(&q_high, q->part[0].v, dec_of(rates[b].high, 0)) != 0)
		return 1;
	return dec_cmp(p_high, q_low) >= 0 && dec_cmp(p_low, q_high) <= 0;
}

/* A sum in another currency on the other side: it was converted. */
static int
converted(const struct placeable *p, const struct figure_side *other)
{
	if (p->kind != PH_MONEY)
		return 0;
	for (size_t j = 0; j < other->n; j++)
		if (other->at[j].kind == PH_MONEY &&
		    !dec_eq(p->part[0].v, other->at[j].part[0].v) &&
		    !ph_agree_units(p, &other->at[j]) &&
		    plausible(p, &other->at[j]))
			return 1;
	return 0;
}

/*
 * 10 feet (three meters): one of the two is enough, but when the target has
 * the unit of this one, it must have its number, too.
 */
static int
doubled(const struct figure_side *s, size_t i, const struct figure_side *t)
{
	const struct placeable *p = &s->at[i];

	for (size_t j = i > 0 ? i - 1 : 1; j < s->n && j <= i + 1; j += 2) {
		if (s->at[j].kind != PH_MEASURE || s->pair[j] < 0 ||
		    !ph_converted(p, &s->at[j]))
			continue;
		return t->at[s->pair[j]].unit != p->unit;
	}
	return 0;
}

static int
is_year(const struct placeable *p)
{
	return p->kind == PH_NUMBER && p->digits == 4 &&
	    (p->flags & (PH_GROUPED | PH_SCALED)) == 0;
}

/* Dates may be told by words: (L)ast month, 올해. */
static int
told_in_words(const char *other, const struct placeable *p)
{
	static const char *const words[] = { "지난달", "이달", "다음달", "내달",
		"이번 달", "다음 달", "지난 달", "올해", "올 ", "지난해", "작년", "내년",
		"금년", "이듬해", "당시", "재작년", "이날", "오늘", "어제", "내일",
		"ast month", "his month", "ext month", "ast year", "his year",
		"ext year", "oday", "esterday", "omorrow" };

	if (p->kind != PH_DATE && !is_year(p))
		return 0;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strstr(other, words[i]) != NULL)
			return 1;
	return 0;
}

/* Days that have a name. */
static const struct {
	char name[20];
	uint8_t month;
	uint8_t day;
} days[] = {
	{ "New Year", 1, 1 }, { "새해 첫날", 1, 1 }, { "신정", 1, 1 },
	{ "May Day", 5, 1 }, { "노동절", 5, 1 }, { "Christmas", 12, 25 },
	{ "성탄절", 12, 25 }, { "크리스마스", 12, 25 }, { "삼일절", 3, 1 },
	{ "Liberation Day", 8, 15 }, { "광복절", 8, 15 },
	{ "Independence Day", 7, 4 },
};

static int
has_name(const char *other, const struct placeable *p)
{
	if (p->kind != PH_DATE || p->part[2].to == 0)
		return 0;
	for (size_t i = 0; i < sizeof(days) / sizeof(*days); i++)
		if (dec_eq(p->part[1].v, dec_of(days[i].month, 0)) &&
		    dec_eq(p->part[2].v, dec_of(days[i].day, 0)) &&
		    strstr(other, days[i].name) != NULL)
			return 1;
	return 0;
}

/* A day stands for a weekday, 2분기 for April to June, 10대 for teens. */
static int
told_otherwise(const char *text, const struct placeable *p,
    const struct figure_side *other, const char *other_text)
{
	/* the 1950-53 war */
	if (p->kind == PH_NUMBER && (dec_eq(p->part[0].v, dec_of(1950, 0)) ||
	    dec_eq(p->part[0].v, dec_of(1953, 0))) &&
	    strstr(other_text, "6·25") != NULL)
		return 1;
	int quarter = strncmp(text + p->to, "분기", 6) == 0;

	if (p->kind == PH_NUMBER && dec_eq(p->part[0].v, dec_of(10, 0)) &&
	    strncmp(text + p->to, "대", 3) == 0 &&
	    (strstr(other_text, "teen") != NULL ||
	    strstr(other_text, "Teen") != NULL))
		return 1;

	for (size_t j = 0; j < other->n; j++) {
		const struct placeable *o = &other->at[j];

		if (p->kind == PH_DATE && o->kind == PH_WEEKDAY &&
		    other->pair[j] == ALONE)
			return 1;
		if (quarter && o->kind == PH_DATE &&
		    o->part[1].to > o->part[1].from)
			return 1;
	}
	return 0;
}

int
figure_excused(const struct figure_side *s, size_t i, const char *text,
    const struct figure_side *other, const char *other_text)
{
	const struct placeable *p = &s->at[i];

	return converted(p, other) || doubled(s, i, other) ||
	    has_name(other_text, p) ||
	    told_in_words(other_text, p) ||
	    told_otherwise(text, p, other, other_text);
}
