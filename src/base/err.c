/*
 * err: how a failure is reported.
 *
 * The caller owns the struct wtm_err; the first failure wins, so a chain of
 * calls needs one check at its end.  A message says where, what, and what to
 * do; it is cut, never overrun, at the size of the buffer.
 */
#include "config.h"
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int
fill(struct wtm_err *err, enum wtm_code code, long line, const char *fmt,
    va_list ap)
{
	if (err == NULL || err->code != WTM_OK)
		return -1;
	err->code = code;
	err->line = line;
	if (vsnprintf(err->msg, sizeof err->msg, fmt, ap) < 0)
		err->msg[0] = '\0';
	return -1;
}

int
err_set(struct wtm_err *err, enum wtm_code code, long line, const char *fmt,
    ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(err, code, line, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_errno(struct wtm_err *err, const char *fmt, ...)
{
	int saved = errno;
	size_t len;
	va_list ap;

	if (err == NULL || err->code != WTM_OK)
		return -1;
	va_start(ap, fmt);
	fill(err, WTM_SYSTEM, 0, fmt, ap);
	va_end(ap);
	len = strlen(err->msg);
	snprintf(err->msg + len, sizeof err->msg - len, ": %s",
	    strerror(saved));
	return -1;
}

int
err_nomem(struct wtm_err *err)
{
	return err_set(err, WTM_SYSTEM, 0, "out of memory");
}
