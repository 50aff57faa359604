/*
 * charset: what the bytes of a text are found to be, and that it does not
 * matter how they are cut.
 */
#include "config.h"

#include <string.h>

#include "base/buf.h"
#include "tests/test.h"
#include "text/charset.h"

static const char korean[] = "\xec\x84\x9c\xec\x9a\xb8\xec\x8b\x9c";
static const char korean_cp949[] = "\xbc\xad\xbf\xef\xbd\xc3";

/* Decode in two pieces, cut at each byte in turn. */
static void
check_all_cuts(const char *charset, const char *s, size_t len,
    const char *want)
{
	for (size_t cut = 0; cut <= len; cut++) {
		struct wtm_err err = { 0 };
		struct buf out = { 0 };
		struct charset *c;

		CHECK_INT(charset_new(&c, charset, "a.txt", &err), 0);
		CHECK_INT(charset_feed(c, s, cut, &out, &err), 0);
		CHECK_INT(charset_feed(c, s + cut, len - cut, &out, &err), 0);
		CHECK_INT(charset_finish(c, &out, &err), 0);
		CHECK_STR(out.s == NULL ? "" : out.s, want);
		charset_free(c);
		buf_free(&out);
	}
}

static void
check_error(const char *charset, const char *s, size_t len,
    enum wtm_code code, const char *where)
{
	struct wtm_err err = { 0 };
	struct buf out = { 0 };

	CHECK_INT(charset_decode(&out, charset, "a.txt", s, len, &err), -1);
	CHECK_INT(err.code, code);
	if (!CHECK(strstr(err.msg, where) != NULL))
		fprintf(stderr, "  %s\n", err.msg);
	buf_free(&out);
}

static void
test_found_out(void)
{
	check_all_cuts(NULL, "", 0, "");
	check_all_cuts(NULL, "plain", 5, "plain");
	check_all_cuts(NULL, korean, strlen(korean), korean);
	check_all_cuts(NULL, korean_cp949, strlen(korean_cp949), korean);
	check_all_cuts(NULL, "\xef\xbb\xbf" "BOM", 6, "BOM");
	check_all_cuts(NULL, "\xff\xfe\x1c\xc1\xb8\xc6", 6,
	    "\xec\x84\x9c\xec\x9a\xb8");
	check_all_cuts(NULL, "\xfe\xff\xc1\x1c\xc6\xb8", 6,
	    "\xec\x84\x9c\xec\x9a\xb8");
	check_all_cuts(NULL, "a\0b\0c\0d\0", 8, "abcd");
}

static void
test_declared(void)
{
	check_all_cuts("EUC-KR", korean_cp949, strlen(korean_cp949), korean);
	check_all_cuts("cp949", "\x8c\x63", 2, "\xeb\x98\xa0");
	check_all_cuts("ISO-8859-1", "caf\xe9", 4, "caf\xc3\xa9");
	check_all_cuts("utf-16le", "\x3d\xd8\x00\xde", 4, "\xf0\x9f\x98\x80");
	check_error("no-such-charset", "a", 1, WTM_USAGE, "no-such-charset");
}

static void
test_errors(void)
{
	check_error(NULL, "ab\xff", 3, WTM_INPUT, "byte 2");
	check_error("UTF-8", "abc\xed\xa0\x80", 6, WTM_INPUT, "byte 3");
	check_error("UTF-8", "\xc0\xaf", 2, WTM_INPUT, "byte 0");
	check_error("UTF-8", "ab\xec\x84", 4, WTM_INPUT, "byte 2");
	check_error("CP949", "ab\xbc", 3, WTM_INPUT, "byte 2");
}

/* What comes behind the first 64 KiB does not change the decision. */
static void
test_late_error(void)
{
	struct wtm_err err = { 0 };
	struct buf in = { 0 };
	struct buf out = { 0 };

	for (int i = 0; i < 70000; i++)
		buf_addc(&in, 'a');
	buf_adds(&in, korean_cp949);
	CHECK_INT(charset_decode(&out, NULL, "a.txt", in.s, in.len, &err), -1);
	CHECK(strstr(err.msg, "byte 70000") != NULL);
	CHECK_INT(out.len, 70000);
	buf_free(&in);
	buf_free(&out);
}

int
main(void)
{
	test_found_out();
	test_declared();
	test_errors();
	test_late_error();
	return test_end();
}
