/*
 * wire: the lines of wire copy -> paragraphs.
 *
 * Feeds come hard-wrapped at some width, or with a paragraph a line, or mixed;
 * nothing says which.  A blank line always ends a paragraph.  A single line
 * break ends one too, unless the text around shows that it only wraps.
 */
#ifndef TEXT_WIRE_H
#define TEXT_WIRE_H

#include <stddef.h>

#include "base/arena.h"
#include "text/kinds.h"
#include "wiretm.h"

/* A paragraph without its outer white space; line breaks inside are space. */
struct wire_par {
	size_t from;
	size_t to;
	enum wtm_segment_kind kind;
	int whole;	/* one segment */
	int opens;	/* with a dateline, a bullet or the like */
};

struct wire_pars {
	struct wire_par *at;	/* in the arena */
	size_t n;
};

/*
 * Of a text; at_start: it is the start of an article, where a headline may
 * be.
 */
int wire_paragraphs(struct wire_pars *out, struct kinds *k, const char *s,
    size_t len, int at_start, struct arena *a, struct wtm_err *err);

#endif
