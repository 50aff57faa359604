/*
 * test: what a test program needs.  Each CHECK that fails prints where and
 * what; the program ends with the number of failures as its status.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <stdio.h>
#include <string.h>

static int test_failures;

#define CHECK(cond) \
	test_check((cond), __FILE__, __LINE__, #cond)
#define CHECK_STR(got, want) \
	test_check_str((got), (want), __FILE__, __LINE__, #got)
#define CHECK_INT(got, want) \
	test_check_int((long long)(got), (long long)(want), __FILE__, \
	    __LINE__, #got)

static inline int
test_check(int ok, const char *file, int line, const char *what)
{
	if (!ok) {
		fprintf(stderr, "%s:%d: failed: %s\n", file, line, what);
		test_failures++;
	}
	return ok;
}

static inline int
test_check_str(const char *got, const char *want, const char *file, int line,
    const char *what)
{
	if (got != NULL && strcmp(got, want) == 0)
		return 1;
	fprintf(stderr, "%s:%d: %s\n  got:  %s\n  want: %s\n", file, line,
	    what, got == NULL ? "(null)" : got, want);
	test_failures++;
	return 0;
}

static inline int
test_check_int(long long got, long long want, const char *file, int line,
    const char *what)
{
	if (got == want)
		return 1;
	fprintf(stderr, "%s:%d: %s\n  got:  %lld\n  want: %lld\n", file, line,
	    what, got, want);
	test_failures++;
	return 0;
}

static inline int
test_end(void)
{
	return test_failures == 0 ? 0 : 1;
}

#endif
