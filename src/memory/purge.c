/*
 * purge: what was deleted is gone from the disk, too.
 *
 * In the journal a row stays, with the version STORE_PURGED and no record, so
 * that undo knows that something is missing.  Rows are looked at in steps.
 */
#include "config.h"
#include "memory/purge.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "memory/upkeep.h"

enum { STEP = 500 };

struct step {
	const struct purge *p;
	unsigned char from[KEY_JOURNAL];
	unsigned char next[KEY_JOURNAL];
	unsigned char found[STEP][KEY_JOURNAL];
	size_t n;
	int done;
	struct arena a;
};

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a;
	const uint64_t *y = b;

	return (*x > *y) - (*x < *y);
}

static int
is_named(const struct purge *p, struct kv_txn *txn, uint64_t id,
    struct wtm_err *err)
{
	unsigned char k[KEY_JOURNAL];
	struct kv_bytes val;

	if (p->n_ids > 0 && bsearch(&id, p->ids, p->n_ids, sizeof id,
	    by_value) != NULL)
		return 1;
	if (p->change == 0)
		return 0;
	key_journal(k, p->change, id);
	return kv_get(txn, KV_JOURNAL, k, sizeof k, &val, err);
}

/* Is this row to go?  1, 0, -1. */
static int
is_wanted(struct step *s, struct kv_txn *txn, const struct kv_cursor *c,
    struct wtm_err *err)
{
	struct rd key = rd_over(c->key.s + 4, c->key.len - 4);
	struct rd val = rd_over(c->val.s, c->val.len);
	uint32_t version = rd_u32(&val);
	uint64_t id = rd_u64(&key);
	const struct wtm_tu *tu;
	struct kv_bytes record;
	int ret;

	if (val.bad || key.bad || version == 0 || version == STORE_PURGED)
		return 0;
	ret = is_named(s->p, txn, id, err);
	if (ret != 0 || s->p->where == NULL)
		return ret;
	record.s = val.s;
	record.len = rd_left(&val);
	arena_clear(&s->a);
	if (store_decode(&tu, id, record, &s->a, err) != 0)
		return -1;
	return tu == NULL ? 0 : where_holds(s->p->where, tu, err);
}

static int
blank(struct step *s, struct kv_txn *txn, struct wtm_err *err)
{
	static const unsigned char purged[4] = { 0xFF, 0xFF, 0xFF, 0xFF };

	for (size_t i = 0; i < s->n; i++)
		if (kv_put(txn, KV_JOURNAL, s->found[i], KEY_JOURNAL, purged,
		    sizeof purged, err) != 0)
			return -1;
	return 0;
}

static int
one_step(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct step *s = arg;
	struct kv_cursor *c;
	int n = 0;
	int ret;

	s->n = 0;
	s->done = 1;
	if (kv_cursor_open(&c, txn, KV_JOURNAL, KV_STEP, err) != 0)
		return -1;
	ret = kv_seek(c, s->from, sizeof s->from, err);
	for (; ret == 1; ret = kv_next(c, err), n++) {
		int wanted;

		if (c->key.len != KEY_JOURNAL)
			continue;
		if (n >= STEP) {
			memcpy(s->next, c->key.s, KEY_JOURNAL);
			s->done = 0;
			break;
		}
		wanted = is_wanted(s, txn, c, err);
		if (wanted < 0)
			return -1;
		if (wanted)
			memcpy(s->found[s->n++], c->key.s, KEY_JOURNAL);
	}
	kv_cursor_close(c);
	return ret < 0 ? -1 : blank(s, txn, err);
}

int
purge_units(struct store *s, const struct purge *p, struct wtm_err *err)
{
	struct step *step = calloc(1, sizeof *step);
	int ret = 0;

	if (step == NULL)
		return err_nomem(err);
	step->p = p;
	do {
		ret = kv_stage(store_kv(s), one_step, step, err);
		memcpy(step->from, step->next, sizeof step->from);
	} while (ret == 0 && !step->done);
	arena_free(&step->a);
	free(step);
	/* The index holds the words of a unit that is gone, too. */
	if (ret != 0 || upkeep_renew_index(s, err) != 0)
		return -1;
	return kv_rewrite(store_kv(s), err);
}
