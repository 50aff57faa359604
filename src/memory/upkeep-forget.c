/*
 * upkeep-forget: the oldest changes can no longer be undone.
 *
 * The entry of a change goes first, so that nobody undoes it by half, then its
 * before-images in steps, then its rank.  Whoever forgets next goes on where
 * the last one was interrupted.
 */
#include "config.h"
#include "memory/upkeep.h"

#include <time.h>

#include "base/err.h"
#include "memory/log.h"

enum { STEP = 1000 };

struct forgetting {
	uint64_t max_entries;
	uint64_t max_bytes;
	int64_t min_age;
	int more;
};

static int
is_too_old(const struct forgetting *f, const struct state *st, uint64_t rank)
{
	if (rank == 0 || rank >= st->published)
		return 0;
	return rank + f->max_entries <= st->published ||
	    st->journal_bytes > f->max_bytes;
}

static int
forget_entry(struct kv_txn *txn, struct state *st, uint32_t change,
    struct wtm_err *err)
{
	struct arena a = { 0 };
	struct log_entry e;
	unsigned char k[KEY_HEADER];
	int ret = log_get(&e, txn, change, &a, err);

	arena_free(&a);
	if (ret != 1)
		return ret;
	st->journal_bytes -= e.bytes < st->journal_bytes ? e.bytes :
	    st->journal_bytes;
	if (e.undoes != 0) {
		key_hidden_header(k, e.undoes);
		if (kv_del(txn, KV_META, k, sizeof k, err) < 0)
			return -1;
	}
	if (log_del(txn, change, err) != 0)
		return -1;
	return state_write(st, txn, err);
}

/* 1 when the entry is there and stays, 0 when it can go or went, -1. */
static int
stays(const struct forgetting *f, struct kv_txn *txn, struct state *st,
    uint64_t rank, uint32_t change, struct wtm_err *err)
{
	struct arena a = { 0 };
	struct log_entry e;
	int ret = log_get(&e, txn, change, &a, err);
	int64_t age = ret == 1 ? (int64_t)time(NULL) - e.time : 0;

	arena_free(&a);
	if (ret != 1)
		return ret;
	/* A time to come is that of a clock that was set. */
	return !is_too_old(f, st, rank) || state_pending(st, change) != NULL ||
	    (age >= 0 && age < f->min_age);
}

/* The number of rows that went, or -1. */
static int
forget_images(struct kv_txn *txn, uint32_t change, struct wtm_err *err)
{
	unsigned char k[KEY_JOURNAL];
	struct kv_cursor *c;
	int n = 0;
	int ret;

	if (kv_cursor_open(&c, txn, KV_JOURNAL, KV_STEP, err) != 0)
		return -1;
	key_journal(k, change, 0);
	ret = kv_seek(c, k, sizeof k, err);
	for (; ret == 1 && n < STEP; ret = kv_next(c, err), n++) {
		struct rd r = rd_over(c->key.s, c->key.len);

		if (rd_u32(&r) != change)
			break;
		if (kv_cursor_del(c, err) != 0)
			return -1;
	}
	kv_cursor_close(c);
	return ret < 0 ? -1 : n;
}

static int
forget_oldest(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct forgetting *f = arg;
	struct state st;
	uint64_t rank;
	uint32_t change;
	int ret;

	f->more = 0;
	if (state_read(&st, txn, 1, err) != 0 ||
	    log_rank_first(&rank, txn, err) != 0)
		return -1;
	if (rank == 0)
		return 0;
	ret = log_rank_get(&change, txn, rank, err);
	if (ret != 1)
		return ret;
	ret = stays(f, txn, &st, rank, change, err);
	if (ret != 0)
		return ret < 0 ? -1 : 0;
	f->more = 1;
	if (forget_entry(txn, &st, change, err) != 0)
		return -1;
	ret = forget_images(txn, change, err);
	if (ret < 0 || ret == STEP)
		return ret < 0 ? -1 : 0;
	return log_rank_del(txn, rank, err);
}

int
upkeep_forget(struct store *s, uint64_t max_entries, uint64_t max_bytes,
    int min_age, struct wtm_err *err)
{
	struct forgetting f = { max_entries, max_bytes, min_age, 1 };

	while (f.more)
		if (kv_stage(store_kv(s), forget_oldest, &f, err) != 0)
			return -1;
	return 0;
}
