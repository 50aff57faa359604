/*
 * segment: text + rules -> sentences.
 *
 * A segmenter holds the rules of one SRX file, compiled for each language
 * when it is first asked for.  It belongs to one thread; keep it for the
 * whole session, it is slow to make and fast to use.
 */
#ifndef TEXT_SEGMENT_H
#define TEXT_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "text/srx.h"
#include "wiretm.h"

struct segmenter;

struct segmenter_opts {
	const char *rules;	/* an SRX file; NULL: those of the program */
	int strict;	/* a bad rule is fatal */
	wtm_note_fn note;	/* told of bad rules; may be NULL */
	void *note_arg;
};

int segmenter_new(struct segmenter **out, const struct segmenter_opts *opts,
    struct wtm_err *err);
void segmenter_free(struct segmenter *sg);

/* Do inline codes of a kind that stand at a cut go before it? */
int segmenter_code_before_cut(const struct segmenter *sg,
    enum srx_code kind);

/* A sentence without outer white space: bytes [from, to) of the text. */
struct sentence {
	size_t from;
	size_t to;
	enum wtm_segment_kind kind;
	size_t cut;	/* where it was cut from the next, before trimming */
};

struct sentences {
	struct sentence *at;	/* in the arena */
	size_t n;
};

/*
 * All sentences of an article (or of a paragraph of one).  s is UTF-8 and has
 * its own line breaks; what lies between two sentences is white space only.
 */
int segment_text(struct sentences *out, struct segmenter *sg,
    const char *lang, const char *s, size_t len, struct arena *a,
    struct wtm_err *err);

/*
 * The same in pieces, for text of any length in bounded memory; the result
 * does not depend on how it is cut.  Feed until done, then finish once.
 */
struct segment_stream;

typedef int (*segment_fn)(void *arg, const char *s, uint64_t from,
    const struct sentence *sentence, struct wtm_err *err);

int segment_stream_new(struct segment_stream **out, struct segmenter *sg,
    const char *lang, segment_fn fn, void *arg, struct wtm_err *err);
void segment_stream_free(struct segment_stream *st);

/*
 * fn gets the sentence's bytes at s + sentence->from, and from, its place in
 * the whole text.  A result of fn other than 0 ends the call with it.
 */
int segment_stream_feed(struct segment_stream *st, const char *s, size_t len,
    struct wtm_err *err);
int segment_stream_finish(struct segment_stream *st, struct wtm_err *err);

/* wtm_segment_file() for plain text from an open input. */
struct input;
int segment_input(struct input *in, const struct wtm_segment_opts *opts,
    wtm_segment_fn fn, void *arg, struct wtm_err *err);

#endif
