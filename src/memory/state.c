/*
 * state: the one small record that says what readers see.
 *
 * KV_META "state": u8 version, u64 published, u64 next_id, u32 next_change,
 * u64 n_units, varint n and n times (u32 change, u8 step), varint n and n times
 * (u32 owner, u16 seq) of runs to drop, then the view of the index as
 * index_view_write() makes it, then varint journal_bytes, varint rules,
 * varint rebuilt, varint parts.
 */
#include "config.h"
#include "memory/state.h"

#include <string.h>

#include "base/err.h"
#include "kv/part.h"
#include "text/mask.h"
#include "text/token.h"

enum { STATE_VERSION = 1 };

static const char state_key[] = "state";

void
state_init(struct state *st)
{
	memset(st, 0, sizeof *st);
	st->next_id = 1;
	st->next_change = 1;
	st->rules = state_our_rules();
}

uint64_t
state_our_rules(void)
{
	return (uint64_t)INDEX_VERSION << 56 | (uint64_t)MASK_RULES << 48 |
	    (uint64_t)TOKEN_RULES << 32 | token_unicode();
}

int
state_check_rules(const struct state *st, struct wtm_err *err)
{
	if (st->rules == 0 || st->rules == state_our_rules())
		return 0;
	return err_set(err, WTM_MEMORY, 0, "the memory was indexed anew by "
	    "another wiretm; use that one");
}

static int
parse(struct state *st, struct kv_bytes b)
{
	struct rd r = rd_over(b.s, b.len);
	uint64_t n;

	memset(st, 0, sizeof *st);
	if (rd_u8(&r) != STATE_VERSION)
		return -1;
	st->published = rd_u64(&r);
	st->next_id = rd_u64(&r);
	st->next_change = rd_u32(&r);
	st->n_units = rd_u64(&r);
	n = rd_varint(&r);
	if (n > STATE_PENDING_MAX)
		return -1;
	st->n_pending = (size_t)n;
	for (size_t i = 0; i < st->n_pending; i++) {
		st->pending[i].change = rd_u32(&r);
		st->pending[i].step = rd_u8(&r) == PENDING_STAGING ?
		    PENDING_STAGING : PENDING_FOLDING;
	}
	n = rd_varint(&r);
	if (n > STATE_GARBAGE_MAX)
		return -1;
	st->n_garbage = (size_t)n;
	for (size_t i = 0; i < st->n_garbage; i++) {
		st->garbage[i].owner = rd_u32(&r);
		st->garbage[i].seq = rd_u16(&r);
	}
	if (r.bad || index_view_read(&st->view, &r) != 0)
		return -1;
	/* These were not always there. */
	if (rd_left(&r) > 0)
		st->journal_bytes = rd_varint(&r);
	if (rd_left(&r) > 0)
		st->rules = rd_varint(&r);
	st->rebuilt = UINT32_MAX;
	if (rd_left(&r) > 0)
		st->rebuilt = (uint32_t)rd_varint(&r);
	if (rd_left(&r) > 0)
		st->parts = rd_varint(&r);
	return r.bad ? -1 : 0;
}

static int
no_state(int is_there, struct wtm_err *err)
{
	return err_set(err, WTM_MEMORY, 0, "the state record of the memory is "
	    "%s; restore a backup", is_there ? "damaged" : "missing");
}

int
state_read(struct state *st, struct kv_txn *txn, int locked,
    struct wtm_err *err)
{
	struct kv_bytes b;
	int ret = (locked ? kv_get_locked : kv_get)(txn, KV_META, state_key,
	    sizeof state_key - 1, &b, err);

	if (ret < 0)
		return -1;
	if (ret == 0 || parse(st, b) != 0)
		return no_state(ret, err);
	return kv_parts_at(txn, st->parts, err);
}

int
state_read_again(int *same, struct state *st, struct buf *record,
    struct kv_txn *txn, struct wtm_err *err)
{
	struct kv_bytes b;
	int ret = kv_get(txn, KV_META, state_key, sizeof state_key - 1, &b,
	    err);

	*same = ret == 1 && b.len > 0 && b.len == record->len &&
	    memcmp(b.s, record->s, b.len) == 0;
	if (ret < 0)
		return -1;
	if (*same)
		return kv_parts_at(txn, st->parts, err);
	buf_clear(record);
	if (ret == 0 || parse(st, b) != 0)
		return no_state(ret, err);
	buf_add(record, b.s, b.len);
	return buf_ok(record) ? kv_parts_at(txn, st->parts, err) :
	    err_nomem(err);
}

static int
peek(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	return state_read(arg, txn, 0, err);
}

int
state_peek(struct state *st, struct kv *kv, struct wtm_err *err)
{
	return kv_read(kv, peek, st, err);
}

int
state_write(const struct state *st, struct kv_txn *txn, struct wtm_err *err)
{
	struct buf b = { 0 };
	int ret;

	buf_addc(&b, STATE_VERSION);
	buf_u64(&b, st->published);
	buf_u64(&b, st->next_id);
	buf_u32(&b, st->next_change);
	buf_u64(&b, st->n_units);
	buf_varint(&b, st->n_pending);
	for (size_t i = 0; i < st->n_pending; i++) {
		buf_u32(&b, st->pending[i].change);
		buf_addc(&b, (char)st->pending[i].step);
	}
	buf_varint(&b, st->n_garbage);
	for (size_t i = 0; i < st->n_garbage; i++) {
		buf_u32(&b, st->garbage[i].owner);
		buf_u16(&b, st->garbage[i].seq);
	}
	index_view_write(&b, &st->view);
	buf_varint(&b, st->journal_bytes);
	buf_varint(&b, st->rules);
	buf_varint(&b, st->rebuilt);
	buf_varint(&b, st->parts);
	ret = buf_ok(&b) ? kv_put(txn, KV_META, state_key,
	    sizeof state_key - 1, b.s, b.len, err) : err_nomem(err);
	buf_free(&b);
	return ret;
}

struct pending *
state_pending(struct state *st, uint32_t change)
{
	for (size_t i = 0; i < st->n_pending; i++)
		if (st->pending[i].change == change)
			return &st->pending[i];
	return NULL;
}

int
state_is_staging(const struct state *st, uint32_t change)
{
	for (size_t i = 0; i < st->n_pending; i++)
		if (st->pending[i].change == change)
			return st->pending[i].step == PENDING_STAGING;
	return 0;
}

int
state_pend(struct state *st, uint32_t change, struct wtm_err *err)
{
	if (st->n_pending == STATE_PENDING_MAX)
		return err_set(err, WTM_SYSTEM, 0, "%d large changes are under "
		    "way already; try again later", STATE_PENDING_MAX);
	st->pending[st->n_pending].change = change;
	st->pending[st->n_pending].step = PENDING_STAGING;
	st->n_pending++;
	return 0;
}

void
state_unpend(struct state *st, uint32_t change)
{
	struct pending *p = state_pending(st, change);

	if (p == NULL)
		return;
	memmove(p, p + 1, (size_t)(&st->pending[st->n_pending] - (p + 1)) *
	    sizeof *p);
	st->n_pending--;
}
