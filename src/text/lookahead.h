/*
 * lookahead: which patterns may read far, and what they cannot do without.
 *
 * "[^"]*"" reads to the next quotation mark, or all of a paragraph that has
 * none.  Such patterns are asked apart from the others, last, and only when
 * the character they need is still to come.
 */
#ifndef TEXT_LOOKAHEAD_H
#define TEXT_LOOKAHEAD_H

#include "text/alphabet.h"
#include "text/regex.h"

/* al need not be sealed.  Does the pattern loop over words and spaces? */
int lookahead_is_far(const struct nfa *nfa, const struct alphabet *al,
    int32_t pattern);

/*
 * A set of few characters of which every match holds one, or -1.
 */
int lookahead_needs(const struct nfa *nfa, const struct alphabet *al,
    int32_t pattern);

#endif
