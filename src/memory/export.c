/*
 * export: the memory as TMX, units by id, in one state.
 */
#include "config.h"

#include "base/err.h"
#include "format/origin.h"
#include "memory/header.h"
#include "memory/import.h"
#include "memory/where.h"
#include "tmx/tmx-write.h"

enum { TICK_UNITS = 256 };

struct export {
	const struct wtm_export_opts *opts;
	struct tmx_writer *w;
	struct where *where;	/* or NULL: all units */
	struct headers headers;
	struct arena a;
	uint64_t n;
	uint64_t withheld;
};

/* Say the source language where the header of the export says another. */
static int
with_srclang(struct export *x, struct wtm_tu *tu, struct wtm_str srclang,
    struct wtm_err *err)
{
	struct wtm_attr *attrs;

	if (srclang.s == NULL ||
	    wtm_attr_get(tu->attrs, tu->n_attrs, "srclang").s != NULL)
		return 0;
	arena_clear(&x->a);
	attrs = arena_array(&x->a, tu->n_attrs + 1, sizeof *attrs);
	if (attrs == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < tu->n_attrs; i++)
		attrs[i] = tu->attrs[i];
	attrs[tu->n_attrs] = (struct wtm_attr){ { "srclang", 7 }, srclang };
	tu->attrs = attrs;
	tu->n_attrs++;
	return 0;
}

static int
export_unit(void *arg, const struct wtm_tu *unit, struct wtm_err *err)
{
	struct export *x = arg;
	struct wtm_tu tu = *unit;
	int wanted = x->where == NULL ? 1 : where_holds(x->where, unit, err);

	if (wanted != 1)
		return wanted;
	if (!x->opts->embargoed && origin_withheld(unit, x->opts->now)) {
		x->withheld++;
		return 0;
	}
	if (with_srclang(x, &tu, headers_srclang(&x->headers, tu.change),
	    err) != 0 || tmx_write_unit(x->w, &tu, err) != 0)
		return -1;
	x->n++;
	if (x->opts->tick != NULL && x->n % TICK_UNITS == 0 &&
	    x->opts->tick(x->opts->arg, x->n, 0, 0) != 0)
		return err_set(err, WTM_SYSTEM, 0, "interrupted; the export "
		    "is not whole");
	return 0;
}

int
export_tmx(uint64_t *n_out, struct store *s, FILE *to,
    const struct wtm_export_opts *opts, struct wtm_err *err)
{
	struct export x = { .opts = opts };
	struct state mark;
	struct tmx_write_opts write = { .version = opts->tmx,
		.date = opts->date };
	int ret = 0;

	if (opts->where != NULL)
		ret = where_new(&x.where, opts->where, opts->source,
		    opts->target, err);
	if (ret == 0)
		ret = headers_read(&x.headers, &mark, s, err);
	if (x.where != NULL)
		where_headers(x.where, &x.headers);
	if (ret == 0)
		ret = tmx_write_open(&x.w, to, x.headers.n > 0 ?
		    &x.headers.merged : NULL, &write, err);
	if (ret == 0)
		ret = store_walk_at(s, &mark, 0, export_unit, &x, err);
	if (ret == 0)
		ret = tmx_write_close(x.w, err);
	else
		tmx_write_abort(x.w);
	headers_free(&x.headers);
	where_free(x.where);
	arena_free(&x.a);
	*n_out = x.n;
	if (opts->withheld != NULL)
		*opts->withheld = x.withheld;
	return ret;
}
