/*
 * placeable: what stands in a text for a value: numbers, dates, times, money,
 * measures and their kin, each with its place and its VALUE, so that
 * "12.3 trillion won" and "12조3천억원" are the same thing.
 *
 * Finding them takes time linear in the text and never fails on any bytes.
 * The form of a placeable never depends on how large its value is: text that
 * differs in values only yields the same kinds at the same positions.
 */
#ifndef TEXT_PLACEABLE_H
#define TEXT_PLACEABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "text/decimal.h"

enum ph_kind {
	PH_NUMBER,
	PH_ORDINAL,
	PH_FRACTION,	/* part 0 of part 1, in English order */
	PH_PERCENT,
	PH_POINT,	/* percentage points */
	PH_MONEY,
	PH_MEASURE,
	PH_AGE,
	PH_DATE,	/* parts: year, month, day; any may be missing */
	PH_WEEKDAY,	/* 0 is Sunday */
	PH_TIME,	/* parts: hour, minute, second */
	PH_DESIGNATION,	/* F-16, a telephone number: not a value */
	PH_NAME,	/* an acronym, or Latin letters in Korean text */
	PH_KINDS
};

enum ph_flags {
	PH_SPELLED = 1,	/* in letters, not digits */
	PH_WEAK = 2,	/* may be no number at all: "one", "first", "한" */
	PH_LO = 4,	/* the first of a range or score */
	PH_HI = 8,	/* and the second */
	PH_SCORE = 16,
	PH_DECADE = 32,	/* 1990s */
	PH_SPAN = 64,	/* a time span for sure, where a date looks alike */
	PH_PM = 128,	/* the hour is of the 24-hour day for sure */
	PH_NATIVE = 256,	/* a native Korean numeral */
	PH_SCALED = 512,	/* million, 억 and their kin are in it */
	PH_GROUPED = 1024,	/* 1,234 */
	PH_CENTURY = 2048,	/* the year was written as '97 */
	PH_ALT = 4096,	/* another reading is as likely: alt */
	PH_ABOUT = 8192,	/* 여: a little more */
	PH_ODD = 16384,	/* 2시간 반: more than the numeral in part 0 */
};

#define PH_PARTS 3

struct ph_part {
	uint32_t from;	/* the bytes of the numeral; from == to: missing */
	uint32_t to;
	struct dec v;
};

struct placeable {
	uint32_t from;
	uint32_t to;
	enum ph_kind kind;
	unsigned flags;
	int unit;	/* of money and measures; else 0 */
	int zone;	/* of a time: minutes east of UTC, or PH_NO_ZONE */
	int scale;	/* of "5 million": 6; else 0 */
	int digits;	/* of the integer part as written; 0: in letters */
	struct dec alt;
	struct ph_part part[PH_PARTS];
};

#define PH_NO_ZONE 9999

struct placeables {
	struct placeable *at;
	size_t n;
	size_t cap;
	struct atom *atoms;	/* scratch of the scanner, kept for reuse */
	size_t n_atoms;
	size_t cap_atoms;
};

/*
 * Find the placeables of s in order; they never overlap.  What ps held is
 * forgotten, its memory used again.  0, or -1: no memory.  Text beyond
 * PH_TEXT_MAX bytes is not looked at.
 */
int ph_find(struct placeables *ps, const char *s, size_t len,
    const char *lang);
void ph_free(struct placeables *ps);

#define PH_TEXT_MAX ((size_t)1 << 28)

/* Its value for people and tests: "money KRW 12300000000000". */
void ph_print(struct buf *b, const struct placeable *p);
const char *ph_kind_name(enum ph_kind kind);

/* How well two placeables of two languages agree. */
enum ph_agree {
	PH_DIFFER,
	PH_LOOSE,	/* the values agree, the kinds are not the same */
	PH_SAME,
};
int ph_agree_units(const struct placeable *a, const struct placeable *b);
enum ph_agree ph_agree(const struct placeable *a, const struct placeable *b);

/* Is one the other in another unit of measure, more or less rounded? */
int ph_converted(const struct placeable *a, const struct placeable *b);

/* Are the two parts together the whole: 1 year and 6 months, 18 months? */
int ph_agree_sum(const struct placeable *whole,
    const struct placeable part[2]);

#endif
