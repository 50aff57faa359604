/*
 * ids: the ids of units, as arguments and as results.
 */
#include "config.h"
#include "cli/ids.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "cli/json.h"

/* A whole number; what it is and who shows it, for the message. */
static int
parse(uint64_t *id, const char *s, const char *what, struct wtm_err *err)
{
	char *end;

	errno = 0;
	*id = strtoull(s, &end, 10);
	if (*s < '0' || *s > '9' || *end != '\0' || errno != 0)
		return cli_fail(err, WTM_USAGE, 0, "\"%s\" is not %s", s, what);
	return 0;
}

int
ids_parse(uint64_t *ids, char **args, size_t n, struct wtm_err *err)
{
	for (size_t i = 0; i < n; i++) {
		if (parse(&ids[i], args[i], "the id of a unit; ids are whole "
		    "numbers, as lookup shows them", err) != 0)
			return -1;
	}
	return 0;
}

int
ids_parse_change(uint64_t *n, const char *arg, struct wtm_err *err)
{
	return parse(n, arg, "the number of a change; log shows them", err);
}

int
ids_parse_count(uint64_t *n, const char *arg, struct wtm_err *err)
{
	return parse(n, arg, "a number", err);
}

void
ids_print(struct cli *c, const uint64_t *ids, size_t n)
{
	struct json j;

	for (size_t i = 0; i < n && !cli_flag(c, OPT_JSON); i++)
		fprintf(c->out.f, "%" PRIu64 "\n", ids[i]);
	if (!cli_flag(c, OPT_JSON))
		return;
	json_begin(&j, c->out.f);
	json_open(&j, "ids", '[');
	for (size_t i = 0; i < n; i++)
		json_uint(&j, NULL, ids[i]);
	json_close(&j, ']');
	json_end(&j);
}
