/*
 * change-write: what an item of a change came to, in the tables.
 *
 * A staged version stands beside the one it replaces, and the before-image
 * goes to the journal.  A small change writes in the transaction that makes
 * it visible, so it removes what it replaces at once.  The index keeps what it
 * says of a unit that goes, so that it need not be told when the unit comes
 * back (state.rebuilt).
 */
#include "config.h"
#include "memory/change-inner.h"

#include <stdlib.h>

#include "base/err.h"
#include "memory/version.h"

/* The before-image of a unit, old NULL: there was none.  The first counts. */
static int
put_journal(struct change *c, struct kv_txn *txn, uint64_t id,
    const struct wtm_tu *old, uint32_t old_change, struct wtm_err *err)
{
	return journal_add(txn, c->number, id, old, old_change,
	    &c->batch_bytes, err);
}

/* The replaced version that a staged one names. */
static int
staged_replaces(uint32_t *replaces, struct kv_txn *txn, uint32_t change,
    uint64_t id, struct wtm_err *err)
{
	struct record_head head;
	int ret = version_head(&head, txn, id, change, err);

	*replaces = head.replaces;
	return ret < 0 ? -1 : 0;
}

static int
stage_item(struct change *c, struct kv_txn *txn, struct item *it,
    struct wtm_err *err)
{
	uint32_t replaces = it->old_change;

	if (it->op == OP_NONE)
		return 0;
	if (it->op == OP_CANCEL)
		return version_del(txn, it->id, c->number, err);
	if (it->op == OP_NEW) {
		replaces = 0;
		it->out.change = c->number;
	} else if (it->old == NULL && it->op != OP_RESTORE) {
		if (staged_replaces(&replaces, txn, c->number, it->id,
		    err) != 0)
			return -1;
	} else if (put_journal(c, txn, it->id, it->old, it->old_change,
	    err) != 0) {
		return -1;
	}
	return version_put(txn, it->id, c->number, replaces,
	    it->op == OP_DELETE ? NULL : &it->out, err);
}

static int
stage_drop(struct change *c, struct kv_txn *txn, const struct drop *d,
    struct wtm_err *err)
{
	if (put_journal(c, txn, d->old->id, d->old, d->old_change, err) != 0)
		return -1;
	return version_put(txn, d->old->id, c->number, d->old_change, NULL,
	    err);
}

int
change_write_staged(struct change *c, struct kv_txn *txn,
    struct wtm_err *err)
{
	c->batch_bytes = 0;
	for (size_t i = 0; i < c->n_items; i++) {
		struct item *it = &c->items[i];

		for (size_t k = 0; k < it->n_drops; k++)
			if (stage_drop(c, txn, &it->drops[k], err) != 0)
				return -1;
		if (stage_item(c, txn, it, err) != 0)
			return -1;
	}
	return 0;
}

static int
put_in_tail(struct kv_txn *txn, struct state *st, const struct wtm_tu *tu,
    struct wtm_err *err)
{
	int fresh;

	if (index_tail_put(txn, tu, &fresh, err) != 0)
		return -1;
	st->view.n_tail += fresh ? 1 : 0;
	st->view.stamp++;
	return 0;
}

static int
remove_now(struct change *c, struct kv_txn *txn, struct state *st,
    const struct wtm_tu *old, uint32_t old_change, struct wtm_err *err)
{
	if (put_journal(c, txn, old->id, old, old_change, err) != 0)
		return -1;
	return store_del_visible(txn, st, old->id, err);
}

static int
write_item(struct change *c, struct kv_txn *txn, struct state *st,
    struct item *it, struct wtm_err *err)
{
	if (it->op == OP_NONE)
		return 0;
	if (it->op == OP_DELETE)
		return remove_now(c, txn, st, it->old, it->old_change, err);
	if (it->op == OP_NEW) {
		it->out.change = c->number;
		it->out.id = it->id;
	} else if (it->op == OP_RESTORE) {
		if (put_journal(c, txn, it->id, NULL, 0, err) != 0)
			return -1;
	} else {
		it->out.id = it->old->id;
		it->out.change = it->old->change;
		if (put_journal(c, txn, it->id, it->old, it->old_change,
		    err) != 0 || store_del_visible(txn, st, it->old->id,
		    err) != 0)
			return -1;
	}
	if (version_put(txn, it->id, c->number, 0, &it->out, err) != 0)
		return -1;
	/* A merged unit has the texts it had. */
	return it->texts ? put_in_tail(txn, st, &it->out, err) : 0;
}

int
change_write_small(struct change *c, struct kv_txn *txn, struct state *st,
    struct wtm_err *err)
{
	c->batch_bytes = 0;
	for (size_t i = 0; i < c->n_items; i++) {
		struct item *it = &c->items[i];

		for (size_t k = 0; k < it->n_drops; k++)
			if (remove_now(c, txn, st, it->drops[k].old,
			    it->drops[k].old_change, err) != 0)
				return -1;
		if (write_item(c, txn, st, it, err) != 0)
			return -1;
	}
	return 0;
}
