/*
 * placeable-numko: Korean numerals in Hangul, and scales after digits.
 */
#ifndef TEXT_PLACEABLE_NUMKO_H
#define TEXT_PLACEABLE_NUMKO_H

#include "text/placeable-lex.h"

/* How a native numeral may stand. */
enum ko_native_kind {
	KN_COUNTER = 1,	/* before a counter only: 열, 석, 쉰 */
	KN_ATTR,	/* before any noun: 두, 세, 다섯 */
};

/* A native numeral below 100 at i; its end, or i. */
size_t ko_native(const char *s, size_t len, size_t i, int *value, int *kind);

/* A Sino-Korean numeral in Hangul with a power of ten; its end, or i. */
size_t ko_sino(struct atom *a, const struct lex *x, size_t i);

#endif
