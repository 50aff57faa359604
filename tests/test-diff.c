/*
 * Which words differ between two texts.
 */
#include "config.h"
#include "wiretm.h"

#include "random-text.h"
#include "test.h"

static void
words_are(const char *old, const char *new, const char *want)
{
	struct wtm_diff d;
	struct wtm_err err = { 0 };
	char got[200] = "";
	size_t n = 0;

	CHECK_INT(wtm_diff(&d, old, strlen(old), new, strlen(new), &err), 0);
	for (size_t i = 0; i < d.n; i++) {
		const struct wtm_diff_run *r = &d.runs[i];

		n += (size_t)snprintf(got + n, sizeof got - n,
		    r->same ? "%.*s" : "<%.*s", (int)(r->old_to - r->old_from),
		    old + r->old_from);
		if (!r->same)
			n += (size_t)snprintf(got + n, sizeof got - n, "|%.*s>",
			    (int)(r->new_to - r->new_from),
			    new + r->new_from);
	}
	CHECK_STR(got, want);
	wtm_diff_free(&d);
}

static void
words_differ(void)
{
	words_are("", "", "");
	words_are("a b c", "a b c", "a b c");
	words_are("a b c", "", "<a b c|>");
	words_are("it rose 1.2 percent.", "it fell 1.2 percent.",
	    "it <rose |fell >1.2 percent.");
	words_are("Prices rose 1.2 percent.", "Prices rose 12 percent,",
	    "Prices rose <1.2 |12 >percent<.|,>");
	words_are("미사일을 쐈다.", "미사일 두 발을 쐈다.",
	    "<미사일을 |미사일 두 발을 >쐈다.");
	words_are("“yes” he said", "“no” he said", "“<yes|no>” he said");
	words_are("a x b y c", "x a y b c", "<a |>x <b |a >y <|b >c");
}

/* The runs together are both texts, if these are not blank. */
static void
runs_cover_both_texts(void)
{
	unsigned seed = 7;

	for (int i = 0; i < 3000; i++) {
		char a[100];
		char b[100];
		size_t a_len = random_text(a, &seed);
		size_t b_len = random_text(b, &seed);
		size_t old = 0;
		size_t new = 0;
		struct wtm_diff d;
		struct wtm_err err = { 0 };

		CHECK_INT(wtm_diff(&d, a, a_len, b, b_len, &err), 0);
		for (size_t k = 0; k < d.n; k++) {
			const struct wtm_diff_run *r = &d.runs[k];

			CHECK(k == 0 || r->same != d.runs[k - 1].same);
			CHECK_INT(r->old_from, old);
			CHECK_INT(r->new_from, new);
			CHECK(r->old_to > r->old_from ||
			    r->new_to > r->new_from);
			old = r->old_to;
			new = r->new_to;
		}
		CHECK(old == a_len || a[strspn(a, " \n")] == '\0');
		CHECK(new == b_len || b[strspn(b, " \n")] == '\0');
		wtm_diff_free(&d);
	}
}

int
main(void)
{
	words_differ();
	runs_cover_both_texts();
	return test_end();
}
