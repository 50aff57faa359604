/*
 * Whether a run of lines without a blank line is hard-wrapped is decided by
 * the rule that made it so: a line was broken because the next word did not
 * fit.  With W the widest line of the run, a line is full when the first word
 * of the next would have passed W.  In wrapped text the lines that end in
 * mid-sentence are full; in lists, headlines and verse most are not.
 *
 * Widths are columns (two for Hangul, Han, Kana and full-width forms) or, as
 * some feeds count them, characters: what explains the lines better.
 */
#include "config.h"

#include "text/wire.h"

#include <string.h>

#include <unicode/uchar.h>

#include "base/buf.h"
#include "base/err.h"
#include "text/norm.h"
#include "text/utf8.h"

#define MIN_WRAP 30	/* columns; what is narrower was not wrapped */
#define SURE_WRAP 50
#define LONG_LINE 60
#define MAX_WIDTH 600	/* bytes measured; nobody wraps so wide */

enum { COLUMNS, CHARS };

/* How a text is wrapped; width 0: it is not. */
struct wrap {
	size_t width;
	int unit;	/* COLUMNS or CHARS */
};

struct line {
	size_t from;	/* without outer white space */
	size_t to;
	size_t width[2];	/* in columns, in characters; with indent */
	size_t word[2];	/* of the first word */
	size_t indent;
	uint32_t first;	/* first and last characters */
	uint32_t last;
	int blank;
	int stopped;	/* ends like a sentence */
	int trailing;	/* white space before the line break */
	int dash;	/* begins with a dash and a small letter */
	int joins;	/* the next line goes on */
	struct line_kind kind;
};

struct lines {
	struct line *at;
	size_t n;
};

/*
 * What a byte can be in the look for line ends: 1 the end of a line, 2 the
 * first byte of what may be one.
 */
static const unsigned char line_bytes[256] = {
	['\n'] = 1, ['\v'] = 1, ['\f'] = 1, ['\r'] = 1,
	[0xc2] = 2, [0xe2] = 2
};

static int
is_closer(uint32_t c)
{
	return c < 0x80 ? strchr("\"')]}", (int)c) != NULL :
	    c == 0x201d || c == 0x2019 || c == 0xbb || c == 0x203a ||
	    c == 0x300d || c == 0x300f || c == 0xff09 || c == 0x3011 ||
	    c == 0x300b || c == 0x3009 || c == 0x201c;
}

static int
is_stop(uint32_t c)
{
	return c < 0x80 ? c == '.' || c == '!' || c == '?' :
	    c == 0x2026 || c == 0x3002 || c == 0xff01 || c == 0xff1f ||
	    c == 0xff0e || c == 0x61f || c == 0x6d4 || c == 0x964 ||
	    c == 0x965;
}

/* Does the text end with a stop, closing marks behind it aside? */
static int
ends_stopped(const char *s, size_t from, size_t to)
{
	while (to > from) {
		uint32_t c = utf8_prev(s, &to);

		if (is_stop(c))
			return 1;
		if (!is_closer(c))
			return 0;
	}
	return 0;
}

static int
is_ascii(const char *s, size_t len)
{
	uint64_t seen = 0;

	for (; len >= 8; s += 8, len -= 8) {
		uint64_t eight;

		memcpy(&eight, s, 8);
		seen |= eight;
	}
	while (len > 0)
		seen |= (uint64_t)(unsigned char)s[--len];
	return (seen & 0x8080808080808080u) == 0;
}

/* Width in columns and in characters. */
static void
add_width(const char *s, size_t from, size_t to, size_t width[2])
{
	size_t chars = 0, wide = 0;

	if (is_ascii(s + from, to - from)) {
		width[CHARS] += to - from;
		width[COLUMNS] += to - from;
		return;
	}
	for (size_t i = from; i < to; chars++) {
		unsigned char b = (unsigned char)s[i];

		/* U+3000 to U+DFFF: Kana, Han, Hangul. */
		wide += b >= 0xe3 && b <= 0xed;
		i += b < 0xc0 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
	}
	width[CHARS] += chars;
	width[COLUMNS] += chars + wide;
}

static size_t
word_end(const char *s, size_t from, size_t to)
{
	while (from < to && s[from] != ' ' && s[from] != '\t')
		from++;
	return from;
}

static void
measure(struct line *l, const char *s)
{
	size_t end = l->to - l->from > MAX_WIDTH ? l->from + MAX_WIDTH : l->to;

	if (l->width[CHARS] > 0)
		return;
	l->width[COLUMNS] = l->indent;
	l->width[CHARS] = l->indent;
	add_width(s, l->from, end, l->width);
	add_width(s, l->from, word_end(s, l->from, end), l->word);
}

static int
is_dash(uint32_t c)
{
	return c == '-' || c == 0x2013 || c == 0x2014;
}

static void
look_at_ends(struct line *l, const char *s)
{
	size_t i = l->from;

	l->first = utf8_next(s, l->to, &i);
	l->dash = is_dash(l->first) && i + 1 < l->to && s[i] == ' ' &&
	    s[i + 1] >= 'a' && s[i + 1] <= 'z';
	i = l->to;
	l->last = utf8_prev(s, &i);
	l->stopped = ends_stopped(s, l->from, l->to);
}

#define EACH(byte) (0x0101010101010101u * (uint64_t)(byte))

/* Is there one among eight bytes that is not 0 in line_bytes? */
static int
may_end_line(const char *s)
{
	uint64_t x, wide;

	memcpy(&x, s, 8);
	/* 0xc2 and 0xe2 differ in one bit. */
	wide = (x | EACH(0x20)) ^ EACH(0xe2);
	return (((x - EACH(0x0e)) & ~x) | ((wide - EACH(1)) & ~wide)) &
	    EACH(0x80) ? 1 : 0;
}

/* The end of the line that begins at off; *next: where the next begins. */
static size_t
find_line_end(const char *s, size_t len, size_t off, size_t *next)
{
	for (size_t i = off; i < len; i++) {
		size_t k;
		uint32_t c;
		int what;

		while (i + 8 <= len && !may_end_line(s + i))
			i += 8;
		k = i;
		what = i < len ? line_bytes[(unsigned char)s[i]] : 0;
		if (what == 0)
			continue;
		c = utf8_next(s, len, &k);
		if (what == 2 && c != 0x85 && c != 0x2028 && c != 0x2029)
			continue;
		*next = k + (c == '\r' && k < len && s[k] == '\n');
		return i;
	}
	*next = len;
	return len;
}

static int
is_outer(uint32_t c)
{
	return norm_is_space(c) || c == 0xfeff;
}

/* The line at *off, which moves behind it. */
static void
read_line(struct line *l, const char *s, size_t len, size_t *off)
{
	size_t end = find_line_end(s, len, *off, &len);

	memset(l, 0, sizeof(*l));
	l->from = *off;
	l->to = end;
	*off = len;
	while (l->from < end) {
		size_t i = l->from;
		uint32_t c = utf8_next(s, end, &i);

		if (!is_outer(c))
			break;
		l->indent += c == '\t' ? 8 : c == 0x3000 ? 2 : 1;
		l->from = i;
	}
	while (l->to > l->from) {
		size_t i = l->to;

		if (!is_outer(utf8_prev(s, &i)))
			break;
		l->to = i;
	}
	l->blank = l->from == l->to;
	l->trailing = !l->blank && l->to < end;
}

static int
read_lines(struct lines *out, struct kinds *k, const char *s, size_t len,
    struct arena *a)
{
	struct buf list = { 0 };
	size_t off = 0;

	while (off < len) {
		struct line l;

		read_line(&l, s, len, &off);
		if (!l.blank) {
			look_at_ends(&l, s);
			l.kind = kinds_of(k, s + l.from, l.to - l.from);
		}
		buf_add(&list, &l, sizeof(l));
	}
	out->n = list.len / sizeof(struct line);
	out->at = arena_array(a, out->n + 1, sizeof(*out->at));
	if (!buf_ok(&list))
		out->at = NULL;
	if (out->at != NULL && list.len > 0)
		memcpy(out->at, list.s, list.len);
	buf_free(&list);
	return out->at == NULL ? -1 : 0;
}

/* Marks that never begin a line of their own. */
static int
continues_before(const char *s, const struct line *l)
{
	uint32_t c = l->first;

	if (c == ',' || c == ';' || c == ':' || c == '%' || c == 0x3001 ||
	    c == 0x3002 || c == 0xff0c || c == ')' || c == ']')
		return 1;
	return c == '.' && word_end(s, l->from, l->to) == l->from + 1;
}

static int
is_lower(uint32_t c)
{
	return u_islower((UChar32)c) != 0;
}

static int
is_kana(uint32_t c)
{
	return c >= 0x3041 && c <= 0x30ff;
}

/* Words and marks after which no sentence and no heading ends. */
static int
unfinished(const char *s, const struct line *l)
{
	static const char *const words[] = {
		" the", " a", " an", " of", " and", " or", " to", " in",
		" for", " with", " by", " at", " from", " that", " which",
		" is", " was", " are", " were", " der", " die", " das",
		" und", " de", " la", " el", " le", " les", " et", " y",
		"\xe3\x81\xae", "\xe3\x82\x92", "\xe3\x80\x81", "," , "-"
	};
	size_t len = l->to - l->from;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i]);

		if (len > n && memcmp(s + l->to - n, words[i], n) == 0)
			return 1;
	}
	return 0;
}

/* Letters set one below the other. */
static int
is_vertical(const struct line *a, const struct line *b)
{
	return a->to - a->from <= 2 && b->to - b->from <= 2 &&
	    u_isupper((UChar32)a->first) && u_isupper((UChar32)b->first);
}

static int
is_full(const struct line *a, const struct line *b, struct wrap w)
{
	return w.width > 0 &&
	    a->width[w.unit] + 1 + b->word[w.unit] > w.width;
}

/* May a and b be of one paragraph at all? */
static int
may_join(const struct line *a, const struct line *b)
{
	if (a->kind.whole || b->kind.whole)
		return 0;
	if (!b->kind.starts)
		return 1;
	/* A dash in mid-sentence looks like a bullet. */
	return b->dash && !a->stopped && a->kind.kind != WTM_LIST &&
	    a->to - a->from > SURE_WRAP;
}

/*
 * The width at which lines [from, to) are wrapped.  Lines that could have
 * taken the next word and do not end a sentence speak against.
 */
static struct wrap
wrap_in(const struct line *at, size_t from, size_t to, int unit)
{
	struct wrap w = { 0, unit };
	struct wrap none = { 0, unit };
	size_t wide = 0, yes = 0, no = 0;

	for (size_t i = from; i < to; i++) {
		if (at[i].width[unit] > w.width)
			w.width = at[i].width[unit];
		if (at[i].width[COLUMNS] > wide)
			wide = at[i].width[COLUMNS];
	}
	if (wide < MIN_WRAP || to - from < 2)
		return none;
	for (size_t i = from; i + 1 < to; i++) {
		const struct line *a = &at[i];
		const struct line *b = &at[i + 1];

		if (is_full(a, b, w))
			yes += !a->stopped && (is_lower(b->first) ||
			    (wide >= SURE_WRAP && (to - from > 2 ||
			    !u_isupper((UChar32)b->first))));
		else
			no += !a->stopped;
	}
	return yes > 0 && no * 4 <= yes ? w : none;
}

/* In wrapped text many lines end in mid-sentence: a quick look. */
static int
may_be_wrapped(const struct line *at, size_t from, size_t to)
{
	size_t open = 0;

	for (size_t i = from; i + 1 < to; i++)
		open += !at[i].stopped;
	return open * 8 >= to - from;
}

static struct wrap
find_wrap(const char *s, struct line *at, size_t from, size_t to)
{
	struct wrap w = { 0, COLUMNS };

	if (!may_be_wrapped(at, from, to))
		return w;
	for (size_t i = from; i < to; i++)
		measure(&at[i], s);
	w = wrap_in(at, from, to, COLUMNS);
	return w.width > 0 ? w : wrap_in(at, from, to, CHARS);
}

/* The end of the run that begins at from: lines that may be one paragraph. */
static size_t
run_end(const struct lines *ls, size_t from)
{
	size_t i = from;

	while (i + 1 < ls->n && !ls->at[i + 1].blank &&
	    may_join(&ls->at[i], &ls->at[i + 1]))
		i++;
	return i + 1;
}

/* A line break that is none, in text that is not wrapped. */
static int
stray_break(const char *s, const struct line *a, const struct line *b)
{
	if (a->stopped)
		return 0;
	if (is_vertical(a, b))
		return 1;
	if (is_lower(b->first) && (a->trailing || unfinished(s, a)))
		return 1;
	/* Cut where a space was: the editor's wrap, not the writer's. */
	if (a->trailing && a->to - a->from > LONG_LINE &&
	    b->to - b->from > LONG_LINE / 2)
		return 1;
	if (a->trailing && b->first == '(' && b->indent == 0 &&
	    !u_isupper((UChar32)b->last))
		return b->to - b->from < a->to - a->from;
	return is_kana(a->last) && !a->trailing && unfinished(s, a);
}

static void
join_run(const char *s, struct line *at, size_t from, size_t to,
    struct wrap block)
{
	struct wrap w = find_wrap(s, at, from, to);
	int fits = block.width > 0 && w.width == 0;

	for (size_t i = from; fits && i < to; i++) {
		measure(&at[i], s);
		fits = at[i].width[block.unit] <= block.width + 1;
	}
	if (fits)
		w = block;
	for (size_t i = from; i + 1 < to; i++) {
		struct line *a = &at[i];
		const struct line *b = &at[i + 1];
		int indented = b->indent > a->indent + 1 &&
		    at[from].kind.kind != WTM_LIST;

		a->joins = continues_before(s, b) || stray_break(s, a, b) ||
		    (is_full(a, b, w) && !indented);
	}
}

/* The widest wrapping seen in the block. */
static struct wrap
find_block_wrap(const char *s, const struct lines *ls)
{
	struct wrap widest = { 0, COLUMNS };

	for (size_t i = 0; i < ls->n;) {
		size_t end = ls->at[i].blank ? i + 1 : run_end(ls, i);

		if (end - i > 2) {
			struct wrap w = find_wrap(s, ls->at, i, end);

			if (w.width > widest.width)
				widest = w;
		}
		i = end;
	}
	return widest;
}

static void
join_lines(const char *s, struct lines *ls)
{
	struct wrap block = find_block_wrap(s, ls);

	for (size_t i = 0; i < ls->n;) {
		size_t end = ls->at[i].blank ? i + 1 : run_end(ls, i);

		join_run(s, ls->at, i, end, block);
		i = end;
	}
}

/* Unnamed lines without a stop before the first prose are headlines. */
static void
name_headlines(struct wire_pars *ps, const char *s)
{
	size_t body = 0;

	while (body < ps->n && (ps->at[body].kind != WTM_SENTENCE ||
	    (!ps->at[body].opens &&
	    !ends_stopped(s, ps->at[body].from, ps->at[body].to))))
		body++;
	if (body == ps->n)
		return;
	for (size_t i = 0; i < body; i++) {
		struct wire_par *p = &ps->at[i];

		if (p->kind == WTM_SENTENCE && p->to - p->from <= 300)
			p->kind = WTM_HEADLINE;
	}
}

int
wire_paragraphs(struct wire_pars *out, struct kinds *k, const char *s,
    size_t len, int at_start, struct arena *a, struct wtm_err *err)
{
	struct lines ls = { 0 };
	size_t i = 0;

	memset(out, 0, sizeof(*out));
	if (read_lines(&ls, k, s, len, a) < 0)
		return err_nomem(err);
	out->at = arena_array(a, ls.n + 1, sizeof(*out->at));
	if (out->at == NULL)
		return err_nomem(err);
	join_lines(s, &ls);
	while (i < ls.n) {
		struct wire_par *p = &out->at[out->n];

		if (ls.at[i].blank) {
			i++;
			continue;
		}
		p->from = ls.at[i].from;
		p->kind = ls.at[i].kind.kind;
		p->whole = ls.at[i].kind.whole;
		p->opens = ls.at[i].kind.starts;
		while (ls.at[i].joins)
			i++;
		p->to = ls.at[i++].to;
		out->n++;
	}
	if (at_start)
		name_headlines(out, s);
	return 0;
}
