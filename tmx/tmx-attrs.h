/*
 * tmx-attrs: the attributes of a tag as they are kept: self-contained, so
 * that the element means the same wherever it is written again.
 */
#ifndef TMX_ATTRS_H
#define TMX_ATTRS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/xml.h"
#include "wiretm.h"

/*
 * Does the tag belong to TMX, whose root has the namespace root_uri (NULL:
 * none)?  Its name is tag->local then.
 */
int tmx_is_own(const struct xml_tag *tag, const char *root_uri);

/*
 * In file order, first the namespaces: those declared here and those that a
 * prefix used here needs; xmlns alone is dropped from an element of TMX.  A
 * prefix that is declared nowhere is given a namespace, or no other program
 * could read the element.  Allocated in a; NULL when there is no memory.
 */
struct wtm_attr *tmx_attrs(const struct xml_tag *tag, const char *root_uri,
    size_t *n, struct arena *a);

/* The start tag in canonical form; -1: no memory. */
int tmx_put_tag(struct buf *b, const struct xml_tag *tag,
    const char *root_uri, struct arena *a);

/* ... and the end tag. */
void tmx_put_end(struct buf *b, const struct xml_tag *tag,
    const char *root_uri);

/* Take the attribute of that name out of the list; absent: s is NULL. */
struct wtm_str tmx_take_attr(struct wtm_attr *attrs, size_t *n,
    const char *name);

#endif
