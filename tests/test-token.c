/*
 * Normal forms against ICU, language tags, and the unit rules.
 */
#include "config.h"

#include <stdlib.h>

#include <unicode/unorm2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "text/lang.h"
#include "text/norm.h"
#include "text/token.h"
#include "text/utf8.h"
#include "test.h"

/* Every code point that skips ICU is what ICU says it is. */
static void
fast_paths_agree_with_icu(void)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	const UNormalizer2 *cf = unorm2_getNFKCCasefoldInstance(&status);
	int bad = 0;

	CHECK(U_SUCCESS(status));
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		UChar32 i = (UChar32)c;
		uint32_t fold = norm_plain_fold(c);
		UChar want[40], in[1] = { (UChar)c };

		if (norm_is_space(c) != (u_isUWhiteSpace(i) != 0))
			bad++;
		if (norm_plain_nfc(c) && !norm_is_space(c) &&
		    (!unorm2_hasBoundaryBefore(nfc, i) ||
		    unorm2_quickCheck(nfc, in, 1, &status) != UNORM_YES))
			bad++;
		if (fold == 0)
			continue;
		if (!unorm2_hasBoundaryBefore(cf, i) ||
		    unorm2_normalize(cf, in, 1, want, 40, &status) != 1 ||
		    want[0] != fold)
			bad++;
	}
	CHECK_INT(bad, 0);
	CHECK(U_SUCCESS(status));
}

/* The fold in one piece and the fold by runs are the same. */
static void
runs_fold_as_the_whole(void)
{
	static const uint32_t odd[] = { 'a', 'Z', '1', ' ', 0xAC00, 0x1100,
		0x1161, 0x11A8, 0x11B7, 0xAC01, 0x301, 0x323, 0x3099, 0x30AB,
		0xFF76, 0xFF9E, 0xAD, 0x200B, 0x2026, 0x338E, 0xDF, 0x130,
		0xE33, 0xE19, 0xE49, 0x3131, 0x314F, 0xFF21, 0xE9, 0x4E00,
		0xF900, 0x1D15E, 0x345, 0x3C3, 0x3A3, 0x2126, 0xBD };
	struct norm_chars chars = { 0 };
	struct buf whole = { 0 }, runs = { 0 };
	struct wtm_err err = { 0 };
	uint32_t seed = 1;

	for (int round = 0; round < 3000; round++) {
		char s[64];
		size_t len = 0;

		for (int k = 0; k < 12; k++) {
			seed = seed * 1664525 + 1013904223;
			len += utf8_put(s + len, odd[(seed >> 16) %
			    (sizeof odd / sizeof odd[0])]);
		}
		buf_clear(&whole);
		buf_clear(&runs);
		CHECK(norm_form(&whole, NORM_NFKC_CASEFOLD, s, len, &err) ==
		    0);
		CHECK(norm_fold(&chars, s, len, &err) == 0);
		for (size_t i = 0; i < chars.n; i++) {
			char bytes[4];

			buf_add(&runs, bytes,
			    utf8_put(bytes, chars.at[i].c));
			CHECK(chars.at[i].from < chars.at[i].to);
			CHECK(chars.at[i].to <= len);
		}
		if (!CHECK_STR(runs.s, whole.s))
			break;
	}
	buf_free(&whole);
	buf_free(&runs);
	norm_chars_free(&chars);
}

static void
key_text(const char *in, const char *want)
{
	struct buf b = { 0 };
	struct wtm_err err = { 0 };

	buf_adds(&b, "");
	CHECK(norm_key(&b, in, strlen(in), &err) == 0);
	CHECK_STR(b.s, want);
	buf_free(&b);
}

/* "[from-to text] ..." of the units; to is left out of the text. */
static void
units_of(const char *in, const char *want)
{
	static const char kinds[] = "CNWGS";
	struct units u = UNITS_INIT;
	struct buf b = { 0 };
	struct wtm_err err = { 0 };

	CHECK(token_units(&u, in, strlen(in), &err) == 0);
	buf_adds(&b, "");
	for (size_t i = 0; i < u.n; i++)
		buf_addf(&b, "%s%c:%.*s", i > 0 ? " " : "",
		    kinds[u.at[i].kind], (int)(u.at[i].to - u.at[i].from),
		    in + u.at[i].from);
	CHECK_STR(b.s, want);
	buf_free(&b);
	units_free(&u);
}

/* Do two texts have the same units? */
static int
same_units(const char *a, const char *b)
{
	struct units x = UNITS_INIT, y = UNITS_INIT;
	struct wtm_err err = { 0 };
	int same;

	CHECK(token_units(&x, a, strlen(a), &err) == 0);
	CHECK(token_units(&y, b, strlen(b), &err) == 0);
	same = x.n == y.n &&
	    memcmp(x.keys, y.keys, x.n * sizeof *x.keys) == 0;
	units_free(&x);
	units_free(&y);
	return same;
}

/* A text of up to a dozen pieces, by chance. */
static void
random_text(char *out, size_t size, uint32_t *seed)
{
	static const char *const pieces[] = { " ", " ", " ", "  ", "a", "B",
		"z", "word", "Longest-Words", ".", ".", ",", "'", "\u2019",
		"-", "\u2212", "1", "9", "2,345.6", "$", "%", "+", "!",
		"U.S.", "\t", "\n", "\u00A0", "가", "힣", "다.", "漢", "カ",
		"ー", "é", "É", "ß", "µ", "ｱ", "ﾞ", "１", "\u0301", "\u0308",
		"…", "“", "”", "·", "₩", "㎏", "ᄀ", "ᅡ", "\u200B", "ไ",
		"я", "\x7F", "\x01" };
	size_t n = 0;

	*seed = *seed * 1664525 + 1013904223;
	for (uint32_t k = *seed >> 28; k > 0; k--) {
		const char *piece;
		size_t len;

		*seed = *seed * 1664525 + 1013904223;
		piece = pieces[(*seed >> 8) % (sizeof pieces /
		    sizeof *pieces)];
		len = strlen(piece);
		if (n + len + 1 > size)
			break;
		memcpy(out + n, piece, len);
		n += len;
	}
	out[n] = '\0';
}

/* Plain text is read by a shorter way, unless its characters are wanted. */
static void
both_ways_agree(void)
{
	struct units x = UNITS_INIT, y = UNITS_INIT;
	struct buf key = { 0 };
	struct wtm_err err = { 0 };
	char s[200];
	uint32_t seed = 1;

	for (int i = 0; i < 40000 && test_failures == 0; i++) {
		size_t len;

		random_text(s, sizeof s, &seed);
		len = strlen(s);
		CHECK(token_units(&x, s, len, &err) == 0);
		CHECK(token_units_chars(&y, s, len, &err) == 0);
		CHECK_INT(x.n, y.n);
		for (size_t k = 0; k < x.n && k < y.n; k++)
			CHECK(x.keys[k] == y.keys[k] &&
			    x.at[k].kind == y.at[k].kind &&
			    x.at[k].from == y.at[k].from &&
			    x.at[k].to == y.at[k].to);
		buf_clear(&key);
		CHECK(norm_key(&key, s, len, &err) == 0);
		if (x.is_key || norm_is_key(s, len))
			CHECK_STR(key.s == NULL ? "" : key.s, s);
		if (test_failures > 0)
			printf("text: \"%s\"\n", s);
	}
	units_free(&x);
	units_free(&y);
	buf_free(&key);
}

static void
unit_rules(void)
{
	/* (a) characters; spacing is no unit */
	units_of("정부는 14일", "C:정 C:부 C:는 N:14 C:일");
	units_of("カード 日本", "C:カ C:ー C:ド C:日 C:本");
	units_of("ｶﾞ々", "C:ｶﾞ C:々");
	/* (b) numbers, apart from letters */
	units_of("10kg G20 3명", "N:10 W:kg W:G N:20 N:3 C:명");
	units_of("1,234.5, 6. 7..8 .9", "N:1,234.5 N:6 N:7 N:8 N:9");
	/* (c) words */
	units_of("don't Don’t 'tis dogs'", "W:don't W:Don’t W:tis W:dogs");
	units_of("U.S. e.g. a.m. site.com U.S.A",
	    "W:U.S W:e.g W:a.m W:site W:com W:U.S.A");
	units_of("Ph.D. Mr. J.K. A.B.Cd", "W:Ph W:D W:Mr W:J.K W:A.B W:Cd");
	units_of("Москваabc café", "W:Москва W:abc W:café");
	units_of("co\xC2\xADop", "W:co\xC2\xADop");
	/* (d) scripts without spaces: clusters */
	units_of("ก็ที่", "G:ก็ G:ที่");
	/* (e) signs */
	units_of("$5 -3 A-3 1-2 ₩10% ±", "S:$ N:5 S:- N:3 W:A N:3 N:1 N:2 "
	    "S:₩ N:10 S:% S:±");
	units_of("−5도 (-7) - 8", "S:− N:5 C:도 S:- N:7 N:8");
	units_of("“Yes,” he said: … & / 끝!", "W:Yes W:he W:said C:끝");
	units_of("㎏ ℃ ½", "W:㎏ S:℃ W:℃ N:½ N:½");
	units_of("", "");

	CHECK(same_units("U.S. forces", "us FORCES"));
	CHECK(same_units("ＡＢＣ １２", "abc 12"));
	CHECK(same_units("정부는 했다", "정부는했다."));
	CHECK(same_units("-5", "−5"));
	CHECK(!same_units("1,000", "1000"));
	CHECK(!same_units("resume", "résumé"));
	CHECK(!same_units("internationally", "internationalls"));
	CHECK(!same_units("abcdefg", "abcdefgh"));
}

/* The tags that are known without ICU, and others that mean the same. */
static void
known_languages(void)
{
	static const char *const rows[][2] = {
		{ "en", "EN" }, { "en-GB", "en_GB" }, { "en-US", "en_US" },
		{ "ko", "KO" }, { "ko-KR", "ko_KR" },
	};
	struct lang a, b;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		lang_parse(&a, rows[i][0], strlen(rows[i][0]));
		lang_parse(&b, rows[i][1], strlen(rows[i][1]));
		CHECK_STR(a.group, b.group);
		CHECK_STR(a.region, b.region);
		CHECK_STR(a.base, b.base);
		CHECK(lang_is_known(rows[i][1], strlen(rows[i][1])));
	}
}

static void
languages(void)
{
	static const struct {
		const char *a, *b;
		int matches;
	} rows[] = {
		{ "ko", "ko-KR", 1 }, { "ko", "KO_kr", 1 },
		{ "ko", "kor", 1 }, { "en-US", "en-GB", 1 },
		{ "zh", "zh-Hans", 1 }, { "zh", "zh-TW", 0 },
		{ "zh-Hant", "zh-HK", 1 }, { "sr", "sr-Latn", 0 },
		{ "en", "ko", 0 }, { "en", "en-Latn-x-wire", 1 },
		{ "not a tag", "NOT A TAG", 1 }, { "not a tag", "no", 0 },
	};
	struct lang a, b;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		lang_parse(&a, rows[i].a, strlen(rows[i].a));
		lang_parse(&b, rows[i].b, strlen(rows[i].b));
		if (!CHECK_INT(lang_matches(&a, &b), rows[i].matches))
			fprintf(stderr, "  %s %s\n", rows[i].a, rows[i].b);
		if (rows[i].matches)
			CHECK_INT(lang_group(&a), lang_group(&b));
	}
	lang_parse(&a, "en-GB", 5);
	CHECK_STR(a.region, "GB");
	CHECK_STR(a.base, "en");
	lang_parse(&a, "ko", 2);
	CHECK_STR(a.region, "KR");
	CHECK_STR(a.group, "ko-Kore");
	CHECK(lang_same_tag("EN-us", 5, "en-US", 5));
	CHECK(!lang_same_tag("en", 2, "en-US", 5));
	CHECK(lang_is_known("fr-CA", 5));
	CHECK(!lang_is_known("english!", 8));
	CHECK(!lang_is_known("", 0));
}

int
main(void)
{
	fast_paths_agree_with_icu();
	runs_fold_as_the_whole();
	key_text("  a \t b\xC2\xA0\xE3\x80\x80" "c ", "a b c");
	key_text("e\xCC\x81t\xC3\xA9", "\xC3\xA9t\xC3\xA9");
	key_text("\xE1\x84\x80\xE1\x85\xA1", "\xEA\xB0\x80");
	key_text(" ", "");
	both_ways_agree();
	unit_rules();
	languages();
	known_languages();
	return test_end();
}
