/*
 * SRX 2.0, <formathandle>: of the codes that stand exactly where two segments
 * are cut apart, those of an included type (starts, ends or isolated ones) go
 * with the first.  Their order stays, so behind one that goes with the second
 * all do.  A code anywhere else goes where it stands.
 */
#include "config.h"
#include "format/segment-codes.h"

#include <string.h>

#include "base/err.h"
#include "format/markup.h"

/* Empty elements of XLIFF that stand for one tag of a pair. */
static const struct {
	const char *name;
	enum srx_code kind;
} halves[] = {
	{ "bx", SRX_START }, { "sc", SRX_START },
	{ "ex", SRX_END }, { "ec", SRX_END }
};

static enum srx_code
kind_of(struct wtm_str xml)
{
	struct markup m = { .s = xml.s, .len = xml.len, .html = 1 };
	struct markup_token t;

	if (!markup_next(&m, &t))
		return SRX_ISOLATED;
	for (size_t i = 0; i < sizeof halves / sizeof *halves; i++)
		if (markup_is(&t, halves[i].name))
			return halves[i].kind;
	if (t.kind == MARKUP_END)
		return SRX_END;
	return t.kind == MARKUP_START && !t.empty ? SRX_START : SRX_ISOLATED;
}

static int
belongs(const struct segmenter *sg, const struct wtm_inline *code,
    const struct sentence *st)
{
	return code->off < st->cut || (code->off == st->cut &&
	    segmenter_code_before_cut(sg, kind_of(code->xml)));
}

int
segment_codes_take(struct segment_codes *out, size_t *taken,
    const struct segmenter *sg, const struct wtm_block *b,
    const struct sentence *st, int is_last, struct arena *a,
    struct wtm_err *err)
{
	const struct wtm_inline *code = b->codes + *taken;
	size_t left = b->n_codes - *taken;
	struct wtm_inline *at;
	size_t n = 0;

	memset(out, 0, sizeof *out);
	while (n < left && (is_last || belongs(sg, &code[n], st)))
		n++;
	if (n == 0)
		return 0;
	at = arena_array(a, n, sizeof *at);
	if (at == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		size_t off = code[i].off < st->from ? st->from : code[i].off;

		at[i].off = (off > st->to ? st->to : off) - st->from;
		at[i].xml = code[i].xml;
	}
	*taken += n;
	out->at = at;
	out->n = n;
	return 0;
}
