/*
 * map: in which file a record is.
 *
 * The map that is newest is kept; a transaction of an older or a newer state
 * reads its own.
 */
#include "config.h"
#include "kv/map.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "kv/still.h"

enum { MISSING_MAX = 100 };

/* Files. */

struct kv_file *
kv_file_find(struct kv *kv, enum kv_table table, uint64_t number)
{
	struct kv_file *f = kv->files;

	while (f != NULL && (f->table != table || f->number != number))
		f = f->next;
	return f;
}

struct kv_file *
kv_file_get(struct kv *kv, enum kv_table table, uint64_t number)
{
	struct kv_file *f = kv_file_find(kv, table, number);

	if (f == NULL) {
		f = calloc(1, sizeof *f);
		if (f == NULL)
			return NULL;
		f->table = table;
		f->number = number;
		f->next = kv->files;
		kv->files = f;
	}
	f->refs++;
	return f;
}

void
kv_file_drop(struct kv *kv, struct kv_file *f)
{
	if (--f->refs > 0)
		return;
	for (struct kv_file **p = &kv->files; *p != NULL; p = &(*p)->next) {
		if (*p == f) {
			*p = f->next;
			break;
		}
	}
	if (f->db != NULL)
		f->db->close(f->db, DB_NOSYNC);
	free(f);
}

/*
 * A file that is gone was let go after this transaction began: it is begun
 * again, but not for ever.
 */
static int
open_file(struct kv_txn *txn, struct kv_file *f, struct wtm_err *err)
{
	char name[KV_NAME];
	int code = 0;

	kv_part_name(name, f->table, f->number);
	pthread_mutex_lock(&txn->kv->parts);
	if (f->db == NULL)
		code = (still_is(f->table) ? still_open :
		    kv_open_table)(&f->db, txn->kv, name);
	pthread_mutex_unlock(&txn->kv->parts);
	if (code == ENOENT && txn->missing++ < MISSING_MAX)
		code = DB_LOCK_DEADLOCK;
	if (code == ENOENT)
		return err_set(err, WTM_MEMORY, 0, "%s/%s: the file is "
		    "missing; restore a backup", txn->kv->dir, name);
	return code == 0 ? 0 : kv_txn_fail(txn, code, name, err);
}

/* The record. */

static DBT
dbt_of(const void *s, size_t len)
{
	DBT d = { 0 };

	d.data = (void *)(uintptr_t)s;
	d.size = (u_int32_t)len;
	return d;
}

/* None is no record. */
int
kv_read_parts(struct kv_parts *p, struct kv *kv, DB_TXN *t)
{
	DB *db = kv->db[KV_META];
	DBT k = dbt_of(KV_PARTS_KEY, strlen(KV_PARTS_KEY));
	DBT v = { 0 };
	int code;

	*p = (struct kv_parts){ 0 };
	v.flags = DB_DBT_MALLOC;
	code = db->get(db, t, &k, &v, 0);
	if (code == DB_NOTFOUND)
		return 0;
	if (code == 0)
		code = kv_parts_read(p, v.data, v.size);
	free(v.data);
	return code;
}

int
kv_store_parts(const struct kv_parts *p, DB *meta, DB_TXN *t)
{
	struct buf b = { 0 };
	DBT k = dbt_of(KV_PARTS_KEY, strlen(KV_PARTS_KEY));
	DBT v;
	int code = ENOMEM;

	kv_parts_write(&b, p);
	v = dbt_of(b.s, b.len);
	if (buf_ok(&b))
		code = meta->put(meta, t, &k, &v, 0);
	buf_free(&b);
	return code;
}

/* Maps. */

static void
drop_map(struct kv *kv, struct kv_map *m)
{
	if (m == NULL || --m->refs > 0)
		return;
	for (size_t i = 0; m->files != NULL && i < m->parts.n; i++)
		if (m->files[i] != NULL)
			kv_file_drop(kv, m->files[i]);
	kv_parts_free(&m->parts);
	free(m->files);
	free(m);
}

void
kv_txn_forget_map(struct kv_txn *txn)
{
	if (txn->map == NULL)
		return;
	pthread_mutex_lock(&txn->kv->parts);
	drop_map(txn->kv, txn->map);
	pthread_mutex_unlock(&txn->kv->parts);
	txn->map = NULL;
}

void
kv_forget_map(struct kv *kv)
{
	pthread_mutex_lock(&kv->parts);
	drop_map(kv, kv->map);
	kv->map = NULL;
	pthread_mutex_unlock(&kv->parts);
}

/*
 * Those that are being made here are in the tables of this process, too.  (One
 * that was just joined is there twice, which does no harm.)
 */
static int
fill_map(struct kv_map *m, struct kv *kv)
{
	int code = 0;

	for (size_t i = 0; i < kv->making.n && code == 0; i++)
		code = kv_parts_add(&m->parts, &kv->making.ranges[i]);
	if (code != 0)
		return code;
	m->files = calloc(m->parts.n + 1, sizeof *m->files);
	if (m->files == NULL)
		return ENOMEM;
	for (size_t i = 0; i < m->parts.n; i++) {
		m->files[i] = kv_file_get(kv, m->parts.ranges[i].table,
		    m->parts.ranges[i].number);
		if (m->files[i] == NULL)
			return ENOMEM;
	}
	return 0;
}

/* The map of what the transaction sees; it is kept when it is the newest. */
static int
load_map(struct kv_txn *txn, struct wtm_err *err)
{
	struct kv *kv = txn->kv;
	struct kv_map *m = calloc(1, sizeof *m);
	int code = m == NULL ? ENOMEM : kv_txn_start(txn);

	if (code == 0)
		code = kv_read_parts(&m->parts, kv, txn->t);

	pthread_mutex_lock(&kv->parts);
	if (code == 0)
		code = fill_map(m, kv);
	if (m != NULL)
		m->refs = 1;
	if (code == 0 && (kv->map == NULL ||
	    kv->map->parts.stamp < m->parts.stamp)) {
		drop_map(kv, kv->map);
		kv->map = m;
		m->refs++;
	}
	if (code != 0)
		drop_map(kv, m);
	pthread_mutex_unlock(&kv->parts);
	if (code == EINVAL)
		return err_set(err, WTM_MEMORY, 0, "%s: the list of parts is "
		    "damaged; restore a backup", kv->dir);
	if (code != 0)
		return kv_txn_fail(txn, code, "parts", err);
	txn->map = m;
	return 0;
}

/* The newest, when it is of that stamp or any will do. */
static int
take_newest(struct kv_txn *txn, const uint64_t *stamp)
{
	struct kv *kv = txn->kv;
	struct kv_map *m;

	pthread_mutex_lock(&kv->parts);
	m = kv->map;
	if (m != NULL && stamp != NULL && m->parts.stamp != *stamp)
		m = NULL;
	if (m != NULL)
		m->refs++;
	pthread_mutex_unlock(&kv->parts);
	txn->map = m;
	return m != NULL;
}

int
kv_parts_at(struct kv_txn *txn, uint64_t stamp, struct wtm_err *err)
{
	if (txn->map != NULL && txn->map->parts.stamp == stamp)
		return 0;
	kv_close_cursors(txn);	/* they know the bounds of the old one */
	kv_txn_forget_map(txn);
	return take_newest(txn, &stamp) ? 0 : load_map(txn, err);
}

static int
have_map(struct kv_txn *txn, struct wtm_err *err)
{
	return txn->map != NULL || take_newest(txn, NULL) ? 0 :
	    load_map(txn, err);
}

/* Places. */

/* The others are small, and are asked before the stamp is known. */
static int
has_parts(enum kv_table table)
{
	return table == KV_UNIT || table == KV_RUN;
}

/* Read it in the transaction. */
static int
in_txn(struct kv_place *out, struct kv_txn *txn, struct wtm_err *err)
{
	int code = kv_txn_start(txn);

	out->t = txn->t;
	return code == 0 ? 0 : kv_txn_fail(txn, code, "begin", err);
}

static int
in_file(struct kv_place *out, struct kv_txn *txn, enum kv_table table,
    struct wtm_err *err)
{
	int code = kv_need_table(&out->db, txn->kv, table);

	return code == 0 ? in_txn(out, txn, err) :
	    kv_txn_fail(txn, code, kv_table_files[table], err);
}

/* The part of a range; what is in the table between those at - 1 and at. */
static int
in_part(struct kv_place *out, struct kv_txn *txn, size_t at,
    struct wtm_err *err)
{
	const struct kv_range *r = &txn->map->parts.ranges[at];
	struct kv_file *f = txn->map->files[at];

	if (open_file(txn, f, err) != 0)
		return -1;
	*out = (struct kv_place){ .db = f->db, .from = &r->from,
		.to = &r->to };
	if (f->is_new)
		out->mutex = &txn->kv->making_mutex;
	return f->is_new || still_is(f->table) ? 0 : in_txn(out, txn, err);
}

static int
in_table(struct kv_place *out, struct kv_txn *txn, enum kv_table table,
    size_t at, struct wtm_err *err)
{
	const struct kv_parts *p = &txn->map->parts;

	if (at > 0 && p->ranges[at - 1].table == table)
		out->from = &p->ranges[at - 1].to;
	if (at < p->n && p->ranges[at].table == table)
		out->to = &p->ranges[at].from;
	return in_file(out, txn, table, err);
}

int
kv_place_at(struct kv_place *out, struct kv_txn *txn, enum kv_table table,
    const void *key, size_t len, struct wtm_err *err)
{
	const struct kv_range *r;
	size_t at;

	*out = (struct kv_place){ .db = NULL };
	if (!has_parts(table))
		return in_file(out, txn, table, err);
	if (have_map(txn, err) != 0)
		return -1;
	at = kv_parts_before(&txn->map->parts, table, key, len, 1);
	r = at > 0 ? &txn->map->parts.ranges[at - 1] : NULL;
	if (r != NULL && r->table == table &&
	    kv_compare(key, len, r->to.s, r->to.len) < 0)
		return in_part(out, txn, at - 1, err);
	return in_table(out, txn, table, at, err);
}

int
kv_place_before(struct kv_place *out, struct kv_txn *txn, enum kv_table table,
    const struct kv_bound *end, struct wtm_err *err)
{
	const struct kv_range *r;
	size_t at;

	*out = (struct kv_place){ .db = NULL };
	if (!has_parts(table))
		return in_file(out, txn, table, err);
	if (have_map(txn, err) != 0)
		return -1;
	at = kv_parts_before(&txn->map->parts, table,
	    end == NULL ? NULL : end->s, end == NULL ? 0 : end->len, 0);
	r = at > 0 ? &txn->map->parts.ranges[at - 1] : NULL;
	if (r != NULL && r->table == table && end != NULL &&
	    kv_compare(r->to.s, r->to.len, end->s, end->len) == 0)
		return in_part(out, txn, at - 1, err);
	return in_table(out, txn, table, at, err);
}
