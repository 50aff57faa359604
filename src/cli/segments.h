/*
 * segments: what the commands that split articles share.
 */
#ifndef CLI_SEGMENTS_H
#define CLI_SEGMENTS_H

#include "cli/cli.h"
#include "cli/progress.h"

/* What the options ask of the segmenter; its remarks go to notes. */
struct wtm_segment_opts segments_opts(const struct cli *c,
    struct progress *notes);

/* The bytes of the line break that s begins with: CR LF is one; 0: none. */
size_t segments_break(const char *s, size_t len);

#endif
