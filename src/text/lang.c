/*
 * lang: language tags, with ICU's likely subtags (CLDR) behind them.
 *
 * Old TMX files write "EN_us" and "kor"; underscores and the codes of
 * ISO 639-2 are taken as what they mean.
 *
 * To ask ICU for the first time makes it read its data, which takes longer
 * than many a lookup; so the tags met most are known here.
 */
#include "config.h"
#include "text/lang.h"

#include <stdio.h>
#include <string.h>

#include <unicode/uloc.h>

#include "text/norm.h"

enum { TAG_MAX = 64 };

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* What ICU says of them. */
static const struct known {
	const char *tag;
	struct lang lang;
} known_tags[] = {
	{ "en", { "en-Latn", "US", "en" } },
	{ "en-GB", { "en-Latn", "GB", "en" } },
	{ "en-US", { "en-Latn", "US", "en" } },
	{ "ko", { "ko-Kore", "KR", "ko" } },
	{ "ko-KR", { "ko-Kore", "KR", "ko" } },
};

static const struct lang *
find_known(const char *tag, size_t len)
{
	for (size_t i = 0; i < sizeof known_tags / sizeof *known_tags; i++)
		if (strlen(known_tags[i].tag) == len &&
		    memcmp(known_tags[i].tag, tag, len) == 0)
			return &known_tags[i].lang;
	return NULL;
}

/* 0 and the subtags of a well-formed tag, likely ones added; else -1. */
static int
likely(struct lang *out, const char *tag, size_t len)
{
	char plain[TAG_MAX];
	char locale[ULOC_FULLNAME_CAPACITY];
	char full[ULOC_FULLNAME_CAPACITY];
	char script[8];
	UErrorCode status = U_ZERO_ERROR;
	int32_t used;

	if (len == 0 || len >= TAG_MAX)
		return -1;
	for (size_t i = 0; i < len; i++)
		plain[i] = tag[i] == '_' ? '-' : tag[i];
	plain[len] = '\0';
	uloc_forLanguageTag(plain, locale, sizeof locale, &used, &status);
	if (U_FAILURE(status) || (size_t)used != len)
		return -1;
	uloc_addLikelySubtags(locale, full, sizeof full, &status);
	uloc_getLanguage(full, out->base, sizeof out->base, &status);
	uloc_getScript(full, script, sizeof script, &status);
	uloc_getCountry(full, out->region, sizeof out->region, &status);
	if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING ||
	    out->base[0] == '\0')
		return -1;
	snprintf(out->group, sizeof out->group, "%s-%s", out->base, script);
	return 0;
}

void
lang_parse(struct lang *out, const char *tag, size_t len)
{
	const struct lang *known = find_known(tag, len);
	size_t n;

	*out = known != NULL ? *known : (struct lang){ 0 };
	if (known != NULL || likely(out, tag, len) == 0)
		return;
	*out = (struct lang){ 0 };
	n = len < sizeof out->group ? len : sizeof out->group - 1;
	for (size_t i = 0; i < n; i++)
		out->group[i] = lower(tag[i]);
	n = n < sizeof out->base ? n : sizeof out->base - 1;
	memcpy(out->base, out->group, n);
}

uint32_t
lang_group(const struct lang *l)
{
	return (uint32_t)norm_hash(l->group, strlen(l->group));
}

uint32_t
lang_cached(const struct lang **out, struct lang_cache *c, const char *tag,
    size_t len)
{
	size_t n = c->n < LANG_CACHE ? c->n : LANG_CACHE;
	size_t at;

	for (size_t i = 0; i < n; i++)
		if (c->at[i].len == len &&
		    memcmp(c->at[i].tag, tag, len) == 0) {
			*out = &c->at[i].lang;
			return c->at[i].group;
		}
	if (len > sizeof c->at[0].tag) {
		lang_parse(&c->other, tag, len);
		*out = &c->other;
		return lang_group(&c->other);
	}
	at = c->n++ % LANG_CACHE;
	memcpy(c->at[at].tag, tag, len);
	c->at[at].len = len;
	lang_parse(&c->at[at].lang, tag, len);
	c->at[at].group = lang_group(&c->at[at].lang);
	*out = &c->at[at].lang;
	return c->at[at].group;
}

int
lang_matches(const struct lang *a, const struct lang *b)
{
	return strcmp(a->group, b->group) == 0;
}

int
lang_same_tag(const char *a, size_t a_len, const char *b, size_t b_len)
{
	if (a_len != b_len)
		return 0;
	for (size_t i = 0; i < a_len; i++)
		if (lower(a[i]) != lower(b[i]))
			return 0;
	return 1;
}

int
lang_is_known(const char *tag, size_t len)
{
	struct lang l = { 0 };

	return find_known(tag, len) != NULL || (likely(&l, tag, len) == 0 &&
	    uloc_getISO3Language(l.base)[0]);
}
