/*
 * text: what the index holds of a unit: its documents.  Whoever builds
 * or checks the index asks here, so that all hold the same.
 */
#include "config.h"
#include "index/text.h"

#include "base/err.h"
#include "text/mask.h"
#include "text/norm.h"

enum { NUMBER_GROUP = 0x4E554D42 };

uint32_t
index_number_group(uint32_t group)
{
	return group ^ NUMBER_GROUP;
}

void
index_texts_free(struct index_texts *t)
{
	units_free(&t->units);
	buf_free(&t->key);
	ph_free(&t->placeables);
}

/*
 * The hash of the exact-key text, which most texts are as they stand: their
 * units tell, or a glance does.
 */
static int
key_hash(uint64_t *hash, struct index_texts *t, const char *s, size_t len,
    struct wtm_err *err)
{
	if (t->units.is_key || norm_is_key(s, len)) {
		*hash = norm_hash(s, len);
		return 0;
	}
	buf_clear(&t->key);
	if (norm_key(&t->key, s, len, err) != 0)
		return -1;
	*hash = norm_hash(t->key.s, t->key.len);
	return 0;
}

static int
text_of(struct index_texts *t, uint64_t id, const struct wtm_tuv *v,
    index_text_fn fn, void *arg, struct wtm_err *err)
{
	const struct lang *lang;
	uint32_t group = lang_cached(&lang, &t->langs, v->lang.s,
	    v->lang.len);
	uint64_t hash, masked;

	if (token_units(&t->units, v->text.s, v->text.len, err) != 0 ||
	    key_hash(&hash, t, v->text.s, v->text.len, err) != 0 ||
	    fn(arg, id, group, hash, t->units.keys, t->units.n, err) != 0)
		return -1;
	if (!mask_may_hold(v->text.s, v->text.len))
		return 0;
	if (mask_key(&masked, &t->placeables, v->text.s, v->text.len,
	    lang->base, err) != 0)
		return -1;
	if (masked == 0)
		return 0;
	return fn(arg, id, index_number_group(group), masked, NULL, 0, err);
}

int
index_texts_of(struct index_texts *t, const struct wtm_tu *tu,
    index_text_fn fn, void *arg, struct wtm_err *err)
{
	for (size_t i = 0; i < tu->n_tuvs; i++)
		if (text_of(t, tu->id, &tu->tuvs[i], fn, arg, err) != 0)
			return -1;
	return 0;
}
