/*
 * audit: the index compared with the units.
 */
#ifndef INDEX_AUDIT_H
#define INDEX_AUDIT_H

#include "index/index.h"

/*
 * Does the index say what the units say?  Begin; give every visible unit;
 * end.  Faults are told through note and counted.  Works on ids in
 * [from, to), so that memory stays bounded.
 */
struct index_audit;
int index_audit_new(struct index_audit **out, struct kv *kv,
    const struct index_view *v, uint64_t from, uint64_t to,
    struct wtm_err *err);
int index_audit_unit(struct index_audit *a, const struct wtm_tu *tu,
    struct wtm_err *err);
int index_audit_end(struct index_audit *a, uint64_t *faults,
    wtm_note_fn note, void *arg, struct wtm_err *err);
void index_audit_free(struct index_audit *a);

#endif
