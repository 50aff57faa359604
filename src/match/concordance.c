/*
 * concordance: the index proposes units that hold all units of the phrase;
 * the texts themselves say whether they stand there as the phrase has them.
 */
#include "config.h"
#include "match/concordance.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "format/origin.h"
#include "index/holding.h"

struct concord {
	struct concord_opts opts;
	struct lang langs[2];	/* of the source and the target */
	struct lang_cache cache;
	struct units phrase;
	struct units text;
	struct index_holding *holding;
	struct arena arena;
	struct concord_span *spans;
	size_t n_spans, cap_spans;
	/* The unit at hand. */
	uint64_t id;
	int has_id;	/* that is still to be fetched */
	const struct wtm_tu *tu;
	unsigned side;
	size_t next;	/* tuv of the side to look at */
};

int
concord_new(struct concord **out, struct wtm_err *err)
{
	*out = calloc(1, sizeof **out);
	if (*out == NULL)
		return err_nomem(err);
	return index_holding_new(&(*out)->holding, err);
}

void
concord_free(struct concord *c)
{
	if (c == NULL)
		return;
	units_free(&c->phrase);
	units_free(&c->text);
	arena_free(&c->arena);
	index_holding_free(c->holding);
	free(c->spans);
	free(c);
}

int
concord_find(struct concord *c, const char *phrase, size_t len,
    const struct concord_opts *opts, struct wtm_err *err)
{
	const char *tags[2] = { opts->source, opts->target };
	struct index_phrase p = { .units = &c->phrase, .in = {
		(opts->in & CONCORD_SOURCE) != 0,
		(opts->in & CONCORD_TARGET) != 0 } };

	c->opts = *opts;
	c->tu = NULL;
	c->has_id = 0;
	if (token_units(&c->phrase, phrase, len, err) != 0)
		return -1;
	for (unsigned i = 0; i < 2; i++) {
		lang_parse(&c->langs[i], tags[i], strlen(tags[i]));
		p.groups[i] = lang_group(&c->langs[i]);
	}
	index_holding_begin(c->holding, &p);
	return 0;
}

/* Is the tuv of the language of the side (0 source, 1 target)? */
static int
is_side(struct concord *c, const struct wtm_tuv *v, unsigned side)
{
	const char *tag = side == 0 ? c->opts.source : c->opts.target;
	const struct lang *l;

	if (c->opts.strict_lang &&
	    !lang_same_tag(v->lang.s, v->lang.len, tag, strlen(tag)))
		return 0;
	lang_cached(&l, &c->cache, v->lang.s, v->lang.len);
	return lang_matches(l, &c->langs[side]);
}

/* Does the phrase stand at unit i of the text? */
static int
stands_at(const struct concord *c, size_t i)
{
	const struct units *p = &c->phrase;
	const struct units *t = &c->text;

	for (size_t k = 0; k < p->n; k++) {
		if (p->keys[k] != t->keys[i + k])
			return 0;
		if (k > 0 && (p->at[k].from > p->at[k - 1].to) !=
		    (t->at[i + k].from > t->at[i + k - 1].to))
			return 0;
	}
	return 1;
}

static int
add_span(struct concord *c, size_t from, size_t to)
{
	if (c->n_spans == c->cap_spans) {
		size_t cap = c->cap_spans == 0 ? 8 : 2 * c->cap_spans;
		struct concord_span *spans = realloc(c->spans,
		    cap * sizeof *spans);

		if (spans == NULL)
			return -1;
		c->spans = spans;
		c->cap_spans = cap;
	}
	c->spans[c->n_spans++] = (struct concord_span){ from, to };
	return 0;
}

/* The places of the phrase in a text, none over another. */
static int
find_spans(struct concord *c, const struct wtm_str *text,
    struct wtm_err *err)
{
	size_t n = c->phrase.n;

	c->n_spans = 0;
	if (token_units(&c->text, text->s, text->len, err) != 0)
		return -1;
	for (size_t i = 0; i + n <= c->text.n;) {
		if (!stands_at(c, i)) {
			i++;
			continue;
		}
		if (add_span(c, c->text.at[i].from,
		    c->text.at[i + n - 1].to) != 0)
			return err_nomem(err);
		i += n;
	}
	return 0;
}

/* The first tuv of the other side, or n_tuvs. */
static size_t
other_side(struct concord *c, size_t not_this)
{
	size_t i = 0;

	while (i < c->tu->n_tuvs && (i == not_this ||
	    !is_side(c, &c->tu->tuvs[i], !c->side)))
		i++;
	return i;
}

/* The next tuv of the unit at hand that holds the phrase: 1, 0, -1. */
static int
next_text(struct concord_hit *out, struct concord *c, struct wtm_err *err)
{
	while (c->next < c->tu->n_tuvs) {
		size_t i = c->next++;
		size_t other;

		if (!is_side(c, &c->tu->tuvs[i], c->side))
			continue;
		other = other_side(c, i);
		if (other == c->tu->n_tuvs)
			continue;
		if (find_spans(c, &c->tu->tuvs[i].text, err) != 0)
			return -1;
		if (c->n_spans == 0)
			continue;
		*out = (struct concord_hit){ .tu = c->tu,
			.source = c->side == 0 ? i : other,
			.target = c->side == 0 ? other : i,
			.side = c->side == 0 ? CONCORD_SOURCE :
			    CONCORD_TARGET,
			.spans = c->spans, .n_spans = c->n_spans };
		return 1;
	}
	return 0;
}

int
concord_next(struct concord_hit *out, struct concord *c,
    const struct match_source *src, struct wtm_err *err)
{
	for (;;) {
		int rc = c->tu == NULL ? 0 : next_text(out, c, err);

		if (rc != 0)
			return rc;
		c->tu = NULL;
		if (!c->has_id) {
			rc = index_holding_next(&c->id, &c->side, c->holding,
			    src->index, src->txn, src->view, err);
			if (rc <= 0)
				return rc;
			c->has_id = 1;
		}
		arena_clear(&c->arena);
		if (src->get(&c->tu, src->arg, c->id, &c->arena, err) != 0)
			return -1;
		c->has_id = 0;
		c->next = 0;
		if (c->tu != NULL && !c->opts.embargoed &&
		    origin_withheld(c->tu, c->opts.now))
			c->tu = NULL;
	}
}
