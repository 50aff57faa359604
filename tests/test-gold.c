/*
 * Texts with their segments marked by hand, segment-en.txt and
 * segment-ko.txt: how many come out right.  Then the running text among them
 * is hard-wrapped at many widths, which must not change a thing.
 *
 * Ends of segments are counted in bytes that are no white space, so it does
 * not matter how lines are joined.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/test.h"
#include "text/segment.h"
#include "text/utf8.h"

/* Percent. */
#define MIN_EXACT 99
#define MIN_WRAPPED 90

struct gold {
	const char *lang;
	char name[64];
	struct buf text;
	struct buf ends;	/* size_t */
	size_t n_solid;	/* bytes that are no white space */
};

struct score {
	size_t texts, exact;
	size_t right, found, wanted;	/* ends within the texts */
};

static int
is_white(char c)
{
	return c == ' ' || c == '\n';
}

static void
add_end(struct gold *g)
{
	size_t n = g->ends.len;
	size_t last = 0;

	if (n > 0)
		memcpy(&last, g->ends.s + n - sizeof(last), sizeof(last));
	if (g->n_solid > last)
		buf_add(&g->ends, &g->n_solid, sizeof(g->n_solid));
}

static void
add_char(struct gold *g, char c)
{
	buf_addc(&g->text, c);
	g->n_solid += !is_white(c);
}

/* A line of the file without its line break. */
static void
add_line(struct gold *g, const char *s, size_t len)
{
	int wraps = len > 0 && s[len - 1] == '\\';

	for (size_t i = 0; i < len - (size_t)wraps; i++) {
		if (s[i] == '|') {
			add_char(g, ' ');
			add_end(g);
		} else if (memcmp(s + i, "\xc2\xa6", 2) == 0) {
			add_end(g);
			i++;
		} else {
			add_char(g, s[i]);
		}
	}
	add_char(g, '\n');
	if (!wraps)
		add_end(g);
}

static void
clear(struct gold *g)
{
	buf_clear(&g->text);
	buf_clear(&g->ends);
	g->n_solid = 0;
}

/* The ends of the segments that are found. */
static void
find_ends(struct buf *out, struct segmenter *sg, const struct gold *g)
{
	struct arena a = { 0 };
	struct sentences ss = { 0 };
	struct wtm_err err = { 0 };
	size_t n = 0, at = 0;

	CHECK_INT(segment_text(&ss, sg, g->lang, g->text.s, g->text.len, &a,
	    &err), 0);
	for (size_t i = 0; i < ss.n; i++) {
		for (; at < ss.at[i].to; at++)
			n += !is_white(g->text.s[at]);
		buf_add(out, &n, sizeof(n));
	}
	arena_free(&a);
}

static size_t
count_common(const struct buf *a, const struct buf *b)
{
	const size_t *x = (const void *)a->s;
	const size_t *y = (const void *)b->s;
	size_t i = 0, k = 0, common = 0;

	while (i < a->len / sizeof(*x) && k < b->len / sizeof(*y)) {
		common += x[i] == y[k];
		if (x[i] <= y[k])
			i++;
		else
			k++;
	}
	return common;
}

static void
print_ends(const char *what, const struct gold *g, const struct buf *ends)
{
	const size_t *at = (const void *)ends->s;
	size_t n = 0, i = 0;

	fprintf(stderr, "  %s: ", what);
	for (size_t k = 0; k < g->text.len; k++) {
		char c = g->text.s[k];

		fputc(c == '\n' ? ' ' : c, stderr);
		n += !is_white(c);
		if (i < ends->len / sizeof(*at) && n == at[i] &&
		    !is_white(c)) {
			fputc('|', stderr);
			i++;
		}
	}
	fputc('\n', stderr);
}

static void
score(struct score *sc, struct segmenter *sg, const struct gold *g)
{
	struct buf found = { 0 };
	size_t common;

	if (g->text.len == 0)
		return;
	find_ends(&found, sg, g);
	common = count_common(&found, &g->ends);
	sc->texts++;
	sc->right += common - 1;
	sc->found += found.len / sizeof(size_t) - 1;
	sc->wanted += g->ends.len / sizeof(size_t) - 1;
	if (found.len == g->ends.len &&
	    common == found.len / sizeof(size_t)) {
		sc->exact++;
	} else {
		fprintf(stderr, "%s %s\n", g->lang, g->name);
		print_ends("got ", g, &found);
		print_ends("want", g, &g->ends);
	}
	buf_free(&found);
}

/* Columns of a word, or its characters. */
static size_t
width_of(const char *s, size_t len, int columns)
{
	size_t width = 0;

	for (size_t i = 0; i < len;) {
		uint32_t c = utf8_next(s, len, &i);

		width += columns && c >= 0x3000 && c < 0xe000 ? 2 : 1;
	}
	return width;
}

/* Break the lines of text so that none is wider than width. */
static void
wrap(struct buf *text, size_t width, int columns)
{
	size_t at = 0, from = 0;

	for (size_t i = 0; i <= text->len; i++) {
		size_t w;

		if (i < text->len && !is_white(text->s[i]))
			continue;
		w = width_of(text->s + from, i - from, columns);
		if (from > 0 && text->s[from - 1] == '\n')
			at = 0;
		if (at > 0 && at + 1 + w > width) {
			text->s[from - 1] = '\n';
			at = 0;
		}
		at += w + (at > 0);
		from = i + 1;
	}
}

/* Running text: one line, long, and more than one sentence. */
static int
is_running(const struct gold *g)
{
	return memchr(g->text.s, '\n', g->text.len) ==
	    g->text.s + g->text.len - 1 && g->text.len > 90 &&
	    g->ends.len > sizeof(size_t) &&
	    strchr("([<@/", g->text.s[0]) == NULL &&
	    strchr(")]>", g->text.s[g->text.len - 2]) == NULL;
}

static void
append(struct gold *to, const struct gold *g)
{
	const size_t *at = (const void *)g->ends.s;

	for (size_t i = 0; i < g->ends.len / sizeof(*at); i++) {
		size_t end = to->n_solid + at[i];

		buf_add(&to->ends, &end, sizeof(end));
	}
	to->n_solid += g->n_solid;
	buf_add(&to->text, g->text.s, g->text.len);
	buf_addc(&to->text, '\n');
}

struct run {
	struct segmenter *sg;
	struct score as_is, wrapped;
	struct gold article;	/* paragraphs of running text */
	size_t n_pars;
};

static void
take(struct run *r, const struct gold *g)
{
	static const size_t widths[] = { 40, 50, 56, 62, 64, 70, 72, 78, 80 };

	score(&r->as_is, r->sg, g);
	if (g->text.len == 0 || !is_running(g))
		return;
	append(&r->article, g);
	if (++r->n_pars % 4 > 0)
		return;
	for (int columns = 0; columns < 2; columns++) {
		size_t width = widths[r->n_pars / 4 % 9];
		struct gold copy = r->article;

		snprintf(copy.name, sizeof(copy.name), "wrapped at %zu",
		    width);
		copy.text = (struct buf){ 0 };
		buf_add(&copy.text, r->article.text.s, r->article.text.len);
		wrap(&copy.text, columns ? width : width * 3 / 4, columns);
		score(&r->wrapped, r->sg, &copy);
		buf_free(&copy.text);
	}
	clear(&r->article);
}

static void
report(const char *lang, const char *what, const struct score *sc,
    size_t min)
{
	printf("%s, %s: %zu of %zu texts exact, F1 %.2f\n", lang, what,
	    sc->exact, sc->texts, 200.0 * (double)sc->right /
	    (double)(sc->found + sc->wanted));
	CHECK(sc->texts > 10);
	CHECK(sc->exact * 100 >= sc->texts * min);
}

static void
run_file(struct segmenter *sg, const char *lang)
{
	const char *srcdir = getenv("srcdir");
	struct run r = { .sg = sg, .article = { .lang = lang } };
	struct gold g = { .lang = lang };
	char path[512];
	char line[2048];
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/segment-%s.txt",
	    srcdir == NULL ? "." : srcdir, lang);
	f = fopen(path, "r");
	if (!CHECK(f != NULL))
		return;
	while (fgets(line, sizeof(line), f) != NULL) {
		size_t len = strcspn(line, "\n");

		if (strncmp(line, "= ", 2) == 0) {
			take(&r, &g);
			clear(&g);
			snprintf(g.name, sizeof(g.name), "%.*s",
			    (int)len - 2, line + 2);
		} else if (g.name[0] != '\0') {
			add_line(&g, line, len);
		}
	}
	take(&r, &g);
	fclose(f);
	report(lang, "as it is", &r.as_is, MIN_EXACT);
	report(lang, "wrapped", &r.wrapped, MIN_WRAPPED);
	buf_free(&g.text);
	buf_free(&g.ends);
	buf_free(&r.article.text);
	buf_free(&r.article.ends);
}

int
main(void)
{
	struct segmenter_opts opts = { 0 };
	struct segmenter *sg = NULL;
	struct wtm_err err = { 0 };

	if (CHECK_INT(segmenter_new(&sg, &opts, &err), 0)) {
		run_file(sg, "en");
		run_file(sg, "ko");
	}
	segmenter_free(sg);
	return test_end();
}
