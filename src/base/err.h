/*
 * err: how a failure is reported.  struct wtm_err itself is public and lives
 * in wiretm.h; these are the two ways to fill one.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "wiretm.h"

/*
 * Fill err unless it is filled already (the first failure wins).  line is the
 * line in the input or 0.  Always returns -1, so that a caller can write
 * "return err_set(...)".
 */
int err_set(struct wtm_err *err, enum wtm_code code, long line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The same with ": " and the text of errno at the end; code is WTM_SYSTEM. */
int err_errno(struct wtm_err *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Out of memory. */
int err_nomem(struct wtm_err *err);

#endif
