/*
 * regex: ICU regular expressions -> a nondeterministic automaton.
 *
 * All that regular means is taken: literals, sets with properties and set
 * algebra, groups, alternatives, bounded and unbounded repeats, (?i) (?s) (?m)
 * (?x), ^ $ \A \z \Z \b \B.  As only "does it match here" is asked, a lazy
 * repeat is the same as a greedy one.  What needs memory of the match (back
 * references, look-around, atomic groups) is not; uregex is asked there.
 */
#ifndef TEXT_REGEX_H
#define TEXT_REGEX_H

#include <stddef.h>
#include <stdint.h>

#include "text/alphabet.h"

enum nfa_kind {
	NFA_SET,	/* read a character of the set, go to a */
	NFA_SPLIT,	/* go to a and to b */
	NFA_ASSERT,	/* if it holds here, go to a */
	NFA_MATCH	/* the pattern with the number in set has matched */
};

enum nfa_assert {
	AT_TEXT_START,
	AT_TEXT_END,
	AT_LINE_START,
	AT_LINE_END,
	AT_WORD_EDGE,
	AT_NO_WORD_EDGE
};

struct nfa_node {
	uint8_t kind;
	uint8_t assert;
	int32_t set;
	int32_t a;
	int32_t b;
};

/* The union of many patterns, all read in one direction. */
struct nfa {
	struct nfa_node *nodes;
	size_t n;
	size_t cap;
	int32_t *starts;	/* where each pattern begins */
	size_t n_starts;
	size_t cap_starts;
	int reversed;	/* texts are read from their end */
};

void nfa_free(struct nfa *nfa);

/* Forget the last pattern added. */
void nfa_undo(struct nfa *nfa);

/*
 * Add a pattern (UTF-8), whose number is nfa->n_starts before the call.
 * 0 done; 1 not regular, too large or not understood: nothing is added; -1 no
 * memory.  *empty_out: it may match the empty text.
 */
int nfa_add(struct nfa *nfa, struct alphabet *al, const char *s, size_t len,
    int *empty_out);

#endif
