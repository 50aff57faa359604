/*
 * align-text: evidence that texts are translations of each other.
 *
 * Each piece of evidence has a weight for being found and one for being
 * missed, the logarithms of how much more likely that is in a pair than in
 * two sentences of the same article at random.
 */
#include "config.h"
#include "match/align-text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "match/skeleton.h"
#include "text/lang.h"
#include "text/placeable.h"
#include "text/utf8.h"

static const double W_LENGTH = 0.75;
static const double W_FOUND = 0.66;

struct sent {
	struct wtm_str text;
	double len;	/* characters */
	size_t ph[2];	/* its placeables: from, to */
	size_t names[2];	/* its names in Latin letters */
	size_t words[2];	/* its words in Hangul */
	int question;
	int quotes;
	int kind;	/* of the segment, -1: not known */
};

struct align_text {
	struct sent *at;
	size_t n;
	char lang[16];
	double mean;	/* of the logarithms of the lengths */
	double var;
	struct arena arena;
	struct buf ph;	/* of struct placeable */
	struct buf names;	/* of struct name */
	struct buf words;	/* of struct skeleton */
	double ratio;	/* of the target: expected log of the lengths */
};

struct name {
	struct skeleton th[2];	/* with th as t, and as s */
};

static void
count_signs(struct sent *t)
{
	size_t chars = 0;

	for (size_t i = 0; i < t->text.len;) {
		uint32_t c = utf8_next(t->text.s, t->text.len, &i);

		chars++;
		t->question |= c == '?' || c == 0xff1f;
		t->quotes |= c == '"' || (c >= 0x201c && c <= 0x201f) ||
		    (c >= 0x300c && c <= 0x300f) || c == 0xab || c == 0xbb;
	}
	t->len = chars == 0 ? 1 : (double)chars;
}

static int
add_placeables(struct align_text *t, struct sent *st, struct placeables *ps)
{
	if (ph_find(ps, st->text.s, st->text.len, t->lang) != 0)
		return -1;
	st->ph[0] = t->ph.len / sizeof *ps->at;
	for (size_t i = 0; i < ps->n; i++)
		if ((ps->at[i].flags & PH_WEAK) == 0)
			buf_add(&t->ph, &ps->at[i], sizeof ps->at[i]);
	st->ph[1] = t->ph.len / sizeof *ps->at;
	return buf_ok(&t->ph) ? 0 : -1;
}

static int
is_latin(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void
add_word(struct align_text *t, const char *s, size_t len)
{
	struct name name;
	struct skeleton word;

	if (s[0] >= 'A' && s[0] <= 'Z') {
		name.th[0] = skeleton_latin(s, len, 'T');
		name.th[1] = skeleton_latin(s, len, 'S');
		if (name.th[0].n > 1)
			buf_add(&t->names, &name, sizeof name);
	} else if ((unsigned char)s[0] >= 0x80) {
		word = skeleton_hangul(s, len);
		if (word.n > 1)
			buf_add(&t->words, &word, sizeof word);
	}
}

/* Names in Latin letters, and words in Hangul, by their consonants. */
static int
add_words(struct align_text *t, struct sent *st)
{
	const char *s = st->text.s;
	size_t len = st->text.len;

	st->names[0] = t->names.len / sizeof(struct name);
	st->words[0] = t->words.len / sizeof(struct skeleton);
	for (size_t i = 0; i < len;) {
		size_t from = i;

		while (i < len && (is_latin(s[i]) ||
		    (unsigned char)s[i] >= 0x80))
			i++;
		if (i > from)
			add_word(t, s + from, i - from);
		else
			i++;
	}
	st->names[1] = t->names.len / sizeof(struct name);
	st->words[1] = t->words.len / sizeof(struct skeleton);
	return buf_ok(&t->names) && buf_ok(&t->words) ? 0 : -1;
}

static void
set_lengths(struct align_text *t)
{
	double sum = 0;
	double squares = 0;
	double n = t->n == 0 ? 1 : (double)t->n;

	for (size_t i = 0; i < t->n; i++) {
		double l = log(t->at[i].len);

		sum += l;
		squares += l * l;
	}
	t->mean = sum / n;
	t->var = squares / n - t->mean * t->mean;
}

static int
read_side(struct align_text *t, const struct align_side *side)
{
	struct placeables ps = { 0 };
	struct lang lang;
	int ret = 0;

	lang_parse(&lang, side->lang, strlen(side->lang));
	memcpy(t->lang, lang.base, sizeof t->lang);
	t->at = calloc(side->n + 1, sizeof *t->at);
	if (t->at == NULL)
		return -1;
	t->n = side->n;
	for (size_t i = 0; i < side->n && ret == 0; i++) {
		struct sent *st = &t->at[i];

		st->text = side->at[i];
		st->kind = side->kinds == NULL ? -1 : (int)side->kinds[i];
		count_signs(st);
		ret = add_placeables(t, st, &ps);
		if (ret == 0)
			ret = add_words(t, st);
	}
	ph_free(&ps);
	set_lengths(t);
	return ret;
}

/* How much longer the target is: known of Korean, else as the texts are. */
static double
expected_ratio(const struct align_text *s, const struct align_text *t)
{
	int korean[2] = { strcmp(s->lang, "ko") == 0,
		strcmp(t->lang, "ko") == 0 };
	double sums[2] = { 0, 0 };

	if (korean[1] && strcmp(s->lang, "en") == 0)
		return -0.69;
	if (korean[0] && strcmp(t->lang, "en") == 0)
		return 0.69;
	for (size_t i = 0; i < s->n; i++)
		sums[0] += s->at[i].len;
	for (size_t i = 0; i < t->n; i++)
		sums[1] += t->at[i].len;
	return sums[0] == 0 || sums[1] == 0 ? 0 : log(sums[1] / sums[0]);
}

int
align_text_new(struct align_text *out[2], const struct align_side sides[2],
    struct wtm_err *err)
{
	for (size_t i = 0; i < 2; i++) {
		out[i] = calloc(1, sizeof *out[i]);
		if (out[i] == NULL || read_side(out[i], &sides[i]) != 0)
			return err_nomem(err);
	}
	out[1]->ratio = expected_ratio(out[0], out[1]);
	return 0;
}

void
align_text_free(struct align_text *t)
{
	if (t == NULL)
		return;
	buf_free(&t->ph);
	buf_free(&t->names);
	buf_free(&t->words);
	free(t->at);
	free(t);
}

static double
normal(double x, double mean, double var)
{
	return exp(-(x - mean) * (x - mean) / (2 * var)) /
	    sqrt(2 * 3.14159265358979 * var);
}

static double
sum_len(const struct align_text *t, size_t from, size_t n)
{
	double sum = (double)(n - 1);	/* the blanks between them */

	for (size_t i = from; i < from + n; i++)
		sum += t->at[i].len;
	return sum;
}

static double
length_score(const struct align_text *const t[2], size_t i, size_t n,
    size_t j, size_t m)
{
	static const double var = 0.27 * 0.27;
	double x = log(sum_len(t[1], j, m) / sum_len(t[0], i, n));
	double wide = t[0]->var + t[1]->var;
	double pair, any;

	if (wide < 0.25)
		wide = 0.25;
	any = normal(x, t[1]->mean - t[0]->mean, wide) + 0.01;
	pair = 0.97 * normal(x, t[1]->ratio, var) + 0.03 * any;
	return log(pair / any);
}

static const struct placeable *
placeables(const struct align_text *t, size_t from, size_t n, size_t *n_out)
{
	const struct placeable *at = (const void *)t->ph.s;
	size_t first = t->at[from].ph[0];

	*n_out = t->at[from + n - 1].ph[1] - first;
	return *n_out == 0 ? NULL : at + first;
}

/* The text of a placeable, with the sentence it is in. */
static struct wtm_str
text_of(const struct align_text *t, size_t from, size_t n,
    const struct placeable *p)
{
	const struct placeable *all = (const void *)t->ph.s;
	size_t at = (size_t)(p - all);

	for (size_t i = from; i < from + n; i++)
		if (at < t->at[i].ph[1])
			return (struct wtm_str){ t->at[i].text.s + p->from,
				p->to - p->from };
	return (struct wtm_str){ "", 0 };
}

static int
is_literal(const struct placeable *p)
{
	return p->kind == PH_NAME || p->kind == PH_DESIGNATION;
}

/* Do the letters stand in a sentence of the other side? */
static int
stands_in(const struct align_text *t, size_t from, size_t n, struct wtm_str s)
{
	for (size_t i = from; i < from + n; i++) {
		struct wtm_str in = t->at[i].text;

		for (size_t k = 0; k + s.len <= in.len; k++)
			if (strncasecmp(in.s + k, s.s, s.len) == 0)
				return 1;
	}
	return 0;
}

/* A number of one digit stands in many sentences. */
static int
is_small(const struct placeable *p)
{
	int64_t v;

	return (p->kind == PH_NUMBER || p->kind == PH_ORDINAL) &&
	    dec_int(&v, p->part[0].v) == 0 && v >= 0 && v < 10;
}

static int
has_value(const struct placeable *at, size_t n, const struct placeable *p)
{
	for (size_t i = 0; i < n; i++)
		if (!is_literal(&at[i]) && ph_agree(p, &at[i]) != PH_DIFFER)
			return 1;
	return 0;
}

/* What of one side's figures and letters stands in the other. */
static double
one_way(const struct align_text *a, size_t i, size_t n,
    const struct align_text *b, size_t j, size_t m)
{
	size_t n_a, n_b;
	const struct placeable *at = placeables(a, i, n, &n_a);
	const struct placeable *other = placeables(b, j, m, &n_b);
	double sum = 0;

	for (size_t k = 0; k < n_a; k++) {
		const struct placeable *p = &at[k];

		if (is_literal(p) && stands_in(b, j, m, text_of(a, i, n, p)))
			sum += 3.7;
		else if (is_literal(p))
			sum -= strcmp(a->lang, "en") == 0 ? 0 : 1.2;
		else if (has_value(other, n_b, p))
			sum += is_small(p) ? 2.8 : 4.7;
		else
			sum -= p->flags & PH_SPELLED ? 0.8 : 1.6;
	}
	return sum;
}

static size_t
common(const struct skeleton *name, const struct skeleton *word)
{
	return name->n <= word->n && memcmp(name->at, word->at,
	    name->n) == 0 ? name->n : 0;
}

/* Names of one side that a word of the other begins with. */
static double
names_score(const struct align_text *a, size_t i, size_t n,
    const struct align_text *b, size_t j, size_t m)
{
	static const double weights[] = { 0, 0, 0.7, 1.6, 3.0, 3.0, 3.2 };
	const struct name *names = (const void *)a->names.s;
	const struct skeleton *words = (const void *)b->words.s;
	size_t w_from = b->at[j].words[0];
	size_t w_to = b->at[j + m - 1].words[1];
	double sum = 0;

	for (size_t k = a->at[i].names[0]; k < a->at[i + n - 1].names[1];
	    k++) {
		size_t best = 0;

		for (size_t w = w_from; w < w_to; w++)
			for (size_t th = 0; th < 2; th++) {
				size_t c = common(&names[k].th[th],
				    &words[w]);

				if (c > best)
					best = c;
			}
		sum += weights[best > 6 ? 6 : best];
	}
	return sum;
}

static int
any(const struct align_text *t, size_t from, size_t n, int quotes)
{
	int is = 0;

	for (size_t i = from; i < from + n; i++)
		is |= quotes ? t->at[i].quotes : t->at[i].question;
	return is;
}

static double
signs_score(const struct align_text *const t[2], size_t i, size_t n,
    size_t j, size_t m)
{
	int question[2] = { any(t[0], i, n, 0), any(t[1], j, m, 0) };
	int quotes[2] = { any(t[0], i, n, 1), any(t[1], j, m, 1) };
	double sum = 0;

	if (question[0] != question[1])
		sum -= 1.4;
	else if (question[0])
		sum += 1.8;
	if (quotes[0] != quotes[1])
		sum -= 1.2;
	else if (quotes[0])
		sum += 1.3;
	return sum;
}

/* Headlines, bylines and their like pair with their own kind. */
static double
kind_score(const struct align_text *const t[2], size_t i, size_t n,
    size_t j, size_t m)
{
	int kinds[2] = { t[0]->at[i].kind, t[1]->at[j].kind };

	for (size_t k = i; k < i + n; k++)
		if (t[0]->at[k].kind != kinds[0])
			return -INFINITY;
	for (size_t k = j; k < j + m; k++)
		if (t[1]->at[k].kind != kinds[1])
			return -INFINITY;
	if (kinds[0] < 0 || kinds[1] < 0)
		return 0;
	if (kinds[0] != kinds[1])
		return -3;
	return kinds[0] == WTM_SENTENCE ? 0 : 3;
}

double
align_text_score(const struct align_text *const t[2], size_t i, size_t n,
    size_t j, size_t m)
{
	double kinds = kind_score(t, i, n, j, m);
	double length, found;

	if (kinds == -INFINITY)
		return kinds;
	length = length_score(t, i, n, j, m);
	if (n + m > 2 && length < -3)
		return -INFINITY;
	found = one_way(t[0], i, n, t[1], j, m) +
	    one_way(t[1], j, m, t[0], i, n) +
	    names_score(t[0], i, n, t[1], j, m) +
	    names_score(t[1], j, m, t[0], i, n) +
	    signs_score(t, i, n, j, m);
	return kinds + W_LENGTH * length + W_FOUND * found;
}
