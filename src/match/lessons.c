/*
 * lessons: the sentences of a file that a translator hands back.
 *
 * Every sentence counts as a neighbour, also one that is not translated.  The
 * documents of "match" say which article a sentence is from and its place in
 * it; of other files the order is that of one article.  A table of "match"
 * has a row for each match, and metadata of units of the memory, which are
 * not those of the pair.
 */
#include "config.h"
#include "match/lessons.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/map64.h"
#include "format/format.h"
#include "format/origin.h"
#include "text/norm.h"

enum { TICK_UNITS = 256 };

/* A unit as it was read. */
struct row {
	size_t article;
	uint64_t n;
	size_t seq;	/* in the file */
	struct wtm_str text;
	const struct wtm_tu *tu;	/* NULL: not confirmed */
};

struct reading {
	struct lessons *ls;
	const struct wtm_learn_opts *opts;
	struct buf rows;
	struct map64 articles;	/* by the hash of their name: number + 1 */
	size_t n_articles;
	uint64_t seq;
};

static struct wtm_str
prop(const struct wtm_tu *tu, const char *type)
{
	for (size_t i = 0; i < tu->n_metas; i++)
		if (!tu->metas[i].is_note && tu->metas[i].type.s != NULL &&
		    strcmp(tu->metas[i].type.s, type) == 0)
			return tu->metas[i].text;
	return (struct wtm_str){ 0 };
}

/* Where the unit stands. */
static int
set_place(struct row *row, struct reading *r, const struct wtm_tu *tu)
{
	struct wtm_str file = prop(tu, "file");
	struct wtm_str n = prop(tu, "n");
	uint64_t hash = norm_hash(file.s == NULL ? "" : file.s, file.len);
	uint64_t known = map64_get(&r->articles, hash);

	if (known == 0) {
		known = ++r->n_articles;
		if (map64_put(&r->articles, hash, known) != 0)
			return -1;
	}
	row->article = (size_t)known - 1;
	row->n = 0;
	for (size_t i = 0; i < n.len && i < 18; i++) {
		if (n.s[i] < '0' || n.s[i] > '9') {
			row->n = 0;
			break;
		}
		row->n = row->n * 10 + (uint64_t)(n.s[i] - '0');
	}
	if (row->n == 0)
		row->n = r->seq;
	return 0;
}

/* What belongs to the table of match, and not to the pair. */
static int
is_of_table(const struct wtm_meta *m, int table)
{
	static const char *const names[] = { "file", "n", "kind", "class",
		"rank", "score", "match", "id", "memory_source", "offered",
		"differs", "values", "penalties", "props", "notes" };
	size_t n = table ? sizeof names / sizeof *names : 2;

	for (size_t i = 0; !m->is_note && m->type.s != NULL && i < n; i++)
		if (strcmp(m->type.s, names[i]) == 0)
			return 1;
	return 0;
}

/* The unit with what it keeps, in the arena. */
static const struct wtm_tu *
keep(struct lessons *ls, const struct wtm_tu *tu)
{
	struct wtm_str kind = prop(tu, "kind");
	int table = kind.s != NULL && prop(tu, "class").s != NULL;
	struct wtm_tu *out = arena_alloc(&ls->arena, sizeof *out);
	struct wtm_meta *metas = arena_array(&ls->arena, tu->n_metas + 1,
	    sizeof *metas);
	struct wtm_tu kept = *tu;

	if (out == NULL || metas == NULL)
		return NULL;
	kept.metas = metas;
	kept.n_metas = 0;
	for (size_t i = 0; i < tu->n_metas; i++)
		if (!is_of_table(&tu->metas[i], table))
			metas[kept.n_metas++] = tu->metas[i];
	if (table) {
		kept.n_attrs = 0;
		kept.n_metas += origin_metas(metas + kept.n_metas,
		    &(struct wtm_story){ 0 },
		    origin_kind(kind.s, kind.len));
	}
	return unit_copy(out, &kept, &ls->arena) == 0 ? out : NULL;
}

static int
add_row(struct reading *r, const struct wtm_tu *tu, int confirmed,
    struct wtm_err *err)
{
	struct row row = { .seq = (size_t)++r->seq };
	struct wtm_str text = tu->tuvs[0].text;

	row.text = arena_str(&r->ls->arena, text.s, text.len);
	if (confirmed)
		row.tu = keep(r->ls, tu);
	if (row.text.s == NULL || (confirmed && row.tu == NULL) ||
	    set_place(&row, r, tu) != 0)
		return err_nomem(err);
	buf_add(&r->rows, &row, sizeof row);
	return buf_ok(&r->rows) ? 0 : err_nomem(err);
}

static int
left_out(void *arg, const struct unit_out *u, struct wtm_err *err)
{
	struct reading *r = arg;
	struct wtm_counts *counts = &r->ls->counts;

	counts->units++;
	if (u->rejected)
		counts->rejected++;
	else
		counts->skipped++;
	if (u->rejected && r->opts->note != NULL)
		r->opts->note(r->opts->arg, u->msg);
	if (u->rejected)
		r->seq++;	/* a sentence that is not known */
	if (u->rejected || u->tu == NULL || u->tu->n_tuvs == 0 ||
	    u->tu->tuvs[0].text.len == 0)
		return 0;
	return add_row(r, u->tu, 0, err);
}

static void
tell(void *arg, const char *msg)
{
	struct reading *r = arg;

	if (r->opts->note != NULL)
		r->opts->note(r->opts->arg, msg);
}

static int
tick(struct reading *r, struct input *in, struct wtm_err *err)
{
	if (r->opts->tick == NULL || r->opts->tick(r->opts->arg,
	    r->ls->counts.units, input_done(in), input_total(in)) == 0)
		return 0;
	return err_set(err, WTM_SYSTEM, 0, "interrupted; nothing of %s was "
	    "learned", input_name(in));
}

static int
read_rows(struct reading *r, struct input *in, struct wtm_err *err)
{
	struct unit_opts read = { .source = r->opts->source,
		.target = r->opts->target, .charset = r->opts->charset,
		.confirmed = 1, .places = 1, .left_out = left_out,
		.note = tell, .arg = r };
	struct unit_reader *units = NULL;
	struct arena a = { 0 };
	struct wtm_tu tu;
	long line;
	int more = units_open(&units, in, &read, err) == 0 ? 1 : -1;

	if (more == 1 && strcmp(units_format(units), "TMX") == 0)
		more = err_set(err, WTM_INPUT, 0, "%s: a TMX is a memory and "
		    "not an article; use `wiretm import`", input_name(in));
	while (more == 1) {
		more = units_next(units, &tu, &line, &a, err);
		if (more == 1) {
			r->ls->counts.units++;
			if (add_row(r, &tu, 1, err) != 0 ||
			    (r->ls->counts.units % TICK_UNITS == 0 &&
			    tick(r, in, err) != 0))
				more = -1;
		}
		arena_clear(&a);
	}
	arena_free(&a);
	units_close(units);
	return more;
}

static int
by_place(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->article != y->article)
		return x->article < y->article ? -1 : 1;
	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static int
same_place(const struct lesson *l, const struct row *row)
{
	return l->article == row->article && l->n == row->n &&
	    l->text.len == row->text.len &&
	    memcmp(l->text.s, row->text.s, l->text.len) == 0;
}

/* Rows that are sorted, as sentences; several may be of one. */
static int
take_rows(struct lessons *ls, const struct row *rows, size_t n,
    struct wtm_err *err)
{
	ls->at = arena_array(&ls->arena, n, sizeof *ls->at);
	ls->pairs = arena_array(&ls->arena, n, sizeof *ls->pairs);
	if (n > 0 && (ls->at == NULL || ls->pairs == NULL))
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		const struct row *row = &rows[i];

		if (ls->n == 0 || !same_place(&ls->at[ls->n - 1], row))
			ls->at[ls->n++] = (struct lesson){ row->article,
				row->n, row->text };
		if (row->tu != NULL)
			ls->pairs[ls->n_pairs++] = (struct lesson_pair){
				ls->n - 1, ls->n, row->tu };
	}
	return 0;
}

int
lessons_read(struct lessons *ls, struct input *in,
    const struct wtm_learn_opts *opts, struct wtm_err *err)
{
	struct reading r = { .ls = ls, .opts = opts };
	int ret = read_rows(&r, in, err);
	struct row *rows = (void *)r.rows.s;
	size_t n = r.rows.len / sizeof *rows;

	if (ret == 0 && n > 0)
		qsort(rows, n, sizeof *rows, by_place);
	if (ret == 0)
		ret = take_rows(ls, rows, n, err);
	buf_free(&r.rows);
	map64_free(&r.articles);
	return ret;
}

void
lessons_free(struct lessons *ls)
{
	arena_free(&ls->arena);
}
