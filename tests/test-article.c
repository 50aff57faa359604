/*
 * test-article: what all readers of wire formats promise, on the samples of
 * the cases: every byte of a text stands where its pieces say, and a file
 * that is cut or damaged is read or refused with a message.  Dates and
 * datelines by themselves.
 *
 * With arguments: the same for these files, with more damage.
 */
#include "config.h"

#include <glob.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/gzip.h"
#include "format/article.h"
#include "format/dateline.h"
#include "format/when.h"
#include "tests/test.h"

static void
check_when(const char *s, const char *want)
{
	char utc[WHEN_SIZE] = "none";

	when_utc(utc, s, strlen(s));
	CHECK_STR(utc, want);
}

static void
test_when(void)
{
	check_when("20240229T235960Z", "2024-02-29T23:59:59Z");
	check_when("2024-02-29T23:30:00-01:00", "2024-03-01T00:30:00Z");
	check_when("2024-01-01T00:30:00.25+09:00", "2023-12-31T15:30:00Z");
	check_when(" 2024-03-02 ", "2024-03-02T00:00:00Z");
	check_when("20240302T061500", "2024-03-02T06:15:00Z");
	check_when("2024-03-02T06:15", "2024-03-02T06:15:00Z");
	check_when("Sat, 2 Mar 2024 06:15 EST", "2024-03-02T11:15:00Z");
	check_when("2 March 2024", "2024-03-02T00:00:00Z");
	check_when("2024-13-02", "none");
	check_when("2024-03-02T25:00:00Z", "none");
	check_when("soon", "none");
	check_when("", "none");
}

/* The place and agency of a dateline, and the text behind it. */
static void
check_dateline(const char *s, const char *want)
{
	struct dateline d;
	char got[200] = "none";

	if (dateline_find(&d, s, strlen(s)))
		snprintf(got, sizeof got, "%.*s|%.*s|%.*s|%s",
		    (int)(d.place[1] - d.place[0]), s + d.place[0],
		    (int)(d.agency[1] - d.agency[0]), s + d.agency[0],
		    (int)(d.byline[1] - d.byline[0]), s + d.byline[0],
		    s + d.len);
	CHECK_STR(got, want);
}

static void
test_dateline(void)
{
	check_dateline("MOKPO, Jan. 3 (CST) -- It rains.",
	    "MOKPO|CST|| It rains.");
	check_dateline("Sept. 3 (CST) - It rains.", "|CST|| It rains.");
	check_dateline("MOKPO, South Korea (CST) \xe2\x80\x94 It rains.",
	    "MOKPO, South Korea|CST|| It rains.");
	check_dateline("MOKPO, Jan. 3 -- It rains.", "MOKPO||| It rains.");
	check_dateline("MOKPO - It rains.", "MOKPO||| It rains.");
	check_dateline("The ferry (CST) -- it is old -- sails.",
	    "The ferry|CST|| it is old -- sails.");
	check_dateline("He said: \"No\" (twice) - and left.", "none");
	check_dateline("The well-known ferry sails.", "none");
	check_dateline("NATO-led ships sail.", "none");
	check_dateline("[\xeb\xaa\xa9\xed\x8f\xac=CST] A = B", "\xeb\xaa\xa9"
	    "\xed\x8f\xac|CST|A| B");
	check_dateline("(x) y", "none");
	check_dateline("(", "none");
	check_dateline("", "none");
}

static int
is_same(const char *text, const char *file, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] != file[i] && text[i] != ' ' && text[i] != '\'')
			return 0;
	return 1;
}

/* Do the bytes of the block stand where the pieces say? */
static void
check_pieces(const struct wtm_article *a, const struct wtm_block *b)
{
	size_t off = 0;

	for (size_t i = 0; i < b->n_pieces; i++) {
		const struct wtm_piece *p = &b->pieces[i];

		if (!CHECK(p->off == off && p->len > 0 && p->from < p->to &&
		    p->to <= a->file.len))
			return;
		off += p->len;
		if (p->len == p->to - p->from && p->len > 1)
			CHECK(is_same(b->text.s + p->off,
			    a->file.s + p->from, p->len));
	}
	if (b->n_pieces > 0)
		CHECK_INT(off, b->text.len);
	CHECK(memcmp(a->text.s + b->from, b->text.s, b->text.len) == 0);
	for (size_t i = 0; i < b->n_codes; i++)
		CHECK(b->codes[i].off <= b->text.len);
}

/* Read bytes as a file; *n_out is the number of its blocks. */
static int
read_bytes(const char *s, size_t len, size_t *n_out, const char *name)
{
	struct wtm_read_opts opts = WTM_READ_OPTS_INIT;
	struct wtm_err err = { 0 };
	struct wtm_article *a = NULL;
	struct input *in;
	int ret;

	if (!CHECK(input_over_bytes(&in, s, len, name, &err) == 0))
		return -1;
	ret = article_read(&a, in, &opts, &err);
	input_close(in);
	*n_out = 0;
	if (ret != 0)
		CHECK(err.msg[0] != '\0' && err.code != WTM_OK);
	else
		*n_out = a->n_blocks;
	for (size_t i = 0; ret == 0 && i < a->n_blocks; i++)
		check_pieces(a, &a->blocks[i]);
	wtm_article_free(a);
	return ret;
}

static uint32_t
random_next(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

/* A copy of its own for each try, so that sanitizers see its end. */
static void
damage(const char *s, size_t len, size_t tries, const char *name)
{
	uint32_t state = 1;
	size_t n;

	for (size_t i = 0; i < tries; i++) {
		size_t cut = i % 2 == 0 ? random_next(&state) % len : len;
		char *copy = malloc(cut + 1);

		if (!CHECK(copy != NULL))
			return;
		memcpy(copy, s, cut);
		for (size_t k = 0; k < i % 4 && cut > 0; k++)
			copy[random_next(&state) % cut] =
			    "<>&\"'[]{}\\^\1\2\3=\n\xff/;u"[
			    random_next(&state) % 20];
		read_bytes(copy, cut, &n, name);
		free(copy);
	}
}

static void
test_file(const char *path, size_t tries)
{
	static char text[64 << 10];
	FILE *f = fopen(path, "rb");
	size_t len;
	size_t n;

	if (!CHECK(f != NULL))
		return;
	len = fread(text, 1, sizeof text, f);
	fclose(f);
	read_bytes(text, len, &n, path);
	if (len > 0)
		damage(text, len, tries, path);
}

static void
test_samples(void)
{
	static const char *const patterns[] = {
		"article/*.d/story.*", "article/*.d/page.*",
	};
	const char *srcdir = getenv("srcdir");
	char path[512];

	for (size_t i = 0; i < 2; i++) {
		glob_t g;

		snprintf(path, sizeof path, "%s/tests/cases/%s",
		    srcdir == NULL ? "." : srcdir, patterns[i]);
		if (!CHECK(glob(path, 0, NULL, &g) == 0))
			continue;
		for (size_t k = 0; k < g.gl_pathc; k++)
			test_file(g.gl_pathv[k], 60);
		globfree(&g);
	}
}

static void
test_frames(void)
{
	static const char anpa[] = "\26\26\1b0042\37coast\nr n\23\21 BC-AS--"
	    "Ferry 03-02 0042\n\2^BC-AS--Ferry,42<\n^Boats `sail'<\n"
	    "^Eds: ADDS.<\n\t MOKPO (CST) _ The ferry\nsails. \n\t ``No,'' "
	    "it said.\n\t \3CST-WF-03-02-24 0615GMT<\n";
	static const char iptc[] = "\1cst042 4 i 42\r\nKorea-ferry/\r\n\2"
	    "Boats sail\r\nBy Ada Bright, cst =\r\n\r\nMokpo (cst) - The "
	    "ferry\r\nsails.\r\n  It is old.\r\n\r\n# NOTES\r\nTel: 0\r\n\3";
	size_t n;

	read_bytes(anpa, sizeof anpa - 1, &n, "anpa");
	CHECK_INT(n, 4);
	damage(anpa, sizeof anpa - 1, 500, "anpa");
	read_bytes(iptc, sizeof iptc - 1, &n, "iptc");
	CHECK_INT(n, 5);
	damage(iptc, sizeof iptc - 1, 500, "iptc");
	read_bytes("", 0, &n, "empty");
	CHECK_INT(n, 0);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		test_file(argv[i], 2000);
	if (argc > 1)
		return test_end();
	test_when();
	test_dateline();
	test_samples();
	test_frames();
	return test_end();
}
