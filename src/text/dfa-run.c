/*
 * How a dfa reads.  A scan that may go far does two things to read little:
 *
 * Scans that begin at different places of a text soon come to be in the same
 * state at the same place; from there on they are one.  Each leaves a mark at
 * the first character in every MARK_BYTES, and stops at one that an earlier
 * scan left in the same state.
 *
 * Patterns like "[^"]*"" are in a state that most characters do not change, or
 * in one of a few that the last character decides.  For such a state there is
 * a table of the bytes that matter, and the others are skipped.
 */
#include "config.h"

#include "text/dfa.h"

#include <stdlib.h>

#include "text/dfa-inner.h"
#include "text/utf8.h"

#define OFTEN 1000	/* marks after which a state is worth a table */
#define CUT_WORK 100	/* what a scan costs that reads to the limit */
#define MAX_BORING 8	/* states among which the last character decides */

static unsigned
class_before(struct dfa *d, const char *s, size_t off)
{
	return alphabet_class(d->al, utf8_prev(s, &off));
}

static unsigned
class_after(struct dfa *d, const char *s, size_t len, size_t off)
{
	return alphabet_class(d->al, utf8_next(s, len, &off));
}

/* Three bytes that are a character as most of Han and Hangul are; else 0. */
static inline uint32_t
three_bytes(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	if (p[0] <= 0xe0 || p[0] >= 0xed || (p[1] & 0xc0) != 0x80 ||
	    (p[2] & 0xc0) != 0x80)
		return 0;
	return (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
}

/* The character at *off, or before it when reading backward; off moves. */
static inline uint32_t
read_char(const char *s, size_t len, size_t *off, int back)
{
	uint32_t c = (unsigned char)s[back ? *off - 1 : *off];

	if (c < 0x80) {
		*off = back ? *off - 1 : *off + 1;
		return c;
	}
	if (back ? *off >= 3 : len - *off >= 3) {
		c = three_bytes(back ? s + *off - 3 : s + *off);
		if (c != 0) {
			*off = back ? *off - 3 : *off + 3;
			return c;
		}
	}
	return back ? utf8_prev(s, off) : utf8_next(s, len, off);
}

static inline uint32_t
run(struct dfa *d, uint32_t st, const char *s, size_t len, size_t off,
    size_t limit, int back)
{
	size_t edge = back ? 0 : len;
	size_t from = off;

	while (off != edge && limit-- > 0 && !(st & FINAL))
		st = dfa_next(d, st, alphabet_class(d->al,
		    read_char(s, len, &off, back)));
	if (off == edge && !(st & FINAL))
		st = dfa_next(d, st, d->edge);
	d->n_read += back ? from - off : off - from;
	return st;
}

/*
 * Was an earlier scan here in the same state?  If not, leave a mark.  off is
 * behind *mark, which moves.
 */
static int
is_known(struct dfa *d, uint32_t st, size_t off, size_t *mark)
{
	struct mark *m = &d->marks[off / MARK_BYTES % MARKS];

	if (m->off == off && m->state == st && m->scan == d->done &&
	    d->done > 0)
		return 1;
	m->off = off;
	m->state = st;
	m->scan = d->scan;
	*mark = (off / MARK_BYTES + 1) * MARK_BYTES;
	return 0;
}

/*
 * Mark the classes that are boring in a state: whatever of them is read, the
 * next state depends only on the last character.  0: not even one is.
 */
static int
find_boring(struct dfa *d, uint32_t st, unsigned char *boring)
{
	unsigned n = d->edge;
	unsigned usual = 0;	/* a class that changes nothing */
	uint32_t seen[MAX_BORING];
	size_t n_seen = 0;

	while (usual < n && dfa_next(d, st, usual) != st)
		usual++;
	for (unsigned c = 0; usual < n && c < n; c++) {
		uint32_t to = dfa_next(d, st, c);
		size_t i = 0;

		boring[c] = !(to & FINAL) && dfa_next(d, to, c) == to &&
		    dfa_next(d, to, usual) == st;
		while (boring[c] && i < n_seen && seen[i] != to)
			i++;
		if (!boring[c] || i < n_seen)
			continue;
		if (n_seen == MAX_BORING)
			return 0;
		seen[n_seen++] = to;
	}
	for (size_t i = 0; i < n_seen; i++)
		for (unsigned c = 0; c < n; c++)
			if (boring[c] &&
			    dfa_next(d, seen[i], c) != dfa_next(d, st, c))
				return 0;
	return n_seen > 0;
}

/* A state that is often met: by which bytes it is left. */
static void
learn_escape(struct dfa *d, uint32_t st)
{
	unsigned char *boring = malloc(d->edge);
	unsigned char escape[256] = { 0 };

	if (boring != NULL && find_boring(d, st, boring) &&
	    boring[alphabet_class(d->al, 0xfffd)]) {
		for (unsigned c = 0; c < d->edge; c++)
			boring[c] = !boring[c];
		alphabet_lead_bytes(d->al, boring, escape);
		buf_add(&d->escapes, escape, sizeof(escape));
		if (buf_ok(&d->escapes))
			*dfa_in_row(d, st, ESCAPE) = (uint32_t)
			    (d->escapes.len / sizeof(escape));
	}
	free(boring);
}

/*
 * Skip what is boring in a state, from *off to end at most; returns the state
 * then.
 */
static uint32_t
skip_boring(struct dfa *d, uint32_t st, const char *s, size_t *off, size_t end)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t escape = *dfa_in_row(d, st, ESCAPE);
	const unsigned char *table;
	size_t at = *off;

	if (escape == 0)
		return st;
	table = (const unsigned char *)d->escapes.s +
	    256 * ((size_t)escape - 1);
	while (at < end && !table[p[at]])
		at++;
	if (at == *off)
		return st;
	*off = at;
	return dfa_next(d, st, class_before(d, s, at));
}

/* As run() forward to a place, with marks. */
static uint32_t
run_marked(struct dfa *d, uint32_t st, const char *s, size_t len, size_t off,
    size_t end)
{
	size_t mark = (off / MARK_BYTES + 1) * MARK_BYTES;
	size_t from = off;

	d->scan++;
	while (off < end && !(st & FINAL)) {
		if (off >= mark) {
			if (is_known(d, st, off, &mark)) {
				d->n_read += off - from;
				return d->end;
			}
			if ((*dfa_in_row(d, st, MET))++ == OFTEN)
				learn_escape(d, st);
			st = skip_boring(d, st, s, &off, end);
			if (off == end)
				break;
		}
		st = dfa_next(d, st, alphabet_class(d->al,
		    read_char(s, len, &off, 0)));
	}
	if (off == len && !(st & FINAL))
		st = dfa_next(d, st, d->edge);
	d->n_read += off - from;
	if (st & FINAL) {
		d->done = d->scan;
		d->end = st;
	}
	return st;
}

static int32_t
first_live(const struct dfa *d, const struct state *st)
{
	const int32_t *at = (const void *)(d->places.s + st->off);

	for (size_t i = 0; i < st->n; i++)
		if (d->nfa->nodes[at[i]].kind != NFA_MATCH)
			return d->owner[at[i]];
	return -1;
}

static uint32_t
start_at(struct dfa *d, const char *s, size_t len, size_t off)
{
	int back = d->nfa->reversed;
	unsigned prev = AL_EDGE;

	if (off != (back ? len : 0))
		prev = alphabet_flags(d->al, back ?
		    class_after(d, s, len, off) : class_before(d, s, off));
	return d->starts[prev & 15] != UNKNOWN && !d->full ?
	    d->starts[prev & 15] : dfa_start(d, prev & 15);
}

static struct dfa_scan
scan_of(struct dfa *d, uint32_t st)
{
	struct dfa_scan out = { .nomem = d->nomem };

	if (d->nomem)
		return out;
	out.matched = *dfa_in_row(d, st, MATCHED);
	if (!(st & FINAL)) {
		out.cut = DFA_LIMIT;
		d->greedy = first_live(d, dfa_state(d, st));
		if (d->greedy >= 0)
			dfa_bill(d, d->greedy, CUT_WORK);
	}
	if (d->stopped >= 0) {
		out.cut = DFA_BANNED;
		d->greedy = d->stopped;
		d->stopped = -1;
	}
	return out;
}

struct dfa_scan
dfa_run(struct dfa *d, const char *s, size_t len, size_t off, size_t limit)
{
	uint32_t st = start_at(d, s, len, off);

	st = d->nfa->reversed ? run(d, st, s, len, off, limit, 1) :
	    run(d, st, s, len, off, limit, 0);
	return scan_of(d, st);
}

struct dfa_scan
dfa_run_far(struct dfa *d, const char *s, size_t len, size_t off, size_t limit)
{
	size_t end = len - off < limit ? len : off + limit;

	/* Not within a character. */
	while (end < len && ((unsigned char)s[end] & 0xc0) == 0x80)
		end++;
	return scan_of(d, run_marked(d, start_at(d, s, len, off), s, len, off,
	    end));
}
