/*
 * rebuild: the index made anew from the units.
 *
 * The new runs are written under a number that the state lists as pending,
 * as a merge is, and take the place of all runs and of the tail with one
 * writing of the state.  When others published meanwhile it begins anew; the
 * next upkeep takes away what was in vain.
 */
#include "config.h"
#include "memory/rebuild.h"

#include <stdlib.h>

#include "base/err.h"
#include "kv/part.h"

enum { TRIES = 5, SLACK = 10000 };

struct rebuild {
	struct store *s;
	struct state mark;	/* the state it is made of */
	uint32_t number;
	struct index_build *build;
	const struct index_run *runs;
	size_t n_runs;
	uint64_t units;
	int outrun;
};

int
rebuild_is_due(const struct state *st)
{
	uint64_t docs = 0;

	for (size_t i = 0; i < st->view.n_runs; i++)
		docs += st->view.runs[i].n_units;
	return docs > 2 * st->n_units + SLACK;
}

static int
plan(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct rebuild *r = arg;
	struct state st;
	int claimed;

	if (state_read(&st, txn, 1, err) != 0)
		return -1;
	if (r->number != 0)
		store_unclaim(r->s, r->number);
	/* A number may be claimed for a try that was undone. */
	do {
		r->number = st.next_change++;
		claimed = store_claim(r->s, r->number, err);
	} while (claimed == 0);
	if (claimed < 0 || state_pend(&st, r->number, err) != 0)
		return -1;
	r->mark = st;
	return state_write(&st, txn, err);
}

static int
add(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct rebuild *r = arg;

	r->units++;
	return index_build_add(r->build, tu, err);
}

static int
empty_tail(struct kv_txn *txn, struct wtm_err *err)
{
	struct kv_cursor *c;
	int ret;

	if (kv_cursor_open(&c, txn, KV_TAIL, KV_STEP, err) != 0)
		return -1;
	ret = kv_seek(c, "", 0, err);
	for (; ret == 1; ret = kv_next(c, err))
		if (kv_cursor_del(c, err) != 0)
			return -1;
	kv_cursor_close(c);
	return ret;
}

static void
replace_runs(struct state *st, const struct rebuild *r)
{
	for (size_t i = 0; i < st->view.n_runs; i++) {
		st->garbage[st->n_garbage].owner = st->view.runs[i].owner;
		st->garbage[st->n_garbage].seq = st->view.runs[i].seq;
		st->n_garbage++;
	}
	for (size_t i = 0; i < r->n_runs; i++)
		st->view.runs[i] = r->runs[i];
	st->view.n_runs = r->n_runs;
	st->view.n_tail = 0;
	st->view.stamp++;
}

static int
show(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct rebuild *r = arg;
	struct state st;

	r->outrun = 0;
	if (state_read(&st, txn, 1, err) != 0)
		return -1;
	if (state_pending(&st, r->number) == NULL)
		return 0;	/* a try whose commit nobody heard of */
	if (st.published != r->mark.published) {
		r->outrun = 1;
		return 0;
	}
	if (st.n_garbage + st.view.n_runs > STATE_GARBAGE_MAX ||
	    r->n_runs > INDEX_RUNS_MAX)
		return err_set(err, WTM_SYSTEM, 0, "the index has too many "
		    "parts; try again");
	replace_runs(&st, r);
	st.n_units = r->units;
	st.rules = state_our_rules();
	st.rebuilt = r->mark.next_change;
	state_unpend(&st, r->number);
	if (index_join(txn, r->runs, r->n_runs, &st.parts, err) != 0 ||
	    empty_tail(txn, err) != 0 || store_write_format(txn, err) != 0)
		return -1;
	return state_write(&st, txn, err);
}

static int
rebuild_once(struct rebuild *r, struct wtm_err *err)
{
	struct kv *kv = store_kv(r->s);
	struct wtm_err ignored = { 0 };
	int ret = kv_stage(kv, plan, r, err);

	r->units = 0;
	r->outrun = 0;
	if (ret == 0)
		ret = index_build_new(&r->build, kv, r->number, err);
	if (ret == 0)
		ret = store_walk(r->s, 0, add, r, err);
	if (ret == 0)
		ret = index_build_finish(r->build, &r->runs, &r->n_runs, err);
	if (ret == 0)
		ret = kv_write_parts(kv, show, r, err);
	index_build_free(r->build);
	r->build = NULL;
	if (ret != 0 || r->outrun)
		index_drop(kv, r->number, INDEX_ALL_RUNS, &ignored);
	if (r->number != 0)
		store_unclaim(r->s, r->number);
	r->number = 0;
	return ret;
}

int
rebuild_index(struct store *s, struct wtm_err *err)
{
	struct rebuild *r = calloc(1, sizeof *r);
	int ret = 0;

	if (r == NULL)
		return err_nomem(err);
	r->s = s;
	for (int i = 0; i < TRIES && ret == 0; i++) {
		ret = rebuild_once(r, err);
		if (!r->outrun)
			break;
	}
	if (ret == 0 && r->outrun)
		ret = err_set(err, WTM_SYSTEM, 0, "others change the memory "
		    "all the time; try again");
	free(r);
	return ret;
}
