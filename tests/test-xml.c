/*
 * test-xml: the two doors to input: gzip (cut, damaged, bombs, members) and
 * xml (events, places, encodings, limits, refusals).
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/gzip.h"
#include "base/xml-write.h"
#include "base/xml.h"
#include "test.h"

struct log {
	struct buf b;
	struct xml *x;
	size_t warnings;
};

static int
on_start(void *arg, const struct xml_tag *tag, struct wtm_err *err)
{
	struct log *l = arg;

	(void)err;
	buf_addf(&l->b, "<%s", tag->name);
	if (strcmp(tag->name, "where") == 0)
		buf_addf(&l->b, "@%ld:%ld", xml_line(l->x),
		    xml_column(l->x));
	for (size_t i = 0; i < tag->n_attrs; i++)
		buf_addf(&l->b, " %s=%.*s", tag->attrs[i].name,
		    (int)tag->attrs[i].len, tag->attrs[i].value);
	buf_addc(&l->b, '>');
	return 0;
}

static int
on_end(void *arg, const struct xml_tag *tag, struct wtm_err *err)
{
	struct log *l = arg;

	(void)err;
	buf_addf(&l->b, "</%s>", tag->name);
	return 0;
}

static int
on_text(void *arg, const char *s, size_t len, struct wtm_err *err)
{
	struct log *l = arg;

	(void)err;
	buf_add(&l->b, s, len);
	return 0;
}

static void
on_warn(void *arg, long line, const char *msg)
{
	struct log *l = arg;

	CHECK(line > 0 && msg[0] != '\0');
	l->warnings++;
}

static const struct xml_handler handler = {
	.start = on_start, .end = on_end, .text = on_text, .warn = on_warn,
};

static int
parse(struct log *l, const struct xml_handler *h, const void *s, size_t len,
    struct wtm_err *err)
{
	struct input *in = NULL;
	int r = -1;

	*err = (struct wtm_err){ 0 };
	buf_clear(&l->b);
	l->warnings = 0;
	l->x = NULL;
	if (input_over_bytes(&in, s, len, "f.xml", err) == 0 &&
	    xml_open(&l->x, in, h, l, err) == 0)
		while ((r = xml_step(l->x, err)) == 1)
			continue;
	xml_close(l->x);
	input_close(in);
	return r;
}

/* A document and what must come of it: events, or "!" and the message. */
static const struct {
	const char *doc;
	size_t len;
	const char *want;
} docs[] = {
#define D(doc, want) { doc, sizeof doc - 1, want }
	D("<a x='1'>t<b/>&lt;&#xAC00;</a>", "<a x=1>t<b></b><\xea\xb0\x80</a>"),
	D("\xef\xbb\xbf<a>x</a>", "<a>x</a>"),
	D("<a>1\r\n2\r3\n</a>", "<a>1\n2\n3\n</a>"),
	D("<a>\r\r\n<where/></a>", "<a>\n\n<where@3:1></where></a>"),
	D("<a>\n\xea\xb0\x80 <where\nx='1'\ny='2'/></a>",
	    "<a>\n\xea\xb0\x80 <where@2:3 x=1 y=2></where></a>"),
	D("<a>b<!-- > < --><![CDATA[<c>&]]><?p <a>?></a>", "<a>b<c>&</a>"),
	D("<p:a xmlns:p='u' xml:lang='ko' p:b='2'/>",
	    "<p:a xmlns:p=u xml:lang=ko p:b=2></p:a>"),
	D("<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a/>", "<a></a>"),
	D("<!DOCTYPE a [<!-- ]> ' --><!ATTLIST a b CDATA ']>'>]><a/>",
	    "<a b=]>></a>"),
	D("<a b='>'>x</a>", "<a b=>>x</a>"),
	D("<?xml version='1.0' encoding='EUC-KR'?><a>\xb0\xa1\xb3\xaa</a>",
	    "<a>\xea\xb0\x80\xeb\x82\x98</a>"),
	D("<?xml version='1.0' encoding=\"ks_c_5601-1987\"?><a>\x8c\x63</a>",
	    "<a>\xeb\x98\xa0</a>"),
	D("<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9</a>",
	    "<a>\xc3\xa9</a>"),
	D("\xff\xfe<\0a\0>\0\0\xac<\0/\0a\0>\0", "<a>\xea\xb0\x80</a>"),
	D("\0<\0a\0>\xac\0\0<\0/\0a\0>", "<a>\xea\xb0\x80</a>"),
	D("<\0a\0>\0\x3d\xd8\0\xde<\0/\0a\0>\0", "<a>\xf0\x9f\x98\x80</a>"),
	D("", "!f.xml:1:1: not XML"),
	D("\xef\xbb\xbf", "!f.xml:1:1: not XML"),
	D("hello\n", "!f.xml:1:1: not XML"),
	D("\n<?xml version='1.0'?><a/>", "!f.xml:2:"),
	D("<a>\n<b></a>", "!where <b> of line 2 is open; close it"),
	D("<a>\n<b>x", "!f.xml:2:5: the file ends inside an element"),
	D("<a>\n\n<b x='", "!f.xml:3:1: the file ends inside a tag"),
	D("<a/><b/>", "!f.xml:1:5: something follows"),
	D("<a/>x", "!f.xml:1:5: something follows"),
	D("<a b='1' b='2'/>", "!stands twice"),
	D("<a>a & b</a>", "!f.xml:1:7: a bare"),
	D("<a>a < b</a>", "!a bare '<'"),
	D("<a>&nbsp;</a>", "!entity &nbsp;"),
	D("<a b='&nbsp;'/>", "!entity &nbsp;"),
	D("<!DOCTYPE a SYSTEM 'a.dtd'><a>&x;</a>", "!entity &x;"),
	D("<!DOCTYPE a SYSTEM 'a.dtd'><a b='&x;'/>", "!entity &x;"),
	D("<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "!entity declaration"),
	D("<!DOCTYPE a [<!ENTITY % x 'y'>]><a/>", "!entity declaration"),
	D("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>",
	    "!entity declaration"),
	D("<!DOCTYPE a [%x;]><a/>", "!entity &x;"),
	D("<a>\0</a>", "!f.xml:1:"),
	D("<a>\x01</a>", "!does not allow"),
	D("<a>&#1;</a>", "!does not allow"),
	D("<a>&#xD800;</a>", "!does not allow"),
	D("<a>&#x110000;</a>", "!f.xml:1:"),
	D("<a>\xef\xbf\xbf</a>", "!f.xml:1:"),
	D("<a>\xc0\xaf</a>", "!not UTF-8"),
	D("<a><![CDATA[\xc1\x81]]></a>", "!not UTF-8"),
	D("<a>\xed\xa0\x80</a>", "!f.xml:1:"),
	D("<a>\n\xb0\xa1</a>", "!f.xml:2:1: bytes that are not UTF-8"),
	D("<?xml version='1.0' encoding='EUC-KR'?><a>\n\xff\xff</a>",
	    "!f.xml:2: bytes that are not CP949"),
	D("<?xml version='1.0' encoding='EUC-KR'?><a>\n\xec\x9c\x84\xec\x9b"
	    "\x90\xed\x9a\x8c\xea\xb0\x80</a>", "!declared as CP949 but"),
	D("<?xml version='1.0' encoding='X-NONE'?><a/>", "!unknown encoding"),
	D("<?xml version='1.0' encoding='UTF-7'?><a/>", "!unknown encoding"),
	D("<?xml version='1.0' encoding='UTF-8//IGNORE'?><a/>",
	    "!unknown encoding"),
	D("<?xml version='1.0' encoding='UTF-16'?><a/>", "!declared as"),
	D("\xff\xfe\0\0<\0\0\0a\0\0\0/\0\0\0>\0\0\0", "<a></a>"),
	D("\0\0\xfe\xff\0\0\0<\0\0\0a\0\0\0/\0\0\0>", "<a></a>"),
	D("\xff\xfe<\0a\0>\0x\0\0", "!f.xml:1: the file ends inside a char"),
	D("\xff\xfe<\0a\0>\0\0\xd8x\0<\0/\0a\0>\0", "!not UTF-16LE"),
#undef D
};

static void
test_docs(void)
{
	struct log l = { 0 };
	struct wtm_err err;

	for (size_t i = 0; i < sizeof docs / sizeof *docs; i++) {
		int r = parse(&l, &handler, docs[i].doc, docs[i].len, &err);

		if (docs[i].want[0] != '!') {
			CHECK_STR(r == 0 ? l.b.s : err.msg, docs[i].want);
			continue;
		}
		if (CHECK_INT(r, -1) && CHECK_INT(err.code, WTM_INPUT) &&
		    strstr(err.msg, docs[i].want + 1) != NULL)
			continue;
		CHECK_STR(err.msg, docs[i].want);
	}
	buf_free(&l.b);
}

static void
test_undeclared_prefix(void)
{
	const char doc[] = "<a><t5:n id='1'/><t5:n t6:x='2'/></a>";
	struct log l = { 0 };
	struct wtm_err err;

	CHECK_INT(parse(&l, &handler, doc, sizeof doc - 1, &err), 0);
	CHECK_STR(l.b.s, "<a><t5:n id=1></t5:n><t5:n t6:x=2></t5:n></a>");
	CHECK_INT(l.warnings, 1);
	buf_free(&l.b);
}

/* <a x0='1' x1='1' ...> with as much in it as asked for. */
static void
attributes(struct buf *b, const char *name, size_t n)
{
	buf_clear(b);
	buf_adds(b, "<a>\n<b");
	for (size_t i = 0; i < n; i++)
		buf_addf(b, " %s%zu='1'", name, i);
	buf_adds(b, "/></a>");
}

static void
nested(struct buf *b, size_t n)
{
	buf_clear(b);
	for (size_t i = 0; i < n; i++)
		buf_adds(b, "<b>");
	for (size_t i = 0; i < n; i++)
		buf_adds(b, "</b>");
}

static void
test_limits(void)
{
	struct log l = { 0 };
	struct buf b = { 0 };
	struct wtm_err err;

	attributes(&b, "x", 512);
	CHECK_INT(parse(&l, &handler, b.s, b.len, &err), 0);
	attributes(&b, "x", 513);
	CHECK_INT(parse(&l, &handler, b.s, b.len, &err), -1);
	CHECK_STR(err.msg, "f.xml:2:1: a tag of more than 512 "
	    "attributes; remove some");
	attributes(&b, "xmlns:x", 300);
	CHECK_INT(parse(&l, &handler, b.s, b.len, &err), -1);
	CHECK(strstr(err.msg, "256 namespaces") != NULL);
	attributes(&b, "x", 100000);
	CHECK_INT(parse(&l, &handler, b.s, b.len, &err), -1);
	CHECK_STR(err.msg, "f.xml:2:1: a tag of more than 64 KiB; "
	    "shorten it");
	nested(&b, 256);
	CHECK_INT(parse(&l, &handler, b.s, b.len, &err), 0);
	nested(&b, 257);
	CHECK_INT(parse(&l, &handler, b.s, b.len, &err), -1);
	CHECK_INT(err.line, 1);
	buf_free(&b);
	buf_free(&l.b);
}

/* Text longer than any buffer, in an encoding that is converted. */
static void
test_long(void)
{
	struct log l = { 0 };
	struct buf b = { 0 };
	struct buf want = { 0 };
	struct wtm_err err;

	buf_adds(&b, "<?xml version='1.0' encoding='cp949'?><a>");
	buf_adds(&want, "<a>");
	for (int i = 0; i < 60000; i++) {
		buf_adds(&b, i % 7 == 0 ? "\r\n" : "\xb0\xa1x");
		buf_adds(&want, i % 7 == 0 ? "\n" : "\xea\xb0\x80x");
	}
	buf_adds(&b, "</a>");
	buf_adds(&want, "</a>");
	CHECK_INT(parse(&l, &handler, b.s, b.len, &err), 0);
	CHECK(l.b.len == want.len && memcmp(l.b.s, want.s, want.len) == 0);
	buf_free(&b);
	buf_free(&want);
	buf_free(&l.b);
}

/* One step for each unit, whatever stands in comments and prefixes. */
static void
test_steps(void)
{
	const char doc[] = "<r><u>1</u><!-- </u> --><u/><p:u>2</p:u>\n<u>"
	    "<u>3</u></u ><ux></ux><![CDATA[</u>]]></r>";
	const char *ends[] = { "1</u>", "<u></u>", "2</p:u>", "3</u>",
		"</u></u>" };
	struct xml_handler h = handler;
	struct log l = { 0 };
	struct input *in;
	struct wtm_err err = { 0 };
	size_t n = 0;

	h.step = "u";
	CHECK_INT(input_over_bytes(&in, doc, sizeof doc - 1, "f", &err), 0);
	CHECK_INT(xml_open(&l.x, in, &h, &l, &err), 0);
	while (xml_step(l.x, &err) == 1) {
		if (!CHECK(n < 5))
			break;
		CHECK_STR(l.b.s + l.b.len - strlen(ends[n]), ends[n]);
		n++;
	}
	CHECK_INT(n, 5);
	CHECK_INT(err.code, WTM_OK);
	xml_close(l.x);
	input_close(in);
	buf_free(&l.b);
}

/* The charset of the caller overrules what the file says. */
static void
test_charset(void)
{
	static const struct {
		const char *charset;
		const char *doc;
		size_t len;
		const char *want;
	} cases[] = {
#define D(charset, doc, want) { charset, doc, sizeof doc - 1, want }
		D("utf-8", "<?xml version='1.0' encoding='EUC-KR'?>"
		    "<a>\xea\xb0\x80\xea\xb0\x80\xea\xb0\x80\xea\xb0\x80</a>",
		    "<a>\xea\xb0\x80\xea\xb0\x80\xea\xb0\x80\xea\xb0\x80"
		    "</a>"),
		D("euc-kr", "<?xml version='1.0' encoding='UTF-8'?>"
		    "<a>\xb0\xa1</a>", "<a>\xea\xb0\x80</a>"),
		D("utf-16", "\xfe\xff\0<\0a\0/\0>", "<a></a>"),
		D("utf-16le", "<\0a\0/\0>\0", "<a></a>"),
		D("no-such", "<a/>", NULL),
#undef D
	};
	struct xml_handler h = handler;
	struct log l = { 0 };
	struct wtm_err err;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int r;

		h.charset = cases[i].charset;
		r = parse(&l, &h, cases[i].doc, cases[i].len, &err);
		if (cases[i].want != NULL)
			CHECK_STR(r == 0 ? l.b.s : err.msg, cases[i].want);
		else
			CHECK_INT(r, -1);
	}
	buf_free(&l.b);
}

static void
test_write(void)
{
	static const struct {
		const char *s;
		const char *text;
		const char *value;
		size_t bad;	/* offset of the first wrong byte */
	} cases[] = {
		{ "a<b>&\"'", "a&lt;b&gt;&amp;\"'", "a&lt;b>&amp;&quot;'", 7 },
		{ "\t\n\r", "\t\n&#13;", "&#9;&#10;&#13;", 3 },
		{ "\xea\xb0\x80\xf0\x9f\x98\x80",
		    "\xea\xb0\x80\xf0\x9f\x98\x80",
		    "\xea\xb0\x80\xf0\x9f\x98\x80", 7 },
		{ "a\x01", "a\xef\xbf\xbd", "a\xef\xbf\xbd", 1 },
		{ "a\xc1\x81", "a\xef\xbf\xbd\xef\xbf\xbd",
		    "a\xef\xbf\xbd\xef\xbf\xbd", 1 },
		{ "\xea\xb0", "\xef\xbf\xbd\xef\xbf\xbd",
		    "\xef\xbf\xbd\xef\xbf\xbd", 0 },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",
		    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 0 },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *s = cases[i].s;

		buf_clear(&b);
		xml_put_text(&b, s, strlen(s));
		CHECK_STR(b.s, cases[i].text);
		buf_clear(&b);
		xml_put_value(&b, s, strlen(s));
		CHECK_STR(b.s, cases[i].value);
		CHECK_INT(xml_bad_char(s, strlen(s)), cases[i].bad);
	}
	CHECK_INT(xml_bad_char("\xef\xbf\xbe", 3), 0);
	buf_free(&b);
}

/* What a gzip file of s holds, in *out. */
static void
pack(struct buf *out, const void *s, size_t len)
{
	z_stream z = { 0 };

	CHECK_INT(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8,
	    Z_DEFAULT_STRATEGY), Z_OK);
	CHECK_INT(buf_reserve(out, deflateBound(&z, len)), 0);
	z.next_in = (Bytef *)(uintptr_t)s;
	z.avail_in = (uInt)len;
	z.next_out = (Bytef *)out->s + out->len;
	z.avail_out = (uInt)(out->cap - out->len);
	CHECK_INT(deflate(&z, Z_FINISH), Z_STREAM_END);
	out->len += z.total_out;
	deflateEnd(&z);
}

/* Read it all; the message when that fails, else what was read. */
static const char *
unpack(struct buf *got, const void *s, size_t len)
{
	static struct wtm_err err;
	struct input *in;
	char part[999];
	long n;

	err = (struct wtm_err){ 0 };
	buf_clear(got);
	buf_add(got, "", 0);
	CHECK_INT(input_over_bytes(&in, s, len, "f.gz", &err), 0);
	while ((n = input_read(in, part, sizeof part, &err)) > 0)
		buf_add(got, part, (size_t)n);
	CHECK(n < 0 || input_done(in) == len);
	CHECK_INT(input_total(in), len);
	input_close(in);
	return n < 0 ? err.msg : got->s;
}

static void
test_gzip(void)
{
	struct buf gz = { 0 };
	struct buf got = { 0 };
	struct buf noise = { 0 };
	char *zeros = calloc(8, 1 << 20);
	uint32_t r = 1;

	pack(&gz, "abc", 3);
	CHECK_STR(unpack(&got, gz.s, gz.len), "abc");
	pack(&gz, "def", 3);
	buf_add(&gz, "\0\0\0", 3);
	CHECK_STR(unpack(&got, gz.s, gz.len), "abcdef");
	buf_add(&gz, "x", 1);
	CHECK(strstr(unpack(&got, gz.s, gz.len), "other bytes") != NULL);

	buf_clear(&gz);
	for (int i = 0; i < 300000; i++) {
		r = r * 1664525 + 1013904223;
		buf_addc(&noise, (char)('a' + (r >> 24) % 26));
	}
	pack(&gz, noise.s, noise.len);
	CHECK_STR(unpack(&got, gz.s, gz.len), noise.s);
	CHECK(strstr(unpack(&got, gz.s, gz.len / 2), "cut") != NULL);
	CHECK(strstr(unpack(&got, gz.s, gz.len - 1), "cut") != NULL);
	gz.s[gz.len - 6] ^= 1;
	CHECK(strstr(unpack(&got, gz.s, gz.len), "damaged") != NULL);

	buf_clear(&gz);
	pack(&gz, zeros, 8 << 20);
	CHECK(strstr(unpack(&got, gz.s, gz.len), "200 times") != NULL);
	CHECK(got.len < 2 << 20);
	free(zeros);
	buf_free(&gz);
	buf_free(&got);
	buf_free(&noise);
}

static void
test_input(void)
{
	struct wtm_err err = { 0 };
	struct input *in;
	const char *s;
	char c[3];

	CHECK_INT(input_open(&in, "no/such/file", &err), -1);
	CHECK_INT(err.code, WTM_INPUT);
	CHECK_STR(err.msg, "no/such/file: no such file");
	err = (struct wtm_err){ 0 };
	CHECK_INT(input_open(&in, ".", &err), -1);
	CHECK_INT(err.code, WTM_INPUT);
	err = (struct wtm_err){ 0 };
	CHECK_INT(input_over_bytes(&in, "abcde", 5, "f", &err), 0);
	CHECK_INT(input_peek(in, &s, &err), 5);
	CHECK_INT(input_read(in, c, 3, &err), 3);
	CHECK(memcmp(c, "abc", 3) == 0);
	CHECK_INT(input_read(in, c, 3, &err), 2);
	CHECK_INT(input_read(in, c, 3, &err), 0);
	input_close(in);
}

int
main(void)
{
	test_docs();
	test_undeclared_prefix();
	test_limits();
	test_long();
	test_steps();
	test_charset();
	test_write();
	test_gzip();
	test_input();
	return test_end();
}
