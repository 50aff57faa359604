/*
 * srx: a file of segmentation rules, SRX 2.0 (LISA OSCAR, 7 April 2008).
 *
 * Read leniently: formathandle, segmentsubflows and cascade may be absent,
 * foreign elements and attributes are passed over, any prefix will do.
 */
#ifndef TEXT_SRX_H
#define TEXT_SRX_H

#include <stddef.h>

#include "base/arena.h"
#include "wiretm.h"

struct srx_rule {
	int is_break;
	struct wtm_str before;	/* regular expressions; empty: anything */
	struct wtm_str after;
	long line;	/* where the rule begins in the file */
};

struct srx_languagerule {
	struct wtm_str name;
	const struct srx_rule *rules;
	size_t n;
};

struct srx_languagemap {
	struct wtm_str pattern;	/* of the whole language code */
	struct wtm_str rule;	/* the name of a languagerule */
	long line;
};

/*
 * On which side of a break inline codes go: with include, they stay with the
 * text before it.
 */
struct srx_formathandle {
	int start;	/* include: 0 unless the file says otherwise */
	int end;	/* 1 */
	int isolated;	/* 0 */
};

struct srx {
	struct arena arena;
	struct wtm_str name;	/* of the file, for messages */
	int segmentsubflows;
	int cascade;
	struct srx_formathandle format;
	struct srx_languagerule *languagerules;
	size_t n_languagerules;
	struct srx_languagemap *maps;
	size_t n_maps;
};

/* Both are ended by srx_free, after a failure too. */
int srx_read(struct srx *out, const char *path, struct wtm_err *err);
int srx_default(struct srx *out, struct wtm_err *err);
void srx_free(struct srx *srx);

/* The languagerule of that name, or NULL. */
const struct srx_languagerule *srx_find(const struct srx *srx,
    struct wtm_str name);

/*
 * Does an inline code of this kind, standing at a break, belong to the text
 * before it?
 */
enum srx_code { SRX_START, SRX_END, SRX_ISOLATED };
int srx_code_before_break(const struct srx *srx, enum srx_code kind);

#endif
