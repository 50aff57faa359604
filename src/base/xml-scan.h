/*
 * xml-scan: finds where markup ends, so that libxml2 is given whole tags of
 * a known size only.  Part of xml; nothing else needs it.
 */
#ifndef BASE_XML_SCAN_H
#define BASE_XML_SCAN_H

#include <stddef.h>

enum {
	XML_TAG_MAX = 64 << 10,	/* bytes of a tag or of a DOCTYPE */
	XML_ATTRS_MAX = 512,
};

struct xml_scan {
	const char *step;	/* stop after the end of this element */
	const char *until;	/* inside a comment, CDATA or PI: its end */
	const char *fault;	/* why the rest is refused; NULL: it is not */
};

enum xml_scanned {
	XML_SCAN_MORE,	/* give the bytes from *off again, and more */
	XML_SCAN_STEP,	/* *off is behind the end of an element "step" */
	XML_SCAN_FAULT,	/* what begins at *off is refused */
};

/* Go on at *off in s; all before the new *off can be parsed. */
enum xml_scanned xml_scan(struct xml_scan *sc, const char *s, size_t len,
    size_t *off, int at_end);

#endif
