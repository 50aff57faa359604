/*
 * tmx-pairs: do <bpt> and <ept> of a segment belong together?
 */
#ifndef TMX_PAIRS_H
#define TMX_PAIRS_H

#include <stddef.h>

#include "base/xml.h"

enum { PAIRS_MAX = 64, PAIR_NAME_MAX = 15 };

struct pairs {
	char open[PAIRS_MAX][PAIR_NAME_MAX + 1];	/* i of each <bpt> */
	size_t n;
	const char *why;	/* the first fault */
};

void pairs_begin(struct pairs *p);
void pairs_start(struct pairs *p, const struct xml_tag *tag);

/* At the end of the segment: what is wrong, or NULL.  Static. */
const char *pairs_end(const struct pairs *p);

#endif
