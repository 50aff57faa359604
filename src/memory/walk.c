/*
 * walk: all units in one state, in short transactions.
 *
 * The first step marks the state.  Later ones give each unit as it was then:
 * a version that came since is followed back through the journal, and what a
 * change since then took away is found there too.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "memory/log.h"
#include "memory/store.h"

enum { STEP_UNITS = 1000, STEP_BYTES = 1 << 20 };

struct walk {
	struct state mark;	/* the state that is walked */
	int marked;
	uint64_t next;		/* id to go on from */
	uint64_t upto;		/* where the step ended */
	struct arena a;		/* the units of one step */
	const struct wtm_tu *units[STEP_UNITS];
	size_t n;
};

static int
mark_shows(const struct state *mark, uint32_t change)
{
	return change < mark->next_change && !state_is_staging(mark, change);
}

/* The unit as it stood before `change`, and the version that was. */
static int
before(const struct wtm_tu **out, uint32_t *version, struct kv_txn *txn,
    uint32_t change, uint64_t id, struct arena *a, struct wtm_err *err)
{
	unsigned char k[KEY_JOURNAL];
	struct kv_bytes val;
	struct rd r;
	int ret;

	*out = NULL;
	*version = 0;
	key_journal(k, change, id);
	ret = kv_get(txn, KV_JOURNAL, k, sizeof k, &val, err);
	if (ret != 1)
		return ret;	/* new with that change */
	r = rd_over(val.s, val.len);
	*version = rd_u32(&r);
	if (r.bad)
		return err_set(err, WTM_MEMORY, 0, "the journal is damaged");
	if (*version == 0)
		return 0;
	val.s = r.s;
	val.len = rd_left(&r);
	return store_decode(out, id, val, a, err);
}

/* The unit as it is at the mark. */
static int
get_at_mark(const struct wtm_tu **out, struct kv_txn *txn,
    const struct state *now, struct walk *w, uint64_t id, uint32_t version,
    struct wtm_err *err)
{
	const struct wtm_tu *tu;

	*out = NULL;
	if (version == 0 && store_get_version(&tu, &version, txn, now, id,
	    &w->a, err) != 0)
		return -1;
	while (version != 0 && !mark_shows(&w->mark, version))
		if (before(&tu, &version, txn, version, id, &w->a, err) != 0)
			return -1;
	if (version != 0)
		*out = tu;
	return 0;
}

/*
 * Which of STEP_UNITS ids a change since the mark took away or replaced: the
 * first such change, or 0.
 */
struct touched {
	uint32_t by[STEP_UNITS];
};

static int
touched_by(struct touched *t, struct kv_txn *txn, uint32_t change,
    uint64_t from, uint64_t to, struct wtm_err *err)
{
	unsigned char k[KEY_JOURNAL];
	struct kv_cursor *c;
	int ret;

	if (kv_cursor_open(&c, txn, KV_JOURNAL, KV_STEP, err) != 0)
		return -1;
	key_journal(k, change, from);
	ret = kv_seek(c, k, sizeof k, err);
	for (; ret == 1; ret = kv_next(c, err)) {
		struct rd r = rd_over(c->key.s, c->key.len);
		uint32_t owner = rd_u32(&r);
		uint64_t id = rd_u64(&r);

		if (owner != change || id >= to)
			break;
		if (t->by[id - from] == 0)
			t->by[id - from] = change;
	}
	kv_cursor_close(c);
	return ret < 0 ? -1 : 0;
}

static int
touched_since(struct touched *t, struct kv_txn *txn, const struct walk *w,
    const struct state *now, uint64_t to, struct wtm_err *err)
{
	for (uint64_t rank = w->mark.published + 1; rank <= now->published;
	    rank++) {
		uint32_t change;
		int ret = log_rank_get(&change, txn, rank, err);

		if (ret == 1)	/* else its before-images may be gone */
			ret = log_has(txn, change, err);
		if (ret < 0)
			return -1;
		if (ret == 0)
			return err_set(err, WTM_SYSTEM, 0, "the memory changed "
			    "too often meanwhile; try again");
		if (touched_by(t, txn, change, w->next, to, err) != 0)
			return -1;
	}
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct wtm_tu *const *x = a;
	const struct wtm_tu *const *y = b;

	return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

/* Add what is no longer in the table but was at the mark. */
static int
add_vanished(struct walk *w, struct kv_txn *txn, const struct state *now,
    uint64_t to, struct wtm_err *err)
{
	struct touched *t = arena_alloc(&w->a, sizeof *t);
	size_t in_table = w->n;

	if (t == NULL)
		return err_nomem(err);
	if (touched_since(t, txn, w, now, to, err) != 0)
		return -1;
	for (size_t i = 0; i < in_table; i++)
		t->by[w->units[i]->id - w->next] = 0;
	for (size_t i = 0; i < STEP_UNITS; i++) {
		const struct wtm_tu *tu;

		if (t->by[i] == 0)
			continue;
		if (get_at_mark(&tu, txn, now, w, w->next + i, t->by[i],
		    err) != 0)
			return -1;
		if (tu != NULL)
			w->units[w->n++] = tu;
	}
	qsort(w->units, w->n, sizeof *w->units, by_id);
	return 0;
}

/* The versions of one unit in the table, as they are met. */
struct rows {
	uint64_t id;	/* or 0 */
	int n_shown;	/* of them the mark shows */
	const struct wtm_tu *tu;	/* the first of those */
};

/*
 * A version of which the mark shows no other beside it is the unit as it was:
 * one that is replaced never outlives what replaces it.
 */
static int
end_rows(struct walk *w, struct kv_txn *txn, const struct state *now,
    struct rows *r, struct wtm_err *err)
{
	int changed = now->published != w->mark.published;

	if (r->id == 0 || (r->n_shown == 0 && !changed))
		return 0;
	if (r->n_shown != 1 && get_at_mark(&r->tu, txn, now, w, r->id, 0,
	    err) != 0)
		return -1;
	if (r->tu != NULL)
		w->units[w->n++] = r->tu;
	return 0;
}

static int
add_version(struct walk *w, struct rows *r, uint32_t change,
    struct kv_bytes val, struct wtm_err *err)
{
	if (!mark_shows(&w->mark, change) || r->n_shown++ > 0)
		return 0;
	return store_decode(&r->tu, r->id, val, &w->a, err);
}

/* The units from w->next on; *to is where the next step begins. */
static int
collect(struct walk *w, struct kv_txn *txn, const struct state *now,
    uint64_t *to, struct wtm_err *err)
{
	struct rows r = { 0 };
	struct kv_cursor *c;
	int ret;

	if (kv_cursor_open(&c, txn, KV_UNIT, KV_SWEEP, err) != 0)
		return -1;
	ret = store_seek_unit(c, w->next, err);
	for (; ret == 1; ret = kv_next(c, err)) {
		uint64_t id;
		uint32_t change;

		if (store_read_unit_key(&id, &change, c->key, err) != 0)
			return -1;
		if (id != r.id && end_rows(w, txn, now, &r, err) != 0)
			return -1;
		if (id >= *to)
			return 0;
		if (id != r.id && (w->n == STEP_UNITS ||
		    w->a.used > STEP_BYTES)) {
			*to = id;
			return 0;
		}
		if (id != r.id)
			r = (struct rows){ .id = id };
		if (add_version(w, &r, change, c->val, err) != 0)
			return -1;
	}
	return ret == 0 ? end_rows(w, txn, now, &r, err) : -1;
}

static int
walk_step(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct walk *w = arg;
	struct state now;
	uint64_t to;

	w->n = 0;
	arena_clear(&w->a);
	if (state_read(&now, txn, 0, err) != 0)
		return -1;
	if (!w->marked)
		w->mark = now;
	to = w->mark.next_id;
	/* Where units may have vanished, no more ids than units fit. */
	if (now.published != w->mark.published && to > w->next + STEP_UNITS)
		to = w->next + STEP_UNITS;
	if (collect(w, txn, &now, &to, err) != 0)
		return -1;
	if (now.published != w->mark.published &&
	    add_vanished(w, txn, &now, to, err) != 0)
		return -1;
	w->upto = to;
	return 0;
}

int
store_walk(struct store *s, uint64_t from, store_unit_fn fn, void *arg,
    struct wtm_err *err)
{
	return store_walk_at(s, NULL, from, fn, arg, err);
}

int
store_walk_at(struct store *s, const struct state *mark, uint64_t from,
    store_unit_fn fn, void *arg, struct wtm_err *err)
{
	struct walk *w = calloc(1, sizeof *w);
	int ret = 0;

	if (w == NULL)
		return err_nomem(err);
	w->next = from == 0 ? 1 : from;
	w->marked = mark != NULL;
	if (mark != NULL)
		w->mark = *mark;
	do {
		ret = kv_read(store_kv(s), walk_step, w, err);
		w->marked = 1;
		for (size_t i = 0; ret == 0 && i < w->n; i++)
			ret = fn(arg, w->units[i], err);
		w->next = w->upto;
	} while (ret == 0 && w->next < w->mark.next_id);
	arena_free(&w->a);
	free(w);
	return ret < 0 ? -1 : 0;
}
