/*
 * check: every pair of the two languages in a unit goes to the figure check;
 * and what was seen of sources is kept as 24 bytes each: the keys of source
 * and target and the first unit, in an open hash table.
 */
#include "config.h"

#include "match/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "text/lang.h"
#include "text/norm.h"

struct seen {
	uint64_t source;	/* 0: free */
	uint64_t target;
	uint64_t n;
};

struct check {
	struct lang source;
	struct lang target;
	wtm_complaint_fn fn;
	void *arg;
	struct figure figure;
	struct arena arena;
	struct buf text;
	struct seen *seen;
	size_t n_seen;
	size_t cap;	/* a power of two */
};

int
check_new(struct check **out, const char *source, const char *target,
    wtm_complaint_fn fn, void *arg, struct wtm_err *err)
{
	struct check *c = calloc(1, sizeof(*c));

	*out = c;
	if (c == NULL)
		return err_nomem(err);
	lang_parse(&c->source, source, strlen(source));
	lang_parse(&c->target, target, strlen(target));
	c->fn = fn;
	c->arg = arg;
	return 0;
}

void
check_free(struct check *c)
{
	if (c == NULL)
		return;
	figure_free(&c->figure);
	arena_free(&c->arena);
	buf_free(&c->text);
	free(c->seen);
	free(c);
}

/* The place of a source, or the free one where it belongs. */
static struct seen *
seen_find(struct seen *t, size_t cap, uint64_t source)
{
	size_t i = (size_t)norm_mix(source) & (cap - 1);

	while (t[i].source != 0 && t[i].source != source)
		i = (i + 1) & (cap - 1);
	return &t[i];
}

static int
seen_grow(struct check *c)
{
	if (c->n_seen * 2 < c->cap)
		return 0;
	size_t cap = c->cap == 0 ? 1024 : 2 * c->cap;
	struct seen *t = calloc(cap, sizeof(*t));

	if (t == NULL)
		return -1;
	for (size_t i = 0; i < c->cap; i++)
		if (c->seen[i].source != 0)
			*seen_find(t, cap, c->seen[i].source) = c->seen[i];
	free(c->seen);
	c->seen = t;
	c->cap = cap;
	return 0;
}

static int
key_of(uint64_t *key, struct check *c, struct wtm_str s, struct wtm_err *err)
{
	buf_clear(&c->text);
	if (norm_key(&c->text, s.s, s.len, err) != 0)
		return -1;
	*key = norm_hash(c->text.s, c->text.len);
	*key += *key == 0;
	return 0;
}

/* One source, several targets: told of each but the first. */
static int
check_consistency(struct check *c, struct wtm_complaint *found,
    uint64_t *told, struct wtm_err *err)
{
	uint64_t source;
	uint64_t target;

	if (key_of(&source, c, found->source->text, err) != 0 ||
	    key_of(&target, c, found->target->text, err) != 0)
		return -1;
	if (seen_grow(c) != 0)
		return err_nomem(err);
	struct seen *s = seen_find(c->seen, c->cap, source);
	if (s->source == 0) {
		uint64_t id = found->tu->id;
		*s = (struct seen){ source, target, id != 0 ? id : found->n };
		c->n_seen++;
		return 0;
	}
	if (s->target == target)
		return 0;
	struct buf b = { 0 };
	buf_addf(&b, "unit %llu has the same source and another target",
	    (unsigned long long)s->n);
	if (buf_ok(&b))
		found->message = arena_str(&c->arena, b.s, b.len);
	else
		found->message.s = NULL;
	buf_free(&b);
	if (found->message.s == NULL)
		return err_nomem(err);
	found->kind = "inconsistent";
	found->source_at[0] = found->target_at[0] = 0;
	found->source_at[1] = found->source->text.len;
	found->target_at[1] = found->target->text.len;
	++*told;
	return c->fn(c->arg, found, err) == 0 ? 0 : -1;
}

static int
check_pair(struct check *c, struct wtm_complaint *found, uint64_t *told,
    struct wtm_err *err)
{
	struct complaints list;

	if (figure_check(&list, &c->figure, found->source, found->target,
	    &c->arena, err) != 0)
		return -1;
	for (size_t i = 0; i < list.n; i++) {
		const struct complaint *one = &list.at[i];

		found->kind = one->kind;
		found->message = one->message;
		memcpy(found->source_at, one->source, sizeof(one->source));
		memcpy(found->target_at, one->target, sizeof(one->target));
		++*told;
		if (c->fn(c->arg, found, err) != 0)
			return -1;
	}
	return check_consistency(c, found, told, err);
}

static int
is_in(const struct wtm_tuv *t, const struct lang *want)
{
	struct lang l;

	if (t->lang.s == NULL)
		return 0;
	lang_parse(&l, t->lang.s, t->lang.len);
	return lang_matches(&l, want);
}

/* A tuv that always has text. */
static struct wtm_tuv
with_text(const struct wtm_tuv *t)
{
	struct wtm_tuv copy = *t;

	if (copy.text.s == NULL)
		copy.text = (struct wtm_str){ "", 0 };
	return copy;
}

int
check_unit(struct check *c, const struct wtm_tu *tu, uint64_t n,
    uint64_t *told, struct wtm_err *err)
{
	for (size_t i = 0; i < tu->n_tuvs; i++) {
		if (!is_in(&tu->tuvs[i], &c->source))
			continue;
		for (size_t j = 0; j < tu->n_tuvs; j++) {
			if (j == i || !is_in(&tu->tuvs[j], &c->target))
				continue;
			struct wtm_tuv s = with_text(&tu->tuvs[i]);
			struct wtm_tuv t = with_text(&tu->tuvs[j]);
			struct wtm_complaint found = { .n = n, .tu = tu,
				.source = &s, .target = &t };

			arena_clear(&c->arena);
			if (check_pair(c, &found, told, err) != 0)
				return -1;
		}
	}
	return 0;
}
