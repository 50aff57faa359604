/*
 * segment: articles -> sentences, with the rules of the program.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/test.h"
#include "text/norm.h"
#include "text/segment.h"
#include "text/utf8.h"

static struct segmenter *
new_segmenter(void)
{
	struct segmenter_opts opts = { 0 };
	struct segmenter *sg = NULL;
	struct wtm_err err = { 0 };

	if (!CHECK_INT(segmenter_new(&sg, &opts, &err), 0))
		fprintf(stderr, "  %s\n", err.msg);
	return sg;
}

/* The sentences with "|" between them, line breaks as spaces. */
static void
join(struct buf *out, struct segmenter *sg, const char *lang, const char *text)
{
	struct arena a = { 0 };
	struct sentences ss;
	struct wtm_err err = { 0 };

	CHECK_INT(segment_text(&ss, sg, lang, text, strlen(text), &a, &err),
	    0);
	for (size_t i = 0; i < ss.n; i++) {
		if (i > 0)
			buf_addc(out, '|');
		for (size_t k = ss.at[i].from; k < ss.at[i].to; k++)
			buf_addc(out, text[k] == '\n' ? ' ' : text[k]);
	}
	arena_free(&a);
}

static void
check(struct segmenter *sg, const char *lang, const char *text,
    const char *want)
{
	struct buf out = { 0 };

	join(&out, sg, lang, text);
	CHECK_STR(out.s == NULL ? "" : out.s, want);
	buf_free(&out);
}

/* A text of sentences that are to be found again when joined by a space. */
static void
check_sentences(struct segmenter *sg, const char *lang, const char *want)
{
	struct buf text = { 0 };

	buf_adds(&text, want);
	for (size_t i = 0; i < text.len; i++)
		if (text.s[i] == '|')
			text.s[i] = ' ';
	check(sg, lang, text.s, want);
	buf_free(&text);
}

static void
test_english(struct segmenter *sg)
{
	static const char *const cases[] = {
		"The U.S. Pacific Fleet left the U.S. on Tuesday.|It returns "
		    "in May.",
		"He lives in the U.S.|They do not.",
		"The vote is set for 7 p.m. Wednesday.|Doors open at 6 p.m.|"
		    "Seats are few.",
		"Lt. Col. Ann Poe met Sen. J. Q. Moe, D-Calif., in St. Paul.|"
		    "She left early.",
		"\"We are late,\" Poe said.|\"The bridge is out.|We turned "
		    "back.\"",
		"Prices rose 0.4 percent in Sept. from Aug.|The index stands "
		    "at 104.2.",
		"\"Who knew?\" Poe asked.|No one answered.",
		"Acme Corp. Chairman Bo Li resigned.|Acme Inc. did not "
		    "comment.",
		"The bill passed, 52-48.|(Two senators were absent.)|It goes "
		    "to the House.",
		"It fell to No. 3.|The leader is at No. 1 again."
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_sentences(sg, "en", cases[i]);
	check(sg, "en", "\"The bridge is out. We turned back,\" Poe said.",
	    "\"The bridge is out.|We turned back,\" Poe said.");
}

static void
test_wire(struct segmenter *sg)
{
	check(sg, "en", "Ferry runs aground\n\nBy ANN POE\n\nBUSAN, June 3 "
	    "(UPI) -- A ferry ran aground off the southern port of\nBusan "
	    "early on Sunday, the coast guard said. All 41 aboard were\n"
	    "taken off by noon.\n\n(END)\n",
	    "Ferry runs aground|By ANN POE|BUSAN, June 3 (UPI) -- A ferry ran "
	    "aground off the southern port of Busan early on Sunday, the coast "
	    "guard said.|All 41 aboard were taken off by noon.|(END)");
	check(sg, "en", "A tug stands by the ferry on Sunday. File Photo by "
	    "Ann Poe/UPI",
	    "A tug stands by the ferry on Sunday.|File Photo by Ann Poe/UPI");
	check(sg, "en", "Points:\n- Exports rose.\n- Imports fell 2 percent\n",
	    "Points:|- Exports rose.|- Imports fell 2 percent");
}

int
main(void)
{
	struct segmenter *sg = new_segmenter();

	if (sg != NULL) {
		test_english(sg);
		test_wire(sg);
	}
	segmenter_free(sg);
	return test_end();
}
