/*
 * pair: sentences to traits, units of the memory to a lexicon, both to beads.
 */
#include "config.h"
#include "match/pair.h"

#include <string.h>

#include "base/err.h"
#include "text/lang.h"

enum { TAUGHT = 2000 };	/* units; the rest of the lexicon is for the texts */

struct teaching {
	struct lexicon *lexicon;
	struct traits_scratch *scratch;
	const char *lang[2];
	struct lang want[2];
	struct lang_cache langs;
	struct arena units;	/* of one unit */
};

static const struct wtm_tuv *
tuv_in(struct teaching *t, const struct wtm_tu *tu, const struct lang *want)
{
	for (size_t i = 0; i < tu->n_tuvs; i++) {
		const struct lang *have;

		lang_cached(&have, &t->langs, tu->tuvs[i].lang.s,
		    tu->tuvs[i].lang.len);
		if (lang_matches(have, want))
			return &tu->tuvs[i];
	}
	return NULL;
}

static int
teach_unit(struct teaching *t, const struct wtm_tu *tu, struct wtm_err *err)
{
	const struct wtm_tuv *side[2];
	struct traits traits[2];

	for (int d = 0; d < 2; d++) {
		side[d] = tuv_in(t, tu, &t->want[d]);
		if (side[d] == NULL)
			return 0;
		if (traits_of(&traits[d], side[d]->text.s, side[d]->text.len,
		    t->lang[d], t->scratch, &t->units, err) != 0)
			return -1;
	}
	return lexicon_add(t->lexicon, &traits[0], &traits[1], err);
}

/* Units from the newest id down. */
static int
teach(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct teaching *t = arg;
	struct state st;
	struct kv_cursor *c;
	uint64_t last = 0;
	int ret;

	lexicon_keep(t->lexicon, 0);
	if (state_read(&st, txn, 0, err) != 0 ||
	    kv_cursor_open(&c, txn, KV_UNIT, KV_STEP, err) != 0)
		return -1;
	for (ret = kv_last(c, err); ret == 1 && lexicon_pairs(t->lexicon) <
	    TAUGHT; ret = kv_prev(c, err)) {
		const struct wtm_tu *tu;
		uint64_t id;
		uint32_t change;

		if (store_read_unit_key(&id, &change, c->key, err) != 0)
			return -1;
		if (id == last)
			continue;
		last = id;
		arena_clear(&t->units);
		if (store_get(&tu, txn, &st, id, &t->units, err) != 0 ||
		    (tu != NULL && teach_unit(t, tu, err) != 0))
			return -1;
	}
	kv_cursor_close(c);
	return ret < 0 ? -1 : 0;
}

static int
learn(struct lexicon *x, struct traits_scratch *scratch, struct store *s,
    const struct pair_texts *texts, struct wtm_err *err)
{
	struct teaching t = { .lexicon = x, .scratch = scratch };
	int ret;

	if (s == NULL)
		return 0;
	for (int d = 0; d < 2; d++) {
		t.lang[d] = texts->side[d].lang;
		lang_parse(&t.want[d], t.lang[d], strlen(t.lang[d]));
	}
	ret = kv_read(store_kv(s), teach, &t, err);
	arena_free(&t.units);
	return ret;
}

static int
text_of(struct align_text *out, const struct pair_side *s,
    struct traits_scratch *scratch, struct arena *a, struct wtm_err *err)
{
	struct traits *t = arena_array(a, s->n + 1, sizeof *t);

	if (t == NULL)
		return err_nomem(err);
	*out = (struct align_text){ t, s->n };
	for (size_t i = 0; i < s->n; i++) {
		if (traits_of(&t[i], s->at[i].s, s->at[i].len, s->lang,
		    scratch, a, err) != 0)
			return -1;
		if (s->kinds != NULL)
			t[i].aside = traits_is_aside(s->kinds[i]);
	}
	return 0;
}

static int
align_all(struct pair_result *results, const struct pair_texts *texts,
    size_t n, struct lexicon *x, struct traits_scratch *scratch,
    struct arena *a, struct wtm_err *err)
{
	struct batch_pair *b = arena_array(a, n + 1, sizeof *b);

	if (b == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++)
		for (int d = 0; d < 2; d++)
			if (text_of(&b[i].text[d], &texts[i].side[d], scratch,
			    a, err) != 0)
				return -1;
	if (align_batch(b, n, x, &align_weights, a, err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		results[i] = (struct pair_result){ b[i].beads, b[i].n };
	return 0;
}

int
pair_align(struct pair_result *results, const struct pair_texts *texts,
    size_t n, struct store *s, struct arena *a, struct wtm_err *err)
{
	struct traits_scratch scratch;
	struct lexicon *x = NULL;
	int ret = traits_scratch_init(&scratch, err);

	if (ret != 0 || n == 0)
		goto out;
	ret = lexicon_new(&x, err);
	if (ret == 0)
		ret = learn(x, &scratch, s, &texts[0], err);
	if (ret == 0)
		ret = align_all(results, texts, n, x, &scratch, a, err);
out:
	lexicon_free(x);
	traits_scratch_free(&scratch);
	return ret;
}
