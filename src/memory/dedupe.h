/*
 * dedupe: units that say the same become one.
 */
#ifndef MEMORY_DEDUPE_H
#define MEMORY_DEDUPE_H

#include "memory/store.h"

/*
 * Duplicates have the same languages, the same texts after NFC and folding of
 * white space, and the same inline codes.  The one of the lowest id stays, and
 * takes in the metadata of the others as an import would.
 */
int dedupe_units(struct wtm_changed *out, struct store *s,
    const struct wtm_dedupe_opts *opts, struct wtm_err *err);

#endif
