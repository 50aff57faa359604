/*
 * test-tsv: lines of text as units: encodings, headers, what is left out.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/gzip.h"
#include "format/format.h"
#include "test.h"

/* All that a reader says, as text. */
struct said {
	struct buf b;
};

static int
on_left_out(void *arg, const struct unit_out *u, struct wtm_err *err)
{
	struct said *said = arg;

	(void)err;
	buf_addf(&said->b, "%s %ld\n", u->rejected ? "rejected" : "skipped",
	    u->line);
	CHECK(strstr(u->msg, "; the unit is left out") != NULL);
	return 0;
}

static void
say_unit(struct buf *b, const struct wtm_tu *tu, long line)
{
	buf_addf(b, "%ld", line);
	for (size_t i = 0; i < tu->n_attrs; i++)
		buf_addf(b, " %s=%s", tu->attrs[i].name.s,
		    tu->attrs[i].value.s);
	for (size_t i = 0; i < tu->n_metas; i++)
		buf_addf(b, " %s:%s", tu->metas[i].is_note ? "note"
		    : tu->metas[i].type.s, tu->metas[i].text.s);
	for (size_t i = 0; i < tu->n_tuvs; i++)
		buf_addf(b, " %s[%s]", tu->tuvs[i].lang.s,
		    tu->tuvs[i].text.s);
	buf_addc(b, '\n');
}

/* What reading s gives; the message when it fails. */
static const char *
read_all(struct said *said, const char *name, const void *s, size_t len,
    struct unit_opts opts)
{
	static struct wtm_err err;
	struct unit_reader *r = NULL;
	struct input *in;
	struct arena a = { 0 };
	struct wtm_tu tu;
	long line;
	int more = -1;

	opts.left_out = on_left_out;
	opts.arg = said;
	err = (struct wtm_err){ 0 };
	buf_clear(&said->b);
	buf_add(&said->b, "", 0);
	CHECK_INT(input_over_bytes(&in, s, len, name, &err), 0);
	if (units_open(&r, in, &opts, &err) == 0) {
		while ((more = units_next(r, &tu, &line, &a, &err)) == 1)
			say_unit(&said->b, &tu, line);
		CHECK_STR(units_format(r), "TSV");
		CHECK_INT(units_header(r)->n_attrs, 0);
	}
	units_close(r);
	input_close(in);
	arena_free(&a);
	return more == 0 ? said->b.s : err.msg;
}

static const struct {
	const char *tsv;
	size_t len;
	const char *want;
} files[] = {
#define D(tsv, want) { tsv, sizeof tsv - 1, want }
	D("", ""),
	D("A\tB\nC\tD", "1 en[A] ko[B]\n2 en[C] ko[D]\n"),
	D("A\tB\tmore\r\n\"C\tD\"\r\n", "1 en[A] ko[B]\n2 en[\"C] ko[D\"]\n"),
	D("\xef\xbb\xbf" "A\t\xea\xb0\x80\n", "1 en[A] ko[\xea\xb0\x80]\n"),
	D("A\t\xb0\xa1\nB\t\xb3\xaa\n",
	    "1 en[A] ko[\xea\xb0\x80]\n2 en[B] ko[\xeb\x82\x98]\n"),
	D("A\t\x8c\x63\n", "1 en[A] ko[\xeb\x98\xa0]\n"),
	D("\xff\xfe" "A\0\t\0\0\xac\n\0", "1 en[A] ko[\xea\xb0\x80]\n"),
	D("A\t\n\tB\n\n \t \nC\tD\n", "skipped 1\nskipped 2\nskipped 3\n"
	    "skipped 4\n5 en[C] ko[D]\n"),
	D("A\nB\tC\n", "rejected 1\n2 en[B] ko[C]\n"),
	D("A\t\xea\xb0\x80\nB\t\xb0\xa1\nC\tD\n",
	    "1 en[A] ko[\xea\xb0\x80]\nrejected 2\n3 en[C] ko[D]\n"),
	D("A\t\x01\nB\t\xef\xbf\xbf\nC\tD\n",
	    "rejected 1\nrejected 2\n3 en[C] ko[D]\n"),
	D("fr\tde-DE\tslug\tnote\tchangedate\t\nA\tB\tS\tN\tD\tE\n"
	    "A\tB\t\tN\n", "2 changedate=D slug:S note:N fr[A] de-DE[B]\n"
	    "3 note:N fr[A] de-DE[B]\n"),
	D("EN\tKO\nA\tB\n", "2 EN[A] KO[B]\n"),
	D("source\ttarget\n", "1 en[source] ko[target]\n"),
	D("A\tB\nen\tko\n", "1 en[A] ko[B]\n2 en[en] ko[ko]\n"),
	D("en\ten\nA\tB\n", "skipped 2\n"),
	D("A\0\tB\n", "f:1: neither TMX nor TSV"),
	D("PK\3\4\0\0", "f:1: a ZIP archive; unpack it first"),
#undef D
};

static void
test_files(void)
{
	struct said said = { 0 };
	struct unit_opts opts = { 0 };

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		CHECK_STR(read_all(&said, "f", files[i].tsv, files[i].len,
		    opts), files[i].want);
	buf_free(&said.b);
}

static void
test_opts(void)
{
	struct said said = { 0 };
	const char euc[] = "A\t\xb0\xa1\n";

	CHECK_STR(read_all(&said, "f", "A\tB\n", 4, (struct unit_opts){
	    .source = "ja", .target = "fr" }), "1 ja[A] fr[B]\n");
	CHECK_STR(read_all(&said, "f", euc, sizeof euc - 1,
	    (struct unit_opts){ .charset = "euc-kr" }),
	    "1 en[A] ko[\xea\xb0\x80]\n");
	CHECK_STR(read_all(&said, "f", euc, sizeof euc - 1,
	    (struct unit_opts){ .charset = "utf-8" }), "rejected 1\n");
	CHECK_STR(read_all(&said, "f", "A\n", 2, (struct unit_opts){
	    .strict = 1 }), "f:1: a line without a tab; the file is refused "
	    "(--strict)");
	CHECK_STR(read_all(&said, "f.tsv", "<b>\tB\n", 6,
	    (struct unit_opts){ 0 }), "1 en[<b>] ko[B]\n");
	buf_free(&said.b);
}

/* One line with sides of these lengths, then a sound one. */
static const char *
read_long(struct said *said, size_t source, size_t target)
{
	struct buf b = { 0 };
	const char *got;

	for (size_t i = 0; i < source; i++)
		buf_addc(&b, 'a');
	buf_addc(&b, '\t');
	for (size_t i = 0; i < target; i++)
		buf_addc(&b, 'b');
	buf_adds(&b, "\nC\tD\n");
	got = read_all(said, "f", b.s, b.len, (struct unit_opts){ 0 });
	buf_free(&b);
	return got;
}

static void
test_limits(void)
{
	struct said said = { 0 };

	CHECK_STR(read_long(&said, UNIT_SEG_MAX + 1, 1),
	    "rejected 1\n2 en[C] ko[D]\n");
	CHECK_STR(read_long(&said, 1, UNIT_MAX + 100000),
	    "rejected 1\n2 en[C] ko[D]\n");
	CHECK(strlen(read_long(&said, 1, UNIT_SEG_MAX)) > UNIT_SEG_MAX);
	buf_free(&said.b);
}

int
main(void)
{
	test_files();
	test_opts();
	test_limits();
	return test_end();
}
