/*
 * fill: the targets of a bilingual file.
 *
 * A unit is filled when it has no target and all of its sentences have a
 * translation; the works of others are not done then.
 */
#ifndef FORMAT_FILL_H
#define FORMAT_FILL_H

#include "format/translation.h"

/*
 * XLIFF: tr->splice has the changes of the sources, in order; those of the
 * file go to the splice to.
 */
int fill_xliff(struct translation *tr, struct splice *to,
    struct wtm_err *err);

/* PO. */
int fill_po(struct translation *tr, struct splice *to, struct wtm_err *err);

/* The target language the file names, or an absent string. */
struct wtm_str fill_xliff_target(const struct wtm_article *a);
struct wtm_str fill_po_target(const struct wtm_article *a);

#endif
