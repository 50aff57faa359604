/*
 * placeable-range: what two neighbours say together.  The ends of a range
 * share what one of them leaves out: the unit (3 to 5 percent), the currency
 * ($3-5), the scale (3-5 million), the century (1950-53), the month
 * (Oct. 29-31).
 */
#include "config.h"

#include "text/placeable-gram.h"

#include <string.h>

enum link {
	LINK_NONE,
	LINK_RANGE,
	LINK_OR,
	LINK_SCORE,
};

struct connector {
	char s[10];
	enum link link;
};

static const struct connector connectors[] = {
	{ "-", LINK_RANGE }, { "–", LINK_RANGE }, { "—", LINK_RANGE },
	{ "~", LINK_RANGE }, { "∼", LINK_RANGE }, { "〜", LINK_RANGE },
	{ "～", LINK_RANGE }, { "to", LINK_RANGE }, { "에서", LINK_RANGE },
	{ "부터", LINK_RANGE }, { "내지", LINK_RANGE },
	{ "or", LINK_OR }, { "또는", LINK_OR },
	{ "대", LINK_SCORE }, { ":", LINK_SCORE }, { "-to-", LINK_RANGE },
	{ "−", LINK_RANGE }, { "and", LINK_OR },
};

/* What stands between two placeables. */
static enum link
link_between(const char *s, size_t from, size_t to)
{
	while (from < to && s[from] == ' ')
		from++;
	while (to > from && s[to - 1] == ' ')
		to--;
	size_t n = to - from;
	if (n == 0 || n > 8)
		return LINK_NONE;
	for (size_t i = 0; i < sizeof(connectors) / sizeof(*connectors); i++)
		if (strlen(connectors[i].s) == n &&
		    memcmp(connectors[i].s, s + from, n) == 0)
			return connectors[i].link;
	return LINK_NONE;
}

static int
after_between(const char *s, size_t from)
{
	static const char word[] = "between ";
	size_t n = sizeof(word) - 1;

	return from >= n && memcmp(s + from - n + 1, word + 1, n - 1) == 0;
}

static int
is_and(const char *s, size_t from, size_t to)
{
	return to - from == 5 && memcmp(s + from, " and ", 5) == 0;
}

static int
is_bare(const struct placeable *p)
{
	return p->kind == PH_NUMBER;
}

static int
has_unit(const struct placeable *p)
{
	return p->kind == PH_PERCENT || p->kind == PH_POINT ||
	    p->kind == PH_MONEY || p->kind == PH_MEASURE || p->kind == PH_AGE;
}

/* 1950-53 */
static int
share_century(struct placeable *a, struct placeable *b)
{
	int64_t year = 0;

	if (!is_bare(a) || a->digits != 4 || b->digits != 2 ||
	    (a->flags & (PH_GROUPED | PH_SCALED)) ||
	    (b->flags & PH_SCALED) || (!is_bare(b) && b->unit != U_YEAR) ||
	    dec_int(&year, a->part[0].v) != 0)
		return 0;
	if (dec_add(&b->part[0].v, b->part[0].v,
	    dec_of(year / 100 * 100, 0)) != 0)
		return 0;
	b->flags |= PH_CENTURY;
	b->kind = PH_NUMBER;
	b->unit = U_NONE;
	return 1;
}

static void
share_scale(struct placeable *a, const struct placeable *b)
{
	if (b->scale == 0 || (a->flags & (PH_SCALED | PH_GROUPED |
	    PH_SPELLED)) || a->digits > 3)
		return;
	if (dec_mul(&a->part[0].v, a->part[0].v, dec_of(1, b->scale)) == 0)
		a->flags |= PH_SCALED;
}

/* One end is a day, month, year or hour: so is the bare one. */
static void
share_date(struct placeable *a, const struct placeable *b, int second)
{
	int part = -1;

	for (int i = 0; i < PH_PARTS; i++)
		if (b->part[i].to > b->part[i].from) {
			if (part >= 0 && !second)
				return;
			part = i;
		}
	if (part < 0 || b->kind != PH_DATE || a->digits == 0 ||
	    (a->digits > 2) != (part == 0))
		return;
	struct ph_part v = a->part[0];
	memset(a->part, 0, sizeof(a->part));
	a->kind = PH_DATE;
	a->part[part] = v;
}

static void
share_time(struct placeable *a, const struct placeable *b)
{
	int64_t h = 0;

	if (b->kind != PH_TIME || a->digits == 0 || a->digits > 2 ||
	    dec_int(&h, a->part[0].v) != 0)
		return;
	a->kind = PH_TIME;
	a->zone = b->zone;
	a->flags &= ~(unsigned)PH_PM;
	/* "5-7 p.m." are both afternoon, "11-1 p.m." are not. */
	if ((b->flags & PH_PM) && h < 12 &&
	    dec_cmp(dec_of(h + 12, 0), b->part[0].v) <= 0) {
		a->part[0].v = dec_of(h + 12, 0);
		a->flags |= PH_PM;
	}
}

/* 오후 3시부터 5시까지: the half of the day goes on. */
static void
share_half(const struct placeable *a, struct placeable *b)
{
	struct dec h = b->part[0].v;

	if (a->kind != PH_TIME || b->kind != PH_TIME || !(a->flags & PH_PM) ||
	    (b->flags & PH_PM) || dec_cmp(h, dec_of(12, 0)) > 0)
		return;
	if (dec_cmp(a->part[0].v, dec_of(12, 0)) >= 0 &&
	    dec_cmp(h, dec_of(12, 0)) < 0)
		(void)dec_add(&h, h, dec_of(12, 0));
	if (dec_cmp(h, a->part[0].v) <= 0)
		return;
	b->part[0].v = h;
	b->flags |= PH_PM;
}

static void
join(struct placeable *a, struct placeable *b, enum link link)
{
	/* "in 2015 to $221bn": a unit in front is for what follows only. */
	int before = has_unit(b) && b->from < b->part[0].from && is_bare(a);
	int shared = link != LINK_SCORE;
	/* "lent 12 won to 45 firms": what follows a unit is no sum. */
	int apart = a->kind == PH_MONEY && a->from == a->part[0].from &&
	    is_bare(b);

	if (before || apart)
		return;
	a->flags |= PH_LO;
	b->flags |= PH_HI;
	if (link == LINK_SCORE || (link == LINK_RANGE && is_bare(a) &&
	    is_bare(b) && dec_cmp(a->part[0].v, b->part[0].v) > 0 &&
	    a->digits < 3)) {
		a->flags |= PH_SCORE;
		b->flags |= PH_SCORE;
	}
	if (!shared)
		return;
	if (link == LINK_RANGE && share_century(a, b))
		return;
	if (is_bare(a) && (has_unit(b) || is_bare(b)))
		share_scale(a, b);
	else if (a->kind == PH_MONEY && (is_bare(b) || b->kind == a->kind))
		share_scale(a, b);
	share_half(a, b);
	/* 섭씨 5도에서 12도 */
	if (a->kind == PH_MEASURE && b->kind == PH_MEASURE) {
		if (a->unit == U_DEGREE && (b->unit == U_CELSIUS ||
		    b->unit == U_FAHRENHEIT))
			a->unit = b->unit;
		else if (b->unit == U_DEGREE && (a->unit == U_CELSIUS ||
		    a->unit == U_FAHRENHEIT))
			b->unit = a->unit;
	} else if (is_bare(a) && has_unit(b)) {
		a->kind = b->kind;
		a->unit = b->unit;
	} else if (is_bare(b) && a->kind == PH_MONEY && link == LINK_RANGE) {
		b->kind = a->kind;
		b->unit = a->unit;
	} else if (is_bare(a)) {
		share_date(a, b, 0);
		share_time(a, b);
	} else if (is_bare(b) && link == LINK_RANGE) {
		share_date(b, a, 1);
	}
}

static int
numeric(const struct placeable *p)
{
	return p->kind != PH_DESIGNATION && p->kind != PH_NAME &&
	    p->kind != PH_WEEKDAY && p->kind != PH_FRACTION;
}

void
ph_join_ranges(struct placeables *ps, const char *s, size_t len)
{
	for (size_t i = 0; i + 1 < ps->n; i++) {
		struct placeable *a = &ps->at[i];
		struct placeable *b = &ps->at[i + 1];

		if (!numeric(a) || !numeric(b) || b->to > len)
			continue;
		enum link link = link_between(s, a->to, b->from);
		if (link == LINK_NONE ||
		    (is_and(s, a->to, b->from) && !after_between(s, a->from)))
			continue;
		join(a, b, link);
	}
}
