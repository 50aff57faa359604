/*
 * number: units that are the segment but for their values.
 */
#ifndef MATCH_NUMBER_H
#define MATCH_NUMBER_H

#include "base/arena.h"
#include "text/adapt.h"
#include "text/lang.h"

/* The segment that is looked up; all zero to begin with. */
struct number {
	struct wtm_str seg;
	const char *lang;	/* of it; borrowed */
	struct buf masked;
	uint64_t key;		/* of the masked form; 0: it has no values */
	struct buf other;
	struct adapt adapt;	/* its placeables are of seg and unit */
	struct buf unit;
	/* What was adapted last: a score is often asked before the text. */
	struct buf target;
	struct adapted done;
	int is_done;
};
void number_free(struct number *n);

/* seg and lang are borrowed until the next call. */
int number_set(struct number *n, const char *seg, size_t len,
    const char *lang, struct wtm_err *err);

/* 1 when the text has the same masked form; 0; -1. */
int number_same(struct number *n, const char *s, size_t len,
    struct wtm_err *err);

/*
 * The score in tenths of a unit of the same masked form; with out, its target
 * with the values put in, in the arena.
 */
int number_score(int *score, struct number *n, const struct wtm_tuv *source,
    const struct wtm_tuv *target, const char *target_lang,
    struct wtm_err *err);
int number_offer(struct wtm_match *out, struct number *n, struct arena *a,
    const char *target_lang, struct wtm_err *err);

#endif
