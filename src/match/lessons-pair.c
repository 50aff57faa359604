/*
 * lessons-pair: the sentences of an article beside those of its translation.
 */
#include "config.h"
#include "match/lessons.h"

#include <string.h>

#include "base/err.h"
#include "format/origin.h"
#include "format/segment-article.h"
#include "match/pair.h"
#include "text/lang.h"

/* One of the two articles. */
struct side {
	struct arena *arena;
	const struct wtm_segment_opts *opts;
	const char *lang;
	struct wtm_story story;
	struct buf texts;	/* of struct wtm_str */
	struct buf kinds;	/* of enum wtm_segment_kind */
};

static int
begin(void *arg, const struct wtm_article *a, struct wtm_err *err)
{
	struct side *s = arg;
	struct wtm_story story;
	struct wtm_str lang;

	story = wtm_story_of(a);
	lang = a->fields[WTM_FIELD_LANGUAGE];
	if (origin_copy(&s->story, &story, s->arena, err) != 0)
		return -1;
	if (s->opts->lang_given || !lang_is_known(lang.s, lang.len))
		return 0;
	s->lang = arena_str(s->arena, lang.s, lang.len).s;
	return s->lang == NULL ? err_nomem(err) : 0;
}

static int
take(void *arg, const struct wtm_segment *seg, struct wtm_err *err)
{
	struct side *s = arg;
	struct wtm_str text = arena_str(s->arena, seg->text.s, seg->text.len);

	buf_add(&s->texts, &text, sizeof text);
	buf_add(&s->kinds, &seg->kind, sizeof seg->kind);
	return text.s != NULL && buf_ok(&s->texts) && buf_ok(&s->kinds) ? 0 :
	    err_nomem(err);
}

static int
read_side(struct side *s, struct lessons *ls, const char *path,
    const struct wtm_learn_opts *o, int is_target, struct wtm_err *err)
{
	struct wtm_segment_opts seg = { .lang = is_target ? o->target :
		o->source, .lang_given = is_target ? o->target_given :
		o->source_given, .format = o->format, .rules = o->rules,
		.charset = o->charset, .note = o->note,
		.note_arg = o->arg };

	*s = (struct side){ .arena = &ls->arena, .opts = &seg,
		.lang = seg.lang };
	if (segment_article(path, &seg, begin, take, s, err) != 0)
		return -1;
	s->opts = NULL;
	if (s->texts.len == 0)
		return err_set(err, WTM_INPUT, 0, "%s: no text in it", path);
	return 0;
}

static struct pair_side
pair_side_of(const struct side *s)
{
	return (struct pair_side){ .lang = s->lang,
		.at = (const void *)s->texts.s,
		.kinds = (const void *)s->kinds.s,
		.n = s->texts.len / sizeof(struct wtm_str) };
}

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
put_metas(struct wtm_meta *metas, const struct side sides[2],
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

static const struct wtm_tu *
make_unit(struct lessons *ls, const struct side sides[2],
    const struct pair_side in[2], const struct bead *b)
{
	struct wtm_tu *tu = arena_alloc(&ls->arena, sizeof *tu);
	struct wtm_tuv *tuvs = arena_array(&ls->arena, 2, sizeof *tuvs);
	struct wtm_meta *metas = arena_array(&ls->arena, ORIGIN_METAS + 1,
	    sizeof *metas);

	if (tu == NULL || tuvs == NULL || metas == NULL)
		return NULL;
	for (size_t k = 0; k < 2; k++) {
		tuvs[k].lang = (struct wtm_str){ in[k].lang,
			strlen(in[k].lang) };
		tuvs[k].text = join(&ls->arena, &in[k], b->from[k], b->to[k]);
		if (tuvs[k].text.s == NULL)
			return NULL;
	}
	*tu = (struct wtm_tu){ .tuvs = tuvs, .n_tuvs = 2, .metas = metas,
		.n_metas = put_metas(metas, sides,
		    in[0].kinds[b->from[0]]) };
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

/* The beads that are sure enough become pairs. */
static int
take_beads(struct lessons *ls, const struct side sides[2],
    const struct pair_side in[2], const struct bead *beads, size_t n,
    const struct wtm_learn_opts *o, struct wtm_err *err)
{
	ls->pairs = arena_array(&ls->arena, n, sizeof *ls->pairs);
	if (ls->pairs == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		const struct bead *b = &beads[i];
		struct lesson_pair *p = &ls->pairs[ls->n_pairs];
		int side = b->from[0] == b->to[0];
		int alone = side || b->from[1] == b->to[1];

		ls->counts.units++;
		if (alone || b->confidence < o->min_confidence) {
			ls->counts.skipped++;
			tell_left(o, alone ? "no partner" : "not sure",
			    in[side].at[b->from[side]]);
			continue;
		}
		*p = (struct lesson_pair){ b->from[0], b->to[0],
			make_unit(ls, sides, in, b) };
		if (p->tu == NULL)
			return err_nomem(err);
		ls->n_pairs++;
	}
	return 0;
}

static int
take_sides(struct lessons *ls, struct side sides[2], struct store *s,
    const struct wtm_learn_opts *o, struct wtm_err *err)
{
	struct pair_texts texts = { { pair_side_of(&sides[0]),
		pair_side_of(&sides[1]) } };
	const struct pair_side *in = texts.side;
	struct pair_result r;

	if (pair_align(&r, &texts, 1, s, &ls->arena, err) != 0)
		return -1;
	ls->at = arena_array(&ls->arena, in[0].n, sizeof *ls->at);
	if (ls->at == NULL)
		return err_nomem(err);
	ls->n = in[0].n;
	for (size_t i = 0; i < ls->n; i++)
		ls->at[i] = (struct lesson){ 0, i + 1, in[0].at[i] };
	return take_beads(ls, sides, in, r.beads, r.n, o, err);
}

static int
check_langs(const struct side sides[2], const char *source,
    const char *target, struct wtm_err *err)
{
	if (!lang_same_tag(sides[0].lang, strlen(sides[0].lang),
	    sides[1].lang, strlen(sides[1].lang)))
		return 0;
	return err_set(err, WTM_USAGE, 0, "%s and %s are both \"%s\"; name "
	    "their languages with -s and -t", source, target, sides[0].lang);
}

int
lessons_pair(struct lessons *ls, const char *source, const char *target,
    struct store *s, const struct wtm_learn_opts *opts, struct wtm_err *err)
{
	struct side sides[2] = { { 0 } };
	int ret = read_side(&sides[0], ls, source, opts, 0, err);

	if (ret == 0)
		ret = read_side(&sides[1], ls, target, opts, 1, err);
	if (ret == 0)
		ret = check_langs(sides, source, target, err);
	if (ret == 0)
		ret = take_sides(ls, sides, s, opts, err);
	for (size_t i = 0; i < 2; i++) {
		buf_free(&sides[i].texts);
		buf_free(&sides[i].kinds);
	}
	return ret;
}
