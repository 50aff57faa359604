/*
 * log: what the changes of a memory were.
 *
 * KV_LOG 'c' u32 change: u8 version, u8 kind, u64 time, str user, str what,
 * varint added, changed, deleted, undone_by, undoes, varint n ranges and n
 * times (varint from, varint length), varint bytes.
 */
#include "config.h"
#include "memory/log.h"

#include "base/err.h"
#include "memory/record.h"
#include "memory/store.h"

enum { LOG_VERSION = 1 };

static const char *const kind_names[LOG_KINDS] = {
	[LOG_IMPORT] = "import",
	[LOG_ADD] = "add",
	[LOG_EDIT] = "edit",
	[LOG_DELETE] = "delete",
	[LOG_DEDUPE] = "dedupe",
	[LOG_UNDO] = "undo",
	[LOG_LEARN] = "learn",
};

const char *
log_kind_name(enum log_kind kind)
{
	return kind_names[kind];
}

int
log_put(struct kv_txn *txn, const struct log_entry *e, struct wtm_err *err)
{
	unsigned char k[KEY_CHANGE];
	struct buf b = { 0 };
	int ret;

	buf_addc(&b, LOG_VERSION);
	buf_addc(&b, (char)e->kind);
	buf_u64(&b, (uint64_t)e->time);
	record_write_str(&b, e->user);
	record_write_str(&b, e->what);
	buf_varint(&b, e->added);
	buf_varint(&b, e->changed);
	buf_varint(&b, e->deleted);
	buf_varint(&b, e->undone_by);
	buf_varint(&b, e->undoes);
	buf_varint(&b, e->n_ranges);
	for (size_t i = 0; i < e->n_ranges; i++) {
		buf_varint(&b, e->ranges[i].from);
		buf_varint(&b, e->ranges[i].to - e->ranges[i].from);
	}
	buf_varint(&b, e->bytes);
	key_change(k, e->change);
	ret = buf_ok(&b) ? kv_put(txn, KV_LOG, k, sizeof k, b.s, b.len, err) :
	    err_nomem(err);
	buf_free(&b);
	return ret;
}

static int
read_ranges(struct log_entry *e, struct rd *r, struct arena *a)
{
	uint64_t n = rd_varint(r);
	struct log_range *at;

	if (n > rd_left(r) / 2)
		return -1;
	at = arena_array(a, (size_t)n, sizeof *at);
	if (at == NULL)
		return -1;
	for (size_t i = 0; i < n; i++) {
		at[i].from = rd_varint(r);
		at[i].to = at[i].from + rd_varint(r);
	}
	e->ranges = at;
	e->n_ranges = (size_t)n;
	if (rd_left(r) > 0)	/* it was not always there */
		e->bytes = rd_varint(r);
	return r->bad ? -1 : 0;
}

int
log_get(struct log_entry *e, struct kv_txn *txn, uint32_t change,
    struct arena *a, struct wtm_err *err)
{
	unsigned char k[KEY_CHANGE];
	struct kv_bytes val;
	struct wtm_str copy;
	struct rd r;
	int version;
	int ret;

	*e = (struct log_entry){ .change = change };
	key_change(k, change);
	ret = kv_get(txn, KV_LOG, k, sizeof k, &val, err);
	if (ret != 1)
		return ret;
	copy = arena_str(a, (const char *)val.s, val.len);
	if (copy.s == NULL)
		return err_nomem(err);
	r = rd_over(copy.s, copy.len);
	version = rd_u8(&r);
	e->kind = (enum log_kind)rd_u8(&r);
	e->time = (int64_t)rd_u64(&r);
	e->user = record_read_str(&r);
	e->what = record_read_str(&r);
	e->added = rd_varint(&r);
	e->changed = rd_varint(&r);
	e->deleted = rd_varint(&r);
	e->undone_by = (uint32_t)rd_varint(&r);
	e->undoes = (uint32_t)rd_varint(&r);
	if (version == LOG_VERSION && e->kind < LOG_KINDS &&
	    read_ranges(e, &r, a) == 0)
		return 1;
	if (a->failed)
		return err_nomem(err);
	return err_set(err, WTM_MEMORY, 0, "entry %u of the log is damaged",
	    change);
}

int
log_has(struct kv_txn *txn, uint32_t change, struct wtm_err *err)
{
	unsigned char k[KEY_CHANGE];
	struct kv_bytes val;

	key_change(k, change);
	return kv_get(txn, KV_LOG, k, sizeof k, &val, err);
}

int
log_del(struct kv_txn *txn, uint32_t change, struct wtm_err *err)
{
	unsigned char k[KEY_CHANGE];

	key_change(k, change);
	return kv_del(txn, KV_LOG, k, sizeof k, err) < 0 ? -1 : 0;
}

int
log_rank_put(struct kv_txn *txn, uint64_t rank, uint32_t change,
    uint64_t token, struct wtm_err *err)
{
	unsigned char k[KEY_RANK];
	struct buf b = { 0 };
	int ret;

	key_rank(k, rank);
	buf_u32(&b, change);
	buf_u64(&b, token);
	ret = buf_ok(&b) ? kv_put(txn, KV_LOG, k, sizeof k, b.s, b.len, err) :
	    err_nomem(err);
	buf_free(&b);
	return ret;
}

static int
read_rank(uint32_t *change, uint64_t *token, struct kv_txn *txn,
    uint64_t rank, struct wtm_err *err)
{
	unsigned char k[KEY_RANK];
	struct kv_bytes val;
	struct rd r;
	int ret;

	key_rank(k, rank);
	ret = kv_get(txn, KV_LOG, k, sizeof k, &val, err);
	if (ret != 1)
		return ret;
	r = rd_over(val.s, val.len);
	*change = rd_u32(&r);
	*token = rd_u64(&r);
	if (r.bad)
		return err_set(err, WTM_MEMORY, 0, "rank %llu of the log is "
		    "damaged", (unsigned long long)rank);
	return 1;
}

int
log_rank_get(uint32_t *change, struct kv_txn *txn, uint64_t rank,
    struct wtm_err *err)
{
	uint64_t token;

	return read_rank(change, &token, txn, rank, err);
}

int
log_rank_has(struct kv_txn *txn, uint64_t rank, uint64_t token,
    struct wtm_err *err)
{
	uint64_t have;
	uint32_t change;
	int ret = read_rank(&change, &have, txn, rank, err);

	return ret == 1 ? have == token : ret;
}

int
log_rank_del(struct kv_txn *txn, uint64_t rank, struct wtm_err *err)
{
	unsigned char k[KEY_RANK];

	key_rank(k, rank);
	return kv_del(txn, KV_LOG, k, sizeof k, err) < 0 ? -1 : 0;
}

int
log_rank_first(uint64_t *rank, struct kv_txn *txn, struct wtm_err *err)
{
	unsigned char k[KEY_RANK];
	struct kv_cursor *c;
	struct rd r;
	int ret;

	*rank = 0;
	key_rank(k, 0);
	if (kv_cursor_open(&c, txn, KV_LOG, KV_STEP, err) != 0)
		return -1;
	ret = kv_seek(c, k, sizeof k, err);
	if (ret == 1 && c->key.len == KEY_RANK && c->key.s[0] == 'r') {
		r = rd_over(c->key.s + 1, c->key.len - 1);
		*rank = rd_u64(&r);
	}
	kv_cursor_close(c);
	return ret < 0 ? -1 : 0;
}
