/*
 * dateline: the place, date and agency before the first sentence of a story.
 */
#ifndef FORMAT_DATELINE_H
#define FORMAT_DATELINE_H

#include <stddef.h>

/* Ranges of the text; from == to: not there. */
struct dateline {
	size_t len;	/* of all of it, with the mark that ends it */
	size_t place[2];
	size_t agency[2];
	size_t byline[2];
};

/*
 * "SEOUL, Oct. 30 (HNS) -- The ...", "(서울=한빛) 홍길동 기자 = 한국은 ...":
 * 1 when the text begins with one.
 */
int dateline_find(struct dateline *d, const char *s, size_t len);

#endif
