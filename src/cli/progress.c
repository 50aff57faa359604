/*
 * progress: what is told on standard error while work goes on.
 *
 *   news.tsv  [########............]  41 %  0:03 left  1,640 units  12.4 MB/s
 *
 * The line is drawn at most ten times a second, not in the first half second,
 * and only on a terminal; it is taken away before anything else is printed.
 * The tick is also where a signal reaches the library.
 */
#include "config.h"
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/interrupt.h"
#include "cli/term.h"

#define BAR 20

void
progress_start(struct progress *p, const struct cli *c, const char *what)
{
	*p = (struct progress){ .what = what };
	p->quiet = cli_flag(c, OPT_QUIET);
	p->on_terminal = !p->quiet && isatty(STDERR_FILENO);
	clock_gettime(CLOCK_MONOTONIC, &p->start);
}

double
progress_seconds(const struct progress *p)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - p->start.tv_sec) +
	    (double)(now.tv_nsec - p->start.tv_nsec) / 1e9;
}

void
progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = 0;
}

void
progress_note(void *arg, const char *msg)
{
	struct progress *p = arg;

	if (p->quiet)
		return;
	progress_end(p);
	term_put(stderr, msg, strlen(msg));
	putc('\n', stderr);
}

/* How far, as a bar, and how long it will still take. */
static void
part_done(char *to, size_t size, double part, double seconds)
{
	int full = (int)(part * BAR);
	uint64_t left = (uint64_t)(seconds / part * (1 - part) + 0.5);

	snprintf(to, size, "  [%.*s%.*s] %3d %%  %" PRIu64 ":%02" PRIu64
	    " left", full, "####################", BAR - full,
	    "....................", (int)(part * 100), left / 60, left % 60);
}

/* The name without its folders, cut to what the line has room for. */
static void
put_name(const char *path, size_t used)
{
	size_t columns = term_columns(stderr);
	const char *name = strrchr(path, '/');
	size_t width = 0;
	size_t i = 0;

	name = name == NULL ? path : name + 1;
	while (name[i] != '\0') {
		const char *shown;
		size_t n;
		int w;

		n = term_char(name + i, strlen(name + i), &shown, &n, &w);
		if (used + width + (size_t)w >= columns)
			break;
		width += (size_t)w;
		i += n;
	}
	term_put(stderr, name, i);
}

int
progress_tick(void *arg, uint64_t units, uint64_t bytes, uint64_t bytes_total)
{
	struct progress *p = arg;
	char bar[80] = "";
	char rest[80];
	char count[TERM_COUNT_SIZE];
	char speed[TERM_COUNT_SIZE];
	double now;

	if (interrupt_pending())
		return 1;
	if (!p->on_terminal)
		return 0;
	now = progress_seconds(p);
	if (now < 0.5 || now - p->last < 0.1)
		return 0;
	p->last = now;
	p->shown = 1;
	if (bytes_total > 0 && bytes > 0 && bytes <= bytes_total)
		part_done(bar, sizeof bar,
		    (double)bytes / (double)bytes_total, now);
	snprintf(rest, sizeof rest, "  %s units  %s/s",
	    term_count(count, units),
	    term_size(speed, (uint64_t)((double)bytes / now)));
	putc('\r', stderr);
	put_name(p->what, strlen(bar) + strlen(rest));
	fprintf(stderr, "%s%s\033[K", bar, rest);
	fflush(stderr);
	return 0;
}
