/*
 * read-nitf: NITF 3.x of the IPTC, alone or inside of other formats.
 */
#include "config.h"
#include "format/read-nitf.h"

#include <string.h>

const struct xml_rule nitf_rules[] = {
	{ .path = "nitf", .what = RULE_WEAK, .field = WTM_FIELD_LANGUAGE,
	    .attr = "xml:lang" },
	{ .path = "nitf", .what = RULE_ATTR, .field = WTM_FIELD_LANGUAGE,
	    .attr = "baselang" },
	{ .path = "head/title", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_HEADLINE },
	{ .path = "head/title", .what = RULE_ECHO },
	{ .path = "docdata", .what = RULE_ATTR, .field = WTM_FIELD_STATUS,
	    .attr = "management-status" },
	{ .path = "doc-id", .what = RULE_ATTR, .field = WTM_FIELD_GUID,
	    .attr = "id-string" },
	{ .path = "doc-id", .what = RULE_WEAK, .field = WTM_FIELD_PROVIDER,
	    .attr = "regsrc" },
	{ .path = "docdata/urgency", .what = RULE_ATTR,
	    .field = WTM_FIELD_URGENCY, .attr = "ed-urg" },
	{ .path = "date.issue", .what = RULE_DATE,
	    .field = WTM_FIELD_ISSUED, .attr = "norm" },
	{ .path = "date.release", .what = RULE_DATE,
	    .field = WTM_FIELD_EMBARGO, .attr = "norm" },
	{ .path = "date.expire", .what = RULE_DATE,
	    .field = WTM_FIELD_EXPIRES, .attr = "norm" },
	{ .path = "doc.copyright", .what = RULE_ATTR,
	    .field = WTM_FIELD_COPYRIGHT, .attr = "holder" },
	{ .path = "doc.rights", .what = RULE_ATTR,
	    .field = WTM_FIELD_RIGHTS, .attr = "limitations" },
	{ .path = "key-list/keyword", .what = RULE_KEYWORD, .attr = "key" },
	{ .path = "ed-msg", .what = RULE_ATTR, .field = WTM_FIELD_EDNOTE,
	    .attr = "info" },
	{ .path = "du-key", .what = RULE_ATTR, .field = WTM_FIELD_SLUGLINE,
	    .attr = "key" },
	{ .path = "du-key", .what = RULE_ATTR, .field = WTM_FIELD_VERSION,
	    .attr = "version" },
	{ .path = "fixture", .what = RULE_WEAK, .field = WTM_FIELD_SLUGLINE,
	    .attr = "fix-id" },
	{ .path = "hedline/hl1", .what = RULE_BLOCK,
	    .field = WTM_FIELD_HEADLINE, .kind = WTM_HEADLINE },
	{ .path = "hedline/hl2", .what = RULE_BLOCK,
	    .field = WTM_FIELD_SUBHEAD, .kind = WTM_HEADLINE },
	{ .path = "body.head/byline", .what = RULE_BLOCK,
	    .field = WTM_FIELD_BYLINE, .kind = WTM_BYLINE },
	{ .path = "body.head/distributor", .what = RULE_TEXT,
	    .field = WTM_FIELD_PROVIDER },
	{ .path = "dateline/location", .what = RULE_TEXT,
	    .field = WTM_FIELD_LOCATION },
	{ .path = "body.head/dateline", .what = RULE_BLOCK,
	    .field = WTM_FIELD_DATELINE, .kind = WTM_DATELINE },
	{ .path = "body.head/abstract", .what = RULE_BLOCK,
	    .field = WTM_FIELD_ABSTRACT, .kind = WTM_SENTENCE },
	{ .path = "body.head/note", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_EDNOTE },
	{ .path = "body.content", .what = RULE_BODY },
	{ .path = "body.end/tagline", .what = RULE_BLOCK,
	    .field = WTM_FIELD_TRAILER, .kind = WTM_BYLINE },
	{ .path = NULL },
};

static int
bid(const struct head *h)
{
	return strcmp(h->root, "nitf") == 0;
}

static int
read(struct story *st, struct wtm_err *err)
{
	static const struct xml_rule *const tables[] = { nitf_rules, NULL };

	st->names_inlines = 1;
	return xml_rules_read(st, tables, err);
}

const struct article_ops read_nitf = { "nitf", bid, read };
