/*
 * The value pairs and traps of placeable.tsv, exact decimals, masked forms,
 * and bytes of no meaning.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "text/mask.h"
#include "text/placeable.h"
#include "test.h"

static struct placeables en;
static struct placeables ko;

static void
values(struct buf *b, const struct placeables *ps)
{
	buf_clear(b);
	for (size_t i = 0; i < ps->n; i++) {
		if (ps->at[i].kind == PH_NAME)
			continue;
		if (b->len > 0)
			buf_adds(b, " | ");
		ph_print(b, &ps->at[i]);
	}
	buf_addc(b, '\0');
}

static void
find(struct placeables *ps, const char *text, const char *lang)
{
	CHECK_INT(ph_find(ps, text, strlen(text), lang), 0);
}

/* Everything of a agrees with something of b. */
static int
all_agree(const struct placeables *a, const struct placeables *b)
{
	for (size_t i = 0; i < a->n; i++) {
		int found = a->at[i].kind == PH_NAME;
		for (size_t j = 0; j < b->n && !found; j++)
			found = ph_agree(&a->at[i], &b->at[j]) != PH_DIFFER;
		if (!found)
			return 0;
	}
	return 1;
}

static void
pair_line(char *f[5], int line)
{
	struct buf b = { 0 };
	int before = test_failures;

	find(&en, f[3], "en");
	find(&ko, f[4], "ko-KR");
	values(&b, &en);
	CHECK_STR(b.s, f[1]);
	values(&b, &ko);
	CHECK_STR(b.s, f[2]);
	CHECK(all_agree(&en, &ko));
	CHECK(all_agree(&ko, &en));
	if (test_failures > before)
		fprintf(stderr, "  line %d: %s = %s\n", line, f[3], f[4]);
	buf_free(&b);
}

static void
trap_line(char *f[5], int line)
{
	int before = test_failures;

	if (strcmp(f[0], "differ") == 0) {
		find(&en, f[1], "en");
		find(&ko, f[2], "ko");
		CHECK(en.n > 0 && ko.n > 0);
		CHECK(!all_agree(&en, &ko) || !all_agree(&ko, &en));
	} else {
		find(&en, f[2], f[1]);
		for (size_t i = 0; i < en.n; i++)
			CHECK(!mask_is_value(&en.at[i]));
	}
	if (test_failures > before)
		fprintf(stderr, "  line %d: %s\n", line, f[2]);
}

static void
read_table(const char *path)
{
	char buf[1024];
	FILE *fp = fopen(path, "r");
	int pairs = 0;
	int traps = 0;

	if (!CHECK(fp != NULL))
		return;
	for (int line = 1; fgets(buf, sizeof(buf), fp) != NULL; line++) {
		char *f[5] = { 0 };
		int n = 0;

		buf[strcspn(buf, "\n")] = '\0';
		for (char *p = buf; p != NULL && n < 5; n++) {
			f[n] = p;
			p = strchr(p, '\t');
			if (p != NULL)
				*p++ = '\0';
		}
		if (strcmp(f[0], "pair") == 0 && n == 5) {
			pair_line(f, line);
			pairs++;
		} else if (n == 3) {
			trap_line(f, line);
			traps++;
		}
	}
	fclose(fp);
	CHECK(pairs >= 400);
	CHECK(traps >= 60);
}

static void
decimals(void)
{
	struct dec d = dec_of(12300, -1);
	struct buf b = { 0 };

	CHECK(d.m == 123 && d.e == 1);
	dec_print(&b, d);
	CHECK_STR(b.s, "1230");
	buf_clear(&b);
	dec_print(&b, dec_of(5, -3));
	CHECK_STR(b.s, "0.005");
	buf_clear(&b);
	dec_print(&b, dec_of(-125, -1));
	CHECK_STR(b.s, "-12.5");
	CHECK_INT(dec_add(&d, dec_of(1, 12), dec_of(5, -1)), 0);
	CHECK(dec_eq(d, dec_of(10000000000005, -1)));
	CHECK_INT(dec_add(&d, dec_of(1, 30), dec_of(1, -10)), -1);
	CHECK_INT(dec_mul(&d, dec_of(INT64_C(999999999999), 0),
	    dec_of(INT64_C(999999999999), 0)), -1);
	CHECK_INT(dec_cmp(dec_of(5, 3), dec_of(4999, 0)), 1);
	CHECK_INT(dec_cmp(dec_of(-5, 3), dec_of(1, -9)), -1);
	CHECK_INT(dec_cmp(dec_of(15, -1), dec_of(15, -1)), 0);
	buf_free(&b);
}

static uint64_t
key(const char *text, const char *lang)
{
	struct wtm_err err = { 0 };
	uint64_t h = 0;

	CHECK_INT(mask_key(&h, &en, text, strlen(text), lang, &err), 0);
	return h;
}

static void
masks(void)
{
	static const char *const same[][3] = {
		{ "en", "It rose 3 percent.", "It rose 12.75%." },
		{ "en", "Oct. 29 was cold.", "November 3 was  cold." },
		{ "en", "It cost $110 million.", "It cost $9,000." },
		{ "en", "Two men left at 7 p.m.", "12 men left at 10:30 a.m." },
		{ "en", "A 5-year-old boy fell.", "An 81-year-old boy fell." },
		{ "en", "On Jan. 57 it rained.", "On Jan. 5 it rained." },
		{ "en", "It ran 1950-53.", "It ran 1939-45." },
		{ "ko", "3일 3명이 떠났다.", "84일 12만명이 떠났다." },
		{ "ko", "12조3천억원이다.", "5원이다." },
		{ "ko", "오후 7시에 왔다.", "오전 10시 30분에 왔다." },
		{ "ko", "2009년 5월이다.", "1887년 12월이다." },
		{ "ko", "세 명이 왔다.", "열두 명이 왔다." },
		{ "ko", "금요일이다.", "월요일이다." },
		{ "ko", "3으로 끝났다.", "4로 끝났다." },
		{ "ko", "10이다.", "9다." },
		{ "ko", "사흘이 걸렸다.", "닷새가 걸렸다." },
	};
	static const char *const other[][3] = {
		{ "en", "Two F-16s flew.", "Two F-35s flew." },
		{ "en", "It rose 3 percent.", "It rose 3 points." },
		{ "en", "It cost $5.", "It cost 5 won." },
		{ "en", "The G20 met on May 5.", "The G8 met on May 5." },
		{ "en", "Resolution 1718 is old.", "Resolution 2397 is old." },
		{ "en", "It is 5 miles.", "It is 5 km." },
		{ "en", "3 men left.", "3 women left." },
		{ "en", "It was Oct. 29.", "It was Oct. 29, 2009." },
		{ "en", "It begins at 0200 GMT.", "It begins at 0200 EST." },
		{ "ko", "3명이다.", "3개다." },
		{ "ko", "38선이다.", "39선이다." },
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		uint64_t h = key(same[i][1], same[i][0]);
		if (!CHECK(h != 0 && h == key(same[i][2], same[i][0])))
			fprintf(stderr, "  %s\n", same[i][1]);
	}
	for (size_t i = 0; i < sizeof(other) / sizeof(*other); i++) {
		uint64_t h = key(other[i][1], other[i][0]);
		if (!CHECK(h == 0 || h != key(other[i][2], other[i][0])))
			fprintf(stderr, "  %s\n", other[i][1]);
	}
	CHECK(key("Nothing to see here.", "en") == 0);
	CHECK(key("여기에는 아무것도 없다.", "ko") == 0);
}

/* What may hold a value is told without reading it. */
static void
may_hold(void)
{
	static const char *const yes[] = { "7 men", "three men", "In May,",
		"\"Twelve\"", "on Monday.", "오후 ３시", "세 명", "“두 사람”",
		"A six", "월요일에", "ten", "a hundred", "열흘간" };
	static const char *const no[] = { "", "The men left.", "It may be.",
		"first of all", "One can see.", "세상", "두부를 네모나게", "sixpence",
		"tension", "the march", "\xea\xb0", "요일", "both" };

	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		if (!CHECK(mask_may_hold(yes[i], strlen(yes[i]))))
			fprintf(stderr, "  %s\n", yes[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		if (!CHECK(!mask_may_hold(no[i], strlen(no[i]))))
			fprintf(stderr, "  %s\n", no[i]);
}

/* Placeables stand in order, do not overlap and end within the text. */
static void
in_order(const struct placeables *ps, size_t len)
{
	size_t at = 0;

	for (size_t i = 0; i < ps->n; i++) {
		const struct placeable *p = &ps->at[i];
		CHECK(p->from >= at && p->to > p->from && p->to <= len);
		for (int k = 0; k < PH_PARTS; k++)
			CHECK(p->part[k].to <= len &&
			    p->part[k].from <= p->part[k].to);
		at = p->to;
	}
}

static void
any_bytes(void)
{
	static const char *const bits[] = { "1", "12", ",", ".", "조", "만",
		"억", "천", "세", " ", "명", "\xff", "\xea\xb0", "Oct. ", "$",
		"percent", "-", "~", "two", " hundred", " and ", "%", "월",
		"일", "년", "시", "반", "½", "/", ":", "a.m.", "F-", "one",
		"third", "half a ", "million", "분의", "여", "십", "일곱",
		"U.S. ", "dollars", "\x00", "&#", ";", "०", "３" };
	const size_t n_bits = sizeof(bits) / sizeof(*bits);
	uint32_t seed = 1;
	char text[400];

	for (int round = 0; round < 6000; round++) {
		size_t len = 0;
		while (len < 120) {
			seed = seed * 1664525 + 1013904223;
			const char *b = bits[(seed >> 8) % n_bits];
			size_t n = *b == '\0' ? 1 : strlen(b);
			memcpy(text + len, b, n);
			len += n;
		}
		len -= seed >> 30;
		CHECK_INT(ph_find(&en, text, len, "en"), 0);
		in_order(&en, len);
		CHECK_INT(ph_find(&ko, text, len, round % 2 ? "ko" : "de"), 0);
		in_order(&ko, len);
	}
}

int
main(void)
{
	const char *dir = getenv("srcdir");
	char path[1024];

	snprintf(path, sizeof(path), "%s/tests/placeable.tsv",
	    dir == NULL ? "." : dir);
	read_table(path);
	decimals();
	masks();
	may_hold();
	any_bytes();
	ph_free(&en);
	ph_free(&ko);
	return test_end();
}
