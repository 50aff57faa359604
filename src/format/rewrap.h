/*
 * rewrap: new text in place of text that was wrapped by hand.
 */
#ifndef FORMAT_REWRAP_H
#define FORMAT_REWRAP_H

#include <stddef.h>

#include "base/buf.h"
#include "wiretm.h"

/* How the lines of a paragraph are; brk.len is 0 when it is one line. */
struct wrap {
	struct wtm_str brk;	/* a line end with the white space around it */
	size_t width;	/* columns of its longest line */
	size_t column;	/* where the new text begins */
	size_t tail;	/* columns of what follows it in its line */
};

/* Widen w to the lines of the paragraph [at[0], at[1]) of s. */
void wrap_widen(struct wrap *w, struct wtm_str s, const size_t at[2]);

/*
 * How [from, to) of it is replaced.  A paragraph of one line is wrapped as
 * most says, which tells a whole file.
 */
struct wrap wrap_look(const struct wrap *paragraph, const struct wrap *most,
    struct wtm_str s, size_t from, size_t to);

/* Columns of a text. */
size_t wrap_columns(const char *s, size_t len);

/*
 * The text to out, with \n in place of a space where a line ends; the column
 * that it ends in.
 */
size_t wrap_text(struct buf *out, const struct wrap *w, struct wtm_str text);

#endif
