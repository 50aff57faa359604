/*
 * figure: compare the placeables of a source and a target.
 *
 * Placeables pair off one to one where kind and value agree, then where the
 * values agree.  What is left is covered when it says again what was paired.
 * A rest on both sides that could be the same thing is a figure that differs;
 * a strong figure left on one side only is missing or added.
 */
#include "config.h"

#include "match/figure.h"

#include <string.h>

#include "base/err.h"
#include "match/figure-side.h"
#include "match/figure-text.h"
#include "text/name.h"
#include "text/placeable-lex.h"

#define NAMES_MAX 8

/* Which figures might stand for each other. */
enum group { G_NONE, G_COUNT, G_DATE, G_TIME, G_WEEKDAY, G_DESIGNATION };

static enum group
group_of(const struct placeable *p)
{
	switch (p->kind) {
	case PH_DATE:
		return G_DATE;
	case PH_TIME:
		return G_TIME;
	case PH_WEEKDAY:
		return G_WEEKDAY;
	case PH_DESIGNATION:
		return G_DESIGNATION;
	case PH_NAME:
		return G_NONE;
	default:
		return G_COUNT;
	}
}

static void
side_start(struct figure_side *s, const struct placeables *ps)
{
	s->at = ps->at;
	s->n = ps->n < MAX_FIGURES ? ps->n : MAX_FIGURES;
	for (size_t i = 0; i < s->n; i++)
		s->pair[i] = group_of(&s->at[i]) == G_NONE ? COVERED : ALONE;
}

static void
pair_off(struct figure_side *s, struct figure_side *t, enum ph_agree least)
{
	for (size_t i = 0; i < s->n; i++) {
		for (size_t j = 0; j < t->n && s->pair[i] == ALONE; j++) {
			if (t->pair[j] != ALONE ||
			    ph_agree(&s->at[i], &t->at[j]) < least)
				continue;
			s->pair[i] = (int16_t)j;
			t->pair[j] = (int16_t)i;
		}
	}
}

struct work {
	struct figure_side s;
	struct figure_side t;
	struct complaint *at;
	size_t n;
	size_t cap;
	const char *source;
	const char *target;
	const struct placeables *source_atoms;
	const struct placeables *target_atoms;
	struct arena *a;
	int failed;
};

static void
tell(struct work *w, const char *kind, const struct placeable *s,
    const struct placeable *t)
{
	if (w->n == w->cap || w->failed)
		return;
	struct complaint *c = &w->at[w->n];
	c->kind = kind;
	if (s != NULL) {
		c->source[0] = s->from;
		c->source[1] = s->to;
	}
	if (t != NULL) {
		c->target[0] = t->from;
		c->target[1] = t->to;
	}
	if (figure_message(&c->message, c, w->source, w->target, w->a) != 0)
		w->failed = 1;
	else
		w->n++;
}

static const char *
kind_of(const struct placeable *p)
{
	switch (group_of(p)) {
	case G_DATE:
	case G_WEEKDAY:
		return "date";
	case G_TIME:
		return "time";
	default:
		return p->kind == PH_MONEY ? "money" :
		    p->kind == PH_PERCENT || p->kind == PH_POINT ? "percent" :
		    "number";
	}
}

static int
common_part(const struct placeable *a, const struct placeable *b)
{
	for (int i = 0; i < PH_PARTS; i++)
		if (a->part[i].to > a->part[i].from &&
		    b->part[i].to > b->part[i].from)
			return 1;
	return 0;
}

/* How alike are two figures that differ?  0: they are not the same thing. */
static int
likeness(const struct placeable *a, const struct placeable *b)
{
	enum group ga = group_of(a);
	enum group gb = group_of(b);

	if (ga != gb && (ga == G_DATE || gb == G_DATE)) {
		const struct placeable *d = ga == G_DATE ? a : b;
		const struct placeable *o = ga == G_DATE ? b : a;
		if (group_of(o) != G_COUNT || (o->flags & PH_WEAK))
			return 0;
		if (o->kind == PH_MEASURE && (o->unit == U_DAY ||
		    o->unit == U_YEAR))
			return 2;
		int year = d->part[0].to > d->part[0].from;
		return o->kind == PH_NUMBER && o->digits == 4 && year ? 2 : 0;
	}
	if (ga != gb)
		return 0;
	if (ga == G_DATE)
		return common_part(a, b) ? 3 : 0;
	if (ga != G_COUNT)
		return 3;
	/* $5, 5 euros: nothing is converted one to one. */
	if (a->kind == PH_MONEY && b->kind == PH_MONEY)
		return ph_agree_units(a, b) ||
		    dec_eq(a->part[0].v, b->part[0].v) ? 4 : 0;
	if (a->kind == b->kind && a->unit == b->unit)
		return 4;
	if (a->unit == U_HALF || b->unit == U_HALF)
		return 0;
	if (a->kind == PH_MEASURE && b->kind == PH_MEASURE &&
	    unit_get(a->unit)->class != unit_get(b->unit)->class)
		return 0;
	if (a->kind == b->kind)
		return 2;
	if ((a->flags | b->flags) & PH_WEAK)
		return 0;
	return a->kind == PH_NUMBER || b->kind == PH_NUMBER ? 1 : 0;
}

/* "a week" is 1주일, "positive" 0보다 큰: easily lost or added. */
static int
is_slight(const struct placeable *p)
{
	if (p->kind == PH_NUMBER && p->part[0].v.m == 0)
		return (p->flags & (PH_LO | PH_HI)) == 0;
	return group_of(p) == G_COUNT && dec_eq(p->part[0].v, dec_of(1, 0)) &&
	    p->kind != PH_MONEY && p->kind != PH_PERCENT &&
	    p->kind != PH_POINT && p->kind != PH_FRACTION;
}

static int
is_strong(const struct placeable *p)
{
	if ((p->flags & PH_WEAK) || is_slight(p))
		return 0;
	if (p->kind == PH_PERCENT || p->kind == PH_MONEY ||
	    p->kind == PH_POINT)
		return 1;
	return (p->flags & PH_SPELLED) == 0;
}

/* "one", "both", "first", 2009.06: seldom figures of the sentence. */
static int
is_idle(const struct placeable *p, const struct placeable *other)
{
	/* "his second" against 세 번째 */
	if (p->kind == PH_ORDINAL && other->kind == PH_ORDINAL &&
	    (p->unit == U_HALF || ((other->flags & PH_WEAK) == 0 &&
	    dec_cmp(p->part[0].v, dec_of(1, 0)) > 0)))
		return 0;
	return (p->flags & PH_WEAK) &&
	    (dec_cmp(p->part[0].v, dec_of(3, 0)) <= 0 ||
	    dec_cmp(p->part[0].v, dec_of(1900, 0)) >= 0);
}

/* In letters, but a figure all the same: three, 네 명.  "two" is not told. */
static int
is_spelled(const struct placeable *p)
{
	return (p->flags & PH_SPELLED) && (p->flags & PH_WEAK) == 0 &&
	    group_of(p) == G_COUNT && p->kind != PH_FRACTION &&
	    dec_cmp(p->part[0].v, dec_of(2, 0)) > 0;
}

static size_t
distance(size_t a, size_t a_len, size_t b, size_t b_len)
{
	size_t x = a * 1000 / (a_len + 1);
	size_t y = b * 1000 / (b_len + 1);

	return x > y ? x - y : y - x;
}

/* The rest of the target that i most likely was meant to be; n: none. */
static size_t
best_rest(const struct work *w, size_t i, int *like)
{
	size_t best = w->t.n;
	size_t best_far = 0;

	*like = 0;
	for (size_t j = 0; j < w->t.n; j++) {
		if (w->t.pair[j] != ALONE)
			continue;
		int l = likeness(&w->s.at[i], &w->t.at[j]);
		size_t far = distance(i, w->s.n, j, w->t.n);
		if (l > *like || (l == *like && l > 0 && far < best_far)) {
			*like = l;
			best = j;
			best_far = far;
		}
	}
	return best;
}

/* Is there a reason why the other text need not say it like this? */
static int
source_excused(const struct work *w, size_t i)
{
	return figure_excused(&w->s, i, w->source, &w->t, w->target);
}

static int
target_excused(const struct work *w, size_t j)
{
	return figure_excused(&w->t, j, w->target, &w->s, w->source);
}

static void
tell_different(struct work *w)
{
	for (int least = 4; least > 0; least--) {
		for (size_t i = 0; i < w->s.n; i++) {
			int like = 0;
			if (w->s.pair[i] != ALONE)
				continue;
			size_t j = best_rest(w, i, &like);
			int unlike = like < 2 || (like == 2 &&
			    w->s.at[i].kind == PH_MEASURE);
			if (like < least || (unlike &&
			    (source_excused(w, i) || target_excused(w, j))))
				continue;
			w->s.pair[i] = TOLD;
			w->t.pair[j] = TOLD;
			const struct placeable *s = &w->s.at[i];
			const struct placeable *t = &w->t.at[j];
			if (is_strong(s) || is_strong(t) ||
			    (!is_idle(s, t) && !is_idle(t, s)))
				tell(w, kind_of(s), s, t);
		}
	}
}

static void
tell_rest(struct work *w)
{
	for (size_t i = 0; i < w->s.n; i++) {
		const struct placeable *p = &w->s.at[i];

		if (w->s.pair[i] == ALONE && (is_strong(p) || is_spelled(p)) &&
		    p->kind != PH_WEEKDAY && p->kind != PH_DESIGNATION &&
		    !source_excused(w, i))
			tell(w, "missing", p, NULL);
	}
	for (size_t j = 0; j < w->t.n; j++) {
		const struct placeable *p = &w->t.at[j];

		if (w->t.pair[j] == ALONE && (is_strong(p) || is_spelled(p)) &&
		    group_of(p) == G_COUNT && !target_excused(w, j))
			tell(w, "added", NULL, p);
	}
}

/* Does the value need its unit to be true? */
static int
needs_unit(const struct placeable *p)
{
	return p->kind == PH_PERCENT || p->kind == PH_POINT ||
	    p->kind == PH_MONEY || (p->kind == PH_MEASURE &&
	    unit_get(p->unit)->class != UC_TIME && p->unit != U_POINT &&
	    p->unit != U_DEGREE);
}

static int
unit_lost(const struct placeable *a, const struct placeable *b)
{
	if (!needs_unit(a) || ((a->flags | b->flags) & PH_WEAK) ||
	    a->part[0].v.m == 0)
		return 0;
	/* "five feet" may be those of people. */
	if (a->kind == PH_MEASURE && (a->flags & PH_SPELLED))
		return 0;
	return b->kind == PH_NUMBER || (needs_unit(b) && a->kind != b->kind);
}

/* "The won closed at 1,133": the text has the unit, but at no number. */
static int
unit_is_there(const struct placeables *ps, const struct placeable *p)
{
	size_t k = 0;

	for (size_t i = 0; i < ps->n_atoms; i++) {
		const struct atom *a = &ps->atoms[i];
		struct placeable q = { .unit = a->unit };

		while (k < ps->n && ps->at[k].to <= a->from)
			k++;
		if (a->class == AT_UNIT && p->unit != U_NONE &&
		    (k == ps->n || ps->at[k].from >= a->to) &&
		    ph_agree_units(p, &q))
			return 1;
	}
	return 0;
}

/* The same number, but the unit is lost or another: 3 percent, 3. */
static void
tell_units(struct work *w)
{
	for (size_t i = 0; i < w->s.n; i++) {
		if (w->s.pair[i] < 0)
			continue;
		const struct placeable *s = &w->s.at[i];
		const struct placeable *t = &w->t.at[w->s.pair[i]];
		if ((unit_lost(s, t) && !unit_is_there(w->target_atoms, s)) ||
		    (unit_lost(t, s) && !unit_is_there(w->source_atoms, t)))
			tell(w, "unit", s, t);
	}
}

static void
compare_figures(struct work *w)
{
	pair_off(&w->s, &w->t, PH_SAME);
	pair_off(&w->s, &w->t, PH_LOOSE);
	figure_cover(&w->s, &w->t);
	tell_units(w);
	tell_different(w);
	tell_rest(w);
}

static int
is_korean(const struct wtm_tuv *t)
{
	return t->lang.len >= 2 && (t->lang.s[0] | 32) == 'k' &&
	    (t->lang.s[1] | 32) == 'o' && (t->lang.len == 2 ||
	    t->lang.s[2] == '-' || t->lang.s[2] == '_');
}

/* Names of Korean people: the same family name, but another person. */
static void
compare_names(struct work *w, const struct wtm_tuv *s,
    const struct wtm_tuv *t)
{
	struct name_pair p[NAMES_MAX];
	int to_korean = is_korean(t);

	if (to_korean == is_korean(s))
		return;
	size_t n = name_find(p, NAMES_MAX, to_korean ? s->text : t->text,
	    to_korean ? t->text : s->text);
	for (size_t i = 0; i < n; i++) {
		const size_t *in_s = to_korean ? p[i].latin : p[i].hangul;
		const size_t *in_t = to_korean ? p[i].hangul : p[i].latin;

		if (p[i].matches)
			continue;
		struct placeable a = { .from = (uint32_t)in_s[0],
			.to = (uint32_t)in_s[1] };
		struct placeable b = { .from = (uint32_t)in_t[0],
			.to = (uint32_t)in_t[1] };
		tell(w, "name", &a, &b);
	}
}

int
figure_check(struct complaints *out, struct figure *f,
    const struct wtm_tuv *source, const struct wtm_tuv *target,
    struct arena *a, struct wtm_err *err)
{
	struct work w = { .source = source->text.s, .target = target->text.s,
		.source_atoms = &f->source, .target_atoms = &f->target,
		.a = a };

	memset(out, 0, sizeof(*out));
	if (ph_find(&f->source, source->text.s, source->text.len,
	    source->lang.s) != 0 || ph_find(&f->target, target->text.s,
	    target->text.len, target->lang.s) != 0)
		return err_nomem(err);
	side_start(&w.s, &f->source);
	side_start(&w.t, &f->target);
	w.cap = w.s.n + w.t.n + FIGURE_TEXT_MAX + NAMES_MAX;
	w.at = arena_array(a, w.cap, sizeof(*w.at));
	if (w.at == NULL)
		return err_nomem(err);
	int whole = figure_text(w.at, &w.n, source, target, a);
	if (whole < 0)
		return err_nomem(err);
	if (whole > 0) {
		compare_figures(&w);
		compare_names(&w, source, target);
	}
	if (w.failed)
		return err_nomem(err);
	out->at = w.at;
	out->n = w.n;
	return 0;
}

void
figure_free(struct figure *f)
{
	ph_free(&f->source);
	ph_free(&f->target);
}
