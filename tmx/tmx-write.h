/*
 * tmx-write: units as a TMX file, one at a time.
 *
 * The same header and units give the same bytes, and reading them gives the
 * same header and units; only the creationdate of the header, whose start
 * tag stands on one line, is that of the writing.  Every file validates
 * against tmx14.rng (1.4).  In a TMX 1.1, xml:lang is called lang.
 */
#ifndef TMX_WRITE_H
#define TMX_WRITE_H

#include <stdio.h>

#include "wiretm.h"

struct tmx_writer;

struct tmx_write_opts {
	const char *version;	/* "1.4" or "1.1" */
	const char *date;	/* like 20181029T120000Z; NULL: now */
};

/*
 * Begin a file.  h may be NULL; attributes that TMX demands and it has not
 * are added.  to is borrowed.
 */
int tmx_write_open(struct tmx_writer **out, FILE *to,
    const struct wtm_header *h, const struct tmx_write_opts *opts,
    struct wtm_err *err);

/* Go on behind the last unit of a 1.4 that was begun and not ended. */
int tmx_write_resume(struct tmx_writer **out, FILE *to, struct wtm_err *err);

/* A tuv without language or text is written as it is (for rejected units). */
int tmx_write_unit(struct tmx_writer *w, const struct wtm_tu *tu,
    struct wtm_err *err);

int tmx_write_comment(struct tmx_writer *w, const char *text,
    struct wtm_err *err);

/* End the file and flush it; w is freed whatever happens. */
int tmx_write_close(struct tmx_writer *w, struct wtm_err *err);

/* Free w and leave the file as it is.  w may be NULL. */
void tmx_write_abort(struct tmx_writer *w);

#endif
