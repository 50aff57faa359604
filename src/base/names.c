/*
 * names: what kinds and classes of matches are called, in JSON and in words.
 */
#include "config.h"
#include "wiretm.h"

static const struct {
	const char *name;
	const char *words;
} classes[WTM_CLASSES] = {
	[WTM_CLASS_CONTEXT] = { "context", "in context" },
	[WTM_CLASS_EXACT] = { "exact", "exact" },
	[WTM_CLASS_REPETITION] = { "repetition", "repetition" },
	[WTM_CLASS_95] = { "95-99", "nearly exact (95-99)" },
	[WTM_CLASS_85] = { "85-94", "close (85-94)" },
	[WTM_CLASS_75] = { "75-84", "similar (75-84)" },
	[WTM_CLASS_50] = { "50-74", "distant (50-74)" },
	[WTM_CLASS_NONE] = { "none", "no match" },
};

const char *
wtm_class_name(enum wtm_class c)
{
	return classes[c].name;
}

const char *
wtm_class_words(enum wtm_class c)
{
	return classes[c].words;
}

const char *
wtm_match_kind_name(enum wtm_match_kind kind)
{
	static const char *const names[] = {
		[WTM_CONTEXT] = "context",
		[WTM_EXACT] = "exact",
		[WTM_NUMBER] = "number",
		[WTM_FUZZY] = "fuzzy",
	};

	return names[kind];
}

const char *
wtm_differs_name(unsigned bit)
{
	switch (bit) {
	case WTM_DIFFERS_CASE:
		return "case";
	case WTM_DIFFERS_PUNCTUATION:
		return "punctuation";
	case WTM_DIFFERS_SPACING:
		return "spacing";
	case WTM_DIFFERS_WIDTH:
		return "width";
	case WTM_DIFFERS_CODES:
		return "codes";
	default:
		return NULL;
	}
}
