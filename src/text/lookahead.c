/*
 * Both questions are asked of the automaton: can a node that reads be reached
 * from itself, and can the match be reached without a certain set.
 */
#include "config.h"

#include "text/lookahead.h"

#include <stdlib.h>
#include <string.h>

/* Sets larger than this are too common to wait for. */
#define FEW 16

/* Nodes reached from the start, without reading from the set barred. */
static unsigned char *
reached(const struct nfa *nfa, int32_t from, int barred)
{
	unsigned char *seen = calloc(nfa->n + 1, 1);
	int32_t *stack = malloc((2 * nfa->n + 2) * sizeof(*stack));
	size_t depth = 0;

	if (seen != NULL && stack != NULL)
		stack[depth++] = from;
	while (depth > 0) {
		int32_t at = stack[--depth];
		const struct nfa_node *n = &nfa->nodes[at];

		if (seen[at] || (n->kind == NFA_SET && n->set == barred))
			continue;
		seen[at] = 1;
		if (n->kind == NFA_MATCH)
			continue;
		stack[depth++] = n->a;
		if (n->kind == NFA_SPLIT)
			stack[depth++] = n->b;
	}
	free(stack);
	return seen;
}

int
lookahead_is_far(const struct nfa *nfa, const struct alphabet *al,
    int32_t pattern)
{
	unsigned char *mine = reached(nfa, nfa->starts[pattern], -1);
	int far = 0;

	for (size_t i = 0; mine != NULL && !far && i < nfa->n; i++) {
		const struct nfa_node *n = &nfa->nodes[i];
		unsigned char *then;

		if (!mine[i] || n->kind != NFA_SET ||
		    !alphabet_set_has(al, n->set, 'a') ||
		    !alphabet_set_has(al, n->set, ' '))
			continue;
		then = reached(nfa, n->a, -1);
		far = then != NULL && then[i];
		free(then);
	}
	free(mine);
	return far;
}

int
lookahead_needs(const struct nfa *nfa, const struct alphabet *al,
    int32_t pattern)
{
	unsigned char *mine = reached(nfa, nfa->starts[pattern], -1);
	int best = -1;

	for (size_t i = 0; mine != NULL && i < nfa->n; i++) {
		const struct nfa_node *n = &nfa->nodes[i];
		size_t size = n->kind == NFA_SET && mine[i] ?
		    alphabet_set_size(al, n->set) : FEW + 1;
		unsigned char *without;
		int needed = 1;

		if (size > FEW || n->set == best || (best >= 0 &&
		    size >= alphabet_set_size(al, best)))
			continue;
		without = reached(nfa, nfa->starts[pattern], n->set);
		for (size_t k = 0; without != NULL && k < nfa->n; k++)
			if (without[k] && nfa->nodes[k].kind == NFA_MATCH)
				needed = 0;
		if (without != NULL && needed)
			best = n->set;
		free(without);
	}
	free(mine);
	return best;
}
