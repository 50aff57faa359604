/*
 * unit: what all readers of translation units share.
 */
#include "config.h"
#include "tmx/unit.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "text/lang.h"

int
unit_leave_out(const struct unit_opts *opts, const char *name,
    const struct unit_out *out, struct wtm_err *err)
{
	struct unit_out told = *out;
	char msg[sizeof err->msg];

	if (out->rejected && opts->strict)
		return err_set(err, WTM_INPUT, out->line, "%s:%ld: %s; the "
		    "file is refused (--strict)", name, out->line, out->msg);
	if (opts->left_out == NULL)
		return 0;
	snprintf(msg, sizeof msg, "%s:%ld: %s; the unit is left out", name,
	    out->line, out->msg);
	told.msg = msg;
	return opts->left_out(opts->arg, &told, err);
}

static int
copy_str(struct wtm_str *out, const struct wtm_str *s, struct arena *a)
{
	if (s->s == NULL) {
		*out = (struct wtm_str){ 0 };
		return 0;
	}
	*out = arena_str(a, s->s, s->len);
	return out->s == NULL ? -1 : 0;
}

static int
copy_attrs(const struct wtm_attr **out, const struct wtm_attr *attrs,
    size_t n, struct arena *a)
{
	struct wtm_attr *to;

	*out = NULL;
	if (n == 0)
		return 0;
	*out = to = arena_array(a, n, sizeof *to);
	if (to == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (copy_str(&to[i].name, &attrs[i].name, a) != 0 ||
		    copy_str(&to[i].value, &attrs[i].value, a) != 0)
			return -1;
	return 0;
}

static int
copy_metas(const struct wtm_meta **out, const struct wtm_meta *metas,
    size_t n, struct arena *a)
{
	struct wtm_meta *to;

	*out = NULL;
	if (n == 0)
		return 0;
	*out = to = arena_array(a, n, sizeof *to);
	if (to == NULL)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct wtm_meta *m = &metas[i];

		to[i] = *m;
		if (copy_str(&to[i].type, &m->type, a) != 0 ||
		    copy_str(&to[i].lang, &m->lang, a) != 0 ||
		    copy_str(&to[i].text, &m->text, a) != 0 ||
		    copy_attrs(&to[i].attrs, m->attrs, m->n_attrs, a) != 0)
			return -1;
	}
	return 0;
}

static int
copy_codes(const struct wtm_inline **out, const struct wtm_inline *codes,
    size_t n, struct arena *a)
{
	struct wtm_inline *to;

	*out = NULL;
	if (n == 0)
		return 0;
	*out = to = arena_array(a, n, sizeof *to);
	if (to == NULL)
		return -1;
	for (size_t i = 0; i < n; i++) {
		to[i].off = codes[i].off;
		if (copy_str(&to[i].xml, &codes[i].xml, a) != 0)
			return -1;
	}
	return 0;
}

static int
copy_tuv(struct wtm_tuv *out, const struct wtm_tuv *v, struct arena *a)
{
	*out = *v;
	if (copy_str(&out->lang, &v->lang, a) != 0 ||
	    copy_str(&out->text, &v->text, a) != 0 ||
	    copy_codes(&out->codes, v->codes, v->n_codes, a) != 0 ||
	    copy_attrs(&out->attrs, v->attrs, v->n_attrs, a) != 0)
		return -1;
	return copy_metas(&out->metas, v->metas, v->n_metas, a);
}

int
unit_copy(struct wtm_tu *out, const struct wtm_tu *tu, struct arena *a)
{
	struct wtm_tuv *to = arena_array(a, tu->n_tuvs, sizeof *to);

	*out = *tu;
	out->tuvs = to;
	if (to == NULL ||
	    copy_attrs(&out->attrs, tu->attrs, tu->n_attrs, a) != 0 ||
	    copy_metas(&out->metas, tu->metas, tu->n_metas, a) != 0)
		return -1;
	for (size_t i = 0; i < tu->n_tuvs; i++)
		if (copy_tuv(&to[i], &tu->tuvs[i], a) != 0)
			return -1;
	return 0;
}

static int
is_empty(const struct wtm_tuv *v)
{
	return v->n_codes == 0 &&
	    strspn(v->text.s, " \t\r\n") >= v->text.len;
}

const char *
unit_skip_reason(const struct wtm_tu *tu)
{
	const struct wtm_tuv *first = NULL;
	size_t empty = 0;

	for (size_t i = 0; i < tu->n_tuvs; i++) {
		const struct wtm_tuv *v = &tu->tuvs[i];

		if (is_empty(v))
			empty++;
		else if (first == NULL)
			first = v;
		else if (!lang_same_tag(first->lang.s, first->lang.len,
		    v->lang.s, v->lang.len))
			return NULL;
	}
	return empty > 0 ? "an empty segment" : "one language only";
}

static int
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int
unit_is_lang(const char *tag, size_t len)
{
	enum { TAG_MAX = 64, PART_MAX = 8 };
	size_t part = 0;

	if (len == 0 || len > TAG_MAX || !is_letter(tag[0]))
		return 0;
	for (size_t i = 0; i < len; i++) {
		if (tag[i] == '-' || tag[i] == '_') {
			if (part == 0)
				return 0;
			part = 0;
		} else if (!is_letter(tag[i]) &&
		    !(tag[i] >= '0' && tag[i] <= '9')) {
			return 0;
		} else if (++part > PART_MAX) {
			return 0;
		}
	}
	return part > 0;
}
