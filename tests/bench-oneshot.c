/*
 * One process for each lookup: what it costs as a whole.
 *
 * bench-oneshot PROGRAM DIR SOURCE TARGET < SEGMENTS
 *
 * The processor time of all of it, and the memory it has at its end: its own,
 * and with what it shares (files, and the pages of the database's cache that
 * it touched).  Small, so that its own memory is not taken for that of the
 * children.
 */
#include "config.h"

#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX = 4000, EVERY = 5 };	/* memory of every fifth process */

static double cpu[MAX];
static double own[MAX];
static double whole[MAX];

static void
child(char **argv, const char *segment, int traced)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, 0);
	dup2(null, 1);
	if (traced)
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	execl(argv[1], argv[1], "-d", argv[2], "-s", argv[3], "-t", argv[4],
	    "lookup", "--", segment, (char *)NULL);
	_exit(127);
}

static double
run(char **argv, const char *segment)
{
	struct rusage r;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		child(argv, segment, 0);
	if (pid < 0 || wait4(pid, &status, 0, &r) != pid ||
	    !WIFEXITED(status) || WEXITSTATUS(status) > 1)
		exit(1);
	return (double)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1e3 +
	    (double)(r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e3;
}

static double
status_mib(pid_t pid, const char *name)
{
	char line[256];
	double kb = 0;
	FILE *f;

	snprintf(line, sizeof line, "/proc/%d/status", (int)pid);
	f = fopen(line, "r");
	while (f != NULL && fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, name, strlen(name)) == 0)
			kb = strtod(line + strlen(name), NULL);
	if (f != NULL)
		fclose(f);
	return kb / 1024;
}

/* Stop the process where it would end, and look. */
static void
weigh(double *mine, double *all, char **argv, const char *segment)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		child(argv, segment, 1);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
		exit(1);
	ptrace(PTRACE_SETOPTIONS, pid, NULL,
	    (void *)(PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL));
	while (WIFSTOPPED(status)) {
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8)) {
			*mine = status_mib(pid, "RssAnon:");
			*all = status_mib(pid, "VmHWM:");
		}
		ptrace(PTRACE_CONT, pid, NULL, NULL);
		if (waitpid(pid, &status, 0) != pid)
			exit(1);
	}
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static double
at(double *v, size_t n, double q)
{
	qsort(v, n, sizeof *v, by_value);
	return n == 0 ? 0 : v[(size_t)((double)(n - 1) * q)];
}

int
main(int argc, char **argv)
{
	char *line = NULL;
	size_t cap = 0, n = 0, n_weighed = 0;
	ssize_t len;

	if (argc != 5)
		return 2;
	while (n < MAX && (len = getline(&line, &cap, stdin)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		run(argv, line);	/* once to warm up */
		cpu[n] = run(argv, line);
		if (n++ % EVERY != 0)
			continue;
		weigh(&own[n_weighed], &whole[n_weighed], argv, line);
		n_weighed++;
	}
	free(line);
	printf("%s one-shot %.1f %.1f %.1f ms CPU, at most %.1f MiB of its "
	    "own and %.1f in all\n", argv[3], at(cpu, n, .5), at(cpu, n, .95),
	    at(cpu, n, .99), at(own, n_weighed, 1), at(whole, n_weighed, 1));
	return 0;
}
