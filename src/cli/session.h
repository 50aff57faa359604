/*
 * session: the memory that a command works on.
 */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/cli.h"
#include "cli/progress.h"

enum session_for {
	SESSION_READ,	/* nothing is written */
	SESSION_CHANGE,
	SESSION_CREATE,	/* and made when it is absent */
};

struct session {
	struct progress progress;	/* remarks and progress of the work */
	struct wtm *memory;
	struct wtm_session *s;
};

/* Is there nothing at dir, or an empty folder? */
int session_is_absent(const char *dir);

/* 0, or -1 and the error.  session_close() is allowed in both cases. */
int session_open(struct session *m, const struct cli *c, enum session_for what,
    struct wtm_err *err);
int session_open_dir(struct session *m, const struct cli *c, const char *dir,
    enum session_for what, struct wtm_err *err);
void session_close(struct session *m);

/* The date of now as TMX writes it, 20240301T120000Z. */
#define SESSION_DATE_SIZE 32
void session_now(char date[SESSION_DATE_SIZE]);

/* Any time, in UTC, in a form of strftime(). */
void session_date(char date[SESSION_DATE_SIZE], int64_t seconds,
    const char *form);

#endif
