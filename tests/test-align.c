/*
 * Alignment: beads of all shapes on small texts, odd sizes of the sides, and
 * the skeletons of names.
 */
#include "config.h"
#include "match/align.h"

#include <stdlib.h>

#include "base/buf.h"
#include "match/skeleton.h"
#include "test.h"

enum { MOST = 4000 };

struct sides {
	struct wtm_str at[2][MOST];
	size_t n[2];
	struct arena a;
};

static void
add(struct sides *s, size_t side, const char *text)
{
	s->at[side][s->n[side]++] = (struct wtm_str){ text, strlen(text) };
}

/* The beads: "0-0 1,2-1 3- -2". */
static const char *
aligned(struct sides *s)
{
	struct align_side sides[2] = {
		{ "en", s->at[0], NULL, s->n[0] },
		{ "ko", s->at[1], NULL, s->n[1] },
	};
	const struct align_bead *b;
	struct wtm_err err = { 0 };
	struct buf out = { 0 };
	struct wtm_str copy;
	size_t n = 0;

	CHECK_INT(align_sides(&b, &n, sides, &s->a, &err), 0);
	for (size_t i = 0; i < n; i++) {
		buf_adds(&out, i == 0 ? "" : " ");
		for (size_t k = 0; k < 2; k++) {
			for (size_t x = b[i].from[k]; x < b[i].to[k]; x++)
				buf_addf(&out, x > b[i].from[k] ? ",%zu" :
				    "%zu", x);
			buf_adds(&out, k == 0 ? "-" : "");
		}
		CHECK(b[i].confidence >= 0 && b[i].confidence <= 1);
	}
	copy = arena_str(&s->a, out.s == NULL ? "" : out.s, out.len);
	buf_free(&out);
	return copy.s;
}

static struct sides *
new_sides(void)
{
	struct sides *s = calloc(1, sizeof *s);

	if (s == NULL)
		exit(99);
	return s;
}

static void
free_sides(struct sides *s)
{
	arena_free(&s->a);
	free(s);
}

static void
beads_of_all_shapes(void)
{
	struct sides *s = new_sides();

	add(s, 0, "The dam at Hwacheon holds 1,018 million tons of water.");
	add(s, 0, "It was opened in 1944.");
	add(s, 0, "Since then it has been raised twice.");
	add(s, 0, "Call the desk with corrections, or see the web site.");
	add(s, 0, "Rain of 212 millimeters fell on Sunday, and the gates "
	    "stayed shut until the level reached 181 meters.");
	add(s, 0, "\"Why did nobody warn us?\" asked Chung Mi-rae.");
	add(s, 1, "화천댐은 물 10억1천800만t을 담는다.");
	add(s, 1, "1944년 문을 열었고 그 뒤 두 차례 높여 지었다.");
	add(s, 1, "일요일 비 212㎜가 내렸다.");
	add(s, 1, "수위가 181m에 이를 때까지 수문은 닫혀 있었다.");
	add(s, 1, "정미래 씨는 \"왜 아무도 알려 주지 않았나?\"라고 물었다.");
	CHECK_STR(aligned(s), "0-0 1,2-1 3- 4-2,3 5-4");
	free_sides(s);
}

static void
sides_of_odd_sizes(void)
{
	struct sides *s = new_sides();
	const char *got;

	CHECK_STR(aligned(s), "");
	add(s, 0, "Alone.");
	CHECK_STR(aligned(s), "0-");
	free_sides(s);
	s = new_sides();
	add(s, 1, "혼자다.");
	add(s, 1, "");
	CHECK_STR(aligned(s), "-0 -1");
	/* very much longer than the other */
	add(s, 0, "A bridge was built in 1998.");
	while (s->n[1] < MOST - 1)
		add(s, 1, "눈이 내렸다.");
	add(s, 1, "다리는 1998년 지어졌다.");
	got = aligned(s);
	CHECK(strstr(got, "0-3999") != NULL);
	free_sides(s);
}

/* A long text does not leave the band, also when much of it is missing. */
static void
a_long_text(void)
{
	struct sides *s = new_sides();
	struct buf b = { 0 };
	const char *got;

	for (int i = 0; i < 600; i++) {
		struct wtm_str line;

		buf_clear(&b);
		buf_addf(&b, "Boat %d came in with %d boxes.", i + 100,
		    i * 37 % 900 + 100);
		line = arena_str(&s->a, b.s, b.len);
		add(s, 0, line.s);
		if (i >= 100 && i < 160)
			continue;
		buf_clear(&b);
		buf_addf(&b, "%d호가 %d상자를 싣고 들어왔다.", i + 100,
		    i * 37 % 900 + 100);
		line = arena_str(&s->a, b.s, b.len);
		add(s, 1, line.s);
	}
	got = aligned(s);
	CHECK(strstr(got, " 99-99 100- ") != NULL);
	CHECK(strstr(got, " 159- 160-100 ") != NULL);
	CHECK(strstr(got, " 599-539") != NULL);
	buf_free(&b);
	free_sides(s);
}

static void
skeletons(void)
{
	static const struct {
		const char *latin;
		const char *hangul;
		int same;
	} names[] = {
		{ "Obama", "오바마", 1 }, { "Clinton", "클린턴", 1 },
		{ "Washington", "워싱턴", 1 }, { "Carter", "카터", 1 },
		{ "Norway", "노르웨이", 0 }, { "Svalbard", "스발바르", 0 },
		{ "Philip", "필립", 1 }, { "Max", "막스", 1 },
		{ "Helsinki", "헬싱키", 1 }, { "Cesar", "세사르", 0 },
		{ "Madrid", "도쿄", 0 },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct skeleton a = skeleton_latin(names[i].latin,
		    strlen(names[i].latin), 'T');
		struct skeleton b = skeleton_hangul(names[i].hangul,
		    strlen(names[i].hangul));
		int same = a.n == b.n && memcmp(a.at, b.at, a.n) == 0;

		if (!CHECK_INT(same, names[i].same))
			fprintf(stderr, "%s %.*s %.*s\n", names[i].latin,
			    a.n, a.at, b.n, b.at);
	}
}

int
main(void)
{
	beads_of_all_shapes();
	sides_of_odd_sizes();
	a_long_text();
	skeletons();
	return test_end();
}
