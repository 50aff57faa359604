/*
 * article: what the readers of wire formats fill.
 *
 * The table of formats is in article.c; a format is one file read-x.c and a
 * row there.
 */
#ifndef FORMAT_ARTICLE_H
#define FORMAT_ARTICLE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/gzip.h"
#include "format/flat.h"
#include "wiretm.h"

/* What a text is inside of the syntax of its file. */
enum text_way {
	TEXT_PLAIN,
	TEXT_HTML,	/* HTML, written as text: body_html of ninjs */
	TEXT_MAYBE_HTML,	/* the same, or plain text: a title of RSS */
	TEXT_ATTR,	/* the value of an attribute, between quotes */
};

/* A text that says again what blocks say, in part or whole. */
struct echo {
	struct wtm_block block;
	enum text_way way;
};

/* An article while it is read. */
struct story {
	struct wtm_article pub;
	struct arena arena;
	const char *name;	/* of the file, for messages */
	struct source src;	/* the decoded file */
	unsigned char weak[WTM_FIELDS];	/* a better value may come */
	unsigned char has_block[WTM_FIELDS];	/* of that part */
	struct buf blocks;	/* of struct wtm_block */
	struct buf ways;	/* of blocks, a byte each: enum text_way */
	struct buf echoes;	/* of struct echo */
	enum text_way way;	/* of what is read now */
	int echoing;	/* what is read now says what blocks say */
	int is_ascii;	/* the file says it is in ASCII */
	struct buf keywords;	/* of struct wtm_str */
	struct buf inlines;	/* of struct wtm_str */
	int names_inlines;	/* the format marks persons, places, ... */
};

/* How a file begins. */
struct head {
	const char *s;
	size_t len;
	char root[32];	/* its first element, when it begins with a tag */
};

struct article_ops {
	const char *name;
	int (*bid)(const struct head *h);	/* does it look like it? */
	int (*read)(struct story *st, struct wtm_err *err);
};

extern const struct article_ops read_nitf;
extern const struct article_ops read_newsml_g2;
extern const struct article_ops read_newsml1;
extern const struct article_ops read_ninjs;
extern const struct article_ops read_anpa1312;
extern const struct article_ops read_iptc7901;
extern const struct article_ops read_rss;
extern const struct article_ops read_atom;
extern const struct article_ops read_html;
extern const struct article_ops read_xliff;
extern const struct article_ops read_po;
extern const struct article_ops read_plain;

/* All bytes of the input. */
int article_bytes(struct buf *out, struct input *in, struct wtm_err *err);

/* As wtm_article_read(), from an open input. */
int article_read(struct wtm_article **out, struct input *in,
    const struct wtm_read_opts *opts, struct wtm_err *err);

/*
 * Do the first bytes look like plain text, or does opts say that it is?  1,
 * 0, or -1: there is no such format, or no memory.  *lang is what their
 * script tells of the language, or NULL.
 */
int article_is_plain(const char **lang, const char *s, size_t len,
    const struct wtm_read_opts *opts, struct wtm_err *err);

/* Strength of a value: a weak one gives way, the first strong one stays. */
enum story_how { STORY_WEAK, STORY_SET };

/* Set a field to text, white space folded; empty text is no value. */
int story_set(struct story *st, enum wtm_field field, enum story_how how,
    const char *s, size_t len, struct wtm_err *err);

/* The same for a date; what is none is kept as it is. */
int story_set_date(struct story *st, enum wtm_field field, const char *s,
    size_t len, struct wtm_err *err);

/* Append to a field, after a space. */
int story_append(struct story *st, enum wtm_field field, const char *s,
    size_t len, struct wtm_err *err);

int story_keyword(struct story *st, const char *s, size_t len,
    struct wtm_err *err);
int story_inline(struct story *st, const char *s, size_t len,
    struct wtm_err *err);

/*
 * Add a block and clear f; src is what the tags in f were read from.  Empty
 * text is none, and so is what the same part says already (paragraphs may
 * say the same twice).
 */
int story_block(struct story *st, enum wtm_field part,
    enum wtm_segment_kind kind, struct flat *f, const struct source *src,
    struct wtm_err *err);

/* Add a text that is no block but says what blocks say, and clear f. */
int story_echo(struct story *st, struct flat *f, const struct source *src,
    struct wtm_err *err);

/* A block of bytes of the decoded file. */
int story_lines(struct story *st, enum wtm_field part,
    enum wtm_segment_kind kind, size_t from, size_t to, struct wtm_err *err);

/*
 * A dateline at the start of bytes [*from, to) of the decoded file, if there
 * is one: a block, its place, agency (to that field) and byline; *from moves
 * behind it.
 */
int story_dateline(struct story *st, size_t *from, size_t to,
    enum wtm_field agency, struct wtm_err *err);

#endif
