/*
 * xml: a streaming reader of XML that is not trusted, and the one door to
 * libxml2.
 *
 * Bytes come from decode as UTF-8; xml-scan cuts them at the ends of tags;
 * libxml2's push parser gets whole tags only.  Its handler table holds our
 * functions alone: no tree is built, no entity is known, and nothing in it
 * leads to the loader of external entities.  Never set: RECOVER, NOENT,
 * HUGE, DTDLOAD, DTDATTR, XINCLUDE.
 *
 * A quadratic cost inside libxml2 (comparing attributes, looking up
 * namespaces) is bounded by limits on what one tag, and all open ones, hold.
 */
#include "config.h"
#include "base/xml.h"

#include <stdlib.h>
#include <string.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include "base/err.h"
#include "base/decode.h"
#include "base/xml-scan.h"

enum {
	DEPTH_MAX = 256,
	NAMESPACES_MAX = 256,	/* in all open elements */
	BLOCK = 64 << 10,
	BUF_SIZE = XML_TAG_MAX + BLOCK,
};

struct xml {
	struct decode *bytes;
	const char *name;
	const struct xml_handler *h;
	void *arg;
	xmlSAXHandler sax;
	xmlParserCtxtPtr ctxt;
	struct wtm_err *err;	/* of the step under way */
	int failed;
	int at_end;	/* of the file */
	int finished;
	int seen_root;
	int at_start;	/* the parser stands at the end of a start tag */
	int warned;	/* about namespaces */
	size_t depth;
	size_t namespaces;
	unsigned short ns_at[DEPTH_MAX];	/* declared by each open one */
	struct xml_scan scan;
	size_t fed;	/* bytes of buf that the parser has */
	size_t off;	/* bytes of buf that may be parsed */
	size_t len;
	struct xml_attr attrs[XML_ATTRS_MAX + NAMESPACES_MAX];
	char buf[BUF_SIZE];
};

/* Where the '<' of the start tag is that the parser stands behind. */
static const xmlChar *
tag_start(const struct xml *x)
{
	const xmlChar *p = x->ctxt->input->cur;

	while (p > x->ctxt->input->base && *p != '<')
		p--;
	return p;
}

long
xml_line(const struct xml *x)
{
	long line = x->ctxt->input->line;

	if (!x->at_start)
		return line;
	for (const xmlChar *p = tag_start(x); p < x->ctxt->input->cur; p++)
		line -= *p == '\n';
	return line;
}

long
xml_column(const struct xml *x)
{
	const xmlChar *tag = tag_start(x);
	const xmlChar *p;
	long chars = 0;
	int same_line = 1;

	if (!x->at_start)
		return x->ctxt->input->col;
	for (p = tag; p < x->ctxt->input->cur; p++) {
		same_line &= *p != '\n';
		chars += (*p & 0xc0) != 0x80;
	}
	if (same_line)
		return x->ctxt->input->col - chars;
	for (p = tag, chars = 1; p > x->ctxt->input->base; p--) {
		if (p[-1] == '\n')
			break;
		chars += (p[-1] & 0xc0) != 0x80;
	}
	return chars;
}

/* Stop at line:col with a message; the first one stays. */
static void
refuse_at(struct xml *x, long line, long col, const char *what)
{
	if (!x->failed)
		err_set(x->err, WTM_INPUT, line, "%s:%ld:%ld: %s", x->name,
		    line, col, what);
	x->failed = 1;
	xmlStopParser(x->ctxt);
}

static void
refuse(struct xml *x, const char *what)
{
	refuse_at(x, xml_line(x), xml_column(x), what);
}

/* At the end of what was fed, which the parser need not have reached. */
static void
refuse_end(struct xml *x, const char *what)
{
	const xmlParserInput *in = x->ctxt->input;
	long line = in->line;
	long col = in->col;

	for (const xmlChar *p = in->cur; p < in->end; p++) {
		line += *p == '\n';
		col = *p == '\n' ? 1 : col + ((*p & 0xc0) != 0x80);
	}
	refuse_at(x, line, col, what);
}

/* The result of a handler, which has filled err when it is not 0. */
static void
answer(struct xml *x, int r)
{
	if (r == 0 || x->failed)
		return;
	x->failed = 1;
	xmlStopParser(x->ctxt);
}

static const struct {
	int code;
	const char *what;
} faults[] = {
	{ XML_ERR_DOCUMENT_EMPTY, "not XML; is it the right file?" },
	{ XML_ERR_INVALID_CHAR,
	    "a character that XML does not allow; remove it" },
	{ XML_ERR_INVALID_CHARREF,
	    "a reference to a character that XML does not allow; remove it" },
	{ XML_ERR_ATTRIBUTE_REDEFINED,
	    "an attribute stands twice in a tag; remove one" },
	{ XML_ERR_LT_IN_ATTRIBUTE, "a '<' in an attribute; write &lt;" },
	{ XML_ERR_ATTRIBUTE_WITHOUT_VALUE,
	    "an attribute without a value; give it one, or remove it" },
	{ XML_ERR_ATTRIBUTE_NOT_STARTED,
	    "an attribute whose value is not quoted; quote it" },
	{ XML_ERR_NAME_REQUIRED,
	    "a bare '<' or '&'; write &lt; or &amp;" },
	{ XML_ERR_ENTITYREF_SEMICOL_MISSING, "a bare '&'; write &amp;" },
	{ XML_ERR_ENTITYREF_NO_NAME, "a bare '&'; write &amp;" },
	{ XML_ERR_RESERVED_XML_NAME,
	    "an XML declaration that is not at the very start; remove what "
	    "stands before it" },
	{ XML_ERR_INTERNAL_ERROR,
	    "a comment, a name or text of more than 10 MB; shorten it" },
	{ XML_ERR_HYPHEN_IN_COMMENT, "'--' in a comment; write '-'" },
	{ XML_ERR_MISPLACED_CDATA_END, "']]>' in text; write ]]&gt;" },
};

static const char not_utf8[] = "bytes that are not UTF-8; save the file as "
    "UTF-8 or declare its encoding";

/* libxml2 has one code for wrong bytes and for U+FFFE, U+FFFF. */
static int
is_wrong_bytes(const struct xml *x, int code)
{
	const xmlChar *p = x->ctxt->input->cur;

	return code == XML_ERR_INVALID_ENCODING ||
	    (code == XML_ERR_INVALID_CHAR && *p >= 0x80 &&
		!(p[0] == 0xef && p[1] == 0xbf && p[2] >= 0xbe));
}

/* A fatal error of libxml2 in our words, or in its own. */
static void
refuse_fatal(struct xml *x, const xmlError *e)
{
	char what[200];
	size_t len = e->message == NULL ? 0 : strcspn(e->message, "\n");

	if (e->code == XML_ERR_DOCUMENT_END && x->depth > 0) {
		refuse_end(x, "the file ends inside an element; get a "
		    "whole copy");
		return;
	}
	if (e->code == XML_ERR_DOCUMENT_END) {
		refuse_at(x, e->line, e->int2, x->seen_root
		    ? "something follows the end of the document; remove it"
		    : "not XML; is it the right file?");
		return;
	}
	if (is_wrong_bytes(x, e->code)) {
		refuse_at(x, e->line, e->int2, not_utf8);
		return;
	}
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		if (faults[i].code == e->code) {
			refuse_at(x, e->line, e->int2, faults[i].what);
			return;
		}
	if (len == 0 || len > 120)
		len = len == 0 ? strlen("not well-formed") : 120;
	if (e->code == XML_ERR_TAG_NAME_MISMATCH && e->str1 != NULL)
		snprintf(what, sizeof what, "the end of another element where "
		    "<%.60s> of line %d is open; close it", e->str1, e->int1);
	else
		snprintf(what, sizeof what, "%.*s; correct the XML there",
		    (int)len, len == 0 ? "not well-formed" : e->message);
	refuse_at(x, e->line, e->int2, what);
}

static void
warn_once(struct xml *x, const xmlError *e)
{
	char what[300];

	if (x->warned || x->h->warn == NULL)
		return;
	x->warned = 1;
	snprintf(what, sizeof what, "%s:%d: namespace not declared, or odd "
	    "(%.*s); names are kept as written", x->name, e->line,
	    (int)strcspn(e->message, "\n"), e->message);
	x->h->warn(x->arg, e->line, what);
}

static void
on_error(void *arg, xmlErrorPtr e)
{
	struct xml *x = arg;

	if (e->code == XML_ERR_NO_MEMORY) {
		err_nomem(x->err);
		answer(x, -1);
	} else if (e->level == XML_ERR_FATAL) {
		refuse_fatal(x, e);
	} else if (e->domain == XML_FROM_NAMESPACE && e->message != NULL) {
		warn_once(x, e);
	}
}

/* The name as written; interned, so it lives as long as the parser. */
static const char *
full_name(struct xml *x, const xmlChar *prefix, const xmlChar *local)
{
	const xmlChar *name = local;

	if (prefix != NULL)
		name = xmlDictQLookup(x->ctxt->dict, prefix, local);
	if (name == NULL)
		refuse(x, "too many different names");
	return (const char *)(name == NULL ? local : name);
}

static struct xml_attr
namespace_attr(struct xml *x, const xmlChar **ns)
{
	const char *uri = ns[1] == NULL ? "" : (const char *)ns[1];

	return (struct xml_attr){
		.name = ns[0] == NULL ? "xmlns"
		    : full_name(x, (const xmlChar *)"xmlns", ns[0]),
		.local = ns[0] == NULL ? "xmlns" : (const char *)ns[0],
		.uri = "http://www.w3.org/2000/xmlns/",
		.value = uri,
		.len = strlen(uri),
	};
}

/* libxml2 gives an attribute as local name, prefix, URI, value, its end. */
static struct xml_attr
plain_attr(struct xml *x, const xmlChar **a)
{
	return (struct xml_attr){
		.name = full_name(x, a[1], a[0]),
		.local = (const char *)a[0],
		.uri = (const char *)a[2],
		.value = (const char *)a[3],
		.len = (size_t)(a[4] - a[3]),
	};
}

static void
open_element(struct xml *x, size_t n_ns, size_t n_attrs)
{
	if (x->depth == DEPTH_MAX)
		refuse(x, "more than 256 elements inside each other; "
		    "remove some");
	else if (x->namespaces + n_ns > NAMESPACES_MAX)
		refuse(x, "more than 256 namespaces");
	else if (n_attrs > XML_ATTRS_MAX)
		refuse(x, "a tag of more than 512 attributes; remove some");
	if (x->failed)
		return;
	x->ns_at[x->depth++] = (unsigned short)n_ns;
	x->namespaces += n_ns;
	x->seen_root = 1;
}

static void
on_start(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attrs,
    int n_defaulted, const xmlChar **attrs)
{
	struct xml *x = arg;
	struct xml_tag tag = {
		.local = (const char *)local,
		.uri = (const char *)uri,
		.attrs = x->attrs,
	};

	(void)n_defaulted;
	x->at_start = 1;
	open_element(x, (size_t)n_ns, (size_t)n_attrs);
	tag.name = full_name(x, prefix, local);
	for (int i = 0; i < n_ns && !x->failed; i++)
		x->attrs[tag.n_attrs++] = namespace_attr(x, ns + 2 * i);
	for (int i = 0; i < n_attrs && !x->failed; i++)
		x->attrs[tag.n_attrs++] = plain_attr(x, attrs + 5 * i);
	if (!x->failed && x->h->start != NULL)
		answer(x, x->h->start(x->arg, &tag, x->err));
	x->at_start = 0;
}

static void
on_end(void *arg, const xmlChar *local, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct xml *x = arg;
	struct xml_tag tag = {
		.name = full_name(x, prefix, local),
		.local = (const char *)local,
		.uri = (const char *)uri,
	};

	if (x->failed)
		return;
	x->namespaces -= x->ns_at[--x->depth];
	if (x->h->end != NULL)
		answer(x, x->h->end(x->arg, &tag, x->err));
}

static void
on_text(void *arg, const xmlChar *s, int len)
{
	struct xml *x = arg;

	if (!x->failed && x->h->text != NULL)
		answer(x, x->h->text(x->arg, (const char *)s, (size_t)len,
		    x->err));
}

/* No overlong form; the parser has looked at everything else. */
static int
is_shortest(const xmlChar *s, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++)
		if (s[i] == 0xc0 || s[i] == 0xc1 ||
		    (s[i] == 0xe0 && s[i + 1] < 0xa0) ||
		    (s[i] == 0xf0 && s[i + 1] < 0x90))
			return 0;
	return 1;
}

static void
on_cdata(void *arg, const xmlChar *s, int len)
{
	/* libxml2 2.9 lets overlong UTF-8 pass in CDATA only */
	if (!is_shortest(s, (size_t)len))
		refuse(arg, not_utf8);
	else
		on_text(arg, s, len);
}

static void
on_doctype(void *arg, const xmlChar *name, const xmlChar *public_id,
    const xmlChar *system_id)
{
	struct xml *x = arg;

	(void)public_id;
	(void)system_id;
	if (!x->failed && x->h->doctype != NULL)
		answer(x, x->h->doctype(x->arg, (const char *)name, x->err));
}

static void
on_entity_decl(void *arg, const xmlChar *name, int type,
    const xmlChar *public_id, const xmlChar *system_id, xmlChar *content)
{
	(void)name;
	(void)type;
	(void)public_id;
	(void)system_id;
	(void)content;
	refuse(arg, "an entity declaration, which is not accepted; write the "
	    "text itself");
}

static xmlEntityPtr
on_entity(void *arg, const xmlChar *name)
{
	struct xml *x = arg;
	char what[120];

	snprintf(what, sizeof what, "the entity &%.40s; is not accepted; "
	    "write the character itself", (const char *)name);
	/* the parser stands behind the reference */
	refuse_at(x, xml_line(x), xml_column(x) - xmlUTF8Strlen(name) - 2,
	    what);
	return NULL;
}

static void
on_reference(void *arg, const xmlChar *name)
{
	on_entity(arg, name);
}

static xmlParserInputPtr
on_external(void *arg, const xmlChar *public_id, const xmlChar *system_id)
{
	(void)public_id;
	(void)system_id;
	refuse(arg, "an external entity, which is never read");
	return NULL;
}

static const xmlSAXHandler handlers = {
	.internalSubset = on_doctype,
	.resolveEntity = on_external,
	.getEntity = on_entity,
	.getParameterEntity = on_entity,
	.entityDecl = on_entity_decl,
	.reference = on_reference,
	.characters = on_text,
	.ignorableWhitespace = on_text,
	.cdataBlock = on_cdata,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.serror = on_error,
	.initialized = XML_SAX2_MAGIC,
};

int
xml_open(struct xml **out, struct input *in, const struct xml_handler *h,
    void *arg, struct wtm_err *err)
{
	struct xml *x = calloc(1, sizeof *x);

	*out = x;
	if (x == NULL)
		return err_nomem(err);
	x->name = input_name(in);
	x->h = h;
	x->arg = arg;
	x->err = err;
	x->scan.step = h->step;
	x->sax = handlers;
	if (decode_open(&x->bytes, in, h->charset, 1, err) != 0)
		goto fail;
	xmlInitParser();
	x->ctxt = xmlCreatePushParserCtxt(&x->sax, x, NULL, 0, NULL);
	if (x->ctxt == NULL) {
		err_nomem(err);
		goto fail;
	}
	xmlCtxtUseOptions(x->ctxt, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
	return 0;
fail:
	xml_close(x);
	*out = NULL;
	return -1;
}

void
xml_close(struct xml *x)
{
	if (x == NULL)
		return;
	/* an entity declaration makes libxml2 begin a document of its own */
	if (x->ctxt != NULL)
		xmlFreeDoc(x->ctxt->myDoc);
	xmlFreeParserCtxt(x->ctxt);
	decode_close(x->bytes);
	free(x);
}

static void
feed(struct xml *x, size_t to)
{
	if (to > x->fed && !x->failed)
		xmlParseChunk(x->ctxt, x->buf + x->fed, (int)(to - x->fed),
		    0);
	x->fed = to;
}

/* More bytes behind those that are not parsed yet: 0 or -1. */
static int
fill(struct xml *x)
{
	memmove(x->buf, x->buf + x->fed, x->len - x->fed);
	x->len -= x->fed;
	x->off -= x->fed;
	x->fed = 0;
	while (x->len + DECODE_MIN <= sizeof x->buf && !x->at_end) {
		long n = decode_read(x->bytes, x->buf + x->len,
		    sizeof x->buf - x->len, x->err);

		if (n < 0) {
			x->failed = 1;
			return -1;
		}
		x->at_end = n == 0;
		x->len += (size_t)n;
	}
	return 0;
}

/* The end of the file: was the document complete? */
static int
finish(struct xml *x)
{
	feed(x, x->len);
	if (!x->failed)
		xmlParseChunk(x->ctxt, NULL, 0, 1);
	if (!x->failed && (!x->ctxt->wellFormed || x->depth > 0))
		refuse_end(x, "not well-formed; get a whole copy");
	if (!x->failed && !x->seen_root)
		refuse_end(x, "not XML; is it the right file?");
	x->finished = !x->failed;
	return x->failed ? -1 : 0;
}

int
xml_step(struct xml *x, struct wtm_err *err)
{
	x->err = err;
	if (x->finished)
		return 0;
	while (!x->failed) {
		enum xml_scanned r = xml_scan(&x->scan, x->buf, x->len,
		    &x->off, x->at_end);

		feed(x, x->off);
		if (r == XML_SCAN_FAULT && !x->failed)
			refuse_end(x, x->scan.fault);
		if (x->failed)
			break;
		if (r == XML_SCAN_STEP)
			return 1;
		if (x->at_end)
			return finish(x);
		fill(x);
		if (x->h->step == NULL && !x->failed)
			return 1;
	}
	return err_set(err, WTM_INPUT, 0, "%s: cannot be read", x->name);
}

int
xml_parse(struct input *in, const struct xml_handler *h, void *arg,
    struct wtm_err *err)
{
	struct xml *x;
	int r;

	if (xml_open(&x, in, h, arg, err) != 0)
		return -1;
	while ((r = xml_step(x, err)) == 1)
		continue;
	xml_close(x);
	return r;
}

const struct xml_attr *
xml_attr_get(const struct xml_tag *tag, const char *name)
{
	for (size_t i = 0; i < tag->n_attrs; i++)
		if (strcmp(tag->attrs[i].name, name) == 0)
			return &tag->attrs[i];
	return NULL;
}
