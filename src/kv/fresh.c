/*
 * fresh: the tables of a memory replaced by rewritten ones.
 *
 * NAME.db is rewritten as .new-NAME.db, the mark is .new.  The exchange
 * removes the logs and the shared memory, which belong to the old tables, and
 * their parts.
 */
#include "config.h"
#include "kv/fresh.h"

#include <sys/types.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kv/parts.h"

#define PREFIX ".new-"
#define MARK ".new"

typedef int (*name_fn)(int dir, const char *name);

void
fresh_path(char *path, size_t cap, const char *dir, const char *name)
{
	snprintf(path, cap, "%s/" PREFIX "%s", dir, name);
}

static int
is_fresh(const char *name)
{
	return strncmp(name, PREFIX, strlen(PREFIX)) == 0;
}

/* With every file of the folder, then see to it that it is on the disk. */
static int
each_file(const char *dir, name_fn fn)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int code = 0;

	if (d == NULL)
		return errno;
	while (code == 0 && (e = readdir(d)) != NULL)
		code = fn(dirfd(d), e->d_name);
	if (code == 0 && fsync(dirfd(d)) != 0)
		code = errno;
	closedir(d);
	return code;
}

static int
remove_fresh(int dir, const char *name)
{
	return !is_fresh(name) || unlinkat(dir, name, 0) == 0 ? 0 : errno;
}

static int
sync_fresh(int dir, const char *name)
{
	int fd;
	int code = 0;

	if (!is_fresh(name))
		return 0;
	fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		code = errno;
	if (fd >= 0)
		close(fd);
	return code;
}

static int
remove_old(int dir, const char *name)
{
	enum kv_table table;
	uint64_t number;

	if (strncmp(name, "log.0", 5) != 0 &&
	    strncmp(name, "__db.", 5) != 0 &&
	    !kv_part_read_name(&table, &number, name))
		return 0;
	return unlinkat(dir, name, 0) == 0 || errno == ENOENT ? 0 : errno;
}

static int
rename_fresh(int dir, const char *name)
{
	if (!is_fresh(name))
		return 0;
	return renameat(dir, name, dir, name + strlen(PREFIX)) == 0 ? 0 :
	    errno;
}

int
fresh_clear(const char *dir)
{
	return each_file(dir, remove_fresh);
}

int
fresh_is_left(const char *dir, const char *first)
{
	char path[4200];

	fresh_path(path, sizeof path, dir, first);
	return access(path, F_OK) == 0;
}

int
fresh_commit(const char *dir)
{
	char path[4200];
	int code = each_file(dir, sync_fresh);
	int fd;

	if (code != 0)
		return code;
	snprintf(path, sizeof path, "%s/" MARK, dir);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	close(fd);
	return fresh_complete(dir);
}

int
fresh_is_waiting(const char *dir)
{
	char path[4200];

	snprintf(path, sizeof path, "%s/" MARK, dir);
	return access(path, F_OK) == 0;
}

static int
sync_folder(int dir, const char *name)
{
	(void)dir;
	(void)name;
	return 0;
}

int
fresh_complete(const char *dir)
{
	char path[4200];
	int code = each_file(dir, sync_folder);

	if (code == 0)
		code = each_file(dir, remove_old);
	if (code == 0)
		code = each_file(dir, rename_fresh);
	snprintf(path, sizeof path, "%s/" MARK, dir);
	if (code == 0 && unlink(path) != 0)
		code = errno;
	return code != 0 ? code : each_file(dir, sync_folder);
}
