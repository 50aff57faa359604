/*
 * Where a break can be at all: the characters that may stand on both sides of
 * one are known once the rules are, and all other places cost as little as it
 * takes to pass over them.
 *
 * In most text that is a table read a byte, up to the first byte of a
 * character that may stand before a break.  In Hangul such characters are too
 * frequent, and words so short that a processor which guesses at each space
 * loses more than it computes.  There the bytes that may follow one of them,
 * mostly white space, are written into a list without a branch; at each it is
 * seen what stands before.
 */
#include "config.h"

#include "text/rules.h"

#include <stdlib.h>
#include <string.h>

#include "text/rules-inner.h"
#include "text/utf8.h"

static int
may_be_empty(struct dfa *d, int32_t number)
{
	/* Worked out by reading nothing: an automaton at the text's edge. */
	struct matched m;

	if (number == ALWAYS)
		return 1;
	m = dfa_matched(d, dfa_run(d, "", 0, 0, 0).matched);
	for (size_t i = 0; i < m.n; i++)
		if (m.at[i] == number)
			return 1;
	return 0;
}

/* Which classes may stand on one side of a break made by this rule. */
static void
side(const struct rules *r, const struct rule *rule, int is_before,
    unsigned char *out)
{
	int32_t number = is_before ? rule->before : rule->after;
	int far = !is_before && rule->far;
	const struct nfa *nfa = is_before ? &r->before : far ? &r->far :
	    &r->after;
	struct dfa *d = is_before ? r->before_dfa : far ? r->far_dfa :
	    r->after_dfa;

	memset(out, 0, r->places.n_classes);
	if (rule->slow != NULL || may_be_empty(d, number))
		memset(out, 1, r->places.n_classes);
	else
		dfa_first(nfa, r->al, number, out);
}

static int
find_pairs(struct rules *r)
{
	struct break_places *p = &r->places;
	size_t n = p->n_classes;
	unsigned char *left = malloc(n);
	unsigned char *right = malloc(n);
	int ok = left != NULL && right != NULL;

	for (size_t i = 0; ok && i < r->n; i++) {
		if (!r->at[i].srx->is_break)
			continue;
		side(r, &r->at[i], 1, left);
		side(r, &r->at[i], 0, right);
		for (size_t a = 0; a < n; a++) {
			p->left[a] |= left[a];
			for (size_t b = 0; left[a] && b < n; b++)
				p->pairs[a * n + b] |= right[b];
		}
	}
	free(left);
	free(right);
	return ok ? 0 : -1;
}

/* Characters that begin with such a byte; most of those in use are Hangul. */
#define HANGUL 0xa000
#define HANGUL_END 0xe000

static int
is_hangul(unsigned char lead)
{
	return lead >= 0xea && lead <= 0xed;
}

/*
 * Events: first bytes of what may follow Hangul, and of all else that may
 * stand before a break.
 */
static int
find_events(struct rules *r)
{
	struct break_places *p = &r->places;
	size_t n = p->n_classes;
	unsigned char *hangul = calloc(n, 1);
	unsigned char *right = calloc(n, 1);
	int ok = hangul != NULL && right != NULL;

	if (ok)
		alphabet_classes_in(r->al, HANGUL, HANGUL_END, hangul);
	for (size_t a = 0; ok && a < n; a++) {
		if (!p->left[a] || !hangul[a])
			continue;
		for (size_t b = 0; b < n; b++)
			right[b] |= p->pairs[a * n + b];
	}
	if (ok)
		alphabet_lead_bytes(r->al, right, p->event);
	p->events_do = 1;
	for (unsigned b = 0; b < 256; b++) {
		if (is_hangul((unsigned char)b))
			p->events_do &= !p->event[b];
		else
			p->event[b] |= p->hot[b];
	}
	free(hangul);
	free(right);
	return ok ? 0 : -1;
}

int
rules_find_places(struct rules *r)
{
	struct break_places *p = &r->places;
	size_t n = alphabet_classes(r->al);

	p->n_classes = n;
	p->pairs = calloc(n * n, 1);
	p->left = calloc(n, 1);
	if (p->pairs == NULL || p->left == NULL || find_pairs(r) < 0)
		return -1;
	alphabet_lead_bytes(r->al, p->left, p->hot);
	alphabet_bits(r->al, p->left, p->hot_bits);
	return find_events(r);
}

void
rules_free_places(struct rules *r)
{
	free(r->places.pairs);
	free(r->places.left);
}

/* Does the text begin with Hangul? */
static int
looks_hangul(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len && i < 24; i++)
		n += (size_t)is_hangul((unsigned char)s[i]);
	return n > 2;
}

void
rules_places_text(struct rules *r)
{
	struct break_places *p = &r->places;

	p->is_hangul = p->events_do && looks_hangul(r->s, r->len);
	p->to = 0;
	p->n = 0;
	p->next = 0;
}

static inline unsigned
class_before(struct rules *r, size_t off)
{
	unsigned char c = (unsigned char)r->s[off - 1];

	return alphabet_class(r->al, c < 0x80 ? c : utf8_prev(r->s, &off));
}

static inline unsigned
class_after(struct rules *r, size_t off)
{
	unsigned char c = (unsigned char)r->s[off];

	return alphabet_class(r->al, c < 0x80 ? c :
	    utf8_next(r->s, r->len, &off));
}

/* Do the characters around allow a break? */
static inline int
is_place(struct rules *r, size_t off)
{
	return r->places.pairs[class_before(r, off) * r->places.n_classes +
	    class_after(r, off)];
}

static void
gather_events(struct rules *r)
{
	struct break_places *p = &r->places;
	const unsigned char *s = (const unsigned char *)r->s;
	size_t n = 0;

	p->from = p->to;
	p->to = r->len - p->from < EVENTS ? r->len : p->from + EVENTS;
	for (size_t i = p->from; i < p->to; i++) {
		p->at[n] = (uint16_t)(i - p->from);
		n += p->event[s[i]];
	}
	p->n = n;
	p->next = 0;
}

/* Is what ends at off a Hangul syllable that may stand before a break? */
static inline int
is_hot_hangul(const struct rules *r, size_t off)
{
	const unsigned char *s = (const unsigned char *)r->s + off;
	unsigned c;

	if (off < 3 || !is_hangul(s[-3]))
		return 0;
	c = (s[-3] & 15u) << 12 | (s[-2] & 63u) << 6 | (s[-1] & 63u);
	return r->places.hot_bits[c / 8] >> c % 8 & 1;
}

static size_t
next_in_hangul(struct rules *r, size_t off)
{
	struct break_places *p = &r->places;

	for (;;) {
		size_t at, behind;

		while (p->next == p->n) {
			if (p->to == r->len)
				return r->len;
			gather_events(r);
		}
		at = behind = p->from + p->at[p->next];
		if (at > off && is_hot_hangul(r, at) && is_place(r, at))
			return at;
		p->next++;
		if (!p->hot[(unsigned char)r->s[at]])
			continue;
		utf8_next(r->s, r->len, &behind);
		if (behind > off && behind < r->len && is_place(r, behind))
			return behind;
	}
}

size_t
rules_next_place(struct rules *r, size_t off)
{
	const struct break_places *p = &r->places;
	const char *s = r->s;

	if (p->is_hangul)
		return next_in_hangul(r, off);
	for (;;) {
		while (off < r->len && !p->hot[(unsigned char)s[off]])
			off++;
		if (off == r->len)
			return r->len;
		utf8_next(s, r->len, &off);
		if (off == r->len || is_place(r, off))
			return off;
	}
}
