/*
 * body: the paragraphs of NITF, XHTML and HTML.
 */
#ifndef FORMAT_BODY_H
#define FORMAT_BODY_H

#include "format/article.h"

enum body_kind { BODY_XML, BODY_HTML };

/* Add what bytes [from, to) of the source say as blocks. */
int body_read(struct story *st, const struct source *src, size_t from,
    size_t to, enum body_kind kind, struct wtm_err *err);

/* The text of one element, whatever is in it, to f. */
void body_flatten(struct flat *f, const struct source *src, size_t from,
    size_t to, enum body_kind kind);

#endif
