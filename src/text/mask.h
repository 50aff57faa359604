/*
 * mask: the form of a text without its values.  Two texts have the same
 * masked form when they are equal, after NFC and folding of white space, but
 * for the values of numbers, dates, times, percentages, money and measures;
 * designations (F-16, G20) are no values and stay.
 */
#ifndef TEXT_MASK_H
#define TEXT_MASK_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "text/placeable.h"
#include "wiretm.h"

/* The version of the rules; a memory re-indexes when it changes. */
enum { MASK_RULES = 4 };

/* Is this placeable a value that the masked form leaves out? */
int mask_is_value(const struct placeable *p);

/*
 * Append the masked form of s to out; ps holds the placeables of s after.
 * Returns how many values were left out (with none the form is of no use), or
 * -1 and err set.
 */
int mask_text(struct buf *out, struct placeables *ps, const char *s,
    size_t len, const char *lang, struct wtm_err *err);

/*
 * May the text hold a value: a digit, a month, a weekday, a numeral in words?
 * Without one it is not worth masking, and makes no number match.
 */
int mask_may_hold(const char *s, size_t len);

/* 64 bits over the masked form; *hash is 0 when the text holds no value. */
int mask_key(uint64_t *hash, struct placeables *ps, const char *s, size_t len,
    const char *lang, struct wtm_err *err);

/* The same 64 bits over a masked form with at least one value; never 0. */
uint64_t mask_hash(const struct buf *form);

#endif
