/*
 * last-piece: a credit or a reporter's address at the end of a paragraph,
 * which is a segment also where no rule sees a break: "Rescuers on Sunday
 * (AP Photo/Ann Poe)", "The talks failed. poe@example.com".
 */
#ifndef TEXT_LAST_PIECE_H
#define TEXT_LAST_PIECE_H

#include <stddef.h>

#include "base/buf.h"
#include "text/kinds.h"

/* cuts are places (size_t) in s, ascending, the last of them len. */
void last_piece_cut(struct buf *cuts, struct kinds *k, const char *s,
    size_t len);

#endif
