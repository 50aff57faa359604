/*
 * learn: confirmed translations of articles into the memory.
 *
 * A pair keeps what its file says of the story, and its neighbours in the
 * source as a context (x-prev and x-next), empty where the article begins or
 * ends.  A neighbour that is not known, because a sentence is missing, makes
 * no context.  Pairs that are there already are merged, so the contexts of
 * all versions of a story stand together; who made them and when stays, and
 * a pair that brings nothing new is left as it is.
 */
#include "config.h"
#include "match/learn.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/gzip.h"
#include "format/origin.h"
#include "match/known.h"
#include "match/lessons.h"
#include "memory/change.h"
#include "memory/header.h"
#include "memory/unit.h"
#include "memory/upkeep.h"
#include "tmx/tmx-write.h"

enum { AT_ONCE = 200 };	/* files whose sentences are in memory */

static struct wtm_str
str(const char *s)
{
	return (struct wtm_str){ s, strlen(s) };
}

/* The sentence before the pair: 1, or 0 when it is not known. */
static int
before(struct wtm_str *out, const struct lessons *ls,
    const struct lesson_pair *p)
{
	const struct lesson *l = &ls->at[p->from];

	if (l->n == 1) {
		*out = str("");
		return 1;
	}
	if (p->from == 0 || l[-1].article != l->article)
		return 0;
	*out = l[-1].text;
	return l[-1].n + 1 == l->n;
}

/* And that after it; nobody says which sentence is the last one. */
static int
after(struct wtm_str *out, const struct lessons *ls,
    const struct lesson_pair *p)
{
	const struct lesson *last = &ls->at[p->to - 1];

	if (p->to == ls->n || last[1].article != last->article) {
		*out = str("");
		return 1;
	}
	*out = last[1].text;
	return last->n + 1 == last[1].n;
}

/* What was given of the story, where the file does not say it. */
static size_t
fill(struct wtm_meta *metas, size_t n, const struct wtm_story *given)
{
	struct wtm_meta more[ORIGIN_METAS];
	size_t n_more = origin_metas(more, given, WTM_SENTENCE);
	size_t had = n;

	for (size_t k = 0; k < n_more; k++) {
		size_t i = 0;

		while (i < had && (metas[i].is_note ||
		    metas[i].type.s == NULL ||
		    strcmp(metas[i].type.s, more[k].type.s) != 0))
			i++;
		if (i == had)
			metas[n++] = more[k];
	}
	return n;
}

/* The pair as a unit of the memory. */
static int
make_unit(struct wtm_tu *out, const struct lessons *ls,
    const struct lesson_pair *p, const struct wtm_learn_opts *opts,
    struct arena *a)
{
	struct wtm_meta *metas = arena_array(a, p->tu->n_metas +
	    ORIGIN_METAS + 2, sizeof *metas);
	struct wtm_str prev, next;

	if (metas == NULL)
		return -1;
	*out = *p->tu;
	for (size_t i = 0; i < out->n_metas; i++)
		metas[i] = out->metas[i];
	if (opts->story != NULL)
		out->n_metas = fill(metas, out->n_metas, opts->story);
	if (before(&prev, ls, p) && after(&next, ls, p)) {
		metas[out->n_metas++] = (struct wtm_meta){
			.type = str("x-prev"), .text = prev };
		metas[out->n_metas++] = (struct wtm_meta){
			.type = str("x-next"), .text = next };
	}
	out->metas = metas;
	return 0;
}

/* Say when and by whom, unless the file does. */
static int
put_dates(struct wtm_tu *tu, const char *date, const char *user,
    const struct wtm_learn_opts *opts, struct arena *a)
{
	const struct wtm_attr set[] = {
		{ str(date), str(opts->date) },
		{ str(user), str(opts->user) },
	};
	struct wtm_attr *attrs = arena_array(a, tu->n_attrs + 2,
	    sizeof *attrs);
	size_t n = tu->n_attrs;

	if (attrs == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		attrs[i] = tu->attrs[i];
	for (size_t i = 0; i < 2; i++)
		if (set[i].value.len > 0 && wtm_attr_get(tu->attrs,
		    tu->n_attrs, set[i].name.s).s == NULL)
			attrs[n++] = set[i];
	tu->attrs = attrs;
	tu->n_attrs = n;
	return 0;
}

/* The dates depend on what the memory has. */
static int
date_unit(struct wtm_tu *tu, struct known *k,
    const struct wtm_learn_opts *opts, struct arena *a, struct wtm_err *err)
{
	const struct wtm_tu *old;
	struct wtm_tu merged;
	int ret = 0;

	if (known_find(&old, k, tu, err) != 0)
		return -1;
	if (old == NULL)
		ret = put_dates(tu, "creationdate", "creationid", opts, a);
	else if (unit_merge(&merged, old, tu, a, err) != 0)
		return -1;
	else if (!unit_identical(&merged, old))
		ret = put_dates(tu, "changedate", "changeid", opts, a);
	return ret == 0 ? 0 : err_nomem(err);
}

static int
put_pairs(struct change *c, struct store *s, const struct lessons *ls,
    const struct wtm_learn_opts *opts, struct wtm_err *err)
{
	struct arena a = { 0 };
	struct known *k;
	int ret = known_new(&k, s, err);

	if (opts->note != NULL && ls->n_pairs > 0 &&
	    origin_bad_embargo(ls->pairs[0].tu).s != NULL)
		opts->note(opts->arg, "an embargo that is no time; the units "
		    "are withheld until it is corrected");
	for (size_t i = 0; i < ls->n_pairs && ret == 0; i++) {
		struct wtm_tu tu;

		arena_clear(&a);
		if (make_unit(&tu, ls, &ls->pairs[i], opts, &a) != 0)
			ret = err_nomem(err);
		else if (date_unit(&tu, k, opts, &a, err) != 0)
			ret = -1;
		else
			ret = change_put(c, &tu, err);
	}
	known_free(k);
	arena_free(&a);
	return ret;
}

/* Which of the languages is the source, as the header of a file says it. */
static int
put_header(struct change *c, const struct lessons *ls, struct wtm_err *err)
{
	struct wtm_attr srclang = { { "srclang", 7 }, { "", 0 } };
	struct wtm_header header = { .attrs = &srclang, .n_attrs = 1 };
	struct buf b = { 0 };
	int ret;

	if (ls->n_pairs == 0)
		return 0;
	srclang.value = ls->pairs[0].tu->tuvs[0].lang;
	header_write(&b, &header);
	ret = buf_ok(&b) ? change_header(c, b.s, b.len, err) :
	    err_nomem(err);
	buf_free(&b);
	return ret;
}

static int
learn(struct wtm_counts *out, struct store *s, const struct lessons *ls,
    const char *what, const struct wtm_learn_opts *opts, struct wtm_err *err)
{
	struct change_opts change = { .kind = LOG_LEARN, .user = opts->user,
		.what = what, .on_duplicate = WTM_MERGE,
		.source = opts->source };
	struct change *c = NULL;
	int ret = change_begin(&c, s, &change, err);

	if (ret == 0)
		ret = put_pairs(c, s, ls, opts, err);
	if (ret == 0)
		ret = put_header(c, ls, err);
	if (ret == 0)
		ret = opts->dry_run ? change_rehearse(c, err) :
		    change_publish(c, err);
	if (ret == 0) {
		*out = ls->counts;
		out->added = change_counted(c)->added;
		out->merged = change_counted(c)->merged;
	}
	change_free(c);
	if (ret == 0 && !opts->dry_run)
		upkeep_run(s, UPKEEP_SHORT);
	return ret;
}

int
learn_file(struct wtm_counts *out, struct store *s, const char *path,
    const struct wtm_learn_opts *opts, struct wtm_err *err)
{
	struct lessons ls = { 0 };
	struct input *in;
	int ret;

	*out = ls.counts;
	if (input_open(&in, path, err) != 0)
		return -1;
	ret = lessons_read(&ls, in, opts, err);
	if (ret == 0)
		ret = learn(out, s, &ls, input_name(in), opts, err);
	input_close(in);
	lessons_free(&ls);
	return ret;
}

/* What wtm_align() does, a few files at a time. */
struct aligning {
	struct store *s;
	const struct wtm_learn_opts *opts;
	wtm_bead_fn fn;
	void *arg;
	struct tmx_writer *tmx;
	struct wtm_counts *counts;	/* NULL: nothing is learned */
};

static void
add_counts(struct wtm_counts *to, const struct wtm_counts *n)
{
	to->units += n->units;
	to->added += n->added;
	to->merged += n->merged;
	to->skipped += n->skipped;
	to->rejected += n->rejected;
}

static int
give_beads(const struct aligning *k, struct lessons *ls, size_t pair,
    struct wtm_err *err)
{
	for (size_t i = 0; i < ls->n_beads && k->fn != NULL; i++) {
		ls->beads[i].pair = pair;
		if (k->fn(k->arg, &ls->beads[i], err) != 0)
			return -1;
	}
	return 0;
}

static int
give_units(const struct aligning *k, struct lessons *ls, struct wtm_err *err)
{
	for (size_t i = 0; i < ls->n_pairs && k->tmx != NULL; i++) {
		struct wtm_tu tu;

		if (make_unit(&tu, ls, &ls->pairs[i], k->opts,
		    &ls->arena) != 0 || put_dates(&tu, "creationdate",
		    "creationid", k->opts, &ls->arena) != 0)
			return err_nomem(err);
		if (tmx_write_unit(k->tmx, &tu, err) != 0)
			return -1;
	}
	return 0;
}

static int
keep(const struct aligning *k, const struct lessons *ls,
    const struct wtm_text_pair *files, struct wtm_err *err)
{
	struct wtm_counts n = { 0 };
	struct buf what = { 0 };
	int ret;

	if (k->counts == NULL)
		return 0;
	buf_addf(&what, "%s, %s", files->source, files->target);
	ret = buf_ok(&what) ? learn(&n, k->s, ls, what.s, k->opts, err) :
	    err_nomem(err);
	add_counts(k->counts, &n);
	buf_free(&what);
	return ret;
}

static int
align_some(const struct aligning *k, const struct wtm_text_pair *pairs,
    size_t first, size_t n, struct wtm_err *err)
{
	struct lessons *ls = calloc(n, sizeof *ls);
	int ret;

	if (ls == NULL)
		return err_nomem(err);
	ret = lessons_pairs(ls, pairs + first, n, k->s, k->opts, err);
	for (size_t i = 0; i < n && ret == 0; i++) {
		ret = give_beads(k, &ls[i], first + i, err);
		if (ret == 0)
			ret = give_units(k, &ls[i], err);
		if (ret == 0)
			ret = keep(k, &ls[i], &pairs[first + i], err);
	}
	for (size_t i = 0; i < n; i++)
		lessons_free(&ls[i]);
	free(ls);
	return ret;
}

int
learn_pairs(struct wtm_counts *out, struct store *s,
    const struct wtm_text_pair *pairs, size_t n,
    const struct wtm_learn_opts *opts, wtm_bead_fn fn, void *arg,
    struct wtm_err *err)
{
	static const struct tmx_write_opts version = { .version = "1.4" };
	struct aligning k = { .s = s, .opts = opts, .fn = fn, .arg = arg,
		.counts = out };
	int ret = 0;

	if (out != NULL)
		memset(out, 0, sizeof *out);
	if (opts->tmx != NULL)
		ret = tmx_write_open(&k.tmx, opts->tmx, NULL, &version, err);
	for (size_t i = 0; i < n && ret == 0; i += AT_ONCE)
		ret = align_some(&k, pairs, i, n - i < AT_ONCE ? n - i :
		    AT_ONCE, err);
	if (ret == 0 && k.tmx != NULL)
		return tmx_write_close(k.tmx, err);
	tmx_write_abort(k.tmx);
	return ret;
}
