/*
 * The documents of "match --format": what is escaped and what never comes
 * out raw, on texts that a memory or an article may hold.
 */
#include "config.h"
#include "wiretm.h"

#include <stdlib.h>

#include "test.h"

#define BAD "\001\002\b\v\f\033\177"
#define FFFD "\xef\xbf\xbd"
#define STR(s) { s, sizeof(s) - 1 }

static const char *const formats[] = { "tsv", "csv", "html", "xliff",
	"xliff2", "tmx", "po" };
enum { N_FORMATS = sizeof formats / sizeof *formats };

static const struct wtm_attr attrs[] = {
	{ STR("creationdate"), STR("20250102T030405Z") },
	{ STR("creationid"), STR("a\001<b>&\"c\"") },
};

static const struct wtm_meta metas[] = {
	{ .type = STR("x-\"<k>"), .text = STR("v\002&<w>") },
	{ .is_note = 1, .text = STR("n\003</li>") },
};

/* One sentence with one match of these texts, as a document. */
static char *
written(const char *format, const char *article, const char *source,
    const char *target, int score)
{
	struct wtm_tuv tuvs[] = {
		{ .lang = STR("en"), .text = { source, strlen(source) } },
		{ .lang = STR("ko_KR"), .text = { target, strlen(target) } },
	};
	struct wtm_str values[] = { STR("4"), STR("<5>") };
	struct wtm_tu tu = { .id = 7, .attrs = attrs, .n_attrs = 2,
		.metas = metas, .n_metas = 2, .tuvs = tuvs, .n_tuvs = 2 };
	struct wtm_match m = { .tu = &tu, .target = 1, .kind =
		score == 1000 ? WTM_EXACT : WTM_FUZZY, .score = score,
		.values = values, .n_values = score == 1000 ? 0 : 2,
		.offered = tuvs[1].text };
	struct wtm_segment seg = { .n = 1,
		.text = { article, strlen(article) } };
	struct wtm_aligned a = { .file = "a\001&\"<b>.txt", .segment = &seg,
		.class = score == 1000 ? WTM_CLASS_EXACT : WTM_CLASS_85,
		.source = "en_GB", .target = "ko", .matches = { &m, 1 } };
	struct wtm_writer_opts opts = { "en", "ko", "20250102T030405Z" };
	struct wtm_writer *w;
	struct wtm_err err = { 0 };
	char *s = NULL;
	size_t len;
	FILE *f = open_memstream(&s, &len);

	if (f == NULL)
		return NULL;
	CHECK_INT(wtm_writer_open(&w, format, f, &opts, &err), 0);
	CHECK_INT(wtm_writer_put(w, &a, &err), 0);
	CHECK_INT(wtm_writer_close(w, &err), 0);
	wtm_writer_free(w);
	fclose(f);
	CHECK_INT(err.code, WTM_OK);
	return s;
}

static void
has(const char *format, const char *article, const char *source,
    const char *target, int score, const char *want)
{
	char *s = written(format, article, source, target, score);

	if (!CHECK(s != NULL && strstr(s, want) != NULL))
		fprintf(stderr, "%s: no \"%s\" in:\n%s\n", format, want, s);
	free(s);
}

static void
control_characters_are_replaced(void)
{
	for (size_t i = 0; i < N_FORMATS; i++) {
		char *s = written(formats[i], "A" BAD "b", "A" BAD "c",
		    "가" BAD "나", 900);

		for (const char *p = s; p != NULL && *p != '\0'; p++)
			CHECK((unsigned char)*p >= ' ' || *p == '\n' ||
			    (*p == '\t' && i == 0) || (*p == '\r' && i == 1));
		CHECK(s != NULL && strstr(s, FFFD FFFD FFFD) != NULL);
		free(s);
	}
}

static void
cells_hold_their_text(void)
{
	/* the sentence on one line, the memory as it is; quotes doubled */
	has("csv", "Say \"no\",\n  now", "x", "y", 900,
	    "\r\n\"Say \"\"no\"\", now\",,");
	has("csv", "x", "a\r\nb\rc\nd", " y", 900, ",\"a\nb\nc\nd\",\" y\",");
	has("csv", "x;y", "z", "1", 900, "\r\n\"x;y\",,");
	has("csv", "x", "x", "1", 1000, "\r\nx,1,");
	/* no formula for Excel */
	has("csv", "=1+1", "=1+1", "-1,2", 1000, "\r\n'=1+1,\"'-1,2\",");
	has("tsv", "=1+1", "=1+1", "-1", 1000, "\n=1+1\t-1\t");
	has("tsv", "Say\t\"no\",\r\nnow", "a\tb\xe2\x80\xa8" "c", "y", 900,
	    "\nSay \"no\", now\t\t");
	has("tsv", "x", "a\tb\xe2\x80\xa8" "c", "y\n", 900, "\ta b c\ty \t");
	has("tsv", "two  blanks", "x", "y", 900, "\ntwo  blanks\t");
}

static void
markup_is_escaped(void)
{
	has("html", "1 < 2 & 3", "1 < 2 & 4", "x", 900,
	    ">1 &lt; 2 &amp; 3</p>");
	has("html", "1 < 2 & 3", "1 < 2 & 4", "<script>", 900,
	    ">&lt;script&gt;</p>");
	has("html", "x", "y", "z", 900, "; note: n" FFFD "&lt;/li&gt;");
	has("html", "x", "y", "z", 900, "x-\"&lt;k&gt;: v" FFFD "&amp;&lt;w");
	has("html", "x", "y", "z", 900, "<title>a" FFFD "&amp;\"&lt;b&gt;.txt");
	has("xliff", "1 < 2 & 3", "y", "z", 900,
	    "xml:lang=\"en-GB\">1 &lt; 2 &amp; 3</source>");
	has("xliff", "x", "y", "z", 900,
	    "original=\"a" FFFD "&amp;&quot;&lt;b>.txt\"");
	has("xliff", "x", "y", "z", 900,
	    "a" FFFD "&lt;b&gt;&amp;\"c\"; values");
	has("xliff", "x", "y", "z", 900,
	    "<target xml:lang=\"ko-KR\">z</target>");
	has("html", "x", "y", "z", 900, "lang=\"ko-KR\">z</p>");
	has("xliff2", "x", "y]]>", "z", 900, "<source>y]]&gt;</source>");
	has("po", "a \"b\" \\n", "y\nz", "z", 900,
	    "\nmsgid \"a \\\"b\\\" \\\\n\"\n");
	has("po", "x", "y\nz", "z", 900, "\n#| msgid \"y z\"\n");
}

static void
differences_are_marked(void)
{
	has("html", "He has 4 boats.", "He has <5> boats.", "4척과 14척", 900,
	    "He has <del><b class=\"value\">&lt;5&gt;</b></del>"
	    "<ins><b class=\"value\">4</b></ins> boats.");
	has("html", "x", "y", "4척, 14척, 4.5, 1,4, 4.", 900,
	    "<b class=\"value\">4</b>척, 14척, 4.5, 1,4, "
	    "<b class=\"value\">4</b>.");
	has("html", "a b", "a", "z", 900, ">a <ins>b</ins></p>");
}

static void
sure_translations_are_filled_in(void)
{
	has("xliff", "x", "x", "y", 1000, "<target state=\"translated\" "
	    "state-qualifier=\"exact-match\" xml:lang=\"ko\">y</target>");
	has("xliff2", "x", "x", "y", 1000, "<segment id=\"s1\" "
	    "state=\"translated\">\n<source>x</source>\n<target>y</target>");
	has("xliff2", "x", "z", "y", 900, "<segment id=\"s1\" "
	    "state=\"initial\">\n<source>x</source>\n</segment>");
	has("po", "x", "x", "y", 1000, "#.   y\nmsgctxt");
	has("po", "x", "z", "y", 900, "#, fuzzy\n#| msgid \"z\"\nmsgctxt");
}

/* An article may say that it is in another language than the one before. */
static void
pairs_of_languages(void)
{
	static const char *const several = "html xliff tmx";
	struct wtm_segment seg = { .n = 1, .text = STR("x") };
	struct wtm_aligned a = { .file = "a", .segment = &seg,
		.class = WTM_CLASS_NONE, .source = "en_US", .target = "ko" };
	struct wtm_aligned b = { .file = "b", .segment = &seg,
		.class = WTM_CLASS_NONE, .source = "ko", .target = "en" };
	struct wtm_writer_opts opts = { "fr", "de", NULL };

	for (size_t i = 0; i < N_FORMATS; i++) {
		int fails = strcmp(formats[i], "xliff2") == 0 ||
		    strstr(several, formats[i]) == NULL;
		struct wtm_writer *w;
		struct wtm_err err = { 0 };
		FILE *f = tmpfile();

		if (!CHECK(f != NULL))
			return;
		CHECK_INT(wtm_writer_open(&w, formats[i], f, &opts, &err), 0);
		CHECK_INT(wtm_writer_put(w, &a, &err), 0);
		CHECK_INT(wtm_writer_put(w, &b, &err), fails ? -1 : 0);
		CHECK_INT(err.code, fails ? WTM_USAGE : WTM_OK);
		wtm_writer_free(w);
		fclose(f);
	}
}

static void
failures_are_told(void)
{
	struct wtm_writer_opts opts = { "en", "ko", NULL };
	struct wtm_writer *w;
	struct wtm_err err = { 0 };
	FILE *full = fopen("/dev/full", "w");

	CHECK_INT(wtm_writer_open(&w, "docx", stdout, &opts, &err), -1);
	CHECK_INT(err.code, WTM_USAGE);
	wtm_writer_free(w);
	for (size_t i = 0; full != NULL && i < N_FORMATS; i++) {
		setvbuf(full, NULL, _IONBF, 0);
		err = (struct wtm_err){ 0 };
		if (wtm_writer_open(&w, formats[i], full, &opts, &err) == 0)
			CHECK_INT(wtm_writer_close(w, &err), -1);
		CHECK_INT(err.code, WTM_SYSTEM);
		wtm_writer_free(w);
	}
	if (full != NULL)
		fclose(full);
}

int
main(void)
{
	control_characters_are_replaced();
	cells_hold_their_text();
	markup_is_escaped();
	differences_are_marked();
	sure_translations_are_filled_in();
	pairs_of_languages();
	failures_are_told();
	return test_end();
}
