/*
 * recode: changes to the decoded text of a file, made in its bytes.
 *
 * All bytes outside of the changes stay what they are, the BOM included; what
 * is put in is written in the encoding of the file.
 */
#ifndef TEXT_RECODE_H
#define TEXT_RECODE_H

#include <stddef.h>

#include "base/buf.h"
#include "wiretm.h"

/* How a character that the encoding does not have is written. */
enum recode_refs {
	RECODE_NONE,	/* it cannot be */
	RECODE_XML,	/* &#54620; */
	RECODE_JSON,	/* \ud55c */
};

/* Bytes [from, to) of the decoded text become s. */
struct recode_edit {
	size_t from;
	size_t to;
	const char *s;
	size_t len;
	enum recode_refs refs;
};

struct recode_file {
	const char *name;	/* for messages */
	const char *charset;	/* as charset_name() says, or "US-ASCII" */
	struct wtm_str raw;	/* the bytes of the file */
	struct wtm_str text;	/* what they say, without BOM */
};

/* at is in order and does not overlap.  The new file is appended to out. */
int recode(struct buf *out, const struct recode_file *f,
    const struct recode_edit *at, size_t n, struct wtm_err *err);

#endif
