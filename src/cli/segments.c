/*
 * segments: what the commands that split articles share.
 */
#include "config.h"
#include "cli/segments.h"

#include <string.h>

struct wtm_segment_opts
segments_opts(const struct cli *c, struct progress *notes)
{
	struct wtm_segment_opts opts = WTM_SEGMENT_OPTS_INIT;

	opts.lang = cli_text(c, OPT_SOURCE);
	opts.lang_given = c->values[OPT_SOURCE].from > FROM_DEFAULT;
	opts.format = cli_text(c, OPT_FROM_FORMAT);
	opts.rules = cli_text(c, OPT_RULES);
	opts.charset = cli_text(c, OPT_CHARSET);
	opts.note = progress_note;
	opts.note_arg = notes;
	return opts;
}

size_t
segments_break(const char *s, size_t len)
{
	static const char *const breaks[] = { "\r\n", "\n", "\r", "\v", "\f",
		"\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9" };

	for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
		size_t n = strlen(breaks[i]);

		if (n <= len && memcmp(s, breaks[i], n) == 0)
			return n;
	}
	return 0;
}
