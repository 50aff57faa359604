/*
 * Units of a memory: as records, and when two are the same and what they
 * become.
 */
#include "config.h"

#include <stdlib.h>

#include "memory.h"
#include "memory/record.h"
#include "memory/unit.h"

#define STR(s) { "" s, sizeof(s) - 1 }
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* A unit with everything that one can have, and with bytes of all kinds. */
static const struct wtm_attr attrs[] = {
	{ STR("changedate"), STR("20240102T030405Z") },
	{ STR("x-odd \xff\x01 name"), STR("\xfe\xc0\x80") },
	{ STR("tuid"), STR("") },
	{ STR("creationid"), { NULL, 0 } },
};
static const struct wtm_meta metas[] = {
	{ .type = STR("x-prev"), .text = STR("a\0b"), .attrs = attrs,
	    .n_attrs = COUNT(attrs), .lang = STR("en") },
	{ .is_note = 1, .text = STR("") },
};
static const struct wtm_inline codes[] = {
	{ 0, STR("<bpt i=\"1\"/>") }, { 3, STR("<ept i=\"1\"/>") },
	{ 3, STR("") },
};
static const struct wtm_tuv tuvs[] = {
	{ .lang = STR("EN-us"), .text = STR("\xff\xfe\0"), .codes = codes,
	    .n_codes = COUNT(codes) },
	{ .lang = STR("ko"), .text = STR(""), .metas = metas,
	    .n_metas = COUNT(metas), .attrs = attrs, .n_attrs = 1 },
	{ .lang = STR(""), .text = STR("\xed\xa0\x80 한국") },
};
static const struct wtm_tu full = { .id = 77, .change = 300, .attrs = attrs,
	.n_attrs = COUNT(attrs), .metas = metas, .n_metas = COUNT(metas),
	.tuvs = tuvs, .n_tuvs = COUNT(tuvs) };

static int
read_copy(const struct wtm_tu **out, const char *s, size_t len,
    struct arena *a)
{
	struct record_head head;
	struct wtm_err err = { 0 };
	char *copy = malloc(len + 1);	/* exactly, for the sanitizers */
	int ret;

	memcpy(copy, s, len);
	arena_clear(a);
	ret = record_read(&head, out, 77, copy, len, a, &err);
	if (ret == 0 && *out != NULL)
		ret = unit_identical(*out, &full);
	free(copy);
	return ret;
}

static void
records(void)
{
	struct record_head head = { .replaces = 4000000000u };
	struct record_head got;
	const struct wtm_tu *tu;
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct wtm_err err = { 0 };

	record_write(&b, &head, &full);
	CHECK_INT(record_read(&got, &tu, 77, b.s, b.len, &a, &err), 0);
	CHECK_INT(got.replaces, head.replaces);
	CHECK_INT(got.deleted, 0);
	CHECK_INT(tu->id, 77);
	CHECK_INT(tu->change, 300);
	CHECK(unit_identical(tu, &full));
	for (size_t len = 0; len < b.len; len++)
		CHECK_INT(read_copy(&tu, b.s, len, &a), -1);
	for (size_t i = 0; i < b.len * 8; i++) {	/* no crash */
		b.s[i / 8] ^= (char)(1 << i % 8);
		read_copy(&tu, b.s, b.len, &a);
		b.s[i / 8] ^= (char)(1 << i % 8);
	}
	CHECK_INT(read_copy(&tu, b.s, b.len, &a), 1);
	buf_clear(&b);
	head.deleted = 1;
	record_write(&b, &head, NULL);
	CHECK_INT(record_read(&got, &tu, 1, b.s, b.len, &a, &err), 0);
	CHECK(tu == NULL && got.deleted);
	buf_free(&b);
	arena_free(&a);
}

static struct wtm_tu
tu_of(const struct wtm_tuv *v, size_t n)
{
	return (struct wtm_tu){ .tuvs = v, .n_tuvs = n };
}

static void
same_units(void)
{
	const struct wtm_tuv en = { .lang = STR("en"), .text = STR("a") };
	const struct wtm_tuv en_upper = { .lang = STR("EN"),
		.text = STR("a") };
	const struct wtm_tuv gb = { .lang = STR("en-GB"), .text = STR("a") };
	const struct wtm_tuv ko = { .lang = STR("ko"), .text = STR("가") };
	const struct wtm_tuv nfd = { .lang = STR("ko"),
		.text = STR("\xe1\x84\x80\xe1\x85\xa1") };
	const struct wtm_tuv code = { .lang = STR("en"), .text = STR("a"),
		.codes = codes, .n_codes = 1 };
	const struct wtm_tuv one[] = { en, ko };
	const struct {
		struct wtm_tuv v[3];
		size_t n;
		int same;
	} others[] = {
		{ { en, ko }, 2, 1 },
		{ { ko, en_upper }, 2, 1 },
		{ { en, ko, en }, 3, 1 },	/* a set */
		{ { gb, ko }, 2, 0 },
		{ { en, nfd }, 2, 0 },		/* exact code points */
		{ { code, ko }, 2, 0 },
		{ { en, ko, gb }, 3, 0 },
		{ { en, en }, 2, 0 },
	};
	struct wtm_tu a = tu_of(one, 2);

	for (size_t i = 0; i < COUNT(others); i++) {
		struct wtm_tu b = tu_of(others[i].v, others[i].n);

		CHECK_INT(unit_same(&a, &b), others[i].same);
		CHECK_INT(unit_same(&b, &a), others[i].same);
		CHECK_INT(unit_hash(&a) == unit_hash(&b), others[i].same);
	}
}

/* Metadata as a line: "name=value" and "[type:text]". */
static char *
meta_text(const struct wtm_tu *tu)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < tu->n_attrs; i++)
		buf_addf(&b, "%s=%s ", tu->attrs[i].name.s,
		    tu->attrs[i].value.s);
	for (size_t i = 0; i < tu->n_metas; i++)
		buf_addf(&b, "[%s:%s]", tu->metas[i].is_note ? "note" :
		    tu->metas[i].type.s, tu->metas[i].text.s);
	buf_addc(&b, '\0');
	return b.s;
}

static void
merges_to(const struct wtm_tu *old, const struct wtm_tu *new,
    const char *want)
{
	struct wtm_err err = { 0 };
	struct arena a = { 0 };
	struct wtm_tu out;
	struct wtm_tu again;
	char *got;

	CHECK_INT(unit_merge(&out, old, new, &a, &err), 0);
	got = meta_text(&out);
	CHECK_STR(got, want);
	free(got);
	/* once more changes nothing */
	CHECK_INT(unit_merge(&again, &out, new, &a, &err), 0);
	CHECK(unit_identical(&again, &out));
	CHECK_INT(unit_merge(&again, &out, &out, &a, &err), 0);
	CHECK(unit_identical(&again, &out));
	arena_free(&a);
}

static void
merged_attributes(void)
{
	const struct wtm_attr at[] = {
		{ STR("changedate"), STR("20240101T000000Z") },
		{ STR("creationid"), STR("kim") },
		{ STR("usagecount"), STR("9") },
	};
	const struct wtm_attr newer[] = {
		{ STR("changedate"), STR("20240102T000000Z") },
		{ STR("creationid"), STR("lee") },
		{ STR("usagecount"), STR("10") },
	};
	const struct wtm_attr created[] = {
		{ STR("creationdate"), STR("20250101T000000Z") },
		{ STR("creationid"), STR("park") },
	};
	const struct wtm_attr odd[] = {
		{ STR("changedate"), STR("yesterday") },
		{ STR("tuid"), STR("1") },
	};
	struct wtm_tu a = { .attrs = at, .n_attrs = 3 };
	struct wtm_tu b = { .attrs = newer, .n_attrs = 3 };
	struct wtm_tu c = { .attrs = created, .n_attrs = 2 };
	struct wtm_tu d = { .attrs = odd, .n_attrs = 2 };
	struct wtm_tu none = { 0 };
	const char *b_wins = "changedate=20240102T000000Z creationid=lee "
	    "usagecount=10 ";

	merges_to(&a, &b, b_wins);
	merges_to(&b, &a, b_wins);
	merges_to(&a, &c, "creationdate=20250101T000000Z creationid=park "
	    "changedate=20240101T000000Z usagecount=9 ");
	merges_to(&a, &d, "changedate=20240101T000000Z creationid=kim "
	    "usagecount=9 tuid=1 ");
	merges_to(&none, &b, b_wins);
	merges_to(&b, &none, b_wins);
}

/* "prev|next", several behind each other; "-" is an absent side. */
static struct wtm_tu
with_contexts(struct arena *a, const char *spec)
{
	struct wtm_meta *at = arena_array(a, strlen(spec) + 1, sizeof *at);
	size_t n = 0;
	struct wtm_tu tu;

	for (int side = 0; *spec != '\0'; side = !side) {
		size_t len = strcspn(spec, "| ");

		at[n].type = (struct wtm_str){ side ? "x-next" : "x-prev", 6 };
		at[n].text = arena_str(a, spec, len);
		n += len != 1 || *spec != '-';
		spec += len + (spec[len] != '\0');
	}
	tu = (struct wtm_tu){ .metas = at, .n_metas = n };
	return tu;
}

static void
contexts_are(const struct wtm_tu *tu, const char *want)
{
	struct unit_context c;
	struct buf b = { 0 };

	for (size_t i = 0; unit_context_at(&c, tu->metas, tu->n_metas, i); i++)
		buf_addf(&b, "%s%s|%s", i > 0 ? " " : "",
		    c.prev.s != NULL ? c.prev.s : "-",
		    c.next.s != NULL ? c.next.s : "-");
	buf_addc(&b, '\0');
	CHECK_STR(b.s, want);
	buf_free(&b);
}

static void
contexts_merge_to(const char *old, const char *new, const char *want)
{
	struct wtm_err err = { 0 };
	struct arena a = { 0 };
	struct wtm_tu o = with_contexts(&a, old);
	struct wtm_tu n = with_contexts(&a, new);
	struct wtm_tu out;
	struct wtm_tu again;

	CHECK_INT(unit_merge(&out, &o, &n, &a, &err), 0);
	contexts_are(&out, want);
	CHECK_INT(unit_merge(&again, &out, &n, &a, &err), 0);
	CHECK(unit_identical(&again, &out));
	arena_free(&a);
}

static void
contexts(void)
{
	struct arena a = { 0 };
	struct wtm_err err = { 0 };
	struct wtm_tu tu;
	struct wtm_meta all_prev_first[] = {
		{ .type = STR("prev"), .text = STR("a") },
		{ .type = STR("x-context-pre"), .text = STR("b") },
		{ .type = STR("next"), .text = STR("c") },
		{ .is_note = 1, .text = STR("x") },
		{ .type = STR("x-context-post"), .text = STR("d") },
	};

	tu = (struct wtm_tu){ .metas = all_prev_first, .n_metas = 5 };
	contexts_are(&tu, "a|c b|d");
	contexts_merge_to("a|b", "a|b", "a|b");
	contexts_merge_to("a|b", "c|d", "a|b c|d");
	contexts_merge_to("a|-", "b|c", "a|- b|c");
	contexts_merge_to("-|a", "b|c", "-|a b|c");
	contexts_merge_to("a|b", "-|c", "a|b -|c");
	contexts_merge_to("a|b", "c|-", "a|b c|-");
	contexts_merge_to("1|1 2|2 3|3 4|4 5|5 6|6 7|7 8|8", "9|9 3|3 |x",
	    "3|3 4|4 5|5 6|6 7|7 8|8 9|9 |x");
	tu = with_contexts(&a, "1|1 2|2 3|3 4|4 5|5 6|6 7|7 8|8 9|-");
	CHECK_INT(unit_bound(&tu, &a, &err), 0);
	contexts_are(&tu, "2|2 3|3 4|4 5|5 6|6 7|7 8|8 9|-");
	arena_free(&a);
}

/* The props and notes of both, each once. */
static void
merged_metas(void)
{
	const struct wtm_meta old[] = {
		{ .type = STR("p"), .text = STR("1") },
		{ .is_note = 1, .text = STR("seen") },
	};
	const struct wtm_meta new[] = {
		{ .is_note = 1, .text = STR("seen") },
		{ .type = STR("p"), .text = STR("2") },
		{ .type = STR("p"), .text = STR("1") },
	};
	struct wtm_tu a = { .metas = old, .n_metas = 2 };
	struct wtm_tu b = { .metas = new, .n_metas = 3 };

	merges_to(&a, &b, "[p:1][note:seen][p:2]");
}

int
main(void)
{
	records();
	same_units();
	merged_attributes();
	merged_metas();
	contexts();
	return test_end();
}
