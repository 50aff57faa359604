/*
 * match: judge units, keep the best (kept.c says which these are).  A unit
 * whose embargo is in force is never kept.
 */
#include "config.h"
#include "match/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "format/origin.h"
#include "match/kept.h"
#include "match/number.h"
#include "memory/unit.h"

enum {
	SCRATCH_BYTES = 1 << 20,	/* of units looked at and not kept */
	NOTHING = 1001,	/* a score no candidate has */
	NUMBER_MOST = 990,	/* no number match scores more */
};

struct matcher {
	struct arena units;	/* looked at */
	struct arena arena;	/* results */
	struct lang_cache langs;
	struct score_text query;
	struct score_text text;
	struct score_letters letters;
	struct lev lev;
	struct kept_list kept;
	struct buf prev, next, other;
	struct number number;
	struct wtm_matches matches;

	/* Of the query at hand. */
	const struct match_source *src;
	const struct wtm_lookup_opts *opts;
	struct lang source;
	struct lang target;
	int units_ready;	/* of the query; an exact match needs none */
	int letters_ready;
	int by_values;	/* judge whether only values differ */
	int min;	/* tenths */
};

int
matcher_new(struct matcher **out, struct wtm_err *err)
{
	*out = calloc(1, sizeof **out);
	return *out == NULL ? err_nomem(err) : 0;
}

void
matcher_free(struct matcher *m)
{
	if (m == NULL)
		return;
	arena_free(&m->units);
	arena_free(&m->arena);
	score_text_free(&m->query);
	score_text_free(&m->text);
	score_letters_free(&m->letters);
	lev_free(&m->lev);
	kept_free(&m->kept);
	buf_free(&m->prev);
	buf_free(&m->next);
	buf_free(&m->other);
	number_free(&m->number);
	free(m);
}

/* The lowest score before penalties that a fuzzy match needs to be kept. */
static int
wanted(const struct matcher *m)
{
	const struct kept_list *l = &m->kept;
	const struct kept *last;

	if (l->n < l->max)
		return m->min;
	if (l->n == 0)
		return NOTHING;
	last = &l->at[l->n - 1];
	if (last->kind != WTM_FUZZY)
		return NOTHING;
	return last->score > m->min ? last->score : m->min;
}

/* What decides between equals. */
static void
set_origin(struct kept *k, const struct matcher *m, const struct wtm_tu *tu)
{
	struct wtm_str d = wtm_attr_get(tu->attrs, tu->n_attrs, "changedate");

	if (d.s == NULL)
		d = wtm_attr_get(tu->attrs, tu->n_attrs, "creationdate");
	if (d.len >= sizeof k->date)
		d.len = sizeof k->date - 1;
	if (d.s != NULL)
		memcpy(k->date, d.s, d.len);
	if (m->opts->story != NULL)
		k->story = 2 * origin_same_story(tu, m->opts->story);
	if (m->opts->segment != NULL)
		k->story += origin_same_kind(tu, m->opts->segment->kind);
}

/* Is this the language of the side? */
static int
is_lang(struct matcher *m, const struct wtm_str *tag, const struct lang *want,
    const char *want_tag, int *same_region)
{
	const struct lang *l;

	if (m->opts->strict_lang && !lang_same_tag(tag->s, tag->len, want_tag,
	    strlen(want_tag)))
		return 0;
	lang_cached(&l, &m->langs, tag->s, tag->len);
	*same_region = strcmp(l->region, want->region) == 0;
	return lang_matches(l, want);
}

/* 1 when the text is the same as the key text of a neighbour. */
static int
same_key(struct matcher *m, const struct buf *key, struct wtm_str text,
    struct wtm_err *err)
{
	buf_clear(&m->other);
	if (norm_key(&m->other, text.s, text.len, err) != 0)
		return -1;
	return m->other.len == key->len && (key->len == 0 ||
	    memcmp(m->other.s, key->s, key->len) == 0);
}

/* 1 when a pair of stored neighbours is that of the query. */
static int
in_context(struct matcher *m, const struct wtm_meta *metas, size_t n,
    struct wtm_err *err)
{
	struct unit_context c;
	int same = 0;

	if (m->opts->prev == NULL || m->opts->next == NULL)
		return 0;
	for (size_t k = 0; same == 0 && unit_context_at(&c, metas, n, k);
	    k++) {
		if (c.prev.s == NULL || c.next.s == NULL)
			return 0;
		same = same_key(m, &m->prev, c.prev, err);
		if (same == 1)
			same = same_key(m, &m->next, c.next, err);
	}
	return same;
}

static int
kind_of(enum wtm_match_kind *out, struct matcher *m, const struct wtm_tu *tu,
    const struct wtm_tuv *v, struct wtm_err *err)
{
	int context;

	*out = WTM_FUZZY;
	if (!score_same_text(&m->query, &m->text))
		return 0;
	context = in_context(m, v->metas, v->n_metas, err);
	if (context == 0)
		context = in_context(m, tu->metas, tu->n_metas, err);
	*out = context == 1 ? WTM_CONTEXT : WTM_EXACT;
	return context < 0 ? -1 : 0;
}

/* Keep the text i of the unit with each of its translations. */
static int
keep_targets(struct matcher *m, const struct wtm_tu *tu, struct kept *k,
    int source_region, struct wtm_err *err)
{
	int score = k->score;

	if (!m->opts->embargoed && origin_withheld(tu, m->opts->now))
		return 0;
	for (size_t i = 0; i < tu->n_tuvs; i++) {
		const struct wtm_penalty *penalties;
		size_t n;
		int sum, region;

		if (i == k->source || tu->tuvs[i].text.len == 0 ||
		    !is_lang(m, &tu->tuvs[i].lang, &m->target,
		    m->opts->target, &region))
			continue;
		if (k->kind == WTM_NUMBER && number_score(&score, &m->number,
		    &tu->tuvs[k->source], &tu->tuvs[i], m->target.base,
		    err) != 0)
			return -1;
		if (score_penalize(&penalties, &n, &sum, tu, k->source, i,
		    &m->units, err) != 0)
			return -1;
		k->target = i;
		k->region = source_region + region;
		k->score = score - sum;
		if (k->score >= m->min && kept_add(&m->kept, k, err) != 0)
			return -1;
	}
	return 0;
}

static int
set_similarity(struct matcher *m, struct kept *k, const struct wtm_tuv *v,
    struct wtm_err *err)
{
	if (!m->letters_ready && score_letters_set(&m->letters, m->query.s,
	    m->query.len, err) != 0)
		return -1;
	m->letters_ready = 1;
	return score_similarity(&k->similarity, &m->letters, v->text.s,
	    v->text.len, err);
}

/* The units of the segment. */
static int
need_units(struct matcher *m, struct wtm_err *err)
{
	struct score_text *q = &m->query;

	if (m->units_ready)
		return 0;
	if (token_units(&q->units, q->s, q->len, err) != 0 ||
	    lev_set(&m->lev, q->units.keys, q->units.n, err) != 0)
		return -1;
	m->units_ready = 1;
	return 0;
}

/* Byte for byte the segment. */
static int
is_query(const struct matcher *m, const struct wtm_tuv *v)
{
	return v->text.len == m->query.len && (m->query.len == 0 ||
	    memcmp(v->text.s, m->query.s, m->query.len) == 0);
}

/* The distance of the units, or more than the cutoff when it is too large. */
static size_t
distance(struct matcher *m, size_t *cutoff)
{
	size_t n = m->text.units.n;
	size_t max = n > m->query.units.n ? n : m->query.units.n;
	int min = wanted(m);

	*cutoff = score_cutoff(max, min);
	if (m->query.units.n > INDEX_UNITS_MAX || n > INDEX_UNITS_MAX ||
	    (min == NOTHING && n != m->query.units.n))
		return *cutoff + 1;
	return lev_distance(&m->lev, m->text.units.keys, n, *cutoff);
}

/* 1 when the text i of a unit is the segment but for its values. */
static int
judge_values(struct matcher *m, const struct wtm_tu *tu, size_t i,
    int region, struct wtm_err *err)
{
	const struct wtm_tuv *v = &tu->tuvs[i];
	struct kept k = { .id = tu->id, .source = i, .kind = WTM_NUMBER };
	int same = m->by_values ? number_same(&m->number, v->text.s,
	    v->text.len, err) : 0;

	if (same != 1)
		return same;
	if (score_text_set(&m->text, v->text.s, v->text.len, v->codes,
	    v->n_codes, err) != 0)
		return -1;
	if (score_same_text(&m->query, &m->text))
		return 0;
	k.tu = m->opts->full_scan ? NULL : tu;
	set_origin(&k, m, tu);
	if (set_similarity(m, &k, v, err) != 0 ||
	    keep_targets(m, tu, &k, region, err) != 0)
		return -1;
	return 1;
}

/* Judge a text that is the segment: neither is taken apart. */
static int
judge_query(struct matcher *m, const struct wtm_tu *tu, size_t i, int region,
    struct wtm_err *err)
{
	const struct wtm_tuv *v = &tu->tuvs[i];
	struct kept k = { .id = tu->id, .source = i, .similarity = 1000 };

	if (score_key_set(&m->text, v->text.s, v->text.len, v->codes,
	    v->n_codes, err) != 0 || kind_of(&k.kind, m, tu, v, err) != 0)
		return -1;
	k.score = score_tenths(&m->query, &m->text, 0);
	if (k.score < m->min)
		return 0;
	k.tu = m->opts->full_scan ? NULL : tu;
	set_origin(&k, m, tu);
	return keep_targets(m, tu, &k, region, err);
}

/* Judge the text i of a unit. */
static int
judge_text(struct matcher *m, const struct wtm_tu *tu, size_t i, int region,
    struct wtm_err *err)
{
	const struct wtm_tuv *v = &tu->tuvs[i];
	struct kept k = { .id = tu->id, .source = i };
	size_t cutoff, d;
	int by_values;

	if (is_query(m, v))
		return judge_query(m, tu, i, region, err);
	by_values = judge_values(m, tu, i, region, err);
	if (by_values != 0)
		return by_values < 0 ? -1 : 0;
	if (need_units(m, err) != 0 ||
	    token_units(&m->text.units, v->text.s, v->text.len, err) != 0)
		return -1;
	d = distance(m, &cutoff);
	if (d != 0 && d > cutoff && m->text.units.n <= INDEX_UNITS_MAX)
		return 0;
	if (d != 0 && d <= cutoff) {
		k.kind = WTM_FUZZY;
		k.score = score_of(d, m->text.units.n > m->query.units.n ?
		    m->text.units.n : m->query.units.n);
	} else {
		if (score_text_set(&m->text, v->text.s, v->text.len, v->codes,
		    v->n_codes, err) != 0 ||
		    kind_of(&k.kind, m, tu, v, err) != 0)
			return -1;
		if (d != 0 && k.kind == WTM_FUZZY)
			return 0;
		k.score = score_tenths(&m->query, &m->text, 0);
	}
	if (k.score < m->min ||
	    (k.kind == WTM_FUZZY && k.score < wanted(m)))
		return 0;
	k.tu = m->opts->full_scan ? NULL : tu;
	set_origin(&k, m, tu);
	k.similarity = 1000;	/* of the same letters */
	if (k.kind == WTM_FUZZY && set_similarity(m, &k, v, err) != 0)
		return -1;
	return keep_targets(m, tu, &k, region, err);
}

static int
judge(struct matcher *m, const struct wtm_tu *tu, struct wtm_err *err)
{
	int region;

	for (size_t i = 0; i < tu->n_tuvs; i++)
		if (is_lang(m, &tu->tuvs[i].lang, &m->source,
		    m->opts->source, &region) &&
		    judge_text(m, tu, i, region, err) != 0)
			return -1;
	return 0;
}

/* Forget the units looked at; what is kept is fetched again at the end. */
static void
clear_units(struct matcher *m)
{
	for (size_t i = 0; i < m->kept.n; i++)
		m->kept.at[i].tu = NULL;
	arena_clear(&m->units);
}

static int
candidate(void *arg, uint64_t id, int bound, struct wtm_err *err)
{
	struct matcher *m = arg;
	const struct wtm_tu *tu;

	(void)bound;
	switch (kept_seen(&m->kept, id, err)) {
	case 0:
		break;
	case 1:
		return wanted(m);
	default:
		return -1;
	}
	if (m->units.used > SCRATCH_BYTES)
		clear_units(m);
	if (m->src->get(&tu, m->src->arg, id, &m->units, err) != 0)
		return -1;
	if (tu != NULL && judge(m, tu, err) != 0)
		return -1;
	return wanted(m);
}

static int
walked(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct matcher *m = arg;

	if (m->units.used > SCRATCH_BYTES)
		clear_units(m);
	return judge(m, tu, err);
}

/* Nothing but an exact match is better than one. */
static int
is_full_of_exact(const struct matcher *m)
{
	const struct kept_list *l = &m->kept;

	return l->n == l->max &&
	    (l->n == 0 || l->at[l->n - 1].kind <= WTM_EXACT);
}

static int
search(struct matcher *m, struct wtm_err *err)
{
	const struct match_source *src = m->src;
	uint32_t group = lang_group(&m->source);

	m->by_values = m->number.key != 0;
	if (m->opts->full_scan)
		return src->walk(src->arg, walked, m, err);
	if (index_exact(src->index, src->txn, src->view, group,
	    norm_hash(m->query.key.s, m->query.key.len), candidate, m,
	    err) != 0)
		return -1;
	if (is_full_of_exact(m))
		return 0;
	if (m->by_values && m->min <= 990 && index_exact(src->index, src->txn,
	    src->view, index_number_group(group), m->number.key, candidate, m,
	    err) != 0)
		return -1;
	if (m->min > 990 || wanted(m) == NOTHING)
		return 0;
	/* Whatever differs in values only has been found. */
	m->by_values = 0;
	if (need_units(m, err) != 0)
		return -1;
	return index_fuzzy(src->index, src->txn, src->view, group,
	    &m->query.units, wanted(m), candidate, m, err);
}

/* In what the text of a match is not the segment. */
static int
set_differences(struct wtm_match *out, struct matcher *m,
    const struct wtm_tuv *v, struct wtm_err *err)
{
	if (is_query(m, v)) {
		out->differs = v->n_codes > 0 ? WTM_DIFFERS_CODES : 0;
		return 0;
	}
	if (need_units(m, err) != 0 || score_text_set(&m->text, v->text.s,
	    v->text.len, v->codes, v->n_codes, err) != 0)
		return -1;
	if (m->text.units.n == m->query.units.n && memcmp(m->text.units.keys,
	    m->query.units.keys, m->text.units.n * sizeof(uint64_t)) == 0 &&
	    score_differs(&out->differs, &m->query, &m->text, err) != 0)
		return -1;
	return score_values(&out->values, &out->n_values, &m->query, &m->text,
	    &m->arena, err);
}

/* Fill in what only the matches that are given need. */
static int
finish_one(struct wtm_match *out, struct matcher *m, const struct kept *k,
    struct wtm_err *err)
{
	const struct wtm_tu *tu = k->tu;
	int sum;

	if (tu == NULL && m->src->get(&tu, m->src->arg, k->id, &m->arena,
	    err) != 0)
		return -1;
	if (tu == NULL)
		return err_set(err, WTM_SYSTEM, 0,
		    "a unit went during the lookup; try again");
	*out = (struct wtm_match){ .tu = tu, .source = k->source,
		.target = k->target, .kind = k->kind, .score = k->score,
		.similarity = k->similarity,
		.offered = tu->tuvs[k->target].text };
	if (k->kind == WTM_NUMBER && number_offer(out, &m->number, &m->arena,
	    m->target.base, err) != 0)
		return -1;
	if (set_differences(out, m, &tu->tuvs[k->source], err) != 0)
		return -1;
	return score_penalize(&out->penalties, &out->n_penalties, &sum, tu,
	    k->source, k->target, &m->arena, err);
}

static int
finish(struct matcher *m, struct wtm_err *err)
{
	size_t n = m->kept.n;
	struct wtm_match *at = arena_array(&m->arena, n + 1, sizeof *at);

	if (at == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++)
		if (finish_one(&at[i], m, &m->kept.at[i], err) != 0)
			return -1;
	m->matches = (struct wtm_matches){ at, n };
	return 0;
}

static int
neighbour_key(struct buf *key, const char *text, struct wtm_err *err)
{
	buf_clear(key);
	return text == NULL ? 0 : norm_key(key, text, strlen(text), err);
}

static void
set_lang(struct lang *out, struct matcher *m, const char *tag)
{
	const struct lang *l;

	lang_cached(&l, &m->langs, tag, strlen(tag));
	*out = *l;
}

static int
begin(struct matcher *m, const char *seg, size_t len, struct wtm_err *err)
{
	arena_clear(&m->units);
	arena_clear(&m->arena);
	kept_clear(&m->kept, m->opts->max);
	m->units_ready = 0;
	m->letters_ready = 0;
	m->min = m->opts->min * 10;
	set_lang(&m->source, m, m->opts->source);
	set_lang(&m->target, m, m->opts->target);
	if (neighbour_key(&m->prev, m->opts->prev, err) != 0 ||
	    neighbour_key(&m->next, m->opts->next, err) != 0 ||
	    score_key_set(&m->query, seg, len, NULL, 0, err) != 0)
		return -1;
	return number_set(&m->number, seg, m->min > NUMBER_MOST ? 0 : len,
	    m->source.base, err);
}

int
match_find(const struct wtm_matches **out, struct matcher *m,
    const struct match_source *src, const char *seg, size_t len,
    const struct wtm_lookup_opts *opts, struct wtm_err *err)
{
	m->src = src;
	m->opts = opts;
	if (begin(m, seg, len, err) != 0 || search(m, err) != 0 ||
	    finish(m, err) != 0)
		return -1;
	*out = &m->matches;
	return 0;
}
