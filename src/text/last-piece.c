/*
 * A piece is what the last bracket holds, or a last word with an at sign.  It
 * is cut off if it is, by itself, what a line of the kind would be.
 */
#include "config.h"

#include "text/last-piece.h"

#include <string.h>

#define MAX_PIECE 200	/* bytes */

static int
is_one_of(char c, const char *chars)
{
	return c != '\0' && strchr(chars, c) != NULL;
}

/* The last of these characters, or len. */
static size_t
last_opening(const char *s, size_t len, const char *opens)
{
	for (size_t i = len; i > 2 && len - i < MAX_PIECE; i--)
		if (is_one_of(s[i - 1], opens))
			return i - 1;
	return len;
}

static size_t
find_piece(const char *s, size_t len)
{
	size_t at = len;

	if (len > 0 && is_one_of(s[len - 1], ")]>")) {
		at = last_opening(s, len, "([<");
		/* One of several belongs to them. */
		if (at < len && (s[at - 1] != ' ' ||
		    is_one_of(s[at - 2], ")]>")))
			at = len;
	} else if (len > 0 && s[len - 1] >= 'a' && s[len - 1] <= 'z' &&
	    memchr(s, '@', len) != NULL) {
		at = last_opening(s, len, " ");
		/* Behind a name it is one with it. */
		if (at < len && !is_one_of(s[at - 1], ".!?\""))
			at = len;
		at += at < len;
	}
	return at;
}

void
last_piece_cut(struct buf *cuts, struct kinds *k, const char *s, size_t len)
{
	size_t n = cuts->len / sizeof(size_t);
	size_t at = find_piece(s, len);
	size_t before = 0;
	struct line_kind lk;

	if (at == len || n == 0)
		return;
	if (n > 1)
		memcpy(&before, cuts->s + (n - 2) * sizeof(before),
		    sizeof(before));
	if (at <= before + 1)
		return;
	lk = kinds_of(k, s + at, len - at);
	if (lk.kind != WTM_CREDIT && lk.kind != WTM_BYLINE)
		return;
	memcpy(cuts->s + (n - 1) * sizeof(at), &at, sizeof(at));
	buf_add(cuts, &len, sizeof(len));
}
