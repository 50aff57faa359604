/*
 * xml-rules: an XML format as a table: which element or attribute says what.
 */
#ifndef FORMAT_XML_RULES_H
#define FORMAT_XML_RULES_H

#include "format/article.h"

enum rule_do {
	RULE_ATTR,	/* a field: the value of an attribute */
	RULE_CODE,	/* the same behind its colon: "stat:usable" */
	RULE_WEAK,	/* the same, unless something better comes */
	RULE_DATE,	/* a date, of an attribute or of the element */
	RULE_TEXT,	/* a field: the text of the element */
	RULE_FALLBACK,	/* the same, unless something better comes */
	RULE_KEYWORD,	/* an attribute or the element */
	RULE_BLOCK,	/* the element is one block */
	RULE_BODY,	/* it holds paragraphs */
	RULE_HTML,	/* the same, or text that is HTML */
	RULE_HTML_BLOCK,	/* one block, or text that is HTML */
	RULE_ECHO,	/* it says again what a block says */
};

struct xml_rule {
	const char *path;	/* local names, the last ones: "item/title" */
	enum rule_do what;
	enum wtm_field field;
	const char *attr;	/* as written; NULL: the text */
	const char *only_attr;	/* only if this attribute ... */
	const char *only_value;	/* ... has this value */
	enum wtm_segment_kind kind;	/* of a block */
};

/* Read the file by the rules of the tables; a path of NULL ends a table. */
int xml_rules_read(struct story *st, const struct xml_rule *const *tables,
    struct wtm_err *err);

#endif
