/*
 * charset: bytes as they come -> clean UTF-8, in pieces of any size.
 *
 * A BOM decides, else the caller's word, else the first 64 KiB: UTF-8 if they
 * are, CP949 if they are that, UTF-16 without BOM if every other byte is NUL.
 * The BOM is no part of the text.  A byte that cannot be decoded is an error
 * that tells its offset in the input; nothing is guessed or replaced.
 */
#ifndef TEXT_CHARSET_H
#define TEXT_CHARSET_H

#include <stddef.h>

#include "base/buf.h"
#include "wiretm.h"

struct charset;

/* charset may be NULL: find out.  name is for messages; it is copied. */
int charset_new(struct charset **out, const char *charset, const char *name,
    struct wtm_err *err);
void charset_free(struct charset *c);

/* A charset that a file names: when it is unknown that is WTM_INPUT. */
int charset_check_declared(const char *charset, const char *name,
    struct wtm_err *err);

/*
 * Append what the bytes say to out: whole characters only.  What came before
 * an error is in out.  Finish after the last piece.
 */
int charset_feed(struct charset *c, const char *s, size_t len,
    struct buf *out, struct wtm_err *err);
int charset_finish(struct charset *c, struct buf *out, struct wtm_err *err);

/* All at once. */
int charset_decode(struct buf *out, const char *charset, const char *name,
    const char *s, size_t len, struct wtm_err *err);

/* "UTF-8", "CP949", ...: as decided; "" while that is open. */
const char *charset_name(const struct charset *c);

/* The name by which ICU knows what is meant by one. */
const char *charset_icu_name(const char *charset);

/* How many bytes from the start are whole, well-formed UTF-8. */
size_t charset_valid_utf8(const char *s, size_t len);

#endif
