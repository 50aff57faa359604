/*
 * out: where results go.
 *
 * Promises: a file named by -o is replaced in one step by a whole one, or
 * stays untouched; output that could not be written is a failure (disk full,
 * closed standard output), told once, with exit status 5; only a pipe whose
 * reader went away is left in silence.  Devices and pipes are written
 * directly, because there is nothing to rename.
 */
#include "config.h"
#include "cli/out.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

int
out_guard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		/* the wrong way round: reading or writing it still fails */
		int flags = fd == 0 ? O_WRONLY : O_RDONLY;

		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/dev/null", flags) != fd)
			return -1;
	}
	return 0;
}

static int
failed(const struct out *o, int errnum, struct wtm_err *err)
{
	return cli_fail(err, WTM_SYSTEM, 0, "%s: %s", o->name,
	    strerror(errnum));
}

/* A pipe whose reader has gone away. */
static int
is_broken(const struct out *o)
{
	struct pollfd p = { .fd = o->f == NULL ? -1 : fileno(o->f) };

	return poll(&p, 1, 0) == 1 && (p.revents & POLLERR) != 0;
}

static int
to_stdout(struct out *o, struct wtm_err *err)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);

	o->name = "standard output";
	o->f = stdout;
	if (flags == -1 || (flags & O_ACCMODE) == O_RDONLY)
		return cli_fail(err, WTM_SYSTEM, 0, "standard output is "
		    "closed; open it, or write to a file with -o FILE");
	return 0;
}

/* mkstemp() gives 0600; take the mode of the old file, or the usual one. */
static mode_t
mode_of(const struct stat *st)
{
	mode_t mask;

	if (st != NULL)
		return st->st_mode & 07777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

static int
open_beside(struct out *o, const char *path, const struct stat *st,
    struct wtm_err *err)
{
	static const char suffix[] = ".XXXXXX";
	size_t len;
	int fd;

	/* a symbolic link stays one; the file behind it is replaced */
	o->path = st != NULL ? realpath(path, NULL) : strdup(path);
	if (o->path == NULL)
		return failed(o, errno, err);
	len = strlen(o->path);
	o->beside = malloc(len + sizeof suffix);
	if (o->beside == NULL)
		return cli_nomem(err);
	memcpy(o->beside, o->path, len);
	memcpy(o->beside + len, suffix, sizeof suffix);
	fd = mkstemp(o->beside);
	if (fd == -1) {
		int saved = errno;

		free(o->beside);	/* there is nothing to remove */
		o->beside = NULL;
		return failed(o, saved, err);
	}
	o->f = fdopen(fd, "w");
	if (o->f == NULL || fchmod(fd, mode_of(st)) != 0)
		return failed(o, errno, err);
	return 0;
}

int
out_open(struct out *o, const char *path, struct wtm_err *err)
{
	struct stat st;
	int exists;

	if (path == NULL || strcmp(path, "-") == 0)
		return to_stdout(o, err);
	o->name = path;
	exists = stat(path, &st) == 0;
	if (!exists && errno != ENOENT)
		return failed(o, errno, err);
	if (!exists || S_ISREG(st.st_mode))
		return open_beside(o, path, exists ? &st : NULL, err);
	o->f = fopen(path, "w");
	return o->f == NULL ? failed(o, errno, err) : 0;
}

int
out_check(struct out *o, struct wtm_err *err)
{
	if (!ferror(o->f))
		return 0;
	errno = 0;	/* the flag is set, its cause is gone: ask again */
	fflush(o->f);
	return failed(o, errno != 0 ? errno : EIO, err);
}

/* Write all out; of a file, to the disk. */
static int
flush(struct out *o, struct wtm_err *err)
{
	if (out_check(o, err) != 0)
		return -1;
	if (fflush(o->f) != 0)
		return failed(o, errno, err);
	if (o->path != NULL && fsync(fileno(o->f)) != 0)
		return failed(o, errno, err);
	return 0;
}

int
out_close(struct out *o, int keep, struct wtm_err *err)
{
	int rc = keep && o->f != NULL ? flush(o, err) : 0;
	int broken = is_broken(o);

	if (o->f != NULL && fclose(o->f) != 0 && keep && rc == 0)
		rc = failed(o, errno, err);
	if (o->beside != NULL) {
		if (keep && rc == 0 && rename(o->beside, o->path) != 0)
			rc = failed(o, errno, err);
		if (!keep || rc != 0)
			unlink(o->beside);
	}
	free(o->path);
	free(o->beside);
	*o = (struct out){ .broken = broken };
	return rc;
}
