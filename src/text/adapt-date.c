/*
 * adapt-date: dates, weekdays, times of day and fractions written anew.  Only
 * the parts that differ are touched; what the target leaves out must not
 * differ, and what it adds (a year the source does not have) is a doubt.
 */
#include "config.h"

#include "text/adapt-write.h"

#include <string.h>

enum { YEAR, MONTH, DAY };

static int
has(const struct placeable *p, int part)
{
	return p->part[part].to > p->part[part].from;
}

static const char *const months[] = { "January", "February", "March",
	"April", "May", "June", "July", "August", "September", "October",
	"November", "December" };
/* As the wires shorten them, before a day. */
static const char *const short_months[] = { "Jan.", "Feb.", "March",
	"April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.",
	"Dec." };

/* The month in letters, long or short as the old one was; the end of it. */
static size_t
put_month(struct rewrite *r, int64_t n)
{
	const struct ph_part *old = &r->t->part[MONTH];
	size_t end = old->to;
	size_t len = end - old->from;
	int64_t was = 0;

	(void)dec_int(&was, old->v);
	int dot = end < r->len && r->s[end] == '.';
	int is_short = was >= 1 && was <= 12 && len < strlen(months[was - 1]);
	/* May and its kin have one form: before a day it is the short one. */
	if (was >= 3 && was <= 7 && !is_short)
		is_short = has(r->t, DAY) && r->t->part[DAY].from > old->from;
	if (dot && is_short && has(r->t, DAY))
		end++;
	else if (dot && is_short && len == 3)
		end++;
	buf_adds(r->out, is_short ? short_months[n - 1] : months[n - 1]);
	return end;
}

/* Digits, as wide as the old ones where those were padded. */
static void
put_padded(struct rewrite *r, const struct ph_part *old, int64_t n, int pad)
{
	if (pad && old->to - old->from == 2)
		buf_addf(r->out, "%02d", (int)n);
	else
		buf_addf(r->out, "%d", (int)n);
}

static int
is_padded(const struct rewrite *r)
{
	for (int i = MONTH; i <= DAY; i++)
		if (has(r->t, i) && r->s[r->t->part[i].from] == '0')
			return 1;
	size_t end = r->t->part[YEAR].to;
	return has(r->t, YEAR) && end < r->len && r->s[end] == '-';
}

/* 29, 29th; the end of what it replaces. */
static int
put_part(struct rewrite *r, int part, struct dec v, size_t *end)
{
	const struct ph_part *old = &r->t->part[part];
	int64_t n = 0;

	*end = old->to;
	if (dec_int(&n, v) != 0 || n < 0 || n > 9999)
		return 0;
	if (part == MONTH && (n < 1 || n > 12))
		return 0;
	if (part == DAY && (n < 1 || n > 31))
		return 0;
	char first = r->s[old->from];
	if (part == MONTH && (first < '0' || first > '9')) {
		if (!r->english)
			return 0;
		*end = put_month(r, n);
		return 1;
	}
	if (first < '0' || first > '9' || (r->s[old->to - 1] | 32) >= 'a')
		return 0;
	if (part == YEAR && (r->t->flags & PH_CENTURY))
		buf_addf(r->out, "%02d", (int)(n % 100));
	else
		put_padded(r, old, n, is_padded(r));
	return 1;
}

/* The value of a part of a date; numbers and measures have but one. */
static int
value_of(struct dec *v, const struct placeable *p, int part,
    const struct placeable *t)
{
	if (p->kind == PH_DATE) {
		*v = p->part[part].v;
		return has(p, part);
	}
	/* "1998", "the 29th": the one part of the target is meant. */
	*v = p->part[0].v;
	int only = 0;
	for (int i = 0; i < PH_PARTS; i++)
		only += has(t, i);
	return only == 1 && has(t, part);
}

int
write_date(struct rewrite *r)
{
	int order[PH_PARTS] = { YEAR, MONTH, DAY };
	size_t done = r->t->from;

	/* The parts in the order of the text. */
	for (int i = 0; i < PH_PARTS; i++)
		for (int j = i + 1; j < PH_PARTS; j++)
			if (r->t->part[order[j]].from <
			    r->t->part[order[i]].from) {
				int swap = order[i];
				order[i] = order[j];
				order[j] = swap;
			}
	for (int i = 0; i < PH_PARTS; i++) {
		int part = order[i];
		struct dec was;
		struct dec now;
		size_t end;
		int in_source = value_of(&was, r->was, part, r->t);

		if (in_source != value_of(&now, r->now, part, r->t) ||
		    (!in_source && has(r->t, part)))
			return 0;
		if (!in_source || dec_eq(was, now))
			continue;
		if (!has(r->t, part))
			return 0;
		write_old(r, done, r->t->part[part].from);
		if (!put_part(r, part, now, &end))
			return 0;
		done = end;
	}
	r->from = r->t->from;
	r->to = r->t->to;
	if (done > r->to)
		r->to = done;
	write_old(r, done, r->to);
	return 1;
}

int
write_weekday(struct rewrite *r)
{
	static const char *const english[] = { "Sunday", "Monday", "Tuesday",
		"Wednesday", "Thursday", "Friday", "Saturday" };
	static const char *const korean[] = { "일", "월", "화", "수", "목", "금",
		"토" };
	int64_t was = 0;
	int64_t now = 0;

	if (dec_int(&was, r->t->part[0].v) != 0 ||
	    dec_int(&now, r->now->part[0].v) != 0 || was > 6 || now > 6)
		return 0;
	r->from = r->t->from;
	if (r->korean) {
		r->to = r->from + 3;
		buf_adds(r->out, korean[now]);
		return 1;
	}
	size_t n = strlen(english[was]);
	r->to = r->from + n;
	if (r->t->to - r->from < n ||
	    memcmp(r->s + r->from, english[was], n) != 0)
		return 0;
	buf_adds(r->out, english[now]);
	return 1;
}

struct clock {
	int64_t h;	/* of the 24-hour day */
	int64_t m;
	int known;	/* the half of the day */
};

static int
read_clock(struct clock *c, const struct placeable *p)
{
	c->known = (p->flags & PH_PM) != 0;
	return dec_int(&c->h, p->part[0].v) == 0 && c->h < 25 &&
	    dec_int(&c->m, p->part[1].v) == 0 && c->m < 60 && !has(p, 2);
}

/* The word for the half of the day, from the old one; NULL in doubt. */
static const char *
day_word(const char *old, size_t len, int64_t h)
{
	static const struct {
		const char *word;
		int from;
		int to;
	} words[] = { { "새벽", 1, 5 }, { "아침", 6, 9 }, { "낮", 12, 15 },
		{ "저녁", 18, 21 }, { "밤", 20, 23 } };

	if (len >= 6 && (memcmp(old, "오전", 6) == 0 ||
	    memcmp(old, "오후", 6) == 0))
		return h < 12 ? "오전" : "오후";
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i].word);
		if (len >= n && memcmp(old, words[i].word, n) == 0)
			return h >= words[i].from && h <= words[i].to ?
			    words[i].word : NULL;
	}
	return NULL;
}

static int64_t
of_twelve(int64_t h)
{
	return h % 12 == 0 ? 12 : h % 12;
}

/* The hour as it is written: 5 where "3 to 5 p.m." means 17. */
static int64_t
shown_hour(const struct rewrite *r)
{
	const struct ph_part *p = &r->t->part[0];
	int64_t h = 0;

	if (r->s[p->from] < '0' || r->s[p->from] > '9') {
		(void)dec_int(&h, p->v);
		return h;
	}
	for (size_t i = p->from; i < p->to && h < 100; i++)
		if (r->s[i] >= '0' && r->s[i] <= '9')
			h = 10 * h + (r->s[i] - '0');
	return h;
}

/* Hour and what stands before it. */
static int
korean_hour(struct rewrite *r, const struct clock *was,
    const struct clock *now)
{
	const struct placeable *t = r->t;
	size_t prefix = t->part[0].from - t->from;
	int64_t hour = now->h;

	if (prefix > 0) {
		const char *word = day_word(r->s + t->from, prefix, now->h);
		if (!now->known || word == NULL)
			return 0;
		buf_adds(r->out, word);
		write_old(r, t->from + strlen(word), t->part[0].from);
		/* 오전 0시 30분, unless the desk writes 오전 12시 */
		if (now->h > 0 || (was->h == 0 && shown_hour(r) == 12))
			hour = of_twelve(now->h);
	} else if (was->known && now->known && shown_hour(r) != was->h) {
		/* 7시 for 19:00: the half must stay the same. */
		if ((was->h < 12) != (now->h < 12))
			return 0;
		hour = of_twelve(now->h);
	}
	if ((t->flags & PH_NATIVE) && (hour < 1 || hour > 12))
		return 0;
	if (t->flags & PH_NATIVE)
		write_native(r->out, (int)hour);
	else
		put_padded(r, &t->part[0], hour, r->s[t->part[0].from] == '0');
	return 1;
}

static int
korean_time(struct rewrite *r, const struct clock *was,
    const struct clock *now)
{
	const struct placeable *t = r->t;
	size_t after = t->part[0].to;

	if (!korean_hour(r, was, now))
		return 0;
	if (after < r->len && r->s[after] == ':') {
		write_old(r, after, t->part[1].from);
		buf_addf(r->out, "%02d", (int)now->m);
		write_old(r, t->part[1].to, t->to);
		return 1;
	}
	if (r->len - after < 3 || memcmp(r->s + after, "시", 3) != 0) {
		if (r->s[after] != ' ')
			return 0;
		write_old(r, after, after + 1);	/* 세 시 */
		after++;
	}
	write_old(r, after, after + 3);
	after += 3;
	if (now->m == 0)
		return 1;
	if (has(t, 1) && r->s[t->part[1].from] >= '0' &&
	    r->s[t->part[1].from] <= '9')
		write_old(r, after, t->part[1].from);
	else
		buf_addc(r->out, ' ');
	if (now->m == 30 && has(t, 1) && write_has(r, t->part[1].from,
	    t->part[1].to, "반"))
		buf_adds(r->out, "반");
	else
		buf_addf(r->out, "%d분", (int)now->m);
	return 1;
}

/* 7 p.m., 7:30 p.m., 19:30 */
static int
english_time(struct rewrite *r, const struct clock *was,
    const struct clock *now)
{
	const struct placeable *t = r->t;
	size_t end = has(t, 1) ? t->part[1].to : t->part[0].to;
	size_t half = end;

	while (half < t->to && strchr("apAP", r->s[half]) == NULL)
		half++;
	int has_half = half + 1 < t->to && strchr("mM.", r->s[half + 1]);
	if (has_half ? !now->known : end < t->to && t->zone == PH_NO_ZONE)
		return 0;
	char first = r->s[t->part[0].from];
	int digit = first >= '0' && first <= '9';
	int of_half = !has_half && was->known && shown_hour(r) != was->h;
	int64_t hour = has_half || of_half ? of_twelve(now->h) : now->h;
	if (!digit || (of_half && (was->h < 12) != (now->h < 12)))
		return 0;
	put_padded(r, &t->part[0], hour, r->s[t->part[0].from] == '0');
	if (now->m > 0 || (has(t, 1) && !has_half))
		buf_addf(r->out, ":%02d", (int)now->m);
	if (!has_half) {
		write_old(r, end, t->to);
		return 1;
	}
	int upper = r->s[half] < 'a';
	write_old(r, end, half);
	buf_addc(r->out, (char)((now->h < 12 ? 'a' : 'p') - (upper ? 32 : 0)));
	write_old(r, half + 1, t->to);
	return 1;
}

int
write_time(struct rewrite *r)
{
	struct clock was;
	struct clock now;

	if (!read_clock(&was, r->was) || !read_clock(&now, r->now) ||
	    was.known != now.known || has(r->t, 2) ||
	    r->was->zone != r->now->zone)
		return 0;
	r->from = r->t->from;
	r->to = r->t->to;
	if (has(r->t, 1) && r->t->part[0].to == r->t->part[1].from) {
		buf_addf(r->out, "%02d%02d", (int)now.h, (int)now.m);
		write_old(r, r->t->part[1].to, r->t->to);
		return 1;	/* 0200 GMT */
	}
	return r->korean ? korean_time(r, &was, &now) :
	    english_time(r, &was, &now);
}

/* 3분의 2, two-thirds, 2/3 */
int
write_fraction(struct rewrite *r)
{
	static const char *const nths[] = { "third", "quarter", "fifth",
		"sixth", "seventh", "eighth", "ninth", "tenth" };
	static const char *const nums[] = { "one", "two", "three", "four",
		"five", "six", "seven", "eight", "nine" };
	const struct placeable *t = r->t;
	int64_t n = 0;
	int64_t d = 0;

	if (dec_int(&n, r->now->part[0].v) != 0 || n < 1 ||
	    dec_int(&d, r->now->part[1].v) != 0 || d < 3 || !has(t, 1) ||
	    n >= d || d > 1000)
		return 0;	/* a half has words of its own */
	r->from = t->from;
	r->to = t->to;
	if (r->korean && t->part[1].from < t->part[0].from &&
	    (t->flags & PH_SPELLED) == 0) {
		buf_addf(r->out, "%d", (int)d);
		write_old(r, t->part[1].to, t->part[0].from);
		buf_addf(r->out, "%d", (int)n);
		return 1;
	}
	if ((t->flags & PH_SPELLED) == 0) {
		buf_addf(r->out, "%d/%d", (int)n, (int)d);
		return 1;
	}
	char first = r->s[t->from];
	if (!r->english || n > 9 || d > 10 || first == 'a' || first == 'A' ||
	    r->s[t->part[1].from - 1] != '-')
		return 0;
	buf_addf(r->out, "%s-%s%s", nums[n - 1], nths[d - 3], n > 1 ? "s" : "");
	if (first < 'a' && r->out->s != NULL) {
		char *c = r->out->s + r->out->len - strlen(nums[n - 1]) -
		    strlen(nths[d - 3]) - 1 - (n > 1);
		*c = (char)(*c - 32);
	}
	return 1;
}
