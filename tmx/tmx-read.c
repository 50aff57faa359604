/*
 * tmx-read: a TMX file as a header and one unit at a time.
 *
 * The XML door stops behind each </tu>, so at most one unit is held; it is
 * copied for the caller when it is accepted, and any number of refused units
 * costs no memory.  An element of TMX in its place has a row in the table of
 * elements; anything else is a fault of its unit, or odd and passed over.
 */
#include "config.h"
#include "tmx/tmx-read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/xml.h"
#include "tmx/tmx-attrs.h"
#include "tmx/tmx-elements.h"

static const struct element {
	const char *name;
	enum kind kind;
	unsigned parents;	/* bits of enum kind */
} elements[] = {
	{ "seg", K_SEG, 1 << K_TUV },
	{ "tuv", K_TUV, 1 << K_TU },
	{ "tu", K_TU, 1 << K_BODY },
	{ "prop", K_PROP, 1 << K_TU | 1 << K_TUV | 1 << K_HEADER },
	{ "note", K_NOTE, 1 << K_TU | 1 << K_TUV | 1 << K_HEADER },
	{ "ude", K_UDE, 1 << K_HEADER },
	{ "header", K_HEADER, 1 << K_TMX },
	{ "body", K_BODY, 1 << K_TMX },
	{ "tmx", K_TMX, 1 << K_NONE },
};

static const struct element *
find_element(const struct tmx_reader *r, const struct xml_tag *tag)
{
	if (r->depth > 0 && !tmx_is_own(tag, r->root_uri))
		return NULL;
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (strcmp(elements[i].name, tag->local) == 0)
			return &elements[i];
	return NULL;
}

static int
refuse_root(struct tmx_reader *r, const struct xml_tag *tag,
    struct wtm_err *err)
{
	long line = xml_line(r->xml);

	return err_set(err, WTM_INPUT, line, "%s:%ld:%ld: not a TMX file: "
	    "the root element is <%.60s>", r->name, line,
	    xml_column(r->xml), tag->name);
}

/*
 * What the element is where it stands.  A <tu> is a unit wherever it is not
 * inside another one: it is counted, and kept for the rejects.
 */
static enum kind
kind_of(const struct tmx_reader *r, const struct element *e)
{
	enum kind parent = tmx_top(r);

	if (e == NULL)
		return K_OTHER;
	if (e->parents & 1u << parent)
		return e->kind;
	if (e->kind == K_TU && parent != K_NONE && !tmx_is_inside(r, K_TU))
		return K_TU;
	return K_OTHER;
}

/* An element that is not in its place, or not of TMX. */
static int
misplaced(struct tmx_reader *r, const struct xml_tag *tag,
    const struct element *e, struct wtm_err *err)
{
	enum kind parent = tmx_top(r);
	int is_tu = e != NULL && e->kind == K_TU;
	int in_unit = tmx_is_inside(r, K_TU);

	if (parent == K_NONE)
		return refuse_root(r, tag, err);
	if (parent == K_OTHER && !is_tu)
		return 0;
	if (e != NULL && in_unit)
		tmx_fault(r, "<%s> where none may be", e->name);
	if (is_tu)
		return tmx_leave_out(r, 1, xml_line(r->xml),
		    "a <tu> inside a <tu>", NULL, err);
	if (e != NULL && in_unit)
		return 0;
	if (parent == K_PROP || parent == K_NOTE)
		return tmx_odd(r, ODD_INNER, err, "an element <%.60s> in a "
		    "<prop> or <note>; only its text is kept", tag->name);
	return tmx_odd(r, ODD_ELEMENT, err, "unknown or misplaced element "
	    "<%.60s>; passed over", tag->name);
}

static int
check_doctype(struct tmx_reader *r, struct wtm_err *err)
{
	if (r->doctype[0] == '\0' || strcmp(r->doctype, "tmx") == 0)
		return 0;
	return tmx_odd(r, ODD_DOCTYPE, err, "the DOCTYPE names <%s>, not "
	    "<tmx>", r->doctype);
}

static int
on_start(void *arg, const struct xml_tag *tag, struct wtm_err *err)
{
	struct tmx_reader *r = arg;
	enum kind parent = tmx_top(r);
	enum kind kind = K_INLINE;
	const struct element *e = NULL;
	int result;

	if (parent != K_SEG && parent != K_UDE && parent != K_INLINE) {
		e = find_element(r, tag);
		kind = kind_of(r, e);
	}
	if (kind == K_TMX && check_doctype(r, err) != 0)
		return -1;
	result = kind == K_OTHER ? misplaced(r, tag, e, err)
				 : tmx_begin(r, kind, tag, err);
	r->kinds[++r->depth] = (unsigned char)kind;
	return result;
}

static int
on_end(void *arg, const struct xml_tag *tag, struct wtm_err *err)
{
	struct tmx_reader *r = arg;
	int result = tmx_end(r, tmx_top(r), tag, err);

	r->depth--;
	return result;
}

static int
on_text(void *arg, const char *s, size_t len, struct wtm_err *err)
{
	return tmx_text(arg, s, len, err);
}

/* Told at the root: what is no TMX at all is told once. */
static int
on_doctype(void *arg, const char *name, struct wtm_err *err)
{
	struct tmx_reader *r = arg;

	(void)err;
	snprintf(r->doctype, sizeof r->doctype, "%s", name);
	return 0;
}

static void
on_warn(void *arg, long line, const char *msg)
{
	struct tmx_reader *r = arg;

	(void)line;
	if (r->opts->note != NULL)
		r->opts->note(r->opts->arg, msg);
}

static void
tmx_close(void *arg)
{
	struct tmx_reader *r = arg;

	if (r == NULL)
		return;
	xml_close(r->xml);
	free(r->root_uri);
	free(r->header_metas.at);
	free(r->udes.at);
	free(r->tu_metas.at);
	free(r->tuv_metas.at);
	free(r->tuvs.at);
	seg_free(&r->seg);
	arena_free(&r->kept);
	arena_free(&r->scratch);
	free(r);
}

static int
tmx_open(void **out, struct input *in, const struct unit_opts *opts,
    struct wtm_err *err)
{
	struct tmx_reader *r = calloc(1, sizeof *r);

	*out = r;
	if (r == NULL)
		return err_nomem(err);
	r->name = input_name(in);
	r->opts = opts;
	r->handler = (struct xml_handler){
		.start = on_start,
		.end = on_end,
		.text = on_text,
		.doctype = on_doctype,
		.warn = on_warn,
		.step = "tu",
		.charset = opts->charset,
	};
	if (xml_open(&r->xml, in, &r->handler, r, err) == 0)
		return 0;
	tmx_close(r);
	*out = NULL;
	return -1;
}

static int
tmx_next(void *arg, struct wtm_tu *tu, long *line, struct arena *a,
    struct wtm_err *err)
{
	struct tmx_reader *r = arg;
	int more;

	r->accepted = 0;
	do
		more = xml_step(r->xml, err);
	while (more == 1 && !r->accepted);
	if (more < 0)
		return -1;
	if (more == 0 && !r->seen_body)
		return err_set(err, WTM_INPUT, xml_line(r->xml), "%s:%ld: "
		    "<tmx> without <body>; the file is not whole", r->name,
		    xml_line(r->xml));
	if (more == 0)
		return 0;
	*line = r->line;
	return unit_copy(tu, &r->tu, a) == 0 ? 1 : err_nomem(err);
}

static const struct wtm_header *
tmx_header(const void *arg)
{
	const struct tmx_reader *r = arg;

	return &r->header;
}

/* XML begins with '<', or a BOM or white space before it, or is UTF-16. */
static int
tmx_bid(const char *s, size_t len)
{
	static const char skip[] = "\xef\xbb\xbf\xff\xfe \t\r\n";
	size_t i = 0;

	while (i < len && memchr(skip, s[i], sizeof skip) != NULL)
		i++;
	return i < len && s[i] == '<';
}

const struct unit_ops tmx_format = {
	.name = "TMX",
	.suffixes = { ".tmx" },
	.bid = tmx_bid,
	.open = tmx_open,
	.next = tmx_next,
	.header = tmx_header,
	.close = tmx_close,
};
