/*
 * where-inner: what the files of where share.
 */
#ifndef MEMORY_WHERE_INNER_H
#define MEMORY_WHERE_INNER_H

#include "base/arena.h"
#include "base/buf.h"
#include "memory/where.h"
#include "text/lang.h"
#include "text/pattern.h"

enum where_kind { WHERE_AND, WHERE_OR, WHERE_NOT, WHERE_TEST };

enum where_op {
	WHERE_HAS,
	WHERE_EQ,
	WHERE_NE,
	WHERE_LT,
	WHERE_LE,
	WHERE_GT,
	WHERE_GE,
	WHERE_LIKE,
	WHERE_UNLIKE,
};

enum where_type {
	WHERE_TEXT,
	WHERE_WORD,
	WHERE_DATE,
	WHERE_NUMBER,
	WHERE_LANG,
};

struct where_node;
typedef int (*where_value_fn)(void *arg, struct wtm_str s);
typedef int (*where_each_fn)(const struct where *w, const struct where_node *n,
    const struct wtm_tu *tu, where_value_fn fn, void *arg);

struct where_node {
	enum where_kind kind;
	size_t end;		/* of the nodes of this one */
	const struct where_field *field;
	struct wtm_str name;	/* of a prop */
	enum where_op op;
	struct wtm_str value;	/* as it is compared: cleaned, folded */
	uint64_t number;
	struct pattern *pattern;
};

struct where_field {
	const char *name;
	const char *attr;	/* of TMX, when it is called otherwise */
	enum where_type type;
	int is_named;		/* the name of the prop follows: prop:NAME */
	where_each_fn each;
};

struct where {
	struct arena a;
	struct where_node *nodes;
	size_t n;
	struct lang source;
	struct lang target;
	const struct headers *headers;
	struct buf scratch;
	/* While it is parsed. */
	const char *s;
	const char *at;
};

enum { WHERE_FIELDS = 17 };
extern const struct where_field where_fields[WHERE_FIELDS];

/*
 * A date as far as it is given, digits only: "2018-10" is 201810.  -1 when
 * it is none.
 */
int where_clean_date(struct buf *b, struct wtm_str s);

#endif
