/*
 * parts: the list of parts, as a record.  It knows nothing of the database.
 */
#ifndef KV_PARTS_H
#define KV_PARTS_H

#include "base/buf.h"
#include "kv/part.h"

struct kv_bound {
	size_t len;
	unsigned char s[KV_PART_KEY];
};

/* Keys [from, to) of a table are in a part. */
struct kv_range {
	enum kv_table table;
	uint64_t number;	/* of the part */
	struct kv_bound from;
	struct kv_bound to;
};

struct kv_parts {
	uint64_t stamp;
	size_t n;
	struct kv_range *ranges;	/* by table and from */
	size_t n_left;
	struct kv_left {	/* files to be removed */
		enum kv_table table;
		uint64_t number;
	} *left;
};

/* 0, EINVAL for a damaged record, ENOMEM. */
int kv_parts_read(struct kv_parts *p, const void *s, size_t len);
void kv_parts_write(struct buf *b, const struct kv_parts *p);

/* 0, EINVAL when there are too many, ENOMEM. */
int kv_parts_add(struct kv_parts *p, const struct kv_range *r);

/* Take the ranges of a part out; with those it left. */
int kv_parts_leave(struct kv_parts *p, enum kv_table table, uint64_t number);

/* Is it one of them, or one that left? */
int kv_parts_has(const struct kv_parts *p, enum kv_table table,
    uint64_t number);
int kv_parts_has_left(const struct kv_parts *p, enum kv_table table,
    uint64_t number);

/* Forget ranges of a part, or that it left. */
void kv_parts_drop(struct kv_parts *p, enum kv_table table, uint64_t number);

void kv_parts_free(struct kv_parts *p);

extern const char *const kv_table_files[KV_TABLES];

/* The file of a part in the folder; and back, 0 when it is none. */
enum { KV_NAME = 64 };
void kv_part_name(char name[KV_NAME], enum kv_table table, uint64_t number);
int kv_part_read_name(enum kv_table *table, uint64_t *number,
    const char *name);

int kv_compare(const void *a, size_t a_len, const void *b, size_t b_len);

/*
 * How many ranges there are of tables before this one, and of this one that
 * begin before the key, or at it when `with` is set; key NULL: all of it.
 */
size_t kv_parts_before(const struct kv_parts *p, enum kv_table table,
    const void *key, size_t len, int with);

#endif
