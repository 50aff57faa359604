/*
 * adapt: align the values of two sources, find the old ones in the target,
 * write the new ones, mend the Korean particle behind them, and read the
 * result again: a value that is then not the new one is taken back.
 */
#include "config.h"

#include "text/adapt.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "text/adapt-write.h"
#include "text/lang.h"
#include "text/mask.h"
#include "text/particle.h"
#include "text/placeable-lex.h"

/* A text with more values is a table: each would be sought among all. */
#define MAX_VALUES 100

/* A change of the target: [from, to) becomes bytes of the pieces. */
struct adapt_edit {
	size_t from;
	size_t to;
	size_t piece;
	size_t piece_len;
	size_t value;	/* index of the value it writes */
	size_t query;	/* and of its placeable in the query */
	size_t t;	/* and of that in the target */
	enum ph_agree agree;
};

void
write_old(struct rewrite *r, size_t from, size_t to)
{
	if (to > from)
		buf_add(r->out, r->s + from, to - from);
}

int
write_has(const struct rewrite *r, size_t from, size_t to, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = from; i + n <= to; i++)
		if (memcmp(r->s + i, what, n) == 0)
			return 1;
	return 0;
}

/* The value of what is one number, or a date of one part. */
static int
one_number(struct dec *v, const struct placeable *p)
{
	int n = 0;

	*v = p->part[0].v;
	if (p->kind == PH_TIME || p->kind == PH_FRACTION ||
	    p->kind == PH_WEEKDAY)
		return 0;
	if (p->kind != PH_DATE)
		return 1;
	for (int i = 0; i < PH_PARTS; i++)
		if (p->part[i].to > p->part[i].from) {
			*v = p->part[i].v;
			n++;
		}
	return n == 1;
}

/* 50일 for "50 days": it looks like a day of the month. */
static int
is_span(const struct rewrite *r)
{
	const struct ph_part *part = r->t->part;

	return r->korean && r->was->kind == PH_MEASURE &&
	    r->now->kind == PH_MEASURE && part[0].to == 0 &&
	    part[1].to == 0 && part[2].to > 0;
}

int
adapt_write(struct rewrite *r)
{
	const struct placeable *t = r->t;

	if (t->flags & PH_ODD)
		return 0;
	switch (t->kind) {
	case PH_DATE:
		if (is_span(r))
			return write_korean_number(r, r->now->part[0].v, 2);
		return write_date(r);
	case PH_WEEKDAY:
		return write_weekday(r);
	case PH_TIME:
		return r->now->kind == PH_TIME && write_time(r);
	case PH_FRACTION:
		return r->now->kind == PH_FRACTION && write_fraction(r);
	default:
		break;
	}
	struct dec v;
	if (!one_number(&v, r->now))
		return 0;
	return r->korean ? write_korean_number(r, v, 0) :
	    write_english_number(r, v, 0);
}

static int
same_value(const struct placeable *a, const struct placeable *b)
{
	for (int i = 0; i < PH_PARTS; i++)
		if (!dec_eq(a->part[i].v, b->part[i].v))
			return 0;
	return 1;
}

/* The next value of ps from i on. */
static size_t
next_value(const struct placeables *ps, size_t i)
{
	while (i < ps->n && !mask_is_value(&ps->at[i]))
		i++;
	return i;
}

/* Is x free to stand for s: no other value of the source says the same? */
static int
claimed(const struct placeables *unit, size_t s, const struct placeable *x,
    enum ph_agree least)
{
	for (size_t i = 0; i < unit->n; i++)
		if (i != s && ph_agree(&unit->at[i], x) >= least)
			return 1;
	return 0;
}

/* The one place of the old value in the target; t->n when not just one. */
static size_t
find_once(const struct placeables *unit, size_t s, const struct placeables *t,
    enum ph_agree *level)
{
	const struct placeable *old = &unit->at[s];
	size_t found = t->n;

	*level = PH_SAME;
	for (size_t j = 0; j < t->n; j++) {
		if (ph_agree(old, &t->at[j]) != PH_SAME)
			continue;
		if (found < t->n)
			return t->n;
		found = j;
	}
	if (found < t->n && claimed(unit, s, &t->at[found], PH_SAME))
		return t->n;
	for (size_t j = 0; j < t->n; j++) {
		if (j == found || ph_agree(old, &t->at[j]) != PH_LOOSE ||
		    claimed(unit, s, &t->at[j], PH_SAME))
			continue;
		if (found < t->n || claimed(unit, s, &t->at[j], PH_LOOSE))
			return t->n;
		found = j;
		*level = PH_LOOSE;
	}
	return found;
}

/* Values that agree but are not written alike cannot be carried over. */
static int
can_carry(const struct placeable *old, const struct placeable *t)
{
	if (t->kind == PH_NAME || t->kind == PH_DESIGNATION)
		return 0;
	if (old->kind == PH_MEASURE && t->kind == PH_MEASURE &&
	    old->unit != t->unit && (unit_get(t->unit)->class !=
	    UC_TEMPERATURE || !dec_eq(old->part[0].v, t->part[0].v)))
		return 0;
	if (t->kind == PH_MONEY && old->kind == PH_MONEY &&
	    !dec_eq(old->part[0].v, t->part[0].v))
		return 0;
	/* 3만 may be "only 3" */
	if (((t->flags | old->flags) & PH_ALT) && old->kind != PH_DATE &&
	    t->kind != PH_DATE && !dec_eq(old->part[0].v, t->part[0].v))
		return 0;
	/* A percentage for a bare number, and the like: unlike things. */
	return (old->kind == PH_PERCENT) == (t->kind == PH_PERCENT) &&
	    (old->kind == PH_MONEY) == (t->kind == PH_MONEY);
}

/*
 * 90달러(약 10만원) for "$90": what the translator worked out from the old
 * value stands beside it, and would not be true of the new one.
 */
static int
is_worked_out(const struct adapt *a, const struct adapt_in *in, size_t t)
{
	const struct placeable *p = &a->target.at[t];
	const struct placeable *q = p + 1;

	if (t + 1 >= a->target.n || q->kind != p->kind || q->unit == p->unit ||
	    (p->kind != PH_MONEY && p->kind != PH_MEASURE) ||
	    memchr(in->target.s + p->to, '(', q->from - p->to) == NULL ||
	    memchr(in->target.s + p->to, ')', q->from - p->to) != NULL)
		return 0;
	for (size_t i = 0; i < a->unit.n; i++)
		if (a->unit.at[i].unit == q->unit &&
		    ph_agree(&a->unit.at[i], q) != PH_DIFFER)
			return 0;
	return 1;
}

static int
grow(struct adapt *a, size_t n)
{
	if (n <= a->cap)
		return 0;
	struct adapt_value *v = realloc(a->values, n * sizeof(*v));
	if (v == NULL)
		return -1;
	a->values = v;
	struct adapt_edit *e = realloc(a->edits, n * sizeof(*e));
	if (e == NULL)
		return -1;
	a->edits = e;
	a->cap = n;
	return 0;
}

/* Let the particle after [from, to) follow the new ending. */
static void
mend_particle(struct adapt *a, struct adapt_edit *e, struct rewrite *r)
{
	struct wtm_str was = { r->s, r->to };
	struct wtm_str now = { a->pieces.s + e->piece,
		a->pieces.len - e->piece };
	struct wtm_str rest = { r->s + r->to, r->len - r->to };
	size_t taken = 0;
	const char *particle = particle_after(was, now, rest, &taken);

	if (particle == NULL)
		return;
	r->to += taken;
	buf_adds(&a->pieces, particle);
}

/* Try to write value s of the unit as value q of the query. */
static int
try_edit(struct adapt *a, struct adapt_edit *e, const struct adapt_in *in,
    size_t s, size_t q)
{
	struct lang lang;

	if (a->unit.n > MAX_VALUES || a->target.n > MAX_VALUES)
		return 0;
	size_t t = find_once(&a->unit, s, &a->target, &e->agree);

	if (t == a->target.n)
		return 0;
	const struct placeable *old = &a->unit.at[s];
	a->values[e->value].old[0] = a->target.at[t].from;
	a->values[e->value].old[1] = a->target.at[t].to;
	if (!can_carry(old, &a->target.at[t]) || is_worked_out(a, in, t))
		return 0;
	lang_parse(&lang, in->target_lang, strlen(in->target_lang));
	struct rewrite r = { .s = in->target.s, .len = in->target.len,
		.korean = strcmp(lang.base, "ko") == 0,
		.english = strcmp(lang.base, "en") == 0,
		.was = old, .now = &a->query.at[q], .t = &a->target.at[t],
		.next = t + 1 < a->target.n ? &a->target.at[t + 1] : NULL,
		.out = &a->pieces };
	e->piece = a->pieces.len;
	e->query = q;
	e->t = t;
	if (!adapt_write(&r)) {
		a->pieces.len = e->piece;
		return 0;
	}
	if (r.korean && buf_ok(&a->pieces) && r.to >= r.t->to)
		mend_particle(a, e, &r);
	e->from = r.from;
	e->to = r.to;
	e->piece_len = a->pieces.len - e->piece;
	return 1;
}

/* The target with the edits made, in the order of their places. */
static void
compose(struct adapt *a, const struct adapt_in *in, const size_t n)
{
	size_t done = 0;

	buf_clear(&a->text);
	for (size_t i = 0; i < n; i++) {
		const struct adapt_edit *e = &a->edits[i];
		struct adapt_value *v = &a->values[e->value];

		buf_add(&a->text, in->target.s + done, e->from - done);
		v->adapted = 1;
		v->old[0] = e->from;
		v->old[1] = e->to;
		v->new[0] = a->text.len;
		if (e->piece_len > 0)
			buf_add(&a->text, a->pieces.s + e->piece,
			    e->piece_len);
		v->new[1] = a->text.len;
		done = e->to;
	}
	buf_add(&a->text, in->target.s + done, in->target.len - done);
}

/* Where bytes of the old target are in the new one. */
static size_t
moved(const struct adapt *a, size_t n, size_t at)
{
	size_t shift_old = 0;
	size_t shift_new = 0;

	for (size_t i = 0; i < n && a->edits[i].to <= at; i++) {
		shift_old += a->edits[i].to - a->edits[i].from;
		shift_new += a->edits[i].piece_len;
	}
	return at - shift_old + shift_new;
}

static int
by_place(const void *x, const void *y)
{
	const struct adapt_edit *a = x;
	const struct adapt_edit *b = y;

	return a->from < b->from ? -1 : a->from > b->from;
}

/* One end of a range or score was written, and the other one not. */
static int
is_half(const struct adapt *a, size_t n, const struct adapt_edit *e)
{
	const struct placeable *t = &a->target.at[e->t];
	size_t other = t->flags & PH_LO ? e->t + 1 : e->t - 1;

	if ((t->flags & (PH_LO | PH_HI)) == 0 || n == a->n_values)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (a->edits[i].t == other)
			return 0;
	return 1;
}

/*
 * Read the new target: the same placeables must stand in it, each adapted
 * one with its new value and each other with its old.
 */
static size_t
first_wrong(const struct adapt *a, size_t n)
{
	if (a->again.n != a->target.n)
		return 0;
	for (size_t i = 0; i < n; i++) {
		const struct adapt_edit *e = &a->edits[i];
		const struct placeable *t = &a->target.at[e->t];
		enum ph_agree got = ph_agree(&a->query.at[e->query],
		    &a->again.at[e->t]);
		/* 100일 is a time, 50일 may be a day */
		enum ph_agree least = t->kind == PH_MEASURE &&
		    t->unit == U_DAY ? PH_LOOSE : e->agree;
		if (got < least || is_half(a, n, e))
			return i;
	}
	for (size_t t = 0, i = 0; t < a->target.n; t++) {
		for (i = 0; i < n && a->edits[i].t != t; i++)
			;
		if (i == n && !same_value(&a->target.at[t], &a->again.at[t]))
			return t > 0 && n > 1 ? n - 1 : 0;
	}
	return n;
}

/* Make the edits; take back what does not read as meant. */
static int
settle(struct adapt *a, const struct adapt_in *in, size_t *n)
{
	qsort(a->edits, *n, sizeof(*a->edits), by_place);
	for (size_t i = 1; i < *n; i++)
		if (a->edits[i].from < a->edits[i - 1].to)
			*n = 0;
	for (;;) {
		compose(a, in, *n);
		if (!buf_ok(&a->text) || ph_find(&a->again, a->text.s,
		    a->text.len, in->target_lang) != 0)
			return -1;
		size_t bad = *n == 0 ? 0 : first_wrong(a, *n);
		if (bad == *n)
			return 0;
		struct adapt_value *v = &a->values[a->edits[bad].value];
		v->adapted = 0;
		memmove(a->edits + bad, a->edits + bad + 1,
		    (*n - bad - 1) * sizeof(*a->edits));
		(*n)--;
	}
}

static size_t
collect(struct adapt *a, struct adapted *out, const struct adapt_in *in)
{
	size_t n = 0;
	size_t s = next_value(&a->unit, 0);
	size_t q = next_value(&a->query, 0);

	for (; s < a->unit.n && q < a->query.n;
	    s = next_value(&a->unit, s + 1), q = next_value(&a->query, q + 1)) {
		if (same_value(&a->unit.at[s], &a->query.at[q]))
			continue;
		struct adapt_value *v = &a->values[out->n];
		memset(v, 0, sizeof(*v));
		v->source[0] = a->query.at[q].from;
		v->source[1] = a->query.at[q].to;
		a->edits[n].value = out->n++;
		n += (size_t)try_edit(a, &a->edits[n], in, s, q);
	}
	return n;
}

static int
align(struct adapt *a, const struct adapt_in *in, struct wtm_err *err)
{
	struct buf forms[2] = { { 0 }, { 0 } };
	int n = mask_text(&forms[0], &a->unit, in->unit.s, in->unit.len,
	    in->source_lang, err);
	int m = n < 0 ? -1 : mask_text(&forms[1], &a->query, in->query.s,
	    in->query.len, in->source_lang, err);
	int same = m < 0 ? -1 : n == m && forms[0].len == forms[1].len &&
	    memcmp(forms[0].s, forms[1].s, forms[0].len) == 0;

	buf_free(&forms[0]);
	buf_free(&forms[1]);
	return same;
}

int
adapt_target(struct adapted *out, struct adapt *a, const struct adapt_in *in,
    struct wtm_err *err)
{
	memset(out, 0, sizeof(*out));
	out->target = in->target;
	out->score = 950;
	int same = in->read ? 1 : align(a, in, err);
	if (same <= 0)
		return same;
	out->aligned = 1;
	buf_clear(&a->pieces);
	if (ph_find(&a->target, in->target.s, in->target.len,
	    in->target_lang) != 0 || grow(a, a->unit.n + 1) != 0)
		return err_nomem(err);
	size_t n = collect(a, out, in);
	a->n_values = out->n;
	if (!buf_ok(&a->pieces) || settle(a, in, &n) != 0)
		return err_nomem(err);
	for (size_t i = 0; i < out->n; i++) {
		struct adapt_value *v = &a->values[i];
		if (v->adapted)
			continue;
		v->new[0] = moved(a, n, v->old[0]);
		v->new[1] = moved(a, n, v->old[1]);
	}
	out->target.s = a->text.s;
	out->target.len = a->text.len;
	out->at = a->values;
	out->n_adapted = n;
	out->score = out->n == 0 ? 990 :
	    950 + (int)(4 * n / out->n) * 10;
	return 0;
}

void
adapt_free(struct adapt *a)
{
	ph_free(&a->unit);
	ph_free(&a->query);
	ph_free(&a->target);
	ph_free(&a->again);
	buf_free(&a->text);
	buf_free(&a->pieces);
	free(a->values);
	free(a->edits);
	memset(a, 0, sizeof(*a));
}
