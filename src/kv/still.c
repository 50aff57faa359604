/*
 * still: parts that never change.
 *
 * They are read through an environment of the process alone, in which the
 * database maps the file: no log, no locks, no versions, no page of the shared
 * cache, which alone made a lookup in a process of its own take a third more.
 * A file that is mapped has no checksums; `verify` compares what the index
 * says with the units.
 */
#include "config.h"
#include "kv/still.h"

#include <stdint.h>
#include <stdio.h>

enum { CACHE_BYTES = 1 << 20 };	/* for what cannot be mapped */

static void
keep_detail(const DB_ENV *env, const char *prefix, const char *msg)
{
	struct kv *kv = env->app_private;

	(void)prefix;
	snprintf(kv->detail, sizeof kv->detail, "%s", msg);
}

static int
open_env(struct kv *kv)
{
	DB_ENV *env;
	int code = db_env_create(&env, 0);

	if (code != 0)
		return code;
	env->app_private = kv;
	env->set_errcall(env, keep_detail);
	(void)((code = env->set_cachesize(env, 0, CACHE_BYTES, 1)) ||
	    (code = env->set_mp_mmapsize(env, SIZE_MAX / 2)) ||
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
