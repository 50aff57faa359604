/*
 * recode: changes to the decoded text of a file, made in its bytes.
 *
 * In UTF-8 an offset in the text is one in the file, behind the BOM.  For any
 * other encoding a converter of ICU tells where the ends of the changes stand
 * in the bytes.  The result is decoded again and must say what was meant, so
 * an encoding with a state that a change would break is refused.
 */
#include "config.h"
#include "text/recode.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "base/err.h"
#include "text/charset.h"
#include "text/utf8.h"

enum { CHUNK = 4096 };

struct recoder {
	const struct recode_file *f;
	UConverter *cnv;	/* NULL: UTF-8, or its part that is ASCII */
	int ascii;
	size_t bom;
	size_t *places;	/* of the ends of the changes in the bytes */
	size_t n_places;
	struct buf said;	/* what the result must decode to */
};

static int
is_utf8(const char *charset)
{
	return ucnv_compareNames(charset, "UTF-8") == 0 ||
	    ucnv_compareNames(charset, "US-ASCII") == 0;
}

/* Bytes of the BOM, and the name that means this encoding without one. */
static const char *
without_bom(size_t *bom, const struct recode_file *f)
{
	const char *s = f->raw.s;
	size_t len = f->raw.len;

	*bom = 0;
	if (len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		*bom = 3;
	if (strncmp(f->charset, "UTF-16", 6) != 0 || len < 2)
		return charset_icu_name(f->charset);
	if (memcmp(s, "\xff\xfe", 2) == 0) {
		*bom = 2;
		return "UTF-16LE";
	}
	if (memcmp(s, "\xfe\xff", 2) == 0) {
		*bom = 2;
		return "UTF-16BE";
	}
	return f->charset;
}

static int
failed(const struct recode_file *f, UErrorCode code, struct wtm_err *err)
{
	if (code == U_MEMORY_ALLOCATION_ERROR)
		return err_nomem(err);
	return err_set(err, WTM_INPUT, 0, "%s: the file cannot be written in "
	    "its encoding, %s; save it as UTF-8", f->name, f->charset);
}

static int
recoder_open(struct recoder *r, struct wtm_err *err)
{
	const char *icu = without_bom(&r->bom, r->f);
	UErrorCode code = U_ZERO_ERROR;

	r->ascii = ucnv_compareNames(r->f->charset, "US-ASCII") == 0;
	if (is_utf8(r->f->charset))
		return 0;
	r->cnv = ucnv_open(icu, &code);
	ucnv_setToUCallBack(r->cnv, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL,
	    &code);
	ucnv_setFromUCallBack(r->cnv, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL,
	    NULL, &code);
	if (U_FAILURE(code))
		return failed(r->f, code, err);
	ucnv_setFallback(r->cnv, 0);
	return 0;
}

/* The end of a change: its number k counts both ends of all. */
static size_t
end_of(const struct recode_edit *at, size_t k)
{
	return k % 2 == 0 ? at[k / 2].from : at[k / 2].to;
}

/* Bytes of UTF-8 for a unit of UTF-16; a pair counts with its first. */
static size_t
utf8_len(UChar u)
{
	if (U16_IS_TRAIL(u))
		return 0;
	if (U16_IS_LEAD(u))
		return 4;
	return u < 0x80 ? 1 : u < 0x800 ? 2 : 3;
}

/* Fill r->places for the ends that lie in the units u. */
static void
find_places(struct recoder *r, const struct recode_edit *at, const UChar *u,
    const int32_t *offsets, size_t n, size_t base, size_t *off, size_t *k)
{
	for (size_t i = 0; i < n; i++) {
		while (*k < r->n_places && !U16_IS_TRAIL(u[i]) &&
		    end_of(at, *k) == *off)
			r->places[(*k)++] = base + (offsets[i] < 0 ? 0
			    : (size_t)offsets[i]);
		*off += utf8_len(u[i]);
	}
}

static int
map(struct recoder *r, const struct recode_edit *at, struct wtm_err *err)
{
	const char *s = r->f->raw.s + r->bom;
	const char *end = r->f->raw.s + r->f->raw.len;
	UErrorCode code = U_BUFFER_OVERFLOW_ERROR;
	int32_t offsets[CHUNK];
	UChar u[CHUNK];
	size_t off = 0;
	size_t k = 0;

	ucnv_resetToUnicode(r->cnv);
	while (code == U_BUFFER_OVERFLOW_ERROR) {
		size_t base = (size_t)(s - r->f->raw.s);
		UChar *to = u;

		code = U_ZERO_ERROR;
		ucnv_toUnicode(r->cnv, &to, u + CHUNK, &s, end, offsets, 1,
		    &code);
		find_places(r, at, u, offsets, (size_t)(to - u), base, &off,
		    &k);
	}
	if (U_FAILURE(code))
		return failed(r->f, code, err);
	while (k < r->n_places && end_of(at, k) == off)
		r->places[k++] = r->f->raw.len;
	return k == r->n_places ? 0 : failed(r->f, code, err);
}

static int
map_utf8(struct recoder *r, const struct recode_edit *at)
{
	for (size_t k = 0; k < r->n_places; k++)
		r->places[k] = end_of(at, k) + r->bom;
	return 0;
}

/* Can the encoding hold the character? */
static int
holds(struct recoder *r, uint32_t c)
{
	UErrorCode code = U_ZERO_ERROR;
	UChar u[2];
	char bytes[16];
	int32_t n = 0;

	if (c < 0x80 || r->cnv == NULL)
		return c < 0x80 || !r->ascii;
	U16_APPEND_UNSAFE(u, n, c);
	ucnv_fromUChars(r->cnv, bytes, sizeof bytes, u, n, &code);
	return U_SUCCESS(code);
}

static void
put_json(struct buf *out, uint32_t c)
{
	if (c < 0x10000)
		buf_addf(out, "\\u%04x", (unsigned)c);
	else
		buf_addf(out, "\\u%04x\\u%04x", (unsigned)U16_LEAD(c),
		    (unsigned)U16_TRAIL(c));
}

/* The new text, with references for what the encoding cannot hold. */
static int
refer(struct recoder *r, struct buf *out, const struct recode_edit *e,
    struct wtm_err *err)
{
	for (size_t i = 0; i < e->len;) {
		size_t from = i;
		uint32_t c = utf8_next(e->s, e->len, &i);

		if (holds(r, c))
			buf_add(out, e->s + from, i - from);
		else if (e->refs == RECODE_XML)
			buf_addf(out, "&#%u;", (unsigned)c);
		else if (e->refs == RECODE_JSON)
			put_json(out, c);
		else
			return err_set(err, WTM_INPUT, 0, "%s: the encoding "
			    "of the file, %s, has no \"%.*s\" (U+%04X) in "
			    "\"%.60s\"; save the file as UTF-8", r->f->name,
			    r->f->charset, (int)(i - from), e->s + from,
			    (unsigned)c, e->s);
	}
	return buf_ok(out) ? 0 : err_nomem(err);
}

/* UTF-8 as bytes of the encoding. */
static int
encode(struct recoder *r, struct buf *out, const char *s, size_t len,
    struct wtm_err *err)
{
	UErrorCode code = U_ZERO_ERROR;
	UChar *u;
	int32_t n = 0;
	int32_t room;

	if (r->cnv == NULL || len == 0) {
		buf_add(out, s, len);
		return buf_ok(out) ? 0 : err_nomem(err);
	}
	u = malloc(len * sizeof *u);
	if (u == NULL)
		return err_nomem(err);
	u_strFromUTF8(u, (int32_t)len, &n, s, (int32_t)len, &code);
	room = UCNV_GET_MAX_BYTES_FOR_STRING(n,
	    ucnv_getMaxCharSize(r->cnv));
	if (U_SUCCESS(code) && buf_reserve(out, (size_t)room) == 0)
		out->len += (size_t)ucnv_fromUChars(r->cnv, out->s + out->len,
		    room, u, n, &code);
	free(u);
	if (!buf_ok(out))
		return err_nomem(err);
	return U_SUCCESS(code) ? 0 : failed(r->f, code, err);
}

static int
write_all(struct recoder *r, struct buf *out, const struct recode_edit *at,
    struct wtm_err *err)
{
	const struct recode_file *f = r->f;
	struct buf text = { 0 };
	size_t done = 0, said = 0;
	int ret = 0;

	for (size_t i = 0; i * 2 < r->n_places && ret == 0; i++) {
		buf_clear(&text);
		ret = refer(r, &text, &at[i], err);
		buf_add(out, f->raw.s + done, r->places[2 * i] - done);
		if (ret == 0)
			ret = encode(r, out, text.s == NULL ? "" : text.s,
			    text.len, err);
		buf_add(&r->said, f->text.s + said, at[i].from - said);
		buf_add(&r->said, text.s, text.len);
		done = r->places[2 * i + 1];
		said = at[i].to;
	}
	buf_add(out, f->raw.s + done, f->raw.len - done);
	buf_add(&r->said, f->text.s + said, f->text.len - said);
	buf_free(&text);
	if (ret == 0 && (!buf_ok(out) || !buf_ok(&r->said)))
		ret = err_nomem(err);
	return ret;
}

static int
prove(struct recoder *r, const struct buf *out, size_t from,
    struct wtm_err *err)
{
	const char *charset = r->ascii ? "UTF-8" : r->f->charset;
	struct wtm_err unread = { 0 };
	struct buf got = { 0 };
	int same = charset_decode(&got, charset, r->f->name, out->s + from,
	    out->len - from, &unread) == 0 && got.len == r->said.len &&
	    (got.len == 0 || memcmp(got.s, r->said.s, got.len) == 0);

	buf_free(&got);
	return same ? 0 : failed(r->f, U_ZERO_ERROR, err);
}

int
recode(struct buf *out, const struct recode_file *f,
    const struct recode_edit *at, size_t n, struct wtm_err *err)
{
	struct recoder r = { .f = f, .n_places = 2 * n };
	size_t from = out->len;
	int ret = -1;

	if (n == 0) {
		buf_add(out, f->raw.s, f->raw.len);
		return buf_ok(out) ? 0 : err_nomem(err);
	}
	r.places = calloc(r.n_places, sizeof *r.places);
	if (r.places == NULL)
		err_nomem(err);
	else if (recoder_open(&r, err) == 0)
		ret = r.cnv == NULL ? map_utf8(&r, at) : map(&r, at, err);
	if (ret == 0)
		ret = write_all(&r, out, at, err);
	if (ret == 0)
		ret = prove(&r, out, from, err);
	ucnv_close(r.cnv);
	buf_free(&r.said);
	free(r.places);
	return ret;
}
