/*
 * tmx-attrs: the attributes of a tag as they are kept.
 *
 * Real files declare the prefixes of foreign attributes and elements on
 * <tmx>, or not at all.  A unit outlives its file, so each element carries
 * what its own prefixes need (Namespaces in XML 1.0, section 6).
 */
#include "config.h"
#include "tmx/tmx-attrs.h"

#include <string.h>

#include "base/xml-write.h"

#define UNDECLARED "urn:undeclared:"

int
tmx_is_own(const struct xml_tag *tag, const char *root_uri)
{
	if (tag->uri == NULL || root_uri == NULL)
		return tag->uri == root_uri && strchr(tag->name, ':') == NULL;
	return strcmp(tag->uri, root_uri) == 0;
}

static struct wtm_str
str(struct arena *a, const char *s)
{
	return arena_str(a, s, strlen(s));
}

/* "xmlns" or "xmlns:" and the prefix of name. */
static struct wtm_str
declaration(const char *name, struct arena *a)
{
	const char *colon = strchr(name, ':');
	size_t len = colon == NULL ? 0 : (size_t)(colon - name);
	struct buf b = { 0 };
	struct wtm_str out;

	buf_adds(&b, "xmlns");
	if (len > 0) {
		buf_addc(&b, ':');
		buf_add(&b, name, len);
	}
	out = buf_ok(&b) ? arena_str(a, b.s, b.len) : (struct wtm_str){ 0 };
	buf_free(&b);
	return out;
}

static int
has_attr(const struct wtm_attr *attrs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(attrs[i].name.s, name) == 0)
			return 1;
	return 0;
}

/* What the prefix of name needs, unless it is there; -1: no memory. */
static int
need(struct wtm_attr *out, size_t *n, const char *name, const char *uri,
    struct arena *a)
{
	struct wtm_str decl;
	struct buf b = { 0 };

	if (strncmp(name, "xml:", 4) == 0 || strncmp(name, "xmlns", 5) == 0)
		return 0;
	decl = declaration(name, a);
	if (decl.s == NULL)
		return -1;
	if (has_attr(out, *n, decl.s))
		return 0;
	if (uri == NULL)
		buf_adds(&b, UNDECLARED);
	if (uri == NULL)
		buf_adds(&b, decl.s + strlen("xmlns:"));
	else
		buf_adds(&b, uri);
	out[*n].name = decl;
	out[*n].value = buf_ok(&b) ? arena_str(a, b.s, b.len)
				   : (struct wtm_str){ 0 };
	buf_free(&b);
	return out[(*n)++].value.s == NULL ? -1 : 0;
}

static int
copy(struct wtm_attr *out, const struct xml_attr *attr, struct arena *a)
{
	out->name = str(a, attr->name);
	out->value = arena_str(a, attr->value, attr->len);
	return out->name.s == NULL || out->value.s == NULL ? -1 : 0;
}

static int
is_declaration(const struct xml_attr *attr)
{
	return strcmp(attr->name, "xmlns") == 0 ||
	    strncmp(attr->name, "xmlns:", 6) == 0;
}

static int
put_declarations(struct wtm_attr *out, size_t *n, const struct xml_tag *tag,
    const char *root_uri, struct arena *a)
{
	int own = tmx_is_own(tag, root_uri);

	for (size_t i = 0; i < tag->n_attrs; i++) {
		if (!is_declaration(&tag->attrs[i]) ||
		    (own && strcmp(tag->attrs[i].name, "xmlns") == 0))
			continue;
		if (copy(&out[(*n)++], &tag->attrs[i], a) != 0)
			return -1;
	}
	if (!own && (tag->uri != NULL || strchr(tag->name, ':') != NULL) &&
	    need(out, n, tag->name, tag->uri, a) != 0)
		return -1;
	for (size_t i = 0; i < tag->n_attrs; i++)
		if (strchr(tag->attrs[i].name, ':') != NULL &&
		    need(out, n, tag->attrs[i].name, tag->attrs[i].uri,
			a) != 0)
			return -1;
	return 0;
}

struct wtm_attr *
tmx_attrs(const struct xml_tag *tag, const char *root_uri, size_t *n,
    struct arena *a)
{
	/* each attribute may need a declaration, and so may the tag */
	struct wtm_attr *out = arena_array(a, 2 * tag->n_attrs + 1,
	    sizeof *out);

	*n = 0;
	if (out == NULL ||
	    put_declarations(out, n, tag, root_uri, a) != 0)
		return NULL;
	for (size_t i = 0; i < tag->n_attrs; i++)
		if (!is_declaration(&tag->attrs[i]) &&
		    copy(&out[(*n)++], &tag->attrs[i], a) != 0)
			return NULL;
	return out;
}

static const char *
name_of(const struct xml_tag *tag, const char *root_uri)
{
	return tmx_is_own(tag, root_uri) ? tag->local : tag->name;
}

int
tmx_put_tag(struct buf *b, const struct xml_tag *tag, const char *root_uri,
    struct arena *a)
{
	size_t n;
	struct wtm_attr *attrs = tmx_attrs(tag, root_uri, &n, a);

	if (attrs == NULL)
		return -1;
	buf_addc(b, '<');
	buf_adds(b, name_of(tag, root_uri));
	for (size_t i = 0; i < n; i++) {
		buf_addc(b, ' ');
		buf_adds(b, attrs[i].name.s);
		buf_adds(b, "=\"");
		xml_put_value(b, attrs[i].value.s, attrs[i].value.len);
		buf_addc(b, '"');
	}
	buf_addc(b, '>');
	return buf_ok(b) ? 0 : -1;
}

void
tmx_put_end(struct buf *b, const struct xml_tag *tag, const char *root_uri)
{
	buf_adds(b, "</");
	buf_adds(b, name_of(tag, root_uri));
	buf_addc(b, '>');
}

struct wtm_str
tmx_take_attr(struct wtm_attr *attrs, size_t *n, const char *name)
{
	struct wtm_str value = { 0 };

	for (size_t i = 0; i < *n; i++) {
		if (strcmp(attrs[i].name.s, name) != 0)
			continue;
		value = attrs[i].value;
		memmove(attrs + i, attrs + i + 1,
		    (*n - i - 1) * sizeof *attrs);
		--*n;
		break;
	}
	return value;
}
