/*
 * concordance: units that hold a phrase.
 *
 * A phrase is a run of units: words as wholes, and any run of Hangul, Han or
 * Kana characters; case and width do not matter.  Where two units of the
 * phrase touch, so they must in the text; where something stands between
 * them, something must: "국방" is not in "한국 방문".  Texts of more than
 * INDEX_UNITS_MAX units are not looked at.
 */
#ifndef MATCH_CONCORDANCE_H
#define MATCH_CONCORDANCE_H

#include "match/match.h"

enum { CONCORD_SOURCE = 1, CONCORD_TARGET = 2 };

struct concord_opts {
	const char *source;
	const char *target;
	int strict_lang;
	unsigned in;	/* CONCORD_SOURCE, CONCORD_TARGET, or both */
	int embargoed;	/* as of a lookup */
	int64_t now;
};

struct concord_span {
	size_t from;	/* bytes in the text of the side */
	size_t to;
};

struct concord_hit {
	const struct wtm_tu *tu;
	size_t source;	/* which tuv */
	size_t target;
	unsigned side;	/* where the phrase is */
	const struct concord_span *spans;
	size_t n_spans;
};

struct concord;
int concord_new(struct concord **out, struct wtm_err *err);
void concord_free(struct concord *c);

/* Look another phrase up. */
int concord_find(struct concord *c, const char *phrase, size_t len,
    const struct concord_opts *opts, struct wtm_err *err);

/*
 * The next hit, the newest unit first: 1, 0 when there are no more, -1.  Each
 * call may be in another transaction; src is only used during the call.  *out
 * lives until the next one.
 */
int concord_next(struct concord_hit *out, struct concord *c,
    const struct match_source *src, struct wtm_err *err);

#endif
