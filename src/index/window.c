/*
 * window: the loops that a query spends its time in.
 *
 * Written with vectors of the compiler, so they are right everywhere and
 * become SIMD instructions where there are any.
 */
#include "config.h"
#include "index/window.h"

enum {
	FEW = 64,	/* documents that are cheaper to add one by one */
	WINDOW_FEW = 2,	/* lists */
};

/* Two blocks share a cache line. */
#define EVERY_OTHER UINT64_C(0x5555555555555555)

/* The loader chooses; sanitizers start too late for that. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define CHOSEN_AT_RUN_TIME __attribute__((target_clones( \
    "arch=x86-64-v4", "avx2", "default")))
#else
#define CHOSEN_AT_RUN_TIME
#endif

static inline int
is_zero(const window_vec *v)
{
	return ((*v)[0] | (*v)[1] | (*v)[2] | (*v)[3]) == 0;
}

void
window_open(struct window *w, uint32_t start)
{
	w->start = start;
	w->touched = 0;
	w->alive_blocks = 0;
	w->n_batch = 0;
	w->is_open = 0;
}

static inline void
touch(struct window *w, unsigned block, unsigned n_planes)
{
	if (w->touched >> block & 1)
		return;
	w->touched |= UINT64_C(1) << block;
	memset(w->planes[block], 0, n_planes * sizeof w->planes[block][0]);
}

static void
add_one(struct window *w, uint32_t at, unsigned n_planes)
{
	unsigned block = at / WINDOW_BLOCK;
	unsigned lane = at / 64 % 4;
	uint64_t carry = UINT64_C(1) << at % 64;

	touch(w, block, n_planes);
	for (unsigned p = 0; carry != 0 && p < n_planes; p++) {
		uint64_t plane = w->planes[block][p][lane];

		w->planes[block][p][lane] = plane ^ carry;
		carry &= plane;
	}
}

/* Sum and carry of three bits. */
#define FULL_ADD(carry, sum, a, b, c) \
	do { \
		window_vec half_ = (a) ^ (b); \
		(carry) = ((a) & (b)) | (half_ & (c)); \
		(sum) = half_ ^ (c); \
	} while (0)

/* Add a vector of weight 2^p and let it carry. */
#define CARRY_ON(planes, p, n_planes, carry) \
	for (unsigned p_ = (p); p_ < (n_planes); p_++) { \
		window_vec plane_ = (planes)[p_]; \
		(planes)[p_] = plane_ ^ (carry); \
		(carry) &= plane_; \
	}

/* Eight lists become one bit each of 1, 2, 4 and 8, then are added. */
CHOSEN_AT_RUN_TIME static void
add_batch(struct window *w, unsigned n_planes)
{
	for (unsigned b = 0; b < WINDOW_BLOCKS; b++) {
		window_vec *planes = w->planes[b];
		window_vec x[WINDOW_BATCH];
		window_vec ones, twos[4], fours[2], eights, carry;

		for (unsigned i = 0; i < WINDOW_BATCH; i++)
			memcpy(&x[i], w->batch[i] + 4 * b, sizeof x[i]);
		FULL_ADD(twos[0], ones, planes[0], x[0], x[1]);
		FULL_ADD(twos[1], ones, ones, x[2], x[3]);
		FULL_ADD(twos[2], ones, ones, x[4], x[5]);
		FULL_ADD(twos[3], ones, ones, x[6], x[7]);
		planes[0] = ones;
		FULL_ADD(fours[0], ones, planes[1], twos[0], twos[1]);
		FULL_ADD(fours[1], ones, ones, twos[2], twos[3]);
		planes[1] = ones;
		FULL_ADD(eights, ones, planes[2], fours[0], fours[1]);
		planes[2] = ones;
		carry = eights;
		CARRY_ON(planes, 3, n_planes, carry);
	}
}

/* Those that are left, one by one. */
CHOSEN_AT_RUN_TIME static void
add_rest(struct window *w, unsigned n_planes)
{
	for (unsigned i = 0; i < w->n_batch; i++)
		for (unsigned b = 0; b < WINDOW_BLOCKS; b++) {
			window_vec carry;

			memcpy(&carry, w->batch[i] + 4 * b, sizeof carry);
			CARRY_ON(w->planes[b], 0, n_planes, carry);
		}
}

static void
flush(struct window *w, unsigned n_planes)
{
	/* The sums of a batch go into planes that may not be in use yet. */
	unsigned used = n_planes > 3 ? n_planes : 3;

	if (w->n_batch == 0)
		return;
	for (unsigned b = 0; b < WINDOW_BLOCKS; b++)
		touch(w, b, used);
	if (w->n_batch > WINDOW_FEW) {
		memset(w->bits, 0, sizeof w->bits);
		while (w->n_batch < WINDOW_BATCH)
			w->batch[w->n_batch++] = w->bits;
		add_batch(w, n_planes);
	} else {
		add_rest(w, n_planes);
	}
	w->n_batch = 0;
}

void
window_added(struct window *w, unsigned n_planes)
{
	w->is_open = 0;
	if (w->n_batch == WINDOW_BATCH)
		flush(w, n_planes);
}

/* The bit map of the list at hand, to be written. */
static uint64_t *
waiting(struct window *w)
{
	unsigned i = w->is_open ? w->n_batch - 1 : w->n_batch++;

	if (!w->is_open)
		memset(w->room[i], 0, sizeof w->room[i]);
	else if (w->batch[i] != w->room[i])
		memcpy(w->room[i], w->batch[i], sizeof w->room[i]);
	w->batch[i] = w->room[i];
	w->is_open = 1;
	return w->room[i];
}

/* Without branches that nobody can foresee. */
static uint32_t
first_at_least(const uint32_t *docs, uint32_t n, uint32_t doc)
{
	const uint32_t *at = docs;

	while (n > 0) {
		uint32_t half = (n + 1) / 2;

		at += at[half - 1] < doc ? half : 0;
		n -= half;
	}
	return (uint32_t)(at - docs);
}

static uint32_t
first_offset(const uint16_t *offsets, uint32_t n, uint32_t offset)
{
	const uint16_t *at = offsets;

	while (n > 0) {
		uint32_t half = (n + 1) / 2;

		at += at[half - 1] < offset ? half : 0;
		n -= half;
	}
	return (uint32_t)(at - offsets);
}

/* The offsets of a chunk in the window: [*at, *at + n). */
static uint32_t
offsets_of(const struct window *w, const struct index_chunk *c,
    const uint16_t **at)
{
	uint32_t k = (w->start - c->base) / WINDOW_DOCS;

	if (w->start < c->base || k >= c->n_parts)
		return 0;
	*at = c->u.offsets + c->u.offsets[k];
	return (uint32_t)(c->u.offsets[k + 1] - c->u.offsets[k]);
}

static void
set_bit(uint64_t *bits, uint32_t at)
{
	bits[at / 64] |= UINT64_C(1) << at % 64;
}

static inline void
merge_block(uint64_t *to, const uint64_t *from)
{
	window_vec a, b;

	memcpy(&a, to, sizeof a);
	memcpy(&b, from, sizeof b);
	a |= b;
	memcpy(to, &a, sizeof a);
}

static size_t
add_docs(struct window *w, const struct index_chunk *c, unsigned n_planes)
{
	uint32_t first = first_at_least(c->u.docs, c->n, w->start);
	uint32_t i = first;

	for (; i < c->n && c->u.docs[i] - w->start < WINDOW_DOCS; i++)
		add_one(w, c->u.docs[i] - w->start, n_planes);
	return i - first;
}

static size_t
add_offsets(struct window *w, const struct index_chunk *c,
    unsigned n_planes)
{
	const uint16_t *at = NULL;
	uint32_t n = offsets_of(w, c, &at);
	uint64_t *to;

	if (n <= FEW) {
		for (uint32_t i = 0; i < n; i++)
			add_one(w, at[i], n_planes);
		return n;
	}
	to = waiting(w);
	for (uint32_t i = 0; i < n; i++)
		set_bit(to, at[i]);
	return n;
}

size_t
window_add(struct window *w, const struct index_chunk *c, unsigned n_planes)
{
	uint64_t *to;

	if (c->kind == CHUNK_DOCS)
		return add_docs(w, c, n_planes);
	if (c->kind == CHUNK_OFFSETS)
		return add_offsets(w, c, n_planes);
	if (c->base != w->start)
		return 0;
	if (!w->is_open) {
		w->batch[w->n_batch++] = c->u.bits;
		w->is_open = 1;
		return WINDOW_WORDS;
	}
	to = waiting(w);
	for (unsigned i = 0; i < WINDOW_WORDS; i += 4)
		merge_block(to + i, c->u.bits + i);
	return WINDOW_WORDS;
}

/* Mask what lies outside of [from, to), both relative to the window. */
static void
clip(struct window *w, uint32_t from, uint32_t to)
{
	for (uint32_t word = 0; word < WINDOW_WORDS; word++) {
		window_vec *alive = &w->alive[word / 4];
		uint32_t at = word * 64;

		if (at + 64 <= from || at >= to) {
			(*alive)[word % 4] = 0;
			continue;
		}
		if (at < from)
			(*alive)[word % 4] &= UINT64_MAX << (from - at);
		if (to - at < 64)
			(*alive)[word % 4] &= ~(UINT64_MAX << (to - at));
	}
}

/* Subtract a number from all of a block; who has less is not alive. */
static inline void
subtract(struct window *w, unsigned block, unsigned n_planes, size_t least)
{
	window_vec *planes = w->planes[block];
	window_vec borrow = { 0 };

	for (unsigned p = 0; p < n_planes; p++) {
		window_vec plane = planes[p];
		window_vec bit = { 0 };

		bit -= least >> p & 1;
		planes[p] = plane ^ bit ^ borrow;
		borrow = (~plane & (bit | borrow)) | (bit & borrow);
	}
	w->alive[block] = ~borrow;
}

CHOSEN_AT_RUN_TIME static void
subtract_all(struct window *w, unsigned n_planes, size_t least)
{
	for (unsigned b = 0; b < WINDOW_BLOCKS; b++)
		if (w->touched >> b & 1)
			subtract(w, b, n_planes, least);
		else
			memset(&w->alive[b], 0, sizeof w->alive[b]);
}

void
window_live(struct window *w, uint32_t from, uint32_t to, unsigned n_planes,
    size_t least)
{
	flush(w, n_planes);
	subtract_all(w, n_planes, least);
	if (from > w->start || to - w->start < WINDOW_DOCS)
		clip(w, from > w->start ? from - w->start : 0,
		    to - w->start);
	w->alive_blocks = 0;
	for (unsigned b = 0; b < WINDOW_BLOCKS; b++)
		w->alive_blocks |= (uint64_t)!is_zero(&w->alive[b]) << b;
}

void
window_all(struct window *w, uint32_t from, uint32_t to)
{
	window_open(w, from);
	memset(w->alive, 0xFF, sizeof w->alive);
	w->alive_blocks = UINT64_MAX;
	if (to - from < WINDOW_DOCS)
		clip(w, 0, to - from);
}

void
window_clear(struct window *w)
{
	for (uint64_t left = w->alive_blocks; left != 0; left &= left - 1)
		memset(w->bits + 4 * __builtin_ctzll(left), 0,
		    sizeof(window_vec));
	w->list = w->bits;
}

void
window_point(struct window *w, const struct index_chunk *c)
{
	w->list = c->u.bits;
}

static size_t
gather_offsets(struct window *w, const struct index_chunk *c, uint32_t from,
    uint32_t to)
{
	const uint16_t *at = NULL;
	uint32_t n = offsets_of(w, c, &at);
	uint32_t first = from <= w->start ? 0 :
	    first_offset(at, n, from - w->start);
	uint32_t end = to - w->start;
	uint32_t i = first;

	for (; i < n && at[i] < end; i++)
		set_bit(w->bits, at[i]);
	return i - first;
}

size_t
window_gather(struct window *w, const struct index_chunk *c, uint32_t from,
    uint32_t to)
{
	uint32_t i, n;

	if (c->kind == CHUNK_OFFSETS)
		return gather_offsets(w, c, from, to);
	if (c->kind == CHUNK_DOCS) {
		i = first_at_least(c->u.docs, c->n, from);
		n = i;
		for (; i < c->n && c->u.docs[i] < to; i++)
			set_bit(w->bits, c->u.docs[i] - w->start);
		return i - n;
	}
	if (c->base != w->start)
		return 0;
	for (uint64_t left = w->alive_blocks; left != 0; left &= left - 1) {
		unsigned b = (unsigned)__builtin_ctzll(left);

		merge_block(w->bits + 4 * b, c->u.bits + 4 * b);
	}
	return 4 * (size_t)__builtin_popcountll(w->alive_blocks);
}

void
window_prefetch(const struct window *w, const struct index_chunk *c)
{
	const uint16_t *at = NULL;
	uint64_t left;

	if (c->kind == CHUNK_OFFSETS && offsets_of(w, c, &at) > 0)
		__builtin_prefetch(at);
	if (c->kind != CHUNK_BITS || c->base != w->start)
		return;
	left = w->alive_blocks == 0 ? EVERY_OTHER : w->alive_blocks;
	for (; left != 0; left &= left - 1)
		__builtin_prefetch(c->u.bits + 4 * __builtin_ctzll(left));
}

CHOSEN_AT_RUN_TIME void
window_miss(struct window *w, unsigned n_planes)
{
	for (uint64_t left = w->alive_blocks; left != 0; left &= left - 1) {
		unsigned b = (unsigned)__builtin_ctzll(left);
		window_vec *planes = w->planes[b];
		window_vec bits, borrow;

		memcpy(&bits, w->list + 4 * b, sizeof bits);
		borrow = w->alive[b] & ~bits;
		for (unsigned p = 0; p < n_planes; p++) {
			window_vec plane = planes[p];

			planes[p] = plane ^ borrow;
			borrow &= ~plane;
		}
		w->alive[b] &= ~borrow;
		if (is_zero(&w->alive[b]))
			w->alive_blocks &= ~(UINT64_C(1) << b);
	}
}

CHOSEN_AT_RUN_TIME size_t
window_n_alive(const struct window *w)
{
	size_t n = 0;

	for (uint64_t left = w->alive_blocks; left != 0; left &= left - 1) {
		const window_vec *v = &w->alive[__builtin_ctzll(left)];

		for (int i = 0; i < 4; i++)
			n += (size_t)__builtin_popcountll((*v)[i]);
	}
	return n;
}

size_t
window_number(const struct window *w, uint32_t doc, unsigned n_planes)
{
	uint32_t at = doc - w->start;
	unsigned block = at / WINDOW_BLOCK;
	size_t n = 0;

	for (unsigned p = 0; p < n_planes; p++)
		n |= (size_t)(w->planes[block][p][at / 64 % 4] >> at % 64 & 1)
		    << p;
	return n;
}
