/*
 * guard: nobody waits for the dead.
 *
 * The functions of the threads library that wait are defined here again and
 * so take their place in the whole program.  They try first, and then wait in
 * periods of PERIOD_MS; apart from what guard.h says they do what they always
 * did.  They are written with the other functions of the library (try,
 * clocked), so nothing has to be looked up.
 *
 * The register __db.register has one line of 25 bytes for each process, its
 * number or X; the process holds a lock on the first byte of its line as long
 * as it lives (Berkeley DB 5.3, DB_REGISTER).
 */
#include "config.h"
#include "kv/guard.h"

#include <sys/types.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
	PERIOD_MS = 100,
	POLL_MS = 1,
	LINE_BYTES = 25,
	SPINS = 1 << 16,	/* latches until somebody may have died */
	SPINS_MAX = 1 << 22,	/* of one call that reads */
};

static _Atomic(guard_died_fn) guard_died;
static _Thread_local unsigned guard_spins;	/* latches without a wait */
static _Thread_local int guard_reading;	/* they are those of one call */

void
guard_set(guard_died_fn died)
{
	atomic_store(&guard_died, died);
}

void
guard_reads(void)
{
	guard_spins = 0;
	guard_reading = 1;
}

void
guard_has_read(void)
{
	guard_reading = 0;
}

int
guard_register_has_dead(int fd)
{
	char line[LINE_BYTES + 1] = { 0 };

	for (off_t at = 0; pread(fd, line, LINE_BYTES, at) == LINE_BYTES;
	    at += LINE_BYTES) {
		struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET,
			.l_start = at, .l_len = 1 };

		if (line[0] == 'X' || strtol(line, NULL, 10) == getpid())
			continue;
		if (fcntl(fd, F_GETLK, &l) == 0 && l.l_type == F_UNLCK)
			return 1;
	}
	return 0;
}

static int
someone_died(void)
{
	guard_died_fn died = atomic_load(&guard_died);

	return died != NULL && died();
}

static struct timespec
period_end(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_nsec += PERIOD_MS * 1000000L;
	if (t.tv_nsec >= 1000000000L) {
		t.tv_nsec -= 1000000000L;
		t.tv_sec++;
	}
	return t;
}

int
pthread_mutex_lock(pthread_mutex_t *m)
{
	int ret = pthread_mutex_trylock(m);

	while (ret == EBUSY || ret == ETIMEDOUT) {
		struct timespec end = period_end();

		ret = pthread_mutex_clocklock(m, CLOCK_MONOTONIC, &end);
		if (ret == ETIMEDOUT && someone_died())
			return EOWNERDEAD;
	}
	return ret;
}

/*
 * A page that a dead process was about to read in is asked for again and
 * again, each time by a latch that is free: a wait that is none.
 */
static int
spins_for_ever(void)
{
	return ++guard_spins % SPINS == 0 && (someone_died() ||
	    (guard_reading && guard_spins >= SPINS_MAX));
}

int
pthread_rwlock_rdlock(pthread_rwlock_t *l)
{
	int ret = pthread_rwlock_tryrdlock(l);

	if (ret == 0 && spins_for_ever()) {
		pthread_rwlock_unlock(l);
		return EOWNERDEAD;
	}
	while (ret == EBUSY || ret == ETIMEDOUT) {
		struct timespec end = period_end();

		ret = pthread_rwlock_clockrdlock(l, CLOCK_MONOTONIC, &end);
		if (ret == ETIMEDOUT && someone_died())
			return EOWNERDEAD;
	}
	return ret;
}

int
pthread_rwlock_wrlock(pthread_rwlock_t *l)
{
	int ret = pthread_rwlock_trywrlock(l);

	while (ret == EBUSY || ret == ETIMEDOUT) {
		struct timespec end = period_end();

		ret = pthread_rwlock_clockwrlock(l, CLOCK_MONOTONIC, &end);
		if (ret == ETIMEDOUT && someone_died())
			return EOWNERDEAD;
	}
	return ret;
}

/*
 * A condition is not waited for but looked at again: the caller must expect
 * to be woken for nothing, and the mutex is taken by the function above,
 * where a real wait would take it without end.
 */
int
pthread_cond_wait(pthread_cond_t *restrict c, pthread_mutex_t *restrict m)
{
	const struct timespec poll = { .tv_nsec = POLL_MS * 1000000L };
	int ret;

	(void)c;
	pthread_mutex_unlock(m);
	nanosleep(&poll, NULL);
	ret = pthread_mutex_lock(m);
	if (ret == 0 && someone_died())
		return EOWNERDEAD;
	return ret;
}
