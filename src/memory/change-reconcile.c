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
#include "memory/unit.h"
#include "memory/version.h"

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
	int ret = version_head(&head, txn, id, c->number, err);

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
	if (journal_put(txn, c->number, id, now, version, NULL,
	    err) != 0)
		return -1;
	return version_put(txn, id, c->number, version, staged, err);
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
	if (journal_put(txn, c->number, now->id, now, version, NULL,
	    err) != 0)
		return -1;
	return version_put(txn, now->id, c->number, version, &merged, err);
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

/*
 * A step over rows that name units: from the key on, STEP units of which
 * of_other() says that they are the other change's.
 */
typedef int (*of_other_fn)(uint64_t *id, const struct other *o,
    struct kv_bytes key);

static int
step(struct other *o, struct kv_txn *txn, enum kv_table table,
    struct kv_bytes from, of_other_fn of_other, struct wtm_err *err)
{
	struct state st;
	struct kv_cursor *cur;
	uint64_t last = 0;
	uint64_t id;
	int n = 0;
	int ret;

	o->added = 0;
	o->deleted = 0;
	arena_clear(&o->c->arena);
	if (state_read(&st, txn, 0, err) != 0 ||
	    kv_cursor_open(&cur, txn, table, KV_SWEEP, err) != 0)
		return -1;
	ret = kv_seek(cur, from.s, from.len, err);
	for (; ret == 1; ret = kv_next(cur, err)) {
		if (!of_other(&id, o, cur->key) || n == STEP)
			break;
		if (n > 0 && id == last)
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

static int
in_range(uint64_t *id, const struct other *o, struct kv_bytes key)
{
	struct rd r = rd_over(key.s, key.len);

	*id = rd_u64(&r);
	return *id < o->to;
}

/* New units of the other change: a step of its range. */
static int
new_units(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct other *o = arg;
	unsigned char k[KEY_UNIT];

	key_unit(k, o->from, UINT32_MAX);
	return step(o, txn, KV_UNIT, (struct kv_bytes){ k, sizeof k },
	    in_range, err);
}

static int
in_journal(uint64_t *id, const struct other *o, struct kv_bytes key)
{
	struct rd r = rd_over(key.s, key.len);
	uint32_t owner = rd_u32(&r);

	*id = rd_u64(&r);
	return owner == o->number;
}

/* Units that the other change replaced or deleted. */
static int
touched_units(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct other *o = arg;
	unsigned char k[KEY_JOURNAL];

	key_journal(k, o->number, o->from);
	return step(o, txn, KV_JOURNAL, (struct kv_bytes){ k, sizeof k },
	    in_journal, err);
}

static int
in_steps(struct other *o, kv_fn a_step, uint64_t from, uint64_t to,
    struct wtm_err *err)
{
	o->to = to;
	do {
		/* A repeated transaction begins where it began. */
		o->from = from;
		if (kv_stage(store_kv(o->c->s), a_step, o, err) != 0)
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
