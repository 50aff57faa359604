/*
 * buf: a growing run of bytes, always followed by a NUL that is not counted.
 *
 * A failed allocation marks the buffer (failed = 1) and later appends do
 * nothing, so a series of appends needs one check: buf_ok().
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
	char *s;	/* NULL while nothing was ever appended */
	size_t len;	/* bytes in use */
	size_t cap;	/* bytes allocated */
	int failed;	/* an allocation failed; the content is not whole */
};

void buf_free(struct buf *b);	/* release; b is empty and usable again */
void buf_clear(struct buf *b);	/* keep the memory, forget the content */
int buf_reserve(struct buf *b, size_t more);	/* 0, or -1: no memory */
void buf_add(struct buf *b, const void *s, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addf(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
int buf_ok(const struct buf *b);

/* A byte; most often there is room for it. */
static inline void
buf_addc(struct buf *b, char c)
{
	if (b->cap - b->len < 2 || b->failed) {
		buf_add(b, &c, 1);
		return;
	}
	b->s[b->len++] = c;
	b->s[b->len] = '\0';
}

/* Big-endian and variable-length integers, for records and keys. */
void buf_u16(struct buf *b, uint16_t v);
void buf_u32(struct buf *b, uint32_t v);
void buf_u64(struct buf *b, uint64_t v);
void buf_varint_long(struct buf *b, uint64_t v);

/* LEB128, 1 to 10 bytes. */
static inline void
buf_varint(struct buf *b, uint64_t v)
{
	if (v < 0x80)
		buf_addc(b, (char)v);
	else
		buf_varint_long(b, v);
}

/*
 * A cursor over bytes that are not trusted.  A read past the end, or a
 * malformed integer, sets bad and gives zeros from then on, so a series of
 * reads needs one check.
 */
struct rd {
	const unsigned char *s;
	const unsigned char *end;
	int bad;
};

struct rd rd_over(const void *s, size_t len);
size_t rd_left(const struct rd *r);
uint8_t rd_u8(struct rd *r);
uint16_t rd_u16(struct rd *r);
uint32_t rd_u32(struct rd *r);
uint64_t rd_u64(struct rd *r);
uint64_t rd_varint(struct rd *r);
const char *rd_bytes(struct rd *r, size_t len);	/* borrowed; "" when bad */

/* 0 and the result, or -1 when it does not fit. */
int size_mul(size_t *out, size_t a, size_t b);
int size_add(size_t *out, size_t a, size_t b);

#endif
