/*
 * mask: write a text with a mark in the place of each value.  A mark says
 * what kind of value stood there, and the currency, unit or zone, and which
 * parts of a date there were: these are no values, and another form needs
 * another translation.  A mark begins with U+0001, which no text holds after
 * it was cleaned.
 */
#include "config.h"

#include "text/mask.h"

#include <string.h>

#include "base/err.h"
#include "text/norm.h"
#include "text/particle.h"
#include "text/placeable-lex.h"

int
mask_is_value(const struct placeable *p)
{
	return p->kind != PH_DESIGNATION && p->kind != PH_NAME &&
	    (p->flags & PH_ODD) == 0 && p->part[0].to + p->part[1].to +
	    p->part[2].to > 0;
}

/* In Korean "3일" is the third day or three days: one form for both. */
static int
date_parts(const struct placeable *p)
{
	int bits = 0;

	if (p->kind == PH_MEASURE)
		return p->unit == U_YEAR ? 1 : p->unit == U_DAY ? 4 : 0;
	if (p->kind != PH_DATE)
		return 0;
	for (int i = 0; i < PH_PARTS; i++)
		if (p->part[i].to > p->part[i].from)
			bits |= 1 << i;
	return bits;
}

static void
put_mark(struct buf *out, const struct placeable *p)
{
	int parts = date_parts(p);

	buf_addc(out, '\001');
	if (parts > 0) {
		buf_adds(out, p->flags & PH_DECADE ? "dec" : "date");
		buf_addc(out, (char)('0' + parts));
	} else if (p->kind == PH_TIME && p->zone != PH_NO_ZONE) {
		buf_addf(out, "time%d", p->zone);
	} else {
		buf_adds(out, ph_kind_name(p->kind));
		if (p->unit != U_NONE)
			buf_adds(out, unit_get(p->unit)->name);
	}
	buf_addc(out, '\002');
}

/* "an 8-year-old" and "a 5-year-old" differ by the value alone. */
static size_t
without_n(const char *s, size_t from, size_t to)
{
	if (to - from >= 3 && memcmp(s + to - 2, "n ", 2) == 0 &&
	    (s[to - 3] | 32) == 'a' && (to - from == 3 || s[to - 4] == ' '))
		return to - 2;
	return to;
}

/* 13으로, 14로: the particle goes with the value.  How much was written. */
static size_t
fold_particle(struct buf *out, const char *s, size_t len)
{
	const char *form = NULL;
	size_t taken = particle_fold(&form, (struct wtm_str){ s, len });

	if (taken > 0)
		buf_adds(out, form);
	return taken;
}

int
mask_text(struct buf *out, struct placeables *ps, const char *s, size_t len,
    const char *lang, struct wtm_err *err)
{
	struct buf raw = { 0 };
	size_t from = 0;
	int n = 0;

	if (ph_find(ps, s, len, lang) != 0)
		return err_nomem(err);
	(void)buf_reserve(&raw, len + 64);
	for (size_t i = 0; i < ps->n; i++) {
		const struct placeable *p = &ps->at[i];

		if (!mask_is_value(p))
			continue;
		size_t end = without_n(s, from, p->from);
		buf_add(&raw, s + from, end - from);
		if (end < p->from)
			buf_addc(&raw, ' ');
		put_mark(&raw, p);
		from = p->to;
		from += fold_particle(&raw, s + from, len - from);
		n++;
	}
	buf_add(&raw, s + from, len - from);
	if (!buf_ok(&raw))
		n = err_nomem(err);
	else if (norm_key(out, raw.s == NULL ? "" : raw.s, raw.len, err) != 0)
		n = -1;
	buf_free(&raw);
	return n;
}

uint64_t
mask_hash(const struct buf *form)
{
	uint64_t hash = norm_hash(form->s, form->len);

	return hash + (hash == 0);
}

int
mask_key(uint64_t *hash, struct placeables *ps, const char *s, size_t len,
    const char *lang, struct wtm_err *err)
{
	struct buf form = { 0 };
	int n;

	(void)buf_reserve(&form, len + 64);	/* at once, most often */
	n = mask_text(&form, ps, s, len, lang, err);
	*hash = n > 0 ? mask_hash(&form) : 0;
	buf_free(&form);
	return n < 0 ? -1 : 0;
}
