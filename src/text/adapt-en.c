/*
 * adapt-en: numerals of English, and plain digits of any other language, in
 * the style of the old one: words up to nine (three people), digits grouped
 * by threes, million and its kin with at most two decimals, ordinals.
 */
#include "config.h"

#include "text/adapt-write.h"

#include <string.h>

#include "text/placeable-lex.h"

void
write_grouped(struct buf *b, struct dec v)
{
	struct buf plain = { 0 };

	dec_print(&plain, v);
	size_t whole = plain.s == NULL ? 0 : strcspn(plain.s, ".");
	for (size_t i = 0; i < plain.len; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0)
			buf_addc(b, ',');
		buf_addc(b, plain.s[i]);
	}
	if (plain.s == NULL)
		b->failed = 1;
	buf_free(&plain);
}

static void
put_spelled(struct buf *b, int n)
{
	static const char *const small[] = { "zero", "one", "two", "three",
		"four", "five", "six", "seven", "eight", "nine", "ten",
		"eleven", "twelve", "thirteen", "fourteen", "fifteen",
		"sixteen", "seventeen", "eighteen", "nineteen" };
	static const char *const tens[] = { "", "", "twenty", "thirty",
		"forty", "fifty", "sixty", "seventy", "eighty", "ninety" };

	if (n < 20) {
		buf_adds(b, small[n]);
		return;
	}
	buf_adds(b, tens[n / 10]);
	if (n % 10 > 0)
		buf_addf(b, "-%s", small[n % 10]);
}

static void
put_ordinal(struct buf *b, int64_t n)
{
	int64_t teen = n / 10 % 10;
	const char *end = n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" :
	    n % 10 == 3 ? "rd" : "th";

	write_grouped(b, dec_of(n, 0));
	buf_adds(b, teen == 1 ? "th" : end);
}

static int
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* The first letter of what was written from start becomes a capital. */
static void
capital(struct buf *b, size_t start)
{
	if (b->s != NULL && start < b->len && b->s[start] >= 'a' &&
	    b->s[start] <= 'z')
		b->s[start] = (char)(b->s[start] - 32);
}

static int
spelled_ordinal(struct rewrite *r, int64_t n)
{
	static const char *const words[] = { "first", "second", "third",
		"fourth", "fifth", "sixth", "seventh", "eighth", "ninth" };
	size_t start = r->out->len;
	int upper = is_upper(r->s[r->from]);

	if (n < 1 || (n > 9 && upper))
		return 0;
	if (n <= 9)
		buf_adds(r->out, words[n - 1]);
	else
		put_ordinal(r->out, n);
	if (upper)
		capital(r->out, start);
	return 1;
}

/* three: words below ten, or below a hundred when the old was that large. */
static int
spelled(struct rewrite *r, struct dec v, struct dec old)
{
	size_t start = r->out->len;
	int upper = is_upper(r->s[r->from]);
	int64_t n = 0;
	int64_t limit = upper || dec_cmp(old, dec_of(10, 0)) >= 0 ? 99 : 9;

	if (dec_int(&n, v) == 0 && n >= 0 && n <= limit)
		put_spelled(r->out, (int)n);
	else if (upper)
		return 0;	/* a sentence does not begin with digits */
	else
		write_grouped(r->out, v);
	if (upper)
		capital(r->out, start);
	return 1;
}

static const struct {
	int exp;
	char word[10];
} scales[] = { { 12, " trillion" }, { 9, " billion" }, { 6, " million" } };

/* 12.3 trillion; digits when that would not be short. */
static void
put_scaled(struct buf *b, struct dec v)
{
	for (size_t i = 0; i < sizeof(scales) / sizeof(*scales); i++) {
		struct dec q;
		if (dec_cmp(v, dec_of(1, scales[i].exp)) < 0)
			continue;
		if (dec_mul(&q, v, dec_of(1, -scales[i].exp)) != 0 || q.e < -2)
			break;
		write_grouped(b, q);
		buf_adds(b, scales[i].word);
		return;
	}
	write_grouped(b, v);
}

/* Does the word at i have no plural: km, won? */
static int
is_invariable(const struct rewrite *r, size_t i)
{
	static const char *const words[] = { "won", "yen", "yuan", "baht",
		"renminbi", "mph", "kph" };
	size_t n = 0;

	if (i < r->len && r->s[i] == ' ')
		i++;
	while (i + n < r->len && (r->s[i + n] | 32) >= 'a' &&
	    (r->s[i + n] | 32) <= 'z')
		n++;
	/* km, kg, ha */
	if (n > 0 && n < 3 && r->t->kind == PH_MEASURE)
		return 1;
	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (strlen(words[k]) == n && memcmp(words[k], r->s + i, n) == 0)
			return 1;
	return 0;
}

/* One of "1 dollar" and "2 dollars" cannot become the other by its numeral. */
static int
number_of_noun(const struct rewrite *r, struct dec v, struct dec old)
{
	struct dec one = dec_of(1, 0);
	enum ph_kind kind = r->t->kind;
	int sign = kind == PH_MONEY && r->t->from < r->t->part[0].from;
	size_t end = r->t->part[0].to;
	int hyphen = end < r->len && r->s[end] == '-';

	return (kind == PH_NUMBER || kind == PH_MEASURE || kind == PH_AGE ||
	    kind == PH_MONEY) && !sign && !hyphen && !is_invariable(r, end) &&
	    (r->t->flags & (PH_LO | PH_HI)) == 0 &&
	    dec_eq(v, one) != dec_eq(old, one);
}

/* Does a word for this begin with a vowel? */
static int
needs_an(const char *s, size_t len)
{
	if (len == 0)
		return 0;
	if (s[0] == '8')
		return 1;
	if (len >= 2 && (memcmp(s, "11", 2) == 0 || memcmp(s, "18", 2) == 0)) {
		size_t run = strspn(s, "0123456789,");
		return run == 2 || run == 6;	/* 11, 18,000 */
	}
	return strncmp(s, "eigh", 4) == 0 || strncmp(s, "elev", 4) == 0;
}

/* "a 5-percent rise", "an 8-percent rise": the article follows the value. */
static void
fix_article(struct rewrite *r, size_t start)
{
	size_t from = r->t->from;
	size_t n = from >= 3 && memcmp(r->s + from - 2, "n ", 2) == 0 ? 3 :
	    from >= 2 && r->s[from - 1] == ' ' ? 2 : 0;

	if (n > 0 && (r->s[from - n] | 32) != 'a')
		n = 0;
	if (n == 0 || r->from != from ||
	    (from > n && r->s[from - n - 1] != ' ') || r->out->s == NULL)
		return;
	int an = needs_an(r->out->s + start, r->out->len - start);
	if (an == (n == 3))
		return;
	struct buf with = { 0 };
	buf_addc(&with, r->s[from - n]);
	buf_adds(&with, an ? "n " : " ");
	buf_add(&with, r->out->s + start, r->out->len - start);
	r->out->len = start;
	if (buf_ok(&with))
		buf_add(r->out, with.s, with.len);
	else
		r->out->failed = 1;
	buf_free(&with);
	r->from -= n;
}

/* .312: no zero before the point. */
static void
drop_zero(struct buf *b, size_t start)
{
	if (b->s == NULL || b->len < start + 2 ||
	    memcmp(b->s + start, "0.", 2) != 0)
		return;
	memmove(b->s + start, b->s + start + 1, b->len - start - 1);
	b->len--;
}

int
write_english_number(struct rewrite *r, struct dec v, int part)
{
	const struct ph_part *old = &r->t->part[part];
	int letters = r->t->flags & PH_SPELLED;
	size_t start = r->out->len;
	int64_t n = 0;

	r->from = old->from;
	r->to = old->to;
	if (number_of_noun(r, v, old->v) ||
	    ((letters || (r->t->flags & PH_SCALED)) && !r->english))
		return 0;
	if (letters && (r->t->flags & PH_WEAK) && r->t->kind != PH_ORDINAL)
		return 0;	/* both, a half */
	if (letters && write_has(r, old->from, old->to, "ice"))
		return 0;	/* twice, thrice */
	/* "3-5 million": the scale stands at the other end. */
	if ((r->t->flags & PH_SCALED) && r->t->scale == 0 && !letters) {
		if (r->next == NULL || r->next->scale == 0 ||
		    dec_mul(&v, v, dec_of(1, -r->next->scale)) != 0)
			return 0;
		write_grouped(r->out, v);
		return 1;
	}
	if (r->t->flags & PH_CENTURY) {	/* 1950-53 */
		buf_addf(r->out, "%02d", (int)(dec_int(&n, v) == 0 ?
		    n % 100 : 0));
		return 1;
	}
	int ordinal = r->t->kind == PH_ORDINAL &&
	    (letters || (r->s[old->to - 1] | 32) >= 'a');
	if (ordinal) {
		if (dec_int(&n, v) != 0 || (letters && !spelled_ordinal(r, n)))
			return 0;
		if (!letters)
			put_ordinal(r->out, n);
	} else if (letters && (r->t->flags & PH_SCALED) == 0) {
		if (!spelled(r, v, old->v))
			return 0;
	} else if (r->t->flags & PH_SCALED || (r->english && dec_cmp(old->v,
	    dec_of(1, 6)) < 0 && dec_cmp(v, dec_of(1, 6)) >= 0)) {
		if (is_upper(r->s[r->from]))
			return 0;
		put_scaled(r->out, v);
	} else if (r->t->digits >= 4 && (r->t->flags & PH_GROUPED) == 0) {
		dec_print(r->out, v);	/* 1998: a year */
	} else {
		int plain = v.e >= 0 && dec_cmp(v, dec_of(1000, 0)) < 0;
		if (!r->english && !plain)
			return 0;
		write_grouped(r->out, v);
		if (r->s[old->from] == '.')
			drop_zero(r->out, start);
	}
	fix_article(r, start);
	return 1;
}
