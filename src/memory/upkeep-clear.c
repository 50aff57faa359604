/*
 * upkeep-clear: what changes left that nobody is working on any more.
 *
 * A staged change that was not published is removed; one that was is folded,
 * that is, what it replaced goes.
 */
#include "config.h"
#include "memory/upkeep.h"

#include "base/err.h"
#include "kv/part.h"
#include "memory/change-inner.h"
#include "memory/unit.h"
#include "memory/version.h"

enum { STEP = 1000 };

struct removal {
	uint32_t change;
	struct arena a;
	struct log_entry e;
	int logged;
	size_t range;		/* of e.ranges */
	uint64_t from;		/* id in the range or the journal */
	int done;
};

static int
read_log(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct removal *r = arg;
	int ret;

	arena_clear(&r->a);
	ret = log_get(&r->e, txn, r->change, &r->a, err);
	r->logged = ret == 1;
	return ret < 0 ? -1 : 0;
}

/* Delete the versions of the change in a part of its range of ids. */
static int
remove_units(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct removal *r = arg;
	const struct log_range *range = &r->e.ranges[r->range];
	uint64_t from = r->from;
	struct kv_cursor *c;
	unsigned char k[KEY_UNIT];
	int n = 0;
	int ret;

	if (kv_cursor_open(&c, txn, KV_UNIT, KV_STEP, err) != 0)
		return -1;
	key_unit(k, from, UINT32_MAX);
	ret = kv_seek(c, k, sizeof k, err);
	r->done = 0;
	for (; ret == 1; ret = kv_next(c, err)) {
		struct rd rd = rd_over(c->key.s, c->key.len);
		uint64_t id = rd_u64(&rd);
		uint32_t change = ~rd_u32(&rd);

		if (id >= range->to || n == STEP)
			break;
		if (change == r->change && kv_cursor_del(c, err) != 0)
			return -1;
		n++;
	}
	kv_cursor_close(c);
	r->done = ret == 0 || (ret == 1 && n < STEP);
	return ret < 0 ? -1 : 0;
}

/* Where a step of STEP records ended is found by asking again: idempotent. */
static int
remove_range(struct store *s, struct removal *r, struct wtm_err *err)
{
	r->from = r->e.ranges[r->range].from;
	do {
		if (kv_stage(store_kv(s), remove_units, r, err) != 0)
			return -1;
	} while (!r->done);
	return 0;
}

/*
 * Rows of the journal of a change, a step of them: with `undo` its versions
 * and the rows go, else what it replaced goes and the rows stay.
 */
struct fold {
	uint32_t change;
	int undo;
	uint64_t from;
	uint64_t next;		/* where the step after this one begins */
	int done;
	struct arena a;
	struct state st;
	int tail_changed;
};

/*
 * Remove a version that is replaced, and those which that one replaced: when
 * the change that wrote it was not folded yet they are there still.
 */
static int
del_replaced(struct kv_txn *txn, uint64_t id, uint32_t change,
    struct wtm_err *err)
{
	while (change != 0) {
		struct record_head head;

		if (version_head(&head, txn, id, change, err) < 0 ||
		    version_del(txn, id, change, err) != 0)
			return -1;
		change = head.replaces;
	}
	return 0;
}

/*
 * A unit that waits in the tail of the index and has other texts with this
 * change, which built an index of its own.
 */
static int
fold_tail(struct fold *f, struct kv_txn *txn, uint64_t id, struct kv_bytes was,
    struct wtm_err *err)
{
	const struct wtm_tu *now;
	const struct wtm_tu *old;
	struct rd r = rd_over(was.s, was.len);
	uint32_t version;
	int gone = index_tail_has(txn, id, err);

	if (gone != 1)
		return gone;
	arena_clear(&f->a);
	if (store_get_version(&now, &version, txn, &f->st, id, &f->a,
	    err) != 0)
		return -1;
	if (now == NULL || version != f->change || rd_u32(&r) == 0)
		return 0;
	was.s = r.s;
	was.len = rd_left(&r);
	if (store_decode(&old, id, was, &f->a, err) != 0)
		return -1;
	if (unit_same(old, now))
		return 0;
	if (index_tail_del(txn, id, &gone, err) != 0)
		return -1;
	f->st.view.n_tail--;
	f->st.view.stamp++;
	f->tail_changed = 1;
	return 0;
}

/* Remove what the change replaced, and a version of it that only deletes. */
static int
fold_row(struct fold *f, struct kv_txn *txn, struct kv_cursor *c, uint64_t id,
    uint32_t old, struct wtm_err *err)
{
	uint32_t older = 0;
	int ret = store_seek_unit(c, id, err);

	for (; ret == 1; ret = kv_next(c, err)) {
		struct record_head head;
		uint64_t at;
		uint32_t change;

		if (store_read_unit_key(&at, &change, c->key, err) != 0)
			return -1;
		if (at != id)
			break;
		if (change != old && change != f->change)
			continue;
		if (record_read_head(&head, c->val.s, c->val.len, id,
		    err) != 0)
			return -1;
		if (change == old)
			older = head.replaces;
		else if (!head.deleted)
			continue;
		if (kv_cursor_del(c, err) != 0)
			return -1;
	}
	return ret < 0 ? -1 : del_replaced(txn, id, older, err);
}

/* The journal row at the cursor j; with its versions at c. */
static int
fold_at(struct fold *f, struct kv_txn *txn, struct kv_cursor *j,
    struct kv_cursor *c, uint64_t id, struct wtm_err *err)
{
	struct rd val = rd_over(j->val.s, j->val.len);

	if (f->undo)
		return version_del(txn, id, f->change, err) != 0 ? -1 :
		    kv_cursor_del(j, err);
	if (f->st.view.n_tail > 0 && fold_tail(f, txn, id, j->val, err) != 0)
		return -1;
	return fold_row(f, txn, c, id, rd_u32(&val), err);
}

static int
fold_step(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct fold *f = arg;
	struct kv_cursor *j;
	struct kv_cursor *c;
	unsigned char k[KEY_JOURNAL];
	int n = 0;
	int ret;

	f->tail_changed = 0;
	f->done = 1;
	if (state_read(&f->st, txn, !f->undo, err) != 0 ||
	    kv_cursor_open(&j, txn, KV_JOURNAL, f->undo ? KV_STEP : KV_SWEEP,
	    err) != 0 ||
	    kv_cursor_open(&c, txn, KV_UNIT, KV_STEP, err) != 0)
		return -1;
	key_journal(k, f->change, f->from);
	ret = kv_seek(j, k, sizeof k, err);
	for (; ret == 1; ret = kv_next(j, err), n++) {
		struct rd key = rd_over(j->key.s, j->key.len);
		uint32_t owner = rd_u32(&key);

		f->next = rd_u64(&key);
		f->done = owner != f->change;
		if (f->done || n == STEP)
			break;
		f->done = 1;
		if (fold_at(f, txn, j, c, f->next, err) != 0)
			return -1;
	}
	kv_cursor_close(c);
	kv_cursor_close(j);
	if (ret >= 0 && f->tail_changed)
		return state_write(&f->st, txn, err);
	return ret < 0 ? -1 : 0;
}

static int
fold_all(struct store *s, struct fold *f, struct wtm_err *err)
{
	int ret;

	f->from = 0;
	do {	/* a repeated step begins where it began */
		ret = kv_stage(store_kv(s), fold_step, f, err);
		f->from = f->next;
	} while (ret == 0 && !f->done);
	arena_free(&f->a);
	return ret;
}

static int
unpend(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	const struct removal *r = arg;
	struct state st;
	struct pending *p;

	if (state_read(&st, txn, 1, err) != 0)
		return -1;
	p = state_pending(&st, r->change);
	if (p == NULL)
		return 0;
	if (p->step == PENDING_STAGING && log_del(txn, r->change, err) != 0)
		return -1;
	state_unpend(&st, r->change);
	return state_write(&st, txn, err);
}

int
change_fold(struct store *s, uint32_t change, struct wtm_err *err)
{
	struct fold f = { .change = change };
	struct removal r = { .change = change };

	if (fold_all(s, &f, err) != 0)
		return -1;
	return kv_write(store_kv(s), unpend, &r, err);
}

/* A staged change that nobody claims never was. */
static int
remove_staged(struct store *s, uint32_t change, struct wtm_err *err)
{
	struct kv *kv = store_kv(s);
	struct removal r = { .change = change };
	struct fold f = { .change = change, .undo = 1 };
	int ret = kv_part_discard(kv, KV_UNIT, change, change + 1, err);

	if (ret == 0)
		ret = kv_read(kv, read_log, &r, err);
	for (size_t i = 0; ret == 0 && i < r.e.n_ranges; i++) {
		r.range = i;
		ret = remove_range(s, &r, err);
	}
	if (ret == 0)
		ret = fold_all(s, &f, err);
	if (ret == 0)
		ret = index_drop(kv, change, INDEX_ALL_RUNS, err);
	if (ret == 0)
		ret = kv_write(kv, unpend, &r, err);
	arena_free(&r.a);
	return ret;
}

static int
clear_one(struct store *s, uint32_t change, struct wtm_err *err)
{
	struct state st;
	struct pending *p;
	int ret = store_claim(s, change, err);

	if (ret != 1)
		return ret;
	/* It may have ended between the look and the claim. */
	ret = state_peek(&st, store_kv(s), err);
	p = ret == 0 ? state_pending(&st, change) : NULL;
	if (p != NULL && p->step == PENDING_STAGING)
		ret = remove_staged(s, change, err);
	else if (p != NULL)
		ret = change_fold(s, change, err);
	store_unclaim(s, change);
	return ret;
}

int
upkeep_clear(struct store *s, struct wtm_err *err)
{
	struct state st;

	if (state_peek(&st, store_kv(s), err) != 0)
		return -1;
	for (size_t i = 0; i < st.n_pending; i++)
		if (clear_one(s, st.pending[i].change, err) != 0)
			return -1;
	return 0;
}

static void
sweep_one(struct store *s, uint32_t change)
{
	struct wtm_err ignored = { 0 };
	struct state st;
	struct pending *p;

	if (store_claim(s, change, &ignored) != 1)
		return;
	if (state_peek(&st, store_kv(s), &ignored) == 0) {
		p = state_pending(&st, change);
		if (p != NULL && p->step == PENDING_STAGING &&
		    kv_part_discard(store_kv(s), KV_UNIT, change, change + 1,
		    &ignored) == 0)
			index_discard(store_kv(s), change, &ignored);
	}
	store_unclaim(s, change);
}

void
upkeep_sweep(struct store *s)
{
	struct wtm_err ignored = { 0 };
	struct state st;

	if (!kv_part_is_begun(store_kv(s)) ||
	    state_peek(&st, store_kv(s), &ignored) != 0)
		return;
	for (size_t i = 0; i < st.n_pending; i++)
		sweep_one(s, st.pending[i].change);
}
