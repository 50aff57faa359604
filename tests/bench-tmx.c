/*
 * What the import and the export of a TMX cost, against a bare parse.
 *
 * bench-tmx [-n UNITS] [-r ROUNDS] PROGRAM [FILE.tmx]
 *
 * The yardstick is libxml2 alone: its push parser, fed with 64 KiB at a time
 * as read from the file, with functions that do nothing for the start and the
 * end of an element and for text.  It and PROGRAM run in processes of their
 * own, one after the other; each figure is the CPU time, user and system, of
 * a whole process, the median of the rounds.  Without FILE a TMX is made of
 * invented pairs.
 */
#include "config.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "bench-data.h"
#include "scratch.h"

enum { BLOCK = 64 << 10, ROUNDS_MAX = 9 };

struct cost {
	double cpu[ROUNDS_MAX];	/* seconds */
	long rss;		/* KiB, the most of all rounds */
};

static void
fail(const char *what)
{
	perror(what);
	exit(1);
}

/* The bare parse. */

static void
on_start(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attrs,
    int n_defaulted, const xmlChar **attrs)
{
	(void)arg, (void)local, (void)prefix, (void)uri, (void)n_ns;
	(void)ns, (void)n_attrs, (void)n_defaulted, (void)attrs;
}

static void
on_end(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri)
{
	(void)arg, (void)local, (void)prefix, (void)uri;
}

static void
on_text(void *arg, const xmlChar *s, int len)
{
	(void)arg, (void)s, (void)len;
}

static int
parse(const char *path)
{
	static char block[BLOCK];
	xmlSAXHandler h = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start, .endElementNs = on_end,
		.characters = on_text, .ignorableWhitespace = on_text };
	xmlParserCtxtPtr x = xmlCreatePushParserCtxt(&h, NULL, NULL, 0, NULL);
	int fd = open(path, O_RDONLY);
	ssize_t n;
	int ok;

	if (x == NULL || fd < 0)
		fail(path);
	while ((n = read(fd, block, sizeof block)) > 0)
		xmlParseChunk(x, block, (int)n, 0);
	xmlParseChunk(x, NULL, 0, 1);
	ok = x->wellFormed;
	xmlFreeParserCtxt(x);
	close(fd);
	return ok ? 0 : 1;
}

/* Processes. */

/* argv NULL: the bare parse of path. */
static void
run(struct cost *c, int round, char *const *argv, const char *path)
{
	struct rusage u;
	pid_t pid = fork();
	int status;

	if (pid < 0)
		fail("fork");
	if (pid == 0 && argv == NULL)
		_exit(parse(path));
	if (pid == 0) {
		execv(argv[0], argv);
		fail(argv[0]);
	}
	if (wait4(pid, &status, 0, &u) != pid || status != 0) {
		fprintf(stderr, "%s failed\n", argv == NULL ? "the parse" :
		    argv[0]);
		exit(1);
	}
	c->cpu[round] = (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	    (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
	if (u.ru_maxrss > c->rss)
		c->rss = u.ru_maxrss;
}

static void
run_program(struct cost *c, int round, const char *program, const char *dir,
    const char *verb, const char *option, const char *file)
{
	char *argv[] = { (char *)(uintptr_t)program, (char *)"-q",
		(char *)"-d", (char *)(uintptr_t)dir,
		(char *)(uintptr_t)verb, (char *)(uintptr_t)option,
		(char *)(uintptr_t)file, NULL };

	run(c, round, argv, NULL);
}

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
tell(const char *what, struct cost *c, int rounds, double yardstick)
{
	qsort(c->cpu, (size_t)rounds, sizeof *c->cpu, by_value);
	printf("%-16s %7.2f s CPU", what, c->cpu[rounds / 2]);
	if (yardstick > 0)
		printf(" = %5.1f of the parse", c->cpu[rounds / 2] /
		    yardstick);
	printf(", %ld MiB\n", c->rss >> 10);
}

static void
measure(const char *program, const char *file, const char *tsv, int rounds)
{
	static struct cost bare, in, out, from_tsv;
	struct stat st;

	if (stat(file, &st) != 0)
		fail(file);
	for (int i = 0; i < rounds; i++) {
		char *dir = scratch_dir();

		run(&bare, i, NULL, file);
		run_program(&in, i, program, dir, "import", "--", file);
		run_program(&out, i, program, dir, "export", "-o",
		    "/dev/null");
		scratch_remove(dir);
		if (tsv == NULL)
			continue;
		dir = scratch_dir();
		run_program(&from_tsv, i, program, dir, "import", "--", tsv);
		scratch_remove(dir);
	}
	printf("TMX of %lld MB\n", (long long)st.st_size / 1000000);
	tell("bare parse", &bare, rounds, 0);
	tell("import", &in, rounds, bare.cpu[rounds / 2]);
	tell("export", &out, rounds, bare.cpu[rounds / 2]);
	if (tsv != NULL)
		tell("import as TSV", &from_tsv, rounds,
		    bare.cpu[rounds / 2]);
}

static void
measure_invented(const char *program, size_t units, int rounds)
{
	static struct cost ignored;
	char *dir = scratch_dir();
	char tsv[64], tmx[64], memory[64];

	snprintf(tsv, sizeof tsv, "%s/pairs.tsv", dir);
	snprintf(tmx, sizeof tmx, "%s/pairs.tmx", dir);
	snprintf(memory, sizeof memory, "%s/memory", dir);
	bench_invent(tsv, units);
	run_program(&ignored, 0, program, memory, "import", "--", tsv);
	run_program(&ignored, 0, program, memory, "export", "-o", tmx);
	measure(program, tmx, tsv, rounds);
	scratch_remove(dir);
}

int
main(int argc, char **argv)
{
	size_t units = 1000000;
	int rounds = 3;
	int c;

	while ((c = getopt(argc, argv, "n:r:")) != -1) {
		if (c == 'n')
			units = strtoul(optarg, NULL, 10);
		else if (c == 'r')
			rounds = (int)strtol(optarg, NULL, 10);
	}
	if (argc - optind < 1 || argc - optind > 2 || rounds < 1 ||
	    rounds > ROUNDS_MAX) {
		fprintf(stderr, "usage: bench-tmx [-n UNITS] [-r ROUNDS] "
		    "PROGRAM [FILE.tmx]\n");
		return 2;
	}
	if (argc - optind == 2)
		measure(argv[optind], argv[optind + 1], NULL, rounds);
	else
		measure_invented(argv[optind], units, rounds);
	return 0;
}
