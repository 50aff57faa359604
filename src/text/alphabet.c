/*
 * Classes are found by one sweep over the borders of all ranges of all sets:
 * between two borders the membership in every set is constant, and intervals
 * of equal membership are one class.  Pages of 256 characters are looked up
 * once and kept, so a text of one script costs one table read a character.
 * An alphabet belongs to one thread: pages are filled while reading.
 */
#include "config.h"

#include "text/alphabet.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "text/charclass.h"

#define BUCKETS 1024

struct range {
	uint32_t from;	/* first */
	uint32_t to;	/* one past the last */
};

struct al_set {
	const struct range *at;
	size_t n;
	const char *name;	/* NULL: not from a pattern */
	int next;	/* set + 1 of the same bucket, or 0 */
};

struct border {
	uint32_t at;
	int set;	/* ~set when the set ends here */
};

struct alphabet_inner {
	struct arena arena;
	struct props *props;
	int buckets[BUCKETS];	/* set + 1, or 0 */
	struct al_set *sets;
	size_t n_sets;
	size_t cap_sets;
	uint32_t *starts;	/* intervals of one class, by first character */
	uint16_t *classes;
	size_t n_intervals;
	size_t n_classes;
	uint64_t *members;	/* a row of bits over sets for each class */
	size_t row;	/* words in a row */
	int word, newline, extend;
};

static int
add_flag_sets(struct alphabet *al)
{
	struct alphabet_inner *in = al->in;

	in->word = alphabet_named(al, CLASS_WORD);
	in->newline = alphabet_named(al, CLASS_NEWLINE);
	in->extend = alphabet_named(al, "[\\p{Grapheme_Extend}\\p{Cf}]");
	return in->word < 0 || in->newline < 0 || in->extend < 0 ? -1 : 0;
}

struct alphabet *
alphabet_new(struct props *props)
{
	struct alphabet *al = calloc(1, sizeof(*al));

	if (al == NULL)
		return NULL;
	al->in = calloc(1, sizeof(*al->in));
	if (al->in == NULL) {
		free(al);
		return NULL;
	}
	al->in->props = props;
	if (add_flag_sets(al) < 0) {
		alphabet_free(al);
		return NULL;
	}
	return al;
}

struct props *
alphabet_props(const struct alphabet *al)
{
	return al->in->props;
}

void
alphabet_free(struct alphabet *al)
{
	if (al == NULL)
		return;
	for (size_t i = 0; i < ALPHABET_PAGES; i++)
		free(al->pages[i]);
	free(al->flags);
	free(al->in->members);
	free(al->in->classes);
	free(al->in->starts);
	free(al->in->sets);
	arena_free(&al->in->arena);
	free(al->in);
	free(al);
}

static int
add_set(struct alphabet *al, const struct al_set *set)
{
	if (al->in->n_sets == al->in->cap_sets) {
		size_t cap = al->in->cap_sets == 0 ? 64 : al->in->cap_sets * 2;
		struct al_set *p = realloc(al->in->sets, cap * sizeof(*p));

		if (p == NULL)
			return -1;
		al->in->sets = p;
		al->in->cap_sets = cap;
	}
	al->in->sets[al->in->n_sets] = *set;
	return (int)al->in->n_sets++;
}

static int
same_ranges(const struct al_set *a, const struct al_set *b)
{
	if (a->n != b->n || a->n == 0)
		return a->n == b->n;
	/* Most are single characters and differ here. */
	return a->at[0].from == b->at[0].from &&
	    memcmp(a->at, b->at, a->n * sizeof(*a->at)) == 0;
}

int
alphabet_set(struct alphabet *al, const USet *set)
{
	int32_t n = uset_getItemCount(set);
	struct al_set cs = { 0 };
	int *bucket;
	int i;
	struct range *at = arena_array(&al->in->arena, (size_t)n + 1,
	    sizeof(*at));

	if (at == NULL)
		return -1;
	for (int32_t k = 0; k < n; k++) {
		UErrorCode code = U_ZERO_ERROR;
		UChar32 from, to;

		/* Items after the ranges are strings: no characters. */
		if (uset_getItem(set, k, &from, &to, NULL, 0, &code) != 0)
			break;
		at[cs.n].from = (uint32_t)from;
		at[cs.n].to = (uint32_t)to + 1;
		cs.n++;
	}
	cs.at = at;
	bucket = &al->in->buckets[cs.n == 0 ? 0 :
	    (cs.at[0].from * 31 + cs.n) % BUCKETS];
	for (i = *bucket; i > 0; i = al->in->sets[i - 1].next)
		if (same_ranges(&al->in->sets[i - 1], &cs))
			return i - 1;
	cs.next = *bucket;
	i = add_set(al, &cs);
	if (i >= 0)
		*bucket = i + 1;
	return i;
}

int
alphabet_named(struct alphabet *al, const char *pattern)
{
	const USet *set;
	int i;

	for (size_t k = 0; k < al->in->n_sets; k++)
		if (al->in->sets[k].name != NULL &&
		    strcmp(al->in->sets[k].name, pattern) == 0)
			return (int)k;
	set = props_get(al->in->props, pattern);
	if (set == NULL)
		return -2;
	i = alphabet_set(al, set);
	if (i < 0 || al->in->sets[i].name != NULL)
		return i;
	al->in->sets[i].name = arena_str(&al->in->arena, pattern,
	    strlen(pattern)).s;
	return al->in->sets[i].name == NULL ? -1 : i;
}

int
alphabet_set_has(const struct alphabet *al, int set, uint32_t c)
{
	const struct al_set *cs = &al->in->sets[set];

	for (size_t i = 0; i < cs->n && cs->at[i].from <= c; i++)
		if (c < cs->at[i].to)
			return 1;
	return 0;
}

size_t
alphabet_set_size(const struct alphabet *al, int set)
{
	const struct al_set *cs = &al->in->sets[set];
	size_t n = 0;

	for (size_t i = 0; i < cs->n; i++)
		n += cs->at[i].to - cs->at[i].from;
	return n;
}

static unsigned
lead_byte(uint32_t c)
{
	if (c < 0x80)
		return c;
	if (c < 0x800)
		return 0xc0 | c >> 6;
	return c < 0x10000 ? 0xe0 | c >> 12 : 0xf0 | c >> 18;
}

static void
mark_bytes(uint32_t from, uint32_t to, unsigned char out[256])
{
	for (unsigned b = lead_byte(from); b <= lead_byte(to - 1); b++)
		out[b] = 1;
}

void
alphabet_set_bytes(const struct alphabet *al, int set, unsigned char out[256])
{
	const struct al_set *cs = &al->in->sets[set];

	for (size_t i = 0; i < cs->n; i++)
		mark_bytes(cs->at[i].from, cs->at[i].to, out);
}

#define DIGIT 2048

/* One pass of a sort by digits: from is sorted into to by bits at shift. */
static void
sort_digit(struct border *to, const struct border *from, size_t n,
    unsigned shift)
{
	size_t start[DIGIT + 1] = { 0 };

	for (size_t i = 0; i < n; i++)
		start[(from[i].at >> shift) % DIGIT + 1]++;
	for (size_t i = 0; i < DIGIT; i++)
		start[i + 1] += start[i];
	for (size_t i = 0; i < n; i++)
		to[start[(from[i].at >> shift) % DIGIT]++] = from[i];
}

/* All borders of all sets, by place; *n_out of them. */
static struct border *
borders(const struct alphabet *al, size_t *n_out)
{
	size_t n = 0;
	struct border *out, *other;

	for (size_t i = 0; i < al->in->n_sets; i++)
		n += 2 * al->in->sets[i].n;
	out = malloc((n + 1) * sizeof(*out));
	other = malloc((n + 1) * sizeof(*other));
	if (out == NULL || other == NULL) {
		free(out);
		free(other);
		return NULL;
	}
	n = 0;
	for (size_t i = 0; i < al->in->n_sets; i++) {
		for (size_t k = 0; k < al->in->sets[i].n; k++) {
			out[n].at = al->in->sets[i].at[k].from;
			out[n++].set = (int)i;
			out[n].at = al->in->sets[i].at[k].to;
			out[n++].set = ~(int)i;
		}
	}
	/* Borders are below 2^22. */
	sort_digit(other, out, n, 0);
	sort_digit(out, other, n, 11);
	free(other);
	*n_out = n;
	return out;
}

/* The class of a membership: one seen before, else the next. */
struct sweep {
	struct buf rows;	/* of the classes so far */
	struct buf hashes;	/* of those rows, for a quick comparison */
	uint64_t *now;
	uint64_t hash;
	size_t n;
};

static uint64_t
set_hash(size_t set)
{
	uint64_t h = (uint64_t)(set + 1) * 0x9e3779b97f4a7c15u;

	h ^= h >> 29;
	h *= 0xbf58476d1ce4e5b9u;
	return h ^ (h >> 32);
}

static size_t
sweep_class(struct sweep *sw, size_t row)
{
	size_t bytes = row * sizeof(uint64_t);
	const uint64_t *hashes = (const void *)sw->hashes.s;

	for (size_t i = 0; i < sw->n; i++)
		if (hashes[i] == sw->hash &&
		    memcmp(sw->rows.s + i * bytes, sw->now, bytes) == 0)
			return i;
	buf_add(&sw->rows, sw->now, bytes);
	buf_add(&sw->hashes, &sw->hash, sizeof(sw->hash));
	return sw->n++;
}

static void
sweep_cross(struct sweep *sw, const struct border *b)
{
	size_t set = (size_t)(b->set < 0 ? ~b->set : b->set);

	sw->now[set / 64] ^= (uint64_t)1 << set % 64;
	sw->hash ^= set_hash(set);
}

static void
find_intervals(struct alphabet *al, struct sweep *sw,
    const struct border *b, size_t n)
{
	uint32_t at = 0;
	size_t i = 0;

	while (at < 0x110000) {
		size_t class;

		while (i < n && b[i].at == at)
			sweep_cross(sw, &b[i++]);
		class = sweep_class(sw, al->in->row);
		if (al->in->n_intervals == 0 ||
		    al->in->classes[al->in->n_intervals - 1] != class) {
			al->in->starts[al->in->n_intervals] = at;
			al->in->classes[al->in->n_intervals++] =
			    (uint16_t)class;
		}
		at = i < n ? b[i].at : 0x110000;
	}
}

static int
find_flags(struct alphabet *al)
{
	al->flags = malloc(al->in->n_classes + 1);
	if (al->flags == NULL)
		return -1;
	for (unsigned c = 0; c < al->in->n_classes; c++)
		al->flags[c] = (uint8_t)(
		    (alphabet_has(al, al->in->word, c) ? AL_WORD : 0) |
		    (alphabet_has(al, al->in->newline, c) ? AL_NEWLINE : 0) |
		    (alphabet_has(al, al->in->extend, c) ? AL_EXTEND : 0));
	al->flags[al->in->n_classes] = AL_EDGE;
	return 0;
}

int
alphabet_seal(struct alphabet *al)
{
	struct sweep sw = { 0 };
	struct border *b = NULL;
	size_t n = 0;
	int rc = -1;

	al->in->row = (al->in->n_sets + 63) / 64;
	sw.now = calloc(al->in->row, sizeof(*sw.now));
	b = borders(al, &n);
	al->in->starts = malloc((n + 1) * sizeof(*al->in->starts));
	al->in->classes = malloc((n + 1) * sizeof(*al->in->classes));
	if (sw.now == NULL || b == NULL || al->in->starts == NULL ||
	    al->in->classes == NULL)
		goto out;
	find_intervals(al, &sw, b, n);
	if (!buf_ok(&sw.rows) || !buf_ok(&sw.hashes) || sw.n > UINT16_MAX - 1)
		goto out;
	al->in->n_classes = sw.n;
	al->in->members = (void *)sw.rows.s;
	sw.rows.s = NULL;
	rc = find_flags(al);
out:
	free(sw.now);
	buf_free(&sw.rows);
	buf_free(&sw.hashes);
	free(b);
	return rc;
}

size_t
alphabet_classes(const struct alphabet *al)
{
	return al->in->n_classes;
}

static size_t
find_interval(const struct alphabet *al, uint32_t c)
{
	size_t lo = 0, hi = al->in->n_intervals;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (al->in->starts[mid] <= c)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static const uint16_t *
fill_page(struct alphabet *al, size_t page)
{
	uint32_t first = (uint32_t)page * 256;
	size_t k = find_interval(al, first);
	uint16_t *p = malloc(256 * sizeof(*p));

	if (p == NULL)
		return NULL;
	for (uint32_t i = 0; i < 256; i++) {
		while (k + 1 < al->in->n_intervals &&
		    al->in->starts[k + 1] <= first + i)
			k++;
		p[i] = al->in->classes[k];
	}
	al->pages[page] = p;
	return p;
}

unsigned
alphabet_class_slow(struct alphabet *al, uint32_t c)
{
	const uint16_t *p = fill_page(al, c >> 8);

	/* A page that finds no memory is only slower. */
	return p == NULL ? al->in->classes[find_interval(al, c)] : p[c & 255];
}

int
alphabet_has(const struct alphabet *al, int set, unsigned class)
{
	const uint64_t *row = al->in->members + class * al->in->row;

	return (row[set / 64] >> (set % 64)) & 1;
}

void
alphabet_lead_bytes(const struct alphabet *al, const unsigned char *in,
    unsigned char out[256])
{
	for (size_t i = 0; i < al->in->n_intervals; i++) {
		uint32_t end = i + 1 < al->in->n_intervals ?
		    al->in->starts[i + 1] : 0x110000;

		if (in[al->in->classes[i]])
			mark_bytes(al->in->starts[i], end, out);
	}
}

void
alphabet_classes_in(const struct alphabet *al, uint32_t from, uint32_t to,
    unsigned char *out)
{
	for (size_t i = find_interval(al, from);
	    i < al->in->n_intervals && al->in->starts[i] < to; i++)
		out[al->in->classes[i]] = 1;
}

void
alphabet_bits(const struct alphabet *al, const unsigned char *in,
    unsigned char out[8192])
{
	for (size_t i = 0; i < al->in->n_intervals; i++) {
		uint32_t end = i + 1 < al->in->n_intervals ?
		    al->in->starts[i + 1] : 0x10000;

		if (!in[al->in->classes[i]])
			continue;
		for (uint32_t c = al->in->starts[i]; c < end && c < 0x10000;
		    c++)
			out[c / 8] |= (unsigned char)(1u << c % 8);
	}
}
