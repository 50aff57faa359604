/*
 * still: parts that never change once they are joined.  For the files of the
 * door only.
 */
#ifndef KV_STILL_H
#define KV_STILL_H

#include "kv/inner.h"

/* Are the parts of the table so? */
static inline int
still_is(enum kv_table table)
{
	return table == KV_RUN;
}

/* Open one, with kv->parts held; it is read without transactions. */
int still_open(DB **out, struct kv *kv, const char *name);

/* When none of them is open. */
void still_close(struct kv *kv);

#endif
