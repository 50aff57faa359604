/*
 * translate-file: an article in its own format, its matched sentences
 * replaced.
 *
 * Of the matches of a sentence the first is taken that can stand as it is: a
 * number match only when all of its values could be put in.
 */
#include "config.h"
#include "match/translate-file.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/gzip.h"
#include "format/translation.h"

enum { LOOKED_AT = 20 };	/* matches of a sentence */

struct run {
	const struct align_from *from;
	const struct wtm_translate_opts *opts;
	struct wtm_lookup_opts lookup;
	struct translation tr;
	struct wtm_translated *out;
};

static int
is_whole(const struct wtm_match *m)
{
	for (size_t i = 0; i < m->n_adapted; i++)
		if (!m->adapted[i].adapted)
			return 0;
	return m->offered.len > 0 &&
	    (m->kind != WTM_NUMBER || m->n_adapted > 0);
}

/* Of this very sentence, and none beside it says anything else. */
static int
is_sure(const struct wtm_match *m, const struct wtm_matches *all)
{
	if (m == NULL || m->score < 1000)
		return 0;
	for (size_t i = 0; i < all->n; i++) {
		struct wtm_str other = all->at[i].offered;

		if (all->at[i].kind == m->kind &&
		    (other.len != m->offered.len ||
		    memcmp(other.s, m->offered.s, other.len) != 0))
			return 0;
	}
	return 1;
}

static int
set_langs(struct translation *tr, const struct wtm_aligned *a,
    struct wtm_err *err)
{
	if (tr->langs[0].s != NULL)
		return 0;
	tr->langs[0] = arena_str(&tr->arena, a->source, strlen(a->source));
	tr->langs[1] = arena_str(&tr->arena, a->target, strlen(a->target));
	return tr->langs[0].s == NULL || tr->langs[1].s == NULL
	    ? err_nomem(err) : 0;
}

static int
take(void *arg, const struct wtm_aligned *a, struct wtm_err *err)
{
	struct run *r = arg;
	const struct wtm_match *m = NULL;
	struct wtm_str none = { NULL, 0 };

	for (size_t i = 0; i < a->matches.n && m == NULL; i++)
		if (is_whole(&a->matches.at[i]))
			m = &a->matches.at[i];
	if (set_langs(&r->tr, a, err) != 0)
		return -1;
	if (a->embargoed)
		snprintf(r->out->embargo, sizeof r->out->embargo, "%s",
		    a->story->embargo.s);
	return translation_add(&r->tr, a->segment, m == NULL ? none
	    : m->offered, is_sure(m, &a->matches), err);
}

static int
find_nothing(const struct wtm_matches **out, struct wtm_session *s,
    const char *seg, size_t len, const struct wtm_lookup_opts *opts,
    struct wtm_err *err)
{
	static const struct wtm_matches none;

	(void)s;
	(void)seg;
	(void)len;
	(void)opts;
	(void)err;
	*out = &none;
	return 0;
}

/* A phrase inside of tags: what the memory has for just that. */
static int
known(void *arg, const char *s, size_t len, struct buf *out,
    struct wtm_err *err)
{
	struct run *r = arg;
	struct wtm_lookup_opts opts = r->lookup;
	const struct wtm_matches *m;

	opts.source = r->tr.langs[0].s;
	opts.target = r->tr.langs[1].s;
	opts.min = 99;
	opts.max = 1;
	if (len == 0 || r->from->s == NULL)
		return 0;
	if (r->from->lookup(&m, r->from->s, s, len, &opts, err) != 0)
		return -1;
	if (m->n == 0 || m->at[0].kind == WTM_NUMBER)
		return 0;
	buf_add(out, m->at[0].offered.s, m->at[0].offered.len);
	return buf_ok(out) ? 1 : err_nomem(err);
}

static int
report(struct run *r, struct wtm_err *err)
{
	struct wtm_translated *out = r->out;
	const struct work *at = (const void *)r->tr.works.s;
	size_t n = r->tr.works.len / sizeof *at;

	out->segments = n;
	out->emptied = r->tr.emptied;
	for (size_t i = 0; i < n; i++) {
		out->replaced += (uint64_t)at[i].done;
		if (!at[i].done && r->opts->left != NULL &&
		    r->opts->left(r->opts->arg, &at[i].seg, err) != 0)
			return -1;
	}
	return 0;
}

static int
align(struct run *r, struct wtm_err *err)
{
	struct align_from from = *r->from;
	struct wtm_str target = translation_target(&r->tr);
	struct wtm_segment_opts seg = r->opts->segment;
	struct input *in;
	int ret;

	if (target.s != NULL) {
		target = arena_str(&r->tr.arena, target.s, target.len);
		if (target.s == NULL)
			return err_nomem(err);
		r->lookup.target = target.s;
	}
	if (from.s == NULL)
		from.lookup = find_nothing;
	r->lookup.max = LOOKED_AT;
	if (input_over_bytes(&in, r->tr.raw.s, r->tr.raw.len, r->tr.name,
	    err) != 0)
		return -1;
	ret = align_input(&from, in, &seg, &r->lookup, take, r, err);
	input_close(in);
	return ret;
}

static int
translate(struct run *r, struct input *in, struct wtm_err *err)
{
	const struct wtm_segment_opts *seg = &r->opts->segment;
	struct wtm_read_opts ro = { .format = seg->format,
		.charset = seg->charset, .lang = seg->lang };
	struct buf file = { 0 };
	int ret = translation_begin(&r->tr, in, &ro, err);

	if (ret == 0)
		ret = align(r, err);
	if (ret == 0)
		ret = translation_make(&r->tr, &file, known, r, err);
	if (ret == 0)
		ret = report(r, err);
	/* a failure to write stays in the stream */
	if (ret == 0 && file.len > 0)
		fwrite(file.s, 1, file.len, r->opts->to);
	buf_free(&file);
	translation_free(&r->tr);
	return ret;
}

int
translate_file(struct wtm_translated *out, const struct align_from *from,
    const char *path, const struct wtm_translate_opts *opts,
    struct wtm_err *err)
{
	struct run r = { .from = from, .opts = opts,
		.lookup = opts->lookup, .out = out };
	struct input *in;
	int ret;

	*out = (struct wtm_translated){ 0 };
	if (input_open(&in, path, err) != 0)
		return -1;
	ret = translate(&r, in, err);
	input_close(in);
	return ret;
}
