/*
 * read-feed: RSS 1.0 and 2.0, and Atom (RFC 4287).
 *
 * The fields are those of the first item; the texts are of all.
 */
#include "config.h"

#include <string.h>

#include "format/xml-rules.h"

static const struct xml_rule rss_rules[] = {
	{ .path = "channel/language", .what = RULE_TEXT,
	    .field = WTM_FIELD_LANGUAGE },
	{ .path = "channel/copyright", .what = RULE_TEXT,
	    .field = WTM_FIELD_COPYRIGHT },
	{ .path = "channel/title", .what = RULE_TEXT,
	    .field = WTM_FIELD_PROVIDER },
	{ .path = "item/guid", .what = RULE_TEXT, .field = WTM_FIELD_GUID },
	{ .path = "item/link", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_GUID },
	{ .path = "item/pubDate", .what = RULE_DATE,
	    .field = WTM_FIELD_CREATED },
	{ .path = "item/date", .what = RULE_DATE,
	    .field = WTM_FIELD_CREATED },
	{ .path = "item/language", .what = RULE_TEXT,
	    .field = WTM_FIELD_LANGUAGE },
	{ .path = "item/creator", .what = RULE_TEXT,
	    .field = WTM_FIELD_BYLINE },
	{ .path = "item/author", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_BYLINE },
	{ .path = "item/rights", .what = RULE_TEXT,
	    .field = WTM_FIELD_RIGHTS },
	{ .path = "item/title", .what = RULE_HTML_BLOCK,
	    .field = WTM_FIELD_HEADLINE, .kind = WTM_HEADLINE },
	{ .path = "item/description", .what = RULE_HTML_BLOCK,
	    .field = WTM_FIELD_ABSTRACT, .kind = WTM_SENTENCE },
	{ .path = "item/encoded", .what = RULE_HTML },
	{ .path = NULL },
};

static const struct xml_rule atom_rules[] = {
	{ .path = "feed", .what = RULE_WEAK, .field = WTM_FIELD_LANGUAGE,
	    .attr = "xml:lang" },
	{ .path = "entry", .what = RULE_ATTR, .field = WTM_FIELD_LANGUAGE,
	    .attr = "xml:lang" },
	{ .path = "entry/content", .what = RULE_WEAK,
	    .field = WTM_FIELD_LANGUAGE, .attr = "xml:lang" },
	{ .path = "feed/title", .what = RULE_TEXT,
	    .field = WTM_FIELD_PROVIDER },
	{ .path = "feed/rights", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_RIGHTS },
	{ .path = "feed/author/name", .what = RULE_FALLBACK,
	    .field = WTM_FIELD_BYLINE },
	{ .path = "entry/author/name", .what = RULE_TEXT,
	    .field = WTM_FIELD_BYLINE },
	{ .path = "entry/id", .what = RULE_TEXT, .field = WTM_FIELD_GUID },
	{ .path = "entry/updated", .what = RULE_DATE,
	    .field = WTM_FIELD_CREATED },
	{ .path = "entry/published", .what = RULE_DATE,
	    .field = WTM_FIELD_ISSUED },
	{ .path = "entry/rights", .what = RULE_TEXT,
	    .field = WTM_FIELD_RIGHTS },
	{ .path = "entry/category", .what = RULE_KEYWORD, .attr = "term" },
	{ .path = "entry/title", .what = RULE_HTML_BLOCK,
	    .field = WTM_FIELD_HEADLINE, .kind = WTM_HEADLINE },
	{ .path = "entry/summary", .what = RULE_HTML_BLOCK,
	    .field = WTM_FIELD_ABSTRACT, .kind = WTM_SENTENCE },
	{ .path = "entry/content", .what = RULE_HTML },
	{ .path = NULL },
};

static int
bid_rss(const struct head *h)
{
	return strcmp(h->root, "rss") == 0 || strcmp(h->root, "RDF") == 0;
}

static int
bid_atom(const struct head *h)
{
	return strcmp(h->root, "feed") == 0 || strcmp(h->root, "entry") == 0;
}

static int
rss_read(struct story *st, struct wtm_err *err)
{
	static const struct xml_rule *const tables[] = { rss_rules, NULL };

	return xml_rules_read(st, tables, err);
}

static int
atom_read(struct story *st, struct wtm_err *err)
{
	static const struct xml_rule *const tables[] = { atom_rules, NULL };

	return xml_rules_read(st, tables, err);
}

const struct article_ops read_rss = { "rss", bid_rss, rss_read };
const struct article_ops read_atom = { "atom", bid_atom, atom_read };
