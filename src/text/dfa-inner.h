/*
 * dfa-inner: what dfa.c makes and dfa-run.c reads.
 */
#ifndef TEXT_DFA_INNER_H
#define TEXT_DFA_INNER_H

#include "text/dfa.h"

#include "base/buf.h"

/*
 * A state is told by the place of its row in the table of transitions, with
 * FINAL when reading on changes nothing; 0 is none.
 */
#define FINAL 0x80000000u
#define UNKNOWN 0u

/* What stands in a row behind the edge. */
enum {
	MATCHED = 1,	/* number of the set of patterns that matched */
	ESCAPE,	/* number of a table, see dfa-run.c; 0: none */
	MET,	/* how often the state was met at a mark */
	IN_ROW = MET
};

struct state {
	size_t off;	/* of its places in d->places */
	uint32_t n;
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

#define MARK_BYTES 32
#define MARKS 128

struct mark {
	size_t off;
	uint64_t scan;	/* number of the scan that left it */
	uint32_t state;
};

struct dfa {
	const struct nfa *nfa;
	struct alphabet *al;
	unsigned edge;	/* classes are below it */
	size_t width;	/* of a row: classes, the edge, IN_ROW */
	struct state *states;
	size_t n;
	size_t cap;
	uint32_t *next;	/* rows of all states, from 1 */
	struct buf places;	/* int32_t, of all states */
	uint32_t *table;	/* hash -> state + 1 */
	size_t table_size;
	struct buf sets;	/* struct { off, n } of matched sets */
	struct buf members;	/* int32_t */
	uint32_t starts[16];	/* by flags of the character before */
	struct places now, after;
	int32_t *stack;
	int32_t *owner;	/* of each node: its pattern */
	size_t *work;	/* per pattern: places in new states, see dfa_bill */
	unsigned char *banned;	/* per pattern */
	int n_banned;
	int billed;	/* something of this text */
	int32_t stopped;	/* banned last and not told yet; or -1 */
	int32_t greedy;
	int full;	/* all is to be forgotten at the next start */
	int nomem;
	uint64_t n_read;
	struct buf escapes;	/* tables of 256 bytes, see dfa-run.c */
	struct mark marks[MARKS];
	uint64_t scan;	/* number of this scan */
	uint64_t done;	/* of the last of this text that came to an end */
	uint32_t end;	/* the state in which it ended */
};

static inline struct state *
dfa_state(const struct dfa *d, uint32_t row)
{
	return &d->states[(row & ~FINAL) / d->width - 1];
}

static inline uint32_t *
dfa_in_row(const struct dfa *d, uint32_t row, int what)
{
	return &d->next[(row & ~FINAL) + d->edge + (unsigned)what];
}

/* The state after a character of this class (or the edge), computed. */
uint32_t dfa_step(struct dfa *d, uint32_t row, unsigned class);

/* Charge work to a pattern; one that takes too much is banned. */
void dfa_bill(struct dfa *d, int32_t pattern, size_t work);

/* The state to begin with; what takes too much memory is forgotten. */
uint32_t dfa_start(struct dfa *d, unsigned prev);

static inline uint32_t
dfa_next(struct dfa *d, uint32_t row, unsigned class)
{
	uint32_t to = d->next[row + class];

	return to != UNKNOWN ? to : dfa_step(d, row, class);
}

#endif
