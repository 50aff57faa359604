/*
 * build: units in bulk become runs.
 *
 * Units are collected up to a limit of memory, then written as one run; so
 * most imports make one.
 */
#include "config.h"
#include "index/docs.h"
#include "index/stream.h"
#include "index/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

enum { BUILD_BYTES = 176 << 20 };

struct index_build {
	struct index_docs *docs;
	struct index_sink sink;
	struct index_texts texts;
	uint32_t owner;
	uint64_t n_units;	/* of the run at hand */
	struct index_run *runs;
	size_t n;
};

int
index_build_new(struct index_build **out, struct kv *kv, uint32_t owner,
    struct wtm_err *err)
{
	struct index_build *b = calloc(1, sizeof *b);

	*out = b;
	if (b == NULL || (b->docs = index_docs_new()) == NULL) {
		free(b);
		*out = NULL;
		return err_nomem(err);
	}
	b->sink.kv = kv;
	b->owner = owner;
	return 0;
}

void
index_build_free(struct index_build *b)
{
	if (b == NULL)
		return;
	index_docs_free(b->docs);
	index_sink_free(&b->sink);
	index_texts_free(&b->texts);
	free(b->runs);
	free(b);
}

static int
write_run(struct index_build *b, struct wtm_err *err)
{
	struct index_run *runs;

	if (b->n == UINT16_MAX)
		return err_set(err, WTM_MEMORY, 0,
		    "too much for one import; divide the file");
	runs = realloc(b->runs, (b->n + 1) * sizeof *runs);
	if (runs == NULL)
		return err_nomem(err);
	b->runs = runs;
	b->sink.bytes = 0;
	if (index_begin_run(b->sink.kv, b->owner, (uint16_t)b->n, b->n_units,
	    err) != 0)
		return -1;
	if (index_docs_write(b->docs, &b->sink, b->owner, (uint16_t)b->n,
	    err) != 0 || index_sink_flush(&b->sink, err) != 0)
		return -1;
	b->runs[b->n] = (struct index_run){ b->owner, (uint16_t)b->n,
		b->n_units, b->sink.bytes };
	b->n++;
	b->n_units = 0;
	return 0;
}

static int
add_text(void *arg, uint64_t id, uint32_t group, uint64_t hash,
    const uint64_t *keys, size_t n, struct wtm_err *err)
{
	return index_docs_add(arg, id, group, keys, n, hash, err);
}

int
index_build_add(struct index_build *b, const struct wtm_tu *tu,
    struct wtm_err *err)
{
	if (index_texts_of(&b->texts, tu, add_text, b->docs, err) != 0)
		return -1;
	b->n_units++;
	if (index_docs_bytes(b->docs) < BUILD_BYTES)
		return 0;
	return write_run(b, err);
}

int
index_build_flush(struct index_build *b, struct wtm_err *err)
{
	return b->n_units > 0 ? write_run(b, err) : 0;
}

void
index_build_runs(struct index_view *v, const struct index_build *b)
{
	v->n_runs = b->n < INDEX_RUNS_MAX ? b->n : INDEX_RUNS_MAX;
	memcpy(v->runs, b->runs, v->n_runs * sizeof *v->runs);
}

int
index_build_finish(struct index_build *b, const struct index_run **runs,
    size_t *n, struct wtm_err *err)
{
	if (b->n_units > 0 && write_run(b, err) != 0)
		return -1;
	*runs = b->runs;
	*n = b->n;
	return 0;
}
