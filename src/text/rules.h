/*
 * rules: the SRX rules of one language, ready to be applied.  At every place
 * between two characters the first rule in order decides whose beforebreak
 * ends there and whose afterbreak begins there; no rule, no break.
 *
 * Belongs to one thread: the automata learn while they read.
 */
#ifndef TEXT_RULES_H
#define TEXT_RULES_H

#include <stddef.h>
#include <stdint.h>

#include "text/props.h"
#include "text/srx.h"

struct rules;

struct rules_opts {
	struct props *props;	/* borrowed */
	int strict;	/* a bad rule is fatal, not left out */
	wtm_note_fn note;	/* told of bad rules; may be NULL */
	void *arg;
};

/* srx is borrowed for as long as the rules live. */
int rules_new(struct rules **out, const struct srx *srx, const char *lang,
    const struct rules_opts *opts, struct wtm_err *err);
void rules_free(struct rules *r);

/* Begin with a text of its own: a paragraph. */
int rules_text(struct rules *r, const char *s, size_t len,
    struct wtm_err *err);

/*
 * The next break behind off in that text; its length when there is none.
 * 0 or -1.
 */
int rules_next(struct rules *r, size_t off, size_t *break_out,
    struct wtm_err *err);

/* How many bytes its automata have read so far: what its work is told by. */
uint64_t rules_n_read(const struct rules *r);

#endif
