/*
 * origin: what units keep of the story they come from.
 *
 * An embargo is a time as ISO 8601 or TMX writes it.  What cannot be read as
 * one is taken for an embargo without an end, and of what can be read the
 * last moment that may be meant: text that is shown cannot be taken back.
 */
#include "config.h"
#include "format/origin.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/err.h"
#include "format/when.h"

static const struct {
	const char *prop;
	size_t place;
} things[] = {
	{ "slug", offsetof(struct wtm_story, slug) },
	{ "x-story", offsetof(struct wtm_story, id) },
	{ "x-version", offsetof(struct wtm_story, version) },
	{ "x-embargo", offsetof(struct wtm_story, embargo) },
};

enum { N_THINGS = sizeof things / sizeof *things };

const char *
origin_prop(size_t i)
{
	return i < N_THINGS ? things[i].prop : NULL;
}

static struct wtm_str *
place_of(struct wtm_story *story, size_t i)
{
	return (void *)((char *)story + things[i].place);
}

struct wtm_str
origin_value(const struct wtm_story *story, size_t i)
{
	struct wtm_story copy = *story;

	return *place_of(&copy, i);
}

int
origin_take(struct wtm_story *story, const char *s, size_t len)
{
	for (size_t i = 0; i < N_THINGS; i++) {
		size_t n = strlen(things[i].prop);

		if (len <= n + 2 || memcmp(s, things[i].prop, n) != 0 ||
		    memcmp(s + n, ": ", 2) != 0)
			continue;
		*place_of(story, i) = (struct wtm_str){ s + n + 2,
			len - n - 2 };
		return 1;
	}
	return 0;
}

static struct wtm_str
str(const char *s)
{
	return (struct wtm_str){ s, strlen(s) };
}

size_t
origin_metas(struct wtm_meta *metas, const struct wtm_story *story,
    enum wtm_segment_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < N_THINGS; i++) {
		struct wtm_str v = origin_value(story, i);

		if (v.len > 0)
			metas[n++] = (struct wtm_meta){
				.type = str(things[i].prop), .text = v };
	}
	if (kind != WTM_SENTENCE)
		metas[n++] = (struct wtm_meta){ .type = str("x-kind"),
			.text = str(wtm_segment_kind_name(kind)) };
	return n;
}

enum wtm_segment_kind
origin_kind(const char *s, size_t len)
{
	for (size_t i = 0; i < WTM_SEGMENT_KINDS; i++) {
		const char *name =
		    wtm_segment_kind_name((enum wtm_segment_kind)i);

		if (strlen(name) == len && memcmp(name, s, len) == 0)
			return (enum wtm_segment_kind)i;
	}
	return WTM_SENTENCE;
}

void
origin_fill(struct wtm_story *story, const struct wtm_story *given)
{
	for (size_t i = 0; i < N_THINGS; i++)
		if (place_of(story, i)->len == 0)
			*place_of(story, i) = origin_value(given, i);
}

int
origin_speaks_of_embargo(struct wtm_str note)
{
	static const char *const words[] = { "embargo", "엠바고" };

	for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
		size_t n = strlen(words[k]);

		for (size_t i = 0; i + n <= note.len; i++)
			if (strncasecmp(note.s + i, words[k], n) == 0)
				return 1;
	}
	return 0;
}

int
origin_copy(struct wtm_story *out, const struct wtm_story *story,
    struct arena *a, struct wtm_err *err)
{
	*out = *story;
	for (size_t i = 0; i < N_THINGS; i++) {
		struct wtm_str *v = place_of(out, i);

		if (v->s == NULL)
			continue;
		*v = arena_str(a, v->s, v->len);
		if (v->s == NULL)
			return err_nomem(err);
	}
	return 0;
}

/*
 * The id of all versions of a story: without the version at its end, with
 * which "HNS-0007.2" and "urn:newsml:...:2U" name one of them.
 */
static struct wtm_str
without_version(struct wtm_str id, struct wtm_str version)
{
	size_t end = id.len;

	if (version.len == 0 || id.len < version.len + 2)
		return id;
	if (strchr("NAU", id.s[end - 1]) != NULL)	/* of NewsML 1 */
		end--;
	if (end < version.len + 2 || memcmp(id.s + end - version.len,
	    version.s, version.len) != 0)
		return id;
	end -= version.len;
	if (strchr(".:/;_-", id.s[end - 1]) == NULL)
		return id;
	return (struct wtm_str){ id.s, end - 1 };
}

struct wtm_story
wtm_story_of(const struct wtm_article *a)
{
	const struct wtm_str *f = a->fields;

	return (struct wtm_story){
		.slug = f[WTM_FIELD_SLUGLINE],
		.id = without_version(f[WTM_FIELD_GUID],
		    f[WTM_FIELD_VERSION]),
		.version = f[WTM_FIELD_VERSION],
		.embargo = f[WTM_FIELD_EMBARGO],
	};
}

int
wtm_time_read(int64_t *out, const char *s, struct wtm_err *err)
{
	int64_t latest;

	if (when_seconds(out, &latest, s, strlen(s)) == 0)
		return 0;
	return err_set(err, WTM_USAGE, 0, "\"%.60s\": not a time; write it as "
	    "2018-10-30T12:00:00+09:00", s);
}

int
wtm_embargo_holds(struct wtm_str embargo, int64_t now)
{
	int64_t from, latest;

	if (embargo.len == 0)
		return 0;
	if (when_seconds(&from, &latest, embargo.s, embargo.len) != 0)
		return 1;
	return latest > (now != 0 ? now : (int64_t)time(NULL));
}

static int
is_type(const struct wtm_meta *m, const char *type)
{
	return !m->is_note && m->type.s != NULL &&
	    strcmp(m->type.s, type) == 0;
}

/* The first embargo that holds at that moment, or NULL. */
static const struct wtm_meta *
holding(const struct wtm_meta *metas, size_t n, int64_t now)
{
	for (size_t i = 0; i < n; i++)
		if ((is_type(&metas[i], "x-embargo") ||
		    is_type(&metas[i], "embargo")) &&
		    wtm_embargo_holds(metas[i].text, now))
			return &metas[i];
	return NULL;
}

static const struct wtm_meta *
holding_in(const struct wtm_tu *tu, int64_t now)
{
	const struct wtm_meta *m = holding(tu->metas, tu->n_metas, now);

	for (size_t i = 0; m == NULL && i < tu->n_tuvs; i++)
		m = holding(tu->tuvs[i].metas, tu->tuvs[i].n_metas, now);
	return m;
}

int
origin_withheld(const struct wtm_tu *tu, int64_t now)
{
	return holding_in(tu, now) != NULL;
}

struct wtm_str
origin_bad_embargo(const struct wtm_tu *tu)
{
	const struct wtm_meta *m = holding_in(tu, INT64_MAX);

	return m == NULL ? (struct wtm_str){ 0 } : m->text;
}

static int
same(struct wtm_str a, struct wtm_str b)
{
	return a.len > 0 && a.len == b.len &&
	    strncasecmp(a.s, b.s, a.len) == 0;
}

int
origin_same_story(const struct wtm_tu *tu, const struct wtm_story *story)
{
	int best = 0;

	for (size_t i = 0; best < 2 && i < tu->n_metas; i++) {
		const struct wtm_meta *m = &tu->metas[i];

		if (is_type(m, "x-story") && same(m->text, story->id))
			best = 2;
		else if (is_type(m, "slug") && same(m->text, story->slug))
			best = 1;
	}
	return best;
}

int
origin_same_kind(const struct wtm_tu *tu, enum wtm_segment_kind kind)
{
	int has = 0;

	for (size_t i = 0; i < tu->n_metas; i++) {
		const struct wtm_meta *m = &tu->metas[i];

		if (!is_type(m, "x-kind"))
			continue;
		has = 1;
		if (m->text.s != NULL &&
		    strcmp(m->text.s, wtm_segment_kind_name(kind)) == 0)
			return 1;
	}
	return !has && kind == WTM_SENTENCE;
}
