/*
 * folder: what is in the folder of a memory, before any database touches it.
 */
#ifndef MEMORY_FOLDER_H
#define MEMORY_FOLDER_H

#include <stdint.h>
#include <sys/stat.h>

#include "wiretm.h"

/* The file that is there when, and only when, all tables are. */
#define FOLDER_MARK "meta.db"

/*
 * Make the folder when create is set, and refuse what is no memory, holds
 * foreign files, or cannot be written.  *st is the folder's.
 */
int folder_check(struct stat *st, const char *dir, int create,
    struct wtm_err *err);

/* Make the folder; one that is there must be empty. */
int folder_make_empty(const char *dir, struct wtm_err *err);

/* The message for a folder that cannot be written.  Returns -1. */
int folder_not_writable(const char *dir, struct wtm_err *err);

/* Bytes on disk. */
int folder_sizes(uint64_t *tables, uint64_t *logs, const char *dir,
    struct wtm_err *err);

#endif
