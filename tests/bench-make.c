/*
 * bench-make: the memory of bench-lookup, and what it costs to make it.
 */
#include "config.h"
#include "bench-data.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "wiretm.h"

const char *const bench_langs[2] = { "en", "ko" };

void
bench_die(const struct wtm_err *err, const char *what)
{
	fprintf(stderr, "bench-lookup: %s: %s\n", what, err->msg);
	exit(1);
}

double
bench_cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

void
bench_import(const char *dir, const char *path)
{
	struct wtm_import_opts opts = WTM_IMPORT_OPTS_INIT;
	struct wtm_open_opts open_opts = { .create = 1 };
	struct wtm_counts counts;
	struct wtm_err error = { 0 };
	struct wtm_session *s = NULL;
	struct wtm *w;
	struct rusage r;
	double t = bench_cpu_us();

	if (wtm_open(&w, dir, &open_opts, &error) != 0 ||
	    wtm_session_new(&s, w, &error) != 0 ||
	    wtm_import(&counts, s, path, &opts, &error) != 0)
		bench_die(&error, "import");
	wtm_session_free(s);
	wtm_close(w);
	getrusage(RUSAGE_SELF, &r);
	t = bench_cpu_us() - t;
	printf("import      %.2f s CPU, %.1f us a unit, at most %ld MiB\n",
	    t / 1e6, t / (double)counts.added, r.ru_maxrss / 1024);
}

/* Bytes logged since the memory was made, about. */
static double
logged(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	unsigned long last = 0;
	char path[4200];
	struct stat st;

	while (d != NULL && (e = readdir(d)) != NULL)
		if (strncmp(e->d_name, "log.", 4) == 0 &&
		    strtoul(e->d_name + 4, NULL, 10) > last)
			last = strtoul(e->d_name + 4, NULL, 10);
	if (d != NULL)
		closedir(d);
	snprintf(path, sizeof path, "%s/log.%010lu", dir, last);
	if (stat(path, &st) != 0)
		return 0;
	return (double)(last << 20) + (double)st.st_size;
}

void
bench_adds(const char *dir, const struct pairs *pairs, size_t n)
{
	struct wtm_err error = { 0 };
	struct wtm_add_opts opts = { .user = "" };
	struct wtm_session *s = NULL;
	struct wtm *w;
	double t = 0, bytes = logged(dir);

	if (n == 0)
		return;
	if (wtm_open(&w, dir, NULL, &error) != 0 ||
	    wtm_session_new(&s, w, &error) != 0)
		bench_die(&error, dir);
	for (size_t i = 0; i < n; i++) {
		struct query q[2] = { { .units = UNITS_INIT },
			{ .units = UNITS_INIT } };
		struct wtm_tuv tuvs[2];
		struct wtm_tu tu = { .tuvs = tuvs, .n_tuvs = 2 };
		uint64_t id;

		for (int k = 0; k < 2; k++) {
			bench_query(&q[k], pairs, k);
			tuvs[k] = (struct wtm_tuv){
				.lang = { bench_langs[k], 2 },
				.text = { q[k].text, strlen(q[k].text) } };
		}
		t -= bench_cpu_us();
		if (wtm_add(&id, s, &tu, &opts, &error) != 0)
			bench_die(&error, "add");
		t += bench_cpu_us();
		for (int k = 0; k < 2; k++) {
			units_free(&q[k].units);
			free(q[k].text);
		}
	}
	wtm_session_free(s);
	wtm_close(w);
	printf("add         %.3f ms CPU, %.1f kB of log\n",
	    t / 1e3 / (double)n, (logged(dir) - bytes) / 1e3 / (double)n);
}
