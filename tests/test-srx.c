/*
 * srx, rules: what an SRX file means, and how faults in it are told.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/test.h"
#include "text/rules.h"
#include "text/srx.h"

static char note_text[512];
static struct props *props;

static void
keep_note(void *arg, const char *msg)
{
	(void)arg;
	snprintf(note_text, sizeof(note_text), "%s", msg);
}

static void
write_file(const char *path, const char *s)
{
	FILE *f = fopen(path, "w");

	if (CHECK(f != NULL)) {
		fputs(s, f);
		fclose(f);
	}
}

#define HEAD "<srx xmlns='http://www.lisa.org/srx20' version='2.0'>" \
	"<header segmentsubflows='yes' cascade='%s'/><body>\n"

/* A file of the languagerules D and E, both mapped, D last. */
static void
write_rules(const char *cascade, const char *d, const char *e)
{
	struct buf b = { 0 };

	buf_addf(&b, HEAD, cascade);
	buf_addf(&b, "<languagerules><languagerule languagerulename='D'>%s"
	    "</languagerule><languagerule languagerulename='E'>%s"
	    "</languagerule></languagerules><maprules>"
	    "<languagemap languagepattern='[Ee][Nn].*' languagerulename='E'/>"
	    "<languagemap languagepattern='.*' languagerulename='D'/>"
	    "</maprules></body></srx>", d, e);
	write_file("test-srx.srx", b.s);
	buf_free(&b);
}

/* The text with "|" at each break. */
static void
breaks(struct buf *out, const char *lang, const char *text)
{
	struct wtm_err err = { 0 };
	struct rules_opts opts = { props, 0, keep_note, NULL };
	struct rules *r = NULL;
	struct srx srx;
	size_t len = strlen(text);
	size_t from = 0, to = 0;

	note_text[0] = '\0';
	if (!CHECK_INT(srx_read(&srx, "test-srx.srx", &err), 0) ||
	    !CHECK_INT(rules_new(&r, &srx, lang, &opts, &err), 0)) {
		fprintf(stderr, "  %s\n", err.msg);
		srx_free(&srx);
		return;
	}
	CHECK_INT(rules_text(r, text, len, &err), 0);
	while (from < len) {
		CHECK_INT(rules_next(r, from, &to, &err), 0);
		buf_add(out, text + from, to - from);
		if (to < len)
			buf_addc(out, '|');
		from = to;
	}
	rules_free(r);
	srx_free(&srx);
}

static void
check(const char *lang, const char *text, const char *want)
{
	struct buf out = { 0 };

	breaks(&out, lang, text);
	CHECK_STR(out.s == NULL ? "" : out.s, want);
	buf_free(&out);
}

#define RULE(brk, before, after) "<rule break='" brk "'><beforebreak>" before \
	"</beforebreak><afterbreak>" after "</afterbreak></rule>\n"
#define STOP RULE("yes", "\\.", "\\s")

static void
test_order(void)
{
	write_rules("no", "", RULE("no", "\\bMt\\.", "\\s") STOP);
	check("en", "On Mt. Halla. Snow fell.", "On Mt. Halla.| Snow fell.");
	write_rules("no", "", STOP RULE("no", "\\bMt\\.", "\\s"));
	check("en", "On Mt. Halla. Snow", "On Mt.| Halla.| Snow");
	write_rules("no", "", "<rule><beforebreak>;</beforebreak></rule>");
	check("en", "a; b;c", "a;| b;|c");
	write_rules("no", "", "<rule><afterbreak>#</afterbreak></rule>");
	check("en", "a#b##", "a|#b|#|#");
	write_rules("no", "", "");
	check("en", "a. b.", "a. b.");
	write_rules("no", "", "<rule/>");
	check("en", "abc", "a|b|c");
}

static void
test_maps(void)
{
	write_rules("no", STOP, RULE("no", "\\bMt\\.", "\\s"));
	check("en", "On Mt. Halla. Snow.", "On Mt. Halla. Snow.");
	check("de", "On Mt. Halla. Snow.", "On Mt.| Halla.| Snow.");
	write_rules("yes", STOP, RULE("no", "\\bMt\\.", "\\s"));
	check("en-US", "On Mt. Halla. Snow.", "On Mt. Halla.| Snow.");
}

/* Each pattern as an automaton, against what it says. */
static void
test_syntax(void)
{
	static const struct {
		const char *before;
		const char *after;
		const char *text;
		const char *want;
	} cases[] = {
		{ "a{2,3}", "b", "abaabaaab", "abaa|baaa|b" },
		{ "(?i)no\\.", "\\s\\d", "NO. 5 no. x", "NO.| 5 no. x" },
		{ "(ab|c)+", "d", "ababd cd d", "abab|d c|d d" },
		{ "[\\p{Lu}&amp;&amp;[^A-M]]", "", "BZAN", "BZ|AN" },
		{ "[^\\s\\d]", "\\d", "a1 1b2", "a|1 1b|2" },
		{ "\\bco\\.", "\\s", "taco. co. x", "taco. co.| x" },
		{ "^a", "", "aba", "a|ba" },
		{ "b", "$", "ab", "ab" },
		{ "\\x{2e}|\\u3002", "\\S", "a.b\xe3\x80\x82" "c",
		    "a.|b\xe3\x80\x82|c" },
		{ "\\Qa.\\E", "", "a.ab", "a.|ab" },
		{ "(?:x|(?i:y))", "", "xXYy-", "x|XY|y|-" },
		{ "a.c", "", "abca\nc-", "abc|a\nc-" },
		{ "(?s)a.c", "", "a\nc-", "a\nc|-" },
		{ "[[:upper:]--[Q-Z]]", "", "AXB-", "A|XB|-" },
		/* Not regular: the backtracking matcher is asked. */
		{ "(a|b)\\1", "", "abba-", "abb|a-" },
		{ "\\.(?!\\d)", "", "1.5 a.b", "1.5 a.|b" },
		{ "(?&lt;=x)y", "", "ayxy-", "ayxy|-" },
		{ "a++", "b", "aab", "aa|b" }
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf b = { 0 };

		buf_addf(&b, "<rule><beforebreak>%s</beforebreak>"
		    "<afterbreak>%s</afterbreak></rule>", cases[i].before,
		    cases[i].after);
		write_rules("no", "", b.s);
		check("en", cases[i].text, cases[i].want);
		buf_free(&b);
	}
}

static void
test_sloppy_files(void)
{
	write_file("test-srx.srx", "<x:srx xmlns:x='http://www.lisa.org/srx20' "
	    "xmlns:o='urn:o' version='2.0'><x:header cascade='no'>"
	    "<o:options a='b'/></x:header><x:body><x:languagerules>"
	    "<x:languagerule languagerulename='D'><!-- a --><x:rule o:n='1'>"
	    "<x:beforebreak>\\<!-- b -->.</x:beforebreak></x:rule>"
	    "</x:languagerule></x:languagerules><x:maprules>"
	    "<x:languagemap languagepattern='.*' languagerulename='D'/>"
	    "</x:maprules></x:body></x:srx>");
	check("en", "a.b", "a.|b");
}

static void
test_formathandle(void)
{
	struct wtm_err err = { 0 };
	struct srx srx;

	write_rules("no", "", "");
	CHECK_INT(srx_read(&srx, "test-srx.srx", &err), 0);
	CHECK_INT(srx_code_before_break(&srx, SRX_START), 0);
	CHECK_INT(srx_code_before_break(&srx, SRX_END), 1);
	CHECK_INT(srx_code_before_break(&srx, SRX_ISOLATED), 0);
	srx_free(&srx);
	write_file("test-srx.srx", "<srx><header segmentsubflows='no'>"
	    "<formathandle type='start' include='yes'/>"
	    "<formathandle type='end' include='no'/>"
	    "<formathandle type='isolated' include='yes'/></header></srx>");
	CHECK_INT(srx_read(&srx, "test-srx.srx", &err), 0);
	CHECK_INT(srx_code_before_break(&srx, SRX_START), 1);
	CHECK_INT(srx_code_before_break(&srx, SRX_END), 0);
	CHECK_INT(srx_code_before_break(&srx, SRX_ISOLATED), 1);
	CHECK_INT(srx.segmentsubflows, 0);
	srx_free(&srx);
}

/* The failure of reading and compiling for "en". */
static void
check_refused(int strict, const char *want)
{
	struct wtm_err err = { 0 };
	struct rules_opts opts = { props, strict, keep_note, NULL };
	struct rules *r = NULL;
	struct srx srx;
	int rc = srx_read(&srx, "test-srx.srx", &err);

	note_text[0] = '\0';
	if (rc == 0)
		rc = rules_new(&r, &srx, "en", &opts, &err);
	CHECK_INT(rc, -1);
	CHECK_INT(err.code, WTM_INPUT);
	if (!CHECK(strstr(err.msg, want) != NULL))
		fprintf(stderr, "  %s\n", err.msg);
	rules_free(r);
	srx_free(&srx);
}

static void
test_bad_rules(void)
{
	write_rules("no", "", RULE("yes", "((((", "") "\n" STOP);
	check("en", "a. b", "a.| b");
	CHECK(strstr(note_text, "test-srx.srx:2: bad rule") != NULL);
	check_refused(1, "test-srx.srx:2: bad rule");
	write_rules("no", "", RULE("yes", "(?&lt;=a*)b", ""));
	check_refused(0, "no rule for \"en\"");
	write_file("test-srx.srx", "<tmx/>");
	check_refused(0, "<srx>");
	write_file("test-srx.srx", "<srx><maprules><languagemap "
	    "languagepattern='.*' languagerulename='X'/></maprules></srx>");
	check_refused(0, "no languagerule \"X\"");
}

/* Rules that explode in a backtracking matcher end soon. */
static void
test_exploding_rules(void)
{
	static const char *const patterns[] = {
		"(a+)+$", "(a|a)*b", "(.*)(.*)(.*)(.*)(.*)x", "(a+)+\\1c",
		"((a{0,60}){0,60}){0,60}b"
	};
	struct buf text = { 0 };

	for (int i = 0; i < 3000; i++)
		buf_addc(&text, 'a');
	buf_adds(&text, "! a");
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		struct buf rule = { 0 };

		buf_addf(&rule, "<rule><beforebreak>%s</beforebreak>"
		    "<afterbreak>\\s</afterbreak></rule>", patterns[i]);
		write_rules("no", "", rule.s);
		check("en", text.s, text.s);
		buf_free(&rule);
	}
	buf_free(&text);
}

/*
 * Rules with states without end, or that read far from every place, are named
 * and asked no more.
 */
static void
test_endless_rules(void)
{
	static const char *const patterns[] = {
		"(.{0,60}){0,60}zz", "[^q]*[^r]*[^s]*q!"
	};
	struct buf text = { 0 };

	for (int i = 0; i < 20000; i++)
		buf_adds(&text, i % 7 == 0 ? "ab " : i % 5 == 0 ? "c" : "de");
	buf_addc(&text, '!');
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		struct buf rule = { 0 };

		buf_addf(&rule, "<rule><afterbreak>%s</afterbreak></rule>",
		    patterns[i]);
		write_rules("no", "", rule.s);
		check("en", text.s, text.s);
		if (!CHECK(strstr(note_text, "test-srx.srx:2: the rule") !=
		    NULL))
			fprintf(stderr, "  %s: %s\n", patterns[i], note_text);
		buf_free(&rule);
	}
	buf_free(&text);
}

/* Letters, stops and quotation marks at random, in runs of all lengths. */
static void
random_text(struct buf *out, unsigned seed, size_t len)
{
	static const char *const pieces[] = {
		"a", "b ", "ab", " ", "\xeb\x8b\xa4", "\xea\xb0\x80 ", "! ",
		". ", ".", "\"", "\"b", "c\"b ", "\xe2\x80\x9d"
	};

	while (out->len < len) {
		seed = seed * 1103515245u + 12345u;
		buf_adds(out, pieces[(seed >> 16) %
		    (seed >> 30 == 0 ? 13 : 7)]);
	}
}

/*
 * A rule that reads far remembers what it has read of a text: the breaks are
 * those that are found when each place is the first that is asked.
 */
static void
test_far_rules(void)
{
	struct rules_opts opts = { props, 0, keep_note, NULL };
	struct wtm_err err = { 0 };
	struct rules *r = NULL;
	struct buf text = { 0 };
	struct srx srx;
	size_t to = 0, alone = 0;
	int n = 0;

	write_rules("no", "", RULE("no", "[.!]", "[^\"!]*[^\"\\s]\"b") STOP
	    RULE("yes", "\xeb\x8b\xa4", "\\s") RULE("yes", "!", "\\s"));
	CHECK_INT(srx_read(&srx, "test-srx.srx", &err), 0);
	CHECK_INT(rules_new(&r, &srx, "en", &opts, &err), 0);
	for (unsigned seed = 1; seed < 4; seed++) {
		buf_clear(&text);
		random_text(&text, seed, 100000);
		CHECK_INT(rules_text(r, text.s, text.len, &err), 0);
		for (size_t from = 0; from < text.len; from = to, n++) {
			CHECK_INT(rules_next(r, from, &to, &err), 0);
			if (n % 10 != 0)
				continue;
			CHECK_INT(rules_text(r, text.s, text.len, &err), 0);
			CHECK_INT(rules_next(r, from, &alone, &err), 0);
			CHECK_INT(to, alone);
		}
	}
	CHECK(n > 1000);
	rules_free(r);
	srx_free(&srx);
	buf_free(&text);
}

/* The bytes that are read to find all breaks of n times a piece. */
static uint64_t
bytes_read(struct rules *r, const char *piece, size_t n)
{
	struct wtm_err err = { 0 };
	struct buf text = { 0 };
	uint64_t before = rules_n_read(r);
	size_t to = 0;

	while (n-- > 0)
		buf_adds(&text, piece);
	CHECK_INT(rules_text(r, text.s, text.len, &err), 0);
	while (to < text.len)
		CHECK_INT(rules_next(r, to, &to, &err), 0);
	buf_free(&text);
	return rules_n_read(r) - before;
}

/* A line however long takes what its parts take, with the program's rules. */
static void
test_linear(void)
{
	static const char *const pieces[] = {
		"words without end ", "a. ", "a. \"", "a! [", "It's 'a. b! ",
		". . . ", "a.", "\xeb\x8b\xa4 ", "\xeb\x8b\xa4. \"",
		"\xeb\x8b\xa4.\"", ("\xe3\x80\x8c" "a."), "U.S. ", "(a) 1. "
	};
	struct rules_opts opts = { props, 1, keep_note, NULL };
	struct wtm_err err = { 0 };
	struct rules *r = NULL;
	struct srx srx;

	CHECK_INT(srx_default(&srx, &err), 0);
	if (CHECK_INT(rules_new(&r, &srx, "ko", &opts, &err), 0)) {
		for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces);
		    i++) {
			uint64_t one = bytes_read(r, pieces[i], 1000);
			uint64_t two = bytes_read(r, pieces[i], 2000);
			uint64_t three = bytes_read(r, pieces[i], 3000);

			/* A third as long adds no more than the second. */
			if (!CHECK(three - two <= (two - one) * 11 / 10 +
			    10000))
				fprintf(stderr, "  \"%s\"\n", pieces[i]);
		}
		/* 10 MB */
		CHECK(bytes_read(r, pieces[0], 560000) < 100000);
	}
	rules_free(r);
	srx_free(&srx);
}

int
main(void)
{
	props = props_new();
	test_order();
	test_maps();
	test_syntax();
	test_sloppy_files();
	test_formathandle();
	test_bad_rules();
	test_exploding_rules();
	test_endless_rules();
	test_far_rules();
	test_linear();
	remove("test-srx.srx");
	props_free(props);
	return test_end();
}
