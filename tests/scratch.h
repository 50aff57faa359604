/*
 * scratch: a fresh empty folder below the current one, and its removal.
 */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline char *
scratch_dir(void)
{
	static const char pattern[] = "scratch-XXXXXX";
	char *dir = calloc(1, sizeof pattern);

	if (dir == NULL)
		abort();
	memcpy(dir, pattern, sizeof pattern);
	if (mkdtemp(dir) == NULL)
		abort();
	return dir;
}

static inline int
scratch_unlink(const char *path, const struct stat *st, int type,
    struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

/* Remove it and what is in it, and free the name. */
static inline void
scratch_remove(char *dir)
{
	nftw(dir, scratch_unlink, 16, FTW_DEPTH | FTW_PHYS);
	free(dir);
}

#endif
