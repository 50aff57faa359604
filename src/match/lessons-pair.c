/*
 * lessons-pair: lessons from articles and their translations, aligned.
 */
#include "config.h"
#include "match/lessons.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "format/origin.h"
#include "match/article-side.h"
#include "text/lang.h"

/* Two files while they become lessons. */
struct article_pair {
	struct article_side sides[2];
};

/* Sentences that follow each other as one text. */
static struct wtm_str
join(struct arena *a, const struct pair_side *s, size_t from, size_t to)
{
	struct buf b = { 0 };
	struct wtm_str out = { NULL, 0 };

	for (size_t i = from; i < to; i++) {
		if (i > from)
			buf_addc(&b, ' ');
		buf_add(&b, s->at[i].s, s->at[i].len);
	}
	if (buf_ok(&b))
		out = arena_str(a, b.s == NULL ? "" : b.s, b.len);
	buf_free(&b);
	return out;
}

/* What source and target say of their story; both may have an embargo. */
static size_t
put_metas(struct wtm_meta *metas, const struct article_side sides[2],
    enum wtm_segment_kind kind)
{
	struct wtm_story story = sides[0].story;
	struct wtm_str embargo = sides[1].story.embargo;
	size_t n;

	if (story.slug.s == NULL)
		story.slug = sides[1].story.slug;
	n = origin_metas(metas, &story, kind);
	if (embargo.len > 0 && (story.embargo.len != embargo.len ||
	    memcmp(story.embargo.s, embargo.s, embargo.len) != 0))
		metas[n++] = (struct wtm_meta){ .type = { "x-embargo", 9 },
			.text = embargo };
	return n;
}

static void
put_confidence(struct wtm_tu *tu, struct wtm_meta *metas, struct arena *a,
    double confidence)
{
	char text[16];
	int n = snprintf(text, sizeof text, "%.3f", confidence);
	struct wtm_str copy = arena_str(a, text, (size_t)n);

	if (copy.s != NULL)
		metas[tu->n_metas++] = (struct wtm_meta){
			.type = { "x-confidence", 12 }, .text = copy };
}

static const struct wtm_tu *
make_unit(struct lessons *ls, const struct article_side sides[2],
    const struct pair_side in[2], const struct wtm_bead *b, int aligned)
{
	struct wtm_tu *tu = arena_alloc(&ls->arena, sizeof *tu);
	struct wtm_tuv *tuvs = arena_array(&ls->arena, 2, sizeof *tuvs);
	struct wtm_meta *metas = arena_array(&ls->arena, ORIGIN_METAS + 2,
	    sizeof *metas);

	if (tu == NULL || tuvs == NULL || metas == NULL)
		return NULL;
	for (size_t k = 0; k < 2; k++)
		tuvs[k].lang = (struct wtm_str){ in[k].lang,
			strlen(in[k].lang) };
	tuvs[0].text = b->source_text;
	tuvs[1].text = b->target_text;
	*tu = (struct wtm_tu){ .tuvs = tuvs, .n_tuvs = 2, .metas = metas,
		.n_metas = put_metas(metas, sides, in[0].kinds == NULL ?
		    WTM_SENTENCE : in[0].kinds[b->source[0]]) };
	if (aligned)
		put_confidence(tu, metas, &ls->arena, b->confidence);
	return tu;
}

static void
tell_left(const struct wtm_learn_opts *o, const char *what, struct wtm_str s)
{
	char msg[200];
	int n = s.len > 100 ? 100 : (int)s.len;

	while (n > 0 && (s.s[n] & 0xc0) == 0x80)
		n--;
	snprintf(msg, sizeof msg, "%s: %.*s%s", what, n, s.s,
	    (size_t)n < s.len ? "..." : "");
	if (o->note != NULL)
		o->note(o->arg, msg);
}

static int
put_beads(struct lessons *ls, const struct pair_side in[2],
    const struct pair_result *r, struct wtm_err *err)
{
	ls->beads = arena_array(&ls->arena, r->n + 1, sizeof *ls->beads);
	if (ls->beads == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < r->n; i++) {
		const struct bead *b = &r->beads[i];
		struct wtm_bead *to = &ls->beads[i];

		*to = (struct wtm_bead){ .source = { b->from[0], b->to[0] },
			.target = { b->from[1], b->to[1] },
			.confidence = b->confidence,
			.source_lang = in[0].lang, .target_lang = in[1].lang };
		to->source_text = join(&ls->arena, &in[0], b->from[0],
		    b->to[0]);
		to->target_text = join(&ls->arena, &in[1], b->from[1],
		    b->to[1]);
		if (to->source_text.s == NULL || to->target_text.s == NULL)
			return err_nomem(err);
	}
	ls->n_beads = r->n;
	return 0;
}

/* The beads that are sure enough become pairs. */
static int
take_beads(struct lessons *ls, const struct article_side sides[2],
    const struct pair_side in[2], const struct wtm_learn_opts *o,
    struct wtm_err *err)
{
	ls->pairs = arena_array(&ls->arena, ls->n_beads + 1,
	    sizeof *ls->pairs);
	if (ls->pairs == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < ls->n_beads; i++) {
		const struct wtm_bead *b = &ls->beads[i];
		struct lesson_pair *p = &ls->pairs[ls->n_pairs];
		int alone = b->source_text.len == 0 ||
		    b->target_text.len == 0;

		ls->counts.units++;
		if (alone || b->confidence < o->min_confidence) {
			ls->counts.skipped++;
			if (!o->aligned)
				tell_left(o, alone ? "no partner" :
				    "not sure", b->source_text.len > 0 ?
				    b->source_text : b->target_text);
			continue;
		}
		*p = (struct lesson_pair){ b->source[0], b->source[1],
			make_unit(ls, sides, in, b, o->aligned) };
		if (p->tu == NULL)
			return err_nomem(err);
		ls->n_pairs++;
	}
	return 0;
}

static int
make_lessons(struct lessons *ls, const struct article_side sides[2],
    const struct pair_side in[2], const struct pair_result *r,
    const struct wtm_learn_opts *o, struct wtm_err *err)
{
	ls->at = arena_array(&ls->arena, in[0].n + 1, sizeof *ls->at);
	if (ls->at == NULL)
		return err_nomem(err);
	ls->n = in[0].n;
	for (size_t i = 0; i < ls->n; i++)
		ls->at[i] = (struct lesson){ 0, i + 1, in[0].at[i] };
	if (put_beads(ls, in, r, err) != 0)
		return -1;
	return take_beads(ls, sides, in, o, err);
}

static int
read_pair(struct article_pair *p, struct lessons *ls,
    const struct wtm_text_pair *files, const struct wtm_learn_opts *opts,
    struct wtm_err *err)
{
	const char *paths[2] = { files->source, files->target };
	const struct article_side *s = p->sides;

	for (int k = 0; k < 2; k++) {
		if (article_side_read(&p->sides[k], &ls->arena, paths[k], k,
		    opts, err) != 0)
			return -1;
		if (!opts->aligned && p->sides[k].texts.len == 0)
			return err_set(err, WTM_INPUT, 0, "%s: no text in it",
			    paths[k]);
	}
	if (!lang_same_tag(s[0].lang, strlen(s[0].lang), s[1].lang,
	    strlen(s[1].lang)))
		return 0;
	return err_set(err, WTM_USAGE, 0, "%s and %s are both \"%s\"; name "
	    "their languages with -s and -t", paths[0], paths[1], s[0].lang);
}

int
lessons_pairs(struct lessons *ls, const struct wtm_text_pair *pairs,
    size_t n, struct store *s, const struct wtm_learn_opts *opts,
    struct wtm_err *err)
{
	struct arena a = { 0 };
	struct article_pair *read = arena_array(&a, n + 1, sizeof *read);
	struct pair_texts *texts = arena_array(&a, n + 1, sizeof *texts);
	struct pair_result *results = arena_array(&a, n + 1,
	    sizeof *results);
	int ret = read == NULL || texts == NULL || results == NULL ?
	    err_nomem(err) : 0;

	for (size_t i = 0; i < n && ret == 0; i++) {
		ret = read_pair(&read[i], &ls[i], &pairs[i], opts, err);
		for (int k = 0; k < 2; k++)
			texts[i].side[k] =
			    article_side_sentences(&read[i].sides[k]);
	}
	if (ret == 0)
		ret = pair_align(results, texts, n, s, &a, err);
	for (size_t i = 0; i < n && ret == 0; i++)
		ret = make_lessons(&ls[i], read[i].sides, texts[i].side,
		    &results[i], opts, err);
	for (size_t i = 0; i < n && read != NULL; i++)
		for (int k = 0; k < 2; k++)
			article_side_free(&read[i].sides[k]);
	arena_free(&a);
	return ret;
}
