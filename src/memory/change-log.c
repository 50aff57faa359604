/*
 * change-log: what a change says of itself in the log.
 *
 * An undo links the two entries.  The header of an import that is undone is
 * hidden, so that an export says what it said before; it is shown again when
 * the undo is undone.
 */
#include "config.h"
#include "memory/change-inner.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"

int
change_log(const struct change *c, struct kv_txn *txn, struct wtm_err *err)
{
	struct log_entry e = {
		.change = c->number,
		.kind = c->opts.kind,
		.time = (int64_t)time(NULL),
		.added = c->counts.added,
		.changed = c->counts.merged + c->counts.edited,
		.deleted = c->counts.deleted,
		.ranges = c->ranges,
		.n_ranges = c->n_ranges,
		.undoes = c->opts.undoes,
		.bytes = c->journal_bytes,
	};

	if (c->opts.user != NULL)
		e.user = (struct wtm_str){ c->opts.user,
			strlen(c->opts.user) };
	if (c->opts.what != NULL)
		e.what = (struct wtm_str){ c->opts.what,
			strlen(c->opts.what) };
	return log_put(txn, &e, err);
}

int
change_add_range(struct change *c, uint64_t from, uint64_t to,
    struct wtm_err *err)
{
	if (c->n_ranges > 0 && c->ranges[c->n_ranges - 1].to == from) {
		c->ranges[c->n_ranges - 1].to = to;
		return 0;
	}
	if (c->n_ranges == c->cap_ranges) {
		size_t cap = c->cap_ranges == 0 ? 8 : c->cap_ranges * 2;
		struct log_range *r = realloc(c->ranges, cap * sizeof *r);

		if (r == NULL)
			return err_nomem(err);
		c->ranges = r;
		c->cap_ranges = cap;
	}
	c->ranges[c->n_ranges].from = from;
	c->ranges[c->n_ranges].to = to;
	c->n_ranges++;
	return 0;
}

/* What an undo was found to be allowed to do must still be so. */
int
change_check_seen(struct change *c, const struct state *st,
    struct wtm_err *err)
{
	if (c->opts.undoes == 0 || st->published == c->opts.seen)
		return 0;
	c->outrun = 1;
	return err_set(err, WTM_SYSTEM, 0, "the memory is being changed by "
	    "others all the time; try again");
}

int
change_check_index(struct change *c, const struct state *st,
    struct wtm_err *err)
{
	if (!c->leans || c->opts.undoes >= st->rebuilt)
		return 0;
	c->outrun = 1;
	return err_set(err, WTM_SYSTEM, 0, "the index was made anew "
	    "meanwhile; try again");
}

static int
move_header(struct kv_txn *txn, const unsigned char *from,
    const unsigned char *to, struct wtm_err *err)
{
	struct kv_bytes val;
	struct buf b = { 0 };
	int ret = kv_get(txn, KV_META, from, KEY_HEADER, &val, err);

	if (ret != 1)
		return ret;
	buf_add(&b, val.s, val.len);
	ret = buf_ok(&b) ? kv_put(txn, KV_META, to, KEY_HEADER, b.s, b.len,
	    err) : err_nomem(err);
	buf_free(&b);
	if (ret != 0 || kv_del(txn, KV_META, from, KEY_HEADER, err) < 0)
		return -1;
	return 0;
}

/* Undone an odd number of times, the change at the root is hidden. */
static int
turn_header(struct kv_txn *txn, struct log_entry e, struct arena *a,
    struct wtm_err *err)
{
	unsigned char shown[KEY_HEADER];
	unsigned char hidden[KEY_HEADER];
	uint32_t root = e.change;
	int hide = 1;

	while (e.undoes != 0) {
		int ret = log_get(&e, txn, root = e.undoes, a, err);

		if (ret < 0)
			return -1;
		hide = !hide;
		if (ret == 0)
			break;
	}
	key_header(shown, root);
	key_hidden_header(hidden, root);
	return hide ? move_header(txn, shown, hidden, err) :
	    move_header(txn, hidden, shown, err);
}

static int
link_entries(struct change *c, struct kv_txn *txn, struct arena *a,
    struct wtm_err *err)
{
	struct log_entry e;
	struct log_entry root;
	int ret = log_get(&e, txn, c->opts.undoes, a, err);

	if (ret == 0)
		return err_set(err, WTM_INPUT, 0, "change %u can no longer be "
		    "undone: it was forgotten", c->opts.undoes);
	if (ret == 1 && e.undone_by != 0)
		return err_set(err, WTM_INPUT, 0, "change %u is undone "
		    "already, by change %u", e.change, e.undone_by);
	e.undone_by = c->number;
	if (ret < 0 || log_put(txn, &e, err) != 0)
		return -1;
	if (e.undoes != 0) {
		ret = log_get(&root, txn, e.undoes, a, err);
		root.undone_by = 0;
		if (ret < 0 || (ret == 1 && log_put(txn, &root, err) != 0))
			return -1;
	}
	return turn_header(txn, e, a, err);
}

int
change_link_undo(struct change *c, struct kv_txn *txn, struct wtm_err *err)
{
	struct arena a = { 0 };
	int ret = link_entries(c, txn, &a, err);

	arena_free(&a);
	return ret;
}
