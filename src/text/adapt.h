/*
 * adapt: the target of a unit with the values of another source put in.
 *
 * The sources are equal but for their values (see mask.h).  A value that
 * differs is adapted when its old value stands in the target exactly once,
 * by value, and the new one can be written there in the style of the target:
 * its grouping, its scale words, numeral words, particles.  The result is
 * read again; what does not then say the new value is left as it was.  In
 * doubt a value is not adapted.
 */
#ifndef TEXT_ADAPT_H
#define TEXT_ADAPT_H

#include <stddef.h>

#include "base/buf.h"
#include "text/placeable.h"
#include "wiretm.h"

/* A value that differs between the sources. */
struct adapt_value {
	int adapted;
	size_t source[2];	/* from, to in the query */
	size_t old[2];	/* in the target of the unit; both 0: not found once */
	size_t new[2];	/* in the adapted target; as old when not adapted */
};

/* Everything is borrowed from the struct adapt, until its next use. */
struct adapted {
	int aligned;	/* 0: the sources differ in more than values */
	struct wtm_str target;
	const struct adapt_value *at;
	size_t n;	/* values that differ */
	size_t n_adapted;
	int score;	/* 95 + 4 * n_adapted / n, down; in tenths */
};

/* Scratch memory; all zero to begin with. */
struct adapt {
	struct placeables unit;
	struct placeables query;
	struct placeables target;
	struct placeables again;
	struct buf text;
	struct buf pieces;
	struct adapt_value *values;
	size_t n_values;
	struct adapt_edit *edits;
	size_t cap;
};
void adapt_free(struct adapt *a);

struct adapt_in {
	struct wtm_str unit;	/* the source of the unit */
	struct wtm_str query;
	struct wtm_str target;	/* of the unit */
	const char *source_lang;
	const char *target_lang;
	/*
	 * The masked forms are known to be equal, and the placeables of the
	 * two sources stand in struct adapt.
	 */
	int read;
};

/* 0, or -1 and err set: no memory. */
int adapt_target(struct adapted *out, struct adapt *a,
    const struct adapt_in *in, struct wtm_err *err);

#endif
