/*
 * xml-scan: finds where markup ends (XML 1.0, sections 2.4 to 3.1).
 *
 * libxml2 compares each attribute of a tag with all others, and reads a tag
 * whole whatever its size; so a tag is measured here before it is parsed.
 * Where the markup is not well-formed the end found may be wrong, and the
 * parser refuses it there.
 */
#include "config.h"
#include "base/xml-scan.h"

#include <string.h>

static const struct {
	const char *open;
	const char *close;
} spans[] = {
	{ "<!--", "-->" },
	{ "<![CDATA[", "]]>" },
	{ "<?", "?>" },
};

enum { OPEN_MAX = 9 };	/* the longest of them, and "<!DOCTYPE" */

static int
begins(const char *s, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len >= n && memcmp(s, with, n) == 0;
}

/* From the quote at s to behind the one that closes it; NULL: not there. */
static const char *
quoted_end(const char *s, const char *end)
{
	const char *close = memchr(s + 1, *s, (size_t)(end - s - 1));

	return close == NULL ? NULL : close + 1;
}

/* Behind the '>' of the tag at s, or NULL; counts its quoted values. */
static const char *
tag_end(const char *s, const char *end, size_t *values)
{
	*values = 0;
	for (s++; s != NULL && s < end;) {
		if (*s == '>')
			return s + 1;
		if (*s == '"' || *s == '\'') {
			++*values;
			s = quoted_end(s, end);
		} else {
			s++;
		}
	}
	return NULL;
}

static const char *
find(const char *s, const char *end, const char *what)
{
	size_t n = strlen(what);
	const char *p = memmem(s, (size_t)(end - s), what, n);

	return p == NULL ? NULL : p + n;
}

/* Behind the ']' of the internal subset that s begins, or NULL. */
static const char *
subset_end(const char *s, const char *end)
{
	size_t values;

	while (s != NULL && s < end) {
		if (*s == ']')
			return s + 1;
		if (begins(s, (size_t)(end - s), "<!--"))
			s = find(s + 4, end, "-->");
		else if (begins(s, (size_t)(end - s), "<?"))
			s = find(s + 2, end, "?>");
		else if (*s == '<')
			s = tag_end(s, end, &values);
		else
			s++;
	}
	return NULL;
}

static const char *
doctype_end(const char *s, const char *end)
{
	while (s != NULL && s < end) {
		if (*s == '>')
			return s + 1;
		if (*s == '[')
			s = subset_end(s + 1, end);
		else if (*s == '"' || *s == '\'')
			s = quoted_end(s, end);
		else
			s++;
	}
	return NULL;
}

/* Does the tag end an element of that local name? */
static int
ends_element(const char *s, const char *end, const char *local)
{
	size_t n = strlen(local);
	const char *name = s[1] == '/' ? s + 2 : s + 1;

	if (s[1] != '/' && end[-2] != '/')
		return 0;
	for (const char *p = name; p < end && *p > ' ' && *p != '/'; p++)
		if (*p == ':')
			name = p + 1;
	return (size_t)(end - name) > n && memcmp(name, local, n) == 0 &&
	    strchr(" \t\n/>", name[n]) != NULL;
}

/*
 * The tag or DOCTYPE at s: its end, NULL when there is none yet or, with
 * fault filled, when it is refused.
 */
static const char *
measure(struct xml_scan *sc, const char *s, const char *end, int at_end)
{
	size_t values = 0;
	int doctype = end - s > 1 && s[1] == '!' &&
	    begins(s, (size_t)(end - s), "<!DOCTYPE");
	const char *e = doctype ? doctype_end(s + 1, end)
				: tag_end(s, end, &values);

	if ((size_t)((e == NULL ? end : e) - s) > XML_TAG_MAX)
		sc->fault = doctype
		    ? "a DOCTYPE of more than 64 KiB; remove it"
		    : "a tag of more than 64 KiB; shorten it";
	else if (values > XML_ATTRS_MAX)
		sc->fault = "a tag of more than 512 attributes; remove some";
	else if (e == NULL && at_end)
		sc->fault = "the file ends inside a tag; get a whole copy";
	return sc->fault == NULL ? e : NULL;
}

static const char *
span_close(const char *s, size_t len, size_t *open)
{
	if (len < 2 || (s[1] != '!' && s[1] != '?'))
		return NULL;
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
		if (begins(s, len, spans[i].open)) {
			*open = strlen(spans[i].open);
			return spans[i].close;
		}
	return NULL;
}

/* Past a comment, CDATA or PI that is open; 0 when its end is not here. */
static int
leave_span(struct xml_scan *sc, const char *s, size_t len, size_t *off)
{
	size_t keep = strlen(sc->until) - 1;
	const char *e = find(s + *off, s + len, sc->until);

	if (e == NULL) {
		if (len - *off > keep)
			*off = len - keep;
		return 0;
	}
	*off = (size_t)(e - s);
	sc->until = NULL;
	return 1;
}

enum xml_scanned
xml_scan(struct xml_scan *sc, const char *s, size_t len, size_t *off,
    int at_end)
{
	while (*off < len) {
		const char *p;
		const char *e;
		size_t open;

		if (sc->until != NULL) {
			if (!leave_span(sc, s, len, off))
				break;
			continue;
		}
		p = memchr(s + *off, '<', len - *off);
		*off = p == NULL ? len : (size_t)(p - s);
		if (p == NULL || (len - *off < OPEN_MAX && !at_end))
			break;
		sc->until = span_close(p, len - *off, &open);
		if (sc->until != NULL) {
			*off += open;
			continue;
		}
		e = measure(sc, p, s + len, at_end);
		if (e == NULL)
			return sc->fault ? XML_SCAN_FAULT : XML_SCAN_MORE;
		*off = (size_t)(e - s);
		if (sc->step != NULL && ends_element(p, e, sc->step))
			return XML_SCAN_STEP;
	}
	return XML_SCAN_MORE;
}
