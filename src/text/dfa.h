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

/*
 * The limit came first; or a pattern took too much and is banned: it matches
 * no more.
 */
enum { DFA_LIMIT = 1, DFA_BANNED };

struct dfa_scan {
	uint32_t matched;	/* number of a set, for dfa_matched; 0: none */
	int cut;	/* 0, or why there may be more to match */
	int nomem;
};

/* Before the first scan of a text (or paragraph). */
void dfa_new_text(struct dfa *d);

/*
 * Read from off: forward, or backward when the nfa is reversed, at most limit
 * characters of s.
 */
struct dfa_scan dfa_run(struct dfa *d, const char *s, size_t len, size_t off,
    size_t limit);

/*
 * The same forward, for scans from many places of one text that would each
 * read far: what an earlier one has read is not read again.  The limit is in
 * bytes.
 */
struct dfa_scan dfa_run_far(struct dfa *d, const char *s, size_t len,
    size_t off, size_t limit);

struct matched dfa_matched(const struct dfa *d, uint32_t number);

/* After a scan that was cut: the pattern, or one that would have read on. */
int32_t dfa_greedy(const struct dfa *d);

/* How many bytes have been read so far. */
uint64_t dfa_n_read(const struct dfa *d);

/* Classes by which a non-empty match may begin: out[class] is set to 1. */
void dfa_first(const struct nfa *nfa, const struct alphabet *al,
    int32_t pattern, unsigned char *out);

#endif
