/*
 * Lines are joined to paragraphs where they are wrapped (wrap.h), where a mark
 * or a word shows that a sentence goes on, and nowhere else.
 */
#include "config.h"

#include "text/wire.h"

#include <string.h>

#include <unicode/uchar.h>

#include "base/err.h"
#include "text/lines.h"
#include "text/wrap.h"

#define LONG_LINE 60

/* Marks that never begin a line of their own. */
static int
continues_before(const char *s, const struct line *l)
{
	uint32_t c = l->first;

	if (c == ',' || c == ';' || c == ':' || c == '%' || c == 0x3001 ||
	    c == 0x3002 || c == 0xff0c || c == ')' || c == ']')
		return 1;
	return c == '.' && lines_word_end(s, l->from, l->to) == l->from + 1;
}

static int
is_lower(uint32_t c)
{
	return u_islower((UChar32)c) != 0;
}

/* U.S., J. */
static int
ends_in_initial(const char *s, const struct line *l)
{
	size_t n = l->to - l->from;
	const char *end = s + l->to;

	return n > 3 && end[-1] == '.' && end[-2] >= 'A' && end[-2] <= 'Z' &&
	    (end[-3] == '.' || end[-3] == ' ');
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
	    a->to - a->from >= LONG_LINE;
}

/* A line break that is none, in text that is not wrapped. */
static int
stray_break(const char *s, const struct line *a, const struct line *b)
{
	if (a->stopped)
		return is_lower(b->first) && ends_in_initial(s, a);
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
join_run(const char *s, struct line *at, struct run run, struct wrap block)
{
	struct wrap w = wrap_of_run(s, at, run, block);

	for (size_t i = run.from; i + 1 < run.to; i++) {
		struct line *a = &at[i];
		const struct line *b = &at[i + 1];
		int indented = b->indent > a->indent + 1 &&
		    at[run.from].kind.kind != WTM_LIST;

		a->joins = continues_before(s, b) || stray_break(s, a, b) ||
		    (wrap_is_full(a, b, w) && !indented);
	}
}

/* Divide lines into runs that may each be one paragraph; returns how many. */
static size_t
find_runs(struct run *out, const struct lines *ls)
{
	size_t n = 0;

	for (size_t i = 0; i < ls->n; i++) {
		if (ls->at[i].blank)
			continue;
		out[n].from = i;
		while (i + 1 < ls->n && !ls->at[i + 1].blank &&
		    may_join(&ls->at[i], &ls->at[i + 1]))
			i++;
		out[n++].to = i + 1;
	}
	return n;
}

static int
join_lines(const char *s, struct lines *ls, struct arena *a)
{
	struct run *runs = arena_array(a, ls->n + 1, sizeof(*runs));
	size_t n;
	struct wrap block;

	if (runs == NULL)
		return -1;
	n = find_runs(runs, ls);
	block = wrap_of_block(s, ls->at, runs, n);
	for (size_t i = 0; i < n; i++)
		join_run(s, ls->at, runs[i], block);
	return 0;
}

/* Unnamed lines without a stop before the first prose are headlines. */
static void
name_headlines(struct wire_pars *ps, const char *s)
{
	size_t body = 0;

	while (body < ps->n && (ps->at[body].kind != WTM_SENTENCE ||
	    (!ps->at[body].opens &&
	    !lines_stopped(s, ps->at[body].from, ps->at[body].to))))
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
	if (lines_read(&ls, k, s, len, a) < 0)
		return err_nomem(err);
	out->at = arena_array(a, ls.n + 1, sizeof(*out->at));
	if (out->at == NULL || join_lines(s, &ls, a) < 0)
		return err_nomem(err);
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
