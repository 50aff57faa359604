/*
 * weigh: how much speaks for it that some sentences are the translation of
 * some others; a logarithm of likelihood ratios, above 0 when more speaks
 * for it than against.
 */
#ifndef ALIGN_WEIGH_H
#define ALIGN_WEIGH_H

#include "align/lexicon.h"

enum { BEAD_SIDE = 3 };	/* so many sentences at most on each side */

struct weights {
	double len, lex, mark;	/* of the three kinds of evidence */
	double one, two, three, both;	/* of 1:1, 1:2, 1:3 and 2:2 */
	double none;		/* of a sentence without translation */
	double none_aside;	/* of a byline or the like without one */
	double aside;		/* of such a line beside a sentence */
	double found[MARK_KINDS];	/* a mark with its fellow */
	double missed[MARK_KINDS];
	double sound[6];	/* by consonants */
	double ratio;		/* log(target : source length); 0: the text's */
	double spread;		/* of it */
};

extern const struct weights align_weights;

struct weigher;

int weigher_new(struct weigher **out, const struct traits *source, size_t n,
    const struct traits *target, size_t m, const struct lexicon *x,
    const struct weights *w, struct wtm_err *err);
void weigher_free(struct weigher *g);

/* For leaving sentence i of a side alone. */
double weigh_none(const struct weigher *g, int side, size_t i);

/* For a sentences from i on and b from j on, none of them 0. */
double weigh(struct weigher *g, size_t i, size_t a, size_t j, size_t b);

#endif
