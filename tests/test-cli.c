/*
 * The parts of the program that need no memory: characters and columns,
 * JSON, the flow of text, options.
 */
#include "config.h"

#include <stdlib.h>

#include "cli/cli.h"
#include "cli/flow.h"
#include "cli/json.h"
#include "cli/term.h"
#include "cli/utf8.h"
#include "random-text.h"
#include "test.h"

static int
run(struct cli *c, struct wtm_err *err)
{
	(void)c;
	(void)err;
	return 0;
}

static const struct command cmd_try = {
	.name = "try",
	.args = "ID",
	.least_args = 1,
	.most_args = 1,
	.options = { OPT_MIN, OPT_NEW_SOURCE, OPT_ON_DUPLICATE },
	.run = run,
};

const struct command *const commands[] = { &cmd_try, NULL };

static void
columns_of_characters(void)
{
	CHECK_INT(utf8_width("abc", 3), 3);
	CHECK_INT(utf8_width("한국어", 9), 6);
	CHECK_INT(utf8_width("e\xcc\x81", 3), 1);
	CHECK_INT(utf8_width("漢字、カナ", 15), 10);
	CHECK_INT(utf8_width("“…”", 9), 3);
	CHECK_INT(utf8_width("\xf0\x9f\x98\x80", 4), 2);
	/* conjoining: a leading consonant, a vowel, a final one */
	CHECK_INT(utf8_width("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 9), 2);
}

static void
bad_utf8_is_seen(void)
{
	static const char *const bad[] = { "\x80", "\xc0\xaf", "\xe0\x80\xaf",
		"\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "a\xc3",
		"\xea\xb0" };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(!utf8_valid(bad[i], strlen(bad[i])));
	CHECK(utf8_valid("", 0));
	CHECK(utf8_valid("\xef\xbf\xbd", 3));
	CHECK(utf8_valid("\xf4\x8f\xbf\xbf", 4));
}

/* What a function prints; the caller frees it. */
struct printed {
	char *s;
	size_t len;
	FILE *f;
};

static struct printed *
print_to(struct printed *p)
{
	p->f = open_memstream(&p->s, &p->len);
	return p;
}

static void
printed_is(struct printed *p, const char *want)
{
	fclose(p->f);
	CHECK_STR(p->s, want);
	free(p->s);
}

static void
json_is_valid(void)
{
	struct printed p;
	struct json j;

	json_begin(&j, print_to(&p)->f);
	json_str(&j, "s", "a\"\\\n\x01\x7f\xff가", 10);
	json_tenths(&j, "score", 1000);
	json_tenths(&j, "low", 5);
	json_open(&j, "list", '[');
	json_uint(&j, NULL, UINT64_MAX);
	json_open(&j, NULL, '{');
	json_close(&j, '}');
	json_null(&j, NULL);
	json_close(&j, ']');
	json_bool(&j, "yes", 1);
	json_thousandths(&j, "t", 1.0004);
	json_end(&j);
	printed_is(&p, "{\"v\":1,\"s\":\"a\\\"\\\\\\n\\u0001\\u007f\xef\xbf\xbd"
	    "가\",\"score\":100.0,\"low\":0.5,"
	    "\"list\":[18446744073709551615,{},null],\"yes\":true,"
	    "\"t\":1.000}\n");
}

static void
flow_is(size_t columns, int colour, const char *text, const char *want)
{
	struct printed p;
	struct flow w = { .f = print_to(&p)->f, .colour = colour,
		.columns = columns, .indent = 4 };

	flow_begin(&w, " 1");
	flow_style(&w, STYLE_STRONG);
	flow_puts(&w, text);
	flow_style(&w, STYLE_PLAIN);
	flow_end(&w);
	printed_is(&p, want);
}

static void
text_flows(void)
{
	flow_is(0, 0, "one  two\nthree ", " 1  one two three\n");
	flow_is(11, 0, "one two three", " 1  one two\n    three\n");
	flow_is(10, 0, "one two three", " 1  one\n    two\n    three\n");
	flow_is(12, 0, "북한이 미사일을 쐈다",
	    " 1  북한이\n    미사일을\n    쐈다\n");
	flow_is(10, 0, "漢字漢字漢", " 1  漢字漢\n    字漢\n");
	flow_is(11, 1, "one two three",
	    " 1  \033[1mone two\033[0m\n    \033[1mthree\033[0m\n");
	/* nothing that a terminal would obey */
	flow_is(0, 0, "\033[31mred\xc2\x9b", " 1  \xef\xbf\xbd[31mred"
	    "\xef\xbf\xbd\n");
}

static void
lines_fit(void)
{
	unsigned seed = 11;

	for (int i = 0; i < 1000; i++) {
		char text[100];
		struct printed p;
		struct flow w = { .f = print_to(&p)->f, .indent = 2,
			.columns = 4 + (size_t)i % 9 };

		random_text(text, &seed);
		flow_begin(&w, "");
		flow_puts(&w, text);
		flow_end(&w);
		fclose(p.f);
		for (char *line = p.s; *line != '\0';) {
			size_t len = strcspn(line, "\n");

			CHECK(utf8_width(line, len) <= w.columns);
			line += len + 1;
		}
		free(p.s);
	}
}

static int
parse(struct cli *c, struct wtm_err *err, const char *args)
{
	static char copy[200];
	char *argv[20] = { copy };
	int n = 1;

	snprintf(copy, sizeof copy, "%s", args);
	for (char *p = copy; (p = strchr(p, ' ')) != NULL;) {
		*p++ = '\0';
		argv[n++] = p;
	}
	*c = (struct cli){ 0 };
	*err = (struct wtm_err){ 0 };
	if (cli_parse(c, n, argv, err) != 0)
		return -1;
	return cli_check_args(c, err);
}

static void
options_are_read(void)
{
	struct cli c;
	struct wtm_err err;

	CHECK_INT(parse(&c, &err, "wiretm -s ja try -qdDIR --min=80 7"), 0);
	CHECK_STR(cli_text(&c, OPT_SOURCE), "ja");
	CHECK_STR(cli_text(&c, OPT_MEMORY), "DIR");
	CHECK_INT(cli_flag(&c, OPT_QUIET), 1);
	CHECK_INT(cli_number(&c, OPT_MIN), 80);
	CHECK_STR(c.args[0], "7");

	/* a long name of the command hides the global one, a letter does not */
	CHECK_INT(parse(&c, &err, "wiretm --source en try --source x -s ko 7"),
	    0);
	CHECK_STR(cli_text(&c, OPT_SOURCE), "ko");
	CHECK_STR(cli_text(&c, OPT_NEW_SOURCE), "x");

	CHECK_INT(parse(&c, &err, "wiretm try -- --min"), 0);
	CHECK_STR(c.args[0], "--min");
	CHECK_INT(parse(&c, &err, "wiretm try --on-duplicate keep -"), 0);
	CHECK_INT(cli_number(&c, OPT_ON_DUPLICATE), 1);
}

static void
wrong_use_is_told(void)
{
	static const struct {
		const char *args;
		const char *msg;
	} uses[] = {
		{ "wiretm",
		    "a command is missing; \"wiretm --help\" lists them" },
		{ "wiretm trie",
		    "unknown command \"trie\"; \"wiretm --help\" lists them" },
		{ "wiretm --min 5 try 7", "unknown option --min before the "
		    "command; see \"wiretm --help\"" },
		{ "wiretm try -x 7",
		    "try has no option -x; see \"wiretm try --help\"" },
		{ "wiretm try", "try needs ID; see \"wiretm try --help\"" },
		{ "wiretm try 1 2", "\"2\" is one argument too many for try; "
		    "see \"wiretm try --help\"" },
		{ "wiretm try 1 -m", "-m needs a value: SCORE" },
		{ "wiretm try 1 -m 49",
		    "-m: \"49\" is not a whole number from 50 to 100" },
		{ "wiretm try 1 -m +70",
		    "-m: \"+70\" is not a whole number from 50 to 100" },
		{ "wiretm try 1 --min=99999999999999999999", "--min: "
		    "\"99999999999999999999\" is not a whole number from 50 "
		    "to 100" },
		{ "wiretm try 1 --on-duplicate=mer", "--on-duplicate: "
		    "\"mer\" is not one of merge|keep|replace" },
		{ "wiretm try 1 --quiet=yes", "--quiet takes no value" },
		{ "wiretm try 1 -s korean", "-s: \"korean\" is not a language "
		    "tag; write en, ko, zh-Hant ..." },
		{ "wiretm try 1 -t en_US", "-t: \"en_US\" is not a language "
		    "tag; write en, ko, zh-Hant ..." },
		{ "wiretm try \xff", "argument 2 is not UTF-8" },
	};
	struct cli c;
	struct wtm_err err;

	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
		CHECK_INT(parse(&c, &err, uses[i].args), -1);
		CHECK_STR(err.msg, uses[i].msg);
		CHECK_INT(err.code, WTM_USAGE);
	}
}

static void
tags_are_checked(void)
{
	static const char *const good[] = { "en", "EN-gb", "zh-Hant-TW",
		"x-wire", "sr-Latn", "es-419", "i-klingon" };
	static const char *const bad[] = { "", "e", "en-", "-en", "en--GB",
		"12", "en-toolongsub", "*all*" };
	struct cli c = { 0 };
	struct wtm_err err = { 0 };

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		CHECK_INT(cli_set(&c, OPT_SOURCE, good[i], FROM_FLAG, "-s",
		    &err), 0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK_INT(cli_set(&c, OPT_SOURCE, bad[i], FROM_FLAG, "-s",
		    &err), -1);
}

static void
stronger_origins_win(void)
{
	struct cli c = { 0 };
	struct wtm_err err = { 0 };

	cli_set(&c, OPT_MIN, "60", FROM_CONFIG, "f:1: min", &err);
	cli_set(&c, OPT_MIN, "70", FROM_DEFAULT, "min", &err);
	CHECK_INT(cli_number(&c, OPT_MIN), 60);
	cli_set(&c, OPT_MIN, "80", FROM_FLAG, "--min", &err);
	cli_set(&c, OPT_MIN, "65", FROM_ENVIRONMENT, "X", &err);
	CHECK_INT(cli_number(&c, OPT_MIN), 80);
	CHECK_INT(c.values[OPT_MIN].from, FROM_FLAG);
}

/* The default of every option is a value that it allows. */
static void
table_is_sound(void)
{
	struct cli c = { 0 };

	for (enum opt o = OPT_NONE + 1; o < OPT_N; o++) {
		const struct option *row = &options[o];
		struct wtm_err err = { 0 };

		CHECK(row->name != NULL && row->help != NULL);
		CHECK((row->arg == NULL) == (row->type == OPT_FLAG));
		CHECK((row->most > 0) == (row->type == OPT_NUMBER));
		if (row->preset != NULL)
			CHECK_INT(cli_set(&c, o, row->preset, FROM_DEFAULT,
			    row->name, &err), 0);
	}
}

static void
counts_are_readable(void)
{
	char buf[TERM_COUNT_SIZE];

	CHECK_STR(term_count(buf, 0), "0");
	CHECK_STR(term_count(buf, 999), "999");
	CHECK_STR(term_count(buf, 187748), "187,748");
	CHECK_STR(term_count(buf, UINT64_MAX), "18,446,744,073,709,551,615");
	CHECK_STR(term_size(buf, 999), "999 B");
	CHECK_STR(term_size(buf, 1234567), "1.2 MB");
	CHECK_STR(term_size(buf, UINT64_MAX), "18446744.0 TB");
}

int
main(void)
{
	columns_of_characters();
	bad_utf8_is_seen();
	json_is_valid();
	text_flows();
	lines_fit();
	options_are_read();
	wrong_use_is_told();
	tags_are_checked();
	stronger_origins_win();
	table_is_sound();
	counts_are_readable();
	return test_end();
}
