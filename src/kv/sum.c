/*
 * sum: the checksum of a page, in less time.
 *
 * Berkeley DB multiplies by 33 and adds a byte, one after the other, which
 * for a page of 4 KiB takes longer than all else that reading it from the
 * cache of the system does.  It calls that function by its name through the
 * linker, so the one here, with the same result, takes its place, as those of
 * guard.c do.  Where the database keeps the name to itself nothing changes.
 */
#include "config.h"
#include "kv/sum.h"

/* The loader chooses; sanitizers start too late for that. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define CHOSEN_AT_RUN_TIME __attribute__((target_clones("avx2", "default")))
#else
#define CHOSEN_AT_RUN_TIME
#endif

enum { BLOCK = 32 };

/* 33 to the powers 31, 30, ... 0, modulo 2 to the 32; and the one before. */
#define P1 UINT32_C(33)
#define P2 (P1 * P1)
#define P4 (P2 * P2)
#define P8 (P4 * P4)
#define P16 (P8 * P8)
#define P32 (P16 * P16)
#define FOUR(p) (p) * P2 * P1, (p) * P2, (p) * P1, (p)
static const uint32_t powers[BLOCK] = {
	FOUR(P16 * P8 * P4), FOUR(P16 * P8), FOUR(P16 * P4), FOUR(P16),
	FOUR(P8 * P4), FOUR(P8), FOUR(P4), FOUR(UINT32_C(1)),
};

u_int32_t
sum_flag(void)
{
	return DB_CHKSUM;
}

CHOSEN_AT_RUN_TIME
uint32_t
sum_of(const unsigned char *s, size_t len)
{
	uint32_t h = 0;

	for (; len % BLOCK != 0; len--)
		h = h * P1 + *s++;
	for (; len > 0; len -= BLOCK, s += BLOCK) {
		uint32_t sum = 0;

		for (int i = 0; i < BLOCK; i++)
			sum += powers[i] * s[i];
		h = h * P32 + sum;
	}
	return h;
}

u_int32_t
__ham_func4(DB *db, const void *key, u_int32_t len)
{
	(void)db;
	return sum_of(key, len);
}
