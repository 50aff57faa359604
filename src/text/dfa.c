/*
 * A state is a set of places in the automaton, and what kind of character was
 * read last where an assertion still waits to know.  A place that matches
 * stays in the set, so the last state tells all matches.  A state where
 * nothing but matches is left is final: reading on changes nothing.
 *
 * Rows of transitions are filled as they are first needed.  When they take
 * more than MAX_BYTES all states are forgotten and learnt anew, so memory is
 * bounded; sets of matched patterns are kept, their numbers stay valid.
 */
#include "config.h"

#include "text/dfa.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"

#define MAX_BYTES (6u << 20)
#define FINAL 0x80000000u
#define UNKNOWN 0u

struct state {
	size_t off;	/* of its places in d->places */
	uint32_t n;
	uint32_t matched;
	uint32_t hash;
	uint8_t prev;	/* flags of the character before, if it matters */
};

/* A growing set of node numbers: membership by mark, order by insertion. */
struct places {
	int32_t *at;
	size_t n;
	uint32_t *mark;
	uint32_t stamp;
};

struct dfa {
	const struct nfa *nfa;
	struct alphabet *al;
	size_t stride;	/* classes, and the edge */
	struct state *states;
	size_t n;
	size_t cap;
	uint32_t *next;	/* stride entries for each state */
	struct buf places;	/* int32_t, of all states */
	uint32_t *table;	/* hash -> state + 1 */
	size_t table_size;
	struct buf sets;	/* struct { off, n } of matched sets */
	struct buf members;	/* int32_t */
	uint32_t starts[16];	/* by flags of the character before */
	struct places now, after;
	int32_t *stack;
	int32_t greedy;
	int nomem;
};

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

struct dfa *
dfa_new(const struct nfa *nfa, struct alphabet *al)
{
	struct dfa *d = calloc(1, sizeof(*d));
	struct set_ref none = { 0 };

	if (d == NULL)
		return NULL;
	d->nfa = nfa;
	d->al = al;
	d->stride = alphabet_classes(al) + 1;
	d->table_size = 1024;
	d->table = calloc(d->table_size, sizeof(*d->table));
	d->stack = malloc((nfa->n + 1) * sizeof(*d->stack));
	buf_add(&d->sets, &none, sizeof(none));
	if (d->table == NULL || d->stack == NULL || !buf_ok(&d->sets) ||
	    places_init(&d->now, nfa->n) < 0 ||
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
	free(d->states);
	free(d->next);
	free(d->table);
	free(d->stack);
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
	d->places.len = 0;
	memset(d->table, 0, d->table_size * sizeof(*d->table));
	memset(d->starts, 0, sizeof(d->starts));
}

static int
grow_states(struct dfa *d)
{
	size_t cap = d->cap == 0 ? 64 : d->cap * 2;
	struct state *st = realloc(d->states, cap * sizeof(*st));
	uint32_t *next;

	if (st != NULL)
		d->states = st;
	next = realloc(d->next, cap * d->stride * sizeof(*next));
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

/* The state of these places: its number + 1, with FINAL when it is. */
static uint32_t
intern(struct dfa *d, struct places *p, unsigned prev)
{
	int asserts;
	int live = prune(d, p, &asserts);
	size_t bytes = p->n * sizeof(int32_t);
	uint32_t hash;
	size_t at;
	struct state *st;

	qsort(p->at, p->n, sizeof(int32_t), places_cmp);
	if (!asserts)
		prev = 0;
	hash = hash_places(p->at, p->n, prev);
	for (at = hash & (d->table_size - 1); d->table[at] != 0;
	    at = (at + 1) & (d->table_size - 1)) {
		st = &d->states[d->table[at] - 1];
		if (st->hash == hash && st->prev == prev && st->n == p->n &&
		    (bytes == 0 || memcmp(d->places.s + st->off, p->at,
		    bytes) == 0))
			return d->table[at] | (live ? 0 : FINAL);
	}
	if ((d->n == d->cap && grow_states(d) < 0) ||
	    (2 * d->n >= d->table_size && grow_table(d) < 0))
		return 1 | FINAL;
	st = &d->states[d->n];
	st->off = d->places.len;
	st->n = (uint32_t)p->n;
	st->matched = intern_matched(d, p->at, p->n);
	st->hash = hash;
	st->prev = (uint8_t)prev;
	buf_add(&d->places, p->at, bytes);
	if (!buf_ok(&d->places))
		d->nomem = 1;
	memset(d->next + d->n * d->stride, 0, d->stride * sizeof(*d->next));
	for (at = hash & (d->table_size - 1); d->table[at] != 0;)
		at = (at + 1) & (d->table_size - 1);
	d->table[at] = (uint32_t)++d->n;
	return (uint32_t)d->n | (live ? 0 : FINAL);
}

static uint32_t
start_state(struct dfa *d, unsigned prev)
{
	if (d->starts[prev] == UNKNOWN) {
		places_clear(&d->now);
		for (size_t i = 0; i < d->nfa->n_starts; i++)
			reach(d, &d->now, d->nfa->starts[i]);
		d->starts[prev] = intern(d, &d->now, prev);
	}
	return d->starts[prev];
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

/* The state after a character of this class (or the edge), computed. */
static uint32_t
step(struct dfa *d, uint32_t from, unsigned class)
{
	unsigned flags = alphabet_flags(d->al, class);
	int edge = class + 1 == d->stride;
	uint32_t to;

	resolve(d, &d->states[from - 1], flags);
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
		    (d->states[from - 1].prev & AL_WORD);
	to = intern(d, &d->after, flags & 15);
	d->next[(from - 1) * d->stride + class] = to;
	return to;
}

static size_t
dfa_bytes(const struct dfa *d)
{
	return d->n * (d->stride * sizeof(*d->next) + sizeof(struct state)) +
	    d->places.len;
}

static unsigned
class_before(struct dfa *d, const char *s, size_t off)
{
	return alphabet_class(d->al, utf8_prev(s, &off));
}

static unsigned
class_after(struct dfa *d, const char *s, size_t len, size_t off)
{
	return alphabet_class(d->al, utf8_next(s, len, &off));
}

static inline uint32_t
next_state(struct dfa *d, uint32_t st, unsigned class)
{
	uint32_t to = d->next[(st - 1) * d->stride + class];

	return to != UNKNOWN ? to : step(d, st, class);
}

/* Three bytes that are a character as most of Han and Hangul are; else 0. */
static inline uint32_t
three_bytes(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	if (p[0] <= 0xe0 || p[0] >= 0xed || (p[1] & 0xc0) != 0x80 ||
	    (p[2] & 0xc0) != 0x80)
		return 0;
	return (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
}

/* The character at *off, or before it when reading backward; off moves. */
static inline uint32_t
read_char(const char *s, size_t len, size_t *off, int back)
{
	uint32_t c = (unsigned char)s[back ? *off - 1 : *off];

	if (c < 0x80) {
		*off = back ? *off - 1 : *off + 1;
		return c;
	}
	if (back ? *off >= 3 : len - *off >= 3) {
		c = three_bytes(back ? s + *off - 3 : s + *off);
		if (c != 0) {
			*off = back ? *off - 3 : *off + 3;
			return c;
		}
	}
	return back ? utf8_prev(s, off) : utf8_next(s, len, off);
}

static inline uint32_t
run(struct dfa *d, uint32_t st, const char *s, size_t len, size_t off,
    size_t limit, int back)
{
	size_t edge = back ? 0 : len;

	while (off != edge && limit-- > 0) {
		uint32_t c = read_char(s, len, &off, back);

		st = next_state(d, st, alphabet_class(d->al, c));
		if (st & FINAL)
			return st;
	}
	return off == edge ? next_state(d, st, (unsigned)d->stride - 1) : st;
}

static int32_t
first_live(const struct dfa *d, const struct state *st)
{
	const int32_t *at = (const void *)(d->places.s + st->off);

	/* Nodes of a pattern stand together and begin with its match. */
	for (size_t i = 0; i < st->n; i++) {
		int32_t k = at[i];

		if (d->nfa->nodes[k].kind == NFA_MATCH)
			continue;
		while (k > 0 && d->nfa->nodes[k].kind != NFA_MATCH)
			k--;
		return d->nfa->nodes[k].set;
	}
	return -1;
}

struct dfa_scan
dfa_run(struct dfa *d, const char *s, size_t len, size_t off, size_t limit)
{
	struct dfa_scan out = { 0 };
	int back = d->nfa->reversed;
	int at_edge = back ? off == len : off == 0;
	unsigned prev;
	uint32_t st;

	if (dfa_bytes(d) > MAX_BYTES)
		forget(d);
	prev = at_edge ? AL_EDGE : alphabet_flags(d->al,
	    back ? class_after(d, s, len, off) : class_before(d, s, off));
	st = start_state(d, prev & 15);
	if (!(st & FINAL))
		st = back ? run(d, st, s, len, off, limit, 1) :
		    run(d, st, s, len, off, limit, 0);
	out.nomem = d->nomem;
	if (d->nomem)
		return out;
	out.matched = d->states[(st & ~FINAL) - 1].matched;
	if (!(st & FINAL)) {
		out.cut = 1;
		d->greedy = first_live(d, &d->states[st - 1]);
	}
	return out;
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

size_t
dfa_n_matched(const struct dfa *d)
{
	return d->sets.len / sizeof(struct set_ref);
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
