/*
 * match-file: the sentences of an article beside what the memory has.
 *
 * A sentence is looked up when the one after it is known, so that both
 * neighbours can make it a context match; three sentences are held at a time.
 * The class is computed with the threshold 50 whatever the minimum is.
 */
#include "config.h"
#include "match/match-file.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "format/origin.h"
#include "format/segment-article.h"
#include "text/lang.h"
#include "text/norm.h"

struct align {
	const struct align_from *from;
	const char *path;
	const struct wtm_segment_opts *seg;
	struct wtm_lookup_opts opts;
	struct arena arena;	/* of the language of the article */
	wtm_aligned_fn fn;
	void *arg;
	struct buf prev;	/* text of the one before; "" at the start */
	struct buf text;	/* of the sentence at hand */
	struct wtm_segment segment;
	struct wtm_story story;	/* of the article */
	int embargoed;
	int told_embargo;
	int holds;		/* there is a sentence at hand */
};

static enum wtm_class
class_of(const struct wtm_matches *m, int seen)
{
	int best = 0;

	if (m->n > 0 && m->at[0].kind == WTM_CONTEXT)
		return WTM_CLASS_CONTEXT;
	if (m->n > 0 && m->at[0].kind == WTM_EXACT)
		return WTM_CLASS_EXACT;
	if (seen)
		return WTM_CLASS_REPETITION;
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].score > best)
			best = m->at[i].score;
	if (best >= 950)
		return WTM_CLASS_95;
	if (best >= 850)
		return WTM_CLASS_85;
	if (best >= 750)
		return WTM_CLASS_75;
	return best >= 500 ? WTM_CLASS_50 : WTM_CLASS_NONE;
}

/* Where the segment was seen before in this run. */
enum { SEEN_NOT, SEEN_WITHIN, SEEN_ACROSS };

static int
note_seen(struct align *a, struct wtm_err *err)
{
	struct buf key = { 0 };
	int ret = norm_key(&key, a->text.s, a->text.len, err);
	uint64_t hash = norm_hash(key.s, key.len);
	uint64_t last;

	buf_free(&key);
	if (ret != 0)
		return -1;
	last = map64_get(a->from->seen, hash);
	if (last == a->from->file)
		return SEEN_WITHIN;
	if (map64_put(a->from->seen, hash, a->from->file) != 0)
		return err_nomem(err);
	return last == 0 ? SEEN_NOT : SEEN_ACROSS;
}

static int
look_up(struct align *a, const char *next, struct wtm_err *err)
{
	struct wtm_lookup_opts opts = a->opts;
	struct wtm_aligned out = { .file = a->path, .segment = &a->segment,
		.source = opts.source, .target = opts.target,
		.story = opts.story, .embargoed = a->embargoed };
	const struct wtm_matches *m;
	align_lookup_fn look = a->from->lookup;
	int seen = note_seen(a, err);

	if (seen < 0)
		return -1;
	a->segment.text = (struct wtm_str){ a->text.s, a->text.len };
	opts.segment = &a->segment;
	opts.prev = a->prev.s == NULL ? "" : a->prev.s;
	opts.next = next;
	if (look(&m, a->from->s, a->text.s, a->text.len, &opts, err) != 0)
		return -1;
	out.matches = *m;
	if (m->n == 0 && opts.min > 50) {
		opts.min = 50;
		opts.max = 1;
		if (look(&m, a->from->s, a->text.s, a->text.len, &opts,
		    err) != 0)
			return -1;
		out.matches.n = 0;
	}
	out.class = class_of(m, seen != SEEN_NOT);
	out.across = seen == SEEN_ACROSS;
	return a->fn(a->arg, &out, err);
}

/* An embargo that only people can read is told to them, once. */
static void
look_for_embargo(struct align *a, struct wtm_str note)
{
	char msg[400];

	if (a->story.embargo.len > 0 || a->seg->note == NULL ||
	    a->told_embargo || !origin_speaks_of_embargo(note))
		return;
	a->told_embargo = 1;
	snprintf(msg, sizeof msg, "%.200s: a note speaks of an embargo, not in "
	    "a form that can be read; see --embargo", a->path);
	a->seg->note(a->seg->note_arg, msg);
}

static int
take(void *arg, const struct wtm_segment *seg, struct wtm_err *err)
{
	struct align *a = arg;
	struct buf next = { 0 };
	int ret = 0;

	buf_add(&next, seg->text.s, seg->text.len);
	if (!buf_ok(&next))
		return err_nomem(err);
	if (a->holds)
		ret = look_up(a, next.s, err);
	buf_free(&a->prev);
	a->prev = a->text;
	a->text = next;
	a->segment = *seg;
	a->holds = 1;
	if (seg->kind == WTM_NOTE)
		look_for_embargo(a, seg->text);
	return ret;
}

/*
 * The languages of an article that says its own: one in the target language
 * is translated back.
 */
static int
set_langs(struct align *a, const struct wtm_article *article,
    struct wtm_err *err)
{
	struct wtm_str tag;
	struct lang lang;
	struct lang target;

	if (a->seg->lang_given)
		return 0;
	tag = article->fields[WTM_FIELD_LANGUAGE];
	if (!lang_is_known(tag.s, tag.len))
		return 0;
	tag = arena_str(&a->arena, tag.s, tag.len);
	if (tag.s == NULL)
		return err_nomem(err);
	lang_parse(&lang, tag.s, tag.len);
	lang_parse(&target, a->opts.target, strlen(a->opts.target));
	if (lang_matches(&lang, &target))
		a->opts.target = a->opts.source;
	a->opts.source = tag.s;
	return 0;
}

static int
begin(void *arg, const struct wtm_article *article, struct wtm_err *err)
{
	struct align *a = arg;
	struct wtm_story story;

	story = wtm_story_of(article);
	if (a->opts.story != NULL)
		origin_fill(&story, a->opts.story);
	a->opts.story = &a->story;
	a->embargoed = wtm_embargo_holds(story.embargo, a->opts.now);
	if (origin_copy(&a->story, &story, &a->arena, err) != 0)
		return -1;
	look_for_embargo(a, article->fields[WTM_FIELD_EDNOTE]);
	return set_langs(a, article, err);
}

static int
run(struct align *a, struct input *in, struct wtm_err *err)
{
	int ret = segment_article_input(in, a->seg, begin, take, a, err);

	if (ret == 0 && a->holds)
		ret = look_up(a, "", err);
	buf_free(&a->prev);
	buf_free(&a->text);
	arena_free(&a->arena);
	return ret;
}

int
align_input(const struct align_from *from, struct input *in,
    const struct wtm_segment_opts *seg, const struct wtm_lookup_opts *opts,
    wtm_aligned_fn fn, void *arg, struct wtm_err *err)
{
	struct align a = { .from = from, .path = input_name(in), .seg = seg,
		.opts = *opts, .fn = fn, .arg = arg };

	return run(&a, in, err);
}

int
align_file(const struct align_from *from, const char *path,
    const struct wtm_segment_opts *seg, const struct wtm_lookup_opts *opts,
    wtm_aligned_fn fn, void *arg, struct wtm_err *err)
{
	struct align a = { .from = from, .path = path, .seg = seg,
		.opts = *opts, .fn = fn, .arg = arg };
	struct input *in;
	int ret;

	if (input_open(&in, path, err) != 0)
		return -1;
	ret = run(&a, in, err);
	input_close(in);
	return ret;
}
