/*
 * fill-po: the msgstr of PO.
 *
 * An entry whose msgstr is empty is filled, as one string.  Plural forms are
 * left alone: a sentence of the memory does not say which it is.  What is not
 * sure is marked fuzzy.
 */
#include "config.h"
#include "format/fill.h"

#include <string.h>

#include "base/err.h"

enum part { ID, STR, OTHER, PARTS };

struct entry {
	size_t start;	/* of its first line that is no comment */
	size_t flags_end;	/* of its "#," line; 0: it has none */
	size_t string[PARTS][2];	/* from the first quote to the last */
	struct buf id;	/* decoded */
	size_t str_len;	/* bytes between the quotes of msgstr */
	int begun;
	int plural;
	enum part part;	/* that a bare string goes on with */
};

struct filler {
	struct translation *tr;
	struct splice *to;
	struct entry e;
	size_t flags_end;	/* of the entry that comes */
	size_t header[2];	/* msgstr of the header */
	size_t block;	/* the next one */
	size_t filled;
};

static const struct {
	const char *word;
	enum part part;
	int plural;
} words[] = {
	{ "msgctxt", OTHER, 0 },
	{ "msgid_plural", OTHER, 1 },
	{ "msgid", ID, 0 },
	{ "msgstr[", OTHER, 1 },
	{ "msgstr", STR, 0 },
};

/* The string from quote to quote, decoded, to b. */
static void
add_string(struct buf *b, const char *s, size_t len)
{
	for (size_t i = 1; i + 1 < len; i++) {
		if (s[i] != '\\') {
			buf_addc(b, s[i]);
			continue;
		}
		i++;
		buf_addc(b, s[i] == 'n' ? '\n' : s[i] == 't' ? '\t'
		    : s[i] == 'r' ? '\r' : s[i]);
	}
}

/* White space folded, as the article has it. */
static void
fold(struct buf *b)
{
	size_t to = 0;

	for (size_t i = 0; i < b->len; i++) {
		if (strchr(" \t\r\n\f", b->s[i]) == NULL)
			b->s[to++] = b->s[i];
		else if (to > 0 && b->s[to - 1] != ' ')
			b->s[to++] = ' ';
	}
	while (to > 0 && b->s[to - 1] == ' ')
		to--;
	b->len = to;
}

/* The sentences of the block with their translations: 1, 0: not all. */
static int
compose(struct buf *b, int *sure, const struct filler *f, size_t block)
{
	const struct wtm_block *x = &f->tr->article->blocks[block];
	const struct work *at = (const void *)f->tr->works.s;
	size_t done = x->from;
	size_t range[2];

	*sure = 1;
	translation_of_block(range, f->tr, block);
	for (size_t i = range[0]; i < range[1]; i++) {
		if (at[i].target.s == NULL)
			return 0;
		buf_add(b, x->text.s + (done - x->from),
		    (size_t)at[i].seg.from - done);
		buf_add(b, at[i].target.s, at[i].target.len);
		done = (size_t)at[i].seg.to;
		*sure = *sure && at[i].sure;
	}
	return range[1] > range[0];
}

static void
put_escaped(struct buf *b, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"' || s[i] == '\\')
			buf_addf(b, "\\%c", s[i]);
		else if (s[i] == '\n')
			buf_adds(b, "\\n");
		else if (s[i] == '\t')
			buf_adds(b, "\\t");
		else
			buf_addc(b, s[i]);
	}
}

static int
mark_fuzzy(struct filler *f, struct wtm_err *err)
{
	const struct entry *e = &f->e;
	const char *s = f->to->file.s;
	const char *nl = memchr(s + e->start, '\n',
	    f->to->file.len - e->start);
	int cr = nl != NULL && nl > s && nl[-1] == '\r';

	if (e->flags_end > 0)
		return splice_raw(f->to, e->flags_end, e->flags_end,
		    ", fuzzy", 7, RECODE_NONE, err);
	return splice_raw(f->to, e->start, e->start, cr ? "#, fuzzy\r\n"
	    : "#, fuzzy\n", cr ? 10 : 9, RECODE_NONE, err);
}

static int
fill_entry(struct filler *f, const struct buf *text, int first_nl, int last_nl,
    struct wtm_err *err)
{
	const size_t *at = f->e.string[STR];
	struct buf b = { 0 };
	int ret;

	buf_adds(&b, first_nl ? "\"\\n" : "\"");
	put_escaped(&b, text->s, text->len);
	buf_adds(&b, last_nl ? "\\n\"" : "\"");
	ret = buf_ok(&b) ? splice_raw(f->to, at[0], at[1], b.s, b.len,
	    RECODE_NONE, err) : err_nomem(err);
	buf_free(&b);
	f->filled++;
	return ret;
}

static int
is_block(const struct filler *f, const struct buf *id)
{
	const struct wtm_article *a = f->tr->article;

	return f->block < a->n_blocks && id->len > 0 &&
	    a->blocks[f->block].text.len == id->len &&
	    memcmp(a->blocks[f->block].text.s, id->s, id->len) == 0;
}

static void
set_done(struct filler *f, size_t block)
{
	struct work *at = (void *)f->tr->works.s;
	size_t range[2];

	translation_of_block(range, f->tr, block);
	for (size_t i = range[0]; i < range[1]; i++)
		at[i].done = 1;
}

static int
end_entry(struct filler *f, struct wtm_err *err)
{
	struct entry *e = &f->e;
	struct buf text = { 0 };
	int sure = 0, first_nl, last_nl;
	int ret = 0;

	if (!buf_ok(&e->id))
		return err_nomem(err);
	if (e->id.len == 0 && f->header[1] == 0)
		memcpy(f->header, e->string[STR], sizeof f->header);
	first_nl = e->id.len > 0 && e->id.s[0] == '\n';
	last_nl = e->id.len > 0 && e->id.s[e->id.len - 1] == '\n';
	fold(&e->id);
	if (!is_block(f, &e->id))
		return 0;
	if (e->string[STR][1] > 0 && e->str_len == 0 && !e->plural &&
	    compose(&text, &sure, f, f->block)) {
		ret = buf_ok(&text) ? fill_entry(f, &text, first_nl, last_nl,
		    err) : err_nomem(err);
		if (ret == 0 && !sure)
			ret = mark_fuzzy(f, err);
		set_done(f, f->block);
	}
	f->block++;
	buf_free(&text);
	return ret;
}

static int
begins(const char *s, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && memcmp(s, word, n) == 0;
}

/* Of a line: the string it holds, to the part it belongs to. */
static void
take_string(struct entry *e, const char *s, size_t from, size_t to)
{
	size_t *range = e->string[e->part];
	const char *p = memchr(s + from, '"', to - from);
	size_t quote = p == NULL ? to : (size_t)(p - s);

	if (to - quote < 2)
		return;
	if (range[1] == 0)
		range[0] = quote;
	range[1] = to;
	if (e->part == ID)
		add_string(&e->id, s + quote, to - quote);
	if (e->part == STR)
		e->str_len += to - quote - 2;
}

static int
take_line(struct filler *f, size_t from, size_t to, struct wtm_err *err)
{
	const char *s = f->to->file.s;
	struct entry *e = &f->e;
	int opens = begins(s + from, to - from, "msgctxt") ||
	    begins(s + from, to - from, "msgid ");

	if (to == from || s[from] == '#') {
		if (begins(s + from, to - from, "#,"))
			f->flags_end = to;
		return 0;
	}
	if (opens && e->begun && (e->string[STR][1] > 0 || e->plural)) {
		struct buf id = e->id;

		if (end_entry(f, err) != 0)
			return -1;
		id = e->id;
		buf_clear(&id);
		*e = (struct entry){ .id = id };
	}
	if (!e->begun) {
		e->begun = 1;
		e->start = from;
		e->flags_end = f->flags_end;
		f->flags_end = 0;
	}
	for (size_t i = 0; s[from] != '"' &&
	    i < sizeof words / sizeof *words; i++) {
		if (!begins(s + from, to - from, words[i].word))
			continue;
		e->part = words[i].part;
		e->plural |= words[i].plural;
		break;
	}
	take_string(e, s, from, to);
	return 0;
}

/* A template becomes a file of its language. */
static int
set_language(struct filler *f, struct wtm_err *err)
{
	static const char empty[] = "Language: \\n";
	const char *s = f->to->file.s + f->header[0];
	const char *p = memmem(s, f->header[1] - f->header[0], empty,
	    sizeof empty - 1);
	size_t at;

	if (f->filled == 0 || p == NULL)
		return 0;
	at = (size_t)(p - f->to->file.s) + strlen("Language: ");
	return splice_raw(f->to, at, at, f->to->langs[1],
	    strlen(f->to->langs[1]), RECODE_NONE, err);
}

int
fill_po(struct translation *tr, struct splice *to, struct wtm_err *err)
{
	struct filler f = { .tr = tr, .to = to };
	size_t off = 0;
	int ret = 0;

	while (off < to->file.len && ret == 0) {
		const char *s = to->file.s + off;
		const char *nl = memchr(s, '\n', to->file.len - off);
		size_t len = nl == NULL ? to->file.len - off
		    : (size_t)(nl - s);
		size_t end = off + len;

		while (end > off && strchr("\r ", to->file.s[end - 1]) !=
		    NULL)
			end--;
		ret = take_line(&f, off, end, err);
		off += len + (nl != NULL);
	}
	if (ret == 0 && f.e.begun)
		ret = end_entry(&f, err);
	if (ret == 0)
		ret = set_language(&f, err);
	buf_free(&f.e.id);
	return ret;
}

struct wtm_str
fill_po_target(const struct wtm_article *a)
{
	static const char word[] = "\"Language: ";
	const char *p = memmem(a->file.s, a->file.len, word,
	    sizeof word - 1);
	size_t n;

	if (p == NULL)
		return (struct wtm_str){ NULL, 0 };
	p += sizeof word - 1;
	n = strcspn(p, "\\\"\r\n ");
	return (struct wtm_str){ n == 0 ? NULL : p, n };
}
