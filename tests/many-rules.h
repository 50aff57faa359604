/*
 * many-rules: an SRX file of 1,500 rules as large rule sets are: languages
 * with abbreviations that end in white space, in words, groups, with and
 * without regard to case, a few with what has to follow, and at the end the
 * breaks, which stand behind the white space.  The words are made up.
 */
#ifndef TESTS_MANY_RULES_H
#define TESTS_MANY_RULES_H

#include "base/buf.h"

#define MANY_LANGUAGES 32
#define MANY_RULES 1500

static unsigned
many_random(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % below;
}

static void
many_word(struct buf *out, unsigned *seed)
{
	static const char *const parts[] = {
		"a", "ber", "ch", "dr", "eng", "f", "gov", "h", "ig", "j",
		"kl", "lt", "m", "nr", "op", "prof", "qu", "r", "st", "t",
		"ud", "v", "w", "x", "y", "z", "Sr", "Abs", "Corp", "Inc",
		"St", "Vol"
	};
	unsigned n = 1 + many_random(seed, 2);

	while (n-- > 0)
		buf_adds(out, parts[many_random(seed, 32)]);
}

static void
many_rule(struct buf *out, const char *is_break, const char *before,
    const char *after)
{
	buf_addf(out, "<rule break=\"%s\"><beforebreak>%s</beforebreak>"
	    "<afterbreak>%s</afterbreak></rule>\n", is_break, before, after);
}

/* An exception of one of several forms. */
static void
many_exception(struct buf *out, unsigned *seed)
{
	static const char *const after[] = {
		"", "", "", "", "\\p{Ll}", "\\d", "\\p{Lu}\\.", "\\s*\\d+"
	};
	struct buf b = { 0 };
	unsigned form = many_random(seed, 6);

	buf_adds(&b, form == 3 ? "(?i)\\b" : "\\b");
	if (form == 4)
		buf_adds(&b, "[0-9]+\\s");
	if (form == 5)
		buf_adds(&b, "(?:");
	many_word(&b, seed);
	for (int i = 0; form == 5 && i < 4; i++) {
		buf_adds(&b, "|");
		many_word(&b, seed);
	}
	if (form == 5)
		buf_adds(&b, ")");
	buf_adds(&b, form == 2 ? "\\.\\s?\\p{Lu}\\.\\s" : "\\.\\s");
	many_rule(out, "no", b.s, after[many_random(seed, 8)]);
	buf_free(&b);
}

/* languages: over how many the exceptions are spread. */
static inline void
many_rules(struct buf *out, int languages)
{
	unsigned seed = 7;

	buf_adds(out, "<srx xmlns=\"http://www.lisa.org/srx20\" "
	    "version=\"2.0\"><header cascade=\"yes\"/><body>"
	    "<languagerules>\n");
	for (int k = 0; k < languages; k++) {
		buf_addf(out, "<languagerule languagerulename=\"L%d\">\n", k);
		for (int i = 0; i < (MANY_RULES - 6) / languages; i++)
			many_exception(out, &seed);
		buf_adds(out, "</languagerule>\n");
	}
	buf_adds(out, "<languagerule languagerulename=\"All\">\n");
	many_rule(out, "no", "\\.\\s", "\\p{Ll}");
	many_rule(out, "no", "\\b\\p{Lu}\\.\\s", "\\p{Lu}");
	many_rule(out, "no", "[.!?\xe2\x80\xa6][\"'\\p{Pe}\\p{Pf}]+\\s",
	    "\\p{Ll}");
	many_rule(out, "yes", "[.!?\xe2\x80\xa6]+[\"'\\p{Pe}\\p{Pf}]*\\s+", "");
	many_rule(out, "yes", "[\xe3\x80\x82\xef\xbc\x81\xef\xbc\x9f]", "");
	many_rule(out, "yes", "\\n", "");
	buf_adds(out, "</languagerule></languagerules><maprules>\n");
	for (int k = 0; k < languages; k++)
		buf_addf(out, "<languagemap languagepattern=\"%s.*\" "
		    "languagerulename=\"L%d\"/>\n", languages == 1 ||
		    k == 0 ? "" : k == 1 ? "en" : k == 2 ? "ko" : "x-none", k);
	buf_adds(out, "<languagemap languagepattern=\".*\" "
	    "languagerulename=\"All\"/></maprules></body></srx>\n");
}

#endif
