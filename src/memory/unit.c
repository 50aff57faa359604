/*
 * unit: when two translation units are the same, and what becomes of two
 * that are.  Pure.
 */
#include "config.h"
#include "memory/unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "text/lang.h"
#include "text/norm.h"

static int
str_eq(struct wtm_str a, struct wtm_str b)
{
	return (a.s == NULL) == (b.s == NULL) && a.len == b.len &&
	    (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

static int
str_is(struct wtm_str a, const char *s)
{
	return a.s != NULL && a.len == strlen(s) && memcmp(a.s, s, a.len) == 0;
}

/* Identity. */

static uint64_t
lower_hash(struct wtm_str s)
{
	uint64_t h = 1;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.s[i];

		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		h = norm_mix(h ^ c);
	}
	return h;
}

static uint64_t
tuv_hash(const struct wtm_tuv *v)
{
	uint64_t h = norm_mix(lower_hash(v->lang) ^
	    norm_hash(v->text.s, v->text.len));

	for (size_t i = 0; i < v->n_codes; i++)
		h = norm_mix(h ^ (uint64_t)v->codes[i].off ^
		    norm_hash(v->codes[i].xml.s, v->codes[i].xml.len));
	return h;
}

static int
tuv_same(const struct wtm_tuv *a, const struct wtm_tuv *b)
{
	if (!str_eq(a->text, b->text) || a->n_codes != b->n_codes ||
	    !lang_same_tag(a->lang.s, a->lang.len, b->lang.s, b->lang.len))
		return 0;
	for (size_t i = 0; i < a->n_codes; i++)
		if (a->codes[i].off != b->codes[i].off ||
		    !str_eq(a->codes[i].xml, b->codes[i].xml))
			return 0;
	return 1;
}

/* Is the i-th tuv the first of its kind?  A set counts each once. */
static int
is_first(const struct wtm_tu *tu, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (tuv_same(&tu->tuvs[j], &tu->tuvs[i]))
			return 0;
	return 1;
}

uint64_t
unit_hash(const struct wtm_tu *tu)
{
	uint64_t sum = 0;

	/* With very many tuvs only the order-free sum of all is taken. */
	for (size_t i = 0; i < tu->n_tuvs; i++)
		if (tu->n_tuvs > 64 || is_first(tu, i))
			sum += tuv_hash(&tu->tuvs[i]);
	return norm_mix(sum);
}

static int
contains_all(const struct wtm_tu *a, const struct wtm_tu *b)
{
	for (size_t i = 0; i < b->n_tuvs; i++) {
		size_t j = 0;

		/* Most often they stand in the same order. */
		if (i < a->n_tuvs && tuv_same(&a->tuvs[i], &b->tuvs[i]))
			continue;
		while (j < a->n_tuvs && !tuv_same(&a->tuvs[j], &b->tuvs[i]))
			j++;
		if (j == a->n_tuvs)
			return 0;
	}
	return 1;
}

int
unit_same(const struct wtm_tu *a, const struct wtm_tu *b)
{
	return contains_all(a, b) && contains_all(b, a);
}

static int
attrs_eq(const struct wtm_attr *a, size_t n_a, const struct wtm_attr *b,
    size_t n_b)
{
	if (n_a != n_b)
		return 0;
	for (size_t i = 0; i < n_a; i++)
		if (!str_eq(a[i].name, b[i].name) ||
		    !str_eq(a[i].value, b[i].value))
			return 0;
	return 1;
}

static int
meta_eq(const struct wtm_meta *a, const struct wtm_meta *b)
{
	return a->is_note == b->is_note && str_eq(a->type, b->type) &&
	    str_eq(a->lang, b->lang) && str_eq(a->text, b->text) &&
	    attrs_eq(a->attrs, a->n_attrs, b->attrs, b->n_attrs);
}

static int
metas_eq(const struct wtm_meta *a, size_t n_a, const struct wtm_meta *b,
    size_t n_b)
{
	if (n_a != n_b)
		return 0;
	for (size_t i = 0; i < n_a; i++)
		if (!meta_eq(&a[i], &b[i]))
			return 0;
	return 1;
}

int
unit_identical(const struct wtm_tu *a, const struct wtm_tu *b)
{
	if (a->n_tuvs != b->n_tuvs ||
	    !attrs_eq(a->attrs, a->n_attrs, b->attrs, b->n_attrs) ||
	    !metas_eq(a->metas, a->n_metas, b->metas, b->n_metas))
		return 0;
	for (size_t i = 0; i < a->n_tuvs; i++) {
		const struct wtm_tuv *v = &a->tuvs[i];
		const struct wtm_tuv *w = &b->tuvs[i];

		if (!tuv_same(v, w) || !str_eq(v->lang, w->lang) ||
		    !attrs_eq(v->attrs, v->n_attrs, w->attrs, w->n_attrs) ||
		    !metas_eq(v->metas, v->n_metas, w->metas, w->n_metas))
			return 0;
	}
	return 1;
}

/* Contexts. */

enum side { NO_SIDE, PREV, NEXT };

static enum side
context_side(const struct wtm_meta *m)
{
	static const char *const prev[] = { "x-prev", "prev",
		"x-context-pre" };
	static const char *const next[] = { "x-next", "next",
		"x-context-post" };

	if (m->is_note)
		return NO_SIDE;
	for (size_t i = 0; i < sizeof prev / sizeof *prev; i++) {
		if (str_is(m->type, prev[i]))
			return PREV;
		if (str_is(m->type, next[i]))
			return NEXT;
	}
	return NO_SIDE;
}

/* Some x-prev and then some x-next: which go together depends on both. */
struct block {
	size_t from;	/* in the metas */
	size_t end;
	size_t prevs;
	size_t nexts;
};

/* The block that begins at from: 1, or 0 when none is left. */
static int
read_block(struct block *b, const struct wtm_meta *metas, size_t n,
    size_t from)
{
	*b = (struct block){ .from = from, .end = from };
	for (; b->end < n; b->end++) {
		enum side side = context_side(&metas[b->end]);

		if (side == PREV && b->nexts > 0)
			break;
		b->prevs += side == PREV;
		b->nexts += side == NEXT;
	}
	return b->prevs + b->nexts > 0;
}

static size_t
block_contexts(const struct block *b)
{
	return b->prevs > b->nexts ? b->prevs : b->nexts;
}

/* The i-th of a side in the block. */
static const struct wtm_meta *
nth_side(const struct block *b, const struct wtm_meta *metas, enum side side,
    size_t i)
{
	for (size_t k = b->from; k < b->end; k++)
		if (context_side(&metas[k]) == side && i-- == 0)
			return &metas[k];
	return NULL;
}

/* A context and the metas it stands in, each of which may be NULL. */
static int
context_metas(const struct wtm_meta *of[2], const struct wtm_meta *metas,
    size_t n, size_t i)
{
	struct block b = { 0 };
	size_t alone;

	of[0] = of[1] = NULL;
	do {
		i -= block_contexts(&b);
		if (!read_block(&b, metas, n, b.end))
			return 0;
	} while (i >= block_contexts(&b));
	of[0] = nth_side(&b, metas, PREV, i);
	alone = b.prevs > b.nexts ? b.prevs - b.nexts : 0;
	if (i >= alone)
		of[1] = nth_side(&b, metas, NEXT, i - alone);
	return 1;
}

int
unit_context_at(struct unit_context *out, const struct wtm_meta *metas,
    size_t n, size_t i)
{
	const struct wtm_meta *of[2];
	int ret = context_metas(of, metas, n, i);

	*out = (struct unit_context){ 0 };
	if (of[0] != NULL)
		out->prev = of[0]->text;
	if (of[1] != NULL)
		out->next = of[1]->text;
	return ret;
}

static size_t
put_context(struct wtm_meta *at, size_t n, const struct wtm_meta *of[2])
{
	for (int k = 0; k < 2; k++)
		if (of[k] != NULL)
			at[n++] = *of[k];
	return n;
}

/* Only the last contexts, when there are too many. */
static int
bound_metas(const struct wtm_meta **metas, size_t *n, struct arena *a,
    struct wtm_err *err)
{
	const struct wtm_meta *of[2];
	struct block b = { 0 };
	size_t contexts = 0;
	size_t n_at = 0;
	struct wtm_meta *at;

	if (*n <= UNIT_CONTEXTS_MAX)	/* no context without a meta */
		return 0;
	while (read_block(&b, *metas, *n, b.end))
		contexts += block_contexts(&b);
	if (contexts <= UNIT_CONTEXTS_MAX)
		return 0;
	at = arena_array(a, *n, sizeof *at);
	if (at == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < *n; i++)
		if (context_side(&(*metas)[i]) == NO_SIDE)
			at[n_at++] = (*metas)[i];
	for (size_t i = contexts - UNIT_CONTEXTS_MAX; i < contexts; i++) {
		context_metas(of, *metas, *n, i);
		n_at = put_context(at, n_at, of);
	}
	*metas = at;
	*n = n_at;
	return 0;
}

int
unit_bound(struct wtm_tu *tu, struct arena *a, struct wtm_err *err)
{
	struct wtm_tuv *tuvs = arena_array(a, tu->n_tuvs + 1, sizeof *tuvs);

	if (tuvs == NULL)
		return err_nomem(err);
	if (bound_metas(&tu->metas, &tu->n_metas, a, err) != 0)
		return -1;
	for (size_t i = 0; i < tu->n_tuvs; i++) {
		tuvs[i] = tu->tuvs[i];
		if (bound_metas(&tuvs[i].metas, &tuvs[i].n_metas, a,
		    err) != 0)
			return -1;
	}
	tu->tuvs = tuvs;
	return 0;
}

/* Merging. */

/*
 * Dates of TMX, YYYYMMDDThhmmssZ, compare as text; one of another form is
 * older than any.
 */
static struct wtm_str
date_of(const struct wtm_attr *attrs, size_t n)
{
	struct wtm_str date = wtm_attr_get(attrs, n, "changedate");

	if (date.s == NULL)
		date = wtm_attr_get(attrs, n, "creationdate");
	if (date.s == NULL || date.len != 16 || date.s[8] != 'T')
		date = (struct wtm_str){ "", 0 };
	return date;
}

static int
is_usagecount(const struct wtm_attr *at)
{
	return str_is(at->name, "usagecount");
}

static struct wtm_str
larger_count(struct wtm_str a, struct wtm_str b)
{
	if (a.s == NULL)
		return b;
	if (b.s == NULL)
		return a;
	return strtoull(b.s, NULL, 10) > strtoull(a.s, NULL, 10) ? b : a;
}

/* The attributes of two, those of the newer first. */
static int
merge_attrs(const struct wtm_attr **out, size_t *n_out,
    const struct wtm_attr *old, size_t n_old, const struct wtm_attr *new,
    size_t n_new, struct arena *a, struct wtm_err *err)
{
	struct wtm_str usage = larger_count(
	    wtm_attr_get(old, n_old, "usagecount"),
	    wtm_attr_get(new, n_new, "usagecount"));
	struct wtm_attr *at = arena_array(a, n_old + n_new + 1, sizeof *at);
	size_t n = 0;

	if (at == NULL)
		return err_nomem(err);
	if (strcmp(date_of(new, n_new).s, date_of(old, n_old).s) > 0) {
		const struct wtm_attr *swap = old;
		size_t n_swap = n_old;

		old = new;
		n_old = n_new;
		new = swap;
		n_new = n_swap;
	}
	for (size_t i = 0; i < n_old; i++)
		at[n++] = old[i];
	for (size_t i = 0; i < n_new; i++)
		if (wtm_attr_get(old, n_old, new[i].name.s).s == NULL)
			at[n++] = new[i];
	for (size_t i = 0; i < n; i++)
		if (is_usagecount(&at[i]))
			at[i].value = usage;
	*out = at;
	*n_out = n;
	return 0;
}

static int
has_meta(const struct wtm_meta *at, size_t n, const struct wtm_meta *m)
{
	for (size_t i = 0; i < n; i++)
		if (meta_eq(&at[i], m))
			return 1;
	return 0;
}

static int
has_context(const struct wtm_tu *tu, const struct unit_context *c)
{
	struct unit_context have;

	for (size_t i = 0; unit_context_at(&have, tu->metas, tu->n_metas, i);
	    i++)
		if (str_eq(have.prev, c->prev) && str_eq(have.next, c->next))
			return 1;
	return 0;
}

/* Append the contexts of tu that count from skip on; but not in has. */
static size_t
take_contexts(struct wtm_meta *at, size_t n, const struct wtm_tu *tu,
    size_t *skip, const struct wtm_tu *has)
{
	struct unit_context c;

	for (size_t i = 0; unit_context_at(&c, tu->metas, tu->n_metas, i);
	    i++) {
		const struct wtm_meta *of[2];

		if (has != NULL && has_context(has, &c))
			continue;
		if (*skip > 0) {
			(*skip)--;
			continue;
		}
		context_metas(of, tu->metas, tu->n_metas, i);
		n = put_context(at, n, of);
	}
	return n;
}

static size_t
count_contexts(const struct wtm_tu *tu, const struct wtm_tu *has)
{
	struct unit_context c;
	size_t n = 0;

	for (size_t i = 0; unit_context_at(&c, tu->metas, tu->n_metas, i); i++)
		if (has == NULL || !has_context(has, &c))
			n++;
	return n;
}

static int
merge_metas(struct wtm_tu *out, const struct wtm_tu *old,
    const struct wtm_tu *new, struct arena *a, struct wtm_err *err)
{
	size_t contexts = count_contexts(old, NULL) + count_contexts(new, old);
	int moved = count_contexts(new, old) > 0;
	size_t skip = 0;
	struct wtm_meta *at;
	size_t n = 0;

	if (moved && contexts > UNIT_CONTEXTS_MAX)
		skip = contexts - UNIT_CONTEXTS_MAX;
	at = arena_array(a, old->n_metas + new->n_metas + 1, sizeof *at);
	if (at == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < old->n_metas; i++)
		if (!moved || context_side(&old->metas[i]) == NO_SIDE)
			at[n++] = old->metas[i];
	for (size_t i = 0; i < new->n_metas; i++)
		if (context_side(&new->metas[i]) == NO_SIDE &&
		    !has_meta(at, n, &new->metas[i]))
			at[n++] = new->metas[i];
	if (moved) {
		n = take_contexts(at, n, old, &skip, NULL);
		n = take_contexts(at, n, new, &skip, old);
	}
	out->metas = at;
	out->n_metas = n;
	return 0;
}

static int
merge_tuv(struct wtm_tuv *out, const struct wtm_tuv *new, struct arena *a,
    struct wtm_err *err)
{
	struct wtm_tu o = { .metas = out->metas, .n_metas = out->n_metas };
	struct wtm_tu n = { .metas = new->metas, .n_metas = new->n_metas };
	struct wtm_tu m = { 0 };

	if (merge_attrs(&out->attrs, &out->n_attrs, out->attrs, out->n_attrs,
	    new->attrs, new->n_attrs, a, err) != 0 ||
	    merge_metas(&m, &o, &n, a, err) != 0)
		return -1;
	out->metas = m.metas;
	out->n_metas = m.n_metas;
	return 0;
}

static const struct wtm_tuv *
find_tuv(const struct wtm_tu *tu, const struct wtm_tuv *v, size_t guess)
{
	if (guess < tu->n_tuvs && tuv_same(&tu->tuvs[guess], v))
		return &tu->tuvs[guess];
	for (size_t i = 0; i < tu->n_tuvs; i++)
		if (tuv_same(&tu->tuvs[i], v))
			return &tu->tuvs[i];
	return NULL;
}

int
unit_merge(struct wtm_tu *out, const struct wtm_tu *old,
    const struct wtm_tu *new, struct arena *a, struct wtm_err *err)
{
	struct wtm_tuv *tuvs = arena_array(a, old->n_tuvs, sizeof *tuvs);

	if (tuvs == NULL)
		return err_nomem(err);
	*out = *old;
	for (size_t i = 0; i < old->n_tuvs; i++) {
		const struct wtm_tuv *v = find_tuv(new, &old->tuvs[i], i);

		tuvs[i] = old->tuvs[i];
		if (v != NULL && merge_tuv(&tuvs[i], v, a, err) != 0)
			return -1;
	}
	out->tuvs = tuvs;
	if (merge_attrs(&out->attrs, &out->n_attrs, old->attrs, old->n_attrs,
	    new->attrs, new->n_attrs, a, err) != 0)
		return -1;
	return merge_metas(out, old, new, a, err);
}
