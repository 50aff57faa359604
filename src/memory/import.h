/*
 * import: a file of translation units into the memory, and the memory as a
 * file.
 */
#ifndef MEMORY_IMPORT_H
#define MEMORY_IMPORT_H

#include "memory/store.h"

/* As wtm_import() and wtm_export() say. */
int import_file(struct wtm_counts *out, struct store *s, const char *path,
    const struct wtm_import_opts *opts, struct wtm_err *err);
int export_tmx(uint64_t *n_out, struct store *s, FILE *to,
    const struct wtm_export_opts *opts, struct wtm_err *err);

#endif
