/*
 * rules-inner: what rules.c makes and rules-match.c reads.
 */
#ifndef TEXT_RULES_INNER_H
#define TEXT_RULES_INNER_H

#include <stdint.h>

#include "base/buf.h"
#include "text/dfa.h"
#include "text/rules.h"
#include "text/slow.h"

#define REACH 1000	/* characters read at a place, at most */
#define FAR_REACH 3000	/* bytes, of far rules */
#define ALWAYS (-1)	/* an empty pattern */

struct rule {
	const struct srx_rule *srx;
	int32_t before;	/* pattern number, or ALWAYS */
	int32_t after;
	int far;	/* after is a number in the far automaton */
	struct slow *slow;	/* not NULL: the two above do not count */
};

/* What is remembered of a pair of matched sets. */
struct verdict {
	uint32_t before;
	uint32_t after;
	uint32_t rule;	/* index + 2; 1: none; 0: an empty place */
};

#define VERDICTS 4096

/* A rule whose afterbreak reads far. */
struct far_rule {
	uint32_t rule;	/* index */
	unsigned char needs[4];	/* first bytes of what has to come */
	size_t n_needs;	/* 0: nothing has to */
	size_t next;	/* where in the text one comes next; len: nowhere */
};

#define MAX_FAR 32
#define EVENTS 512

/* What is known of a set of matched beforebreak patterns. */
struct before_set {
	int known;
	int may_break;
	uint32_t far;	/* bits: far rules with that beforebreak */
};

/* Where in the text a break can be; see rules-places.c. */
struct break_places {
	unsigned char *pairs;	/* classes before x after: may be a break */
	unsigned char *left;	/* classes: has a pair */
	size_t n_classes;
	unsigned char hot[256];	/* first byte of what may stand before one */
	unsigned char hot_bits[8192];	/* such characters to U+FFFF */
	unsigned char event[256];	/* bytes worth a look in Hangul */
	int events_do;	/* they are enough */
	int is_hangul;	/* the text is */
	size_t from, to;	/* bytes looked at for events */
	uint16_t at[EVENTS];	/* in them */
	size_t n, next;
};

struct rules {
	const struct srx *srx;
	struct rules_opts opts;
	struct alphabet *al;
	struct nfa before, after, far;
	struct dfa *before_dfa, *after_dfa, *far_dfa;
	struct far_rule far_rules[MAX_FAR];
	size_t n_far;
	struct buf before_sets;	/* struct before_set, by number */
	struct rule *at;
	size_t n;
	size_t n_slow;
	unsigned char *marks;	/* scratch: patterns in a set */
	size_t n_marks;
	struct break_places places;
	struct verdict verdicts[VERDICTS];
	unsigned char *told;	/* per rule: was named as greedy */
	long first_bad;	/* line of the first bad rule */
	const char *s;
	size_t len;
};

/* Once, when the rules are complete.  0 or -1. */
int rules_find_places(struct rules *r);
void rules_free_places(struct rules *r);

/* A new text begins. */
void rules_places_text(struct rules *r);

/* The next place behind off where a break can be, or the text's length. */
size_t rules_next_place(struct rules *r, size_t off);

/* Say what is wrong with a rule to who wants to know. */
void rules_tell(const struct rules *r, const struct srx_rule *rule,
    const char *what);

#endif
