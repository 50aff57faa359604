/*
 * gzip: where input comes from.  A struct input is a run of bytes read from
 * a file, standard input, a stream or memory; what begins like a gzip file
 * is unpacked on the way, whatever its name.  The one door to zlib.
 *
 * A file that unpacks to more than 200 times its size is refused as a bomb;
 * a gzip file that is cut or damaged is refused when its end is reached.
 */
#ifndef BASE_GZIP_H
#define BASE_GZIP_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "wiretm.h"

struct input;

/* path "-" is standard input. */
int input_open(struct input **out, const char *path, struct wtm_err *err);

/* Over an open stream, or over bytes; both are borrowed until the close. */
int input_over_file(struct input **out, FILE *f, const char *name,
    struct wtm_err *err);
int input_over_bytes(struct input **out, const void *s, size_t len,
    const char *name, struct wtm_err *err);
void input_close(struct input *in);

/* Up to len bytes to buf: how many, 0 at the end, -1. */
long input_read(struct input *in, void *buf, size_t len, struct wtm_err *err);

/*
 * The bytes that come next, up to 4 KiB, fewer only when there are no more.
 * They stay to be read.  Call before the first read.  How many, or -1; *s is
 * valid until the next call.
 */
long input_peek(struct input *in, const char **s, struct wtm_err *err);

/* For messages: the path, or "standard input". */
const char *input_name(const struct input *in);

/* Bytes taken from the file (packed, if it is), and its size (0: unknown). */
uint64_t input_done(const struct input *in);
uint64_t input_total(const struct input *in);

#endif
