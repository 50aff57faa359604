/*
 * message: failures, told to a person on standard error in one line.
 *
 * What is wrong with an input begins with its file and line, as editors and
 * scripts expect it; anything else begins with the name of the program.
 */
#include "config.h"
#include "cli/message.h"

#include <string.h>

#include "cli/term.h"

void
message_error(const struct wtm_err *err)
{
	if (err->code != WTM_INPUT && err->line == 0)
		fputs("wiretm: ", stderr);
	term_put(stderr, err->msg, strlen(err->msg));
	putc('\n', stderr);
}
