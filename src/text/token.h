/*
 * token: a text as the sequence of units that the score compares.
 *
 * In the NFKC-case-folded text a unit is
 * (a) one Hangul, Han or Kana character;
 * (b) a number: digits, with "." or "," only between digits;
 * (c) a word: letters and combining marks of one script; an apostrophe
 *     between letters and a full stop inside an initialism (U.S.) belong to
 *     it and are not compared;
 * (d) in Thai, Lao, Khmer and Burmese one grapheme cluster;
 * (e) one sign that bears meaning: currency and other symbols, % and its
 *     kin, and a minus directly before a digit and not after a letter or
 *     digit.
 * White space, other punctuation and ignorable characters are no units.
 */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "text/norm.h"
#include "wiretm.h"

/* The version of the rules above; a memory re-indexes when it changes. */
enum { TOKEN_RULES = 1 };

/* The version of Unicode's properties, as one number: 15.0 is 0x0F00. */
uint32_t token_unicode(void);

enum unit_kind { UNIT_CHAR, UNIT_NUMBER, UNIT_WORD, UNIT_CLUSTER, UNIT_SIGN };

struct unit {
	uint32_t from;	/* bytes [from, to) of the text as it came */
	uint32_t to;
	enum unit_kind kind;
};

struct units {
	uint64_t *keys;	/* equal keys are equal units; never 0 */
	struct unit *at;
	size_t n;
	size_t cap;
	int is_key;	/* as norm_is_key(), but often 0 for no reason */
	struct norm_chars chars;	/* scratch, or the folded text */
	unsigned char *classes;
	size_t cap_classes;
};
#define UNITS_INIT { 0 }

/* Replace what u held by the units of a text. */
int token_units(struct units *u, const char *s, size_t len,
    struct wtm_err *err);
/* The same, and u->chars is the folded text. */
int token_units_chars(struct units *u, const char *s, size_t len,
    struct wtm_err *err);
void units_free(struct units *u);

#endif
