/*
 * memory: a memory in a scratch folder, for the tests of its changes: units
 * made of a line, and all units as text.
 */
#ifndef TESTS_MEMORY_H
#define TESTS_MEMORY_H

#include <stdarg.h>

#include "base/arena.h"
#include "base/buf.h"
#include "memory/change.h"
#include "memory/check.h"
#include "memory/store.h"
#include "memory/upkeep.h"
#include "test.h"
#include "scratch.h"

struct mem {
	char *dir;
	struct store *s;
	struct arena a;		/* of the units made */
	struct wtm_err err;
};

static inline void
mem_open(struct mem *m)
{
	static const struct wtm_open_opts create = { .create = 1 };

	*m = (struct mem){ .dir = scratch_dir() };
	if (store_open(&m->s, m->dir, &create, &m->err) != 0) {
		fprintf(stderr, "%s\n", m->err.msg);
		abort();
	}
}

/* Nothing may have failed in the end. */
static inline void
mem_close(struct mem *m)
{
	CHECK_STR(m->err.msg, "");
	store_close(m->s);
	arena_free(&m->a);
	scratch_remove(m->dir);
}

static inline struct wtm_str
mem_str(struct mem *m, const char *s)
{
	return arena_str(&m->a, s, strlen(s));
}

/*
 * A unit of an English and a Korean text and, when not NULL, a prop of type
 * "p" and a usagecount.
 */
static inline const struct wtm_tu *
mem_tu(struct mem *m, const char *en, const char *ko, const char *prop,
    const char *count)
{
	struct wtm_tu *tu = arena_alloc(&m->a, sizeof *tu);
	struct wtm_tuv *tuvs = arena_array(&m->a, 2, sizeof *tuvs);
	struct wtm_meta *meta = arena_alloc(&m->a, sizeof *meta);
	struct wtm_attr *attr = arena_alloc(&m->a, sizeof *attr);

	tuvs[0] = (struct wtm_tuv){ .lang = { "en", 2 },
		.text = mem_str(m, en) };
	tuvs[1] = (struct wtm_tuv){ .lang = { "ko", 2 },
		.text = mem_str(m, ko) };
	tu->tuvs = tuvs;
	tu->n_tuvs = 2;
	if (prop != NULL) {
		meta->type = mem_str(m, "p");
		meta->text = mem_str(m, prop);
		tu->metas = meta;
		tu->n_metas = 1;
	}
	if (count != NULL) {
		attr->name = mem_str(m, "usagecount");
		attr->value = mem_str(m, count);
		tu->attrs = attr;
		tu->n_attrs = 1;
	}
	return tu;
}

static inline struct change *
mem_begin(struct mem *m, enum log_kind kind, enum wtm_on_duplicate how)
{
	struct change_opts opts = { .kind = kind, .on_duplicate = how,
		.source = "en", .user = "tester" };
	struct change *c = NULL;

	CHECK_INT(change_begin(&c, m->s, &opts, &m->err), 0);
	return c;
}

/* Publish it; its counts. */
static inline struct change_counts
mem_end(struct mem *m, struct change *c)
{
	struct change_counts n;

	if (!CHECK_INT(change_publish(c, &m->err), 0))
		fprintf(stderr, "%s\n", m->err.msg);
	n = *change_counted(c);
	change_free(c);
	upkeep_run(m->s, UPKEEP_FULL);
	return n;
}

static inline void
mem_put(struct mem *m, struct change *c, const char *en, const char *ko,
    const char *prop)
{
	CHECK_INT(change_put(c, mem_tu(m, en, ko, prop, NULL), &m->err), 0);
}

/* More units than one batch holds, so that the change is staged by now. */
enum { MEM_FILLERS = 1100 };

static inline void
mem_fill(struct mem *m, struct change *c, const char *tag)
{
	char en[60];

	for (int i = 0; i < MEM_FILLERS; i++) {
		snprintf(en, sizeof en, "filler %s %d", tag, i);
		mem_put(m, c, en, "채움", NULL);
	}
}

static inline void
mem_add(struct mem *m, const char *en, const char *ko, const char *prop)
{
	struct change *c = mem_begin(m, LOG_ADD, WTM_MERGE);

	mem_put(m, c, en, ko, prop);
	mem_end(m, c);
}

struct mem_dump {
	struct buf b;
	int ids;	/* with ids and fillers */
	const char *en;	/* of this unit: */
	uint64_t id;
	const struct wtm_tu *tu;
};

static inline int
mem_dump_unit(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct mem_dump *d = arg;

	(void)err;
	if (d->en != NULL && strcmp(tu->tuvs[0].text.s, d->en) == 0)
		d->id = tu->id;
	if (!d->ids && strncmp(tu->tuvs[0].text.s, "filler", 6) == 0)
		return 0;
	if (d->ids)
		buf_addf(&d->b, "%llu ", (unsigned long long)tu->id);
	for (size_t i = 0; i < tu->n_tuvs; i++)
		buf_addf(&d->b, "%s%s", i > 0 ? "=" : "", tu->tuvs[i].text.s);
	for (size_t i = 0; i < tu->n_metas; i++)
		buf_addf(&d->b, " [%s]", tu->metas[i].text.s);
	for (size_t i = 0; i < tu->n_attrs; i++)
		buf_addf(&d->b, " %s:%s", tu->attrs[i].name.s,
		    tu->attrs[i].value.s);
	buf_addc(&d->b, '\n');
	return 0;
}

/* Units a line, by id; free it. */
static inline char *
mem_text(struct mem *m, int ids)
{
	struct mem_dump d = { .ids = ids };

	CHECK_INT(store_walk(m->s, 0, mem_dump_unit, &d, &m->err), 0);
	buf_addc(&d.b, '\0');
	return d.b.s;
}

/* All units but the fillers are these, without ids. */
static inline void
mem_is(struct mem *m, const char *want, const char *what)
{
	char *got = mem_text(m, 0);

	if (!CHECK_STR(got, want))
		fprintf(stderr, "  in: %s\n", what);
	free(got);
}

/* The id of the unit with this English text, or 0. */
static inline uint64_t
mem_id(struct mem *m, const char *en)
{
	struct mem_dump d = { .en = en };

	CHECK_INT(store_walk(m->s, 0, mem_dump_unit, &d, &m->err), 0);
	buf_free(&d.b);
	return d.id;
}

static inline void
mem_note(void *arg, const char *msg)
{
	(void)arg;
	fprintf(stderr, "fault: %s\n", msg);
}

/* The tables agree with each other, and with the count. */
static inline void
mem_verify(struct mem *m)
{
	struct wtm_verified v;

	CHECK_INT(check_memory(&v, m->s, mem_note, NULL, &m->err), 0);
	CHECK_INT(v.faults, 0);
}

#endif
