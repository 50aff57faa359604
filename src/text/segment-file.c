/*
 * segment-file: a file's bytes, decoded and segmented in one pass with memory
 * that does not grow with the file.
 */
#include "config.h"

#include "wiretm.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/gzip.h"
#include "text/charset.h"
#include "text/segment.h"

#define PIECE 65536

const char *
wtm_segment_kind_name(enum wtm_segment_kind kind)
{
	static const char *const names[] = {
		[WTM_SENTENCE] = "sentence", [WTM_HEADLINE] = "headline",
		[WTM_SLUG] = "slug", [WTM_DATELINE] = "dateline",
		[WTM_BYLINE] = "byline", [WTM_CREDIT] = "credit",
		[WTM_NOTE] = "note", [WTM_END] = "end", [WTM_LIST] = "list",
		[WTM_TABLE] = "table"
	};

	return (unsigned)kind < WTM_SEGMENT_KINDS ? names[kind] : "sentence";
}

struct sender {
	wtm_segment_fn fn;
	void *arg;
	size_t n;
	int stopped;
};

static int
send(void *arg, const char *s, uint64_t from, const struct sentence *st,
    struct wtm_err *err)
{
	struct sender *to = arg;
	struct wtm_segment seg = { .n = ++to->n, .from = from,
		.to = from + (st->to - st->from), .kind = st->kind,
		.text = { s + st->from, st->to - st->from } };

	to->stopped = to->fn(to->arg, &seg, err);
	return to->stopped;
}

/* Everything from in, through c, into st. */
static int
pump(struct input *in, struct charset *c, struct segment_stream *st,
    struct buf *text, char *piece, struct wtm_err *err)
{
	for (;;) {
		long n = input_read(in, piece, PIECE, err);
		int rc, fed;

		if (n < 0)
			return -1;
		buf_clear(text);
		rc = n > 0 ? charset_feed(c, piece, (size_t)n, text, err) :
		    charset_finish(c, text, err);
		/* What came before a byte that cannot be decoded is kept. */
		fed = segment_stream_feed(st, text->len == 0 ? "" : text->s,
		    text->len, err);
		if (fed == 0 && (rc < 0 || n == 0))
			fed = segment_stream_finish(st, err);
		if (rc < 0 || fed != 0 || n == 0)
			return rc < 0 ? rc : fed;
	}
}

int
segment_input(struct input *in, const struct wtm_segment_opts *opts,
    wtm_segment_fn fn, void *arg, struct wtm_err *err)
{
	struct segmenter_opts so = { opts->rules, opts->strict, opts->note,
		opts->note_arg };
	struct sender to = { .fn = fn, .arg = arg };
	struct segmenter *sg = NULL;
	struct charset *c = NULL;
	struct segment_stream *st = NULL;
	struct buf text = { 0 };
	char *piece = malloc(PIECE);
	int rc = -1;

	if (piece == NULL)
		err_nomem(err);
	else if (segmenter_new(&sg, &so, err) == 0 &&
	    charset_new(&c, opts->charset, input_name(in), err) == 0 &&
	    segment_stream_new(&st, sg, opts->lang, send, &to, err) == 0)
		rc = pump(in, c, st, &text, piece, err);
	buf_free(&text);
	segment_stream_free(st);
	charset_free(c);
	segmenter_free(sg);
	free(piece);
	/* Stopped by the caller without a failure. */
	return to.stopped > 0 ? 0 : rc;
}
