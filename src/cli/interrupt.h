/*
 * interrupt: SIGINT, SIGTERM and SIGHUP only leave word; the work in hand
 * ends at its next safe point, or some seconds later.  The same signal again
 * ends the program at once.
 */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include "wiretm.h"

/* From now on; SIGPIPE is ignored, so that writing to a pipe can fail. */
int interrupt_catch(void);

/* The signal that asked us to stop, or 0. */
int interrupt_pending(void);

/* 0, or -1 and the error when a signal asked us to stop. */
int interrupt_check(struct wtm_err *err);

#endif
