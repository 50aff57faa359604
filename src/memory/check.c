/*
 * check: do the tables of a memory agree with each other?
 *
 * Every unit is read and decoded (which reads every page and its checksum),
 * their number compared with the state's, and the index compared with the
 * units, both ways, a range of ids at a time.  When the memory changed
 * meanwhile and something was found, the range is looked at once more.
 */
#include "config.h"
#include "memory/check.h"

#include <stdlib.h>

#include "base/err.h"
#include "index/audit.h"

enum { RANGE_IDS = 1 << 17, REPEATS = 5 };

struct check {
	struct store *s;
	wtm_note_fn note;
	void *arg;
	struct index_audit *audit;
	uint64_t units;
	uint64_t to;
};

static void
quiet(void *arg, const char *msg)
{
	(void)arg;
	(void)msg;
}

static int
unit(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct check *c = arg;

	if (tu->id >= c->to)
		return 1;
	c->units++;
	return index_audit_unit(c->audit, tu, err);
}

/*
 * One range of ids; faults are told only when they count.  The index is that
 * of the state or newer, so what is added meanwhile is not missed in it.
 */
static int
audit_range(struct check *c, const struct state *st, uint64_t from,
    uint64_t *faults, wtm_note_fn note, struct wtm_err *err)
{
	struct kv *kv = store_kv(c->s);
	int ret;

	c->units = 0;
	c->to = from + RANGE_IDS;
	ret = index_audit_new(&c->audit, kv, &st->view, from, c->to, err);
	if (ret == 0)
		ret = store_walk_at(c->s, st, from, unit, c, err);
	if (ret == 0)
		ret = index_audit_end(c->audit, faults, note, c->arg, err);
	index_audit_free(c->audit);
	return ret;
}

static int
check_range(struct check *c, struct state *st, uint64_t from,
    uint64_t *faults, struct wtm_err *err)
{
	struct state now;

	for (int i = 0; i < REPEATS; i++) {
		int last = i == REPEATS - 1;

		*faults = 0;
		if (state_peek(st, store_kv(c->s), err) != 0 ||
		    audit_range(c, st, from, faults, last ? c->note : quiet,
		    err) != 0 ||
		    state_peek(&now, store_kv(c->s), err) != 0)
			return -1;
		if (*faults == 0)
			return 0;
		if (now.published == st->published &&
		    now.view.stamp == st->view.stamp && i < REPEATS - 2)
			i = REPEATS - 2;	/* it is no change meanwhile */
	}
	return 0;
}

static void
tell(struct check *c, const char *fmt, unsigned long long a,
    unsigned long long b)
{
	struct wtm_err msg = { 0 };

	err_set(&msg, WTM_MEMORY, 0, fmt, a, b);
	if (c->note != NULL)
		c->note(c->arg, msg.msg);
}

int
check_memory(struct wtm_verified *out, struct store *s, wtm_note_fn note,
    void *arg, struct wtm_err *err)
{
	struct check c = { .s = s, .note = note != NULL ? note : quiet,
		.arg = arg };
	struct state *first = calloc(2, sizeof *first);
	struct state *st = first + 1;
	uint64_t next = 1;
	int ret;

	*out = (struct wtm_verified){ 0 };
	if (first == NULL)
		return err_nomem(err);
	ret = state_peek(first, store_kv(s), err);
	*st = *first;
	while (ret == 0 && next < first->next_id) {
		uint64_t faults;

		ret = check_range(&c, st, next, &faults, err);
		out->units += c.units;
		out->faults += faults;
		next += RANGE_IDS;
	}
	if (ret == 0 && st->published == first->published &&
	    out->units != first->n_units) {
		out->faults++;
		tell(&c, "%llu units are there, %llu are counted", out->units,
		    first->n_units);
	}
	free(first);
	return ret;
}
