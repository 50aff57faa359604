/*
 * read-anpa1312: ANPA 1312, the wire format of agencies in North America.
 *
 *	SYN SYN SOH service+number US selector
 *	priority category controls keyword take  MM-DD words
 *	STX ^keyword line<
 *	^headline<
 *	^Eds: note<
 *	^By NAME=
 *	    CITY (AP) _ Paragraphs begin with a tab or blanks.
 *	ETX source-MM-DD-YY hhmmGMT<
 *
 * `` and '' are quotation marks of such copy, ` is an opening one.
 */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "format/frame.h"
#include "format/when.h"
#include "text/utf8.h"

struct reader {
	struct story *st;
	const char *s;
	size_t par[2];	/* the paragraph that is gathered */
	int begun;	/* the story has */
};

static int
bid(const struct head *h)
{
	size_t i = frame_start(h->s, h->len);

	return i > 0 && i + 1 < h->len && ((h->s[i] >= 'a' &&
	    h->s[i] <= 'z') || (h->s[i] >= 'A' && h->s[i] <= 'Z')) &&
	    h->s[i + 1] >= '0' && h->s[i + 1] <= '9';
}

static int
set(struct reader *r, enum wtm_field field, size_t from, size_t to,
    struct wtm_err *err)
{
	return story_set(r->st, field, STORY_SET, r->s + from, to - from,
	    err);
}

/* "a2870", US, "asian" */
static int
first_line(struct reader *r, const struct frame_line *l, struct wtm_err *err)
{
	size_t from = l->from;
	size_t end = l->from + 1;

	if (l->blank)
		return 0;
	while (end < l->to && r->s[end] >= '0' && r->s[end] <= '9')
		end++;
	if (set(r, WTM_FIELD_SERVICE, from, from + 1, err) != 0)
		return -1;
	return set(r, WTM_FIELD_SEQUENCE, from + 1, end, err);
}

/* "10-30" */
static int
is_date(const char *s, const size_t word[2])
{
	size_t month[2] = { word[0], word[0] + 2 };
	size_t day[2] = { word[0] + 3, word[1] };

	return word[1] - word[0] == 5 && s[word[0] + 2] == '-' &&
	    frame_is_number(s, month, 2, 2) && frame_is_number(s, day, 2, 2);
}

/* "BC-AS--Peninsula-Talks": what the story is called. */
static int
set_slug(struct reader *r, size_t from, size_t to, struct wtm_err *err)
{
	for (size_t i = from; i + 2 < to; i++)
		if (r->s[i] == '-' && r->s[i + 1] == '-')
			return set(r, WTM_FIELD_SLUGLINE, i + 2, to, err);
	if (to - from > 3 && r->s[from + 2] == '-')
		from += 3;
	return set(r, WTM_FIELD_SLUGLINE, from, to, err);
}

/* "u i", controls, "BC-AS--Peninsula-Talks 1stLd-Writethru   10-30 0118" */
static int
second_line(struct reader *r, const struct frame_line *l,
    struct wtm_err *err)
{
	size_t from = l->from;
	size_t take[2] = { 0, 0 };
	size_t word[2];

	if (!frame_word(r->s, &from, l->to, word) ||
	    set(r, WTM_FIELD_URGENCY, word[0], word[1], err) != 0 ||
	    !frame_word(r->s, &from, l->to, word) ||
	    set(r, WTM_FIELD_CATEGORY, word[0], word[1], err) != 0 ||
	    !frame_word(r->s, &from, l->to, word) ||
	    set_slug(r, word[0], word[1], err) != 0)
		return err->code == WTM_OK ? 0 : -1;
	while (frame_word(r->s, &from, l->to, word) &&
	    !is_date(r->s, word)) {
		if (take[0] == 0)
			take[0] = word[0];
		take[1] = word[1];
	}
	if (set(r, WTM_FIELD_TAKE, take[0], take[1], err) != 0)
		return -1;
	if (frame_word(r->s, &from, l->to, word) &&
	    frame_is_number(r->s, word, 1, 6))
		return set(r, WTM_FIELD_WORD_COUNT, word[0], word[1], err);
	return 0;
}

/* A block with the quotation marks of wire copy as everybody writes them. */
static int
add_block(struct reader *r, enum wtm_field part, enum wtm_segment_kind kind,
    size_t from, size_t to, struct wtm_err *err)
{
	const struct source *src = &r->st->src;
	struct flat f = { 0 };
	int ret;

	while (from < to) {
		size_t i = from;
		uint32_t c = utf8_next(src->s, to, &i);

		if ((c == '`' || c == '\'') && i < to &&
		    (uint32_t)(unsigned char)src->s[i] == c) {
			i++;
			c = '"';
		} else if (c == '`') {
			c = '\'';
		}
		flat_char(&f, src, c, from, i);
		from = i;
	}
	ret = story_block(r->st, part, kind, &f, src, err);
	flat_free(&f);
	return ret;
}

static int
begins(const struct reader *r, size_t from, size_t to, const char *what)
{
	size_t n = strlen(what);

	return to - from >= n && memcmp(r->s + from, what, n) == 0;
}

/* A line that begins with ^. */
static int
head_line(struct reader *r, size_t from, size_t to, struct wtm_err *err)
{
	char last = to > from ? r->s[to - 1] : '\0';
	enum wtm_field part = WTM_FIELD_HEADLINE;

	while (to > from && strchr("<= ", r->s[to - 1]) != NULL)
		to--;
	if (to == from || begins(r, from, to, "BC-") ||
	    begins(r, from, to, "AM-") || begins(r, from, to, "PM-"))
		return 0;
	if (begins(r, from, to, "Eds:"))
		return story_append(r->st, WTM_FIELD_EDNOTE, r->s + from + 4,
		    to - from - 4, err);
	if (last == '=' || begins(r, from, to, "By "))
		return add_block(r, WTM_FIELD_BYLINE, WTM_BYLINE, from, to,
		    err);
	if (r->begun)
		part = WTM_FIELD_PARAGRAPH;
	else if (r->st->pub.fields[WTM_FIELD_HEADLINE].s != NULL)
		part = WTM_FIELD_SUBHEAD;
	return add_block(r, part, WTM_HEADLINE, from, to, err);
}

static int
end_paragraph(struct reader *r, struct wtm_err *err)
{
	size_t from = r->par[0];
	size_t to = r->par[1];

	if (from == to)
		return 0;
	r->par[0] = r->par[1] = 0;
	while (to > from && r->s[to - 1] == '<')
		to--;
	if (!r->begun && story_dateline(r->st, &from, to,
	    WTM_FIELD_PROVIDER, err) != 0)
		return -1;
	r->begun = 1;
	return add_block(r, WTM_FIELD_PARAGRAPH, WTM_SENTENCE, from, to,
	    err);
}

static int
text_line(struct reader *r, const struct frame_line *l, struct wtm_err *err)
{
	int head = !l->blank && r->s[l->from] == '^';

	if ((l->blank || l->indented || head) && end_paragraph(r, err) != 0)
		return -1;
	if (l->blank)
		return 0;
	if (head)
		return head_line(r, l->from + 1, l->to, err);
	if (r->par[0] == r->par[1])
		r->par[0] = l->from;
	r->par[1] = l->to;
	return 0;
}

/* Two digits, or -1. */
static int
two(const char *s)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	return (s[0] - '0') * 10 + (s[1] - '0');
}

/* "AP-WF-10-30-18 0130GMT<" */
static int
trailer_line(struct reader *r, const struct frame_line *l,
    struct wtm_err *err)
{
	char utc[WHEN_SIZE];

	for (size_t i = l->from; i + 13 <= l->to; i++) {
		const char *s = r->s + i;
		struct when w = { .month = two(s), .day = two(s + 3),
			.year = 2000 + two(s + 6), .hour = two(s + 9),
			.minute = two(s + 11) };

		if (s[2] != '-' || s[5] != '-' || s[8] != ' ')
			continue;
		if (w.year >= 2070)
			w.year -= 100;
		if (two(s + 6) < 0 || when_write(utc, &w) != 0)
			continue;
		return story_set(r->st, WTM_FIELD_CREATED, STORY_SET, utc,
		    strlen(utc), err);
	}
	return 0;
}

static int
read(struct story *st, struct wtm_err *err)
{
	struct reader r = { .st = st, .s = st->src.s };
	struct frame f = { .s = st->src.s, .len = st->src.len };
	struct frame_line l;

	f.off = frame_start(f.s, f.len);
	if (frame_next(&f, &l) && first_line(&r, &l, err) != 0)
		return -1;
	while (frame_next(&f, &l)) {
		int ret = l.over ? trailer_line(&r, &l, err)
		    : l.text ? text_line(&r, &l, err)
		    : second_line(&r, &l, err);

		if (ret != 0)
			return -1;
	}
	return end_paragraph(&r, err);
}

const struct article_ops read_anpa1312 = { "anpa1312", bid, read };
