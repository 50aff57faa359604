/*
 * test-tmx: TMX in and out: what is kept and in what form, what is left out
 * and why, what is odd, what is refused, and that writing what was read and
 * reading it again changes nothing.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/gzip.h"
#include "format/format.h"
#include "test.h"
#include "tmx/tmx-write.h"

#define HEAD "<header creationtool=\"t\" creationtoolversion=\"1\" " \
	"segtype=\"sentence\" o-tmf=\"o\" adminlang=\"en\" " \
	"srclang=\"en\" datatype=\"plaintext\""
#define DATE "20181029T120000Z"
#define FILE_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" \
	"<tmx version=\"1.4\">\n"
#define OUT_HEAD FILE_HEAD HEAD " creationdate=\"" DATE "\"/>\n<body>\n"
#define OUT_TAIL "</body>\n</tmx>\n"
#define EN(s) "<tuv xml:lang=\"en\"><seg>" s "</seg></tuv>"
#define KO(s) "<tuv xml:lang=\"ko\"><seg>" s "</seg></tuv>"

struct said {
	struct buf b;	/* left out and odd, a line each */
	size_t accepted;
};

static int
on_left_out(void *arg, const struct unit_out *u, struct wtm_err *err)
{
	struct said *said = arg;
	const char *why = strchr(u->msg + strlen("f:"), ':');

	(void)err;
	buf_addf(&said->b, "%s %ld%.*s\n", u->rejected ? "rejected"
	    : "skipped", u->line, (int)strcspn(why, ";"), why);
	return 0;
}

static void
on_note(void *arg, const char *msg)
{
	struct said *said = arg;

	buf_addf(&said->b, "odd %s\n", msg);
}

/* Read s and write it to *out as version; the error when that fails. */
static const char *
convert(struct said *said, char **out, const char *s, size_t len,
    const char *version, int strict)
{
	static struct wtm_err err;
	struct unit_opts opts = { .left_out = on_left_out, .note = on_note,
		.arg = said, .strict = strict };
	struct tmx_write_opts w_opts = { version, DATE };
	struct unit_reader *r = NULL;
	struct tmx_writer *w = NULL;
	struct input *in;
	struct arena a = { 0 };
	struct wtm_tu tu;
	size_t out_len;
	FILE *to = open_memstream(out, &out_len);
	long line;
	int more = -1;

	err = (struct wtm_err){ 0 };
	said->accepted = 0;
	buf_clear(&said->b);
	buf_add(&said->b, "", 0);
	CHECK_INT(input_over_bytes(&in, s, len, "f", &err), 0);
	if (units_open(&r, in, &opts, &err) == 0)
		more = units_next(r, &tu, &line, &a, &err);
	if (more >= 0)
		CHECK_INT(tmx_write_open(&w, to, units_header(r), &w_opts,
		    &err), 0);
	while (more == 1) {
		said->accepted++;
		CHECK_INT(tmx_write_unit(w, &tu, &err), 0);
		more = units_next(r, &tu, &line, &a, &err);
	}
	if (more == 0)
		CHECK_INT(tmx_write_close(w, &err), 0);
	else
		tmx_write_abort(w);
	units_close(r);
	input_close(in);
	arena_free(&a);
	fclose(to);
	return more == 0 ? NULL : err.msg;
}

/* What is written for what is read; the body only. */
static const struct {
	const char *in;
	const char *want;	/* NULL: the same, with the line ends */
	const char *said;
} bodies[] = {
	{ "<tu>" EN("a") KO("b") "</tu>",
	    "<tu>\n" EN("a") "\n" KO("b") "\n</tu>\n", "" },
	{ "<tu tuid=\"1\" changedate=\"20181029T120000Z\">\n"
	    "<note xml:lang=\"en\" o-encoding=\"x\">n &amp; m</note>\n"
	    "<prop type=\"x-prev\">p</prop>\n"
	    "<tuv xml:lang=\"en\" changeid=\"k\"><note>i</note>"
	    "<prop type=\"t\" xml:lang=\"ko\"></prop><seg>a &lt; b &gt; "
	    "\"c\"\n d\te</seg></tuv>\n" KO("b") "\n</tu>\n", NULL, "" },
	{ "<tu><tuv lang='EN-us'><seg><![CDATA[<&>]]><!-- c -->&#13;</seg>"
	    "</tuv><tuv xml:lang='ko' lang='KO'><seg> b </seg></tuv></tu>",
	    "<tu>\n<tuv xml:lang=\"EN-us\"><seg>&lt;&amp;&gt;&#13;</seg>"
	    "</tuv>\n" KO(" b ") "\n</tu>\n", "" },
	{ "<tu>\n" EN("<bpt i=\"1\" x=\"1\">&lt;b <sub>c</sub>&gt;</bpt>"
	    "bold<ept i=\"1\">&lt;/b&gt;</ept><ph></ph><it pos=\"begin\">"
	    "&amp;</it><ut>{</ut>") "\n" KO("<hi type=\"x\">a<hi>b</hi></hi>")
	    "\n</tu>\n", NULL, "" },
	{ "<tu>" EN("<hi></hi><hi><hi/></hi><ph/>") KO("<ph><hi/></ph>")
	    "</tu>",
	    "<tu>\n" EN("<hi/><hi><hi/></hi><ph></ph>") "\n"
	    KO("<ph><hi></hi></ph>") "\n</tu>\n", "" },
	{ "<tu a:b=\"1\">" EN("x<r:k/>y") KO("<z:q v=\"&lt;&#9;&quot;\">k"
	    "</z:q>") "</tu>",
	    "<tu xmlns:a=\"urn:undeclared:a\" a:b=\"1\">\n"
	    EN("x<r:k xmlns:r=\"urn:r\"/>y") "\n"
	    KO("<z:q xmlns:z=\"urn:undeclared:z\" v=\"&lt;&#9;&quot;\">k"
	    "</z:q>") "\n</tu>\n",
	    "odd f:2: namespace not declared, or odd (Namespace prefix a for "
	    "b on tu is not defined); names are kept as written\n"
	    "odd f:2: foreign element <r:k> in a segment; kept\n" },
	{ "<tu><x:u><seg>s</seg></x:u>t" EN("a") KO("b") "</tu>",
	    "<tu>\n" EN("a") "\n" KO("b") "\n</tu>\n",
	    "odd f:2: namespace not declared, or odd (Namespace prefix x on "
	    "u is not defined); names are kept as written\n"
	    "odd f:2: unknown or misplaced element <x:u>; passed over\n"
	    "odd f:2: text outside a segment; passed over\n" },
	{ "\n<tu>" EN("a") "</tu>", "", "skipped 3: one language only\n" },
	{ "<tu>" EN("a") EN("b") "</tu>", "",
	    "skipped 2: one language only\n" },
	{ "<tu>" EN("a") KO(" \n") "</tu>", "",
	    "skipped 2: an empty segment\n" },
	{ "<tu/>", "", "skipped 2: one language only\n" },
	{ "<tu>" EN("a") KO("<ph/>") "</tu>",
	    "<tu>\n" EN("a") "\n" KO("<ph></ph>") "\n</tu>\n", "" },
	{ "<tu>" EN("a") KO("b") "<tuv xml:lang='ja'><seg/></tuv></tu>",
	    "<tu>\n" EN("a") "\n" KO("b") "\n<tuv xml:lang=\"ja\"><seg></seg>"
	    "</tuv>\n</tu>\n",
	    "odd f:2: an empty segment beside two that are not; kept\n" },
	{ "<tu><tuv><seg>a</seg></tuv>" KO("b") "</tu>", "",
	    "rejected 2: <tuv> without a language\n" },
	{ "<tu><tuv xml:lang=''><seg>a</seg></tuv>" KO("b") "</tu>", "",
	    "rejected 2: '' is no language tag\n" },
	{ "<tu><tuv xml:lang='../x'><seg>a</seg></tuv>" KO("b") "</tu>", "",
	    "rejected 2: '../x' is no language tag\n" },
	{ "<tu><tuv xml:lang='en'/>" KO("b") "</tu>", "",
	    "rejected 2: <tuv> without <seg>\n" },
	{ "<tu><tuv xml:lang='en'><seg>a</seg><seg>a</seg></tuv>" KO("b")
	    "</tu>", "", "rejected 2: two <seg> in a <tuv>\n" },
	{ "<tu><seg>a</seg>" EN("a") KO("b") "</tu>", "",
	    "rejected 2: <seg> where none may be\n" },
	{ "<tu>" EN("a<seg>b</seg>") KO("b") "</tu>", "",
	    "rejected 2: <seg> where none may be\n" },
	{ "<tu>" EN("a<ph><map/></ph>") KO("b") "</tu>", "",
	    "rejected 2: <map> where none may be\n" },
	{ "<tu\nx='1'>\n<tu>" EN("a") KO("b") "</tu>\n" EN("a") KO("b")
	    "</tu>", "", "rejected 4: a <tu> inside a <tu>\n"
	    "rejected 2: <tu> where none may be\n" },
	{ "<group><tu>" EN("a") KO("b") "</tu></group>", "",
	    "odd f:2: unknown or misplaced element <group>; passed over\n"
	    "rejected 2: <tu> outside <body>\n" },
	{ "<tu creationdate=\"2018\">\n" EN("a") "\n" KO("b") "\n</tu>\n",
	    NULL, "odd f:2: creationdate '2018' is no date like "
	    "20181029T120000Z; kept as text\n" },
	{ "<tu>\n" EN("<bpt i=\"1\">x</bpt>") "\n" KO("b") "\n</tu>\n", NULL,
	    "odd f:3: <bpt> without its <ept>; kept as it is\n" },
	{ "<tu>\n" EN("<ept i=\"1\">x</ept>") "\n" KO("b") "\n</tu>\n", NULL,
	    "odd f:3: <ept> without its <bpt>; kept as it is\n" },
};

static void
check_body(size_t i)
{
	struct said said = { 0 };
	struct buf in = { 0 };
	struct buf want = { 0 };
	const char *body = bodies[i].want;
	const char *bad;
	char *out = NULL;
	char *again = NULL;

	buf_addf(&in, "<tmx version='1.4' xmlns:r='urn:r'>" HEAD "/><body>"
	    "\n%s</body></tmx>", bodies[i].in);
	buf_addf(&want, OUT_HEAD "%s" OUT_TAIL,
	    body == NULL ? bodies[i].in : body);
	bad = convert(&said, &out, in.s, in.len, "1.4", 0);
	CHECK_STR(bad == NULL ? out : bad, want.s);
	CHECK_STR(said.b.s, bodies[i].said);
	if (bad == NULL) {
		bad = convert(&said, &again, out, strlen(out), "1.4", 0);
		CHECK_STR(bad == NULL ? again : bad, out);
	}
	free(out);
	free(again);
	buf_free(&in);
	buf_free(&want);
	buf_free(&said.b);
}

/* The header, in and out. */
static const struct {
	const char *in;
	const char *want;
	const char *said;
} headers[] = {
	{ "<tmx version='1.4'>" HEAD " creationdate='20000101T000000Z' "
	    "creationid='k&#10;l'>\n<note>n</note><prop type='x-o'>p</prop>"
	    "<ude name='u' base='b'><map unicode='#x1' code='#x2'/></ude>"
	    "<note>2</note></header><body/></tmx>",
	    FILE_HEAD HEAD " creationdate=\"" DATE "\" creationid=\"k&#10;l\""
	    ">\n<note>n</note>\n<prop type=\"x-o\">p</prop>\n"
	    "<note>2</note>\n<ude name=\"u\" base=\"b\"><map unicode=\"#x1\" "
	    "code=\"#x2\"></map></ude>\n</header>\n<body>\n" OUT_TAIL, "" },
	{ "<tmx><body/></tmx>",
	    FILE_HEAD "<header creationtool=\"" PACKAGE_NAME "\" "
	    "creationtoolversion=\"" PACKAGE_VERSION "\" segtype=\"sentence\""
	    " o-tmf=\"" PACKAGE_NAME "\" adminlang=\"en\" srclang=\"*all*\" "
	    "datatype=\"plaintext\" creationdate=\"" DATE "\"/>\n<body>\n"
	    OUT_TAIL,
	    "odd f:1: <tmx> has no version\nodd f:1: <tmx> has no <header>\n" },
	{ "<tmx xmlns='urn:t' xmlns:e='urn:e' version='2.0'>" HEAD
	    " git='1' e:x='2'/><body/></tmx>",
	    FILE_HEAD "<header xmlns:e=\"urn:e\" creationtool=\"t\" "
	    "creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"o\" "
	    "adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\" git=\"1\" "
	    "e:x=\"2\" creationdate=\"" DATE "\"/>\n<body>\n" OUT_TAIL,
	    "odd f:1: unknown TMX version '2.0'; read as 1.4\n" },
	{ "<tmx version='1.4'>" HEAD "><prop type='p'>a<b>c<i>d</i></b>e</prop>"
	    "</header><body/></tmx>",
	    FILE_HEAD "<header creationtool=\"t\" "
	    "creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"o\" "
	    "adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\" "
	    "creationdate=\"" DATE "\">\n<prop type=\"p\">acde</prop>\n"
	    "</header>\n<body>\n" OUT_TAIL,
	    "odd f:1: an element <b> in a <prop> or <note>; only its text is "
	    "kept\n" },
	{ "<!DOCTYPE x><t:tmx version='1.4' xmlns:t='urn:t'><t:header/>"
	    "<t:body><t:tu><t:tuv xml:lang='en'><t:seg>a<t:ph/></t:seg>"
	    "</t:tuv><t:tuv xml:lang='ko'><t:seg>b</t:seg></t:tuv></t:tu>"
	    "</t:body></t:tmx>", NULL,
	    "odd f:1: the DOCTYPE names <x>, not <tmx>\n"
	    "odd f:1: <header> has no creationtool\n" },
};

static void
test_headers(void)
{
	struct said said = { 0 };

	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		const char *in = headers[i].in;
		char *out = NULL;
		const char *bad = convert(&said, &out, in, strlen(in), "1.4",
		    0);

		if (headers[i].want != NULL)
			CHECK_STR(bad == NULL ? out : bad, headers[i].want);
		else
			CHECK_INT(said.accepted, 1);
		CHECK_STR(said.b.s, headers[i].said);
		free(out);
	}
	buf_free(&said.b);
}

/* Files that are refused, and what the message must say. */
static const struct {
	const char *in;
	int strict;
	const char *want;
} refused[] = {
	{ "<html><body/></html>", 0,
	    "f:1:1: not a TMX file: the root element is <html>" },
	{ "<tmx version='1.4'>" HEAD "/></tmx>", 0, "without <body>" },
	{ "<tmx version='1.4'>" HEAD "/><body>\n<tu>" EN("a") KO("b")
	    "</tu>", 0, "f:2:" },
	{ "<tmx version='1.4'>" HEAD "/><body>\n<tu>" EN("a &x; b") KO("b")
	    "</tu></body></tmx>", 0, "f:2:31: the entity &x;" },
	{ "<tmx version='1.4'><body/></tmx>", 1, "no <header>" },
	{ "<tmx version='1.4'>" HEAD "/><body>\n<tu><tuv/></tu></body></tmx>",
	    1, "f:2: <tuv> without a language; the file is refused" },
};

static void
test_refused(void)
{
	struct said said = { 0 };

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		char *out = NULL;
		const char *bad = convert(&said, &out, refused[i].in,
		    strlen(refused[i].in), "1.4", refused[i].strict);

		if (CHECK(bad != NULL) &&
		    strstr(bad, refused[i].want) == NULL)
			CHECK_STR(bad, refused[i].want);
		free(out);
	}
	buf_free(&said.b);
}

static void
test_version_1_1(void)
{
	const char in[] = "<tmx version='1.4'>" HEAD "/><body><tu><note "
	    "xml:lang='en'>n</note>" EN("a") KO("b") "</tu></body></tmx>";
	struct said said = { 0 };
	char *out = NULL;
	char *back = NULL;

	CHECK(convert(&said, &out, in, sizeof in - 1, "1.1", 0) == NULL);
	CHECK(strstr(out, "<tmx version=\"1.1\">") != NULL);
	CHECK(strstr(out, "<note lang=\"en\">n</note>\n<tuv lang=\"en\">") !=
	    NULL);
	CHECK(strstr(out, "xml:lang") == NULL);
	CHECK(convert(&said, &back, out, strlen(out), "1.4", 0) == NULL);
	CHECK(strstr(back, "<note xml:lang=\"en\">n</note>\n" EN("a")) !=
	    NULL);
	free(out);
	free(back);
	buf_free(&said.b);
}

/* A unit whose source has n letters and whose target has m notes. */
static void
put_unit(struct buf *b, size_t n, size_t m)
{
	buf_adds(b, "<tu>\n<tuv xml:lang='en'><seg>");
	for (size_t i = 0; i < n; i++)
		buf_addc(b, 'a');
	buf_adds(b, "</seg></tuv><tuv xml:lang='ko'>");
	for (size_t i = 0; i < m; i++)
		buf_adds(b, "<note>0123456789012345678901234567890123456789"
		    "</note>");
	buf_adds(b, "<seg>b</seg></tuv></tu>\n");
}

static void
test_limits(void)
{
	struct said said = { 0 };
	struct buf in = { 0 };
	char *out = NULL;

	buf_adds(&in, "<tmx version='1.4'>" HEAD "/><body>\n");
	put_unit(&in, UNIT_SEG_MAX, 1);
	put_unit(&in, UNIT_SEG_MAX + 1, 1);
	put_unit(&in, 1, 100);
	put_unit(&in, 1, 200000);
	put_unit(&in, 3 * UNIT_MAX, 1);
	put_unit(&in, 1, 1);
	buf_adds(&in, "</body></tmx>");
	CHECK(convert(&said, &out, in.s, in.len, "1.4", 0) == NULL);
	CHECK_INT(said.accepted, 3);
	CHECK_STR(said.b.s,
	    "rejected 4: a segment of more than 1 MiB\n"
	    "rejected 8: a unit of more than 8 MiB\n"
	    "rejected 10: a unit of more than 8 MiB\n");
	free(out);
	buf_free(&in);
	buf_free(&said.b);
}

/* A comment can hold any text of a message. */
static void
test_comment(void)
{
	struct tmx_write_opts opts = { "1.4", DATE };
	struct wtm_err err = { 0 };
	struct said said = { 0 };
	struct tmx_writer *w;
	char *out = NULL;
	char *again = NULL;
	size_t len;
	FILE *to = open_memstream(&out, &len);

	CHECK_INT(tmx_write_open(&w, to, NULL, &opts, &err), 0);
	CHECK_INT(tmx_write_comment(w, "f--g.tmx:1: a --> b-", &err), 0);
	CHECK_INT(tmx_write_close(w, &err), 0);
	CHECK(strstr(out, "<!-- f- -g.tmx:1: a - -> b- -->") != NULL);
	CHECK(convert(&said, &again, out, len, "1.4", 1) == NULL);
	fclose(to);
	free(out);
	free(again);
	buf_free(&said.b);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		check_body(i);
	test_headers();
	test_refused();
	test_version_1_1();
	test_limits();
	test_comment();
	return test_end();
}
