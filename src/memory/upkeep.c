/*
 * upkeep: work that changes leave behind; here, the index.
 *
 * Each piece can be interrupted at any point and is taken up again by the
 * next writer: the state record lists what is to be done (pending changes
 * that nobody claims, runs to drop).  The lease, claim LEASE, keeps two
 * processes from merging at the same time.
 */
#include "config.h"
#include "memory/upkeep.h"

#include <string.h>

#include "base/err.h"
#include "kv/part.h"
#include "memory/change-inner.h"
#include "memory/rebuild.h"
#include "memory/unit.h"
#include "memory/version.h"

enum { SHORT_UNITS = 8000, SHORT_RUNS = 32, LEASE = 0 };

/* The first run that no view names, as it is dropped. */
struct dropping {
	struct state st;
	int was_part;
};

static int
let_part_go(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct dropping *d = arg;

	if (state_read(&d->st, txn, 1, err) != 0)
		return -1;
	if (d->st.n_garbage == 0)
		return 0;
	d->was_part = index_leave(txn, d->st.garbage[0].owner,
	    d->st.garbage[0].seq, &d->st.parts, err);
	if (d->was_part <= 0)
		return d->was_part;
	return state_write(&d->st, txn, err);
}

static int
forget_dropped(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	const struct dropping *seen = arg;
	struct state st;

	if (state_read(&st, txn, 1, err) != 0)
		return -1;
	if (st.n_garbage == 0 ||
	    st.garbage[0].owner != seen->st.garbage[0].owner ||
	    st.garbage[0].seq != seen->st.garbage[0].seq)
		return 0;
	st.n_garbage--;
	memmove(st.garbage, st.garbage + 1,
	    st.n_garbage * sizeof *st.garbage);
	return state_write(&st, txn, err);
}

static int
drop_garbage(struct store *s, struct wtm_err *err)
{
	struct kv *kv = store_kv(s);
	struct dropping d;

	for (;;) {
		if (kv_stage(kv, let_part_go, &d, err) != 0)
			return -1;
		if (d.st.n_garbage == 0)
			return 0;
		if (!d.was_part && index_drop(kv, d.st.garbage[0].owner,
		    d.st.garbage[0].seq, err) != 0)
			return -1;
		if (kv_stage(kv, forget_dropped, &d, err) != 0)
			return -1;
	}
}

/* Parts of units that are all deleted; nothing may be on its way back. */
static int
drop_empty_part(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	int *more = arg;
	struct state st;
	uint64_t number;

	*more = 0;
	if (state_read(&st, txn, 1, err) != 0)
		return -1;
	if (st.parts == 0 || st.n_pending > 0)
		return 0;
	*more = kv_part_find_empty(&number, txn, KV_UNIT, err);
	if (*more <= 0)
		return *more;
	if (kv_part_leave(txn, KV_UNIT, number, &st.parts, err) < 0)
		return -1;
	return state_write(&st, txn, err);
}

static int
drop_parts(struct store *s, struct wtm_err *err)
{
	int more = 1;

	while (more)
		if (kv_stage(store_kv(s), drop_empty_part, &more, err) != 0)
			return -1;
	kv_part_remove_left(store_kv(s));
	return 0;
}

int
upkeep_renew_index(struct store *s, struct wtm_err *err)
{
	if (upkeep_clear(s, err) != 0 || rebuild_index(s, err) != 0)
		return -1;
	return drop_garbage(s, err);
}

static int
empty_tail(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct state st;
	struct index_run run;

	(void)arg;
	if (state_read(&st, txn, 1, err) != 0)
		return -1;
	if (st.view.n_tail <= INDEX_TAIL_MAX ||
	    st.view.n_runs == INDEX_RUNS_MAX)
		return 0;
	if (index_tail_run(&run, txn, st.next_change++, err) != 0)
		return -1;
	st.view.runs[st.view.n_runs++] = run;
	st.view.n_tail = 0;
	st.view.stamp++;
	return state_write(&st, txn, err);
}

struct merge {
	struct store *s;
	enum upkeep_how how;
	uint32_t number;
	struct index_run runs[INDEX_RUNS_MAX];	/* that are merged */
	size_t n;
	struct index_run out;
	int gone;	/* the runs are no longer there */
};

/*
 * Short upkeep merges small runs only, and larger ones when there are so many
 * that lookups suffer.
 */
static int
is_too_long(const struct merge *m, const struct index_view *v)
{
	uint64_t units = 0;

	for (size_t i = v->n_runs - m->n; i < v->n_runs; i++)
		units += v->runs[i].n_units;
	return m->how == UPKEEP_SHORT && units > SHORT_UNITS &&
	    v->n_runs < SHORT_RUNS;
}

static int
plan_merge(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct merge *m = arg;
	struct state st;
	int claimed;

	if (state_read(&st, txn, 1, err) != 0)
		return -1;
	m->n = index_merge_plan(&st.view);
	if (m->n == 0 || is_too_long(m, &st.view) ||
	    st.n_garbage + m->n > STATE_GARBAGE_MAX ||
	    st.n_pending == STATE_PENDING_MAX) {
		m->n = 0;
		return 0;
	}
	memcpy(m->runs, &st.view.runs[st.view.n_runs - m->n],
	    m->n * sizeof *m->runs);
	if (m->number != 0)
		store_unclaim(m->s, m->number);
	/* A number may be claimed for a try that was undone. */
	do {
		m->number = st.next_change++;
		claimed = store_claim(m->s, m->number, err);
	} while (claimed == 0);
	if (claimed < 0 || state_pend(&st, m->number, err) != 0)
		return -1;
	return state_write(&st, txn, err);
}

/* Where the merged runs stand in the view; or n_runs. */
static size_t
find_runs(const struct state *st, const struct merge *m)
{
	for (size_t i = 0; i + m->n <= st->view.n_runs; i++) {
		size_t k = 0;

		while (k < m->n &&
		    st->view.runs[i + k].owner == m->runs[k].owner &&
		    st->view.runs[i + k].seq == m->runs[k].seq)
			k++;
		if (k == m->n)
			return i;
	}
	return st->view.n_runs;
}

static int
show_merged(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct merge *m = arg;
	struct state st;
	size_t at;

	if (state_read(&st, txn, 1, err) != 0)
		return -1;
	if (state_pending(&st, m->number) == NULL)
		return 0;	/* a try whose commit nobody heard of */
	at = find_runs(&st, m);
	m->gone = at == st.view.n_runs ||
	    st.n_garbage + m->n > STATE_GARBAGE_MAX;
	if (m->gone)
		return 0;
	for (size_t i = 0; i < m->n; i++) {
		st.garbage[st.n_garbage].owner = m->runs[i].owner;
		st.garbage[st.n_garbage].seq = m->runs[i].seq;
		st.n_garbage++;
	}
	st.view.runs[at] = m->out;
	memmove(&st.view.runs[at + 1], &st.view.runs[at + m->n],
	    (st.view.n_runs - at - m->n) * sizeof *st.view.runs);
	st.view.n_runs -= m->n - 1;
	state_unpend(&st, m->number);
	if (index_join(txn, &m->out, 1, &st.parts, err) != 0)
		return -1;
	return state_write(&st, txn, err);
}

/* 1 when something was merged. */
static int
merge_once(struct store *s, enum upkeep_how how, struct wtm_err *err)
{
	struct kv *kv = store_kv(s);
	struct merge m = { .s = s, .how = how };
	int ret;

	ret = kv_stage(kv, plan_merge, &m, err);
	if (ret != 0 || m.n == 0) {
		if (m.number != 0)	/* of a try that was undone */
			store_unclaim(s, m.number);
		return ret;
	}
	ret = index_merge(&m.out, kv, m.runs, m.n, m.number, err);
	if (ret == 0)
		ret = kv_write_parts(kv, show_merged, &m, err);
	store_unclaim(s, m.number);
	if (ret != 0)
		return -1;
	if (m.gone)
		return upkeep_clear(s, err);
	return drop_garbage(s, err) == 0 ? 1 : -1;
}

static int
keep_up(struct store *s, enum upkeep_how how, struct wtm_err *err)
{
	struct state st;
	int ret = state_peek(&st, store_kv(s), err);

	if (ret == 0 && st.view.n_tail > INDEX_TAIL_MAX)
		ret = kv_stage(store_kv(s), empty_tail, NULL, err);
	if (ret == 0 && st.n_garbage > 0 && (how == UPKEEP_FULL ||
	    st.n_garbage > STATE_GARBAGE_MAX / 2))
		ret = drop_garbage(s, err);
	/* Merging copies the dead, too. */
	if (ret == 0 && how == UPKEEP_FULL && rebuild_is_due(&st)) {
		ret = rebuild_index(s, err);
		if (ret == 0)
			ret = drop_garbage(s, err);
	}
	if (ret == 0)
		do {
			ret = merge_once(s, how, err);
		} while (ret == 1);
	if (ret == 0)
		ret = upkeep_forget(s, UPKEEP_LOG_MAX, UPKEEP_JOURNAL_MAX,
		    UPKEEP_AGE_MIN, err);
	if (ret == 0 && how == UPKEEP_FULL)
		ret = drop_parts(s, err);
	return ret;
}

void
upkeep_run(struct store *s, enum upkeep_how how)
{
	struct wtm_err ignored = { 0 };

	if (store_claim(s, LEASE, &ignored) != 1)	/* somebody is at it */
		return;
	keep_up(s, how, &ignored);
	store_unclaim(s, LEASE);
}
