/*
 * parts: the record that says which parts there are.
 *
 * KV_META "parts": u64 stamp, varint n and n ranges (u8 table, u64 number of
 * the part, u8 length and bytes of the first key, the same of the key behind
 * the last), varint n and n parts that left (u8 table, u64 number).
 */
#include "config.h"
#include "kv/parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_MAX = 4096 };	/* ranges, far more than are ever made */

int
kv_compare(const void *a, size_t a_len, const void *b, size_t b_len)
{
	int r = memcmp(a, b, a_len < b_len ? a_len : b_len);

	return r != 0 ? r : (a_len > b_len) - (a_len < b_len);
}

static void
read_bound(struct kv_bound *b, struct rd *r)
{
	const char *s;

	b->len = rd_u8(r);
	r->bad |= b->len > sizeof b->s;
	s = r->bad ? NULL : rd_bytes(r, b->len);
	if (s != NULL && !r->bad)
		memcpy(b->s, s, b->len);
}

static enum kv_table
read_table(struct rd *r)
{
	unsigned table = rd_u8(r);

	r->bad |= table >= KV_TABLES;
	return r->bad ? KV_META : (enum kv_table)table;
}

static int
add_left(struct kv_parts *p, enum kv_table table, uint64_t number)
{
	struct kv_left *left;

	if (p->n_left == PARTS_MAX)
		return EINVAL;
	left = realloc(p->left, (p->n_left + 1) * sizeof *left);
	if (left == NULL)
		return ENOMEM;
	p->left = left;
	left[p->n_left].table = table;
	left[p->n_left].number = number;
	p->n_left++;
	return 0;
}

static int
parse(struct kv_parts *p, struct rd *r)
{
	int code = 0;
	uint64_t n;

	p->stamp = rd_u64(r);
	n = rd_varint(r);
	for (uint64_t i = 0; i < n && !r->bad && code == 0; i++) {
		struct kv_range range = { 0 };

		range.table = read_table(r);
		range.number = rd_u64(r);
		read_bound(&range.from, r);
		read_bound(&range.to, r);
		code = r->bad ? EINVAL : kv_parts_add(p, &range);
	}
	n = rd_varint(r);
	for (uint64_t i = 0; i < n && !r->bad && code == 0; i++) {
		enum kv_table table = read_table(r);

		code = add_left(p, table, rd_u64(r));
	}
	return code == 0 && r->bad ? EINVAL : code;
}

int
kv_parts_read(struct kv_parts *p, const void *s, size_t len)
{
	struct rd r = rd_over(s, len);
	int code;

	*p = (struct kv_parts){ 0 };
	code = parse(p, &r);
	if (code != 0)
		kv_parts_free(p);
	return code;
}

static void
write_bound(struct buf *b, const struct kv_bound *bound)
{
	buf_addc(b, (char)bound->len);
	buf_add(b, bound->s, bound->len);
}

void
kv_parts_write(struct buf *b, const struct kv_parts *p)
{
	buf_u64(b, p->stamp);
	buf_varint(b, p->n);
	for (size_t i = 0; i < p->n; i++) {
		buf_addc(b, (char)p->ranges[i].table);
		buf_u64(b, p->ranges[i].number);
		write_bound(b, &p->ranges[i].from);
		write_bound(b, &p->ranges[i].to);
	}
	buf_varint(b, p->n_left);
	for (size_t i = 0; i < p->n_left; i++) {
		buf_addc(b, (char)p->left[i].table);
		buf_u64(b, p->left[i].number);
	}
}

size_t
kv_parts_before(const struct kv_parts *p, enum kv_table table,
    const void *key, size_t len, int with)
{
	size_t low = 0;
	size_t high = p->n;

	while (low < high) {
		size_t at = low + (high - low) / 2;
		const struct kv_range *r = &p->ranges[at];
		int is_before = r->table < table || (r->table == table &&
		    (key == NULL || kv_compare(r->from.s, r->from.len, key,
		    len) < with));

		if (is_before)
			low = at + 1;
		else
			high = at;
	}
	return low;
}

/* A range that follows one of the same part makes that one longer. */
int
kv_parts_add(struct kv_parts *p, const struct kv_range *r)
{
	size_t i = kv_parts_before(p, r->table, r->from.s, r->from.len, 1);
	struct kv_range *ranges;

	if (p->n == PARTS_MAX)
		return EINVAL;
	if (i > 0 && p->ranges[i - 1].table == r->table &&
	    p->ranges[i - 1].number == r->number &&
	    kv_compare(p->ranges[i - 1].to.s, p->ranges[i - 1].to.len,
	    r->from.s, r->from.len) == 0) {
		p->ranges[i - 1].to = r->to;
		return 0;
	}
	ranges = realloc(p->ranges, (p->n + 1) * sizeof *ranges);
	if (ranges == NULL)
		return ENOMEM;
	p->ranges = ranges;
	memmove(ranges + i + 1, ranges + i, (p->n - i) * sizeof *ranges);
	ranges[i] = *r;
	p->n++;
	return 0;
}

int
kv_parts_has(const struct kv_parts *p, enum kv_table table, uint64_t number)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->ranges[i].table == table &&
		    p->ranges[i].number == number)
			return 1;
	return 0;
}

int
kv_parts_has_left(const struct kv_parts *p, enum kv_table table,
    uint64_t number)
{
	for (size_t i = 0; i < p->n_left; i++)
		if (p->left[i].table == table && p->left[i].number == number)
			return 1;
	return 0;
}

void
kv_parts_drop(struct kv_parts *p, enum kv_table table, uint64_t number)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->ranges[i].table != table ||
		    p->ranges[i].number != number)
			p->ranges[n++] = p->ranges[i];
	p->n = n;
	n = 0;
	for (size_t i = 0; i < p->n_left; i++)
		if (p->left[i].table != table || p->left[i].number != number)
			p->left[n++] = p->left[i];
	p->n_left = n;
}

int
kv_parts_leave(struct kv_parts *p, enum kv_table table, uint64_t number)
{
	kv_parts_drop(p, table, number);
	return add_left(p, table, number);
}

void
kv_parts_free(struct kv_parts *p)
{
	free(p->ranges);
	free(p->left);
	*p = (struct kv_parts){ 0 };
}

void
kv_part_name(char name[KV_NAME], enum kv_table table, uint64_t number)
{
	const char *base = kv_table_files[table];

	snprintf(name, KV_NAME, "%.*s-%llx.db", (int)strcspn(base, "."), base,
	    (unsigned long long)number);
}

int
kv_part_read_name(enum kv_table *table, uint64_t *number, const char *name)
{
	char same[KV_NAME];

	for (int i = 0; i < KV_TABLES; i++) {
		size_t n = strcspn(kv_table_files[i], ".");

		if (strncmp(name, kv_table_files[i], n) != 0 || name[n] != '-')
			continue;
		*table = (enum kv_table)i;
		*number = strtoull(name + n + 1, NULL, 16);
		kv_part_name(same, *table, *number);
		return strcmp(name, same) == 0;
	}
	return 0;
}
