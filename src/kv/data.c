/*
 * data: records, one by one and through cursors.
 *
 * A table is one file, or the file of the table and those of its parts; a
 * cursor passes from one to the next where the range of a part begins or ends.
 */
#include "config.h"
#include "kv/map.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "kv/guard.h"

enum { SWEEP_BYTES = 256 << 10, PLACES = 8 };

struct cursor {
	struct kv_cursor pub;	/* first, so that the two can be cast */
	struct kv_txn *txn;
	enum kv_table table;
	struct kv_place place;	/* where it stands */
	DBC *c;			/* that of the place */
	struct {
		struct kv_place place;
		DBC *c;		/* or NULL */
	} been[PLACES];		/* where it was, too */
	unsigned n_been;	/* in all */
	struct buf key;
	struct buf val;
	enum kv_cursor_kind kind;
	void *bulk;		/* position in val, or NULL */
	struct cursor *next;
};

static DBT
dbt_in(const void *s, size_t len)
{
	DBT d;

	memset(&d, 0, sizeof d);
	d.data = (void *)(uintptr_t)s;
	d.size = (u_int32_t)len;
	return d;
}

static DBT
dbt_out(struct buf *b)
{
	DBT d;

	memset(&d, 0, sizeof d);
	d.data = b->s;
	d.ulen = (u_int32_t)b->cap;
	d.flags = DB_DBT_USERMEM;
	return d;
}

static void
count_read(struct kv *kv)
{
	atomic_fetch_add_explicit(&kv->reads, 1, memory_order_relaxed);
}

static void
count_logged(struct kv *kv, size_t bytes)
{
	atomic_fetch_add_explicit(&kv->logged, bytes + 64,
	    memory_order_relaxed);
}

/* An environment of the process alone has nothing to recover from. */
static int
fail(struct kv_txn *txn, const struct kv_place *p, int code, const char *what,
    struct wtm_err *err)
{
	if (p->t == NULL && code == DB_RUNRECOVERY)
		return kv_fail(txn->kv, code, what, err);
	return kv_txn_fail(txn, code, what, err);
}

/* Around each call that goes to the database of a place. */
static void
enter_db(const struct kv_place *p)
{
	if (p->mutex != NULL)
		pthread_mutex_lock(p->mutex);
}

static void
leave_db(const struct kv_place *p)
{
	if (p->mutex != NULL)
		pthread_mutex_unlock(p->mutex);
}

static int
get(struct kv_txn *txn, enum kv_table table, struct wtm_str key,
    u_int32_t flags, struct kv_bytes *out, struct wtm_err *err)
{
	DBT k = dbt_in(key.s, key.len);
	struct kv_place p;
	DBT v;
	int code;

	*out = (struct kv_bytes){ 0 };
	if (kv_place_at(&p, txn, table, key.s, key.len, err) != 0)
		return -1;
	count_read(txn->kv);
	txn->val.len = 0;
	if (buf_reserve(&txn->val, 1000) != 0)
		return err_nomem(err);
	do {
		v = dbt_out(&txn->val);
		enter_db(&p);
		guard_reads();
		code = p.db->get(p.db, p.t, &k, &v, flags);
		guard_has_read();
		leave_db(&p);
		if (code == DB_BUFFER_SMALL &&
		    buf_reserve(&txn->val, v.size) != 0)
			return err_nomem(err);
	} while (code == DB_BUFFER_SMALL);
	if (code == DB_NOTFOUND)
		return 0;
	if (code != 0)
		return fail(txn, &p, code, "get", err);
	*out = (struct kv_bytes){ v.data, v.size };
	return 1;
}

int
kv_get(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, struct kv_bytes *out, struct wtm_err *err)
{
	struct wtm_str k = { key, key_len };

	return get(txn, table, k, 0, out, err);
}

int
kv_get_locked(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, struct kv_bytes *out, struct wtm_err *err)
{
	struct wtm_str k = { key, key_len };

	return get(txn, table, k, DB_RMW, out, err);
}

static int
put(struct kv_txn *txn, enum kv_table table, struct wtm_str key,
    struct wtm_str val, u_int32_t flags, struct wtm_err *err)
{
	DBT k = dbt_in(key.s, key.len);
	DBT v = dbt_in(val.s, val.len);
	struct kv_place p;
	int code;

	if (kv_place_at(&p, txn, table, key.s, key.len, err) != 0)
		return -1;
	enter_db(&p);
	code = p.db->put(p.db, p.t, &k, &v, flags);
	leave_db(&p);
	if (code == DB_KEYEXIST)
		return 0;
	if (code != 0)
		return fail(txn, &p, code, "put", err);
	if (p.t != NULL)
		count_logged(txn->kv, key.len + val.len);
	return 1;
}

int
kv_put(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, const void *val, size_t val_len, struct wtm_err *err)
{
	struct wtm_str k = { key, key_len };
	struct wtm_str v = { val, val_len };

	return put(txn, table, k, v, 0, err) < 0 ? -1 : 0;
}

int
kv_add(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, const void *val, size_t val_len, struct wtm_err *err)
{
	struct wtm_str k = { key, key_len };
	struct wtm_str v = { val, val_len };

	return put(txn, table, k, v, DB_NOOVERWRITE, err);
}

int
kv_del(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, struct wtm_err *err)
{
	DBT k = dbt_in(key, key_len);
	struct kv_place p;
	int code;

	if (kv_place_at(&p, txn, table, key, key_len, err) != 0)
		return -1;
	enter_db(&p);
	code = p.db->del(p.db, p.t, &k, 0);
	leave_db(&p);
	if (code == DB_NOTFOUND)
		return 0;
	if (code != 0)
		return fail(txn, &p, code, "delete", err);
	if (p.t != NULL)
		count_logged(txn->kv, key_len);
	return 1;
}

/* Cursors. */

int
kv_cursor_open(struct kv_cursor **out, struct kv_txn *txn,
    enum kv_table table, enum kv_cursor_kind kind, struct wtm_err *err)
{
	struct cursor *c = calloc(1, sizeof *c);
	size_t room = kind == KV_SWEEP ? SWEEP_BYTES - 1 : 1000;

	*out = NULL;
	if (c == NULL)
		return err_nomem(err);
	if (buf_reserve(&c->key, 63) != 0 || buf_reserve(&c->val, room) != 0) {
		buf_free(&c->key);
		buf_free(&c->val);
		free(c);
		return err_nomem(err);
	}
	c->txn = txn;
	c->table = table;
	c->kind = kind;
	c->next = txn->cursors;
	txn->cursors = c;
	*out = &c->pub;
	return 0;
}

static void
close_place(struct cursor *c, unsigned i)
{
	const struct kv_place *p = &c->been[i].place;
	int code;

	if (c->been[i].c == NULL)
		return;
	enter_db(p);
	code = c->been[i].c->close(c->been[i].c);
	leave_db(p);
	if (code == DB_RUNRECOVERY && p->t != NULL)
		c->txn->foreign = DB_RUNRECOVERY;
	c->been[i].c = NULL;
}

/* Stand in a place; the cursors of the last few are kept. */
static int
enter(struct cursor *c, const struct kv_place *p, struct wtm_err *err)
{
	unsigned slot = c->n_been % PLACES;
	int code;

	c->place = *p;
	for (unsigned i = 0; i < PLACES; i++) {
		if (c->been[i].c != NULL && c->been[i].place.db == p->db) {
			c->c = c->been[i].c;
			return 0;
		}
	}
	close_place(c, slot);
	enter_db(p);
	code = p->db->cursor(p->db, p->t, &c->c,
	    c->kind == KV_SWEEP ? DB_CURSOR_BULK : 0);
	leave_db(p);
	if (code != 0)
		return fail(c->txn, &c->place, code, "cursor", err);
	c->been[slot].place = *p;
	c->been[slot].c = c->c;
	c->n_been++;
	return 0;
}

void
kv_cursor_close(struct kv_cursor *pub)
{
	struct cursor *c = (struct cursor *)pub;

	if (c == NULL)
		return;
	for (struct cursor **p = &c->txn->cursors; *p != NULL;
	    p = &(*p)->next) {
		if (*p == c) {
			*p = c->next;
			break;
		}
	}
	for (unsigned i = 0; i < PLACES; i++)
		close_place(c, i);
	buf_free(&c->key);
	buf_free(&c->val);
	free(c);
}

/* The buffer of a sweep must be a multiple of 1 KiB. */
DBT
kv_dbt_bulk(struct buf *b)
{
	DBT d = dbt_out(b);

	d.ulen &= ~(u_int32_t)1023;
	return d;
}

/* The next record of a bulk buffer: 1, or 0 when it is used up. */
static int
from_bulk(struct cursor *c)
{
	DBT v;
	void *key;
	void *val;
	size_t key_len;
	size_t val_len;

	if (c->bulk == NULL)
		return 0;
	v = kv_dbt_bulk(&c->val);
	DB_MULTIPLE_KEY_NEXT(c->bulk, &v, key, key_len, val, val_len);
	if (c->bulk == NULL)
		return 0;
	c->pub.key = (struct kv_bytes){ key, key_len };
	c->pub.val = (struct kv_bytes){ val, val_len };
	return 1;
}

/* Make room for a record that did not fit; the key to seek stays. */
static int
widen(struct cursor *c, const DBT *k, const DBT *v)
{
	size_t len = c->key.len;
	size_t need = v->size;

	if (c->kind == KV_SWEEP)
		need = v->size + c->val.cap;
	c->key.len = 0;
	c->val.len = 0;
	if (buf_reserve(&c->key, k->size) != 0 ||
	    buf_reserve(&c->val, need) != 0)
		return -1;
	c->key.len = len;
	return 0;
}

static int
move(struct cursor *c, u_int32_t flags, struct wtm_err *err)
{
	int bulk = c->kind == KV_SWEEP;
	DBT k;
	DBT v;
	int code;

	count_read(c->txn->kv);
	do {
		k = dbt_out(&c->key);
		k.size = (u_int32_t)c->key.len;
		v = bulk ? kv_dbt_bulk(&c->val) : dbt_out(&c->val);
		enter_db(&c->place);
		guard_reads();
		code = c->c->get(c->c, &k, &v,
		    flags | (bulk ? DB_MULTIPLE_KEY : 0));
		guard_has_read();
		leave_db(&c->place);
		if (code == DB_BUFFER_SMALL && widen(c, &k, &v) != 0)
			return err_nomem(err);
	} while (code == DB_BUFFER_SMALL);
	if (code == DB_NOTFOUND)
		return 0;
	if (code != 0)
		return fail(c->txn, &c->place, code, "cursor", err);
	if (bulk) {
		DB_MULTIPLE_INIT(c->bulk, &v);
		return from_bulk(c);
	}
	c->pub.key = (struct kv_bytes){ k.data, k.size };
	c->pub.val = (struct kv_bytes){ v.data, v.size };
	return 1;
}

static int
is_before(const struct cursor *c, const struct kv_bound *b)
{
	return kv_compare(c->pub.key.s, c->pub.key.len, b->s, b->len) < 0;
}

/* In the place at hand: the first record not before the key. */
static int
seek_here(struct cursor *c, const void *key, size_t len, struct wtm_err *err)
{
	c->bulk = NULL;
	buf_clear(&c->key);
	buf_add(&c->key, key, len);
	if (!buf_ok(&c->key))
		return err_nomem(err);
	return move(c, DB_SET_RANGE, err);
}

/* What a move gave counts when it is in the place; else go on behind it. */
static int
onward(struct cursor *c, int ret, struct wtm_err *err)
{
	const struct kv_bound *to = c->place.to;
	struct kv_place p;

	while (ret >= 0 && to != NULL && !(ret == 1 && is_before(c, to))) {
		if (kv_place_at(&p, c->txn, c->table, to->s, to->len,
		    err) != 0 || enter(c, &p, err) != 0)
			return -1;
		ret = seek_here(c, to->s, to->len, err);
		to = c->place.to;
	}
	return ret;
}

int
kv_seek(struct kv_cursor *pub, const void *key, size_t key_len,
    struct wtm_err *err)
{
	struct cursor *c = (struct cursor *)pub;
	struct kv_place p;

	if (kv_place_at(&p, c->txn, c->table, key, key_len, err) != 0 ||
	    enter(c, &p, err) != 0)
		return -1;
	return onward(c, seek_here(c, key, key_len, err), err);
}

int
kv_next(struct kv_cursor *pub, struct wtm_err *err)
{
	struct cursor *c = (struct cursor *)pub;

	return onward(c, from_bulk(c) ? 1 : move(c, DB_NEXT, err), err);
}

/* The last record before a bound of the place at hand; NULL: its last. */
static int
last_before(struct cursor *c, const struct kv_bound *end, struct wtm_err *err)
{
	int ret = end == NULL ? 0 : seek_here(c, end->s, end->len, err);

	if (ret < 0)
		return -1;
	return move(c, ret == 1 ? DB_PREV : DB_LAST, err);
}

/* The same as onward(), the other way. */
static int
backward(struct cursor *c, int ret, struct wtm_err *err)
{
	const struct kv_bound *from = c->place.from;
	struct kv_place p;

	while (ret >= 0 && from != NULL && !(ret == 1 && !is_before(c, from))) {
		if (kv_place_before(&p, c->txn, c->table, from, err) != 0 ||
		    enter(c, &p, err) != 0)
			return -1;
		ret = last_before(c, from, err);
		from = c->place.from;
	}
	return ret;
}

int
kv_prev(struct kv_cursor *pub, struct wtm_err *err)
{
	struct cursor *c = (struct cursor *)pub;

	return backward(c, move(c, DB_PREV, err), err);
}

int
kv_last(struct kv_cursor *pub, struct wtm_err *err)
{
	struct cursor *c = (struct cursor *)pub;
	struct kv_place p;

	if (kv_place_before(&p, c->txn, c->table, NULL, err) != 0 ||
	    enter(c, &p, err) != 0)
		return -1;
	return backward(c, last_before(c, NULL, err), err);
}

int
kv_cursor_del(struct kv_cursor *pub, struct wtm_err *err)
{
	struct cursor *c = (struct cursor *)pub;
	int code;

	enter_db(&c->place);
	code = c->c->del(c->c, 0);
	leave_db(&c->place);

	if (code != 0)
		return fail(c->txn, &c->place, code, "delete", err);
	if (c->place.t != NULL)
		count_logged(c->txn->kv, pub->key.len + pub->val.len);
	return 0;
}

void
kv_close_cursors(struct kv_txn *txn)
{
	while (txn->cursors != NULL)
		kv_cursor_close(&txn->cursors->pub);
}
