/*
 * xml-bytes: the bytes of an XML file as UTF-8 with \n at the end of lines.
 * Part of xml; nothing else needs it.
 */
#ifndef BASE_XML_BYTES_H
#define BASE_XML_BYTES_H

#include <stddef.h>

#include "base/gzip.h"
#include "wiretm.h"

/* The smallest buffer to read into. */
enum { XML_READ_MIN = 16 };

struct xml_bytes;

/* charset overrules what the file says of itself; NULL: it does not. */
int xml_bytes_open(struct xml_bytes **out, struct input *in,
    const char *charset, struct wtm_err *err);
void xml_bytes_close(struct xml_bytes *b);

/*
 * Up to len bytes to buf (len >= XML_READ_MIN): how many, 0 at the end, -1.
 * Valid UTF-8 when the file was in another encoding; else as it came.
 */
long xml_bytes_read(struct xml_bytes *b, char *buf, size_t len,
    struct wtm_err *err);

#endif
