/*
 * flat: text as people read it, white space folded and markup aside, that
 * knows where each byte of it stands in the file.
 *
 * A piece is a run of bytes that are the same on both sides, or one character
 * that is written otherwise in the file.
 */
#include "config.h"
#include "format/flat.h"

#include <string.h>

#include "text/utf8.h"

void
flat_clear(struct flat *f)
{
	buf_clear(&f->text);
	buf_clear(&f->pieces);
	buf_clear(&f->codes);
	f->space = 0;
}

void
flat_free(struct flat *f)
{
	buf_free(&f->text);
	buf_free(&f->pieces);
	buf_free(&f->codes);
}

int
flat_ok(const struct flat *f)
{
	return buf_ok(&f->text) && buf_ok(&f->pieces) && buf_ok(&f->codes);
}

/* The piece of the source that holds the byte at off, or NULL. */
static const struct wtm_piece *
piece_at(const struct source *src, size_t off)
{
	size_t low = 0;
	size_t high = src->n_pieces;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (src->pieces[mid].off + src->pieces[mid].len <= off)
			low = mid + 1;
		else
			high = mid;
	}
	return low < src->n_pieces && src->pieces[low].off <= off
	    ? &src->pieces[low] : NULL;
}

static int
is_verbatim(const struct wtm_piece *p)
{
	return p->len == p->to - p->from;
}

/* Bytes [from, to) of the source as bytes of the file; 0: not known. */
static int
place(const struct source *src, size_t *from, size_t *to)
{
	const struct wtm_piece *a, *b;

	if (src->hidden)
		return 0;
	if (src->pieces == NULL)
		return 1;
	a = piece_at(src, *from);
	b = *to > *from ? piece_at(src, *to - 1) : a;
	if (a == NULL || b == NULL)
		return 0;
	*from = is_verbatim(a) ? a->from + (*from - a->off) : a->from;
	*to = is_verbatim(b) ? b->from + (*to - b->off) : b->to;
	return 1;
}

static void
add_piece(struct flat *f, const struct source *src, size_t len, size_t from,
    size_t to)
{
	struct wtm_piece p = { f->text.len, len, from, to };
	struct wtm_piece *last = NULL;

	if (!place(src, &p.from, &p.to))
		return;
	if (f->pieces.len >= sizeof p)
		last = (void *)(f->pieces.s + f->pieces.len - sizeof p);
	if (last != NULL && is_verbatim(last) && is_verbatim(&p) &&
	    last->off + last->len == p.off && last->to == p.from) {
		last->len += p.len;
		last->to = p.to;
		return;
	}
	buf_add(&f->pieces, &p, sizeof p);
}

void
flat_put(struct flat *f, const struct source *src, uint32_t c, size_t from,
    size_t to)
{
	char bytes[4];
	size_t len = utf8_put(bytes, c);

	add_piece(f, src, len, from, to);
	buf_add(&f->text, bytes, len);
}

void
flat_char(struct flat *f, const struct source *src, uint32_t c, size_t from,
    size_t to)
{
	if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
		if (!f->space)
			f->space_from = from;
		f->space_to = to;
		f->space = f->text.len > 0;
		return;
	}
	if (f->space)
		flat_put(f, src, ' ', f->space_from, f->space_to);
	f->space = 0;
	flat_put(f, src, c, from, to);
}

void
flat_add(struct flat *f, const struct source *src, size_t from, size_t to,
    int references)
{
	while (from < to) {
		size_t i = from;
		uint32_t c = references ? markup_char(src->s, to, &i)
		    : utf8_next(src->s, to, &i);

		flat_char(f, src, c, from, i);
		from = i;
	}
}

void
flat_copy(struct flat *f, const struct source *src, size_t from, size_t to,
    int references)
{
	while (from < to) {
		size_t i = from;
		uint32_t c = references ? markup_char(src->s, to, &i)
		    : utf8_next(src->s, to, &i);

		flat_put(f, src, c, from, i);
		from = i;
	}
}

void
flat_code(struct flat *f, const struct markup_token *t)
{
	struct flat_code c = { f->text.len + (size_t)f->space, t->from,
		t->to };

	buf_add(&f->codes, &c, sizeof c);
}

struct source
flat_source(const struct flat *f, const struct source *src)
{
	static const struct wtm_piece none;

	return (struct source){
		.s = f->text.s == NULL ? "" : f->text.s,
		.len = f->text.len,
		.pieces = f->pieces.s == NULL ? &none
		    : (const void *)f->pieces.s,
		.n_pieces = f->pieces.len / sizeof(struct wtm_piece),
		.hidden = src->hidden,
	};
}
