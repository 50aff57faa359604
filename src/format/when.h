/*
 * when: the dates of wire formats as UTC.
 */
#ifndef FORMAT_WHEN_H
#define FORMAT_WHEN_H

#include <stddef.h>

enum { WHEN_SIZE = 21 };	/* "2018-10-30T03:00:00Z" and its NUL */

/*
 * Reads ISO 8601 in its basic and extended form (20181030T030000Z,
 * 2018-10-30T12:00:00+09:00) and the dates of mail and RSS (Tue, 30 Oct 2018
 * 03:00:00 GMT).  A time without a zone is UTC, a date without a time is its
 * midnight.  0, or -1: it is no date.
 */
int when_utc(char out[WHEN_SIZE], const char *s, size_t len);

/* The same from its parts, which may be out of range: -1 then. */
struct when {
	int year, month, day, hour, minute, second;
	int zone;	/* minutes east of UTC */
};
int when_write(char out[WHEN_SIZE], const struct when *w);

/* 1 to 12 for a name of at least three letters: "Oct", "October"; or 0. */
int when_month(const char *s, size_t len);

#endif
