/*
 * sum: the checksum of a page, in less time.  For the files of the door only.
 */
#ifndef KV_SUM_H
#define KV_SUM_H

#include <stddef.h>
#include <stdint.h>

#include "kv/inner.h"

/* For set_flags() of a table: its pages have checksums. */
u_int32_t sum_flag(void);

uint32_t sum_of(const unsigned char *s, size_t len);

/* Stands in the place of that of the database, which calls it. */
u_int32_t __ham_func4(DB *db, const void *key, u_int32_t len);

#endif
