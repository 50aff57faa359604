/*
 * beforebreak has to end exactly at the place.  A matcher only searches
 * forward, so each start in a window before the place is tried with the
 * region from there to the place, which the whole match must fill; bounds are
 * transparent, so \b and look-around see the text around.
 */
#include "config.h"

#include "text/slow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uregex.h>
#include <unicode/utext.h>

#define WINDOW 200	/* bytes before the place where a match may begin */
#define MAX_CALLS 200000	/* of the matcher, per paragraph */
#define MAX_TICKS 100	/* of 10,000 steps, per paragraph */
#define MAX_STACK (1 << 20)

struct slow {
	URegularExpression *before;	/* NULL: anything */
	URegularExpression *after;
	UText *text;
	const char *s;
	size_t len;
	long calls;
	long ticks;
	int spent;
};

/* Called by ICU now and then while it matches. */
static UBool U_CALLCONV
tick(const void *arg, int32_t steps)
{
	/* ICU hands the context back as const; it is ours. */
	struct slow *r = (struct slow *)(uintptr_t)arg;

	(void)steps;
	return ++r->ticks <= MAX_TICKS;
}

static URegularExpression *
compile(struct slow *r, struct wtm_str p, char *why, size_t cap)
{
	UErrorCode code = U_ZERO_ERROR;
	UParseError where = { 0 };
	UText *ut = utext_openUTF8(NULL, p.s, (int64_t)p.len, &code);
	URegularExpression *re = uregex_openUText(ut, 0, &where, &code);

	utext_close(ut);
	if (U_SUCCESS(code)) {
		uregex_setStackLimit(re, MAX_STACK, &code);
		uregex_setMatchCallback(re, tick, r, &code);
	}
	if (U_SUCCESS(code))
		return re;
	uregex_close(re);
	snprintf(why, cap, "%s at character %d of \"%.60s\"",
	    u_errorName(code), (int)where.offset, p.s);
	return NULL;
}

struct slow *
slow_new(const struct srx_rule *rule, char *why, size_t cap)
{
	struct slow *r = calloc(1, sizeof(*r));

	snprintf(why, cap, "out of memory");
	if (r == NULL)
		return NULL;
	if (rule->before.len > 0)
		r->before = compile(r, rule->before, why, cap);
	if (rule->after.len > 0)
		r->after = compile(r, rule->after, why, cap);
	if ((rule->before.len > 0 && r->before == NULL) ||
	    (rule->after.len > 0 && r->after == NULL)) {
		slow_free(r);
		return NULL;
	}
	return r;
}

void
slow_free(struct slow *r)
{
	if (r == NULL)
		return;
	uregex_close(r->before);
	uregex_close(r->after);
	utext_close(r->text);
	free(r);
}

static int
set_text(URegularExpression *re, UText *text)
{
	UErrorCode code = U_ZERO_ERROR;

	if (re == NULL)
		return 0;
	uregex_setUText(re, text, &code);
	uregex_useTransparentBounds(re, 1, &code);
	uregex_useAnchoringBounds(re, 0, &code);
	return U_FAILURE(code) ? -1 : 0;
}

int
slow_text(struct slow *r, const char *s, size_t len)
{
	UErrorCode code = U_ZERO_ERROR;

	r->calls = 0;
	r->ticks = 0;
	r->spent = 0;
	r->s = s;
	r->len = len;
	r->text = utext_openUTF8(r->text, s, (int64_t)len, &code);
	if (U_FAILURE(code) || set_text(r->before, r->text) < 0 ||
	    set_text(r->after, r->text) < 0)
		return -1;
	return 0;
}

static int
before_matches(struct slow *r, size_t off)
{
	size_t low = off > WINDOW ? off - WINDOW : 0;

	for (size_t from = off + 1; from-- > low;) {
		UErrorCode code = U_ZERO_ERROR;

		if (from < r->len && ((unsigned char)r->s[from] & 0xc0) == 0x80)
			continue;
		uregex_setRegion64(r->before, (int64_t)from, (int64_t)off,
		    &code);
		if (uregex_matches64(r->before, -1, &code))
			return 1;
		if (U_FAILURE(code) || ++r->calls > MAX_CALLS)
			return -1;
	}
	return 0;
}

static int
after_matches(struct slow *r, size_t off)
{
	UErrorCode code = U_ZERO_ERROR;
	int yes;

	uregex_setRegion64(r->after, (int64_t)off, (int64_t)r->len, &code);
	yes = uregex_lookingAt64(r->after, -1, &code);
	return U_FAILURE(code) || ++r->calls > MAX_CALLS ? -1 : yes;
}

int
slow_matches(struct slow *r, size_t off)
{
	int yes = 1;

	if (r->spent)
		return 0;
	if (r->after != NULL)
		yes = after_matches(r, off);
	if (yes == 1 && r->before != NULL)
		yes = before_matches(r, off);
	r->spent = yes < 0;
	return yes;
}
