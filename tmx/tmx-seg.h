/*
 * tmx-seg: the content of a <seg> while it is read: text, and the codes that
 * stand in it as struct wtm_inline says.  An empty <hi/> or foreign element
 * is one code.  Also used for <ude>, which is kept as XML.
 */
#ifndef TMX_SEG_H
#define TMX_SEG_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/xml.h"
#include "wiretm.h"

struct seg_code {
	size_t off;	/* in the text */
	size_t from;	/* in the XML */
	size_t to;
};

struct seg {
	const char *root_uri;
	struct arena *arena;	/* for scraps */
	struct buf text;
	struct buf xml;	/* of all codes, one after the other */
	struct seg_code *codes;
	size_t n;
	size_t cap;
	size_t open;	/* elements open inside a whole code; 0: none */
	size_t max;	/* bytes to keep; more is dropped */
	int over;	/* more came */
};

void seg_begin(struct seg *s, const char *root_uri, struct arena *a,
    size_t max);
void seg_free(struct seg *s);

/* What stands in the <seg>, in order; -1: no memory. */
int seg_start(struct seg *s, const struct xml_tag *tag);
int seg_end(struct seg *s, const struct xml_tag *tag);
int seg_text(struct seg *s, const char *t, size_t len);

/* Is it one of the inline elements of TMX? */
int seg_is_standard(const struct seg *s, const struct xml_tag *tag);

/* Bytes of text and codes so far. */
size_t seg_size(const struct seg *s);

/* What was read, in the arena; -1: no memory. */
int seg_take(struct wtm_tuv *out, const struct seg *s, struct arena *a);

#endif
