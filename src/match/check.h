/*
 * check: units of a bilingual file or a memory, one after another, looked
 * through for what a translator has to see: figures that do not agree, what
 * is wrong with the text (figure.h), and sources with several targets.
 */
#ifndef MATCH_CHECK_H
#define MATCH_CHECK_H

#include <stdint.h>

#include "match/figure.h"
#include "wiretm.h"

/* A complaint about one pair of a unit. */
struct check_found {
	uint64_t n;	/* the unit, from 1 */
	const struct wtm_tu *tu;
	const struct wtm_tuv *source;
	const struct wtm_tuv *target;
	const struct complaint *what;
};

/* Called for each; a result other than 0 stops the check with -1. */
typedef int (*check_fn)(void *arg, const struct check_found *found,
    struct wtm_err *err);

struct check;

/* Pairs of the languages source and target are looked at, no others. */
int check_new(struct check **out, const char *source, const char *target,
    check_fn fn, void *arg, struct wtm_err *err);
void check_free(struct check *c);

/* The unit with number n.  0, or -1: no memory, or fn said so. */
int check_unit(struct check *c, const struct wtm_tu *tu, uint64_t n,
    struct wtm_err *err);

#endif
