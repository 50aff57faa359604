/*
 * import: taking files into the memory and telling the counts; shared by the
 * commands that do.
 */
#ifndef CLI_IMPORT_H
#define CLI_IMPORT_H

#include "cli/cli.h"
#include "cli/session.h"

/*
 * Take the files in, one after the other, as the options say.  The exit
 * status: 0, or 3 when a file or a unit of one was refused; -1 and the error
 * when the memory or the system failed.
 */
int import_files(struct cli *c, struct session *m, char **files, int n,
    struct wtm_err *err);

/* What came of a file, to standard error or as JSON to the results. */
void import_tell(struct cli *c, const char *file, const struct wtm_counts *n,
    double seconds);

#endif
