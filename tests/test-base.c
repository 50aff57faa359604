/*
 * Errors, buffers, cursors over bytes, arenas.
 */
#include "config.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/bloom.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/map64.h"
#include "base/radix.h"
#include "test.h"

static void
first_failure_wins(void)
{
	struct wtm_err err = { 0 };

	CHECK_INT(err_set(&err, WTM_INPUT, 7, "f:%d: bad", 7), -1);
	errno = ENOSPC;
	CHECK_INT(err_errno(&err, "later"), -1);
	CHECK_STR(err.msg, "f:7: bad");
	CHECK_INT(err.code, WTM_INPUT);
	CHECK_INT(err.line, 7);

	err = (struct wtm_err){ 0 };
	errno = ENOENT;
	err_errno(&err, "x");
	CHECK_STR(err.msg, "x: No such file or directory");
	CHECK_INT(err_set(NULL, WTM_INPUT, 0, "nobody"), -1);
}

static void
integers_come_back(void)
{
	static const uint64_t values[] = { 0, 1, 127, 128, 16383, 16384,
		UINT32_MAX, UINT64_MAX };
	struct buf b = { 0 };
	struct rd r;

	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		buf_varint(&b, values[i]);
	buf_u16(&b, 0x1234);
	buf_u32(&b, 0x12345678);
	buf_u64(&b, UINT64_MAX - 1);
	CHECK(buf_ok(&b));
	r = rd_over(b.s, b.len);
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		CHECK(rd_varint(&r) == values[i]);
	CHECK_INT(rd_u16(&r), 0x1234);
	CHECK_INT(rd_u32(&r), 0x12345678);
	CHECK(rd_u64(&r) == UINT64_MAX - 1);
	CHECK_INT(rd_left(&r), 0);
	CHECK(!r.bad);
	rd_u8(&r);
	CHECK(r.bad);
	buf_free(&b);
}

static void
bad_integers_are_told(void)
{
	struct rd r = rd_over("\x80\x80", 2);

	CHECK(rd_varint(&r) == 0);
	CHECK(r.bad);
	r = rd_over("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10);
	rd_varint(&r);
	CHECK(r.bad);
	r = rd_over("abc", 3);
	CHECK_STR(rd_bytes(&r, 4), "");
	CHECK(r.bad);
}

static void
sizes_are_checked(void)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	size_t n;

	CHECK_INT(size_mul(&n, SIZE_MAX, 2), -1);
	CHECK_INT(size_add(&n, SIZE_MAX, 1), -1);
	buf_adds(&b, "x");
	CHECK_INT(buf_reserve(&b, SIZE_MAX), -1);
	CHECK(!buf_ok(&b));
	buf_free(&b);
	CHECK(arena_array(&a, SIZE_MAX, 16) == NULL);
	CHECK(arena_alloc(&a, SIZE_MAX) == NULL);
	CHECK(arena_str(&a, "ab", 2).len == 2);
	for (int i = 0; i < 1000; i++)
		CHECK(arena_alloc(&a, 100) != NULL);
	arena_clear(&a);
	CHECK_INT(a.used, 0);
	arena_free(&a);
}

/* Sorted by the low bits, and equal ones as they came. */
static void
check_sorted(size_t n, unsigned bits, uint64_t keys_of)
{
	struct radix *at = calloc(2 * n + 1, sizeof *at);
	uint64_t mask = bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
	uint64_t key = 88172645463325252u;
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++) {
		key ^= key << 13;
		key ^= key >> 7;
		key ^= key << 17;
		at[i] = (struct radix){ key & keys_of, i };
		sum += at[i].key + i;
	}
	radix_sort(at, at + n, n, bits);
	for (size_t i = 0; i < n; i++) {
		sum -= at[i].key + at[i].v;
		if (i == 0)
			continue;
		CHECK((at[i - 1].key & mask) <= (at[i].key & mask));
		if ((at[i - 1].key & mask) == (at[i].key & mask))
			CHECK(at[i - 1].v < at[i].v);
	}
	CHECK(sum == 0);
	free(at);
}

static void
radix_sorts(void)
{
	static const size_t sizes[] = { 0, 1, 2, 20, 47, 48, 49, 5000 };

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		check_sorted(sizes[i], 64, UINT64_MAX);
		check_sorted(sizes[i], 64, 0x700000000000FF00u);
		check_sorted(sizes[i], 32, UINT64_MAX);
		check_sorted(sizes[i], 32, 0x3);
		check_sorted(sizes[i], 13, UINT64_MAX);
	}
}

/* What went in is there; of what did not, few seem to be. */
static void
sets_of_hashes(void)
{
	enum { N = 20000, BYTES = 32768 };	/* 13 bits for each */
	struct map64 map = { 0 };
	struct bloom set = { 0 };
	uint64_t hash;
	size_t at = 0;
	size_t n = 0;
	size_t wrong = 0;

	CHECK(!bloom_has(&set, 7));
	CHECK_INT(bloom_init(&set, BYTES), 0);
	for (uint64_t i = 1; i <= N; i++)
		CHECK_INT(map64_put(&map, i * i, i), 0);
	for (; map64_next(&map, &at, &hash); n++)
		bloom_add(&set, hash);
	CHECK_INT(n, N);
	for (uint64_t i = 1; i <= N; i++) {
		CHECK(bloom_has(&set, i * i));
		wrong += (size_t)bloom_has(&set, i * i + 2 * i);
	}
	CHECK(wrong < N / 50);
	bloom_free(&set);
	map64_free(&map);
}

int
main(void)
{
	first_failure_wins();
	integers_come_back();
	bad_integers_are_told();
	sizes_are_checked();
	radix_sorts();
	sets_of_hashes();
	return test_end();
}
