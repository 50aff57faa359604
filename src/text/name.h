/*
 * name: a Korean name in Latin letters beside the same name in Hangul, in
 * the romanisations of the South and the North and as people spell
 * themselves: Moon Jae-in = 문재인, Choe Son Hui = 최선희, Park = 박.
 */
#ifndef TEXT_NAME_H
#define TEXT_NAME_H

#include <stddef.h>

#include "wiretm.h"

/*
 * Is the Latin name the Hangul name?  Family name first or last; spaces and
 * hyphens of the Latin name fall between syllables.
 */
int name_matches(struct wtm_str latin, struct wtm_str hangul);

/* A Latin name of Korean form, and what stands for it in the Hangul text. */
struct name_pair {
	size_t latin[2];	/* from, to */
	size_t hangul[2];
	int matches;	/* 0: only the family name agrees */
};

/*
 * Find the names of Korean form in latin that stand in hangul, or whose
 * family name does, before a title.  At most max; how many.
 */
size_t name_find(struct name_pair *out, size_t max, struct wtm_str latin,
    struct wtm_str hangul);

#endif
