/*
 * differs: in what two texts of the same units differ.
 *
 * Equal units stand opposite each other, so the texts are compared unit by
 * unit (case, width, and the apostrophes and full stops within) and gap by
 * gap (punctuation, spacing, width).
 */
#include "config.h"
#include "score/score.h"

#include <string.h>

#include "base/err.h"

struct pieces {
	struct buf a;
	struct buf b;
	struct buf key_a;
	struct buf key_b;
	unsigned differs;
	struct wtm_err *err;
};

static int
same(const struct buf *a, const struct buf *b)
{
	return a->len == b->len &&
	    (a->len == 0 || memcmp(a->s, b->s, a->len) == 0);
}

/* 1 when a part of the two pieces differs, 0 when not, -1 on failure. */
static int
part_differs(struct pieces *p, enum norm_form form, enum norm_part part,
    struct wtm_str a, struct wtm_str b)
{
	buf_clear(&p->a);
	buf_clear(&p->b);
	if (norm_part(&p->a, form, part, a.s, a.len, p->err) != 0 ||
	    norm_part(&p->b, form, part, b.s, b.len, p->err) != 0)
		return -1;
	return !same(&p->a, &p->b);
}

/* Set the bit when a part differs. */
static int
note(struct pieces *p, unsigned bit, enum norm_form form,
    enum norm_part part, struct wtm_str a, struct wtm_str b)
{
	int rc = part_differs(p, form, part, a, b);

	if (rc > 0)
		p->differs |= bit;
	return rc < 0 ? -1 : 0;
}

/* Is any letter of the piece a compatibility character? */
static int
is_wide(struct pieces *p, struct wtm_str s)
{
	buf_clear(&p->a);
	buf_clear(&p->b);
	if (norm_part(&p->a, NORM_NFC, NORM_LETTERS, s.s, s.len, p->err) ||
	    norm_part(&p->b, NORM_NFKC, NORM_LETTERS, s.s, s.len, p->err))
		return -1;
	return !same(&p->a, &p->b);
}

static int
word_differs(struct pieces *p, struct wtm_str a, struct wtm_str b)
{
	int wide_a = is_wide(p, a);
	int wide_b = wide_a < 0 ? -1 : is_wide(p, b);

	if (wide_b < 0)
		return -1;
	if (wide_a != wide_b)
		p->differs |= WTM_DIFFERS_WIDTH;
	if (note(p, WTM_DIFFERS_CASE, NORM_NFKC, NORM_LETTERS, a, b) != 0)
		return -1;
	return note(p, WTM_DIFFERS_PUNCTUATION, NORM_NFKC, NORM_JOINERS, a,
	    b);
}

static int
is_minus(const struct buf *b)
{
	return (b->len == 1 && b->s[0] == '-') ||
	    (b->len == 3 && memcmp(b->s, "\xE2\x88\x92", 3) == 0);
}

static int
unit_differs(struct pieces *p, enum unit_kind kind, struct wtm_str a,
    struct wtm_str b)
{
	int rc;

	if (a.len == b.len && memcmp(a.s, b.s, a.len) == 0)
		return 0;
	rc = part_differs(p, NORM_NFC, NORM_INK, a, b);
	if (rc <= 0)
		return rc;
	if (kind == UNIT_WORD)
		return word_differs(p, a, b);
	rc = part_differs(p, NORM_NFKC, NORM_INK, a, b);
	if (rc < 0)
		return -1;
	if (rc > 0 && is_minus(&p->a) && is_minus(&p->b))
		p->differs |= WTM_DIFFERS_PUNCTUATION;
	else
		p->differs |= WTM_DIFFERS_WIDTH;
	return 0;
}

/* The gap with its white space folded, but not lost where units touch it. */
static int
gap_key(struct buf *key, struct buf *scratch, struct wtm_str gap, int first,
    int last, struct wtm_err *err)
{
	buf_clear(scratch);
	buf_clear(key);
	if (!first)
		buf_addc(scratch, 'x');
	if (norm_form(scratch, NORM_NFKC, gap.s, gap.len, err) != 0)
		return -1;
	if (!last)
		buf_addc(scratch, 'x');
	if (!buf_ok(scratch))
		return err_nomem(err);
	return norm_key(key, scratch->s, scratch->len, err);
}

static int
has_space(const struct buf *b)
{
	return b->len > 0 && memchr(b->s, ' ', b->len) != NULL;
}

static int
gap_differs(struct pieces *p, struct wtm_str a, struct wtm_str b, int first,
    int last)
{
	int rc;

	if (a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0))
		return 0;
	if (gap_key(&p->key_a, &p->a, a, first, last, p->err) != 0 ||
	    gap_key(&p->key_b, &p->b, b, first, last, p->err) != 0)
		return -1;
	rc = part_differs(p, NORM_NFKC, NORM_INK, a, b);
	if (rc < 0)
		return -1;
	if (rc > 0) {
		p->differs |= WTM_DIFFERS_PUNCTUATION;
		if (has_space(&p->key_a) != has_space(&p->key_b))
			p->differs |= WTM_DIFFERS_SPACING;
		return 0;
	}
	if (!same(&p->key_a, &p->key_b))
		p->differs |= WTM_DIFFERS_SPACING;
	return note(p, WTM_DIFFERS_WIDTH, NORM_NFC, NORM_INK, a, b);
}

/* Units and gaps may share the bytes of one compatibility character. */
static struct wtm_str
piece(const struct score_text *t, size_t from, size_t to)
{
	return (struct wtm_str){ t->s + from, to > from ? to - from : 0 };
}

static int
compare(struct pieces *p, const struct score_text *a,
    const struct score_text *b)
{
	size_t end_a = 0, end_b = 0;
	size_t n = a->units.n;

	for (size_t i = 0; i < n; i++) {
		const struct unit *x = &a->units.at[i];
		const struct unit *y = &b->units.at[i];

		if (gap_differs(p, piece(a, end_a, x->from),
		    piece(b, end_b, y->from), i == 0, 0) != 0 ||
		    unit_differs(p, x->kind, piece(a, x->from, x->to),
		    piece(b, y->from, y->to)) != 0)
			return -1;
		end_a = x->to;
		end_b = y->to;
	}
	return gap_differs(p, piece(a, end_a, a->len), piece(b, end_b, b->len),
	    n == 0, 1);
}

int
score_differs(unsigned *out, const struct score_text *a,
    const struct score_text *b, struct wtm_err *err)
{
	struct pieces p = { .err = err };
	int rc = 0;

	*out = 0;
	if (a->units.n != b->units.n)
		return 0;
	if (!score_same_codes(a, b))
		p.differs |= WTM_DIFFERS_CODES;
	if (!score_same_text(a, b)) {
		unsigned codes = p.differs;

		rc = compare(&p, a, b);
		if (p.differs == codes)
			p.differs |= WTM_DIFFERS_PUNCTUATION;
	}
	buf_free(&p.a);
	buf_free(&p.b);
	buf_free(&p.key_a);
	buf_free(&p.key_b);
	if (rc == 0)
		*out = p.differs;
	return rc;
}
