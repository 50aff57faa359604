/*
 * po: units of PO, the format of gettext.
 */
#ifndef FORMAT_PO_H
#define FORMAT_PO_H

#include "tmx/unit.h"

extern const struct unit_ops po_format;

#endif
