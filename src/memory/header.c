/*
 * header: the TMX headers of imported files.
 *
 * KV_META "hdr" u32 change: u8 version, attrs, metas, varint n, n str (ude).
 * An export of several writes the attributes that all share, and the props,
 * notes and ude of all; where their srclang differ it is "*all*", and the
 * units carry their own.
 */
#include "config.h"
#include "memory/header.h"

#include <string.h>

#include "base/err.h"
#include "memory/record.h"

enum { HEADER_VERSION = 1 };

struct header_of {
	uint32_t change;
	struct wtm_header h;
	struct header_of *next;
};

void
header_write(struct buf *b, const struct wtm_header *h)
{
	buf_addc(b, HEADER_VERSION);
	record_write_attrs(b, h->attrs, h->n_attrs);
	record_write_metas(b, h->metas, h->n_metas);
	buf_varint(b, h->n_udes);
	for (size_t i = 0; i < h->n_udes; i++)
		record_write_str(b, h->udes[i]);
}

static int
parse(struct wtm_header *h, struct kv_bytes val, struct arena *a,
    struct wtm_err *err)
{
	struct wtm_str copy = arena_str(a, (const char *)val.s, val.len);
	struct wtm_str *udes;
	struct rd r;
	uint64_t n;

	if (copy.s == NULL)
		return err_nomem(err);
	r = rd_over(copy.s, copy.len);
	if (rd_u8(&r) != HEADER_VERSION)
		r.bad = 1;
	h->attrs = record_read_attrs(&h->n_attrs, &r, a);
	h->metas = record_read_metas(&h->n_metas, &r, a);
	n = rd_varint(&r);
	if (a->failed)
		return err_nomem(err);
	if (r.bad || n > rd_left(&r))
		return err_set(err, WTM_MEMORY, 0, "a header record is "
		    "damaged");
	udes = arena_array(a, (size_t)n + 1, sizeof *udes);
	if (udes == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++)
		udes[i] = record_read_str(&r);
	h->udes = udes;
	h->n_udes = (size_t)n;
	return 0;
}

static int
str_eq(struct wtm_str a, struct wtm_str b)
{
	return (a.s == NULL) == (b.s == NULL) && a.len == b.len &&
	    (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

static int
meta_eq(const struct wtm_meta *a, const struct wtm_meta *b)
{
	return a->is_note == b->is_note && str_eq(a->type, b->type) &&
	    str_eq(a->lang, b->lang) && str_eq(a->text, b->text);
}

static struct wtm_str
srclang_of(const struct wtm_header *h)
{
	return wtm_attr_get(h->attrs, h->n_attrs, "srclang");
}

static struct wtm_header *
nth(const struct headers *hs, size_t i)
{
	struct header_of *at = hs->at;

	while (i-- > 0)
		at = at->next;
	return &at->h;
}

/* Attributes that all headers share; a srclang that differs is "*all*". */
static int
share_attrs(struct headers *hs, struct wtm_err *err)
{
	const struct wtm_header *first = nth(hs, 0);
	struct wtm_attr *at = arena_array(&hs->a, first->n_attrs + 1,
	    sizeof *at);
	size_t n = 0;

	if (at == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < first->n_attrs; i++) {
		const struct wtm_attr *x = &first->attrs[i];
		int same = 1;

		for (const struct header_of *o = hs->at; o != NULL;
		    o = o->next)
			same &= str_eq(x->value, wtm_attr_get(o->h.attrs,
			    o->h.n_attrs, x->name.s));
		if (same)
			at[n++] = *x;
		else if (strcmp(x->name.s, "srclang") == 0)
			at[n++] = (struct wtm_attr){ x->name,
				{ "*all*", 5 } };
	}
	hs->merged.attrs = at;
	hs->merged.n_attrs = n;
	return 0;
}

static int
unite_metas(struct headers *hs, struct wtm_err *err)
{
	size_t max = 1;
	struct wtm_meta *at;
	size_t n = 0;

	for (const struct header_of *o = hs->at; o != NULL; o = o->next)
		max += o->h.n_metas;
	at = arena_array(&hs->a, max, sizeof *at);
	if (at == NULL)
		return err_nomem(err);
	for (const struct header_of *o = hs->at; o != NULL; o = o->next)
		for (size_t i = 0; i < o->h.n_metas; i++) {
			size_t k = o == hs->at ? n : 0;

			while (k < n && !meta_eq(&at[k], &o->h.metas[i]))
				k++;
			if (k == n)
				at[n++] = o->h.metas[i];
		}
	hs->merged.metas = at;
	hs->merged.n_metas = n;
	return 0;
}

static int
unite_udes(struct headers *hs, struct wtm_err *err)
{
	size_t max = 1;
	struct wtm_str *at;
	size_t n = 0;

	for (const struct header_of *o = hs->at; o != NULL; o = o->next)
		max += o->h.n_udes;
	at = arena_array(&hs->a, max, sizeof *at);
	if (at == NULL)
		return err_nomem(err);
	for (const struct header_of *o = hs->at; o != NULL; o = o->next)
		for (size_t i = 0; i < o->h.n_udes; i++) {
			size_t k = 0;

			while (k < n && !str_eq(at[k], o->h.udes[i]))
				k++;
			if (k == n)
				at[n++] = o->h.udes[i];
		}
	hs->merged.udes = at;
	hs->merged.n_udes = n;
	return 0;
}

struct reading {
	struct headers *hs;
	struct state *mark;
};

static int
read_all(struct kv_txn *txn, void *arg, struct wtm_err *err)
{
	const struct reading *r = arg;
	struct headers *hs = r->hs;
	struct header_of **end = &hs->at;
	unsigned char k[KEY_HEADER];
	struct kv_cursor *c;
	int ret;

	arena_clear(&hs->a);
	hs->at = NULL;
	hs->n = 0;
	key_header(k, 0);
	if (state_read(r->mark, txn, 0, err) != 0 ||
	    kv_cursor_open(&c, txn, KV_META, KV_STEP, err) != 0)
		return -1;
	ret = kv_seek(c, k, sizeof k, err);
	for (; ret == 1; ret = kv_next(c, err)) {
		struct header_of *o;
		struct rd rd;

		if (c->key.len != KEY_HEADER || memcmp(c->key.s, "hdr", 3) != 0)
			break;
		o = arena_alloc(&hs->a, sizeof *o);
		if (o == NULL)
			return err_nomem(err);
		rd = rd_over(c->key.s + 3, 4);
		o->change = rd_u32(&rd);
		if (parse(&o->h, c->val, &hs->a, err) != 0)
			return -1;
		*end = o;
		end = &o->next;
		hs->n++;
	}
	kv_cursor_close(c);
	return ret < 0 ? -1 : 0;
}

int
headers_read(struct headers *hs, struct state *mark, struct store *s,
    struct wtm_err *err)
{
	struct reading r = { hs, mark };

	*hs = (struct headers){ 0 };
	if (kv_read(store_kv(s), read_all, &r, err) != 0)
		return -1;
	if (hs->n == 0)
		return 0;
	if (share_attrs(hs, err) != 0 || unite_metas(hs, err) != 0)
		return -1;
	return unite_udes(hs, err);
}

void
headers_free(struct headers *hs)
{
	arena_free(&hs->a);
}

struct wtm_str
headers_srclang(const struct headers *hs, uint32_t change)
{
	struct wtm_str none = { 0 };
	struct wtm_str own;

	for (const struct header_of *o = hs->at; o != NULL; o = o->next) {
		if (o->change != change)
			continue;
		own = srclang_of(&o->h);
		return str_eq(own, srclang_of(&hs->merged)) ? none : own;
	}
	return none;
}

struct wtm_str
headers_origin(const struct headers *hs, const struct wtm_tu *tu)
{
	for (const struct header_of *o = hs->at; o != NULL; o = o->next)
		if (o->change == tu->change)
			return wtm_attr_get(o->h.attrs, o->h.n_attrs,
			    "creationtool");
	return (struct wtm_str){ 0 };
}
