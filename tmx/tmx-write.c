/*
 * tmx-write: units as a TMX file (TMX 1.4b, section 2; TMX 1.1).
 *
 * One element a line, no indentation: what a line-based comparison shows is
 * what has changed.  A unit is put together in memory and written at once.
 */
#include "config.h"
#include "tmx/tmx-write.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/xml-write.h"

struct tmx_writer {
	FILE *to;
	const char *lang;	/* the attribute's name in this version */
	struct buf b;
};

static const struct {
	const char *name;
	const char *value;
} demanded[] = {
	{ "creationtool", PACKAGE_NAME },
	{ "creationtoolversion", PACKAGE_VERSION },
	{ "segtype", "sentence" },
	{ "o-tmf", PACKAGE_NAME },
	{ "adminlang", "en" },
	{ "srclang", "*all*" },
	{ "datatype", "plaintext" },
};

static int
flush(struct tmx_writer *w, struct wtm_err *err)
{
	if (!buf_ok(&w->b))
		return err_nomem(err);
	if (fwrite(w->b.s, 1, w->b.len, w->to) != w->b.len)
		return err_errno(err, "cannot write the TMX");
	buf_clear(&w->b);
	return 0;
}

static void
put_attr(struct buf *b, const char *name, const char *value, size_t len)
{
	buf_addc(b, ' ');
	buf_adds(b, name);
	buf_adds(b, "=\"");
	xml_put_value(b, value, len);
	buf_addc(b, '"');
}

static void
put_attrs(struct buf *b, const struct wtm_attr *attrs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put_attr(b, attrs[i].name.s, attrs[i].value.s,
		    attrs[i].value.len);
}

static void
put_metas(struct tmx_writer *w, const struct wtm_meta *metas, size_t n,
    const char *line_end)
{
	struct buf *b = &w->b;

	for (size_t i = 0; i < n; i++) {
		const struct wtm_meta *m = &metas[i];

		buf_adds(b, m->is_note ? "<note" : "<prop");
		if (!m->is_note)
			put_attr(b, "type", m->type.s, m->type.len);
		if (m->lang.s != NULL)
			put_attr(b, w->lang, m->lang.s, m->lang.len);
		put_attrs(b, m->attrs, m->n_attrs);
		buf_addc(b, '>');
		xml_put_text(b, m->text.s, m->text.len);
		buf_adds(b, m->is_note ? "</note>" : "</prop>");
		buf_adds(b, line_end);
	}
}

static void
put_seg(struct buf *b, const struct wtm_tuv *v)
{
	size_t from = 0;

	buf_adds(b, "<seg>");
	for (size_t i = 0; i < v->n_codes; i++) {
		xml_put_text(b, v->text.s + from, v->codes[i].off - from);
		buf_add(b, v->codes[i].xml.s, v->codes[i].xml.len);
		from = v->codes[i].off;
	}
	xml_put_text(b, v->text.s + from, v->text.len - from);
	buf_adds(b, "</seg>");
}

static void
put_tuv(struct tmx_writer *w, const struct wtm_tuv *v)
{
	buf_adds(&w->b, "<tuv");
	if (v->lang.s != NULL)
		put_attr(&w->b, w->lang, v->lang.s, v->lang.len);
	put_attrs(&w->b, v->attrs, v->n_attrs);
	buf_addc(&w->b, '>');
	put_metas(w, v->metas, v->n_metas, "");
	if (v->text.s != NULL)
		put_seg(&w->b, v);
	buf_adds(&w->b, "</tuv>\n");
}

int
tmx_write_unit(struct tmx_writer *w, const struct wtm_tu *tu,
    struct wtm_err *err)
{
	buf_adds(&w->b, "<tu");
	put_attrs(&w->b, tu->attrs, tu->n_attrs);
	buf_adds(&w->b, ">\n");
	put_metas(w, tu->metas, tu->n_metas, "\n");
	for (size_t i = 0; i < tu->n_tuvs; i++)
		put_tuv(w, &tu->tuvs[i]);
	buf_adds(&w->b, "</tu>\n");
	return flush(w, err);
}

int
tmx_write_comment(struct tmx_writer *w, const char *text,
    struct wtm_err *err)
{
	buf_adds(&w->b, "<!-- ");
	for (; *text != '\0'; text++)
		/* two hyphens may not stand in a comment */
		if (text[0] == '-' && text[1] == '-')
			buf_adds(&w->b, "- ");
		else
			buf_addc(&w->b, *text);
	buf_adds(&w->b, " -->\n");
	return flush(w, err);
}

/* Now, as TMX writes it. */
static void
now(char out[32])
{
	time_t t = time(NULL);
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(out, 32, "%Y%m%dT%H%M%SZ", &tm) == 0)
		memcpy(out, "19700101T000000Z", 17);
}

static int
has_attr(const struct wtm_header *h, const char *name)
{
	for (size_t i = 0; i < h->n_attrs; i++)
		if (strcmp(h->attrs[i].name.s, name) == 0)
			return 1;
	return 0;
}

static void
put_header_tag(struct buf *b, const struct wtm_header *h, const char *date)
{
	buf_adds(b, "<header");
	for (size_t i = 0; i < h->n_attrs; i++) {
		const struct wtm_attr *a = &h->attrs[i];

		if (strcmp(a->name.s, "creationdate") == 0)
			put_attr(b, a->name.s, date, strlen(date));
		else
			put_attr(b, a->name.s, a->value.s, a->value.len);
	}
	for (size_t i = 0; i < sizeof demanded / sizeof *demanded; i++)
		if (!has_attr(h, demanded[i].name))
			put_attr(b, demanded[i].name, demanded[i].value,
			    strlen(demanded[i].value));
	if (!has_attr(h, "creationdate"))
		put_attr(b, "creationdate", date, strlen(date));
}

static void
put_header(struct tmx_writer *w, const struct wtm_header *h,
    const char *date)
{
	put_header_tag(&w->b, h, date);
	if (h->n_metas == 0 && h->n_udes == 0) {
		buf_adds(&w->b, "/>\n");
		return;
	}
	buf_adds(&w->b, ">\n");
	put_metas(w, h->metas, h->n_metas, "\n");
	for (size_t i = 0; i < h->n_udes; i++) {
		buf_add(&w->b, h->udes[i].s, h->udes[i].len);
		buf_addc(&w->b, '\n');
	}
	buf_adds(&w->b, "</header>\n");
}

int
tmx_write_open(struct tmx_writer **out, FILE *to,
    const struct wtm_header *h, const struct tmx_write_opts *opts,
    struct wtm_err *err)
{
	static const struct wtm_header none;
	struct tmx_writer *w = calloc(1, sizeof *w);
	int old = strcmp(opts->version, "1.1") == 0;
	char date[32];

	*out = w;
	if (w == NULL)
		return err_nomem(err);
	w->to = to;
	w->lang = old ? "lang" : "xml:lang";
	now(date);
	buf_addf(&w->b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<tmx version=\"%s\">\n", old ? "1.1" : "1.4");
	put_header(w, h != NULL ? h : &none,
	    opts->date != NULL ? opts->date : date);
	buf_adds(&w->b, "<body>\n");
	if (flush(w, err) == 0)
		return 0;
	tmx_write_abort(w);
	*out = NULL;
	return -1;
}

int
tmx_write_resume(struct tmx_writer **out, FILE *to, struct wtm_err *err)
{
	struct tmx_writer *w = calloc(1, sizeof *w);

	*out = w;
	if (w == NULL)
		return err_nomem(err);
	w->to = to;
	w->lang = "xml:lang";
	return 0;
}

int
tmx_write_close(struct tmx_writer *w, struct wtm_err *err)
{
	int r;

	buf_adds(&w->b, "</body>\n</tmx>\n");
	r = flush(w, err);
	if (r == 0 && fflush(w->to) != 0)
		r = err_errno(err, "cannot write the TMX");
	tmx_write_abort(w);
	return r;
}

void
tmx_write_abort(struct tmx_writer *w)
{
	if (w == NULL)
		return;
	buf_free(&w->b);
	free(w);
}
