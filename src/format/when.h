/*
 * when: the dates of wire formats as UTC.
 */
#ifndef FORMAT_WHEN_H
#define FORMAT_WHEN_H

#include <stddef.h>
#include <stdint.h>

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
	int has_zone;	/* what was read names one */
	int has_time;
};
int when_write(char out[WHEN_SIZE], const struct when *w);

/*
 * The same in seconds since 1970.  latest is the last moment that may be
 * meant: without a zone that of UTC-12, without a time the end of the day.
 */
int when_seconds(int64_t *out, int64_t *latest, const char *s, size_t len);

/* 1 to 12 for a name of at least three letters: "Oct", "October"; or 0. */
int when_month(const char *s, size_t len);

#endif
