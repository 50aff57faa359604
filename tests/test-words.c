/*
 * The tables of words are searched in halves: every one must be sorted, and
 * an English word must begin with the letter of its table.
 */
#include "config.h"

#include "text/placeable-unit.c"
#include "text/placeable-numko.c"
#define words korean_words
#include "text/placeable-ko.c"
#undef words
#include "text/placeable-en.c"
#include "test.h"

static void
sorted(const void *rows, size_t n, size_t size)
{
	const char *row = rows;

	CHECK(n > 1);
	for (size_t i = 1; i < n; i++, row += size) {
		int before = test_failures;
		CHECK(strcmp(row, row + size) < 0);
		if (test_failures > before)
			fprintf(stderr, "  %s, %s\n", row, row + size);
	}
}

int
main(void)
{
	sorted(unit_names, N_UNIT_NAMES, sizeof(*unit_names));
	sorted(natives, N_NATIVES, sizeof(*natives));
	sorted(tails, N_TAILS, sizeof(*tails));
	sorted(korean_words, N_WORDS, sizeof(*korean_words));
	for (int c = 0; c < 26; c++)
		for (size_t i = 0; i < words[c].n; i++) {
			const char *word = words[c].at[i].word;
			char text[LEX_WORD] = { 0 };

			memcpy(text, word, strlen(word));
			CHECK_INT(word[0], 'a' + c);
			CHECK(keyword_find(text) == &words[c].at[i]);
		}
	return test_end();
}
