/*
 * read-bilingual: the source texts of XLIFF and PO as an article, so that a
 * file that is to be translated can be matched like a story.
 */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "base/gzip.h"
#include "format/po.h"
#include "format/xml-rules.h"

static const struct xml_rule rules[] = {
	{ .path = "xliff", .what = RULE_ATTR, .field = WTM_FIELD_LANGUAGE,
	    .attr = "srcLang" },
	{ .path = "xliff/file", .what = RULE_ATTR,
	    .field = WTM_FIELD_LANGUAGE, .attr = "source-language" },
	{ .path = "trans-unit/source", .what = RULE_BLOCK,
	    .field = WTM_FIELD_PARAGRAPH, .kind = WTM_SENTENCE },
	{ .path = "segment/source", .what = RULE_BLOCK,
	    .field = WTM_FIELD_PARAGRAPH, .kind = WTM_SENTENCE },
	{ .path = NULL },
};

static int
bid_xliff(const struct head *h)
{
	return strcmp(h->root, "xliff") == 0;
}

static int
xliff_read(struct story *st, struct wtm_err *err)
{
	static const struct xml_rule *const tables[] = { rules, NULL };

	return xml_rules_read(st, tables, err);
}

static int
bid_po(const struct head *h)
{
	return po_format.bid(h->s, h->len);
}

/* The source of an entry, translated or not. */
static int
add_unit(struct story *st, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct source src = { .hidden = 1 };
	struct flat f = { 0 };
	int ret;

	if (tu == NULL || tu->n_tuvs == 0)
		return 0;
	src.s = tu->tuvs[0].text.s;
	src.len = tu->tuvs[0].text.len;
	flat_add(&f, &src, 0, src.len, 0);
	ret = story_block(st, WTM_FIELD_PARAGRAPH, WTM_SENTENCE, &f, &src,
	    err);
	flat_free(&f);
	return ret;
}

static int
left_out(void *arg, const struct unit_out *u, struct wtm_err *err)
{
	return u->rejected ? 0 : add_unit(arg, u->tu, err);
}

static int
po_read(struct story *st, struct wtm_err *err)
{
	struct unit_opts opts = { .charset = "UTF-8", .left_out = left_out,
		.arg = st };
	struct arena arena = { 0 };
	struct input *in;
	struct wtm_tu tu;
	void *r = NULL;
	long line;
	int more = -1;

	if (input_over_bytes(&in, st->src.s, st->src.len, st->name,
	    err) != 0)
		return -1;
	if (po_format.open(&r, in, &opts, err) == 0)
		more = 1;
	while (more == 1) {
		arena_clear(&arena);
		more = po_format.next(r, &tu, &line, &arena, err);
		if (more == 1 && add_unit(st, &tu, err) != 0)
			more = -1;
	}
	po_format.close(r);
	arena_free(&arena);
	input_close(in);
	return more;
}

const struct article_ops read_xliff = { "xliff", bid_xliff, xliff_read };
const struct article_ops read_po = { "po", bid_po, po_read };
