/*
 * write-tmx: the units that matched as a TMX file, each of them once, in the
 * order in which the articles need them: a small memory for these articles.
 */
#include "config.h"
#include "format/write.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/map64.h"
#include "tmx/tmx-write.h"

struct own {
	struct tmx_writer *tmx;
	size_t told;	/* the article whose embargo was told last */
	struct map64 seen;	/* the ids of units that are written */
};

static int
begin(struct wtm_writer *w, struct wtm_err *err)
{
	struct tmx_write_opts opts = { "1.4", w->opts->date };
	struct own *o = calloc(1, sizeof *o);

	if (o == NULL)
		return err_nomem(err);
	w->own = o;
	return tmx_write_open(&o->tmx, w->to, NULL, &opts, err);
}

/* What was looked up is not in the file: its embargo is told beside. */
static int
put_embargo(struct wtm_writer *w, struct wtm_err *err)
{
	struct own *o = w->own;
	struct buf b = { 0 };
	int ret;

	write_clean(&b, w->file.s, w->file.len);
	buf_adds(&b, ": ");
	write_embargo(&b, w->story.embargo);
	ret = buf_ok(&b) ? tmx_write_comment(o->tmx, b.s, err) :
	    err_nomem(err);
	buf_free(&b);
	return ret;
}

static int
sentence(struct wtm_writer *w, const struct wtm_aligned *a,
    struct wtm_err *err)
{
	struct own *o = w->own;

	if (a->embargoed && o->told != w->n_files) {
		o->told = w->n_files;
		if (put_embargo(w, err) != 0)
			return -1;
	}
	for (size_t i = 0; i < a->matches.n; i++) {
		const struct wtm_tu *tu = a->matches.at[i].tu;

		if (map64_get(&o->seen, tu->id) != 0)
			continue;
		if (map64_put(&o->seen, tu->id, 1) != 0)
			return err_nomem(err);
		if (tmx_write_unit(o->tmx, tu, err) != 0)
			return -1;
	}
	return 0;
}

static int
end(struct wtm_writer *w, struct wtm_err *err)
{
	struct own *o = w->own;
	struct tmx_writer *tmx = o->tmx;

	o->tmx = NULL;
	return tmx_write_close(tmx, err);
}

static void
free_own(struct wtm_writer *w)
{
	struct own *o = w->own;

	if (o == NULL)
		return;
	tmx_write_abort(o->tmx);
	map64_free(&o->seen);
	free(o);
}

const struct writer_ops write_tmx = {
	.name = "tmx",
	.begin = begin,
	.sentence = sentence,
	.end = end,
	.free = free_own,
};
