/*
 * diff: which words differ between two texts, for the eye of a translator.
 *
 * A word is a run of letters and digits with the points, commas, hyphens and
 * apostrophes inside it; any other character is a word of its own, so that a
 * comma added to a word does not mark the word.  White space belongs to the
 * word before it and is not compared.  The longest common subsequence decides;
 * texts too long for its table are shown as one change between their common
 * beginning and end.
 */
#include "config.h"
#include "wiretm.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "text/utf8.h"

#define TABLE_MAX ((size_t)1 << 22)

struct word {
	size_t from;
	size_t to;	/* without the white space behind it */
	size_t end;	/* with it */
};

struct words {
	const char *s;
	struct word *at;
	size_t n;
};

enum kind { LETTER, JOINER, BLANK, OTHER };

static enum kind
kind_of(uint32_t cp)
{
	if (cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' ||
	    cp == 0xa0 || cp == 0x3000)
		return BLANK;
	if (cp == '.' || cp == ',' || cp == '-' || cp == '\'' || cp == 0x2019)
		return JOINER;
	if ((cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
	    (cp >= 'a' && cp <= 'z'))
		return LETTER;
	if (cp < 0xc0 || (cp >= 0x2000 && cp < 0x2c00) ||
	    (cp >= 0x3000 && cp < 0x3040) || (cp >= 0xff00 && cp < 0xff10))
		return OTHER;
	return LETTER;
}

static enum kind
kind_at(const char *s, size_t len, size_t off, size_t *n)
{
	size_t end = off;
	uint32_t cp;

	*n = 0;
	if (off >= len)
		return OTHER;
	cp = utf8_next(s, len, &end);
	*n = end - off;
	return kind_of(cp);
}

/* The end of the word that begins at off. */
static size_t
word_end(const char *s, size_t len, size_t off)
{
	size_t n;
	size_t after;
	enum kind k = kind_at(s, len, off, &n);

	off += n;
	if (k != LETTER)
		return off;
	for (;;) {
		k = kind_at(s, len, off, &n);
		if (k == JOINER &&
		    kind_at(s, len, off + n, &after) == LETTER)
			n += after;
		else if (k != LETTER || n == 0)
			return off;
		off += n;
	}
}

static size_t
skip_blanks(const char *s, size_t len, size_t off)
{
	size_t n;

	while (off < len && kind_at(s, len, off, &n) == BLANK)
		off += n;
	return off;
}

static int
split(struct words *w, const char *s, size_t len)
{
	size_t off = skip_blanks(s, len, 0);

	if (len > SIZE_MAX / sizeof *w->at - 1)
		return -1;
	w->s = s;
	w->n = 0;
	w->at = malloc((len + 1) * sizeof *w->at);
	if (w->at == NULL)
		return -1;
	while (off < len) {
		struct word *p = &w->at[w->n++];

		p->from = off;
		p->to = word_end(s, len, off);
		p->end = skip_blanks(s, len, p->to);
		off = p->end;
	}
	return 0;
}

static int
equal(const struct words *a, size_t i, const struct words *b, size_t j)
{
	size_t len = a->at[i].to - a->at[i].from;

	return len == b->at[j].to - b->at[j].from &&
	    memcmp(a->s + a->at[i].from, b->s + b->at[j].from, len) == 0;
}

/* Append a pair of words, or of none (to = from), to the runs. */
static void
append(struct wtm_diff *d, int same, const struct words *a, size_t i,
    int take_a, const struct words *b, size_t j, int take_b)
{
	struct wtm_diff_run *r = d->n == 0 ? NULL : &d->runs[d->n - 1];

	if (r == NULL || r->same != same) {
		size_t old = r == NULL ? 0 : r->old_to;
		size_t new = r == NULL ? 0 : r->new_to;

		r = &d->runs[d->n++];
		*r = (struct wtm_diff_run){ same, old, old, new, new,
		    0 };
	}
	if (take_a)
		r->old_to = a->at[i].end;
	if (take_b)
		r->new_to = b->at[j].end;
}

/*
 * table[i * (m + 1) + j] becomes the length of the longest common subsequence
 * of the words from + i.. of a and from + j.. of b.
 */
static uint16_t *
fill(const struct words *a, size_t n, const struct words *b, size_t m,
    size_t from)
{
	size_t row = m + 1;
	uint16_t *t;

	if (n == 0 || m == 0 || n >= UINT16_MAX || m >= UINT16_MAX ||
	    (n + 1) * row > TABLE_MAX)
		return NULL;
	t = calloc((n + 1) * row, sizeof *t);
	if (t == NULL)
		return NULL;
	for (size_t i = n; i-- > 0;) {
		for (size_t j = m; j-- > 0;) {
			uint16_t down = t[(i + 1) * row + j];
			uint16_t right = t[i * row + j + 1];

			if (equal(a, from + i, b, from + j))
				t[i * row + j] = (uint16_t)(
				    t[(i + 1) * row + j + 1] + 1);
			else
				t[i * row + j] = down > right ? down : right;
		}
	}
	return t;
}

/* The runs between the common beginning and the common end. */
static void
middle(struct wtm_diff *d, const struct words *a, size_t n,
    const struct words *b, size_t m, size_t from)
{
	uint16_t *t = fill(a, n, b, m, from);
	size_t i = 0;
	size_t j = 0;

	while (i < n || j < m) {
		if (t != NULL && i < n && j < m &&
		    equal(a, from + i, b, from + j)) {
			append(d, 1, a, from + i++, 1, b, from + j++, 1);
		} else if (j == m || (i < n && (t == NULL ||
		    t[(i + 1) * (m + 1) + j] >= t[i * (m + 1) + j + 1]))) {
			append(d, 0, a, from + i++, 1, b, 0, 0);
		} else {
			append(d, 0, a, 0, 0, b, from + j++, 1);
		}
	}
	free(t);
}

static void
compare(struct wtm_diff *d, const struct words *a, const struct words *b)
{
	size_t shorter = a->n < b->n ? a->n : b->n;
	size_t head = 0;
	size_t tail = 0;

	while (head < shorter && equal(a, head, b, head))
		head++;
	while (tail < shorter - head &&
	    equal(a, a->n - 1 - tail, b, b->n - 1 - tail))
		tail++;
	for (size_t i = 0; i < head; i++)
		append(d, 1, a, i, 1, b, i, 1);
	middle(d, a, a->n - head - tail, b, b->n - head - tail, head);
	for (size_t i = tail; i > 0; i--)
		append(d, 1, a, a->n - i, 1, b, b->n - i, 1);
}

static int
ends_blank(const char *s, size_t from, size_t to)
{
	return to > from && strchr(" \t\r\n", s[to - 1]) != NULL;
}

/*
 * Where only one text has a blank before a change, it belongs to the words of
 * that text, if there are any.
 */
static void
set_blanks(struct wtm_diff *d, const char *old, const char *new)
{
	for (size_t i = 0; i < d->n; i++) {
		struct wtm_diff_run *r = &d->runs[i];
		const struct wtm_diff_run *next = r + 1;
		int in_old = ends_blank(old, r->old_from, r->old_to);
		int in_new = ends_blank(new, r->new_from, r->new_to);

		if (!r->same || in_old == in_new || i + 1 == d->n)
			r->blank = in_old || in_new;
		else
			r->blank = (in_old && next->old_to > next->old_from) ||
			    (in_new && next->new_to > next->new_from);
	}
}

int
wtm_diff(struct wtm_diff *d, const char *old, size_t old_len, const char *new,
    size_t new_len, struct wtm_err *err)
{
	struct words a = { 0 };
	struct words b = { 0 };
	int ret = 0;

	*d = (struct wtm_diff){ 0 };
	if (split(&a, old, old_len) == 0 && split(&b, new, new_len) == 0)
		d->runs = calloc(a.n + b.n + 1, sizeof *d->runs);
	if (d->runs != NULL)
		compare(d, &a, &b);
	set_blanks(d, old, new);
	if (d->runs == NULL)
		ret = err_nomem(err);
	free(a.at);
	free(b.at);
	return ret;
}

void
wtm_diff_free(struct wtm_diff *d)
{
	free(d->runs);
	*d = (struct wtm_diff){ 0 };
}
