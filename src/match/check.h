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

struct check;

/* Pairs of the languages source and target are looked at, no others. */
int check_new(struct check **out, const char *source, const char *target,
    wtm_complaint_fn fn, void *arg, struct wtm_err *err);
void check_free(struct check *c);

/*
 * The unit with number n; *told grows by the complaints.  A tuv may be
 * without text.  0, or -1: no memory, or fn said so.
 */
int check_unit(struct check *c, const struct wtm_tu *tu, uint64_t n,
    uint64_t *told, struct wtm_err *err);

#endif
