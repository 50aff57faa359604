/*
 * folder: what is in the folder of a memory, before any database touches it.
 */
#ifndef KV_FOLDER_H
#define KV_FOLDER_H

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

/*
 * For a copy: make the folder; one that is there must be empty, or hold a copy
 * that did not end, which is removed.  It may not be inside the folder that is
 * copied, of this device and number.  Nobody takes it for a memory until
 * folder_finish().  That returns 0 or an errno.
 */
int folder_begin(const char *dir, dev_t dev, ino_t ino, struct wtm_err *err);
int folder_finish(const char *dir);

/* Remove the copy; the folder stays. */
void folder_abandon(const char *dir);

/* The message for a folder that cannot be written.  Returns -1. */
int folder_not_writable(const char *dir, struct wtm_err *err);

/* The names in it are on the disk then; 0 or an errno. */
int folder_sync(const char *dir);

/* open(), for the database. */
int folder_open_file(const char *path, int flags, ...);

/* Bytes on disk. */
int folder_sizes(uint64_t *tables, uint64_t *logs, const char *dir,
    struct wtm_err *err);

#endif
