/*
 * tail: the units that are in no run yet.
 *
 * Putting one unit into fifty lists would cost a hundred times what one
 * record costs; so new units wait here, with their units' keys, until there
 * are enough for a run, and a query compares itself with each.  A reader
 * keeps the last tail it saw, by the stamp of the view.
 */
#include "config.h"
#include "index/tail.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "index/docs.h"
#include "score/score.h"

enum { BY_ID = 0, BY_HASH = 1 };

static struct index_key
id_key(uint64_t id)
{
	struct index_key k = { .len = 0 };

	k.s[k.len++] = BY_ID;
	index_key_u64(&k, id);
	return k;
}

static struct index_key
hash_key(uint32_t group, uint64_t hash)
{
	struct index_key k = { .len = 0 };

	k.s[k.len++] = BY_HASH;
	index_key_u32(&k, group);
	index_key_u64(&k, hash);
	return k;
}

/* One text of a record of the tail. */
struct tail_text {
	uint32_t group;
	uint64_t hash;
	size_t n;
	const char *keys;	/* 8 bytes each, big-endian */
};

/* The next text: 1, 0 at the end, -1 when malformed. */
static int
text_next(struct tail_text *t, struct rd *r)
{
	if (rd_left(r) == 0)
		return 0;
	t->group = rd_u32(r);
	t->hash = rd_u64(r);
	t->n = (size_t)rd_varint(r);
	if (t->n > INDEX_UNITS_MAX)
		return -1;
	t->keys = rd_bytes(r, t->n * 8);
	return r->bad ? -1 : 1;
}

static uint64_t
text_key(const struct tail_text *t, size_t i)
{
	return index_get_u64((const unsigned char *)t->keys + 8 * i);
}

/* The record of a unit in the making. */
struct recording {
	struct kv_txn *txn;
	struct buf b;
};

static int
record_text(void *arg, uint64_t id, uint32_t group, uint64_t hash,
    const uint64_t *keys, size_t n, struct wtm_err *err)
{
	struct recording *r = arg;
	struct index_key by_hash = hash_key(group, hash);

	if (n > INDEX_UNITS_MAX)
		n = 0;
	buf_add(&r->b, by_hash.s + 1, 12);
	buf_varint(&r->b, n);
	for (size_t k = 0; k < n; k++)
		buf_u64(&r->b, keys[k]);
	index_key_u64(&by_hash, id);
	if (!buf_ok(&r->b))
		return err_nomem(err);
	return kv_put(r->txn, KV_TAIL, by_hash.s, by_hash.len, "", 0, err);
}

int
index_tail_has(struct kv_txn *txn, uint64_t id, struct wtm_err *err)
{
	struct index_key key = id_key(id);
	struct kv_bytes val;

	return kv_get(txn, KV_TAIL, key.s, key.len, &val, err);
}

int
index_tail_del(struct kv_txn *txn, uint64_t id, int *gone,
    struct wtm_err *err)
{
	struct index_key key = id_key(id);
	struct buf copy = { 0 };
	struct kv_bytes val;
	struct tail_text t;
	struct rd r;
	int rc = kv_get(txn, KV_TAIL, key.s, key.len, &val, err);

	*gone = rc == 1;
	if (rc <= 0)
		return rc;
	buf_add(&copy, val.s, val.len);
	r = rd_over(copy.s, copy.len);
	while ((rc = text_next(&t, &r)) == 1) {
		struct index_key by_hash = hash_key(t.group, t.hash);

		index_key_u64(&by_hash, id);
		if (kv_del(txn, KV_TAIL, by_hash.s, by_hash.len, err) < 0)
			break;
	}
	if (rc < 0)
		index_corrupt(err);
	else if (rc == 0)
		rc = kv_del(txn, KV_TAIL, key.s, key.len, err) < 0 ? -1 : 0;
	else
		rc = -1;
	buf_free(&copy);
	return rc;
}

int
index_tail_put(struct kv_txn *txn, const struct wtm_tu *tu, int *fresh,
    struct wtm_err *err)
{
	struct index_key key = id_key(tu->id);
	struct recording r = { .txn = txn };
	struct index_texts t = { 0 };
	int gone;
	int rc = index_tail_del(txn, tu->id, &gone, err);

	*fresh = !gone;
	if (rc == 0)
		rc = index_texts_of(&t, tu, record_text, &r, err);
	if (rc == 0)
		rc = kv_put(txn, KV_TAIL, key.s, key.len, r.b.s, r.b.len,
		    err);
	index_texts_free(&t);
	buf_free(&r.b);
	return rc;
}

/* Give the texts of a record to fn. */
static int
each_text(const struct kv_cursor *c, uint64_t *keys, index_text_fn fn,
    void *arg, struct wtm_err *err)
{
	struct rd r = rd_over(c->val.s, c->val.len);
	struct tail_text t;
	int rc;

	if (c->key.len != 9)
		return index_corrupt(err);
	while ((rc = text_next(&t, &r)) == 1) {
		for (size_t i = 0; i < t.n; i++)
			keys[i] = text_key(&t, i);
		if (fn(arg, index_get_u64(c->key.s + 1), t.group, t.hash,
		    keys, t.n, err) != 0)
			return -1;
	}
	return rc < 0 ? index_corrupt(err) : 0;
}

/* What index_tail_each() knows. */
struct each {
	struct kv_txn *txn;
	index_text_fn fn;
	void *arg;
	uint64_t *bad;
};

static int
each_with_hash(void *arg, uint64_t id, uint32_t group, uint64_t hash,
    const uint64_t *keys, size_t n, struct wtm_err *err)
{
	struct each *e = arg;
	struct index_key key = hash_key(group, hash);
	struct kv_bytes val;
	int rc;

	index_key_u64(&key, id);
	rc = kv_get(e->txn, KV_TAIL, key.s, key.len, &val, err);
	if (rc < 0)
		return -1;
	*e->bad += rc == 0;
	return e->fn(e->arg, id, group, hash, keys, n, err);
}

int
index_tail_each(struct kv_txn *txn, index_text_fn fn, void *arg,
    uint64_t *bad, struct wtm_err *err)
{
	struct each e = { txn, fn, arg, bad };
	uint64_t *keys = malloc(INDEX_UNITS_MAX * sizeof *keys);
	struct kv_cursor *c = NULL;
	int rc = -1;

	*bad = 0;
	if (keys == NULL)
		err_nomem(err);
	else if (kv_cursor_open(&c, txn, KV_TAIL, KV_STEP, err) == 0)
		rc = kv_seek(c, "", 0, err);
	while (rc == 1 && c->key.len > 0 && c->key.s[0] == BY_ID) {
		rc = each_text(c, keys, each_with_hash, &e, err);
		if (rc == 0)
			rc = kv_next(c, err);
	}
	kv_cursor_close(c);
	free(keys);
	return rc < 0 ? -1 : 0;
}

static int
docs_add(void *arg, uint64_t id, uint32_t group, uint64_t hash,
    const uint64_t *keys, size_t n, struct wtm_err *err)
{
	return index_docs_add(arg, id, group, keys, n, hash, err);
}

/* Take all records out of the tail; docs gets what they say. */
static int
drain(struct index_docs *docs, uint64_t *n, struct kv_txn *txn,
    struct wtm_err *err)
{
	uint64_t *keys = malloc(INDEX_UNITS_MAX * sizeof *keys);
	struct kv_cursor *c = NULL;
	int rc = -1;

	*n = 0;
	if (keys == NULL)
		err_nomem(err);
	else if (kv_cursor_open(&c, txn, KV_TAIL, KV_STEP, err) == 0)
		rc = kv_seek(c, "", 0, err);
	while (rc == 1) {
		int by_id = c->key.len > 0 && c->key.s[0] == BY_ID;

		rc = by_id ? each_text(c, keys, docs_add, docs, err) : 0;
		*n += (uint64_t)by_id;
		if (rc == 0)
			rc = kv_cursor_del(c, err);
		if (rc == 0)
			rc = kv_next(c, err);
	}
	kv_cursor_close(c);
	free(keys);
	return rc;
}

int
index_tail_run(struct index_run *out, struct kv_txn *txn, uint32_t owner,
    struct wtm_err *err)
{
	struct index_docs *docs = index_docs_new();
	struct index_sink sink = { .txn = txn };
	int rc;

	if (docs == NULL)
		return err_nomem(err);
	*out = (struct index_run){ .owner = owner };
	rc = drain(docs, &out->n_units, txn, err);
	if (rc == 0)
		rc = index_docs_write(docs, &sink, owner, 0, err);
	out->n_bytes = sink.bytes;
	index_docs_free(docs);
	return rc;
}

struct tail_doc {
	uint64_t id;
	uint64_t hash;
	uint32_t group;
	uint32_t n;
	size_t at;	/* of its keys */
};

struct index_tail {
	int is_read;
	uint64_t stamp;
	uint64_t asked;	/* of the tail that was asked for a hash last */
	struct tail_doc *docs;
	size_t n, cap;
	uint64_t *keys;
	size_t n_keys, cap_keys;
};

void
index_tail_free(struct index_tail *t)
{
	if (t == NULL)
		return;
	free(t->docs);
	free(t->keys);
	free(t);
}

static int
tail_add(struct index_tail *tail, uint64_t id, const struct tail_text *t)
{
	if (tail->n == tail->cap) {
		size_t cap = tail->cap == 0 ? 64 : 2 * tail->cap;
		struct tail_doc *docs = realloc(tail->docs,
		    cap * sizeof *docs);

		if (docs == NULL)
			return -1;
		tail->docs = docs;
		tail->cap = cap;
	}
	if (tail->n_keys + t->n > tail->cap_keys) {
		size_t cap = 2 * (tail->n_keys + t->n) + 1024;
		uint64_t *keys = realloc(tail->keys, cap * sizeof *keys);

		if (keys == NULL)
			return -1;
		tail->keys = keys;
		tail->cap_keys = cap;
	}
	tail->docs[tail->n++] = (struct tail_doc){ id, t->hash,
		t->group, (uint32_t)t->n, tail->n_keys };
	for (size_t i = 0; i < t->n; i++)
		tail->keys[tail->n_keys++] = text_key(t, i);
	return 0;
}

static int
tail_read(struct index *ix, struct index_tail *tail)
{
	static const unsigned char first = BY_ID;
	struct kv_cursor *c;
	int rc;

	tail->n = 0;
	tail->n_keys = 0;
	if (kv_cursor_open(&c, ix->txn, KV_TAIL, KV_SWEEP, ix->err) != 0)
		return -1;
	for (rc = kv_seek(c, &first, 1, ix->err); rc == 1 &&
	    c->key.len == 9 && c->key.s[0] == BY_ID;
	    rc = kv_next(c, ix->err)) {
		struct rd r = rd_over(c->val.s, c->val.len);
		struct tail_text t;
		int more;

		while ((more = text_next(&t, &r)) == 1)
			if (tail_add(tail, index_get_u64(c->key.s + 1),
			    &t) != 0)
				return err_nomem(ix->err);
		if (more < 0)
			return index_corrupt(ix->err);
	}
	ix->counts.reads++;
	kv_cursor_close(c);
	return rc < 0 ? -1 : 0;
}

static struct index_tail *
need_tail(struct index *ix)
{
	if (ix->tail == NULL)
		ix->tail = calloc(1, sizeof *ix->tail);
	if (ix->tail == NULL)
		err_nomem(ix->err);
	return ix->tail;
}

/* The tail of the view, from memory when it is the one seen last. */
static struct index_tail *
tail_of(struct index *ix, const struct index_view *v)
{
	struct index_tail *tail = need_tail(ix);

	if (tail == NULL || (tail->is_read && tail->stamp == v->stamp))
		return tail;
	tail->is_read = 0;
	if (tail_read(ix, tail) != 0)
		return NULL;
	tail->is_read = 1;
	tail->stamp = v->stamp;
	return tail;
}

int
index_tail_fuzzy(struct index *ix, const struct index_view *v,
    uint32_t group, const struct units *units, int *min,
    index_candidate_fn fn, void *arg)
{
	struct index_tail *tail;

	if (v->n_tail == 0)
		return 0;
	tail = tail_of(ix, v);
	if (tail == NULL || lev_set(&ix->lev, units->keys, units->n,
	    ix->err) != 0)
		return -1;
	for (size_t i = tail->n; i-- > 0;) {
		const struct tail_doc *t = &tail->docs[i];
		size_t max = t->n > units->n ? t->n : units->n;
		size_t cutoff, d;

		if (t->group != group || t->n == 0)
			continue;
		cutoff = score_cutoff(max, *min);
		d = lev_distance(&ix->lev, tail->keys + t->at, t->n, cutoff);
		if (d > cutoff)
			continue;
		ix->counts.candidates++;
		*min = fn(arg, t->id, score_of(d, max), ix->err);
		if (*min < 0)
			return -1;
	}
	return 0;
}

static int
exact_read(struct index *ix, uint32_t group, uint64_t hash,
    index_candidate_fn fn, void *arg)
{
	struct index_key key = hash_key(group, hash);
	struct kv_cursor *c;
	int rc;

	if (kv_cursor_open(&c, ix->txn, KV_TAIL, KV_STEP, ix->err) != 0)
		return -1;
	ix->counts.reads++;
	for (rc = kv_seek(c, key.s, key.len, ix->err); rc == 1 &&
	    c->key.len == key.len + 8 &&
	    memcmp(c->key.s, key.s, key.len) == 0;
	    rc = kv_next(c, ix->err)) {
		ix->counts.candidates++;
		if (fn(arg, index_get_u64(c->key.s + key.len), 1000,
		    ix->err) < 0)
			return -1;
	}
	kv_cursor_close(c);
	return rc < 0 ? -1 : 0;
}

int
index_tail_exact(struct index *ix, const struct index_view *v,
    uint32_t group, uint64_t hash, index_candidate_fn fn, void *arg)
{
	struct index_tail *tail = need_tail(ix);

	if (v->n_tail == 0)
		return 0;
	if (tail == NULL)
		return -1;
	/* To ask it once costs less than to read it. */
	if (tail->asked != v->stamp &&
	    (!tail->is_read || tail->stamp != v->stamp)) {
		tail->asked = v->stamp;
		return exact_read(ix, group, hash, fn, arg);
	}
	if (tail_of(ix, v) == NULL)
		return -1;
	for (size_t i = 0; i < tail->n; i++) {
		const struct tail_doc *t = &tail->docs[i];

		if (t->hash != hash || t->group != group)
			continue;
		ix->counts.candidates++;
		if (fn(arg, t->id, 1000, ix->err) < 0)
			return -1;
	}
	return 0;
}

/* Every unit of the tail that has a text in the group. */
int
index_tail_all(struct index *ix, const struct index_view *v, uint32_t group,
    int (*fn)(void *arg, uint64_t id), void *arg)
{
	const struct index_tail *tail;

	if (v->n_tail == 0)
		return 0;
	tail = tail_of(ix, v);
	if (tail == NULL)
		return -1;
	for (size_t i = 0; i < tail->n; i++)
		if (tail->docs[i].group == group &&
		    fn(arg, tail->docs[i].id) != 0)
			return err_nomem(ix->err);
	return 0;
}
