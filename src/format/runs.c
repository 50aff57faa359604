/*
 * runs: the stretches of text between the tags of a sentence, and which part
 * of its translation goes into each.
 */
#include "config.h"
#include "format/runs.h"

#include <string.h>

#include "base/err.h"
#include "text/name.h"
#include "text/placeable.h"

enum { NESTED_MAX = 16 };

/* White space as it may be written in the file, and nothing else. */
static int
is_blank(const struct splice *sp, size_t from, size_t to)
{
	const char *s = sp->file.s;

	while (from < to) {
		size_t i = from;

		if (sp->syntax == SYNTAX_JSON && s[from] == '\\') {
			if (to - from < 2 ||
			    strchr("nrtf", s[from + 1]) == NULL)
				return 0;
			from += 2;
			continue;
		}
		if (strchr(" \t\r\n\f", (int)markup_char(s, to, &i)) == NULL)
			return 0;
		from = i;
	}
	return 1;
}

/* Quotation marks that ANPA 1312 writes otherwise. */
static int
is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

/* Does a piece that has as many bytes on both sides say the same there? */
static int
says_same(const struct splice *sp, const char *text, size_t from, size_t len)
{
	const char *s = sp->file.s + from;

	if (from + len > sp->file.len)
		return 0;
	for (size_t i = 0; i < len; i++)
		if (text[i] != s[i] && !(is_quote(text[i]) &&
		    is_quote(s[i])) && !(text[i] == ' ' &&
		    strchr("\t\r\n\f", s[i]) != NULL && s[i] != '\0'))
			return 0;
	return 1;
}

/* The part of a piece that lies in the spot: 1, 0: it is not as it was. */
static int
clip(struct run *r, const struct splice *sp, const struct spot *at,
    const struct wtm_piece *p)
{
	int verbatim = p->len == p->to - p->from;
	size_t end = p->off + p->len;

	r->text[0] = p->off > at->from ? p->off : at->from;
	r->text[1] = end < at->to ? end : at->to;
	r->file[0] = p->from;
	r->file[1] = p->to;
	if (!verbatim)
		return r->text[0] == p->off && r->text[1] == end;
	r->file[0] += r->text[0] - p->off;
	r->file[1] -= end - r->text[1];
	return says_same(sp, at->block->text.s + r->text[0], r->file[0],
	    r->text[1] - r->text[0]);
}

/* A space that stands for a tag, or for white space around one. */
static int
holds_markup(const struct splice *sp, const struct spot *at,
    const struct run *r)
{
	return r->text[1] - r->text[0] == 1 &&
	    at->block->text.s[r->text[0]] == ' ' &&
	    !is_blank(sp, r->file[0], r->file[1]);
}

/* What the tags from number *next up to off open. */
static long
opened(size_t *next, const struct splice *sp, const struct spot *at,
    size_t off)
{
	const struct wtm_block *b = at->block;
	long depth = 0;

	for (; *next < b->n_codes && b->codes[*next].off <= off; ++*next) {
		struct wtm_str tag = b->codes[*next].xml;
		struct markup m = { .s = tag.s, .len = tag.len,
			.html = at->way != TEXT_PLAIN ||
			    sp->syntax == SYNTAX_HTML };
		struct markup_token t;

		if (!markup_next(&m, &t))
			continue;
		if (t.kind == MARKUP_END)
			depth--;
		else if (t.kind == MARKUP_START && !t.empty)
			depth++;
	}
	return depth;
}

/* The first tag behind the start of the spot. */
static size_t
first_code(const struct spot *at)
{
	size_t low = 0;
	size_t high = at->block->n_codes;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (at->block->codes[mid].off <= at->from)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The numbers of the pieces that hold bytes of the spot. */
static void
pieces_of(size_t range[2], const struct spot *at)
{
	const struct wtm_block *b = at->block;
	size_t low = 0;
	size_t high = b->n_pieces;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (b->pieces[mid].off + b->pieces[mid].len <= at->from)
			low = mid + 1;
		else
			high = mid;
	}
	range[0] = range[1] = low;
	while (range[1] < b->n_pieces && b->pieces[range[1]].off < at->to)
		range[1]++;
}

int
runs_find(struct runs *out, struct splice *sp, const struct spot *at,
    struct wtm_err *err)
{
	const struct wtm_block *b = at->block;
	size_t off = at->from;
	size_t code;
	size_t range[2];
	long depth = 0;
	int apart = 1;

	pieces_of(range, at);
	out->n = 0;
	out->at = arena_array(&sp->arena, range[1] - range[0] + 1,
	    sizeof *out->at);
	if (out->at == NULL)
		return err_nomem(err);
	code = first_code(at);
	for (size_t i = range[0]; i < range[1]; i++) {
		struct run *last = &out->at[out->n > 0 ? out->n - 1 : 0];
		struct run r = { .depth = 0 };

		if (!clip(&r, sp, at, &b->pieces[i]) || r.text[0] != off)
			return 0;
		off = r.text[1];
		if (holds_markup(sp, at, &r)) {
			apart = 1;
		} else if (!apart && last->file[1] == r.file[0]) {
			last->text[1] = r.text[1];
			last->file[1] = r.file[1];
		} else {
			depth += opened(&code, sp, at, r.text[0]);
			r.depth = depth;
			out->at[out->n++] = r;
			apart = 0;
		}
	}
	return off == at->to && out->n > 0;
}

/* A translation that is shared out. */
struct share {
	struct splice *sp;
	const struct spot *at;
	struct runs *runs;
	struct wtm_str s;
	struct placeables figures;	/* of s */
	long emptied;
};

static int
is_word(char c)
{
	return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
	    ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Letters and digits go on over the place; a particle may follow Hangul. */
static int
is_cut(struct wtm_str s, size_t from, size_t to)
{
	if (from > 0 && is_word(s.s[from]) && is_word(s.s[from - 1]))
		return 1;
	return to < s.len && is_word(s.s[to]) && is_word(s.s[to - 1]) &&
	    (unsigned char)s.s[to - 1] < 0x80 &&
	    (unsigned char)s.s[to] < 0x80;
}

/* The only place of a phrase in the translation. */
static int
find_once(size_t found[2], struct wtm_str s, const char *what, size_t len)
{
	int n = 0;

	for (size_t i = 0; len > 0 && i + len <= s.len && n < 2; i++) {
		if (s.s[i] != what[0] || memcmp(s.s + i, what, len) != 0 ||
		    is_cut(s, i, i + len))
			continue;
		found[0] = i;
		found[1] = i + len;
		n++;
	}
	return n == 1;
}

static int
find_known(size_t found[2], struct share *h, struct wtm_str text,
    struct wtm_err *err)
{
	struct buf b = { 0 };
	int ret = h->sp->known == NULL ? 0
	    : h->sp->known(h->sp->arg, text.s, text.len, &b, err);

	if (ret == 1)
		ret = find_once(found, h->s, b.s, b.len);
	buf_free(&b);
	return ret;
}

static int
has_hangul(struct wtm_str s)
{
	for (size_t i = 0; i + 2 < s.len; i++)
		if ((unsigned char)s.s[i] >= 0xea &&
		    (unsigned char)s.s[i] <= 0xed)
			return 1;
	return 0;
}

/* Kim Min-seo, 김민서 */
static int
find_name(size_t found[2], const struct share *h, struct wtm_str text)
{
	int back = has_hangul(text);
	struct name_pair pairs[2];
	size_t n = back ? name_find(pairs, 2, h->s, text)
	    : name_find(pairs, 2, text, h->s);

	if (n != 1 || !pairs[0].matches)
		return 0;
	memcpy(found, back ? pairs[0].latin : pairs[0].hangul,
	    sizeof pairs[0].latin);
	return 1;
}

static size_t
words(struct wtm_str s)
{
	size_t n = s.len > 0;

	for (size_t i = 0; i < s.len; i++)
		n += s.s[i] == ' ';
	return n;
}

/* $4.2 million, 420만 달러; 12 buses, 12대 */
static int
find_figure(size_t found[2], struct share *h, struct wtm_str text,
    struct wtm_err *err)
{
	struct placeables own = { 0 };
	size_t n = 0;

	if (ph_find(&own, text.s, text.len, h->sp->langs[0]) != 0)
		return err_nomem(err);
	if (own.n == 1 && (words(text) <= 2 || (own.at[0].from == 0 &&
	    own.at[0].to == text.len))) {
		for (size_t i = 0; i < h->figures.n; i++) {
			if (ph_agree(&own.at[0], &h->figures.at[i]) !=
			    PH_SAME)
				continue;
			found[0] = h->figures.at[i].from;
			found[1] = h->figures.at[i].to;
			n++;
		}
	}
	ph_free(&own);
	return n == 1;
}

/* Where the text of an element stands in the translation, behind off. */
static int
find_anchor(size_t found[2], struct share *h, struct wtm_str text, size_t off,
    size_t end, struct wtm_err *err)
{
	int ret;

	while (text.len > 0 && text.s[0] == ' ') {
		text.s++;
		text.len--;
	}
	while (text.len > 0 && text.s[text.len - 1] == ' ')
		text.len--;
	ret = find_once(found, h->s, text.s, text.len);
	if (ret == 0)
		ret = find_known(found, h, text, err);
	if (ret == 0)
		ret = find_name(found, h, text);
	if (ret == 0)
		ret = find_figure(found, h, text, err);
	if (ret == 1 && (found[0] < off || found[1] > end))
		ret = 0;
	return ret;
}

/* Bytes [from, to) of the translation for one of the runs [i, j). */
static void
fill(struct share *h, size_t i, size_t j, long base, size_t from, size_t to)
{
	struct run *best = NULL;

	for (; i < j; i++) {
		struct run *r = &h->runs->at[i];

		r->out[0] = r->out[1] = from;
		if (r->depth <= base && (best == NULL || r->text[1] -
		    r->text[0] > best->text[1] - best->text[0]))
			best = r;
		else if (r->depth > base && (i == 0 ||
		    h->runs->at[i - 1].depth <= base))
			h->emptied++;
	}
	if (best != NULL)
		best->out[1] = to;
}

static int
has_outer(const struct share *h, size_t i, size_t j, long base)
{
	for (; i < j; i++)
		if (h->runs->at[i].depth <= base)
			return 1;
	return 0;
}

/* Runs [from, to), which get the bytes out of the translation. */
struct part {
	size_t from;
	size_t to;
	size_t out[2];
	int level;
};

static int share(struct share *h, struct part p, struct wtm_err *err);

/*
 * The element whose runs begin at i: its end, and its place in what is left
 * of the translation; found stays 0 when it has none.
 */
static int
next_element(struct part *el, int *found, struct share *h,
    const struct part *p, size_t done, long base, struct wtm_err *err)
{
	const struct run *at = h->runs->at;
	struct wtm_str text;

	el->to = el->from;
	while (el->to < p->to && at[el->to].depth > base)
		el->to++;
	text.s = h->at->block->text.s + at[el->from].text[0];
	text.len = at[el->to - 1].text[1] - at[el->from].text[0];
	*found = find_anchor(el->out, h, text, done, p->out[1], err);
	return *found < 0 ? -1 : 0;
}

static int
share(struct share *h, struct part p, struct wtm_err *err)
{
	const struct run *at = h->runs->at;
	long base = at[p.from].depth;
	size_t done = p.out[0];
	size_t first = p.from;	/* of the runs that wait for text */

	for (size_t i = p.from; i < p.to; i++)
		base = at[i].depth < base ? at[i].depth : base;
	for (size_t i = p.from; i < p.to && p.level < NESTED_MAX;) {
		struct part el = { .from = i, .level = p.level + 1 };
		int found = 0;

		if (at[i].depth <= base) {
			i++;
			continue;
		}
		if (next_element(&el, &found, h, &p, done, base, err) != 0)
			return -1;
		i = el.to;
		if (!found)
			continue;
		/* no text of its own before it: then it is all in here */
		if (has_outer(h, first, el.from, base)) {
			fill(h, first, el.from, base, done, el.out[0]);
		} else {
			h->emptied += first < el.from;
			el.out[0] = done;
		}
		if (i == p.to)
			el.out[1] = p.out[1];
		if (share(h, el, err) != 0)
			return -1;
		done = el.out[1];
		first = i;
	}
	if (first == p.to)
		return 0;
	if (!has_outer(h, first, p.to, base))
		base = at[first].depth;
	fill(h, first, p.to, base, done, p.out[1]);
	return 0;
}

/* White space that the tags on both sides of a run hold already. */
static void
trim(struct runs *r, struct wtm_str s)
{
	for (size_t i = 0; i < r->n; i++) {
		struct run *x = &r->at[i];

		if (i > 0 && r->at[i - 1].text[1] < x->text[0])
			while (x->out[0] < x->out[1] &&
			    s.s[x->out[0]] == ' ')
				x->out[0]++;
		if (i + 1 < r->n && r->at[i + 1].text[0] > x->text[1])
			while (x->out[0] < x->out[1] &&
			    s.s[x->out[1] - 1] == ' ')
				x->out[1]--;
	}
}

long
runs_share(struct runs *r, struct splice *sp, const struct spot *at,
    struct wtm_str s, struct wtm_err *err)
{
	struct share h = { .sp = sp, .at = at, .runs = r, .s = s };
	struct part all = { .to = r->n, .out = { 0, s.len } };
	int ret = 0;

	r->at[0].out[0] = 0;
	r->at[0].out[1] = s.len;
	if (r->n == 1)
		return 0;
	if (ph_find(&h.figures, s.s, s.len, sp->langs[1]) != 0)
		ret = err_nomem(err);
	if (ret == 0)
		ret = share(&h, all, err);
	ph_free(&h.figures);
	trim(r, s);
	return ret == 0 ? h.emptied : -1;
}
