/*
 * exact: units by the hash of their exact-key text.
 *
 * The records that were read are kept, taken apart, so that most hashes are
 * answered without the database: a record that was found for a hash says all
 * about the hashes from there up to its last one, of which the next record may
 * hold more.
 */
#include "config.h"
#include "index/read.h"
#include "index/tail.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

struct index_exact {
	uint32_t from;	/* it says all about the hashes [from, to) */
	uint32_t to;
	uint32_t used;	/* the last query that did */
	uint32_t n;
	uint64_t *ids;	/* n of them; their hashes stand behind */
	uint32_t *hashes;	/* ascending */
};

static size_t
bytes_of(uint32_t n)
{
	return sizeof(struct index_exact) +
	    n * (sizeof(uint64_t) + sizeof(uint32_t));
}

void
index_exact_forget(struct index *ix, struct index_slot *s, uint32_t keep)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_exact; i++) {
		struct index_exact *e = s->exact[i];

		if (e->used > keep) {
			s->exact[n++] = e;
			continue;
		}
		ix->bytes -= bytes_of(e->n);
		free(e);
	}
	s->n_exact = n;
	if (keep < UINT32_MAX)
		return;
	free(s->exact);
	s->exact = NULL;
	s->cap_exact = 0;
}

/* The first that ends behind the hash. */
static size_t
place(const struct index_slot *s, uint32_t hash)
{
	size_t low = 0, high = s->n_exact;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (s->exact[mid]->to <= hash)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Put it in its place, or make the one that is there say as much. */
static int
keep(struct index *ix, struct index_slot *s, struct index_exact *e)
{
	size_t at = place(s, e->from);
	struct index_exact *there = at < s->n_exact ? s->exact[at] : NULL;

	if (e->from >= e->to || (there != NULL && there->to == e->to)) {
		if (e->from < e->to && e->from < there->from)
			there->from = e->from;
		free(e);
		return 0;
	}
	if (s->n_exact == s->cap_exact) {
		size_t cap = s->cap_exact == 0 ? 16 : 2 * s->cap_exact;
		struct index_exact **grown = realloc(s->exact,
		    cap * sizeof *grown);

		if (grown == NULL) {
			free(e);
			return err_nomem(ix->err);
		}
		s->exact = grown;
		s->cap_exact = cap;
	}
	memmove(s->exact + at + 1, s->exact + at,
	    (s->n_exact - at) * sizeof *s->exact);
	s->exact[at] = e;
	s->n_exact++;
	e->used = ix->query;
	ix->bytes += bytes_of(e->n);
	return 0;
}

/* How many pairs of integers there are. */
static uint32_t
n_pairs(struct kv_bytes val)
{
	uint32_t n = 0;

	for (size_t i = 0; i < val.len; i++)
		n += val.s[i] < 0x80;
	return n / 2;
}

static int
take_apart(struct index_exact *e, struct kv_bytes val)
{
	struct rd r = rd_over(val.s, val.len);
	uint32_t hash = 0;
	uint64_t id = 0;

	for (uint32_t i = 0; i < e->n; i++) {
		uint32_t step = (uint32_t)rd_varint(&r);
		uint64_t value = rd_varint(&r);

		/* The first difference of a record is against 0, 0. */
		id = step == 0 ? id + value : value;
		hash += step;
		e->ids[i] = id;
		e->hashes[i] = hash;
	}
	e->to = hash;
	return e->n == 0 || r.bad || rd_left(&r) > 0 ? -1 : 0;
}

/* What the record says from a hash on; without a record: nothing comes. */
static struct index_exact *
exact_new(struct index *ix, uint32_t from, const struct kv_bytes *val)
{
	uint32_t n = val == NULL ? 0 : n_pairs(*val);
	struct index_exact *e = malloc(bytes_of(n));

	if (e == NULL) {
		err_nomem(ix->err);
		return NULL;
	}
	*e = (struct index_exact){ .from = from, .to = UINT32_MAX, .n = n };
	e->ids = (uint64_t *)(e + 1);
	e->hashes = (uint32_t *)(e->ids + n);
	if (val != NULL && take_apart(e, *val) != 0) {
		index_corrupt(ix->err);
		free(e);
		return NULL;
	}
	return e;
}

/* Where the ids of a hash begin. */
static uint32_t
first_of(const struct index_exact *e, uint32_t hash)
{
	uint32_t low = 0, high = e->n;

	while (low < high) {
		uint32_t mid = (low + high) / 2;

		if (e->hashes[mid] < hash)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int
give(struct index *ix, const struct index_exact *e, uint32_t hash,
    index_candidate_fn fn, void *arg)
{
	for (uint32_t i = first_of(e, hash); i < e->n &&
	    e->hashes[i] == hash; i++) {
		ix->counts.candidates++;
		if (fn(arg, e->ids[i], 1000, ix->err) < 0)
			return -1;
	}
	return 0;
}

/* From the cursor on, a record of the slot that says something: 1, 0, -1. */
static int
find_record(struct index *ix, const struct index_key *base, int rc)
{
	while (rc == 1) {
		const struct kv_cursor *c = ix->cursor;

		if (c->key.len < base->len ||
		    memcmp(c->key.s, base->s, base->len) != 0)
			return 0;
		if (c->val.len > 0)
			return 1;
		ix->counts.reads++;
		rc = kv_next(ix->cursor, ix->err);
	}
	return rc;
}

/* Read, give, and keep for the next time. */
static int
read_exact(struct index *ix, struct index_slot *s, uint32_t hash,
    index_candidate_fn fn, void *arg)
{
	struct index_key base = index_key(s->owner, s->seq, s->slot,
	    INDEX_EXACT);
	struct index_key key = base;
	uint32_t from = hash;
	int rc;

	index_key_u32(&key, hash);
	ix->counts.reads++;
	if (ix->cursor == NULL && kv_cursor_open(&ix->cursor, ix->txn, KV_RUN,
	    KV_STEP, ix->err) != 0)
		return -1;
	rc = kv_seek(ix->cursor, key.s, key.len, ix->err);
	while ((rc = find_record(ix, &base, rc)) >= 0) {
		struct index_exact *e = exact_new(ix, from,
		    rc == 1 ? &ix->cursor->val : NULL);

		if (e == NULL)
			return -1;
		if (give(ix, e, hash, fn, arg) != 0) {
			free(e);
			return -1;
		}
		if (e->to != hash)
			return keep(ix, s, e);
		free(e);
		from = hash + 1;	/* of this hash it is not all */
		rc = kv_next(ix->cursor, ix->err);
	}
	return -1;
}

static int
exact_run(struct index *ix, const struct index_run *run, uint32_t group,
    uint32_t hash, index_candidate_fn fn, void *arg)
{
	struct index_slot *s;
	size_t at;

	if (index_slot_get(&s, ix, run, group) != 0)
		return -1;
	if (s == NULL)
		return 0;
	at = place(s, hash);
	if (at == s->n_exact || s->exact[at]->from > hash)
		return read_exact(ix, s, hash, fn, arg);
	s->exact[at]->used = ix->query;
	return give(ix, s->exact[at], hash, fn, arg);
}

int
index_exact(struct index *ix, struct kv_txn *txn,
    const struct index_view *v, uint32_t group, uint64_t hash,
    index_candidate_fn fn, void *arg, struct wtm_err *err)
{
	int rc = 0;

	index_begin(ix, txn, err);
	for (size_t i = 0; i < v->n_runs && rc == 0; i++)
		rc = exact_run(ix, &v->runs[i], group,
		    index_exact_hash(hash), fn, arg);
	if (rc == 0)
		rc = index_tail_exact(ix, v, group, hash, fn, arg);
	index_end(ix);
	return rc;
}
