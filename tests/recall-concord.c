/*
 * recall-concord: concordances against a grep of all units.
 *
 * The phrases are cut out of units: 1 to 6 units, half of those of Korean
 * inside one word.  A unit is a hit where the units of the phrase stand one
 * after the other, touching where they do in the phrase.  Of a phrase that is
 * Hangul alone, and of a text that is as it would be stored, the bytes must
 * say the same.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "memory/store.h"
#include "recall.h"
#include "text/lang.h"

struct phrase {
	char *text;
	struct units units;
	int is_hangul;
	uint64_t n;	/* hits, spans, and a sum over both */
	uint64_t n_spans;
	uint64_t sum;
	uint64_t last;	/* id */
	uint64_t got[3];	/* the same, of the index */
};

struct grep {
	struct phrase *phrases;
	size_t n;
	uint32_t groups[2];
	struct lang_cache cache;
	struct units units;
	size_t odd;	/* where bytes and units disagree */
};

static void
check(int ok, const struct wtm_err *err)
{
	if (ok)
		return;
	fprintf(stderr, "recall: concordance: %s\n", err->msg);
	exit(1);
}

static uint64_t
sum_of(uint64_t id, unsigned side, size_t from, size_t to)
{
	return norm_mix(norm_mix(id * 4 + side) + from * 65537 + to);
}

static int
hit(void *arg, const struct wtm_hit *h, struct wtm_err *err)
{
	struct phrase *p = arg;

	(void)err;
	if (h->tu->id > p->last) {
		fprintf(stderr, "recall: not the newest first: %s\n", p->text);
		exit(1);
	}
	p->last = h->tu->id;
	p->got[0]++;
	p->got[1] += h->n_spans;
	for (size_t i = 0; i < h->n_spans; i++)
		p->got[2] += sum_of(h->tu->id, h->side, h->spans[i][0],
		    h->spans[i][1]);
	return 0;
}

static int
touches(const struct units *u, size_t i)
{
	return u->at[i].from <= u->at[i - 1].to;
}

static int
stands_at(const struct phrase *p, const struct units *t, size_t i)
{
	for (size_t k = 0; k < p->units.n; k++)
		if (p->units.keys[k] != t->keys[i + k] || (k > 0 &&
		    touches(&p->units, k) != touches(t, i + k)))
			return 0;
	return 1;
}

/* Plain Hangul, spaces and ASCII: folding leaves all of it alone. */
static int
is_plain(const char *s, int hangul_only)
{
	for (const unsigned char *u = (const unsigned char *)s; *u != '\0';
	    u++) {
		if (*u < 0x80) {
			if (hangul_only)
				return 0;
			continue;
		}
		if (*u < 0xEA || *u > 0xED || (*u == 0xEA && u[1] < 0xB0) ||
		    (*u == 0xED && u[1] > 0x9D))
			return 0;
		u += 2;
	}
	return 1;
}

static void
grep_text(struct grep *g, struct phrase *p, uint64_t id, unsigned side,
    const struct wtm_str *text)
{
	size_t found = 0;

	for (size_t i = 0; i + p->units.n <= g->units.n;) {
		if (!stands_at(p, &g->units, i)) {
			i++;
			continue;
		}
		p->sum += sum_of(id, side, g->units.at[i].from,
		    g->units.at[i + p->units.n - 1].to);
		found++;
		i += p->units.n;
	}
	p->n += found > 0;
	p->n_spans += found;
	if (p->is_hangul && is_plain(text->s, 0) &&
	    (strstr(text->s, p->text) != NULL) != (found > 0))
		g->odd++;
}

static int
grep_unit(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct grep *g = arg;
	const struct lang *lang;

	for (size_t i = 0; i < tu->n_tuvs; i++) {
		const struct wtm_tuv *v = &tu->tuvs[i];
		uint32_t group = lang_cached(&lang, &g->cache, v->lang.s,
		    v->lang.len);

		if (token_units(&g->units, v->text.s, v->text.len, err) != 0)
			return -1;
		for (size_t k = 0; k < g->n; k++)
			grep_text(g, &g->phrases[k], tu->id,
			    group == g->groups[0] ? WTM_IN_SOURCE :
			    WTM_IN_TARGET, &v->text);
	}
	return 0;
}

/* Where a run of n units begins in a text, inside one word when joined. */
static size_t
run_in(const struct units *u, size_t from, size_t n, int joined)
{
	for (; from + n <= u->n; from++) {
		size_t k = 1;

		while (k < n && (!joined || touches(u, from + k)))
			k++;
		if (k == n)
			return from;
	}
	return u->n;
}

static void
cut_phrase(struct phrase *p, const char *text, size_t n, int joined,
    size_t from)
{
	struct units u = UNITS_INIT;
	struct wtm_err err = { 0 };

	check(token_units(&u, text, strlen(text), &err) == 0, &err);
	from = run_in(&u, u.n == 0 ? 0 : from % u.n, n, joined);
	if (from < u.n)
		p->text = strndup(text + u.at[from].from,
		    u.at[from + n - 1].to - u.at[from].from);
	else
		p->text = strdup("the");
	check(token_units(&p->units, p->text, strlen(p->text), &err) == 0,
	    &err);
	p->is_hangul = is_plain(p->text, 1);
	p->last = UINT64_MAX;
	units_free(&u);
}

static void
ask_index(const char *dir, struct phrase *phrases, size_t n)
{
	struct wtm_concord_opts opts = WTM_CONCORD_OPTS_INIT;
	struct wtm_err err = { 0 };
	struct wtm_session *s;
	struct wtm *w;

	check(wtm_open(&w, dir, NULL, &err) == 0 &&
	    wtm_session_new(&s, w, &err) == 0, &err);
	for (size_t i = 0; i < n; i++) {
		uint64_t all;

		check(wtm_concord(&all, s, phrases[i].text,
		    strlen(phrases[i].text), &opts, hit, &phrases[i],
		    &err) == 0 && all == phrases[i].got[0], &err);
	}
	wtm_session_free(s);
	wtm_close(w);
}

static size_t
n_different(const struct grep *g)
{
	size_t different = g->odd;

	for (size_t i = 0; i < g->n; i++) {
		const struct phrase *p = &g->phrases[i];

		if (p->got[0] == p->n && p->got[1] == p->n_spans &&
		    p->got[2] == p->sum)
			continue;
		printf("DIFFERENT: %s: %llu hits, not %llu\n", p->text,
		    (unsigned long long)p->got[0], (unsigned long long)p->n);
		different++;
	}
	return different;
}

size_t
recall_concord(const char *dir, struct query *queries[2], size_t n)
{
	static const struct wtm_open_opts oo = { .create = 0 };
	struct grep g = { .n = 2 * n };
	struct wtm_err err = { 0 };
	uint64_t hits = 0;
	size_t different;
	struct store *store;

	g.phrases = calloc(g.n + 1, sizeof *g.phrases);
	for (size_t i = 0; i < g.n; i++)
		cut_phrase(&g.phrases[i], queries[i % 2][i / 2].text,
		    1 + i / 2 % 6, i % 4 == 1, i * 7);
	ask_index(dir, g.phrases, g.n);
	for (int side = 0; side < 2; side++) {
		struct lang l;

		lang_parse(&l, recall_langs[side],
		    strlen(recall_langs[side]));
		g.groups[side] = lang_group(&l);
	}
	check(store_open(&store, dir, &oo, &err) == 0 &&
	    store_walk(store, 0, grep_unit, &g, &err) == 0, &err);
	store_close(store);
	different = n_different(&g);
	for (size_t i = 0; i < g.n; i++) {
		hits += g.phrases[i].n;
		free(g.phrases[i].text);
		units_free(&g.phrases[i].units);
	}
	printf("compared with a grep, %zu phrases: %zu different (%llu "
	    "hits)\n", g.n, different, (unsigned long long)hits);
	free(g.phrases);
	units_free(&g.units);
	return different;
}
