/*
 * changed: what a change did, as a result.
 */
#include "config.h"
#include "cli/changed.h"

#include "cli/json.h"
#include "cli/term.h"

void
changed_put(FILE *f, const struct wtm_changed *n)
{
	const struct {
		uint64_t n;
		const char *name;
	} parts[] = { { n->added, "added" }, { n->changed, "changed" },
		{ n->deleted, "deleted" } };
	char count[TERM_COUNT_SIZE];
	const char *before = "";

	for (size_t i = 0; i < 3; i++) {
		if (parts[i].n == 0)
			continue;
		fprintf(f, "%s%s %s", before, term_count(count, parts[i].n),
		    parts[i].name);
		before = ", ";
	}
	if (*before == '\0')
		fputs("nothing changed", f);
}

void
changed_print(struct cli *c, const struct wtm_changed *n)
{
	struct json j;

	if (!cli_flag(c, OPT_JSON)) {
		changed_put(c->out.f, n);
		putc('\n', c->out.f);
		return;
	}
	json_begin(&j, c->out.f);
	json_uint(&j, "added", n->added);
	json_uint(&j, "changed", n->changed);
	json_uint(&j, "deleted", n->deleted);
	json_end(&j);
}
