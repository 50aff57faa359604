/*
 * check-file: read a bilingual file unit by unit and check each.  What an
 * import would skip because a side is empty is looked at here, for that is
 * what a translator has to see; a faulty unit is counted and named.
 */
#include "config.h"

#include "match/check-file.h"

#include <string.h>

#include "base/err.h"
#include "base/gzip.h"
#include "format/format.h"
#include "tmx/tmx-write.h"

enum { TICK_UNITS = 256 };

int
check_run_begin(struct check_run *r, const struct wtm_check_opts *opts,
    wtm_complaint_fn fn, void *arg, struct wtm_err *err)
{
	static const struct wtm_check_opts defaults = WTM_CHECK_OPTS_INIT;

	memset(r, 0, sizeof(*r));
	r->opts = opts != NULL ? opts : &defaults;
	return check_new(&r->check, r->opts->source, r->opts->target, fn, arg,
	    err);
}

static int
keep_faulty(struct check_run *r, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct tmx_write_opts opts = { .version = "1.4" };

	if (r->opts->faulty == NULL)
		return 0;
	if (r->faulty == NULL && tmx_write_open(&r->faulty, r->opts->faulty,
	    NULL, &opts, err) != 0)
		return -1;
	return tmx_write_unit(r->faulty, tu, err);
}

int
check_run_unit(struct check_run *r, const struct wtm_tu *tu, uint64_t n,
    struct wtm_err *err)
{
	uint64_t before = r->counts.complaints;

	if (check_unit(r->check, tu, n, &r->counts.complaints, err) != 0)
		return -1;
	return r->counts.complaints == before ? 0 : keep_faulty(r, tu, err);
}

int
check_run_tick(struct check_run *r, uint64_t bytes, uint64_t total,
    struct wtm_err *err)
{
	const struct wtm_check_opts *opts = r->opts;

	if (opts->tick == NULL || r->counts.units % TICK_UNITS != 0 ||
	    opts->tick(opts->arg, r->counts.units, bytes, total) == 0)
		return 0;
	return err_set(err, WTM_SYSTEM, 0, "interrupted");
}

int
check_run_end(struct check_run *r, int ok, struct wtm_err *err)
{
	int ret = 0;

	check_free(r->check);
	if (r->faulty != NULL && ok)
		ret = tmx_write_close(r->faulty, err);
	else
		tmx_write_abort(r->faulty);
	return ok ? ret : -1;
}

struct reading {
	struct check_run run;
	int by_line;	/* TSV: the line is the number of the unit */
};

static uint64_t
number_of(const struct reading *r, long line)
{
	return r->by_line ? (uint64_t)line : r->run.counts.units;
}

static int
left_out(void *arg, const struct unit_out *u, struct wtm_err *err)
{
	struct reading *r = arg;

	r->run.counts.units++;
	if (u->rejected) {
		r->run.counts.rejected++;
		if (r->run.opts->note != NULL)
			r->run.opts->note(r->run.opts->arg, u->msg);
		return 0;
	}
	if (u->tu == NULL)
		return 0;
	return check_run_unit(&r->run, u->tu, number_of(r, u->line), err);
}

static void
tell(void *arg, const char *msg)
{
	struct reading *r = arg;

	if (r->run.opts->note != NULL)
		r->run.opts->note(r->run.opts->arg, msg);
}

static int
read_units(struct reading *r, struct input *in, struct wtm_err *err)
{
	struct unit_opts opts = { .source = r->run.opts->source,
		.target = r->run.opts->target,
		.charset = r->run.opts->charset, .left_out = left_out,
		.note = tell, .arg = r };
	struct unit_reader *units;
	struct arena arena = { 0 };
	struct wtm_tu tu;
	long line = 0;
	int ret = -1;

	if (units_open(&units, in, &opts, err) != 0)
		return -1;
	r->by_line = strcmp(units_format(units), "TSV") == 0;
	while ((ret = units_next(units, &tu, &line, &arena, err)) == 1) {
		r->run.counts.units++;
		if (check_run_unit(&r->run, &tu, number_of(r, line), err) != 0
		    || check_run_tick(&r->run, input_done(in),
		    input_total(in), err) != 0) {
			ret = -1;
			break;
		}
		arena_clear(&arena);
	}
	arena_free(&arena);
	units_close(units);
	return ret;
}

int
check_file(struct wtm_checked *out, const char *path,
    const struct wtm_check_opts *opts, wtm_complaint_fn fn, void *arg,
    struct wtm_err *err)
{
	struct reading r = { .by_line = 0 };
	struct input *in = NULL;
	int ret = -1;

	memset(out, 0, sizeof(*out));
	if (check_run_begin(&r.run, opts, fn, arg, err) == 0 &&
	    input_open(&in, path, err) == 0)
		ret = read_units(&r, in, err);
	input_close(in);
	ret = check_run_end(&r.run, ret == 0, err);
	*out = r.run.counts;
	return ret;
}
