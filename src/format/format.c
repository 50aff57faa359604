/*
 * format: the one place that knows which files hold translation units.  A
 * new format is a file of its own and a row in formats[].
 */
#include "config.h"
#include "format/format.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "format/po.h"
#include "format/tsv.h"
#include "format/xliff.h"
#include "tmx/tmx-read.h"

struct unit_reader {
	const struct unit_ops *ops;
	void *r;
};

/* The last one takes whatever is text. */
static const struct unit_ops *const formats[] = {
	&xliff_format,
	&po_format,
	&tmx_format,
	&tsv_format,
};

enum { N_FORMATS = sizeof formats / sizeof *formats };

/* Does the name end in suffix, or in suffix and ".gz"? */
static int
has_suffix(const char *name, const char *suffix)
{
	size_t len = strlen(name);
	size_t n = strlen(suffix);

	if (len > 3 && strcasecmp(name + len - 3, ".gz") == 0)
		len -= 3;
	return len > n && strncasecmp(name + len - n, suffix, n) == 0;
}

static int
is_named(const struct unit_ops *ops, const char *name)
{
	for (size_t i = 0; ops->suffixes[i] != NULL; i++)
		if (has_suffix(name, ops->suffixes[i]))
			return 1;
	return 0;
}

/* The name decides before the content: an empty .tmx is a faulty TMX. */
static const struct unit_ops *
choose(const char *name, const char *s, size_t len)
{
	for (size_t i = 0; i < N_FORMATS; i++)
		if (is_named(formats[i], name))
			return formats[i];
	for (size_t i = 0; i < N_FORMATS - 1; i++)
		if (formats[i]->bid(s, len))
			return formats[i];
	return formats[N_FORMATS - 1];
}

/* What people try, and what they should do instead. */
static const struct {
	const char *start;
	size_t len;
	const char *what;
} others[] = {
	{ "PK\3\4", 4, "a ZIP archive; unpack it first" },
	{ "BZh", 3, "a bzip2 file; unpack it first" },
	{ "\xfd" "7zXZ", 5, "an xz file; unpack it first" },
	{ "\x28\xb5\x2f\xfd", 4, "a zstd file; unpack it first" },
	{ "%PDF-", 5, "a PDF; save the text as TSV" },
};

static int
refuse_others(const char *name, const char *s, size_t len,
    struct wtm_err *err)
{
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (len >= others[i].len &&
		    memcmp(s, others[i].start, others[i].len) == 0)
			return err_set(err, WTM_INPUT, 1, "%s:1: %s", name,
			    others[i].what);
	return 0;
}

int
units_open(struct unit_reader **out, struct input *in,
    const struct unit_opts *opts, struct wtm_err *err)
{
	const char *s;
	long len = input_peek(in, &s, err);
	struct unit_reader *r;

	*out = NULL;
	if (len < 0 ||
	    refuse_others(input_name(in), s, (size_t)len, err) != 0)
		return -1;
	r = calloc(1, sizeof *r);
	if (r == NULL)
		return err_nomem(err);
	r->ops = choose(input_name(in), s, (size_t)len);
	if (r->ops->open(&r->r, in, opts, err) != 0) {
		free(r);
		return -1;
	}
	*out = r;
	return 0;
}

void
units_close(struct unit_reader *r)
{
	if (r == NULL)
		return;
	r->ops->close(r->r);
	free(r);
}

int
units_next(struct unit_reader *r, struct wtm_tu *tu, long *line,
    struct arena *a, struct wtm_err *err)
{
	return r->ops->next(r->r, tu, line, a, err);
}

const struct wtm_header *
units_header(const struct unit_reader *r)
{
	return r->ops->header(r->r);
}

const char *
units_format(const struct unit_reader *r)
{
	return r->ops->name;
}
