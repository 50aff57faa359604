/*
 * What a session keeps of the memory is what the memory says: after each
 * change that another process makes, a session that has looked at everything
 * before finds what there is now, exact and fuzzy.
 */
#include "config.h"

#include <sys/types.h>
#include <sys/wait.h>
#include <stdlib.h>
#include <unistd.h>

#include "test.h"
#include "scratch.h"
#include "wiretm.h"

enum { UNITS = 40, STEPS = 400, ASKED = 3 };

static struct wtm_err err;

struct memory {
	struct wtm *w;
	struct wtm_session *s;
};

static void
open_memory(struct memory *m, const char *dir)
{
	struct wtm_open_opts opts = WTM_OPEN_OPTS_INIT;

	opts.create = 1;
	CHECK_INT(wtm_open(&m->w, dir, &opts, &err), 0);
	CHECK_INT(wtm_session_new(&m->s, m->w, &err), 0);
}

static void
close_memory(struct memory *m)
{
	wtm_session_free(m->s);
	wtm_close(m->w);
}

/* A unit is absent, or has the translation of this version. */
struct unit {
	uint64_t id;
	int version;	/* 0: absent */
};

static void
text_of(char *s, size_t size, int unit, int version)
{
	snprintf(s, size, version == 0 ? "The %c%c bill passed its second "
	    "reading late." : "%c%c 법안은 늦게 제%d독회를 통과했다.",
	    'a' + unit % 7, 'a' + unit / 7, version);
}

/* What to do to a unit, and what came of it. */
struct order {
	int unit;
	struct unit to;
};

static void
add(struct memory *m, struct order *o)
{
	static const struct wtm_add_opts opts = { .user = "kim" };
	char en[100], ko[100];
	struct wtm_tuv tuvs[2] = { 0 };
	struct wtm_tu tu = { .tuvs = tuvs, .n_tuvs = 2 };

	text_of(en, sizeof en, o->unit, 0);
	text_of(ko, sizeof ko, o->unit, o->to.version);
	tuvs[0].lang = (struct wtm_str){ "en", 2 };
	tuvs[0].text = (struct wtm_str){ en, strlen(en) };
	tuvs[1].lang = (struct wtm_str){ "ko", 2 };
	tuvs[1].text = (struct wtm_str){ ko, strlen(ko) };
	CHECK_INT(wtm_add(&o->to.id, m->s, &tu, &opts, &err), 0);
}

static void
edit(struct memory *m, const struct order *o)
{
	char ko[100];
	struct wtm_edit e = { .target_lang = "ko", .target = ko,
		.date = "20260101T000000Z", .user = "lee" };

	text_of(ko, sizeof ko, o->unit, o->to.version);
	CHECK_INT(wtm_edit(m->s, o->to.id, &e, &err), 0);
}

static void
delete(struct memory *m, struct order *o)
{
	struct wtm_delete_opts opts = WTM_DELETE_OPTS_INIT;
	struct wtm_changed n;

	opts.ids = &o->to.id;
	opts.n = 1;
	CHECK_INT(wtm_delete(&n, m->s, &opts, &err), 0);
	o->to.id = 0;
}

/* The other process: it does what it is told, and tells when it is done. */
static int
serve(const char *dir, int in, int out)
{
	struct memory m;
	struct order o;

	open_memory(&m, dir);
	while (read(in, &o, sizeof o) == (ssize_t)sizeof o) {
		if (o.to.version == 0)
			delete(&m, &o);
		else if (o.to.id == 0)
			add(&m, &o);
		else
			edit(&m, &o);
		if (write(out, &o, sizeof o) != (ssize_t)sizeof o)
			break;
	}
	close_memory(&m);
	CHECK_STR(err.msg, "");
	return test_end();
}

/* The unit as it is, by its own text, and by that with one word too many. */
static void
look(struct memory *m, const struct unit *units, int unit, int min)
{
	struct wtm_lookup_opts opts = WTM_LOOKUP_OPTS_INIT;
	const struct unit *u = &units[unit];
	const struct wtm_matches *found;
	const char *got = "absent";
	char en[100], ko[100] = "absent";

	opts.min = min;
	opts.max = UNITS;
	text_of(en, sizeof en, unit, 0);
	if (min < 100)
		memcpy(en + strlen(en) - 1, " on.", 5);
	if (u->version != 0)
		text_of(ko, sizeof ko, unit, u->version);
	CHECK_INT(wtm_lookup(&found, m->s, en, strlen(en), &opts, &err), 0);
	text_of(en, sizeof en, unit, 0);
	for (size_t i = 0; i < found->n; i++)
		if (strcmp(found->at[i].tu->tuvs[0].text.s, en) == 0)
			got = found->at[i].offered.s;
	CHECK_STR(got, ko);
}

static void
step(struct memory *m, struct unit *units, int n, int to, int from)
{
	struct order o = { .unit = n * 7 % UNITS };
	struct unit *u = &units[o.unit];

	o.to = *u;
	o.to.version = u->version > 0 && n % 3 == 0 ? 0 : n + 1;
	if (n % 5 != 4) {	/* else nothing happens */
		CHECK(write(to, &o, sizeof o) == (ssize_t)sizeof o);
		CHECK(read(from, &o, sizeof o) == (ssize_t)sizeof o);
		*u = o.to;
	}
	for (int i = 0; i < ASKED; i++) {
		look(m, units, o.unit, 100);
		look(m, units, (o.unit + i * n) % UNITS, 100);
		look(m, units, (o.unit + i) % UNITS, 80);
	}
}

int
main(void)
{
	static struct unit units[UNITS];
	char *dir = scratch_dir();
	struct memory m;
	int to[2], from[2], status;
	pid_t pid;

	if (pipe(to) != 0 || pipe(from) != 0)
		return 99;
	pid = fork();
	if (pid == 0) {
		close(to[1]);
		close(from[0]);
		_exit(serve(dir, to[0], from[1]));
	}
	close(to[0]);
	close(from[1]);
	open_memory(&m, dir);
	for (int n = 0; n < STEPS && test_failures == 0; n++)
		step(&m, units, n, to[1], from[0]);
	close(to[1]);
	close(from[0]);
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
	close_memory(&m);
	CHECK_STR(err.msg, "");
	scratch_remove(dir);
	return test_end();
}
