/*
 * xml-write: text and attribute values as XML (XML 1.0, sections 2.2, 2.4
 * and 3.3.3), escaped as Canonical XML does, so that the same text is always
 * the same bytes and reading it gives the text back.
 */
#include "config.h"
#include "base/xml-write.h"

#include <string.h>

#include "base/plain.h"

struct escape {
	char c;
	const char *ref;
};

static const struct escape in_text[] = {
	{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" },
	{ '\r', "&#13;" }, { 0, NULL },
};

static const struct escape in_value[] = {
	{ '&', "&amp;" }, { '<', "&lt;" }, { '"', "&quot;" },
	{ '\t', "&#9;" }, { '\n', "&#10;" }, { '\r', "&#13;" },
	{ 0, NULL },
};

/* Bytes of the well-formed character of XML at s, or 0. */
static size_t
char_len(const unsigned char *s, size_t len)
{
	unsigned char c = s[0];

	if (c < 0x80)
		return c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
	if (c < 0xc2 || len < 2 || (s[1] & 0xc0) != 0x80)
		return 0;
	if (c < 0xe0)
		return 2;
	if (len < 3 || (s[2] & 0xc0) != 0x80)
		return 0;
	if (c < 0xf0)
		return (c == 0xe0 && s[1] < 0xa0) ||
		    (c == 0xed && s[1] >= 0xa0) ||
		    (c == 0xef && s[1] == 0xbf && s[2] >= 0xbe) ? 0 : 3;
	if (len < 4 || (s[3] & 0xc0) != 0x80)
		return 0;
	return c > 0xf4 || (c == 0xf0 && s[1] < 0x90) ||
	    (c == 0xf4 && s[1] >= 0x90) ? 0 : 4;
}

size_t
xml_bad_char(const char *s, size_t len)
{
	size_t i = 0;

	for (;;) {
		size_t n;

		i = plain_hangul_end(s, len, plain_ascii_end(s, len, i));
		if (i == len)
			return i;
		n = char_len((const unsigned char *)s + i, len - i);
		if (n == 0)
			return i;
		i += n;
	}
}

/* What stands for the character of n bytes at s (0: none), or NULL. */
static const char *
escaped(const struct escape *table, const char *s, size_t n)
{
	if (n == 0)
		return "\xef\xbf\xbd";
	for (; n == 1 && table->ref != NULL; table++)
		if (table->c == *s)
			return table->ref;
	return NULL;
}

/* Letters, digits and blanks, which are most of any text. */
static int
is_plain(char c)
{
	return c == ' ' || (c >= '?' && c < 0x7f) || (c >= '-' && c <= '9');
}

static void
put(struct buf *b, const struct escape *table, const char *s, size_t len)
{
	size_t from = 0;
	size_t i = 0;

	while (i < len) {
		const char *ref;
		size_t n;

		if (is_plain(s[i])) {
			i++;
			continue;
		}
		n = char_len((const unsigned char *)s + i, len - i);
		ref = n > 1 ? NULL : escaped(table, s + i, n);
		if (ref != NULL) {
			buf_add(b, s + from, i - from);
			buf_adds(b, ref);
			from = i + 1;
		}
		i += n == 0 ? 1 : n;
	}
	if (from < len)
		buf_add(b, s + from, len - from);
}

void
xml_put_text(struct buf *b, const char *s, size_t len)
{
	put(b, in_text, s, len);
}

void
xml_put_value(struct buf *b, const char *s, size_t len)
{
	put(b, in_value, s, len);
}
