/*
 * Stories and embargoes: the id of all versions, and until when an embargo
 * holds, in every way to write it.
 */
#include "config.h"
#include "format/origin.h"

#include "test.h"

static struct wtm_str
str(const char *s)
{
	return (struct wtm_str){ s, strlen(s) };
}

static void
ids_without_version(void)
{
	static const struct {
		const char *guid;
		const char *version;
		const char *id;
	} ids[] = {
		{ "HNS-20181030-0007.2", "2", "HNS-20181030-0007" },
		{ "HNS-20181030-0007.12", "2", "HNS-20181030-0007.12" },
		{ "urn:newsml:a.example:20181030:x:2U", "2",
		    "urn:newsml:a.example:20181030:x" },
		{ "urn:newsml:a.example:20181030:x:2", "2",
		    "urn:newsml:a.example:20181030:x" },
		{ "urn:newsml:a.example:20181030:x", "2",
		    "urn:newsml:a.example:20181030:x" },
		{ "x2", "2", "x2" },
		{ ".2", "2", ".2" },
		{ "", "2", "" },
		{ "a.2", "", "a.2" },
	};

	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		struct wtm_article a = { 0 };
		struct wtm_str id;

		a.fields[WTM_FIELD_GUID] = str(ids[i].guid);
		a.fields[WTM_FIELD_VERSION] = str(ids[i].version);
		id = wtm_story_of(&a).id;
		if (!CHECK(id.len == strlen(ids[i].id) &&
		    memcmp(id.s, ids[i].id, id.len) == 0))
			fprintf(stderr, "%s: %.*s\n", ids[i].guid,
			    (int)id.len, id.s);
	}
}

static void
embargoes(void)
{
	/* the last second in which it holds; -1: for ever, 0: never */
	static const struct {
		const char *embargo;
		int64_t last;
	} at[] = {
		{ "1970-01-02T00:00:00Z", 86399 },
		{ "19700102T000000Z", 86399 },
		{ "1970-01-02T09:00:00+09:00", 86399 },
		{ "1970-01-01T19:00:00-0500", 86399 },
		{ "Fri, 02 Jan 1970 00:00:00 GMT", 86399 },
		{ "1970-01-02T00:00:00", 86399 + 12 * 3600 },
		{ "1970-01-02", 86399 + 36 * 3600 },
		{ "1970-01-02Z", 86399 + 24 * 3600 },
		{ "1970-13-02T00:00:00Z", -1 },
		{ "1970-01-02T00:00:00 Mars", -1 },
		{ "noon", -1 },
		{ " ", -1 },
		{ "", 0 },
	};

	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		struct wtm_str e = str(at[i].embargo);
		int64_t last = at[i].last;

		CHECK_INT(wtm_embargo_holds(e, 1), last != 0);
		CHECK_INT(wtm_embargo_holds(e, INT64_MAX), last == -1);
		if (last > 0) {
			CHECK_INT(wtm_embargo_holds(e, last), 1);
			CHECK_INT(wtm_embargo_holds(e, last + 1), 0);
		}
	}
	CHECK_INT(wtm_embargo_holds((struct wtm_str){ 0 }, 1), 0);
}

/* One at a text withholds the unit, and the last of several counts. */
static void
units_are_withheld(void)
{
	struct wtm_meta metas[] = {
		{ .type = str("x-embargo"), .text = str("19700102T000000Z") },
		{ .type = str("embargo"), .text = str("19700103T000000Z") },
		{ .is_note = 1, .text = str("noon") },
	};
	struct wtm_tuv tuvs[2] = { { .metas = &metas[1], .n_metas = 1 } };
	struct wtm_tu tu = { .metas = metas, .n_metas = 1, .tuvs = tuvs,
		.n_tuvs = 2 };

	CHECK_INT(origin_withheld(&tu, 2 * 86400 - 1), 1);
	CHECK_INT(origin_withheld(&tu, 2 * 86400), 0);
	tuvs[0].n_metas = 0;
	CHECK_INT(origin_withheld(&tu, 86400), 0);
	CHECK(origin_bad_embargo(&tu).s == NULL);
	tu.metas = &metas[2];
	CHECK_INT(origin_withheld(&tu, 1), 0);
	metas[2] = (struct wtm_meta){ .type = str("x-embargo"),
		.text = str("noon") };
	CHECK_INT(origin_withheld(&tu, INT64_MAX), 1);
	CHECK_STR(origin_bad_embargo(&tu).s, "noon");
}

int
main(void)
{
	ids_without_version();
	embargoes();
	units_are_withheld();
	return test_end();
}
