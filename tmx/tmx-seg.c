/*
 * tmx-seg: the content of a <seg> while it is read (TMX 1.4b, section 2.3).
 *
 * The content of <bpt> <ept> <it> <ph> <ut> is native code, so they are kept
 * whole, whatever they hold; all others mark text, so only their tags are.
 */
#include "config.h"
#include "tmx/tmx-seg.h"

#include <stdlib.h>
#include <string.h>

#include "base/xml-write.h"
#include "tmx/tmx-attrs.h"

void
seg_begin(struct seg *s, const char *root_uri, struct arena *a, size_t max)
{
	buf_clear(&s->text);
	buf_clear(&s->xml);
	s->root_uri = root_uri;
	s->arena = a;
	s->n = 0;
	s->open = 0;
	s->max = max;
	s->over = 0;
}

void
seg_free(struct seg *s)
{
	buf_free(&s->text);
	buf_free(&s->xml);
	free(s->codes);
	*s = (struct seg){ 0 };
}

size_t
seg_size(const struct seg *s)
{
	return s->text.len + s->xml.len + s->n * sizeof *s->codes;
}

static int
has_room(struct seg *s, size_t more)
{
	if (more <= s->max && seg_size(s) <= s->max - more)
		return 1;
	s->over = 1;
	return 0;
}

/* Those kept whole come first. */
static const char *const names[] = { "ph", "bpt", "ept", "it", "ut", "ude",
	"hi", "sub" };

enum { N_WHOLE = 6, N_NAMES = sizeof names / sizeof *names };

static int
is_named(const struct seg *s, const struct xml_tag *tag, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(tag->local, names[i]) == 0)
			return tmx_is_own(tag, s->root_uri);
	return 0;
}

int
seg_is_standard(const struct seg *s, const struct xml_tag *tag)
{
	return is_named(s, tag, N_NAMES);
}

static int
new_code(struct seg *s)
{
	if (s->n == s->cap) {
		size_t cap = s->cap == 0 ? 16 : s->cap * 2;
		struct seg_code *codes = realloc(s->codes,
		    cap * sizeof *codes);

		if (codes == NULL)
			return -1;
		s->codes = codes;
		s->cap = cap;
	}
	s->codes[s->n++] = (struct seg_code){ s->text.len, s->xml.len,
		s->xml.len };
	return 0;
}

/* The code under way ends here. */
static int
close_code(struct seg *s)
{
	s->codes[s->n - 1].to = s->xml.len;
	return buf_ok(&s->xml) ? 0 : -1;
}

int
seg_start(struct seg *s, const struct xml_tag *tag)
{
	if (s->open > 0 || is_named(s, tag, N_WHOLE))
		s->open++;
	if (!has_room(s, 1) || (s->open <= 1 && new_code(s) != 0))
		return s->over ? 0 : -1;
	if (tmx_put_tag(&s->xml, tag, s->root_uri, s->arena) != 0)
		return -1;
	return s->open > 0 ? 0 : close_code(s);
}

/* "<x a="1">" becomes "<x a="1"/>". */
static int
make_empty(struct seg *s)
{
	s->xml.len--;
	buf_adds(&s->xml, "/>");
	return close_code(s);
}

/* Is the last code the start tag of this element, with nothing behind it? */
static int
is_empty(const struct seg *s, const struct xml_tag *tag)
{
	const struct seg_code *c = s->n == 0 ? NULL : &s->codes[s->n - 1];
	const char *name = tmx_is_own(tag, s->root_uri) ? tag->local
							: tag->name;
	size_t len = strlen(name);
	const char *xml;

	if (c == NULL || c->off != s->text.len || c->to - c->from < len + 2)
		return 0;
	xml = s->xml.s + c->from + 1;
	return memcmp(xml, name, len) == 0 && strchr(" >", xml[len]) != NULL &&
	    memchr(xml, '<', c->to - c->from - 1) == NULL &&
	    s->xml.s[c->to - 2] != '/';
}

int
seg_end(struct seg *s, const struct xml_tag *tag)
{
	if (s->over) {
		s->open -= s->open > 0;
		return 0;
	}
	if (s->open > 0) {
		tmx_put_end(&s->xml, tag, s->root_uri);
		return --s->open > 0 ? 0 : close_code(s);
	}
	if (is_empty(s, tag))
		return make_empty(s);
	if (new_code(s) != 0)
		return -1;
	tmx_put_end(&s->xml, tag, s->root_uri);
	return close_code(s);
}

int
seg_text(struct seg *s, const char *t, size_t len)
{
	if (!has_room(s, len))
		return 0;
	if (s->open > 0)
		xml_put_text(&s->xml, t, len);
	else
		buf_add(&s->text, t, len);
	return buf_ok(&s->xml) && buf_ok(&s->text) ? 0 : -1;
}

int
seg_take(struct wtm_tuv *out, const struct seg *s, struct arena *a)
{
	struct wtm_inline *codes = NULL;

	out->text = arena_str(a, s->text.len == 0 ? "" : s->text.s,
	    s->text.len);
	if (s->n > 0)
		codes = arena_array(a, s->n, sizeof *codes);
	if (out->text.s == NULL || (s->n > 0 && codes == NULL))
		return -1;
	for (size_t i = 0; i < s->n; i++) {
		const struct seg_code *c = &s->codes[i];

		codes[i].off = c->off;
		codes[i].xml = arena_str(a, s->xml.s + c->from,
		    c->to - c->from);
		if (codes[i].xml.s == NULL)
			return -1;
	}
	out->codes = codes;
	out->n_codes = s->n;
	return 0;
}
