/*
 * still: parts that never change.
 *
 * They are read through an environment of the process alone, with a small
 * cache: no log, no locks, no versions, and no page of the shared cache, each
 * of which costs a new process page faults.  (Mapping the files would be
 * quicker still, but then the database checks no sums, and a damaged page
 * makes it answer wrongly or loop.)
 */
#include "config.h"
#include "kv/still.h"

enum {
	CACHE_BYTES = 8 << 20,
	MAP_NOTHING = 1,
	/* To begin with; as many as it may need are 500 KiB to write. */
	MUTEXES = 100,
	LATCHES = 16,
};

static int
open_env(struct kv *kv)
{
	DB_ENV *env;
	int code = db_env_create(&env, 0);

	if (code != 0)
		return code;
	kv_keep_detail(kv, env);
	(void)((code = env->set_cachesize(env, 0, CACHE_BYTES, 1)) ||
	    (code = env->set_mp_mmapsize(env, MAP_NOTHING)) ||
	    (code = env->mutex_set_init(env, MUTEXES)) ||
	    (code = env->set_mp_mtxcount(env, LATCHES)) ||
	    (code = env->open(env, kv->dir, DB_CREATE | DB_PRIVATE |
	    DB_INIT_MPOOL | DB_THREAD, kv->mode)));
	if (code == 0)
		kv->still = env;
	else
		env->close(env, 0);
	return code;
}

int
still_open(DB **out, struct kv *kv, const char *name)
{
	DB *db;
	int code = kv->still != NULL ? 0 : open_env(kv);

	*out = NULL;
	if (code == 0)
		code = db_create(&db, kv->still, 0);
	if (code != 0)
		return code;
	code = db->open(db, NULL, name, NULL, DB_BTREE, DB_RDONLY | DB_THREAD,
	    0);
	if (code == 0)
		*out = db;
	else
		db->close(db, DB_NOSYNC);
	return code;
}

void
still_close(struct kv *kv)
{
	if (kv->still != NULL)
		kv->still->close(kv->still, 0);
	kv->still = NULL;
}
