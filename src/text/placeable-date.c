/*
 * placeable-date: dates in the styles of the wires (Oct. 29, 2009; 29
 * October; 2009-10-29; 2009년 10월 29일), weekdays, and times of day (7 p.m.,
 * 19:00, 0200 GMT, 오후 7시 30분).
 *
 * A form is told by the number of digits, never by the value: "Jan. 57" is as
 * much a date as "Jan. 5", so that text with other values keeps its form.
 */
#include "config.h"

#include "text/placeable-gram.h"

#include <string.h>

enum { YEAR, MONTH, DAY };
enum { HOUR, MINUTE, SECOND };

/* 97 is 1997, 05 is 2005. */
static void
set_year(struct placeable *p, const struct atom *a)
{
	gram_part(p, YEAR, a);
	if (a->digits == 2) {
		struct dec century = dec_of(dec_cmp(a->v, dec_of(40, 0)) < 0 ?
		    2000 : 1900, 0);
		(void)dec_add(&p->part[YEAR].v, a->v, century);
		p->flags |= PH_CENTURY;
	}
}

static void
start_date(struct placeable *p)
{
	p->kind = PH_DATE;
	memset(p->part, 0, sizeof(p->part));
	p->digits = 0;
	p->flags &= ~(unsigned)(PH_WEAK | PH_ALT);
}

/* Three numbers with the sign between them: which is the year? */
static size_t
three_numbers(struct placeable *p, const struct gram *g, size_t i, int sign)
{
	size_t b = i + 2;
	size_t c = i + 4;

	if (!gram_sign(g, i + 1, sign) || !gram_sign(g, i + 3, sign) ||
	    !gram_glued(g, i + 1) || !gram_glued(g, i + 3))
		return 0;
	if (sign != '.' && (!gram_glued(g, b) || !gram_glued(g, c)))
		return 0;
	if (gram_plain(g, i, 4, 4) && gram_plain(g, b, 1, 2) &&
	    gram_plain(g, c, 1, 2)) {
		start_date(p);
		gram_part(p, YEAR, &g->at[i]);
		gram_part(p, MONTH, &g->at[b]);
		gram_part(p, DAY, &g->at[c]);
		return 5;
	}
	if (sign == '/' && gram_plain(g, i, 1, 2) && gram_plain(g, b, 1, 2) &&
	    gram_plain(g, c, 4, 4)) {
		start_date(p);
		gram_part(p, MONTH, &g->at[i]);
		gram_part(p, DAY, &g->at[b]);
		gram_part(p, YEAR, &g->at[c]);
		return 5;
	}
	return 0;
}

/* 2009-10-29, 2009. 10. 29, 10/29/2009, and decades: 1990s. */
size_t
rule_date_digits(struct placeable *p, const struct gram *g, size_t i)
{
	static const char signs[] = { '-', '.', '/' };

	for (size_t k = 0; k < sizeof(signs); k++) {
		size_t n = three_numbers(p, g, i, signs[k]);
		if (n > 0)
			return n;
	}
	size_t next = i + 1;
	int short_year = gram_plain(g, i, 2, 2) && i > 0 &&
	    gram_sign(g, i - 1, '\'') && gram_glued(g, i);	/* '80s */
	if (!gram_plain(g, i, 4, 4) && !short_year)
		return 0;
	if (gram_sign(g, next, '\'') && gram_glued(g, next))
		next++;
	if (!gram_glued(g, next) || next >= g->n ||
	    g->at[next].to != g->at[next].from + 1 ||
	    g->s[g->at[next].from] != 's')
		return 0;
	start_date(p);
	set_year(p, &g->at[i]);
	p->flags |= PH_DECADE;
	return next + 1 - i;
}

/* 2009년 10월 29일, and any part of it. */
size_t
rule_date_ko(struct placeable *p, const struct gram *g, size_t i)
{
	size_t at = i;
	const struct atom *year = NULL;
	const struct atom *month = NULL;
	const struct atom *day = NULL;
	int decade = gram_tail(g, i + 1, KO_DECADE);

	if (gram_class(g, i) != AT_NUM || gram_class(g, i + 1) != AT_KO ||
	    (g->at[i].flags & (ATF_DECIMAL | PH_SCALED)))
		return 0;
	if (decade || (gram_tail(g, i + 1, KO_YEAR) &&
	    (gram_plain(g, i, 4, 4) || (gram_plain(g, i, 2, 2) &&
	    gram_tail(g, i + 3, KO_MONTH))))) {
		year = &g->at[at];
		at += 2;
	}
	if (!decade && gram_plain(g, at, 1, 2) &&
	    gram_tail(g, at + 1, KO_MONTH)) {
		month = &g->at[at];
		at += 2;
	}
	if (!decade && (month != NULL || year == NULL) &&
	    gram_plain(g, at, 1, 2) && gram_tail(g, at + 1, KO_DAY)) {
		day = &g->at[at];
		at += 2;
	} else if (month != NULL && gram_plain(g, at, 1, 2) &&
	    (gram_sign(g, at + 1, '~') || gram_sign(g, at + 1, '-')) &&
	    gram_plain(g, at + 2, 1, 2) && gram_tail(g, at + 3, KO_DAY)) {
		day = &g->at[at];	/* 10월 29~31일 */
		at++;
	}
	if (at == i) {
		int unit = gram_tail(g, i + 1, KO_YEAR) ? U_YEAR :
		    gram_tail(g, i + 1, KO_DAY) ? U_DAY : U_NONE;
		p->kind = PH_MEASURE;
		p->unit = unit;
		return unit == U_NONE ? 0 : 2;
	}
	start_date(p);
	if (year != NULL)
		set_year(p, year);
	if (month != NULL)
		gram_part(p, MONTH, month);
	if (day != NULL)
		gram_part(p, DAY, day);
	p->flags |= decade ? (unsigned)PH_DECADE : 0;
	return at - i;
}

static void
set_month(struct placeable *p, const struct atom *a)
{
	p->part[MONTH].from = a->from;
	p->part[MONTH].to = a->to;
	p->part[MONTH].v = dec_of(a->arg, 0);
}

/* Past the full stop of "Oct." and the comma of "Oct. 29,". */
static size_t
past_sign(const struct gram *g, size_t i, int sign)
{
	return gram_sign(g, i, sign) && gram_glued(g, i) ? i + 1 : i;
}

/* May Day is the name of a day. */
static int
is_holiday(const struct gram *g, size_t i)
{
	return g->at[i].arg == 5 && gram_class(g, i + 1) == AT_UNIT &&
	    g->at[i + 1].unit == U_DAY && (g->at[i + 1].flags & ATF_CAPITAL);
}

/*
 * May and March are words, too: alone they are months after a preposition,
 * or within a sentence where no name stands before.
 */
static int
stands_alone(const struct gram *g, size_t i)
{
	size_t len = g->at[i].to - g->at[i].from;
	int word = (g->at[i].arg == 5 || g->at[i].arg == 3) && len < 6;
	/* So are Jan, DEC and OCT, without the full stop. */
	int is_short = len < 5 && (g->at[i].arg < 5 || g->at[i].arg > 7) &&
	    !(gram_sign(g, i + 1, '.') && gram_glued(g, i + 1));

	if (is_holiday(g, i))
		return 0;
	if (!word && !is_short)
		return 1;
	if (i == 0)
		return 0;
	if (is_short)
		return gram_word(g, i - 1, W_IN);
	const struct atom *a = &g->at[i - 1];
	return a->class == AT_WORD || (a->class == AT_OTHER &&
	    (a->flags & ATF_CAPITAL) == 0);
}

static size_t
month_first(struct placeable *p, const struct gram *g, size_t i)
{
	size_t next = past_sign(g, i + 1, '.');

	start_date(p);
	p->from = g->at[i].from;
	set_month(p, &g->at[i]);
	if (gram_class(g, next) == AT_NUM && gram_plain(g, next, 1, 2) &&
	    !gram_sign(g, next + 1, ':')) {
		gram_part(p, DAY, &g->at[next++]);
		size_t year = past_sign(g, next, ',');
		if (gram_plain(g, year, 4, 4)) {
			gram_part(p, YEAR, &g->at[year]);
			next = year + 1;
		}
		return next - i;
	}
	size_t year = past_sign(g, next, ',');
	if (gram_word(g, year, W_OF))
		year++;
	if (gram_plain(g, year, 4, 4)) {
		gram_part(p, YEAR, &g->at[year]);
		return year + 1 - i;
	}
	return stands_alone(g, i) ? 1 : 0;
}

/* Oct. 29, 2009; October 2009; October; 29 October 2009; 29th of October. */
size_t
rule_date_en(struct placeable *p, const struct gram *g, size_t i)
{
	if (gram_class(g, i) == AT_MONTH)
		return month_first(p, g, i);
	size_t month = i + 1;
	if (gram_word(g, month, W_OF))
		month++;
	/* "the first of March", too */
	if (!gram_plain(g, i, 1, 2) && !(month > i + 1 &&
	    (g->at[i].flags & ATF_ORDINAL)))
		return 0;
	if (gram_class(g, month) != AT_MONTH)
		return 0;
	size_t end = past_sign(g, month + 1, '.');
	if (end > month + 1 && end < g->n && !gram_plain(g, end, 4, 4))
		end = month + 1;
	/* "on 5 May 3 people": no year */
	start_date(p);
	gram_part(p, DAY, &g->at[i]);
	set_month(p, &g->at[month]);
	size_t year = past_sign(g, end, ',');
	if (gram_plain(g, year, 4, 4)) {
		gram_part(p, YEAR, &g->at[year]);
		end = year + 1;
	}
	return end - i;
}

size_t
rule_weekday(struct placeable *p, const struct gram *g, size_t i)
{
	const struct atom *a = &g->at[i];

	if (a->class != AT_WEEKDAY)
		return 0;
	p->kind = PH_WEEKDAY;
	p->from = a->from;
	p->part[0].from = a->from;
	p->part[0].to = a->to;
	p->part[0].v = dec_of(a->arg, 0);
	return 1;
}

/* Move the hour to the 24-hour day; what says so is known then. */
static void
set_half(struct placeable *p, int part)
{
	int64_t h = 0;

	p->flags |= PH_PM;
	if (dec_int(&h, p->part[HOUR].v) != 0 || h > 12)
		return;
	if (part == PART_NIGHT)
		part = h >= 6 && h < 12 ? PART_PM : PART_AM;
	if (part == PART_NOON)
		part = h >= 10 && h < 12 ? PART_AM : PART_PM;
	if (part == PART_AM && h == 12)
		h = 0;
	else if (part == PART_PM && h < 12)
		h += 12;
	p->part[HOUR].v = dec_of(h, 0);
}

static void
start_time(struct placeable *p)
{
	p->kind = PH_TIME;
	p->flags &= ~(unsigned)(PH_WEAK | PH_ALT);
	p->zone = PH_NO_ZONE;
}

/* A zone at i, perhaps in brackets. */
static size_t
zone_at(struct placeable *p, const struct gram *g, size_t i)
{
	if (gram_class(g, i) != AT_ZONE)
		return i;
	p->zone = g->at[i].arg;
	return i + 1;
}

static size_t
half_and_zone(struct placeable *p, const struct gram *g, size_t i)
{
	if (gram_class(g, i) == AT_AMPM && (g->at[i].arg == PART_AM ||
	    g->at[i].arg == PART_PM) && g->s[g->at[i].from] < 'z' &&
	    (unsigned char)g->s[g->at[i].from] < 0x80) {
		set_half(p, g->at[i].arg);
		i++;
	}
	return zone_at(p, g, i);
}

/* "7 in the morning", "7:30 in the evening" */
static size_t
part_of_day(struct placeable *p, const struct gram *g, size_t i)
{
	int morning = gram_word(g, i + 2, W_MORNING);

	if (!gram_word(g, i, W_IN) || !gram_word(g, i + 1, W_THE) ||
	    g->at[i].to - g->at[i].from != 2 ||
	    (!morning && !gram_word(g, i + 2, W_EVENING)))
		return i;
	set_half(p, morning ? PART_AM : PART_PM);
	return i + 3;
}

/* 1:54.28, 1분54초28: what a clock for races shows; in seconds. */
size_t
rule_time_race(struct placeable *p, const struct gram *g, size_t i)
{
	struct dec sum;
	size_t end;

	if (!gram_plain(g, i, 1, 2))
		return 0;
	if (gram_sign(g, i + 1, ':') && gram_glued(g, i + 1) &&
	    gram_glued(g, i + 2) && gram_class(g, i + 2) == AT_NUM &&
	    (g->at[i + 2].flags & ATF_DECIMAL)) {
		sum = g->at[i + 2].v;
		end = i + 3;
	} else if (gram_tail(g, i + 1, KO_MINUTE) &&
	    gram_plain(g, i + 2, 1, 2) && gram_tail(g, i + 3, KO_SECOND) &&
	    gram_glued(g, i + 4) && gram_plain(g, i + 4, 1, 3)) {
		struct dec part = g->at[i + 4].v;
		part = dec_of(part.m, part.e - g->at[i + 4].digits);
		if (dec_add(&sum, g->at[i + 2].v, part) != 0)
			return 0;
		end = i + 5;
	} else if (gram_tail(g, i + 1, KO_SECOND) && gram_glued(g, i + 2) &&
	    gram_plain(g, i + 2, 1, 3)) {
		struct dec part = g->at[i + 2].v;	/* 34초41 */
		p->kind = PH_MEASURE;
		p->unit = U_SECOND;
		p->flags |= PH_ODD;
		return dec_add(&p->part[0].v, g->at[i].v, dec_of(part.m,
		    part.e - g->at[i + 2].digits)) == 0 ? 3 : 0;
	} else {
		return 0;
	}
	struct dec minutes;
	if (dec_mul(&minutes, g->at[i].v, dec_of(60, 0)) != 0 ||
	    dec_add(&p->part[0].v, minutes, sum) != 0)
		return 0;
	p->kind = PH_MEASURE;
	p->unit = U_SECOND;
	p->flags |= PH_ODD;
	return end - i;
}

/* 7 p.m., 7:30, 19:00:05 KST, 0200 GMT, 7 o'clock. */
size_t
rule_time_digits(struct placeable *p, const struct gram *g, size_t i)
{
	struct placeable t = *p;
	size_t end = i + 1;

	if (gram_plain(g, i, 4, 4) && gram_class(g, end) == AT_ZONE) {
		int64_t v = 0;
		(void)dec_int(&v, g->at[i].v);
		start_time(p);
		p->part[HOUR].v = dec_of(v / 100, 0);
		p->part[HOUR].to = p->part[HOUR].from + 2;
		p->part[MINUTE].v = dec_of(v % 100, 0);
		p->part[MINUTE].from = p->part[HOUR].to;
		p->part[MINUTE].to = g->at[i].to;
		p->flags |= PH_PM;
		return zone_at(p, g, end) - i;
	}
	if (gram_class(g, i) != AT_NUM ||
	    ((g->at[i].flags & PH_SPELLED) == 0 && !gram_plain(g, i, 1, 2)))
		return 0;
	start_time(&t);
	int colon = 0;
	while (colon < 2 && gram_sign(g, end, ':') && gram_glued(g, end) &&
	    gram_glued(g, end + 1) && gram_plain(g, end + 1, 2, 2) &&
	    (g->at[i].flags & PH_SPELLED) == 0) {
		gram_part(&t, MINUTE + colon, &g->at[end + 1]);
		end += 2;
		colon++;
	}
	size_t after = half_and_zone(&t, g, end);
	if (after == end)
		after = part_of_day(&t, g, end);
	if (after == end && gram_sign(g, end + 1, '\'') &&
	    gram_word(g, end + 2, W_CLOCK))
		after = half_and_zone(&t, g, end + 3);
	if (after == end && colon == 0)
		return 0;
	*p = t;
	return after - i;
}

/* 오후 7시 30분, 7시 반, 정오. */
size_t
rule_time_ko(struct placeable *p, const struct gram *g, size_t i)
{
	struct placeable t = *p;
	int has_part = gram_class(g, i) == AT_AMPM;
	int part = has_part ? g->at[i].arg : PART_AM;
	size_t at = has_part ? i + 1 : i;

	t.from = g->at[i].from;
	start_time(&t);
	if (has_part && (part == PART_NOON_IS || part == PART_MIDNIGHT)) {
		*p = t;
		p->part[HOUR].from = p->part[HOUR].to = 0;
		p->part[HOUR].v = dec_of(part == PART_NOON_IS ? 12 : 0, 0);
		p->flags |= PH_PM | PH_SPELLED;
		return 1;
	}
	if (gram_class(g, at) != AT_NUM ||
	    (g->at[at].flags & (ATF_DECIMAL | PH_SCALED)))
		return 0;
	gram_part(&t, HOUR, &g->at[at]);
	t.flags |= g->at[at].flags & (PH_NATIVE | PH_SPELLED);
	if (has_part && gram_sign(g, at + 1, ':') &&
	    gram_plain(g, at + 2, 2, 2)) {
		gram_part(&t, MINUTE, &g->at[at + 2]);
		at += 3;
	} else if (has_part && gram_plain(g, at + 2, 1, 2) &&
	    (gram_sign(g, at + 1, '~') || gram_sign(g, at + 1, '-')) &&
	    gram_tail(g, at + 3, KO_HOUR)) {
		at++;	/* 오후 2~5시 */
	} else if (gram_tail(g, at + 1, KO_HOUR)) {
		at += 2;
		if (gram_class(g, at) == AT_NUM &&
		    gram_tail(g, at + 1, KO_MINUTE)) {
			gram_part(&t, MINUTE, &g->at[at]);
			at += 2;
		} else if (gram_word(g, at, W_HALF_KO)) {
			t.part[MINUTE].v = dec_of(30, 0);
			t.part[MINUTE].from = g->at[at].from;
			t.part[MINUTE].to = g->at[at].to;
			at++;
		}
		if (gram_class(g, at) == AT_NUM &&
		    gram_tail(g, at + 1, KO_SECOND)) {
			gram_part(&t, SECOND, &g->at[at]);
			at += 2;
		}
	} else if (!has_part && gram_tail(g, at + 1, KO_MINUTE)) {
		p->kind = PH_MEASURE;
		p->unit = U_MINUTE;
		return 2;
	} else if (!has_part && gram_tail(g, at + 1, KO_SECOND)) {
		p->kind = PH_MEASURE;
		p->unit = U_SECOND;
		return 2;
	} else {
		return 0;
	}
	if (has_part)
		set_half(&t, part);
	*p = t;
	return at - i;
}
