/*
 * placeable: the grammar over the atoms: what begins with a numeral, and what
 * begins with a word or a sign that a numeral follows.  Dates and times have
 * a file of their own (placeable-date.c), and so has what is done when all
 * are found: ranges (placeable-range.c).
 *
 * Each rule looks a bounded number of atoms ahead, and on success the reader
 * moves past what it took: the time is linear.
 */
#include "config.h"

#include "text/placeable.h"
#include "text/placeable-gram.h"

#include <stdlib.h>
#include <string.h>

int
gram_class(const struct gram *g, size_t i)
{
	return i < g->n ? g->at[i].class : AT_OTHER;
}

int
gram_word(const struct gram *g, size_t i, int word)
{
	return gram_class(g, i) == AT_WORD && g->at[i].arg == word;
}

int
gram_tail(const struct gram *g, size_t i, int tail)
{
	return gram_class(g, i) == AT_KO && g->at[i].arg == tail;
}

int
gram_sign(const struct gram *g, size_t i, int sign)
{
	return gram_class(g, i) == AT_SIGN && g->at[i].arg == sign;
}

int
gram_glued(const struct gram *g, size_t i)
{
	return i > 0 && i < g->n && g->at[i - 1].to == g->at[i].from;
}

int
gram_plain(const struct gram *g, size_t i, int min, int max)
{
	return gram_class(g, i) == AT_NUM &&
	    (g->at[i].flags & (PH_SPELLED | PH_GROUPED | PH_SCALED |
	    ATF_DECIMAL | ATF_FRACTION | ATF_HUGE)) == 0 &&
	    g->at[i].digits >= min && g->at[i].digits <= max;
}

void
gram_part(struct placeable *p, int part, const struct atom *a)
{
	p->part[part].from = a->from;
	p->part[part].to = a->to;
	p->part[part].v = a->v;
}

/* Past a hyphen that glues a numeral to what it counts: 5-percent. */
static size_t
past_hyphen(const struct gram *g, size_t i)
{
	return gram_sign(g, i, '-') && gram_glued(g, i) &&
	    gram_glued(g, i + 1) ? i + 1 : i;
}

/* $ with letters before it: US$, HK$. */
static int
dollar_of(struct placeable *p, const struct gram *g, size_t i)
{
	static const struct {
		char letters[4];
		int unit;
	} kinds[] = { { "US", U_USD }, { "HK", U_HKD }, { "NT", U_TWD },
		{ "A", U_AUD }, { "C", U_CAD }, { "S", U_SGD },
		{ "NZ", U_NZD }, { "AU", U_AUD }, { "R", U_BRL } };

	if (g->at[i].unit != U_DOLLAR || i == 0 || !gram_glued(g, i))
		return g->at[i].unit;
	const struct atom *a = &g->at[i - 1];
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		size_t n = strlen(kinds[k].letters);
		if (a->to - a->from == n &&
		    memcmp(g->s + a->from, kinds[k].letters, n) == 0) {
			p->from = a->from;
			return kinds[k].unit;
		}
	}
	return U_DOLLAR;
}

static int
is_money(int unit)
{
	return unit_get(unit)->class == UC_MONEY;
}

/* What all placeables with a numeral have from it. */
static void
take_numeral(struct placeable *p, const struct gram *g, size_t i)
{
	const struct atom *a = &g->at[i];

	p->from = a->from;
	p->flags = a->flags & 0xFFFF;
	p->scale = a->scale;
	p->digits = (a->flags & PH_SPELLED) ? 0 : a->digits;
	p->zone = PH_NO_ZONE;
	if (a->flags & PH_ALT)
		p->alt = a->v2;
	gram_part(p, 0, a);
}

/* $ 5 million, US$5, KRW 500. */
static size_t
rule_money_first(struct placeable *p, const struct gram *g, size_t i)
{
	if (gram_class(g, i) != AT_UNIT || !is_money(g->at[i].unit) ||
	    gram_class(g, i + 1) != AT_NUM ||
	    (g->at[i + 1].flags & (ATF_HUGE | PH_SPELLED)))
		return 0;
	/* "the dollar 5 times" and "Euro 2008" are no sums */
	const char *c = g->s + g->at[i].from + 1;
	int letters = (c[-1] & 0xC0) == 0x40;
	if (letters && (*c < 'A' || *c > 'Z') && *c != '$')
		return 0;
	if ((unsigned char)g->s[g->at[i].from] >= 0xEA &&
	    (unsigned char)g->s[g->at[i].from] <= 0xED)
		return 0;
	take_numeral(p, g, i + 1);
	p->kind = PH_MONEY;
	p->from = g->at[i].from;
	p->unit = dollar_of(p, g, i);
	size_t end = i + 2;
	/* "$5 dollars" and "US$5달러" say it twice. */
	if (gram_class(g, end) == AT_UNIT && is_money(g->at[end].unit))
		end++;
	return end - i;
}

/* "U.S. dollars", "Canadian dollars" after a numeral. */
static int
national(const struct gram *g, size_t i)
{
	static const struct {
		char word[14];
		int unit;
	} kinds[] = { { "American", U_USD }, { "Canadian", U_CAD },
		{ "Australian", U_AUD }, { "Kong", U_HKD },
		{ "Taiwan", U_TWD }, { "Singapore", U_SGD },
		{ "Zealand", U_NZD }, { "Chinese", U_CNY },
		{ "Japanese", U_JPY }, { "Korean", U_KRW },
		{ "British", U_GBP } };

	if (gram_word(g, i, W_US))
		return U_USD;
	const struct atom *a = &g->at[i];
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
		if (strlen(kinds[k].word) == a->to - a->from && memcmp(g->s +
		    a->from, kinds[k].word, a->to - a->from) == 0)
			return kinds[k].unit;
	return U_NONE;
}

static size_t
rule_money_last(struct placeable *p, const struct gram *g, size_t i)
{
	size_t next = past_hyphen(g, i + 1);

	/* "Hong Kong dollars" has a word more. */
	if (gram_class(g, next) == AT_OTHER && gram_word(g, next + 1, W_NATION))
		next++;
	if ((gram_word(g, next, W_US) || gram_word(g, next, W_NATION)) &&
	    gram_class(g, next + 1) == AT_UNIT &&
	    is_money(g->at[next + 1].unit)) {
		p->unit = national(g, next);
		if (p->unit == U_NONE)
			p->unit = g->at[next + 1].unit;
		p->kind = PH_MONEY;
		return next + 2 - i;
	}
	if (gram_class(g, next) != AT_UNIT || !is_money(g->at[next].unit))
		return 0;
	/* "No. 1 won": a verb */
	if (g->at[next].unit == U_KRW && i > 1 && gram_word(g, i - 2, W_NO))
		return 0;
	p->kind = PH_MONEY;
	p->unit = g->at[next].unit;
	return next + 1 - i;
}

static size_t
rule_percent(struct placeable *p, const struct gram *g, size_t i)
{
	size_t next = past_hyphen(g, i + 1);

	if (gram_word(g, next, W_PER) &&
	    gram_class(g, next + 1) == AT_UNIT &&
	    g->at[next + 1].unit == U_CENT) {
		p->kind = PH_PERCENT;
		return next + 2 - i;
	}
	if (gram_class(g, next) == AT_POINT) {
		p->kind = PH_POINT;
		return next + 1 - i;
	}
	if (gram_class(g, next) != AT_PERCENT)
		return 0;
	p->kind = PH_PERCENT;
	size_t more = past_hyphen(g, next + 1);
	if (gram_class(g, more) == AT_UNIT && g->at[more].unit == U_POINT) {
		p->kind = PH_POINT;
		return more + 1 - i;
	}
	return next + 1 - i;
}

/* Kings and popes have numbers that look like an age: 니콜라이 2세. */
static int
may_reign(const struct gram *g, size_t i)
{
	static const char particles[] = "은는가을를의에도와과";
	char c[4] = { 0 };

	if (!gram_plain(g, i, 1, 2) || dec_cmp(g->at[i].v, dec_of(25, 0)) > 0 ||
	    i == 0 || g->at[i - 1].class != AT_OTHER ||
	    g->at[i - 1].to - g->at[i - 1].from < 6 ||
	    (unsigned char)g->s[g->at[i - 1].from] < 0xEA)
		return 0;
	memcpy(c, g->s + g->at[i - 1].to - 3, 3);
	return strstr(particles, c) == NULL;
}

static size_t
rule_age(struct placeable *p, const struct gram *g, size_t i)
{
	size_t next = past_hyphen(g, i + 1);

	if (gram_tail(g, next, KO_AGE)) {
		p->kind = PH_AGE;
		if (may_reign(g, i))
			p->flags |= PH_WEAK;
		return next + 1 - i;
	}
	if (gram_class(g, next) != AT_UNIT || g->at[next].unit != U_YEAR)
		return 0;
	next = past_hyphen(g, next + 1);
	if (!gram_word(g, next, W_OLD))
		return 0;
	p->kind = PH_AGE;
	return next + 1 - i;
}

/* degrees, ° or 도, and which. */
static size_t
degrees(struct placeable *p, const struct gram *g, size_t i, size_t next)
{
	int is_sign = gram_sign(g, next, 0xB0);

	if (!is_sign && (gram_class(g, next) != AT_UNIT ||
	    g->at[next].unit != U_DEGREE))
		return 0;
	p->kind = PH_MEASURE;
	p->unit = U_DEGREE;
	if (i > 0 && gram_word(g, i - 1, W_CELSIUS))
		p->unit = U_CELSIUS;
	if (i > 0 && gram_word(g, i - 1, W_FAHRENHEIT))
		p->unit = U_FAHRENHEIT;
	next++;
	if (gram_word(g, next, W_CELSIUS) || (gram_class(g, next) == AT_UPPER
	    && g->s[g->at[next].from] == 'C' && g->at[next].digits == 1)) {
		p->unit = U_CELSIUS;
		next++;
	} else if (gram_word(g, next, W_FAHRENHEIT) ||
	    (gram_class(g, next) == AT_UPPER && g->at[next].digits == 1 &&
	    g->s[g->at[next].from] == 'F')) {
		p->unit = U_FAHRENHEIT;
		next++;
	}
	return next - i;
}

static size_t
rule_measure(struct placeable *p, const struct gram *g, size_t i)
{
	size_t next = past_hyphen(g, i + 1);
	int power = gram_word(g, next, W_SQUARE) ? 2 :
	    gram_word(g, next, W_CUBIC) ? 3 : 0;

	if (g->at[i].flags & ATF_ORDINAL)
		return 0;	/* the 21st century, the third day */
	if (g->at[i].unit != U_NONE) {	/* 이틀 */
		p->kind = PH_MEASURE;
		p->unit = g->at[i].unit;
		return 1;
	}
	if (gram_word(g, next, W_BASIS) && gram_class(g, next + 1) == AT_UNIT) {
		p->kind = PH_MEASURE;
		p->unit = U_BP;
		return next + 2 - i;
	}
	size_t taken = degrees(p, g, i, next);
	if (taken > 0)
		return taken;
	if (power > 0)
		next = past_hyphen(g, next + 1);
	if (gram_class(g, next) != AT_UNIT)
		return 0;
	p->unit = g->at[next].unit;
	if (power > 0)
		p->unit = unit_squared(p->unit, power);
	if (gram_glued(g, next + 1) && (gram_sign(g, next + 1, 0xB2) ||
	    gram_sign(g, next + 1, 0xB3))) {
		p->unit = unit_squared(p->unit, g->at[next + 1].arg - 0xB0);
		next++;
	}
	if (p->unit == U_NONE)
		return 0;
	p->kind = PH_MEASURE;
	if (gram_word(g, next + 1, W_HALF_KO) &&
	    dec_add(&p->part[0].v, p->part[0].v, dec_of(5, -1)) == 0) {
		p->flags |= PH_ODD;
		next++;
	}
	return next + 1 - i;
}

/* 2/3, 3분의 2, two-thirds */
static size_t
rule_fraction(struct placeable *p, const struct gram *g, size_t i)
{
	const struct atom *a = &g->at[i];

	if (a->flags & ATF_FRACTION) {
		p->kind = PH_FRACTION;
		p->part[1].from = a->from2;
		p->part[1].to = a->to2;
		p->part[1].v = a->v2;
		return 1;
	}
	if (gram_tail(g, i + 1, KO_DENOM) && gram_class(g, i + 2) == AT_NUM) {
		p->kind = PH_FRACTION;
		gram_part(p, 0, &g->at[i + 2]);
		gram_part(p, 1, a);
		return 3;
	}
	if (!gram_plain(g, i, 1, 3) || !gram_sign(g, i + 1, '/') ||
	    !gram_glued(g, i + 1) || !gram_glued(g, i + 2) ||
	    !gram_plain(g, i + 2, 1, 3) || gram_sign(g, i + 3, '/'))
		return 0;
	int days = memcmp(g->s + a->from, "9/11", 4) == 0 ||
	    memcmp(g->s + a->from, "24/7", 4) == 0;
	p->kind = days ? PH_DESIGNATION : PH_FRACTION;
	gram_part(p, 1, &g->at[i + 2]);
	return 3;
}

/* The rules for what begins with a numeral, the first that fits is taken. */
static size_t (*const num_rules[])(struct placeable *, const struct gram *,
    size_t) = {
	rule_date_digits, rule_time_race, rule_time_digits, rule_fraction,
	rule_date_ko, rule_time_ko, rule_percent, rule_money_last, rule_age,
	rule_date_en, rule_measure, rule_design_last,
};

/* 김씨 등 3명: all of them, where another language counts the others. */
static int
sums_up(const struct gram *g, size_t i)
{
	static const char word[] = "등";

	return i > 0 && g->at[i - 1].class == AT_OTHER &&
	    g->at[i - 1].to - g->at[i - 1].from == sizeof(word) - 1 &&
	    memcmp(g->s + g->at[i - 1].from, word, sizeof(word) - 1) == 0;
}

static size_t
from_numeral(struct placeable *p, const struct gram *g, size_t i)
{
	const struct atom *a = &g->at[i];

	take_numeral(p, g, i);
	for (size_t k = 0; k < sizeof(num_rules) / sizeof(*num_rules); k++) {
		size_t n = num_rules[k](p, g, i);
		if (n == 0)
			continue;
		/* "one percent" is a figure; a "million-dollar baby" not */
		if ((p->kind == PH_PERCENT || p->kind == PH_MONEY) &&
		    (p->flags & PH_SCALED) == 0)
			p->flags &= ~(unsigned)PH_WEAK;
		return n;
	}
	int nth = gram_tail(g, i + 1, KO_NTH);
	p->kind = (a->flags & ATF_ORDINAL) || nth ? PH_ORDINAL : PH_NUMBER;
	if (a->unit == U_HALF || ((a->flags & ATF_ORDINAL) &&
	    gram_word(g, i + 1, W_HALF)))
		p->unit = U_HALF;	/* the first half, 상반기 */
	if (gram_tail(g, i + 1, KO_WEAK) || sums_up(g, i))
		p->flags |= PH_WEAK;	/* 6자회담, 16강 */
	/* "20s": decades of an age */
	if (gram_plain(g, i, 2, 2) && gram_glued(g, i + 1) &&
	    g->at[i + 1].to == g->at[i + 1].from + 1 &&
	    g->s[g->at[i + 1].from] == 's')
		p->flags |= PH_DECADE;
	return 1;
}

/* No. 1; aged 45 */
static size_t
rule_word_first(struct placeable *p, const struct gram *g, size_t i)
{
	size_t num = i + 1;

	if (gram_word(g, i, W_AGED) && gram_class(g, num) == AT_NUM &&
	    !gram_word(g, num + 1, W_OF)) {
		p->kind = PH_AGE;
	} else if (gram_word(g, i, W_NO) && gram_sign(g, num, '.') &&
	    gram_plain(g, num + 1, 1, 4)) {
		num++;
		p->kind = PH_ORDINAL;
	} else {
		return 0;
	}
	take_numeral(p, g, num);
	p->from = g->at[i].from;
	return num + 1 - i;
}

/* "the past decade": ten years, though no numeral says so. */
static size_t
rule_decade(struct placeable *p, const struct gram *g, size_t i)
{
	const struct atom *a = &g->at[i];

	if (a->class != AT_UNIT || (a->unit != U_DECADE && a->unit != U_CENTURY)
	    || g->s[a->to - 1] == 's' || (i > 0 &&
	    gram_class(g, i - 1) == AT_NUM))
		return 0;
	p->kind = PH_MEASURE;
	p->unit = a->unit;
	p->flags = PH_WEAK | PH_ODD;
	p->from = a->from;
	p->part[0].v = dec_of(1, 0);
	return 1;
}

static size_t (*const word_rules[])(struct placeable *, const struct gram *,
    size_t) = {
	rule_money_first, rule_design_first, rule_word_first, rule_date_en,
	rule_time_ko, rule_weekday, rule_decade, rule_name,
};

static size_t
from_word(struct placeable *p, const struct gram *g, size_t i)
{
	for (size_t k = 0; k < sizeof(word_rules) / sizeof(*word_rules); k++) {
		size_t n = word_rules[k](p, g, i);
		if (n > 0)
			return n;
	}
	return 0;
}

static int
push(struct placeables *ps, const struct placeable *p)
{
	if (ps->n == ps->cap) {
		size_t cap = ps->cap == 0 ? 16 : 2 * ps->cap;
		struct placeable *at = realloc(ps->at, cap * sizeof(*at));

		if (at == NULL)
			return -1;
		ps->at = at;
		ps->cap = cap;
	}
	/* HK is no name in HK$5. */
	if (ps->n > 0 && ps->at[ps->n - 1].to > p->from)
		ps->n--;
	ps->at[ps->n++] = *p;
	return 0;
}

/* Most words begin nothing: no rule is tried at them. */
static int
may_begin(const struct gram *g, size_t i)
{
	switch (g->at[i].class) {
	case AT_SIGN:
		return 0;
	case AT_WORD:
		return gram_glued(g, i + 1) || gram_word(g, i, W_RESOLUTION) ||
		    gram_word(g, i, W_AGED) || gram_word(g, i, W_NO);
	case AT_OTHER:
	case AT_KO:
		return gram_glued(g, i + 1);
	default:
		return 1;
	}
}

static int
parse(struct placeables *ps, const struct gram *g)
{
	size_t i = 0;

	while (i < g->n) {
		if (!may_begin(g, i)) {
			i++;
			continue;
		}
		struct placeable p = { .zone = PH_NO_ZONE };
		size_t n;
		if (g->at[i].class == AT_NUM)
			n = from_numeral(&p, g, i);
		else
			n = from_word(&p, g, i);
		if (n == 0) {
			i++;
			continue;
		}
		p.to = g->at[i + n - 1].to;
		if (push(ps, &p) != 0)
			return -1;
		i += n;
	}
	return 0;
}

static int
lang_is(const char *lang, const char *two)
{
	return lang != NULL && (lang[0] | 32) == two[0] &&
	    (lang[1] | 32) == two[1] &&
	    (lang[2] == '\0' || lang[2] == '-' || lang[2] == '_');
}

int
ph_find(struct placeables *ps, const char *s, size_t len, const char *lang)
{
	static const char commas[][3] = { "de", "fr", "es", "it", "pt", "nl",
		"ru", "pl", "tr", "id", "vi", "sv", "da", "nb", "no", "fi",
		"cs", "uk", "el", "hu", "ro", "bg" };
	struct lex x = { .s = s, .len = len, .ps = ps };

	ps->n = 0;
	if (x.len > PH_TEXT_MAX)
		x.len = PH_TEXT_MAX;
	x.english = lang_is(lang, "en");
	if (!x.english && !lang_is(lang, "ko"))
		for (size_t i = 0; i < sizeof(commas) / sizeof(*commas); i++)
			x.comma |= lang_is(lang, commas[i]);
	if (lex_run(&x) != 0)
		return -1;
	struct gram g = { s, ps->atoms, ps->n_atoms };
	if (parse(ps, &g) != 0)
		return -1;
	ph_join_ranges(ps, s, x.len);
	return 0;
}

void
ph_free(struct placeables *ps)
{
	free(ps->at);
	free(ps->atoms);
	memset(ps, 0, sizeof(*ps));
}
