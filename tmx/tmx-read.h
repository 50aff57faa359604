/*
 * tmx-read: a TMX file (1.1 to 1.4b) as a header and one unit at a time, in
 * flat memory.
 *
 * A file that is no well-formed TMX is a failure, with file:line:column.  A
 * faulty unit in a sound file is left out and told of, with its line.
 */
#ifndef TMX_READ_H
#define TMX_READ_H

#include "tmx/unit.h"

extern const struct unit_ops tmx_format;

#endif
