/*
 * record: a version of a translation unit as bytes.
 *
 *	u8 RECORD_VERSION, u8 flags (1: deleted), varint replaces
 *	varint change (that brought the unit), attrs, metas
 *	varint n, n times: str lang, str text, varint n codes,
 *	    n times (varint off, str xml), attrs, metas
 *
 *	str: varint length + 1 (0: absent), bytes, NUL
 *	attrs: varint n, n times (varint known name, or 0 and str), str value
 *	metas: varint n, n times u8 is_note, str type, str lang, attrs, str text
 *
 * Each string carries its NUL, so that a unit is read without copying.
 * Nothing in a record is trusted: sizes are checked against what is left.
 */
#include "config.h"
#include "memory/record.h"

#include <string.h>

#include "base/err.h"

enum { DELETED = 1 };

/* Names that need one byte; the order is for ever. */
static const char *const known_names[] = {
	"", "creationdate", "creationid", "changedate", "changeid",
	"usagecount", "lastusagedate", "tuid", "datatype", "segtype",
	"srclang", "creationtool", "creationtoolversion", "o-tmf",
	"o-encoding", "adminlang",
};
enum { KNOWN_NAMES = sizeof known_names / sizeof *known_names };

void
record_write_str(struct buf *b, struct wtm_str s)
{
	if (s.s == NULL) {
		buf_varint(b, 0);
		return;
	}
	buf_varint(b, (uint64_t)s.len + 1);
	buf_add(b, s.s, s.len);
	buf_addc(b, '\0');
}

struct wtm_str
record_read_str(struct rd *r)
{
	uint64_t n = rd_varint(r);
	struct wtm_str out = { 0 };

	if (n == 0)
		return out;
	if (n > rd_left(r)) {
		r->bad = 1;
		return out;
	}
	out.s = rd_bytes(r, (size_t)n);
	out.len = (size_t)n - 1;
	if (!r->bad && out.s[out.len] != '\0')
		r->bad = 1;
	return out;
}

static size_t
known_name(struct wtm_str name)
{
	for (size_t i = 1; i < KNOWN_NAMES; i++)
		if (strlen(known_names[i]) == name.len &&
		    memcmp(known_names[i], name.s, name.len) == 0)
			return i;
	return 0;
}

void
record_write_attrs(struct buf *b, const struct wtm_attr *attrs, size_t n)
{
	buf_varint(b, n);
	for (size_t i = 0; i < n; i++) {
		size_t known = known_name(attrs[i].name);

		buf_varint(b, known);
		if (known == 0)
			record_write_str(b, attrs[i].name);
		record_write_str(b, attrs[i].value);
	}
}

/* How many of a thing follow, each of at least min bytes; an array for them. */
static void *
read_array(size_t *n, struct rd *r, size_t min, size_t size, struct arena *a)
{
	uint64_t count = rd_varint(r);
	void *at;

	*n = 0;
	if (count == 0)
		return NULL;
	if (count > rd_left(r) / min) {
		r->bad = 1;
		return NULL;
	}
	at = arena_array(a, (size_t)count, size);
	if (at == NULL)
		r->bad = 1;
	else
		*n = (size_t)count;
	return at;
}

const struct wtm_attr *
record_read_attrs(size_t *n, struct rd *r, struct arena *a)
{
	struct wtm_attr *at = read_array(n, r, 2, sizeof *at, a);

	for (size_t i = 0; i < *n; i++) {
		uint64_t known = rd_varint(r);

		if (known == 0) {
			at[i].name = record_read_str(r);
		} else if (known < KNOWN_NAMES) {
			at[i].name.s = known_names[known];
			at[i].name.len = strlen(known_names[known]);
		} else {
			r->bad = 1;
		}
		at[i].value = record_read_str(r);
	}
	return at;
}

void
record_write_metas(struct buf *b, const struct wtm_meta *metas, size_t n)
{
	buf_varint(b, n);
	for (size_t i = 0; i < n; i++) {
		buf_addc(b, metas[i].is_note ? 1 : 0);
		record_write_str(b, metas[i].type);
		record_write_str(b, metas[i].lang);
		record_write_attrs(b, metas[i].attrs, metas[i].n_attrs);
		record_write_str(b, metas[i].text);
	}
}

const struct wtm_meta *
record_read_metas(size_t *n, struct rd *r, struct arena *a)
{
	struct wtm_meta *at = read_array(n, r, 5, sizeof *at, a);

	for (size_t i = 0; i < *n; i++) {
		at[i].is_note = rd_u8(r) == 1;
		at[i].type = record_read_str(r);
		at[i].lang = record_read_str(r);
		at[i].attrs = record_read_attrs(&at[i].n_attrs, r, a);
		at[i].text = record_read_str(r);
	}
	return at;
}

static void
write_tuv(struct buf *b, const struct wtm_tuv *tuv)
{
	record_write_str(b, tuv->lang);
	record_write_str(b, tuv->text);
	buf_varint(b, tuv->n_codes);
	for (size_t i = 0; i < tuv->n_codes; i++) {
		buf_varint(b, tuv->codes[i].off);
		record_write_str(b, tuv->codes[i].xml);
	}
	record_write_attrs(b, tuv->attrs, tuv->n_attrs);
	record_write_metas(b, tuv->metas, tuv->n_metas);
}

static const struct wtm_inline *
read_codes(size_t *n, struct rd *r, size_t text_len, struct arena *a)
{
	struct wtm_inline *at = read_array(n, r, 2, sizeof *at, a);

	for (size_t i = 0; i < *n; i++) {
		at[i].off = (size_t)rd_varint(r);
		at[i].xml = record_read_str(r);
		if (at[i].off > text_len ||
		    (i > 0 && at[i].off < at[i - 1].off))
			r->bad = 1;
	}
	return at;
}

static void
read_tuv(struct wtm_tuv *tuv, struct rd *r, struct arena *a)
{
	tuv->lang = record_read_str(r);
	tuv->text = record_read_str(r);
	tuv->codes = read_codes(&tuv->n_codes, r, tuv->text.len, a);
	tuv->attrs = record_read_attrs(&tuv->n_attrs, r, a);
	tuv->metas = record_read_metas(&tuv->n_metas, r, a);
	if (tuv->lang.s == NULL || tuv->text.s == NULL)
		r->bad = 1;
}

void
record_write(struct buf *b, const struct record_head *head,
    const struct wtm_tu *tu)
{
	buf_addc(b, RECORD_VERSION);
	buf_addc(b, head->deleted ? DELETED : 0);
	buf_varint(b, head->replaces);
	if (tu == NULL)
		return;
	buf_varint(b, tu->change);
	record_write_attrs(b, tu->attrs, tu->n_attrs);
	record_write_metas(b, tu->metas, tu->n_metas);
	buf_varint(b, tu->n_tuvs);
	for (size_t i = 0; i < tu->n_tuvs; i++)
		write_tuv(b, &tu->tuvs[i]);
}

static int
damaged(uint64_t id, struct wtm_err *err)
{
	return err_set(err, WTM_MEMORY, 0, "unit %llu: the record is damaged; "
	    "run `wiretm verify`", (unsigned long long)id);
}

static int
read_head(struct record_head *head, struct rd *r, uint64_t id,
    struct wtm_err *err)
{
	if (rd_u8(r) != RECORD_VERSION)
		return damaged(id, err);
	head->deleted = rd_u8(r) & DELETED;
	head->replaces = (uint32_t)rd_varint(r);
	return r->bad ? damaged(id, err) : 0;
}

int
record_read_head(struct record_head *head, const void *bytes, size_t len,
    uint64_t id, struct wtm_err *err)
{
	struct rd r = rd_over(bytes, len);

	return read_head(head, &r, id, err);
}

int
record_read(struct record_head *head, const struct wtm_tu **out, uint64_t id,
    const void *bytes, size_t len, struct arena *a, struct wtm_err *err)
{
	struct rd r = rd_over(bytes, len);
	struct wtm_tu *tu;
	struct wtm_tuv *tuvs;

	*out = NULL;
	if (read_head(head, &r, id, err) != 0)
		return -1;
	if (head->deleted)
		return 0;
	tu = arena_alloc(a, sizeof *tu);
	if (tu == NULL)
		return err_nomem(err);
	tu->id = id;
	tu->change = (uint32_t)rd_varint(&r);
	tu->attrs = record_read_attrs(&tu->n_attrs, &r, a);
	tu->metas = record_read_metas(&tu->n_metas, &r, a);
	tuvs = read_array(&tu->n_tuvs, &r, 5, sizeof *tuvs, a);
	for (size_t i = 0; i < tu->n_tuvs; i++)
		read_tuv(&tuvs[i], &r, a);
	tu->tuvs = tuvs;
	if (r.bad)
		return a->failed ? err_nomem(err) : damaged(id, err);
	*out = tu;
	return 0;
}
