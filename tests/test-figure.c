/*
 * The figure check: right pairs are silent, wrong ones are told with their
 * places.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "match/figure.h"
#include "test.h"

static struct figure scratch;
static struct arena mem;

/* The kinds told of a pair, in order, separated by spaces. */
static void
told(char *out, size_t size, const struct wtm_tuv *s, const struct wtm_tuv *t)
{
	struct complaints c;
	struct wtm_err err = { 0 };

	arena_clear(&mem);
	*out = '\0';
	CHECK_INT(figure_check(&c, &scratch, s, t, &mem, &err), 0);
	for (size_t i = 0; i < c.n; i++) {
		size_t n = strlen(out);
		snprintf(out + n, size - n, "%s%s", n > 0 ? " " : "",
		    c.at[i].kind);
		CHECK(c.at[i].source[1] <= s->text.len);
		CHECK(c.at[i].target[1] <= t->text.len);
		CHECK(c.at[i].message.len > 0);
	}
}

struct pair {
	const char *kinds;
	const char *en;
	const char *ko;
};

static const struct pair pairs[] = {
	/* right */
	{ "", "Three people were killed on Friday.", "27일 3명이 숨졌다." },
	{ "", "It cost $110 million.", "비용은 1억1천만 달러였다." },
	{ "", "It is 10 miles away.", "16km 떨어져 있다." },
	{ "", "It was 72 degrees.", "기온은 22도였다." },
	{ "", "He paid $200.", "그는 200달러(약 24만원)를 냈다." },
	{ "added", "He paid $200.", "그는 200달러(약 240만원)를 냈다." },
	{ "", "It is 6.6 feet (two meters) long.", "2m다." },
	{ "missing", "It is 29,000 feet (8,840 meters).", "8850m다." },
	{ "missing", "Nine people died.", "사람들이 숨졌다." },
	{ "added", "People died.", "다섯 명이 숨졌다." },
	{ "", "Profit rose in April-June.", "2분기(4∼6월) 이익이 늘었다." },
	{ "", "It fell a quarter percentage point.", "0.25%포인트 내렸다." },
	{ "", "It lands at 3 p.m. Thursday.", "10일 오후 3시 상륙한다." },
	{ "", "The 2024 budget grew.", "내년도 예산이 늘었다." },
	{ "", "It ended a week ago.", "1주일 전에 끝났다." },
	{ "", "It ends in June.", "이달에 끝난다." },
	{ "", "Two decades passed.", "20년이 지났다." },
	{ "", "World War II began.", "제2차 세계대전이 시작됐다." },
	{ "", "The six-party talks failed.", "6자회담이 실패했다." },
	{ "", "The talks failed.", "6자회담이 실패했다." },
	{ "", "The quake hit on Oct. 29.", "지진은 2009년 10월 29일 났다." },
	{ "", "It was a half-mile walk.", "0.8km를 걸었다." },
	{ "", "&#8212; He left.", "그는 떠났다." },
	{ "", "He woke at 1 in the morning.", "그는 새벽 1시에 깼다." },
	{ "", "The rate is 5-7 percent.", "비율은 5%에서 7%다." },
	/* wrong */
	{ "number", "Some 1,200 people came.", "1천300명이 왔다." },
	{ "number", "It has 110 million users.", "이용자는 11억명이다." },
	{ "money", "It cost $3.5501.", "5.5501달러였다." },
	{ "percent", "It rose 3.2 percent.", "2.3% 올랐다." },
	{ "unit", "It rose 32 percent.", "32 올랐다." },
	{ "unit", "It cost 500 won.", "500명이었다." },
	{ "date", "It opens on Oct. 29.", "11월 29일 연다." },
	{ "date", "It opened in June 2005.", "2005년 9월에 문을 열었다." },
	{ "date", "It opens on Friday.", "목요일에 연다." },
	{ "time", "It starts at 7 p.m.", "오전 7시에 시작한다." },
	{ "missing", "Some 8,000 fans came.", "관중이 왔다." },
	{ "added", "Some fans came.", "관중 8천명이 왔다." },
	{ "number", "Three people came.", "네 명이 왔다." },
	{ "number", "An F-16 crashed.", "F-15가 추락했다." },
	{ "name", "President Moon Jae-in left.", "문재민 대통령이 떠났다." },
	{ "", "President Moon Jae-in left.", "문재인 대통령이 떠났다." },
	{ "empty", "It is over.", "  " },
	{ "same", "It is over now.", "It is over now." },
	{ "", "Reuters", "Reuters" },
	{ "brackets", "He (Kim) left.", "그(김씨는 떠났다." },
	{ "quotes", "\"Yes,\" he said.", "“네라고 그가 말했다." },
	{ "", "\"Yes,\" he said.", "“네\"라고 그가 말했다." },
	{ "quotes", "It is 'new' now.", "이제 ‘새것이다." },
	{ "quotes", "It is 'new' now.", "이제 '새것이다." },
	{ "", "It is 'new' now.", "이제 '새것’이다." },
	{ "", "It is Kim's \"It's OK\".", "김씨의 ‘It's OK’다." },
	{ "", "\"Room 1408\" opens in '98.", "'1408'호가 '98년 개봉한다." },
	{ "", "In '98 it was 'new'.", "'98년에 '새것'이었다." },
	{ "quotes", "\"A\" met B.", "'가\"와 나가 만났다." },
};

static struct wtm_str
str(const char *s)
{
	struct wtm_str r = { s, strlen(s) };

	return r;
}

static void
both_ways(void)
{
	char got[200];

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct wtm_tuv en = { .lang = str("en"),
			.text = str(pairs[i].en) };
		struct wtm_tuv ko = { .lang = str("ko-KR"),
			.text = str(pairs[i].ko) };

		told(got, sizeof(got), &en, &ko);
		if (!CHECK_STR(got, pairs[i].kinds))
			fprintf(stderr, "  %s = %s\n", pairs[i].en,
			    pairs[i].ko);
		/* Turned around, right stays right and wrong wrong. */
		if (strchr("neubqs", pairs[i].kinds[0]) == NULL) {
			told(got, sizeof(got), &ko, &en);
			CHECK((*got == '\0') == (*pairs[i].kinds == '\0'));
		}
	}
}

/* Both ways: no complaint of what is right, one of what is wrong. */
static void
table_pair(const char *source, const char *target, int right)
{
	struct wtm_tuv en = { .lang = str("en"), .text = str(source) };
	struct wtm_tuv ko = { .lang = str("ko"), .text = str(target) };
	char there[200];
	char back[200];

	told(there, sizeof(there), &en, &ko);
	told(back, sizeof(back), &ko, &en);
	if (!CHECK((*there == '\0') == right && (*back == '\0') == right))
		fprintf(stderr, "  %s = %s: %s; %s\n", source, target, there,
		    back);
}

static void
table(void)
{
	const char *dir = getenv("srcdir");
	char path[1024];
	char line[1024];
	int n = 0;

	snprintf(path, sizeof(path), "%s/tests/figure.tsv",
	    dir == NULL ? "." : dir);
	FILE *fp = fopen(path, "r");
	if (!CHECK(fp != NULL))
		return;
	while (fgets(line, sizeof(line), fp) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		char *right = strchr(line, '\t');
		if (*line == '#' || right == NULL)
			continue;
		*right++ = '\0';
		char *wrong = strchr(right, '\t');
		if (wrong != NULL)
			*wrong++ = '\0';
		table_pair(line, right, 1);
		if (wrong != NULL)
			table_pair(line, wrong, 0);
		n++;
	}
	fclose(fp);
	CHECK(n >= 300);
}

static void
inline_codes(void)
{
	struct wtm_inline b[] = { { 3, str("<ph x=\"1\"/>") },
		{ 5, str("<ph x=\"2\"/>") } };
	struct wtm_tuv s = { .lang = str("en"), .text = str("It is over."),
		.codes = b, .n_codes = 2 };
	struct wtm_tuv t = { .lang = str("ko"), .text = str("끝났다."),
		.codes = b, .n_codes = 2 };
	char got[200];

	told(got, sizeof(got), &s, &t);
	CHECK_STR(got, "");
	t.n_codes = 1;
	told(got, sizeof(got), &s, &t);
	CHECK_STR(got, "codes");
	told(got, sizeof(got), &t, &s);
	CHECK_STR(got, "codes");
}

static void
places(void)
{
	struct complaints c;
	struct wtm_err err = { 0 };
	struct wtm_tuv s = { .lang = str("en"),
		.text = str("In 5 years, 7%.") };
	struct wtm_tuv t = { .lang = str("ko"),
		.text = str("5년 뒤 8%.") };

	CHECK_INT(figure_check(&c, &scratch, &s, &t, &mem, &err), 0);
	if (!CHECK_INT(c.n, 1))
		return;
	CHECK_INT(c.at[0].source[0], 12);
	CHECK_INT(c.at[0].source[1], 14);
	CHECK_INT(c.at[0].target[0], 9);
	CHECK_INT(c.at[0].target[1], 11);
	CHECK_STR(c.at[0].message.s,
	    "\"7%\" in the source, \"8%\" in the target");
}

/* A table of figures is cut, not searched without end. */
static void
many(void)
{
	static char text[40000];
	struct wtm_tuv s = { .lang = str("en") };
	char got[4000];
	size_t n = 0;

	while (n < sizeof(text) - 20)
		n += (size_t)snprintf(text + n, 20, "%zu ", n);
	s.text = str(text);
	told(got, sizeof(got), &s, &s);
	struct wtm_tuv t = s;
	t.lang = str("ko");
	told(got, sizeof(got), &s, &t);
	CHECK_STR(got, "");
}

int
main(void)
{
	both_ways();
	table();
	inline_codes();
	places();
	many();
	figure_free(&scratch);
	arena_free(&mem);
	return test_end();
}
