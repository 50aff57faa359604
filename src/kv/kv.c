/*
 * kv: the one door to Berkeley DB 5.3; here, opening and closing it.
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
 * All pages have the same priority in the cache, the lowest: of pages that a
 * transaction changes the cache keeps the old versions, and when these have a
 * priority of their own it looks for the lowest and then cannot free it,
 * which made large changes four times as slow.  What leaves the cache is then
 * a matter of chance, which costs lookups nothing that can be measured.
 *
 * Tables are B-trees in files of their own, with pages of 4 KiB (the unit in
 * which file systems write: a torn page cannot be recovered from the log) and
 * checksums; what is written in bulk goes to parts of tables (part.c).
 *
 * Whoever opens the environment is "present"; a process that asks to be alone
 * (to rewrite the tables) gets the others to close it between transactions.
 *
 * A transaction should write at most about 4 MiB, a thousand pages: so a
 * hundred processes stay below the locks, which are limited.
 */
#include "config.h"
#include "kv/kv.h"

#include <sys/file.h>
#include <sys/statvfs.h>
#include <sys/types.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "kv/folder.h"
#include "kv/fresh.h"
#include "kv/guard.h"
#include "kv/map.h"
#include "kv/presence.h"
#include "kv/still.h"

enum {
	/* Fixed when the environment is made. */
	LOG_BUFFER_BYTES = 240 << 10,
	LOCKS = 60000,
	LOCKERS = 4000,
	TXNS = 4000,
	MUTEXES = 200000,
	/* Long chains, and a latch for each, touch memory far apart. */
	CACHE_CHAINS = 2 * KV_CACHE_BYTES / KV_PAGE_BYTES,
	CACHE_LATCHES = 64,

	FULL_BYTES = 256 << 10,	/* less than this is no room */
	CHECKPOINT_MIB = 32,	/* of log, at closing: of others, too */
};

#define REGISTER_FILE "__db.register"
#define REGION_FILE "__db.001"

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
int
kv_is_lost(const struct kv *kv)
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

/* It stays open as long as the environment, see guard.h. */
static int
open_register(struct kv *kv)
{
	char path[4200];

	if (kv->register_fd >= 0)
		return 0;
	snprintf(path, sizeof path, "%s/%s", kv->dir, REGISTER_FILE);
	kv->register_fd = open(path, O_RDONLY | O_CLOEXEC);
	return kv->register_fd < 0 ? errno : 0;
}

/* Somebody whom this process was about to join has died. */
static int
join_is_lost(struct kv *kv)
{
	return kv->joining && open_register(kv) == 0 &&
	    guard_register_has_dead(kv->register_fd);
}

/* For guard: asked only while some thread waits unusually long. */
static int
any_is_lost(void)
{
	int lost = 0;

	if (pthread_mutex_trylock(&open_mutex) != 0)
		return 0;
	for (struct kv *o = open_list; o != NULL; o = o->next_open)
		lost |= kv_is_lost(o) || join_is_lost(o);
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

int
kv_fail(struct kv *kv, int code, const char *what, struct wtm_err *err)
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
	case DB_PAGE_NOTFOUND:
	case EINVAL:
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

void
kv_keep_detail(struct kv *kv, DB_ENV *env)
{
	env->app_private = kv;
	env->set_errcall(env, keep_detail);
}

static int
env_setup(struct kv *kv)
{
	DB_ENV *env = kv->env;
	int ret;

	kv_keep_detail(kv, env);
	(void)((ret = env->set_cachesize(env, 0, KV_CACHE_BYTES, 1)) ||
	    (ret = env->set_mp_tablesize(env, CACHE_CHAINS)) ||
	    (ret = env->set_mp_mtxcount(env, CACHE_LATCHES)) ||
	    (ret = env->set_lg_bsize(env, LOG_BUFFER_BYTES)) ||
	    (ret = env->set_lg_max(env, KV_LOG_FILE_BYTES)) ||
	    (ret = env->set_lk_max_locks(env, LOCKS)) ||
	    (ret = env->set_lk_max_objects(env, LOCKS)) ||
	    (ret = env->set_lk_max_lockers(env, LOCKERS)) ||
	    (ret = env->set_tx_max(env, TXNS)) ||
	    (ret = env->mutex_set_max(env, MUTEXES)) ||
	    (ret = env->set_flags(env, DB_MULTIVERSION, 1)));
	return ret;
}

void
kv_close_env(struct kv *kv)
{
	kv_forget_map(kv);
	kv_close_tables(kv);
	still_close(kv);
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
	int ret = open_register(kv);

	if (ret != 0)
		return ret;
	/* Only its owner may, and the others need not. */
	(void)!fchmod(kv->register_fd, (mode_t)kv->mode);
	snprintf(path, sizeof path, "%s/%s", kv->dir, REGION_FILE);
	if (stat(path, &st) != 0)	/* replaced this very moment */
		return DB_RUNRECOVERY;
	kv->region = st.st_ino;
	return 0;
}

/* Be present, and complete what somebody who was alone has begun. */
static int
enter(struct kv *kv)
{
	int code = presence_enter(kv->presence);

	if (code == 0 && !fresh_is_waiting(kv->dir) &&
	    fresh_is_left(kv->dir, kv_table_files[0]))
		code = fresh_clear(kv->dir);	/* whoever began it is dead */
	if (code != 0 || !fresh_is_waiting(kv->dir))
		return code;
	presence_leave(kv->presence);	/* others want the same */
	code = presence_alone(kv->presence, KV_ALONE_MS);
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
	kv->joining = 1;
	(void)((ret = env_setup(kv)) ||
	    (ret = kv->env->open(kv->env, kv->dir, flags, kv->mode)) ||
	    (ret = watch_env(kv)));
	kv->joining = 0;
	if (ret == 0) {
		DB *meta;

		ret = kv_need_table(&meta, kv, KV_META);
		if (ret == ENOENT && kv->create)
			ret = kv_make_tables(kv);
	}
	if (ret != 0)
		kv_close_env(kv);
	return ret;
}

void
kv_pause_ms(long ms)
{
	struct timespec t = { .tv_sec = ms / 1000,
		.tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

/*
 * Who could not make the shared memory, because the disk was full or he was
 * killed, leaves an empty file, for the rest of which the database would wait.
 */
static void
remove_empty_region(const struct kv *kv)
{
	char path[4200];
	struct stat st;

	snprintf(path, sizeof path, "%s/%s", kv->dir, REGION_FILE);
	if (stat(path, &st) == 0 && st.st_size == 0)
		unlink(path);
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
	remove_empty_region(kv);
	ret = open_env(kv);
	close(fd);
	return ret;
}

/*
 * Processes that die in a row can each spoil an open; so it is tried a few
 * times before the memory is called damaged.
 */
int
kv_open_env(struct kv *kv)
{
	int ret = 0;

	for (int i = 0; i < KV_RECOVERIES; i++) {
		ret = open_env_alone(kv);
		if (ret != DB_RUNRECOVERY && ret != DB_LOCK_DEADLOCK &&
		    ret != EAGAIN && ret != EBUSY)
			break;
		kv_pause_ms(i < 5 ? 5L << i : 160);
	}
	return ret;
}

/* Another thread may have done it while this one waited. */
int
kv_reopen(struct kv *kv, unsigned generation)
{
	int ret = 0;

	pthread_rwlock_wrlock(&kv->gate);
	if (kv->generation == generation) {
		kv_close_env(kv);
		ret = kv_open_env(kv);
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
		ret = kv_open_env(kv);

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
	db_env_set_func_open(folder_open_file);
	pthread_rwlock_init(&kv->gate, NULL);
	pthread_mutex_init(&kv->parts, NULL);
	pthread_mutex_init(&kv->joining_parts, NULL);
	pthread_mutex_init(&kv->making_mutex, NULL);
	ret = open_first(kv);
	if (ret != 0) {
		kv_fail(kv, ret, "open", err);
		kv_close(kv);
		return -1;
	}
	*out = kv;
	return 0;
}

static u_int32_t
logged_mib(DB_ENV *env)
{
	DB_LOG_STAT *log;
	u_int32_t mib;

	if (env->log_stat(env, &log, 0) != 0)
		return 0;
	mib = log->st_wc_mbytes;
	free(log);
	return mib;
}

/*
 * Many processes that each write little would let the log grow, and so would
 * those that only read: what they open and close is logged.  A large change
 * that is under way sees to its own, long before this is due.
 */
static void
checkpoint_when_due(struct kv *kv)
{
	struct wtm_err ignored = { 0 };

	if (kv->env != NULL && logged_mib(kv->env) >= CHECKPOINT_MIB)
		kv_checkpoint(kv, 1, &ignored);
}

void
kv_close(struct kv *kv)
{
	if (kv == NULL)
		return;
	checkpoint_when_due(kv);
	kv_close_env(kv);
	if (kv->presence >= 0)
		close(kv->presence);
	open_list_remove(kv);
	kv_parts_free(&kv->making);
	pthread_mutex_destroy(&kv->making_mutex);
	pthread_mutex_destroy(&kv->joining_parts);
	pthread_mutex_destroy(&kv->parts);
	pthread_rwlock_destroy(&kv->gate);
	free(kv);
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
