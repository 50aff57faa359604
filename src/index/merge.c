/*
 * merge: several runs become one.
 *
 * Lists are merged as they are; no text is read.  Within one length the
 * documents of the runs follow each other, so each run's documents keep their
 * order and are renumbered by a constant per length.  Runs are read in short
 * transactions: they never change, so no snapshot needs to be held.
 */
#include "config.h"
#include "index/merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

enum { FACTOR = 4 };

size_t
index_merge_plan(const struct index_view *v)
{
	size_t n = 1;
	uint64_t sum;

	if (v->n_runs < 2)
		return 0;
	sum = v->runs[v->n_runs - 1].n_units;
	while (n < v->n_runs &&
	    (v->runs[v->n_runs - n - 1].n_units <= FACTOR * sum ||
	    v->n_runs - n > INDEX_RUNS_MAX / 2)) {
		sum += v->runs[v->n_runs - n - 1].n_units;
		n++;
	}
	return n < 2 ? 0 : n;
}

/* Add the groups of a run that are not known yet. */
static int
add_groups(struct merge *m, struct kv_txn *txn, const struct index_run *run,
    struct wtm_err *err)
{
	struct index_key key = index_key(run->owner, run->seq, 0, INDEX_HEAD);
	struct kv_bytes val;
	struct rd r;
	uint64_t n;

	if (kv_get(txn, KV_RUN, key.s, key.len, &val, err) != 1)
		return index_corrupt(err);
	r = rd_over(val.s, val.len);
	n = rd_varint(&r);
	for (uint64_t i = 0; i < n && !r.bad; i++) {
		struct index_head_group h = { .group = rd_u32(&r) };
		struct index_head_group *grown;
		size_t k = 0;

		for (int skip = 0; skip < 3; skip++)
			rd_varint(&r);
		while (k < m->n_heads && m->heads[k].group != h.group)
			k++;
		if (k < m->n_heads)
			continue;
		grown = realloc(m->heads, (k + 1) * sizeof *grown);
		if (grown == NULL)
			return err_nomem(err);
		m->heads = grown;
		m->heads[m->n_heads++] = h;
	}
	return r.bad ? index_corrupt(err) : 0;
}

static int
read_groups(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct merge *m = arg;

	m->n_heads = 0;
	for (size_t i = 0; i < m->n_runs; i++)
		if (add_groups(m, txn, &m->runs[i], err) != 0)
			return -1;
	return 0;
}

/* Open the sources of the group, with their lengths. */
static int
open_slots(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct merge *m = arg;

	m->n = 0;
	index_begin(m->ix, txn, err);
	for (size_t i = 0; i < m->n_runs; i++) {
		struct source *s = &m->src[m->n];

		if (index_slot_get(&s->slot, m->ix, &m->runs[i],
		    m->heads[m->n_heads].group) != 0) {
			index_end(m->ix);
			return -1;
		}
		m->n += s->slot != NULL;
	}
	index_end(m->ix);
	return 0;
}

/* Step to the next piece of a source. */
static int
next_piece(struct source *s, struct wtm_err *err)
{
	for (;;) {
		int rc = s->has_piece < 0 ? 0 :
		    index_piece_next(&s->piece, &s->pieces);

		if (rc == 1) {
			s->has_piece = 1;
			return 0;
		}
		if (rc < 0)
			return index_corrupt(err);
		rc = index_stream_next(&s->lists, err);
		if (rc < 0)
			return -1;
		s->has_piece = 0;
		if (rc == 0)
			return 0;
		s->pieces = index_pieces_of(s->lists.key.s, s->lists.key.len,
		    s->lists.val.s, s->lists.val.len);
	}
}

/* Append the documents of the piece at hand, renumbered. */
static int
take_piece(struct merge *m, struct source *s)
{
	const struct index_slot *slot = s->slot;
	size_t need = m->n_docs + s->piece.n;
	uint32_t *docs;

	if (2 * need > m->cap_docs) {	/* the upper half is for merging */
		docs = realloc(m->docs, 4 * need * sizeof *docs);
		if (docs == NULL)
			return err_nomem(m->err);
		m->docs = docs;
		m->cap_docs = 4 * need;
	}
	docs = m->docs + m->n_docs;
	if (index_piece_docs(docs, &s->piece) != 0)
		return index_corrupt(m->err);
	for (uint32_t i = 0; i < s->piece.n; i++) {
		while (s->at < slot->n_lens &&
		    slot->firsts[s->at + 1] <= docs[i])
			s->at++;
		if (s->at == slot->n_lens)
			return index_corrupt(m->err);
		docs[i] += s->shift[s->at];
	}
	m->n_docs = need;
	return 0;
}

/* Merge the sorted [from, middle) and [middle, end) of m->docs. */
static void
merge_docs(struct merge *m, size_t from, size_t middle, size_t end)
{
	uint32_t *out = m->docs + m->cap_docs / 2;
	size_t i = from, j = middle, n = 0;

	while (i < middle && j < end)
		out[n++] = m->docs[i] < m->docs[j] ? m->docs[i++] :
		    m->docs[j++];
	memcpy(out + n, m->docs + i, (middle - i) * sizeof *out);
	memcpy(m->docs + from, out, (n + middle - i) * sizeof *out);
}

/* The parts of m->docs end at ends[0..n); two by two they become one. */
static void
merge_parts(struct merge *m, size_t *ends, size_t n)
{
	while (n > 1) {
		size_t from = 0;
		size_t k = 0;

		for (size_t i = 0; i + 1 < n; i += 2) {
			merge_docs(m, from, ends[i], ends[i + 1]);
			from = ends[i + 1];
			ends[k++] = from;
		}
		if (n % 2 != 0)
			ends[k++] = ends[n - 1];
		n = k;
	}
}

/* All pieces of one list, from all sources; sorted into m->docs. */
static int
take_list(struct merge *m, uint32_t list)
{
	size_t ends[INDEX_RUNS_MAX];
	size_t n = 0;

	m->n_docs = 0;
	for (size_t i = 0; i < m->n; i++) {
		struct source *s = &m->src[i];

		if (!s->has_piece || s->piece.list != list)
			continue;
		s->at = 0;
		while (s->has_piece && s->piece.list == list)
			if (take_piece(m, s) != 0 ||
			    next_piece(s, m->err) != 0)
				return -1;
		ends[n++] = m->n_docs;
	}
	merge_parts(m, ends, n);
	return 0;
}

static int
merge_lists(struct merge *m, struct index_key base)
{
	struct index_list_writer w = { .sink = &m->sink, .base = base };
	int rc = 0;

	for (size_t i = 0; i < m->n && rc == 0; i++) {
		struct source *s = &m->src[i];

		index_stream_open(&s->lists, m->kv, index_key(s->slot->owner,
		    s->slot->seq, s->slot->slot, INDEX_LISTS));
		s->has_piece = -1;	/* none read yet */
		rc = next_piece(s, m->err);
	}
	while (rc == 0) {
		uint32_t list = UINT32_MAX;
		size_t left = 0;

		for (size_t i = 0; i < m->n; i++) {
			const struct source *s = &m->src[i];

			left += (size_t)s->has_piece;
			if (s->has_piece && s->piece.list < list)
				list = s->piece.list;
		}
		if (left == 0)
			break;
		rc = take_list(m, list);
		if (rc == 0)
			rc = index_list_add(&w, list, m->docs, m->n_docs,
			    m->err);
	}
	if (rc == 0)
		return index_list_end(&w, m->err);
	buf_free(&w.rec);
	buf_free(&w.piece);
	return -1;
}

/* Step to the next entry of the exact table of a source. */
static int
next_exact(struct source *s, struct wtm_err *err)
{
	uint32_t step;
	uint64_t value;

	if (rd_left(&s->exact_r) == 0) {
		int rc = index_stream_next(&s->exact, err);

		s->has_exact = rc == 1;
		if (rc <= 0)
			return rc;
		s->exact_r = rd_over(s->exact.val.s, s->exact.val.len);
		s->hash = 0;
		s->id = 0;
	}
	step = (uint32_t)rd_varint(&s->exact_r);
	value = rd_varint(&s->exact_r);
	s->id = step == 0 ? s->id + value : value;
	s->hash += step;
	return s->exact_r.bad ? index_corrupt(err) : 0;
}

static int
merge_exact(struct merge *m, struct index_key base)
{
	struct index_exact_writer w = { .sink = &m->sink, .base = base };
	int rc = 0;

	for (size_t i = 0; i < m->n && rc == 0; i++) {
		struct source *s = &m->src[i];

		index_stream_open(&s->exact, m->kv, index_key(s->slot->owner,
		    s->slot->seq, s->slot->slot, INDEX_EXACT));
		s->exact_r = rd_over("", 0);
		rc = next_exact(s, m->err);
	}
	while (rc == 0) {
		struct source *least = NULL;

		for (size_t i = 0; i < m->n; i++) {
			struct source *s = &m->src[i];

			if (s->has_exact && (least == NULL ||
			    s->hash < least->hash ||
			    (s->hash == least->hash && s->id < least->id)))
				least = s;
		}
		if (least == NULL)
			break;
		rc = index_exact_add(&w, least->hash, least->id, m->err);
		if (rc == 0)
			rc = next_exact(least, m->err);
	}
	if (rc == 0)
		rc = index_exact_end(&w, m->err);
	buf_free(&w.rec);
	return rc;
}

static void
close_sources(struct merge *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free(m->src[i].shift);
		index_stream_close(&m->src[i].lists);
		index_stream_close(&m->src[i].exact);
	}
	memset(m->src, 0, m->n_runs * sizeof *m->src);
	m->n = 0;
}

/* The group number m->n_heads (from 0) becomes the next slot. */
static int
merge_group(struct merge *m)
{
	struct index_key base = index_key(m->owner, 0,
	    (uint16_t)(m->n_heads + 1), INDEX_LENGTHS);
	struct index_head_group *head = &m->heads[m->n_heads];
	int rc;

	if (kv_read(m->kv, open_slots, m, m->err) != 0)
		return -1;
	rc = index_merge_docs(m, base, head);
	base.s[base.len - 1] = INDEX_LISTS;
	if (rc == 0)
		rc = merge_lists(m, base);
	base.s[base.len - 1] = INDEX_EXACT;
	if (rc == 0)
		rc = merge_exact(m, base);
	close_sources(m);
	return rc;
}

static int
merge_all(struct merge *m)
{
	struct wtm_err *err = m->err;
	size_t n;

	if (kv_read(m->kv, read_groups, m, err) != 0)
		return -1;
	n = m->n_heads;
	for (m->n_heads = 0; m->n_heads < n; m->n_heads++)
		if (merge_group(m) != 0)
			return -1;
	if (index_write_head(&m->sink, m->owner, 0, m->heads, n, err) != 0)
		return -1;
	return index_sink_flush(&m->sink, err);
}

int
index_merge(struct index_run *out, struct kv *kv,
    const struct index_run *runs, size_t n, uint32_t owner,
    struct wtm_err *err)
{
	struct merge m = { .kv = kv, .runs = runs, .n_runs = n,
		.owner = owner, .sink = { .kv = kv }, .err = err };
	int rc = -1;

	*out = (struct index_run){ .owner = owner };
	for (size_t i = 0; i < n; i++)
		out->n_units += runs[i].n_units;
	if (n > INDEX_RUNS_MAX)
		return err_set(err, WTM_SYSTEM, 0, "too many runs to merge");
	if (index_begin_run(kv, owner, 0, out->n_units, err) != 0)
		return -1;
	m.src = calloc(n + 1, sizeof *m.src);
	if (m.src == NULL)
		return err_nomem(err);
	if (index_new(&m.ix, 1 << 20, err) == 0)
		rc = merge_all(&m);
	out->n_bytes = m.sink.bytes;
	index_free(m.ix);
	index_sink_free(&m.sink);
	free(m.src);
	free(m.heads);
	free(m.docs);
	return rc;
}
