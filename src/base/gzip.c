/*
 * gzip: where input comes from, and the one door to zlib.
 *
 * Packed bytes wait in raw; plain bytes go straight to the caller.  Members
 * that follow each other (RFC 1952, section 2.2) are one text; zeros after
 * the last one are padding, anything else is refused.  The checksum of each
 * member is compared by zlib when its end is reached, so a reader must read
 * to the end before it trusts what it has.
 */
#include "config.h"
#include "base/gzip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "base/err.h"

enum {
	RAW_SIZE = 1 << 16,
	LOOK_SIZE = 4096,
	/* Text packs 5 to 50 times, zeros 1,032 times. */
	RATIO_MAX = 200,
	RATIO_FREE = 1 << 20,	/* bytes that no ratio is asked of */
};

struct input {
	FILE *f;	/* NULL: over bytes */
	int own;	/* f is ours to close */
	const unsigned char *mem;
	size_t mem_left;
	char *name;
	uint64_t total;
	uint64_t done;	/* bytes taken from f or mem */
	uint64_t unpacked;
	int packed;
	int in_member;
	z_stream z;
	unsigned char look[LOOK_SIZE];
	size_t look_from;
	size_t look_to;
	unsigned char raw[RAW_SIZE];
	size_t raw_from;
	size_t raw_to;
};

/* Bytes from the source as they are: how many, 0 at the end, -1. */
static long
source_read(struct input *in, void *buf, size_t len, struct wtm_err *err)
{
	size_t n;

	if (in->f == NULL) {
		n = len < in->mem_left ? len : in->mem_left;
		if (n > 0)
			memcpy(buf, in->mem, n);
		in->mem += n;
		in->mem_left -= n;
	} else {
		errno = 0;
		n = fread(buf, 1, len, in->f);
		if (n == 0 && ferror(in->f))
			return errno == EISDIR
			    ? err_set(err, WTM_INPUT, 0,
				"%s: is a folder; name a file", in->name)
			    : err_errno(err, "%s: cannot read", in->name);
	}
	in->done += n;
	return (long)n;
}

/* 1 when raw holds a byte, 0 at the end, -1. */
static int
raw_fill(struct input *in, struct wtm_err *err)
{
	long n;

	if (in->raw_from < in->raw_to)
		return 1;
	n = source_read(in, in->raw, sizeof in->raw, err);
	if (n <= 0)
		return (int)n;
	in->raw_from = 0;
	in->raw_to = (size_t)n;
	return 1;
}

static int
start(struct input *in, struct wtm_err *err)
{
	const unsigned char magic[] = { 0x1f, 0x8b };
	long n;

	n = source_read(in, in->raw, sizeof in->raw, err);
	if (n < 0)
		return -1;
	in->raw_to = (size_t)n;
	if (n < 2 || memcmp(in->raw, magic, sizeof magic) != 0)
		return 0;
	if (inflateInit2(&in->z, 15 + 16) != Z_OK)
		return err_nomem(err);
	in->packed = 1;
	in->in_member = 1;
	return 0;
}

static int
make(struct input **out, FILE *f, int own, const char *name,
    struct wtm_err *err)
{
	struct input *in = calloc(1, sizeof *in);
	struct stat st;

	*out = in;
	if (in == NULL || (in->name = strdup(name)) == NULL) {
		free(in);
		*out = NULL;
		return err_nomem(err);
	}
	in->f = f;
	in->own = own;
	if (f != NULL && fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode))
		in->total = (uint64_t)st.st_size;
	return 0;
}

static int
finish(struct input **out, struct wtm_err *err)
{
	if (start(*out, err) == 0)
		return 0;
	input_close(*out);
	*out = NULL;
	return -1;
}

int
input_open(struct input **out, const char *path, struct wtm_err *err)
{
	FILE *f;

	if (strcmp(path, "-") == 0)
		return input_over_file(out, stdin, "standard input", err);
	*out = NULL;
	f = fopen(path, "rb");
	if (f == NULL && (errno == ENOENT || errno == ENOTDIR))
		return err_set(err, WTM_INPUT, 0, "%s: no such file", path);
	if (f == NULL && errno == EACCES)
		return err_set(err, WTM_INPUT, 0,
		    "%s: permission denied", path);
	if (f == NULL)
		return err_errno(err, "%s: cannot open", path);
	/* Blocks are large already; a second copy would only cost. */
	setvbuf(f, NULL, _IONBF, 0);
	if (make(out, f, 1, path, err) != 0) {
		fclose(f);
		return -1;
	}
	return finish(out, err);
}

int
input_over_file(struct input **out, FILE *f, const char *name,
    struct wtm_err *err)
{
	return make(out, f, 0, name, err) == 0 ? finish(out, err) : -1;
}

int
input_over_bytes(struct input **out, const void *s, size_t len,
    const char *name, struct wtm_err *err)
{
	if (make(out, NULL, 0, name, err) != 0)
		return -1;
	(*out)->mem = s;
	(*out)->mem_left = len;
	(*out)->total = len;
	return finish(out, err);
}

void
input_close(struct input *in)
{
	if (in == NULL)
		return;
	if (in->packed)
		inflateEnd(&in->z);
	if (in->own)
		fclose(in->f);
	free(in->name);
	free(in);
}

static long
read_plain(struct input *in, void *buf, size_t len, struct wtm_err *err)
{
	size_t n = in->raw_to - in->raw_from;

	if (n == 0)
		return source_read(in, buf, len, err);
	if (n > len)
		n = len;
	memcpy(buf, in->raw + in->raw_from, n);
	in->raw_from += n;
	return (long)n;
}

/* After a member: 1 when another one follows, 0 at the end, -1. */
static int
next_member(struct input *in, struct wtm_err *err)
{
	int more;

	while ((more = raw_fill(in, err)) == 1 && in->raw[in->raw_from] == 0)
		in->raw_from++;
	if (more <= 0)
		return more;
	if (in->raw[in->raw_from] != 0x1f)
		return err_set(err, WTM_INPUT, 0, "%s: other bytes follow "
		    "the gzip data; unpack it by hand", in->name);
	if (inflateReset(&in->z) != Z_OK)
		return err_nomem(err);
	in->in_member = 1;
	return 1;
}

static int
unpack_error(struct input *in, int z, struct wtm_err *err)
{
	if (z == Z_MEM_ERROR)
		return err_nomem(err);
	return err_set(err, WTM_INPUT, 0,
	    "%s: damaged gzip file (%s); get a whole copy", in->name,
	    in->z.msg != NULL ? in->z.msg : "wrong data");
}

/* One call of inflate: 1 to go on, 0 at the end of the text, -1. */
static int
unpack(struct input *in, struct wtm_err *err)
{
	int more = raw_fill(in, err);
	int z;

	if (more < 0)
		return -1;
	if (more == 0)
		return err_set(err, WTM_INPUT, 0,
		    "%s: the gzip file is cut; get a whole copy", in->name);
	in->z.next_in = in->raw + in->raw_from;
	in->z.avail_in = (uInt)(in->raw_to - in->raw_from);
	z = inflate(&in->z, Z_NO_FLUSH);
	in->raw_from = in->raw_to - in->z.avail_in;
	if (z == Z_STREAM_END) {
		in->in_member = 0;
		return 1;
	}
	return z == Z_OK || z == Z_BUF_ERROR ? 1 : unpack_error(in, z, err);
}

static long
read_packed(struct input *in, void *buf, size_t len, struct wtm_err *err)
{
	uInt want = len > RAW_SIZE ? RAW_SIZE : (uInt)len;
	int more = 1;

	in->z.next_out = buf;
	in->z.avail_out = want;
	while (more == 1 && in->z.avail_out == want)
		more = in->in_member ? unpack(in, err) : next_member(in, err);
	if (more < 0)
		return -1;
	in->unpacked += want - in->z.avail_out;
	if (in->unpacked > RATIO_FREE &&
	    in->unpacked / RATIO_MAX > in->done)
		return err_set(err, WTM_INPUT, 0, "%s: unpacks to more than "
		    "%d times its size; if it is meant, unpack it by hand",
		    in->name, RATIO_MAX);
	return (long)(want - in->z.avail_out);
}

static long
read_on(struct input *in, void *buf, size_t len, struct wtm_err *err)
{
	return in->packed ? read_packed(in, buf, len, err)
			  : read_plain(in, buf, len, err);
}

long
input_read(struct input *in, void *buf, size_t len, struct wtm_err *err)
{
	size_t n = in->look_to - in->look_from;

	if (len == 0)
		return 0;
	if (n == 0)
		return read_on(in, buf, len, err);
	if (n > len)
		n = len;
	memcpy(buf, in->look + in->look_from, n);
	in->look_from += n;
	return (long)n;
}

long
input_peek(struct input *in, const char **s, struct wtm_err *err)
{
	while (in->look_to < sizeof in->look) {
		long n = read_on(in, in->look + in->look_to,
		    sizeof in->look - in->look_to, err);

		if (n < 0)
			return -1;
		if (n == 0)
			break;
		in->look_to += (size_t)n;
	}
	*s = (const char *)in->look + in->look_from;
	return (long)(in->look_to - in->look_from);
}

const char *
input_name(const struct input *in)
{
	return in->name;
}

uint64_t
input_done(const struct input *in)
{
	return in->done - (in->raw_to - in->raw_from);
}

uint64_t
input_total(const struct input *in)
{
	return in->total;
}
