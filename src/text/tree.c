/*
 * The tree is written as automaton nodes from its end to its start, or the
 * other way round for an automaton that reads backwards.  A pattern that
 * grows beyond 40,000 nodes is refused.
 */
#include "config.h"

#include "text/tree.h"

#include <stdlib.h>
#include <string.h>

#define MAX_NODES 40000

int
tree_may_be_empty(const struct tree *t)
{
	const struct tree *c;

	switch (t->kind) {
	case T_SET:
		return 0;
	case T_CAT:
		for (c = t->first; c != NULL; c = c->next)
			if (!tree_may_be_empty(c))
				return 0;
		return 1;
	case T_ALT:
		for (c = t->first; c != NULL; c = c->next)
			if (tree_may_be_empty(c))
				return 1;
		return 0;
	case T_REPEAT:
		return t->min == 0 || tree_may_be_empty(t->first);
	default:
		return 1;
	}
}

struct writer {
	struct nfa *nfa;
	size_t limit;	/* of nodes */
	int full;
	int nomem;
};

static int32_t
node_add(struct writer *w, enum nfa_kind kind, int set, int32_t a, int32_t b)
{
	struct nfa *nfa = w->nfa;
	struct nfa_node *p;

	if (nfa->n == nfa->cap) {
		size_t cap = nfa->cap == 0 ? 256 : nfa->cap * 2;

		p = realloc(nfa->nodes, cap * sizeof(*p));
		if (p == NULL) {
			w->nomem = 1;
			return 0;
		}
		nfa->nodes = p;
		nfa->cap = cap;
	}
	if (nfa->n >= w->limit)
		w->full = 1;
	p = &nfa->nodes[nfa->n];
	memset(p, 0, sizeof(*p));
	p->kind = (uint8_t)kind;
	p->assert = kind == NFA_ASSERT ? (uint8_t)set : 0;
	p->set = set;
	p->a = a;
	p->b = b;
	return (int32_t)nfa->n++;
}

static int32_t write_tree(struct writer *w, const struct tree *t, int32_t next);

static int32_t
write_repeat(struct writer *w, const struct tree *t, int32_t next)
{
	int32_t at = next;

	if (t->max < 0) {
		int32_t loop = node_add(w, NFA_SPLIT, 0, next, next);
		int32_t body = write_tree(w, t->first, loop);

		if (!w->nomem)
			w->nfa->nodes[loop].a = body;
		at = loop;
	} else {
		for (int i = t->min; i < t->max && !w->full && !w->nomem; i++)
			at = node_add(w, NFA_SPLIT, 0,
			    write_tree(w, t->first, at), next);
	}
	for (int i = 0; i < t->min && !w->full && !w->nomem; i++)
		at = write_tree(w, t->first, at);
	return at;
}

/* A sequence, last part first; recursion is over siblings of one level. */
static int32_t
write_cat(struct writer *w, const struct tree *t, int32_t next)
{
	const struct tree *parts[64];
	const struct tree *c = t->first;
	size_t n = 0;

	if (w->nfa->reversed) {
		for (; c != NULL; c = c->next)
			next = write_tree(w, c, next);
		return next;
	}
	for (; c != NULL && n < 64; c = c->next)
		parts[n++] = c;
	if (c != NULL) {
		struct tree rest = { .kind = T_CAT,
			.first = (struct tree *)(uintptr_t)c };

		next = write_cat(w, &rest, next);
	}
	while (n > 0)
		next = write_tree(w, parts[--n], next);
	return next;
}

static int32_t
write_tree(struct writer *w, const struct tree *t, int32_t next)
{
	int32_t at;

	if (w->full || w->nomem)
		return next;
	switch (t->kind) {
	case T_SET:
		return node_add(w, NFA_SET, t->set, next, 0);
	case T_ASSERT:
		return node_add(w, NFA_ASSERT, t->set, next, 0);
	case T_CAT:
		return write_cat(w, t, next);
	case T_ALT:
		at = write_tree(w, t->first, next);
		for (const struct tree *c = t->first->next; c != NULL;
		    c = c->next)
			at = node_add(w, NFA_SPLIT, 0,
			    write_tree(w, c, next), at);
		return at;
	case T_REPEAT:
		return write_repeat(w, t, next);
	default:
		return next;
	}
}

static int
nfa_start(struct nfa *nfa, int32_t at)
{
	if (nfa->n_starts == nfa->cap_starts) {
		size_t cap = nfa->cap_starts == 0 ? 64 : nfa->cap_starts * 2;
		int32_t *p = realloc(nfa->starts, cap * sizeof(*p));

		if (p == NULL)
			return -1;
		nfa->starts = p;
		nfa->cap_starts = cap;
	}
	nfa->starts[nfa->n_starts++] = at;
	return 0;
}

int
tree_write(struct nfa *nfa, const struct tree *t)
{
	struct writer w = { .nfa = nfa, .limit = nfa->n + MAX_NODES };
	size_t before = nfa->n;
	int32_t match = node_add(&w, NFA_MATCH, (int)nfa->n_starts, 0, 0);
	int32_t at = write_tree(&w, t, match);
	int rc = w.nomem ? -1 : w.full ? 1 : nfa_start(nfa, at);

	if (rc != 0)
		nfa->n = before;
	return rc;
}

void
nfa_undo(struct nfa *nfa)
{
	int32_t last = (int32_t)--nfa->n_starts;

	/* A pattern's nodes begin with its match. */
	while (nfa->n > 0 && (nfa->nodes[nfa->n - 1].kind != NFA_MATCH ||
	    nfa->nodes[nfa->n - 1].set != last))
		nfa->n--;
	if (nfa->n > 0)
		nfa->n--;
}

void
nfa_free(struct nfa *nfa)
{
	free(nfa->nodes);
	free(nfa->starts);
	memset(nfa, 0, sizeof(*nfa));
}
