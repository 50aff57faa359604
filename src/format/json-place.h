/*
 * json-place: where the values of a JSON text stand in it.  The one door to
 * jansson, which checks the text first; the rest trusts that.
 */
#ifndef FORMAT_JSON_PLACE_H
#define FORMAT_JSON_PLACE_H

#include <stddef.h>

#include "format/flat.h"
#include "wiretm.h"

/* 0 when the text is one JSON object; name is for messages. */
int place_check(const char *s, size_t len, const char *name,
    struct wtm_err *err);

/* The offset of the object itself. */
size_t place_root(const char *s, size_t len);

/*
 * The offset of a value, 0 when there is none: of a member of the object at
 * off, the first item of the array at off, the item behind that at off.
 */
size_t place_member(const char *s, size_t len, size_t off, const char *key);
size_t place_first(const char *s, size_t len, size_t off);
size_t place_next(const char *s, size_t len, size_t off);

/* The string or number at off to f, white space kept: 1, or 0: it is none. */
int place_text(struct flat *f, const struct source *src, size_t off);

#endif
