/*
 * when: the dates of wire formats as UTC (ISO 8601; RFC 5322, section 3.3).
 *
 * Days are counted from 1970 in the calendar that ISO 8601 uses for all
 * years, so a zone can carry a date over the end of a month or year.
 */
#include "config.h"
#include "format/when.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct scan {
	const char *s;
	const char *end;
};

static void
skip(struct scan *in, const char *set)
{
	while (in->s < in->end && strchr(set, *in->s) != NULL &&
	    *in->s != '\0')
		in->s++;
}

/* A number of least to most digits, or -1. */
static int
number(struct scan *in, int least, int most)
{
	int v = 0;
	int n = 0;

	while (n < most && in->s < in->end && *in->s >= '0' &&
	    *in->s <= '9') {
		v = v * 10 + (*in->s++ - '0');
		n++;
	}
	return n < least ? -1 : v;
}

static int
take(struct scan *in, char c)
{
	if (in->s == in->end || *in->s != c)
		return 0;
	in->s++;
	return 1;
}

int
when_month(const char *s, size_t len)
{
	static const char *const names[] = { "january", "february", "march",
		"april", "may", "june", "july", "august", "september",
		"october", "november", "december" };

	if (len > 0 && s[len - 1] == '.')
		len--;
	for (size_t i = 0; i < 12; i++)
		if (len >= 3 && len <= strlen(names[i]) &&
		    strncasecmp(s, names[i], len) == 0)
			return (int)i + 1;
	return len == 4 && strncasecmp(s, "sept", 4) == 0 ? 9 : 0;
}

/* Days from 1970-01-01. */
static long
days_from(long y, int m, int d)
{
	long era, year, day;

	y -= m <= 2;
	era = y / 400;
	year = y - era * 400;
	day = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + year * 365 + year / 4 - year / 100 + day -
	    719468;
}

static void
civil_from(long days, int *y, int *m, int *d)
{
	long era, day, year, month;

	days += 719468;
	era = days / 146097;
	day = days - era * 146097;
	year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	day -= 365 * year + year / 4 - year / 100;
	month = (5 * day + 2) / 153;
	*d = (int)(day - (153 * month + 2) / 5 + 1);
	*m = (int)(month < 10 ? month + 3 : month - 9);
	*y = (int)(year + era * 400 + (*m <= 2));
}

static int
is_sound(const struct when *w)
{
	return w->year >= 1000 && w->year <= 9998 && w->month >= 1 &&
	    w->month <= 12 && w->day >= 1 && w->day <= 31 && w->hour >= 0 &&
	    w->hour <= 24 && w->minute >= 0 && w->minute <= 59 &&
	    w->second >= 0 && w->second <= 60 && w->zone >= -1440 &&
	    w->zone <= 1440;
}

int
when_write(char out[WHEN_SIZE], const struct when *w)
{
	long minutes;
	long days;
	unsigned second = (unsigned)w->second;
	int y, m, d;

	if (!is_sound(w))
		return -1;
	minutes = w->hour * 60 + w->minute - w->zone + 2880;
	days = days_from(w->year, w->month, w->day) + minutes / 1440 - 2;
	minutes %= 1440;
	civil_from(days, &y, &m, &d);
	/* unsigned remainders: the compiler sees that they fit */
	snprintf(out, WHEN_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ",
	    (unsigned)y % 10000u, (unsigned)m % 100u, (unsigned)d % 100u,
	    (unsigned)(minutes / 60) % 100u, (unsigned)(minutes % 60) % 100u,
	    second > 59 ? 59u : second);
	return 0;
}

/* "Z", "+09:00", "-0500", "GMT", "EST"; none is UTC. */
static int
read_zone(struct scan *in, struct when *w)
{
	static const struct {
		const char *name;
		int minutes;
	} names[] = {
		{ "Z", 0 }, { "UTC", 0 }, { "GMT", 0 }, { "UT", 0 },
		{ "EST", -300 }, { "EDT", -240 }, { "CST", -360 },
		{ "CDT", -300 }, { "MST", -420 }, { "MDT", -360 },
		{ "PST", -480 }, { "PDT", -420 }, { "KST", 540 },
		{ "JST", 540 },
	};
	int sign, h, m;

	skip(in, " ");
	if (in->s == in->end)
		return 0;
	w->has_zone = 1;
	if (*in->s == '+' || *in->s == '-') {
		sign = *in->s++ == '-' ? -1 : 1;
		h = number(in, 2, 2);
		take(in, ':');
		m = number(in, 2, 2);
		w->zone = sign * (h * 60 + (m < 0 ? 0 : m));
		return h < 0 ? -1 : 0;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t n = strlen(names[i].name);

		if ((size_t)(in->end - in->s) == n &&
		    strncasecmp(in->s, names[i].name, n) == 0) {
			w->zone = names[i].minutes;
			return 0;
		}
	}
	return -1;
}

/* "03:00:00.5", "030000", "03:00". */
static int
read_time(struct scan *in, struct when *w)
{
	w->has_time = 1;
	w->hour = number(in, 2, 2);
	take(in, ':');
	/* minutes and seconds may be left out */
	w->minute = number(in, 2, 2);
	if (w->minute < 0)
		w->minute = 0;
	take(in, ':');
	w->second = number(in, 2, 2);
	if (w->second < 0)
		w->second = 0;
	if (take(in, '.') || take(in, ','))
		skip(in, "0123456789");
	return w->hour < 0 ? -1 : read_zone(in, w);
}

static int
read_iso(struct scan *in, struct when *w)
{
	w->year = number(in, 4, 4);
	take(in, '-');
	w->month = number(in, 2, 2);
	take(in, '-');
	w->day = number(in, 2, 2);
	if (w->year < 0 || w->month < 0 || w->day < 0)
		return -1;
	if (!take(in, 'T') && !take(in, 't') && !take(in, ' '))
		return in->s == in->end ? 0 : read_zone(in, w);
	return read_time(in, w);
}

/* "Tue, 30 Oct 2018 03:00:00 GMT" */
static int
read_mail(struct scan *in, struct when *w)
{
	const char *comma = memchr(in->s, ',', (size_t)(in->end - in->s));
	const char *name;

	if (comma != NULL)
		in->s = comma + 1;
	skip(in, " ");
	w->day = number(in, 1, 2);
	skip(in, " -");
	name = in->s;
	while (in->s < in->end && *in->s != ' ' && *in->s != '-')
		in->s++;
	w->month = when_month(name, (size_t)(in->s - name));
	skip(in, " -");
	w->year = number(in, 4, 4);
	skip(in, " ");
	if (w->day < 0 || w->month == 0 || w->year < 0)
		return -1;
	return in->s == in->end ? 0 : read_time(in, w);
}

static int
read_when(struct when *w, const char *s, size_t len)
{
	struct scan in = { s, s + len };

	*w = (struct when){ 0 };
	skip(&in, " \t\r\n");
	while (in.end > in.s && strchr(" \t\r\n", in.end[-1]) != NULL)
		in.end--;
	if (in.end - in.s >= 8 && in.s[0] >= '0' && in.s[0] <= '9' &&
	    in.s[3] >= '0' && in.s[3] <= '9')
		return read_iso(&in, w);
	return read_mail(&in, w);
}

int
when_utc(char out[WHEN_SIZE], const char *s, size_t len)
{
	struct when w;

	return read_when(&w, s, len) != 0 ? -1 : when_write(out, &w);
}

int
when_seconds(int64_t *out, int64_t *latest, const char *s, size_t len)
{
	struct when w;
	int64_t minutes;

	if (read_when(&w, s, len) != 0 || !is_sound(&w))
		return -1;
	minutes = (int64_t)days_from(w.year, w.month, w.day) * 1440 +
	    w.hour * 60 + w.minute - w.zone;
	*out = minutes * 60 + w.second;
	*latest = *out + (w.has_zone ? 0 : 12 * 3600) +
	    (w.has_time ? 0 : 24 * 3600);
	return 0;
}
