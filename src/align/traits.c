/*
 * traits: a sentence taken to pieces.
 *
 * Parts of words stand in for a stemmer: of a word its first letters, of a
 * word in syllables its first two, marked, and the pairs of neighbours that
 * follow.  Korean particles and endings then fall away by themselves.
 */
#include "config.h"
#include "align/traits.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "text/norm.h"

enum { STEM = 7, NAME_LETTERS = 24, WORD_SYLLABLES = 8 };

enum salt { SALT_WORD = 1, SALT_FIRST, SALT_PAIR, SALT_NUMBER, SALT_MONTH,
	SALT_WEEKDAY, SALT_QUESTION, SALT_QUOTE };

struct maker {
	struct traits *t;
	const char *s;
	const struct units *u;
	size_t chars;		/* place in the folded text */
	size_t hangul;
	size_t latin;
	size_t cap_names;
	size_t cap_sounds;
};

static uint64_t
key_of(enum salt salt, uint64_t a, uint64_t b)
{
	return norm_mix(norm_mix(a ^ (uint64_t)salt << 56) + b);
}

static void
add_part(struct maker *k, uint64_t key)
{
	k->t->parts[k->t->n_parts++] = key;
}

static void
add_mark(struct maker *k, uint64_t key, enum mark_kind kind)
{
	if (k->t->n_marks == TRAITS_MARKS)
		return;
	k->t->marks[k->t->n_marks++] = (struct mark){ key, kind };
}

/* The folded characters of a unit: from *begin, their number. */
static size_t
chars_of(struct maker *k, const struct unit *at, size_t *begin)
{
	const struct norm_chars *c = &k->u->chars;
	size_t n = 0;

	while (k->chars < c->n && c->at[k->chars].from < at->from)
		k->chars++;
	*begin = k->chars;
	while (*begin + n < c->n && c->at[*begin + n].from < at->to)
		n++;
	return n;
}

static int
is_hangul(uint32_t c)
{
	return c >= 0xAC00 && c <= 0xD7A3;
}

/* English inflection, as far as a hint needs it. */
static size_t
stem(const uint32_t *c, size_t n)
{
	if (n > 4 && c[n - 1] == 's' && c[n - 2] != 's')
		n--;
	if (n > 5 && c[n - 1] == 'd' && c[n - 2] == 'e')
		n -= 2;
	else if (n > 6 && c[n - 1] == 'g' && c[n - 2] == 'n' &&
	    c[n - 3] == 'i')
		n -= 3;
	if (n > 4 && c[n - 1] == 'e')
		n--;
	return n < STEM ? n : STEM;
}

static void
add_word(struct maker *k, size_t i)
{
	const struct unit *at = &k->u->at[i];
	uint32_t c[64];
	char letters[NAME_LETTERS];
	size_t begin;
	size_t n = chars_of(k, at, &begin);
	size_t ascii = 0;

	if (n > 64)
		n = 64;
	for (size_t j = 0; j < n; j++) {
		c[j] = k->u->chars.at[begin + j].c;
		if (c[j] >= 'a' && c[j] <= 'z' && ascii < NAME_LETTERS)
			letters[ascii++] = (char)c[j];
	}
	k->latin += ascii;
	k->t->words[k->t->n_words++] = k->u->keys[i];
	add_part(k, key_of(SALT_WORD, norm_hash(c, stem(c, n) * sizeof *c),
	    0));
	if (k->s[at->from] >= 'A' && k->s[at->from] <= 'Z' && ascii > 2)
		sound_of_latin(&k->t->names[k->t->n_names++], letters, ascii);
}

/* Units from i on that are characters without a gap: a word. */
static size_t
add_syllables(struct maker *k, size_t i)
{
	uint32_t c[WORD_SYLLABLES];
	const struct unit *at = k->u->at;
	size_t n = 0;
	size_t end = i;
	size_t begin;

	do {
		if (chars_of(k, &at[end], &begin) > 0 && n < WORD_SYLLABLES)
			c[n++] = k->u->chars.at[begin].c;
		end++;
	} while (end < k->u->n && at[end].kind == UNIT_CHAR &&
	    at[end].from == at[end - 1].to);
	k->hangul += end - i;
	if (n == 0)
		return end;
	add_part(k, key_of(SALT_FIRST, c[0], n > 1 ? c[1] : 0));
	for (size_t j = 1; j + 1 < n; j++)
		add_part(k, key_of(SALT_PAIR, c[j], c[j + 1]));
	for (size_t j = 0; j < n; j++)
		if (!is_hangul(c[j]))
			n = j;
	if (n > 1)
		sound_of_hangul(&k->t->sounds[k->t->n_sounds++], c, n);
	return end;
}

static void
add_value(struct maker *k, struct dec v, int weak)
{
	struct dec ten = dec_of(10, 0);

	add_mark(k, key_of(SALT_NUMBER, (uint64_t)v.m, (uint64_t)v.e), weak ?
	    MARK_WEAK : dec_cmp(v, ten) >= 0 ? MARK_BIG : MARK_SMALL);
}

static void
add_placeable(struct maker *k, const struct placeable *p)
{
	int weak = (p->flags & PH_WEAK) != 0;
	int64_t whole;

	switch (p->kind) {
	case PH_DESIGNATION:
	case PH_NAME:
		break;
	case PH_WEEKDAY:
		add_mark(k, key_of(SALT_WEEKDAY, (uint64_t)p->part[0].v.m,
		    (uint64_t)p->part[0].v.e), MARK_BIG);
		break;
	case PH_DATE:
		if (p->part[0].from < p->part[0].to)
			add_value(k, p->part[0].v, weak);
		if (p->part[1].from < p->part[1].to)
			add_mark(k, key_of(SALT_MONTH,
			    (uint64_t)p->part[1].v.m,
			    (uint64_t)p->part[1].v.e), MARK_BIG);
		if (p->part[2].from < p->part[2].to)
			add_value(k, p->part[2].v, weak);
		break;
	case PH_TIME:	/* 7 p.m. is 19 */
		if (dec_int(&whole, p->part[0].v) == 0)
			add_value(k, dec_of(whole % 12, 0), weak);
		break;
	default:
		add_value(k, p->part[0].v, weak);
		if (p->kind == PH_FRACTION)
			add_value(k, p->part[1].v, weak);
	}
}

static void
add_signs(struct maker *k, size_t len)
{
	const struct norm_chars *c = &k->u->chars;
	int question = 0;
	int quote = 0;

	(void)len;
	for (size_t i = 0; i < c->n; i++) {
		uint32_t x = c->at[i].c;

		k->t->chars += !norm_is_space(x);
		question |= x == '?' || x == 0x61F || x == 0x37E;
		quote |= x == '"' || x == 0x201C || x == 0x201D ||
		    x == 0x300C || x == 0x300E || x == 0xAB;
	}
	if (question)
		add_mark(k, key_of(SALT_QUESTION, 0, 0), MARK_QUESTION);
	if (quote)
		add_mark(k, key_of(SALT_QUOTE, 0, 0), MARK_QUOTE);
}

/* Latin words among Hangul stand in the other text as they are. */
static void
add_foreign(struct maker *k)
{
	if (k->latin >= k->hangul)
		return;
	for (size_t i = 0; i < k->t->n_words; i++)
		add_mark(k, k->t->words[i], MARK_FOREIGN);
}

static int
by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a;
	uint64_t y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static size_t
sort_once(uint64_t *at, size_t n)
{
	size_t out = 0;

	qsort(at, n, sizeof *at, by_value);
	for (size_t i = 0; i < n; i++)
		if (out == 0 || at[out - 1] != at[i])
			at[out++] = at[i];
	return out;
}

int
traits_is_aside(enum wtm_segment_kind kind)
{
	return kind == WTM_BYLINE || kind == WTM_CREDIT || kind == WTM_NOTE ||
	    kind == WTM_END;
}

int
traits_of(struct traits *out, const char *s, size_t len, const char *lang,
    struct traits_scratch *scratch, struct arena *a, struct wtm_err *err)
{
	struct maker k = { .t = out, .s = s, .u = &scratch->units };
	size_t n;

	memset(out, 0, sizeof *out);
	if (token_units_chars(&scratch->units, s, len, err) != 0)
		return -1;
	if (ph_find(&scratch->values, s, len, lang) != 0)
		return err_nomem(err);
	n = scratch->units.n;
	out->aside = traits_is_aside(kinds_of(scratch->kinds, s, len).kind);
	out->parts = arena_array(a, 2 * n + 1, sizeof *out->parts);
	out->words = arena_array(a, n + 1, sizeof *out->words);
	out->marks = arena_array(a, TRAITS_MARKS, sizeof *out->marks);
	out->names = arena_array(a, n + 1, sizeof *out->names);
	out->sounds = arena_array(a, n + 1, sizeof *out->sounds);
	if (out->parts == NULL || out->words == NULL || out->marks == NULL ||
	    out->names == NULL || out->sounds == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n;) {
		if (scratch->units.at[i].kind == UNIT_CHAR) {
			i = add_syllables(&k, i);
			continue;
		}
		if (scratch->units.at[i].kind == UNIT_WORD)
			add_word(&k, i);
		i++;
	}
	for (size_t i = 0; i < scratch->values.n; i++)
		add_placeable(&k, &scratch->values.at[i]);
	add_signs(&k, len);
	out->n_words = sort_once(out->words, out->n_words);
	add_foreign(&k);
	out->n_parts = sort_once(out->parts, out->n_parts);
	return 0;
}

int
traits_scratch_init(struct traits_scratch *scratch, struct wtm_err *err)
{
	memset(scratch, 0, sizeof *scratch);
	scratch->props = props_new();
	if (scratch->props != NULL)
		scratch->kinds = kinds_new(scratch->props);
	if (scratch->kinds != NULL)
		return 0;
	traits_scratch_free(scratch);
	return err_nomem(err);
}

void
traits_scratch_free(struct traits_scratch *scratch)
{
	kinds_free(scratch->kinds);
	props_free(scratch->props);
	units_free(&scratch->units);
	ph_free(&scratch->values);
}
