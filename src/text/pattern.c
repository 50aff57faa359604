/*
 * pattern: a regular expression of ICU that is searched for in texts.
 *
 * ICU backtracks.  Steps are counted, not time, so that a pattern that
 * explodes ends the same way on every machine.
 */
#include "config.h"
#include "text/pattern.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uregex.h>
#include <unicode/utext.h>

#include "text/utf8.h"

enum {
	MAX_TICKS = 400,	/* of 10,000 steps, per text */
	MAX_STACK = 4 << 20
};

struct pattern {
	URegularExpression *re;
	UText *text;
	long ticks;
};

/* Called by ICU now and then while it matches. */
static UBool U_CALLCONV
tick(const void *arg, int32_t steps)
{
	/* ICU hands the context back as const; it is ours. */
	struct pattern *p = (struct pattern *)(uintptr_t)arg;

	(void)steps;
	return ++p->ticks <= MAX_TICKS;
}

/* ICU counts in UTF-16; lines and columns begin as it says. */
static size_t
byte_of(const char *s, size_t len, long units)
{
	size_t i = 0;

	while (i < len && units > 0)
		units -= utf8_next(s, len, &i) > 0xFFFF ? 2 : 1;
	return i;
}

/* U_REGEX_MISMATCHED_PAREN is "mismatched paren" to a reader. */
static void
explain(char *why, size_t cap, UErrorCode code)
{
	static const char prefix[] = "U_REGEX_";
	const char *name = u_errorName(code);
	size_t n = strncmp(name, prefix, sizeof prefix - 1) == 0
	    ? sizeof prefix - 1 : 0;

	snprintf(why, cap, "%s", name + n);
	for (char *p = why; *p != '\0'; p++)
		*p = *p == '_' ? ' '
		    : *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
}

struct pattern *
pattern_new(const char *s, size_t len, int ignore_case, char *why,
    size_t cap, size_t *off)
{
	struct pattern *p = calloc(1, sizeof *p);
	UErrorCode code = U_ZERO_ERROR;
	UParseError where = { 0 };
	UText *ut;

	*off = 0;
	snprintf(why, cap, "out of memory");
	if (p == NULL)
		return NULL;
	ut = utext_openUTF8(NULL, s, (int64_t)len, &code);
	p->re = uregex_openUText(ut, ignore_case ? UREGEX_CASE_INSENSITIVE : 0,
	    &where, &code);
	utext_close(ut);
	if (U_SUCCESS(code)) {
		uregex_setStackLimit(p->re, MAX_STACK, &code);
		uregex_setMatchCallback(p->re, tick, p, &code);
	}
	if (U_SUCCESS(code))
		return p;
	*off = byte_of(s, len, where.offset);
	explain(why, cap, code);
	pattern_free(p);
	return NULL;
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	uregex_close(p->re);
	utext_close(p->text);
	free(p);
}

int
pattern_find(struct pattern *p, const char *s, size_t len)
{
	UErrorCode code = U_ZERO_ERROR;
	int yes;

	p->ticks = 0;
	p->text = utext_openUTF8(p->text, s, (int64_t)len, &code);
	uregex_setUText(p->re, p->text, &code);
	yes = uregex_find64(p->re, 0, &code);
	return U_FAILURE(code) ? -1 : yes;
}
