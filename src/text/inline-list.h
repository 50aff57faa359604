/*
 * inline-list: "1. First 2. Second" in one line is a list all the same.
 */
#ifndef TEXT_INLINE_LIST_H
#define TEXT_INLINE_LIST_H

#include <stddef.h>

#include "base/buf.h"

/*
 * cuts: places (size_t, ascending) where sentences of s end.  Where one
 * begins with the number of a list item and the next number of that list
 * follows, a cut is made before it, and none is left behind it.
 */
void inline_list_cuts(struct buf *cuts, const char *s, size_t len);

#endif
