/*
 * match-file: the sentences of an article beside what the memory has.
 */
#ifndef MATCH_MATCH_FILE_H
#define MATCH_MATCH_FILE_H

#include "base/gzip.h"
#include "base/map64.h"
#include "wiretm.h"

/* Where matches come from: as wtm_lookup(). */
typedef int (*align_lookup_fn)(const struct wtm_matches **out,
    struct wtm_session *s, const char *seg, size_t len,
    const struct wtm_lookup_opts *opts, struct wtm_err *err);

struct align_from {
	align_lookup_fn lookup;
	struct wtm_session *s;
	struct map64 *seen;	/* segments of the session: their last file */
	uint64_t file;	/* the number of this one, from 1 */
};

/* As wtm_match_file() says; align_input() from an open input. */
int align_input(const struct align_from *from, struct input *in,
    const struct wtm_segment_opts *seg, const struct wtm_lookup_opts *opts,
    wtm_aligned_fn fn, void *arg, struct wtm_err *err);
int align_file(const struct align_from *from, const char *path,
    const struct wtm_segment_opts *seg, const struct wtm_lookup_opts *opts,
    wtm_aligned_fn fn, void *arg, struct wtm_err *err);

#endif
