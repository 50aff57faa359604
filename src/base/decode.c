/*
 * decode: the bytes of a file as UTF-8 with \n at the end of lines (for XML:
 * XML 1.0, sections 2.11 and 4.3.3).
 *
 * The BOM decides; in XML without one, the two bytes "<\0" or "\0<" of UTF-16,
 * else the declaration; else it is UTF-8.  Korean labels all mean CP949, the
 * superset that real files are in.  A file that says it is in an 8-bit
 * encoding while all of it is UTF-8 is refused: its text would be garbled
 * without an error.
 */
#include "config.h"
#include "base/decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"

enum {
	NAME_MAX_LEN = 40,
	/*
	 * So many characters that happen to be valid UTF-8 are no accident;
	 * the second number need not wait for the end of the file.
	 */
	LIE_MIN = 4,
	LIE_SURE = 64,
};

struct decode {
	struct input *in;
	iconv_t cd;	/* (iconv_t)-1: the file is UTF-8 */
	char charset[NAME_MAX_LEN + 1];
	int eight_bit;	/* an 8-bit encoding, which UTF-8 could pose as */
	int after_cr;
	long line;	/* counted while converting only */
	char raw[4096];
	size_t raw_len;
	size_t skip;	/* bytes of BOM still to be dropped */
	size_t utf8_chars;	/* seen in raw */
	int utf8_need;	/* bytes still missing of one; -1: not UTF-8 */
};

static const struct {
	const char *label;
	const char *charset;	/* for iconv; NULL: UTF-8 */
} labels[] = {
	{ "utf-8", NULL },
	{ "utf8", NULL },
	{ "us-ascii", NULL },
	{ "ascii", NULL },
	{ "euc-kr", "CP949" },
	{ "euckr", "CP949" },
	{ "cp949", "CP949" },
	{ "ms949", "CP949" },
	{ "uhc", "CP949" },
	{ "windows-949", "CP949" },
	{ "x-windows-949", "CP949" },
	{ "ks_c_5601-1987", "CP949" },
	{ "ks_c_5601-1989", "CP949" },
	{ "ks_c_5601", "CP949" },
	{ "ksc_5601", "CP949" },
	{ "ksc5601", "CP949" },
	{ "korean", "CP949" },
	{ "shift_jis", "CP932" },
	{ "sjis", "CP932" },
	{ "x-sjis", "CP932" },
	{ "windows-31j", "CP932" },
	{ "gb2312", "GBK" },
};

static int
unknown(struct decode *b, struct wtm_err *err)
{
	return err_set(err, WTM_INPUT, 1,
	    "%s:1: unknown encoding '%s'; save the file as UTF-8",
	    input_name(b->in), b->charset);
}

/* An encoding in which ASCII is not ASCII cannot have been declared in it. */
static int
keeps_ascii(iconv_t cd)
{
	char probe[] = "<?xml version='1.0'?><a b=\"c\">x+y/z~&#1;</a>";
	char got[sizeof probe * 4];
	char *from = probe;
	char *to = got;
	size_t from_left = sizeof probe - 1;
	size_t to_left = sizeof got;

	if (iconv(cd, &from, &from_left, &to, &to_left) == (size_t)-1)
		return 0;
	iconv(cd, NULL, NULL, NULL, NULL);
	return to_left == sizeof got - (sizeof probe - 1) &&
	    memcmp(got, probe, sizeof probe - 1) == 0;
}

/* Convert from b->charset, a name for iconv. */
static int
convert(struct decode *b, int wide, struct wtm_err *err)
{
	b->cd = iconv_open("UTF-8", b->charset);
	if (b->cd == (iconv_t)-1 && errno == ENOMEM)
		return err_nomem(err);
	if (b->cd == (iconv_t)-1 || (!wide && !keeps_ascii(b->cd)))
		return unknown(b, err);
	b->eight_bit = !wide;
	return 0;
}

static void
set_charset(struct decode *b, const char *s, size_t len)
{
	if (len > NAME_MAX_LEN)
		len = NAME_MAX_LEN;
	memcpy(b->charset, s, len);
	b->charset[len] = '\0';
}

/* By the name that b->charset holds. */
static int
by_label(struct decode *b, struct wtm_err *err)
{
	/* iconv gives meaning to '/' and ','; names have neither */
	if (b->charset[0] == '\0' ||
	    b->charset[strspn(b->charset, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"abcdefghijklmnopqrstuvwxyz0123456789-_.:")] != '\0')
		return unknown(b, err);
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		if (strcasecmp(b->charset, labels[i].label) != 0)
			continue;
		if (labels[i].charset == NULL)
			return 0;
		set_charset(b, labels[i].charset,
		    strlen(labels[i].charset));
		break;
	}
	if (strncasecmp(b->charset, "utf-16", 6) == 0 ||
	    strncasecmp(b->charset, "utf-32", 6) == 0 ||
	    strncasecmp(b->charset, "ucs", 3) == 0 ||
	    strncasecmp(b->charset, "iso-10646-ucs", 13) == 0)
		return err_set(err, WTM_INPUT, 1, "%s:1: declared as '%s' "
		    "but is not; correct the declaration",
		    input_name(b->in), b->charset);
	return convert(b, 0, err);
}

/* The encoding of <?xml ... encoding="..."?>; empty when there is none. */
static struct wtm_str
declared(const char *s, size_t n)
{
	const struct wtm_str none = { 0 };
	const char *end = n >= 5 && memcmp(s, "<?xml", 5) == 0
	    ? memmem(s, n, "?>", 2) : NULL;
	const char *p = end == NULL ? NULL
	    : memmem(s, (size_t)(end - s), "encoding", 8);
	const char *close;

	if (p == NULL)
		return none;
	p += strlen("encoding");
	while (p < end && strchr(" \t\r\n=", *p) != NULL)
		p++;
	if (p >= end || (*p != '"' && *p != '\''))
		return none;
	close = memchr(p + 1, *p, (size_t)(end - p - 1));
	if (close == NULL)
		return none;
	return (struct wtm_str){ p + 1, (size_t)(close - p - 1) };
}

static const struct {
	const char *start;
	size_t len;
	size_t bom;	/* bytes to drop */
	const char *charset;
} starts[] = {
	{ "\xef\xbb\xbf", 3, 3, NULL },
	{ "\xff\xfe\0\0", 4, 4, "UTF-32LE" },
	{ "\0\0\xfe\xff", 4, 4, "UTF-32BE" },
	{ "\xff\xfe", 2, 2, "UTF-16LE" },
	{ "\xfe\xff", 2, 2, "UTF-16BE" },
	{ "<\0", 2, 0, "UTF-16LE" },
	{ "\0<", 2, 0, "UTF-16BE" },
};

static int
find_out(struct decode *b, int xml, struct wtm_err *err)
{
	const char *s;
	long n = input_peek(b->in, &s, err);
	struct wtm_str name;

	if (n < 0)
		return -1;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		if ((size_t)n < starts[i].len ||
		    memcmp(s, starts[i].start, starts[i].len) != 0)
			continue;
		b->skip = starts[i].bom;
		if (starts[i].charset == NULL)
			return 0;
		set_charset(b, starts[i].charset, strlen(starts[i].charset));
		return convert(b, 1, err);
	}
	name = xml ? declared(s, (size_t)n) : (struct wtm_str){ 0 };
	if (name.s == NULL)
		return 0;
	set_charset(b, name.s, name.len);
	return by_label(b, err);
}

/* What the user says: a BOM is dropped all the same. */
static int
obey(struct decode *b, const char *charset, struct wtm_err *err)
{
	const char *s;
	long n = input_peek(b->in, &s, err);
	int wide = strncasecmp(charset, "utf-16", 6) == 0;

	if (n < 0)
		return -1;
	if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		b->skip = 3;
	if (wide && n >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 ||
	    memcmp(s, "\xfe\xff", 2) == 0))
		return find_out(b, 0, err);
	if (strcasecmp(charset, "utf-16") == 0)
		charset = "UTF-16LE";
	set_charset(b, charset, strlen(charset));
	if ((wide ? convert(b, 1, err) : by_label(b, err)) != 0)
		return -1;
	b->eight_bit = 0;
	return 0;
}

int
decode_open(struct decode **out, struct input *in, const char *charset,
    int xml, struct wtm_err *err)
{
	struct decode *b = calloc(1, sizeof *b);
	int r;

	*out = b;
	if (b == NULL)
		return err_nomem(err);
	b->in = in;
	b->cd = (iconv_t)-1;
	b->line = 1;
	r = charset != NULL ? obey(b, charset, err)
			    : find_out(b, xml, err);
	if (r == 0)
		return 0;
	decode_close(b);
	*out = NULL;
	return -1;
}

void
decode_close(struct decode *b)
{
	if (b == NULL)
		return;
	if (b->cd != (iconv_t)-1)
		iconv_close(b->cd);
	free(b);
}

/* Count characters for as long as the bytes could be UTF-8. */
static void
watch_utf8(struct decode *b, const unsigned char *s, size_t n)
{
	for (size_t i = 0; i < n && b->utf8_need >= 0; i++) {
		if (b->utf8_need > 0) {
			b->utf8_need = (s[i] & 0xc0) == 0x80
			    ? b->utf8_need - 1 : -1;
			continue;
		}
		if (s[i] < 0x80)
			continue;
		b->utf8_chars++;
		b->utf8_need = s[i] < 0xc2 || s[i] > 0xf4 ? -1
		    : 1 + (s[i] >= 0xe0) + (s[i] >= 0xf0);
	}
}

static int
is_lie(const struct decode *b, size_t min)
{
	return b->eight_bit && b->utf8_need >= 0 && b->utf8_chars >= min;
}

static int
lie(struct decode *b, struct wtm_err *err)
{
	return err_set(err, WTM_INPUT, 1, "%s:1: declared as %s but is "
	    "UTF-8; correct the declaration", input_name(b->in), b->charset);
}

/* More of the file to raw: how many bytes came, 0 at its end, -1. */
static long
refill(struct decode *b, struct wtm_err *err)
{
	long n = input_read(b->in, b->raw + b->raw_len,
	    sizeof b->raw - b->raw_len, err);

	if (n > 0 && b->eight_bit)
		watch_utf8(b, (unsigned char *)b->raw + b->raw_len,
		    (size_t)n);
	if (n < 0)
		return -1;
	b->raw_len += (size_t)n;
	return is_lie(b, n > 0 ? LIE_SURE : LIE_MIN) ? lie(b, err) : n;
}

static int
bad_bytes(struct decode *b, const char *what, struct wtm_err *err)
{
	return err_set(err, WTM_INPUT, b->line,
	    "%s:%ld: %s %s; save the file as UTF-8", input_name(b->in),
	    b->line, what, b->charset);
}

/* iconv over what raw holds: bytes made, -1 on bytes that mean nothing. */
static long
convert_some(struct decode *b, char *buf, size_t len)
{
	char *from = b->raw;
	char *to = buf;
	size_t from_left = b->raw_len;
	size_t to_left = len;
	size_t r = iconv(b->cd, &from, &from_left, &to, &to_left);
	int bad = r == (size_t)-1 && errno == EILSEQ;

	memmove(b->raw, from, from_left);
	b->raw_len = from_left;
	for (char *p = buf; p < to; p++)
		b->line += *p == '\n';
	return to == buf && bad ? -1 : (long)(to - buf);
}

static long
read_converted(struct decode *b, char *buf, size_t len,
    struct wtm_err *err)
{
	for (;;) {
		long more = 1;
		long n;

		if (b->raw_len < sizeof b->raw / 2)
			more = refill(b, err);
		if (more < 0)
			return -1;
		if (b->raw_len == 0)
			return 0;
		n = convert_some(b, buf, len);
		if (n > 0)
			return n;
		if (n < 0)
			return bad_bytes(b, "bytes that are not", err);
		if (more == 0 && b->raw_len > 0)
			return bad_bytes(b, "the file ends inside a "
			    "character of", err);
	}
}

/* \r\n and \r become \n, in place; the length that is left. */
static size_t
line_ends(struct decode *b, char *s, size_t n)
{
	size_t to = 0;
	size_t i = 0;

	if (!b->after_cr) {
		const char *cr = memchr(s, '\r', n);

		if (cr == NULL)
			return n;
		to = i = (size_t)(cr - s);
	}
	for (; i < n; i++) {
		if (s[i] == '\n' && b->after_cr) {
			b->after_cr = 0;
			continue;
		}
		b->after_cr = s[i] == '\r';
		s[to++] = b->after_cr ? '\n' : s[i];
	}
	return to;
}

static int
drop_bom(struct decode *b, struct wtm_err *err)
{
	char bom[4];

	while (b->skip > 0) {
		long n = input_read(b->in, bom, b->skip, err);

		if (n < 0)
			return -1;
		if (n == 0)
			break;
		b->skip -= (size_t)n;
	}
	b->skip = 0;
	return 0;
}

long
decode_read(struct decode *b, char *buf, size_t len,
    struct wtm_err *err)
{
	long n;

	if (drop_bom(b, err) != 0)
		return -1;
	do {
		n = b->cd == (iconv_t)-1
		    ? input_read(b->in, buf, len, err)
		    : read_converted(b, buf, len, err);
		if (n <= 0)
			return n;
		n = (long)line_ends(b, buf, (size_t)n);
	} while (n == 0);
	return n;
}
