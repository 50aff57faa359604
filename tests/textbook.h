/*
 * textbook: the distance of two sequences as the textbooks have it, to test
 * others with.
 */
#ifndef TESTS_TEXTBOOK_H
#define TESTS_TEXTBOOK_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Wagner and Fischer, 1974, one row at a time. */
static inline size_t
textbook(const uint64_t *a, size_t n, const uint64_t *b, size_t m)
{
	size_t *row = malloc((m + 1) * sizeof *row);
	size_t d;

	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (row[j] + 1 < best)
				best = row[j] + 1;
			row[j] = best;
		}
	}
	d = row[m];
	free(row);
	return d;
}

#endif
