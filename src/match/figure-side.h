/*
 * figure-side: the figures of one of the two texts that are compared, and
 * which of them have found a partner.
 */
#ifndef MATCH_FIGURE_SIDE_H
#define MATCH_FIGURE_SIDE_H

#include <stddef.h>
#include <stdint.h>

#include "text/placeable.h"

/* More figures than this in one segment: a table, whose rest is left. */
#define MAX_FIGURES 200

enum { ALONE = -1, COVERED = -2, TOLD = -3 };

struct figure_side {
	const struct placeable *at;
	size_t n;
	int16_t pair[MAX_FIGURES];	/* its partner, or a value above */
};

/* Mark those that need no partner, for something else says the same. */
void figure_cover(struct figure_side *s, struct figure_side *t);

/*
 * Is there a reason why the other text need not say figure i of s: another
 * currency or unit, a weekday for a date, words ("last month")?
 */
int figure_excused(const struct figure_side *s, size_t i, const char *text,
    const struct figure_side *other, const char *other_text);

#endif
