/*
 * A number is a number of a list only when its neighbour in the count is
 * there too: "1." then "2.", "a)" then "b)", in the same style, behind white
 * space.  The first stands where a sentence begins.
 */
#include "config.h"

#include "text/inline-list.h"

#include <string.h>

/* A longer paragraph is no list. */
#define MAX_LIST 16384

/* The number of an item: "2.)", "(b)", "\u2022 9.". */
struct marker {
	size_t from;	/* with its bullet */
	size_t to;
	long value;	/* 1, 2, ...; of letters as well */
	int style;	/* what must be equal in one list */
};

enum { LETTER = 1, OPEN = 2, DOT = 4, CLOSE = 8, BULLET = 16, HYPHEN = 32 };

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t
read_bullet(const char *s, size_t len, struct marker *m)
{
	size_t i = 0;

	if (len > 3 && memcmp(s, "\xe2\x80\xa2", 3) == 0)
		m->style |= BULLET;
	else if (len > 3 && memcmp(s, "\xe2\x81\x83", 3) == 0)
		m->style |= HYPHEN;
	else
		return 0;
	for (i = 3; i < len && is_blank(s[i]);)
		i++;
	return i;
}

static size_t
read_number(const char *s, size_t len, struct marker *m)
{
	size_t i = 0;

	while (i < len && i < 3 && s[i] >= '0' && s[i] <= '9')
		m->value = m->value * 10 + (s[i++] - '0');
	if (i > 0)
		return i;
	if (len > 0 && s[0] >= 'a' && s[0] <= 'z') {
		m->value = s[0] - 'a' + 1;
		m->style |= LETTER;
		return 1;
	}
	return 0;
}

/* Is there a marker at off, white space and a word behind it? */
static int
marker_at(struct marker *m, const char *s, size_t len, size_t off)
{
	size_t i = off;
	size_t n;

	memset(m, 0, sizeof(*m));
	m->from = off;
	i += read_bullet(s + i, len - i, m);
	if (i < len && s[i] == '(') {
		m->style |= OPEN;
		i++;
	}
	n = read_number(s + i, len - i, m);
	i += n;
	if (n == 0)
		return 0;
	if (i < len && s[i] == '.') {
		m->style |= DOT;
		i++;
	}
	if (i < len && s[i] == ')') {
		m->style |= CLOSE;
		i++;
	}
	m->to = i;
	return (m->style & (DOT | CLOSE)) != 0 && i + 1 < len &&
	    is_blank(s[i]) && !is_blank(s[i + 1]);
}

static int
follows(const struct marker *next, const struct marker *m)
{
	return next->style == m->style && next->value == m->value + 1;
}

/* The next marker in the same style with the next value. */
static int
successor(struct marker *out, const struct marker *m, const char *s,
    size_t len)
{
	for (size_t i = m->to + 1; i < len; i++)
		if (is_blank(s[i - 1]) && !is_blank(s[i]) &&
		    marker_at(out, s, len, i) && follows(out, m))
			return 1;
	return 0;
}

/* The marker that goes on after m: of its list, or the first of another. */
static int
next_marker(struct marker *out, const struct marker *m, const char *s,
    size_t len)
{
	struct marker second;

	for (size_t i = m->to + 1; i < len; i++) {
		if (!is_blank(s[i - 1]) || is_blank(s[i]) ||
		    !marker_at(out, s, len, i))
			continue;
		if (follows(out, m) || ((out->value == 1 ||
		    (out->style & (BULLET | HYPHEN)) != 0) &&
		    successor(&second, out, s, len)))
			return 1;
	}
	return 0;
}

static size_t
cut_get(const struct buf *cuts, size_t i)
{
	size_t v;

	memcpy(&v, cuts->s + i * sizeof(v), sizeof(v));
	return v;
}

/* Out of the cuts: those within [from, to]; in: one at from. */
static void
cut_at(struct buf *cuts, const struct marker *m)
{
	struct buf out = { 0 };
	size_t n = cuts->len / sizeof(size_t);
	size_t place = m->from;
	size_t i = 0;

	for (; i < n && cut_get(cuts, i) < place; i++)
		buf_add(&out, cuts->s + i * sizeof(size_t), sizeof(size_t));
	buf_add(&out, &place, sizeof(place));
	for (; i < n; i++)
		if (cut_get(cuts, i) > m->to)
			buf_add(&out, cuts->s + i * sizeof(size_t),
			    sizeof(size_t));
	buf_free(cuts);
	*cuts = out;
}

/* The first cut behind off, or len. */
static size_t
cut_behind(const struct buf *cuts, size_t off, size_t len)
{
	for (size_t i = 0; i < cuts->len / sizeof(size_t); i++)
		if (cut_get(cuts, i) > off)
			return cut_get(cuts, i);
	return len;
}

void
inline_list_cuts(struct buf *cuts, const char *s, size_t len)
{
	struct marker m, next;
	size_t start = 0;

	if (len > MAX_LIST)
		return;
	while (start < len) {
		while (start < len && is_blank(s[start]))
			start++;
		if (start < len && marker_at(&m, s, len, start) &&
		    successor(&next, &m, s, len)) {
			while (next_marker(&next, &m, s, len)) {
				cut_at(cuts, &next);
				m = next;
			}
			start = m.from;
		}
		start = cut_behind(cuts, start, len);
	}
}
