/*
 * change-reconcile: a staged change takes account of what others published
 * while it was being made.
 *
 * A unit that both touched: the staged version is made anew from the one that
 * is visible now.  A unit that both brought: the staged one goes, and merges
 * with the other.  Each published change is looked at once, in steps.
 */
#include "config.h"
#include "memory/change-inner.h"

#include "base/err.h"
#include "memory/record.h"
#include "memory/unit.h"

enum { STEP = 500 };

struct other {
	struct change *c;
	uint32_t number;	/* of the published change */
	uint64_t from;		/* ids still to be looked at */
	uint64_t to;
	int done;
	int64_t added;		/* what the step does to the counts */
	int64_t deleted;
	int journaled;
};

/* Is the unit touched by the staged change?  Its version there. */
static int
staged_head(struct record_head *head, struct kv_txn *txn, uint32_t change,
    uint64_t id, struct wtm_err *err)
{
	unsigned char k[KEY_UNIT];
	struct kv_bytes val;
	int ret;

	key_unit(k, id, change);
	ret = kv_get(txn, KV_UNIT, k, sizeof k, &val, err);
	if (ret == 1 && record_read_head(head, val.s, val.len, id, err) != 0)
		return -1;
	return ret;
}

static int
put(struct kv_txn *txn, struct change *c, const struct wtm_tu *tu,
    uint64_t id, uint32_t replaces, struct wtm_err *err)
{
	struct record_head head = { .replaces = replaces,
		.deleted = tu == NULL };
	unsigned char k[KEY_UNIT];
	struct buf b = { 0 };
	int ret;

	key_unit(k, id, c->number);
	record_write(&b, &head, tu);
	ret = buf_ok(&b) ? kv_put(txn, KV_UNIT, k, sizeof k, b.s, b.len, err) :
	    err_nomem(err);
	buf_free(&b);
	return ret;
}

/* The before-image of the staged change is now what is visible. */
static int
journal(struct kv_txn *txn, struct change *c, uint64_t id,
    const struct wtm_tu *now, uint32_t version, struct wtm_err *err)
{
	struct record_head head = { 0 };
	unsigned char k[KEY_JOURNAL];
	struct buf b = { 0 };
	int ret;

	key_journal(k, c->number, id);
	buf_u32(&b, version);
	record_write(&b, &head, now);
	ret = buf_ok(&b) ? kv_put(txn, KV_JOURNAL, k, sizeof k, b.s, b.len,
	    err) : err_nomem(err);
	buf_free(&b);
	return ret;
}

/* What the staged change saw before it: the unit of its before-image. */
static int
seen_before(const struct wtm_tu **out, struct kv_txn *txn, struct change *c,
    uint64_t id, struct wtm_err *err)
{
	unsigned char k[KEY_JOURNAL];
	struct kv_bytes val;
	int ret;

	*out = NULL;
	key_journal(k, c->number, id);
	ret = kv_get(txn, KV_JOURNAL, k, sizeof k, &val, err);
	if (ret != 1 || val.len <= 4)
		return ret < 0 ? -1 : 0;
	val.s += 4;
	val.len -= 4;
	return store_decode(out, id, val, &c->arena, err);
}

/* As if the staged change had never touched the unit. */
static int
withdraw(struct kv_txn *txn, struct change *c, uint64_t id,
    struct wtm_err *err)
{
	unsigned char k[KEY_UNIT];
	unsigned char j[KEY_JOURNAL];

	key_unit(k, id, c->number);
	key_journal(j, c->number, id);
	if (kv_del(txn, KV_UNIT, k, sizeof k, err) < 0 ||
	    kv_del(txn, KV_JOURNAL, j, sizeof j, err) < 0)
		return -1;
	return 0;
}

/*
 * Both touched the unit.  A staged version that only merged metadata gives
 * way to an edit, and whatever it is to a deletion, as if the staged change
 * had come first.
 */
static int
rebase(struct other *o, struct kv_txn *txn, uint64_t id,
    const struct wtm_tu *now, uint32_t version, struct wtm_err *err)
{
	struct change *c = o->c;
	struct record_head head;
	const struct wtm_tu *staged;
	const struct wtm_tu *was;
	struct wtm_tu merged;
	int ret = staged_head(&head, txn, c->number, id, err);

	if (ret != 1 || head.replaces == version)
		return ret < 0 ? -1 : 0;
	if (c->opts.undoes != 0)
		return err_set(err, WTM_INPUT, 0, "change %u cannot be undone: "
		    "change %u touched unit %llu meanwhile", c->opts.undoes,
		    o->number, (unsigned long long)id);
	if (store_get_exactly(&staged, txn, id, c->number, &c->arena,
	    err) != 0 || seen_before(&was, txn, c, id, err) != 0)
		return -1;
	if (now == NULL) {
		o->deleted -= staged == NULL;
		return withdraw(txn, c, id, err);
	}
	if (staged != NULL && unit_same(staged, now)) {
		if (unit_merge(&merged, now, staged, &c->arena, err) != 0)
			return -1;
		staged = &merged;
	} else if (staged != NULL && was != NULL && unit_same(staged, was)) {
		return withdraw(txn, c, id, err);
	}
	if (journal(txn, c, id, now, version, err) != 0)
		return -1;
	return put(txn, c, staged, id, version, err);
}

/* Both brought the unit: ours merges into theirs. */
static int
join(struct other *o, struct kv_txn *txn, const struct wtm_tu *now,
    uint32_t version, struct wtm_err *err)
{
	struct change *c = o->c;
	unsigned char k[KEY_UNIT];
	const struct wtm_tu *staged;
	struct wtm_tu merged;
	uint64_t own;

	if (change_own_id(&own, c, txn, now, unit_hash(now), err) != 0)
		return -1;
	if (own == 0 || own == now->id)
		return 0;
	if (store_get_exactly(&staged, txn, own, c->number, &c->arena,
	    err) != 0)
		return -1;
	if (staged == NULL || staged->change != c->number ||
	    !unit_same(staged, now))
		return 0;
	key_unit(k, own, c->number);
	if (kv_del(txn, KV_UNIT, k, sizeof k, err) < 0)
		return -1;
	o->added--;
	if (c->opts.on_duplicate == WTM_KEEP)
		return 0;
	if (unit_merge(&merged, now, staged, &c->arena, err) != 0)
		return -1;
	if (unit_identical(&merged, now))
		return 0;
	o->journaled = 1;
	if (journal(txn, c, now->id, now, version, err) != 0)
		return -1;
	return put(txn, c, &merged, now->id, version, err);
}

static int
look_at(struct other *o, struct kv_txn *txn, const struct state *st,
    uint64_t id, struct wtm_err *err)
{
	const struct wtm_tu *now;
	uint32_t version;

	if (store_get_version(&now, &version, txn, st, id, &o->c->arena,
	    err) != 0 || rebase(o, txn, id, now, version, err) != 0)
		return -1;
	return now == NULL ? 0 : join(o, txn, now, version, err);
}

/* New units of the other change: a step of its range. */
static int
new_units(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct other *o = arg;
	struct state st;
	struct kv_cursor *cur;
	unsigned char k[KEY_UNIT];
	uint64_t last = 0;
	int n = 0;
	int ret;

	o->added = 0;
	o->deleted = 0;
	o->done = 0;
	arena_clear(&o->c->arena);
	if (state_read(&st, txn, 0, err) != 0 ||
	    kv_cursor_open(&cur, txn, KV_UNIT, KV_SWEEP, err) != 0)
		return -1;
	key_unit(k, o->from, UINT32_MAX);
	ret = kv_seek(cur, k, sizeof k, err);
	for (; ret == 1; ret = kv_next(cur, err)) {
		struct rd r = rd_over(cur->key.s, cur->key.len);
		uint64_t id = rd_u64(&r);

		if (id >= o->to || n == STEP)
			break;
		if (id == last)
			continue;
		if (look_at(o, txn, &st, id, err) != 0)
			return -1;
		last = id;
		n++;
	}
	kv_cursor_close(cur);
	o->done = n < STEP;
	if (n > 0)
		o->from = last + 1;
	return ret < 0 ? -1 : 0;
}

/* Units that the other change replaced or deleted. */
static int
touched_units(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct other *o = arg;
	struct state st;
	struct kv_cursor *cur;
	unsigned char k[KEY_JOURNAL];
	uint64_t last = 0;
	int n = 0;
	int ret;

	o->added = 0;
	o->deleted = 0;
	o->done = 0;
	arena_clear(&o->c->arena);
	if (state_read(&st, txn, 0, err) != 0 ||
	    kv_cursor_open(&cur, txn, KV_JOURNAL, KV_SWEEP, err) != 0)
		return -1;
	key_journal(k, o->number, o->from);
	ret = kv_seek(cur, k, sizeof k, err);
	for (; ret == 1; ret = kv_next(cur, err)) {
		struct rd r = rd_over(cur->key.s, cur->key.len);
		uint32_t owner = rd_u32(&r);
		uint64_t id = rd_u64(&r);

		if (owner != o->number || n == STEP)
			break;
		if (look_at(o, txn, &st, id, err) != 0)
			return -1;
		last = id;
		n++;
	}
	kv_cursor_close(cur);
	o->done = n < STEP;
	if (n > 0)
		o->from = last + 1;
	return ret < 0 ? -1 : 0;
}

static int
in_steps(struct other *o, kv_fn step, uint64_t from, uint64_t to,
    struct wtm_err *err)
{
	o->to = to;
	do {
		/* A repeated transaction begins where it began. */
		o->from = from;
		if (kv_stage(store_kv(o->c->s), step, o, err) != 0)
			return -1;
		from = o->from;
		o->c->counts.added = (uint64_t)((int64_t)o->c->counts.added +
		    o->added);
		o->c->counts.merged += (uint64_t)-o->added;
		o->c->counts.deleted = (uint64_t)
		    ((int64_t)o->c->counts.deleted + o->deleted);
		o->c->journaled |= o->journaled;
	} while (!o->done);
	return 0;
}

struct ranked {
	uint64_t rank;
	struct log_entry e;
	uint64_t published;
	struct arena a;
};

static int
read_ranked(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct ranked *r = arg;
	struct state st;
	uint32_t change;
	int ret;

	arena_clear(&r->a);
	if (state_read(&st, txn, 0, err) != 0)
		return -1;
	r->published = st.published;
	if (r->rank > r->published)
		return 0;
	ret = log_rank_get(&change, txn, r->rank, err);
	if (ret == 1)
		ret = log_get(&r->e, txn, change, &r->a, err);
	if (ret == 0)
		return err_set(err, WTM_SYSTEM, 0, "the memory changed too "
		    "often meanwhile; try again");
	return ret < 0 ? -1 : 0;
}

int
change_reconcile(struct change *c, uint64_t *upto, struct wtm_err *err)
{
	struct ranked r = { .rank = *upto + 1 };
	int ret = 0;

	for (;; r.rank++) {
		struct other o = { .c = c };

		ret = kv_read(store_kv(c->s), read_ranked, &r, err);
		if (ret != 0 || r.rank > r.published)
			break;
		o.number = r.e.change;
		ret = in_steps(&o, touched_units, 0, UINT64_MAX, err);
		for (size_t i = 0; ret == 0 && i < r.e.n_ranges; i++)
			ret = in_steps(&o, new_units, r.e.ranges[i].from,
			    r.e.ranges[i].to, err);
		if (ret != 0)
			break;
	}
	*upto = r.rank - 1;
	arena_free(&r.a);
	return ret;
}
