/*
 * matches: how the matches of a segment are shown.
 *
 *                 The ministry said 12 people were hurt in the fire.
 *   89.9 fuzzy    The ministry said [-15-]{+12+} people were hurt in the fire.
 *                 국방부는 이번 화재로 15명이 다쳤다고 밝혔다.
 *                 unit 42, 2024-03-01, kim; values 15, 12
 *
 * The words of the memory that the text lacks stand in [- -], those of the
 * text that the memory lacks in {+ +}; with colours they are red and struck
 * out, and green, without the brackets.  The source of a unit is not repeated
 * when it is the text itself.
 */
#include "config.h"
#include "cli/matches.h"

#include <inttypes.h>
#include <string.h>

static void
json_attribute(struct json *j, const struct wtm_match *m, const char *name)
{
	struct wtm_str v = wtm_match_attr(m, name);

	if (v.s != NULL)
		json_str(j, name, v.s, v.len);
}

/* A number, when it is one. */
static void
json_usagecount(struct json *j, const struct wtm_match *m)
{
	struct wtm_str v = wtm_match_attr(m, "usagecount");
	uint64_t n = 0;

	if (v.s == NULL || v.len == 0 || v.len > 18)
		return;
	for (size_t i = 0; i < v.len; i++) {
		if (v.s[i] < '0' || v.s[i] > '9')
			return;
		n = n * 10 + (uint64_t)(v.s[i] - '0');
	}
	json_uint(j, "usagecount", n);
}

static void
json_metas_of(struct json *j, const struct wtm_meta *metas, size_t n,
    int notes, const char *side)
{
	for (size_t i = 0; i < n; i++) {
		const struct wtm_meta *p = &metas[i];

		if (p->is_note != notes)
			continue;
		json_open(j, NULL, '{');
		if (p->type.s != NULL)
			json_str(j, "type", p->type.s, p->type.len);
		if (p->lang.s != NULL)
			json_str(j, "lang", p->lang.s, p->lang.len);
		if (side != NULL)
			json_text(j, "side", side);
		json_str(j, "text", p->text.s == NULL ? "" : p->text.s,
		    p->text.len);
		json_close(j, '}');
	}
}

static int
has_meta(const struct wtm_meta *metas, size_t n, int notes)
{
	for (size_t i = 0; i < n; i++) {
		if (metas[i].is_note == notes)
			return 1;
	}
	return 0;
}

/* The props, or the notes, of the unit and of its two texts. */
static void
json_metas(struct json *j, const struct wtm_match *m, const char *key,
    int notes)
{
	const struct wtm_tu *tu = m->tu;
	const struct wtm_tuv *s = &tu->tuvs[m->source];
	const struct wtm_tuv *t = &tu->tuvs[m->target];

	if (!has_meta(tu->metas, tu->n_metas, notes) &&
	    !has_meta(s->metas, s->n_metas, notes) &&
	    !has_meta(t->metas, t->n_metas, notes))
		return;
	json_open(j, key, '[');
	json_metas_of(j, tu->metas, tu->n_metas, notes, NULL);
	json_metas_of(j, s->metas, s->n_metas, notes, "source");
	json_metas_of(j, t->metas, t->n_metas, notes, "target");
	json_close(j, ']');
}

static void
json_why(struct json *j, const struct wtm_match *m)
{
	json_open(j, "differs", '[');
	for (unsigned bit = 1; wtm_differs_name(bit) != NULL; bit <<= 1) {
		if (m->differs & bit)
			json_text(j, NULL, wtm_differs_name(bit));
	}
	json_close(j, ']');
	json_open(j, "values", '[');
	for (size_t i = 0; i < m->n_values; i++)
		json_str(j, NULL, m->values[i].s, m->values[i].len);
	json_close(j, ']');
	json_open(j, "penalties", '{');
	for (size_t i = 0; i < m->n_penalties; i++)
		json_tenths(j, m->penalties[i].name, m->penalties[i].tenths);
	json_close(j, '}');
}

static void
json_span(struct json *j, const char *key, const size_t span[2])
{
	json_open(j, key, '[');
	json_uint(j, NULL, span[0]);
	json_uint(j, NULL, span[1]);
	json_close(j, ']');
}

/* What was put into the target of a number match, and where. */
static void
json_replacements(struct json *j, const struct wtm_match *m)
{
	const struct wtm_tuv *t = &m->tu->tuvs[m->target];

	if (m->n_adapted == 0)
		return;
	json_str(j, "unadapted", t->text.s, t->text.len);
	json_open(j, "replacements", '[');
	for (size_t i = 0; i < m->n_adapted; i++) {
		const struct wtm_value *v = &m->adapted[i];

		json_open(j, NULL, '{');
		json_bool(j, "adapted", v->adapted);
		json_span(j, "source", v->segment);
		json_span(j, "unadapted", v->target);
		json_span(j, "target", v->offered);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
json_match(struct json *j, const struct wtm_match *m)
{
	const struct wtm_tuv *s = &m->tu->tuvs[m->source];
	const struct wtm_tuv *t = &m->tu->tuvs[m->target];

	json_open(j, NULL, '{');
	json_uint(j, "id", m->tu->id);
	json_tenths(j, "score", m->score);
	json_text(j, "kind", wtm_match_kind_name(m->kind));
	json_str(j, "source", s->text.s, s->text.len);
	json_str(j, "target", m->offered.s, m->offered.len);
	json_str(j, "source_lang", s->lang.s, s->lang.len);
	json_str(j, "target_lang", t->lang.s, t->lang.len);
	json_why(j, m);
	json_replacements(j, m);
	json_attribute(j, m, "creationdate");
	json_attribute(j, m, "creationid");
	json_attribute(j, m, "changedate");
	json_usagecount(j, m);
	json_metas(j, m, "props", 0);
	json_metas(j, m, "notes", 1);
	json_close(j, '}');
}

struct wtm_lookup_opts
matches_opts(const struct cli *c)
{
	struct wtm_lookup_opts opts = WTM_LOOKUP_OPTS_INIT;

	opts.source = cli_text(c, OPT_SOURCE);
	opts.target = cli_text(c, OPT_TARGET);
	opts.min = (int)cli_number(c, OPT_MIN);
	opts.max = (size_t)cli_number(c, OPT_MAX);
	opts.strict_lang = cli_flag(c, OPT_STRICT_LANG);
	opts.full_scan = cli_flag(c, OPT_FULL_SCAN);
	return opts;
}

int
matches_embargo(int *embargoed, int64_t *now, const struct cli *c,
    struct wtm_err *err)
{
	const char *s = cli_text(c, OPT_NOW);

	*embargoed = cli_flag(c, OPT_EMBARGOED);
	*now = 0;
	if (s == NULL)
		return 0;
	if (wtm_time_read(now, s, err) != 0)
		return -1;
	if (*now == 0)	/* which is no time, but the clock */
		*now = 1;
	return 0;
}

int
matches_story(struct wtm_story *out, const struct cli *c,
    struct wtm_err *err)
{
	const char *slug = cli_text(c, OPT_SLUG);
	const char *embargo = cli_text(c, OPT_EMBARGO);
	int64_t at;

	*out = (struct wtm_story){ 0 };
	if (slug != NULL)
		out->slug = (struct wtm_str){ slug, strlen(slug) };
	if (embargo == NULL)
		return 0;
	out->embargo = (struct wtm_str){ embargo, strlen(embargo) };
	return wtm_time_read(&at, embargo, err);
}

void
matches_json(struct json *j, const struct wtm_matches *m)
{
	json_open(j, "matches", '[');
	for (size_t i = 0; i < m->n; i++)
		json_match(j, &m->at[i]);
	json_close(j, ']');
}

void
listing_begin(struct listing *l, const struct cli *c)
{
	*l = (struct listing){ .flow = { .f = c->out.f, .indent = 15 } };
	l->flow.colour = term_colour(c, c->out.f);
	l->flow.columns = term_columns(c->out.f);
	l->verbose = cli_flag(c, OPT_VERBOSE);
}

void
listing_source(struct listing *l, const char *s, size_t len)
{
	flow_begin(&l->flow, "");
	flow_style(&l->flow, STYLE_STRONG);
	flow_text(&l->flow, s, len);
	flow_end(&l->flow);
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A changed side: the blanks behind it stay outside its marks. */
static void
changed(struct flow *w, enum style style, const char *open, const char *s,
    size_t len, const char *close)
{
	while (len > 0 && is_blank(s[len - 1]))
		len--;
	if (len == 0)
		return;
	flow_style(w, style);
	if (!w->colour)
		flow_puts(w, open);
	flow_text(w, s, len);
	if (!w->colour)
		flow_puts(w, close);
	flow_style(w, STYLE_PLAIN);
}

static void
put_run(struct flow *w, const char *old_text, const char *new_text,
    const struct wtm_diff_run *r)
{
	const char *old = old_text + r->old_from;
	size_t old_len = r->old_to - r->old_from;

	if (r->same) {
		while (old_len > 0 && is_blank(old[old_len - 1]))
			old_len--;
		flow_text(w, old, old_len);
		return;
	}
	changed(w, STYLE_OLD, "[-", old, old_len, "-]");
	changed(w, STYLE_NEW, "{+", new_text + r->new_from,
	    r->new_to - r->new_from, "+}");
}

/* The source of the unit, with what the text has instead. */
static void
differing(struct flow *w, struct wtm_str old, const char *new, size_t len)
{
	struct wtm_err err = { 0 };
	struct wtm_diff d;

	if (wtm_diff(&d, old.s, old.len, new, len, &err) != 0)
		flow_text(w, old.s, old.len);
	for (size_t i = 0; i < d.n; i++) {
		put_run(w, old.s, new, &d.runs[i]);
		if (d.runs[i].blank)
			flow_puts(w, " ");
	}
	wtm_diff_free(&d);
}

/* 20240301T120000Z as 2024-03-01; anything else as it stands. */
static void
put_date(struct flow *w, struct wtm_str v)
{
	char date[11];

	if (v.len < 8 || strspn(v.s, "0123456789") < 8) {
		flow_text(w, v.s, v.len);
		return;
	}
	snprintf(date, sizeof date, "%.4s-%.2s-%.2s", v.s, v.s + 4, v.s + 6);
	flow_puts(w, date);
}

static void
put_origin(struct flow *w, const struct wtm_match *m)
{
	struct wtm_str date = wtm_match_attr(m, "changedate");
	struct wtm_str who = wtm_match_attr(m, "creationid");
	char unit[32];

	if (date.s == NULL)
		date = wtm_match_attr(m, "creationdate");
	snprintf(unit, sizeof unit, "unit %" PRIu64, m->tu->id);
	flow_puts(w, unit);
	if (date.s != NULL) {
		flow_puts(w, ", ");
		put_date(w, date);
	}
	if (who.s != NULL) {
		flow_puts(w, ", ");
		flow_text(w, who.s, who.len);
	}
}

static void
put_why(struct flow *w, const struct wtm_match *m)
{
	const char *lead = "; differs in ";

	for (unsigned bit = 1; wtm_differs_name(bit) != NULL; bit <<= 1) {
		if ((m->differs & bit) == 0)
			continue;
		flow_puts(w, lead);
		flow_puts(w, wtm_differs_name(bit));
		lead = ", ";
	}
	for (size_t i = 0; i < m->n_values; i++) {
		flow_puts(w, i == 0 ? "; values " : ", ");
		flow_text(w, m->values[i].s, m->values[i].len);
	}
	for (size_t i = 0; i < m->n_penalties; i++) {
		const struct wtm_penalty *p = &m->penalties[i];
		char points[32];

		snprintf(points, sizeof points, " %d.%d", p->tenths / 10,
		    p->tenths % 10);
		flow_puts(w, i == 0 ? "; less " : ", ");
		flow_puts(w, p->name);
		flow_puts(w, points);
	}
}

static void
put_metas(struct flow *w, const struct wtm_meta *metas, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct wtm_meta *p = &metas[i];

		flow_begin(w, "");
		flow_style(w, STYLE_FAINT);
		if (p->is_note)
			flow_puts(w, "note");
		else if (p->type.s != NULL)
			flow_text(w, p->type.s, p->type.len);
		flow_puts(w, ": ");
		if (p->text.s != NULL)
			flow_text(w, p->text.s, p->text.len);
		flow_end(w);
	}
}

/* The target, with values that were adapted, and that were not, marked. */
static void
put_offered(struct flow *w, const struct wtm_match *m)
{
	struct wtm_str t = m->offered;
	const struct wtm_value *v;
	size_t at = 0;

	while ((v = wtm_match_next_value(m, at)) != NULL &&
	    v->offered[1] <= t.len) {
		flow_text(w, t.s + at, v->offered[0] - at);
		changed(w, v->adapted ? STYLE_NEW : STYLE_OLD,
		    v->adapted ? "{+" : "[?", t.s + v->offered[0],
		    v->offered[1] - v->offered[0], v->adapted ? "+}" : "?]");
		at = v->offered[1];
	}
	flow_text(w, t.s + at, t.len - at);
}

static void
put_match(struct listing *l, const struct wtm_match *m, const char *s,
    size_t len)
{
	struct flow *w = &l->flow;
	const struct wtm_tu *tu = m->tu;
	const struct wtm_tuv *src = &tu->tuvs[m->source];
	const struct wtm_tuv *tgt = &tu->tuvs[m->target];
	char gutter[32];

	snprintf(gutter, sizeof gutter, "%3d.%d %s", m->score / 10,
	    m->score % 10, wtm_match_kind_name(m->kind));
	flow_begin(w, gutter);
	if (m->kind == WTM_FUZZY || m->kind == WTM_NUMBER) {
		differing(w, src->text, s, len);
		flow_end(w);
		flow_begin(w, "");
	}
	put_offered(w, m);
	flow_end(w);
	flow_begin(w, "");
	flow_style(w, STYLE_FAINT);
	put_origin(w, m);
	put_why(w, m);
	flow_end(w);
	if (!l->verbose)
		return;
	put_metas(w, tu->metas, tu->n_metas);
	put_metas(w, src->metas, src->n_metas);
	put_metas(w, tgt->metas, tgt->n_metas);
}

void
listing_matches(struct listing *l, const struct wtm_matches *m, const char *s,
    size_t len)
{
	for (size_t i = 0; i < m->n; i++)
		put_match(l, &m->at[i], s, len);
}
