/*
 * index-build: units in bulk become runs.
 *
 * Units are collected up to a limit of memory, then written as one run; so
 * most imports make one.
 */
#include "config.h"
#include "memory/index-docs.h"

#include <stdlib.h>

#include "base/err.h"

enum { BUILD_BYTES = 176 << 20 };

struct index_build {
	struct index_docs *docs;
	struct index_sink sink;
	struct lang_cache langs;
	struct units units;
	struct buf key;
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
	units_free(&b->units);
	buf_free(&b->key);
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
	if (index_docs_write(b->docs, &b->sink, b->owner, (uint16_t)b->n,
	    err) != 0 || index_sink_flush(&b->sink, err) != 0)
		return -1;
	b->runs[b->n] = (struct index_run){ b->owner, (uint16_t)b->n,
		b->n_units, b->sink.bytes };
	b->n++;
	b->n_units = 0;
	return 0;
}

int
index_build_add(struct index_build *b, const struct wtm_tu *tu,
    struct wtm_err *err)
{
	for (size_t i = 0; i < tu->n_tuvs; i++) {
		const struct wtm_tuv *v = &tu->tuvs[i];
		const struct lang *lang;
		uint32_t group = lang_cached(&lang, &b->langs, v->lang.s,
		    v->lang.len);

		buf_clear(&b->key);
		if (norm_key(&b->key, v->text.s, v->text.len, err) != 0 ||
		    token_units(&b->units, v->text.s, v->text.len,
		    err) != 0 || index_docs_add(b->docs, tu->id, group,
		    b->units.keys, b->units.n,
		    norm_hash(b->key.s, b->key.len), err) != 0)
			return -1;
	}
	b->n_units++;
	if (index_docs_bytes(b->docs) < BUILD_BYTES)
		return 0;
	return write_run(b, err);
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
