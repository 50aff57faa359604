/*
 * wrap: how lines are wrapped.
 *
 * A line was broken because the next word did not fit.  With W the widest line
 * of a run, a line is full when the first word of the next would have passed
 * W.  In wrapped text the lines that end in mid-sentence are full; in lists,
 * headlines and verse most are not.
 *
 * Widths are columns (two for Hangul, Han, Kana and full-width forms) or, as
 * some feeds count them, characters: what explains the lines better.
 */
#ifndef TEXT_WRAP_H
#define TEXT_WRAP_H

#include "text/lines.h"

struct wrap {
	size_t width;	/* 0: not wrapped */
	int unit;	/* COLUMNS or CHARS */
	size_t yes;	/* what speaks for it, and against */
	size_t no;
};

/* Lines [from, to) that may be one paragraph. */
struct run {
	size_t from;
	size_t to;
};

/* How the runs of a block are wrapped, as a rule. */
struct wrap wrap_of_block(const char *s, struct line *at,
    const struct run *runs, size_t n);

/* How one of them is, if the block is wrapped so. */
struct wrap wrap_of_run(const char *s, struct line *at, struct run run,
    struct wrap block);

/* Was the line a, before b, full? */
int wrap_is_full(const struct line *a, const struct line *b, struct wrap w);

#endif
