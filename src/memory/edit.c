/*
 * edit: a unit with other texts: the first tuv of a language is replaced, and
 * the unit says when and by whom.  Pure.
 */
#include "config.h"
#include "memory/edit.h"

#include <string.h>

#include "base/err.h"
#include "text/lang.h"

/* The first tuv of a unit in a language, by tag and then by language. */
static size_t
find_tuv(const struct wtm_tu *tu, const char *tag)
{
	struct lang want;
	struct lang have;

	for (size_t i = 0; i < tu->n_tuvs; i++)
		if (lang_same_tag(tu->tuvs[i].lang.s, tu->tuvs[i].lang.len,
		    tag, strlen(tag)))
			return i;
	lang_parse(&want, tag, strlen(tag));
	for (size_t i = 0; i < tu->n_tuvs; i++) {
		lang_parse(&have, tu->tuvs[i].lang.s, tu->tuvs[i].lang.len);
		if (lang_matches(&want, &have))
			return i;
	}
	return tu->n_tuvs;
}

static int
set_text(struct wtm_tu *tu, struct wtm_tuv *tuvs, const char *lang,
    const char *text, struct wtm_err *err)
{
	size_t i;

	if (text == NULL)
		return 0;
	i = find_tuv(tu, lang);
	if (i == tu->n_tuvs)
		return err_set(err, WTM_USAGE, 0, "unit %llu has no text in "
		    "%s", (unsigned long long)tu->id, lang);
	tuvs[i].text = (struct wtm_str){ text, strlen(text) };
	tuvs[i].codes = NULL;
	tuvs[i].n_codes = 0;
	return 0;
}

static int
set_date(struct wtm_tu *tu, struct wtm_attr *attrs,
    const struct wtm_edit *edit)
{
	const struct wtm_attr set[] = {
		{ { "changedate", 10 }, { edit->date, 0 } },
		{ { "changeid", 8 }, { edit->user, 0 } },
	};

	for (size_t k = 0; k < 2; k++) {
		size_t i = 0;

		if (set[k].value.s == NULL || set[k].value.s[0] == '\0')
			continue;
		while (i < tu->n_attrs &&
		    strcmp(attrs[i].name.s, set[k].name.s) != 0)
			i++;
		attrs[i] = set[k];
		attrs[i].value.len = strlen(set[k].value.s);
		tu->n_attrs += i == tu->n_attrs ? 1 : 0;
	}
	tu->attrs = attrs;
	return 0;
}

int
edit_unit(struct wtm_tu *out, const struct wtm_tu *old,
    const struct wtm_edit *edit, struct arena *a, struct wtm_err *err)
{
	struct wtm_tuv *tuvs = arena_array(a, old->n_tuvs, sizeof *tuvs);
	struct wtm_attr *attrs = arena_array(a, old->n_attrs + 2,
	    sizeof *attrs);

	if (tuvs == NULL || attrs == NULL)
		return err_nomem(err);
	*out = *old;
	memcpy(tuvs, old->tuvs, old->n_tuvs * sizeof *tuvs);
	if (old->n_attrs > 0)
		memcpy(attrs, old->attrs, old->n_attrs * sizeof *attrs);
	out->tuvs = tuvs;
	if (set_text(out, tuvs, edit->source_lang, edit->source, err) != 0 ||
	    set_text(out, tuvs, edit->target_lang, edit->target, err) != 0)
		return -1;
	return set_date(out, attrs, edit);
}
