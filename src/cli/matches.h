/*
 * matches: how the matches of a segment are shown, for people and as JSON.
 */
#ifndef CLI_MATCHES_H
#define CLI_MATCHES_H

#include "cli/cli.h"
#include "cli/flow.h"
#include "cli/json.h"

/* What the options ask of a lookup. */
struct wtm_lookup_opts matches_opts(const struct cli *c);

/* Which embargoes are in force, as --embargoed and --now say. */
int matches_embargo(int *embargoed, int64_t *now, const struct cli *c,
    struct wtm_err *err);

/* What --slug and --embargo say of a story; borrowed. */
int matches_story(struct wtm_story *out, const struct cli *c,
    struct wtm_err *err);

/* "matches":[...] of an object that is being written. */
void matches_json(struct json *j, const struct wtm_matches *m);

/* A list for people. */
struct listing {
	struct flow flow;
	int verbose;
};

void listing_begin(struct listing *l, const struct cli *c);

/* The text that was looked up. */
void listing_source(struct listing *l, const char *s, size_t len);

/* Its matches, beside it. */
void listing_matches(struct listing *l, const struct wtm_matches *m,
    const char *s, size_t len);

#endif
