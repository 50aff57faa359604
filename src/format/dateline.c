/*
 * dateline: the place, date and agency before the first sentence of a story.
 *
 * Two forms are known.  In European languages it ends with a dash: place,
 * date and the agency in brackets before it, or, without an agency, a place
 * in capitals.  In Korean it begins with a bracket, "place=agency", and ends
 * with the "=" behind the byline, or with the bracket.
 */
#include "config.h"
#include "format/dateline.h"

#include <string.h>

#include "format/when.h"

enum {
	PLACE_MAX = 100,	/* bytes before the agency */
	AGENCY_MAX = 40,
	BYLINE_MAX = 90,
};

static size_t
pass_blanks(const char *s, size_t len, size_t i)
{
	while (i < len && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' ||
	    s[i] == '\r'))
		i++;
	return i;
}

static int
has(const char *s, size_t len, size_t i, const char *what)
{
	size_t n = strlen(what);

	return i + n <= len && memcmp(s + i, what, n) == 0;
}

/* The bytes of a dash that stands for itself at i, or 0. */
static size_t
dash_at(const char *s, size_t len, size_t i)
{
	static const char *const dashes[] = { "--", "-", "_", "\xe2\x80\x94",
		"\xe2\x80\x93" };

	for (size_t k = 0; k < sizeof dashes / sizeof *dashes; k++) {
		size_t n = strlen(dashes[k]);

		if (has(s, len, i, dashes[k]) && (i + n == len ||
		    s[i + n] == ' ' || s[i + n] == '\n' || n > 1))
			return n;
	}
	return 0;
}

static size_t
find(const char *s, size_t len, size_t from, size_t most, const char *what)
{
	size_t end = from + most < len ? from + most : len;

	for (size_t i = from; i < end; i++)
		if (has(s, len, i, what))
			return i;
	return len;
}

/* The place: all before the date, which begins with a month. */
static void
set_place(struct dateline *d, const char *s, size_t end)
{
	size_t from = 0;

	d->place[0] = 0;
	for (;;) {
		size_t word = pass_blanks(s, end, from);
		size_t to = word;
		const char *comma;

		while (to < end && s[to] != ' ' && s[to] != ',')
			to++;
		if (to > word && when_month(s + word, to - word) > 0) {
			end = from;
			break;
		}
		comma = memchr(s + from, ',', end - from);
		if (comma == NULL)
			break;
		from = (size_t)(comma - s) + 1;
	}
	while (end > 0 && (s[end - 1] == ' ' || s[end - 1] == ','))
		end--;
	d->place[1] = end;
}

/* No sentence stands there: no stop but those of initials and months. */
static int
is_heading(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (strchr("!?\":;", s[i]) != NULL && s[i] != '\0')
			return 0;
		if (s[i] == '.' && i + 2 < len && s[i + 1] == ' ' &&
		    s[i + 2] >= 'a' && s[i + 2] <= 'z')
			return 0;
	}
	return 1;
}

/* "SEOUL, Oct. 30 (HNS) --" */
static int
with_agency(struct dateline *d, const char *s, size_t len)
{
	size_t open = find(s, len, 0, PLACE_MAX, "(");
	size_t close = open == len ? len : find(s, len, open, AGENCY_MAX, ")");
	size_t dash;
	size_t n;

	if (close == len || open == 0 || close == open + 1 ||
	    !is_heading(s, open))
		return 0;
	dash = pass_blanks(s, len, close + 1);
	n = dash_at(s, len, dash);
	if (n == 0)
		return 0;
	d->agency[0] = open + 1;
	d->agency[1] = close;
	d->len = dash + n;
	set_place(d, s, open);
	return 1;
}

/* "SEOUL, Oct. 30 --", "WASHINGTON —" */
static int
in_capitals(struct dateline *d, const char *s, size_t len)
{
	size_t caps = 0;
	size_t i;

	while (caps < len && s[caps] >= 'A' && s[caps] <= 'Z')
		caps++;
	if (caps < 3)
		return 0;
	for (i = caps; i < len && i < PLACE_MAX; i++) {
		size_t n = dash_at(s, len, i);

		if (n > 0 && s[i - 1] == ' ' && s[i] != '_' &&
		    is_heading(s, i)) {
			set_place(d, s, i);
			d->len = i + n;
			/* a lone headline word is no place */
			return d->place[1] > 0;
		}
		if ((s[i] >= 'a' && s[i] <= 'z') &&
		    find(s, i, 0, i, ",") == i)
			return 0;
	}
	return 0;
}

static const struct {
	const char *open;
	const char *close;
} brackets[] = {
	{ "(", ")" }, { "[", "]" },
	{ "\xe3\x80\x90", "\xe3\x80\x91" },
	{ "\xef\xbc\x88", "\xef\xbc\x89" },
};

/* "홍길동 기자 =" behind the bracket that ends at i. */
static void
set_byline(struct dateline *d, const char *s, size_t len)
{
	size_t from = pass_blanks(s, len, d->len);
	size_t to = find(s, len, from, BYLINE_MAX, "=");

	for (size_t i = from; i < to && to < len; i++)
		if (s[i] == '.' || s[i] == '"')
			to = len;
	if (to == len)
		return;
	d->len = to + 1;
	while (to > from && s[to - 1] == ' ')
		to--;
	d->byline[0] = from;
	d->byline[1] = to;
}

/* "(서울=한빛뉴스) 홍길동 기자 =" */
static int
in_korean(struct dateline *d, const char *s, size_t len)
{
	for (size_t k = 0; k < sizeof brackets / sizeof *brackets; k++) {
		size_t n = strlen(brackets[k].open);
		size_t close, equals;

		if (!has(s, len, 0, brackets[k].open))
			continue;
		close = find(s, len, n, PLACE_MAX, brackets[k].close);
		equals = find(s, len, n, PLACE_MAX, "=");
		if (close == len || equals >= close || equals == n)
			return 0;
		d->place[0] = n;
		d->place[1] = equals;
		d->agency[0] = equals + 1;
		d->agency[1] = close;
		d->len = close + strlen(brackets[k].close);
		set_byline(d, s, len);
		return 1;
	}
	return 0;
}

int
dateline_find(struct dateline *d, const char *s, size_t len)
{
	memset(d, 0, sizeof *d);
	return in_korean(d, s, len) || with_agency(d, s, len) ||
	    in_capitals(d, s, len);
}
