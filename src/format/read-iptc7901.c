/*
 * read-iptc7901: IPTC 7901, the text transmission format of 1979 that
 * agencies in Europe still send.
 *
 *	SOH source+number priority category word-count options
 *	keywords/
 *	STX headline
 *	By NAME, source =
 *
 *	City (source) - The story, lines wrapped, an empty line or an indent
 *	between paragraphs.
 *
 *	# notes: not for publication
 *	ETX
 */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "format/frame.h"

struct reader {
	struct story *st;
	const char *s;
	size_t par[2];	/* the paragraph that is gathered */
	int begun;	/* the story has */
	int notes;	/* and is over: notes follow */
};

static int
bid(const struct head *h)
{
	return frame_start(h->s, h->len) > 0;
}

static int
set(struct reader *r, enum wtm_field field, const size_t word[2],
    struct wtm_err *err)
{
	return story_set(r->st, field, STORY_SET, r->s + word[0],
	    word[1] - word[0], err);
}

/* "hns062 3 i 118 ccccb hns 061" */
static int
read_header(struct reader *r, size_t from, size_t to, struct wtm_err *err)
{
	static const enum wtm_field order[] = { WTM_FIELD_URGENCY,
		WTM_FIELD_CATEGORY, WTM_FIELD_WORD_COUNT };
	size_t word[2];
	size_t number[2];

	if (!frame_word(r->s, &from, to, word))
		return 0;
	number[0] = number[1] = word[1];
	while (number[0] > word[0] && r->s[number[0] - 1] >= '0' &&
	    r->s[number[0] - 1] <= '9')
		number[0]--;
	word[1] = number[0];
	if (set(r, WTM_FIELD_SOURCE, word, err) != 0 ||
	    set(r, WTM_FIELD_SEQUENCE, number, err) != 0)
		return -1;
	for (size_t i = 0; i < 3 && frame_word(r->s, &from, to, word); i++) {
		if (order[i] == WTM_FIELD_WORD_COUNT &&
		    !frame_is_number(r->s, word, 1, 6))
			continue;
		if (set(r, order[i], word, err) != 0)
			return -1;
	}
	return 0;
}

/* A line before the story: keywords, headline, byline. */
static int
head_line(struct reader *r, const struct frame_line *l, struct wtm_err *err)
{
	size_t to = l->to;
	char last = r->s[to - 1];
	int by = to - l->from > 3 && memcmp(r->s + l->from, "By ", 3) == 0;
	enum wtm_field part = WTM_FIELD_HEADLINE;

	if (last == '=' || last == '/')
		to--;
	if (last == '/' && !l->text) {
		size_t range[2] = { l->from, to };

		return set(r, WTM_FIELD_SLUGLINE, range, err);
	}
	if (by)
		return story_lines(r->st, WTM_FIELD_BYLINE, WTM_BYLINE,
		    l->from, to, err);
	if (r->st->pub.fields[WTM_FIELD_HEADLINE].s != NULL)
		part = WTM_FIELD_SUBHEAD;
	return story_lines(r->st, part, WTM_HEADLINE, l->from, to, err);
}

/* "hns gh 300130 GMT Oct 18" */
static int
is_sign_off(const char *s, size_t from, size_t to)
{
	size_t word[2];
	int number = 0;

	while (frame_word(s, &from, to, word)) {
		if (number && word[1] - word[0] == 3 &&
		    memcmp(s + word[0], "GMT", 3) == 0)
			return 1;
		number = frame_is_number(s, word, 6, 6);
	}
	return 0;
}

static int
end_paragraph(struct reader *r, struct wtm_err *err)
{
	size_t from = r->par[0];
	size_t to = r->par[1];

	if (from == to)
		return 0;
	r->par[0] = r->par[1] = 0;
	if (r->notes)
		return story_append(r->st, WTM_FIELD_EDNOTE, r->s + from,
		    to - from, err);
	if (is_sign_off(r->s, from, to))
		return story_lines(r->st, WTM_FIELD_TRAILER, WTM_END, from,
		    to, err);
	if (!r->begun && story_dateline(r->st, &from, to, WTM_FIELD_SOURCE,
	    err) != 0)
		return -1;
	r->begun = 1;
	return story_lines(r->st, WTM_FIELD_PARAGRAPH, WTM_SENTENCE, from,
	    to, err);
}

/* What only the desk is to read begins so. */
static int
begins_notes(const struct reader *r, const struct frame_line *l)
{
	static const char words[] = "not for publication";

	if (r->s[l->from] == '#')
		return 1;
	for (size_t i = l->from; i + sizeof words - 1 <= l->to; i++)
		if (memcmp(r->s + i, words, sizeof words - 1) == 0)
			return 1;
	return 0;
}

static int
body_line(struct reader *r, const struct frame_line *l, struct wtm_err *err)
{
	int ends = l->blank || l->indented || r->notes ||
	    begins_notes(r, l);

	if (ends && end_paragraph(r, err) != 0)
		return -1;
	if (l->blank)
		return 0;
	if (begins_notes(r, l))
		r->notes = 1;
	/* a row of asterisks says nothing */
	if (strspn(r->s + l->from, "* ") >= l->to - l->from)
		return 0;
	if (r->par[0] == r->par[1])
		r->par[0] = l->from;
	r->par[1] = l->to;
	return 0;
}

static int
read(struct story *st, struct wtm_err *err)
{
	struct reader r = { .st = st, .s = st->src.s };
	struct frame f = { .s = st->src.s, .len = st->src.len };
	struct frame_line l;
	int in_head = 1;

	f.off = frame_start(f.s, f.len);
	if (frame_next(&f, &l) && read_header(&r, l.from, l.to, err) != 0)
		return -1;
	while (frame_next(&f, &l) && !l.over) {
		int named = st->pub.fields[WTM_FIELD_HEADLINE].s != NULL;

		if (in_head && l.blank)
			in_head = !named;
		else if ((in_head ? head_line : body_line)(&r, &l, err) != 0)
			return -1;
	}
	return end_paragraph(&r, err);
}

const struct article_ops read_iptc7901 = { "iptc7901", bid, read };
