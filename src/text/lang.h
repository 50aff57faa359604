/*
 * lang: what a BCP 47 language tag says for matching.
 */
#ifndef TEXT_LANG_H
#define TEXT_LANG_H

#include <stddef.h>
#include <stdint.h>

/*
 * Two tags match when language and script are the same, each completed by
 * the likely-subtags rule: "ko", "ko-KR" and "kor_KR" match; "zh" matches
 * "zh-Hans" and not "zh-TW".  A tag that is not well-formed is a language of
 * its own, compared case-blind.
 */
struct lang {
	char group[24];	/* language and script: "ko-Kore" */
	char region[8];	/* given or likely: "KR"; "" when unknown */
	char base[16];	/* the language alone: "ko" */
};

void lang_parse(struct lang *out, const char *tag, size_t len);

/* The group as a short number for keys; equal groups, equal numbers. */
uint32_t lang_group(const struct lang *l);

/* The last few tags seen: units come in few languages. */
enum { LANG_CACHE = 8 };
struct lang_cache {
	struct {
		char tag[24];
		size_t len;
		uint32_t group;
		struct lang lang;
	} at[LANG_CACHE];
	size_t n;	/* ever put in */
	struct lang other;	/* of a tag too long to keep */
};

/* lang_parse() and lang_group(); *out is borrowed until the next call. */
uint32_t lang_cached(const struct lang **out, struct lang_cache *c,
    const char *tag, size_t len);

int lang_matches(const struct lang *a, const struct lang *b);

/* The same tag, case-blind. */
int lang_same_tag(const char *a, size_t a_len, const char *b, size_t b_len);

/* A tag that names a language at all: letters and hyphens in BCP 47 form. */
int lang_is_known(const char *tag, size_t len);

#endif
