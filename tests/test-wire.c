/*
 * test-wire: the samples of wire formats that may lie beside the tree, in
 * ../shared/data/wire, against what expected/ says of each, field by field.
 *
 * note is a remark for people; ednote_contains is a part of ednote; encoding
 * is a name with a remark.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/test.h"

#ifdef HAVE_JANSSON
#include <glob.h>
#include <jansson.h>

/* What the program says of a file. */
static json_t *
run(const char *path)
{
	char cmd[1200];
	json_t *got;
	FILE *f;

	snprintf(cmd, sizeof cmd, "./wiretm article --json '%s'", path);
	f = popen(cmd, "r");
	if (f == NULL)
		return NULL;
	got = json_loadf(f, JSON_DISABLE_EOF_CHECK, NULL);
	return pclose(f) == 0 ? got : NULL;
}

static void
check_key(const char *path, const char *key, const json_t *want,
    const json_t *got)
{
	const char *s = json_string_value(json_object_get(got, key));

	if (strcmp(key, "note") == 0)
		return;
	if (strcmp(key, "ednote_contains") == 0) {
		s = json_string_value(json_object_get(got, "ednote"));
		if (s != NULL && strstr(s, json_string_value(want)) != NULL)
			return;
	} else if (strcmp(key, "encoding") == 0) {
		if (s != NULL && strncmp(json_string_value(want), s,
		    strlen(s)) == 0)
			return;
	} else if (json_equal(want, json_object_get(got, key))) {
		return;
	}
	fprintf(stderr, "%s: %s is not as expected\n", path, key);
	test_failures++;
}

/* Nothing is said that is not expected. */
static void
check_no_more(const char *path, const json_t *want, json_t *got)
{
	const char *key;
	json_t *value;

	json_object_foreach(got, key, value) {
		if (strcmp(key, "v") == 0 || json_object_get(want, key) !=
		    NULL || (strcmp(key, "ednote") == 0 &&
		    json_object_get(want, "ednote_contains") != NULL))
			continue;
		fprintf(stderr, "%s: %s is not expected\n", path, key);
		test_failures++;
	}
}

static void
check_sample(const char *expected)
{
	json_t *want = json_load_file(expected, 0, NULL);
	const char *name = strrchr(expected, '/') + 1;
	const char *key;
	json_t *value;
	json_t *got;
	char path[1024];

	snprintf(path, sizeof path, "%.*s%.*s",
	    (int)(name - expected - (int)strlen("expected/")), expected,
	    (int)(strlen(name) - strlen(".json")), name);
	got = run(path);
	if (CHECK(want != NULL) && CHECK(got != NULL)) {
		json_object_foreach(want, key, value)
			check_key(path, key, value, got);
		check_no_more(path, want, got);
	}
	json_decref(want);
	json_decref(got);
}

int
main(void)
{
	const char *srcdir = getenv("srcdir");
	char path[512];
	glob_t g;

	snprintf(path, sizeof path, "%s/../shared/data/wire/expected/*.json",
	    srcdir == NULL ? "." : srcdir);
	if (glob(path, 0, NULL, &g) != 0)
		return 77;
	for (size_t i = 0; i < g.gl_pathc; i++)
		check_sample(g.gl_pathv[i]);
	globfree(&g);
	return test_end();
}
#else
int
main(void)
{
	return 77;
}
#endif
