/*
 * placeable-numko: Korean numerals.  A Sino-Korean numeral is read from left
 * to right: powers of ten within a chunk of four digits (천 백 십) fall, and so
 * do the scales that close a chunk (경 조 억 만).  Digits may stand for any of
 * its figures: 12조3천억, 1억 2,500만, 5백50만, 삼십오만.
 */
#include "config.h"

#include "text/placeable-numko.h"

#include <string.h>

#include "text/placeable-rows.h"

enum part { NOTHING, POWER, SCALE, FIGURE };

struct syllable {
	uint8_t part;
	uint8_t value;
};

#define FIRST_SYLLABLE 0xAC00
#define N_SYLLABLES 11172
#define ROW(c, part, value) [(c) - FIRST_SYLLABLE] = { (part), (value) }

static const struct syllable syllables[N_SYLLABLES] = {
	ROW(U'십', POWER, 1), ROW(U'백', POWER, 2), ROW(U'천', POWER, 3),
	ROW(U'만', SCALE, 4), ROW(U'억', SCALE, 8), ROW(U'조', SCALE, 12),
	ROW(U'경', SCALE, 16),
	ROW(U'일', FIGURE, 1), ROW(U'이', FIGURE, 2), ROW(U'삼', FIGURE, 3),
	ROW(U'사', FIGURE, 4), ROW(U'오', FIGURE, 5), ROW(U'육', FIGURE, 6),
	ROW(U'륙', FIGURE, 6), ROW(U'칠', FIGURE, 7), ROW(U'팔', FIGURE, 8),
	ROW(U'구', FIGURE, 9),
};

static const struct syllable none = { NOTHING, 0 };

static const struct syllable *
syllable_at(const struct lex *x, size_t i)
{
	size_t n = 0;

	if (i >= x->len || (unsigned char)x->s[i] < 0xEA)
		return &none;
	uint32_t c = lex_char(x->s, x->len, i, &n);
	return lex_is_hangul(c) ? &syllables[c - FIRST_SYLLABLE] : &none;
}

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
	const struct syllable *t = syllable_at(x, i);

	if (t->part == POWER)
		return take_power(n, t->value) ? i + 3 : i;
	if (t->part == SCALE)
		return take_scale(n, t->value) ? i + 3 : i;
	if (!hangul)
		return step_digits(n, x, i);
	if (t->part != FIGURE || n->have_cur)
		return i;
	/* Here a figure may come first, too. */
	n->cur = dec_of(t->value, 0);
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

/* 29경기 are games; what may follow 경 is 원 and its kin. */
static int
in_word(const struct lex *x, size_t i)
{
	size_t n = 0;
	uint32_t c = i < x->len ? lex_char(x->s, x->len, i, &n) : 0;

	return lex_is_hangul(c) && c != U'원' && c != U'여' && c != U'달';
}

/* 3조각 are three pieces. */
static int
is_piece(const struct lex *x, size_t i)
{
	size_t n = 0;

	return i < x->len && lex_char(x->s, x->len, i, &n) == U'각';
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
	const struct syllable *first = syllable_at(x, i);
	int scale = first->part == SCALE ? first->value : 0;
	if ((scale == 12 && (article || is_piece(x, i + 3))) ||
	    (scale == 16 && (a->digits == 4 || in_word(x, i + 3))))
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

	const struct syllable *first = syllable_at(x, i);

	if (first->part == NOTHING ||
	    (first->part == SCALE && first->value > 4))
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

/* Sorted. */
static const struct native natives[] = {
	{ "넉", 4, KN_COUNTER }, { "네", 4, KN_ATTR }, { "넷", 4, KN_COUNTER },
	{ "다섯", 5, KN_ATTR }, { "두", 2, KN_ATTR }, { "둘", 2, KN_COUNTER },
	{ "마흔", 40, KN_COUNTER }, { "서른", 30, KN_COUNTER },
	{ "석", 3, KN_COUNTER }, { "세", 3, KN_ATTR }, { "셋", 3, KN_COUNTER },
	{ "쉰", 50, KN_COUNTER }, { "스무", 20, KN_COUNTER },
	{ "스물", 20, KN_COUNTER }, { "아홉", 9, KN_ATTR },
	{ "아흔", 90, KN_COUNTER }, { "여덟", 8, KN_ATTR },
	{ "여든", 80, KN_COUNTER }, { "여섯", 6, KN_ATTR },
	{ "열", 10, KN_COUNTER }, { "예순", 60, KN_COUNTER },
	{ "일곱", 7, KN_ATTR }, { "일흔", 70, KN_COUNTER },
	{ "하나", 1, KN_COUNTER }, { "한", 1, KN_ATTR },
};

#define N_NATIVES (sizeof(natives) / sizeof(*natives))

static const struct native *
native_find(const char *s, size_t left)
{
	if (left < 3)
		return NULL;
	for (size_t k = lex_syllable(natives, N_NATIVES, sizeof(*natives), s);
	    k < N_NATIVES && memcmp(s, natives[k].s, 3) == 0; k++) {
		size_t len = strlen(natives[k].s);
		if (len <= left && memcmp(s, natives[k].s, len) == 0)
			return &natives[k];
	}
	return NULL;
}

size_t
ko_native(const char *s, size_t len, size_t i, int *value, int *kind)
{
	const struct native *one = native_find(s + i, len - i);
	size_t end = i;

	*value = 0;
	*kind = 0;
	if (one == NULL)
		return i;
	if (one->value >= 10) {
		*value = one->value;
		*kind = one->kind;
		end += strlen(one->s);
		/* 열 네 번째: some write the ones apart */
		size_t gap = end < len && s[end] == ' ' ? 1 : 0;
		one = native_find(s + end + gap, len - end - gap);
		if (one == NULL || one->value >= 10 ||
		    (gap > 0 && one->kind != KN_ATTR))
			return end;
		end += gap;
	}
	*kind = *value > 0 ? KN_ATTR : one->kind;
	*value += one->value;
	return end + strlen(one->s);
}
