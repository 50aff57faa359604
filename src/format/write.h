/*
 * write: what the writers of working documents share.
 *
 * A document shows the sentences of articles beside their matches.  Its
 * writer appends to w->out, which is written when it returns; so a failure
 * to write or to allocate is seen in one place.
 */
#ifndef FORMAT_WRITE_H
#define FORMAT_WRITE_H

#include "base/buf.h"
#include "wiretm.h"

struct writer_ops {
	const char *name;	/* as --format calls it */
	int is_whole;	/* written at the end, for what it says first */
	int one_pair;	/* of languages, which the beginning names */
	int (*begin)(struct wtm_writer *w, struct wtm_err *err);
	/* An article begins and ends; may be NULL. */
	void (*file_begin)(struct wtm_writer *w);
	int (*sentence)(struct wtm_writer *w, const struct wtm_aligned *a,
	    struct wtm_err *err);
	void (*file_end)(struct wtm_writer *w);
	int (*end)(struct wtm_writer *w, struct wtm_err *err);	/* or NULL */
	void (*free)(struct wtm_writer *w);	/* own; may be NULL */
};

struct wtm_writer {
	const struct writer_ops *ops;
	FILE *to;
	const struct wtm_writer_opts *opts;
	struct buf out;	/* not yet written */
	struct buf line;	/* scratch of write_line() */
	struct buf file;	/* the name of the article at hand, */
	struct wtm_story story;	/* what it says of itself, */
	int embargoed;
	struct buf source;	/* and its languages */
	struct buf target;
	size_t n_files;	/* so far, with that one */
	size_t last;	/* its last segment */
	uint64_t classes[WTM_CLASSES];
	uint64_t total;
	void *own;	/* of the ops */
};

extern const struct writer_ops write_tsv;
extern const struct writer_ops write_csv;
extern const struct writer_ops write_html;
extern const struct writer_ops write_xliff;
extern const struct writer_ops write_xliff2;
extern const struct writer_ops write_tmx;
extern const struct writer_ops write_po;

/*
 * Text on one line: white space with a line break or tab in it becomes one
 * blank.  The result lives until the next call with this w.
 */
struct wtm_str write_line(struct wtm_writer *w, struct wtm_str s);

/* Append a language tag as BCP 47 writes it: ko_KR is ko-KR. */
void write_lang(struct buf *out, const char *tag, size_t len);

/* Append text; a character that XML does not allow becomes U+FFFD. */
void write_clean(struct buf *out, const char *s, size_t len);

/*
 * The translation that needs no work: that of the match in context, or the
 * exact one, if it is the only one of its kind.  Or NULL.
 */
const struct wtm_match *write_sure(const struct wtm_matches *m);

const struct wtm_tuv *write_source_of(const struct wtm_match *m);
const struct wtm_tuv *write_target_of(const struct wtm_match *m);

/* "96.7". */
void write_score(struct buf *out, int tenths);

/* "unit 37, 2025-03-11, kim; differs in case; slug: SHIPS; note: ...". */
void write_origin(struct buf *out, const struct wtm_match *m);

/* Lists of one kind each. */
void write_differs(struct buf *out, const struct wtm_match *m);
void write_values(struct buf *out, const struct wtm_match *m);
void write_penalties(struct buf *out, const struct wtm_match *m);
void write_props(struct buf *out, const struct wtm_match *m);
void write_notes(struct buf *out, const struct wtm_match *m);

/* "headline: nearly exact (95-99)"; and "; embargo until ..." in force. */
void write_heading(struct buf *out, const struct wtm_aligned *a);

/* "embargo until 2018-10-30T03:00:00Z". */
void write_embargo(struct buf *out, struct wtm_str embargo);

#endif
