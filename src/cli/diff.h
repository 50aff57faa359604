/*
 * diff: which words differ between two texts.
 */
#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include <stddef.h>

/* Bytes of the two texts that are the same, or that replace each other. */
struct diff_run {
	int same;
	size_t old_from;
	size_t old_to;
	size_t new_from;
	size_t new_to;
};

struct diff {
	struct diff_run *runs;	/* together they are both texts */
	size_t n;
};

/* 0, or -1: no memory.  diff_free() is allowed in both cases. */
int diff_words(struct diff *d, const char *old, size_t old_len,
    const char *new, size_t new_len);
void diff_free(struct diff *d);

#endif
