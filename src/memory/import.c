/*
 * import: a file of translation units into the memory: one change, published
 * only when the whole file was read.
 */
#include "config.h"
#include "memory/import.h"

#include <stdio.h>

#include "base/err.h"
#include "base/gzip.h"
#include "format/format.h"
#include "format/origin.h"
#include "memory/change.h"
#include "memory/header.h"
#include "memory/upkeep.h"
#include "tmx/tmx-write.h"

enum { TICK_UNITS = 256 };

struct import {
	const struct wtm_import_opts *opts;
	struct wtm_counts counts;
	int told_embargo;
	struct tmx_writer *rejects;	/* or NULL */
};

/* The rejects of several imports can be one TMX. */
static int
open_rejects(struct import *im, struct wtm_err *err)
{
	const struct wtm_import_opts *o = im->opts;
	struct tmx_write_opts opts = { .version = "1.4" };

	if (o->rejects == NULL)
		return 0;
	if (o->rejects_begun)
		return tmx_write_resume(&im->rejects, o->rejects, err);
	return tmx_write_open(&im->rejects, o->rejects, NULL, &opts, err);
}

static int
close_rejects(struct import *im, struct wtm_err *err)
{
	if (im->rejects == NULL)
		return 0;
	if (!im->opts->rejects_open)
		return tmx_write_close(im->rejects, err);
	tmx_write_abort(im->rejects);
	return 0;
}

static int
left_out(void *arg, const struct unit_out *u, struct wtm_err *err)
{
	struct import *im = arg;

	im->counts.units++;
	if (u->rejected)
		im->counts.rejected++;
	else
		im->counts.skipped++;
	if (im->opts->note != NULL)
		im->opts->note(im->opts->arg, u->msg);
	if (u->rejected && im->rejects != NULL && u->tu != NULL)
		return tmx_write_unit(im->rejects, u->tu, err);
	return 0;
}

static void
tell(void *arg, const char *msg)
{
	struct import *im = arg;

	if (im->opts->note != NULL)
		im->opts->note(im->opts->arg, msg);
}

/* One that is no time holds for ever: told once, for it may be meant. */
static void
tell_embargo(struct import *im, const struct wtm_tu *tu, const char *name,
    long line)
{
	struct wtm_str bad = origin_bad_embargo(tu);
	char msg[300];

	if (bad.s == NULL || im->told_embargo)
		return;
	im->told_embargo = 1;
	snprintf(msg, sizeof msg, "%s:%ld: an embargo that is no time; such "
	    "units are withheld until it is corrected", name, line);
	tell(im, msg);
}

static int
tick(struct import *im, struct input *in, struct wtm_err *err)
{
	if (im->opts->tick == NULL || im->opts->tick(im->opts->arg,
	    im->counts.units, input_done(in), input_total(in)) == 0)
		return 0;
	return err_set(err, WTM_SYSTEM, 0, "interrupted; nothing of %s was "
	    "imported", input_name(in));
}

/* What a file without a header would say: the language it is from. */
static int
keep_header(struct change *c, const struct unit_reader *r,
    struct wtm_str first_lang, struct wtm_err *err)
{
	const struct wtm_header *h = units_header(r);
	struct wtm_attr srclang = { { "srclang", 7 }, first_lang };
	struct wtm_header made = { .attrs = &srclang, .n_attrs = 1 };
	struct buf b = { 0 };
	int ret;

	if (h->n_attrs == 0 && h->n_metas == 0 && h->n_udes == 0)
		h = &made;
	header_write(&b, h);
	ret = buf_ok(&b) ? change_header(c, b.s, b.len, err) :
	    err_nomem(err);
	buf_free(&b);
	return ret;
}

static int
read_units(struct import *im, struct change *c, struct unit_reader *r,
    struct input *in, struct wtm_err *err)
{
	struct arena first = { 0 };
	struct arena a = { 0 };
	struct wtm_str lang = { "en", 2 };
	struct wtm_tu tu;
	long line;
	int ret;

	while ((ret = units_next(r, &tu, &line, &a, err)) == 1) {
		if (im->counts.units++ == 0)
			lang = arena_str(&first, tu.tuvs[0].lang.s,
			    tu.tuvs[0].lang.len);
		tell_embargo(im, &tu, input_name(in), line);
		if (change_put(c, &tu, err) != 0 ||
		    (im->counts.units % TICK_UNITS == 0 &&
		    tick(im, in, err) != 0)) {
			ret = -1;
			break;
		}
		arena_clear(&a);
	}
	if (ret == 0)
		ret = tick(im, in, err);
	if (ret == 0)
		ret = keep_header(c, r, lang, err);
	arena_free(&a);
	arena_free(&first);
	return ret;
}

static int
import_input(struct import *im, struct store *s, struct input *in,
    struct wtm_err *err)
{
	const struct wtm_import_opts *o = im->opts;
	struct unit_opts read = { .source = o->source, .target = o->target,
		.charset = o->charset, .strict = o->strict, .confirmed = 1,
		.left_out = left_out, .note = tell, .arg = im };
	struct change_opts change = { .kind = LOG_IMPORT, .user = o->user,
		.what = input_name(in), .on_duplicate = o->on_duplicate,
		.source = o->source };
	struct unit_reader *r = NULL;
	struct change *c = NULL;
	int ret = units_open(&r, in, &read, err);

	if (ret == 0)
		ret = change_begin(&c, s, &change, err);
	if (ret == 0)
		ret = read_units(im, c, r, in, err);
	if (ret == 0)
		ret = o->dry_run ? change_rehearse(c, err) :
		    change_publish(c, err);
	if (ret == 0) {
		im->counts.added = change_counted(c)->added;
		im->counts.merged = change_counted(c)->merged;
	}
	change_free(c);
	units_close(r);
	return ret;
}

int
import_file(struct wtm_counts *out, struct store *s, const char *path,
    const struct wtm_import_opts *opts, struct wtm_err *err)
{
	struct import im = { .opts = opts };
	struct wtm_err ignored = { 0 };
	struct input *in;
	int ret;

	*out = im.counts;
	if (open_rejects(&im, err) != 0)
		return -1;
	ret = input_open(&in, path, err);
	if (ret == 0) {
		ret = import_input(&im, s, in, err);
		input_close(in);
	}
	if (close_rejects(&im, err) != 0)
		ret = -1;
	if (ret == 0 && !opts->dry_run) {
		upkeep_run(s, UPKEEP_FULL);
		kv_checkpoint(store_kv(s), 1, &ignored);
	}
	if (ret != 0)	/* of a refused file, those that were named */
		im.counts.units = im.counts.skipped + im.counts.rejected;
	*out = im.counts;
	return ret;
}
