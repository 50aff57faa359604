/*
 * change: how the units of a memory change; the flow.
 *
 * Items collect in a batch.  A change that ends before its first batch is
 * full is one transaction, which holds the state record from its beginning.
 * Else the change is announced in the state, and each batch is resolved
 * against one snapshot and staged in one transaction; publishing takes
 * account of what others published meanwhile and then writes the state.
 *
 * While a large change lives its process holds the claim on its number
 * (store.h).  Whoever begins a change removes those that nobody claims.
 */
#include "config.h"
#include "memory/change.h"

#include <sys/random.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "kv/part.h"
#include "memory/change-inner.h"
#include "memory/record.h"
#include "memory/unit.h"
#include "memory/upkeep.h"

enum { CACHE_BYTES = 8 << 20, USUAL_BYTES = 1000 };	/* of a record */

int
change_begin(struct change **out, struct store *s,
    const struct change_opts *opts, struct wtm_err *err)
{
	struct change *c;

	*out = NULL;
	if (upkeep_clear(s, err) != 0)
		return -1;
	c = calloc(1, sizeof *c);
	if (c == NULL)
		return err_nomem(err);
	c->s = s;
	c->opts = *opts;
	if (getrandom(&c->token, sizeof c->token, 0) !=
	    (ssize_t)sizeof c->token) {
		change_free(c);
		return err_errno(err, "random number");
	}
	if (index_new(&c->index, CACHE_BYTES, err) != 0) {
		change_free(c);
		return -1;
	}
	*out = c;
	return 0;
}

const struct change_counts *
change_counted(const struct change *c)
{
	return &c->counts;
}

uint32_t
change_number(const struct change *c)
{
	return c->number;
}

uint64_t
change_last_id(const struct change *c)
{
	return c->last_id;
}

int
change_outrun(const struct change *c)
{
	return c->outrun;
}

/* What to do. */

static int
copy_unit(const struct wtm_tu **out, struct change *c,
    const struct wtm_tu *tu, struct wtm_err *err)
{
	struct record_head head = { 0 };
	const struct wtm_tu *read;
	struct wtm_tu *own;
	struct buf b = { 0 };
	struct wtm_str copy;
	int ret = -1;

	(void)buf_reserve(&b, USUAL_BYTES);	/* at once, most often */
	record_write(&b, &head, tu);
	copy = buf_ok(&b) ? arena_str(&c->arena, b.s, b.len) :
	    (struct wtm_str){ 0 };
	if (copy.s == NULL)
		err_nomem(err);
	else
		ret = record_read(&head, &read, tu->id, copy.s, copy.len,
		    &c->arena, err);
	buf_free(&b);
	own = ret == 0 ? arena_alloc(&c->arena, sizeof *own) : NULL;
	if (own == NULL)
		return ret == 0 ? err_nomem(err) : -1;
	*own = *read;
	*out = own;
	return unit_bound(own, &c->arena, err);
}

static int
want(struct change *c, struct item it, const struct wtm_tu *tu,
    struct wtm_err *err)
{
	if ((c->n_items == BATCH_ITEMS || c->arena.used > BATCH_BYTES) &&
	    change_flush(c, err) != 0)
		return -1;
	if (c->n_items == c->cap_items) {
		size_t cap = c->cap_items == 0 ? 16 : c->cap_items * 2;
		struct item *items = realloc(c->items, cap * sizeof *items);

		if (items == NULL)
			return err_nomem(err);
		c->items = items;
		c->cap_items = cap;
	}
	if (tu != NULL && copy_unit(&it.tu, c, tu, err) != 0)
		return -1;
	if (it.want == WANT_PUT)
		it.hash = unit_hash(it.tu);
	c->items[c->n_items++] = it;
	return 0;
}

int
change_put(struct change *c, const struct wtm_tu *tu, struct wtm_err *err)
{
	return want(c, (struct item){ .want = WANT_PUT }, tu, err);
}

int
change_edit(struct change *c, uint64_t id, const struct wtm_tu *tu,
    struct wtm_err *err)
{
	return want(c, (struct item){ .want = WANT_EDIT, .id = id }, tu, err);
}

int
change_delete(struct change *c, uint64_t id, struct wtm_err *err)
{
	return want(c, (struct item){ .want = WANT_DELETE, .id = id }, NULL,
	    err);
}

void
change_expect(struct change *c, uint32_t version)
{
	c->items[c->n_items - 1].expected = version;
}

int
change_revert(struct change *c, uint64_t id, const struct wtm_tu *before,
    struct wtm_err *err)
{
	return want(c, (struct item){ .want = WANT_REVERT, .id = id }, before,
	    err);
}

int
change_header(struct change *c, const void *bytes, size_t len,
    struct wtm_err *err)
{
	buf_clear(&c->header);
	buf_add(&c->header, bytes, len);
	return buf_ok(&c->header) ? 0 : err_nomem(err);
}

/* Publishing. */

static int
put_header(struct change *c, struct kv_txn *txn, struct wtm_err *err)
{
	unsigned char k[KEY_HEADER];

	if (c->header.len == 0)
		return 0;
	key_header(k, c->number);
	return kv_put(txn, KV_META, k, sizeof k, c->header.s, c->header.len,
	    err);
}

/* The last words of every change: from here on it is visible. */
static int
proclaim(struct change *c, struct kv_txn *txn, struct state *st,
    struct wtm_err *err)
{
	st->published++;
	st->journal_bytes += c->journal_bytes;
	st->n_units += c->counts.added;
	st->n_units -= c->counts.deleted;
	if (put_header(c, txn, err) != 0 || change_log(c, txn, err) != 0 ||
	    (c->opts.undoes != 0 && change_link_undo(c, txn, err) != 0) ||
	    log_rank_put(txn, st->published, c->number, c->token, err) != 0)
		return -1;
	return state_write(st, txn, err);
}

/*
 * Was it published by a try whose commit nobody heard of?  Its number does
 * not tell: when the try was undone, that went to another change.
 */
static int
is_published(struct change *c, struct kv_txn *txn, const struct state *st,
    struct wtm_err *err)
{
	int ret = 0;

	for (uint64_t rank = st->published; rank > c->seen && ret == 0; rank--)
		ret = log_rank_has(txn, rank, c->token, err);
	return ret;
}

static int
changes_nothing(const struct change *c)
{
	for (size_t i = 0; i < c->n_items; i++)
		if (c->items[i].op != OP_NONE || c->items[i].n_drops > 0)
			return 0;
	return 1;
}

/* Number the items, and find out what they come to. */
static int
resolve_small(struct change *c, struct kv_txn *txn, struct state *st,
    struct wtm_err *err)
{
	c->seen = st->published;
	c->number = st->next_change;
	c->n_ranges = 0;
	c->counts = (struct change_counts){ 0 };
	for (size_t i = 0; i < c->n_items; i++)
		if (c->items[i].want == WANT_PUT)
			c->items[i].new_id = st->next_id++;
	if (change_resolve(c, txn, st, err) != 0)
		return -1;
	for (size_t i = 0; i < c->n_items; i++) {
		change_count_item(c, &c->items[i]);
		if (c->items[i].op == OP_NEW && change_add_range(c,
		    c->items[i].id, c->items[i].id + 1, err) != 0)
			return -1;
	}
	return 0;
}

static int
publish_small(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct change *c = arg;
	struct state st;
	int ret;

	if (state_read(&st, txn, 1, err) != 0 ||
	    state_check_rules(&st, err) != 0)
		return -1;
	if (c->tries++ > 0) {
		ret = is_published(c, txn, &st, err);
		if (ret != 0)
			return ret < 0 ? -1 : 0;
	}
	if (change_check_seen(c, &st, err) != 0 ||
	    resolve_small(c, txn, &st, err) != 0)
		return -1;
	if (changes_nothing(c))
		return 0;
	st.next_change++;
	if (change_write_small(c, txn, &st, err) != 0)
		return -1;
	c->journal_bytes = c->batch_bytes;
	return proclaim(c, txn, &st, err);
}

static int
take_runs(struct change *c, struct kv_txn *txn, struct state *st,
    struct wtm_err *err)
{
	const struct index_run *runs;
	size_t n;

	if (index_build_finish(c->build, &runs, &n, err) != 0)
		return -1;
	if (st->view.n_runs + n > INDEX_RUNS_MAX)
		return err_set(err, WTM_SYSTEM, 0, "the index has too many "
		    "parts; try again");
	for (size_t i = 0; i < n; i++)
		st->view.runs[st->view.n_runs++] = runs[i];
	return index_join(txn, runs, n, &st->parts, err);
}

/* 0 and c->published, or 0 and not: others were faster, reconcile. */
static int
publish_staged(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct change *c = arg;
	struct state st;
	struct pending *p;

	c->published = 0;
	if (state_read(&st, txn, 1, err) != 0 ||
	    state_check_rules(&st, err) != 0)
		return -1;
	p = state_pending(&st, c->number);
	if (p == NULL || p->step != PENDING_STAGING) {
		if (c->tries == 0)
			return err_set(err, WTM_SYSTEM, 0, "the change was "
			    "cleared away; try again");
		c->published = 1;
		return 0;
	}
	if (st.published != c->seen)
		return 0;
	c->tries++;
	if (change_check_index(c, &st, err) != 0 ||
	    take_runs(c, txn, &st, err) != 0 ||
	    kv_part_join(txn, KV_UNIT, c->number, &st.parts, err) != 0)
		return -1;
	if (c->journaled)
		p->step = PENDING_FOLDING;
	else
		state_unpend(&st, c->number);
	c->published = 1;
	return proclaim(c, txn, &st, err);
}

static int
publish_large(struct change *c, struct wtm_err *err)
{
	struct wtm_err ignored = { 0 };
	const struct index_run *runs;
	size_t n;

	if (change_flush(c, err) != 0)
		return -1;
	if (c->counts.added == 0 && !c->journaled)
		return 0;
	if (index_build_finish(c->build, &runs, &n, err) != 0)
		return -1;
	do {
		if (change_reconcile(c, &c->seen, err) != 0 ||
		    kv_write_parts(store_kv(c->s), publish_staged, c,
		    err) != 0) {
			c->published = 0;
			return -1;
		}
	} while (!c->published);
	/* It is visible; what it replaced can also go with the next writer. */
	if (c->journaled)
		change_fold(c->s, c->number, &ignored);
	store_unclaim(c->s, c->number);
	return 0;
}

static int
is_small(const struct change *c)
{
	return c->build == NULL && c->n_items <= SMALL_ITEMS &&
	    c->arena.used <= SMALL_BYTES;
}

int
change_publish(struct change *c, struct wtm_err *err)
{
	if (c->n_items == 0 && c->build == NULL)
		return 0;
	if (!is_small(c))
		return publish_large(c, err);
	if (kv_write(store_kv(c->s), publish_small, c, err) != 0)
		return -1;
	c->published = 1;
	return 0;
}

/* As publish_small(), up to where it would write. */
static int
rehearse_small(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct change *c = arg;
	struct state st;

	if (state_read(&st, txn, 0, err) != 0)
		return -1;
	return resolve_small(c, txn, &st, err);
}

int
change_rehearse(struct change *c, struct wtm_err *err)
{
	if (is_small(c))
		return kv_read(store_kv(c->s), rehearse_small, c, err);
	return change_flush(c, err);
}

void
change_free(struct change *c)
{
	struct wtm_err ignored = { 0 };

	if (c == NULL)
		return;
	if (c->build != NULL && !c->published) {
		store_unclaim(c->s, c->number);
		upkeep_clear(c->s, &ignored);
	}
	index_build_free(c->build);
	index_free(c->index);
	arena_free(&c->arena);
	map64_free(&c->ids);
	bloom_free(&c->ids_in_runs);
	buf_free(&c->header);
	free(c->items);
	free(c->ranges);
	free(c);
}
