/*
 * Units through the check: which pairs are looked at, in which order things
 * are told, and sources with several targets.
 */
#include "config.h"

#include <string.h>

#include "match/check.h"
#include "test.h"

struct log {
	char text[2000];
	int stop;
};

static int
note(void *arg, const struct wtm_complaint *f, struct wtm_err *err)
{
	struct log *l = arg;
	size_t n = strlen(l->text);

	(void)err;
	CHECK(f->source_at[1] <= f->source->text.len);
	CHECK(f->target_at[1] <= f->target->text.len);
	snprintf(l->text + n, sizeof(l->text) - n, "%d %s %.*s; ", (int)f->n,
	    f->kind, (int)f->target->lang.len, f->target->lang.s);
	return l->stop;
}

static struct wtm_str
str(const char *s)
{
	struct wtm_str r = { s, strlen(s) };

	return r;
}

/* A unit of English, Korean and, when given, another Korean text. */
static int
unit(struct check *c, uint64_t n, const char *en, const char *ko,
    const char *more)
{
	struct wtm_tuv tuvs[3] = {
		{ .lang = str("en-US"), .text = str(en) },
		{ .lang = str("ko"), .text = str(ko) },
		{ .lang = str(more == NULL ? "fr" : "ko-KP"),
		  .text = str(more == NULL ? "Il a 99 ans." : more) },
	};
	struct wtm_tu tu = { .tuvs = tuvs, .n_tuvs = 3 };
	struct wtm_err err = { 0 };
	uint64_t told = 0;

	return check_unit(c, &tu, n, &told, &err);
}

/* A TSV file: lines are numbers, a line with one side is looked at, too. */
static void
file(void)
{
	static const char path[] = "test-check.tsv";
	struct log l = { .stop = 0 };
	struct wtm_check_opts opts = WTM_CHECK_OPTS_INIT;
	struct wtm_checked n;
	struct wtm_err err = { 0 };
	FILE *fp = fopen(path, "w");

	if (!CHECK(fp != NULL))
		return;
	fputs("en\tko\nIt is 5.\t5다.\nIt is 15.\t16이다.\nIt is over.\t\n",
	    fp);
	fclose(fp);
	opts.faulty = tmpfile();
	CHECK_INT(wtm_check_file(&n, path, &opts, note, &l, &err), 0);
	CHECK_STR(l.text, "3 number ko; 4 empty ko; ");
	CHECK_INT(n.units, 3);
	CHECK_INT(n.complaints, 2);
	CHECK_INT(n.rejected, 0);
	if (CHECK(opts.faulty != NULL)) {
		CHECK(ftell(opts.faulty) > 200);
		fclose(opts.faulty);
	}
	*l.text = '\0';
	l.stop = 1;
	opts.faulty = NULL;
	CHECK_INT(wtm_check_file(&n, path, &opts, note, &l, &err), -1);
	CHECK_STR(l.text, "3 number ko; ");
	CHECK_INT(wtm_check_file(&n, "no-such-file", &opts, note, &l, &err),
	    -1);
	remove(path);
}

int
main(void)
{
	struct log l = { .stop = 0 };
	struct wtm_err err = { 0 };
	struct check *c;

	CHECK_INT(check_new(&c, "en", "ko", note, &l, &err), 0);
	CHECK_INT(unit(c, 1, "It is 5.", "5다.", NULL), 0);
	CHECK_INT(unit(c, 2, "It is 15.", "16이다.", "15다."), 0);
	CHECK_INT(unit(c, 3, "It is  5.", "그것은 5다.", NULL), 0);
	CHECK_INT(unit(c, 4, "It is 5.", "5다.", NULL), 0);
	CHECK_INT(unit(c, 5, "It is over.", "", NULL), 0);
	CHECK_STR(l.text, "2 number ko; 2 inconsistent ko-KP; "
	    "3 inconsistent ko; 5 empty ko; ");
	for (uint64_t n = 6; n < 3000; n++) {
		char en[40];
		snprintf(en, sizeof(en), "It is %d.", (int)n + 100);
		char ko[40];
		snprintf(ko, sizeof(ko), "%d.", (int)n + 100);
		CHECK_INT(unit(c, n, en, ko, NULL), 0);
	}
	*l.text = '\0';
	l.stop = 1;
	CHECK_INT(unit(c, 3001, "It is 2000.", "이천이다.", NULL), -1);
	CHECK_STR(l.text, "3001 missing ko; ");
	check_free(c);
	check_free(NULL);
	file();
	return test_end();
}
