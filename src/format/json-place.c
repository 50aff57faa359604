/*
 * json-place: where the values of a JSON text stand in it (RFC 8259).
 */
#include "config.h"
#include "format/json-place.h"

#include <string.h>
#ifdef HAVE_JANSSON
#include <jansson.h>
#endif

#include "base/err.h"
#include "text/utf8.h"

#ifdef HAVE_JANSSON
int
place_check(const char *s, size_t len, const char *name, struct wtm_err *err)
{
	json_error_t e;
	json_t *root = json_loadb(s, len, JSON_REJECT_DUPLICATES, &e);
	int is_object = root != NULL && json_is_object(root);

	json_decref(root);
	if (is_object)
		return 0;
	if (root == NULL && json_error_code(&e) == json_error_out_of_memory)
		return err_nomem(err);
	if (root == NULL)
		return err_set(err, WTM_INPUT, e.line, "%s:%d:%d: not JSON: "
		    "%s", name, e.line, e.column, e.text);
	return err_set(err, WTM_INPUT, 1, "%s:1: a JSON text that is no "
	    "object", name);
}
#else
int
place_check(const char *s, size_t len, const char *name, struct wtm_err *err)
{
	(void)s;
	(void)len;
	return err_set(err, WTM_INPUT, 0, "%s: this program was built without "
	    "jansson and reads no JSON; install libjansson-dev and build it "
	    "again", name);
}
#endif

static size_t
blanks(const char *s, size_t len, size_t i)
{
	while (i < len && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' ||
	    s[i] == '\r'))
		i++;
	return i;
}

/* Behind the string that begins at i. */
static size_t
string_end(const char *s, size_t len, size_t i)
{
	for (i++; i < len && s[i] != '"'; i++)
		i += s[i] == '\\';
	return i < len ? i + 1 : len;
}

/* Behind the value that begins at i. */
static size_t
value_end(const char *s, size_t len, size_t i)
{
	size_t depth = 0;

	while (i < len) {
		if (s[i] == '"') {
			i = string_end(s, len, i);
		} else if (s[i] == '{' || s[i] == '[') {
			depth++;
			i++;
		} else if (s[i] == '}' || s[i] == ']') {
			if (depth == 0)
				return i;
			depth--;
			i++;
		} else if (depth == 0 && s[i] == ',') {
			return i;
		} else {
			i++;
			continue;
		}
		if (depth == 0)
			return i;
	}
	return len;
}

size_t
place_root(const char *s, size_t len)
{
	return blanks(s, len, 0);
}

size_t
place_member(const char *s, size_t len, size_t off, const char *key)
{
	size_t n = strlen(key);
	size_t i = off;

	if (i >= len || s[i] != '{')
		return 0;
	for (i = blanks(s, len, i + 1); i < len && s[i] == '"';) {
		size_t end = string_end(s, len, i);
		size_t value = blanks(s, len, blanks(s, len, end) + 1);

		if (end - i == n + 2 && memcmp(s + i + 1, key, n) == 0)
			return value;
		i = blanks(s, len, value_end(s, len, value));
		if (i < len && s[i] == ',')
			i = blanks(s, len, i + 1);
	}
	return 0;
}

size_t
place_first(const char *s, size_t len, size_t off)
{
	size_t i;

	if (off >= len || s[off] != '[')
		return 0;
	i = blanks(s, len, off + 1);
	return i < len && s[i] != ']' ? i : 0;
}

size_t
place_next(const char *s, size_t len, size_t off)
{
	size_t i = blanks(s, len, value_end(s, len, off));

	return i < len && s[i] == ',' ? blanks(s, len, i + 1) : 0;
}

static uint32_t
hex4(const char *s)
{
	uint32_t c = 0;

	for (size_t i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef";
		const char *d = strchr(digits, s[i] | (s[i] > '9' ? 32 : 0));

		c = c * 16 + (d == NULL ? 0 : (uint32_t)(d - digits));
	}
	return c;
}

/* The escaped or plain character at *i, which moves behind it. */
static uint32_t
character(const char *s, size_t len, size_t *i)
{
	static const char from[] = "bfnrt";
	static const char to[] = "\b\f\n\r\t";
	const char *known;
	uint32_t c;

	if (s[*i] != '\\' || len - *i < 2)
		return utf8_next(s, len, i);
	c = (unsigned char)s[*i + 1];
	*i += 2;
	known = strchr(from, (int)c);
	if (known != NULL)
		return (unsigned char)to[known - from];
	if (c != 'u' || len - *i < 4)
		return c;
	c = hex4(s + *i);
	*i += 4;
	if (c >= 0xd800 && c < 0xdc00 && len - *i >= 6 && s[*i] == '\\') {
		c = 0x10000 + ((c - 0xd800) << 10) +
		    (hex4(s + *i + 2) - 0xdc00);
		*i += 6;
	}
	return c < 0x110000 ? c : 0xfffd;
}

int
place_text(struct flat *f, const struct source *src, size_t off)
{
	const char *s = src->s;
	size_t end = value_end(s, src->len, off);
	size_t i = off;

	if (off == 0 || end <= off || s[off] == '{' || s[off] == '[')
		return 0;
	if (s[off] == '"') {
		i++;
		end--;
	} else if (!(s[off] == '-' || (s[off] >= '0' && s[off] <= '9'))) {
		return 0;
	}
	while (i < end) {
		size_t from = i;
		uint32_t c = character(s, end, &i);

		if (s[off] != '"' && c <= ' ')
			break;
		flat_put(f, src, c, from, i);
	}
	return 1;
}
