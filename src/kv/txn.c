/*
 * txn: transactions, repeated until they are through.  A commit writes the
 * log without waiting for the disk; a durable one then flushes it.
 */
#include "config.h"
#include "kv/inner.h"

#include <unistd.h>

#include "base/err.h"
#include "kv/presence.h"

enum { TRIES = 6000 };	/* of one transaction: a minute or more */

enum txn_mode { SNAPSHOT, DURABLE, STAGED };

static int
is_retry(int code)
{
	return code == DB_LOCK_DEADLOCK || code == DB_LOCK_NOTGRANTED ||
	    code == DB_RUNRECOVERY;
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
		kv_txn_fail(txn, code, "begin", err);
		return txn->foreign != 0 ? 1 : -1;
	}
	ret = fn(txn, arg, err);
	kv_close_cursors(txn);
	if (txn->foreign == 0 && ret == 0) {
		code = txn->t->commit(txn->t, 0);
		if (code == 0 && mode == DURABLE)
			code = env->log_flush(env, NULL);
		if (code != 0)
			kv_txn_fail(txn, code, "commit", err);
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
		if (txn.foreign != DB_RUNRECOVERY && !kv_is_lost(kv))
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
