/*
 * kinds: what a line of wire copy is, from its wording: byline, photo credit,
 * note to editors, end mark, list item, table line.  A table of patterns, all
 * tried in one pass.
 */
#ifndef TEXT_KINDS_H
#define TEXT_KINDS_H

#include <stddef.h>

#include "text/props.h"
#include "wiretm.h"

struct kinds;

/* props is borrowed.  NULL: no memory. */
struct kinds *kinds_new(struct props *props);
void kinds_free(struct kinds *k);

struct line_kind {
	enum wtm_segment_kind kind;	/* WTM_SENTENCE when nothing special */
	int starts;	/* the line begins a paragraph whatever was before */
	int whole;	/* the line is one segment, nothing follows in it */
};

/* Of a line without its outer white space. */
struct line_kind kinds_of(struct kinds *k, const char *s, size_t len);

#endif
