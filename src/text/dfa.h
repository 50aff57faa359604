/*
 * dfa: an automaton over many patterns that is made deterministic while it
 * reads.  One table step a character whatever the number of patterns, no
 * backtracking, and at the end the set of all patterns that matched
 * somewhere on the way.  One per thread: it learns while it reads.
 */
#ifndef TEXT_DFA_H
#define TEXT_DFA_H

#include <stddef.h>
#include <stdint.h>

#include "text/regex.h"

struct dfa;

/* nfa and al are borrowed; al is sealed. */
struct dfa *dfa_new(const struct nfa *nfa, struct alphabet *al);
void dfa_free(struct dfa *d);

/* Which patterns matched.  Borrowed; valid until the dfa is freed. */
struct matched {
	const int32_t *at;	/* pattern numbers, ascending */
	size_t n;
};

struct dfa_scan {
	uint32_t matched;	/* number of a set, for dfa_matched; 0: none */
	int cut;	/* the limit came before the end of all matching */
	int nomem;
};

/*
 * Read from off: forward, or backward when the nfa is reversed, at most limit
 * characters of s.
 */
struct dfa_scan dfa_run(struct dfa *d, const char *s, size_t len, size_t off,
    size_t limit);

/*
 * The same forward, for scans from many places of one text that would each
 * read far: what an earlier one has read is not read again.  dfa_new_text
 * comes before the first of a text.  The limit is in bytes.
 */
void dfa_new_text(struct dfa *d);
struct dfa_scan dfa_run_far(struct dfa *d, const char *s, size_t len,
    size_t off, size_t limit);

struct matched dfa_matched(const struct dfa *d, uint32_t number);

/* After a scan that was cut: some pattern that would have read on. */
int32_t dfa_greedy(const struct dfa *d);

/* How many sets of matched patterns there are so far; numbers are below. */
size_t dfa_n_matched(const struct dfa *d);

/* Classes by which a non-empty match may begin: out[class] is set to 1. */
void dfa_first(const struct nfa *nfa, const struct alphabet *al,
    int32_t pattern, unsigned char *out);

#endif
