/*
 * folder: what is in the folder of a memory, before any database touches it.
 *
 * A memory holds files NAME.db (tables), NAME-NUMBER.db (parts of tables; those
 * that are being made in .building), log.NNNNNNNNNN (the log) and __db.*
 * (shared memory of the processes that have it open); nothing else.
 */
#include "config.h"
#include "kv/folder.h"

#include <sys/types.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

/* In the folder of a copy that is being made. */
#define UNFINISHED ".unfinished"

static int
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s);
	size_t m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

static int
is_log(const char *name)
{
	return strncmp(name, "log.0", 5) == 0;
}

static int
is_ours(const char *name)
{
	return name[0] == '.' || strncmp(name, "__db.", 5) == 0 ||
	    is_log(name) || ends_with(name, ".db");
}

int
folder_not_writable(const char *dir, struct wtm_err *err)
{
	return err_set(err, WTM_MEMORY, 0, "%s: not writable; ask its owner "
	    "for access, or for a copy made with `wiretm export`", dir);
}

static int
no_memory(const char *dir, struct wtm_err *err)
{
	return err_set(err, WTM_MEMORY, 0, "%s: no memory here; make one with "
	    "`wiretm import FILE`", dir);
}

/*
 * Is this a file that Berkeley DB can have made?  Of one that was begun and
 * not written the beginning is missing or zero.
 */
static int
is_table(const char *dir, const char *name)
{
	enum { AT = 12, BTREE = 0x53162 };	/* a word in any byte order */
	static const unsigned char none[4];
	char path[4200];
	unsigned char page[AT + 4] = { 0 };
	const unsigned char *m = page + AT;
	long n = 0;
	int fd;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = (long)read(fd, page, sizeof page);
		close(fd);
	}
	if (n < (long)sizeof page || memcmp(m, none, 4) == 0)
		return 1;
	return (m[0] | m[1] << 8 | m[2] << 16 | m[3] << 24) == BTREE ||
	    (m[3] | m[2] << 8 | m[1] << 16 | m[0] << 24) == BTREE;
}

static int
look_into(const char *dir, int create, struct wtm_err *err)
{
	DIR *d = opendir(dir);
	int found = 0;
	int foreign = 0;
	int unfinished = 0;
	struct dirent *e;

	if (d == NULL && errno == EACCES)
		return folder_not_writable(dir, err);
	if (d == NULL)
		return err_errno(err, "%s", dir);
	while ((e = readdir(d)) != NULL) {
		found |= strcmp(e->d_name, FOLDER_MARK) == 0;
		foreign |= !is_ours(e->d_name);
		unfinished |= strcmp(e->d_name, UNFINISHED) == 0;
	}
	closedir(d);
	if (unfinished)
		return err_set(err, WTM_MEMORY, 0, "%s: a backup or restore "
		    "that is not finished; make it again", dir);
	if (found && is_table(dir, FOLDER_MARK))
		return 0;
	if (foreign || found)
		return err_set(err, WTM_MEMORY, 0, "%s: not a memory (it holds "
		    "other files); name another folder with -d", dir);
	return create ? 0 : no_memory(dir, err);
}

int
folder_sync(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int code = fd < 0 || fsync(fd) != 0 ? errno : 0;

	if (fd >= 0)
		close(fd);
	return code;
}

/* The folder that a name is in. */
static int
sync_above(const char *path)
{
	char above[4200];
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 0 : (size_t)(slash - path);

	if (len >= sizeof above)
		return ENAMETOOLONG;
	memcpy(above, path, len);
	above[len] = '\0';
	return folder_sync(slash == NULL ? "." : len == 0 ? "/" : above);
}

/*
 * The database syncs the log, and not its name: what is in a new file of it
 * would be gone with that.
 */
int
folder_open_file(const char *path, int flags, ...)
{
	const char *slash = strrchr(path, '/');
	struct stat st;
	mode_t mode = 0;
	va_list ap;
	int code = 0;
	int fd;

	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = (mode_t)va_arg(ap, int);
	va_end(ap);
	fd = open(path, flags, mode);
	if (fd < 0 || !(flags & O_CREAT) ||
	    !is_log(slash == NULL ? path : slash + 1))
		return fd;
	if (fstat(fd, &st) == 0 && st.st_size == 0)
		code = sync_above(path);
	if (code == 0)
		return fd;
	close(fd);
	errno = code;
	return -1;
}

/* One above that may not be read cannot be synced. */
static int
make_one(const char *path)
{
	if (mkdir(path, 0700) == 0)
		(void)sync_above(path);
	else if (errno != EEXIST)
		return -1;
	return 0;
}

static int
make_folder(const char *dir)
{
	char path[4096];
	size_t len = strlen(dir);

	if (len >= sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(path, dir, len + 1);
	for (size_t i = 1; i <= len; i++) {
		char c = path[i];

		if (c != '/' && c != '\0')
			continue;
		path[i] = '\0';
		if (make_one(path) != 0)
			return -1;
		path[i] = c;
	}
	return 0;
}

int
folder_check(struct stat *st, const char *dir, int create,
    struct wtm_err *err)
{
	if (create && make_folder(dir) != 0) {
		if (errno == EACCES || errno == EROFS || errno == EPERM)
			return folder_not_writable(dir, err);
		return err_errno(err, "%s: cannot make the folder", dir);
	}
	if (stat(dir, st) != 0) {
		if (errno == ENOENT)
			return no_memory(dir, err);
		return err_errno(err, "%s", dir);
	}
	if (!S_ISDIR(st->st_mode))
		return err_set(err, WTM_MEMORY, 0, "%s: not a folder; name "
		    "another with -d", dir);
	if (look_into(dir, create, err) != 0)
		return -1;
	if (access(dir, W_OK | X_OK) != 0)
		return folder_not_writable(dir, err);
	return 0;
}

/* 1: nothing; 0: other files; -1 and errno. */
static int
is_empty(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int files = 0;

	if (d == NULL)
		return -1;
	while ((e = readdir(d)) != NULL)
		files |= strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0;
	closedir(d);
	return files == 0;
}

/* With each file in the folder of a copy, its mark last; 0 or an errno. */
static int
each_file(const char *dir, int (*fn)(int dir, const char *name))
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int code = 0;

	if (d == NULL)
		return errno;
	while (code == 0 && (e = readdir(d)) != NULL)
		if (is_ours(e->d_name) && strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0 &&
		    strcmp(e->d_name, UNFINISHED) != 0)
			code = fn(dirfd(d), e->d_name);
	if (code == 0 && fsync(dirfd(d)) != 0)
		code = errno;
	if (code == 0 && unlinkat(dirfd(d), UNFINISHED, 0) != 0 &&
	    errno != ENOENT)
		code = errno;
	if (code == 0 && fsync(dirfd(d)) != 0)
		code = errno;
	closedir(d);
	return code;
}

static int
remove_file(int dir, const char *name)
{
	return unlinkat(dir, name, 0) == 0 ? 0 : errno;
}

static int
sync_file(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	int code = fd >= 0 && fsync(fd) == 0 ? 0 : errno;

	if (fd >= 0)
		close(fd);
	return code;
}

/* The path of dir, or of the folder nearest above it that is there. */
static char *
nearest(const char *dir)
{
	char *part = strdup(dir);
	char *path = part == NULL ? NULL : realpath(part, NULL);

	while (part != NULL && path == NULL && errno == ENOENT) {
		char *slash = strrchr(part, '/');

		if (slash == NULL || slash == part) {
			path = realpath(slash == NULL ? "." : "/", NULL);
			break;
		}
		*slash = '\0';
		path = realpath(part, NULL);
	}
	free(part);
	return path;
}

/* Is the folder of this device and number above dir, or dir itself? */
static int
is_inside(const char *dir, dev_t dev, ino_t ino)
{
	char *path = nearest(dir);
	struct stat st;
	int found = 0;

	while (path != NULL && path[0] != '\0' && !found) {
		found = stat(path, &st) == 0 && st.st_dev == dev &&
		    st.st_ino == ino;
		*strrchr(path, '/') = '\0';
	}
	free(path);
	return found;
}

int
folder_begin(const char *dir, dev_t dev, ino_t ino, struct wtm_err *err)
{
	char path[4200];
	int empty;
	int fd;

	if (is_inside(dir, dev, ino))
		return err_set(err, WTM_MEMORY, 0, "%s: inside the memory that "
		    "is copied; name a folder outside", dir);
	if (make_folder(dir) != 0)
		return err_errno(err, "%s: cannot make the folder", dir);
	snprintf(path, sizeof path, "%s/" UNFINISHED, dir);
	if (access(path, F_OK) == 0)
		folder_abandon(dir);
	empty = is_empty(dir);
	if (empty < 0)
		return err_errno(err, "%s", dir);
	if (!empty)
		return err_set(err, WTM_MEMORY, 0, "%s: the folder is not "
		    "empty; name another", dir);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, "%s", path);
	close(fd);
	if (folder_sync(dir) != 0)	/* before anything else is in it */
		return err_errno(err, "%s", dir);
	return 0;
}

int
folder_finish(const char *dir)
{
	return each_file(dir, sync_file);
}

void
folder_abandon(const char *dir)
{
	each_file(dir, remove_file);
}

int
folder_sizes(uint64_t *tables, uint64_t *logs, const char *dir,
    struct wtm_err *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	struct stat st;

	*tables = *logs = 0;
	if (d == NULL)
		return err_errno(err, "%s", dir);
	while ((e = readdir(d)) != NULL) {
		if (fstatat(dirfd(d), e->d_name, &st, 0) != 0 ||
		    !S_ISREG(st.st_mode))
			continue;
		if (is_log(e->d_name))
			*logs += (uint64_t)st.st_size;
		else if (ends_with(e->d_name, ".db"))
			*tables += (uint64_t)st.st_size;
	}
	closedir(d);
	return 0;
}
