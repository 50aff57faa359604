/*
 * part: how a part is made, joins its table and leaves it.
 *
 * It is made in the subfolder .building through a handle that has no
 * environment: no log, no locks, pages written once; of threads one at a time
 * may use it, which spares the latches as well.  To be joined it is put
 * on the disk and moved beside the tables; then one transaction adds it to the
 * list of parts.  From then on it is opened like a table, or as still.c says.
 * Its pages say that they were never logged, which the database takes for
 * older than any log record.
 *
 * A part that leaves is taken from the list with one transaction; its file is
 * removed by another, which fails as long as a process has the file open.
 *
 * A backup copies the files that it finds and then the logs, so no part may
 * join meanwhile: see presence.h.
 */
#include "config.h"
#include "kv/part.h"

#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "kv/folder.h"
#include "kv/map.h"
#include "kv/presence.h"
#include "kv/sum.h"
#include "kv/still.h"

#define BUILDING ".building"

enum {
	RANGES_MAX = 100,	/* of a table; then no part is begun */
	CACHE_BYTES = 16 << 20,
	STILL_CACHE_BYTES = 512 << 10,	/* for what is written in order */
	PATH = 4300,
};

static void
path_of(char path[PATH], const struct kv *kv, const char *folder,
    const char *name)
{
	snprintf(path, PATH, "%s/%s%s", kv->dir, folder, name);
}

/* Making. */

/* Closing a file that was moved the database cannot sync it; it is synced. */
static void
no_message(const DB_ENV *env, const char *prefix, const char *msg)
{
	(void)env;
	(void)prefix;
	(void)msg;
}

static int
create_file(struct kv *kv, struct kv_file *f)
{
	mode_t old = umask(kv->mode == 0660 ? 0007 : 0077);
	char name[KV_NAME];
	char path[PATH];
	int code;

	path_of(path, kv, BUILDING, "");
	code = mkdir(path, kv->mode == 0660 ? 0770 : 0700) != 0 &&
	    errno != EEXIST ? errno : 0;
	kv_part_name(name, f->table, f->number);
	path_of(path, kv, BUILDING "/", name);
	if (code == 0 && unlink(path) != 0 && errno != ENOENT)
		code = errno;
	if (code == 0)
		code = db_create(&f->db, NULL, 0);
	if (code == 0)
		f->db->set_errcall(f->db, no_message);
	if (code == 0)
		(void)((code = f->db->set_flags(f->db, sum_flag())) ||
		    (code = f->db->set_pagesize(f->db, KV_PAGE_BYTES)) ||
		    (code = f->db->set_cachesize(f->db, 0, still_is(f->table) ?
		    STILL_CACHE_BYTES : CACHE_BYTES, 1)) ||
		    (code = f->db->open(f->db, NULL, path, NULL, DB_BTREE,
		    DB_CREATE | DB_EXCL, kv->mode)));
	umask(old);
	return code;
}

static int
set_bound(struct kv_bound *b, struct kv_bytes key)
{
	if (key.len > sizeof b->s)
		return EINVAL;
	b->len = key.len;
	memcpy(b->s, key.s, key.len);
	return 0;
}

static size_t
count_ranges(const struct kv_parts *p, enum kv_table table)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += p->ranges[i].table == table;
	return n;
}

/* With kv->parts held. */
static int
begin(struct kv *kv, const struct kv_range *r)
{
	struct kv_file *f = kv_file_find(kv, r->table, r->number);
	int code = 0;

	if (f == NULL) {
		f = kv_file_get(kv, r->table, r->number);
		if (f == NULL)
			return ENOMEM;
		f->is_new = 1;
		code = create_file(kv, f);
		if (code != 0)
			kv_file_drop(kv, f);
	}
	return code == 0 ? kv_parts_add(&kv->making, r) : code;
}

int
kv_part_begin(struct kv *kv, enum kv_table table, uint64_t number,
    struct kv_bytes from, struct kv_bytes to, struct wtm_err *err)
{
	struct kv_range r = { .table = table, .number = number };
	int code = set_bound(&r.from, from);

	if (code == 0)
		code = set_bound(&r.to, to);
	pthread_mutex_lock(&kv->parts);
	if (code == 0 && kv->map != NULL &&
	    count_ranges(&kv->map->parts, table) >= RANGES_MAX) {
		pthread_mutex_unlock(&kv->parts);
		return 0;
	}
	if (code == 0)
		code = begin(kv, &r);
	pthread_mutex_unlock(&kv->parts);
	kv_forget_map(kv);
	return code == 0 ? 1 : kv_fail(kv, code, "part", err);
}

int
kv_part_is_begun(const struct kv *kv)
{
	char path[PATH];

	path_of(path, kv, BUILDING, "");
	return access(path, F_OK) == 0;
}

/* Joining. */

struct names {
	char name[KV_NAME];
	char new_path[PATH];
	char path[PATH];
};

static void
name_file(struct names *n, const struct kv *kv, enum kv_table table,
    uint64_t number)
{
	kv_part_name(n->name, table, number);
	path_of(n->new_path, kv, BUILDING "/", n->name);
	path_of(n->path, kv, "", n->name);
}

static int
move_file(const char *from, const char *to)
{
	return rename(from, to) == 0 || errno == ENOENT ? 0 : errno;
}

/* With each part that is being made; 0 or the first code. */
typedef int (*file_fn)(struct kv *kv, struct kv_file *f, const void *arg);

static int
each_new(struct kv *kv, file_fn fn, const void *arg)
{
	struct kv_file *next;
	int code = 0;

	pthread_mutex_lock(&kv->parts);
	for (struct kv_file *f = kv->files; f != NULL && code == 0; f = next) {
		next = f->next;
		if (f->is_new)
			code = fn(kv, f, arg);
	}
	pthread_mutex_unlock(&kv->parts);
	return code;
}

static int
sync_file(struct kv *kv, struct kv_file *f, const void *arg)
{
	int code;

	(void)arg;
	pthread_mutex_lock(&kv->making_mutex);
	code = f->db->sync(f->db, 0);
	pthread_mutex_unlock(&kv->making_mutex);
	return code;
}

static int
place_file(struct kv *kv, struct kv_file *f, const void *arg)
{
	struct names n;

	(void)arg;
	name_file(&n, kv, f->table, f->number);
	return move_file(n.new_path, n.path);
}

/* It is like any other now; the next who needs it opens it anew. */
static void
finish_file(struct kv *kv, struct kv_file *f)
{
	kv_parts_drop(&kv->making, f->table, f->number);
	for (struct kv_file **p = &kv->files; *p != NULL; p = &(*p)->next) {
		if (*p == f) {
			*p = f->next;
			break;
		}
	}
	kv_file_drop(kv, f);
}

/* Where it belongs, now that it is known whether it was joined. */
static int
settle_file(struct kv *kv, struct kv_file *f, const void *arg)
{
	const struct kv_parts *p = arg;
	struct names n;

	if (kv_parts_has(p, f->table, f->number) ||
	    kv_parts_has_left(p, f->table, f->number)) {
		finish_file(kv, f);
		return 0;
	}
	name_file(&n, kv, f->table, f->number);
	return move_file(n.path, n.new_path);
}

static int
read_parts(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct kv_parts *p = arg;
	int code;

	kv_parts_free(p);
	code = kv_txn_start(txn);
	if (code == 0)
		code = kv_read_parts(p, txn->kv, txn->t);
	return code == 0 ? 0 : kv_txn_fail(txn, code, "parts", err);
}

/* The commit may have been made, and nobody heard of it: ask the record. */
static int
settle(struct kv *kv, struct wtm_err *err)
{
	struct kv_parts p = { 0 };
	char path[PATH];
	int code;

	if (kv_read(kv, read_parts, &p, err) != 0)
		return -1;
	code = each_new(kv, settle_file, &p);
	kv_forget_map(kv);
	kv_parts_free(&p);
	path_of(path, kv, BUILDING, "");
	(void)!rmdir(path);	/* unless others make some */
	return code == 0 ? 0 : kv_fail(kv, code, "part", err);
}

static int
write_placed(struct kv *kv, kv_fn fn, void *arg, struct wtm_err *err)
{
	struct wtm_err ignored = { 0 };
	int code = each_new(kv, place_file, NULL);
	int ret;

	if (code == 0)
		code = folder_sync(kv->dir);
	ret = code == 0 ? kv_write(kv, fn, arg, err) :
	    kv_fail(kv, code, "part", err);
	return settle(kv, ret == 0 ? err : &ignored) == 0 ? ret : -1;
}

int
kv_write_parts(struct kv *kv, kv_fn fn, void *arg, struct wtm_err *err)
{
	int code;
	int ret;

	if (kv->making.n == 0)
		return kv_write(kv, fn, arg, err);
	code = each_new(kv, sync_file, NULL);
	if (code != 0)
		return kv_fail(kv, code, "part", err);
	pthread_mutex_lock(&kv->joining_parts);
	code = presence_join_parts(kv->presence);
	ret = code == 0 ? write_placed(kv, fn, arg, err) :
	    kv_fail(kv, code, "part", err);
	presence_let_parts_go(kv->presence);
	pthread_mutex_unlock(&kv->joining_parts);
	return ret;
}

/* Change the record; *stamp is the new one. */
static int
store(struct kv_parts *p, struct kv_txn *txn, uint64_t *stamp,
    struct wtm_err *err)
{
	int code;

	*stamp = ++p->stamp;
	code = kv_store_parts(p, txn->kv->db[KV_META], txn->t);
	return code == 0 ? 1 : kv_txn_fail(txn, code, "parts", err);
}

int
kv_part_join(struct kv_txn *txn, enum kv_table table, uint64_t number,
    uint64_t *stamp, struct wtm_err *err)
{
	const struct kv_parts *making = &txn->kv->making;
	struct kv_parts p = { 0 };
	int ret;
	int code = 0;

	if (!kv_parts_has(making, table, number))
		return 0;
	if (read_parts(txn, &p, err) != 0)
		return -1;
	for (size_t i = 0; i < making->n && code == 0; i++)
		if (making->ranges[i].table == table &&
		    making->ranges[i].number == number)
			code = kv_parts_add(&p, &making->ranges[i]);
	ret = code == 0 ? store(&p, txn, stamp, err) :
	    kv_fail(txn->kv, code, "parts", err);
	kv_parts_free(&p);
	return ret < 0 ? -1 : 0;
}

/* Leaving. */

int
kv_part_leave(struct kv_txn *txn, enum kv_table table, uint64_t number,
    uint64_t *stamp, struct wtm_err *err)
{
	struct kv_parts p = { 0 };
	int ret = 0;
	int code;

	if (read_parts(txn, &p, err) != 0)
		return -1;
	if (kv_parts_has(&p, table, number)) {
		code = kv_parts_leave(&p, table, number);
		ret = code == 0 ? store(&p, txn, stamp, err) :
		    kv_fail(txn->kv, code, "parts", err);
	}
	kv_parts_free(&p);
	return ret;
}

/* In one transaction that nobody waits for: it fails while others read. */
static int
remove_left(struct kv *kv, const struct kv_left *left)
{
	DB_ENV *env = kv->env;
	char name[KV_NAME];
	struct kv_parts p = { 0 };
	DB_TXN *t;
	int code = env == NULL ? DB_RUNRECOVERY :
	    env->txn_begin(env, NULL, &t, DB_TXN_NOWAIT);

	if (code != 0)
		return code;
	kv_part_name(name, left->table, left->number);
	code = env->dbremove(env, t, name, NULL, 0);
	if (code == 0 || code == ENOENT)
		code = kv_read_parts(&p, kv, t);
	if (code == 0) {
		kv_parts_drop(&p, left->table, left->number);
		code = kv_store_parts(&p, kv->db[KV_META], t);
	}
	kv_parts_free(&p);
	if (code == 0)
		return t->commit(t, 0);
	t->abort(t);
	return code;
}

void
kv_part_remove_left(struct kv *kv)
{
	struct kv_parts p = { 0 };
	struct wtm_err ignored = { 0 };

	if (kv_read(kv, read_parts, &p, &ignored) != 0)
		return;
	if (p.n_left > 0)
		kv_forget_map(kv);	/* this process may have it open */
	pthread_rwlock_rdlock(&kv->gate);
	for (size_t i = 0; i < p.n_left; i++)
		(void)remove_left(kv, &p.left[i]);
	pthread_rwlock_unlock(&kv->gate);
	kv_parts_free(&p);
}

/* 1 when no record is in the range; 0; -1. */
static int
is_empty(struct kv_cursor *c, const struct kv_range *r, struct wtm_err *err)
{
	int ret = kv_seek(c, r->from.s, r->from.len, err);

	if (ret != 1)
		return ret < 0 ? -1 : 1;
	return kv_compare(c->key.s, c->key.len, r->to.s, r->to.len) >= 0;
}

static int
is_part_empty(const struct kv_parts *p, struct kv_txn *txn,
    const struct kv_range *of, struct wtm_err *err)
{
	struct kv_cursor *c;
	int ret = 1;

	if (kv_cursor_open(&c, txn, of->table, KV_STEP, err) != 0)
		return -1;
	for (size_t i = 0; i < p->n && ret == 1; i++)
		if (p->ranges[i].table == of->table &&
		    p->ranges[i].number == of->number)
			ret = is_empty(c, &p->ranges[i], err);
	kv_cursor_close(c);
	return ret;
}

int
kv_part_find_empty(uint64_t *number, struct kv_txn *txn, enum kv_table table,
    struct wtm_err *err)
{
	struct kv_parts p = { 0 };
	int ret = 0;

	if (read_parts(txn, &p, err) != 0)
		return -1;
	for (size_t i = 0; i < p.n && ret == 0; i++) {
		if (p.ranges[i].table != table)
			continue;
		*number = p.ranges[i].number;
		ret = is_part_empty(&p, txn, &p.ranges[i], err);
	}
	kv_parts_free(&p);
	return ret;
}

/* Discarding. */

struct unwanted {
	enum kv_table table;
	uint64_t from;
	uint64_t to;
	const struct kv_parts *joined;
};

static int
is_unwanted(const struct unwanted *u, enum kv_table table, uint64_t number)
{
	return table == u->table && number >= u->from && number < u->to &&
	    !kv_parts_has(u->joined, table, number) &&
	    !kv_parts_has_left(u->joined, table, number);
}

static int
close_unwanted(struct kv *kv, struct kv_file *f, const void *arg)
{
	if (is_unwanted(arg, f->table, f->number))
		finish_file(kv, f);
	return 0;
}

static int
unlink_unwanted(const char *dir, const struct unwanted *u)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int code = 0;

	if (d == NULL)
		return errno == ENOENT ? 0 : errno;
	while ((e = readdir(d)) != NULL) {
		enum kv_table table;
		uint64_t number;

		if (kv_part_read_name(&table, &number, e->d_name) &&
		    is_unwanted(u, table, number) &&
		    unlinkat(dirfd(d), e->d_name, 0) != 0)
			code = errno;
	}
	closedir(d);
	return code;
}

int
kv_part_discard(struct kv *kv, enum kv_table table, uint64_t from,
    uint64_t to, struct wtm_err *err)
{
	struct kv_parts p = { 0 };
	struct unwanted u = { table, from, to, &p };
	char path[PATH];
	int code;

	if (kv_read(kv, read_parts, &p, err) != 0)
		return -1;
	each_new(kv, close_unwanted, &u);
	kv_forget_map(kv);
	path_of(path, kv, BUILDING, "");
	code = unlink_unwanted(path, &u);
	(void)!rmdir(path);	/* unless others make some */
	if (code == 0)
		code = unlink_unwanted(kv->dir, &u);
	kv_parts_free(&p);
	return code == 0 ? 0 : kv_fail(kv, code, "part", err);
}
