/*
 * The cases of adapt.tsv, particles, places and odd input.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "text/adapt.h"
#include "text/particle.h"
#include "test.h"

static struct adapt scratch;

static struct wtm_str
str(const char *s)
{
	struct wtm_str r = { s, strlen(s) };

	return r;
}

static void
run(struct adapted *out, const char *langs, const char *unit,
    const char *query, const char *target)
{
	struct wtm_err err = { 0 };
	int from_en = strncmp(langs, "en", 2) == 0;
	struct adapt_in in = { .unit = str(unit), .query = str(query),
		.target = str(target), .source_lang = from_en ? "en" : "ko",
		.target_lang = from_en ? "ko-KR" : "en-US" };

	CHECK_INT(adapt_target(out, &scratch, &in, &err), 0);
}

/* The bytes before, between and after the replacements are the same. */
static void
check_places(const struct adapted *a, const char *target)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct adapt_value *v = &a->at[i];
		CHECK(v->old[0] <= v->old[1]);
		CHECK(v->old[1] <= strlen(target));
		CHECK(v->new[1] <= a->target.len);
		if (v->adapted)
			continue;
		CHECK(v->new[1] - v->new[0] == v->old[1] - v->old[0]);
		CHECK(memcmp(a->target.s + v->new[0], target + v->old[0],
		    v->old[1] - v->old[0]) == 0);
	}
}

static void
case_line(const char **f, int line)
{
	struct adapted a;
	int before = test_failures;

	run(&a, f[0], f[2], f[3], f[4]);
	CHECK(a.aligned);
	CHECK(a.n > 0);
	if (a.aligned) {
		CHECK_STR(a.target.s, f[5]);
		check_places(&a, f[4]);
	}
	if (strcmp(f[1], "all") == 0) {
		CHECK_INT(a.n_adapted, a.n);
		CHECK_INT(a.score, 990);
	} else if (strcmp(f[1], "none") == 0) {
		CHECK_INT(a.n_adapted, 0);
		CHECK_INT(a.score, 950);
	} else {
		CHECK(a.n_adapted > 0 && a.n_adapted < a.n);
		CHECK(a.score > 950 && a.score < 990);
	}
	if (test_failures > before)
		fprintf(stderr, "  line %d: %s -> %s | %s\n", line, f[2],
		    f[3], f[4]);
}

/* "both", two texts and their translations: four cases. */
static void
both_line(const char **f, int line)
{
	const char *cases[4][6] = {
		{ "en-ko", "all", f[1], f[2], f[3], f[4] },
		{ "en-ko", "all", f[2], f[1], f[4], f[3] },
		{ "ko-en", "all", f[3], f[4], f[1], f[2] },
		{ "ko-en", "all", f[4], f[3], f[2], f[1] },
	};

	for (int i = 0; i < 4; i++)
		case_line(cases[i], line);
}

static void
read_table(const char *path)
{
	char buf[2048];
	FILE *fp = fopen(path, "r");
	int cases = 0;

	if (!CHECK(fp != NULL))
		return;
	for (int line = 1; fgets(buf, sizeof(buf), fp) != NULL; line++) {
		const char *f[6] = { 0 };
		int n = 0;

		buf[strcspn(buf, "\n")] = '\0';
		for (char *p = buf; p != NULL && n < 6; n++) {
			f[n] = p;
			p = strchr(p, '\t');
			if (p != NULL)
				*p++ = '\0';
		}
		if (n == 5 && strcmp(f[0], "both") == 0) {
			both_line(f, line);
			cases += 4;
		}
		if (n < 6)
			continue;
		case_line(f, line);
		cases++;
	}
	fclose(fp);
	CHECK(cases >= 1000);
}

static void
particles(void)
{
	static const char *const cases[][4] = {
		{ "3", "4", "이", "가" }, { "4", "3", "가 왔다", "이" },
		{ "3", "4", "으로는", "로" }, { "3", "8", "으로", "로" },
		{ "8", "3", "로", "으로" }, { "4", "8", "로", NULL },
		{ "2시", "2시 30분", "는", "은" }, { "3", "4", "이닝", NULL },
		{ "3", "4", "명이", NULL }, { "10", "9", "과", "와" },
		{ "3", "4", "이라고", "라" }, { "3", "6", "이", NULL },
		{ "3", "4", "이었다", "였" }, { "5%", "6%", "가", NULL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t taken = 0;
		const char *got = particle_after(str(cases[i][0]),
		    str(cases[i][1]), str(cases[i][2]), &taken);
		if (cases[i][3] == NULL)
			CHECK(got == NULL);
		else
			CHECK_STR(got, cases[i][3]);
	}
}

static void
other_sources(void)
{
	struct adapted a;

	run(&a, "en-ko", "12 men left.", "12 women left.", "12명이 떠났다.");
	CHECK_INT(a.aligned, 0);
	CHECK_STR(a.target.s, "12명이 떠났다.");
	run(&a, "en-ko", "12 men left.", "12  men left.", "12명이 떠났다.");
	CHECK_INT(a.aligned, 1);
	CHECK_INT(a.n, 0);
	CHECK_INT(a.score, 990);
	/* Two of three: 95 + 8 / 3. */
	run(&a, "en-ko", "1 of 5 men left on May 3.",
	    "1 of 7 men left on May 4.", "5월 3일 남성들이 떠났다.");
	CHECK_INT(a.n, 2);
	CHECK_INT(a.n_adapted, 1);
	CHECK_INT(a.score, 970);
	CHECK_STR(a.target.s, "5월 4일 남성들이 떠났다.");
}

/* A table of many values is left alone, and quickly. */
static void
many(void)
{
	static char a[60000];
	static char b[60000];
	struct adapted out;
	size_t n = 0;

	while (n < sizeof(a) - 20) {
		size_t k = (size_t)snprintf(a + n, 20, "%zu ", 10000 + n);
		snprintf(b + n, 20, "%zu ", 10001 + n);
		n += k;
	}
	run(&out, "en-ko", a, b, a);
	CHECK_INT(out.aligned, 1);
	CHECK(out.n > 1000);
	CHECK_INT(out.n_adapted, 0);
	CHECK_STR(out.target.s, a);
}

int
main(void)
{
	const char *dir = getenv("srcdir");
	char path[1024];

	snprintf(path, sizeof(path), "%s/tests/adapt.tsv",
	    dir == NULL ? "." : dir);
	read_table(path);
	particles();
	other_sources();
	many();
	adapt_free(&scratch);
	return test_end();
}
