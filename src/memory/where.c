/*
 * where: a condition on units: the parser.
 *
 * The parser makes a list of nodes in prefix order in an array: a node for
 * "and", "or" and "not" is followed by its operands, each of which knows
 * where it ends.  So evaluation needs no pointers, and nesting is bounded.
 *
 * A test holds when it holds of one value of the unit: of any of its tuvs,
 * props, notes.  "!=" and "!~" are "not (=)" and "not (~)": of none.
 */
#include "config.h"
#include "memory/where.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "memory/where-inner.h"
#include "text/norm.h"
#include "text/utf8.h"

enum { DEPTH_MAX = 64, NODES_MAX = 1000 };

/* Parsing. */

static int
fault_at(const struct where *w, const char *at, const char *what,
    struct wtm_err *err)
{
	size_t column = 1;

	for (size_t i = 0; w->s + i < at; column++)
		utf8_next(w->s, (size_t)(at - w->s), &i);
	return err_set(err, WTM_USAGE, 0, "the condition, column %zu: %s",
	    column, what);
}

static void
skip_blanks(struct where *w)
{
	while (*w->at == ' ' || *w->at == '\t' || *w->at == '\n')
		w->at++;
}

static int
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
	    c == ':' || (unsigned char)c >= 0x80;
}

static size_t
name_len(const char *s)
{
	size_t n = 0;

	while (is_name(s[n]))
		n++;
	return n;
}

static int
take_word(struct where *w, const char *word)
{
	size_t len = strlen(word);

	skip_blanks(w);
	if (name_len(w->at) != len || memcmp(w->at, word, len) != 0)
		return 0;
	w->at += len;
	return 1;
}

static int
add_node(size_t *at, struct where *w, enum where_kind kind, struct wtm_err *err)
{
	if (w->n == NODES_MAX)
		return fault_at(w, w->at, "the condition is too long", err);
	*at = w->n++;
	w->nodes[*at] = (struct where_node){ .kind = kind };
	return 0;
}

static int
unknown_field(struct where *w, size_t len, struct wtm_err *err)
{
	struct buf b = { 0 };
	int ret;

	if (len == 0)
		buf_adds(&b, "a field is missing; fields are");
	else
		buf_addf(&b, "there is no field \"%.*s\"; fields are",
		    (int)(len < 60 ? len : 60), w->at);
	for (size_t i = 0; i < WHERE_FIELDS; i++)
		buf_addf(&b, " %s", where_fields[i].name);
	ret = buf_ok(&b) ? fault_at(w, w->at, b.s, err) : err_nomem(err);
	buf_free(&b);
	return ret;
}

/* What stands up to an unescaped `end`; \end is end. */
static int
take_delimited(struct buf *b, struct where *w, char end, int keep_escapes,
    struct wtm_err *err)
{
	const char *begin = w->at++;

	for (; *w->at != end; w->at++) {
		if (*w->at == '\0')
			return fault_at(w, begin, end == '"' ?
			    "this text has no closing \"" :
			    "this expression has no closing /", err);
		if (*w->at == '\\' && w->at[1] != '\0') {
			if (keep_escapes && w->at[1] != end)
				buf_addc(b, '\\');
			w->at++;
		}
		buf_addc(b, *w->at);
	}
	w->at++;
	return buf_ok(b) ? 0 : err_nomem(err);
}

/* prop:NAME or prop:"NAME". */
static int
take_prop(struct where_node *n, struct where *w, size_t len,
    struct wtm_err *err)
{
	struct buf b = { 0 };
	int ret = 0;

	w->at += 5;
	if (len > 5)
		buf_add(&b, w->at, len - 5);
	else
		ret = take_delimited(&b, w, '"', 0, err);
	w->at += len > 5 ? len - 5 : 0;
	if (ret == 0) {
		n->name = arena_str(&w->a, b.s != NULL ? b.s : "", b.len);
		if (!buf_ok(&b) || n->name.s == NULL)
			ret = err_nomem(err);
	}
	buf_free(&b);
	return ret;
}

static int
is_field(const struct where_field *f, const char *s, size_t len)
{
	if (f->is_named)
		return len >= 5 && memcmp(s, "prop:", 5) == 0 &&
		    (len > 5 || s[5] == '"');
	return strlen(f->name) == len && memcmp(s, f->name, len) == 0;
}

static int
take_field(struct where_node *n, struct where *w, struct wtm_err *err)
{
	size_t len = name_len(w->at);

	for (size_t i = 0; i < WHERE_FIELDS; i++) {
		const struct where_field *f = &where_fields[i];

		if (!is_field(f, w->at, len))
			continue;
		n->field = f;
		if (f->is_named)
			return take_prop(n, w, len, err);
		n->name.s = f->attr != NULL ? f->attr : f->name;
		n->name.len = strlen(n->name.s);
		w->at += len;
		return 0;
	}
	return unknown_field(w, len, err);
}

static enum where_op
take_op(struct where *w)
{
	static const struct {
		const char *s;
		enum where_op op;
	} ops[] = { { "!=", WHERE_NE }, { "!~", WHERE_UNLIKE },
		{ "<=", WHERE_LE }, { ">=", WHERE_GE }, { "=", WHERE_EQ },
		{ "<", WHERE_LT }, { ">", WHERE_GT }, { "~", WHERE_LIKE } };

	skip_blanks(w);
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
		size_t len = strlen(ops[i].s);

		if (strncmp(w->at, ops[i].s, len) == 0) {
			w->at += len;
			return ops[i].op;
		}
	}
	return WHERE_HAS;
}

static int
take_regex(struct where_node *n, struct where *w, struct wtm_err *err)
{
	const char *begin = w->at + 1;
	struct buf b = { 0 };
	char why[100];
	char msg[200];
	size_t off;
	int ret = take_delimited(&b, w, '/', 1, err);

	if (ret == 0) {
		int blind = *w->at == 'i';

		w->at += blind;
		n->pattern = pattern_new(b.s != NULL ? b.s : "", b.len, blind,
		    why, sizeof why, &off);
		snprintf(msg, sizeof msg, "this is no regular expression (%s)",
		    why);
		if (n->pattern == NULL)
			ret = fault_at(w, begin + off, msg, err);
	}
	buf_free(&b);
	return ret;
}

int
where_clean_date(struct buf *b, struct wtm_str s)
{
	static const char form[] = "ddddddddTddddddZ";

	for (size_t i = 0; i < s.len; i++) {
		char want = form[b->len];
		char c = s.s[i];

		if ((c == '-' && b->len <= 6) || (c == ':' && b->len > 8))
			continue;
		if (want == '\0' || (want == 'd' ? c < '0' || c > '9' :
		    c != want))
			return -1;
		buf_addc(b, c);
	}
	return b->len >= 4 && b->len != 5 && b->len != 7 ? 0 : -1;
}

/* Has a calendar and a clock such a date, as far as it is given? */
static int
is_on_calendar(const char *s, size_t len)
{
	static const struct {
		size_t at;
		int min;
		int max;
	} parts[] = { { 4, 1, 12 }, { 6, 1, 31 }, { 9, 0, 23 },
		{ 11, 0, 59 }, { 13, 0, 60 } };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *p = s + parts[i].at;
		int n;

		if (len < parts[i].at + 2)
			break;
		n = (p[0] - '0') * 10 + p[1] - '0';
		if (n < parts[i].min || n > parts[i].max)
			return 0;
	}
	return 1;
}

static int
clean_number(struct where_node *n, struct wtm_str s)
{
	n->number = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.s[i] < '0' || s.s[i] > '9' || i > 17)
			return -1;
		n->number = n->number * 10 + (uint64_t)(s.s[i] - '0');
	}
	return s.len > 0 ? 0 : -1;
}

/* The value in the form in which it is compared. */
static int
clean(struct where_node *n, struct where *w, const char *begin,
    struct wtm_str s, struct wtm_err *err)
{
	struct buf b = { 0 };
	int ret = 0;

	if (n->field->type == WHERE_NUMBER && clean_number(n, s) != 0)
		ret = fault_at(w, begin, "a whole number is wanted here", err);
	else if (n->op == WHERE_LIKE || n->op == WHERE_UNLIKE)
		ret = norm_form(&b, NORM_NFKC_CASEFOLD, s.s, s.len, err);
	else if (n->field->type == WHERE_TEXT)
		ret = norm_key(&b, s.s, s.len, err);
	else if (n->field->type == WHERE_DATE &&
	    (where_clean_date(&b, s) != 0 ||
		(buf_ok(&b) && !is_on_calendar(b.s, b.len))))
		ret = !buf_ok(&b) ? err_nomem(err) : fault_at(w, begin,
		    "a date is wanted here: 2018, 2018-10, 2018-10-01 or "
		    "20181001T120000Z", err);
	else if (n->field->type == WHERE_WORD || n->field->type == WHERE_LANG)
		buf_add(&b, s.s, s.len);
	if (ret == 0) {
		n->value = arena_str(&w->a, b.s != NULL ? b.s : "", b.len);
		if (!buf_ok(&b) || n->value.s == NULL)
			ret = err_nomem(err);
	}
	buf_free(&b);
	return ret;
}

static int
take_value(struct where_node *n, struct where *w, struct wtm_err *err)
{
	int like = n->op == WHERE_LIKE || n->op == WHERE_UNLIKE;
	const char *begin;
	struct buf b = { 0 };
	int ret = 0;

	skip_blanks(w);
	begin = w->at;
	if (*begin == '/' && like)
		return take_regex(n, w, err);
	if (*begin == '"') {
		ret = take_delimited(&b, w, '"', 0, err);
	} else {
		while (*w->at != '\0' && strchr(" \t\n()\"", *w->at) == NULL)
			buf_addc(&b, *w->at++);
		if (!buf_ok(&b))
			ret = err_nomem(err);
		else if (b.len == 0)
			ret = fault_at(w, begin, "a value is missing here",
			    err);
	}
	if (ret == 0)
		ret = clean(n, w, begin, (struct wtm_str){
		    b.s != NULL ? b.s : "", b.len }, err);
	buf_free(&b);
	return ret;
}

static int
is_allowed(const struct where_node *n)
{
	if (n->field->type == WHERE_NUMBER)
		return n->op != WHERE_LIKE && n->op != WHERE_UNLIKE;
	if (n->op == WHERE_LT || n->op == WHERE_LE || n->op == WHERE_GT ||
	    n->op == WHERE_GE)
		return n->field->type == WHERE_DATE;
	return 1;
}

static int
take_test(struct where *w, struct wtm_err *err)
{
	const char *op_at;
	struct where_node *n;
	size_t at = 0;

	skip_blanks(w);
	if (add_node(&at, w, WHERE_TEST, err) != 0)
		return -1;
	n = &w->nodes[at];
	n->end = w->n;
	if (take_field(n, w, err) != 0)
		return -1;
	skip_blanks(w);
	op_at = w->at;
	n->op = take_op(w);
	if (!is_allowed(n))
		return fault_at(w, op_at, "this field is not compared in this "
		    "way", err);
	return n->op == WHERE_HAS ? 0 : take_value(n, w, err);
}

static int take_chain(struct where *w, enum where_kind kind, int depth,
    struct wtm_err *err);

static int
take_not(struct where *w, int depth, struct wtm_err *err)
{
	const char *open;
	size_t at = 0;

	skip_blanks(w);
	if (depth > DEPTH_MAX)
		return fault_at(w, w->at, "too deeply nested", err);
	if (take_word(w, "not")) {
		if (add_node(&at, w, WHERE_NOT, err) != 0 ||
		    take_not(w, depth + 1, err) != 0)
			return -1;
		w->nodes[at].end = w->n;
		return 0;
	}
	if (*w->at != '(')
		return take_test(w, err);
	open = w->at++;
	if (take_chain(w, WHERE_OR, depth + 1, err) != 0)
		return -1;
	skip_blanks(w);
	if (*w->at == '\0')
		return fault_at(w, open, "this ( has no closing )", err);
	if (*w->at != ')')
		return fault_at(w, w->at, "\"and\", \"or\" or ) is wanted here",
		    err);
	w->at++;
	return 0;
}

/* Operands of "or", which are chains of "and", or operands of "and". */
static int
take_chain(struct where *w, enum where_kind kind, int depth,
    struct wtm_err *err)
{
	size_t at = 0;

	if (add_node(&at, w, kind, err) != 0)
		return -1;
	do {
		int ret = kind == WHERE_OR ?
		    take_chain(w, WHERE_AND, depth, err) :
		    take_not(w, depth, err);

		if (ret != 0)
			return -1;
	} while (take_word(w, kind == WHERE_OR ? "or" : "and"));
	w->nodes[at].end = w->n;
	return 0;
}

static int
parse(struct where *w, struct wtm_err *err)
{
	if (take_chain(w, WHERE_OR, 0, err) != 0)
		return -1;
	skip_blanks(w);
	if (*w->at != '\0')
		return fault_at(w, w->at, "\"and\" or \"or\" is wanted here",
		    err);
	return 0;
}

int
where_new(struct where **out, const char *s, const char *source,
    const char *target, struct wtm_err *err)
{
	struct where *w = calloc(1, sizeof *w);

	*out = NULL;
	if (w == NULL)
		return err_nomem(err);
	w->s = w->at = s;
	w->nodes = calloc(NODES_MAX, sizeof *w->nodes);
	lang_parse(&w->source, source, strlen(source));
	lang_parse(&w->target, target, strlen(target));
	if (w->nodes == NULL ? err_nomem(err) != 0 : parse(w, err) != 0) {
		where_free(w);
		return -1;
	}
	*out = w;
	return 0;
}

void
where_free(struct where *w)
{
	if (w == NULL)
		return;
	for (size_t i = 0; i < w->n; i++)
		pattern_free(w->nodes[i].pattern);
	free(w->nodes);
	buf_free(&w->scratch);
	arena_free(&w->a);
	free(w);
}

void
where_headers(struct where *w, const struct headers *hs)
{
	w->headers = hs;
}
