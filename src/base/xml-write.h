/*
 * xml-write: text and attribute values as XML, in one canonical form.
 */
#ifndef BASE_XML_WRITE_H
#define BASE_XML_WRITE_H

#include <stddef.h>

#include "base/buf.h"

/* As content; a character that XML does not allow becomes U+FFFD. */
void xml_put_text(struct buf *b, const char *s, size_t len);

/* As an attribute value between double quotes; stays on one line. */
void xml_put_value(struct buf *b, const char *s, size_t len);

/*
 * The offset of the first byte that is not UTF-8 or not a character of XML
 * 1.0; len when there is none.
 */
size_t xml_bad_char(const char *s, size_t len);

#endif
