/*
 * norm: the normal forms of a text, with ICU behind it.
 *
 * Nearly all wire copy is normal as it stands: ASCII, Hangul syllables, Han,
 * Kana and a few punctuation marks.  These go by without ICU.  The ranges
 * hold characters whose normal form Unicode has promised never to change; a
 * test compares them with ICU over all code points.  What is left is cut at
 * normalization boundaries, so that one odd character costs one small call
 * and every character keeps the offsets of the bytes it came from.
 */
#include "config.h"
#include "text/norm.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/err.h"
#include "base/plain.h"
#include "text/utf8.h"

enum { LEN_MAX = 1 << 30, RUN = 64 };

int
norm_is_space(uint32_t c)
{
	if (c < 0x80)
		return c == ' ' || (c >= 9 && c <= 13);
	if (c < 0x1680)
		return c == 0x85 || c == 0xA0;
	return c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
	    c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static int
is_cjk(uint32_t c)
{
	return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x4E00 && c <= 0x9FA5) ||
	    (c >= 0x3041 && c <= 0x3096) || (c >= 0x30A1 && c <= 0x30FA) ||
	    c == 0x30FC;
}

/* Punctuation and signs of wire copy that no normal form changes. */
static int
is_plain_sign(uint32_t c)
{
	return (c >= 0x2012 && c <= 0x2016) || (c >= 0x2018 && c <= 0x2023) ||
	    c == 0x00B7 || c == 0x20A9 || c == 0x20AC || c == 0x2212 ||
	    (c >= 0x3001 && c <= 0x3003) || (c >= 0x3008 && c <= 0x3011) ||
	    c == 0x25A0 || c == 0x25B2 || c == 0x25B3 || c == 0x25B6;
}

int
norm_plain_nfc(uint32_t c)
{
	return c < 0x300 || is_cjk(c) || (c >= 0x2000 && c <= 0x2064) ||
	    (c >= 0x20A0 && c <= 0x20BF) || (c >= 0x2190 && c <= 0x2199) ||
	    (c >= 0x2460 && c <= 0x24FF) || (c >= 0x25A0 && c <= 0x25FF) ||
	    (c >= 0x3000 && c <= 0x3029) || (c >= 0x3030 && c <= 0x303F) ||
	    (c >= 0x3131 && c <= 0x318E) || (c >= 0x3200 && c <= 0x321E) ||
	    (c >= 0x3220 && c <= 0x33FF) || (c >= 0xFF01 && c <= 0xFF9F);
}

uint32_t
norm_plain_fold(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	if (is_cjk(c))
		return c;
	if (c >= 0xC0 && c <= 0xFF && c != 0xDF)
		return c <= 0xDE && c != 0xD7 ? c + 32 : c;
	return is_plain_sign(c) ? c : 0;
}

static uint64_t
hash_word(uint64_t h, uint64_t word)
{
	return norm_mix(h ^ word) + UINT64_C(0x9E3779B97F4A7C15);
}

uint64_t
norm_hash(const void *s, size_t len)
{
	const char *p = s;
	uint64_t h = UINT64_C(0x9E3779B97F4A7C15) + len;
	uint64_t rest = 0;

	for (; len >= 8; len -= 8, p += 8)
		h = hash_word(h, plain_word(p));
	for (size_t i = 0; i < len; i++)
		rest |= (uint64_t)(unsigned char)p[i] << 8 * i;
	return len > 0 ? hash_word(h, rest) : h;
}

static const UNormalizer2 *
normalizer(enum norm_form form, struct wtm_err *err)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *n =
	    form == NORM_NFC ? unorm2_getNFCInstance(&status) :
	    form == NORM_NFKC ? unorm2_getNFKCInstance(&status) :
	    unorm2_getNFKCCasefoldInstance(&status);

	if (U_SUCCESS(status))
		return n;
	err_set(err, WTM_SYSTEM, 0,
	    "the Unicode data of ICU cannot be loaded (%s); reinstall libicu",
	    u_errorName(status));
	return NULL;
}

/* ICU's UTF-16 of a piece of text and of its normal form. */
struct utf16 {
	UChar in_room[RUN];
	UChar out_room[4 * RUN];
	UChar *in;
	UChar *out;
	size_t n;	/* of out */
};

static void
utf16_free(struct utf16 *u)
{
	if (u->in != u->in_room)
		free(u->in);
	if (u->out != u->out_room)
		free(u->out);
}

/* Well-formed text needs no more UTF-16 units than it has bytes. */
static size_t
to_utf16(UChar *out, const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len;) {
		uint32_t c = utf8_next(s, len, &i);

		if (c > 0xFFFF) {
			out[n++] = (UChar)(0xD7C0 + (c >> 10));
			c = 0xDC00 | (c & 0x3FF);
		}
		out[n++] = (UChar)c;
	}
	return n;
}

/* Call utf16_free() whatever the result is. */
static int
normalize(struct utf16 *u, enum norm_form form, const char *s, size_t len,
    struct wtm_err *err)
{
	const UNormalizer2 *norm = normalizer(form, err);
	UErrorCode status = U_ZERO_ERROR;
	int32_t n_in, n;

	u->in = u->in_room;
	u->out = u->out_room;
	if (norm == NULL)
		return -1;
	if (len > RUN)
		u->in = malloc(len * sizeof *u->in);
	if (u->in == NULL)
		return err_nomem(err);
	n_in = (int32_t)to_utf16(u->in, s, len);
	n = unorm2_normalize(norm, u->in, n_in, u->out, 4 * RUN, &status);
	if (status == U_BUFFER_OVERFLOW_ERROR) {
		status = U_ZERO_ERROR;
		u->out = malloc((size_t)n * sizeof *u->out);
		if (u->out == NULL)
			return err_nomem(err);
		n = unorm2_normalize(norm, u->in, n_in, u->out, n, &status);
	}
	if (U_FAILURE(status))
		return err_set(err, WTM_SYSTEM, 0,
		    "text cannot be normalized (%s)", u_errorName(status));
	u->n = (size_t)n;
	return 0;
}

static uint32_t
utf16_next(const struct utf16 *u, size_t *i)
{
	uint32_t c = u->out[(*i)++];

	if (c >= 0xD800 && c < 0xDC00 && *i < u->n)
		c = (c << 10) + u->out[(*i)++] - 0x35FDC00;
	return c;
}

int
norm_check_len(size_t len, struct wtm_err *err)
{
	return len < LEN_MAX ? 0 : err_set(err, WTM_INPUT, 0,
	    "a text of %zu bytes is too long; divide it", len);
}

int
norm_form(struct buf *out, enum norm_form form, const char *s, size_t len,
    struct wtm_err *err)
{
	struct utf16 u;
	int rc = norm_check_len(len, err);

	if (rc != 0)
		return rc;
	rc = normalize(&u, form, s, len, err);
	for (size_t i = 0; rc == 0 && i < u.n;) {
		char bytes[4];

		buf_add(out, bytes, utf8_put(bytes, utf16_next(&u, &i)));
	}
	utf16_free(&u);
	if (rc == 0 && !buf_ok(out))
		rc = err_nomem(err);
	return rc;
}

static int
is_part(enum norm_part part, uint32_t c)
{
	int ignorable;

	if (part == NORM_INK)
		return !norm_is_space(c);
	ignorable = u_hasBinaryProperty((UChar32)c,
	    UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
	if (part == NORM_JOINERS)
		return ignorable || c == '\'' || c == '.' || c == 0x2019 ||
		    c == 0x02BC;
	return !ignorable && c != 0x02BC &&
	    (U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
}

int
norm_part(struct buf *out, enum norm_form form, enum norm_part part,
    const char *s, size_t len, struct wtm_err *err)
{
	size_t to = out->len;
	size_t i = to;

	if (norm_form(out, form, s, len, err) != 0)
		return -1;
	while (i < out->len) {
		size_t from = i;

		if (is_part(part, utf8_next(out->s, out->len, &i))) {
			memmove(out->s + to, out->s + from, i - from);
			to += i - from;
		}
	}
	out->len = to;
	return 0;
}

/* From i on. */
static int
is_plain_nfc_text(const char *s, size_t len, size_t i)
{
	for (;;) {
		i = plain_hangul_end(s, len, plain_ascii_end(s, len, i));
		if (i == len)
			return 1;
		if (!norm_plain_nfc(utf8_next(s, len, &i)))
			return 0;
	}
}

/* Does a space stand at i that is folded as it stands? */
static inline int
is_folded_space(const char *s, size_t i)
{
	return s[i] == ' ' && i > 0 && s[i - 1] != ' ';
}

/* ASCII, eight bytes at a time, as long as no space follows a space. */
static size_t
folded_ascii_end(const char *s, size_t len, size_t i)
{
	for (; len - i >= 8; i += 8) {
		uint64_t word = plain_word(s + i);
		uint64_t spaces = plain_between(word, ' ', ' ');

		if (!plain_is_ascii(word) || (spaces & spaces << 8) != 0 ||
		    (s[i] == ' ' && !is_folded_space(s, i)))
			break;
	}
	return i;
}

/*
 * How far the text is plain and its white space folded: up to its end it is
 * its own exact-key text, but that a space may end it.
 */
static size_t
folded_end(const char *s, size_t len)
{
	for (size_t i = 0;;) {
		size_t next;
		uint32_t c;

		i = plain_hangul_end(s, len, folded_ascii_end(s, len, i));
		if (i == len)
			return i;
		next = i;
		c = utf8_next(s, len, &next);
		if (norm_is_space(c) ? !is_folded_space(s, i) :
		    !norm_plain_nfc(c))
			return i;
		i = next;
	}
}

/* Fold the white space from i on of what was appended behind start. */
static void
fold_space(struct buf *b, size_t start, size_t i)
{
	char *s = b->s;
	size_t to = i;

	while (i < b->len) {
		size_t from = i;

		if (norm_is_space(utf8_next(s, b->len, &i))) {
			if (to > start && s[to - 1] != ' ')
				s[to++] = ' ';
			continue;
		}
		while (from < i)
			s[to++] = s[from++];
	}
	if (to > start && s[to - 1] == ' ')
		to--;
	b->len = to;
	if (s != NULL)
		s[to] = '\0';
}

int
norm_is_key(const char *s, size_t len)
{
	return len > 0 && s[len - 1] != ' ' && folded_end(s, len) == len;
}

int
norm_key(struct buf *out, const char *s, size_t len, struct wtm_err *err)
{
	size_t start = out->len;
	size_t folded = folded_end(s, len);

	if (is_plain_nfc_text(s, len, folded)) {
		buf_add(out, s, len);
	} else {
		folded = 0;
		if (norm_form(out, NORM_NFC, s, len, err) != 0)
			return -1;
	}
	if (!buf_ok(out))
		return err_nomem(err);
	fold_space(out, start, start + folded);
	return 0;
}

static int
chars_reserve(struct norm_chars *c, size_t more)
{
	size_t cap = c->n + more;
	struct norm_char *at;

	if (cap <= c->cap)
		return 0;
	cap += cap / 2;
	at = realloc(c->at, cap * sizeof *at);
	if (at == NULL)
		return -1;
	c->at = at;
	c->cap = cap;
	return 0;
}

void
norm_chars_free(struct norm_chars *c)
{
	free(c->at);
	*c = (struct norm_chars){ 0 };
}

/* The end of the run that starts at i: the next normalization boundary. */
static size_t
run_end(const UNormalizer2 *norm, const char *s, size_t len, size_t i)
{
	utf8_next(s, len, &i);
	while (i < len) {
		size_t next = i;
		uint32_t c = utf8_next(s, len, &next);

		if (norm_plain_fold(c) != 0 ||
		    unorm2_hasBoundaryBefore(norm, (UChar32)c))
			break;
		i = next;
	}
	return i;
}

static int
fold_run(struct norm_chars *out, const char *s, size_t from, size_t to,
    struct wtm_err *err)
{
	struct utf16 u;
	int rc = normalize(&u, NORM_NFKC_CASEFOLD, s + from, to - from, err);

	if (rc == 0 && chars_reserve(out, u.n) != 0)
		rc = err_nomem(err);
	for (size_t i = 0; rc == 0 && i < u.n;)
		out->at[out->n++] = (struct norm_char){ utf16_next(&u, &i),
			(uint32_t)from, (uint32_t)to };
	utf16_free(&u);
	return rc;
}

/* Fold from i on as long as it is plain; where ICU has to go on. */
static size_t
fold_plain(struct norm_chars *out, const char *s, size_t len, size_t i)
{
	struct norm_char *at = out->at + out->n;

	while (i < len) {
		size_t from = i;
		uint32_t c = (unsigned char)s[i];

		if (c < 0x80) {
			i++;
			c += c - 'A' < 26u ? 32 : 0;
		} else if (plain_is_hangul(s, len, i)) {
			c = (c & 0x0F) << 12 |
			    ((unsigned char)s[i + 1] & 0x3Fu) << 6 |
			    ((unsigned char)s[i + 2] & 0x3Fu);
			i += 3;
		} else {
			c = norm_plain_fold(utf8_next(s, len, &i));
		}
		if (c == 0) {
			i = from;
			break;
		}
		*at++ = (struct norm_char){ c, (uint32_t)from, (uint32_t)i };
	}
	out->n = (size_t)(at - out->at);
	return i;
}

/* Where the run begins that the odd character at i belongs to. */
static size_t
run_start(struct norm_chars *out, const UNormalizer2 *norm, const char *s,
    size_t len, size_t i)
{
	size_t next = i;

	if (out->n == 0 || unorm2_hasBoundaryBefore(norm,
	    (UChar32)utf8_next(s, len, &next)))
		return i;
	return out->at[--out->n].from;
}

int
norm_fold(struct norm_chars *out, const char *s, size_t len,
    struct wtm_err *err)
{
	const UNormalizer2 *norm = NULL;

	out->n = 0;
	if (norm_check_len(len, err) != 0)
		return -1;
	if (chars_reserve(out, len) != 0)
		return err_nomem(err);
	for (size_t i = 0; i < len;) {
		size_t from;

		i = fold_plain(out, s, len, i);
		if (i == len)
			return 0;
		if (norm == NULL)
			norm = normalizer(NORM_NFKC_CASEFOLD, err);
		if (norm == NULL)
			return -1;
		from = run_start(out, norm, s, len, i);
		i = run_end(norm, s, len, from);
		if (fold_run(out, s, from, i, err) != 0)
			return -1;
		if (chars_reserve(out, len - i) != 0)
			return err_nomem(err);
	}
	return 0;
}

static int
keys_reserve(uint64_t **keys, size_t *cap, size_t n)
{
	uint64_t *grown;

	if (n <= *cap)
		return 0;
	grown = realloc(*keys, n * sizeof *grown);
	if (grown == NULL)
		return -1;
	*keys = grown;
	*cap = n;
	return 0;
}

int
norm_letters(uint64_t **out, size_t *n, size_t *cap, const char *s,
    size_t len, struct wtm_err *err)
{
	struct utf16 u;
	int rc = 0;

	*n = 0;
	if (is_plain_nfc_text(s, len, 0)) {
		if (keys_reserve(out, cap, len) != 0)
			return err_nomem(err);
		for (size_t i = 0; i < len;) {
			uint32_t c = utf8_next(s, len, &i);

			if (!norm_is_space(c))
				(*out)[(*n)++] = c;
		}
		return 0;
	}
	if (norm_check_len(len, err) != 0)
		return -1;
	rc = normalize(&u, NORM_NFC, s, len, err);
	if (rc == 0 && keys_reserve(out, cap, u.n) != 0)
		rc = err_nomem(err);
	for (size_t i = 0; rc == 0 && i < u.n;) {
		uint32_t c = utf16_next(&u, &i);

		if (!norm_is_space(c))
			(*out)[(*n)++] = c;
	}
	utf16_free(&u);
	return rc;
}
