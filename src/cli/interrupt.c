/*
 * interrupt: a signal only leaves word.
 *
 * The memory must be closed in order, and half a file must not stay, so the
 * handler sets a flag and nothing else; long work asks for it through the
 * tick of the library, loops over lines and sentences ask between two of
 * them.  Reads are not restarted: a program that waits for a line must end.
 * A write beyond a limit of the size of files fails instead of killing.
 *
 * Work that does not ask in time, or waits for something, is broken off: the
 * memory stands that as it stands a power cut.
 */
#include "config.h"
#include "cli/interrupt.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

enum { GRACE = 5 };	/* seconds */

static volatile sig_atomic_t pending;

static void
leave_word(int sig)
{
	pending = sig;
	alarm(GRACE);
}

static void
break_off(int sig)
{
	static const char msg[] = "wiretm: interrupted\n";

	(void)sig;
	(void)!write(STDERR_FILENO, msg, sizeof msg - 1);
	_exit(WTM_SYSTEM);
}

/*
 * The memory of the database that processes share is a file; when the disk
 * has no room for a page of it the kernel can only say so by SIGBUS.  Others
 * find this process dead, and recover.
 */
static void
no_room(int sig)
{
	static const char msg[] = "wiretm: no space left on the disk of the "
	    "memory; make room and try again\n";

	(void)sig;
	(void)!write(STDERR_FILENO, msg, sizeof msg - 1);
	_exit(WTM_SYSTEM);
}

int
interrupt_catch(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa;
	struct sigaction old;

	memset(&sa, 0, sizeof sa);
	sigemptyset(&sa.sa_mask);
	sa.sa_handler = SIG_IGN;
	if (sigaction(SIGPIPE, &sa, NULL) != 0 ||
	    sigaction(SIGXFSZ, &sa, NULL) != 0)
		return -1;
	sa.sa_handler = no_room;
	if (sigaction(SIGBUS, &sa, NULL) != 0)
		return -1;
	sa.sa_handler = break_off;
	if (sigaction(SIGALRM, &sa, NULL) != 0)
		return -1;
	sa.sa_handler = leave_word;
	sa.sa_flags = (int)SA_RESETHAND;
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		if (sigaction(signals[i], NULL, &old) != 0)
			return -1;
		/* what nohup and the shell's & ignore stays ignored */
		if (old.sa_handler != SIG_IGN &&
		    sigaction(signals[i], &sa, NULL) != 0)
			return -1;
	}
	return 0;
}

int
interrupt_pending(void)
{
	return pending;
}

int
interrupt_check(struct wtm_err *err)
{
	if (pending == 0)
		return 0;
	return cli_fail(err, WTM_SYSTEM, 0, "interrupted (%s)",
	    strsignal(pending));
}
