/*
 * merge-docs: the documents of several runs become those of one.
 *
 * Within one length those of the runs follow each other.
 */
#include "config.h"
#include "index/merge.h"

#include <stdlib.h>

#include "base/err.h"
#include "index/ids.h"
#include "index/shape.h"

enum { STEP = 16384 };	/* documents that are read in one go */

/* The least length that a source has not passed; UINT32_MAX at the end. */
static uint32_t
least_length(const struct merge *m)
{
	uint32_t len = UINT32_MAX;

	for (size_t i = 0; i < m->n; i++) {
		const struct source *s = &m->src[i];

		if (s->at < s->slot->n_lens && s->slot->lens[s->at] < len)
			len = s->slot->lens[s->at];
	}
	return len;
}

/* Number the documents anew and write the lengths. */
static int
merge_lengths(struct merge *m, struct index_key base, uint32_t *n_docs)
{
	size_t cap = 1;
	size_t n = 0;
	uint32_t doc = 0;
	uint32_t *lens;
	int rc;

	for (size_t i = 0; i < m->n; i++) {
		struct source *s = &m->src[i];

		s->at = 0;
		cap += s->slot->n_lens;
		s->shift = calloc(s->slot->n_lens + 1, sizeof *s->shift);
		if (s->shift == NULL)
			return err_nomem(m->err);
	}
	lens = malloc(2 * cap * sizeof *lens);
	if (lens == NULL)
		return err_nomem(m->err);
	for (;; n++) {
		uint32_t len = least_length(m);
		uint32_t start = doc;

		if (len == UINT32_MAX)
			break;
		for (size_t i = 0; i < m->n; i++) {
			struct source *s = &m->src[i];
			const uint32_t *firsts = s->slot->firsts;

			if (s->at == s->slot->n_lens ||
			    s->slot->lens[s->at] != len)
				continue;
			s->shift[s->at] = doc - firsts[s->at];
			doc += firsts[s->at + 1] - firsts[s->at];
			s->at++;
		}
		lens[n] = len;
		lens[cap + n] = doc - start;
	}
	rc = index_write_lengths(&m->sink, base, lens, lens + cap, n, m->err);
	free(lens);
	*n_docs = doc;
	return rc;
}

/* Documents of one length of one source, read in one go. */
struct step {
	struct merge *m;
	struct source *s;
	uint32_t from, to;
	uint64_t ids[STEP];
	struct buf shapes;
};

static int
read_ids(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct step *step = arg;
	int rc = 0;

	index_begin(step->m->ix, txn, err);
	for (uint32_t doc = step->from; doc < step->to && rc == 0; doc++)
		rc = index_id(&step->ids[doc - step->from], step->m->ix,
		    step->s->slot, doc);
	index_end(step->m->ix);
	return rc;
}

static int
write_ids(void *arg, struct step *step, struct wtm_err *err)
{
	for (uint32_t i = 0; i < step->to - step->from; i++)
		if (index_ids_add(arg, step->ids[i], err) != 0)
			return -1;
	return 0;
}

static int
read_shapes(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct step *step = arg;
	unsigned char shape[INDEX_SHAPE_MAX];
	size_t n;
	int rc = 0;

	buf_clear(&step->shapes);
	index_begin(step->m->ix, txn, err);
	for (uint32_t doc = step->from; doc < step->to && rc == 0; doc++) {
		rc = index_shape_get(shape, &n, step->m->ix, step->s->slot,
		    doc);
		if (rc == 0)
			buf_add(&step->shapes, shape, index_shape_width(n));
	}
	index_end(step->m->ix);
	return rc != 0 || buf_ok(&step->shapes) ? rc : err_nomem(err);
}

static int
write_shapes(void *arg, struct step *step, struct wtm_err *err)
{
	return index_shape_add(arg, step->shapes.s, step->shapes.len, err);
}

typedef int (*step_write_fn)(void *arg, struct step *step,
    struct wtm_err *err);

static int
copy_length(struct step *step, uint32_t end, kv_fn read, step_write_fn write,
    void *arg)
{
	struct merge *m = step->m;

	for (; step->from < end; step->from = step->to) {
		step->to = end - step->from > STEP ? step->from + STEP : end;
		if (kv_read(m->kv, read, step, m->err) != 0 ||
		    write(arg, step, m->err) != 0)
			return -1;
	}
	return 0;
}

/* What each document has of its own goes over in the new order. */
static int
copy_docs(struct merge *m, kv_fn read, step_write_fn write, void *arg)
{
	struct step *step = calloc(1, sizeof *step);
	uint32_t len;
	int rc = 0;

	if (step == NULL)
		return err_nomem(m->err);
	step->m = m;
	for (size_t i = 0; i < m->n; i++)
		m->src[i].at = 0;
	while (rc == 0 && (len = least_length(m)) != UINT32_MAX)
		for (size_t i = 0; i < m->n && rc == 0; i++) {
			struct source *s = &m->src[i];

			if (s->at == s->slot->n_lens ||
			    s->slot->lens[s->at] != len)
				continue;
			step->s = s;
			step->from = s->slot->firsts[s->at++];
			rc = copy_length(step, s->slot->firsts[s->at], read,
			    write, arg);
		}
	buf_free(&step->shapes);
	free(step);
	return rc;
}

/* Least and largest id of the sources: their least ids and widths. */
static void
id_range(const struct merge *m, struct index_ids_writer *w)
{
	uint64_t most = 0;

	w->least = UINT64_MAX;
	for (size_t i = 0; i < m->n; i++) {
		const struct index_slot *s = m->src[i].slot;
		uint64_t reach = s->width == 8 ? UINT64_MAX :
		    (UINT64_C(1) << 8 * s->width) - 1;

		if (s->n_docs == 0)
			continue;
		if (s->least < w->least)
			w->least = s->least;
		reach = reach > UINT64_MAX - s->least ? UINT64_MAX :
		    s->least + reach;
		if (reach > most)
			most = reach;
	}
	if (most == 0)
		w->least = 0;
	w->width = index_width(most - w->least);
}

static struct index_key
feature(struct index_key base, enum index_feature f)
{
	base.s[base.len - 1] = (unsigned char)f;
	return base;
}

int
index_merge_docs(struct merge *m, struct index_key base,
    struct index_head_group *head)
{
	struct index_ids_writer ids = { .sink = &m->sink,
		.base = feature(base, INDEX_IDS) };
	struct index_shape_writer shapes = { .sink = &m->sink,
		.base = feature(base, INDEX_SHAPES) };
	int rc;

	id_range(m, &ids);
	head->least = ids.least;
	head->width = ids.width;
	rc = merge_lengths(m, feature(base, INDEX_LENGTHS), &head->n_docs);
	if (rc == 0)
		rc = copy_docs(m, read_ids, write_ids, &ids);
	if (rc == 0)
		rc = index_ids_end(&ids, m->err);
	if (rc == 0)
		rc = copy_docs(m, read_shapes, write_shapes, &shapes);
	if (rc == 0)
		rc = index_shape_end(&shapes, m->err);
	buf_free(&ids.rec);
	buf_free(&shapes.rec);
	return rc;
}
