/*
 * lookup: prior translations of segments: of each argument, or of each line
 * of standard input.
 *
 * Answers to lines are written at once, so that an editor can hold a
 * conversation with the program.
 */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/interrupt.h"
#include "cli/json.h"
#include "cli/matches.h"
#include "cli/session.h"
#include "cli/utf8.h"

struct lookup {
	struct cli *c;
	struct session m;
	struct wtm_lookup_opts opts;
	struct listing listing;
	int alone;	/* one segment only: it need not be repeated */
	int found;
};

static void
put_text(struct lookup *l, const char *s, size_t len,
    const struct wtm_matches *m)
{
	if (!l->alone)
		listing_source(&l->listing, s, len);
	listing_matches(&l->listing, m, s, len);
	if (m->n == 0)
		fprintf(l->c->out.f, "%*sno match\n",
		    l->alone ? 0 : (int)l->listing.flow.indent, "");
	if (!l->alone)
		putc('\n', l->c->out.f);
}

static int
segment(struct lookup *l, const char *s, size_t len, struct wtm_err *err)
{
	const struct wtm_matches *m;
	struct json j;

	if (interrupt_check(err) != 0 ||
	    wtm_lookup(&m, l->m.s, s, len, &l->opts, err) != 0)
		return -1;
	if (m->n > 0)
		l->found = 1;
	if (!cli_flag(l->c, OPT_JSON)) {
		put_text(l, s, len, m);
	} else {
		json_begin(&j, l->c->out.f);
		json_str(&j, "source", s, len);
		matches_json(&j, m);
		json_end(&j);
	}
	return out_check(&l->c->out, err);
}

static int
arguments(struct lookup *l, struct wtm_err *err)
{
	for (int i = 0; i < l->c->n_args; i++) {
		const char *s = l->c->args[i];

		if (segment(l, s, strlen(s), err) != 0)
			return -1;
	}
	return 0;
}

/* One line without its end; its segment, answered at once. */
static int
line(struct lookup *l, char *s, size_t len, long n, struct wtm_err *err)
{
	if (len > 0 && s[len - 1] == '\n')
		len--;
	if (len > 0 && s[len - 1] == '\r')
		len--;
	if (!utf8_valid(s, len))
		return cli_fail(err, WTM_INPUT, n, "-:%ld: not UTF-8; "
		    "convert the text first", n);
	if (segment(l, s, len, err) != 0)
		return -1;
	fflush(l->c->out.f);
	return out_check(&l->c->out, err);
}

static int
lines(struct lookup *l, struct wtm_err *err)
{
	char *s = NULL;
	size_t size = 0;
	ssize_t len;
	long n = 0;
	int rc = 0;

	while (rc == 0 && (len = getline(&s, &size, stdin)) != -1)
		rc = line(l, s, (size_t)len, ++n, err);
	if (rc == 0 && interrupt_check(err) != 0)
		rc = -1;
	else if (rc == 0 && !feof(stdin))
		rc = cli_fail(err, WTM_SYSTEM, 0, "standard input: %s",
		    strerror(errno));
	free(s);
	return rc;
}

static int
run(struct cli *c, struct wtm_err *err)
{
	struct lookup l = { .c = c };
	int dash = c->n_args == 1 && strcmp(c->args[0], "-") == 0;
	int rc = -1;

	l.opts = matches_opts(c);
	if (matches_embargo(&l.opts.embargoed, &l.opts.now, c, err) != 0)
		return -1;
	l.alone = c->n_args == 1 && !dash;
	listing_begin(&l.listing, c);
	if (session_open(&l.m, c, SESSION_READ, err) == 0)
		rc = dash ? lines(&l, err) : arguments(&l, err);
	session_close(&l.m);
	if (rc != 0)
		return -1;
	return l.found ? 0 : 1;
}

const struct command cmd_lookup = {
	.name = "lookup",
	.args = "TEXT...",
	.least_args = 1,
	.most_args = -1,
	.summary = "prior translations of a segment",
	.text = "Each TEXT is a segment of its own.  "
	    "With - they are read from standard input,\none a line.\n",
	.options = { OPT_MIN, OPT_MAX, OPT_FULL_SCAN, OPT_EMBARGOED,
	    OPT_NOW },
	.only_reads = 1,
	.run = run,
};
