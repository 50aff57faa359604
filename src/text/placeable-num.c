/*
 * placeable-num: English numerals of several words joined into one atom:
 * "two hundred and five thousand", "five and a half", "two-thirds", "half a
 * million", "the twenty-first", "5 billion", "2 1/2", "a quarter of".
 */
#include "config.h"

#include "text/placeable-lex.h"

#include <string.h>

/* The joining of spelled numerals: a reader over the atoms. */
struct reader {
	struct atom *at;
	size_t n;
	size_t i;
	const char *s;
};

static int
class_at(const struct reader *r, size_t i)
{
	return i < r->n ? r->at[i].class : AT_OTHER;
}

static int
word_at(const struct reader *r, size_t i, int word)
{
	return class_at(r, i) == AT_WORD && r->at[i].arg == word;
}

/* Is there a hyphen at i, with no space around it? */
static int
hyphen_at(const struct reader *r, size_t i)
{
	return i + 1 < r->n && r->at[i].class == AT_SIGN &&
	    r->at[i].arg == '-' && (r->at[i].flags & ATF_SPACE) == 0 &&
	    (r->at[i + 1].flags & ATF_SPACE) == 0;
}

/* The next atom of the same numeral: i itself, or past a hyphen. */
static size_t
past_hyphen(const struct reader *r, size_t i)
{
	return hyphen_at(r, i) ? i + 1 : i;
}

static int
is_spelled(int class)
{
	return class == AT_SMALL || class == AT_TENS || class == AT_HUNDRED ||
	    class == AT_SCALE;
}

struct spelled {
	struct dec total;
	int64_t cur;
	int last;	/* class of the last word taken */
	size_t words;
	int scaled;
};

/* Take one word of a spelled numeral; 0 when it cannot follow. */
static int
take_spelled(struct spelled *sp, const struct atom *a)
{
	struct dec part;

	switch (a->class) {
	case AT_SMALL:
		if (sp->last == AT_SMALL ||
		    (sp->last == AT_TENS && (a->arg > 9 || a->arg == 0)))
			return 0;
		sp->cur += a->arg;
		break;
	case AT_TENS:
		if (sp->last == AT_SMALL || sp->last == AT_TENS)
			return 0;
		sp->cur += a->arg;
		break;
	case AT_HUNDRED:
		if (sp->cur > 99 || (sp->words > 0 && sp->cur == 0))
			return 0;
		sp->cur = (sp->cur == 0 ? 1 : sp->cur) * 100;
		break;
	case AT_SCALE:
		if (sp->words > 0 && sp->cur == 0)
			return 0;
		part = dec_of(sp->cur == 0 ? 1 : sp->cur, a->arg);
		if (dec_add(&sp->total, sp->total, part) != 0)
			return 0;
		sp->cur = 0;
		sp->scaled = 1;
		break;
	default:
		return 0;
	}
	sp->last = a->class;
	sp->words++;
	return 1;
}

/* Spelled words from i on; the index after them, i when there are none. */
static size_t
read_spelled(struct spelled *sp, const struct reader *r, size_t i)
{
	while (i < r->n) {
		size_t next = sp->words > 0 ? past_hyphen(r, i) : i;

		if (sp->words > 0 && word_at(r, next, W_AND) &&
		    (sp->last == AT_HUNDRED || sp->last == AT_SCALE) &&
		    (class_at(r, next + 1) == AT_SMALL ||
		    class_at(r, next + 1) == AT_TENS))
			next++;
		if (!is_spelled(class_at(r, next)) ||
		    !take_spelled(sp, &r->at[next]))
			return i;
		i = next + 1;
	}
	return i;
}

/* Add num/den where that is a short decimal fraction. */
static int
add_ratio(struct atom *a, struct dec num, struct dec den)
{
	static const int16_t thousandths[] = { 0, 0, 500, 0, 250, 200, 0, 0,
		125 };
	struct dec part;
	int64_t d = 0;

	if (dec_int(&d, den) != 0 || d < 2 || d > 8 || thousandths[d] == 0)
		return 0;
	return dec_mul(&part, num, dec_of(thousandths[d], -3)) == 0 &&
	    dec_add(&a->v, a->v, part) == 0;
}

/* "five and a half", "2 1/2": more by a fraction; the index after it. */
static size_t
add_fraction(struct atom *a, const struct reader *r, size_t i)
{
	struct dec half = dec_of(5, -1);

	if (word_at(r, i, W_AND) && word_at(r, i + 1, W_A) &&
	    word_at(r, i + 2, W_HALF) && dec_add(&a->v, a->v, half) == 0)
		return i + 3;
	if (class_at(r, i) != AT_NUM)
		return i;
	const struct atom *f = &r->at[i];
	if (f->flags & ATF_FRACTION)
		return add_ratio(a, f->v, f->v2) ? i + 1 : i;
	if (class_at(r, i + 1) == AT_SIGN && r->at[i + 1].arg == '/' &&
	    class_at(r, i + 2) == AT_NUM && f->to == r->at[i + 1].from &&
	    r->at[i + 1].to == r->at[i + 2].from &&
	    add_ratio(a, f->v, r->at[i + 2].v))
		return i + 3;
	return i;
}

/* million, thousand ... after a numeral in digits. */
static size_t
add_scale(struct atom *a, const struct reader *r, size_t i)
{
	for (;;) {
		size_t next = past_hyphen(r, i);
		int class = class_at(r, next);
		int exp = class == AT_HUNDRED ? 2 : r->at[next < r->n ?
		    next : 0].arg;

		if (class == AT_UNIT && next == i && next > 1 &&
		    r->at[next].unit == U_M &&
		    (r->at[next].flags & ATF_SPACE) == 0 &&
		    r->at[next - 2].class == AT_UNIT &&
		    unit_get(r->at[next - 2].unit)->class == UC_MONEY)
			exp = 6;	/* $5m */
		else if (class != AT_HUNDRED && class != AT_SCALE)
			return i;
		struct dec by = dec_of(1, exp);
		if (dec_mul(&a->v, a->v, by) != 0)
			return i;
		a->flags |= PH_SCALED;
		a->scale = (uint8_t)(a->scale + exp);
		i = next + 1;
	}
}

/* "thirds" after a numeral, "third" after "one". */
static size_t
add_denominator(struct atom *a, const struct reader *r, size_t i)
{
	size_t next = past_hyphen(r, i);
	int class = class_at(r, next);
	int one = dec_eq(a->v, dec_of(1, 0));

	if (class == AT_DENOM || (class == AT_ORD && one &&
	    r->at[next].arg > 2 && (a->flags & PH_SPELLED)) ||
	    (one && word_at(r, next, W_QUARTER)) ||
	    (one && word_at(r, next, W_HALF))) {
		int den = r->at[next].arg;

		if (class == AT_WORD)
			den = den == W_HALF ? 2 : 4;
		a->v2 = dec_of(den, 0);
		a->from2 = r->at[next].from;
		a->to2 = r->at[next].to;
		a->flags |= ATF_FRACTION;
		return next + 1;
	}
	return i;
}

/* "21st", "2nd": letters right after digits. */
static int
ordinal_suffix(const struct reader *r, size_t i)
{
	if (i >= r->n || (r->at[i].flags & ATF_SPACE) ||
	    r->at[i].to - r->at[i].from != 2)
		return 0;
	static const char suffixes[][3] = { "st", "nd", "rd", "th", "ST",
		"ND", "RD", "TH" };
	for (size_t k = 0; k < sizeof(suffixes) / sizeof(*suffixes); k++)
		if (memcmp(r->s + r->at[i].from, suffixes[k], 2) == 0)
			return 1;
	return 0;
}

static size_t
join_digits(struct atom *a, const struct reader *r, size_t i)
{
	if (ordinal_suffix(r, i)) {
		a->flags |= ATF_ORDINAL;
		return i + 1;
	}
	if (a->flags & (ATF_FRACTION | ATF_HUGE))
		return i;
	size_t next = add_scale(a, r, add_fraction(a, r, i));
	if (next == i)
		next = add_denominator(a, r, i);
	if (next == i && word_at(r, i, W_DOZEN) &&
	    dec_mul(&a->v, a->v, dec_of(12, 0)) == 0)
		next++;
	return next;
}

/* A spelled numeral that begins at i, into a; the index after it. */
static size_t
join_spelled(struct atom *a, const struct reader *r, size_t i)
{
	struct spelled sp = { .last = AT_OTHER };
	size_t end = read_spelled(&sp, r, i);
	size_t ord = past_hyphen(r, end);

	if (end == i || dec_add(&a->v, sp.total, dec_of(sp.cur, 0)) != 0)
		return i;
	a->flags |= PH_SPELLED | (sp.scaled ? PH_SCALED : 0u);
	if (sp.last == AT_TENS && class_at(r, ord) == AT_ORD &&
	    r->at[ord].arg < 10 && ord > end) {
		a->flags |= ATF_ORDINAL;
		(void)dec_add(&a->v, a->v, dec_of(r->at[ord].arg, 0));
		return ord + 1;
	}
	if (word_at(r, end, W_DOZEN) &&
	    dec_mul(&a->v, a->v, dec_of(12, 0)) == 0)
		return end + 1;
	size_t more = add_fraction(a, r, end);
	if (more > end)
		return add_scale(a, r, more);
	more = add_denominator(a, r, end);
	if (more == end && sp.words == 1 && dec_eq(a->v, dec_of(1, 0)))
		a->flags |= PH_WEAK;
	return more;
}

static size_t
join_half(struct atom *a, const struct reader *r, size_t i)
{
	size_t next = past_hyphen(r, i + 1);

	if (i > 0 && (class_at(r, i - 1) == AT_ORD ||
	    (r->at[i - 1].flags & ATF_ORDINAL)))
		return i;
	a->flags |= PH_SPELLED;
	if (word_at(r, next, W_A) && class_at(r, next + 1) == AT_SCALE) {
		a->v = dec_of(5, r->at[next + 1].arg - 1);
		a->flags |= PH_SCALED;
		return next + 2;
	}
	if (word_at(r, next, W_A) && word_at(r, next + 1, W_DOZEN)) {
		a->v = dec_of(6, 0);
		return next + 2;
	}
	size_t unit = word_at(r, next, W_A) ? next + 1 : next;
	if (class_at(r, unit) == AT_UNIT || class_at(r, unit) == AT_PERCENT) {
		a->v = dec_of(5, -1);
		a->flags |= PH_WEAK;
		return word_at(r, next, W_A) ? next + 1 : i + 1;
	}
	a->flags |= ATF_FRACTION | PH_WEAK;
	a->v = dec_of(1, 0);
	a->v2 = dec_of(2, 0);
	return i + 1;
}

/* What begins with "a": a million, a dozen, a third of, a quarter of. */
static size_t
join_article(struct atom *a, const struct reader *r, size_t i)
{
	int class = class_at(r, i + 1);

	a->flags |= PH_SPELLED;
	if (class == AT_HUNDRED || class == AT_SCALE)
		return join_spelled(a, r, i + 1);
	if (word_at(r, i + 1, W_DOZEN)) {
		a->v = dec_of(12, 0);
		return i + 2;
	}
	/* an hour and a half */
	if (class == AT_UNIT && word_at(r, i + 2, W_AND) &&
	    word_at(r, i + 3, W_A) && word_at(r, i + 4, W_HALF) &&
	    unit_get(r->at[i + 1].unit)->class != UC_MONEY) {
		a->v = dec_of(15, -1);
		a->unit = r->at[i + 1].unit;
		a->flags |= PH_ODD;
		return i + 5;
	}
	int of = word_at(r, i + 2, W_OF);
	/* a quarter (of a) percentage point */
	size_t unit = of && word_at(r, i + 3, W_A) ? i + 4 : i + 2;
	if (word_at(r, i + 1, W_QUARTER) && class_at(r, unit) == AT_PERCENT) {
		a->v = dec_of(25, -2);
		return unit;
	}
	if (of && (word_at(r, i + 1, W_QUARTER) ||
	    (class == AT_ORD && r->at[i + 1].arg > 2))) {
		a->flags |= ATF_FRACTION;
		a->v = dec_of(1, 0);
		a->v2 = dec_of(class == AT_ORD ? r->at[i + 1].arg : 4, 0);
		a->from2 = r->at[i + 1].from;
		a->to2 = r->at[i + 1].to;
		return i + 2;
	}
	return i;
}

/* twice, both; a couple of hundred */
static size_t
join_multiple(struct atom *a, const struct reader *r, size_t i)
{
	int class = class_at(r, i + 2);
	int exp = class == AT_HUNDRED ? 2 : class == AT_SCALE ?
	    r->at[i + 2].arg : 0;

	if (!word_at(r, i + 1, W_OF) || exp == 0 ||
	    dec_mul(&a->v, a->v, dec_of(1, exp)) != 0)
		return i + 1;
	a->flags |= PH_SCALED;
	return i + 3;
}

/* Most words cannot begin a numeral: they are not even copied. */
static int
may_begin(const struct atom *a)
{
	switch (a->class) {
	case AT_NUM:
	case AT_SMALL:
	case AT_TENS:
	case AT_ORD:
	case AT_SCALE:
	case AT_MULTIPLE:
		return 1;
	default:
		return a->class == AT_WORD &&
		    (a->arg == W_A || a->arg == W_HALF);
	}
}

/* "fell by a third", but not "a fourth term" */
static int
may_be_part(const struct reader *r, size_t i)
{
	if (i == 0 || !word_at(r, i - 1, W_A))
		return 0;
	return r->at[i].arg == 3 || i + 1 == r->n ||
	    (class_at(r, i + 1) != AT_OTHER && class_at(r, i + 1) != AT_UNIT);
}

/* Read a numeral at i into a; the index after it, or i. */
static size_t
join_at(struct atom *a, const struct reader *r, size_t i)
{
	const struct atom *first = &r->at[i];

	*a = *first;
	a->class = AT_NUM;
	a->unit = U_NONE;
	switch (first->class) {
	case AT_NUM:
		return join_digits(a, r, i + 1);
	case AT_SMALL:
	case AT_TENS:
		return join_spelled(a, r, i);
	case AT_ORD:
		a->v = dec_of(first->arg, 0);
		a->flags |= ATF_ORDINAL | PH_SPELLED |
		    (first->arg < 3 || may_be_part(r, i) ? PH_WEAK : 0u);
		return i + 1;
	case AT_SCALE:	/* a billion-dollar laboratory */
		if (!hyphen_at(r, i + 1) || class_at(r, i + 2) != AT_UNIT)
			return i;
		a->v = dec_of(1, first->arg);
		a->flags |= PH_SPELLED | PH_SCALED | PH_WEAK;
		return i + 1;
	case AT_MULTIPLE:
		a->v = dec_of(first->arg, 0);
		a->flags |= PH_SPELLED | PH_WEAK;
		return join_multiple(a, r, i);
	case AT_WORD:
		if (first->arg == W_A)
			return join_article(a, r, i);
		if (first->arg == W_HALF)
			return join_half(a, r, i);
		return i;
	default:
		return i;
	}
}

void
lex_join(struct lex *x)
{
	struct reader r = { x->ps->atoms, x->ps->n_atoms, 0, x->s };
	size_t out = 0;

	while (r.i < r.n) {
		if (!may_begin(&r.at[r.i])) {
			if (out != r.i)
				r.at[out] = r.at[r.i];
			out++;
			r.i++;
			continue;
		}
		struct atom a;
		size_t prev = out > 0 ? r.at[out - 1].class : AT_OTHER;
		size_t end = join_at(&a, &r, r.i);

		/* "30 seconds" and "one second" are no ordinals. */
		if (r.at[r.i].class == AT_ORD && r.at[r.i].arg == 2 &&
		    (prev == AT_NUM || (out > 1 && prev == AT_SIGN &&
		    r.at[out - 1].arg == '-' &&
		    r.at[out - 2].class == AT_NUM))) {
			a = r.at[r.i];
			a.class = AT_UNIT;
			a.unit = U_SECOND;
		} else if (end == r.i) {
			a = r.at[r.i];
			end = r.i + 1;
		} else {
			a.to = r.at[end - 1].to;
		}
		r.at[out++] = a;
		r.i = end > r.i ? end : r.i + 1;
	}
	x->ps->n_atoms = out;
}
