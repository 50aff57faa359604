/*
 * placeable-value: the values of placeables: printed for people and tests,
 * and compared across languages.
 */
#include "config.h"

#include "text/placeable-gram.h"

static const char *const kind_names[PH_KINDS] = {
	"number", "ordinal", "fraction", "percent", "point", "money",
	"measure", "age", "date", "weekday", "time", "designation", "name",
};

const char *
ph_kind_name(enum ph_kind kind)
{
	return kind_names[kind];
}

static int
has(const struct placeable *p, int part)
{
	return p->part[part].to > p->part[part].from;
}

static void
print_part(struct buf *b, const struct placeable *p, int part, char sep)
{
	if (sep != '\0')
		buf_addc(b, sep);
	if (has(p, part) || p->kind == PH_FRACTION)
		dec_print(b, p->part[part].v);
	else
		buf_addc(b, '?');
}

void
ph_print(struct buf *b, const struct placeable *p)
{
	buf_adds(b, kind_names[p->kind]);
	if (p->kind == PH_NAME)
		return;
	buf_addc(b, ' ');
	if (p->unit != U_NONE)
		buf_addf(b, "%s ", unit_get(p->unit)->name);
	switch (p->kind) {
	case PH_DATE:
		print_part(b, p, 0, '\0');
		print_part(b, p, 1, '-');
		print_part(b, p, 2, '-');
		break;
	case PH_TIME:
		dec_print(b, p->part[0].v);
		buf_addc(b, ':');
		dec_print(b, p->part[1].v);
		if (has(p, 2))
			print_part(b, p, 2, ':');
		if (p->zone != PH_NO_ZONE)
			buf_addf(b, " %+d", p->zone);
		break;
	case PH_FRACTION:
		print_part(b, p, 0, '\0');
		print_part(b, p, 1, '/');
		break;
	default:
		dec_print(b, p->part[0].v);
	}
}

static enum ph_agree
agree_date(const struct placeable *a, const struct placeable *b)
{
	int common = 0;
	int missing = 0;

	for (int i = 0; i < PH_PARTS; i++) {
		if (has(a, i) != has(b, i))
			missing++;
		if (!has(a, i) || !has(b, i))
			continue;
		if (!dec_eq(a->part[i].v, b->part[i].v))
			return PH_DIFFER;
		common++;
	}
	if (common == 0)
		return PH_DIFFER;
	return missing == 0 ? PH_SAME : PH_LOOSE;
}

static int64_t
minutes(const struct placeable *p)
{
	int64_t h = 0;
	int64_t m = 0;

	if (dec_int(&h, p->part[0].v) != 0 || dec_int(&m, p->part[1].v) != 0 ||
	    h > 99 || m > 99)
		return -1;
	return h * 60 + m;
}

static enum ph_agree
agree_time(const struct placeable *a, const struct placeable *b)
{
	int64_t x = minutes(a);
	int64_t y = minutes(b);

	if (x < 0 || y < 0 || (has(a, 2) && has(b, 2) &&
	    !dec_eq(a->part[2].v, b->part[2].v)))
		return PH_DIFFER;
	if (a->zone != PH_NO_ZONE && b->zone != PH_NO_ZONE &&
	    a->zone != b->zone)
		return (x - a->zone + 2880) % 1440 ==
		    (y - b->zone + 2880) % 1440 ? PH_LOOSE : PH_DIFFER;
	if ((a->flags & PH_PM) && (b->flags & PH_PM))
		return x % 1440 == y % 1440 ? PH_SAME : PH_DIFFER;
	return x % 720 == y % 720 ? PH_LOOSE : PH_DIFFER;
}

/* "at 1 in the morning": a bare number for the hour. */
static enum ph_agree
agree_hour(const struct placeable *a, const struct placeable *b)
{
	const struct placeable *t = a->kind == PH_TIME ? a : b;
	const struct placeable *n = a->kind == PH_TIME ? b : a;
	int64_t h = 0;

	if (n->kind != PH_NUMBER || dec_int(&h, n->part[0].v) != 0 || h > 24)
		return PH_DIFFER;
	int64_t m = minutes(t);
	/* "half past three" */
	if (n->flags & PH_SPELLED)
		m -= m % 60;
	return m % 720 == h * 60 % 720 ? PH_LOOSE : PH_DIFFER;
}

/* a/b of one against c/d of the other, or against a number or percentage. */
static enum ph_agree
agree_fraction(const struct placeable *a, const struct placeable *b)
{
	struct dec x;
	struct dec y;
	struct dec den = b->kind == PH_FRACTION ? b->part[1].v :
	    dec_of(1, b->kind == PH_PERCENT ? 2 : 0);

	if (dec_mul(&x, a->part[0].v, den) != 0 ||
	    dec_mul(&y, b->part[0].v, a->part[1].v) != 0 || !dec_eq(x, y))
		return PH_DIFFER;
	return b->kind == PH_FRACTION ? PH_SAME : PH_LOOSE;
}

/* May two currencies be the same one, named more or less exactly? */
static int
same_currency(int a, int b)
{
	if (a == b)
		return 1;
	if (b == U_DOLLAR || b == U_POUND) {
		int swap = a;
		a = b;
		b = swap;
	}
	if (a == U_DOLLAR)
		return b == U_USD || b == U_HKD || b == U_TWD || b == U_SGD ||
		    b == U_AUD || b == U_CAD || b == U_NZD;
	return a == U_POUND && b == U_GBP;
}

int
ph_agree_units(const struct placeable *a, const struct placeable *b)
{
	int cents = a->unit == U_CENT || a->unit == U_PENCE ||
	    b->unit == U_CENT || b->unit == U_PENCE;

	return cents || same_currency(a->unit, b->unit);
}

/* Dollars against cents. */
static int
in_cents(const struct placeable *a, const struct placeable *b)
{
	struct dec v;

	return (b->unit == U_CENT || b->unit == U_PENCE) &&
	    a->unit != b->unit &&
	    dec_mul(&v, a->part[0].v, dec_of(1, 2)) == 0 &&
	    dec_eq(v, b->part[0].v);
}

/* Is x within 4 % of y?  Translators round when they convert. */
static int
close_to(struct dec x, struct dec y)
{
	struct dec low;
	struct dec high;

	return dec_mul(&low, y, dec_of(96, -2)) == 0 &&
	    dec_mul(&high, y, dec_of(104, -2)) == 0 &&
	    dec_cmp(x, low) >= 0 && dec_cmp(x, high) <= 0;
}

/* Shorten to eight digits: enough to compare what was converted. */
static struct dec
rough(struct dec d)
{
	while (d.m > 99999999 || d.m < -99999999) {
		d.m /= 10;
		d.e++;
	}
	return dec_of(d.m, d.e);
}

/* Is f in Fahrenheit about c in Celsius? */
static int
to_celsius(const struct placeable *f, const struct placeable *c)
{
	int64_t x = 0;
	int64_t y = 0;

	if (f->unit == U_CELSIUS || c->unit == U_FAHRENHEIT ||
	    dec_int(&x, f->part[0].v) != 0 || dec_int(&y, c->part[0].v) != 0 ||
	    x > 10000 || y > 10000)
		return 0;
	int64_t off = (x - 32) * 5 - y * 9;
	return off > -10 && off < 10;
}

static enum ph_agree
agree_measure(const struct placeable *a, const struct placeable *b)
{
	const struct ph_unit *ua = unit_get(a->unit);
	const struct ph_unit *ub = unit_get(b->unit);
	struct dec x = a->part[0].v;
	struct dec y = b->part[0].v;

	if (a->unit == b->unit && dec_eq(x, y))
		return PH_SAME;
	if (a->unit == b->unit && a->unit != U_DEGREE)
		return PH_DIFFER;
	if (ua->class != ub->class || ua->class == UC_NONE ||
	    ua->class == UC_OTHER)
		return PH_DIFFER;
	if (ua->class == UC_TEMPERATURE)
		return dec_eq(x, y) && (a->unit == U_DEGREE ||
		    b->unit == U_DEGREE) ? PH_LOOSE :
		    to_celsius(a, b) || to_celsius(b, a) ? PH_LOOSE :
		    PH_DIFFER;
	if (dec_mul(&x, rough(x), ua->factor) != 0 ||
	    dec_mul(&y, rough(y), ub->factor) != 0)
		return PH_DIFFER;
	if (dec_eq(x, y))
		return PH_SAME;
	return close_to(rough(x), rough(y)) ? PH_LOOSE : PH_DIFFER;
}

/* "1,500 pounds" is a weight where kilograms stand beside it. */
static struct placeable
weighed(const struct placeable *p)
{
	struct placeable q = *p;

	if (p->kind == PH_MONEY && p->unit == U_POUND) {
		q.kind = PH_MEASURE;
		q.unit = U_LB;
	}
	return q;
}

/* Is b the length, weight ... a, rounded to the figures that b shows? */
static int
rounded(const struct placeable *a, const struct placeable *b)
{
	const struct ph_unit *ua = unit_get(a->unit);
	const struct ph_unit *ub = unit_get(b->unit);
	struct dec minus = b->part[0].v;
	struct dec half = dec_of(5, minus.e - 1);
	struct dec x;

	if (ua->class != ub->class || ua->class < UC_LENGTH ||
	    ua->class > UC_VOLUME)
		return 0;
	minus.m = -minus.m;
	if (dec_mul(&x, rough(a->part[0].v), ua->factor) != 0 ||
	    dec_mul(&minus, rough(minus), ub->factor) != 0 ||
	    dec_add(&x, rough(x), rough(minus)) != 0 ||
	    dec_mul(&half, half, ub->factor) != 0)
		return 0;
	if (x.m < 0)
		x.m = -x.m;
	return dec_cmp(x, half) <= 0;
}

int
ph_converted(const struct placeable *a, const struct placeable *b)
{
	struct placeable x = weighed(a);
	struct placeable y = weighed(b);

	return x.kind == PH_MEASURE && y.kind == PH_MEASURE &&
	    (agree_measure(&x, &y) != PH_DIFFER || rounded(&x, &y) ||
	    rounded(&y, &x));
}

int
ph_agree_sum(const struct placeable *whole, const struct placeable part[2])
{
	const struct ph_unit *u = unit_get(whole->unit);
	struct dec sum = dec_of(0, 0);
	struct dec v;

	if (u->class != UC_TIME && u->class != UC_LENGTH)
		return 0;
	if (unit_get(part[0].unit)->class != u->class ||
	    unit_get(part[1].unit)->class != u->class ||
	    part[0].unit == part[1].unit)
		return 0;
	for (int i = 0; i < 2; i++)
		if (part[i].kind != PH_MEASURE ||
		    dec_mul(&v, part[i].part[0].v,
		    unit_get(part[i].unit)->factor) != 0 ||
		    dec_add(&sum, sum, v) != 0)
			return 0;
	return dec_mul(&v, whole->part[0].v, u->factor) == 0 &&
	    dec_eq(v, sum);
}

/* Is v the last two digits of the year? */
static int
two_digits(struct dec year, struct dec v)
{
	int64_t x = 0;
	int64_t y = 0;

	return dec_int(&x, year) == 0 && dec_int(&y, v) == 0 && x % 100 == y;
}

/* 6.15 is June 15, and so is 6·15. */
static int
is_month_and_day(const struct placeable *date, const struct placeable *p)
{
	struct dec day = date->part[2].v;
	struct dec both;

	if (!has(date, 1) || !has(date, 2))
		return 0;
	if (p->kind == PH_DESIGNATION && has(p, 1))
		return dec_eq(date->part[1].v, p->part[0].v) &&
		    dec_eq(day, p->part[1].v);
	if (p->kind != PH_NUMBER || p->part[0].v.e >= 0)
		return 0;
	day = dec_of(day.m, day.e - 2);
	return dec_add(&both, date->part[1].v, day) == 0 &&
	    dec_eq(both, p->part[0].v);
}

/* Is the number one part of the date?  A month is never just a number. */
static int
is_part_of(const struct placeable *date, const struct placeable *p)
{
	struct dec v = p->part[0].v;
	int day = p->kind == PH_ORDINAL || p->kind == PH_NUMBER ||
	    p->unit == U_DAY;
	if (is_month_and_day(date, p))
		return 1;
	int year = p->digits == 4 || p->unit == U_YEAR ||
	    ((p->flags | date->flags) & PH_CENTURY);

	if (has(date, 2) && day && dec_eq(date->part[2].v, v))
		return 1;
	if (!has(date, 0) || !year || p->kind == PH_MONEY)
		return 0;
	return dec_eq(date->part[0].v, v) || two_digits(date->part[0].v, v);
}

/* 1998 and 98년 */
static int
short_year(const struct placeable *a, const struct placeable *b)
{
	return a->kind == PH_NUMBER && a->digits == 4 && b->digits == 2 &&
	    b->kind == PH_MEASURE && b->unit == U_YEAR &&
	    two_digits(a->part[0].v, b->part[0].v);
}

static int
counts(enum ph_kind kind)
{
	return kind == PH_NUMBER || kind == PH_ORDINAL;
}

static int
values_equal(const struct placeable *a, const struct placeable *b)
{
	struct dec x = a->part[0].v;
	struct dec y = b->part[0].v;

	return dec_eq(x, y) || ((a->flags & PH_ALT) && dec_eq(a->alt, y)) ||
	    ((b->flags & PH_ALT) && dec_eq(b->alt, x));
}

static enum ph_agree
agree_same_kind(const struct placeable *a, const struct placeable *b)
{
	switch (a->kind) {
	case PH_DATE:
		return agree_date(a, b);
	case PH_TIME:
		return agree_time(a, b);
	case PH_FRACTION:
		return agree_fraction(a, b);
	case PH_MEASURE:
		return agree_measure(a, b);
	case PH_MONEY:
		if (in_cents(a, b) || in_cents(b, a))
			return PH_SAME;
		return same_currency(a->unit, b->unit) &&
		    dec_eq(a->part[0].v, b->part[0].v) ? PH_SAME : PH_DIFFER;
	default:
		return dec_eq(a->part[0].v, b->part[0].v) ? PH_SAME :
		    values_equal(a, b) ? PH_LOOSE : PH_DIFFER;
	}
}

enum ph_agree
ph_agree(const struct placeable *a, const struct placeable *b)
{
	if (a->kind == PH_NAME || b->kind == PH_NAME)
		return PH_DIFFER;
	if (a->kind == b->kind)
		return agree_same_kind(a, b);
	if (a->kind == PH_FRACTION)
		return agree_fraction(a, b);
	if (b->kind == PH_FRACTION)
		return agree_fraction(b, a);
	if (a->kind == PH_WEEKDAY || b->kind == PH_WEEKDAY)
		return PH_DIFFER;
	if (a->kind == PH_DATE && b->kind != PH_TIME)
		return is_part_of(a, b) ? PH_LOOSE : PH_DIFFER;
	if (b->kind == PH_DATE && a->kind != PH_TIME)
		return is_part_of(b, a) ? PH_LOOSE : PH_DIFFER;
	if (short_year(a, b) || short_year(b, a))
		return PH_LOOSE;
	if (a->kind == PH_TIME || b->kind == PH_TIME)
		return agree_hour(a, b);
	if (!values_equal(a, b))
		return PH_DIFFER;
	return counts(a->kind) && counts(b->kind) ? PH_SAME : PH_LOOSE;
}
