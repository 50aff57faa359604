/*
 * table: the files of tables and of parts that are written, opened and closed.
 *
 * Whoever reads opens a table when it is needed first; most lookups need few
 * of them.  Whoever writes opens all before: a table that cannot be opened
 * because the log cannot be written would spoil the environment.
 */
#include "config.h"
#include "kv/inner.h"

#include "kv/folder.h"
#include "kv/sum.h"

const char *const kv_table_files[KV_TABLES] = {
	[KV_META] = FOLDER_MARK,
	[KV_UNIT] = "unit.db",
	[KV_LOG] = "changes.db",
	[KV_JOURNAL] = "journal.db",
	[KV_TAIL] = "tail.db",
	[KV_RUN] = "run.db",
};

void
kv_close_tables(struct kv *kv)
{
	for (int i = 0; i < KV_TABLES; i++) {
		DB *db = kv->db[i];

		if (db != NULL)
			db->close(db, DB_NOSYNC);
		kv->db[i] = NULL;
	}
}

static int
open_table(DB **out, struct kv *kv, const char *name, DB_TXN *t,
    u_int32_t flags)
{
	DB *db;
	int ret = db_create(&db, kv->env, 0);

	*out = NULL;
	if (ret != 0)
		return ret;
	*out = db;
	(void)((ret = db->set_flags(db, sum_flag())) ||
	    (ret = db->set_pagesize(db, KV_PAGE_BYTES)) ||
	    (ret = db->set_priority(db, DB_PRIORITY_VERY_LOW)) ||
	    (ret = db->open(db, t, name, NULL, DB_BTREE, flags | DB_THREAD,
	    kv->mode)));
	return ret;
}

int
kv_open_table(DB **out, struct kv *kv, const char *name)
{
	DB_TXN *t;
	int ret = kv->env->txn_begin(kv->env, NULL, &t, DB_TXN_SNAPSHOT);

	*out = NULL;
	if (ret != 0)
		return ret;
	ret = open_table(out, kv, name, t, 0);
	if (ret == 0)
		return t->commit(t, DB_TXN_WRITE_NOSYNC);
	if (*out != NULL)
		(*out)->close(*out, DB_NOSYNC);
	*out = NULL;
	t->abort(t);
	return ret;
}

int
kv_need_table(DB **out, struct kv *kv, enum kv_table table)
{
	int ret = 0;

	*out = atomic_load_explicit(&kv->db[table], memory_order_acquire);
	if (*out != NULL)
		return 0;
	pthread_mutex_lock(&kv->parts);
	*out = kv->db[table];
	if (*out == NULL) {
		ret = kv_open_table(out, kv, kv_table_files[table]);
		atomic_store_explicit(&kv->db[table], *out,
		    memory_order_release);
	}
	pthread_mutex_unlock(&kv->parts);
	return ret;
}

/*
 * All tables in one transaction: all of them exist or none.  Their names are on
 * the disk before that is said in the log: to make a file again the database
 * writes it without a sync, and then no longer knows how to.  The mark is made
 * last, so it goes first when the others do.
 */
int
kv_make_tables(struct kv *kv)
{
	DB_TXN *t;
	int ret = kv->env->txn_begin(kv->env, NULL, &t, 0);

	if (ret != 0)
		return ret;
	for (int i = KV_TABLES - 1; i >= 0 && ret == 0; i--) {
		DB *db;

		ret = open_table(&db, kv, kv_table_files[i], t, DB_CREATE);
		kv->db[i] = db;
	}
	if (ret == 0)
		ret = folder_sync(kv->dir);
	if (ret == 0)
		return t->commit(t, DB_TXN_WRITE_NOSYNC);
	kv_close_tables(kv);
	t->abort(t);
	return ret;
}
