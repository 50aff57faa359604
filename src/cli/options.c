/*
 * options: every option of the program, in one table.
 *
 * A new option is a row here and a name in enum opt; parsing, --help, the
 * configuration file and "wiretm config" follow.  An option of a command
 * hides a global one of the same long name ("edit --source TEXT"), so the
 * letter of the global one stays what it was.
 */
#include "config.h"
#include "cli/options.h"

#include <string.h>

const struct option options[OPT_N] = {
	[OPT_MEMORY] = { "memory", 'd', OPT_TEXT, "DIR", 0, 0, NULL, 1,
	    "the folder of the memory (default: $WIRETM_MEMORY, else "
	    "$XDG_DATA_HOME/wiretm/memory)" },
	[OPT_SOURCE] = { "source", 's', OPT_LANG, "LANG", 0, 0, "en", 1,
	    "the language to translate from, as a tag: en, en-GB" },
	[OPT_TARGET] = { "target", 't', OPT_LANG, "LANG", 0, 0, "ko", 1,
	    "the language to translate into" },
	[OPT_STRICT_LANG] = { "strict-lang", 0, OPT_FLAG, NULL, 0, 0, NULL, 1,
	    "units of these very tags only: en does not find en-GB" },
	[OPT_JSON] = { "json", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "results as JSON, one object a line" },
	[OPT_OUTPUT] = { "output", 'o', OPT_TEXT, "FILE", 0, 0, NULL, 0,
	    "write the results to FILE, whole or not at all" },
	[OPT_QUIET] = { "quiet", 'q', OPT_FLAG, NULL, 0, 0, NULL, 1,
	    "no remarks, counts and progress; failures are still told" },
	[OPT_VERBOSE] = { "verbose", 'v', OPT_FLAG, NULL, 0, 0, NULL, 1,
	    "say more: properties and notes of a match" },
	[OPT_COLOR] = { "color", 0, OPT_CHOICE, "auto|always|never", 0, 0,
	    "auto", 1,
	    "colour the results; auto: on a terminal, unless NO_COLOR is set" },
	[OPT_USER] = { "user", 0, OPT_TEXT, "NAME", 0, 0, NULL, 1,
	    "who makes a change (default: the login name)" },
	[OPT_HELP] = { "help", 'h', OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "show this help, or that of a command" },
	[OPT_VERSION] = { "version", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "show the version" },

	[OPT_MIN] = { "min", 'm', OPT_NUMBER, "SCORE", 50, 100, "70", 1,
	    "leave out matches below this score" },
	[OPT_MIN_EXACT] = { "min", 'm', OPT_NUMBER, "SCORE", 50, 100, "100", 0,
	    "use no matches below this score" },
	[OPT_MAX] = { "max", 'n', OPT_NUMBER, "N", 1, 100000, "5", 1,
	    "show at most N matches of a segment" },
	[OPT_FULL_SCAN] = { "full-scan", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "compare with every unit instead of asking the index" },
	[OPT_FORMAT] = { "format", 0, OPT_CHOICE,
	    "text|json|tsv|csv|html|xliff|xliff2|tmx|po", 0, 0, "text", 0,
	    "the form of the results" },
	[OPT_RULES] = { "rules", 0, OPT_TEXT, "FILE.srx", 0, 0, NULL, 1,
	    "split sentences by these rules" },
	[OPT_CHARSET] = { "charset", 0, OPT_TEXT, "NAME", 0, 0, NULL, 0,
	    "the encoding of the file (default: found out)" },
	[OPT_FROM_FORMAT] = { "from-format", 0, OPT_TEXT, "NAME", 0, 0, NULL,
	    0, "the format of the file (default: found out)" },
	[OPT_DRY_RUN] = { "dry-run", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "say what would be done, and change nothing" },
	[OPT_STRICT] = { "strict", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "refuse a file for one faulty unit" },
	[OPT_REJECTS] = { "rejects", 0, OPT_TEXT, "FILE", 0, 0, NULL, 0,
	    "write the faulty units to FILE, as TMX" },
	[OPT_ON_DUPLICATE] = { "on-duplicate", 0, OPT_CHOICE,
	    "merge|keep|replace", 0, 0, "merge", 1,
	    "what to do with a unit that is there already" },
	[OPT_TMX] = { "tmx", 0, OPT_CHOICE, "1.4|1.1", 0, 0, "1.4", 0,
	    "the version of the format" },
	[OPT_PREV] = { "prev", 0, OPT_TEXT, "TEXT", 0, 0, NULL, 0,
	    "the segment before it in its article (\"\": it is the first)" },
	[OPT_NEXT] = { "next", 0, OPT_TEXT, "TEXT", 0, 0, NULL, 0,
	    "the segment after it in its article (\"\": it is the last)" },
	[OPT_ANALYSE_FORMAT] = { "format", 0, OPT_CHOICE, "text|json|tsv", 0,
	    0, "text", 0, "the form of the table" },
	[OPT_NEW_SOURCE] = { "source", 0, OPT_TEXT, "TEXT", 0, 0, NULL, 0,
	    "the new text in the source language (-s)" },
	[OPT_NEW_TARGET] = { "target", 0, OPT_TEXT, "TEXT", 0, 0, NULL, 0,
	    "the new text in the target language (-t)" },
	[OPT_PURGE] = { "purge", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "remove every trace from the disk; there is no undo" },
	[OPT_EMBARGOED] = { "embargoed", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "also units whose embargo is in force" },
	[OPT_NOW] = { "now", 0, OPT_TEXT, "TIME", 0, 0, NULL, 0,
	    "what time it is for embargoes (default: the clock)" },
	[OPT_MIN_CONFIDENCE] = { "min-confidence", 0, OPT_TEXT, "X", 0, 0,
	    "0.5", 0, "leave out pairs of two articles that are less sure, "
	    "from 0 to 1" },
	[OPT_LINES] = { "lines", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "the files have a sentence a line already" },
	[OPT_BATCH] = { "batch", 0, OPT_TEXT, "LIST", 0, 0, NULL, 0,
	    "align the files that the lines of LIST name, a tab between" },
	[OPT_IMPORT] = { "import", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "take the pairs into the memory" },
	[OPT_SLUG] = { "slug", 0, OPT_TEXT, "TEXT", 0, 0, NULL, 0,
	    "the slug of the story, when its file does not say" },
	[OPT_EMBARGO] = { "embargo", 0, OPT_TEXT, "TIME", 0, 0, NULL, 0,
	    "its embargo, when its file does not say" },
	[OPT_REPAIR] = { "repair", 0, OPT_FLAG, NULL, 0, 0, NULL, 0,
	    "make the index anew from the units first" },
	[OPT_IN] = { "in", 0, OPT_CHOICE, "source|target|both", 0, 0, "both",
		0, "where the phrase is looked for" },
	[OPT_WHERE] = { "where", 0, OPT_TEXT, "CONDITION", 0, 0, NULL, 0,
	    "units that meet the condition: 'changedate>=2018-10'" },
};

static int
is_named(enum opt o, const char *name, size_t len)
{
	return strlen(options[o].name) == len &&
	    memcmp(options[o].name, name, len) == 0;
}

enum opt
options_find(const enum opt *cmd_options, const char *name, size_t len)
{
	for (const enum opt *o = cmd_options; o != NULL && *o != OPT_NONE;
	    o++) {
		if (is_named(*o, name, len))
			return *o;
	}
	for (enum opt o = OPT_NONE + 1; o < OPT_GLOBAL_END; o++) {
		if (is_named(o, name, len))
			return o;
	}
	return OPT_NONE;
}

enum opt
options_find_letter(const enum opt *cmd_options, char letter)
{
	for (const enum opt *o = cmd_options; o != NULL && *o != OPT_NONE;
	    o++) {
		if (options[*o].letter == letter)
			return *o;
	}
	for (enum opt o = OPT_NONE + 1; o < OPT_GLOBAL_END; o++) {
		if (options[o].letter == letter)
			return o;
	}
	return OPT_NONE;
}
