/*
 * Here rules are made ready; rules-match.c applies them.  How that is fast:
 * most places are passed over (rules-places.c).  At one that is left, one
 * backward and one forward automaton find all beforebreak and afterbreak
 * patterns at once; which rule wins for a pair of such sets is worked out once
 * and remembered.  Patterns that may read far (lookahead.h) have an automaton
 * of their own that is asked last and reads nothing twice.
 *
 * No pattern reads further than REACH characters from a place, so the time
 * is linear in the text whatever the rules; who would is named once.
 */
#include "config.h"

#include "text/rules.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uregex.h>

#include "base/err.h"
#include "text/lookahead.h"
#include "text/rules-inner.h"

void
rules_tell(const struct rules *r, const struct srx_rule *rule,
    const char *what)
{
	struct wtm_err e = { 0 };

	if (r->opts.note == NULL)
		return;
	err_set(&e, WTM_INPUT, rule->line, "%s:%ld: %s", r->srx->name.s,
	    rule->line, what);
	r->opts.note(r->opts.arg, e.msg);
}

static int
same_str(struct wtm_str a, struct wtm_str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

static void
find_needs(struct rules *r, struct far_rule *f, int set)
{
	unsigned char bytes[256] = { 0 };

	f->n_needs = 0;
	if (set < 0)
		return;
	alphabet_set_bytes(r->al, set, bytes);
	for (unsigned b = 0; b < 256; b++) {
		if (!bytes[b])
			continue;
		if (f->n_needs == sizeof(f->needs)) {
			f->n_needs = 0;
			return;
		}
		f->needs[f->n_needs++] = (unsigned char)b;
	}
}

/* The last afterbreak pattern reads far: it moves to that automaton. */
static int
move_far(struct rules *r, size_t rule, struct wtm_str p)
{
	struct far_rule *f = &r->far_rules[r->n_far];
	int empty;

	nfa_undo(&r->after);
	if (nfa_add(&r->far, r->al, p.s, p.len, &empty) != 0)
		return -1;
	r->at[rule].after = (int32_t)r->far.n_starts - 1;
	r->at[rule].far = 1;
	f->rule = (uint32_t)rule;
	find_needs(r, f, lookahead_needs(&r->far, r->al,
	    r->at[rule].after));
	r->n_far++;
	return 0;
}

/* The pattern's number in the automaton: that of an earlier equal one. */
static int
add_pattern(struct rules *r, int is_before, size_t rule, int *empty_out)
{
	struct nfa *nfa = is_before ? &r->before : &r->after;
	struct wtm_str p = is_before ? r->at[rule].srx->before :
	    r->at[rule].srx->after;
	int32_t *out = is_before ? &r->at[rule].before : &r->at[rule].after;
	int rc;

	*empty_out = 0;
	*out = ALWAYS;
	if (p.len == 0)
		return 0;
	for (size_t i = 0; i < rule; i++) {
		const struct rule *o = &r->at[i];
		int32_t number = is_before ? o->before : o->after;

		if (number >= 0 && (is_before || !o->far) &&
		    same_str(p, is_before ? o->srx->before :
		    o->srx->after)) {
			*out = number;
			return 0;
		}
	}
	rc = nfa_add(nfa, r->al, p.s, p.len, empty_out);
	if (rc != 0)
		return rc;
	*out = (int32_t)nfa->n_starts - 1;
	if (is_before || *empty_out || r->n_far == MAX_FAR ||
	    !lookahead_is_far(nfa, r->al, *out))
		return 0;
	return move_far(r, rule, p);
}

/* 0, 1: the rule is bad and was left out, -1. */
static int
add_rule(struct rules *r, const struct srx_rule *srx, struct wtm_err *err)
{
	struct rule *rule = &r->at[r->n];
	char why[200];
	int empty, before, after;

	memset(rule, 0, sizeof(*rule));
	rule->srx = srx;
	before = add_pattern(r, 1, r->n, &empty);
	after = before < 0 ? -1 : add_pattern(r, 0, r->n, &empty);
	if (after < 0)
		return err_nomem(err);
	if (before > 0 || after > 0) {
		if (rule->far)
			r->n_far--;
		rule->far = 0;
		rule->before = ALWAYS;
		rule->after = ALWAYS;
		rule->slow = slow_new(srx, why, sizeof(why));
		if (rule->slow == NULL && r->opts.strict)
			return err_set(err, WTM_INPUT, srx->line,
			    "%s:%ld: bad rule: %s", r->srx->name.s, srx->line,
			    why);
		if (rule->slow == NULL) {
			char what[300];

			if (r->first_bad == 0)
				r->first_bad = srx->line;
			snprintf(what, sizeof(what),
			    "bad rule: %s; it is left out", why);
			rules_tell(r, srx, what);
			return 1;
		}
		r->n_slow++;
	}
	r->n++;
	return 0;
}

/* Does the languagepattern match the whole code?  -1: it is no pattern. */
static int
map_matches(const struct srx_languagemap *m, const char *lang)
{
	UErrorCode code = U_ZERO_ERROR;
	UText *p = utext_openUTF8(NULL, m->pattern.s, (int64_t)m->pattern.len,
	    &code);
	UText *t = utext_openUTF8(NULL, lang, -1, &code);
	URegularExpression *re = uregex_openUText(p, 0, NULL, &code);
	int yes;

	uregex_setTimeLimit(re, 100, &code);
	uregex_setUText(re, t, &code);
	yes = U_SUCCESS(code) && uregex_matches64(re, 0, &code);
	uregex_close(re);
	utext_close(t);
	utext_close(p);
	return U_FAILURE(code) ? -1 : yes;
}

static int
add_map(struct rules *r, const struct srx_languagemap *m, size_t *n_bad,
    struct wtm_err *err)
{
	const struct srx_languagerule *lr = srx_find(r->srx, m->rule);
	struct rule *p;

	if (lr == NULL)
		return err_set(err, WTM_INPUT, m->line,
		    "%s:%ld: no languagerule \"%s\"; add it or correct the "
		    "name", r->srx->name.s, m->line, m->rule.s);
	p = realloc(r->at, (r->n + lr->n + 1) * sizeof(*p));
	if (p == NULL)
		return err_nomem(err);
	r->at = p;
	for (size_t i = 0; i < lr->n; i++) {
		int rc = add_rule(r, &lr->rules[i], err);

		if (rc < 0)
			return -1;
		*n_bad += rc > 0;
	}
	return 0;
}

static int
collect(struct rules *r, const char *lang, struct wtm_err *err)
{
	size_t n_bad = 0;

	for (size_t i = 0; i < r->srx->n_maps; i++) {
		const struct srx_languagemap *m = &r->srx->maps[i];
		int yes = map_matches(m, lang);

		if (yes < 0)
			return err_set(err, WTM_INPUT, m->line,
			    "%s:%ld: bad languagepattern \"%s\"",
			    r->srx->name.s, m->line, m->pattern.s);
		if (!yes)
			continue;
		if (add_map(r, m, &n_bad, err) < 0)
			return -1;
		if (!r->srx->cascade)
			break;
	}
	if (r->n == 0 && n_bad > 0)
		return err_set(err, WTM_INPUT, r->first_bad,
		    "%s:%ld: bad rule, and no rule for \"%s\" can be used; "
		    "correct them", r->srx->name.s, r->first_bad, lang);
	return 0;
}

static int
prepare(struct rules *r)
{
	r->n_marks = r->before.n_starts > r->after.n_starts ?
	    r->before.n_starts : r->after.n_starts;
	r->marks = calloc(2 * r->n_marks + 1, 1);
	r->told = calloc(r->n + 1, 1);
	if (r->marks == NULL || r->told == NULL || alphabet_seal(r->al) < 0)
		return -1;
	r->before_dfa = dfa_new(&r->before, r->al);
	r->after_dfa = dfa_new(&r->after, r->al);
	r->far_dfa = dfa_new(&r->far, r->al);
	if (r->before_dfa == NULL || r->after_dfa == NULL ||
	    r->far_dfa == NULL)
		return -1;
	return rules_find_places(r);
}

int
rules_new(struct rules **out, const struct srx *srx, const char *lang,
    const struct rules_opts *opts, struct wtm_err *err)
{
	struct rules *r = calloc(1, sizeof(*r));

	*out = NULL;
	if (r == NULL)
		return err_nomem(err);
	r->srx = srx;
	r->opts = *opts;
	r->before.reversed = 1;
	r->al = alphabet_new(opts->props);
	if (r->al == NULL || collect(r, lang, err) < 0 || prepare(r) < 0) {
		rules_free(r);
		return err_nomem(err);
	}
	*out = r;
	return 0;
}

void
rules_free(struct rules *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->n; i++)
		slow_free(r->at[i].slow);
	dfa_free(r->before_dfa);
	dfa_free(r->after_dfa);
	dfa_free(r->far_dfa);
	nfa_free(&r->before);
	nfa_free(&r->after);
	nfa_free(&r->far);
	buf_free(&r->before_sets);
	alphabet_free(r->al);
	free(r->at);
	free(r->marks);
	rules_free_places(r);
	free(r->told);
	free(r);
}

