/*
 * log: what the changes of a memory were.
 */
#ifndef MEMORY_LOG_H
#define MEMORY_LOG_H

#include "base/arena.h"
#include "kv/kv.h"

enum log_kind {
	LOG_IMPORT,
	LOG_ADD,
	LOG_EDIT,
	LOG_DELETE,
	LOG_DEDUPE,
	LOG_UNDO,
	LOG_LEARN,
	LOG_KINDS
};

/* Ids [from, to) that were new with the change. */
struct log_range {
	uint64_t from;
	uint64_t to;
};

struct log_entry {
	uint32_t change;
	enum log_kind kind;
	int64_t time;	/* seconds since 1970, UTC */
	struct wtm_str user;
	struct wtm_str what;	/* a file name, or absent */
	uint64_t added;
	uint64_t changed;	/* merged or edited */
	uint64_t deleted;
	uint32_t undone_by;	/* a later change, or 0 */
	uint32_t undoes;	/* an earlier change, or 0 */
	const struct log_range *ranges;
	size_t n_ranges;
	uint64_t bytes;	/* of its before-images in the journal, about */
};

/* "import", "add", ...  Static. */
const char *log_kind_name(enum log_kind kind);

int log_put(struct kv_txn *txn, const struct log_entry *e,
    struct wtm_err *err);

/* 1 and the entry in the arena; 0 when there is none; -1. */
int log_get(struct log_entry *e, struct kv_txn *txn, uint32_t change,
    struct arena *a, struct wtm_err *err);

/* Is it there?  1, 0, -1. */
int log_has(struct kv_txn *txn, uint32_t change, struct wtm_err *err);

int log_del(struct kv_txn *txn, uint32_t change, struct wtm_err *err);

/* The change of a rank in the order of publication: 1, 0 when gone, -1. */
int log_rank_put(struct kv_txn *txn, uint64_t rank, uint32_t change,
    uint64_t token, struct wtm_err *err);
int log_rank_get(uint32_t *change, struct kv_txn *txn, uint64_t rank,
    struct wtm_err *err);
/* 1 when the change of that rank was published under this token. */
int log_rank_has(struct kv_txn *txn, uint64_t rank, uint64_t token,
    struct wtm_err *err);
int log_rank_del(struct kv_txn *txn, uint64_t rank, struct wtm_err *err);

/* The lowest rank that is left, or 0 when none is. */
int log_rank_first(uint64_t *rank, struct kv_txn *txn, struct wtm_err *err);

#endif
