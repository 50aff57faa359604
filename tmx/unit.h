/*
 * unit: what all readers of translation units share: what they are asked,
 * how they tell of units that are left out, and the limits they keep.
 *
 * A unit is "skipped" when it is sound but no pair (one language only, an
 * empty segment) and "rejected" when it is faulty.
 */
#ifndef TMX_UNIT_H
#define TMX_UNIT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/gzip.h"
#include "wiretm.h"

enum {
	UNIT_SEG_MAX = 1 << 20,	/* UTF-8 bytes of a segment, its codes too */
	UNIT_MAX = 8 << 20,	/* of all that a unit holds */
};

/* A unit that is left out. */
struct unit_out {
	int rejected;	/* 0: skipped */
	long line;
	const char *msg;	/* why; to callers: file:line: why; what then */
	/*
	 * As far as it could be read: a tuv may be without language or text,
	 * and there may be less than two.  NULL when it was too large to
	 * keep, or is no unit at all.
	 */
	const struct wtm_tu *tu;
};

struct unit_opts {
	const char *source;	/* languages of a TSV without a header */
	const char *target;
	const char *charset;	/* overrules what the file says; or NULL */
	int confirmed;	/* leave out targets that are drafts */
	int places;	/* say where a unit stands: props "file" and "n" */
	int strict;	/* a faulty unit or an odd file is a failure */
	/* Called for each unit left out; not 0 (err is filled) stops. */
	int (*left_out)(void *arg, const struct unit_out *u,
	    struct wtm_err *err);
	wtm_note_fn note;	/* oddities, once for each kind; may be NULL */
	void *arg;
};

/*
 * A reader of a format; r is what open gave.  in and opts are borrowed until
 * the close.
 */
struct unit_ops {
	const char *name;
	const char *suffixes[4];	/* of file names; NULL ends them */
	/* Do these first bytes of a file look like the format? */
	int (*bid)(const char *s, size_t len);
	int (*open)(void **r, struct input *in, const struct unit_opts *opts,
	    struct wtm_err *err);
	/*
	 * The next unit, in a, and its line: 1, 0 at the end, -1.  It has
	 * text in at least two languages.
	 */
	int (*next)(void *r, struct wtm_tu *tu, long *line, struct arena *a,
	    struct wtm_err *err);
	/* Whole once next was called; lives until the close. */
	const struct wtm_header *(*header)(const void *r);
	void (*close)(void *r);	/* r may be NULL */
};

/*
 * Report a unit that is left out, for a reader of the file name; -1 when
 * that is a failure.  Without tu there is nothing of it to keep.
 */
int unit_leave_out(const struct unit_opts *opts, const char *name,
    const struct unit_out *out, struct wtm_err *err);

/* A deep copy in the arena; 0, or -1: no memory. */
int unit_copy(struct wtm_tu *out, const struct wtm_tu *tu, struct arena *a);

/*
 * Judge a unit whose tuvs are all whole: NULL when it has text in at least
 * two languages, else why it is skipped.
 */
const char *unit_skip_reason(const struct wtm_tu *tu);

/* The form of a language tag: runs of 1 to 8 letters and digits, - or _. */
int unit_is_lang(const char *tag, size_t len);

#endif
