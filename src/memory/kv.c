/*
 * kv: the one door to Berkeley DB 5.3.
 *
 * The environment is opened with DB_REGISTER | DB_RECOVER: whoever opens
 * after a process died recovers for all, and the survivors get
 * DB_RUNRECOVERY, upon which they close everything, open again and repeat the
 * transaction at hand.  DB_FAILCHK is not used: it lost acknowledged records.
 * What a dead process held locked in the shared memory is guard's care.
 *
 * Nobody waits for a lock: a conflict undoes the transaction, which is tried
 * again a little later.  So there is no deadlock, and no wait for a lock whose
 * owner was killed.
 *
 * A commit writes the log without waiting for the disk; a durable one then
 * flushes it.  A commit that flushes may wait for the flush of another, and
 * when that one dies the database ends the waiting process as well.
 *
 * Readers use snapshot transactions, so no lock of a writer holds them up.
 * Opening a table is done inside one too, because a plain open waits for the
 * writer of its first page.
 *
 * Tables are B-trees in files of their own, with pages of 4 KiB (the unit in
 * which file systems write: a torn page cannot be recovered from the log) and
 * checksums.
 *
 * Whoever opens the environment is "present"; a process that asks to be alone
 * (to rewrite the tables) gets the others to close it between transactions.
 *
 * A transaction should write at most about 4 MiB, a thousand pages: so a
 * hundred processes stay below the locks, which are limited.
 */
#include "config.h"
#include "memory/kv.h"

#include <sys/file.h>
#include <sys/statvfs.h>
#include <sys/types.h>

#include <db.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "memory/folder.h"
#include "memory/fresh.h"
#include "memory/guard.h"
#include "memory/presence.h"

enum {
	/* Fixed when the environment is made. */
	CACHE_BYTES = 64 << 20,
	LOG_FILE_BYTES = 1 << 20,
	LOG_BUFFER_BYTES = 240 << 10,
	LOCKS = 60000,
	LOCKERS = 4000,
	TXNS = 4000,
	MUTEXES = 200000,
	PAGE_BYTES = 4096,

	FULL_BYTES = 256 << 10,	/* less than this is no room */
	SWEEP_BYTES = 256 << 10,
	CHECKPOINT_BYTES = 8 << 20,
	TRIES = 6000,		/* of one transaction: a minute or more */
	ALONE_MS = 60000,	/* to wait for others to leave */
	RECOVERIES = 8,		/* during one transaction, or one open */
};

#define REGISTER_FILE "__db.register"
#define REGION_FILE "__db.001"

static const char *const table_files[KV_TABLES] = {
	[KV_META] = FOLDER_MARK,
	[KV_UNIT] = "unit.db",
	[KV_LOG] = "changes.db",
	[KV_JOURNAL] = "journal.db",
	[KV_TAIL] = "tail.db",
	[KV_RUN] = "run.db",
};

struct kv {
	pthread_rwlock_t gate;	/* read: in a transaction; write: reopening */
	DB_ENV *env;
	DB *db[KV_TABLES];
	unsigned generation;	/* of the open environment */
	int create;
	int mode;		/* of files */
	atomic_uint_least64_t logged;	/* bytes put since a checkpoint */
	atomic_uint_least64_t reads;
	char detail[200];	/* what the database said last */
	dev_t dev;
	ino_t ino;
	ino_t region;		/* of the shared memory at hand; 0: none */
	int register_fd;	/* of the list of processes, or -1 */
	int presence;		/* descriptor, or -1 */
	atomic_int keeping_logs;	/* backups of this process */
	struct kv *next_open;
	char dir[];
};

enum txn_mode { SNAPSHOT, DURABLE, STAGED };

struct kv_txn {
	struct kv *kv;
	DB_TXN *t;
	int foreign;	/* a code that asks for a repetition, or 0 */
	struct buf val;	/* of kv_get */
	struct cursor *cursors;
};

struct cursor {
	struct kv_cursor pub;	/* first, so that the two can be cast */
	struct kv_txn *txn;
	DBC *c;
	struct buf key;
	struct buf val;
	enum kv_cursor_kind kind;
	void *bulk;		/* position in val, or NULL */
	struct cursor *next;
};

/*
 * The folders this process has open: Berkeley DB would let a second open
 * destroy the first.  The one writable global of the library.
 */
static pthread_mutex_t open_mutex = PTHREAD_MUTEX_INITIALIZER;
static struct kv *open_list;

static int
open_list_add(struct kv *kv, struct wtm_err *err)
{
	int ret = 0;

	pthread_mutex_lock(&open_mutex);
	for (struct kv *o = open_list; o != NULL; o = o->next_open)
		if (o->dev == kv->dev && o->ino == kv->ino)
			ret = -1;
	if (ret == 0) {
		kv->next_open = open_list;
		open_list = kv;
	}
	pthread_mutex_unlock(&open_mutex);
	if (ret != 0)
		err_set(err, WTM_MEMORY, 0, "%s: this process has the memory "
		    "open already; use that handle", kv->dir);
	return ret;
}

static void
open_list_remove(struct kv *kv)
{
	pthread_mutex_lock(&open_mutex);
	for (struct kv **o = &open_list; *o != NULL; o = &(*o)->next_open) {
		if (*o == kv) {
			*o = kv->next_open;
			break;
		}
	}
	pthread_mutex_unlock(&open_mutex);
}

/* Whether the shared memory at hand is that of a dead or replaced one. */
static int
is_lost(const struct kv *kv)
{
	char path[4200];
	struct stat st;

	if (kv->region == 0)
		return 0;
	snprintf(path, sizeof path, "%s/%s", kv->dir, REGION_FILE);
	if (stat(path, &st) != 0 || st.st_ino != kv->region)
		return 1;
	return guard_register_has_dead(kv->register_fd);
}

/* For guard: asked only while some thread waits unusually long. */
static int
any_is_lost(void)
{
	int lost = 0;

	if (pthread_mutex_trylock(&open_mutex) != 0)
		return 0;
	for (struct kv *o = open_list; o != NULL; o = o->next_open)
		lost |= is_lost(o);
	pthread_mutex_unlock(&open_mutex);
	return lost;
}

/* What the database calls by other names, too. */
static int
is_full(const struct kv *kv)
{
	struct statvfs st;

	return statvfs(kv->dir, &st) == 0 &&
	    st.f_bavail < FULL_BYTES / st.f_frsize;
}

static int
fail(struct kv *kv, int code, const char *what, struct wtm_err *err)
{
	if ((code == EINVAL || code == ENOMEM || code == EIO) && is_full(kv))
		code = ENOSPC;
	switch (code) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return err_set(err, WTM_SYSTEM, 0, "%s: no space left on the "
		    "disk; make room and try again", kv->dir);
	case ENOMEM:
		return err_set(err, WTM_SYSTEM, 0, "%s: %s: out of memory or "
		    "of a limit of the environment", kv->dir, what);
	case EACCES:
	case EPERM:
	case EROFS:
		return folder_not_writable(kv->dir, err);
	case ENOENT:	/* its making was killed */
		return err_set(err, WTM_MEMORY, 0, "%s: no memory here; make "
		    "one with `wiretm import FILE`", kv->dir);
	case DB_RUNRECOVERY:
	case DB_VERIFY_BAD:
	case DB_CHKSUM_FAIL:
		return err_set(err, WTM_MEMORY, 0, "%s: %s: the memory is "
		    "damaged (%s); restore a backup or import its last "
		    "export", kv->dir, what,
		    kv->detail[0] ? kv->detail : db_strerror(code));
	default:
		return err_set(err, WTM_SYSTEM, 0, "%s: %s: %s", kv->dir, what,
		    db_strerror(code));
	}
}

static void
keep_detail(const DB_ENV *env, const char *prefix, const char *msg)
{
	struct kv *kv = env->app_private;

	(void)prefix;
	snprintf(kv->detail, sizeof kv->detail, "%s", msg);
}

static int
env_setup(struct kv *kv)
{
	DB_ENV *env = kv->env;
	int ret;

	env->app_private = kv;
	env->set_errcall(env, keep_detail);
	(void)((ret = env->set_cachesize(env, 0, CACHE_BYTES, 1)) ||
	    (ret = env->set_lg_bsize(env, LOG_BUFFER_BYTES)) ||
	    (ret = env->set_lg_max(env, LOG_FILE_BYTES)) ||
	    (ret = env->set_lk_max_locks(env, LOCKS)) ||
	    (ret = env->set_lk_max_objects(env, LOCKS)) ||
	    (ret = env->set_lk_max_lockers(env, LOCKERS)) ||
	    (ret = env->set_tx_max(env, TXNS)) ||
	    (ret = env->mutex_set_max(env, MUTEXES)) ||
	    (ret = env->set_flags(env, DB_MULTIVERSION, 1)));
	return ret;
}

static void
close_tables(struct kv *kv)
{
	for (int i = 0; i < KV_TABLES; i++) {
		if (kv->db[i] != NULL)
			kv->db[i]->close(kv->db[i], DB_NOSYNC);
		kv->db[i] = NULL;
	}
}

static void
close_env(struct kv *kv)
{
	close_tables(kv);
	if (kv->env != NULL)
		kv->env->close(kv->env, 0);
	kv->env = NULL;
	kv->region = 0;
	if (kv->register_fd >= 0)
		close(kv->register_fd);
	kv->register_fd = -1;
	if (kv->presence >= 0)
		presence_leave(kv->presence);
}

/* What guard looks at while this environment is open. */
static int
watch_env(struct kv *kv)
{
	char path[4200];
	struct stat st;

	snprintf(path, sizeof path, "%s/%s", kv->dir, REGISTER_FILE);
	kv->register_fd = open(path, O_RDONLY | O_CLOEXEC);
	if (kv->register_fd < 0)
		return errno;
	/* Only its owner may, and the others need not. */
	(void)!fchmod(kv->register_fd, (mode_t)kv->mode);
	snprintf(path, sizeof path, "%s/%s", kv->dir, REGION_FILE);
	if (stat(path, &st) != 0)	/* replaced this very moment */
		return DB_RUNRECOVERY;
	kv->region = st.st_ino;
	return 0;
}

static int
open_table(struct kv *kv, int i, DB_TXN *t, u_int32_t flags)
{
	int ret = db_create(&kv->db[i], kv->env, 0);
	DB *db = kv->db[i];

	if (ret != 0) {
		kv->db[i] = NULL;
		return ret;
	}
	(void)((ret = db->set_flags(db, DB_CHKSUM)) ||
	    (ret = db->set_pagesize(db, PAGE_BYTES)) ||
	    (ret = db->open(db, t, table_files[i], NULL, DB_BTREE,
	    flags | DB_THREAD, kv->mode)));
	return ret;
}

/* All tables in one transaction: all of them exist or none. */
static int
open_tables(struct kv *kv, u_int32_t txn_flags, u_int32_t flags)
{
	DB_TXN *t;
	int ret = kv->env->txn_begin(kv->env, NULL, &t, txn_flags);

	if (ret != 0)
		return ret;
	for (int i = 0; i < KV_TABLES && ret == 0; i++)
		ret = open_table(kv, i, t, flags);
	if (ret == 0)
		return t->commit(t, DB_TXN_WRITE_NOSYNC);
	close_tables(kv);
	t->abort(t);
	return ret;
}

/* Be present, and complete what somebody who was alone has begun. */
static int
enter(struct kv *kv)
{
	int code = presence_enter(kv->presence);

	if (code != 0 || !fresh_is_waiting(kv->dir))
		return code;
	presence_leave(kv->presence);	/* others want the same */
	code = presence_alone(kv->presence, ALONE_MS);
	if (code != 0)
		return code;
	if (fresh_is_waiting(kv->dir))
		code = fresh_complete(kv->dir);
	presence_share(kv->presence);
	return code;
}

static int
open_env(struct kv *kv)
{
	static const u_int32_t flags = DB_CREATE | DB_INIT_MPOOL |
	    DB_INIT_TXN | DB_INIT_LOCK | DB_INIT_LOG | DB_THREAD |
	    DB_REGISTER | DB_RECOVER;
	int ret = enter(kv);

	if (ret == 0)
		ret = db_env_create(&kv->env, 0);
	if (ret != 0) {
		kv->env = NULL;
		return ret;
	}
	(void)((ret = env_setup(kv)) ||
	    (ret = kv->env->open(kv->env, kv->dir, flags, kv->mode)) ||
	    (ret = watch_env(kv)));
	if (ret == 0) {
		ret = open_tables(kv, DB_TXN_SNAPSHOT, 0);
		if (ret == ENOENT && kv->create)
			ret = open_tables(kv, 0, DB_CREATE);
	}
	if (ret != 0)
		close_env(kv);
	return ret;
}

static void
pause_ms(long ms)
{
	struct timespec t = { .tv_sec = ms / 1000,
		.tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

/*
 * One at a time: a process that joins while another recovers finds shared
 * memory half made, upon which the database crashes.  The lock goes with its
 * holder.
 */
static int
open_env_alone(struct kv *kv)
{
	int fd = open(kv->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int ret;

	if (fd < 0)
		return errno;
	while (flock(fd, LOCK_EX) != 0 && errno == EINTR)
		;
	ret = open_env(kv);
	close(fd);
	return ret;
}

/*
 * Processes that die in a row can each spoil an open; so it is tried a few
 * times before the memory is called damaged.
 */
static int
open_env_patiently(struct kv *kv)
{
	int ret = 0;

	for (int i = 0; i < RECOVERIES; i++) {
		ret = open_env_alone(kv);
		if (ret != DB_RUNRECOVERY && ret != DB_LOCK_DEADLOCK &&
		    ret != EAGAIN && ret != EBUSY)
			break;
		pause_ms(5L << i);
	}
	return ret;
}

/* Another thread may have done it while this one waited. */
static int
reopen(struct kv *kv, unsigned generation)
{
	int ret = 0;

	pthread_rwlock_wrlock(&kv->gate);
	if (kv->generation == generation) {
		close_env(kv);
		ret = open_env_patiently(kv);
		if (ret == 0)
			kv->generation++;
	}
	pthread_rwlock_unlock(&kv->gate);
	return ret;
}

/*
 * The mask of the user must not narrow a folder shared by its group, nor let
 * the group read the register, which the database makes with a mode of its
 * own.
 */
static int
open_first(struct kv *kv)
{
	mode_t old = umask(kv->mode == 0660 ? 0007 : 0077);
	int ret = presence_open(&kv->presence, kv->dir, kv->mode);

	if (ret == 0)
		ret = open_env_patiently(kv);

	umask(old);
	return ret;
}

int
kv_open(struct kv **out, const char *dir, const struct wtm_open_opts *opts,
    struct wtm_err *err)
{
	size_t len = strlen(dir);
	struct kv *kv = calloc(1, sizeof *kv + len + 1);
	struct stat st;
	int ret;

	*out = NULL;
	if (kv == NULL)
		return err_nomem(err);
	memcpy(kv->dir, dir, len + 1);
	kv->create = opts->create;
	kv->register_fd = -1;
	kv->presence = -1;
	if (folder_check(&st, dir, opts->create, err) != 0) {
		free(kv);
		return -1;
	}
	kv->dev = st.st_dev;
	kv->ino = st.st_ino;
	kv->mode = st.st_mode & S_ISGID ? 0660 : 0600;
	if (open_list_add(kv, err) != 0) {
		free(kv);
		return -1;
	}
	guard_set(any_is_lost);
	pthread_rwlock_init(&kv->gate, NULL);
	ret = open_first(kv);
	if (ret != 0) {
		fail(kv, ret, "open", err);
		kv_close(kv);
		return -1;
	}
	*out = kv;
	return 0;
}

/*
 * Many processes that each write little would let the log grow.  A large change
 * that is under way sees to its own, long before this is due.
 */
static void
checkpoint_when_due(struct kv *kv)
{
	DB_ENV *env = kv->env;

	if (env != NULL && atomic_load(&kv->logged) > 0 &&
	    env->txn_checkpoint(env, CHECKPOINT_BYTES >> 8, 0, 0) == 0)
		env->log_archive(env, NULL, DB_ARCH_REMOVE);
}

void
kv_close(struct kv *kv)
{
	if (kv == NULL)
		return;
	checkpoint_when_due(kv);
	close_env(kv);
	if (kv->presence >= 0)
		close(kv->presence);
	open_list_remove(kv);
	pthread_rwlock_destroy(&kv->gate);
	free(kv);
}

/* Transactions. */

static int
is_retry(int code)
{
	return code == DB_LOCK_DEADLOCK || code == DB_LOCK_NOTGRANTED ||
	    code == DB_RUNRECOVERY;
}

/* Report a failed call; one that asks for a repetition is only noted. */
static int
txn_fail(struct kv_txn *txn, int code, const char *what, struct wtm_err *err)
{
	if (is_retry(code)) {
		if (txn->foreign != DB_RUNRECOVERY)
			txn->foreign = code;
		return err_set(err, WTM_SYSTEM, 0, "%s: %s", what,
		    db_strerror(code));
	}
	return fail(txn->kv, code, what, err);
}

static void
close_cursors(struct kv_txn *txn)
{
	while (txn->cursors != NULL)
		kv_cursor_close(&txn->cursors->pub);
}

/* One attempt: 0 done, 1 to be repeated (foreign says why), -1 failed. */
static int
attempt(struct kv_txn *txn, enum txn_mode mode, kv_fn fn, void *arg,
    struct wtm_err *err)
{
	static const u_int32_t flags[] = { DB_TXN_SNAPSHOT,
		DB_TXN_WRITE_NOSYNC | DB_TXN_NOWAIT,
		DB_TXN_WRITE_NOSYNC | DB_TXN_NOWAIT };
	DB_ENV *env = txn->kv->env;
	int ret;
	int code;

	txn->foreign = 0;
	code = env == NULL ? DB_RUNRECOVERY :
	    env->txn_begin(env, NULL, &txn->t, flags[mode]);
	if (code != 0) {
		txn_fail(txn, code, "begin", err);
		return txn->foreign != 0 ? 1 : -1;
	}
	ret = fn(txn, arg, err);
	close_cursors(txn);
	if (txn->foreign == 0 && ret == 0) {
		code = txn->t->commit(txn->t, 0);
		if (code == 0 && mode == DURABLE)
			code = env->log_flush(env, NULL);
		if (code != 0)
			txn_fail(txn, code, "commit", err);
	} else {
		code = txn->t->abort(txn->t);
		if (code == DB_RUNRECOVERY)
			txn->foreign = code;
	}
	if (txn->foreign != 0)
		return 1;
	return ret == 0 && code == 0 ? 0 : -1;
}

static int
attempt_gated(struct kv_txn *txn, unsigned *generation, enum txn_mode mode,
    kv_fn fn, void *arg, struct wtm_err *err)
{
	int ret;

	pthread_rwlock_rdlock(&txn->kv->gate);
	*generation = txn->kv->generation;
	if (presence_is_asked(txn->kv->presence)) {
		txn->foreign = DB_RUNRECOVERY;	/* close, and come again */
		ret = 1;
	} else {
		ret = attempt(txn, mode, fn, arg, err);
	}
	pthread_rwlock_unlock(&txn->kv->gate);
	return ret;
}

static int
run(struct kv *kv, enum txn_mode mode, kv_fn fn, void *arg,
    struct wtm_err *err)
{
	struct kv_txn txn = { .kv = kv };
	struct wtm_err e = { 0 };
	unsigned generation;
	int recoveries = 0;
	int code = 0;
	int ret = 1;

	for (int i = 0; i < TRIES && ret == 1 && code == 0; i++) {
		e = (struct wtm_err){ 0 };
		ret = attempt_gated(&txn, &generation, mode, fn, arg, &e);
		if (ret != 1)
			break;
		if (txn.foreign != DB_RUNRECOVERY && !is_lost(kv))
			pause_ms(1 + (i + getpid()) % 10);
		else if (recoveries++ < RECOVERIES)
			code = reopen(kv, generation);
		else
			code = DB_RUNRECOVERY;
	}
	buf_free(&txn.val);
	if (code != 0)
		return fail(kv, code, "recovery", err);
	if (ret == 1)
		return fail(kv, txn.foreign, "no end of conflicts", err);
	if (ret != 0 && err != NULL && err->code == WTM_OK)
		*err = e;
	return ret;
}

int
kv_read(struct kv *kv, kv_fn fn, void *arg, struct wtm_err *err)
{
	return run(kv, SNAPSHOT, fn, arg, err);
}

int
kv_write(struct kv *kv, kv_fn fn, void *arg, struct wtm_err *err)
{
	struct wtm_err ignored = { 0 };

	if (run(kv, DURABLE, fn, arg, err) != 0)
		return -1;
	kv_checkpoint(kv, 0, &ignored);	/* the change is made, with or not */
	return 0;
}

int
kv_stage(struct kv *kv, kv_fn fn, void *arg, struct wtm_err *err)
{
	struct wtm_err ignored = { 0 };

	if (run(kv, STAGED, fn, arg, err) != 0)
		return -1;
	kv_checkpoint(kv, 0, &ignored);
	return 0;
}

/* Records. */

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

static int
get(struct kv_txn *txn, enum kv_table table, struct wtm_str key,
    u_int32_t flags, struct kv_bytes *out, struct wtm_err *err)
{
	DB *db = txn->kv->db[table];
	DBT k = dbt_in(key.s, key.len);
	DBT v;
	int code;

	*out = (struct kv_bytes){ 0 };
	count_read(txn->kv);
	txn->val.len = 0;
	if (buf_reserve(&txn->val, 1000) != 0)
		return err_nomem(err);
	do {
		v = dbt_out(&txn->val);
		code = db->get(db, txn->t, &k, &v, flags);
		if (code == DB_BUFFER_SMALL &&
		    buf_reserve(&txn->val, v.size) != 0)
			return err_nomem(err);
	} while (code == DB_BUFFER_SMALL);
	if (code == DB_NOTFOUND)
		return 0;
	if (code != 0)
		return txn_fail(txn, code, "get", err);
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

int
kv_put(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, const void *val, size_t val_len, struct wtm_err *err)
{
	DB *db = txn->kv->db[table];
	DBT k = dbt_in(key, key_len);
	DBT v = dbt_in(val, val_len);
	int code = db->put(db, txn->t, &k, &v, 0);

	if (code != 0)
		return txn_fail(txn, code, "put", err);
	count_logged(txn->kv, key_len + val_len);
	return 0;
}

int
kv_del(struct kv_txn *txn, enum kv_table table, const void *key,
    size_t key_len, struct wtm_err *err)
{
	DB *db = txn->kv->db[table];
	DBT k = dbt_in(key, key_len);
	int code = db->del(db, txn->t, &k, 0);

	if (code == DB_NOTFOUND)
		return 0;
	if (code != 0)
		return txn_fail(txn, code, "delete", err);
	count_logged(txn->kv, key_len);
	return 1;
}

/* Cursors. */

int
kv_cursor_open(struct kv_cursor **out, struct kv_txn *txn,
    enum kv_table table, enum kv_cursor_kind kind, struct wtm_err *err)
{
	DB *db = txn->kv->db[table];
	struct cursor *c = calloc(1, sizeof *c);
	size_t room = kind == KV_SWEEP ? SWEEP_BYTES - 1 : 1000;
	int code;

	*out = NULL;
	if (c == NULL)
		return err_nomem(err);
	if (buf_reserve(&c->key, 63) != 0 || buf_reserve(&c->val, room) != 0)
		code = ENOMEM;
	else
		code = db->cursor(db, txn->t, &c->c,
		    kind == KV_SWEEP ? DB_CURSOR_BULK : 0);
	if (code != 0) {
		buf_free(&c->key);
		buf_free(&c->val);
		free(c);
		return txn_fail(txn, code, "cursor", err);
	}
	c->txn = txn;
	c->kind = kind;
	c->next = txn->cursors;
	txn->cursors = c;
	*out = &c->pub;
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
	if (c->c->close(c->c) == DB_RUNRECOVERY)
		c->txn->foreign = DB_RUNRECOVERY;
	buf_free(&c->key);
	buf_free(&c->val);
	free(c);
}

/* The buffer of a sweep must be a multiple of 1 KiB. */
static DBT
dbt_bulk(struct buf *b)
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
	v = dbt_bulk(&c->val);
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
		v = bulk ? dbt_bulk(&c->val) : dbt_out(&c->val);
		code = c->c->get(c->c, &k, &v,
		    flags | (bulk ? DB_MULTIPLE_KEY : 0));
		if (code == DB_BUFFER_SMALL && widen(c, &k, &v) != 0)
			return err_nomem(err);
	} while (code == DB_BUFFER_SMALL);
	if (code == DB_NOTFOUND)
		return 0;
	if (code != 0)
		return txn_fail(c->txn, code, "cursor", err);
	if (bulk) {
		DB_MULTIPLE_INIT(c->bulk, &v);
		return from_bulk(c);
	}
	c->pub.key = (struct kv_bytes){ k.data, k.size };
	c->pub.val = (struct kv_bytes){ v.data, v.size };
	return 1;
}

int
kv_seek(struct kv_cursor *pub, const void *key, size_t key_len,
    struct wtm_err *err)
{
	struct cursor *c = (struct cursor *)pub;

	c->bulk = NULL;
	buf_clear(&c->key);
	buf_add(&c->key, key, key_len);
	if (!buf_ok(&c->key))
		return err_nomem(err);
	return move(c, DB_SET_RANGE, err);
}

int
kv_next(struct kv_cursor *pub, struct wtm_err *err)
{
	struct cursor *c = (struct cursor *)pub;

	if (from_bulk(c))
		return 1;
	return move(c, DB_NEXT, err);
}

int
kv_prev(struct kv_cursor *pub, struct wtm_err *err)
{
	return move((struct cursor *)pub, DB_PREV, err);
}

int
kv_last(struct kv_cursor *pub, struct wtm_err *err)
{
	return move((struct cursor *)pub, DB_LAST, err);
}

int
kv_cursor_del(struct kv_cursor *pub, struct wtm_err *err)
{
	struct cursor *c = (struct cursor *)pub;
	int code = c->c->del(c->c, 0);

	if (code != 0)
		return txn_fail(c->txn, code, "delete", err);
	count_logged(c->txn->kv, pub->key.len + pub->val.len);
	return 0;
}

/* The whole environment. */

static int
checkpoint(struct kv *kv, int force)
{
	DB_ENV *env = kv->env;
	int code;

	if (env == NULL)
		return 0;
	atomic_store(&kv->logged, 0);
	code = env->txn_checkpoint(env, 0, 0, force ? DB_FORCE : 0);
	if (code == 0 && atomic_load(&kv->keeping_logs) == 0 &&
	    presence_may_remove_logs(kv->presence)) {
		code = env->log_archive(env, NULL, DB_ARCH_REMOVE);
		presence_let_logs_go(kv->presence);
	}
	return code;
}

int
kv_checkpoint(struct kv *kv, int force, struct wtm_err *err)
{
	unsigned generation;
	int code;

	if (!force && atomic_load(&kv->logged) < CHECKPOINT_BYTES)
		return 0;
	pthread_rwlock_rdlock(&kv->gate);
	generation = kv->generation;
	code = checkpoint(kv, force);
	pthread_rwlock_unlock(&kv->gate);
	if (code == DB_RUNRECOVERY)	/* recovery ends with a checkpoint */
		code = reopen(kv, generation);
	return code == 0 ? 0 : fail(kv, code, "checkpoint", err);
}

/* Rewriting: no byte of what was deleted is left. */

static int
copy_records(DB *from, DB *to)
{
	struct buf room = { 0 };
	DBC *c;
	DBT key;
	DBT val;
	DBT k;
	DBT v;
	int code;

	if (buf_reserve(&room, (4 << 20) - 1) != 0)
		return ENOMEM;
	code = from->cursor(from, NULL, &c, DB_CURSOR_BULK);
	if (code != 0) {
		buf_free(&room);
		return code;
	}
	memset(&key, 0, sizeof key);
	while (code == 0) {
		void *at;

		val = dbt_bulk(&room);
		code = c->get(c, &key, &val, DB_MULTIPLE_KEY | DB_NEXT);
		if (code == DB_BUFFER_SMALL && buf_reserve(&room,
		    room.cap + val.size) == 0) {
			code = 0;
			continue;
		}
		if (code != 0)
			break;
		DB_MULTIPLE_INIT(at, &val);
		for (;;) {
			memset(&k, 0, sizeof k);
			memset(&v, 0, sizeof v);
			DB_MULTIPLE_KEY_NEXT(at, &val, k.data, k.size, v.data,
			    v.size);
			if (at == NULL || code != 0)
				break;
			code = to->put(to, NULL, &k, &v, 0);
		}
	}
	c->close(c);
	buf_free(&room);
	return code == DB_NOTFOUND ? 0 : code;
}

static int
rewrite_table(struct kv *kv, int i)
{
	char path[4200];
	DB *to;
	int code = db_create(&to, NULL, 0);
	int closed;

	if (code != 0)
		return code;
	fresh_path(path, sizeof path, kv->dir, table_files[i]);
	(void)((code = to->set_flags(to, DB_CHKSUM)) ||
	    (code = to->set_pagesize(to, PAGE_BYTES)) ||
	    (code = to->set_cachesize(to, 0, CACHE_BYTES, 1)) ||
	    (code = to->open(to, NULL, path, NULL, DB_BTREE, DB_CREATE,
	    kv->mode)) ||
	    (code = copy_records(kv->db[i], to)));
	closed = to->close(to, 0);
	return code != 0 ? code : closed;
}

static int
rewrite(struct kv *kv)
{
	int code = kv->env == NULL ? DB_RUNRECOVERY :
	    kv->env->txn_checkpoint(kv->env, 0, 0, DB_FORCE);

	if (code == 0)
		code = fresh_clear(kv->dir);
	for (int i = 0; i < KV_TABLES && code == 0; i++)
		code = rewrite_table(kv, i);
	if (code != 0) {
		fresh_clear(kv->dir);
		return code;
	}
	close_tables(kv);
	kv->env->close(kv->env, 0);
	kv->env = NULL;
	return fresh_commit(kv->dir);
}

int
kv_rewrite(struct kv *kv, struct wtm_err *err)
{
	mode_t old = umask(kv->mode == 0660 ? 0007 : 0077);
	int reopened;
	int code;

	pthread_rwlock_wrlock(&kv->gate);
	code = presence_alone(kv->presence, ALONE_MS);
	if (code == 0) {
		code = rewrite(kv);
		close_env(kv);
		presence_share(kv->presence);
		reopened = open_env_patiently(kv);
		kv->generation++;
		code = code != 0 ? code : reopened;
	}
	pthread_rwlock_unlock(&kv->gate);
	umask(old);
	if (code == EBUSY)
		return err_set(err, WTM_SYSTEM, 0, "%s: other processes have "
		    "the memory open and do not let go of it; end them and try "
		    "again", kv->dir);
	return code == 0 ? 0 : fail(kv, code, "rewriting", err);
}

/* Backup. */

/* What was copied while others wrote becomes one state. */
static int
recover_copy(const char *dir)
{
	static const u_int32_t flags = DB_CREATE | DB_PRIVATE |
	    DB_INIT_MPOOL | DB_INIT_TXN | DB_INIT_LOCK | DB_INIT_LOG |
	    DB_RECOVER_FATAL;
	DB_ENV *env;
	int code = db_env_create(&env, 0);
	int closed;

	if (code != 0)
		return code;
	(void)((code = env->set_cachesize(env, 0, CACHE_BYTES, 1)) ||
	    (code = env->set_lg_max(env, LOG_FILE_BYTES)) ||
	    (code = env->open(env, dir, flags, 0600)) ||
	    (code = env->txn_checkpoint(env, 0, 0, DB_FORCE)) ||
	    (code = env->log_archive(env, NULL, DB_ARCH_REMOVE)));
	closed = env->close(env, 0);
	return code != 0 ? code : closed;
}

int
kv_backup(struct kv *kv, const char *dir, struct wtm_err *err)
{
	mode_t old;
	int code;

	if (folder_make_empty(dir, err) != 0)
		return -1;
	old = umask(0077);
	pthread_rwlock_rdlock(&kv->gate);
	atomic_fetch_add(&kv->keeping_logs, 1);
	code = presence_keep_logs(kv->presence);
	if (code == 0)
		code = kv->env == NULL ? DB_RUNRECOVERY :
		    kv->env->backup(kv->env, dir, DB_CREATE);
	if (atomic_fetch_sub(&kv->keeping_logs, 1) == 1)
		presence_let_logs_go(kv->presence);
	pthread_rwlock_unlock(&kv->gate);
	if (code == 0)
		code = recover_copy(dir);
	umask(old);
	return code == 0 ? 0 : fail(kv, code, "backup", err);
}

uint64_t
kv_reads(const struct kv *kv)
{
	return kv->reads;
}

const char *
kv_dir(const struct kv *kv)
{
	return kv->dir;
}
