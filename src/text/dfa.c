/*
 * A state is a set of places in the automaton, and what kind of character was
 * read last where an assertion still waits to know.  A place that matches
 * stays in the set, so the last state tells all matches.  A state where
 * nothing but matches is left is final: reading on changes nothing.
 *
 * Rows of transitions are filled as they are first needed.  When they take
 * more than MAX_BYTES all states are forgotten and learnt anew, so memory is
 * bounded; sets of matched patterns are kept, their numbers stay valid.
 *
 * Some patterns have new states without end, and large ones.  What it takes to
 * make states is counted; a pattern that takes too much in one text is banned.
 */
#include "config.h"

#include "text/dfa.h"

#include <stdlib.h>
#include <string.h>

#include "text/dfa-inner.h"

#define MAX_BYTES (6u << 20)
#define MAX_WORK 1000000	/* places; some 50 ms */

struct set_ref {
	size_t off;
	size_t n;
};

static int
places_init(struct places *p, size_t n)
{
	p->at = malloc((n + 1) * sizeof(*p->at));
	p->mark = calloc(n + 1, sizeof(*p->mark));
	return p->at == NULL || p->mark == NULL ? -1 : 0;
}

static void
places_clear(struct places *p)
{
	p->n = 0;
	p->stamp++;
}

static int
places_add(struct places *p, int32_t node)
{
	if (p->mark[node] == p->stamp)
		return 0;
	p->mark[node] = p->stamp;
	p->at[p->n++] = node;
	return 1;
}

/* Nodes of a pattern stand together and begin with its match. */
static int
find_owners(struct dfa *d)
{
	const struct nfa *nfa = d->nfa;
	int32_t owner = 0;

	d->owner = malloc((nfa->n + 1) * sizeof(*d->owner));
	d->work = calloc(nfa->n_starts + 1, sizeof(*d->work));
	d->banned = calloc(nfa->n_starts + 1, 1);
	if (d->owner == NULL || d->work == NULL || d->banned == NULL)
		return -1;
	for (size_t i = 0; i < nfa->n; i++) {
		if (nfa->nodes[i].kind == NFA_MATCH)
			owner = nfa->nodes[i].set;
		d->owner[i] = owner;
	}
	d->stopped = -1;
	return 0;
}

struct dfa *
dfa_new(const struct nfa *nfa, struct alphabet *al)
{
	struct dfa *d = calloc(1, sizeof(*d));
	struct set_ref none = { 0 };

	if (d == NULL)
		return NULL;
	d->nfa = nfa;
	d->al = al;
	d->edge = (unsigned)alphabet_classes(al);
	d->width = d->edge + 1 + IN_ROW;
	d->table_size = 1024;
	d->table = calloc(d->table_size, sizeof(*d->table));
	d->stack = malloc((nfa->n + 1) * sizeof(*d->stack));
	buf_add(&d->sets, &none, sizeof(none));
	if (d->table == NULL || d->stack == NULL || !buf_ok(&d->sets) ||
	    find_owners(d) < 0 || places_init(&d->now, nfa->n) < 0 ||
	    places_init(&d->after, nfa->n) < 0) {
		dfa_free(d);
		return NULL;
	}
	return d;
}

void
dfa_free(struct dfa *d)
{
	if (d == NULL)
		return;
	buf_free(&d->escapes);
	free(d->states);
	free(d->next);
	free(d->table);
	free(d->stack);
	free(d->owner);
	free(d->work);
	free(d->banned);
	free(d->now.at);
	free(d->now.mark);
	free(d->after.at);
	free(d->after.mark);
	buf_free(&d->places);
	buf_free(&d->sets);
	buf_free(&d->members);
	free(d);
}

static int
places_cmp(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a;
	int32_t y = *(const int32_t *)b;

	return x < y ? -1 : x > y;
}

/* Add a node and all that is reached from it for free. */
static void
reach(struct dfa *d, struct places *p, int32_t node)
{
	size_t depth = 0;

	d->stack[depth++] = node;
	if (!places_add(p, node))
		return;
	while (depth > 0) {
		const struct nfa_node *n = &d->nfa->nodes[d->stack[--depth]];

		if (n->kind != NFA_SPLIT)
			continue;
		/* A node is stacked once, when it is first added. */
		if (places_add(p, n->a))
			d->stack[depth++] = n->a;
		if (places_add(p, n->b))
			d->stack[depth++] = n->b;
	}
}

/* Does the assertion hold between a character left and one right? */
static int
holds(enum nfa_assert kind, unsigned left, unsigned right)
{
	int edge;

	switch (kind) {
	case AT_TEXT_START:
		return (left & AL_EDGE) != 0;
	case AT_TEXT_END:
		return (right & AL_EDGE) != 0;
	case AT_LINE_START:
		return (left & (AL_EDGE | AL_NEWLINE)) != 0;
	case AT_LINE_END:
		return (right & (AL_EDGE | AL_NEWLINE)) != 0;
	default:
		break;
	}
	edge = (right & AL_EXTEND) == 0 &&
	    ((left ^ right) & AL_WORD) != 0;
	return kind == AT_WORD_EDGE ? edge : !edge;
}

static uint32_t
hash_places(const int32_t *at, size_t n, unsigned prev)
{
	uint32_t h = 2166136261u ^ prev;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (uint32_t)at[i]) * 16777619u;
	return h ^ (h >> 15);
}

static const struct set_ref *
set_at(const struct dfa *d, size_t i)
{
	return (const struct set_ref *)(const void *)d->sets.s + i;
}

/* The number of the set of patterns matched in these places. */
static uint32_t
intern_matched(struct dfa *d, const int32_t *at, size_t n)
{
	size_t count = d->sets.len / sizeof(struct set_ref);
	struct set_ref ref = { d->members.len, 0 };
	const int32_t *mine;

	for (size_t i = 0; i < n; i++) {
		if (d->nfa->nodes[at[i]].kind == NFA_MATCH) {
			buf_add(&d->members, &d->nfa->nodes[at[i]].set,
			    sizeof(int32_t));
			ref.n++;
		}
	}
	if (ref.n == 0)
		return 0;
	if (!buf_ok(&d->members)) {
		d->nomem = 1;
		return 0;
	}
	mine = (const void *)(d->members.s + ref.off);
	for (size_t i = 1; i < count; i++) {
		const struct set_ref *r = set_at(d, i);

		if (r->n == ref.n && memcmp(d->members.s + r->off, mine,
		    ref.n * sizeof(int32_t)) == 0) {
			d->members.len = ref.off;
			return (uint32_t)i;
		}
	}
	buf_add(&d->sets, &ref, sizeof(ref));
	if (!buf_ok(&d->sets))
		d->nomem = 1;
	return (uint32_t)count;
}

static void
forget(struct dfa *d)
{
	d->n = 0;
	d->full = 0;
	buf_clear(&d->escapes);
	d->places.len = 0;
	memset(d->table, 0, d->table_size * sizeof(*d->table));
	memset(d->starts, 0, sizeof(d->starts));
	d->done = 0;
}

static int
grow_states(struct dfa *d)
{
	size_t cap = d->cap == 0 ? 64 : d->cap * 2;
	struct state *st = realloc(d->states, cap * sizeof(*st));
	uint32_t *next;

	if (st != NULL)
		d->states = st;
	next = realloc(d->next, (cap + 1) * d->width * sizeof(*next));
	if (next != NULL)
		d->next = next;
	if (st == NULL || next == NULL) {
		d->nomem = 1;
		return -1;
	}
	d->cap = cap;
	return 0;
}

static int
grow_table(struct dfa *d)
{
	size_t size = d->table_size * 2;
	uint32_t *t = calloc(size, sizeof(*t));

	if (t == NULL) {
		d->nomem = 1;
		return -1;
	}
	for (size_t i = 0; i < d->n; i++) {
		size_t at = d->states[i].hash & (size - 1);

		while (t[at] != 0)
			at = (at + 1) & (size - 1);
		t[at] = (uint32_t)i + 1;
	}
	free(d->table);
	d->table = t;
	d->table_size = size;
	return 0;
}

/* Keep what can go on or has matched; is there something that can go on? */
static int
prune(struct dfa *d, struct places *p, int *asserts)
{
	size_t n = 0;
	int live = 0;

	*asserts = 0;
	for (size_t i = 0; i < p->n; i++) {
		int kind = d->nfa->nodes[p->at[i]].kind;

		if (kind == NFA_SPLIT)
			continue;
		p->at[n++] = p->at[i];
		live |= kind != NFA_MATCH;
		*asserts |= kind == NFA_ASSERT;
	}
	p->n = n;
	return live;
}

/* The place in the table of the state number i (from 1). */
static uint32_t
row_of(const struct dfa *d, size_t i, int live)
{
	return (uint32_t)(i * d->width) | (live ? 0 : FINAL);
}

static uint32_t
add_state(struct dfa *d, const struct places *p, unsigned prev, uint32_t hash)
{
	size_t bytes = p->n * sizeof(int32_t);
	struct state *st = &d->states[d->n];
	size_t at = hash & (d->table_size - 1);

	memset(st, 0, sizeof(*st));
	st->off = d->places.len;
	st->n = (uint32_t)p->n;
	st->hash = hash;
	st->prev = (uint8_t)prev;
	buf_add(&d->places, p->at, bytes);
	if (!buf_ok(&d->places))
		d->nomem = 1;
	while (d->table[at] != 0)
		at = (at + 1) & (d->table_size - 1);
	d->table[at] = (uint32_t)++d->n;
	memset(d->next + d->n * d->width, 0, d->width * sizeof(*d->next));
	*dfa_in_row(d, row_of(d, d->n, 1), MATCHED) =
	    intern_matched(d, p->at, p->n);
	d->full = d->n * (d->width * sizeof(*d->next) + sizeof(*st)) +
	    d->places.len > MAX_BYTES;
	return (uint32_t)d->n;
}

/* The state of these places. */
static uint32_t
intern(struct dfa *d, struct places *p, unsigned prev)
{
	int asserts;
	int live = prune(d, p, &asserts);
	size_t bytes = p->n * sizeof(int32_t);
	uint32_t hash;

	qsort(p->at, p->n, sizeof(int32_t), places_cmp);
	if (!asserts)
		prev = 0;
	hash = hash_places(p->at, p->n, prev);
	for (size_t at = hash & (d->table_size - 1); d->table[at] != 0;
	    at = (at + 1) & (d->table_size - 1)) {
		const struct state *st = &d->states[d->table[at] - 1];

		if (st->hash == hash && st->prev == prev && st->n == p->n &&
		    (bytes == 0 || memcmp(d->places.s + st->off, p->at,
		    bytes) == 0))
			return row_of(d, d->table[at], live);
	}
	if ((d->n == d->cap && grow_states(d) < 0) ||
	    (2 * d->n >= d->table_size && grow_table(d) < 0))
		return row_of(d, 1, 0);
	return row_of(d, add_state(d, p, prev, hash), live);
}

/* Places of a state and what its assertions let through, into d->now. */
static void
resolve(struct dfa *d, const struct state *st, unsigned flags)
{
	const int32_t *at = (const void *)(d->places.s + st->off);
	unsigned left = d->nfa->reversed ? flags : st->prev;
	unsigned right = d->nfa->reversed ? st->prev : flags;

	places_clear(&d->now);
	for (size_t i = 0; i < st->n; i++)
		reach(d, &d->now, at[i]);
	for (size_t i = 0; i < d->now.n; i++) {
		const struct nfa_node *n = &d->nfa->nodes[d->now.at[i]];

		if (n->kind == NFA_ASSERT &&
		    holds((enum nfa_assert)n->assert, left, right))
			reach(d, &d->now, n->a);
	}
}

void
dfa_bill(struct dfa *d, int32_t pattern, size_t work)
{
	d->work[pattern] += work;
	d->billed = 1;
	if (d->work[pattern] <= MAX_WORK || d->banned[pattern])
		return;
	d->banned[pattern] = 1;
	d->n_banned++;
	d->stopped = pattern;
	d->full = 1;
}

/* Charge the places of a new state to the pattern that most are of. */
static void
bill_places(struct dfa *d, struct places *p)
{
	size_t n = 0;

	if (p->n == 0)
		return;
	dfa_bill(d, d->owner[p->at[p->n / 2]], p->n);
	if (d->n_banned == 0)
		return;
	for (size_t i = 0; i < p->n; i++)
		if (!d->banned[d->owner[p->at[i]]])
			p->at[n++] = p->at[i];
	p->n = n;
}

void
dfa_new_text(struct dfa *d)
{
	d->done = 0;
	if (d->billed)
		memset(d->work, 0, d->nfa->n_starts * sizeof(*d->work));
	d->billed = 0;
}

uint32_t
dfa_step(struct dfa *d, uint32_t row, unsigned class)
{
	const struct state *from = dfa_state(d, row);
	unsigned before = from->prev;
	unsigned flags = alphabet_flags(d->al, class);
	int edge = class == d->edge;
	uint32_t to;

	resolve(d, from, flags);
	places_clear(&d->after);
	for (size_t i = 0; i < d->now.n; i++) {
		int32_t at = d->now.at[i];
		const struct nfa_node *n = &d->nfa->nodes[at];

		if (n->kind == NFA_MATCH)
			places_add(&d->after, at);
		else if (!edge && n->kind == NFA_SET &&
		    alphabet_has(d->al, n->set, class))
			reach(d, &d->after, n->a);
	}
	/* A mark after a letter does not end the word for what follows. */
	if (!d->nfa->reversed && (flags & AL_EXTEND))
		flags = (flags & ~(unsigned)AL_WORD) |
		    (before & AL_WORD);
	bill_places(d, &d->after);
	to = intern(d, &d->after, flags & 15);
	d->next[row + class] = to;
	return to;
}

uint32_t
dfa_start(struct dfa *d, unsigned prev)
{
	if (d->full)
		forget(d);
	if (d->starts[prev] == UNKNOWN) {
		places_clear(&d->now);
		for (size_t i = 0; i < d->nfa->n_starts; i++)
			if (!d->banned[i])
				reach(d, &d->now, d->nfa->starts[i]);
		d->starts[prev] = intern(d, &d->now, prev);
	}
	return d->starts[prev];
}

struct matched
dfa_matched(const struct dfa *d, uint32_t number)
{
	struct matched m = { 0 };

	if (number != 0) {
		const struct set_ref *r = set_at(d, number);

		m.at = (const void *)(d->members.s + r->off);
		m.n = r->n;
	}
	return m;
}

uint64_t
dfa_n_read(const struct dfa *d)
{
	return d->n_read;
}

int32_t
dfa_greedy(const struct dfa *d)
{
	return d->greedy;
}

/* Assertions are taken to hold: a class too many only costs time. */
void
dfa_first(const struct nfa *nfa, const struct alphabet *al, int32_t pattern,
    unsigned char *out)
{
	size_t n_classes = alphabet_classes(al);
	int32_t *stack = malloc((2 * nfa->n + 2) * sizeof(*stack));
	unsigned char *seen = calloc(nfa->n + 1, 1);
	size_t depth = 0;

	/* Without memory every class may begin a match. */
	if (stack == NULL || seen == NULL)
		memset(out, 1, n_classes);
	else
		stack[depth++] = nfa->starts[pattern];
	while (depth > 0) {
		int32_t at = stack[--depth];
		const struct nfa_node *n = &nfa->nodes[at];

		if (seen[at])
			continue;
		seen[at] = 1;
		if (n->kind == NFA_SET) {
			for (unsigned c = 0; c < n_classes; c++)
				out[c] |= (unsigned char)alphabet_has(al,
				    n->set, c);
		} else if (n->kind != NFA_MATCH) {
			stack[depth++] = n->a;
			if (n->kind == NFA_SPLIT)
				stack[depth++] = n->b;
		}
	}
	free(stack);
	free(seen);
}
