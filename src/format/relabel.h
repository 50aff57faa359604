/*
 * relabel: what a file says of its language and of where it comes from, when
 * texts of it were replaced by their translation.
 */
#ifndef FORMAT_RELABEL_H
#define FORMAT_RELABEL_H

#include "format/splice.h"

/*
 * Add the changes to sp, whose texts are in order.  Languages that the file
 * does not name are not added.
 */
int relabel(struct splice *sp, struct wtm_err *err);

#endif
