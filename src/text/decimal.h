/*
 * decimal: exact decimal numbers, m times ten to the power of e.  A number
 * has one form only: m is no multiple of ten, and zero is 0 times 10^0, so
 * that equal numbers have equal members.
 */
#ifndef TEXT_DECIMAL_H
#define TEXT_DECIMAL_H

#include <stdint.h>

#include "base/buf.h"

struct dec {
	int64_t m;
	int e;
};

#define DEC_DIGITS 18	/* m has at most so many */
#define DEC_EXP 40	/* and e is at most so far from 0 */

/* m * 10^e in its one form. */
struct dec dec_of(int64_t m, int e);
int dec_eq(struct dec a, struct dec b);

/* 0, or -1 when the result needs more than DEC_DIGITS digits. */
int dec_add(struct dec *out, struct dec a, struct dec b);
int dec_mul(struct dec *out, struct dec a, struct dec b);

/* -1, 0 or 1 as a is less than, equal to or greater than b. */
int dec_cmp(struct dec a, struct dec b);

/* *out = d when d is a whole number that fits; else -1. */
int dec_int(int64_t *out, struct dec d);

/* "-12.5", without exponent or grouping. */
void dec_print(struct buf *b, struct dec d);

#endif
