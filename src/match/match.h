/*
 * match: a segment, and what the memory has that is like it.
 *
 * One code path judges a unit, whether the index proposed it or the full scan
 * walked over it; so the two can only differ in what they look at.
 */
#ifndef MATCH_MATCH_H
#define MATCH_MATCH_H

#include "index/index.h"
#include "score/score.h"

/* Called with each unit; a result other than 0 stops. */
typedef int (*match_unit_fn)(void *arg, const struct wtm_tu *tu,
    struct wtm_err *err);

/* Where units come from. */
struct match_source {
	void *arg;
	/* A visible unit in the arena; *out is NULL when there is none. */
	int (*get)(const struct wtm_tu **out, void *arg, uint64_t id,
	    struct arena *arena, struct wtm_err *err);
	/* All visible units; each is borrowed during the call of fn. */
	int (*walk)(void *arg, match_unit_fn fn, void *fn_arg,
	    struct wtm_err *err);
	/* The index over them, inside one transaction. */
	struct index *index;
	struct kv_txn *txn;
	const struct index_view *view;
};

/* Scratch and results; one per session. */
struct matcher;
int matcher_new(struct matcher **out, struct wtm_err *err);
void matcher_free(struct matcher *m);

/*
 * The best matches of a segment, in the order of the manual; *out lives until
 * the next call.
 */
int match_find(const struct wtm_matches **out, struct matcher *m,
    const struct match_source *src, const char *seg, size_t len,
    const struct wtm_lookup_opts *opts, struct wtm_err *err);

#endif
