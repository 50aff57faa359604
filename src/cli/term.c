/*
 * term: what a terminal shows.
 *
 * Text of a memory comes from strangers, so whatever a terminal would obey
 * (ESC and the other control characters, C1 included) is never sent to it.
 * Styles are plain SGR sequences that every terminal of today knows.
 */
#include "config.h"
#include "cli/term.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/utf8.h"

int
term_colour(const struct cli *c, FILE *f)
{
	const char *color = cli_text(c, OPT_COLOR);
	const char *term = getenv("TERM");

	if (strcmp(color, "auto") != 0)
		return strcmp(color, "always") == 0;
	return isatty(fileno(f)) && (term == NULL || strcmp(term, "dumb") != 0);
}

size_t
term_columns(FILE *f)
{
	const char *s = getenv("COLUMNS");
	struct winsize w;
	long n = s == NULL ? 0 : strtol(s, NULL, 10);

	if (n <= 0 && ioctl(fileno(f), TIOCGWINSZ, &w) == 0)
		n = w.ws_col;
	if (n <= 0)
		return isatty(fileno(f)) ? 80 : 0;
	return n < 20 ? 20 : (size_t)n;
}

const char *
term_style(enum style s)
{
	static const char *const sgr[STYLES] = {
		[STYLE_PLAIN] = "\033[0m",
		[STYLE_STRONG] = "\033[1m",
		[STYLE_FAINT] = "\033[2m",
		[STYLE_GOOD] = "\033[32m",
		[STYLE_FAIR] = "\033[33m",
		[STYLE_OLD] = "\033[9;31m",
		[STYLE_NEW] = "\033[1;32m",
	};

	return sgr[s];
}

size_t
term_char(const char *s, size_t len, const char **shown, size_t *shown_len,
    int *columns)
{
	uint32_t cp;
	size_t n = utf8_next(s, len, &cp);

	*shown = s;
	*shown_len = n;
	*columns = utf8_columns(cp);
	if (cp == '\t' || cp == '\n' || cp == '\r' || cp == 0x2028 ||
	    cp == 0x2029) {
		*shown = " ";
		*shown_len = 1;
		*columns = 1;
	} else if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0xfffd) {
		*shown = "\xef\xbf\xbd";
		*shown_len = 3;
		*columns = 1;
	}
	return n;
}

void
term_put(FILE *f, const char *s, size_t len)
{
	const char *shown;
	size_t n;
	int columns;

	for (size_t i = 0; i < len;) {
		i += term_char(s + i, len - i, &shown, &n, &columns);
		fwrite(shown, 1, n, f);
	}
}

char *
term_count(char buf[TERM_COUNT_SIZE], uint64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%" PRIu64, n);
	char *p = buf;

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			*p++ = ',';
		*p++ = digits[i];
	}
	*p = '\0';
	return buf;
}

char *
term_size(char buf[TERM_COUNT_SIZE], uint64_t bytes)
{
	static const char *const units[] = { "kB", "MB", "GB", "TB" };
	uint64_t tenths = bytes / 100;
	size_t i = 0;

	if (bytes < 1000) {
		snprintf(buf, TERM_COUNT_SIZE, "%" PRIu64 " B", bytes);
		return buf;
	}
	while (tenths >= 10000 && i < 3) {
		tenths /= 1000;
		i++;
	}
	snprintf(buf, TERM_COUNT_SIZE, "%" PRIu64 ".%u %s", tenths / 10,
	    (unsigned)(tenths % 10), units[i]);
	return buf;
}
