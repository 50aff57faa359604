/*
 * purge: what was deleted is gone from the disk, too.
 */
#ifndef MEMORY_PURGE_H
#define MEMORY_PURGE_H

#include "memory/where.h"

/* Whose before-images go: any of these. */
struct purge {
	uint32_t change;	/* those of the units it deleted; 0: none */
	const uint64_t *ids;	/* of these units, ascending */
	size_t n_ids;
	struct where *where;	/* those that meet it; or NULL */
};

/*
 * Remove the before-images from the journal, then rewrite the tables.  It may
 * be repeated.  Changes whose before-images went can no longer be undone.
 */
int purge_units(struct store *s, const struct purge *p, struct wtm_err *err);

#endif
