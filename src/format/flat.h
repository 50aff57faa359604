/*
 * flat: text as people read it, white space folded and markup aside, that
 * knows where each byte of it stands in the file.
 */
#ifndef FORMAT_FLAT_H
#define FORMAT_FLAT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "format/markup.h"
#include "wiretm.h"

/*
 * Text to read from.  It is (part of) the decoded file, or was made from it
 * as the pieces tell: off, len in s.  With hidden, nobody knows where it
 * stands.
 */
struct source {
	const char *s;
	size_t len;
	const struct wtm_piece *pieces;	/* NULL: s is the decoded file */
	size_t n_pieces;
	int hidden;
};

struct flat {
	struct buf text;
	struct buf pieces;	/* of struct wtm_piece */
	struct buf codes;	/* of struct flat_code */
	int space;	/* white space is due before the next character */
	size_t space_from;
	size_t space_to;
};

/* A tag in the text: bytes of the source. */
struct flat_code {
	size_t off;
	size_t from;
	size_t to;
};

void flat_clear(struct flat *f);
void flat_free(struct flat *f);
int flat_ok(const struct flat *f);

/* Bytes [from, to) of the source; references: as in XML and HTML. */
void flat_add(struct flat *f, const struct source *src, size_t from,
    size_t to, int references);

/* One character that stands for [from, to) of the source. */
void flat_char(struct flat *f, const struct source *src, uint32_t c,
    size_t from, size_t to);

/* The same with white space kept, for flat_source. */
void flat_put(struct flat *f, const struct source *src, uint32_t c,
    size_t from, size_t to);

/* A tag. */
void flat_code(struct flat *f, const struct markup_token *t);

/* The same text as a source of its own, borrowed from f. */
struct source flat_source(const struct flat *f, const struct source *src);

/* As flat_add, with white space kept as it is: for flat_source. */
void flat_copy(struct flat *f, const struct source *src, size_t from,
    size_t to, int references);

#endif
