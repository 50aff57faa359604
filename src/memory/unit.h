/*
 * unit: when two translation units are the same, and what becomes of two
 * that are.
 */
#ifndef MEMORY_UNIT_H
#define MEMORY_UNIT_H

#include "base/arena.h"
#include "wiretm.h"

/*
 * The same unit: the same set of (language tag case-blind, text with inline
 * codes, exact code points), whatever the order.  Same units have the same
 * hash.
 */
uint64_t unit_hash(const struct wtm_tu *tu);
int unit_same(const struct wtm_tu *a, const struct wtm_tu *b);

/* Every byte the same, but for id and change. */
int unit_identical(const struct wtm_tu *a, const struct wtm_tu *b);

enum { UNIT_CONTEXTS_MAX = 8 };

/* Leave out all but the last UNIT_CONTEXTS_MAX contexts. */
int unit_bound(struct wtm_tu *tu, struct arena *a, struct wtm_err *err);

/*
 * What two same units become: attributes of the newer changedate (then
 * creationdate, then of old), missing ones from the other; the larger
 * usagecount; props and notes united; contexts united, the UNIT_CONTEXTS_MAX
 * last kept.  id, change, texts and their order are those of old.  In the
 * arena, which must outlive neither old nor new.
 */
int unit_merge(struct wtm_tu *out, const struct wtm_tu *old,
    const struct wtm_tu *new, struct arena *a, struct wtm_err *err);

/*
 * A context: the segments before and after, as stored in the props x-prev and
 * x-next (also prev and next, x-context-pre and x-context-post).  Some x-prev
 * and then as many x-next are pairs in their order; of fewer x-next the last
 * x-prev have them, so that "prev, prev next" reads as it was written.  An
 * absent side is not known; an empty one is the start or end of the article.
 * Text is NULL when absent.
 */
struct unit_context {
	struct wtm_str prev;
	struct wtm_str next;
};

/* The i-th context; 1, or 0 when there are no more. */
int unit_context_at(struct unit_context *out, const struct wtm_meta *metas,
    size_t n, size_t i);

#endif
