/*
 * How text is counted: words, syllables, characters.
 */
#include "config.h"
#include "wiretm.h"

#include "test.h"

static void
counts(const char *text, uint64_t words, uint64_t syllables,
    uint64_t characters)
{
	struct wtm_segment seg = { .text = { text, strlen(text) } };
	struct wtm_aligned a = { .segment = &seg, .class = WTM_CLASS_75 };
	struct wtm_analysis sum = { 0 };
	struct wtm_err err = { 0 };
	int before = test_failures;

	CHECK_INT(wtm_analyse(&sum, &a, &err), 0);
	CHECK_INT(sum.total.segments, 1);
	CHECK_INT(sum.total.words, words);
	CHECK_INT(sum.total.syllables, syllables);
	CHECK_INT(sum.total.characters, characters);
	CHECK_INT(sum.classes[WTM_CLASS_75].words, words);
	if (test_failures != before)
		fprintf(stderr, "of \"%s\"\n", text);
}

int
main(void)
{
	counts("", 0, 0, 0);
	counts("***", 0, 0, 3);
	counts("It rained.", 2, 0, 10);
	counts("It\n   rained.\n", 2, 0, 10);
	counts("The U.S. won't pay $1,250.50 -- yet.", 6, 0, 36);
	counts("a well-known 10-kg ship", 4, 0, 23);
	counts("북한이 미사일을 쐈다.", 3, 9, 12);
	counts("10월 29일 오후", 3, 4, 10);
	/* decomposed, wide blanks, Han and Kana */
	counts("\xe1\x84\x80\xe1\x85\xa1\xe3\x80\x80나", 2, 2, 3);
	counts("日本の首相。", 1, 5, 6);
	return test_end();
}
