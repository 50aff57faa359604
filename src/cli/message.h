/*
 * message: failures, told to a person on standard error in one line.
 */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include "wiretm.h"

void message_error(const struct wtm_err *err);

#endif
