/*
 * adapt-write: one new value written in the place and style of an old one.
 */
#ifndef TEXT_ADAPT_WRITE_H
#define TEXT_ADAPT_WRITE_H

#include "base/buf.h"
#include "text/placeable.h"

struct rewrite {
	const char *s;	/* the target of the unit */
	size_t len;
	int korean;
	int english;
	const struct placeable *was;	/* in the unit's source */
	const struct placeable *now;	/* in the query */
	const struct placeable *t;	/* in the target: has the old value */
	const struct placeable *next;	/* after t in the target, or NULL */
	/* The answer: these bytes become out. */
	size_t from;
	size_t to;
	struct buf *out;
};

/* 1: written; 0: in doubt, and what stands in out means nothing. */
int adapt_write(struct rewrite *r);

/* By kind; adapt_write() chooses. */
int write_korean_number(struct rewrite *r, struct dec v, int part);
int write_english_number(struct rewrite *r, struct dec v, int part);
int write_fraction(struct rewrite *r);
int write_date(struct rewrite *r);
int write_weekday(struct rewrite *r);
int write_time(struct rewrite *r);

/* Helpers.  The bytes between from and to of the target, appended. */
void write_old(struct rewrite *r, size_t from, size_t to);
int write_has(const struct rewrite *r, size_t from, size_t to,
    const char *what);
/* A native Korean numeral from 1 to 99; attr: 한, not 하나. */
void write_native(struct buf *b, int value);
/* Digits with a comma at every third. */
void write_grouped(struct buf *b, struct dec v);

#endif
