/*
 * figure-text: empty and untranslated targets, inline codes that were lost or
 * added, brackets and quotation marks that are odd in the target though they
 * are even in the source.
 */
#include "config.h"

#include "match/figure-text.h"

#include <string.h>

static int
message(struct wtm_str *out, const struct buf *b, struct arena *a)
{
	if (!buf_ok(b))
		return -1;
	*out = arena_str(a, b->s, b->len);
	return out->s == NULL ? -1 : 0;
}

static void
quote(struct buf *b, const char *s, const size_t place[2])
{
	buf_addc(b, '"');
	buf_add(b, s + place[0], place[1] - place[0]);
	buf_addc(b, '"');
}

int
figure_message(struct wtm_str *out, const struct complaint *c,
    const char *source, const char *target, struct arena *a)
{
	struct buf b = { 0 };
	int in_source = c->source[1] > c->source[0];
	int in_target = c->target[1] > c->target[0];

	if (in_source && in_target) {
		quote(&b, source, c->source);
		buf_adds(&b, " in the source, ");
		quote(&b, target, c->target);
		buf_adds(&b, " in the target");
	} else if (in_source) {
		quote(&b, source, c->source);
		buf_adds(&b, " is not in the target");
	} else {
		quote(&b, target, c->target);
		buf_adds(&b, " is not in the source");
	}
	int r = message(out, &b, a);
	buf_free(&b);
	return r;
}

struct list {
	struct complaint *at;
	size_t n;
	struct arena *a;
	int failed;
};

static struct complaint *
add(struct list *l, const char *kind, const char *text)
{
	struct complaint *c = &l->at[l->n];

	if (l->n == FIGURE_TEXT_MAX)
		return NULL;
	memset(c, 0, sizeof(*c));
	c->kind = kind;
	c->message = arena_str(l->a, text, strlen(text));
	if (c->message.s == NULL) {
		l->failed = 1;
		return NULL;
	}
	l->n++;
	return c;
}

static int
is_blank(struct wtm_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.s[i] > ' ')
			return 0;
	return 1;
}

/* Is there a word of at least four letters that a translation would change? */
static int
has_words(struct wtm_str s)
{
	size_t run = 0;
	int lower = 0;
	int words = 0;

	for (size_t i = 0; i <= s.len; i++) {
		unsigned char c = i < s.len ? (unsigned char)s.s[i] : ' ';
		int letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    c >= 0x80;
		if (letter) {
			run++;
			lower |= (c >= 'a' && c <= 'z') || c >= 0x80;
			continue;
		}
		words += run >= 2 && lower;
		run = 0;
		lower = 0;
	}
	return words >= 2;
}

static int
same_lang(const struct wtm_tuv *a, const struct wtm_tuv *b)
{
	return a->lang.len >= 2 && b->lang.len >= 2 &&
	    (a->lang.s[0] | 32) == (b->lang.s[0] | 32) &&
	    (a->lang.s[1] | 32) == (b->lang.s[1] | 32);
}

static int
codes_of(const struct wtm_tuv *t, struct wtm_str xml)
{
	int n = 0;

	for (size_t i = 0; i < t->n_codes; i++)
		n += t->codes[i].xml.len == xml.len &&
		    memcmp(t->codes[i].xml.s, xml.s, xml.len) == 0;
	return n;
}

/* The first code of a that b has fewer of; n_codes when there is none. */
static size_t
code_short(const struct wtm_tuv *a, const struct wtm_tuv *b)
{
	for (size_t i = 0; i < a->n_codes && i < 100; i++)
		if (codes_of(a, a->codes[i].xml) > codes_of(b,
		    a->codes[i].xml))
			return i;
	return a->n_codes;
}

static void
check_codes(struct list *l, const struct wtm_tuv *s, const struct wtm_tuv *t)
{
	size_t lost = code_short(s, t);
	size_t added = code_short(t, s);
	struct complaint *c;

	if (lost < s->n_codes) {
		c = add(l, "codes", "an inline code of the source is lost");
		if (c != NULL)
			c->source[0] = c->source[1] = s->codes[lost].off;
	}
	if (added < t->n_codes) {
		c = add(l, "codes", "an inline code is not in the source");
		if (c != NULL)
			c->target[0] = c->target[1] = t->codes[added].off;
	}
}

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
is_alnum(char c)
{
	return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

struct bracket {
	char open[4];
	char close[4];
};

static const struct bracket brackets[] = {
	{ "(", ")" }, { "（", "）" }, { "[", "]" }, { "{", "}" }, { "「", "」" },
	{ "『", "』" }, { "《", "》" }, { "〈", "〉" }, { "【", "】" },
};


/* How often sign is in s; *at is the place of the last. */
static size_t
count_of(struct wtm_str s, const char *sign, size_t *at)
{
	size_t len = strlen(sign);
	size_t n = 0;

	for (size_t i = 0; i + len <= s.len; i++)
		if (memcmp(s.s + i, sign, len) == 0) {
			*at = i;
			n++;
		}
	return n;
}

/* The place of an odd sign, and its length; 0: all are even. */
static size_t
odd_pair(struct wtm_str s, const struct bracket *p, size_t *at)
{
	size_t open_at = 0;
	size_t close_at = 0;
	size_t open = count_of(s, p->open, &open_at);
	size_t close = count_of(s, p->close, &close_at);

	if (strcmp(p->open, p->close) == 0) {
		*at = open_at;
		return open % 2 == 0 ? 0 : strlen(p->open);
	}
	*at = open > close ? open_at : close_at;
	return open == close ? 0 : strlen(open > close ? p->open : p->close);
}

static void
check_brackets(struct list *l, const struct wtm_tuv *s,
    const struct wtm_tuv *t)
{
	size_t at = 0;
	size_t ignored = 0;

	for (size_t i = 0; i < sizeof(brackets) / sizeof(*brackets); i++) {
		size_t len = odd_pair(t->text, &brackets[i], &at);

		/* "(...）" closes; only the width is odd. */
		if (i < 2 && odd_pair(t->text, &brackets[1 - i], &ignored) > 0)
			len = 0;
		if (len == 0 || odd_pair(s->text, &brackets[i], &ignored) > 0)
			continue;
		struct complaint *c = add(l, "brackets",
		    "a bracket without its partner");
		if (c != NULL) {
			c->target[0] = at;
			c->target[1] = at + len;
		}
		return;
	}
}

/* Double quotation marks of all forms: a “ may be closed by a ". */
static size_t
quotes_in(struct wtm_str s, size_t *at, size_t *len)
{
	static const char *const signs[] = { "\"", "“", "”", "„", "«", "»",
		"˝", "``", "''", "’’" };
	size_t n = 0;

	*at = 0;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t where = 0;
		size_t k = count_of(s, signs[i], &where);

		if (k > 0 && where >= *at) {
			*at = where;
			*len = strlen(signs[i]);
		}
		n += k;
	}
	return n;
}

/* The single quotation mark at i, its length; 0: none, or an apostrophe. */
static size_t
single_at(struct wtm_str s, size_t i)
{
	size_t n = s.s[i] == '\'' || s.s[i] == '`' ? 1 : s.len - i >= 3 &&
	    (memcmp(s.s + i, "‘", 3) == 0 || memcmp(s.s + i, "’", 3) == 0) ?
	    3 : 0;
	char before = i > 0 ? s.s[i - 1] : ' ';
	const char *after = s.s + i + n;

	if (n == 0)
		return 0;
	/* Posada's; %'d; '98 and not '1984' */
	if ((is_alnum(before) || before == '%' || before == '$') &&
	    i + n < s.len && is_alnum(*after))
		return 0;
	if (!is_alnum(before) && s.len - i - n >= 2 && is_digit(after[0]) &&
	    is_digit(after[1]) && (s.len - i - n == 2 ||
	    !is_digit(after[2])))
		return 0;
	return n;
}

/* Korean has no apostrophes: single quotation marks, too, come in pairs. */
static size_t
singles_in(struct wtm_str s, size_t *at, size_t *len)
{
	size_t count = 0;

	for (size_t i = 0; i < s.len;) {
		size_t n = single_at(s, i);
		size_t twice = n > 0 && i + n < s.len ? single_at(s, i + n) : 0;

		if (n > 0 && twice == 0) {
			*at = i;
			*len = n;
			count++;
		}
		i += n + twice + (n == 0);
	}
	return count;
}

static int
is_korean(struct wtm_str lang)
{
	return lang.len >= 2 && (lang.s[0] | 32) == 'k' &&
	    (lang.s[1] | 32) == 'o';
}

static void
check_quotes(struct list *l, const struct wtm_tuv *s, const struct wtm_tuv *t)
{
	size_t at = 0;
	size_t len = 0;
	int odd = quotes_in(s->text, &at, &len) % 2 == 0 &&
	    quotes_in(t->text, &at, &len) % 2 != 0;

	if (!odd)
		odd = is_korean(t->lang) && singles_in(t->text, &at, &len) % 2;
	if (!odd)
		return;
	struct complaint *c = add(l, "quotes",
	    "a quotation mark without its partner");
	if (c != NULL) {
		c->target[0] = at;
		c->target[1] = at + len;
	}
}

int
figure_text(struct complaint *at, size_t *n, const struct wtm_tuv *source,
    const struct wtm_tuv *target, struct arena *a)
{
	struct list l = { .at = at, .a = a };
	int whole = 1;

	if (is_blank(target->text)) {
		whole = is_blank(source->text);
		if (!whole)
			add(&l, "empty", "the target is empty");
	} else if (target->text.len == source->text.len &&
	    memcmp(target->text.s, source->text.s, source->text.len) == 0 &&
	    !same_lang(source, target) && has_words(source->text)) {
		add(&l, "same", "the target is the same as the source");
		whole = 0;
	}
	if (whole) {
		check_codes(&l, source, target);
		check_brackets(&l, source, target);
		check_quotes(&l, source, target);
	}
	*n = l.n;
	return l.failed ? -1 : whole;
}
