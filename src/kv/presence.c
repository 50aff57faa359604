/*
 * presence: who has the folder of a memory open.
 *
 * Locks on bytes of the file .presence, which holds no data; they go
 * with the process, however it ends.  IN is shared by all that are in, and
 * exclusive for one that is alone; ASKED is exclusive for who wants to be;
 * LOGS is shared by who needs the logs; PARTS is shared by who needs the
 * tables to have no more parts, and exclusive for who joins one.
 */
#include "config.h"
#include "kv/presence.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { IN, ASKED, LOGS, PARTS };

static int
lock(int fd, int command, short type, int byte)
{
	struct flock l = { .l_type = type, .l_whence = SEEK_SET,
		.l_start = byte, .l_len = 1 };

	while (fcntl(fd, command, &l) != 0) {
		if (errno == EACCES)
			return EAGAIN;
		if (errno != EINTR)
			return errno;
	}
	return 0;
}

static void
pause_ms(long ms)
{
	struct timespec t = { .tv_sec = ms / 1000,
		.tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

int
presence_open(int *fd, const char *dir, int mode)
{
	char path[4200];

	snprintf(path, sizeof path, "%s/.presence", dir);
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode);
	if (*fd < 0)
		return errno;
	/* Only its owner may, and the others need not. */
	(void)!fchmod(*fd, (mode_t)mode);
	return 0;
}

int
presence_enter(int fd)
{
	int code;

	do {
		code = lock(fd, F_OFD_SETLKW, F_RDLCK, ASKED);
		if (code == 0)
			code = lock(fd, F_OFD_SETLK, F_RDLCK, IN);
		lock(fd, F_OFD_SETLK, F_UNLCK, ASKED);
		if (code == EAGAIN)
			pause_ms(5);
	} while (code == EAGAIN);
	return code;
}

void
presence_leave(int fd)
{
	lock(fd, F_OFD_SETLK, F_UNLCK, IN);
}

int
presence_is_asked(int fd)
{
	struct flock l = { .l_type = F_RDLCK, .l_whence = SEEK_SET,
		.l_start = ASKED, .l_len = 1 };

	return fcntl(fd, F_OFD_GETLK, &l) == 0 && l.l_type != F_UNLCK;
}

int
presence_alone(int fd, long ms)
{
	int code = EAGAIN;

	for (; code == EAGAIN && ms > 0; ms -= 5) {
		code = lock(fd, F_OFD_SETLK, F_WRLCK, ASKED);
		if (code == EAGAIN)
			pause_ms(5);
	}
	if (code != 0)
		return code == EAGAIN ? EBUSY : code;
	code = EAGAIN;
	for (; code == EAGAIN && ms > 0; ms -= 5) {
		code = lock(fd, F_OFD_SETLK, F_WRLCK, IN);
		if (code == EAGAIN)
			pause_ms(5);
	}
	if (code != 0)
		lock(fd, F_OFD_SETLK, F_UNLCK, ASKED);
	return code == EAGAIN ? EBUSY : code;
}

void
presence_share(int fd)
{
	lock(fd, F_OFD_SETLK, F_RDLCK, IN);
	lock(fd, F_OFD_SETLK, F_UNLCK, ASKED);
}

int
presence_keep_logs(int fd)
{
	return lock(fd, F_OFD_SETLKW, F_RDLCK, LOGS);
}

void
presence_let_logs_go(int fd)
{
	lock(fd, F_OFD_SETLK, F_UNLCK, LOGS);
}

int
presence_may_remove_logs(int fd)
{
	return lock(fd, F_OFD_SETLK, F_WRLCK, LOGS) == 0;
}

int
presence_join_parts(int fd)
{
	return lock(fd, F_OFD_SETLKW, F_WRLCK, PARTS);
}

int
presence_may_join_parts(int fd)
{
	return lock(fd, F_OFD_SETLK, F_WRLCK, PARTS) == 0;
}

int
presence_keep_parts(int fd)
{
	return lock(fd, F_OFD_SETLKW, F_RDLCK, PARTS);
}

void
presence_let_parts_go(int fd)
{
	lock(fd, F_OFD_SETLK, F_UNLCK, PARTS);
}
