/*
 * list: lists of documents, packed into records.  For the files of the
 * index only.
 */
#ifndef INDEX_LIST_H
#define INDEX_LIST_H

#include "index/format.h"

/* Writes the lists of a slot, in ascending order. */
struct index_list_writer {
	struct index_sink *sink;
	struct index_key base;
	uint32_t last;	/* list of the last piece in the record */
	struct buf rec;
	struct buf piece;
};
int index_list_add(struct index_list_writer *w, uint32_t list,
    const uint32_t *docs, size_t n, struct wtm_err *err);
int index_list_end(struct index_list_writer *w, struct wtm_err *err);

/*
 * A piece of a list: what it has of the documents [from, to); bits or
 * differences, in the borrowed bytes.
 */
struct index_piece {
	uint32_t list;
	uint32_t n;	/* documents in the piece */
	uint32_t df;	/* documents in the whole list */
	uint32_t from;
	uint32_t to;
	int is_bits;
	const unsigned char *s;
	size_t len;
};

/* Reads the pieces of one record: 1, 0 at the end, -1 when malformed. */
struct index_pieces {
	struct rd r;
	uint32_t list;	/* of the piece before */
	uint32_t last;	/* of the last piece, from the key */
	uint32_t upper;
};
struct index_pieces index_pieces_of(const unsigned char *key, size_t key_len,
    const unsigned char *val, size_t len);
int index_piece_next(struct index_piece *out, struct index_pieces *p);

/*
 * The documents of a piece; out has room for n.  Returns -1 when malformed.
 */
int index_piece_docs(uint32_t *out, const struct index_piece *p);

/* Bits come in steps of so many documents. */
enum { INDEX_STEP = 1024 };

#endif
