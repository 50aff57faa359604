/*
 * index-model: a memory that is a plain array, with random texts that are
 * like each other, for tests that compare an index with it.
 */
#ifndef TESTS_INDEX_MODEL_H
#define TESTS_INDEX_MODEL_H

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "match/match.h"
#include "test.h"

enum { UNITS_MAX = 20000, TUVS = 3 };

/* The memory as it should be. */
struct unit_text {
	char *text[TUVS];	/* NULL: absent */
	int is_there;
};

static struct unit_text units[UNITS_MAX];	/* by id */
static size_t n_units = 1;	/* ids from 1 */
static const char *const tags[TUVS] = { "en", "ko-KR", "EN_gb" };
static struct wtm_err error;
static uint32_t seed = 1;

static size_t
draw(size_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (size_t)((uint64_t)seed * n >> 32);
}

/* Small numbers are much more frequent than large ones. */
static size_t
skewed(size_t n)
{
	return draw(1 + draw(1 + draw(n)));
}

static void
add_word(struct buf *b, int side, size_t word)
{
	if (side == 1) {
		uint32_t c = (uint32_t)(0xAC00 + word * 28);

		buf_addc(b, (char)(0xE0 | c >> 12));
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3F)));
		buf_addc(b, (char)(0x80 | (c & 0x3F)));
		if (draw(3) == 0)
			buf_addc(b, ' ');
		return;
	}
	buf_addf(b, word % 17 == 0 ? "%zu " : draw(9) == 0 ? "W%zux " :
	    "w%zux ", word);
}

static size_t
draw_length(void)
{
	switch (draw(12)) {
	case 0: case 1: case 2:
		return 1 + draw(3);
	case 3:
		return draw(6) == 0 ? 200 + draw(700) : 40 + draw(40);
	default:
		return 3 + draw(14);
	}
}

static char *
new_text(int side)
{
	struct buf b = { 0 };
	size_t n = draw_length();

	buf_adds(&b, draw(60) == 0 ? "..." : "");
	for (size_t i = 0; i < n; i++)
		add_word(&b, side, skewed(160));
	return b.s;
}

/* A copy with some words dropped, doubled, changed. */
static char *
edited_text(const char *text, int side)
{
	struct units u = UNITS_INIT;
	struct buf b = { 0 };
	size_t rate = draw(50);
	size_t at = 0;

	buf_adds(&b, draw(8) == 0 ? " " : "");
	CHECK(token_units(&u, text, strlen(text), &error) == 0);
	for (size_t i = 0; i < u.n; i++) {
		buf_add(&b, text + at, u.at[i].from - at);
		at = draw(100) < rate ? draw(3) : 3;
		if (at != 0)
			buf_add(&b, text + u.at[i].from,
			    u.at[i].to - u.at[i].from);
		if (at == 1)
			buf_addc(&b, ' ');
		if (at < 2)
			add_word(&b, side, skewed(160));
		at = u.at[i].to;
	}
	buf_adds(&b, text + at);
	units_free(&u);
	return b.s;
}

static char *
any_text(int side)
{
	size_t id = n_units > 1 ? 1 + draw(n_units - 1) : 0;
	const char *like = units[id].text[side];

	return like == NULL || draw(2) == 0 || strlen(like) > 6000 ?
	    new_text(side) :
	    draw(6) == 0 ? strdup(like) : edited_text(like, side);
}

static void
clear_unit(struct unit_text *u)
{
	for (int k = 0; k < TUVS; k++) {
		free(u->text[k]);
		u->text[k] = NULL;
	}
	u->is_there = 0;
}

static inline void
fill_unit(struct unit_text *u)
{
	clear_unit(u);
	u->text[0] = any_text(0);
	u->text[1] = any_text(1);
	u->text[2] = draw(5) == 0 ? edited_text(u->text[0], 0) : NULL;
	u->is_there = 1;
}

static const struct wtm_tu *
tu_of(uint64_t id, struct arena *arena)
{
	struct wtm_tu *tu = arena_alloc(arena, sizeof *tu);
	struct wtm_tuv *tuvs = arena_array(arena, TUVS, sizeof *tuvs);

	tu->id = id;
	tu->tuvs = tuvs;
	for (int k = 0; k < TUVS; k++) {
		if (units[id].text[k] == NULL)
			continue;
		tuvs[tu->n_tuvs].lang = (struct wtm_str){ tags[k],
			strlen(tags[k]) };
		tuvs[tu->n_tuvs++].text = (struct wtm_str){
			units[id].text[k], strlen(units[id].text[k]) };
	}
	return tu;
}

static int
get(const struct wtm_tu **out, void *arg, uint64_t id, struct arena *arena,
    struct wtm_err *err)
{
	(void)arg;
	(void)err;
	*out = units[id].is_there ? tu_of(id, arena) : NULL;
	return 0;
}

static inline int
walk(void *arg, match_unit_fn fn, void *fn_arg, struct wtm_err *err)
{
	struct arena arena = { 0 };
	int rc = 0;

	(void)arg;
	for (size_t id = 1; id < n_units && rc == 0; id++) {
		arena_clear(&arena);
		if (units[id].is_there)
			rc = fn(fn_arg, tu_of(id, &arena), err);
	}
	arena_free(&arena);
	return rc;
}

#endif
