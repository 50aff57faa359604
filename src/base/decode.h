/*
 * decode: the bytes of a file as UTF-8 with \n at the end of lines.
 */
#ifndef BASE_DECODE_H
#define BASE_DECODE_H

#include <stddef.h>

#include "base/gzip.h"
#include "wiretm.h"

/* The smallest buffer to read into. */
enum { DECODE_MIN = 16 };

struct decode;

/*
 * The encoding is charset, or, when that is NULL, what the BOM says, else the
 * XML declaration (if xml), else UTF-8.
 */
int decode_open(struct decode **out, struct input *in, const char *charset,
    int xml, struct wtm_err *err);
void decode_close(struct decode *b);

/*
 * Up to len bytes to buf (len >= DECODE_MIN): how many, 0 at the end, -1.
 * Valid UTF-8 when the file was in another encoding; else as it came, and not
 * looked at.
 */
long decode_read(struct decode *b, char *buf, size_t len,
    struct wtm_err *err);

#endif
