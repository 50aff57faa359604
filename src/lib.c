/*
 * lib: the public functions over the rooms of the house: the memory, its
 * sessions, single units, lookup.
 */
#include "config.h"
#include "wiretm.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/map64.h"
#include "format/origin.h"
#include "match/match-file.h"
#include "match/check-file.h"
#include "match/concordance.h"
#include "match/learn.h"
#include "match/match.h"
#include "match/translate-file.h"
#include "memory/change.h"
#include "memory/check.h"
#include "memory/count.h"
#include "memory/dedupe.h"
#include "memory/delete.h"
#include "memory/edit.h"
#include "memory/import.h"
#include "memory/reader.h"
#include "memory/rebuild.h"
#include "memory/store.h"
#include "memory/undo.h"
#include "memory/upkeep.h"
#include "text/lang.h"

enum { CACHE_BYTES = 128 << 20, EDIT_TRIES = 50 };

struct wtm {
	struct store *store;
};

struct wtm_session {
	struct store *store;
	struct matcher *matcher;
	struct index *index;
	struct reader reader;
	struct map64 seen;	/* segments, for repetitions */
	uint64_t files;	/* that were matched */
	struct arena arena;	/* of the last result */
	struct wtm_stats stats;
	char tags[2][24];	/* of languages, found good last */
};

const char *
wtm_version(void)
{
	return PACKAGE_VERSION;
}

static int
renew(struct store *s, const struct wtm_open_opts *opts, struct wtm_err *err)
{
	if (!store_is_stale(s))
		return 0;
	if (opts->note != NULL)
		opts->note(opts->note_arg, "the index was made by other "
		    "rules: it is made again from the units");
	return rebuild_index(s, err);
}

int
wtm_open(struct wtm **out, const char *dir, const struct wtm_open_opts *opts,
    struct wtm_err *err)
{
	static const struct wtm_open_opts defaults = WTM_OPEN_OPTS_INIT;
	struct wtm *w = calloc(1, sizeof *w);

	*out = NULL;
	if (w == NULL)
		return err_nomem(err);
	if (opts == NULL)
		opts = &defaults;
	if (store_open(&w->store, dir, opts, err) != 0 ||
	    renew(w->store, opts, err) != 0) {
		wtm_close(w);
		return -1;
	}
	upkeep_sweep(w->store);
	*out = w;
	return 0;
}

void
wtm_close(struct wtm *w)
{
	if (w == NULL)
		return;
	store_close(w->store);
	free(w);
}

int
wtm_session_new(struct wtm_session **out, struct wtm *w, struct wtm_err *err)
{
	struct wtm_session *s = calloc(1, sizeof *s);

	*out = NULL;
	if (s == NULL)
		return err_nomem(err);
	s->store = w->store;
	if (matcher_new(&s->matcher, err) != 0 ||
	    index_new(&s->index, CACHE_BYTES, err) != 0) {
		wtm_session_free(s);
		return -1;
	}
	*out = s;
	return 0;
}

void
wtm_session_free(struct wtm_session *s)
{
	if (s == NULL)
		return;
	matcher_free(s->matcher);
	index_free(s->index);
	reader_free(&s->reader);
	map64_free(&s->seen);
	arena_free(&s->arena);
	free(s);
}

int
wtm_import(struct wtm_counts *out, struct wtm_session *s, const char *path,
    const struct wtm_import_opts *opts, struct wtm_err *err)
{
	return import_file(out, s->store, path, opts, err);
}

int
wtm_export(uint64_t *n_out, struct wtm_session *s, FILE *to,
    const struct wtm_export_opts *opts, struct wtm_err *err)
{
	return export_tmx(n_out, s->store, to, opts, err);
}

int
wtm_learn(struct wtm_counts *out, struct wtm_session *s, const char *path,
    const struct wtm_learn_opts *opts, struct wtm_err *err)
{
	return learn_file(out, s->store, path, opts, err);
}

int
wtm_align(struct wtm_counts *out, struct wtm_session *s,
    const struct wtm_text_pair *pairs, size_t n,
    const struct wtm_learn_opts *opts, wtm_bead_fn fn, void *arg,
    struct wtm_err *err)
{
	return learn_pairs(out, s == NULL ? NULL : s->store, pairs, n, opts,
	    fn, arg, err);
}

/* Lookup: one transaction, one state. */

struct lookup {
	struct wtm_session *s;
	struct kv_txn *txn;
	const struct state *st;
	const char *seg;
	size_t len;
	const struct wtm_lookup_opts *opts;
	const struct wtm_matches *out;
};

static int
get_unit(const struct wtm_tu **out, void *arg, uint64_t id,
    struct arena *arena, struct wtm_err *err)
{
	struct lookup *l = arg;

	return reader_get(out, &l->s->reader, l->txn, id, arena, err);
}

static int
walk_units(void *arg, match_unit_fn fn, void *fn_arg, struct wtm_err *err)
{
	struct lookup *l = arg;

	return store_scan(l->txn, l->st, fn, fn_arg, err);
}

static struct match_source
source_of(struct lookup *l, struct kv_txn *txn, const struct state *st)
{
	l->txn = txn;
	l->st = st;
	return (struct match_source){ .arg = l, .get = get_unit,
		.walk = walk_units, .index = l->s->index, .txn = txn,
		.view = &st->view };
}

static int
lookup(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct lookup *l = arg;
	struct match_source src = source_of(l, txn, &l->s->reader.st);

	if (reader_look(&l->s->reader, txn, err) != 0)
		return -1;
	return match_find(&l->out, l->s->matcher, &src, l->seg, l->len,
	    l->opts, err);
}

/* Most often the tags are those of the call before. */
static int
check_langs(struct wtm_session *s, const char *source, const char *target,
    struct wtm_err *err)
{
	const char *tags[] = { source, target };

	for (size_t i = 0; i < 2; i++) {
		size_t len = strlen(tags[i]);

		if (s != NULL && len > 0 && strcmp(tags[i], s->tags[i]) == 0)
			continue;
		if (!lang_is_known(tags[i], len))
			return err_set(err, WTM_USAGE, 0, "%s: not a language "
			    "tag", tags[i]);
		if (s != NULL && len < sizeof s->tags[i])
			memcpy(s->tags[i], tags[i], len + 1);
	}
	return 0;
}

static int
check_opts(struct wtm_session *s, const struct wtm_lookup_opts *o,
    struct wtm_err *err)
{
	if (check_langs(s, o->source, o->target, err) != 0)
		return -1;
	if (o->min < 50 || o->min > 100)
		return err_set(err, WTM_USAGE, 0, "the minimum is 50 to 100");
	return 0;
}

int
wtm_lookup(const struct wtm_matches **out, struct wtm_session *s,
    const char *seg, size_t len, const struct wtm_lookup_opts *opts,
    struct wtm_err *err)
{
	struct lookup l = { .s = s, .seg = seg, .len = len, .opts = opts };

	*out = NULL;
	if (check_opts(s, opts, err) != 0 ||
	    kv_read(store_kv(s->store), lookup, &l, err) != 0)
		return -1;
	*out = l.out;
	return 0;
}

int
wtm_match_file(struct wtm_session *s, const char *path,
    const struct wtm_segment_opts *seg, const struct wtm_lookup_opts *opts,
    wtm_aligned_fn fn, void *arg, struct wtm_err *err)
{
	struct align_from from = { wtm_lookup, s, &s->seen, ++s->files };

	return align_file(&from, path, seg, opts, fn, arg, err);
}

int
wtm_translate(struct wtm_translated *out, struct wtm_session *s,
    const char *path, const struct wtm_translate_opts *opts,
    struct wtm_err *err)
{
	struct map64 seen = { 0 };
	struct align_from from = { wtm_lookup, s, &seen, 1 };
	int ret = check_opts(s, &opts->lookup, err);

	*out = (struct wtm_translated){ 0 };
	if (ret == 0)
		ret = translate_file(out, &from, path, opts, err);
	map64_free(&seen);
	return ret;
}

/* Concordance, so many hits in one transaction. */
enum { HITS_STEP = 500 };

struct concording {
	struct lookup l;	/* where units come from */
	struct state st;
	struct concord *c;
	wtm_hit_fn fn;
	void *arg;
	uint64_t n;
	int over;
};

static int
give_hit(struct concording *k, const struct concord_hit *h,
    struct wtm_err *err)
{
	struct wtm_hit hit = { .tu = h->tu, .source = h->source,
		.target = h->target, .side = h->side, .n_spans = h->n_spans };
	size_t (*spans)[2];
	int ret;

	arena_clear(&k->l.s->arena);
	spans = arena_array(&k->l.s->arena, h->n_spans + 1, sizeof *spans);
	if (spans == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < h->n_spans; i++) {
		spans[i][0] = h->spans[i].from;
		spans[i][1] = h->spans[i].to;
	}
	hit.spans = (const size_t (*)[2])spans;
	ret = k->fn(k->arg, &hit, err);
	k->over = ret != 0;
	k->n++;
	return ret < 0 ? -1 : 0;
}

/* There may be many, so they are not kept. */
static int
get_hit(const struct wtm_tu **out, void *arg, uint64_t id,
    struct arena *arena, struct wtm_err *err)
{
	struct lookup *l = arg;

	return store_get(out, l->txn, l->st, id, arena, err);
}

static int
concord_step(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct concording *k = arg;
	struct match_source src = source_of(&k->l, txn, &k->st);
	struct concord_hit hit;
	int ret = 1;

	src.get = get_hit;
	if (state_read(&k->st, txn, 0, err) != 0 ||
	    state_check_rules(&k->st, err) != 0)
		return -1;
	for (int i = 0; i < HITS_STEP && !k->over; i++) {
		ret = concord_next(&hit, k->c, &src, err);
		if (ret != 1)
			break;
		if (give_hit(k, &hit, err) != 0)
			return -1;
	}
	k->over |= ret == 0;
	return ret < 0 ? -1 : 0;
}

int
wtm_concord(uint64_t *n_out, struct wtm_session *s, const char *phrase,
    size_t len, const struct wtm_concord_opts *opts, wtm_hit_fn fn,
    void *arg, struct wtm_err *err)
{
	struct concording k = { .l = { .s = s, .seg = phrase, .len = len },
		.fn = fn, .arg = arg };
	struct concord_opts o = { .source = opts->source,
		.target = opts->target, .strict_lang = opts->strict_lang,
		.in = opts->in, .embargoed = opts->embargoed,
		.now = opts->now };
	int ret = check_langs(s, opts->source, opts->target, err);

	if (ret == 0)
		ret = concord_new(&k.c, err);
	if (ret == 0)
		ret = concord_find(k.c, phrase, len, &o, err);
	while (ret == 0 && !k.over)
		ret = kv_read(store_kv(s->store), concord_step, &k, err);
	concord_free(k.c);
	*n_out = k.n;
	return ret;
}

/* Single units. */

/* Publish what was put into c, and see to what it left. */
static int
finish(struct wtm_session *s, struct change *c, int dry_run,
    struct wtm_err *err)
{
	if (dry_run)
		return change_rehearse(c, err);
	if (change_publish(c, err) != 0)
		return -1;
	upkeep_run(s->store, UPKEEP_SHORT);
	return 0;
}

int
wtm_add(uint64_t *id_out, struct wtm_session *s, const struct wtm_tu *tu,
    const struct wtm_add_opts *opts, struct wtm_err *err)
{
	struct change_opts change = { .kind = LOG_ADD, .user = opts->user };
	struct change *c;
	int ret = change_begin(&c, s->store, &change, err);

	if (ret == 0)
		ret = change_put(c, tu, err);
	if (ret == 0)
		ret = finish(s, c, opts->dry_run, err);
	if (ret == 0)
		*id_out = change_last_id(c);
	change_free(c);
	return ret;
}

int
wtm_delete(struct wtm_changed *out, struct wtm_session *s,
    const struct wtm_delete_opts *opts, struct wtm_err *err)
{
	return delete_units(out, s->store, opts, err);
}

int
wtm_dedupe(struct wtm_changed *out, struct wtm_session *s,
    const struct wtm_dedupe_opts *opts, struct wtm_err *err)
{
	return dedupe_units(out, s->store, opts, err);
}

int
wtm_log(struct wtm_session *s, wtm_log_fn fn, void *arg, struct wtm_err *err)
{
	return undo_log(s->store, fn, arg, err);
}

int
wtm_undo(struct wtm_undone *out, struct wtm_session *s,
    const struct wtm_undo_opts *opts, struct wtm_err *err)
{
	return undo_change(out, s->store, opts, err);
}

struct getting {
	struct wtm_session *s;
	uint64_t id;
	const struct wtm_tu *tu;
	uint32_t version;
};

static int
get(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct getting *g = arg;
	struct state st;

	arena_clear(&g->s->arena);
	if (state_read(&st, txn, 0, err) != 0)
		return -1;
	return store_get_version(&g->tu, &g->version, txn, &st, g->id,
	    &g->s->arena, err);
}

int
wtm_get(const struct wtm_tu **out, struct wtm_session *s, uint64_t id,
    struct wtm_err *err)
{
	struct getting g = { .s = s, .id = id };
	int ret = kv_read(store_kv(s->store), get, &g, err);

	*out = ret == 0 ? g.tu : NULL;
	return ret;
}

/* *again when somebody else changed the unit meanwhile. */
static int
edit_once(struct wtm_session *s, uint64_t id, const struct wtm_edit *edit,
    int *again, struct wtm_err *err)
{
	struct change_opts opts = { .kind = LOG_EDIT, .user = edit->user };
	struct getting g = { .s = s, .id = id };
	struct change *c = NULL;
	struct wtm_tu tu;
	int ret;

	*again = 0;
	if (kv_read(store_kv(s->store), get, &g, err) != 0)
		return -1;
	if (g.tu == NULL)
		return err_set(err, WTM_USAGE, 0, "there is no unit %llu",
		    (unsigned long long)id);
	if (edit_unit(&tu, g.tu, edit, &s->arena, err) != 0)
		return -1;
	ret = change_begin(&c, s->store, &opts, err);
	if (ret == 0)
		ret = change_edit(c, id, &tu, err);
	if (ret == 0) {
		change_expect(c, g.version);
		ret = finish(s, c, edit->dry_run, err);
	}
	*again = ret != 0 && c != NULL && change_outrun(c);
	change_free(c);
	return ret;
}

int
wtm_edit(struct wtm_session *s, uint64_t id, const struct wtm_edit *edit,
    struct wtm_err *err)
{
	struct wtm_err e = { 0 };
	int again = 1;
	int ret = -1;

	for (int i = 0; i < EDIT_TRIES && again; i++) {
		e = (struct wtm_err){ 0 };
		ret = edit_once(s, id, edit, &again, &e);
	}
	return ret == 0 ? 0 : err_set(err, e.code, e.line, "%s", e.msg);
}

/* The whole memory. */

int
wtm_stats(const struct wtm_stats **out, struct wtm_session *s,
    struct wtm_err *err)
{
	*out = NULL;
	arena_clear(&s->arena);
	if (count_memory(&s->stats, s->store, &s->arena, err) != 0)
		return -1;
	*out = &s->stats;
	return 0;
}

int
wtm_verify(struct wtm_verified *out, struct wtm_session *s, wtm_note_fn note,
    void *arg, struct wtm_err *err)
{
	return check_memory(out, s->store, note, arg, err);
}

int
wtm_check_file(struct wtm_checked *out, const char *path,
    const struct wtm_check_opts *opts, wtm_complaint_fn fn, void *arg,
    struct wtm_err *err)
{
	return check_file(out, path, opts, fn, arg, err);
}

static int
check_one(void *arg, const struct wtm_tu *tu, struct wtm_err *err)
{
	struct check_run *r = arg;

	if (!r->opts->embargoed && origin_withheld(tu, r->opts->now))
		return 0;
	r->counts.units++;
	if (check_run_unit(r, tu, r->counts.units, err) != 0)
		return -1;
	return check_run_tick(r, 0, 0, err);
}

int
wtm_check(struct wtm_checked *out, struct wtm_session *s,
    const struct wtm_check_opts *opts, wtm_complaint_fn fn, void *arg,
    struct wtm_err *err)
{
	struct check_run r;
	int ret = check_run_begin(&r, opts, fn, arg, err);

	if (ret == 0)
		ret = store_walk(s->store, 0, check_one, &r, err);
	ret = check_run_end(&r, ret == 0, err);
	*out = r.counts;
	return ret;
}

int
wtm_repair(struct wtm_session *s, struct wtm_err *err)
{
	if (upkeep_renew_index(s->store, err) != 0)
		return -1;
	upkeep_run(s->store, UPKEEP_SHORT);
	return 0;
}

int
wtm_backup(struct wtm_session *s, const char *dir, struct wtm_err *err)
{
	return kv_backup(store_kv(s->store), dir, err);
}
