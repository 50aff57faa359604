/*
 * How fast text is segmented, beside ICU's bare sentence iterator over the
 * same text in the same run (UTF-8 in, offsets out, CPU time), with the rules
 * of the program and with 1,500 others (many-rules.h).  The text is made here,
 * of sentences of wire copy from some thousand combinations, as long as those
 * of news are; or it is read from files.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <unicode/ubrk.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "tests/many-rules.h"
#include "tests/test.h"
#include "text/segment.h"

#define TEXT_BYTES 2000000
#define ROUNDS 5

struct parts {
	const char *lang;
	const char *who[8];
	const char *what[8];
	const char *when[8];
	const char *how[8];
	const char *end[4];
};

static const struct parts english = {
	"en",
	{ "The U.S. special envoy", "Gen. Ann Poe", "The ministry",
	  "A spokesman for Acme Corp.", "\"We are ready,\" the coach",
	  "Sen. J. Moe, D-Calif.,", "The central bank", "Police in St. Paul" },
	{ " said the talks on trade would go on", (" called the 3.5 percent "
	  "rise a surprise"), " refused to comment on the report", (" told the "
	  "panel that 1,200 workers had left"), (" met officials from South "
	  "Korea and Japan"), " wants the plan (agreed in May) to be dropped",
	  " is to leave for Washington, D.C., soon", (" said No. 2 reactor "
	  "was stopped at 7 p.m. Tuesday") },
	{ " on Monday", " after the vote", ", according to a statement",
	  " in Sept. 2018", " when the market closed", " for the second year",
	  " at the request of the U.N. Command", "" },
	{ "", " despite warnings from both sides", (" and said more would be "
	  "known by the end of the year"), "", " without giving a reason", "",
	  ", the first such move in 12 years", " and declined to name them" },
	{ ". ", ". ", ".\n", ".\n\n" }
};

static const struct parts korean = {
	"ko",
	{ "미국 국무부 특별대표는", "합동참모본부는", "한국은행은",
	  "김 장관은 \"서두르지 않겠다\"며", "경찰은", "A사(社) 관계자는",
	  "박 의원은", "서울시는" },
	{ " 3일 회담을 이어 가기로 했다고", " 물가가 작년보다 2.4% 올랐다고",
	  " 보도 내용을 확인해 줄 수 없다고", " 직원 1천200명이 떠났다고",
	  " \"아직 이르다. 더 살펴보겠다\"고", " 계획(5월 합의)을 접겠다고",
	  " 오는 10일 워싱턴으로 떠난다고", " 2호기가 오후 7시에 멈췄다고" },
	{ " 월요일 정부서울청사에서", " 본회의 표결이 끝난 뒤",
	  " 이날 낸 설명 자료에서", " 회의장 앞 취재진에게",
	  " 국회 예산결산특별위원회에서", " 기자간담회를 열어",
	  " 유엔군사령부에 보낸 서한에서", "" },
	{ " 밝혔다", " 말했다", " 구체적인 이유를 들어 설명했다",
	  " 자세한 내용은 밝히지 않은 채 전했다", " 답했다",
	  " 12년 만에 처음이라고 덧붙이며 거듭 강조했다", " 알렸다",
	  " 연말까지 결과가 나올 것이라며 공식 발표했다" },
	{ ". ", ". ", ".\n", ".\n\n" }
};

static void
make_text(struct buf *out, const struct parts *p)
{
	unsigned seed = 1;

	while (out->len < TEXT_BYTES) {
		seed = seed * 1103515245u + 12345u;
		buf_adds(out, p->who[seed >> 16 & 7]);
		buf_adds(out, p->what[seed >> 19 & 7]);
		buf_adds(out, p->when[seed >> 22 & 7]);
		buf_adds(out, p->how[seed >> 25 & 7]);
		buf_adds(out, p->end[seed >> 28 & 3]);
	}
}

static double
cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double
run_icu(const char *lang, const struct buf *text)
{
	double start = cpu_seconds();
	UErrorCode code = U_ZERO_ERROR;
	UChar *u = malloc((text->len + 1) * sizeof(*u));
	int32_t n = 0;
	UBreakIterator *it;

	u_strFromUTF8(u, (int32_t)text->len + 1, &n, text->s,
	    (int32_t)text->len, &code);
	it = ubrk_open(UBRK_SENTENCE, lang, u, n, &code);
	CHECK(U_SUCCESS(code));
	while (U_SUCCESS(code) && ubrk_next(it) != UBRK_DONE)
		;
	ubrk_close(it);
	free(u);
	return cpu_seconds() - start;
}

static double
run_ours(struct segmenter *sg, const char *lang, const char *s, size_t len)
{
	double start = cpu_seconds();
	struct arena a = { 0 };
	struct sentences ss;
	struct wtm_err err = { 0 };

	CHECK_INT(segment_text(&ss, sg, lang, s, len, &a, &err), 0);
	arena_free(&a);
	return cpu_seconds() - start;
}

static double
least(double a, double b)
{
	return a < b ? a : b;
}

static void
read_text(struct buf *out, const char *path)
{
	FILE *f = fopen(path, "r");
	char piece[65536];
	size_t n;

	if (!CHECK(f != NULL))
		return;
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(out, piece, n);
	fclose(f);
}

static void
bench(const char *lang, const struct buf *text, const char *rules,
    const char *what)
{
	struct segmenter_opts opts = { .rules = rules };
	struct segmenter *sg = NULL;
	struct wtm_err err = { 0 };
	double load = cpu_seconds();
	double icu = 1e9, ours = 1e9, article = 1e9;

	if (!CHECK_INT(segmenter_new(&sg, &opts, &err), 0)) {
		fprintf(stderr, "%s\n", err.msg);
		return;
	}
	run_ours(sg, lang, "A", 1);
	load = cpu_seconds() - load;
	for (int i = 0; i < ROUNDS; i++) {
		icu = least(icu, run_icu(lang, text));
		ours = least(ours, run_ours(sg, lang, text->s, text->len));
		article = least(article, run_ours(sg, lang, text->s,
		    text->len < 3000 ? text->len : 3000));
	}
	printf("segment %s, %s: %.0f MB/s, ICU %.0f MB/s, ratio %.2f; load "
	    "%.1f ms; article of 3 KB %.3f ms\n", lang, what,
	    (double)text->len / ours * 1e-6, (double)text->len / icu * 1e-6,
	    icu / ours, load * 1e3, article * 1e3);
	segmenter_free(sg);
}

static void
write_rules(const char *path, int languages)
{
	struct buf b = { 0 };
	FILE *f = fopen(path, "w");

	many_rules(&b, languages);
	if (CHECK(f != NULL)) {
		CHECK(fwrite(b.s, 1, b.len, f) == b.len);
		fclose(f);
	}
	buf_free(&b);
}

/*
 * Arguments, all optional: a file of rules to be used instead of the
 * program's, an English and a Korean text.
 */
int
main(int argc, char **argv)
{
	static const char path[] = "bench-segment.srx";
	const struct parts *parts[2] = { &english, &korean };

	for (int i = 0; i < 2; i++) {
		struct buf text = { 0 };

		if (argc > 2 + i)
			read_text(&text, argv[2 + i]);
		else
			make_text(&text, parts[i]);
		bench(parts[i]->lang, &text, argc > 1 && argv[1][0] != '\0' ?
		    argv[1] : NULL, argc > 1 && argv[1][0] != '\0' ?
		    argv[1] : "own rules");
		write_rules(path, MANY_LANGUAGES);
		bench(parts[i]->lang, &text, path, "1,500 in 32 languages");
		write_rules(path, 1);
		bench(parts[i]->lang, &text, path, "1,500 in one");
		buf_free(&text);
	}
	remove(path);
	return test_end();
}
