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
#include "memory/purge.h"
#include "memory/upkeep.h"

enum { TICK_UNITS = 256 };

struct deletion {
	const struct wtm_delete_opts *opts;
	struct store *s;
	struct change *c;
	uint64_t *ids;		/* ascending */
	struct headers headers;
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
delete_ids(struct deletion *d, struct wtm_err *err)
{
	size_t n = d->opts->n;
	int ret = 0;

	d->ids = calloc(n + 1, sizeof *d->ids);
	if (d->ids == NULL)
		return err_nomem(err);
	if (n > 0)
		memcpy(d->ids, d->opts->ids, n * sizeof *d->ids);
	qsort(d->ids, n, sizeof *d->ids, by_value);
	for (size_t i = 0; ret == 0 && i < n; i++)
		if (i == 0 || d->ids[i] != d->ids[i - 1])
			ret = change_delete(d->c, d->ids[i], err);
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
delete_where(struct deletion *d, struct wtm_err *err)
{
	struct state mark;

	if (headers_read(&d->headers, &mark, d->s, err) != 0)
		return -1;
	where_headers(d->where, &d->headers);
	return store_walk_at(d->s, &mark, 0, look_at, d, err);
}

/* Also when nothing was deleted now: it may have been before. */
static int
purge(struct deletion *d, struct wtm_err *err)
{
	struct purge p = { .ids = d->ids, .n_ids = d->opts->n,
		.where = d->where };

	if (d->found > 0)
		p.change = change_number(d->c);
	return purge_units(d->s, &p, err);
}

static int
finish(struct deletion *d, struct wtm_err *err)
{
	int ret;

	if (d->opts->dry_run && d->where != NULL)
		return 0;
	if (d->opts->dry_run)
		ret = change_rehearse(d->c, err);
	else
		ret = change_publish(d->c, err);
	d->found = change_counted(d->c)->deleted;
	if (ret != 0 || d->opts->dry_run)
		return ret;
	if (d->opts->purge)
		ret = purge(d, err);
	upkeep_run(d->s, UPKEEP_FULL);
	return ret;
}

static int
delete(struct deletion *d, struct wtm_err *err)
{
	const struct wtm_delete_opts *o = d->opts;
	struct change_opts change = { .kind = LOG_DELETE, .user = o->user,
		.missing_ok = o->where != NULL || o->purge };

	/* The condition may hold the words that are to go. */
	if (!o->purge)
		change.what = o->where;
	if (o->where != NULL && where_new(&d->where, o->where, o->source,
	    o->target, err) != 0)
		return -1;
	if (change_begin(&d->c, d->s, &change, err) != 0 ||
	    (d->where != NULL ? delete_where(d, err) :
	    delete_ids(d, err)) != 0)
		return -1;
	return finish(d, err);
}

int
delete_units(struct wtm_changed *out, struct store *s,
    const struct wtm_delete_opts *opts, struct wtm_err *err)
{
	struct deletion d = { .opts = opts, .s = s };
	int ret = delete(&d, err);

	*out = (struct wtm_changed){ .deleted = ret == 0 ? d.found : 0 };
	change_free(d.c);
	where_free(d.where);
	headers_free(&d.headers);
	free(d.ids);
	return ret;
}
