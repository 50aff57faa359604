/*
 * where-holds: does a unit meet a condition?
 */
#include "config.h"
#include "memory/where-inner.h"

#include <string.h>

#include "base/err.h"
#include "text/norm.h"

/* One test, asked of one value after the other. */
struct probe {
	struct where *w;
	const struct where_node *n;
	uint64_t id;
	struct wtm_err *err;
};

static int
same(struct wtm_str a, struct wtm_str b)
{
	return a.len == b.len && memcmp(a.s, b.s, a.len) == 0;
}

static int
contains(const struct buf *b, struct wtm_str part)
{
	if (part.len == 0)
		return 1;
	if (b->len < part.len)
		return 0;
	return memmem(b->s, b->len, part.s, part.len) != NULL;
}

static int
is_like(struct probe *p, struct wtm_str s)
{
	struct buf *b = &p->w->scratch;
	int ret;

	if (p->n->pattern != NULL) {
		ret = pattern_find(p->n->pattern, s.s, s.len);
		return ret >= 0 ? ret : err_set(p->err, WTM_USAGE, 0, "the "
		    "regular expression takes too long on unit %llu; make it "
		    "simpler", (unsigned long long)p->id);
	}
	buf_clear(b);
	if (norm_form(b, NORM_NFKC_CASEFOLD, s.s, s.len, p->err) != 0)
		return -1;
	return contains(b, p->n->value);
}

static int
is_same_text(struct probe *p, struct wtm_str s)
{
	struct buf *b = &p->w->scratch;
	struct wtm_str key;

	buf_clear(b);
	if (norm_key(b, s.s, s.len, p->err) != 0)
		return -1;
	key = (struct wtm_str){ b->s != NULL ? b->s : "", b->len };
	return same(key, p->n->value);
}

/* "ko" is ko and ko-KR; "ko-KR" is not ko. */
static int
is_in_lang(const struct where_node *n, struct wtm_str tag)
{
	size_t len = n->value.len;

	if (tag.len < len || (tag.len > len && tag.s[len] != '-' &&
	    tag.s[len] != '_'))
		return 0;
	return lang_same_tag(tag.s, len, n->value.s, len);
}

static int
by_op(enum where_op op, int order)
{
	switch (op) {
	case WHERE_LT:
		return order < 0;
	case WHERE_LE:
		return order <= 0;
	case WHERE_GT:
		return order > 0;
	case WHERE_GE:
		return order >= 0;
	default:
		return order == 0;
	}
}

/* A date is compared as far as the one of the condition is given. */
static int
is_date(struct probe *p, struct wtm_str s)
{
	struct buf *b = &p->w->scratch;
	size_t len = p->n->value.len;

	buf_clear(b);
	if (where_clean_date(b, s) != 0)
		return 0;
	if (b->len < len)
		len = b->len;
	return by_op(p->n->op, memcmp(b->s, p->n->value.s, len));
}

static int
is_number(const struct where_node *n, struct wtm_str s)
{
	struct rd r = rd_over(s.s, s.len);
	uint64_t v = rd_u64(&r);

	return by_op(n->op, (v > n->number) - (v < n->number));
}

static int
meets(void *arg, struct wtm_str s)
{
	struct probe *p = arg;

	if (p->n->op == WHERE_HAS)
		return 1;
	if (p->n->op == WHERE_LIKE || p->n->op == WHERE_UNLIKE)
		return is_like(p, s);
	switch (p->n->field->type) {
	case WHERE_TEXT:
		return is_same_text(p, s);
	case WHERE_DATE:
		return is_date(p, s);
	case WHERE_NUMBER:
		return is_number(p->n, s);
	case WHERE_LANG:
		return is_in_lang(p->n, s);
	default:
		return same(s, p->n->value);
	}
}

static int
test(struct where *w, const struct where_node *n, const struct wtm_tu *tu,
    struct wtm_err *err)
{
	struct probe p = { w, n, tu->id, err };
	int ret = n->field->each(w, n, tu, meets, &p);

	if (ret < 0)
		return -1;
	return n->op == WHERE_NE || n->op == WHERE_UNLIKE ? !ret : ret;
}

/* As deep as the parser allows. */
static int
holds(struct where *w, size_t at, const struct wtm_tu *tu,
    struct wtm_err *err)
{
	const struct where_node *n = &w->nodes[at];
	int ret;

	if (n->kind == WHERE_TEST)
		return test(w, n, tu, err);
	for (size_t i = at + 1; i < n->end; i = w->nodes[i].end) {
		ret = holds(w, i, tu, err);
		if (ret < 0 || n->kind == WHERE_NOT)
			return ret < 0 ? -1 : !ret;
		if (ret == (n->kind == WHERE_OR))
			return ret;
	}
	return n->kind == WHERE_AND;
}

int
where_holds(struct where *w, const struct wtm_tu *tu, struct wtm_err *err)
{
	return holds(w, 0, tu, err);
}
