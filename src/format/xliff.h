/*
 * xliff: units of XLIFF.
 */
#ifndef FORMAT_XLIFF_H
#define FORMAT_XLIFF_H

#include "tmx/unit.h"

extern const struct unit_ops xliff_format;

#endif
