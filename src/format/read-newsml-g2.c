/*
 * read-newsml-g2: NewsML-G2 of the IPTC: news items with XHTML or NITF
 * inside, packages, and messages of several items.
 *
 * A package has no text of its own: its headline, and those of the items it
 * lists.
 */
#include "config.h"

#include <string.h>

#include "format/read-nitf.h"
#include "format/xml-rules.h"

static const struct xml_rule rules[] = {
	{ .path = "newsItem", .what = RULE_ATTR, .field = WTM_FIELD_GUID,
	    .attr = "guid" },
	{ .path = "newsItem", .what = RULE_ATTR, .field = WTM_FIELD_VERSION,
	    .attr = "version" },
	{ .path = "newsItem", .what = RULE_WEAK, .field = WTM_FIELD_LANGUAGE,
	    .attr = "xml:lang" },
	{ .path = "packageItem", .what = RULE_ATTR, .field = WTM_FIELD_GUID,
	    .attr = "guid" },
	{ .path = "packageItem", .what = RULE_ATTR,
	    .field = WTM_FIELD_VERSION, .attr = "version" },
	{ .path = "packageItem", .what = RULE_WEAK,
	    .field = WTM_FIELD_LANGUAGE, .attr = "xml:lang" },
	{ .path = "copyrightHolder/name", .what = RULE_TEXT,
	    .field = WTM_FIELD_COPYRIGHT },
	{ .path = "copyrightHolder", .what = RULE_WEAK,
	    .field = WTM_FIELD_COPYRIGHT, .attr = "literal" },
	{ .path = "rightsInfo/usageTerms", .what = RULE_TEXT,
	    .field = WTM_FIELD_RIGHTS },
	{ .path = "rightsInfo/copyrightNotice", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_RIGHTS },
	{ .path = "itemMeta/provider", .what = RULE_WEAK,
	    .field = WTM_FIELD_PROVIDER, .attr = "literal" },
	{ .path = "itemMeta/provider", .what = RULE_CODE,
	    .field = WTM_FIELD_PROVIDER, .attr = "qcode" },
	{ .path = "provider/name", .what = RULE_TEXT,
	    .field = WTM_FIELD_PROVIDER },
	{ .path = "itemMeta/versionCreated", .what = RULE_DATE,
	    .field = WTM_FIELD_CREATED },
	{ .path = "itemMeta/embargoed", .what = RULE_DATE,
	    .field = WTM_FIELD_EMBARGO },
	{ .path = "itemMeta/pubStatus", .what = RULE_CODE,
	    .field = WTM_FIELD_STATUS, .attr = "qcode" },
	{ .path = "itemMeta/edNote", .what = RULE_TEXT,
	    .field = WTM_FIELD_EDNOTE },
	{ .path = "itemMeta/signal", .what = RULE_CODE,
	    .field = WTM_FIELD_SIGNAL, .attr = "qcode" },
	{ .path = "itemMeta/link", .what = RULE_ATTR,
	    .field = WTM_FIELD_TRANSLATED_FROM, .attr = "residref",
	    .only_attr = "rel", .only_value = "irel:translatedFrom" },
	{ .path = "itemMeta/link", .what = RULE_ATTR,
	    .field = WTM_FIELD_TRANSLATED_FROM_VERSION, .attr = "version",
	    .only_attr = "rel", .only_value = "irel:translatedFrom" },
	{ .path = "contentMeta/urgency", .what = RULE_TEXT,
	    .field = WTM_FIELD_URGENCY },
	{ .path = "located/name", .what = RULE_TEXT,
	    .field = WTM_FIELD_LOCATION },
	{ .path = "contentMeta/language", .what = RULE_ATTR,
	    .field = WTM_FIELD_LANGUAGE, .attr = "tag" },
	{ .path = "contentMeta/keyword", .what = RULE_KEYWORD },
	{ .path = "contentMeta/slugline", .what = RULE_TEXT,
	    .field = WTM_FIELD_SLUGLINE },
	{ .path = "creator/name", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_BYLINE },
	{ .path = "contentMeta/headline", .what = RULE_BLOCK,
	    .field = WTM_FIELD_HEADLINE, .kind = WTM_HEADLINE },
	{ .path = "contentMeta/dateline", .what = RULE_BLOCK,
	    .field = WTM_FIELD_DATELINE, .kind = WTM_DATELINE },
	{ .path = "contentMeta/by", .what = RULE_BLOCK,
	    .field = WTM_FIELD_BYLINE, .kind = WTM_BYLINE },
	{ .path = "contentMeta/creditline", .what = RULE_TEXT,
	    .field = WTM_FIELD_CREDIT },
	{ .path = "contentMeta/description", .what = RULE_BLOCK,
	    .field = WTM_FIELD_ABSTRACT, .kind = WTM_SENTENCE },
	{ .path = "itemRef/title", .what = RULE_BLOCK,
	    .field = WTM_FIELD_PARAGRAPH, .kind = WTM_HEADLINE },
	{ .path = "itemRef/headline", .what = RULE_BLOCK,
	    .field = WTM_FIELD_PARAGRAPH, .kind = WTM_HEADLINE },
	{ .path = "itemRef/description", .what = RULE_BLOCK,
	    .field = WTM_FIELD_PARAGRAPH, .kind = WTM_SENTENCE },
	{ .path = "inlineXML/html/body", .what = RULE_BODY },
	{ .path = "inlineXML/body", .what = RULE_BODY },
	{ .path = "inlineXML/div", .what = RULE_BODY },
	{ .path = "contentSet/inlineData", .what = RULE_HTML },
	{ .path = NULL },
};

static int
bid(const struct head *h)
{
	static const char *const roots[] = { "newsItem", "packageItem",
		"newsMessage", "conceptItem", "planningItem" };

	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (strcmp(h->root, roots[i]) == 0)
			return 1;
	return 0;
}

static int
read(struct story *st, struct wtm_err *err)
{
	static const struct xml_rule *const tables[] = { rules, nitf_rules,
		NULL };

	return xml_rules_read(st, tables, err);
}

const struct article_ops read_newsml_g2 = { "newsml-g2", bid, read };
