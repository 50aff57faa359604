/*
 * version: one version of a unit (KV_UNIT), and the before-image of one
 * (KV_JOURNAL), as rows of their tables; the layout is in store.c.
 */
#include "config.h"
#include "memory/version.h"

#include "base/err.h"
#include "memory/store.h"

enum { USUAL_BYTES = 1000 };	/* of a record */

int
version_put(struct kv_txn *txn, uint64_t id, uint32_t change,
    uint32_t replaces, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct record_head head = { .replaces = replaces,
		.deleted = tu == NULL };
	unsigned char k[KEY_UNIT];
	struct buf b = { 0 };
	int ret;

	key_unit(k, id, change);
	(void)buf_reserve(&b, USUAL_BYTES);	/* at once, most often */
	record_write(&b, &head, tu);
	ret = buf_ok(&b) ? kv_put(txn, KV_UNIT, k, sizeof k, b.s, b.len, err) :
	    err_nomem(err);
	buf_free(&b);
	return ret;
}

int
version_del(struct kv_txn *txn, uint64_t id, uint32_t change,
    struct wtm_err *err)
{
	unsigned char k[KEY_UNIT];

	key_unit(k, id, change);
	return kv_del(txn, KV_UNIT, k, sizeof k, err) < 0 ? -1 : 0;
}

int
version_head(struct record_head *head, struct kv_txn *txn, uint64_t id,
    uint32_t change, struct wtm_err *err)
{
	unsigned char k[KEY_UNIT];
	struct kv_bytes val;
	int ret;

	*head = (struct record_head){ 0 };
	key_unit(k, id, change);
	ret = kv_get(txn, KV_UNIT, k, sizeof k, &val, err);
	if (ret == 1 && record_read_head(head, val.s, val.len, id, err) != 0)
		return -1;
	return ret;
}

typedef int (*put_fn)(struct kv_txn *txn, enum kv_table table,
    const void *key, size_t key_len, const void *val, size_t val_len,
    struct wtm_err *err);

static int
put_image(put_fn put, struct kv_txn *txn, uint32_t change, uint64_t id,
    const struct wtm_tu *old, uint32_t old_change, size_t *bytes,
    struct wtm_err *err)
{
	struct record_head head = { 0 };
	unsigned char k[KEY_JOURNAL];
	struct buf b = { 0 };
	int ret;

	key_journal(k, change, id);
	buf_u32(&b, old_change);
	if (old != NULL)
		record_write(&b, &head, old);
	if (bytes != NULL)
		*bytes += b.len + sizeof k;
	ret = buf_ok(&b) ? put(txn, KV_JOURNAL, k, sizeof k, b.s, b.len,
	    err) : err_nomem(err);
	buf_free(&b);
	return ret < 0 ? -1 : 0;
}

int
journal_put(struct kv_txn *txn, uint32_t change, uint64_t id,
    const struct wtm_tu *old, uint32_t old_change, size_t *bytes,
    struct wtm_err *err)
{
	return put_image(kv_put, txn, change, id, old, old_change, bytes,
	    err);
}

int
journal_add(struct kv_txn *txn, uint32_t change, uint64_t id,
    const struct wtm_tu *old, uint32_t old_change, size_t *bytes,
    struct wtm_err *err)
{
	return put_image(kv_add, txn, change, id, old, old_change, bytes,
	    err);
}

int
journal_has(struct kv_txn *txn, uint32_t change, uint64_t id,
    struct wtm_err *err)
{
	unsigned char k[KEY_JOURNAL];
	struct kv_bytes val;

	key_journal(k, change, id);
	return kv_get(txn, KV_JOURNAL, k, sizeof k, &val, err);
}
