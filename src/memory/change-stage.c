/*
 * change-stage: a large change, batch by batch, before it is published.
 */
#include "config.h"
#include "memory/change-inner.h"

#include "base/err.h"
#include "kv/part.h"

static int
announce(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct change *c = arg;
	struct state st;
	int claimed = 0;

	if (state_read(&st, txn, 1, err) != 0 ||
	    change_check_seen(c, &st, err) != 0)
		return -1;
	if (c->number != 0)	/* of a try before */
		store_unclaim(c->s, c->number);
	c->seen = st.published;
	/* A number may be claimed for a try that was undone. */
	while (claimed == 0) {
		c->number = st.next_change++;
		claimed = store_claim(c->s, c->number, err);
	}
	if (claimed < 0 || state_pend(&st, c->number, err) != 0 ||
	    change_log(c, txn, err) != 0)
		return -1;
	return state_write(&st, txn, err);
}

static int
begin_staging(struct change *c, struct wtm_err *err)
{
	if (kv_stage(store_kv(c->s), announce, c, err) == 0 &&
	    index_build_new(&c->build, store_kv(c->s), c->number, err) == 0)
		return 0;
	if (c->number != 0)
		store_unclaim(c->s, c->number);
	c->number = 0;
	return -1;
}

static uint64_t
block_size(const struct change *c)
{
	if (c->n_taken < ID_BLOCK)
		return ID_BLOCK;
	return c->n_taken < ID_BLOCK_MAX ? c->n_taken : ID_BLOCK_MAX;
}

/*
 * Take a block of ids, and note it, so that a dead change can be removed.  The
 * more it has taken the more it is likely to need.
 */
static int
take_ids(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct change *c = arg;
	size_t n_ranges = c->n_ranges;
	uint64_t last_to = n_ranges > 0 ? c->ranges[n_ranges - 1].to : 0;
	struct state st;
	int ret;

	if (state_read(&st, txn, 1, err) != 0)
		return -1;
	if (!state_is_staging(&st, c->number))
		return err_set(err, WTM_SYSTEM, 0, "the change was cleared "
		    "away; try again");
	c->next_id = st.next_id;
	c->end_id = c->next_id + block_size(c);
	st.next_id = c->end_id;
	ret = change_add_range(c, c->next_id, c->end_id, err);
	if (ret == 0 && (change_log(c, txn, err) != 0 ||
	    state_write(&st, txn, err) != 0)) {
		ret = -1;	/* as it was, for the repetition */
		c->n_ranges = n_ranges;
		if (n_ranges > 0)
			c->ranges[n_ranges - 1].to = last_to;
	}
	return ret;
}

/* What is beyond the first block goes to a part of the units. */
static int
take_block(struct change *c, struct wtm_err *err)
{
	unsigned char from[KEY_ID];
	unsigned char to[KEY_ID];

	if (kv_stage(store_kv(c->s), take_ids, c, err) != 0)
		return -1;
	c->n_taken += c->end_id - c->next_id;
	if (c->n_taken == ID_BLOCK)
		return 0;
	key_id(from, c->next_id);
	key_id(to, c->end_id);
	return kv_part_begin(store_kv(c->s), KV_UNIT, c->number,
	    (struct kv_bytes){ from, sizeof from },
	    (struct kv_bytes){ to, sizeof to }, err) < 0 ? -1 : 0;
}

static int
number_items(struct change *c, struct wtm_err *err)
{
	for (size_t i = 0; i < c->n_items; i++) {
		if (c->items[i].want != WANT_PUT)
			continue;
		if (c->next_id == c->end_id && take_block(c, err) != 0)
			return -1;
		c->items[i].new_id = c->next_id++;
	}
	return 0;
}

static int
resolve(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct change *c = arg;
	struct state st;

	if (state_read(&st, txn, 0, err) != 0)
		return -1;
	if (!state_is_staging(&st, c->number))
		return err_set(err, WTM_SYSTEM, 0, "the change was cleared "
		    "away; try again");
	return change_resolve(c, txn, &st, err);
}

static int
stage(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	return change_write_staged(arg, txn, err);
}

void
change_count_item(struct change *c, const struct item *it)
{
	c->counts.deleted += it->n_drops;
	c->counts.deleted -= it->revives ? 1 : 0;
	if (it->n_drops > 0 || it->op == OP_REPLACE || it->op == OP_DELETE ||
	    it->op == OP_RESTORE)
		c->journaled = 1;
	if (it->op == OP_DELETE)
		c->counts.deleted++;
	else if (it->op == OP_CANCEL)
		c->counts.added--;
	else if (it->op == OP_NEW || it->op == OP_RESTORE)
		c->counts.added++;
	else if (it->want == WANT_PUT)
		c->counts.merged++;
	else if (it->op == OP_REPLACE)
		c->counts.edited++;
	if (it->want == WANT_PUT)
		c->last_id = it->id;
}

static int
index_items(struct change *c, struct wtm_err *err)
{
	for (size_t i = 0; i < c->n_items; i++) {
		struct item *it = &c->items[i];

		it->out.id = it->id;
		if (it->texts && it->op != OP_NONE && it->op != OP_DELETE &&
		    it->op != OP_CANCEL &&
		    index_build_add(c->build, &it->out, err) != 0)
			return -1;
	}
	return 0;
}

/* Keep memory bounded: let the index know what ids knew. */
static int
forget_ids(struct change *c, struct wtm_err *err)
{
	uint64_t hash;
	size_t at = 0;

	if (c->ids.n < IDS_MAX)
		return 0;
	if (index_build_flush(c->build, err) != 0)
		return -1;
	if (c->ids_in_runs.at == NULL &&
	    bloom_init(&c->ids_in_runs, IN_RUNS_BYTES) != 0)
		return err_nomem(err);
	while (map64_next(&c->ids, &at, &hash))
		bloom_add(&c->ids_in_runs, hash);
	map64_free(&c->ids);
	return 0;
}

static void
empty_batch(struct change *c)
{
	for (size_t i = 0; i < c->n_items; i++)
		change_count_item(c, &c->items[i]);
	c->n_items = 0;
	c->journal_bytes += c->batch_bytes;
	arena_clear(&c->arena);
}

int
change_flush(struct change *c, struct wtm_err *err)
{
	struct kv *kv = store_kv(c->s);

	if (c->n_items == 0)
		return 0;
	if (c->build == NULL && begin_staging(c, err) != 0)
		return -1;
	if (number_items(c, err) != 0 || kv_read(kv, resolve, c, err) != 0 ||
	    kv_stage(kv, stage, c, err) != 0 || index_items(c, err) != 0)
		return -1;
	empty_batch(c);
	if (forget_ids(c, err) != 0)
		return -1;
	/* Often, so that little is left to do when it is published. */
	return change_reconcile(c, &c->seen, err);
}
