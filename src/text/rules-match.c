/*
 * Where the rules break a text.  See rules.c for the plan.
 */
#include "config.h"

#include "text/rules.h"

#include <string.h>

#include "base/err.h"
#include "text/rules-inner.h"
#include "text/utf8.h"

int
rules_text(struct rules *r, const char *s, size_t len, struct wtm_err *err)
{
	r->s = s;
	r->len = len;
	for (size_t i = 0; i < r->n_far; i++)
		r->far_rules[i].next = 0;
	rules_places_text(r);
	dfa_new_text(r->before_dfa);
	dfa_new_text(r->after_dfa);
	dfa_new_text(r->far_dfa);
	for (size_t i = 0; r->n_slow > 0 && i < r->n; i++)
		if (r->at[i].slow != NULL &&
		    slow_text(r->at[i].slow, s, len) < 0)
			return err_nomem(err);
	return 0;
}

static void
mark(unsigned char *marks, struct matched m, unsigned char value)
{
	for (size_t i = 0; i < m.n; i++)
		marks[m.at[i]] = value;
}

/* The first rule without slow ones that matches: index + 2, or 1. */
static uint32_t
decide(struct rules *r, uint32_t before, uint32_t after)
{
	struct matched mb = dfa_matched(r->before_dfa, before);
	struct matched ma = dfa_matched(r->after_dfa, after);
	unsigned char *b = r->marks;
	unsigned char *a = r->marks + r->n_marks;
	uint32_t out = 1;

	mark(b, mb, 1);
	mark(a, ma, 1);
	for (size_t i = 0; i < r->n && out == 1; i++) {
		const struct rule *rule = &r->at[i];

		if (rule->slow == NULL && !rule->far &&
		    (rule->before == ALWAYS || b[rule->before]) &&
		    (rule->after == ALWAYS || a[rule->after]))
			out = (uint32_t)i + 2;
	}
	mark(b, mb, 0);
	mark(a, ma, 0);
	return out;
}

static uint32_t
verdict(struct rules *r, uint32_t before, uint32_t after)
{
	struct verdict *v = &r->verdicts[(before * 31 + after) % VERDICTS];

	if (v->rule == 0 || v->before != before || v->after != after) {
		v->rule = decide(r, before, after);
		v->before = before;
		v->after = after;
	}
	return v->rule;
}

enum part { BEFORE, AFTER, FAR };

/* Name the rules, once, that use the pattern for which a scan was cut. */
static void
tell_cut(struct rules *r, enum part part, struct dfa_scan scan,
    const struct dfa *d)
{
	const char *what = scan.cut == DFA_BANNED ? "the rule takes too many "
	    "steps; it is not applied any more" : "the rule would read more "
	    "than 1,000 characters at one place; it is not applied there";
	int32_t pattern = scan.cut ? dfa_greedy(d) : -1;

	for (size_t i = 0; pattern >= 0 && i < r->n; i++) {
		const struct rule *rule = &r->at[i];

		if (r->told[i] || rule->slow != NULL ||
		    (part != BEFORE && rule->far != (part == FAR)) ||
		    pattern != (part == BEFORE ? rule->before : rule->after))
			continue;
		r->told[i] = 1;
		rules_tell(r, rule->srx, what);
	}
}

/* A slow rule that stands before the rule found; or that rule. */
static uint32_t
ask_slow(struct rules *r, size_t off, uint32_t found)
{
	size_t end = found == 1 ? r->n : found - 2;

	for (size_t i = 0; i < end; i++) {
		int yes = r->at[i].slow == NULL ? 0 :
		    slow_matches(r->at[i].slow, off);

		if (yes > 0)
			return (uint32_t)i + 2;
		if (yes < 0 && !r->told[i]) {
			r->told[i] = 1;
			rules_tell(r, r->at[i].srx, "the rule takes too "
			    "many steps; it is not applied in the rest of "
			    "the paragraph");
		}
	}
	return found;
}

/* Work out what is known of a set of beforebreak patterns. */
static void
learn_before(struct rules *r, uint32_t number, struct before_set *out)
{
	struct matched m = dfa_matched(r->before_dfa, number);

	memset(out, 0, sizeof(*out));
	out->known = 1;
	mark(r->marks, m, 1);
	for (size_t i = 0; i < r->n; i++) {
		const struct rule *rule = &r->at[i];

		if (rule->srx->is_break && (rule->slow != NULL ||
		    rule->before == ALWAYS || r->marks[rule->before]))
			out->may_break = 1;
	}
	for (size_t i = 0; i < r->n_far; i++) {
		int32_t b = r->at[r->far_rules[i].rule].before;

		if (b == ALWAYS || r->marks[b])
			out->far |= 1u << i;
	}
	mark(r->marks, m, 0);
}

/* NULL: no memory. */
static const struct before_set *
before_set(struct rules *r, uint32_t number)
{
	size_t need = (number + 1) * sizeof(struct before_set);
	struct before_set *set;

	while (r->before_sets.len < need) {
		struct before_set unknown = { 0 };

		buf_add(&r->before_sets, &unknown, sizeof(unknown));
		if (!buf_ok(&r->before_sets))
			return NULL;
	}
	set = (struct before_set *)(void *)r->before_sets.s + number;
	if (!set->known)
		learn_before(r, number, set);
	return set;
}

/* Does what the far rule needs come at off or behind it? */
static int
comes(struct rules *r, struct far_rule *f, size_t off)
{
	size_t next = r->len;

	if (f->n_needs == 0)
		return 1;
	if (f->next >= off && f->next > 0)
		return f->next < r->len;
	for (size_t i = 0; i < f->n_needs; i++) {
		const char *p = memchr(r->s + off, f->needs[i], next - off);

		if (p != NULL)
			next = (size_t)(p - r->s);
	}
	f->next = next;
	return next < r->len;
}

/* The first far rule that matches before the one found; or that one. */
static int
ask_far(struct rules *r, size_t off, uint32_t far, uint32_t *found,
    struct wtm_err *err)
{
	struct dfa_scan scan;
	struct matched m;
	uint32_t wanted = 0;

	for (size_t i = 0; i < r->n_far; i++)
		if ((far >> i & 1) &&
		    (*found == 1 || r->far_rules[i].rule < *found - 2) &&
		    comes(r, &r->far_rules[i], off))
			wanted |= 1u << i;
	if (wanted == 0)
		return 0;
	scan = dfa_run_far(r->far_dfa, r->s, r->len, off, FAR_REACH);
	if (scan.nomem)
		return err_nomem(err);
	tell_cut(r, FAR, scan, r->far_dfa);
	m = dfa_matched(r->far_dfa, scan.matched);
	for (size_t i = 0; i < r->n_far; i++) {
		uint32_t rule = r->far_rules[i].rule;

		for (size_t k = 0; (wanted >> i & 1) && k < m.n; k++) {
			if (m.at[k] == r->at[rule].after) {
				*found = rule + 2;
				return 0;
			}
		}
	}
	return 0;
}

/* Is there a break at off?  1, 0, -1. */
static int
break_at(struct rules *r, size_t off, struct wtm_err *err)
{
	struct dfa_scan b = dfa_run(r->before_dfa, r->s, r->len, off, REACH);
	const struct before_set *set = b.nomem ? NULL :
	    before_set(r, b.matched);
	struct dfa_scan a;
	uint32_t found;

	if (set == NULL)
		return err_nomem(err);
	tell_cut(r, BEFORE, b, r->before_dfa);
	if (!set->may_break)
		return 0;
	a = dfa_run(r->after_dfa, r->s, r->len, off, REACH);
	if (a.nomem)
		return err_nomem(err);
	tell_cut(r, AFTER, a, r->after_dfa);
	found = verdict(r, b.matched, a.matched);
	if (set->far != 0 && ask_far(r, off, set->far, &found, err) < 0)
		return -1;
	if (r->n_slow > 0)
		found = ask_slow(r, off, found);
	return found > 1 && r->at[found - 2].srx->is_break;
}

int
rules_next(struct rules *r, size_t off, size_t *break_out,
    struct wtm_err *err)
{
	int rc = 0;

	while (rc == 0) {
		off = rules_next_place(r, off);
		if (off == r->len)
			break;
		rc = break_at(r, off, err);
	}
	*break_out = off;
	return rc < 0 ? -1 : 0;
}

uint64_t
rules_n_read(const struct rules *r)
{
	return dfa_n_read(r->before_dfa) + dfa_n_read(r->after_dfa) +
	    dfa_n_read(r->far_dfa);
}
