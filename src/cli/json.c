/*
 * json: JSON Lines (RFC 8259 objects, one a line), written as it goes.
 *
 * The one thing to remember between two calls is whether a comma is due, and
 * that is the same inside an object, an array, or a nest of both: it is due
 * after every value and never after an opening bracket.  Numbers are written
 * from integers, so no locale can change their decimal point.
 */
#include "config.h"
#include "cli/json.h"

#include <inttypes.h>
#include <string.h>

#include "cli/utf8.h"

static void
quoted(FILE *f, const char *s, size_t len)
{
	static const char escaped[] = "\"\\\b\f\n\r\t";
	static const char letter[] = "\"\\bfnrt";
	uint32_t cp;

	putc('"', f);
	for (size_t i = 0; i < len;) {
		size_t n = utf8_next(s + i, len - i, &cp);
		const char *e = cp == 0 || cp > 0x7f ? NULL :
		    strchr(escaped, (int)cp);

		if (e != NULL)
			fprintf(f, "\\%c", letter[e - escaped]);
		else if (cp < 0x20 || cp == 0x7f)
			fprintf(f, "\\u%04x", (unsigned)cp);
		else if (cp == 0xfffd)
			fputs("\xef\xbf\xbd", f);
		else
			fwrite(s + i, 1, n, f);
		i += n;
	}
	putc('"', f);
}

static void
before(struct json *j, const char *key)
{
	if (j->comma)
		putc(',', j->f);
	j->comma = 1;
	if (key == NULL)
		return;
	quoted(j->f, key, strlen(key));
	putc(':', j->f);
}

void
json_begin(struct json *j, FILE *f)
{
	j->f = f;
	j->comma = 0;
	json_open(j, NULL, '{');
	json_uint(j, "v", 1);
}

void
json_end(struct json *j)
{
	json_close(j, '}');
	putc('\n', j->f);
}

void
json_str(struct json *j, const char *key, const char *s, size_t len)
{
	before(j, key);
	quoted(j->f, s, len);
}

void
json_text(struct json *j, const char *key, const char *s)
{
	json_str(j, key, s, strlen(s));
}

void
json_uint(struct json *j, const char *key, uint64_t v)
{
	before(j, key);
	fprintf(j->f, "%" PRIu64, v);
}

void
json_bool(struct json *j, const char *key, int v)
{
	before(j, key);
	fputs(v ? "true" : "false", j->f);
}

void
json_null(struct json *j, const char *key)
{
	before(j, key);
	fputs("null", j->f);
}

void
json_tenths(struct json *j, const char *key, int tenths)
{
	before(j, key);
	fprintf(j->f, "%d.%d", tenths / 10, tenths % 10);
}

void
json_thousandths(struct json *j, const char *key, double s)
{
	uint64_t ms = s > 0 ? (uint64_t)(s * 1000 + 0.5) : 0;

	before(j, key);
	fprintf(j->f, "%" PRIu64 ".%03" PRIu64, ms / 1000, ms % 1000);
}

void
json_open(struct json *j, const char *key, char bracket)
{
	before(j, key);
	putc(bracket, j->f);
	j->comma = 0;
}

void
json_close(struct json *j, char bracket)
{
	putc(bracket, j->f);
	j->comma = 1;
}
