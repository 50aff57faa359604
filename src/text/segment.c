/*
 * Lines become paragraphs (wire), paragraphs sentences (rules), and lists
 * that run on in one paragraph are divided at their numbers.
 */
#include "config.h"

#include "text/segment.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "text/inline-list.h"
#include "text/kinds.h"
#include "text/last-piece.h"
#include "text/norm.h"
#include "text/rules.h"
#include "text/srx.h"
#include "text/utf8.h"
#include "text/wire.h"

/* The wrap of lines is decided anew after so many. */
#define BLOCK_LINES 1000
#define BLOCK_BYTES ((size_t)1 << 20)

struct language {
	struct language *next;
	char *tag;
	struct rules *rules;
};

struct segmenter {
	struct srx srx;
	struct segmenter_opts opts;
	struct props *props;
	struct kinds *kinds;
	struct language *languages;	/* the last one used first */
	struct buf cuts;	/* scratch: size_t places of one paragraph */
};

int
segmenter_new(struct segmenter **out, const struct segmenter_opts *opts,
    struct wtm_err *err)
{
	struct segmenter *sg = calloc(1, sizeof(*sg));
	int rc;

	*out = NULL;
	if (sg == NULL)
		return err_nomem(err);
	sg->opts = *opts;
	sg->props = props_new();
	rc = sg->props == NULL ? err_nomem(err) :
	    opts->rules == NULL ? srx_default(&sg->srx, err) :
	    srx_read(&sg->srx, opts->rules, err);
	if (rc == 0) {
		sg->kinds = kinds_new(sg->props);
		if (sg->kinds == NULL)
			rc = err_nomem(err);
	}
	if (rc != 0)
		segmenter_free(sg);
	else
		*out = sg;
	return rc;
}

void
segmenter_free(struct segmenter *sg)
{
	if (sg == NULL)
		return;
	while (sg->languages != NULL) {
		struct language *l = sg->languages;

		sg->languages = l->next;
		rules_free(l->rules);
		free(l->tag);
		free(l);
	}
	kinds_free(sg->kinds);
	props_free(sg->props);
	srx_free(&sg->srx);
	buf_free(&sg->cuts);
	free(sg);
}

int
segmenter_code_before_cut(const struct segmenter *sg, enum srx_code kind)
{
	return srx_code_before_break(&sg->srx, kind);
}

static struct language *
language_new(struct segmenter *sg, const char *lang, struct wtm_err *err)
{
	/* The program's own rules are written for the limits there are. */
	struct rules_opts opts = { sg->props, sg->opts.strict,
		sg->opts.rules == NULL ? NULL : sg->opts.note,
		sg->opts.note_arg };
	struct language *l = calloc(1, sizeof(*l));

	if (l != NULL)
		l->tag = malloc(strlen(lang) + 1);
	if (l == NULL || l->tag == NULL) {
		free(l);
		err_nomem(err);
		return NULL;
	}
	memcpy(l->tag, lang, strlen(lang) + 1);
	if (rules_new(&l->rules, &sg->srx, lang, &opts, err) < 0) {
		free(l->tag);
		free(l);
		return NULL;
	}
	return l;
}

static struct rules *
rules_for(struct segmenter *sg, const char *lang, struct wtm_err *err)
{
	struct language **p = &sg->languages;
	struct language *l;

	while (*p != NULL && strcmp((*p)->tag, lang) != 0)
		p = &(*p)->next;
	l = *p;
	if (l != NULL)
		*p = l->next;
	else
		l = language_new(sg, lang, err);
	if (l == NULL)
		return NULL;
	l->next = sg->languages;
	sg->languages = l;
	return l->rules;
}

/* Outer white space, and a byte order mark, belong to no sentence. */
static void
trim(const char *s, size_t *from, size_t *to)
{
	while (*from < *to) {
		size_t i = *from;
		uint32_t c = utf8_next(s, *to, &i);

		if (!norm_is_space(c) && c != 0xfeff)
			break;
		*from = i;
	}
	while (*to > *from) {
		size_t i = *to;
		uint32_t c = utf8_prev(s, &i);

		if (!norm_is_space(c) && c != 0xfeff)
			break;
		*to = i;
	}
}

/* The list being made. */
struct sink {
	struct buf list;	/* struct sentence */
	struct segmenter *sg;
	const char *s;
};

/* What begins with a letter and ends with a stop is no credit. */
static int
is_prose(const char *s, const struct sentence *st)
{
	char last = s[st->to - 1];

	return (last == '.' || last == '"' || last == '?') &&
	    strchr("([</#-", s[st->from]) == NULL;
}

static void
add_sentence(struct sink *k, const struct wire_par *par, size_t from,
    size_t to)
{
	struct sentence st = { from, to, par->kind, to };

	trim(k->s, &st.from, &st.to);
	if (st.from == st.to)
		return;
	/* A credit or an end mark may stand behind a sentence. */
	if (par->kind == WTM_SENTENCE && st.from > par->from &&
	    !is_prose(k->s, &st)) {
		struct line_kind lk = kinds_of(k->sg->kinds, k->s + st.from,
		    st.to - st.from);

		if (lk.kind == WTM_CREDIT || lk.kind == WTM_END ||
		    lk.kind == WTM_BYLINE)
			st.kind = lk.kind;
	}
	buf_add(&k->list, &st, sizeof(st));
}

static int
find_cuts(struct segmenter *sg, struct rules *rules, const char *s, size_t len,
    struct wtm_err *err)
{
	struct buf *cuts = &sg->cuts;
	size_t at = 0;

	if (rules_text(rules, s, len, err) < 0)
		return -1;
	while (at < len) {
		if (rules_next(rules, at, &at, err) < 0)
			return -1;
		buf_add(cuts, &at, sizeof(at));
	}
	last_piece_cut(cuts, sg->kinds, s, len);
	inline_list_cuts(cuts, s, len);
	return buf_ok(cuts) ? 0 : err_nomem(err);
}

static size_t
cut_at(const struct buf *cuts, size_t i)
{
	return ((const size_t *)(const void *)cuts->s)[i];
}

/*
 * A caption with its credit looks like a headline until it is divided; so do
 * several sentences of which the last lacks its stop.
 */
static void
check_headline(struct sink *k, struct wire_par *par)
{
	struct buf *cuts = &k->sg->cuts;
	size_t n = cuts->len / sizeof(size_t);
	size_t from = par->from + (n < 2 ? 0 : cut_at(cuts, n - 2));
	size_t to = par->to;

	/* A stop in it: prose; other marks may stand in a headline. */
	if (n >= 2 && k->s[from - 1] == '.')
		n = 3;
	trim(k->s, &from, &to);
	if (n > 2 || (n == 2 && kinds_of(k->sg->kinds, k->s + from,
	    to - from).kind == WTM_CREDIT))
		par->kind = WTM_SENTENCE;
	else
		buf_clear(cuts);
}

static int
segment_paragraph(struct sink *k, struct rules *rules, struct wire_par *par,
    struct wtm_err *err)
{
	struct buf *cuts = &k->sg->cuts;
	size_t from = par->from;

	buf_clear(cuts);
	if (!par->whole && find_cuts(k->sg, rules, k->s + par->from,
	    par->to - par->from, err) < 0)
		return -1;
	if (par->kind == WTM_HEADLINE)
		check_headline(k, par);
	for (size_t i = 0; i < cuts->len / sizeof(size_t); i++) {
		size_t to = par->from + cut_at(cuts, i);

		add_sentence(k, par, from, to);
		from = to;
	}
	add_sentence(k, par, from, par->to);
	return buf_ok(&k->list) ? 0 : err_nomem(err);
}

/*
 * One block: as much of the text as is decided together.  What is left over
 * begins the next.
 */
struct block {
	const char *s;
	size_t len;
	int at_start;	/* of the article */
	int at_end;	/* nothing comes behind it */
};

/* The first lines of s that make a block: its length. */
static size_t
block_length(const char *s, size_t len)
{
	size_t lines = 0;
	size_t n = len < BLOCK_BYTES ? len : BLOCK_BYTES;

	for (const char *p = s; lines < BLOCK_LINES; lines++) {
		p = memchr(p, '\n', n - (size_t)(p - s));
		if (p == NULL)
			break;
		if (lines + 1 == BLOCK_LINES)
			return (size_t)(p - s) + 1;
		p++;
	}
	/* Not within a character. */
	while (n < len && n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/*
 * How many sentences of a block stand, and where the next block begins: the
 * last paragraph may go on, so may the last sentence of a single one; a
 * single sentence that fills a block is cut.
 */
static size_t
settled(struct sink *k, const struct block *b, const struct wire_pars *pars,
    size_t *n_out)
{
	size_t n = k->list.len / sizeof(struct sentence);
	struct sentence *at = (void *)k->list.s;
	size_t last;

	*n_out = n;
	if (b->at_end || n == 0)
		return b->len;
	last = pars->at[pars->n - 1].from;
	while (n > 0 && at[n - 1].from >= last)
		n--;
	if (n == 0 && *n_out > 1)
		n = *n_out - 1;
	if (n == 0)
		return b->len;
	*n_out = n;
	return at[n].from;
}

static int
segment_block(struct sink *k, struct rules *rules, const struct block *b,
    struct arena *a, size_t *used_out, size_t *n_out, struct wtm_err *err)
{
	struct wire_pars pars;

	k->s = b->s;
	buf_clear(&k->list);
	if (wire_paragraphs(&pars, k->sg->kinds, b->s, b->len, b->at_start, a,
	    err) < 0)
		return -1;
	for (size_t i = 0; i < pars.n; i++)
		if (segment_paragraph(k, rules, &pars.at[i], err) < 0)
			return -1;
	*used_out = settled(k, b, &pars, n_out);
	return 0;
}

/* All of a text that is there, block by block. */
struct walk {
	struct sink sink;
	struct rules *rules;
	struct arena arena;	/* scratch of one block */
	int started;
};

static void
walk_end(struct walk *w)
{
	buf_free(&w->sink.list);
	arena_free(&w->arena);
}

/*
 * The next block of s; at_end: there is no more than s.  *n_out sentences are
 * in the sink.
 */
static int
walk_block(struct walk *w, const char *s, size_t len, int at_end,
    size_t *used_out, size_t *n_out, struct wtm_err *err)
{
	struct block b = { s, block_length(s, len), !w->started, 0 };

	b.at_end = at_end && b.len == len;
	w->started = 1;
	arena_clear(&w->arena);
	return segment_block(&w->sink, w->rules, &b, &w->arena, used_out,
	    n_out, err);
}

int
segment_text(struct sentences *out, struct segmenter *sg, const char *lang,
    const char *s, size_t len, struct arena *a, struct wtm_err *err)
{
	struct walk w = { .sink = { .sg = sg } };
	struct buf all = { 0 };
	size_t off = 0, used, n;
	int rc = 0;

	memset(out, 0, sizeof(*out));
	w.rules = rules_for(sg, lang, err);
	if (w.rules == NULL)
		return -1;
	for (; rc == 0 && off < len; off += used) {
		struct sentence *at;

		rc = walk_block(&w, s + off, len - off, 1, &used, &n, err);
		at = (void *)w.sink.list.s;
		for (size_t i = 0; rc == 0 && i < n; i++) {
			at[i].from += off;
			at[i].to += off;
			at[i].cut += off;
		}
		if (rc == 0)
			buf_add(&all, at, n * sizeof(*at));
	}
	walk_end(&w);
	out->at = arena_array(a, all.len / sizeof(struct sentence) + 1,
	    sizeof(*out->at));
	if (rc == 0 && (out->at == NULL || !buf_ok(&all)))
		rc = err_nomem(err);
	if (rc == 0 && all.len > 0) {
		memcpy(out->at, all.s, all.len);
		out->n = all.len / sizeof(struct sentence);
	}
	buf_free(&all);
	return rc;
}

struct segment_stream {
	struct walk walk;
	segment_fn fn;
	void *arg;
	struct buf text;	/* what was fed and is not settled */
	size_t done;	/* of it */
	uint64_t base;	/* where it begins in the whole text */
};

int
segment_stream_new(struct segment_stream **out, struct segmenter *sg,
    const char *lang, segment_fn fn, void *arg, struct wtm_err *err)
{
	struct segment_stream *st = calloc(1, sizeof(*st));

	*out = NULL;
	if (st == NULL)
		return err_nomem(err);
	st->walk.sink.sg = sg;
	st->walk.rules = rules_for(sg, lang, err);
	st->fn = fn;
	st->arg = arg;
	if (st->walk.rules == NULL) {
		segment_stream_free(st);
		return -1;
	}
	*out = st;
	return 0;
}

void
segment_stream_free(struct segment_stream *st)
{
	if (st == NULL)
		return;
	walk_end(&st->walk);
	buf_free(&st->text);
	free(st);
}

static int
stream_block(struct segment_stream *st, int at_end, struct wtm_err *err)
{
	const char *s = st->text.s + st->done;
	const struct sentence *at;
	size_t used, n;

	if (walk_block(&st->walk, s, st->text.len - st->done, at_end, &used,
	    &n, err) < 0)
		return -1;
	at = (const void *)st->walk.sink.list.s;
	for (size_t i = 0; i < n; i++) {
		int rc = st->fn(st->arg, s, st->base + st->done + at[i].from,
		    &at[i], err);

		if (rc != 0)
			return rc;
	}
	st->done += used;
	return 0;
}

int
segment_stream_feed(struct segment_stream *st, const char *s, size_t len,
    struct wtm_err *err)
{
	buf_add(&st->text, s, len);
	if (!buf_ok(&st->text))
		return err_nomem(err);
	/* A block is cut from a full window, so it never depends on len. */
	while (st->text.len - st->done > BLOCK_BYTES) {
		int rc = stream_block(st, 0, err);

		if (rc != 0)
			return rc;
	}
	if (st->done > BLOCK_BYTES) {
		memmove(st->text.s, st->text.s + st->done,
		    st->text.len - st->done);
		st->text.len -= st->done;
		st->base += st->done;
		st->done = 0;
	}
	return 0;
}

int
segment_stream_finish(struct segment_stream *st, struct wtm_err *err)
{
	while (st->done < st->text.len) {
		int rc = stream_block(st, 1, err);

		if (rc != 0)
			return rc;
	}
	return 0;
}
