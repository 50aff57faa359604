/*
 * format: the one place that knows which files hold translation units.
 *
 * A struct unit_reader reads any of them (TMX, XLIFF, PO, TSV, packed or not)
 * as a header and one unit at a time; what a file is, its first bytes and its
 * name say.
 */
#ifndef FORMAT_FORMAT_H
#define FORMAT_FORMAT_H

#include "base/arena.h"
#include "base/gzip.h"
#include "tmx/unit.h"
#include "wiretm.h"

struct unit_reader;

/* in and opts are borrowed until the close. */
int units_open(struct unit_reader **out, struct input *in,
    const struct unit_opts *opts, struct wtm_err *err);
void units_close(struct unit_reader *r);

/*
 * The next unit, in a, and the line it begins on: 1, 0 at the end, -1.
 * Units that are left out are told through opts->left_out on the way.  Only
 * the end says that the file is whole: until then nothing of it is safe.
 */
int units_next(struct unit_reader *r, struct wtm_tu *tu, long *line,
    struct arena *a, struct wtm_err *err);

/*
 * The header of the file, empty when it has none; whole once units_next has
 * been called.  Lives until the close.
 */
const struct wtm_header *units_header(const struct unit_reader *r);

/* "TMX", "XLIFF", "PO" or "TSV". */
const char *units_format(const struct unit_reader *r);

#endif
