/*
 * write: articles beside their matches, as working documents.
 *
 * The one place that knows the outputs: a new one is a file write-x.c and a
 * row in outputs[].  The same sentences give the same bytes; only the header
 * of a TMX has a date.
 */
#include "config.h"
#include "format/write.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/xml-write.h"

static const struct writer_ops *const outputs[] = {
	&write_tsv,
	&write_csv,
	&write_html,
	&write_xliff,
	&write_xliff2,
	&write_tmx,
	&write_po,
};

static int
flush(struct wtm_writer *w, struct wtm_err *err)
{
	if (!buf_ok(&w->out))
		return err_nomem(err);
	if (w->out.len > 0 &&
	    fwrite(w->out.s, 1, w->out.len, w->to) != w->out.len)
		return err_errno(err, "cannot write the results");
	buf_clear(&w->out);
	return 0;
}

int
wtm_writer_open(struct wtm_writer **out, const char *format, FILE *to,
    const struct wtm_writer_opts *opts, struct wtm_err *err)
{
	struct wtm_writer *w = calloc(1, sizeof *w);

	*out = NULL;
	if (w == NULL)
		return err_nomem(err);
	w->to = to;
	w->opts = opts;
	for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
		if (strcmp(outputs[i]->name, format) == 0)
			w->ops = outputs[i];
	if (w->ops == NULL) {
		free(w);
		return err_set(err, WTM_USAGE, 0, "there is no output \"%s\"",
		    format);
	}
	*out = w;
	return 0;
}

static void
file_end(struct wtm_writer *w)
{
	if (w->ops->file_end != NULL)
		w->ops->file_end(w);
}

/* What stands for a character of a tag; nothing that must be escaped. */
static char
lang_char(char c)
{
	int ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z');

	return ok ? c : '-';
}

void
write_lang(struct buf *out, const char *tag, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_addc(out, lang_char(tag[i]));
}

static void
set_lang(struct buf *b, const char *tag)
{
	buf_clear(b);
	write_lang(b, tag, strlen(tag));
}

/* Is it the language that set_lang() was given? */
static int
is_lang(const struct buf *b, const char *tag)
{
	size_t i = 0;

	while (i < b->len && tag[i] != '\0' && b->s[i] == lang_char(tag[i]))
		i++;
	return i == b->len && tag[i] == '\0';
}

/* An article begins, with the first one the document. */
static int
file_begin(struct wtm_writer *w, const struct wtm_aligned *a,
    struct wtm_err *err)
{
	if (w->n_files > 0)
		file_end(w);
	if (w->n_files > 0 && w->ops->one_pair &&
	    (!is_lang(&w->source, a->source) ||
	    !is_lang(&w->target, a->target)))
		return err_set(err, WTM_USAGE, 0, "%s: from %s to %s, and the "
		    "articles before it from %s to %s; %s holds one pair of "
		    "languages, match them one by one", a->file, a->source,
		    a->target, w->source.s, w->target.s, w->ops->name);
	buf_clear(&w->file);
	buf_adds(&w->file, a->file);
	set_lang(&w->source, a->source);
	set_lang(&w->target, a->target);
	w->story = a->story == NULL ? (struct wtm_story){ 0 } : *a->story;
	w->embargoed = a->embargoed;
	if (!buf_ok(&w->file) || !buf_ok(&w->source) || !buf_ok(&w->target))
		return err_nomem(err);
	if (w->n_files++ == 0 && w->ops->begin(w, err) != 0)
		return -1;
	if (w->ops->file_begin != NULL)
		w->ops->file_begin(w);
	return 0;
}

int
wtm_writer_put(struct wtm_writer *w, const struct wtm_aligned *a,
    struct wtm_err *err)
{
	if ((w->n_files == 0 || a->segment->n <= w->last ||
	    strcmp(w->file.s, a->file) != 0) && file_begin(w, a, err) != 0)
		return -1;
	w->last = a->segment->n;
	w->classes[a->class]++;
	w->total++;
	if (w->ops->sentence(w, a, err) != 0)
		return -1;
	if (w->ops->is_whole && buf_ok(&w->out))
		return 0;
	return flush(w, err);
}

int
wtm_writer_close(struct wtm_writer *w, struct wtm_err *err)
{
	const struct wtm_aligned none = { .file = "",
		.source = w->opts->source, .target = w->opts->target };

	if (w->n_files == 0 && file_begin(w, &none, err) != 0)
		return -1;
	file_end(w);
	if (w->ops->end != NULL && w->ops->end(w, err) != 0)
		return -1;
	return flush(w, err);
}

void
wtm_writer_free(struct wtm_writer *w)
{
	if (w == NULL)
		return;
	if (w->ops != NULL && w->ops->free != NULL)
		w->ops->free(w);
	buf_free(&w->out);
	buf_free(&w->line);
	buf_free(&w->file);
	buf_free(&w->source);
	buf_free(&w->target);
	free(w);
}

/* The length of the tab or line break at s, or 0. */
static size_t
break_len(const char *s, size_t len)
{
	static const char *const wide[] = { "\xc2\x85", "\xe2\x80\xa8",
		"\xe2\x80\xa9" };

	if (*s >= '\t' && *s <= '\r')
		return 1;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
		size_t n = strlen(wide[i]);

		if (n <= len && memcmp(s, wide[i], n) == 0)
			return n;
	}
	return 0;
}

struct wtm_str
write_line(struct wtm_writer *w, struct wtm_str s)
{
	struct buf *b = &w->line;
	size_t i = 0;

	buf_clear(b);
	while (i < s.len) {
		size_t from = i;
		int breaks = 0;

		while (i < s.len) {
			size_t n = break_len(s.s + i, s.len - i);

			if (n == 0 && s.s[i] != ' ')
				break;
			breaks |= n > 0;
			i += n > 0 ? n : 1;
		}
		if (breaks)
			buf_addc(b, ' ');
		else
			buf_add(b, s.s + from, i - from);
		if (i < s.len)
			buf_addc(b, s.s[i++]);
	}
	if (!buf_ok(b))
		w->out.failed = 1;
	return (struct wtm_str){ b->s == NULL ? "" : b->s, b->len };
}

void
write_clean(struct buf *out, const char *s, size_t len)
{
	while (len > 0) {
		size_t n = xml_bad_char(s, len);

		buf_add(out, s, n);
		if (n == len)
			return;
		buf_adds(out, "\xef\xbf\xbd");
		s += n + 1;
		len -= n + 1;
	}
}

static int
is_sure(const struct wtm_match *m)
{
	return m->score == 1000 &&
	    (m->kind == WTM_CONTEXT || m->kind == WTM_EXACT);
}

const struct wtm_match *
write_sure(const struct wtm_matches *m)
{
	const struct wtm_str *t;

	if (m->n == 0 || !is_sure(&m->at[0]))
		return NULL;
	t = &m->at[0].offered;
	for (size_t i = 1; i < m->n; i++) {
		const struct wtm_str *u = &m->at[i].offered;

		if (m->at[i].kind == m->at[0].kind && is_sure(&m->at[i]) &&
		    (u->len != t->len || memcmp(u->s, t->s, t->len) != 0))
			return NULL;
	}
	return &m->at[0];
}

const struct wtm_tuv *
write_source_of(const struct wtm_match *m)
{
	return &m->tu->tuvs[m->source];
}

const struct wtm_tuv *
write_target_of(const struct wtm_match *m)
{
	return &m->tu->tuvs[m->target];
}

void
write_score(struct buf *out, int tenths)
{
	buf_addf(out, "%d.%d", tenths / 10, tenths % 10);
}

/* 20240301T120000Z as 2024-03-01; anything else as it stands. */
static void
put_date(struct buf *out, struct wtm_str v)
{
	if (v.len < 8 || strspn(v.s, "0123456789") < 8)
		write_clean(out, v.s, v.len);
	else
		buf_addf(out, "%.4s-%.2s-%.2s", v.s, v.s + 4, v.s + 6);
}

void
write_differs(struct buf *out, const struct wtm_match *m)
{
	const char *lead = "";

	for (unsigned bit = 1; wtm_differs_name(bit) != NULL; bit <<= 1) {
		if ((m->differs & bit) == 0)
			continue;
		buf_adds(out, lead);
		buf_adds(out, wtm_differs_name(bit));
		lead = ", ";
	}
}

void
write_values(struct buf *out, const struct wtm_match *m)
{
	for (size_t i = 0; i < m->n_values; i++) {
		buf_adds(out, i == 0 ? "" : " | ");
		write_clean(out, m->values[i].s, m->values[i].len);
	}
}

void
write_penalties(struct buf *out, const struct wtm_match *m)
{
	for (size_t i = 0; i < m->n_penalties; i++) {
		buf_addf(out, "%s%s ", i == 0 ? "" : ", ",
		    m->penalties[i].name);
		write_score(out, m->penalties[i].tenths);
	}
}

/* Neighbours are for the machine; their effect is the kind "context". */
static int
is_neighbour(struct wtm_str type)
{
	static const char *const names[] = { "x-prev", "x-next", "prev",
		"next", "x-context-pre", "x-context-post" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (type.s != NULL && strcmp(names[i], type.s) == 0)
			return 1;
	return 0;
}

/* Which metas are written, and what stands between and before them. */
struct list {
	int is_note;
	const char *between;
	const char *lead;
};

static void
put_metas(struct buf *out, const struct wtm_meta *metas, size_t n,
    const struct list *l)
{
	for (size_t i = 0; i < n; i++) {
		const struct wtm_meta *p = &metas[i];

		if (p->is_note != l->is_note ||
		    (!p->is_note && is_neighbour(p->type)))
			continue;
		if (out->len > 0)
			buf_adds(out, l->between);
		buf_adds(out, l->lead);
		if (!p->is_note) {
			write_clean(out, p->type.s, p->type.len);
			buf_adds(out, ": ");
		}
		write_clean(out, p->text.s, p->text.len);
	}
}

/* Those of the unit and of its two texts. */
static void
put_all_metas(struct buf *out, const struct wtm_match *m,
    const struct list *l)
{
	const struct wtm_tuv *s = write_source_of(m);
	const struct wtm_tuv *t = write_target_of(m);

	put_metas(out, m->tu->metas, m->tu->n_metas, l);
	put_metas(out, s->metas, s->n_metas, l);
	put_metas(out, t->metas, t->n_metas, l);
}

void
write_props(struct buf *out, const struct wtm_match *m)
{
	put_all_metas(out, m, &(struct list){ 0, " | ", "" });
}

void
write_notes(struct buf *out, const struct wtm_match *m)
{
	put_all_metas(out, m, &(struct list){ 1, " | ", "" });
}

void
write_origin(struct buf *out, const struct wtm_match *m)
{
	struct wtm_str date = wtm_match_attr(m, "changedate");
	struct wtm_str who = wtm_match_attr(m, "creationid");
	struct wtm_str count = wtm_match_attr(m, "usagecount");

	if (date.s == NULL)
		date = wtm_match_attr(m, "creationdate");
	buf_addf(out, "unit %" PRIu64, m->tu->id);
	if (date.s != NULL) {
		buf_adds(out, ", ");
		put_date(out, date);
	}
	if (who.s != NULL) {
		buf_adds(out, ", ");
		write_clean(out, who.s, who.len);
	}
	if (m->differs != 0) {
		buf_adds(out, "; differs in ");
		write_differs(out, m);
	}
	if (m->n_values > 0) {
		buf_adds(out, "; values ");
		write_values(out, m);
	}
	if (m->n_penalties > 0) {
		buf_adds(out, "; less ");
		write_penalties(out, m);
	}
	if (count.s != NULL) {
		buf_adds(out, "; used ");
		write_clean(out, count.s, count.len);
	}
	put_all_metas(out, m, &(struct list){ 0, "; ", "" });
	put_all_metas(out, m, &(struct list){ 1, "; ", "note: " });
}

void
write_heading(struct buf *out, const struct wtm_aligned *a)
{
	buf_adds(out, wtm_segment_kind_name(a->segment->kind));
	buf_adds(out, ": ");
	buf_adds(out, wtm_class_words(a->class));
	if (a->embargoed) {
		buf_adds(out, "; ");
		write_embargo(out, a->story->embargo);
	}
}

void
write_embargo(struct buf *out, struct wtm_str embargo)
{
	buf_adds(out, "embargo until ");
	write_clean(out, embargo.s, embargo.len);
}
