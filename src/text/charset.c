/*
 * UTF-8 is checked here and passed on as it is; everything else goes through
 * an ICU converter that stops at the first malformed or unassigned sequence.
 */
#include "config.h"

#include "text/charset.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "base/err.h"
#include "text/utf8.h"

#define HEAD 65536	/* bytes on which the charset is decided */
#define CHUNK 4096	/* UTF-16 units converted at a time */

struct charset {
	char name[200];	/* of the input */
	char charset[40];
	int decided;
	int bom_done;	/* the start of the text was looked at */
	UConverter *cnv;	/* NULL: UTF-8 */
	struct buf head;	/* bytes kept: undecided, or a cut character */
	uint64_t off;	/* bytes of the input decoded */
	UChar high;	/* half of a pair at the end of a chunk */
};

size_t
charset_valid_utf8(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		size_t at = i;
		uint64_t eight;

		if (len - i >= 8) {
			memcpy(&eight, s + i, 8);
			if ((eight & 0x8080808080808080u) == 0) {
				i += 8;
				continue;
			}
		}
		utf8_next(s, len, &i);
		if (i == at + 1 && (unsigned char)s[at] >= 0x80)
			return at;
	}
	return len;
}

/* Could these bytes be the start of a character that was cut? */
static int
is_cut_utf8(const char *s, size_t len)
{
	static const char *const tails[] = { "\x80", "\x80\x80",
		"\x80\x80\x80", "\xa0\x80", "\x90\x80\x80", "\x90\x80" };
	char whole[8];

	if (len == 0 || len > 3)
		return 0;
	memcpy(whole, s, len);
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		size_t n = strlen(tails[i]);

		memcpy(whole + len, tails[i], n);
		if (charset_valid_utf8(whole, len + n) == len + n)
			return 1;
	}
	return 0;
}

static int
is_name(const char *a, const char *b)
{
	return ucnv_compareNames(a, b) == 0;
}

/* The web's and Windows' meaning of the names for Korean. */
const char *
charset_icu_name(const char *charset)
{
	if (is_name(charset, "CP949") || is_name(charset, "EUC-KR") ||
	    is_name(charset, "UHC") || is_name(charset, "KS_C_5601-1987"))
		return "windows-949";
	return charset;
}

/* Decide for a charset.  0 or -1. */
static int
use(struct charset *c, const char *charset, struct wtm_err *err)
{
	UErrorCode code = U_ZERO_ERROR;
	size_t len = strlen(charset);

	if (len == 0 || len >= sizeof(c->charset))
		return err_set(err, WTM_USAGE, 0, "unknown charset \"%.40s\"; "
		    "try UTF-8, CP949 or UTF-16", charset);
	memcpy(c->charset, charset, len + 1);
	c->decided = 1;
	if (is_name(charset, "UTF-8") || is_name(charset, "US-ASCII") ||
	    is_name(charset, "ASCII"))
		return 0;
	c->cnv = ucnv_open(charset_icu_name(charset), &code);
	if (U_SUCCESS(code))
		ucnv_setToUCallBack(c->cnv, UCNV_TO_U_CALLBACK_STOP, NULL,
		    NULL, NULL, &code);
	if (U_SUCCESS(code))
		return 0;
	if (code == U_MEMORY_ALLOCATION_ERROR)
		return err_nomem(err);
	return err_set(err, WTM_USAGE, 0, "unknown charset \"%.40s\"; try "
	    "UTF-8, CP949 or UTF-16", charset);
}

int
charset_check_declared(const char *charset, const char *name,
    struct wtm_err *err)
{
	struct charset c = { 0 };
	struct wtm_err e = { 0 };
	int ret = use(&c, charset, &e);

	ucnv_close(c.cnv);
	if (ret == 0)
		return 0;
	if (e.code != WTM_USAGE)
		return err_nomem(err);
	return err_set(err, WTM_INPUT, 0, "%s: it declares the unknown charset "
	    "\"%.40s\"; say the right one with --charset", name, charset);
}

int
charset_new(struct charset **out, const char *charset, const char *name,
    struct wtm_err *err)
{
	struct charset *c = calloc(1, sizeof(*c));
	size_t len = strlen(name);

	*out = NULL;
	if (c == NULL)
		return err_nomem(err);
	if (len >= sizeof(c->name))
		len = sizeof(c->name) - 1;
	memcpy(c->name, name, len);
	if (charset != NULL && use(c, charset, err) < 0) {
		charset_free(c);
		return -1;
	}
	*out = c;
	return 0;
}

void
charset_free(struct charset *c)
{
	if (c == NULL)
		return;
	ucnv_close(c->cnv);
	buf_free(&c->head);
	free(c);
}

const char *
charset_name(const struct charset *c)
{
	return c->charset;
}

static int
bad_byte(const struct charset *c, uint64_t off, const char *why,
    struct wtm_err *err)
{
	return err_set(err, WTM_INPUT, 0, "%s: byte %llu: %s; give the right "
	    "charset with --charset, or repair the file", c->name,
	    (unsigned long long)off, why);
}

/* Clean UTF-8 to out, without a BOM at the start of the text. */
static void
put(struct charset *c, struct buf *out, const char *s, size_t len)
{
	if (!c->bom_done && len >= 3) {
		c->bom_done = 1;
		if (memcmp(s, "\xef\xbb\xbf", 3) == 0) {
			s += 3;
			len -= 3;
		}
	}
	if (len > 0)
		c->bom_done = 1;
	buf_add(out, s, len);
}

static int
feed_utf8(struct charset *c, const char *s, size_t len, int at_end,
    struct buf *out, struct wtm_err *err)
{
	size_t good = charset_valid_utf8(s, len);

	put(c, out, s, good);
	c->off += good;
	if (good == len)
		return 0;
	if (!at_end && len - good < 4 && is_cut_utf8(s + good, len - good)) {
		buf_add(&c->head, s + good, len - good);
		return buf_ok(&c->head) ? 0 : err_nomem(err);
	}
	return bad_byte(c, c->off, at_end && is_cut_utf8(s + good,
	    len - good) ? "the file ends in the middle of a character" :
	    "not UTF-8", err);
}

static void
put_utf16(struct charset *c, struct buf *out, const UChar *u, size_t n)
{
	char s[4];

	for (size_t i = 0; i < n; i++) {
		uint32_t cp = u[i];

		if (U16_IS_LEAD(cp)) {
			c->high = u[i];
			continue;
		}
		if (U16_IS_TRAIL(cp))
			cp = (uint32_t)U16_GET_SUPPLEMENTARY(c->high, cp);
		put(c, out, s, utf8_put(s, cp));
	}
}

static int
feed_icu(struct charset *c, const char *s, size_t len, int at_end,
    struct buf *out, struct wtm_err *err)
{
	const char *p = s;
	UChar u[CHUNK];
	UErrorCode code;

	do {
		UChar *to = u;

		code = U_ZERO_ERROR;
		ucnv_toUnicode(c->cnv, &to, u + CHUNK, &p, s + len, NULL,
		    (UBool)at_end, &code);
		put_utf16(c, out, u, (size_t)(to - u));
	} while (code == U_BUFFER_OVERFLOW_ERROR);
	c->off += (uint64_t)(p - s);
	if (U_FAILURE(code)) {
		char bytes[16];
		int8_t n = sizeof(bytes);
		UErrorCode ignored = U_ZERO_ERROR;
		char why[80];

		ucnv_getInvalidChars(c->cnv, bytes, &n, &ignored);
		snprintf(why, sizeof(why), code == U_TRUNCATED_CHAR_FOUND ?
		    "the file ends in the middle of a character" : "not %s",
		    c->charset);
		return bad_byte(c, c->off - (uint64_t)n, why, err);
	}
	return 0;
}

static int
decode(struct charset *c, const char *s, size_t len, int at_end,
    struct buf *out, struct wtm_err *err)
{
	int rc = c->cnv != NULL ? feed_icu(c, s, len, at_end, out, err) :
	    feed_utf8(c, s, len, at_end, out, err);

	if (!buf_ok(out))
		return err_nomem(err);
	return rc;
}

/* Characters that stand for bytes Windows left without a meaning. */
static int
has_makeshift(const UChar *u, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (u[i] == 0x80 || u[i] == 0xf8f7)
			return 1;
	return 0;
}

/* Would a converter take these bytes, a cut end aside? */
static int
converts(const char *charset, const char *s, size_t len)
{
	UErrorCode code = U_ZERO_ERROR;
	UConverter *cnv = ucnv_open(charset, &code);
	UChar u[CHUNK];

	ucnv_setToUCallBack(cnv, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL,
	    &code);
	for (const char *p = s; U_SUCCESS(code);) {
		UChar *to = u;

		ucnv_toUnicode(cnv, &to, u + CHUNK, &p, s + len, NULL, 0,
		    &code);
		if (has_makeshift(u, (size_t)(to - u)))
			code = U_INVALID_CHAR_FOUND;
		if (code == U_BUFFER_OVERFLOW_ERROR)
			code = U_ZERO_ERROR;
		else
			break;
	}
	ucnv_close(cnv);
	return U_SUCCESS(code);
}

/* UTF-16 of mostly ASCII text without a BOM: NUL in every other byte. */
static const char *
find_utf16(const char *s, size_t len)
{
	size_t nul[2] = { 0, 0 };

	for (size_t i = 0; i < len; i++)
		nul[i % 2] += s[i] == '\0';
	if (len < 8 || nul[0] + nul[1] < len / 4)
		return NULL;
	if (nul[0] == 0)
		return "UTF-16LE";
	return nul[1] == 0 ? "UTF-16BE" : NULL;
}

/* The charset of the text that begins with these bytes. */
static const char *
find_out(const char *s, size_t len)
{
	const char *wide;
	size_t good;

	if (len >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 ||
	    memcmp(s, "\xfe\xff", 2) == 0))
		return "UTF-16";
	wide = find_utf16(s, len);
	if (wide != NULL)
		return wide;
	good = charset_valid_utf8(s, len);
	if (good == len || (len >= HEAD && is_cut_utf8(s + good, len - good)))
		return "UTF-8";
	return converts("windows-949", s, len) ? "CP949" : "UTF-8";
}

/* Kept bytes and new ones as one piece. */
static int
feed_kept(struct charset *c, int at_end, struct buf *out, struct wtm_err *err)
{
	struct buf kept = c->head;
	int rc;

	memset(&c->head, 0, sizeof(c->head));
	rc = decode(c, kept.s == NULL ? "" : kept.s, kept.len, at_end, out,
	    err);
	buf_free(&kept);
	return rc;
}

int
charset_feed(struct charset *c, const char *s, size_t len, struct buf *out,
    struct wtm_err *err)
{
	if (c->decided && c->head.len == 0)
		return decode(c, s, len, 0, out, err);
	buf_add(&c->head, s, len);
	if (!buf_ok(&c->head))
		return err_nomem(err);
	if (!c->decided && c->head.len < HEAD)
		return 0;
	/* On exactly that many bytes, however they come. */
	if (!c->decided && use(c, find_out(c->head.s, HEAD), err) < 0)
		return -1;
	return feed_kept(c, 0, out, err);
}

int
charset_finish(struct charset *c, struct buf *out, struct wtm_err *err)
{
	if (!c->decided && use(c, find_out(c->head.s == NULL ? "" :
	    c->head.s, c->head.len), err) < 0)
		return -1;
	return feed_kept(c, 1, out, err);
}

int
charset_decode(struct buf *out, const char *charset, const char *name,
    const char *s, size_t len, struct wtm_err *err)
{
	struct charset *c;
	int rc = charset_new(&c, charset, name, err);

	if (rc == 0)
		rc = charset_feed(c, s, len, out, err);
	if (rc == 0)
		rc = charset_finish(c, out, err);
	charset_free(c);
	return rc;
}
