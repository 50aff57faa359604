/*
 * article: a wire file -> what it says.
 *
 * The file is read whole and decoded, so that every text keeps its place in
 * it; the reader is chosen by the first bytes, and the last one takes
 * whatever is text.  An XML declaration, or the <meta> of HTML, names the
 * encoding when nobody else does.
 */
#include "config.h"
#include "format/article.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/gzip.h"
#include "text/charset.h"
#include "text/utf8.h"

enum {
	FILE_MAX = 64 << 20,
	PIECE = 64 << 10,
	DECLARED_IN = 1024,	/* bytes in which an encoding is looked for */
};

static const struct article_ops *const formats[] = {
	&read_nitf,
	&read_newsml_g2,
	&read_newsml1,
	&read_ninjs,
	&read_anpa1312,
	&read_iptc7901,
	&read_rss,
	&read_atom,
	&read_html,
	&read_xliff,
	&read_po,
	&read_plain,
};

enum { N_FORMATS = sizeof formats / sizeof *formats };

const char *
wtm_article_formats(void)
{
	return "nitf, newsml-g2, newsml1, ninjs, anpa1312, iptc7901, rss, "
	    "atom, html, xliff, po, plain";
}

const char *
wtm_field_name(enum wtm_field field)
{
	static const char *const names[WTM_FIELDS] = {
		[WTM_FIELD_LANGUAGE] = "language",
		[WTM_FIELD_ENCODING] = "encoding",
		[WTM_FIELD_GUID] = "guid",
		[WTM_FIELD_VERSION] = "version",
		[WTM_FIELD_SERVICE] = "service",
		[WTM_FIELD_SEQUENCE] = "sequence",
		[WTM_FIELD_CATEGORY] = "category",
		[WTM_FIELD_URGENCY] = "urgency",
		[WTM_FIELD_STATUS] = "status",
		[WTM_FIELD_SIGNAL] = "signal",
		[WTM_FIELD_TAKE] = "take",
		[WTM_FIELD_WORD_COUNT] = "word_count",
		[WTM_FIELD_SLUGLINE] = "slugline",
		[WTM_FIELD_SOURCE] = "source",
		[WTM_FIELD_PROVIDER] = "provider",
		[WTM_FIELD_COPYRIGHT] = "copyright",
		[WTM_FIELD_RIGHTS] = "rights",
		[WTM_FIELD_CREATED] = "created",
		[WTM_FIELD_ISSUED] = "issued",
		[WTM_FIELD_EMBARGO] = "embargo",
		[WTM_FIELD_EXPIRES] = "expires",
		[WTM_FIELD_TRANSLATED_FROM] = "translated_from",
		[WTM_FIELD_TRANSLATED_FROM_VERSION] =
		    "translated_from_version",
		[WTM_FIELD_EDNOTE] = "ednote",
		[WTM_FIELD_LOCATION] = "location",
		[WTM_FIELD_HEADLINE] = "headline",
		[WTM_FIELD_SUBHEAD] = "subhead",
		[WTM_FIELD_BYLINE] = "byline",
		[WTM_FIELD_DATELINE] = "dateline",
		[WTM_FIELD_ABSTRACT] = "abstract",
		[WTM_FIELD_CAPTION] = "caption",
		[WTM_FIELD_CREDIT] = "credit",
		[WTM_FIELD_TRAILER] = "trailer",
		[WTM_FIELD_PARAGRAPH] = "paragraph",
	};

	return (unsigned)field < WTM_FIELDS ? names[field] : "";
}

int
article_bytes(struct buf *out, struct input *in, struct wtm_err *err)
{
	for (;;) {
		long n;

		if (out->len > FILE_MAX)
			return err_set(err, WTM_INPUT, 0, "%s: more than 64 "
			    "MiB; that is no article", input_name(in));
		if (buf_reserve(out, PIECE) != 0)
			return err_nomem(err);
		n = input_read(in, out->s + out->len, PIECE, err);
		if (n <= 0)
			return n < 0 ? -1 : 0;
		out->len += (size_t)n;
	}
}

/* The value behind word in the first bytes: encoding="UTF-8". */
static int
declared(char out[40], const char *s, size_t len, const char *word)
{
	size_t n = strlen(word);
	size_t most = len < DECLARED_IN ? len : DECLARED_IN;
	size_t v = 0;

	for (size_t i = 0; i + n < most; i++) {
		if (strncasecmp(s + i, word, n) != 0)
			continue;
		for (i += n; i < most && strchr("=\"' \t", s[i]) != NULL &&
		    s[i] != '\0';)
			i++;
		while (i < most && v < 39 && s[i] != '\0' &&
		    strchr("\"' \t/>?;", s[i]) == NULL)
			out[v++] = s[i++];
		out[v] = '\0';
		return v > 0;
	}
	return 0;
}

/* The encoding the file itself names, or NULL. */
static const char *
declared_charset(char out[40], const char *s, size_t len)
{
	size_t i = 0;
	int found;

	while (i < len && strchr(" \t\r\n", s[i]) != NULL && s[i] != '\0')
		i++;
	if (len - i < 5 || s[i] != '<')
		return NULL;
	found = memcmp(s + i, "<?xml", 5) == 0
	    ? declared(out, s + i, len - i, "encoding")
	    : declared(out, s + i, len - i, "charset");
	/* what says so in single bytes is not in UTF-16 */
	return found && strncasecmp(out, "utf-16", 6) != 0 ? out : NULL;
}

/* The decoded file into the arena, line ends as they are. */
static int
decode(struct story *st, const struct buf *raw, const char *charset,
    struct wtm_err *err)
{
	struct buf text = { 0 };
	struct charset *c = NULL;
	struct wtm_str name;
	char own[40];
	int ret = -1;

	if (charset == NULL && raw->len > 0) {
		charset = declared_charset(own, raw->s, raw->len);
		if (charset != NULL && charset_check_declared(charset,
		    st->name, err) != 0)
			return -1;
	}
	if (charset_new(&c, charset, st->name, err) != 0)
		return -1;
	if (charset_feed(c, raw->s == NULL ? "" : raw->s, raw->len, &text,
	    err) != 0 || charset_finish(c, &text, err) != 0)
		goto out;
	st->pub.file = arena_str(&st->arena, text.s == NULL ? "" : text.s,
	    text.len);
	name = arena_str(&st->arena, charset_name(c),
	    strlen(charset_name(c)));
	if (!buf_ok(&text) || st->pub.file.s == NULL || name.s == NULL) {
		err_nomem(err);
		goto out;
	}
	st->pub.charset = name.len == 0 ? "UTF-8" : name.s;
	st->is_ascii = strcasecmp(st->pub.charset, "us-ascii") == 0 ||
	    strcasecmp(st->pub.charset, "ascii") == 0;
	st->src = (struct source){ .s = st->pub.file.s,
		.len = st->pub.file.len };
	ret = 0;
out:
	buf_free(&text);
	charset_free(c);
	return ret;
}

static int
is_blank(const struct markup_token *t)
{
	for (size_t i = t->from; i < t->to; i++)
		if (strchr(" \t\r\n", t->s[i]) == NULL || t->s[i] == '\0')
			return 0;
	return t->kind == MARKUP_TEXT;
}

static struct head
head_of(const char *s, size_t len)
{
	struct head h = { .s = s, .len = len };
	struct markup m = { .s = h.s, .len = h.len };
	struct markup_token t = { 0 };
	size_t i = 0;

	while (i < h.len && (h.s[i] == ' ' || (h.s[i] >= '\t' &&
	    h.s[i] <= '\r')))
		i++;
	h.s += i;
	h.len -= i;
	if (h.len == 0 || h.s[0] != '<')
		return h;
	m.off = i;
	/* white space may stand between declarations and the root */
	while (markup_next(&m, &t) && is_blank(&t))
		continue;
	if (t.kind == MARKUP_START && t.name_len > 0 &&
	    t.name_len < sizeof h.root)
		memcpy(h.root, t.name, t.name_len);
	return h;
}

static const struct article_ops *
choose(const char *s, size_t len, const char *format, struct wtm_err *err)
{
	struct head h = head_of(s, len);

	for (size_t i = 0; i < N_FORMATS; i++)
		if (format != NULL ? strcasecmp(format, formats[i]->name) == 0
		    : formats[i]->bid(&h))
			return formats[i];
	err_set(err, WTM_USAGE, 0, "unknown format \"%.40s\"; there are %s",
	    format == NULL ? "" : format, wtm_article_formats());
	return NULL;
}

/* Scripts that tell the language of a text that does not name it. */
struct scripts {
	size_t hangul, kana, han, all;
};

static void
count_scripts(struct scripts *n, const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t c = utf8_next(s, len, &i);

		n->hangul += c >= 0xac00 && c <= 0xd7a3;
		n->kana += c >= 0x3041 && c <= 0x30ff;
		n->han += c >= 0x4e00 && c <= 0x9fff;
		n->all += c > ' ' && !(c >= '!' && c <= '@');
	}
}

/* NULL: they do not tell. */
static const char *
lang_of(const struct scripts *n)
{
	if (n->hangul * 3 > n->all)
		return "ko";
	if (n->kana * 8 > n->all)
		return "ja";
	return n->han * 3 > n->all ? "zh" : NULL;
}

int
article_is_plain(const char **lang, const char *s, size_t len,
    const struct wtm_read_opts *opts, struct wtm_err *err)
{
	struct scripts scripts = { 0 };
	const char *charset = opts->charset;
	const struct article_ops *ops;
	struct wtm_err cut = { 0 };
	struct buf text = { 0 };
	char own[40];

	if (charset == NULL && len > 0)
		charset = declared_charset(own, s, len);
	/* the last character may be cut: what comes before it will do */
	charset_decode(&text, charset, "", s, len, &cut);
	if (!buf_ok(&text)) {
		buf_free(&text);
		return err_nomem(err);
	}
	ops = choose(text.s == NULL ? "" : text.s, text.len, opts->format,
	    err);
	count_scripts(&scripts, text.s, text.len);
	*lang = lang_of(&scripts);
	buf_free(&text);
	return ops == NULL ? -1 : ops == &read_plain;
}

static const char *
guess_language(const struct story *st, const char *otherwise)
{
	const struct wtm_block *at = (const void *)st->blocks.s;
	struct scripts n = { 0 };
	const char *lang;

	for (size_t b = 0; b < st->blocks.len / sizeof *at; b++)
		count_scripts(&n, at[b].text.s, at[b].text.len);
	lang = lang_of(&n);
	return lang == NULL ? otherwise : lang;
}

/* All blocks as one text. */
static int
join_blocks(struct story *st, struct wtm_err *err)
{
	struct wtm_block *at = (void *)st->blocks.s;
	size_t n = st->blocks.len / sizeof *at;
	struct buf text = { 0 };

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_adds(&text, "\n\n");
		at[i].from = text.len;
		buf_add(&text, at[i].text.s, at[i].text.len);
	}
	st->pub.text = arena_str(&st->arena, text.s == NULL ? "" : text.s,
	    text.len);
	st->pub.blocks = at;
	st->pub.n_blocks = n;
	if (!buf_ok(&text))
		st->pub.text.s = NULL;
	buf_free(&text);
	return st->pub.text.s == NULL ? err_nomem(err) : 0;
}

static int
finish(struct story *st, const char *lang, struct wtm_err *err)
{
	struct wtm_article *a = &st->pub;
	struct wtm_str *dateline = &a->fields[WTM_FIELD_DATELINE];
	const struct wtm_str *place = &a->fields[WTM_FIELD_LOCATION];

	if (join_blocks(st, err) != 0)
		return -1;
	lang = guess_language(st, lang);
	if (story_set(st, WTM_FIELD_LANGUAGE, STORY_WEAK, lang, strlen(lang),
	    err) != 0)
		return -1;
	if (strcasecmp(a->charset, "utf-8") == 0 ||
	    strcasecmp(a->charset, "us-ascii") == 0)
		a->charset = "UTF-8";
	if (strcmp(a->charset, "UTF-8") != 0 && story_set(st,
	    WTM_FIELD_ENCODING, STORY_SET, a->charset, strlen(a->charset),
	    err) != 0)
		return -1;
	/* one that is only the place says nothing more */
	if (dateline->s != NULL && place->s != NULL &&
	    strcmp(dateline->s, place->s) == 0)
		*dateline = (struct wtm_str){ NULL, 0 };
	a->keywords = (const void *)st->keywords.s;
	a->n_keywords = st->keywords.len / sizeof *a->keywords;
	a->inlines = (const void *)st->inlines.s;
	a->n_inlines = st->inlines.len / sizeof *a->inlines;
	return 0;
}

static int
read_story(struct story *st, struct input *in,
    const struct wtm_read_opts *opts, struct wtm_err *err)
{
	const struct article_ops *ops;
	struct buf raw = { 0 };
	int ret = article_bytes(&raw, in, err);

	if (ret == 0)
		ret = decode(st, &raw, opts->charset, err);
	buf_free(&raw);
	if (ret != 0)
		return -1;
	ops = choose(st->src.s, st->src.len, opts->format, err);
	if (ops == NULL)
		return -1;
	st->pub.format = ops->name;
	if (ops->read(st, err) != 0)
		return -1;
	return finish(st, opts->lang, err);
}

int
article_read(struct wtm_article **out, struct input *in,
    const struct wtm_read_opts *opts, struct wtm_err *err)
{
	struct story *st = calloc(1, sizeof *st);
	int ret;

	*out = NULL;
	if (st == NULL)
		return err_nomem(err);
	st->name = input_name(in);
	ret = read_story(st, in, opts, err);
	st->name = NULL;
	if (ret == 0)
		*out = &st->pub;
	else
		wtm_article_free(&st->pub);
	return ret;
}

int
wtm_article_read(struct wtm_article **out, const char *path,
    const struct wtm_read_opts *opts, struct wtm_err *err)
{
	struct input *in;
	int ret;

	*out = NULL;
	if (input_open(&in, path, err) != 0)
		return -1;
	ret = article_read(out, in, opts, err);
	input_close(in);
	return ret;
}

void
wtm_article_free(struct wtm_article *a)
{
	struct story *st = (void *)a;	/* its first member */

	if (st == NULL)
		return;
	buf_free(&st->blocks);
	buf_free(&st->ways);
	buf_free(&st->echoes);
	buf_free(&st->keywords);
	buf_free(&st->inlines);
	arena_free(&st->arena);
	free(st);
}
