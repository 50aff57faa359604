/*
 * tmx-elements: what each element of TMX does to the reader.  Part of
 * tmx-read; nothing else needs it.
 */
#ifndef TMX_ELEMENTS_H
#define TMX_ELEMENTS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/xml.h"
#include "tmx/tmx-pairs.h"
#include "tmx/tmx-seg.h"
#include "tmx/unit.h"
#include "wiretm.h"

enum { DEPTH_MAX = 256 };

enum kind {
	K_NONE,	/* outside the root */
	K_TMX,
	K_HEADER,
	K_BODY,
	K_TU,
	K_TUV,
	K_SEG,
	K_PROP,
	K_NOTE,
	K_UDE,
	K_INLINE,	/* anything inside <seg> or <ude> */
	K_OTHER,	/* passed over, with all it holds */
};

/* What is odd about a file is told once for each of these. */
enum odd {
	ODD_VERSION = 1,
	ODD_HEADER = 2,
	ODD_DOCTYPE = 4,
	ODD_ELEMENT = 8,
	ODD_TEXT = 16,
	ODD_DATE = 32,
	ODD_PAIRS = 64,
	ODD_EMPTY = 128,
	ODD_LANG = 256,
	ODD_FOREIGN = 512,
	ODD_INNER = 1024,
};

/* A growing list of things of one size. */
struct list {
	void *at;
	size_t n;
	size_t cap;
};

struct tmx_reader {
	struct xml *xml;
	struct xml_handler handler;
	const char *name;
	const struct unit_opts *opts;
	char *root_uri;
	char doctype[61];	/* the name in it; empty: there is none */
	unsigned odd;	/* enum odd: already told */
	int seen_header;
	int seen_body;
	unsigned char kinds[DEPTH_MAX + 1];	/* open elements */
	size_t depth;

	struct arena kept;	/* the header */
	struct wtm_header header;
	struct list header_metas;
	struct list udes;

	struct arena scratch;	/* the unit under way */
	int accepted;	/* tu is whole and sound */
	long line;	/* of its <tu> */
	int too_large;
	char fault[200];	/* why it is rejected; empty: it is not */
	struct wtm_tu tu;
	struct wtm_tuv tuv;
	struct wtm_meta meta;
	struct list tu_metas;
	struct list tuv_metas;
	struct list tuvs;
	int n_segs;	/* in this tuv */
	struct seg seg;	/* also the text of a meta, and a <ude> */
	struct pairs pairs;
};

/* The innermost open element. */
enum kind tmx_top(const struct tmx_reader *r);
int tmx_is_inside(const struct tmx_reader *r, enum kind kind);

/*
 * The element of that kind begins, in its place, or ends; 0 or -1.  The
 * innermost open one is its parent at the begin, itself at the end.
 */
int tmx_begin(struct tmx_reader *r, enum kind kind,
    const struct xml_tag *tag, struct wtm_err *err);
int tmx_end(struct tmx_reader *r, enum kind kind, const struct xml_tag *tag,
    struct wtm_err *err);

/* Text inside the innermost open element. */
int tmx_text(struct tmx_reader *r, const char *s, size_t len,
    struct wtm_err *err);

/* Tell of something odd, once for each kind; when strict it is a failure. */
int tmx_odd(struct tmx_reader *r, enum odd what, struct wtm_err *err,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The unit under way is faulty; the first reason stays. */
void tmx_fault(struct tmx_reader *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Report a unit that is left out; -1 when that is a failure. */
int tmx_leave_out(struct tmx_reader *r, int rejected, long line,
    const char *why, const struct wtm_tu *tu, struct wtm_err *err);

#endif
