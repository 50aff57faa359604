/*
 * audit: does the index say what the units say?
 *
 * For every document the hashes of its lists are added up from the lists as
 * they lie on disk, with that of its shape; the same sum is made from the
 * unit.  So a unit is found only when each of its lists holds it and no other
 * list does.  A document without such a unit is what an edit or a deletion
 * left, and no fault.  Apart from that, the lists must fit the lengths, the
 * ids and each other.
 */
#include "config.h"
#include "index/audit.h"
#include "index/ids.h"
#include "index/shape.h"
#include "index/stream.h"
#include "index/tail.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

/* A document, or an entry of an exact table (n is then EXACT). */
struct entry {
	uint64_t id;
	uint64_t sum;
	uint32_t group;
	uint32_t n;
};

enum { EXACT = UINT32_MAX };

struct index_audit {
	struct kv *kv;
	const struct index_view *view;
	uint64_t from, to;
	struct index *ix;
	struct entry *entries;
	size_t n, cap;
	struct index_occ occ;
	struct index_texts texts;
	uint64_t faults;
	uint64_t missing;	/* an id, of those */
	uint64_t n_missing;
	/* The slot at work. */
	const struct index_run *run;
	size_t group;	/* in the head of the run */
	struct index_slot *slot;
	uint64_t *sums;
	uint32_t *counts;
};

static int
add_entry(struct index_audit *a, const struct entry *e, struct wtm_err *err)
{
	if (e->id < a->from || e->id >= a->to)
		return 0;
	if (a->n == a->cap) {
		size_t cap = a->cap == 0 ? 1024 : a->cap + a->cap / 2;
		struct entry *entries = realloc(a->entries,
		    cap * sizeof *entries);

		if (entries == NULL)
			return err_nomem(err);
		a->entries = entries;
		a->cap = cap;
	}
	a->entries[a->n++] = *e;
	return 0;
}

static uint64_t
list_sum(uint32_t list)
{
	return norm_mix(list + UINT64_C(0x51ED270B));
}

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The sum of a text's lists, each once, and of its shape. */
static int
sum_of(uint64_t *sum, struct index_audit *a, const uint64_t *keys, size_t n)
{
	unsigned char shape[INDEX_SHAPE_MAX];
	uint32_t *lists;

	index_shape_set(shape, keys, n);
	*sum = norm_hash(shape, index_shape_width(n));
	if (index_occ_lists(&a->occ, keys, n) != 0)
		return -1;
	lists = a->occ.lists;
	if (n > 0)
		qsort(lists, n, sizeof *lists, by_number);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || lists[i] != lists[i - 1])
			*sum += list_sum(lists[i]);
	return 0;
}

static int
add_lists(struct index_audit *a, struct index_stream *lists,
    struct wtm_err *err)
{
	uint32_t *docs = NULL;
	size_t cap = 0;
	uint32_t last_list = 0, last_doc = 0;
	int rc, more;

	while ((rc = index_stream_next(lists, err)) == 1) {
		struct index_pieces pieces = index_pieces_of(lists->key.s,
		    lists->key.len, lists->val.s, lists->val.len);
		struct index_piece p;

		while ((more = index_piece_next(&p, &pieces)) == 1) {
			if (p.n > cap) {
				cap = p.n;
				free(docs);
				docs = malloc(cap * sizeof *docs);
				if (docs == NULL)
					return err_nomem(err);
			}
			if (index_piece_docs(docs, &p) != 0)
				break;
			if (p.list != last_list)
				last_doc = 0;
			for (uint32_t i = 0; i < p.n; i++) {
				if (docs[i] >= a->slot->n_docs ||
				    docs[i] + 1 <= last_doc) {
					a->faults++;
					continue;
				}
				last_doc = docs[i] + 1;
				a->sums[docs[i]] += list_sum(p.list);
				a->counts[docs[i]]++;
			}
			last_list = p.list;
		}
		if (more != 0)
			a->faults++;
	}
	free(docs);
	return rc;
}

/* The documents [from, from + DOCS_STEP) of the slot with their ids. */
enum { DOCS_STEP = 16384 };

struct docs_step {
	struct index_audit *a;
	uint32_t from;
	uint32_t to;
	size_t n_entries;	/* before the step */
};

static int
take_docs(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct docs_step *step = arg;
	struct index_audit *a = step->a;
	const struct index_slot *s = a->slot;
	unsigned char shape[INDEX_SHAPE_MAX];
	size_t n;
	size_t at = 0;
	int rc = 0;

	a->n = step->n_entries;
	index_begin(a->ix, txn, err);
	for (uint32_t doc = step->from; doc < step->to && rc == 0; doc++) {
		struct entry e = { .group = s->group, .sum = a->sums[doc] };

		while (s->firsts[at + 1] <= doc)
			at++;
		e.n = s->lens[at];
		rc = index_id(&e.id, a->ix, a->slot, doc);
		if (rc == 0)
			rc = index_shape_get(shape, &n, a->ix, a->slot,
			    doc);
		if (rc != 0)
			break;
		e.sum += norm_hash(shape, index_shape_width(n));
		rc = add_entry(a, &e, err);
	}
	index_end(a->ix);
	return rc;
}

static int
add_docs(struct index_audit *a, struct wtm_err *err)
{
	const struct index_slot *s = a->slot;

	for (size_t at = 0, doc = 0; doc < s->n_docs; doc++) {
		while (s->firsts[at + 1] <= doc)
			at++;
		/* Fewer when two units share a list. */
		if (a->counts[doc] > s->lens[at] || a->counts[doc] == 0)
			a->faults++;
	}
	for (uint32_t doc = 0; doc < s->n_docs; doc += DOCS_STEP) {
		struct docs_step step = { a, doc, s->n_docs - doc >
			DOCS_STEP ? doc + DOCS_STEP : s->n_docs, a->n };

		if (kv_read(a->kv, take_docs, &step, err) != 0)
			return -1;
	}
	return 0;
}

static int
add_exact(struct index_audit *a, struct index_stream *exact,
    struct wtm_err *err)
{
	int rc;

	while ((rc = index_stream_next(exact, err)) == 1) {
		struct rd r = rd_over(exact->val.s, exact->val.len);
		struct entry e = { .group = a->slot->group, .n = EXACT };
		uint32_t hash = 0;

		while (rd_left(&r) > 0) {
			uint32_t diff = (uint32_t)rd_varint(&r);
			uint64_t value = rd_varint(&r);

			e.id = diff == 0 ? e.id + value : value;
			hash += diff;
			e.sum = hash;
			if (add_entry(a, &e, err) != 0)
				return -1;
		}
		if (r.bad)
			a->faults++;
	}
	return rc;
}

/* The next group of the run at work; a->slot is NULL when there is none. */
static int
open_slot(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct index_audit *a = arg;
	struct index_key key = index_key(a->run->owner, a->run->seq, 0,
	    INDEX_HEAD);
	struct kv_bytes val;
	uint32_t group = 0;
	struct rd r;
	uint64_t n;
	int rc;

	a->slot = NULL;
	if (kv_get(txn, KV_RUN, key.s, key.len, &val, err) != 1)
		return index_corrupt(err);
	r = rd_over(val.s, val.len);
	n = rd_varint(&r);
	if (a->group >= n)
		return 0;
	for (size_t i = 0; i <= a->group; i++) {
		group = rd_u32(&r);
		for (int skip = 0; skip < 3; skip++)
			rd_varint(&r);
	}
	if (r.bad)
		return index_corrupt(err);
	index_begin(a->ix, txn, err);
	rc = index_slot_get(&a->slot, a->ix, a->run, group);
	index_end(a->ix);
	return rc;
}

static int
read_slot(struct index_audit *a, struct wtm_err *err)
{
	const struct index_slot *s = a->slot;
	struct index_stream lists, exact;
	size_t n = s->n_docs + (size_t)1;
	int rc = -1;

	index_stream_open(&lists, a->kv, index_key(s->owner, s->seq, s->slot,
	    INDEX_LISTS));
	index_stream_open(&exact, a->kv, index_key(s->owner, s->seq, s->slot,
	    INDEX_EXACT));
	a->sums = calloc(n, sizeof *a->sums);
	a->counts = calloc(n, sizeof *a->counts);
	if (a->sums == NULL || a->counts == NULL)
		err_nomem(err);
	else if (add_lists(a, &lists, err) == 0 && add_docs(a, err) == 0)
		rc = add_exact(a, &exact, err);
	free(a->sums);
	free(a->counts);
	a->sums = NULL;
	a->counts = NULL;
	index_stream_close(&lists);
	index_stream_close(&exact);
	return rc;
}

static int
read_run(struct index_audit *a, const struct index_run *run,
    struct wtm_err *err)
{
	a->run = run;
	for (a->group = 0;; a->group++) {
		if (kv_read(a->kv, open_slot, a, err) != 0)
			return -1;
		if (a->slot == NULL)
			return 0;
		if (read_slot(a, err) != 0)
			return -1;
	}
}

static int
add_tail_text(void *arg, uint64_t id, uint32_t group, uint64_t hash,
    const uint64_t *keys, size_t n, struct wtm_err *err)
{
	struct index_audit *a = arg;
	struct entry e = { .id = id, .group = group, .n = (uint32_t)n };

	if (sum_of(&e.sum, a, keys, n) != 0)
		return err_nomem(err);
	if (n > 0 && add_entry(a, &e, err) != 0)
		return -1;
	e.n = EXACT;
	e.sum = index_exact_hash(hash);
	return add_entry(a, &e, err);
}

static int
read_tail(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct index_audit *a = arg;
	uint64_t bad = 0;

	a->n = 0;
	if (index_tail_each(txn, add_tail_text, a, &bad, err) != 0)
		return -1;
	a->faults = bad;
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

int
index_audit_new(struct index_audit **out, struct kv *kv,
    const struct index_view *v, uint64_t from, uint64_t to,
    struct wtm_err *err)
{
	struct index_audit *a = calloc(1, sizeof *a);
	int rc = 0;

	*out = a;
	if (a == NULL)
		return err_nomem(err);
	*a = (struct index_audit){ .kv = kv, .view = v, .from = from,
		.to = to };
	if (index_new(&a->ix, 1 << 20, err) != 0)
		rc = -1;
	if (rc == 0)	/* first: it may be repeated from the start */
		rc = kv_read(kv, read_tail, a, err);
	for (size_t i = 0; i < v->n_runs && rc == 0; i++)
		rc = read_run(a, &v->runs[i], err);
	if (rc != 0) {
		index_audit_free(a);
		*out = NULL;
		return -1;
	}
	if (a->n > 0)
		qsort(a->entries, a->n, sizeof *a->entries, by_id);
	return 0;
}

void
index_audit_free(struct index_audit *a)
{
	if (a == NULL)
		return;
	index_free(a->ix);
	free(a->entries);
	index_occ_free(&a->occ);
	index_texts_free(&a->texts);
	free(a);
}

/* Mark what says this; 0 when nothing does. */
static int
find(struct index_audit *a, const struct entry *want)
{
	size_t low = 0, high = a->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (a->entries[mid].id < want->id)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < a->n && a->entries[low].id == want->id; low++) {
		const struct entry *e = &a->entries[low];

		if (e->group == want->group && e->n == want->n &&
		    e->sum == want->sum)
			return 1;
	}
	return 0;
}

static int
audit_text(void *arg, uint64_t id, uint32_t group, uint64_t hash,
    const uint64_t *keys, size_t n, struct wtm_err *err)
{
	struct index_audit *a = arg;
	struct entry e = { .id = id, .group = group };
	int ok = 1;

	if (n > 0 && n <= INDEX_UNITS_MAX) {
		e.n = (uint32_t)n;
		if (sum_of(&e.sum, a, keys, n) != 0)
			return err_nomem(err);
		ok = find(a, &e);
	}
	e.n = EXACT;
	e.sum = index_exact_hash(hash);
	ok = find(a, &e) && ok;
	if (!ok) {
		a->n_missing++;
		a->missing = id;
	}
	return 0;
}

int
index_audit_unit(struct index_audit *a, const struct wtm_tu *tu,
    struct wtm_err *err)
{
	if (tu->id < a->from || tu->id >= a->to)
		return 0;
	return index_texts_of(&a->texts, tu, audit_text, a, err);
}

static void
tell(wtm_note_fn note, void *arg, uint64_t n, const char *what, uint64_t id)
{
	char msg[200];

	if (n == 0 || note == NULL)
		return;
	snprintf(msg, sizeof msg, "index: %" PRIu64 " %s", n, what);
	if (id != 0)
		snprintf(msg + strlen(msg), sizeof msg - strlen(msg),
		    " (unit %" PRIu64 ")", id);
	note(arg, msg);
}

int
index_audit_end(struct index_audit *a, uint64_t *faults, wtm_note_fn note,
    void *arg, struct wtm_err *err)
{
	(void)err;
	tell(note, arg, a->n_missing, "texts that it does not find",
	    a->missing);
	tell(note, arg, a->faults, "records that contradict each other", 0);
	*faults = a->n_missing + a->faults;
	return 0;
}
