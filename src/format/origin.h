/*
 * origin: what units keep of the story they come from, as props.
 *
 *	slug		the slug
 *	x-story		the id of the story, the same for all its versions
 *	x-version	the version
 *	x-embargo	not to be published before this time
 *	x-kind		the kind of the segment, unless it is a sentence
 */
#ifndef FORMAT_ORIGIN_H
#define FORMAT_ORIGIN_H

#include <stdint.h>

#include "base/arena.h"
#include "wiretm.h"

/* The i-th prop of a story and its value; NULL after the last. */
const char *origin_prop(size_t i);
struct wtm_str origin_value(const struct wtm_story *story, size_t i);

/*
 * Take "NAME: VALUE", as documents have it, into a story: 1, or 0 when it is
 * no prop of a story.  Borrowed.
 */
int origin_take(struct wtm_story *story, const char *s, size_t len);

/*
 * The props of a text of this kind and story, where they are known, to
 * metas, which has room for ORIGIN_METAS; how many.  Borrowed.
 */
enum { ORIGIN_METAS = 5 };
size_t origin_metas(struct wtm_meta *metas, const struct wtm_story *story,
    enum wtm_segment_kind kind);

/* The kind of this name; WTM_SENTENCE when there is none. */
enum wtm_segment_kind origin_kind(const char *s, size_t len);


/* What the story does not say is as it was given. */
void origin_fill(struct wtm_story *story, const struct wtm_story *given);

/* Does a note to editors speak of an embargo? */
int origin_speaks_of_embargo(struct wtm_str note);

/* The story, copied to the arena. */
int origin_copy(struct wtm_story *out, const struct wtm_story *story,
    struct arena *a, struct wtm_err *err);

/* Are units withheld at this moment (0: now), by one of their embargoes? */
int origin_withheld(const struct wtm_tu *tu, int64_t now);

/* An embargo of the unit that is no time; absent when there is none. */
struct wtm_str origin_bad_embargo(const struct wtm_tu *tu);

/*
 * How close a unit is to a story: 2 of the same id, 1 of the same slug, else
 * 0.  And is it of this kind?
 */
int origin_same_story(const struct wtm_tu *tu, const struct wtm_story *story);
int origin_same_kind(const struct wtm_tu *tu, enum wtm_segment_kind kind);

#endif
