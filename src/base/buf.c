/*
 * buf: a growing run of bytes, checked sizes, and a cursor over bytes that
 * are not trusted.  Growth doubles, so n appends cost O(n).
 */
#include "config.h"
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){ 0 };
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	b->failed = 0;
	if (b->s != NULL)
		b->s[0] = '\0';
}

int
buf_reserve(struct buf *b, size_t more)
{
	size_t need;
	size_t cap;
	char *s;

	if (b->failed)
		return -1;
	if (size_add(&need, b->len, more) != 0 ||
	    size_add(&need, need, 1) != 0)
		goto fail;
	if (need <= b->cap)
		return 0;
	cap = b->cap < 64 ? 64 : b->cap;
	while (cap < need)
		if (size_mul(&cap, cap, 2) != 0)
			goto fail;
	s = realloc(b->s, cap);
	if (s == NULL)
		goto fail;
	b->s = s;
	b->cap = cap;
	return 0;
fail:
	b->failed = 1;
	return -1;
}

void
buf_add(struct buf *b, const void *s, size_t len)
{
	if ((b->cap - b->len <= len || b->failed) && buf_reserve(b, len) != 0)
		return;
	if (len > 0)
		memcpy(b->s + b->len, s, len);
	b->len += len;
	b->s[b->len] = '\0';
}

void
buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || buf_reserve(b, (size_t)n) != 0) {
		b->failed = 1;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

int
buf_ok(const struct buf *b)
{
	return !b->failed;
}

static void
add_be(struct buf *b, uint64_t v, size_t bytes)
{
	unsigned char s[8];

	for (size_t i = 0; i < bytes; i++)
		s[i] = (unsigned char)(v >> (8 * (bytes - 1 - i)));
	buf_add(b, s, bytes);
}

void
buf_u16(struct buf *b, uint16_t v)
{
	add_be(b, v, 2);
}

void
buf_u32(struct buf *b, uint32_t v)
{
	add_be(b, v, 4);
}

void
buf_u64(struct buf *b, uint64_t v)
{
	add_be(b, v, 8);
}

void
buf_varint_long(struct buf *b, uint64_t v)
{
	unsigned char s[10];
	size_t n = 0;

	while (v >= 0x80) {
		s[n++] = (unsigned char)(v | 0x80);
		v >>= 7;
	}
	s[n++] = (unsigned char)v;
	buf_add(b, s, n);
}

struct rd
rd_over(const void *s, size_t len)
{
	const unsigned char *p = s;

	return (struct rd){ .s = p, .end = len == 0 ? p : p + len };
}

size_t
rd_left(const struct rd *r)
{
	return (size_t)(r->end - r->s);
}

static uint64_t
take_be(struct rd *r, size_t bytes)
{
	uint64_t v = 0;

	if (rd_left(r) < bytes) {
		r->bad = 1;
		r->s = r->end;
		return 0;
	}
	for (size_t i = 0; i < bytes; i++)
		v = v << 8 | *r->s++;
	return v;
}

uint8_t
rd_u8(struct rd *r)
{
	return (uint8_t)take_be(r, 1);
}

uint16_t
rd_u16(struct rd *r)
{
	return (uint16_t)take_be(r, 2);
}

uint32_t
rd_u32(struct rd *r)
{
	return (uint32_t)take_be(r, 4);
}

uint64_t
rd_u64(struct rd *r)
{
	return take_be(r, 8);
}

uint64_t
rd_varint(struct rd *r)
{
	uint64_t v = 0;

	for (unsigned shift = 0; shift < 64 && r->s < r->end; shift += 7) {
		unsigned char c = *r->s++;

		if (shift == 63 && c > 1)
			break;
		v |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return v;
	}
	r->bad = 1;
	r->s = r->end;
	return 0;
}

const char *
rd_bytes(struct rd *r, size_t len)
{
	const char *s = (const char *)r->s;

	if (rd_left(r) < len) {
		r->bad = 1;
		r->s = r->end;
		return "";
	}
	r->s += len;
	return s;
}

int
size_mul(size_t *out, size_t a, size_t b)
{
	return __builtin_mul_overflow(a, b, out) ? -1 : 0;
}

int
size_add(size_t *out, size_t a, size_t b)
{
	return __builtin_add_overflow(a, b, out) ? -1 : 0;
}
