/*
 * read-newsml1: NewsML 1.x of the IPTC.
 */
#include "config.h"

#include <string.h>

#include "format/read-nitf.h"
#include "format/xml-rules.h"

static const struct xml_rule rules[] = {
	{ .path = "NewsItem", .what = RULE_WEAK, .field = WTM_FIELD_LANGUAGE,
	    .attr = "xml:lang" },
	{ .path = "DescriptiveMetadata/Language", .what = RULE_ATTR,
	    .field = WTM_FIELD_LANGUAGE, .attr = "FormalName" },
	{ .path = "NewsIdentifier/ProviderId", .what = RULE_TEXT,
	    .field = WTM_FIELD_PROVIDER },
	{ .path = "NewsIdentifier/NewsItemId", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_GUID },
	{ .path = "NewsIdentifier/PublicIdentifier", .what = RULE_TEXT,
	    .field = WTM_FIELD_GUID },
	{ .path = "NewsIdentifier/RevisionId", .what = RULE_TEXT,
	    .field = WTM_FIELD_VERSION },
	{ .path = "Identification/NameLabel", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_SLUGLINE },
	{ .path = "NewsLines/SlugLine", .what = RULE_TEXT,
	    .field = WTM_FIELD_SLUGLINE },
	{ .path = "NewsManagement/ThisRevisionCreated", .what = RULE_DATE,
	    .field = WTM_FIELD_CREATED },
	{ .path = "NewsManagement/Status", .what = RULE_ATTR,
	    .field = WTM_FIELD_STATUS, .attr = "FormalName" },
	{ .path = "StatusWillChange/DateAndTime", .what = RULE_DATE,
	    .field = WTM_FIELD_EMBARGO },
	{ .path = "NewsManagement/Urgency", .what = RULE_ATTR,
	    .field = WTM_FIELD_URGENCY, .attr = "FormalName" },
	{ .path = "NewsManagement/Instruction", .what = RULE_ATTR,
	    .field = WTM_FIELD_SIGNAL, .attr = "FormalName" },
	{ .path = "NewsLines/HeadLine", .what = RULE_BLOCK,
	    .field = WTM_FIELD_HEADLINE, .kind = WTM_HEADLINE },
	{ .path = "NewsLines/SubHeadLine", .what = RULE_BLOCK,
	    .field = WTM_FIELD_SUBHEAD, .kind = WTM_HEADLINE },
	{ .path = "NewsLines/ByLine", .what = RULE_BLOCK,
	    .field = WTM_FIELD_BYLINE, .kind = WTM_BYLINE },
	{ .path = "NewsLines/DateLine", .what = RULE_BLOCK,
	    .field = WTM_FIELD_DATELINE, .kind = WTM_DATELINE },
	{ .path = "NewsLines/CreditLine", .what = RULE_TEXT,
	    .field = WTM_FIELD_CREDIT },
	{ .path = "NewsLines/CopyrightLine", .what = RULE_TEXT,
	    .field = WTM_FIELD_COPYRIGHT },
	{ .path = "NewsLines/RightsLine", .what = RULE_TEXT,
	    .field = WTM_FIELD_RIGHTS },
	{ .path = "UsageRights/Limitations", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_RIGHTS },
	{ .path = "NewsLines/KeywordLine", .what = RULE_KEYWORD },
	{ .path = "NewsLine/NewsLineText", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_EDNOTE },
	{ .path = "ContentItem/DataContent", .what = RULE_HTML },
	{ .path = NULL },
};

static int
bid(const struct head *h)
{
	return strcmp(h->root, "NewsML") == 0;
}

static int
read(struct story *st, struct wtm_err *err)
{
	static const struct xml_rule *const tables[] = { rules, nitf_rules,
		NULL };

	return xml_rules_read(st, tables, err);
}

const struct article_ops read_newsml1 = { "newsml1", bid, read };
