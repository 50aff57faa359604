/*
 * fresh: the tables of a memory replaced by rewritten ones, all at once.
 *
 * They are written beside the old ones, and take their place when a mark
 * says that they are whole; from then on the exchange is completed by whoever
 * comes next, whatever happens.  Whoever calls these is alone in the folder.
 */
#ifndef KV_FRESH_H
#define KV_FRESH_H

#include <stddef.h>

/* All functions give 0 or an errno. */

/* Where the rewritten table of that name goes; path has room for it. */
void fresh_path(char *path, size_t cap, const char *dir, const char *name);

/* Remove what an attempt before has left. */
int fresh_clear(const char *dir);

/* They are whole and on the disk: exchange them. */
int fresh_commit(const char *dir);

/* Is there something that was begun, the first table of it at least? */
int fresh_is_left(const char *dir, const char *first);

/* Is there an exchange to be completed?  And do that. */
int fresh_is_waiting(const char *dir);
int fresh_complete(const char *dir);

#endif
