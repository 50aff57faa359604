/*
 * whole: work on the environment as a whole: checkpoints, rewriting all
 * tables so that nothing deleted is left in them, hot backups.
 */
#include "config.h"
#include "kv/inner.h"

#include <sys/stat.h>

#include <errno.h>
#include <string.h>

#include "base/err.h"
#include "kv/folder.h"
#include "kv/fresh.h"
#include "kv/presence.h"

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

		val = kv_dbt_bulk(&room);
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
	fresh_path(path, sizeof path, kv->dir, kv_table_files[i]);
	(void)((code = to->set_flags(to, DB_CHKSUM)) ||
	    (code = to->set_pagesize(to, KV_PAGE_BYTES)) ||
	    (code = to->set_cachesize(to, 0, KV_CACHE_BYTES, 1)) ||
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
	kv_close_tables(kv);
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
	code = presence_alone(kv->presence, KV_ALONE_MS);
	if (code == 0) {
		code = rewrite(kv);
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

	if (folder_begin(dir, err) != 0)
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
	if (code == 0)
		code = folder_finish(dir);
	umask(old);
	if (code == 0)
		return 0;
	folder_abandon(dir);
	return kv_fail(kv, code, "backup", err);
}
