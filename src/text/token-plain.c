/*
 * token-plain: the unit rules for text that is its own normal form: ASCII,
 * Hangul syllables, Han, Kana and the signs of wire copy.  The rules are those
 * of token.c where there are no marks and the one script of letters is Latin;
 * a test holds the two against each other.
 *
 * A character of another kind, or a Latin letter beyond ASCII, stops the
 * reader; what it read since the last space is taken back, because a mark may
 * change the character before it.
 */
#include "config.h"
#include "text/token-inner.h"

#include "base/plain.h"

struct plain {
	const unsigned char *s;
	size_t len;
	struct units *out;
};

/* The character at i. */
struct seen {
	uint32_t c;	/* folded; 0 when it is not plain */
	size_t n;	/* bytes */
	enum cls class;
};

static struct seen
see_other(const struct plain *p, size_t i)
{
	size_t end = i;
	uint32_t c = norm_plain_fold(utf8_next((const char *)p->s, p->len,
	    &end));
	struct seen x = { c, end - i, c == 0 ? NONE : token_class(c) };

	if (x.class == LETTER)
		x.c = 0;
	return x;
}

/* At the end of the text there is nothing: a plain NONE. */
static inline struct seen
see(const struct plain *p, size_t i)
{
	struct seen x = { ' ', 1, NONE };

	if (i >= p->len)
		return x;
	x.c = p->s[i];
	if (x.c == 0 || x.c >= 0x80)
		return see_other(p, i);
	if (x.c - 'A' < 26u)
		x.c += 32;
	x.class = (enum cls)token_ascii[x.c];
	return x;
}

static inline int
is_letter(const struct plain *p, size_t i)
{
	return i < p->len && (uint32_t)(p->s[i] | 32) - 'a' < 26u;
}

/* Most words are seen whole in eight bytes. */
static inline size_t
take_letters(const struct plain *p, size_t i, struct key *k)
{
	while (p->len - i >= 8) {
		uint64_t word = plain_word((const char *)p->s + i);
		uint64_t others = ~plain_letters(word) & PLAIN_TOPS;
		uint64_t before = ((others & -others) >> 7) - 1;
		size_t n = others == 0 ? 8 :
		    (size_t)__builtin_ctzll(others) / 8;

		key_bytes(k, (word | PLAIN_EACH(0x20)) & before, n);
		i += n;
		if (n < 8)
			return i;
	}
	while (is_letter(p, i))
		key_byte(k, p->s[i++] | 32);
	return i;
}

/*
 * Each reader returns where its unit ends.  None has to look whether what
 * follows is plain: when it is not, the unit is taken back.
 */

static size_t
read_word(const struct plain *p, size_t first)
{
	struct key k = { 0 };
	size_t i = take_letters(p, first, &k);
	struct seen next;

	if (i == first + 1)
		while (see(p, i).class == STOP && is_letter(p, i + 1) &&
		    !is_letter(p, i + 2))
			i = take_letters(p, i + 1, &k);
	while ((next = see(p, i)).class == APOS && is_letter(p, i + next.n))
		i = take_letters(p, i + next.n, &k);
	units_put(p->out, key_end(&k), UNIT_WORD, first, i);
	return i;
}

static size_t
read_number(const struct plain *p, size_t first)
{
	struct key k = { 0 };
	size_t i = first;
	struct seen next;

	do {
		key_byte(&k, p->s[i++]);
		next = see(p, i);
	} while (next.class == DIGIT || ((next.class == STOP ||
	    next.class == COMMA) && see(p, i + 1).class == DIGIT));
	units_put(p->out, key_end(&k), UNIT_NUMBER, first, i);
	return i;
}

static size_t
read_char(const struct plain *p, size_t i, const struct seen *x,
    enum unit_kind kind)
{
	struct key k = { 0 };
	char bytes[4];
	size_t n = utf8_put(bytes, x->c);

	for (size_t b = 0; b < n; b++)
		key_byte(&k, (unsigned char)bytes[b]);
	units_put(p->out, key_end(&k), kind, i, i + x->n);
	return i + x->n;
}

/* A minus is compared as "-", whichever of the two it is. */
static size_t
read_minus(const struct plain *p, size_t i, size_t n, enum cls before)
{
	if (see(p, i + n).class == DIGIT && !is_letter_or_digit(before))
		units_put(p->out, '-', UNIT_SIGN, i, i + n);
	return i + n;
}

static size_t
read_one(const struct plain *p, size_t i, const struct seen *x,
    enum cls before)
{
	switch (x->class) {
	case LETTER:
		return read_word(p, i);
	case DIGIT:
		return read_number(p, i);
	case IDEO:
		return read_char(p, i, x, UNIT_CHAR);
	case SIGN:
		return read_char(p, i, x, UNIT_SIGN);
	case MINUS:
		return read_minus(p, i, x->n, before);
	default:
		return i + x->n;
	}
}

/* Syllables, of which most Korean text is. */
static size_t
read_hangul(const struct plain *p, size_t i)
{
	for (; plain_is_hangul((const char *)p->s, p->len, i); i += 3)
		units_put(p->out, p->s[i] | (uint32_t)p->s[i + 1] << 8 |
		    (uint32_t)p->s[i + 2] << 16, UNIT_CHAR, i, i + 3);
	return i;
}

size_t
token_plain(struct units *u, const char *s, size_t len)
{
	struct plain p = { (const unsigned char *)s, len, u };
	enum cls before = NONE;
	size_t space = 0;
	size_t n = 0;	/* units before it */
	size_t i = 0;
	int folded = 1;	/* as far as it was read */

	while (i < len) {
		size_t end = read_hangul(&p, i);
		struct seen x = see(&p, end);

		if (x.c == 0) {
			u->n = n;
			return space;
		}
		if (end > i)
			before = IDEO;
		i = end;
		if (x.c < ' ')
			folded = 0;
		if (i < len && s[i] == ' ') {
			folded &= i > 0 && s[i - 1] != ' ';
			space = i;
			n = u->n;
		}
		i = read_one(&p, i, &x, before);
		before = x.class;
	}
	u->is_key = folded && len > 0 && s[len - 1] != ' ';
	return len;
}
