/*
 * xml: a streaming reader of XML that is not trusted.  The one door to
 * libxml2.
 *
 * It opens no file and no connection, whatever the document asks for.
 * Refused, with file:line:column: what is not well-formed, an entity that is
 * declared or used (the five of XML apart), a tag of more than 64 KiB or 512
 * attributes, more than 256 open elements.  A prefix that is not declared is
 * a warning.  The encoding is that of the BOM, else of the declaration, else
 * UTF-8; whatever it is, handlers see UTF-8 and line ends as \n.
 */
#ifndef BASE_XML_H
#define BASE_XML_H

#include <stddef.h>

#include "base/gzip.h"
#include "wiretm.h"

/* Names are NUL-terminated, values are not: use value and len. */
struct xml_attr {
	const char *name;	/* as written: "xml:lang" */
	const char *local;	/* without its prefix: "lang" */
	const char *uri;	/* of its namespace, or NULL */
	const char *value;	/* references and white space resolved */
	size_t len;
};

struct xml_tag {
	const char *name;	/* as written: "t5:n" */
	const char *local;	/* "n" */
	const char *uri;	/* of its namespace, or NULL */
	const struct xml_attr *attrs;	/* xmlns first, then by order */
	size_t n_attrs;
};

/*
 * What is called for what is read.  Any may be NULL.  Everything passed is
 * valid during the call.  A result other than 0 stops; the handler has
 * filled err then.
 */
struct xml_handler {
	int (*start)(void *arg, const struct xml_tag *tag,
	    struct wtm_err *err);
	/* attrs is empty here */
	int (*end)(void *arg, const struct xml_tag *tag, struct wtm_err *err);
	/* One text may come in several pieces, cut between characters. */
	int (*text)(void *arg, const char *s, size_t len,
	    struct wtm_err *err);
	/* The name in <!DOCTYPE name. */
	int (*doctype)(void *arg, const char *name, struct wtm_err *err);
	void (*warn)(void *arg, long line, const char *msg);
	/* xml_step returns after each end of this element (local name). */
	const char *step;
	const char *charset;	/* overrules BOM and declaration; or NULL */
};

struct xml;

/* in, h and arg are borrowed until the close. */
int xml_open(struct xml **out, struct input *in, const struct xml_handler *h,
    void *arg, struct wtm_err *err);

/* Read on: 1 there is more, 0 the document is complete, -1. */
int xml_step(struct xml *x, struct wtm_err *err);
void xml_close(struct xml *x);

/* All of it in one call. */
int xml_parse(struct input *in, const struct xml_handler *h, void *arg,
    struct wtm_err *err);

/*
 * During a call of a handler: where the tag begins (start), or ends (end), or
 * a place in or after the text.  Both from 1.
 */
long xml_line(const struct xml *x);
long xml_column(const struct xml *x);

/* The attribute of that name as written, or NULL. */
const struct xml_attr *xml_attr_get(const struct xml_tag *tag,
    const char *name);

#endif
