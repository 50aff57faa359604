/*
 * tmx-elements: what each element of TMX does to the reader (TMX 1.4b,
 * section 2.2; the older forms by what they have in common).
 *
 * A unit is built in the scratch arena, which the next one clears.  Once it
 * holds more than UNIT_MAX, the rest of it is read but not kept.
 */
#include "config.h"
#include "tmx/tmx-elements.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "text/lang.h"
#include "tmx/tmx-attrs.h"

/* Append a copy of item; NULL when there is no memory. */
static void *
list_add(struct list *l, const void *item, size_t size)
{
	void *slot;

	if (l->n == l->cap) {
		size_t cap = l->cap == 0 ? 8 : l->cap * 2;
		void *at = realloc(l->at, cap * size);

		if (at == NULL)
			return NULL;
		l->at = at;
		l->cap = cap;
	}
	slot = (char *)l->at + l->n++ * size;
	return memcpy(slot, item, size);
}

/* A list's content in the arena, where it stays. */
static void *
list_take(const struct list *l, size_t size, struct arena *a)
{
	void *at = arena_array(a, l->n, size);

	if (at != NULL && l->n > 0)
		memcpy(at, l->at, l->n * size);
	return at;
}

enum kind
tmx_top(const struct tmx_reader *r)
{
	return (enum kind)r->kinds[r->depth];
}

int
tmx_is_inside(const struct tmx_reader *r, enum kind kind)
{
	for (size_t i = 1; i <= r->depth; i++)
		if (r->kinds[i] == kind)
			return 1;
	return 0;
}

int
tmx_odd(struct tmx_reader *r, enum odd what, struct wtm_err *err,
    const char *fmt, ...)
{
	long line = xml_line(r->xml);
	char text[300];
	char msg[500];
	va_list ap;

	if (r->odd & what)
		return 0;
	r->odd |= what;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (r->opts->strict)
		return err_set(err, WTM_INPUT, line, "%s:%ld: %s; the "
		    "file is refused (--strict)", r->name, line, text);
	snprintf(msg, sizeof msg, "%s:%ld: %s", r->name, line, text);
	if (r->opts->note != NULL)
		r->opts->note(r->opts->arg, msg);
	return 0;
}

void
tmx_fault(struct tmx_reader *r, const char *fmt, ...)
{
	va_list ap;

	if (r->fault[0] != '\0')
		return;
	va_start(ap, fmt);
	vsnprintf(r->fault, sizeof r->fault, fmt, ap);
	va_end(ap);
}

int
tmx_leave_out(struct tmx_reader *r, int rejected, long line,
    const char *why, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct unit_out out = {
		.rejected = rejected, .line = line, .msg = why, .tu = tu,
	};

	return unit_leave_out(r->opts, r->name, &out, err);
}

/* Once a unit holds too much, the rest of it is read but not kept. */
static int
is_full(struct tmx_reader *r, size_t more)
{
	if (!r->too_large &&
	    r->scratch.used + r->tuvs.n * sizeof r->tuv + more > UNIT_MAX) {
		r->too_large = 1;
		tmx_fault(r, "a unit of more than %d MiB", UNIT_MAX >> 20);
	}
	return r->too_large;
}

static int
begin_tmx(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	static const char *const known[] = { "1.4", "1.1", "1.2", "1.3",
		"1.4a", "1.4b" };
	const struct xml_attr *v = xml_attr_get(tag, "version");

	if (tag->uri != NULL && (r->root_uri = strdup(tag->uri)) == NULL)
		return err_nomem(err);
	if (v == NULL)
		return tmx_odd(r, ODD_VERSION, err, "<tmx> has no version");
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (v->len == strlen(known[i]) &&
		    memcmp(v->value, known[i], v->len) == 0)
			return 0;
	return tmx_odd(r, ODD_VERSION, err, "unknown TMX version '%.*s'; read "
	    "as 1.4", (int)(v->len < 40 ? v->len : 40), v->value);
}

static int
begin_header(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	static const char *const must[] = { "creationtool",
		"creationtoolversion", "segtype", "o-tmf", "adminlang",
		"srclang", "datatype" };

	r->header.attrs = tmx_attrs(tag, r->root_uri, &r->header.n_attrs,
	    &r->kept);
	if (r->header.attrs == NULL)
		return err_nomem(err);
	r->seen_header = 1;
	for (size_t i = 0; i < sizeof must / sizeof *must; i++)
		if (xml_attr_get(tag, must[i]) == NULL)
			return tmx_odd(r, ODD_HEADER, err,
			    "<header> has no %s", must[i]);
	return 0;
}

static int
begin_body(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	(void)tag;
	r->seen_body = 1;
	if (!r->seen_header)
		return tmx_odd(r, ODD_HEADER, err, "<tmx> has no <header>");
	return 0;
}

static int
is_date(const struct wtm_str *s)
{
	static const char form[] = "dddddddd" "T" "dddddd" "Z";

	if (s->len != sizeof form - 1)
		return 0;
	for (size_t i = 0; i < s->len; i++)
		if (form[i] == 'd' ? s->s[i] < '0' || s->s[i] > '9'
				   : s->s[i] != form[i])
			return 0;
	return 1;
}

static int
check_dates(struct tmx_reader *r, const struct wtm_attr *attrs, size_t n,
    struct wtm_err *err)
{
	for (size_t i = 0; i < n; i++) {
		const char *name = attrs[i].name.s;

		if (strcmp(name, "creationdate") != 0 &&
		    strcmp(name, "changedate") != 0 &&
		    strcmp(name, "lastusagedate") != 0)
			continue;
		if (!is_date(&attrs[i].value))
			return tmx_odd(r, ODD_DATE, err, "%s '%.40s' is no "
			    "date like 20181029T120000Z; kept as text", name,
			    attrs[i].value.s);
	}
	return 0;
}

static void
clear_unit(struct tmx_reader *r)
{
	arena_clear(&r->scratch);
	r->tu = (struct wtm_tu){ 0 };
	r->tu_metas.n = 0;
	r->tuvs.n = 0;
	r->fault[0] = '\0';
	r->too_large = 0;
}

static int
begin_tu(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	clear_unit(r);
	r->line = xml_line(r->xml);
	if (tmx_top(r) != K_BODY)
		tmx_fault(r, "<tu> outside <body>");
	r->tu.attrs = tmx_attrs(tag, r->root_uri, &r->tu.n_attrs,
	    &r->scratch);
	if (r->tu.attrs == NULL)
		return err_nomem(err);
	return check_dates(r, r->tu.attrs, r->tu.n_attrs, err);
}

/* xml:lang, else lang as TMX 1.1 has it, out of the attributes. */
static int
take_lang(struct tmx_reader *r, struct wtm_str *lang,
    struct wtm_attr *attrs, size_t *n, struct wtm_err *err)
{
	struct wtm_str old = tmx_take_attr(attrs, n, "lang");

	*lang = tmx_take_attr(attrs, n, "xml:lang");
	if (lang->s == NULL) {
		*lang = old;
		return 0;
	}
	if (old.s == NULL || lang_same_tag(old.s, old.len, lang->s,
	    lang->len))
		return 0;
	return tmx_odd(r, ODD_LANG, err, "lang and xml:lang differ; xml:lang "
	    "counts");
}

static int
begin_tuv(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	struct wtm_attr *attrs;

	r->tuv = (struct wtm_tuv){ 0 };
	r->tuv_metas.n = 0;
	r->n_segs = 0;
	if (is_full(r, 0))
		return 0;
	attrs = tmx_attrs(tag, r->root_uri, &r->tuv.n_attrs, &r->scratch);
	if (attrs == NULL)
		return err_nomem(err);
	r->tuv.attrs = attrs;
	if (take_lang(r, &r->tuv.lang, attrs, &r->tuv.n_attrs, err) != 0)
		return -1;
	if (r->tuv.lang.s == NULL)
		tmx_fault(r, "<tuv> without a language");
	else if (!unit_is_lang(r->tuv.lang.s, r->tuv.lang.len))
		tmx_fault(r, "'%.40s' is no language tag", r->tuv.lang.s);
	return check_dates(r, attrs, r->tuv.n_attrs, err);
}

static int
begin_meta(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	int of_header = tmx_top(r) == K_HEADER;
	struct arena *a = of_header ? &r->kept : &r->scratch;
	struct wtm_attr *attrs;

	r->meta = (struct wtm_meta){ .is_note = tag->local[0] == 'n' };
	seg_begin(&r->seg, r->root_uri, a, UNIT_MAX);
	if (!of_header && is_full(r, 0))
		return 0;
	attrs = tmx_attrs(tag, r->root_uri, &r->meta.n_attrs, a);
	if (attrs == NULL)
		return err_nomem(err);
	r->meta.attrs = attrs;
	if (!r->meta.is_note)
		r->meta.type = tmx_take_attr(attrs, &r->meta.n_attrs,
		    "type");
	return take_lang(r, &r->meta.lang, attrs, &r->meta.n_attrs, err);
}

static int
begin_seg(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	(void)tag;
	(void)err;
	if (++r->n_segs > 1)
		tmx_fault(r, "two <seg> in a <tuv>");
	seg_begin(&r->seg, r->root_uri, &r->scratch, UNIT_MAX);
	pairs_begin(&r->pairs);
	return 0;
}

static int
begin_ude(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	seg_begin(&r->seg, r->root_uri, &r->kept, UNIT_MAX);
	return seg_start(&r->seg, tag) == 0 ? 0 : err_nomem(err);
}

/* What has its place in a file or a unit has none in a segment. */
static int
is_structure(const char *name)
{
	static const char *const names[] = { "seg", "tuv", "tu", "body",
		"header", "tmx", "prop", "note", "ude", "map" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], name) == 0)
			return 1;
	return 0;
}

static int
begin_inline(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	if (is_full(r, seg_size(&r->seg)))
		return 0;
	pairs_start(&r->pairs, tag);
	if (seg_start(&r->seg, tag) != 0)
		return err_nomem(err);
	if (tmx_is_inside(r, K_UDE))
		return 0;
	if (tmx_is_own(tag, r->root_uri) && is_structure(tag->local))
		tmx_fault(r, "<%s> where none may be", tag->local);
	if (r->fault[0] != '\0' || seg_is_standard(&r->seg, tag))
		return 0;
	return tmx_odd(r, ODD_FOREIGN, err, "foreign element <%.60s> in a "
	    "segment; kept", tag->name);
}

static int (*const begins[])(struct tmx_reader *, const struct xml_tag *,
    struct wtm_err *) = {
	[K_TMX] = begin_tmx,
	[K_HEADER] = begin_header,
	[K_BODY] = begin_body,
	[K_TU] = begin_tu,
	[K_TUV] = begin_tuv,
	[K_SEG] = begin_seg,
	[K_PROP] = begin_meta,
	[K_NOTE] = begin_meta,
	[K_UDE] = begin_ude,
	[K_INLINE] = begin_inline,
};

int
tmx_begin(struct tmx_reader *r, enum kind kind, const struct xml_tag *tag,
    struct wtm_err *err)
{
	return begins[kind](r, tag, err);
}

static int
end_seg(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	const char *why = pairs_end(&r->pairs);

	(void)tag;
	if (seg_size(&r->seg) > UNIT_SEG_MAX)
		tmx_fault(r, "a segment of more than %d MiB",
		    UNIT_SEG_MAX >> 20);
	if (r->n_segs > 1 || is_full(r, seg_size(&r->seg)))
		return 0;
	if (seg_take(&r->tuv, &r->seg, &r->scratch) != 0)
		return err_nomem(err);
	return why == NULL ? 0 : tmx_odd(r, ODD_PAIRS, err, "%s; kept as it is",
	    why);
}

/* A header is kept whole or not at all, and the file with it. */
static int
check_header(const struct tmx_reader *r, struct wtm_err *err)
{
	long line = xml_line(r->xml);

	if (!r->seg.over && r->kept.used <= UNIT_MAX)
		return 0;
	return err_set(err, WTM_INPUT, line,
	    "%s:%ld: a header of more than %d MiB", r->name, line,
	    UNIT_MAX >> 20);
}

static int
end_meta(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	enum kind parent = (enum kind)r->kinds[r->depth - 1];
	struct list *l = parent == K_TU ? &r->tu_metas
	    : parent == K_TUV ? &r->tuv_metas : &r->header_metas;
	struct arena *a = parent == K_HEADER ? &r->kept : &r->scratch;

	(void)tag;
	if (parent == K_HEADER && check_header(r, err) != 0)
		return -1;
	if (parent != K_HEADER && is_full(r, seg_size(&r->seg)))
		return 0;
	r->meta.text = arena_str(a,
	    r->seg.text.len == 0 ? "" : r->seg.text.s, r->seg.text.len);
	if (r->meta.text.s == NULL ||
	    list_add(l, &r->meta, sizeof r->meta) == NULL)
		return err_nomem(err);
	return 0;
}

static int
end_ude(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	struct wtm_str xml;

	if (seg_end(&r->seg, tag) != 0)
		return err_nomem(err);
	if (check_header(r, err) != 0)
		return -1;
	xml = arena_str(&r->kept, r->seg.xml.s, r->seg.xml.len);
	if (xml.s == NULL || list_add(&r->udes, &xml, sizeof xml) == NULL)
		return err_nomem(err);
	return 0;
}

static int
end_header(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	(void)tag;
	r->header.n_metas = r->header_metas.n;
	r->header.metas = list_take(&r->header_metas, sizeof r->meta,
	    &r->kept);
	r->header.n_udes = r->udes.n;
	r->header.udes = list_take(&r->udes, sizeof(struct wtm_str),
	    &r->kept);
	if (r->header.metas == NULL || r->header.udes == NULL)
		return err_nomem(err);
	return 0;
}

static int
end_tuv(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	(void)tag;
	if (r->n_segs == 0)
		tmx_fault(r, "<tuv> without <seg>");
	if (is_full(r, r->tuv_metas.n * sizeof r->meta))
		return 0;
	r->tuv.n_metas = r->tuv_metas.n;
	r->tuv.metas = list_take(&r->tuv_metas, sizeof r->meta, &r->scratch);
	if (r->tuv.metas == NULL ||
	    list_add(&r->tuvs, &r->tuv, sizeof r->tuv) == NULL)
		return err_nomem(err);
	return 0;
}

/* A pair with an empty further language is kept whole. */
static int
check_empty(struct tmx_reader *r, struct wtm_err *err)
{
	for (size_t i = 0; i < r->tu.n_tuvs; i++)
		if (r->tu.tuvs[i].text.len == 0 && r->tu.tuvs[i].n_codes == 0)
			return tmx_odd(r, ODD_EMPTY, err, "an empty segment "
			    "beside two that are not; kept");
	return 0;
}

static int
end_tu(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	const char *why;

	(void)tag;
	r->tu.metas = r->tu_metas.at;
	r->tu.n_metas = r->tu_metas.n;
	r->tu.tuvs = r->tuvs.at;
	r->tu.n_tuvs = r->tuvs.n;
	if (r->fault[0] != '\0')
		return tmx_leave_out(r, 1, r->line, r->fault,
		    r->too_large ? NULL : &r->tu, err);
	why = unit_skip_reason(&r->tu);
	if (why != NULL)
		return tmx_leave_out(r, 0, r->line, why, &r->tu, err);
	r->accepted = 1;
	return check_empty(r, err);
}

static int
end_inline(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	if (r->too_large || seg_end(&r->seg, tag) == 0)
		return 0;
	return err_nomem(err);
}

static int (*const ends[])(struct tmx_reader *, const struct xml_tag *,
    struct wtm_err *) = {
	[K_HEADER] = end_header,
	[K_TU] = end_tu,
	[K_TUV] = end_tuv,
	[K_SEG] = end_seg,
	[K_PROP] = end_meta,
	[K_NOTE] = end_meta,
	[K_UDE] = end_ude,
	[K_INLINE] = end_inline,
	[K_OTHER] = NULL,
};

int
tmx_end(struct tmx_reader *r, enum kind kind, const struct xml_tag *tag,
    struct wtm_err *err)
{
	return ends[kind] == NULL ? 0 : ends[kind](r, tag, err);
}

static int
is_blank(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] != ' ' && s[i] != '\t' && s[i] != '\n' &&
		    s[i] != '\r')
			return 0;
	return 1;
}

/* The innermost open element that is not passed over. */
static enum kind
holder(const struct tmx_reader *r)
{
	size_t i = r->depth;

	while (i > 0 && r->kinds[i] == K_OTHER)
		i--;
	return i > 0 ? (enum kind)r->kinds[i] : K_NONE;
}

int
tmx_text(struct tmx_reader *r, const char *s, size_t len,
    struct wtm_err *err)
{
	enum kind kind = holder(r);

	/* A prop or a note keeps the text of what should not be in it. */
	if (tmx_top(r) == K_OTHER && kind != K_PROP && kind != K_NOTE)
		return 0;
	switch (kind) {
	case K_SEG:
	case K_INLINE:
	case K_PROP:
	case K_NOTE:
		if (tmx_is_inside(r, K_TU) &&
		    is_full(r, seg_size(&r->seg) + len))
			return 0;
		/* FALLTHROUGH */
	case K_UDE:
		if (seg_text(&r->seg, s, len) == 0)
			return 0;
		return err_nomem(err);
	default:
		if (is_blank(s, len))
			return 0;
		return tmx_odd(r, ODD_TEXT, err,
		    "text outside a segment; passed over");
	}
}
