/*
 * read-bilingual: the source texts of XLIFF and PO as an article, so that a
 * file that is to be translated can be matched like a story.
 */
#include "config.h"

#include <string.h>

#include "base/err.h"
#include "base/gzip.h"
#include "format/po.h"
#include "format/xliff.h"
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
bid_po(const struct head *h)
{
	return po_format.bid(h->s, h->len);
}

/* The story that documents of match say they are of. */
static int
take_story(struct story *st, const struct wtm_tu *tu, struct wtm_err *err)
{
	static const struct {
		const char *prop;
		enum wtm_field field;
	} fields[] = {
		{ "slug", WTM_FIELD_SLUGLINE },
		{ "x-story", WTM_FIELD_GUID },
		{ "x-embargo", WTM_FIELD_EMBARGO },
	};
	int ret = 0;

	for (size_t i = 0; i < tu->n_metas; i++)
		for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
			if (ret == 0 && tu->metas[i].type.s != NULL &&
			    strcmp(tu->metas[i].type.s, fields[k].prop) == 0)
				ret = story_set(st, fields[k].field, STORY_SET,
				    tu->metas[i].text.s, tu->metas[i].text.len,
				    err);
	return ret;
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

/* Units of a file that is read as an article. */
struct walk {
	struct story *st;
	int blocks;	/* their sources are its blocks */
};

static int
take_unit(const struct walk *w, const struct wtm_tu *tu, struct wtm_err *err)
{
	if (tu != NULL && take_story(w->st, tu, err) != 0)
		return -1;
	return w->blocks ? add_unit(w->st, tu, err) : 0;
}

static int
left_out(void *arg, const struct unit_out *u, struct wtm_err *err)
{
	return u->rejected ? 0 : take_unit(arg, u->tu, err);
}

static int
walk_units(struct walk *w, const struct unit_ops *ops, struct wtm_err *err)
{
	struct story *st = w->st;
	struct unit_opts opts = { .charset = "UTF-8", .left_out = left_out,
		.arg = w };
	struct arena arena = { 0 };
	struct input *in;
	struct wtm_tu tu;
	void *r = NULL;
	long line;
	int more = -1;

	if (input_over_bytes(&in, st->src.s, st->src.len, st->name,
	    err) != 0)
		return -1;
	if (ops->open(&r, in, &opts, err) == 0)
		more = 1;
	while (more == 1) {
		arena_clear(&arena);
		more = ops->next(r, &tu, &line, &arena, err);
		if (more == 1 && take_unit(w, &tu, err) != 0)
			more = -1;
	}
	ops->close(r);
	arena_free(&arena);
	input_close(in);
	return more;
}

static int
po_read(struct story *st, struct wtm_err *err)
{
	return walk_units(&(struct walk){ st, 1 }, &po_format, err);
}

/* Where its texts stand in the file is read by rules, the story by units. */
static int
xliff_read(struct story *st, struct wtm_err *err)
{
	static const struct xml_rule *const tables[] = { rules, NULL };
	struct wtm_err ignored = { 0 };

	if (xml_rules_read(st, tables, err) != 0)
		return -1;
	walk_units(&(struct walk){ st, 0 }, &xliff_format, &ignored);
	return 0;
}

const struct article_ops read_xliff = { "xliff", bid_xliff, xliff_read };
const struct article_ops read_po = { "po", bid_po, po_read };
