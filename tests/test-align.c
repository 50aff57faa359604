/*
 * test-align: sounds, the lexicon, and texts beside their translations.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "align/batch.h"
#include "base/buf.h"
#include "match/pair.h"
#include "test.h"

static struct wtm_err err;

static int
sounds_like(const char *latin, const char *hangul)
{
	struct traits_scratch scratch;
	struct arena a = { 0 };
	struct traits t[2];
	int n = 0;

	CHECK_INT(traits_scratch_init(&scratch, &err), 0);
	CHECK_INT(traits_of(&t[0], latin, strlen(latin), "en", &scratch, &a,
	    &err), 0);
	CHECK_INT(traits_of(&t[1], hangul, strlen(hangul), "ko", &scratch,
	    &a, &err), 0);
	CHECK_INT(t[0].n_names, 1);
	CHECK_INT(t[1].n_sounds, 1);
	if (t[0].n_names == 1 && t[1].n_sounds == 1)
		n = sound_matches(&t[0].names[0], &t[1].sounds[0]);
	traits_scratch_free(&scratch);
	arena_free(&a);
	return n;
}

static void
sounds(void)
{
	CHECK(sounds_like("Zelensky", "젤렌스키는") >= 5);
	CHECK(sounds_like("Washington", "워싱턴에서") >= 4);
	CHECK(sounds_like("Carter", "카터가") >= 2);
	CHECK(sounds_like("Geneva", "제네바에") >= 3);
	CHECK(sounds_like("Philippines", "필리핀을") >= 4);
	CHECK(sounds_like("Thatcher", "대처") >= 2);
	CHECK(sounds_like("Mexico", "멕시코") >= 4);
	CHECK_INT(sounds_like("Washington", "카터가"), 0);
	CHECK_INT(sounds_like("Geneva", "필리핀을"), 0);
	CHECK_INT(sounds_like("Obama", "마오쩌둥"), 0);
}

/* A story, and its translation by another hand. */
static const char *const en[] = {
	"Storm damages 41 boats on the south coast",
	"By Ada Bright",
	"A storm damaged 41 fishing boats on the south coast on Tuesday, the "
	    "coast guard said.",
	"Nobody was hurt.",
	"The wind reached 31 meters per second in Mokpo and 28 meters per "
	    "second in Yeosu.",
	"Ferries to Heuksan were cancelled until Thursday.",
	"The governor, Moon Tae-sik, visited the harbor in the afternoon. He "
	    "promised aid of 1.2 billion won.",
	"Officials will count the damage by March 9.",
	"\"We lost everything,\" said a fisherman.",
};

static const char *const ko[] = {
	"폭풍으로 남해안 어선 41척 파손",
	"화요일 남해안에 폭풍이 몰아쳐 어선 41척이 파손됐다고 해경이 밝혔다.",
	"다친 사람은 없었다.",
	"순간 최대 풍속은 목포가 초속 31m였다.",
	"여수는 초속 28m로 관측됐다.",
	"흑산도로 가는 여객선은 목요일까지 운항이 취소됐다.",
	"문태식 지사는 오후에 항구를 방문했다.",
	"문 지사는 12억원을 지원하겠다고 약속했다.",
	"당국은 3월 9일까지 피해를 집계할 예정이다.",
	"한 어민은 “모든 것을 잃었다”고 말했다.",
	"무단 전재 및 재배포 금지",
};

/* Source from, to and target from, to, from 0. */
static const size_t right[][4] = {
	{ 0, 1, 0, 1 }, { 1, 2, 0, 0 }, { 2, 3, 1, 2 }, { 3, 4, 2, 3 },
	{ 4, 5, 3, 5 }, { 5, 6, 5, 6 }, { 6, 7, 6, 8 }, { 7, 8, 8, 9 },
	{ 8, 9, 9, 10 }, { 0, 0, 10, 11 },
};

static struct pair_texts
texts(struct wtm_str *room, int turned)
{
	size_t n = sizeof en / sizeof *en;
	size_t m = sizeof ko / sizeof *ko;
	struct pair_texts t = { { { 0 } } };

	t.side[turned] = (struct pair_side){ "en", room, NULL, n };
	t.side[!turned] = (struct pair_side){ "ko", room + n, NULL, m };

	for (size_t i = 0; i < n; i++)
		room[i] = (struct wtm_str){ en[i], strlen(en[i]) };
	for (size_t i = 0; i < m; i++)
		room[n + i] = (struct wtm_str){ ko[i], strlen(ko[i]) };
	return t;
}

static int
is_right(const struct bead *b, int turned)
{
	for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
		const size_t *r = right[i];

		if (b->from[turned] == r[0] && b->to[turned] == r[1] &&
		    b->from[!turned] == r[2] && b->to[!turned] == r[3])
			return 1;
		/* a side without sentences has a place, which is no matter */
		if (r[0] == r[1] && b->from[turned] == b->to[turned] &&
		    b->from[!turned] == r[2] && b->to[!turned] == r[3])
			return 1;
		if (r[2] == r[3] && b->from[!turned] == b->to[!turned] &&
		    b->from[turned] == r[0] && b->to[turned] == r[1])
			return 1;
	}
	return 0;
}

static void
story(int turned)
{
	struct wtm_str room[32];
	struct pair_texts t = texts(room, turned);
	struct pair_result r = { 0 };
	struct arena a = { 0 };

	CHECK_INT(pair_align(&r, &t, 1, NULL, &a, &err), 0);
	CHECK_INT(r.n, sizeof right / sizeof *right);
	for (size_t i = 0; i < r.n; i++) {
		if (!is_right(&r.beads[i], turned))
			fprintf(stderr, "bead %zu: %zu-%zu, %zu-%zu\n", i,
			    r.beads[i].from[0], r.beads[i].to[0],
			    r.beads[i].from[1], r.beads[i].to[1]);
		CHECK(is_right(&r.beads[i], turned));
		CHECK(r.beads[i].confidence >= 0 &&
		    r.beads[i].confidence <= 1.0001);
	}
	arena_free(&a);
}

/* Every sentence is in one bead, in order. */
static void
check_whole(const struct pair_result *r, const struct pair_texts *t)
{
	size_t at[2] = { 0, 0 };

	for (size_t i = 0; i < r->n; i++)
		for (int d = 0; d < 2; d++) {
			CHECK_INT(r->beads[i].from[d], at[d]);
			CHECK(r->beads[i].to[d] >= at[d]);
			at[d] = r->beads[i].to[d];
		}
	CHECK_INT(at[0], t->side[0].n);
	CHECK_INT(at[1], t->side[1].n);
}

/* Long texts, lopsided ones, empty ones. */
static void
sizes(void)
{
	static const size_t n[][2] = { { 0, 0 }, { 0, 5 }, { 5, 0 },
		{ 1, 1 }, { 900, 900 }, { 700, 20 }, { 3, 700 },
		{ 500, 240 } };
	static struct wtm_str s[2][1000];
	struct arena a = { 0 };

	for (size_t i = 0; i < 1000; i++) {
		const char *e = en[i * 7 % 9];
		const char *k = ko[i * 5 % 11];

		s[0][i] = (struct wtm_str){ e, strlen(e) };
		s[1][i] = (struct wtm_str){ k, strlen(k) };
	}
	for (size_t i = 0; i < sizeof n / sizeof *n; i++) {
		struct pair_texts t = { { { "en", s[0], NULL, n[i][0] },
			{ "ko", s[1], NULL, n[i][1] } } };
		struct pair_result r = { 0 };

		CHECK_INT(pair_align(&r, &t, 1, NULL, &a, &err), 0);
		check_whole(&r, &t);
		arena_clear(&a);
	}
	arena_free(&a);
}

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
	struct pair_texts t = { { { "en", s->at[0], NULL, s->n[0] },
		{ "ko", s->at[1], NULL, s->n[1] } } };
	struct pair_result r = { 0 };
	struct buf out = { 0 };
	struct wtm_str copy;

	CHECK_INT(pair_align(&r, &t, 1, NULL, &s->a, &err), 0);
	for (size_t i = 0; i < r.n; i++) {
		const struct bead *b = &r.beads[i];

		buf_adds(&out, i == 0 ? "" : " ");
		for (size_t k = 0; k < 2; k++) {
			for (size_t x = b->from[k]; x < b->to[k]; x++)
				buf_addf(&out, x > b->from[k] ? ",%zu" :
				    "%zu", x);
			buf_adds(&out, k == 0 ? "-" : "");
		}
		CHECK(b->confidence >= 0 && b->confidence <= 1.0001);
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

/* What pairs teach: an invented word with an invented translation. */
static void
lexicon(void)
{
	static const char *const pairs[][2] = {
		{ "The blorg is red.", "둠바는 빨갛다." },
		{ "The blorg is new.", "둠바는 새것이다." },
		{ "A house is red.", "집은 빨갛다." },
		{ "A house is new.", "집은 새것이다." },
		{ "She sees the blorg.", "그는 둠바를 본다." },
		{ "She sees a house.", "그는 집을 본다." },
	};
	struct traits_scratch scratch;
	struct arena a = { 0 };
	struct lexicon *x;
	struct traits t[2];
	struct traits word[2];
	const struct lexicon_word *row;
	size_t n;
	float best = 0;
	uint32_t at = 0;

	CHECK_INT(traits_scratch_init(&scratch, &err), 0);
	CHECK_INT(lexicon_new(&x, &err), 0);
	CHECK_INT(lexicon_learn(x, &err), 0);
	CHECK_INT(lexicon_part(x, 0, 12345), 0);
	for (size_t i = 0; i < 6; i++) {
		for (int d = 0; d < 2; d++)
			CHECK_INT(traits_of(&t[d], pairs[i][d],
			    strlen(pairs[i][d]), d == 0 ? "en" : "ko",
			    &scratch, &a, &err), 0);
		CHECK_INT(lexicon_add(x, &t[0], &t[1], &err), 0);
	}
	CHECK_INT(lexicon_learn(x, &err), 0);
	CHECK_INT(traits_of(&word[0], "blorg", 5, "en", &scratch, &a, &err),
	    0);
	CHECK_INT(traits_of(&word[1], "둠바", 6, "ko", &scratch, &a, &err),
	    0);
	row = lexicon_row(&n, x, 0, lexicon_part(x, 0, word[0].parts[0]));
	for (size_t i = 0; i < n; i++)
		if (row[i].t > best) {
			best = row[i].t;
			at = row[i].part;
		}
	CHECK_INT(at, lexicon_part(x, 1, word[1].parts[0]));
	CHECK(at != 0);
	lexicon_keep(x, 0);
	CHECK_INT(lexicon_learn(x, &err), 0);
	CHECK_INT(lexicon_part(x, 0, word[0].parts[0]), 0);
	lexicon_free(x);
	traits_scratch_free(&scratch);
	arena_free(&a);
}

int
main(void)
{
	sounds();
	lexicon();
	story(0);
	story(1);
	beads_of_all_shapes();
	sides_of_odd_sizes();
	a_long_text();
	sizes();
	return test_end();
}
