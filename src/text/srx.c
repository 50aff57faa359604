/*
 * The reader follows the names of elements only, so a file with a prefix, a
 * missing header or extension elements reads the same.  A rule is kept as
 * text with its line; whether its patterns are sound is decided where they
 * are compiled, for the mapped language only.
 */
#include "config.h"

#include "text/srx.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/gzip.h"
#include "base/xml.h"
#include "text/default-srx.h"

#define MAX_PATTERN 65536

/* Which text is being gathered. */
enum place { IN_NOTHING, IN_BEFORE, IN_AFTER };

struct reader {
	struct srx *srx;
	struct xml *xml;
	struct buf rules;	/* struct srx_rule, of the open languagerule */
	struct buf languagerules;
	struct buf maps;
	struct buf text;
	struct srx_rule rule;
	struct wtm_str open_name;
	enum place place;
	int in_srx;
	int in_rule;
};

static int
is(const struct xml_tag *tag, const char *name)
{
	return strcmp(tag->local, name) == 0;
}

static const struct xml_attr *
attr(const struct xml_tag *tag, const char *name)
{
	for (size_t i = 0; i < tag->n_attrs; i++)
		if (strcmp(tag->attrs[i].local, name) == 0)
			return &tag->attrs[i];
	return NULL;
}

static int
attr_is(const struct xml_tag *tag, const char *name, const char *value)
{
	const struct xml_attr *a = attr(tag, name);

	return a != NULL && a->len == strlen(value) &&
	    memcmp(a->value, value, a->len) == 0;
}

/* A yes or no; what it is when absent or something else. */
static int
attr_flag(const struct xml_tag *tag, const char *name, int otherwise)
{
	if (attr_is(tag, name, "yes"))
		return 1;
	return attr_is(tag, name, "no") ? 0 : otherwise;
}

static struct wtm_str
attr_str(struct reader *r, const struct xml_tag *tag, const char *name)
{
	const struct xml_attr *a = attr(tag, name);
	struct wtm_str s = { "", 0 };

	if (a != NULL)
		s = arena_str(&r->srx->arena, a->value, a->len);
	if (s.s == NULL)
		r->maps.failed = 1;
	return s;
}

static void
read_header(struct reader *r, const struct xml_tag *tag)
{
	r->srx->segmentsubflows = attr_flag(tag, "segmentsubflows", 1);
	r->srx->cascade = attr_flag(tag, "cascade", 0);
}

static void
read_formathandle(struct reader *r, const struct xml_tag *tag)
{
	struct srx_formathandle *f = &r->srx->format;

	if (attr_is(tag, "type", "start"))
		f->start = attr_flag(tag, "include", f->start);
	else if (attr_is(tag, "type", "end"))
		f->end = attr_flag(tag, "include", f->end);
	else if (attr_is(tag, "type", "isolated"))
		f->isolated = attr_flag(tag, "include", f->isolated);
}

static void
read_map(struct reader *r, const struct xml_tag *tag)
{
	struct srx_languagemap m = { 0 };

	m.pattern = attr_str(r, tag, "languagepattern");
	m.rule = attr_str(r, tag, "languagerulename");
	m.line = xml_line(r->xml);
	buf_add(&r->maps, &m, sizeof(m));
}

static void
start_rule(struct reader *r, const struct xml_tag *tag)
{
	memset(&r->rule, 0, sizeof(r->rule));
	r->rule.is_break = attr_flag(tag, "break", 1);
	r->rule.line = xml_line(r->xml);
	r->in_rule = 1;
}

static int
start(void *arg, const struct xml_tag *tag, struct wtm_err *err)
{
	struct reader *r = arg;

	if (!r->in_srx && !is(tag, "srx"))
		return err_set(err, WTM_INPUT, xml_line(r->xml),
		    "%s:%ld: <%.40s> where <srx> should be; is this a file "
		    "of segmentation rules?", r->srx->name.s,
		    xml_line(r->xml), tag->name);
	r->in_srx = 1;
	if (is(tag, "header"))
		read_header(r, tag);
	else if (is(tag, "formathandle"))
		read_formathandle(r, tag);
	else if (is(tag, "languagerule"))
		r->open_name = attr_str(r, tag, "languagerulename");
	else if (is(tag, "languagemap"))
		read_map(r, tag);
	else if (is(tag, "rule"))
		start_rule(r, tag);
	else if (r->in_rule && is(tag, "beforebreak"))
		r->place = IN_BEFORE;
	else if (r->in_rule && is(tag, "afterbreak"))
		r->place = IN_AFTER;
	return 0;
}

static void *
keep(struct reader *r, const struct buf *b)
{
	void *p = arena_alloc(&r->srx->arena, b->len + 1);

	if (p != NULL && b->len > 0)
		memcpy(p, b->s, b->len);
	return p;
}

static void
end_languagerule(struct reader *r)
{
	struct srx_languagerule lr = { 0 };

	lr.name = r->open_name;
	lr.n = r->rules.len / sizeof(struct srx_rule);
	lr.rules = keep(r, &r->rules);
	buf_clear(&r->rules);
	buf_add(&r->languagerules, &lr, sizeof(lr));
	if (lr.rules == NULL)
		r->languagerules.failed = 1;
}

static int
end_pattern(struct reader *r, struct wtm_err *err)
{
	struct wtm_str s;

	if (r->text.len > MAX_PATTERN)
		return err_set(err, WTM_INPUT, r->rule.line,
		    "%s:%ld: a pattern of more than 64 KiB; divide the rule",
		    r->srx->name.s, r->rule.line);
	s = arena_str(&r->srx->arena, r->text.len == 0 ? "" : r->text.s,
	    r->text.len);
	if (s.s == NULL || !buf_ok(&r->text))
		return err_nomem(err);
	if (r->place == IN_BEFORE)
		r->rule.before = s;
	else
		r->rule.after = s;
	buf_clear(&r->text);
	r->place = IN_NOTHING;
	return 0;
}

static int
end(void *arg, const struct xml_tag *tag, struct wtm_err *err)
{
	struct reader *r = arg;

	if (r->place != IN_NOTHING &&
	    (is(tag, "beforebreak") || is(tag, "afterbreak")))
		return end_pattern(r, err);
	if (is(tag, "rule")) {
		r->in_rule = 0;
		buf_add(&r->rules, &r->rule, sizeof(r->rule));
	} else if (is(tag, "languagerule")) {
		end_languagerule(r);
	}
	return 0;
}

static int
text(void *arg, const char *s, size_t len, struct wtm_err *err)
{
	struct reader *r = arg;

	(void)err;
	if (r->place != IN_NOTHING && r->text.len <= MAX_PATTERN)
		buf_add(&r->text, s, len);
	return 0;
}

static int
finish(struct reader *r, struct wtm_err *err)
{
	struct srx *srx = r->srx;

	if (!buf_ok(&r->rules) || !buf_ok(&r->languagerules) ||
	    !buf_ok(&r->maps))
		return err_nomem(err);
	srx->n_languagerules = r->languagerules.len /
	    sizeof(struct srx_languagerule);
	srx->languagerules = keep(r, &r->languagerules);
	srx->n_maps = r->maps.len / sizeof(struct srx_languagemap);
	srx->maps = keep(r, &r->maps);
	if (srx->languagerules == NULL || srx->maps == NULL)
		return err_nomem(err);
	return 0;
}

static int
read_input(struct srx *out, struct input *in, struct wtm_err *err)
{
	static const struct xml_handler handler = {
		.start = start, .end = end, .text = text
	};
	struct reader r = { .srx = out };
	const char *name = input_name(in);
	int rc;

	out->format.end = 1;
	out->segmentsubflows = 1;
	out->name = arena_str(&out->arena, name, strlen(name));
	if (out->name.s == NULL)
		return err_nomem(err);
	rc = xml_open(&r.xml, in, &handler, &r, err);
	while (rc == 0 && (rc = xml_step(r.xml, err)) > 0)
		rc = 0;
	if (rc == 0)
		rc = finish(&r, err);
	xml_close(r.xml);
	buf_free(&r.rules);
	buf_free(&r.languagerules);
	buf_free(&r.maps);
	buf_free(&r.text);
	return rc;
}

int
srx_read(struct srx *out, const char *path, struct wtm_err *err)
{
	struct input *in = NULL;
	int rc;

	memset(out, 0, sizeof(*out));
	rc = input_open(&in, path, err);
	if (rc == 0)
		rc = read_input(out, in, err);
	input_close(in);
	return rc;
}

int
srx_default(struct srx *out, struct wtm_err *err)
{
	struct input *in = NULL;
	int rc;

	memset(out, 0, sizeof(*out));
	rc = input_over_bytes(&in, default_srx, default_srx_len, "default.srx",
	    err);
	if (rc == 0)
		rc = read_input(out, in, err);
	input_close(in);
	return rc;
}

void
srx_free(struct srx *srx)
{
	arena_free(&srx->arena);
	memset(srx, 0, sizeof(*srx));
}

const struct srx_languagerule *
srx_find(const struct srx *srx, struct wtm_str name)
{
	for (size_t i = 0; i < srx->n_languagerules; i++) {
		const struct srx_languagerule *lr = &srx->languagerules[i];

		if (lr->name.len == name.len &&
		    memcmp(lr->name.s, name.s, name.len) == 0)
			return lr;
	}
	return NULL;
}

int
srx_code_before_break(const struct srx *srx, enum srx_code kind)
{
	switch (kind) {
	case SRX_START:
		return srx->format.start;
	case SRX_END:
		return srx->format.end;
	default:
		return srx->format.isolated;
	}
}
