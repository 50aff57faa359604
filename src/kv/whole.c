/*
 * whole: work on the environment as a whole: checkpoints, rewriting all
 * tables so that nothing deleted is left in them, hot backups.
 */
#include "config.h"
#include "kv/map.h"

#include <sys/stat.h>

#include <errno.h>
#include <string.h>

#include "base/err.h"
#include "kv/folder.h"
#include "kv/fresh.h"
#include "kv/presence.h"
#include "kv/sum.h"

enum { CHECKPOINT_BYTES = 8 << 20 };	/* of this process */

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
		code = kv_reopen(kv, generation);
	return code == 0 ? 0 : kv_fail(kv, code, "checkpoint", err);
}

/* Rewriting: no byte of what was deleted is left. */

static int
is_parts_record(enum kv_table table, struct kv_bytes key)
{
	return table == KV_META && kv_compare(key.s, key.len, KV_PARTS_KEY,
	    strlen(KV_PARTS_KEY)) == 0;
}

/* The records of a table and of its parts, which it will have no more. */
static int
copy_records(struct kv *kv, enum kv_table table, DB *to)
{
	struct kv_txn alone = { .kv = kv };	/* without end or repetition */
	struct wtm_err err = { 0 };
	struct kv_cursor *c;
	int code = 0;
	int ret;

	if (kv_cursor_open(&c, &alone, table, KV_SWEEP, &err) != 0)
		return ENOMEM;
	ret = kv_seek(c, "", 0, &err);
	for (; ret == 1 && code == 0; ret = kv_next(c, &err)) {
		DBT k = { 0 };
		DBT v = { 0 };

		if (is_parts_record(table, c->key))
			continue;
		k.data = (void *)(uintptr_t)c->key.s;
		k.size = (u_int32_t)c->key.len;
		v.data = (void *)(uintptr_t)c->val.s;
		v.size = (u_int32_t)c->val.len;
		code = to->put(to, NULL, &k, &v, 0);
	}
	kv_close_cursors(&alone);
	kv_txn_forget_map(&alone);
	if (alone.t != NULL)
		alone.t->abort(alone.t);
	if (code == 0 && ret < 0)
		code = alone.foreign != 0 ? alone.foreign : EIO;
	return code;
}

/* There are none now, and nobody may think there were. */
static int
write_no_parts(struct kv *kv, DB *meta)
{
	struct kv_parts p;
	int code = kv_read_parts(&p, kv, NULL);

	if (code != 0)
		return code;
	p.n = 0;
	p.n_left = 0;
	code = p.stamp == 0 ? 0 : kv_store_parts(&p, meta, NULL);
	kv_parts_free(&p);
	return code;
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
	fresh_path(path, sizeof path, kv->dir, kv_table_files[i]);
	(void)((code = to->set_flags(to, sum_flag())) ||
	    (code = to->set_pagesize(to, KV_PAGE_BYTES)) ||
	    (code = to->set_cachesize(to, 0, KV_CACHE_BYTES, 1)) ||
	    (code = to->open(to, NULL, path, NULL, DB_BTREE, DB_CREATE,
	    kv->mode)) ||
	    (code = copy_records(kv, (enum kv_table)i, to)) ||
	    (code = i == KV_META ? write_no_parts(kv, to) : 0));
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
	kv_forget_map(kv);
	kv_close_tables(kv);
	kv->env->close(kv->env, 0);
	kv->env = NULL;
	return fresh_commit(kv->dir);
}

/* The files of parts that are just being joined would go, too. */
static int
rewrite_parts(struct kv *kv)
{
	int code = EBUSY;

	if (kv->making.n == 0 && presence_may_join_parts(kv->presence))
		code = rewrite(kv);
	presence_let_parts_go(kv->presence);
	return code;
}

int
kv_rewrite(struct kv *kv, struct wtm_err *err)
{
	mode_t old = umask(kv->mode == 0660 ? 0007 : 0077);
	int reopened;
	int code;

	pthread_rwlock_wrlock(&kv->gate);
	code = presence_alone(kv->presence, KV_ALONE_MS);
	if (code == 0) {
		code = rewrite_parts(kv);
		kv_close_env(kv);
		presence_share(kv->presence);
		reopened = kv_open_env(kv);
		kv->generation++;
		code = code != 0 ? code : reopened;
	}
	pthread_rwlock_unlock(&kv->gate);
	umask(old);
	if (code == EBUSY)
		return err_set(err, WTM_SYSTEM, 0, "%s: other processes have "
		    "the memory open and do not let go of it; end them and try "
		    "again", kv->dir);
	return code == 0 ? 0 : kv_fail(kv, code, "rewriting", err);
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
	(void)((code = env->set_cachesize(env, 0, KV_CACHE_BYTES, 1)) ||
	    (code = env->set_lg_max(env, KV_LOG_FILE_BYTES)) ||
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

	if (folder_begin(dir, kv->dev, kv->ino, err) != 0)
		return -1;
	old = umask(0077);
	pthread_mutex_lock(&kv->joining_parts);
	pthread_rwlock_rdlock(&kv->gate);
	atomic_fetch_add(&kv->keeping_logs, 1);
	code = presence_keep_logs(kv->presence);
	if (code == 0)
		code = presence_keep_parts(kv->presence);
	if (code == 0)
		code = kv->env == NULL ? DB_RUNRECOVERY :
		    kv->env->backup(kv->env, dir, DB_CREATE);
	if (atomic_fetch_sub(&kv->keeping_logs, 1) == 1)
		presence_let_logs_go(kv->presence);
	presence_let_parts_go(kv->presence);
	pthread_rwlock_unlock(&kv->gate);
	pthread_mutex_unlock(&kv->joining_parts);
	if (code == 0)
		code = recover_copy(dir);
	if (code == 0)
		code = folder_finish(dir);
	umask(old);
	if (code == 0)
		return 0;
	folder_abandon(dir);
	return kv_fail(kv, code, "backup", err);
}
