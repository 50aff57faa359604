/*
 * record: a version of a translation unit as bytes.
 */
#ifndef MEMORY_RECORD_H
#define MEMORY_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "wiretm.h"

enum { RECORD_VERSION = 1 };

/* What a version says of itself, before the unit. */
struct record_head {
	uint32_t replaces;	/* the change of the version before; 0: none */
	int deleted;		/* the unit ends with this version */
};

/* Append to b.  tu is NULL for a deleted one.  tu->id is not in the record. */
void record_write(struct buf *b, const struct record_head *head,
    const struct wtm_tu *tu);

/*
 * The unit in bytes, which must live, with the arena, as long as the unit:
 * its strings are borrowed from there.  *out is NULL for a deleted one.
 */
int record_read(struct record_head *head, const struct wtm_tu **out,
    uint64_t id, const void *bytes, size_t len, struct arena *a,
    struct wtm_err *err);

/* The head alone. */
int record_read_head(struct record_head *head, const void *bytes, size_t len,
    uint64_t id, struct wtm_err *err);

/* Attributes and metas alone, for headers; the same rules. */
void record_write_attrs(struct buf *b, const struct wtm_attr *attrs,
    size_t n);
void record_write_metas(struct buf *b, const struct wtm_meta *metas,
    size_t n);
void record_write_str(struct buf *b, struct wtm_str s);
const struct wtm_attr *record_read_attrs(size_t *n, struct rd *r,
    struct arena *a);
const struct wtm_meta *record_read_metas(size_t *n, struct rd *r,
    struct arena *a);
struct wtm_str record_read_str(struct rd *r);

#endif
