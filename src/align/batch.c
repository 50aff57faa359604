/*
 * batch: the pairs are dealt out into folds; each fold is aligned anew by a
 * lexicon of the memory and the sure beads of the other folds.
 */
#include "config.h"
#include "align/batch.h"

#include "base/err.h"

enum { FOLDS = 5 };

#define SURE .8

static int
align_one(struct batch_pair *p, const struct lexicon *x,
    const struct weights *w, struct arena *a, struct wtm_err *err)
{
	return align_texts(&p->beads, &p->n, p->text, x, w, a, err);
}

static int
teach(struct lexicon *x, const struct batch_pair *p, struct wtm_err *err)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct bead *b = &p->beads[i];

		if (b->confidence < SURE || b->to[0] != b->from[0] + 1 ||
		    b->to[1] != b->from[1] + 1)
			continue;
		if (lexicon_add(x, &p->text[0].at[b->from[0]],
		    &p->text[1].at[b->from[1]], err) != 0)
			return -1;
	}
	return 0;
}

static int
align_fold(struct batch_pair *pairs, const struct batch_pair *first, size_t n,
    size_t fold, struct lexicon *x, const struct weights *w, struct arena *a,
    struct wtm_err *err)
{
	size_t known = lexicon_pairs(x);
	int ret = 0;

	for (size_t i = 0; i < n && ret == 0; i++)
		if (i % FOLDS != fold)
			ret = teach(x, &first[i], err);
	if (ret == 0)
		ret = lexicon_learn(x, err);
	for (size_t i = fold; i < n && ret == 0; i += FOLDS)
		ret = align_one(&pairs[i], x, w, a, err);
	lexicon_keep(x, known);
	return ret;
}

int
align_batch(struct batch_pair *pairs, size_t n, struct lexicon *x,
    const struct weights *w, struct arena *a, struct wtm_err *err)
{
	struct batch_pair *first;

	if (lexicon_learn(x, err) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (align_one(&pairs[i], x, w, a, err) != 0)
			return -1;
	if (n < 2)
		return 0;
	first = arena_array(a, n, sizeof *first);
	if (first == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++)
		first[i] = pairs[i];
	for (size_t fold = 0; fold < FOLDS && fold < n; fold++)
		if (align_fold(pairs, first, n, fold, x, w, a, err) != 0)
			return -1;
	return 0;
}
