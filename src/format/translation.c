/*
 * translation: an article in its own format with sentences of it replaced.
 *
 * Nothing replaced: the very bytes of the file.  Else the changes are made in
 * the decoded text, which must still be what its format wants (well-formed
 * XML, a JSON object), and then in the bytes.
 */
#include "config.h"
#include "format/translation.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/gzip.h"
#include "base/map64.h"
#include "base/xml.h"
#include "format/fill.h"
#include "format/json-place.h"
#include "format/relabel.h"
#include "text/norm.h"
#include "text/recode.h"
#include "text/segment.h"

int
translation_begin(struct translation *tr, struct input *in,
    const struct wtm_read_opts *opts, struct wtm_err *err)
{
	struct input *over;
	int ret;

	*tr = (struct translation){ .name = input_name(in) };
	if (article_bytes(&tr->raw, in, err) != 0 ||
	    input_over_bytes(&over, tr->raw.s, tr->raw.len, tr->name,
	    err) != 0)
		return -1;
	ret = article_read(&tr->article, over, opts, err);
	input_close(over);
	return ret;
}

void
translation_free(struct translation *tr)
{
	splice_free(&tr->splice);
	wtm_article_free(tr->article);
	buf_free(&tr->raw);
	buf_free(&tr->works);
	arena_free(&tr->arena);
}

static int
is_format(const struct translation *tr, const char *name)
{
	return strcmp(tr->article->format, name) == 0;
}

struct wtm_str
translation_target(const struct translation *tr)
{
	if (is_format(tr, "xliff"))
		return fill_xliff_target(tr->article);
	if (is_format(tr, "po"))
		return fill_po_target(tr->article);
	return (struct wtm_str){ NULL, 0 };
}

int
translation_add(struct translation *tr, const struct wtm_segment *seg,
    struct wtm_str target, int sure, struct wtm_err *err)
{
	struct work w = { .seg = *seg, .sure = sure };

	w.seg.text = arena_str(&tr->arena, seg->text.s, seg->text.len);
	if (target.s != NULL)
		w.target = arena_str(&tr->arena, target.s, target.len);
	if (w.seg.text.s == NULL ||
	    (target.s != NULL && w.target.s == NULL))
		return err_nomem(err);
	buf_add(&tr->works, &w, sizeof w);
	return buf_ok(&tr->works) ? 0 : err_nomem(err);
}

static struct work *
works(const struct translation *tr, size_t *n)
{
	*n = tr->works.len / sizeof(struct work);
	return (void *)tr->works.s;
}

/* The first sentence that begins at or behind off. */
static size_t
first_work(const struct translation *tr, size_t off)
{
	size_t high;
	const struct work *at = works(tr, &high);
	size_t low = 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (at[mid].seg.from < off)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void
translation_of_block(size_t range[2], const struct translation *tr,
    size_t block)
{
	const struct wtm_block *b = &tr->article->blocks[block];

	range[0] = first_work(tr, b->from);
	range[1] = first_work(tr, b->from + b->text.len);
}

/* Does the sentence stand there in the text? */
static int
is_there(const struct work *w, struct wtm_str text, size_t from)
{
	return from <= text.len && w->seg.text.len <= text.len - from &&
	    memcmp(text.s + from, w->seg.text.s, w->seg.text.len) == 0;
}

static int
replace(struct translation *tr, struct work *w, struct spot *at,
    struct wtm_err *err)
{
	int ret = 0;

	at->to = at->from + w->seg.text.len;
	if (w->target.s != NULL && is_there(w, at->block->text, at->from))
		ret = splice_text(&tr->splice, at, w->target.s,
		    w->target.len, err);
	w->done = ret == 1;
	return ret < 0 ? -1 : 0;
}

/* Will the sentence behind number i be replaced? */
static int
has_more(const struct translation *tr, size_t i)
{
	size_t n;
	const struct work *at = works(tr, &n);

	return i + 1 < n && at[i + 1].target.s != NULL;
}

/* Plain text: sentences have their places in the file. */
static int
replace_plain(struct translation *tr, struct wtm_err *err)
{
	struct wtm_str file = tr->article->file;
	struct wtm_piece all = { 0, file.len, 0, file.len };
	struct wtm_block whole = { .text = file, .pieces = &all,
		.n_pieces = 1 };
	size_t n;
	struct work *at = works(tr, &n);

	for (size_t i = 0; i < n; i++) {
		struct spot spot = { .block = &whole,
			.from = at[i].seg.from, .more = has_more(tr, i) };

		if (replace(tr, &at[i], &spot, err) != 0)
			return -1;
	}
	return 0;
}

static int
replace_blocks(struct translation *tr, struct wtm_err *err)
{
	const struct wtm_article *a = tr->article;
	const char *ways = tr->splice.st->ways.s;
	size_t n;
	struct work *at = works(tr, &n);
	size_t b = 0;

	for (size_t i = 0; i < n; i++) {
		struct spot spot;

		while (b + 1 < a->n_blocks &&
		    a->blocks[b + 1].from <= at[i].seg.from)
			b++;
		spot = (struct spot){ .block = &a->blocks[b],
			.way = (enum text_way)ways[b],
			.from = at[i].seg.from - a->blocks[b].from,
			.more = has_more(tr, i) };
		if (replace(tr, &at[i], &spot, err) != 0)
			return -1;
	}
	return 0;
}

/* Texts that say again what was replaced. */
struct echoes {
	struct translation *tr;
	struct map64 map;	/* hash of a sentence -> its number, from 1 */
	struct segmenter *sg;
	struct arena arena;
};

static const struct work *
find_work(const struct echoes *x, const char *s, size_t len)
{
	uint64_t i = map64_get(&x->map, norm_hash(s, len));
	size_t n;
	const struct work *at = works(x->tr, &n);

	if (i == 0 || at[i - 1].seg.text.len != len ||
	    memcmp(at[i - 1].seg.text.s, s, len) != 0)
		return NULL;
	return &at[i - 1];
}

static int
fill_map(struct echoes *x, struct wtm_err *err)
{
	size_t n;
	const struct work *at = works(x->tr, &n);

	for (size_t i = n; i-- > 0;) {
		struct wtm_str t = at[i].seg.text;

		if (at[i].done && map64_put(&x->map, norm_hash(t.s, t.len),
		    i + 1) != 0)
			return err_nomem(err);
	}
	return 0;
}

static int
split(struct sentences *out, struct echoes *x, const struct wtm_block *b,
    struct wtm_err *err)
{
	struct segmenter_opts opts = { .rules = NULL };

	arena_clear(&x->arena);
	if (x->sg == NULL && segmenter_new(&x->sg, &opts, err) != 0)
		return -1;
	return segment_text(out, x->sg, x->tr->langs[0].s, b->text.s,
	    b->text.len, &x->arena, err);
}

static int
replace_echo(struct echoes *x, const struct echo *e, struct wtm_err *err)
{
	const struct wtm_block *b = &e->block;
	struct sentence whole = { 0, b->text.len, WTM_SENTENCE,
		b->text.len };
	struct sentences all = { &whole, 1 };

	if (find_work(x, b->text.s, b->text.len) == NULL &&
	    split(&all, x, b, err) != 0)
		return -1;
	for (size_t i = 0; i < all.n; i++) {
		struct spot at = { .block = b, .way = e->way,
			.from = all.at[i].from, .to = all.at[i].to };
		const struct work *w = find_work(x, b->text.s + at.from,
		    at.to - at.from);

		if (w != NULL && splice_text(&x->tr->splice, &at,
		    w->target.s, w->target.len, err) < 0)
			return -1;
	}
	return 0;
}

static int
replace_echoes(struct translation *tr, struct wtm_err *err)
{
	const struct buf *list = &tr->splice.st->echoes;
	const struct echo *at = (const void *)list->s;
	struct echoes x = { .tr = tr };
	int ret = list->len == 0 ? 0 : fill_map(&x, err);

	for (size_t i = 0; i < list->len / sizeof *at && ret == 0; i++)
		if (x.map.n > 0)
			ret = replace_echo(&x, &at[i], err);
	map64_free(&x.map);
	segmenter_free(x.sg);
	arena_free(&x.arena);
	return ret;
}

/* Is the changed text still what the format wants? */
static int
is_sound(const struct translation *tr, const struct splice *sp,
    struct wtm_err *err)
{
	static const struct xml_handler nothing = { .charset = "UTF-8" };
	struct buf text = { 0 };
	struct input *in;
	int ret = splice_copy(&text, sp, 0, sp->file.len, err);

	if (ret == 0 && sp->syntax == SYNTAX_JSON)
		ret = place_check(text.s, text.len, tr->name, err);
	if (ret == 0 && sp->syntax == SYNTAX_XML &&
	    (ret = input_over_bytes(&in, text.s, text.len, tr->name,
	    err)) == 0) {
		ret = xml_parse(in, &nothing, NULL, err);
		input_close(in);
	}
	buf_free(&text);
	return ret;
}

static int
write_file(struct translation *tr, struct splice *sp, struct buf *out,
    struct wtm_err *err)
{
	struct recode_file f = { .name = tr->name,
		.charset = sp->st->is_ascii ? "US-ASCII"
		    : tr->article->charset,
		.raw = { tr->raw.s, tr->raw.len }, .text = sp->file };

	if (splice_sort(sp, err) != 0 || is_sound(tr, sp, err) != 0)
		return -1;
	return recode(out, &f, (const void *)sp->edits.s,
	    sp->edits.len / sizeof(struct recode_edit), err);
}

static int
make_article(struct translation *tr, struct buf *out, struct wtm_err *err)
{
	int plain = is_format(tr, "plain");
	int ret = (plain ? replace_plain : replace_blocks)(tr, err);

	/* in plain text each line is a sentence, said again or not */
	if (ret == 0 && !plain)
		ret = replace_echoes(tr, err);
	if (ret == 0)
		ret = splice_sort(&tr->splice, err);
	if (ret == 0)
		ret = relabel(&tr->splice, err);
	tr->emptied = tr->splice.emptied;
	return ret == 0 ? write_file(tr, &tr->splice, out, err) : -1;
}

static int
make_bilingual(struct translation *tr, struct buf *out,
    const char *const langs[2], struct wtm_err *err)
{
	struct splice to;
	int ret = splice_begin(&to, tr->article, tr->name, langs, err);

	if (ret == 0 && is_format(tr, "po")) {
		ret = fill_po(tr, &to, err);
	} else if (ret == 0) {
		ret = replace_blocks(tr, err);
		if (ret == 0)
			ret = splice_sort(&tr->splice, err);
		if (ret == 0)
			ret = fill_xliff(tr, &to, err);
		tr->emptied = tr->splice.emptied;
	}
	if (ret == 0)
		ret = write_file(tr, &to, out, err);
	splice_free(&to);
	return ret;
}

int
translation_make(struct translation *tr, struct buf *out,
    splice_known_fn known, void *arg, struct wtm_err *err)
{
	const char *langs[2] = { tr->langs[0].s, tr->langs[1].s };

	if (tr->works.len == 0) {
		buf_add(out, tr->raw.s, tr->raw.len);
		return buf_ok(out) ? 0 : err_nomem(err);
	}
	if (splice_begin(&tr->splice, tr->article, tr->name, langs, err) != 0)
		return -1;
	tr->splice.known = known;
	tr->splice.arg = arg;
	return is_format(tr, "xliff") || is_format(tr, "po")
	    ? make_bilingual(tr, out, langs, err)
	    : make_article(tr, out, err);
}
