/*
 * tree: a regular expression as it was read, before it is an automaton.
 */
#ifndef TEXT_TREE_H
#define TEXT_TREE_H

#include "text/regex.h"

enum tree_kind { T_EMPTY, T_SET, T_ASSERT, T_CAT, T_ALT, T_REPEAT };

struct tree {
	enum tree_kind kind;
	int set;	/* of T_SET; or the assertion */
	int min, max;	/* of T_REPEAT; max -1: no end */
	struct tree *first;	/* children */
	struct tree *next;	/* the sibling */
};

int tree_may_be_empty(const struct tree *t);

/*
 * Add a pattern to the automaton, as its last.  0; 1: it is too large,
 * nothing is added; -1 no memory.
 */
int tree_write(struct nfa *nfa, const struct tree *t);

#endif
