/*
 * placeable-numko: Korean numerals.  A Sino-Korean numeral is read from left
 * to right: powers of ten within a chunk of four digits (천 백 십) fall, and so
 * do the scales that close a chunk (경 조 억 만).  Digits may stand for any of
 * its figures: 12조3천억, 1억 2,500만, 5백50만, 삼십오만.
 */
#include "config.h"

#include "text/placeable-numko.h"

#include <string.h>

struct syllable {
	char s[4];
	uint8_t value;
};

static const struct syllable powers[] = { { "십", 1 }, { "백", 2 },
	{ "천", 3 } };
static const struct syllable scales[] = { { "만", 4 }, { "억", 8 },
	{ "조", 12 }, { "경", 16 } };
static const struct syllable figures[] = { { "일", 1 }, { "이", 2 },
	{ "삼", 3 }, { "사", 4 }, { "오", 5 }, { "육", 6 }, { "륙", 6 },
	{ "칠", 7 }, { "팔", 8 }, { "구", 9 } };

static int
syllable_at(const char *s, size_t len, size_t i, const struct syllable *t,
    size_t n)
{
	if (i > len || len - i < 3)
		return 0;
	for (size_t k = 0; k < n; k++)
		if (memcmp(s + i, t[k].s, 3) == 0)
			return t[k].value;
	return 0;
}

#define AT(table, x, i) \
	syllable_at((x)->s, (x)->len, (i), (table), \
	    sizeof(table) / sizeof(*(table)))

struct numeral {
	struct dec total;	/* the chunks closed */
	struct dec chunk;	/* the open chunk */
	struct dec cur;		/* the figure read last */
	int have_cur;
	int power;		/* the last power in the chunk; 4: none yet */
	int scale;		/* the last scale; 99: none yet */
	int steps;		/* powers and scales taken */
};

static const struct numeral empty = { .power = 4, .scale = 99 };

static int
take_power(struct numeral *n, int power)
{
	struct dec one = n->have_cur ? n->cur : dec_of(1, 0);
	struct dec part;

	if (power >= n->power || dec_mul(&part, one, dec_of(1, power)) != 0 ||
	    dec_add(&n->chunk, n->chunk, part) != 0)
		return 0;
	n->power = power;
	n->have_cur = 0;
	n->steps++;
	return 1;
}

static int
take_scale(struct numeral *n, int scale)
{
	struct dec sum = n->chunk;
	struct dec part;

	if (scale >= n->scale)
		return 0;
	if (n->have_cur && dec_add(&sum, sum, n->cur) != 0)
		return 0;
	if (sum.m == 0) {
		if (n->steps > 0 || n->have_cur)
			return 0;
		sum = dec_of(1, 0);
	}
	if (dec_mul(&part, sum, dec_of(1, scale)) != 0 ||
	    dec_add(&n->total, n->total, part) != 0)
		return 0;
	n->scale = scale;
	n->power = 4;
	n->chunk = dec_of(0, 0);
	n->have_cur = 0;
	n->steps++;
	return 1;
}

/* A figure or digits: it must be smaller than the last power or scale. */
static int
take_figure(struct numeral *n, struct dec v)
{
	int room = n->power < 4 ? n->power : n->scale;

	if (n->have_cur || n->steps == 0 || room == 99 ||
	    dec_cmp(v, dec_of(1, room)) >= 0)
		return 0;
	n->cur = v;
	n->have_cur = 1;
	return 1;
}

static size_t
step_digits(struct numeral *n, const struct lex *x, size_t i)
{
	struct atom d = { 0 };

	if (i >= x->len || x->s[i] < '0' || x->s[i] > '9')
		return i;
	size_t end = lex_digits(&d, x, i);
	if ((d.flags & (ATF_HUGE | ATF_ZERO)) || !take_figure(n, d.v))
		return i;
	return end;
}

static size_t
step(struct numeral *n, const struct lex *x, size_t i, int hangul)
{
	int v = AT(powers, x, i);

	if (v > 0)
		return take_power(n, v) ? i + 3 : i;
	v = AT(scales, x, i);
	if (v > 0)
		return take_scale(n, v) ? i + 3 : i;
	if (!hangul)
		return step_digits(n, x, i);
	v = AT(figures, x, i);
	if (v == 0 || n->have_cur)
		return i;
	/* Here a figure may come first, too. */
	n->cur = dec_of(v, 0);
	n->have_cur = 1;
	return i + 3;
}

static int
finish(struct dec *out, const struct numeral *n)
{
	if (dec_add(out, n->total, n->chunk) != 0)
		return -1;
	return n->have_cur ? dec_add(out, *out, n->cur) : 0;
}

/* Does a counter or unit that is no date follow at i? */
static int
counted(const struct lex *x, size_t i)
{
	static const char words[][8] = { "명", "원", "달러", "개", "여", "건",
		"톤", "대", "가구", "엔", "유로", "위안", "주", "표" };

	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++) {
		size_t n = strlen(words[k]);
		if (x->len - i >= n && memcmp(x->s + i, words[k], n) == 0)
			return 1;
	}
	return 0;
}

/* Read on across spaces while what follows surely belongs to it. */
static size_t
read_chunks(struct numeral *n, const struct lex *x, size_t i)
{
	for (;;) {
		size_t end = i;
		size_t next;

		while ((next = step(n, x, end, 0)) > end)
			end = next;
		i = end;
		if (n->scale == 99 || n->have_cur || n->power < 4 ||
		    i >= x->len || x->s[i] != ' ')
			return i;
		struct numeral tried = *n;
		end = step_digits(&tried, x, i + 1);
		if (end == i + 1)
			return i;
		int steps = tried.steps;
		while ((next = step(&tried, x, end, 0)) > end)
			end = next;
		if (tried.steps == steps && !counted(x, end))
			return i;
		*n = tried;
		i = end;
	}
}

size_t
lex_korean_scale(struct atom *a, const struct lex *x, size_t i)
{
	struct numeral n = empty;
	size_t from = a->from;

	if (a->flags & ATF_HUGE || i >= x->len ||
	    (unsigned char)x->s[i] < 0xE0)
		return i;
	/* 제9조 is an article of law, 1950경 a guess at a year. */
	int article = from >= 3 && memcmp(x->s + from - 3, "제", 3) == 0;
	int scale = AT(scales, x, i);
	if ((article && scale == 12) || (scale == 16 && a->digits == 4))
		return i;
	n.cur = a->v;
	n.have_cur = 1;
	size_t end = read_chunks(&n, x, i);
	if (n.steps == 0 || finish(&n.total, &n) != 0)
		return i;
	if (n.steps == 1 && end == i + 3)
		a->scale = (uint8_t)(n.scale != 99 ? n.scale : n.power);
	if (n.steps == 1 && n.scale != 99 && end == i + 3 &&
	    (scale == 12 || scale == 4) && (a->flags & ATF_DECIMAL) == 0) {
		a->flags |= PH_ALT;
		a->v2 = a->v;
	}
	a->v = n.total;
	return end;
}

size_t
ko_sino(struct atom *a, const struct lex *x, size_t i)
{
	struct numeral n = empty;
	size_t end = i;
	size_t next;

	if (AT(powers, x, i) == 0 && AT(scales, x, i) == 0 &&
	    AT(figures, x, i) == 0)
		return i;
	if (AT(scales, x, i) > 4)
		return i;
	/* At most 30 syllables: no number is longer. */
	while (end - i < 90 && (next = step(&n, x, end, 1)) > end)
		end = next;
	/* 십일 may be ten days: the last figure stays outside then. */
	if (n.have_cur && n.steps > 0 && end - i > 3 &&
	    memcmp(x->s + end - 3, "일", 3) == 0) {
		n.have_cur = 0;
		end -= 3;
	}
	if (n.steps == 0 || finish(&a->v, &n) != 0)
		return i;
	if (n.scale != 99)
		a->flags |= PH_SCALED;
	return end;
}

struct native {
	char s[10];
	uint8_t value;
	uint8_t kind;
};

static const struct native tens[] = {
	{ "열", 10, KN_COUNTER }, { "스물", 20, KN_COUNTER },
	{ "스무", 20, KN_COUNTER }, { "서른", 30, KN_COUNTER },
	{ "마흔", 40, KN_COUNTER }, { "쉰", 50, KN_COUNTER },
	{ "예순", 60, KN_COUNTER }, { "일흔", 70, KN_COUNTER },
	{ "여든", 80, KN_COUNTER }, { "아흔", 90, KN_COUNTER },
};

static const struct native ones[] = {
	{ "한", 1, KN_ATTR }, { "두", 2, KN_ATTR }, { "세", 3, KN_ATTR },
	{ "네", 4, KN_ATTR }, { "다섯", 5, KN_ATTR }, { "여섯", 6, KN_ATTR },
	{ "일곱", 7, KN_ATTR }, { "여덟", 8, KN_ATTR },
	{ "아홉", 9, KN_ATTR }, { "석", 3, KN_COUNTER },
	{ "넉", 4, KN_COUNTER }, { "하나", 1, KN_COUNTER },
	{ "둘", 2, KN_COUNTER }, { "셋", 3, KN_COUNTER },
	{ "넷", 4, KN_COUNTER },
};

static const struct native *
native_find(const char *s, size_t left, const struct native *t, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		size_t len = strlen(t[k].s);
		if (len <= left && memcmp(s, t[k].s, len) == 0)
			return &t[k];
	}
	return NULL;
}

size_t
ko_native(const char *s, size_t len, size_t i, int *value, int *kind)
{
	const struct native *ten = native_find(s + i, len - i, tens,
	    sizeof(tens) / sizeof(*tens));
	size_t end = i;

	*value = 0;
	*kind = 0;
	if (ten != NULL) {
		*value = ten->value;
		*kind = ten->kind;
		end += strlen(ten->s);
	}
	/* 열 네 번째: some write the ones apart */
	size_t gap = ten != NULL && end < len && s[end] == ' ' ? 1 : 0;
	const struct native *one = native_find(s + end + gap, len - end - gap,
	    ones, gap > 0 ? 9 : sizeof(ones) / sizeof(*ones));
	end += one != NULL ? gap : 0;
	if (one != NULL) {
		*value += one->value;
		*kind = ten != NULL ? KN_ATTR : one->kind;
		end += strlen(one->s);
	}
	return end;
}
