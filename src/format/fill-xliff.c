/*
 * fill-xliff: the targets of XLIFF 1.2 and 2.x.
 *
 * A <target> is the <source> of its unit, inline elements and all, with the
 * texts replaced.  It is put behind <source> (and <seg-source>), or into one
 * that is there and empty; one that has a text stays as it is, and so does a
 * unit with translate="no".  A translation that is not sure is marked as one
 * that needs review.
 */
#include "config.h"
#include "format/fill.h"

#include <string.h>

#include "base/err.h"

struct unit {
	struct markup_token tag;	/* trans-unit, or segment of 2.x */
	struct markup_token source;
	size_t inner[2];	/* of the source */
	size_t place;	/* where a target goes */
	struct markup_token target;	/* its name is NULL: there is none */
	size_t target_inner[2];
	size_t target_end;
};

struct filler {
	struct translation *tr;
	struct splice *to;
	struct unit unit;
	int in_unit;
	size_t skip;	/* elements open inside of candidates */
	size_t block;	/* the next one */
	struct markup_token head;	/* xliff, or file of 1.2 */
	int says_target;	/* it has the language, or it was added */
};

static int
is_candidate(const struct markup_token *t)
{
	return markup_is(t, "alt-trans") || markup_is(t, "matches");
}

static int
is_unit(const struct markup_token *t)
{
	return markup_is(t, "trans-unit") || markup_is(t, "segment");
}

static int
is_blank(const struct filler *f, const size_t at[2])
{
	for (size_t i = at[0]; i < at[1]; i++)
		if (strchr(" \t\r\n", f->to->file.s[i]) == NULL)
			return 0;
	return 1;
}

static int
has_value(const struct markup_token *t, const char *attr, const char *value)
{
	size_t at[2];

	return markup_attr_at(t, attr, at) &&
	    at[1] - at[0] == strlen(value) &&
	    memcmp(t->s + at[0], value, at[1] - at[0]) == 0;
}

/* Is every sentence of the block done, and is each translation sure? */
static int
is_done(int *sure, const struct filler *f, const size_t range[2])
{
	const struct work *at = (const void *)f->tr->works.s;

	*sure = 1;
	for (size_t i = range[0]; i < range[1]; i++) {
		if (!at[i].done)
			return 0;
		*sure = *sure && at[i].sure;
	}
	return range[1] > range[0];
}

static void
give_up(struct filler *f, const size_t range[2])
{
	struct work *at = (void *)f->tr->works.s;

	for (size_t i = range[0]; i < range[1]; i++)
		at[i].done = 0;
}

/* <target> like the <source>, on a line of its own if that has one. */
static void
put_new(struct buf *b, const struct filler *f, int sure)
{
	const struct unit *u = &f->unit;
	const char *s = f->to->file.s;
	size_t from = u->source.from;

	while (from > 0 && strchr(" \t\r\n", s[from - 1]) != NULL)
		from--;
	if (memchr(s + from, '\n', u->source.from - from) != NULL)
		buf_add(b, s + from, u->source.from - from);
	from = u->source.from;
	buf_add(b, s + from, (size_t)(u->source.name - (s + from)));
	buf_adds(b, "target");
	if (markup_is(&u->tag, "trans-unit"))
		buf_adds(b, sure ? " state=\"translated\" "
		    "state-qualifier=\"exact-match\""
		    : " state=\"needs-review-translation\"");
	buf_addc(b, '>');
}

/* The start tag of the <target> that is there, with its new state. */
static void
put_old(struct buf *b, const struct filler *f, int sure)
{
	const struct markup_token *t = &f->unit.target;
	size_t to = t->to - 1 - (size_t)t->empty;
	size_t from = t->from;
	size_t at[2];

	if (markup_attr_at(t, "state", at)) {
		buf_add(b, t->s + from, at[0] - from);
		buf_adds(b, sure ? "translated" : "needs-review-translation");
		from = at[1];
	}
	buf_add(b, t->s + from, to - from);
	buf_addc(b, '>');
}

static int
put_target(struct filler *f, int sure, struct wtm_err *err)
{
	const struct unit *u = &f->unit;
	const char *name = u->source.s + u->source.from + 1;
	int old = u->target.name != NULL;
	size_t at[2] = { u->place, u->place };
	struct buf b = { 0 };
	int ret;

	if (old) {
		at[0] = u->target.from;
		at[1] = u->target_end;
	}
	(old ? put_old : put_new)(&b, f, sure);
	ret = splice_copy(&b, &f->tr->splice, u->inner[0], u->inner[1], err);
	buf_adds(&b, "</");
	buf_add(&b, name, (size_t)(u->source.name - name));
	buf_adds(&b, "target>");
	if (ret == 0)
		ret = buf_ok(&b) ? splice_raw(f->to, at[0], at[1], b.s, b.len,
		    RECODE_XML, err) : err_nomem(err);
	buf_free(&b);
	return ret;
}

/* A file with targets names their language. */
static int
add_language(struct filler *f, struct wtm_err *err)
{
	int two = markup_is(&f->head, "xliff");
	struct buf b = { 0 };
	size_t at[2];
	int ret = 0;

	if (f->says_target || f->head.name == NULL ||
	    !markup_attr_at(&f->head, two ? "srcLang" : "source-language",
	    at))
		return 0;
	f->says_target = 1;
	buf_addf(&b, " %s=\"%s\"", two ? "trgLang" : "target-language",
	    f->to->langs[1]);
	ret = buf_ok(&b) ? splice_raw(f->to, at[1] + 1, at[1] + 1, b.s,
	    b.len, RECODE_NONE, err) : err_nomem(err);
	buf_free(&b);
	return ret;
}

/* 2.x keeps the state at the segment. */
static int
set_state(struct filler *f, int sure, struct wtm_err *err)
{
	const struct markup_token *t = &f->unit.tag;
	size_t at[2];

	if (!sure || !markup_is(t, "segment") ||
	    !has_value(t, "state", "initial") ||
	    !markup_attr_at(t, "state", at))
		return 0;
	return splice_raw(f->to, at[0], at[1], "translated", 10, RECODE_NONE,
	    err);
}

/* The block that was read from the source, or n_blocks. */
static size_t
block_of(struct filler *f)
{
	const struct wtm_article *a = f->tr->article;
	const struct unit *u = &f->unit;
	const struct wtm_block *b;

	while (f->block < a->n_blocks &&
	    (a->blocks[f->block].n_pieces == 0 ||
	    a->blocks[f->block].pieces[0].from < u->inner[0]))
		f->block++;
	if (f->block == a->n_blocks)
		return a->n_blocks;
	b = &a->blocks[f->block];
	return b->pieces[0].from < u->inner[1] ? f->block : a->n_blocks;
}

static int
end_unit(struct filler *f, struct wtm_err *err)
{
	const struct unit *u = &f->unit;
	size_t block = block_of(f);
	size_t range[2];
	int sure;

	f->in_unit = 0;
	if (block == f->tr->article->n_blocks)
		return 0;
	translation_of_block(range, f->tr, block);
	if (!is_done(&sure, f, range) || has_value(&u->tag, "translate",
	    "no") || (u->target.name != NULL &&
	    !is_blank(f, u->target_inner))) {
		give_up(f, range);
		return 0;
	}
	if (put_target(f, sure, err) != 0 || set_state(f, sure, err) != 0)
		return -1;
	return add_language(f, err);
}

static void
begin_target(struct unit *u, const struct markup_token *t)
{
	u->target = *t;
	u->target_inner[0] = u->target_inner[1] = t->to;
	u->target_end = t->to;
}

static int
on_start(struct filler *f, const struct markup_token *t)
{
	struct unit *u = &f->unit;
	size_t at[2];

	if (f->skip > 0 || is_candidate(t)) {
		f->skip += !t->empty;
	} else if (is_unit(t)) {
		*u = (struct unit){ .tag = *t };
		f->in_unit = 1;
	} else if (f->in_unit && markup_is(t, "source")) {
		u->source = *t;
		u->inner[0] = u->inner[1] = u->place = t->to;
	} else if (f->in_unit && markup_is(t, "target")) {
		begin_target(u, t);
	} else if (markup_is(t, "file") || markup_is(t, "xliff")) {
		int two = markup_is(t, "xliff");

		/* 2.x says it in <xliff>, 1.2 in <file> */
		if (markup_attr_at(t, two ? "srcLang" : "source-language",
		    at)) {
			f->head = *t;
			f->says_target = markup_attr_at(t, two ? "trgLang"
			    : "target-language", at);
		}
	}
	return 0;
}

static int
on_end(struct filler *f, const struct markup_token *t, struct wtm_err *err)
{
	struct unit *u = &f->unit;

	if (f->skip > 0) {
		f->skip--;
	} else if (f->in_unit && markup_is(t, "source")) {
		u->inner[1] = t->from;
		u->place = t->to;
	} else if (f->in_unit && markup_is(t, "seg-source")) {
		u->place = t->to;
	} else if (f->in_unit && markup_is(t, "target")) {
		u->target_inner[1] = t->from;
		u->target_end = t->to;
	} else if (f->in_unit && is_unit(t)) {
		return end_unit(f, err);
	}
	return 0;
}

int
fill_xliff(struct translation *tr, struct splice *to, struct wtm_err *err)
{
	struct filler f = { .tr = tr, .to = to };
	struct markup m = { .s = to->file.s, .len = to->file.len };
	struct markup_token t;
	int ret = 0;

	while (ret == 0 && markup_next(&m, &t)) {
		if (t.kind == MARKUP_START)
			ret = on_start(&f, &t);
		else if (t.kind == MARKUP_END)
			ret = on_end(&f, &t, err);
	}
	return ret;
}

struct wtm_str
fill_xliff_target(const struct wtm_article *a)
{
	struct markup m = { .s = a->file.s, .len = a->file.len };
	struct markup_token t;
	size_t at[2];

	while (markup_next(&m, &t)) {
		if (t.kind == MARKUP_START && (markup_attr_at(&t, "trgLang",
		    at) || markup_attr_at(&t, "target-language", at)))
			return (struct wtm_str){ a->file.s + at[0],
				at[1] - at[0] };
		if (t.kind == MARKUP_START && is_unit(&t))
			break;
	}
	return (struct wtm_str){ NULL, 0 };
}
