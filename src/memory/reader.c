/*
 * reader: the state and units that a session keeps.
 *
 * As long as nothing was written anywhere the database is not asked at all.
 * When something was, the state record is read, and as long as that is the
 * same the same units are visible: whoever makes a change visible writes it.
 */
#include "config.h"
#include "memory/reader.h"

#include "base/err.h"
#include "memory/store.h"

enum { UNITS_BYTES = 32 << 20 };

void
reader_free(struct reader *r)
{
	buf_free(&r->record);
	map64_free(&r->units);
	arena_free(&r->arena);
}

static void
forget(struct reader *r)
{
	map64_clear(&r->units);
	arena_clear(&r->arena);
}

int
reader_look(struct reader *r, struct kv_txn *txn, struct wtm_err *err)
{
	struct kv_moment now = kv_moment(txn);
	int same;

	if (r->arena.used > UNITS_BYTES)
		forget(r);
	if (kv_is_still(txn, &r->at))
		return 0;
	r->at = (struct kv_moment){ 0 };
	if (state_read_again(&same, &r->st, &r->record, txn, err) != 0 ||
	    state_check_rules(&r->st, err) != 0)
		return -1;
	if (!same || r->generation != now.generation)
		forget(r);
	r->generation = now.generation;
	r->at = now;
	return 0;
}

int
reader_get(const struct wtm_tu **out, struct reader *r, struct kv_txn *txn,
    uint64_t id, struct arena *a, struct wtm_err *err)
{
	uint64_t known = map64_get(&r->units, id);

	*out = (const struct wtm_tu *)(uintptr_t)known;
	if (known != 0)
		return 0;
	if (r->arena.used > UNITS_BYTES)
		return store_get(out, txn, &r->st, id, a, err);
	if (store_get(out, txn, &r->st, id, &r->arena, err) != 0)
		return -1;
	if (*out != NULL && map64_put(&r->units, id,
	    (uint64_t)(uintptr_t)*out) != 0)
		return err_nomem(err);
	return 0;
}
