/*
 * recall: queries, and what units of a memory they should find.
 */
#ifndef TESTS_RECALL_H
#define TESTS_RECALL_H

#include "base/buf.h"
#include "score/lev.h"
#include "text/token.h"
#include "wiretm.h"

enum { RECALL_WORDS = 4 };	/* of a set of units, as 256 bits */

struct query {
	char *text;
	struct buf answer;	/* matches, a line each, of all thresholds */
	/* What the oracle needs. */
	struct units units;
	struct lev lev;
	uint64_t set[RECALL_WORDS];
	uint64_t key;	/* of the exact text */
	uint64_t masked;	/* of the text without its values, or 0 */
	uint64_t *ids;	/* of units that may match, ascending */
	size_t n, cap;
};

/* The two sides: from English, from Korean. */
extern const char *const recall_langs[2];

/* How a question is asked; the answers to all follow each other. */
struct recall_ask {
	int min;
	size_t max;
};
extern const struct recall_ask recall_asks[];
extern const size_t recall_n_asks;

void recall_append(struct buf *b, const struct recall_ask *ask,
    const struct wtm_matches *found);

/*
 * Compare the answers with what all units of the memory say: by the textbook
 * one may match when its score by units can reach 50, or when it is the same
 * but for values; those are judged as the full scan does.  Returns how many
 * answers differ.
 */
size_t recall_oracle(const char *dir, struct query *queries[2], size_t n);

/* Compare concordances of phrases out of the queries with a grep. */
size_t recall_concord(const char *dir, struct query *queries[2], size_t n);

#endif
