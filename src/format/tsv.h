/*
 * tsv: pairs as tab-separated text, one a line, without quoting.
 *
 * UTF-8, UTF-16 with a BOM, or CP949, which is found out from the first lines
 * that are not ASCII.  A first line whose first two fields are language tags
 * sets the languages; its further fields name columns: the attributes of a
 * TMX unit by their names, "note" a note, any other a prop of that type.
 * Without it further columns are ignored.
 */
#ifndef FORMAT_TSV_H
#define FORMAT_TSV_H

#include "tmx/unit.h"

extern const struct unit_ops tsv_format;

#endif
