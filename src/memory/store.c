/*
 * store: the translation units of a memory, as its readers see them.
 *
 * On disk, format 1.  Everything is inside the Berkeley DB environment, or is
 * going to join it (kv/part.h); the file writers.lock holds no data.  Integers
 * in keys and records are big-endian or varints, so that keys sort as numbers;
 * every record begins with a version byte.
 *
 * KV_META     "format"            u32 format, u32 INDEX_VERSION, u32
 *                                 TOKEN_RULES and MASK_RULES << 16, u32
 *                                 version of Unicode,
 *                                 varint n and n features (strings): what an
 *                                 older program must know to read it
 *             "state"             state.c
 *             "hdr" u32           TMX header of an import; header.c
 *             "hid" u32           the same of one that is undone
 *             "parts"             parts of KV_UNIT and KV_RUN; kv/parts.c
 * KV_UNIT     u64 id, u32 ~change a version of a unit; record.c
 * KV_LOG      'c' u32 change      what the change was; log.c
 *             'r' u64 rank        u32 change, u64 token: in the order of
 *                                 publication
 * KV_JOURNAL  u32 change, u64 id  u32 the version it replaced (0: none) and
 *                                 that record, the before-image, if any
 * KV_TAIL, KV_RUN                 the index; src/index
 *
 * A change has a number, and what it writes carries it.  A small change is
 * one transaction.  A large one is staged: its units are written in bounded
 * transactions under a number that the state lists as pending, so that no
 * reader sees them; one small transaction then takes it from the list.  A
 * version that is replaced stays until the replacing change is visible, and
 * is removed afterwards ("folding"); of several visible versions that counts
 * which none other replaces.  Whoever needs an older state (an export that
 * runs on) finds it in the journal.
 *
 * Unit ids are never reused and ascend in the order of the file.
 */
#include "config.h"
#include "memory/store.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "memory/record.h"
#include "text/mask.h"

enum { VERSIONS_MAX = 66 };

static const char format_key[] = "format";

struct store {
	struct kv *kv;
	int stale;	/* the index was made by other rules */
	pthread_mutex_t mutex;	/* of the claims */
	int claims_fd;	/* of writers.lock, or -1 */
	uint32_t *claims;	/* that are held */
	size_t n_claims;
	size_t cap_claims;
};

int
store_read_unit_key(uint64_t *id, uint32_t *change, struct kv_bytes key,
    struct wtm_err *err)
{
	struct rd r = rd_over(key.s, key.len);

	*id = rd_u64(&r);
	*change = ~rd_u32(&r);
	if (r.bad || rd_left(&r) != 0)
		return err_set(err, WTM_MEMORY, 0, "a key of the units is "
		    "damaged; run `wiretm verify`");
	return 0;
}

/* Opening. */

struct format {
	uint32_t format;
	uint32_t index;
	uint16_t token;
	uint16_t mask;
	uint32_t unicode;
};

static const struct format *
our_format(struct format *f)
{
	f->format = STORE_FORMAT;
	f->index = INDEX_VERSION;
	f->token = TOKEN_RULES;
	f->mask = MASK_RULES;
	f->unicode = token_unicode();
	return f;
}

int
store_write_format(struct kv_txn *txn, struct wtm_err *err)
{
	struct format f;
	struct buf b = { 0 };
	int ret;

	our_format(&f);
	buf_u32(&b, f.format);
	buf_u32(&b, f.index);
	buf_u16(&b, f.mask);
	buf_u16(&b, f.token);
	buf_u32(&b, f.unicode);
	buf_varint(&b, 0);	/* features */
	ret = buf_ok(&b) ? kv_put(txn, KV_META, format_key,
	    sizeof format_key - 1, b.s, b.len, err) : err_nomem(err);
	buf_free(&b);
	return ret;
}

/* 1 and what is on disk; 0 when nothing is. */
static int
read_format(struct format *f, uint64_t *features, struct kv_txn *txn,
    struct wtm_err *err)
{
	struct kv_bytes b;
	struct rd r;
	int ret = kv_get(txn, KV_META, format_key, sizeof format_key - 1, &b,
	    err);

	if (ret != 1)
		return ret;
	r = rd_over(b.s, b.len);
	f->format = rd_u32(&r);
	f->index = rd_u32(&r);
	f->mask = rd_u16(&r);
	f->token = rd_u16(&r);
	f->unicode = rd_u32(&r);
	*features = rd_varint(&r);
	if (r.bad)
		return err_set(err, WTM_MEMORY, 0, "the format record is "
		    "damaged; restore a backup");
	return 1;
}

struct opening {
	struct store *s;
	int fresh;	/* the tables are there and nothing in them */
};

static int
is_newer(const struct format *f, uint64_t features)
{
	struct format ours;

	our_format(&ours);
	return f->format > ours.format || features > 0 ||
	    f->index > ours.index || f->token > ours.token ||
	    f->mask > ours.mask || f->unicode > ours.unicode;
}

static int
check_format(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct opening *o = arg;
	struct format f = { 0 };
	struct format ours;
	uint64_t features = 0;
	int ret = read_format(&f, &features, txn, err);

	o->fresh = ret == 0;
	if (ret != 1)
		return ret;
	if (is_newer(&f, features))
		return err_set(err, WTM_MEMORY, 0, "%s: made by a newer wiretm "
		    "(format %u, this program reads %u); use that one",
		    kv_dir(o->s->kv), f.format, STORE_FORMAT);
	our_format(&ours);
	o->s->stale = f.index != ours.index || f.token != ours.token ||
	    f.mask != ours.mask || f.unicode != ours.unicode;
	return 0;
}

static int
init_tables(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	struct format f;
	struct state st;
	uint64_t features;
	int ret = read_format(&f, &features, txn, err);

	(void)arg;
	if (ret != 0)	/* another process was faster */
		return ret < 0 ? -1 : 0;
	state_init(&st);
	if (store_write_format(txn, err) != 0)
		return -1;
	return state_write(&st, txn, err);
}

static int
open_claims(struct store *s, struct wtm_err *err)
{
	struct buf path = { 0 };
	struct stat st;

	buf_addf(&path, "%s/writers.lock", kv_dir(s->kv));
	if (!buf_ok(&path))
		return err_nomem(err);
	s->claims_fd = open(path.s, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (s->claims_fd < 0)
		err_errno(err, "%s", path.s);
	else if (stat(kv_dir(s->kv), &st) == 0 && st.st_mode & S_ISGID)
		(void)!fchmod(s->claims_fd, 0660);	/* its owner may */
	buf_free(&path);
	return s->claims_fd < 0 ? -1 : 0;
}

int
store_open(struct store **out, const char *dir,
    const struct wtm_open_opts *opts, struct wtm_err *err)
{
	struct store *s = calloc(1, sizeof *s);
	struct opening o = { .s = s };

	*out = NULL;
	if (s == NULL)
		return err_nomem(err);
	s->claims_fd = -1;
	pthread_mutex_init(&s->mutex, NULL);
	if (kv_open(&s->kv, dir, opts, err) != 0 ||
	    kv_read(s->kv, check_format, &o, err) != 0)
		goto fail;
	if (o.fresh && kv_write(s->kv, init_tables, NULL, err) != 0)
		goto fail;
	*out = s;
	return 0;
fail:
	store_close(s);
	return -1;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	if (s->claims_fd >= 0)
		close(s->claims_fd);
	kv_close(s->kv);
	pthread_mutex_destroy(&s->mutex);
	free(s->claims);
	free(s);
}

int
store_is_stale(const struct store *s)
{
	return s->stale;
}

struct kv *
store_kv(const struct store *s)
{
	return s->kv;
}

static int
lock_byte(struct store *s, uint32_t change, short type)
{
	struct flock l = { .l_type = type, .l_whence = SEEK_SET,
		.l_start = change, .l_len = 1 };

	return fcntl(s->claims_fd, F_OFD_SETLK, &l);
}

/* The locks of one process do not hold each other off: it keeps a list. */
static size_t
find_claim(const struct store *s, uint32_t change)
{
	size_t i = 0;

	while (i < s->n_claims && s->claims[i] != change)
		i++;
	return i;
}

static int
claim(struct store *s, uint32_t change, struct wtm_err *err)
{
	if (find_claim(s, change) < s->n_claims)
		return 0;
	if (s->n_claims == s->cap_claims) {
		size_t cap = s->cap_claims == 0 ? 8 : s->cap_claims * 2;
		uint32_t *at = realloc(s->claims, cap * sizeof *at);

		if (at == NULL)
			return err_nomem(err);
		s->claims = at;
		s->cap_claims = cap;
	}
	if (s->claims_fd < 0 && open_claims(s, err) != 0)
		return -1;
	if (lock_byte(s, change, F_WRLCK) != 0) {
		if (errno == EAGAIN || errno == EACCES)
			return 0;
		return err_errno(err, "%s/writers.lock", kv_dir(s->kv));
	}
	s->claims[s->n_claims++] = change;
	return 1;
}

int
store_claim(struct store *s, uint32_t change, struct wtm_err *err)
{
	int ret;

	pthread_mutex_lock(&s->mutex);
	ret = claim(s, change, err);
	pthread_mutex_unlock(&s->mutex);
	return ret;
}

void
store_unclaim(struct store *s, uint32_t change)
{
	size_t i;

	pthread_mutex_lock(&s->mutex);
	i = find_claim(s, change);
	if (i < s->n_claims) {
		s->claims[i] = s->claims[--s->n_claims];
		lock_byte(s, change, F_UNLCK);
	}
	pthread_mutex_unlock(&s->mutex);
}

/* Reading. */

struct version {
	uint32_t change;
	uint32_t replaces;
	int deleted;
};

/* A copy in the arena that a unit can borrow from. */
int
store_decode(const struct wtm_tu **out, uint64_t id, struct kv_bytes val,
    struct arena *a, struct wtm_err *err)
{
	struct wtm_str copy = arena_str(a, (const char *)val.s, val.len);
	struct record_head head;

	if (copy.s == NULL)
		return err_nomem(err);
	return record_read(&head, out, id, copy.s, copy.len, a, err);
}

int
store_seek_unit(struct kv_cursor *c, uint64_t id, struct wtm_err *err)
{
	unsigned char k[KEY_UNIT];

	key_unit(k, id, UINT32_MAX);
	return kv_seek(c, k, sizeof k, err);
}

/*
 * The versions of id that are not staged, and the first of them in full; the
 * cursor ends behind them.
 */
static int
read_versions(struct version *v, size_t *n, const struct wtm_tu **first,
    struct kv_cursor *c, const struct state *st, uint64_t id, struct arena *a,
    struct wtm_err *err)
{
	int ret = store_seek_unit(c, id, err);

	*n = 0;
	for (; ret == 1; ret = kv_next(c, err)) {
		struct record_head head;
		uint64_t at;
		uint32_t change;

		if (store_read_unit_key(&at, &change, c->key, err) != 0)
			return -1;
		if (at != id)
			break;
		if (state_is_staging(st, change) || *n == VERSIONS_MAX)
			continue;
		if (record_read_head(&head, c->val.s, c->val.len, id,
		    err) != 0)
			return -1;
		v[*n].change = change;
		v[*n].replaces = head.replaces;
		v[*n].deleted = head.deleted;
		if (*n == 0 && store_decode(first, id, c->val, a, err) != 0)
			return -1;
		(*n)++;
	}
	return ret < 0 ? -1 : 0;
}

/* Of several versions the one that no other replaces; 0 when none. */
static uint32_t
newest(const struct version *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t j = 0;

		while (j < n && v[j].replaces != v[i].change)
			j++;
		if (j == n)
			return v[i].deleted ? 0 : v[i].change;
	}
	return 0;
}

int
store_get_exactly(const struct wtm_tu **out, struct kv_txn *txn, uint64_t id,
    uint32_t change, struct arena *a, struct wtm_err *err)
{
	unsigned char k[KEY_UNIT];
	struct kv_bytes val;
	int ret;

	*out = NULL;
	key_unit(k, id, change);
	ret = kv_get(txn, KV_UNIT, k, sizeof k, &val, err);
	return ret == 1 ? store_decode(out, id, val, a, err) : ret;
}

int
store_del_visible(struct kv_txn *txn, const struct state *st, uint64_t id,
    struct wtm_err *err)
{
	struct kv_cursor *c;
	int ret;

	if (kv_cursor_open(&c, txn, KV_UNIT, KV_STEP, err) != 0)
		return -1;
	ret = store_seek_unit(c, id, err);
	for (; ret == 1; ret = kv_next(c, err)) {
		uint64_t at;
		uint32_t change;

		if (store_read_unit_key(&at, &change, c->key, err) != 0)
			return -1;
		if (at != id)
			break;
		if (!state_is_staging(st, change) &&
		    kv_cursor_del(c, err) != 0)
			return -1;
	}
	kv_cursor_close(c);
	return ret < 0 ? -1 : 0;
}

int
store_get_version(const struct wtm_tu **out, uint32_t *change,
    struct kv_txn *txn, const struct state *st, uint64_t id, struct arena *a,
    struct wtm_err *err)
{
	struct version v[VERSIONS_MAX];
	const struct wtm_tu *first;
	struct kv_cursor *c;
	size_t n;
	uint64_t at;
	int ret;

	*out = NULL;
	*change = 0;
	if (kv_cursor_open(&c, txn, KV_UNIT, KV_STEP, err) != 0)
		return -1;
	if (st->n_pending > 0) {
		ret = read_versions(v, &n, &first, c, st, id, a, err);
		kv_cursor_close(c);
		*change = ret == 0 ? newest(v, n) : 0;
		if (ret != 0 || *change == 0)
			return ret;
		*out = first;
		return *change == v[0].change ? 0 :
		    store_get_exactly(out, txn, id, *change, a, err);
	}
	/* Nothing is pending: there is one version. */
	ret = store_seek_unit(c, id, err);
	if (ret == 1)
		ret = store_read_unit_key(&at, change, c->key, err) != 0 ? -1 :
		    at == id;
	if (ret == 1)
		ret = store_decode(out, id, c->val, a, err);
	if (*out == NULL)
		*change = 0;
	kv_cursor_close(c);
	return ret < 0 ? -1 : 0;
}

int
store_get(const struct wtm_tu **out, struct kv_txn *txn,
    const struct state *st, uint64_t id, struct arena *a, struct wtm_err *err)
{
	uint32_t change;

	return store_get_version(out, &change, txn, st, id, a, err);
}

int
store_scan(struct kv_txn *txn, const struct state *st, store_unit_fn fn,
    void *arg, struct wtm_err *err)
{
	struct arena a = { 0 };
	struct kv_cursor *c;
	uint64_t last = 0;
	int ret;

	if (kv_cursor_open(&c, txn, KV_UNIT, KV_SWEEP, err) != 0)
		return -1;
	ret = store_seek_unit(c, 0, err);
	for (; ret == 1; ret = kv_next(c, err)) {
		const struct wtm_tu *tu = NULL;
		uint64_t id;
		uint32_t change;
		int got;

		if (store_read_unit_key(&id, &change, c->key, err) != 0) {
			ret = -1;
			break;
		}
		if (id == last)
			continue;
		last = id;
		arena_clear(&a);
		if (st->n_pending > 0)
			got = store_get(&tu, txn, st, id, &a, err);
		else
			got = store_decode(&tu, id, c->val, &a, err);
		if (got == 0 && tu != NULL)
			got = fn(arg, tu, err);
		if (got != 0) {
			ret = got < 0 ? -1 : 0;
			break;
		}
	}
	kv_cursor_close(c);
	arena_free(&a);
	return ret < 0 ? -1 : 0;
}
