/*
 * segment: articles -> sentences, with the rules of the program.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/test.h"
#include "text/norm.h"
#include "text/segment.h"
#include "text/utf8.h"

static struct segmenter *
new_segmenter(void)
{
	struct segmenter_opts opts = { 0 };
	struct segmenter *sg = NULL;
	struct wtm_err err = { 0 };

	if (!CHECK_INT(segmenter_new(&sg, &opts, &err), 0))
		fprintf(stderr, "  %s\n", err.msg);
	return sg;
}

/* The sentences with "|" between them, line breaks as spaces. */
static void
join(struct buf *out, struct segmenter *sg, const char *lang, const char *text)
{
	struct arena a = { 0 };
	struct sentences ss;
	struct wtm_err err = { 0 };

	CHECK_INT(segment_text(&ss, sg, lang, text, strlen(text), &a, &err),
	    0);
	for (size_t i = 0; i < ss.n; i++) {
		if (i > 0)
			buf_addc(out, '|');
		for (size_t k = ss.at[i].from; k < ss.at[i].to; k++)
			buf_addc(out, text[k] == '\n' ? ' ' : text[k]);
	}
	arena_free(&a);
}

static void
check(struct segmenter *sg, const char *lang, const char *text,
    const char *want)
{
	struct buf out = { 0 };

	join(&out, sg, lang, text);
	CHECK_STR(out.s == NULL ? "" : out.s, want);
	buf_free(&out);
}

/* A text of sentences that are to be found again when joined by a space. */
static void
check_sentences(struct segmenter *sg, const char *lang, const char *want)
{
	struct buf text = { 0 };

	buf_adds(&text, want);
	for (size_t i = 0; i < text.len; i++)
		if (text.s[i] == '|')
			text.s[i] = ' ';
	check(sg, lang, text.s, want);
	buf_free(&text);
}

static void
test_english(struct segmenter *sg)
{
	static const char *const cases[] = {
		("The U.S. Pacific Fleet left the U.S. on Tuesday.|It returns "
		    "in May."),
		"He lives in the U.S.|They do not.",
		("The vote is set for 7 p.m. Wednesday.|Doors open at 6 p.m.|"
		    "Seats are few."),
		("Lt. Col. Ann Poe met Sen. J. Q. Moe, D-Calif., in St. Paul.|"
		    "She left early."),
		("\"We are late,\" Poe said.|\"The bridge is out.|We turned "
		    "back.\""),
		("Prices rose 0.4 percent in Sept. from Aug.|The index stands "
		    "at 104.2."),
		"\"Who knew?\" Poe asked.|No one answered.",
		("Acme Corp. Chairman Bo Li resigned.|Acme Inc. did not "
		    "comment."),
		("The bill passed, 52-48.|(Two senators were absent.)|It goes "
		    "to the House."),
		"It fell to No. 3.|The leader is at No. 1 again."
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_sentences(sg, "en", cases[i]);
	check(sg, "en", "\"The bridge is out. We turned back,\" Poe said.",
	    "\"The bridge is out.|We turned back,\" Poe said.");
}

static void
test_wire(struct segmenter *sg)
{
	check(sg, "en", "Ferry runs aground\n\nBy ANN POE\n\nBUSAN, June 3 "
	    "(UPI) -- A ferry ran aground off the southern port of\nBusan "
	    "early on Sunday, the coast guard said. All 41 aboard were\n"
	    "taken off by noon.\n\n(END)\n",
	    "Ferry runs aground|By ANN POE|BUSAN, June 3 (UPI) -- A ferry ran "
	    "aground off the southern port of Busan early on Sunday, the coast "
	    "guard said.|All 41 aboard were taken off by noon.|(END)");
	check(sg, "en", "A tug stands by the ferry on Sunday. File Photo by "
	    "Ann Poe/UPI",
	    "A tug stands by the ferry on Sunday.|File Photo by Ann Poe/UPI");
	check(sg, "en", "Points:\n- Exports rose.\n- Imports fell 2 percent\n",
	    "Points:|- Exports rose.|- Imports fell 2 percent");
}

static void
test_korean(struct segmenter *sg)
{
	static const char *const cases[] = {
		"정부는 3일 새 지침을 내놓았다.|시행은 다음 달 1일부터다.",
		"그는 \"아직 이르다. 더 살펴보겠다\"라고 말했다.|회의는 길어졌다.",
		("박 의원은 \"늦었다. 그래도 해야 한다\"며 \"미룰 수 없다\"고 "
		    "강조했다.|표결은 내일이다."),
		"U.S. 스틸은 답하지 않았다.|No. 2 고로는 멈췄다.",
		"물가는 2.4% 올랐다.|2018. 10. 29. 발표한 수치다.",
		"국물이 정말 시원했어요|다음에 또 갈게요|주차는 어렵습니다",
		"길이 막혔다|한 시간을 더 기다렸다|비가 왔다 하더라도 갔을 것이다"
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_sentences(sg, "ko", cases[i]);
	check(sg, "ko", "(부산=연합뉴스) 김가나 기자 = 3일 배가 "
	    "뒤집혔다.구조는 끝났다.\n김가나 기자 kim@example.com\n(끝)\n",
	    "(부산=연합뉴스) 김가나 기자 = 3일 배가 뒤집혔다.|구조는 끝났다.|"
	    "김가나 기자 kim@example.com|(끝)");
}

static void
test_other_languages(struct segmenter *sg)
{
	static const struct {
		const char *lang;
		const char *want;
	} cases[] = {
		{ "de", "Am 3. Mai kam Dr. Moll, z. B. mit der Bahn.|"
		    "Er blieb." },
		{ "fr", "M. Poe est parti.|« C'est tard. »|Il pleut." },
		{ "es", "El Sr. Poe llegó.|¿Quién abrió?|Nadie lo sabe." },
		{ "it", "Il Dott. Poe partì.|Era tardi." },
		{ "ru", "Он жил на ул. Мира.|В 1990 г. он уехал.|Дом пуст." },
		{ "ar", "وصل الوفد أمس.|هل يعود غدا؟|لم يعلن شيء." },
		{ "hi", "बैठक हुई।|फैसला कल होगा।" }
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_sentences(sg, cases[i].lang, cases[i].want);
	check(sg, "ja", "船が着いた。「遅い。」と彼は言った。雨だ。",
	    "船が着いた。|「遅い。」と彼は言った。|雨だ。");
	check(sg, "zh", "船到了。他问：“晚了吗？”没人回答。",
	    "船到了。|他问：“晚了吗？”|没人回答。");
}

static void
test_lines(struct segmenter *sg)
{
	check(sg, "en", "One line here.\r\n\r\nAnother there.\rLast.",
	    "One line here.|Another there.|Last.");
	check(sg, "en", "\xef\xbb\xbf" "A start.\xc2\xa0 An end.\xe2\x80\xa8"
	    "More\xe3\x80\x80", "A start.|An end.|More");
	check(sg, "en",
	    "    The first line of an indented paragraph goes on to\n"
	    "the second line, which is not indented, and the text\n"
	    "ends there.\n"
	    "    Another paragraph begins with white space in front\n"
	    "of it and has more than one line as well.\n",
	    "The first line of an indented paragraph goes on to the second "
	    "line, which is not indented, and the text ends there.|"
	    "Another paragraph begins with white space in front of it and has "
	    "more than one line as well.");
	check(sg, "en", "1) One 2) Two 3) Three", "1) One|2) Two|3) Three");
	check(sg, "en", "", "");
	check(sg, "en", " \n\t\n", "");
}

static void
test_kinds(struct segmenter *sg)
{
	static const char text[] =
	    "URGENT\n"
	    "Ferry runs aground off Busan\n"
	    "\n"
	    "Eds: ADDS quotes.\n"
	    "By ANN POE\n"
	    "BUSAN, June 3 (UPI) -- A ferry ran aground. File Photo by "
	    "Ann Poe/UPI\n"
	    "- 41 aboard\n"
	    "Busan 12 17 .400\n"
	    "-30-\n";
	static const enum wtm_segment_kind want[] = {
		WTM_SLUG, WTM_HEADLINE, WTM_NOTE, WTM_BYLINE, WTM_SENTENCE,
		WTM_CREDIT, WTM_LIST, WTM_TABLE, WTM_END
	};
	struct arena a = { 0 };
	struct sentences ss;
	struct wtm_err err = { 0 };

	CHECK_INT(segment_text(&ss, sg, "en", text, strlen(text), &a, &err),
	    0);
	CHECK_INT(ss.n, sizeof(want) / sizeof(*want));
	for (size_t i = 0; i < ss.n && i < sizeof(want) / sizeof(*want); i++)
		CHECK_STR(wtm_segment_kind_name(ss.at[i].kind),
		    wtm_segment_kind_name(want[i]));
	arena_free(&a);
}

/* Random text of pieces that mean something to rules and lines. */
static unsigned
next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16;
}

static void
random_text(struct buf *out, unsigned *seed, size_t n)
{
	static const char *const pieces[] = {
		"word", "The", ". ", ".", "? ", "!\" ", " \"", "U.S. ", "Mr. ",
		"\n", "\r\n", "\n\n", "\xc2\xa0", "\t", "  ", "3.5", "10. ",
		"\xeb\x8b\xa4", "\xeb\x8b\xa4. ", "\xec\x9a\x94 ",
		"\xe2\x80\xa6", "\xe3\x80\x82", "(", ") ", "[", "]", "- ",
		"1) ", "a. ", ", and ", "\xf0\x9f\x98\x80", "\xe2\x80\x9c",
		"\xe2\x80\x9d ", "\xe2\x80\xa8", "p.m. ", "Kim", "\xef\xbb\xbf"
	};

	while (n-- > 0)
		buf_adds(out, pieces[next_random(seed) %
		    (sizeof(pieces) / sizeof(*pieces))]);
}

/* White space, as between sentences. */
static int
is_gap(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		uint32_t c = utf8_next(s, len, &i);

		if (!norm_is_space(c) && c != 0xfeff)
			return 0;
	}
	return 1;
}

static void
check_whole(const char *s, size_t len, const struct sentences *ss)
{
	size_t at = 0;

	for (size_t i = 0; i < ss->n; i++) {
		size_t from = ss->at[i].from;
		size_t to = ss->at[i].to;

		if (!CHECK(from >= at && to > from && to <= len))
			return;
		CHECK(is_gap(s + at, from - at));
		CHECK(!is_gap(s + from, 1) && (from == len ||
		    ((unsigned char)s[from] & 0xc0) != 0x80));
		at = to;
	}
	CHECK(is_gap(s + at, len - at));
}

struct collected {
	struct buf list;	/* struct sentence, places in the whole text */
	const char *text;
};

static int
collect(void *arg, const char *s, uint64_t from, const struct sentence *st,
    struct wtm_err *err)
{
	struct collected *c = arg;
	struct sentence out = { (size_t)from, (size_t)from + st->to - st->from,
		st->kind, 0 };

	(void)err;
	CHECK(memcmp(s + st->from, c->text + from, st->to - st->from) == 0);
	buf_add(&c->list, &out, sizeof(out));
	return 0;
}

/* The same text in pieces of at most step bytes gives the same sentences. */
static void
check_pieces(struct segmenter *sg, const char *s, size_t len, size_t step,
    const struct sentences *want)
{
	struct collected c = { { 0 }, s };
	struct wtm_err err = { 0 };
	struct segment_stream *st;

	CHECK_INT(segment_stream_new(&st, sg, "en", collect, &c, &err), 0);
	for (size_t off = 0; off < len; off += step) {
		size_t n = len - off < step ? len - off : step;

		CHECK_INT(segment_stream_feed(st, s + off, n, &err), 0);
	}
	CHECK_INT(segment_stream_finish(st, &err), 0);
	CHECK_INT(c.list.len / sizeof(struct sentence), want->n);
	for (size_t i = 0; i < want->n &&
	    i < c.list.len / sizeof(struct sentence); i++) {
		const struct sentence *got =
		    (const struct sentence *)(const void *)c.list.s + i;

		if (!CHECK(got->from == want->at[i].from &&
		    got->to == want->at[i].to &&
		    got->kind == want->at[i].kind))
			break;
	}
	segment_stream_free(st);
	buf_free(&c.list);
}

static void
test_properties(struct segmenter *sg)
{
	unsigned seed = 7;

	for (int round = 0; round < 200; round++) {
		struct buf text = { 0 };
		struct arena a = { 0 };
		struct sentences ss;
		struct wtm_err err = { 0 };

		random_text(&text, &seed, 60);
		CHECK_INT(segment_text(&ss, sg, round % 2 == 0 ? "en" : "ko",
		    text.s, text.len, &a, &err), 0);
		check_whole(text.s, text.len, &ss);
		if (round % 20 == 0)
			check_pieces(sg, text.s, text.len, 1, &ss);
		arena_free(&a);
		buf_free(&text);
	}
}

/* Longer than what is decided together, in lines and in one line. */
static void
test_long_texts(struct segmenter *sg)
{
	for (int lines = 0; lines < 2; lines++) {
		struct buf text = { 0 };
		struct arena a = { 0 };
		struct sentences ss;
		struct wtm_err err = { 0 };

		for (int i = 0; text.len < 2500000; i++)
			buf_adds(&text, i % 3 > 0 ? "Some words without " :
			    lines ? "end here.\n" : "end here. ");
		CHECK_INT(segment_text(&ss, sg, "en", text.s, text.len, &a,
		    &err), 0);
		check_whole(text.s, text.len, &ss);
		check_pieces(sg, text.s, text.len, 65536, &ss);
		check_pieces(sg, text.s, text.len, 1000003, &ss);
		arena_free(&a);
		buf_free(&text);
	}
}

int
main(void)
{
	struct segmenter *sg = new_segmenter();

	if (sg != NULL) {
		test_english(sg);
		test_korean(sg);
		test_other_languages(sg);
		test_wire(sg);
		test_lines(sg);
		test_kinds(sg);
		test_properties(sg);
		test_long_texts(sg);
	}
	segmenter_free(sg);
	return test_end();
}
