/*
 * norm: the normal forms of a text that comparisons stand on.
 */
#ifndef TEXT_NORM_H
#define TEXT_NORM_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "wiretm.h"

/* White_Space of Unicode. */
int norm_is_space(uint32_t c);

/*
 * The exact-key text: NFC, runs of white space folded to one U+0020, ends
 * trimmed.  Appended to out.
 */
int norm_key(struct buf *out, const char *s, size_t len,
    struct wtm_err *err);

/* Is the text its own exact-key text, at a glance?  0: it may be, or not. */
int norm_is_key(const char *s, size_t len);

/* A text of 1 GiB is refused. */
int norm_check_len(size_t len, struct wtm_err *err);

/* 64 bits over bytes; the same on every machine and in every version. */
uint64_t norm_hash(const void *s, size_t len);

/* One step of it (that of SplitMix64). */
static inline uint64_t
norm_mix(uint64_t h)
{
	h ^= h >> 30;
	h *= UINT64_C(0xBF58476D1CE4E5B9);
	h ^= h >> 27;
	h *= UINT64_C(0x94D049BB133111EB);
	return h ^ h >> 31;
}

/* NFC, NFKC and NFKC_Casefold of a piece of text, appended to out. */
enum norm_form { NORM_NFC, NORM_NFKC, NORM_NFKC_CASEFOLD };
int norm_form(struct buf *out, enum norm_form form, const char *s,
    size_t len, struct wtm_err *err);

/* The same, and of the result only ... */
enum norm_part {
	NORM_LETTERS,	/* letters and marks */
	NORM_JOINERS,	/* apostrophes, full stops, ignorable characters */
	NORM_INK,	/* all but white space */
};
int norm_part(struct buf *out, enum norm_form form, enum norm_part part,
    const char *s, size_t len, struct wtm_err *err);

/* A character of a folded text and the bytes [from, to) it comes from. */
struct norm_char {
	uint32_t c;
	uint32_t from;
	uint32_t to;
};

struct norm_chars {
	struct norm_char *at;
	size_t n;
	size_t cap;
};

/*
 * NFKC_Casefold with offsets into s; replaces what out held.  Characters
 * that were composed or taken apart together share one range.
 */
int norm_fold(struct norm_chars *out, const char *s, size_t len,
    struct wtm_err *err);
void norm_chars_free(struct norm_chars *c);

/*
 * The code points of the NFC text without white space, as keys for
 * lev_distance(); *out grows, *cap is its size in keys.
 */
int norm_letters(uint64_t **out, size_t *n, size_t *cap, const char *s,
    size_t len, struct wtm_err *err);

/*
 * Text that needs no ICU; here for the test against ICU.  Is c its own NFC
 * (or white space), and never composed with what stands before it?
 */
int norm_plain_nfc(uint32_t c);
uint32_t norm_plain_fold(uint32_t c);	/* its fold alike, or 0: ask ICU */

#endif
