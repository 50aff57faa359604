/*
 * read-nitf: what NITF says, for the formats that carry it.
 */
#ifndef FORMAT_READ_NITF_H
#define FORMAT_READ_NITF_H

#include "format/xml-rules.h"

extern const struct xml_rule nitf_rules[];

#endif
