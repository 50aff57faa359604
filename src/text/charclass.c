/*
 * Sets are ICU's own USet; only the syntax is read here, because that of a
 * set in a regular expression (\d, \s, &&, blanks that count) differs from
 * that of a UnicodeSet pattern.
 */
#include "config.h"

#include "text/charclass.h"

#include <string.h>

#include <unicode/uchar.h>

#include "text/utf8.h"

#define MAX_NEST 20

size_t
cursor_left(const struct cursor *c)
{
	return (size_t)(c->end - c->s);
}

int
cursor_peek(const struct cursor *c, int off)
{
	if (off < c->start - c->s || off >= c->end - c->s)
		return -1;
	return (unsigned char)c->s[off];
}

UChar32
cursor_next(struct cursor *c)
{
	size_t i = 0;
	uint32_t cp = utf8_next(c->s, cursor_left(c), &i);

	c->s += i;
	return (UChar32)cp;
}

int
cursor_number(struct cursor *c)
{
	int n = -1;

	while (cursor_left(c) > 0 && *c->s >= '0' && *c->s <= '9') {
		n = (n < 0 ? 0 : n) * 10 + (*c->s++ - '0');
		if (n > 9999)
			return -1;
	}
	return n;
}

/* Up to max hexadecimal digits, at least min; -1 if there are fewer. */
static UChar32
hex_digits(struct cursor *c, int min, int max)
{
	UChar32 v = 0;
	int n = 0;

	for (; n < max && cursor_left(c) > 0; n++, c->s++) {
		int d = u_digit((unsigned char)*c->s, 16);

		if (d < 0)
			break;
		v = v * 16 + d;
		if (v > 0x10ffff)
			return -1;
	}
	return n < min ? -1 : v;
}

static UChar32
braced_hex(struct cursor *c)
{
	UChar32 v;

	c->s++;
	v = hex_digits(c, 1, 6);
	if (cursor_peek(c, 0) != '}')
		return -1;
	c->s++;
	return v;
}

static UChar32
octal_digits(struct cursor *c)
{
	UChar32 v = 0;
	int n = 0;

	for (; n < 3 && cursor_left(c) > 0 && *c->s >= '0' && *c->s <= '7';
	    n++)
		v = v * 8 + (*c->s++ - '0');
	return n == 0 ? -1 : v;
}

UChar32
cursor_escape(struct cursor *c)
{
	static const char from[] = "tnrfae";
	static const char to[] = "\t\n\r\f\a\033";
	const char *p;
	int k = cursor_peek(c, 1);

	if (k < 0)
		return -1;
	c->s += 2;
	p = strchr(from, k);
	if (p != NULL)
		return to[p - from];
	switch (k) {
	case 'u':
		return hex_digits(c, 4, 4);
	case 'U':
		return hex_digits(c, 8, 8);
	case 'x':
		return cursor_peek(c, 0) == '{' ? braced_hex(c) :
		    hex_digits(c, 1, 2);
	case '0':
		return octal_digits(c);
	case 'c':
		return cursor_left(c) == 0 ? -1 : cursor_next(c) & 0x1f;
	default:
		break;
	}
	/* Letters and digits that are left have meanings that we lack. */
	if ((k >= '0' && k <= '9') || (k >= 'A' && k <= 'Z') ||
	    (k >= 'a' && k <= 'z'))
		return -1;
	c->s--;
	return cursor_next(c);
}

/* The UnicodeSet pattern of the escape at the cursor; its length, or 0. */
static size_t
escape_pattern(struct cursor *c, char *out, size_t cap)
{
	static const struct {
		char c;
		const char *pattern;
	} known[] = {
		{ 'd', "\\p{Nd}" },
		{ 'D', "\\P{Nd}" },
		{ 's', "[\\p{White_Space}]" },
		{ 'S', "[^\\p{White_Space}]" },
		{ 'w', CLASS_WORD },
		{ 'W', "[^\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]" },
		{ 'h', "[\\u0009\\p{Zs}]" },
		{ 'H', "[^\\u0009\\p{Zs}]" },
		{ 'v', CLASS_NEWLINE },
		{ 'V', "[^\\u000a-\\u000d\\u0085\\u2028\\u2029]" }
	};
	int k = cursor_peek(c, 1);
	size_t n = 0;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (known[i].c == k) {
			n = strlen(known[i].pattern);
			memcpy(out, known[i].pattern, n + 1);
			c->s += 2;
			return n;
		}
	}
	if ((k != 'p' && k != 'P') || cursor_peek(c, 2) != '{')
		return 0;
	while (cursor_left(c) > 0 && n + 2 < cap) {
		out[n++] = *c->s++;
		if (out[n - 1] == '}') {
			out[n] = '\0';
			return n;
		}
	}
	return 0;
}

int
class_named(struct cursor *c, struct alphabet *al)
{
	char pattern[128];

	if (c->flags & RX_CASELESS)
		return CLASS_NOT_NAMED;
	if (escape_pattern(c, pattern, sizeof(pattern)) == 0)
		return -2;
	return alphabet_named(al, pattern);
}

/* A copy of a set by property, to be changed. */
static USet *
set_of_pattern(struct cursor *c, const char *pattern)
{
	const USet *set = props_get(c->props, pattern);

	return set == NULL ? NULL : uset_cloneAsThawed(set);
}

USet *
class_escape(struct cursor *c)
{
	char pattern[128];
	USet *set;

	if (escape_pattern(c, pattern, sizeof(pattern)) == 0)
		return NULL;
	set = set_of_pattern(c, pattern);
	if (set != NULL && c->flags & RX_CASELESS)
		uset_closeOver(set, USET_CASE_INSENSITIVE);
	return set;
}

static USet *read_set(struct cursor *c, int depth);

/* [:name:] at the cursor. */
static USet *
posix_set(struct cursor *c)
{
	char pattern[64];
	size_t n = 0;

	while (cursor_left(c) > 0 && n + 2 < sizeof(pattern)) {
		pattern[n++] = *c->s++;
		if (n > 3 && pattern[n - 1] == ']' && pattern[n - 2] == ':') {
			pattern[n] = '\0';
			return set_of_pattern(c, pattern);
		}
	}
	return NULL;
}

static int
is_class_escape(const struct cursor *c)
{
	int k = cursor_peek(c, 1);

	return cursor_peek(c, 0) == '\\' && k > 0 &&
	    strchr("pPdDsSwWhHvV", k) != NULL;
}

/* One operand that is a set by itself, or NULL when a character is next. */
static int
nested_operand(struct cursor *c, USet **out, int depth)
{
	*out = NULL;
	if (cursor_peek(c, 0) == '[')
		*out = cursor_peek(c, 1) == ':' ? posix_set(c) :
		    read_set(c, depth + 1);
	else if (is_class_escape(c))
		*out = class_escape(c);
	else
		return 0;
	return *out == NULL ? -1 : 1;
}

static UChar32
set_char(struct cursor *c)
{
	if (cursor_peek(c, 0) == '\\')
		return cursor_escape(c);
	return cursor_left(c) == 0 ? -1 : cursor_next(c);
}

/* A character or a range a-b into the set. */
static int
range_operand(struct cursor *c, USet *set)
{
	UChar32 from = set_char(c);
	UChar32 to = from;
	int next = cursor_peek(c, 1);

	if (from < 0)
		return -1;
	if (cursor_peek(c, 0) == '-' && next >= 0 && next != ']' &&
	    next != '-' && next != '[') {
		c->s++;
		if (is_class_escape(c))
			return -1;
		to = set_char(c);
		if (to < from)
			return -1;
	}
	uset_addRange(set, from, to);
	return 0;
}

/* Operands up to "]", "&&" or "--", united. */
static USet *
read_union(struct cursor *c, int depth)
{
	USet *set = uset_openEmpty();
	const char *start = c->s;

	while (set != NULL && cursor_left(c) > 0) {
		int k = cursor_peek(c, 0);
		int two = cursor_peek(c, 1);
		USet *inner;
		int rc;

		if ((k == ']' && c->s != start) || (k == '&' && two == '&') ||
		    (k == '-' && two == '-'))
			return set;
		rc = nested_operand(c, &inner, depth);
		if (rc == 1) {
			uset_addAll(set, inner);
			uset_close(inner);
		} else if (rc < 0 || range_operand(c, set) < 0) {
			break;
		}
	}
	uset_close(set);
	return NULL;
}

static USet *
read_set(struct cursor *c, int depth)
{
	USet *set, *rhs;
	int negated, op;

	if (depth > MAX_NEST)
		return NULL;
	c->s++;
	negated = cursor_peek(c, 0) == '^';
	if (negated)
		c->s++;
	set = read_union(c, depth);
	while (set != NULL && (op = cursor_peek(c, 0)) != ']') {
		c->s += 2;
		rhs = read_union(c, depth);
		if (rhs == NULL) {
			uset_close(set);
			return NULL;
		}
		if (op == '&')
			uset_retainAll(set, rhs);
		else
			uset_removeAll(set, rhs);
		uset_close(rhs);
	}
	if (set == NULL)
		return NULL;
	c->s++;
	/* Folding comes before the complement. */
	if (c->flags & RX_CASELESS)
		uset_closeOver(set, USET_CASE_INSENSITIVE);
	if (negated)
		uset_complement(set);
	return set;
}

USet *
class_set(struct cursor *c)
{
	return read_set(c, 0);
}
