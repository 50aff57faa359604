/*
 * splice: texts of an article replaced in its file.
 *
 * A text is known by its pieces (struct wtm_piece): they say which bytes of
 * the decoded file it was read from.  Those bytes are replaced, written as
 * the file writes text at that place; the tags between them stay.
 */
#ifndef FORMAT_SPLICE_H
#define FORMAT_SPLICE_H

#include <stddef.h>

#include "base/arena.h"
#include "format/article.h"
#include "format/rewrap.h"
#include "text/recode.h"

enum syntax { SYNTAX_TEXT, SYNTAX_XML, SYNTAX_HTML, SYNTAX_JSON };

/* The translation of a phrase to out: 1, 0: not known, -1. */
typedef int (*splice_known_fn)(void *arg, const char *s, size_t len,
    struct buf *out, struct wtm_err *err);

struct splice {
	const struct story *st;
	const char *name;	/* of the file, for messages */
	struct wtm_str file;	/* decoded */
	const char *langs[2];	/* of the article, of the new texts */
	enum syntax syntax;
	int escapes_all;	/* JSON that has no letter beyond ASCII */
	struct wrap wrap;	/* of all lines of plain text */
	const struct wtm_block *block;	/* the last one, and how */
	struct wrap paragraph;	/* it is wrapped */
	struct buf cdata;	/* of size_t[2]: where the sections are */
	struct buf edits;	/* of struct recode_edit */
	struct arena arena;
	splice_known_fn known;	/* may be NULL */
	void *arg;
	size_t wrapped_to;	/* where the last text ended in the file, */
	size_t wrapped_column;	/* and now in its line */
	size_t emptied;	/* elements left without a text, so far */
};

/* All is borrowed until the end. */
int splice_begin(struct splice *sp, const struct wtm_article *a,
    const char *name, const char *const langs[2], struct wtm_err *err);
void splice_free(struct splice *sp);

/* A change as it is to stand in the file. */
int splice_raw(struct splice *sp, size_t from, size_t to, const char *s,
    size_t len, enum recode_refs refs, struct wtm_err *err);

/* A text of the file, or the bytes [from, to) of it. */
struct spot {
	const struct wtm_block *block;
	enum text_way way;
	size_t from;
	size_t to;
	int more;	/* the text behind it will be replaced, too */
};

/* Replace it by s: 1, 0: its place in the file is not known, -1. */
int splice_text(struct splice *sp, const struct spot *at, const char *s,
    size_t len, struct wtm_err *err);

/* Put the changes in order; two at one place are refused. */
int splice_sort(struct splice *sp, struct wtm_err *err);

/* The first change at or behind off, by its number; they are in order. */
size_t splice_find(const struct splice *sp, size_t off);

/* Bytes [from, to) of the file with the changes inside of them, to out. */
int splice_copy(struct buf *out, const struct splice *sp, size_t from,
    size_t to, struct wtm_err *err);

/* s as text of the file, at such a place. */
int splice_escape(struct buf *out, const struct splice *sp, enum text_way way,
    int in_cdata, const char *s, size_t len);

#endif
