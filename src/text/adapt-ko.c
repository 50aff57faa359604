/*
 * adapt-ko: Korean numerals in the style of the old one.
 *
 * The style is read off the old numeral, and where that says nothing, off the
 * other numerals of the target: 천 or digits within a group of four (3천500만,
 * 3,500만, 3500만), spaces between the groups (1억 2천만), one decimal number
 * before a scale (1.5조), native numerals (세 명).
 */
#include "config.h"

#include "text/adapt-write.h"

#include <string.h>

#include "text/placeable-lex.h"

struct style {
	int thousand;	/* 3천 */
	int hundred;	/* 5백 */
	int comma;	/* 3,500 */
	int plain;	/* 3500 */
	int spaced;	/* 1억 2천만 */
	int scaled;	/* a scale is in it */
	int decimal;	/* 1.5조 */
};

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Four digits in a row within [from, to)? */
static int
four_digits(const char *s, size_t from, size_t to)
{
	size_t run = 0;

	for (size_t i = from; i < to; i++) {
		run = is_digit(s[i]) ? run + 1 : 0;
		if (run == 4)
			return 1;
	}
	return 0;
}

static void
read_style(struct style *st, const struct rewrite *r, size_t from, size_t to)
{
	st->scaled = write_has(r, from, to, "만") || write_has(r, from, to, "억")
	    || write_has(r, from, to, "조");
	st->thousand = write_has(r, from, to, "천");
	st->hundred = write_has(r, from, to, "백");
	st->comma = write_has(r, from, to, ",");
	st->decimal = write_has(r, from, to, ".") && st->scaled;
	st->spaced = write_has(r, from, to, " ");
	st->plain = four_digits(r->s, from, to);
}

/* What the numeral leaves open is said by the rest of the target. */
static void
fill_style(struct style *st, const struct rewrite *r)
{
	if (st->thousand || st->comma || st->plain)
		return;
	for (size_t i = 0; i + 3 < r->len; i++) {
		if (is_digit(r->s[i]) && memcmp(r->s + i + 1, "천", 3) == 0)
			st->thousand = 1;
		if (is_digit(r->s[i]) && r->s[i + 1] == ',' &&
		    is_digit(r->s[i + 2]))
			st->comma = 1;
	}
}

/* A group of four digits; last: no scale follows. */
static void
put_group(struct buf *b, int64_t c, const struct style *st, int scaled)
{
	int thousand = st->thousand || (!st->comma && !st->plain &&
	    (scaled || st->scaled));

	if (thousand && c >= 1000) {
		buf_addf(b, "%d천", (int)(c / 1000));
		c %= 1000;
		if (c == 0)
			return;
	}
	if (st->hundred && c >= 100 && c % 100 == 0 && c < 1000)
		buf_addf(b, "%d백", (int)(c / 100));
	else if (c >= 1000 && !st->plain)
		write_grouped(b, dec_of(c, 0));
	else
		buf_addf(b, "%d", (int)c);
}

static const struct {
	int64_t value;
	char name[4];
	int exp;
} scales[] = {
	{ INT64_C(10000000000000000), "경", 16 },
	{ INT64_C(1000000000000), "조", 12 }, { 100000000, "억", 8 },
	{ 10000, "만", 4 },
};

#define N_SCALES (sizeof(scales) / sizeof(*scales))

/* 1.5조, when the number is short before its largest scale. */
static int
put_decimal(struct buf *b, int64_t v, struct dec d)
{
	for (size_t i = 0; i < N_SCALES; i++) {
		struct dec q;
		if (v < scales[i].value)
			continue;
		if (dec_mul(&q, d, dec_of(1, -scales[i].exp)) != 0 || q.e < -2)
			return 0;
		dec_print(b, q);
		buf_adds(b, scales[i].name);
		return 1;
	}
	return 0;
}

static void
put_scaled(struct buf *b, int64_t v, const struct style *st)
{
	int any = 0;

	for (size_t i = 0; i < N_SCALES; i++) {
		int64_t c = v / scales[i].value;
		if (c == 0)
			continue;
		if (any && st->spaced)
			buf_addc(b, ' ');
		put_group(b, c, st, 1);
		buf_adds(b, scales[i].name);
		v %= scales[i].value;
		any = 1;
	}
	if (v == 0 && any)
		return;
	if (any && st->spaced)
		buf_addc(b, ' ');
	put_group(b, v, st, any);
}

static void
put_digits(struct rewrite *r, struct dec v, const struct style *st)
{
	int64_t n = 0;

	if (dec_int(&n, v) != 0) {	/* a decimal fraction */
		if (st->comma)
			write_grouped(r->out, v);
		else
			dec_print(r->out, v);
		return;
	}
	if (st->decimal && put_decimal(r->out, n, v))
		return;
	/* 35,000명 stays in the same style; 3만5천 is the usual one. */
	int grouped = st->comma && !st->scaled && !st->thousand &&
	    dec_cmp(r->t->part[0].v, dec_of(10000, 0)) >= 0;
	if (grouped)
		write_grouped(r->out, v);
	else
		put_scaled(r->out, n, st);
}

void
write_native(struct buf *b, int value)
{
	static const char *const tens[] = { "", "열", "스물", "서른", "마흔",
		"쉰", "예순", "일흔", "여든", "아흔" };
	static const char *const ones[] = { "", "한", "두", "세", "네", "다섯",
		"여섯", "일곱", "여덟", "아홉" };

	if (value == 20) {
		buf_adds(b, "스무");
		return;
	}
	buf_adds(b, tens[value / 10 % 10]);
	buf_adds(b, ones[value % 10]);
}

static int
follows(const struct rewrite *r, size_t at, const char *what)
{
	size_t n = strlen(what);

	if (at < r->len && r->s[at] == ' ')
		at++;
	return at <= r->len && r->len - at >= n &&
	    memcmp(r->s + at, what, n) == 0;
}

/* 세 명, 첫 번째: words up to ten, digits beyond. */
static int
put_native(struct rewrite *r, int64_t n)
{
	int64_t old = 0;
	int nth = follows(r, r->to, "번째");

	(void)dec_int(&old, r->t->part[0].v);
	if (n < 1 || n > 99)
		old = 0;
	if (n == 1 && nth) {
		buf_adds(r->out, "첫");
		return 1;
	}
	/* "다섯 있다" is no "세 있다": only a counter is sure to follow 세. */
	if ((r->t->flags & PH_WEAK) && old > 4 && (n < 5 || n == 20))
		return 0;
	if ((n == 3 || n == 4) && follows(r, r->to, "달")) {
		buf_adds(r->out, n == 3 ? "석" : "넉");
		return 1;
	}
	if (n >= 1 && (n <= 10 || (old > 10 && n < 100))) {
		write_native(r->out, (int)n);
		return 1;
	}
	if (r->t->flags & PH_WEAK && !nth)
		return 0;	/* 두 정상 cannot become 12 정상 */
	struct style st = { .comma = 1 };
	if (r->to < r->len && r->s[r->to] == ' ')
		r->to++;	/* 세 명, 12명 */
	put_scaled(r->out, n, &st);
	return 1;
}

/* 이틀, 사흘: the numeral and its unit in one word. */
static int
put_days(struct rewrite *r, int64_t n)
{
	static const char *const words[] = { "하루", "이틀", "사흘", "나흘", "닷새",
		"엿새", "이레", "여드레", "아흐레", "열흘" };

	if (n < 1)
		return 0;
	if (n <= 10)
		buf_adds(r->out, words[n - 1]);
	else
		buf_addf(r->out, "%d일", (int)n);
	return n < 1000;
}

int
write_korean_number(struct rewrite *r, struct dec v, int part)
{
	const struct ph_part *old = &r->t->part[part];
	struct style st;
	int64_t n = 0;
	int whole = dec_int(&n, v) == 0;
	int first = write_has(r, old->from, old->to, "첫");

	r->from = old->from;
	r->to = old->to;
	if (r->t->flags & PH_NATIVE || first)
		return whole && (!first || follows(r, r->to, "번째")) &&
		    put_native(r, n);
	if ((r->t->flags & PH_SPELLED) && r->t->unit != U_NONE &&
	    r->t->to == old->to)
		return whole && r->t->unit == U_DAY && put_days(r, n);
	/* "하나", "둘", "절반" and their kin */
	if ((r->t->flags & PH_SPELLED) && (r->t->flags & PH_WEAK))
		return 0;
	if (r->t->flags & PH_CENTURY) {	/* 1950~53년 */
		buf_addf(r->out, "%02d", (int)(n % 100));
		return whole;
	}
	read_style(&st, r, old->from, old->to);
	fill_style(&st, r);
	/* 3~5만: the scale stands at the other end */
	if ((r->t->flags & PH_SCALED) && !st.scaled && r->next != NULL &&
	    r->next->scale > 0 && (r->t->flags & PH_LO)) {
		if (dec_mul(&v, v, dec_of(1, -r->next->scale)) != 0)
			return 0;
		st.scaled = 0;
	}
	if ((r->t->flags & PH_ABOUT) && (!whole || n % 10 != 0))
		return 0;	/* 200여 명 is no 215여 명 */
	put_digits(r, v, &st);
	return 1;
}
