/*
 * out: where results go: standard output, or the file of -o, which is written
 * beside its place and renamed when it is whole.
 */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include <stdio.h>

#include "wiretm.h"

struct out {
	FILE *f;
	char *path;	/* the file to replace; NULL: f is written directly */
	char *beside;	/* its name until then */
	const char *name;	/* for messages; borrowed */
	int broken;	/* after out_close(): the reader of the pipe has gone */
};

/*
 * Make sure that the descriptors 0, 1 and 2 are open, so that no file of the
 * memory can take the place of a closed one.  Call it before anything else.
 */
int out_guard_descriptors(void);

/* path NULL or "-": standard output, which must be open for writing. */
int out_open(struct out *o, const char *path, struct wtm_err *err);

/* Was all that was written taken?  For long output, to stop early. */
int out_check(struct out *o, struct wtm_err *err);

/* Finish; with keep 0 the file of -o stays as it was. */
int out_close(struct out *o, int keep, struct wtm_err *err);

#endif
