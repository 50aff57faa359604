/*
 * undo: a change taken back, by a change of its own.
 *
 * What the change replaced or deleted is in the journal, what was new with it
 * lies in its ranges of ids.  First the journals of all later changes are
 * looked through for units that this one touched too: then it is refused.  A
 * later change that is undone, and the undo of one that is later, do not
 * count.  Everything is read in steps, so memory stays bounded.
 */
#include "config.h"
#include "memory/undo.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "memory/change.h"
#include "memory/upkeep.h"
#include "memory/version.h"

enum { STEP_ROWS = 500, STEP_BYTES = 1 << 20, TRIES = 20 };

/* The log, newest first, in one state. */
struct history {
	struct arena a;
	struct log_entry *at;
	size_t n;
	uint64_t published;
};

static int
read_history(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct history *h = arg;
	struct state st;
	uint64_t first;

	arena_clear(&h->a);
	h->n = 0;
	if (state_read(&st, txn, 0, err) != 0 ||
	    log_rank_first(&first, txn, err) != 0)
		return -1;
	h->published = st.published;
	if (first == 0)
		return 0;
	h->at = arena_array(&h->a, (size_t)(st.published - first + 1),
	    sizeof *h->at);
	if (h->at == NULL)
		return err_nomem(err);
	for (uint64_t rank = st.published; rank >= first; rank--) {
		uint32_t change;
		int ret = log_rank_get(&change, txn, rank, err);

		if (ret == 1)
			ret = log_get(&h->at[h->n], txn, change, &h->a, err);
		if (ret < 0)
			return -1;
		h->n += (size_t)ret;
	}
	return 0;
}

int
undo_log(struct store *s, wtm_log_fn fn, void *arg, struct wtm_err *err)
{
	struct history h = { 0 };
	int ret = kv_read(store_kv(s), read_history, &h, err);

	for (size_t i = 0; ret == 0 && i < h.n; i++) {
		const struct log_entry *e = &h.at[i];
		struct wtm_log_entry out = { .number = e->change,
			.kind = log_kind_name(e->kind), .time = e->time,
			.user = e->user, .what = e->what,
			.did = { e->added, e->changed, e->deleted },
			.undoes = e->undoes, .undone_by = e->undone_by };

		ret = fn(arg, &out, err);
	}
	arena_free(&h.a);
	return ret < 0 ? -1 : 0;
}

struct undo {
	const struct wtm_undo_opts *opts;
	struct store *s;
	struct history h;
	const struct log_entry *e;	/* the one to be undone */
	struct change *c;
	/* A step. */
	uint32_t later;		/* change whose journal is read */
	uint64_t from;
	uint64_t to;
	struct arena a;
	struct row {
		uint64_t id;
		const struct wtm_tu *tu;
	} rows[STEP_ROWS];
	size_t n;
	int done;
	uint64_t touched;	/* a unit, or 0 */
	uint64_t units;		/* so far */
};

/* Which entry: the one named, or the newest that is in force. */
static int
find_entry(struct undo *u, struct wtm_err *err)
{
	uint32_t number = u->opts->number;

	u->e = NULL;
	for (size_t i = 0; u->e == NULL && i < u->h.n; i++) {
		const struct log_entry *e = &u->h.at[i];

		if (number != 0 ? e->change == number :
		    e->kind != LOG_UNDO && e->undone_by == 0)
			u->e = e;
	}
	if (u->e == NULL && number == 0)
		return err_set(err, WTM_INPUT, 0, "there is nothing to undo");
	if (u->e == NULL)
		return err_set(err, WTM_INPUT, 0, "there is no change %u, or "
		    "it was forgotten; `wiretm log` lists what can be undone",
		    number);
	if (u->e->undone_by != 0)
		return err_set(err, WTM_INPUT, 0, "change %u is undone "
		    "already, by change %u", number, u->e->undone_by);
	return 0;
}

/* Did the change to be undone bring or touch this unit?  1, 0, -1. */
static int
is_ours(const struct undo *u, struct kv_txn *txn, uint64_t id,
    struct wtm_err *err)
{
	for (size_t i = 0; i < u->e->n_ranges; i++)
		if (id >= u->e->ranges[i].from && id < u->e->ranges[i].to)
			return 1;
	return journal_has(txn, u->e->change, id, err);
}

/* A step through the journal of a later change. */
static int
look_at_later(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct undo *u = arg;
	struct kv_cursor *c;
	unsigned char k[KEY_JOURNAL];
	uint64_t id = u->from;
	int mine = 0;
	int n = 0;
	int ret;

	if (kv_cursor_open(&c, txn, KV_JOURNAL, KV_STEP, err) != 0)
		return -1;
	key_journal(k, u->later, u->from);
	ret = kv_seek(c, k, sizeof k, err);
	for (; ret == 1 && n < STEP_ROWS; ret = kv_next(c, err), n++) {
		struct rd r = rd_over(c->key.s, c->key.len);

		if (rd_u32(&r) != u->later)
			break;
		id = rd_u64(&r);
		mine = is_ours(u, txn, id, err);
		if (mine != 0)
			break;
	}
	kv_cursor_close(c);
	u->touched = mine == 1 ? id : 0;
	u->to = id + 1;
	u->done = n < STEP_ROWS;
	return ret < 0 || mine < 0 ? -1 : 0;
}

static int
check_later(struct undo *u, const struct log_entry *e, struct wtm_err *err)
{
	u->later = e->change;
	u->from = 0;
	do {
		if (kv_read(store_kv(u->s), look_at_later, u, err) != 0)
			return -1;
		if (u->touched != 0)
			return err_set(err, WTM_INPUT, 0, "change %u cannot "
			    "be undone: change %u (%s) touched unit %llu "
			    "since; undo that first", u->e->change, e->change,
			    log_kind_name(e->kind),
			    (unsigned long long)u->touched);
		u->from = u->to;
	} while (!u->done);
	return 0;
}

/* Later changes that are in force, the newest first. */
static int
check_all_later(struct undo *u, struct wtm_err *err)
{
	for (const struct log_entry *e = u->h.at; e != u->e; e++) {
		int of_later = 0;

		if (e->undone_by != 0)
			continue;
		for (const struct log_entry *o = e; e->undoes != 0 &&
		    o != u->e; o++)
			of_later |= o->change == e->undoes;
		if (!of_later && check_later(u, e, err) != 0)
			return -1;
	}
	return 0;
}

static int
add_row(struct undo *u, struct kv_bytes key, struct kv_bytes val,
    struct wtm_err *err)
{
	struct rd k = rd_over(key.s, key.len);
	struct rd v = rd_over(val.s, val.len);
	struct row *row = &u->rows[u->n];
	uint32_t version = rd_u32(&v);

	rd_u32(&k);
	row->id = rd_u64(&k);
	row->tu = NULL;
	u->n++;
	if (k.bad || v.bad)
		return err_set(err, WTM_MEMORY, 0, "the journal is damaged");
	if (version == 0)
		return 0;
	if (version == STORE_PURGED)
		return err_set(err, WTM_INPUT, 0, "change %u cannot be "
		    "undone: unit %llu was purged", u->e->change,
		    (unsigned long long)row->id);
	val.s = v.s;
	val.len = rd_left(&v);
	return store_decode(&row->tu, row->id, val, &u->a, err);
}

/* A step of what the change replaced, with what it was. */
static int
read_images(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct undo *u = arg;
	struct kv_cursor *c;
	unsigned char k[KEY_JOURNAL];
	int ret;

	u->n = 0;
	u->done = 1;
	arena_clear(&u->a);
	if (kv_cursor_open(&c, txn, KV_JOURNAL, KV_STEP, err) != 0)
		return -1;
	key_journal(k, u->e->change, u->from);
	ret = kv_seek(c, k, sizeof k, err);
	for (; ret == 1; ret = kv_next(c, err)) {
		struct rd r = rd_over(c->key.s, c->key.len);

		if (rd_u32(&r) != u->e->change)
			break;
		u->done = 0;
		if (u->n == STEP_ROWS || u->a.used > STEP_BYTES)
			break;
		u->done = 1;
		if (add_row(u, c->key, c->val, err) != 0)
			return -1;
	}
	kv_cursor_close(c);
	return ret < 0 ? -1 : 0;
}

/* A step of the ids that were new with the change. */
static int
read_new(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct undo *u = arg;
	struct kv_cursor *c;
	uint64_t last = 0;
	int ret;

	u->n = 0;
	u->done = 1;
	if (kv_cursor_open(&c, txn, KV_UNIT, KV_SWEEP, err) != 0)
		return -1;
	ret = store_seek_unit(c, u->from, err);
	for (; ret == 1; ret = kv_next(c, err)) {
		uint64_t id;
		uint32_t change;

		if (store_read_unit_key(&id, &change, c->key, err) != 0)
			return -1;
		if (id >= u->to)
			break;
		if (id == last)
			continue;
		if (u->n == STEP_ROWS) {
			u->done = 0;
			break;
		}
		u->rows[u->n++] = (struct row){ .id = last = id };
	}
	kv_cursor_close(c);
	return ret < 0 ? -1 : 0;
}

static int
tick(struct undo *u, struct wtm_err *err)
{
	const struct wtm_undo_opts *o = u->opts;

	u->units += u->n;
	if (o->tick == NULL || o->tick(o->arg, u->units, 0, 0) == 0)
		return 0;
	return err_set(err, WTM_SYSTEM, 0, "interrupted; nothing was undone");
}

static int
revert(struct undo *u, kv_fn step, uint64_t from, uint64_t to,
    struct wtm_err *err)
{
	u->from = from;
	u->to = to;
	do {
		if (kv_read(store_kv(u->s), step, u, err) != 0)
			return -1;
		for (size_t i = 0; i < u->n; i++)
			if (change_revert(u->c, u->rows[i].id, u->rows[i].tu,
			    err) != 0)
				return -1;
		if (u->n > 0)
			u->from = u->rows[u->n - 1].id + 1;
		if (tick(u, err) != 0)
			return -1;
	} while (!u->done);
	return 0;
}

/* Did a later change bring units, which may be the same? */
static int
brought_since(const struct undo *u)
{
	for (size_t i = 0; i < u->h.n; i++)
		if (u->h.at[i].change > u->e->change &&
		    u->h.at[i].n_ranges > 0)
			return 1;
	return 0;
}

static int
undo_found(struct undo *u, struct wtm_err *err)
{
	const struct log_entry *e = u->e;
	struct change_opts opts = { .kind = LOG_UNDO, .user = u->opts->user,
		.undoes = e->change, .seen = u->h.published,
		.brought_since = brought_since(u) };

	if (check_all_later(u, err) != 0 ||
	    change_begin(&u->c, u->s, &opts, err) != 0 ||
	    revert(u, read_images, 0, UINT64_MAX, err) != 0)
		return -1;
	for (size_t i = 0; i < e->n_ranges; i++)
		if (revert(u, read_new, e->ranges[i].from, e->ranges[i].to,
		    err) != 0)
			return -1;
	return u->opts->dry_run ? change_rehearse(u->c, err) :
	    change_publish(u->c, err);
}

static int
try_undo(struct undo *u, struct wtm_undone *out, struct wtm_err *err)
{
	const struct change_counts *n;
	int ret = kv_read(store_kv(u->s), read_history, &u->h, err);

	if (ret == 0)
		ret = find_entry(u, err);
	if (ret == 0)
		ret = undo_found(u, err);
	if (ret == 0) {
		n = change_counted(u->c);
		out->number = u->e->change;
		out->kind = log_kind_name(u->e->kind);
		out->did = (struct wtm_changed){ n->added, n->edited,
			n->deleted };
	}
	return ret;
}

int
undo_change(struct wtm_undone *out, struct store *s,
    const struct wtm_undo_opts *opts, struct wtm_err *err)
{
	struct undo *u = calloc(1, sizeof *u);
	struct wtm_err e = { 0 };
	int again = 1;
	int ret = -1;

	*out = (struct wtm_undone){ 0 };
	if (u == NULL)
		return err_nomem(err);
	u->opts = opts;
	u->s = s;
	for (int i = 0; i < TRIES && again; i++) {
		e = (struct wtm_err){ 0 };
		ret = try_undo(u, out, &e);
		again = ret != 0 && u->c != NULL && change_outrun(u->c);
		change_free(u->c);
		u->c = NULL;
	}
	if (ret != 0)
		err_set(err, e.code, 0, "%s", e.msg);
	arena_free(&u->a);
	arena_free(&u->h.a);
	free(u);
	if (ret == 0 && !opts->dry_run)
		upkeep_run(s, UPKEEP_FULL);
	return ret;
}
