/*
 * known: the index proposes the units with the text of the first tuv; they
 * themselves say whether one is the same.
 */
#include "config.h"
#include "match/known.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "index/index.h"
#include "memory/unit.h"
#include "text/norm.h"

enum { CACHE_BYTES = 4 << 20 };

struct known {
	struct store *store;
	struct index *index;
	struct arena arena;
	struct buf key;
	struct kv_txn *txn;	/* of the search */
	struct state st;
	const struct wtm_tu *want;
	const struct wtm_tu *found;
};

int
known_new(struct known **out, struct store *s, struct wtm_err *err)
{
	struct known *k = calloc(1, sizeof *k);

	*out = k;
	if (k == NULL)
		return err_nomem(err);
	k->store = s;
	return index_new(&k->index, CACHE_BYTES, err);
}

void
known_free(struct known *k)
{
	if (k == NULL)
		return;
	index_free(k->index);
	arena_free(&k->arena);
	buf_free(&k->key);
	free(k);
}

static int
candidate(void *arg, uint64_t id, int bound, struct wtm_err *err)
{
	struct known *k = arg;
	const struct wtm_tu *tu;

	(void)bound;
	if (k->found != NULL)
		return 0;
	if (store_get(&tu, k->txn, &k->st, id, &k->arena, err) != 0)
		return -1;
	if (tu != NULL && unit_same(tu, k->want))
		k->found = tu;
	return 0;
}

static int
search(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct known *k = arg;
	struct lang lang;

	arena_clear(&k->arena);
	k->found = NULL;
	k->txn = txn;
	lang_parse(&lang, k->want->tuvs[0].lang.s, k->want->tuvs[0].lang.len);
	if (state_read(&k->st, txn, 0, err) != 0)
		return -1;
	return index_exact(k->index, txn, &k->st.view, lang_group(&lang),
	    norm_hash(k->key.s, k->key.len), candidate, k, err);
}

int
known_find(const struct wtm_tu **out, struct known *k,
    const struct wtm_tu *tu, struct wtm_err *err)
{
	struct wtm_str text = tu->tuvs[0].text;
	int ret;

	k->want = tu;
	buf_clear(&k->key);
	ret = norm_key(&k->key, text.s, text.len, err);
	if (ret == 0)
		ret = kv_read(store_kv(k->store), search, k, err);
	*out = ret == 0 ? k->found : NULL;
	return ret;
}
