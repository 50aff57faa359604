/*
 * delete: units go, by id or by a condition.
 *
 * With a condition the units of one state are walked, and what meets it is
 * staged as it is found, so memory stays bounded.  A dry run counts only.
 */
#include "config.h"
#include "memory/delete.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "memory/change.h"
#include "memory/upkeep.h"
#include "memory/where.h"

enum { TICK_UNITS = 256 };

struct deletion {
	const struct wtm_delete_opts *opts;
	struct change *c;
	struct where *where;
	uint64_t seen;
	uint64_t found;
};

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a;
	const uint64_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* Each id once, whatever is said twice. */
static int
delete_ids(struct change *c, const uint64_t *ids, size_t n,
    struct wtm_err *err)
{
	uint64_t *sorted = calloc(n + 1, sizeof *sorted);
	int ret = 0;

	if (sorted == NULL)
		return err_nomem(err);
	if (n > 0)
		memcpy(sorted, ids, n * sizeof *ids);
	qsort(sorted, n, sizeof *sorted, by_value);
	for (size_t i = 0; ret == 0 && i < n; i++)
		if (i == 0 || sorted[i] != sorted[i - 1])
			ret = change_delete(c, sorted[i], err);
	free(sorted);
	return ret;
}

static int
look_at(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct deletion *d = arg;
	const struct wtm_delete_opts *o = d->opts;
	int ret = where_holds(d->where, tu, err);

	if (ret < 0)
		return -1;
	if (++d->seen % TICK_UNITS == 0 && o->tick != NULL &&
	    o->tick(o->arg, d->seen, 0, 0) != 0)
		return err_set(err, WTM_SYSTEM, 0, "interrupted; nothing was "
		    "deleted");
	if (ret == 0)
		return 0;
	d->found++;
	return o->dry_run ? 0 : change_delete(d->c, tu->id, err);
}

static int
delete_where(struct deletion *d, struct store *s, struct wtm_err *err)
{
	struct headers hs;
	int ret = headers_read(&hs, s, err);

	where_headers(d->where, &hs);
	if (ret == 0)
		ret = store_walk(s, 0, look_at, d, err);
	headers_free(&hs);
	return ret;
}

static int
finish(struct deletion *d, struct store *s, struct wtm_err *err)
{
	int ret;

	if (d->opts->dry_run && d->where != NULL)
		return 0;
	if (d->opts->dry_run)
		ret = change_rehearse(d->c, err);
	else
		ret = change_publish(d->c, err);
	d->found = change_counted(d->c)->deleted;
	if (ret == 0 && !d->opts->dry_run)
		upkeep_run(s);
	return ret;
}

int
delete_units(struct wtm_changed *out, struct store *s,
    const struct wtm_delete_opts *opts, struct wtm_err *err)
{
	struct change_opts change = { .kind = LOG_DELETE, .user = opts->user,
		.what = opts->where, .missing_ok = opts->where != NULL };
	struct deletion d = { .opts = opts };
	int ret = 0;

	*out = (struct wtm_changed){ 0 };
	if (opts->where != NULL)
		ret = where_new(&d.where, opts->where, opts->source,
		    opts->target, err);
	if (ret == 0)
		ret = change_begin(&d.c, s, &change, err);
	if (ret == 0 && d.where != NULL)
		ret = delete_where(&d, s, err);
	else if (ret == 0)
		ret = delete_ids(d.c, opts->ids, opts->n, err);
	if (ret == 0)
		ret = finish(&d, s, err);
	out->deleted = ret == 0 ? d.found : 0;
	change_free(d.c);
	where_free(d.where);
	return ret;
}
