/*
 * fuzz-units: damaged files of units.
 *
 *	fuzz-units SEED COUNT FILE...
 *
 * Damages the files in COUNT ways (bytes changed, cut, repeated, exchanged
 * with those of another file, markup put in) and reads them.  Whatever comes
 * in, a failure must say why, and what is accepted must be written as a TMX
 * that gives the same bytes when it is read and written again, with no unit
 * left out.  The same SEED does the same.  A damage that breaks this is left
 * in the file "fuzz-units.failed".
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/gzip.h"
#include "format/format.h"
#include "test.h"
#include "tmx/tmx-write.h"

static uint32_t
next_random(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return below == 0 ? 0 : (*seed >> 8) % below;
}

static int
on_left_out(void *arg, const struct unit_out *u, struct wtm_err *err)
{
	size_t *n = arg;

	CHECK(u->msg[0] != '\0' && u->line > 0);
	(void)err;
	++*n;
	return 0;
}

/* Read s and write it: 0 and the TMX, or -1. */
static int
convert(struct buf *out, size_t *left_out, const char *s, size_t len,
    const char *name)
{
	struct unit_opts opts = { .left_out = on_left_out, .arg = left_out };
	struct tmx_write_opts w_opts = { "1.4", "20181029T120000Z" };
	struct wtm_err err = { 0 };
	struct unit_reader *r = NULL;
	struct tmx_writer *w = NULL;
	struct input *in = NULL;
	struct arena a = { 0 };
	struct wtm_tu tu;
	char *text = NULL;
	size_t text_len;
	FILE *to = open_memstream(&text, &text_len);
	long line;
	int more = -1;

	*left_out = 0;
	if (input_over_bytes(&in, s, len, name, &err) == 0 &&
	    units_open(&r, in, &opts, &err) == 0)
		more = units_next(r, &tu, &line, &a, &err);
	if (more >= 0)
		CHECK_INT(tmx_write_open(&w, to, units_header(r), &w_opts,
		    &err), 0);
	for (; more == 1; more = units_next(r, &tu, &line, &a, &err)) {
		CHECK_INT(tmx_write_unit(w, &tu, &err), 0);
		arena_clear(&a);
	}
	CHECK((more == 0) == (err.code == WTM_OK));
	CHECK(err.code == WTM_OK || err.code == WTM_INPUT);
	if (more == 0)
		tmx_write_close(w, &err);
	else
		tmx_write_abort(w);
	units_close(r);
	input_close(in);
	arena_free(&a);
	fclose(to);
	buf_clear(out);
	buf_add(out, text, text_len);
	free(text);
	return more;
}

static void
damage(struct buf *b, const struct buf *other, uint32_t *seed)
{
	static const char *const markup[] = { "<tu>", "</tu>", "<seg>",
		"</seg>", "<!--", "-->", "<![CDATA[", "]]>", "&x;", "&#0;",
		"<ph>", "<hi>", "</hi>", "\"", "'", "<?", "<!DOCTYPE", "\t",
		"\n", "\r", "xmlns:a=\"b\"", " a:b=\"\"", "\xed\xa0\x80",
		"\xff\xfe", "<a:b/>", "\xef\xbf\xbf" };
	const char *m = markup[next_random(seed,
	    sizeof markup / sizeof *markup)];
	uint32_t len = (uint32_t)b->len;
	uint32_t at = next_random(seed, len);
	uint32_t n = next_random(seed, 40);

	if (n > len - at)
		n = len - at;
	switch (next_random(seed, 7)) {
	case 0:
		b->len = at;
		break;
	case 1:
		if (at < len)
			b->s[at] ^= (char)(1 << next_random(seed, 8));
		break;
	case 2:
		memmove(b->s + at, b->s + at + n, len - at - n);
		b->len -= n;
		break;
	case 3:
		if (other->len > at + n)
			memcpy(b->s + at, other->s + at, n);
		break;
	default:
		n = (uint32_t)strlen(m);
		buf_add(b, m, n);
		memmove(b->s + at + n, b->s + at, len - at);
		memcpy(b->s + at, m, n);
		break;
	}
}

static int
load(struct buf *b, const char *path)
{
	FILE *f = fopen(path, "rb");
	char part[4096];
	size_t n;

	if (f == NULL) {
		perror(path);
		return -1;
	}
	while ((n = fread(part, 1, sizeof part, f)) > 0)
		buf_add(b, part, n);
	fclose(f);
	return 0;
}

static void
keep(const struct buf *b)
{
	FILE *f = fopen("fuzz-units.failed", "wb");

	if (f == NULL)
		return;
	fwrite(b->s, 1, b->len, f);
	fclose(f);
}

/* One damaged file; 1 when it was accepted. */
static int
try_one(const struct buf *file, const struct buf *other, const char *name,
    uint32_t *seed)
{
	struct buf b = { 0 };
	struct buf first = { 0 };
	struct buf second = { 0 };
	uint32_t times = 1 + next_random(seed, 4);
	size_t left_out;
	int accepted;

	buf_add(&b, file->s, file->len);
	for (uint32_t i = 0; i < times; i++)
		damage(&b, other, seed);
	accepted = convert(&first, &left_out, b.s, b.len, name) == 0;
	if (accepted) {
		CHECK_INT(convert(&second, &left_out, first.s, first.len,
		    "again.tmx"), 0);
		CHECK_INT(left_out, 0);
		CHECK(first.len == second.len &&
		    memcmp(first.s, second.s, first.len) == 0);
	}
	if (test_failures > 0)
		keep(&b);
	buf_free(&b);
	buf_free(&first);
	buf_free(&second);
	return accepted;
}

int
main(int argc, char **argv)
{
	uint32_t seed = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1;
	unsigned long count = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	unsigned long accepted = 0;
	unsigned long done = 0;
	size_t n = argc > 3 ? (size_t)argc - 3 : 0;
	struct buf *files = n == 0 ? NULL : calloc(n, sizeof *files);

	if (files == NULL)
		return 2;
	for (size_t i = 0; i < n; i++)
		if (load(&files[i], argv[3 + i]) != 0)
			return 2;
	for (; done < count && test_failures == 0; done++) {
		uint32_t i = next_random(&seed, (uint32_t)n);
		uint32_t j = next_random(&seed, (uint32_t)n);

		accepted += (unsigned long)try_one(&files[i], &files[j],
		    argv[3 + i], &seed);
	}
	printf("%lu damaged files, %lu accepted\n", done, accepted);
	for (size_t i = 0; i < n; i++)
		buf_free(&files[i]);
	free(files);
	return test_end();
}
