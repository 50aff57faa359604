/*
 * progress: what is told on standard error while work goes on: remarks, and
 * on a terminal a line with a bar, units, MB/s and the time left.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>
#include <time.h>

#include "cli/cli.h"

struct progress {
	const char *what;	/* begins the line: the name of the file */
	int quiet;
	int shown;	/* the terminal shows a line now */
	int on_terminal;
	struct timespec start;
	double last;	/* seconds from start to the last drawing */
};

void progress_start(struct progress *p, const struct cli *c,
    const char *what);
void progress_end(struct progress *p);	/* take the line away */

double progress_seconds(const struct progress *p);	/* since the start */

/* A wtm_note_fn and a wtm_tick_fn; arg is the struct progress. */
void progress_note(void *arg, const char *msg);
int progress_tick(void *arg, uint64_t units, uint64_t bytes,
    uint64_t bytes_total);

#endif
