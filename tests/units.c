/*
 * units: reads files of units as an import does and says what came of each:
 *
 *	units [-x] [-1] [-s] FILE...
 *
 * prints "FILE TAB read TAB accepted TAB skipped TAB rejected" a line, or
 * "FILE TAB refused"; messages go to standard error.  -x writes the accepted
 * units as TMX instead (-1: as TMX 1.1); -s is strict.  Not a test itself:
 * tests that are scripts run it.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/gzip.h"
#include "format/format.h"
#include "tmx/tmx-write.h"

struct job {
	int quiet;
	int write;
	struct tmx_write_opts opts;
	unsigned long accepted;
	unsigned long left_out[2];	/* skipped, rejected */
	struct tmx_writer *out;
};

static int
on_left_out(void *arg, const struct unit_out *u, struct wtm_err *err)
{
	struct job *j = arg;

	(void)err;
	j->left_out[u->rejected]++;
	if (!j->quiet)
		fprintf(stderr, "%s: %s\n",
		    u->rejected ? "rejected" : "skipped", u->msg);
	return 0;
}

static void
on_note(void *arg, const char *msg)
{
	struct job *j = arg;

	if (!j->quiet)
		fprintf(stderr, "note: %s\n", msg);
}

static int
write_unit(struct job *j, const struct unit_reader *r,
    const struct wtm_tu *tu, struct wtm_err *err)
{
	if (j->out == NULL && tmx_write_open(&j->out, stdout,
	    units_header(r), &j->opts, err) != 0)
		return -1;
	return tu == NULL ? 0 : tmx_write_unit(j->out, tu, err);
}

static int
read_all(struct job *j, struct unit_reader *r, struct wtm_err *err)
{
	struct arena a = { 0 };
	struct wtm_tu tu;
	long line;
	int more;

	while ((more = units_next(r, &tu, &line, &a, err)) == 1) {
		j->accepted++;
		if (j->write && write_unit(j, r, &tu, err) != 0)
			break;
		arena_clear(&a);
	}
	arena_free(&a);
	if (more == 0 && j->write && write_unit(j, r, NULL, err) == 0)
		more = tmx_write_close(j->out, err);
	else
		tmx_write_abort(j->out);
	j->out = NULL;
	return more;
}

static int
read_file(struct job *j, const char *path, struct unit_opts *opts)
{
	struct wtm_err err = { 0 };
	struct unit_reader *r = NULL;
	struct input *in = NULL;
	int result = -1;

	j->accepted = j->left_out[0] = j->left_out[1] = 0;
	if (input_open(&in, path, &err) == 0 &&
	    units_open(&r, in, opts, &err) == 0)
		result = read_all(j, r, &err);
	units_close(r);
	input_close(in);
	if (result != 0) {
		fprintf(stderr, "refused: %s\n", err.msg);
		if (!j->write)
			printf("%s\trefused\n", path);
	} else if (!j->write) {
		printf("%s\t%lu\t%lu\t%lu\t%lu\n", path, j->accepted +
		    j->left_out[0] + j->left_out[1], j->accepted,
		    j->left_out[0], j->left_out[1]);
	}
	return result;
}

int
main(int argc, char **argv)
{
	struct job j = { .opts = { "1.4", "20000101T000000Z" } };
	struct unit_opts opts = {
		.left_out = on_left_out, .note = on_note, .arg = &j,
	};
	int result = 0;
	int c;

	while ((c = getopt(argc, argv, "1qsx")) != -1) {
		j.write |= c == 'x';
		j.quiet |= c == 'q';
		opts.strict |= c == 's';
		if (c == '1')
			j.opts.version = "1.1";
		if (c == '?')
			return 2;
	}
	for (; optind < argc; optind++)
		if (read_file(&j, argv[optind], &opts) != 0)
			result = 3;
	return result;
}
