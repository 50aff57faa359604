/*
 * translate-file: an article in its own format, its matched sentences
 * replaced.
 */
#ifndef MATCH_TRANSLATE_FILE_H
#define MATCH_TRANSLATE_FILE_H

#include "match/match-file.h"
#include "wiretm.h"

/* As wtm_translate() says; from->s may be NULL: nothing is found. */
int translate_file(struct wtm_translated *out, const struct align_from *from,
    const char *path, const struct wtm_translate_opts *opts,
    struct wtm_err *err);

#endif
