/*
 * traits: what of a sentence helps to find its translation: its length, its
 * words and parts of words, its values, and how its names sound.
 */
#ifndef ALIGN_TRAITS_H
#define ALIGN_TRAITS_H

#include <stddef.h>
#include <stdint.h>

#include "align/sound.h"
#include "base/arena.h"
#include "text/kinds.h"
#include "text/placeable.h"
#include "text/props.h"
#include "text/token.h"

/* A mark is looked for on the other side, and its absence there counts. */
enum mark_kind {
	MARK_BIG,	/* a number from 10 on, a month, a weekday */
	MARK_SMALL,
	MARK_WEAK,	/* "one": helps others, says nothing itself */
	MARK_FOREIGN,	/* a word in a script that is not the sentence's */
	MARK_QUESTION,
	MARK_QUOTE,
	MARK_KINDS
};

struct mark {
	uint64_t key;
	enum mark_kind kind;
};

enum { TRAITS_MARKS = 64 };	/* the rest is not looked at */

struct traits {
	int aside;		/* no part of the story: a byline, a credit */
	size_t chars;		/* but white space */
	uint64_t *parts;	/* of words, hashed; ascending, no doubles */
	size_t n_parts;
	uint64_t *words;	/* whole words, hashed; ascending */
	size_t n_words;
	struct mark *marks;
	size_t n_marks;
	struct sound_name *names;	/* words in capitals, Latin letters */
	size_t n_names;
	struct sound *sounds;	/* Hangul words */
	size_t n_sounds;
};

/* What is used again from sentence to sentence. */
struct traits_scratch {
	struct props *props;
	struct kinds *kinds;
	struct units units;
	struct placeables values;
};

int traits_scratch_init(struct traits_scratch *scratch, struct wtm_err *err);
void traits_scratch_free(struct traits_scratch *scratch);

/* The result lives in the arena.  0, or -1: no memory. */
int traits_of(struct traits *out, const char *s, size_t len, const char *lang,
    struct traits_scratch *scratch, struct arena *a, struct wtm_err *err);

/* A line of this kind stands beside the story: a byline, a credit. */
int traits_is_aside(enum wtm_segment_kind kind);

#endif
