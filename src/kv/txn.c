/*
 * txn: transactions, repeated until they are through.  A commit writes the
 * log without waiting for the disk; a durable one then flushes it.
 *
 * The transaction of a reader begins when it first reads; most often it never
 * does, because what it needs was kept by the caller and nothing has been
 * written since.  That is told by the end of the log: whatever becomes visible
 * is a record in it, and the database itself compares a reader's snapshot with
 * the place of the commit in the log.  Who relied on it and did read must find
 * the log unchanged at the end, too; else he is repeated and reads all anew.
 */
#include "config.h"
#include "kv/map.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "kv/presence.h"

enum { TRIES = 6000 };	/* of one transaction: a minute or more */

enum txn_mode { SNAPSHOT, DURABLE, STAGED };

enum { PASSED = -1 };	/* as a code: the moment is over */

static int
is_retry(int code)
{
	return code == DB_LOCK_DEADLOCK || code == DB_LOCK_NOTGRANTED ||
	    code == DB_RUNRECOVERY || code == PASSED;
}

/* Report a failed call; one that asks for a repetition is only noted. */
int
kv_txn_fail(struct kv_txn *txn, int code, const char *what, struct wtm_err *err)
{
	if (is_retry(code)) {
		if (txn->foreign != DB_RUNRECOVERY)
			txn->foreign = code;
		return err_set(err, WTM_SYSTEM, 0, "%s: %s", what,
		    db_strerror(code));
	}
	return kv_fail(txn->kv, code, what, err);
}

static int
end_of_log(uint64_t *out, DB_ENV *env)
{
	DB_LOG_STAT *log;
	int code = env->log_stat(env, &log, 0);

	if (code != 0)
		return code;
	*out = (uint64_t)log->st_cur_file << 32 | log->st_cur_offset;
	free(log);
	return 0;
}

struct kv_moment
kv_moment(const struct kv_txn *txn)
{
	return txn->moment;
}

int
kv_is_still(struct kv_txn *txn, const struct kv_moment *m)
{
	if (m->end == 0 || txn->passed ||
	    m->end != txn->moment.end ||
	    m->generation != txn->moment.generation)
		return 0;
	txn->relies = 1;
	return 1;
}

int
kv_txn_start(struct kv_txn *txn)
{
	DB_ENV *env = txn->kv->env;

	return txn->t != NULL ? 0 :
	    env->txn_begin(env, NULL, &txn->t, DB_TXN_SNAPSHOT);
}

static int
begin(struct kv_txn *txn, enum txn_mode mode)
{
	DB_ENV *env = txn->kv->env;
	int code = env == NULL ? DB_RUNRECOVERY : 0;

	txn->t = NULL;
	txn->foreign = 0;
	txn->relies = 0;
	txn->moment = (struct kv_moment){ .generation = txn->kv->generation };
	if (code == 0 && mode == SNAPSHOT)
		return end_of_log(&txn->moment.end, env);
	/* Not later, when there may be no room for the log of it. */
	for (int i = 0; i < KV_TABLES && code == 0; i++) {
		DB *db;

		code = kv_need_table(&db, txn->kv, (enum kv_table)i);
	}
	return code != 0 ? code : env->txn_begin(env, NULL, &txn->t,
	    DB_TXN_WRITE_NOSYNC | DB_TXN_NOWAIT);
}

/* Has the moment passed that a reader relied on when he read more? */
static int
check_moment(const struct kv_txn *txn)
{
	uint64_t end;
	int code;

	if (!txn->relies || txn->t == NULL)
		return 0;
	code = end_of_log(&end, txn->kv->env);
	return code != 0 ? code : end == txn->moment.end ? 0 : PASSED;
}

static int
commit(struct kv_txn *txn, enum txn_mode mode)
{
	DB_ENV *env = txn->kv->env;
	int code = txn->t == NULL ? 0 : txn->t->commit(txn->t, 0);

	return code == 0 && mode == DURABLE ? env->log_flush(env, NULL) : code;
}

/* One attempt: 0 done, 1 to be repeated (foreign says why), -1 failed. */
static int
attempt(struct kv_txn *txn, enum txn_mode mode, kv_fn fn, void *arg,
    struct wtm_err *err)
{
	int ret;
	int code = begin(txn, mode);

	if (code != 0) {
		kv_txn_fail(txn, code, "begin", err);
		return txn->foreign != 0 ? 1 : -1;
	}
	ret = fn(txn, arg, err);
	kv_close_cursors(txn);
	code = check_moment(txn);
	if (code != 0)
		kv_txn_fail(txn, code, "snapshot", err);
	if (txn->foreign == 0 && ret == 0) {
		code = commit(txn, mode);
		if (code != 0)
			kv_txn_fail(txn, code, "commit", err);
	} else if (txn->t != NULL) {
		code = txn->t->abort(txn->t);
		if (code == DB_RUNRECOVERY)
			txn->foreign = code;
	}
	kv_txn_forget_map(txn);
	if (txn->foreign != 0)
		return 1;
	return ret == 0 && code == 0 ? 0 : -1;
}

/* Does a process want to be alone?  Readers ask now and then. */
static int
is_asked(struct kv *kv, enum txn_mode mode)
{
	struct timespec t;
	uint64_t ms;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	ms = (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
	if (mode == SNAPSHOT && atomic_load_explicit(&kv->asked_ms,
	    memory_order_relaxed) == ms)
		return 0;
	atomic_store_explicit(&kv->asked_ms, ms, memory_order_relaxed);
	return presence_is_asked(kv->presence);
}

static int
attempt_gated(struct kv_txn *txn, unsigned *generation, enum txn_mode mode,
    kv_fn fn, void *arg, struct wtm_err *err)
{
	int ret;

	pthread_rwlock_rdlock(&txn->kv->gate);
	*generation = txn->kv->generation;
	if (is_asked(txn->kv, mode)) {
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
		if (txn.foreign == PASSED)
			txn.passed = 1;
		else if (txn.foreign != DB_RUNRECOVERY && !kv_is_lost(kv))
			kv_pause_ms(1 + (i + getpid()) % 10);
		else if (recoveries++ < KV_RECOVERIES)
			code = kv_reopen(kv, generation);
		else
			code = DB_RUNRECOVERY;
	}
	buf_free(&txn.val);
	if (code != 0)
		return kv_fail(kv, code, "recovery", err);
	if (ret == 1)
		return kv_fail(kv, txn.foreign, "no end of conflicts", err);
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
