/*
 * number: units that are the segment but for their values.  They are found
 * by the key of the masked form and judged by the form itself.
 */
#include "config.h"
#include "match/number.h"

#include <string.h>

#include "base/err.h"
#include "text/mask.h"
#include "text/norm.h"

void
number_free(struct number *n)
{
	buf_free(&n->masked);
	buf_free(&n->other);
	buf_free(&n->unit);
	buf_free(&n->target);
	adapt_free(&n->adapt);
}

int
number_set(struct number *n, const char *seg, size_t len, const char *lang,
    struct wtm_err *err)
{
	int values;

	n->seg = (struct wtm_str){ seg, len };
	n->lang = lang;
	n->key = 0;
	n->is_done = 0;
	buf_clear(&n->unit);
	buf_clear(&n->masked);
	if (!mask_may_hold(seg, len))
		return 0;
	values = mask_text(&n->masked, &n->adapt.query, seg, len, lang, err);
	if (values < 0)
		return -1;
	if (values == 0)
		return 0;
	n->key = mask_hash(&n->masked);
	return 0;
}

static int
holds(const struct buf *b, const char *s, size_t len)
{
	return b->len == len && len > 0 && memcmp(b->s, s, len) == 0;
}

int
number_same(struct number *n, const char *s, size_t len, struct wtm_err *err)
{
	int values;

	if (n->key == 0 || !mask_may_hold(s, len))
		return 0;
	buf_clear(&n->other);
	buf_clear(&n->unit);
	n->is_done = 0;
	values = mask_text(&n->other, &n->adapt.unit, s, len, n->lang, err);
	if (values < 0)
		return -1;
	buf_add(&n->unit, s, len);
	if (!buf_ok(&n->unit))
		return err_nomem(err);
	return values > 0 && n->other.len == n->masked.len &&
	    memcmp(n->other.s, n->masked.s, n->masked.len) == 0;
}

static int
adapt(struct adapted *out, struct number *n, const struct wtm_tuv *source,
    const struct wtm_tuv *target, const char *target_lang,
    struct wtm_err *err)
{
	struct adapt_in in = { .unit = source->text, .query = n->seg,
		.target = target->text, .source_lang = n->lang,
		.target_lang = target_lang };

	in.read = holds(&n->unit, source->text.s, source->text.len);
	if (n->is_done && in.read &&
	    holds(&n->target, target->text.s, target->text.len)) {
		*out = n->done;
		return 0;
	}
	n->is_done = 0;
	buf_clear(&n->target);
	buf_add(&n->target, target->text.s, target->text.len);
	if (!buf_ok(&n->target))
		return err_nomem(err);
	if (!in.read)
		buf_clear(&n->unit);	/* its placeables go */
	if (adapt_target(out, &n->adapt, &in, err) != 0)
		return -1;
	n->done = *out;
	n->is_done = in.read;
	return 0;
}

int
number_score(int *score, struct number *n, const struct wtm_tuv *source,
    const struct wtm_tuv *target, const char *target_lang,
    struct wtm_err *err)
{
	struct adapted out;

	if (adapt(&out, n, source, target, target_lang, err) != 0)
		return -1;
	*score = out.aligned ? out.score : 950;
	return 0;
}

int
number_offer(struct wtm_match *m, struct number *n, struct arena *a,
    const char *target_lang, struct wtm_err *err)
{
	const struct wtm_tuv *target = &m->tu->tuvs[m->target];
	struct wtm_value *values;
	struct adapted out;

	if (adapt(&out, n, &m->tu->tuvs[m->source], target, target_lang,
	    err) != 0)
		return -1;
	if (!out.aligned)
		return 0;
	values = arena_array(a, out.n + 1, sizeof *values);
	m->offered = arena_str(a, out.target.s, out.target.len);
	if (values == NULL || m->offered.s == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < out.n; i++) {
		values[i].adapted = out.at[i].adapted;
		memcpy(values[i].segment, out.at[i].source,
		    sizeof values[i].segment);
		memcpy(values[i].target, out.at[i].old,
		    sizeof values[i].target);
		memcpy(values[i].offered, out.at[i].new,
		    sizeof values[i].offered);
	}
	m->adapted = values;
	m->n_adapted = out.n;
	return 0;
}
