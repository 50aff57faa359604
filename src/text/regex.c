/*
 * A recursive descent over the pattern builds a tree, which tree.c writes out
 * as an automaton.  What is nested more than 60 deep is refused.
 *
 * Syntax: ICU User Guide, "Regular Expressions".
 */
#include "config.h"

#include "text/regex.h"

#include <string.h>

#include <unicode/uset.h>

#include "base/arena.h"
#include "text/charclass.h"
#include "text/tree.h"

#define MAX_DEPTH 60

struct parser {
	struct arena arena;
	struct cursor cur;
	struct alphabet *al;
	int depth;
	int other;	/* not for an automaton */
	int nomem;
};

static struct tree *parse_alt(struct parser *p);

static struct tree *
tree_new(struct parser *p, enum tree_kind kind)
{
	struct tree *t = arena_alloc(&p->arena, sizeof(*t));

	if (t == NULL)
		p->nomem = 1;
	else
		t->kind = kind;
	return t;
}

static struct tree *
other(struct parser *p)
{
	p->other = 1;
	return NULL;
}

static struct tree *
tree_set(struct parser *p, int set)
{
	struct tree *t;

	if (set == -1)
		p->nomem = 1;
	if (set < 0)
		return other(p);
	t = tree_new(p, T_SET);
	if (t != NULL)
		t->set = set;
	return t;
}

static struct tree *
tree_uset(struct parser *p, USet *set)
{
	int i;

	if (set == NULL)
		return other(p);
	i = alphabet_set(p->al, set);
	uset_close(set);
	return tree_set(p, i);
}

static struct tree *
tree_char(struct parser *p, UChar32 c)
{
	USet *set = uset_open(c, c);

	if (set != NULL && p->cur.flags & RX_CASELESS)
		uset_closeOver(set, USET_CASE_INSENSITIVE);
	return tree_uset(p, set);
}

static struct tree *
tree_assert(struct parser *p, enum nfa_assert kind)
{
	struct tree *t = tree_new(p, T_ASSERT);

	if (t != NULL)
		t->set = (int)kind;
	return t;
}

/* What stands after a backslash, where it is not a single character. */
static struct tree *
parse_special(struct parser *p)
{
	static const struct {
		char c;
		enum nfa_assert kind;
	} asserts[] = {
		{ 'A', AT_TEXT_START }, { 'z', AT_TEXT_END },
		{ 'Z', AT_TEXT_END }, { 'b', AT_WORD_EDGE },
		{ 'B', AT_NO_WORD_EDGE }
	};
	int c = cursor_peek(&p->cur, 1);

	for (size_t i = 0; i < sizeof(asserts) / sizeof(*asserts); i++) {
		if (c == asserts[i].c) {
			p->cur.s += 2;
			return tree_assert(p, asserts[i].kind);
		}
	}
	return NULL;
}

/* \Q...\E was read up to its start: the literal characters as a sequence. */
static struct tree *
parse_quoted(struct parser *p)
{
	struct tree *cat = tree_new(p, T_CAT);
	struct tree **tail = cat == NULL ? NULL : &cat->first;

	p->cur.s += 2;
	while (tail != NULL && p->cur.s < p->cur.end) {
		if (cursor_peek(&p->cur, 0) == '\\' &&
		    cursor_peek(&p->cur, 1) == 'E') {
			p->cur.s += 2;
			return cat;
		}
		*tail = tree_char(p, cursor_next(&p->cur));
		tail = *tail == NULL ? NULL : &(*tail)->next;
	}
	return tail == NULL ? NULL : cat;
}

static struct tree *
parse_backslash(struct parser *p)
{
	int c = cursor_peek(&p->cur, 1);
	struct tree *t;
	USet *set;
	UChar32 lit;

	if (c == 'Q')
		return parse_quoted(p);
	t = parse_special(p);
	if (t != NULL)
		return t;
	if (strchr("pPdDsSwWhHvVN", c) != NULL && c > 0) {
		int named = class_named(&p->cur, p->al);

		if (named != CLASS_NOT_NAMED)
			return tree_set(p, named);
		set = class_escape(&p->cur);
		return tree_uset(p, set);
	}
	lit = cursor_escape(&p->cur);
	return lit < 0 ? other(p) : tree_char(p, lit);
}

/* Flags such as "i" or "i-s"; stops at ) or :. */
static int
parse_flags(struct parser *p)
{
	int on = 1;

	for (;; p->cur.s++) {
		int c = cursor_peek(&p->cur, 0);
		int bit = c == 'i' ? RX_CASELESS : c == 's' ? RX_DOTALL :
		    c == 'm' ? RX_MULTILINE : c == 'x' ? RX_COMMENTS : 0;

		if (c == ')' || c == ':')
			return 0;
		if (c == '-')
			on = 0;
		else if (bit == 0)
			return -1;
		else if (on)
			p->cur.flags |= bit;
		else
			p->cur.flags &= ~bit;
	}
}

/* After "(": to what the group holds.  0, or 1: flags or a comment only. */
static int
parse_group_head(struct parser *p)
{
	int c = cursor_peek(&p->cur, 1);
	const char *close;

	if (cursor_peek(&p->cur, 0) != '?')
		return 0;
	p->cur.s++;
	if (c == '#') {
		close = memchr(p->cur.s, ')', cursor_left(&p->cur));
		if (close == NULL)
			return -1;
		p->cur.s = close;
		return 1;
	}
	if (c == '<' && cursor_peek(&p->cur, 1) != '=' &&
	    cursor_peek(&p->cur, 1) != '!') {
		close = memchr(p->cur.s, '>', cursor_left(&p->cur));
		if (close == NULL)
			return -1;
		p->cur.s = close + 1;
		return 0;
	}
	if (parse_flags(p) < 0)
		return -1;
	if (cursor_peek(&p->cur, 0) == ')')
		return 1;
	p->cur.s++;
	return 0;
}

static struct tree *
parse_group(struct parser *p)
{
	int outer = p->cur.flags;
	struct tree *t;

	if (++p->depth > MAX_DEPTH)
		return other(p);
	p->cur.s++;
	switch (parse_group_head(p)) {
	case 0:
		t = parse_alt(p);
		p->cur.flags = outer;
		break;
	case 1:
		/* Flags hold to the end of the group around. */
		t = tree_new(p, T_EMPTY);
		break;
	default:
		return other(p);
	}
	if (t == NULL || cursor_peek(&p->cur, 0) != ')')
		return other(p);
	p->cur.s++;
	p->depth--;
	return t;
}

static struct tree *
parse_dot(struct parser *p)
{
	p->cur.s++;
	return tree_set(p, alphabet_named(p->al,
	    p->cur.flags & RX_DOTALL ? "[\\u0000-\\U0010ffff]" :
	    "[^\\u000a-\\u000d\\u0085\\u2028\\u2029]"));
}

static struct tree *
parse_atom(struct parser *p)
{
	int multi = p->cur.flags & RX_MULTILINE;

	switch (cursor_peek(&p->cur, 0)) {
	case '(':
		return parse_group(p);
	case '[':
		return tree_uset(p, class_set(&p->cur));
	case '\\':
		return parse_backslash(p);
	case '.':
		return parse_dot(p);
	case '^':
		p->cur.s++;
		return tree_assert(p, multi ? AT_LINE_START : AT_TEXT_START);
	case '$':
		p->cur.s++;
		return tree_assert(p, multi ? AT_LINE_END : AT_TEXT_END);
	case '*':
	case '+':
	case '?':
	case '{':
	case -1:
		return other(p);
	default:
		return tree_char(p, cursor_next(&p->cur));
	}
}

/* {n} {n,} {n,m} at the cursor.  0 or -1. */
static int
parse_bounds(struct parser *p, int *min, int *max)
{
	p->cur.s++;
	*min = cursor_number(&p->cur);
	*max = *min;
	if (*min < 0)
		return -1;
	if (cursor_peek(&p->cur, 0) == ',') {
		p->cur.s++;
		*max = cursor_peek(&p->cur, 0) == '}' ? -1 :
		    cursor_number(&p->cur);
		if (*max < *min && cursor_peek(&p->cur, -1) != ',')
			return -1;
	}
	if (cursor_peek(&p->cur, 0) != '}')
		return -1;
	p->cur.s++;
	return 0;
}

static struct tree *
parse_repeat(struct parser *p)
{
	struct tree *t = parse_atom(p);

	while (t != NULL) {
		int c = cursor_peek(&p->cur, 0);
		int min = c == '+', max = c == '?' ? 1 : -1;
		struct tree *r;

		if (c != '*' && c != '+' && c != '?' && c != '{')
			return t;
		if (c != '{')
			p->cur.s++;
		else if (parse_bounds(p, &min, &max) < 0)
			return other(p);
		if (cursor_peek(&p->cur, 0) == '+')
			return other(p);	/* possessive */
		if (cursor_peek(&p->cur, 0) == '?')
			p->cur.s++;	/* lazy */
		r = tree_new(p, T_REPEAT);
		if (r == NULL)
			return NULL;
		r->first = t;
		r->min = min;
		r->max = max;
		t = r;
	}
	return NULL;
}

/* In (?x): white space and # comments are not part of the pattern. */
static void
skip_comments(struct parser *p)
{
	while (p->cur.flags & RX_COMMENTS) {
		int c = cursor_peek(&p->cur, 0);

		if (c == ' ' || (c >= '\t' && c <= '\r'))
			p->cur.s++;
		else if (c == '#')
			while (cursor_left(&p->cur) > 0 && *p->cur.s != '\n')
				p->cur.s++;
		else
			return;
	}
}

static struct tree *
parse_cat(struct parser *p)
{
	struct tree *cat = tree_new(p, T_CAT);
	struct tree **tail = cat == NULL ? NULL : &cat->first;

	for (;;) {
		int c;

		skip_comments(p);
		c = cursor_peek(&p->cur, 0);
		if (tail == NULL)
			return NULL;
		if (c < 0 || c == '|' || c == ')')
			return cat;
		*tail = parse_repeat(p);
		tail = *tail == NULL ? NULL : &(*tail)->next;
	}
}

static struct tree *
parse_alt(struct parser *p)
{
	struct tree *alt = tree_new(p, T_ALT);
	struct tree **tail = alt == NULL ? NULL : &alt->first;

	for (;;) {
		if (tail == NULL)
			return NULL;
		*tail = parse_cat(p);
		tail = *tail == NULL ? NULL : &(*tail)->next;
		if (tail == NULL || cursor_peek(&p->cur, 0) != '|')
			return tail == NULL ? NULL : alt;
		p->cur.s++;
	}
}

int
nfa_add(struct nfa *nfa, struct alphabet *al, const char *s, size_t len,
    int *empty_out)
{
	struct parser p = { .cur = { .s = s, .end = s + len, .start = s,
		.props = alphabet_props(al) }, .al = al };
	struct tree *t = parse_alt(&p);
	int rc = 1;

	if (t != NULL && !p.other && p.cur.s == p.cur.end) {
		*empty_out = tree_may_be_empty(t);
		rc = tree_write(nfa, t);
	}
	if (p.nomem)
		rc = -1;
	arena_free(&p.arena);
	return rc;
}
