/*
 * xliff: units of XLIFF 1.2 and 2.x (OASIS), as translators hand it back.
 *
 * A unit is a <trans-unit>, in 2.x a <segment>.  Candidates (<alt-trans>,
 * the matches module) are none.  Inline elements become those of TMX: their
 * tags are the content of <bpt>, <ept> and <ph>; <mrk> only marks text.
 * What our own notes say of the story, and the kind of a unit, are its props.
 * What was read waits in a queue until it is asked for.
 */
#include "config.h"
#include "format/xliff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/xml.h"
#include "base/xml-write.h"
#include "format/origin.h"
#include "tmx/tmx-seg.h"

enum {
	CODES_MAX = 64,	/* of pairs inside each other */
	METAS = 3 + ORIGIN_METAS,
};

struct queued {
	struct queued *next;
	struct wtm_tu tu;
	long line;
};

struct xliff_reader {
	struct xml *xml;
	struct xml_handler handler;
	const char *name;
	const struct unit_opts *opts;
	char *root_uri;
	int seen_root;
	struct arena kept;	/* languages */
	struct wtm_str langs[2];
	struct arena scratch;	/* the unit at hand */
	long line;
	struct wtm_tuv tuvs[2];
	struct wtm_story story;	/* of the file, in kept */
	struct wtm_str file;	/* its name */
	unsigned n;	/* units in it so far */
	enum wtm_segment_kind kind;
	int in_unit;
	int in_outer;	/* in a <unit> of 2.x, around its segments */
	int unconfirmed;
	int side;	/* 0 source, 1 target, -1: in neither */
	size_t skip;	/* elements open inside of candidates */
	struct seg seg;
	unsigned pairs[CODES_MAX];	/* numbers of open <bpt> */
	size_t n_pairs;
	unsigned last_pair;
	struct buf note;
	struct wtm_str first_note;	/* of the unit */
	enum { NOT_IN_NOTE, NOTE, OWN_NOTE } in_note;
	struct arena ready;	/* of the queue */
	struct queued *first;
	struct queued **end;
};

static int
is(const struct xml_tag *tag, const char *name)
{
	return strcmp(tag->local, name) == 0;
}

static int
set_lang(struct xliff_reader *r, size_t side, const struct xml_tag *tag,
    const char *attr, struct wtm_err *err)
{
	const struct xml_attr *a = xml_attr_get(tag, attr);

	if (a == NULL || !unit_is_lang(a->value, a->len))
		return 0;
	r->langs[side] = arena_str(&r->kept, a->value, a->len);
	return r->langs[side].s == NULL ? err_nomem(err) : 0;
}

static int
begin_root(struct xliff_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	if (!is(tag, "xliff"))
		return err_set(err, WTM_INPUT, xml_line(r->xml), "%s:%ld: not "
		    "an XLIFF file: the root element is <%.60s>", r->name,
		    xml_line(r->xml), tag->name);
	r->seen_root = 1;
	if (tag->uri != NULL && (r->root_uri = strdup(tag->uri)) == NULL)
		return err_nomem(err);
	if (set_lang(r, 0, tag, "srcLang", err) != 0)
		return -1;
	return set_lang(r, 1, tag, "trgLang", err);
}

static void
begin_unit(struct xliff_reader *r)
{
	arena_clear(&r->scratch);
	r->line = xml_line(r->xml);
	r->tuvs[0] = r->tuvs[1] = (struct wtm_tuv){ 0 };
	r->in_unit = 1;
	r->unconfirmed = 0;
	r->first_note = (struct wtm_str){ 0 };
	r->n++;
}

/* What a unit is: restype="x-headline", in 2.x type="wiretm:headline". */
static void
set_kind(struct xliff_reader *r, const struct xml_tag *tag, const char *attr,
    const char *lead)
{
	const struct xml_attr *a = xml_attr_get(tag, attr);
	size_t n = strlen(lead);

	r->kind = WTM_SENTENCE;
	if (a != NULL && a->len > n && memcmp(a->value, lead, n) == 0)
		r->kind = origin_kind(a->value + n, a->len - n);
}

static int
begin_file(struct xliff_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	const struct xml_attr *name = xml_attr_get(tag, "original");

	r->story = (struct wtm_story){ 0 };
	r->file = (struct wtm_str){ "", 0 };
	r->n = 0;
	if (name != NULL)
		r->file = arena_str(&r->kept, name->value, name->len);
	if (r->file.s == NULL)
		return err_nomem(err);
	if (set_lang(r, 0, tag, "source-language", err) != 0)
		return -1;
	return set_lang(r, 1, tag, "target-language", err);
}

static int
is_own(const struct xml_attr *a)
{
	return a != NULL && a->len == strlen(PACKAGE_NAME) &&
	    memcmp(a->value, PACKAGE_NAME, a->len) == 0;
}

/* A note that was written here is for the way back, not for the memory. */
static void
begin_note(struct xliff_reader *r, const struct xml_tag *tag)
{
	int own = is_own(xml_attr_get(tag, "from")) ||
	    is_own(xml_attr_get(tag, "category"));

	if (own && (r->in_unit || r->in_outer))
		return;
	if (!own && !r->in_unit)
		return;
	r->in_note = own ? OWN_NOTE : NOTE;
	buf_clear(&r->note);
}

/* States of a target that nobody has confirmed. */
static int
is_unconfirmed(const struct xml_tag *tag)
{
	static const char *const states[] = { "new", "initial",
		"needs-translation", "needs-review-translation",
		"needs-adaptation", "needs-l10n", "needs-review-adaptation",
		"needs-review-l10n" };
	const struct xml_attr *a = xml_attr_get(tag, "state");

	for (size_t i = 0; a != NULL &&
	    i < sizeof states / sizeof *states; i++)
		if (a->len == strlen(states[i]) &&
		    memcmp(a->value, states[i], a->len) == 0)
			return 1;
	return 0;
}

/* A tag as text: the content of a code of TMX. */
static void
native_tag(struct buf *b, const struct xml_tag *tag, const char *end)
{
	buf_addc(b, '<');
	buf_adds(b, tag->local);
	for (size_t i = 0; i < tag->n_attrs; i++) {
		const struct xml_attr *a = &tag->attrs[i];

		buf_addf(b, " %s=\"", a->name);
		xml_put_value(b, a->value, a->len);
		buf_addc(b, '"');
	}
	buf_adds(b, end);
}

/* One code: an element of TMX that holds native code. */
static int
put_code(struct xliff_reader *r, const char *name, unsigned pair,
    const char *s, size_t len)
{
	char number[16];
	struct xml_attr attr = { .name = "i", .local = "i",
		.value = number };
	struct xml_tag tag = { .name = name, .local = name,
		.uri = r->root_uri, .attrs = &attr, .n_attrs = pair > 0 };

	attr.len = (size_t)snprintf(number, sizeof number, "%u", pair);
	if (seg_start(&r->seg, &tag) != 0 || seg_text(&r->seg, s, len) != 0)
		return -1;
	return seg_end(&r->seg, &tag);
}

static int
is_pair(const struct xml_tag *tag)
{
	return is(tag, "g") || is(tag, "pc");
}

/* Has the element code as its content, as in TMX? */
static int
is_whole(const struct xml_tag *tag)
{
	return is(tag, "bpt") || is(tag, "ept") || is(tag, "it") ||
	    is(tag, "ph");
}

static const struct xml_attr *
number_of(const struct xml_tag *tag)
{
	const struct xml_attr *a = xml_attr_get(tag, "rid");

	if (a == NULL)
		a = xml_attr_get(tag, "id");
	for (size_t i = 0; a != NULL && i < a->len; i++)
		if (a->value[i] < '0' || a->value[i] > '9')
			return NULL;
	return a;
}

/* The element of the same name in TMX, which has other attributes. */
static int
whole_start(struct xliff_reader *r, const struct xml_tag *tag)
{
	const struct xml_attr *number = number_of(tag);
	const struct xml_attr *pos = xml_attr_get(tag, "pos");
	struct xml_attr a = { .name = is(tag, "ph") ? "x" : "i" };
	struct xml_tag own = { .name = tag->local, .local = tag->local,
		.uri = r->root_uri, .attrs = &a };

	if (is(tag, "it")) {
		a.name = "pos";
		a.value = pos != NULL && pos->len > 0 && pos->value[0] == 'c'
		    ? "end" : "begin";
		a.len = strlen(a.value);
		own.n_attrs = 1;
	} else if (number != NULL) {
		a.value = number->value;
		a.len = number->len;
		own.n_attrs = 1;
	}
	a.local = a.name;
	return seg_start(&r->seg, &own);
}

static int
inline_start(struct xliff_reader *r, const struct xml_tag *tag)
{
	struct buf b = { 0 };
	int ret;

	if (r->seg.open > 0)
		return seg_start(&r->seg, tag);
	if (is_whole(tag))
		return whole_start(r, tag);
	if (is(tag, "mrk") || is(tag, "sub"))
		return 0;
	native_tag(&b, tag, is_pair(tag) ? ">" : "/>");
	if (!buf_ok(&b)) {
		ret = -1;
	} else if (!is_pair(tag)) {
		ret = put_code(r, "ph", 0, b.s, b.len);
	} else {
		unsigned pair = ++r->last_pair;

		if (r->n_pairs < CODES_MAX)
			r->pairs[r->n_pairs] = pair;
		r->n_pairs++;
		ret = put_code(r, "bpt", pair, b.s, b.len);
	}
	buf_free(&b);
	return ret;
}

static int
inline_end(struct xliff_reader *r, const struct xml_tag *tag)
{
	char native[16];
	unsigned pair = 0;

	if (r->seg.open > 0)
		return seg_end(&r->seg, tag);
	if (!is_pair(tag))
		return 0;
	r->n_pairs--;
	if (r->n_pairs < CODES_MAX)
		pair = r->pairs[r->n_pairs];
	snprintf(native, sizeof native, "</%s>", is(tag, "g") ? "g" : "pc");
	return put_code(r, "ept", pair, native, strlen(native));
}

static void
begin_side(struct xliff_reader *r, int side, const struct xml_tag *tag)
{
	const struct xml_attr *lang = xml_attr_get(tag, "xml:lang");

	r->side = side;
	r->n_pairs = 0;
	r->last_pair = 0;
	r->tuvs[side].lang = r->langs[side];
	if (lang != NULL && unit_is_lang(lang->value, lang->len))
		r->tuvs[side].lang = arena_str(&r->scratch, lang->value,
		    lang->len);
	if (side == 1 && is_unconfirmed(tag))
		r->unconfirmed = 1;
	seg_begin(&r->seg, r->root_uri, &r->scratch, UNIT_SEG_MAX);
}

static int
on_start(void *arg, const struct xml_tag *tag, struct wtm_err *err)
{
	struct xliff_reader *r = arg;

	if (!r->seen_root)
		return begin_root(r, tag, err);
	if (r->skip > 0 || is(tag, "alt-trans") || is(tag, "matches") ||
	    is(tag, "seg-source")) {
		r->skip++;
		return 0;
	}
	if (r->side >= 0)
		return inline_start(r, tag) == 0 ? 0 : err_nomem(err);
	if (is(tag, "file"))
		return begin_file(r, tag, err);
	if (is(tag, "unit")) {
		r->in_outer = 1;
		set_kind(r, tag, "type", PACKAGE_NAME ":");
	} else if (is(tag, "trans-unit") || is(tag, "segment")) {
		begin_unit(r);
		if (is(tag, "trans-unit"))
			set_kind(r, tag, "restype", "x-");
		r->unconfirmed = is_unconfirmed(tag);
	} else if (r->in_unit && is(tag, "source")) {
		begin_side(r, 0, tag);
	} else if (r->in_unit && is(tag, "target")) {
		begin_side(r, 1, tag);
	} else if (is(tag, "note")) {
		begin_note(r, tag);
	}
	return 0;
}

/* The note of the unit, its story, and where it stands. */
static size_t
put_metas(const struct xliff_reader *r, struct wtm_meta metas[METAS],
    char number[16])
{
	size_t n = 0;

	if (r->first_note.len > 0)
		metas[n++] = (struct wtm_meta){ .is_note = 1,
			.text = r->first_note };
	n += origin_metas(metas + n, &r->story, r->kind);
	if (!r->opts->places)
		return n;
	metas[n++] = (struct wtm_meta){ .type = { "file", 4 },
		.text = r->file };
	metas[n] = (struct wtm_meta){ .type = { "n", 1 }, .text = { number,
		(size_t)snprintf(number, 16, "%u", r->n) } };
	return n + 1;
}

/* The unit is whole: take it, or leave it out. */
static int
end_unit(struct xliff_reader *r, struct wtm_err *err)
{
	char number[16];
	struct wtm_meta metas[METAS];
	struct wtm_tu tu = { .tuvs = r->tuvs, .metas = metas,
		.n_metas = put_metas(r, metas, number),
		.n_tuvs = r->tuvs[1].text.s != NULL ? 2 : 1 };
	struct unit_out out = { .line = r->line, .tu = &tu };
	struct queued *q;

	r->in_unit = 0;
	if (r->tuvs[0].text.s == NULL) {
		r->tuvs[0] = r->tuvs[1];
		tu.n_tuvs = 1;
	}
	out.rejected = r->seg.over;
	out.msg = r->seg.over ? "a segment of more than 1 MiB"
	    : unit_skip_reason(&tu);
	if (out.msg == NULL && r->unconfirmed && r->opts->confirmed)
		out.msg = "a target that is not confirmed";
	for (size_t i = 0; i < tu.n_tuvs && out.msg == NULL; i++)
		if (r->tuvs[i].lang.len == 0) {
			out.rejected = 1;
			out.msg = "a text without a language";
		}
	if (out.msg != NULL)
		return unit_leave_out(r->opts, r->name, &out, err);
	q = arena_alloc(&r->ready, sizeof *q);
	if (q == NULL || unit_copy(&q->tu, &tu, &r->ready) != 0)
		return err_nomem(err);
	q->line = r->line;
	*r->end = q;
	r->end = &q->next;
	return 0;
}

static int
end_note(struct xliff_reader *r, struct wtm_err *err)
{
	int own = r->in_note == OWN_NOTE;
	struct wtm_str text;

	r->in_note = NOT_IN_NOTE;
	if (r->note.len == 0 || (!own && r->first_note.s != NULL))
		return 0;
	text = arena_str(own ? &r->kept : &r->scratch, r->note.s,
	    r->note.len);
	if (text.s == NULL)
		return err_nomem(err);
	if (own)
		origin_take(&r->story, text.s, text.len);
	else
		r->first_note = text;
	return 0;
}

static int
on_end(void *arg, const struct xml_tag *tag, struct wtm_err *err)
{
	struct xliff_reader *r = arg;

	if (r->skip > 0) {
		r->skip--;
		return 0;
	}
	if (r->side >= 0 && r->seg.open == 0 &&
	    (is(tag, "source") || is(tag, "target"))) {
		int side = r->side;

		r->side = -1;
		return seg_take(&r->tuvs[side], &r->seg, &r->scratch) == 0
		    ? 0 : err_nomem(err);
	}
	if (r->side >= 0)
		return inline_end(r, tag) == 0 ? 0 : err_nomem(err);
	if (r->in_note && is(tag, "note"))
		return end_note(r, err);
	if (is(tag, "unit"))
		r->in_outer = 0;
	if (r->in_unit && (is(tag, "trans-unit") || is(tag, "segment")))
		return end_unit(r, err);
	return 0;
}

static int
on_text(void *arg, const char *s, size_t len, struct wtm_err *err)
{
	struct xliff_reader *r = arg;

	if (r->skip > 0)
		return 0;
	if (r->side >= 0)
		return seg_text(&r->seg, s, len) == 0 ? 0 : err_nomem(err);
	if (r->in_note && r->note.len < UNIT_SEG_MAX)
		buf_add(&r->note, s, len);
	return buf_ok(&r->note) ? 0 : err_nomem(err);
}

static void
xliff_close(void *arg)
{
	struct xliff_reader *r = arg;

	if (r == NULL)
		return;
	xml_close(r->xml);
	free(r->root_uri);
	seg_free(&r->seg);
	buf_free(&r->note);
	arena_free(&r->kept);
	arena_free(&r->scratch);
	arena_free(&r->ready);
	free(r);
}

static int
xliff_open(void **out, struct input *in, const struct unit_opts *opts,
    struct wtm_err *err)
{
	struct xliff_reader *r = calloc(1, sizeof *r);

	*out = r;
	if (r == NULL)
		return err_nomem(err);
	r->name = input_name(in);
	r->opts = opts;
	r->side = -1;
	r->end = &r->first;
	r->handler = (struct xml_handler){ .start = on_start, .end = on_end,
		.text = on_text, .charset = opts->charset };
	if (xml_open(&r->xml, in, &r->handler, r, err) == 0)
		return 0;
	xliff_close(r);
	*out = NULL;
	return -1;
}

static int
xliff_next(void *arg, struct wtm_tu *tu, long *line, struct arena *a,
    struct wtm_err *err)
{
	struct xliff_reader *r = arg;
	int more = 1;

	if (r->first == NULL) {
		arena_clear(&r->ready);
		r->end = &r->first;
	}
	while (r->first == NULL && more == 1)
		more = xml_step(r->xml, err);
	if (more < 0)
		return -1;
	if (r->first == NULL)
		return 0;
	*line = r->first->line;
	more = unit_copy(tu, &r->first->tu, a) == 0 ? 1 : err_nomem(err);
	r->first = r->first->next;
	return more;
}

static const struct wtm_header *
xliff_header(const void *arg)
{
	static const struct wtm_header none;

	(void)arg;
	return &none;
}

static int
xliff_bid(const char *s, size_t len)
{
	static const char root[] = "<xliff";

	for (size_t i = 0; i + sizeof root - 1 <= len; i++)
		if (memcmp(s + i, root, sizeof root - 1) == 0)
			return 1;
	return 0;
}

const struct unit_ops xliff_format = {
	.name = "XLIFF",
	.suffixes = { ".xlf", ".xliff", ".mxliff" },
	.bid = xliff_bid,
	.open = xliff_open,
	.next = xliff_next,
	.header = xliff_header,
	.close = xliff_close,
};
