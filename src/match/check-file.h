/*
 * check-file: the check of a bilingual file, as wtm_check_file() says.
 */
#ifndef MATCH_CHECK_FILE_H
#define MATCH_CHECK_FILE_H

#include "match/check.h"

/*
 * What the check of a file and that of a memory share: units go through the
 * check, those complained of into opts->faulty.
 */
struct check_run {
	struct wtm_checked counts;
	const struct wtm_check_opts *opts;
	struct check *check;
	struct tmx_writer *faulty;	/* once there is one */
};

int check_run_begin(struct check_run *r, const struct wtm_check_opts *opts,
    wtm_complaint_fn fn, void *arg, struct wtm_err *err);
int check_run_unit(struct check_run *r, const struct wtm_tu *tu, uint64_t n,
    struct wtm_err *err);
/* Tell how far the work is, now and then; -1: it shall stop. */
int check_run_tick(struct check_run *r, uint64_t bytes, uint64_t total,
    struct wtm_err *err);
/* Frees what r holds; ok: the work before was done. */
int check_run_end(struct check_run *r, int ok, struct wtm_err *err);

int check_file(struct wtm_checked *out, const char *path,
    const struct wtm_check_opts *opts, wtm_complaint_fn fn, void *arg,
    struct wtm_err *err);

#endif
