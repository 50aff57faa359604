/*
 * markup: the tags and texts of XML and HTML in memory, each with its place.
 *
 * For XML that xml has found well-formed, and for HTML as it comes: every
 * input gives tokens, none is refused.
 */
#ifndef FORMAT_MARKUP_H
#define FORMAT_MARKUP_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum markup_kind {
	MARKUP_START,
	MARKUP_END,
	MARKUP_TEXT,	/* with references */
	MARKUP_CDATA,	/* without */
};

struct markup {
	const char *s;
	size_t len;
	size_t off;	/* where the next token begins */
	int html;	/* names in any case, some elements without an end */
};

struct markup_token {
	enum markup_kind kind;
	const char *s;	/* as in struct markup */
	size_t from;	/* the whole tag; of text and CDATA what is inside */
	size_t to;
	const char *name;	/* of a tag, without its prefix */
	size_t name_len;
	int empty;	/* a start tag that is its own end */
};

/* The next token: 1, or 0 at the end. */
int markup_next(struct markup *m, struct markup_token *t);

/* Is it a tag of that name? */
int markup_is(const struct markup_token *t, const char *name);

/* The value of an attribute (named as written) to out: 1, or 0: none. */
int markup_attr(const struct markup_token *t, const char *name,
    struct buf *out);

/* The same as the bytes [at[0], at[1]) of t->s, as they are written. */
int markup_attr_at(const struct markup_token *t, const char *name,
    size_t at[2]);

/*
 * The character or reference at s[*i], which moves behind it.  A reference
 * that is none is its "&".
 */
uint32_t markup_char(const char *s, size_t len, size_t *i);

#endif
